"""Time zone names: known to the IANA database or not, and what was meant."""

from __future__ import annotations

import re
from functools import cache

LONGEST = 100
"""Characters; Timezone in the service's API model."""
_TAKEN_BY_API = re.compile(rf"(?=.{{3,{LONGEST}}}$)[a-zA-Z0-9]{{2,}}(/[a-zA-Z0-9_+-]+)*")
"""The pattern of the same shape; it refuses old names such as GB and NZ-CHAT."""
_NOT_A_PLACE = ("localtime", "posixrules", "Factory")
_COPIES = ("posix/", "right/")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])0?(\d{1,2})(?::?00)?", re.IGNORECASE)
_ABBREVIATIONS = {
    "PST": ["America/Los_Angeles"],
    "PDT": ["America/Los_Angeles"],
    "MDT": ["America/Denver"],
    "CST": ["America/Chicago", "Asia/Shanghai"],
    "CDT": ["America/Chicago"],
    "EDT": ["America/New_York"],
    "BST": ["Europe/London"],
    "CEST": ["Europe/Berlin", "Europe/Paris"],
    "IST": ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
    "JST": ["Asia/Tokyo"],
    "AEST": ["Australia/Sydney"],
    "Z": ["UTC"],
}


def known_timezone(name: str) -> bool:
    """True for a name of the IANA database, spelled as there.

    The database is the system's or the tzdata package's; without either only UTC is known.
    One file is read: listing all names, as `near_timezones` does, takes a tenth of a second.
    """
    from zoneinfo import ZoneInfo  # only payloads with a time zone need it

    if name == "UTC":
        return True
    if name in _NOT_A_PLACE or name.startswith(_COPIES):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def near_timezones(name: str) -> list[str]:
    """Names that may have been meant, the likeliest first; three at most, all taken by AWS."""
    meant = _by_offset(name) or _ABBREVIATIONS.get(name.upper()) or _by_spelling(name)
    return [zone for zone in meant if zone in _names()][:3]


@cache
def _names() -> frozenset[str]:
    from zoneinfo import available_timezones  # only mistakes need it

    names = available_timezones() - set(_NOT_A_PLACE)
    return frozenset(name for name in names if _TAKEN_BY_API.fullmatch(name))


def _by_offset(name: str) -> list[str]:
    """UTC+2 is Etc/GMT-2: the database's signs are the other way round."""
    offset = _OFFSET.fullmatch(name)
    if not offset:
        return []
    sign, hours = offset.groups()
    return [f"Etc/GMT{'-' if sign == '+' else '+'}{int(hours)}"]


def _by_spelling(name: str) -> list[str]:
    from difflib import get_close_matches  # only mistakes need it

    wanted = name[:LONGEST].strip().lower().replace(" ", "_")
    lower = {zone.lower(): zone for zone in sorted(_names())}
    city = wanted.rpartition("/")[2]
    same = [zone for key, zone in lower.items() if wanted == key or key.endswith(f"/{city}")]
    if same:
        return sorted(same, key=lambda zone: zone.lower() != wanted)
    return [lower[key] for key in get_close_matches(wanted, lower, n=3, cutoff=0.7)]

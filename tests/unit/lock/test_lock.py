"""A lock: read, compared with what is there now, and written again."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lock.changes import Change, Kind, applied, changes, stale
from generator.lock.pins import Lock, Pin, pin
from generator.lock.reading import read
from generator.lock.text import to_text

WEB, API = "https://example.com/web.sh", "s3://bucket/api.sh"
DAY, LATER = date(2026, 11, 22), date(2026, 12, 1)


def locked(**scripts: bytes) -> Lock:
    urls = {"web": WEB, "api": API}
    return Lock({urls[name]: pin(urls[name], data, DAY) for name, data in scripts.items()})


def test_a_pin_is_the_digest_and_the_size() -> None:
    digest = hashlib.sha256(b"echo").hexdigest()

    assert Pin(WEB, digest, 4, DAY) == pin(WEB, b"echo", DAY)


def test_the_text_of_a_lock() -> None:
    assert (
        "# Written by `amifactory lock`. Builds run these scripts and no others; "
        "commit the file.\n"
        "version: 1\n"
        "scripts:\n"
        '  - url: "https://example.com/web.sh"\n'
        f'    sha256: "{hashlib.sha256(b"x").hexdigest()}"\n'
        "    size: 1\n"
        "    fetched: 2026-11-22\n"
    ) == to_text(locked(web=b"x"))


@given(
    st.dictionaries(
        st.from_regex(r"https://[a-z0-9.]{1,20}/[!-~]{1,20}", fullmatch=True),
        st.binary(max_size=8),
        max_size=5,
    ),
    st.dates(),
)
def test_what_was_written_is_read_again(scripts: dict[str, bytes], day: date) -> None:
    lock = Lock({url: pin(url, data, day) for url, data in scripts.items()})

    assert (lock, ()) == read("amifactory.lock", to_text(lock).encode())


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("version: 1", "version: 2", "2:10", "this amifactory reads locks of version 1"),
        ("scripts:", "script:", "2:1", "scripts is not a list"),
        ("size: 1", "size: one", "6:11", "size is not a number of bytes"),
        ("2026-11-22", "2026-02-30", "7:14", "there is no day 2026-02-30"),
        ("https://", "http://", "4:10", "url is not an https:// or s3:// URL"),
        ("    size: 1\n", "", "4:5",
         "a script has the keys url, sha256, size, fetched, and no others"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(old: str, new: str, place: str, message: str) -> None:
    """A lock in which anything is wrong pins nothing."""
    text = to_text(locked(web=b"x")).replace(old, new, 1)

    lock, findings = read("amifactory.lock", text.encode())

    told = [
        (f"{one.location.span.line}:{one.location.span.column}", one.message)
        for one in findings
        if one.location
    ]
    assert Lock() == lock
    assert (place, message) in told
    assert {"AF370"} == {one.code for one in findings}


def test_all_mistakes_are_told_at_once() -> None:
    text = to_text(locked(web=b"x", api=b"y")).replace("size: 1", "size: x")

    assert 2 == len(read("amifactory.lock", text.encode())[1])


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"- a\n", b"version: 1\nversion: 1\n"])
def test_what_is_no_lock_pins_nothing(data: bytes) -> None:
    lock, findings = read("amifactory.lock", data)

    assert Lock() == lock
    assert findings


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "the lock is empty"),
        (b"# nothing left\n", "the lock is empty"),
        (b"- a\n", "the lock is a list, not a mapping with the keys version and scripts"),
        (b"gone\n", "the lock is a text, not a mapping with the keys version and scripts"),
    ],
)
def test_a_broken_lock_is_not_told_as_a_payload(data: bytes, expected: str) -> None:
    _, findings = read("amifactory.lock", data)

    assert [("AF370", expected)] == [(one.code, one.message) for one in findings]
    assert findings[0].location is not None
    assert "amifactory lock" in findings[0].hint


def test_a_script_twice_is_told() -> None:
    text = to_text(locked(web=b"x"))
    twice = text + text.partition("scripts:\n")[2]

    assert [f"{WEB} is there twice"] == [one.message for one in read("l", twice.encode())[1]]


def test_how_scripts_stand() -> None:
    lock = locked(web=b"old", api=b"same")
    now = [pin(WEB, b"new", LATER), pin(API, b"same", LATER), pin(f"{WEB}2", b"more", LATER)]

    found = changes(lock, now)

    assert [Kind.CHANGED, Kind.ADDED, Kind.SAME] == [change.kind for change in found]
    assert stale(found)


def test_applying_keeps_the_day_of_what_is_the_same() -> None:
    lock = locked(web=b"old", api=b"same")
    now = [pin(WEB, b"new", LATER), pin(API, b"same", LATER)]

    assert {WEB: LATER, API: DAY} == {
        url: each.fetched for url, each in applied(lock, changes(lock, now)).pins.items()
    }


def test_scripts_of_other_payloads_stay_unless_pruned() -> None:
    lock = locked(web=b"x", api=b"y")
    now = [lock.pins[WEB]]

    assert lock == applied(lock, changes(lock, now))
    pruned = changes(lock, now, prune=True)
    assert Change(Kind.REMOVED, API, lock.pins[API], None) in pruned
    assert [WEB] == list(applied(lock, pruned).pins)


def test_nothing_new_is_not_stale() -> None:
    lock = locked(web=b"x")

    assert not stale(changes(lock, lock.pins.values()))

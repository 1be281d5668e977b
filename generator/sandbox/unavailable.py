"""Why there is no machine on this computer."""

from __future__ import annotations

from generator.errors import AccessError


class UnavailableError(AccessError):
    """A machine, or its root file system, cannot be made here."""

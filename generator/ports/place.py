"""Where AWS is: an account and a region."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """An account and a region, as its credentials tell."""

    account: str
    """12 digits."""
    region: str
    partition: str
    emulated: bool = False
    """True when it is not AWS that answers, but `amifactory local`."""
    profile: str = ""
    """The profile that was asked for, to be repeated in commands that are suggested."""

    def __str__(self) -> str:
        told = f"{self.region}, {self.account}"
        return f"{told}, emulated" if self.emulated else told

"""Suppressions of the command line, as the rules take them."""

from __future__ import annotations

import click

from generator.payload.model import Suppression
from generator.rules.frame import acceptable
from generator.rules.suppression import refusal


def suppressions(pairs: tuple[tuple[str, str], ...]) -> tuple[Suppression, ...]:
    """Codes that can be suppressed, each with its reason.

    Raises:
        click.BadParameter: for a code that does not exist, or cannot be suppressed.
    """
    known = acceptable()
    for code, _reason in pairs:
        refused = refusal(code, known)
        if refused:
            raise click.BadParameter(
                "; ".join(filter(None, refused)),
                ctx=click.get_current_context(),
                param_hint="--suppress",
            )
    return tuple(
        Suppression.model_construct(code=code, reason=reason, image=None) for code, reason in pairs
    )

"""Every code a finding can have, gathered from the rooms that yield them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.findings import Code


def catalogue() -> Mapping[str, Code]:
    """All codes by id, in order."""
    from generator.awstoe.automation import codes as automation_codes
    from generator.classic import codes as classic_codes
    from generator.lint import codes as lint_codes
    from generator.lock import codes as lock_codes
    from generator.payload import codes as shape_codes
    from generator.payload import reading_codes
    from generator.rules import beside
    from generator.rules.frame import rules
    from generator.rules.suppression import UNUSED_SUPPRESSION

    every = (
        *reading_codes.CODES,
        *shape_codes.CODES,
        UNUSED_SUPPRESSION,
        *(rule.code for rule in rules()),
        *beside.CODES,
        *automation_codes.CODES,
        *lint_codes.CODES,
        *lock_codes.CODES,
        *classic_codes.CODES,
    )
    return {code.id: code for code in sorted(every, key=lambda code: code.id)}

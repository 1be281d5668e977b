"""Findings about locks."""

from __future__ import annotations

from generator.findings import Code, Severity

BROKEN = Code(
    "AF370",
    "lock file that cannot be used",
    Severity.ERROR,
    "`amifactory.lock` beside a payload says which bootstrap scripts its builds may run. It is\n"
    "written by `amifactory lock`, and read by every command. Something in it is not as the\n"
    "command writes it: a merge gone wrong, or an edit by hand. Nothing is made from it, since\n"
    "that would pin the wrong script. Restore it from version control, or delete it, run\n"
    "`amifactory lock`, and look at the difference.",
    "AMI Factory, amifactory.lock",
)

CODES = (BROKEN,)

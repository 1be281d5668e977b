"""The function that aws:executeScript calls (Systems Manager User Guide, "aws:executeScript")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.awstoe.automation.codes import ACTION
from generator.awstoe.expressions import has_expression
from generator.awstoe.problems import Problem, near, shown, text_of
from generator.payload.nodes import Mapping

_FUNCTION = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(", re.MULTILINE)


def check_handler(inputs: Mapping) -> Iterator[Problem]:
    """A Python script that stands in the document has a function of the handler's name.

    A name that the script gets otherwise, by an assignment or an import, is believed.
    """
    handler, script = text_of(inputs.get("Handler")), text_of(inputs.get("Script"))
    runtime = text_of(inputs.get("Runtime"))
    if handler is None or script is None or runtime is None or "Attachment" in inputs:
        return
    if not runtime.startswith("python") or has_expression(handler):
        return
    functions = _FUNCTION.findall(script)
    otherwise = rf"\b{re.escape(handler)}[ \t]*(?:=|$|,|#)|import[ \t]+\*"
    if handler not in functions and not re.search(otherwise, script, re.MULTILINE):
        hint = near(handler, functions) or f"the script needs def {shown(handler)}(events, context)"
        said = f'the script has no function "{shown(handler)}"'
        yield Problem(ACTION, handler.span, said, hint)

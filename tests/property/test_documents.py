"""Any document: the checks never crash, and what they tell stands inside of the text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.awstoe.automation.check import check as check_automation
from generator.awstoe.check import check
from generator.awstoe.workflows.check import check as check_workflow
from generator.findings import Finding

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *(file.read_text() for file in sorted((ROOT / "components").rglob("*.yaml"))),
    *(file.read_text() for file in sorted((ROOT / "generator/classic/documents").glob("*.yaml"))),
]
NASTY = ["", "{{ x }}", "{{", "[]", "{}", "- ", "~", "-1", "'", '"', "&a", "*a", "\t", "\0", "é: é"]


def inside(text: str, findings: tuple[Finding, ...]) -> bool:
    """Whether every finding names a line that the text has."""
    lines = text.count("\n") + 1
    return all(each.location and 1 <= each.location.span.line <= lines for each in findings)


def checks(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    component, workflow = check("a.yaml", data), check_workflow("a.yaml", data, "BUILD")
    shown, automation = check_automation("a.yaml", data)

    assert inside(component.text, component.findings)
    assert inside(workflow.text, workflow.findings)
    assert inside(shown, automation)
    assert component.failed == (component.document is None)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    checks(text)


@given(st.sampled_from(DOCUMENTS), st.data())
@settings(max_examples=150, deadline=None)
def test_documents_with_a_piece_replaced(document: str, data: st.DataObject) -> None:
    """A line gone, doubled, moved in or out, or a value that is something else."""
    lines = document.split("\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    line = lines[place]
    head, colon, _ = line.partition(":")
    lines[place] = data.draw(
        st.sampled_from(
            [
                "",
                line + "\n" + line,
                "  " + line,
                line[2:],
                *(head + colon + " " + x for x in NASTY),
            ]
        )
    )

    checks("\n".join(lines))

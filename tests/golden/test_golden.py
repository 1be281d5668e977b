"""Every example payload has its template, and every bad payload its findings, word for word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator import present
from generator.catalogue import catalogue
from generator.cli import wiring
from generator.templates import text
from generator.templates.destination import destination_account

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
EXAMPLES = sorted((ROOT / "payloads").glob("*.*"))
BAD = sorted(path for path in (HERE / "bad").iterdir() if path.suffix in (".yaml", ".json"))

Golden = Callable[[Path, str], None]


@pytest.fixture(autouse=True)
def _from_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_gives_its_template(path: Path, golden: Golden) -> None:
    stack = wiring.stack(relative(path))

    assert not stack.report.failed
    golden(HERE / "good" / f"{path.stem}.yaml", stack.text)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_mistake_is_answered_with_the_line_and_the_way_out(path: Path, golden: Golden) -> None:
    stack = wiring.stack(relative(path))

    assert stack.report.findings
    golden(path.with_suffix(".txt"), present.show(stack.report, "text", catalogue()) + "\n")


def test_the_other_half_for_accounts_that_receive_copies(golden: Golden) -> None:
    golden(HERE / "good" / "destination-account.yaml", text.to_yaml(destination_account()))


def test_the_json_template_of_the_classic_payload(golden: Golden) -> None:
    stack = wiring.stack("payloads/classic.json", template_format="json")

    golden(HERE / "good" / "classic.json", stack.text)

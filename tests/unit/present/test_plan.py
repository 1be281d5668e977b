"""Plans as text: every kind of change has its words, and nothing foreign gets through."""

from __future__ import annotations

import pytest

from generator.plan.differences import Difference
from generator.plan.image_changes import ImageChange, Impact
from generator.plan.resource_changes import Action, ResourceChange
from generator.plan.review import Review
from generator.plan.target import Target
from generator.present.plan import SIGNS, show_review
from generator.present.plan_values import MOST_LINES, clean, difference_lines

TARGET = Target("web", "{}", {})
TOKEN = "ghp_" + "a" * 30


def shown(*changes: ResourceChange, images: tuple[ImageChange, ...] = ()) -> str:
    return show_review(Review(TARGET, creates=False, images=images, resources=changes))


def change(action: Action, **more: object) -> ResourceChange:
    return ResourceChange(action, "LogBucket", "AWS::S3::Bucket", **more)  # type: ignore[arg-type]


def lines(before: object, after: object, *, known: bool = True) -> list[str]:
    return [
        f"{sign} {text}".strip()
        for sign, text in difference_lines(Difference("Data", before, after, known))
    ]


def test_every_action_has_a_sign() -> None:
    assert set(Action) == set(SIGNS)


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (change(Action.ADD, origin="web.yaml:2"), "  +   LogBucket (AWS::S3::Bucket)  web.yaml:2"),
        (change(Action.REMOVE), "  -   LogBucket (AWS::S3::Bucket)  removed"),
        (
            change(Action.REMOVE, kept=True),
            "  -   LogBucket (AWS::S3::Bucket)  leaves the stack; it stays in the account",
        ),
        (
            change(Action.REPLACE, forced_by=("Name", "Data")),
            "  -/+ LogBucket (AWS::S3::Bucket)  replaced, since Name and Data change",
        ),
        (
            change(Action.MAY_REPLACE, forced_by=("Name",)),
            (
                "  -/+ LogBucket (AWS::S3::Bucket)  perhaps replaced, since Name changes: "
                "AWS decides when it deploys"
            ),
        ),
        (
            change(Action.UNKNOWN),
            "  ?   LogBucket (AWS::S3::Bucket)  may change: AWS decides when it deploys",
        ),
        (change(Action.IMPORT), "  +   LogBucket (AWS::S3::Bucket)  imported"),
        (
            change(Action.SYNC),
            "  =   1 resource changes only in the template's notes on the payload",
        ),
        (
            change(Action.CHANGE, only_tags=True),
            "  =   1 resource changes only in tags of the stack",
        ),
    ],
)
def test_every_kind_of_change_has_its_words(made: ResourceChange, line: str) -> None:
    assert line in shown(made).splitlines()


def test_what_is_guarded_is_told_with_its_price() -> None:
    text = shown(change(Action.REPLACE, physical_id="b-1", lost="the objects in it"))

    assert "Needs --allow-replace" in text
    assert "  !   LogBucket b-1 (AWS::S3::Bucket); lost: the objects in it" in text.splitlines()


def test_what_is_uncertain_is_told_so() -> None:
    text = shown(images=(ImageChange("web", Impact.RECIPE, certain=False),))

    assert "  ~   web  perhaps: new recipe, next build differs" in text.splitlines()


def test_names_cannot_command_a_terminal() -> None:
    text = shown(images=(ImageChange("we\x1b[31mb", Impact.NEW),))

    assert "\x1b" not in text
    assert "we<U+001B>[31mb" in text


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a", "b", ["~ Data  a -> b"]),
        (None, "b", ["+ Data  b"]),
        ("a", None, ["- Data  a"]),
        ("a\nb\nc", "a\nx\nc", ["~ Data", "a", "-   b", "+   x", "c"]),
        (None, {"A": 1, "B": {"Ref": "R"}}, ["+ Data", "+   A: 1", "+   B: R"]),
        (TOKEN, TOKEN[:-1] + "b", [f"~ Data  ghp_{'*' * 30} (what is hidden differs)"]),
    ],
)
def test_differences_in_lines(before: object, after: object, expected: list[str]) -> None:
    assert expected == lines(before, after)


def test_what_only_aws_knows_is_said_to_come_later() -> None:
    assert ["~ Data  known after deployment"] == lines("a", None, known=False)


def test_long_texts_are_cut() -> None:
    said = lines("", "\n".join(f"line {number}" for number in range(100)))

    assert MOST_LINES + 2 == len(said)
    assert said[-1].endswith("more lines")


def test_secrets_are_masked_for_programs_too() -> None:
    assert {"a": [f"ghp_{'*' * 30}"], "b": 1} == clean({"a": [TOKEN], "b": 1})


def test_names_that_only_aws_tells_cannot_command_a_terminal() -> None:
    line = difference_lines(Difference("Tags.\x1b[2J", None, None, known=False))

    assert [("~", "Tags.<U+001B>[2J  known after deployment")] == list(line)

"""What differs between two values, told as people would."""

from __future__ import annotations

import pytest

from generator.plan.differences import differences, outline, same, shown


def told(before: object, after: object) -> list[tuple[str, object, object]]:
    return [(each.path, each.before, each.after) for each in differences(before, after)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (1, "1"),
        (True, "true"),
        ({"Fn::GetAtt": "Role.Arn"}, {"Fn::GetAtt": ["Role", "Arn"]}),
        ([{"a": 1}], [{"a": "1"}]),
    ],
)
def test_what_cloudformation_takes_for_equal_is(before: object, after: object) -> None:
    assert same(before, after)
    assert [] == told(before, after)


def test_a_key_is_told_by_its_path() -> None:
    assert [("A.B", "x", "y")] == told({"A": {"B": "x"}}, {"A": {"B": "y"}})


def test_what_comes_or_goes_with_a_key_is_told_in_its_parts() -> None:
    assert [("A.B", None, "x")] == told({}, {"A": {"B": ["x"]}})
    assert [("A.B", "x", None)] == told({"A": {"B": ["x"]}}, {})


def test_plain_lists_tell_what_comes_and_what_goes() -> None:
    assert [("Ids", "2", None), ("Ids", None, "3")] == told(
        {"Ids": ["1", "2"]}, {"Ids": ["1", "3"]}
    )


def test_another_order_of_a_plain_list_is_told_as_such() -> None:
    assert [("Ids (order)", "1, 2", "2, 1")] == told({"Ids": ["1", "2"]}, {"Ids": ["2", "1"]})


def test_things_with_names_are_compared_by_name() -> None:
    """One that comes first does not make the others differ."""
    before = {"D": [{"Region": "eu-west-1", "Key": "k"}]}
    after = {"D": [{"Region": "eu-west-3"}, {"Region": "eu-west-1", "Key": "j"}]}

    assert [
        ("D[eu-west-3]", None, {"Region": "eu-west-3"}),
        ("D[eu-west-1].Key", "k", "j"),
    ] == told(before, after)


def test_another_order_of_named_things_is_told() -> None:
    """Components run in the order in which a recipe has them."""
    one, two = {"ComponentArn": {"Ref": "One"}}, {"ComponentArn": {"Ref": "Two"}}

    assert [("C (order)", "One, Two", "Two, One")] == told({"C": [one, two]}, {"C": [two, one]})


def test_things_without_names_are_compared_by_place() -> None:
    before = {"P": [{"Action": "a"}, {"Action": "b", "Value": 1}]}
    after = {"P": [{"Action": "a"}, {"Action": "b", "Value": 2}, {"Action": "c"}]}

    assert [("P[1].Value", 1, 2), ("P[2]", None, {"Action": "c"})] == told(before, after)


def test_tags_are_keys_with_values() -> None:
    before = {"Tags": [{"Key": "Team", "Value": "a"}]}
    after = {"Tags": [{"Key": "Cost", "Value": "1"}, {"Key": "Team", "Value": "b"}]}

    assert [("Tags.Cost", None, "1"), ("Tags.Team", "a", "b")] == told(before, after)


def test_functions_are_whole() -> None:
    assert [("Arn", {"Ref": "A"}, {"Fn::Sub": "${B}"})] == told(
        {"Arn": {"Ref": "A"}}, {"Arn": {"Fn::Sub": "${B}"}}
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "AWS::Region"}, "AWS::Region"),
        ({"Fn::Sub": "arn:${A}"}, "arn:${A}"),
        ({"Fn::GetAtt": ["Role", "Arn"]}, "Role.Arn"),
        ({"Fn::If": ["C", "a", "b"]}, '{"Fn::If": ["C", "a", "b"]}'),
        (30, "30"),
    ],
)
def test_a_value_in_one_line(value: object, expected: str) -> None:
    assert expected == shown(value)


def test_a_value_in_lines() -> None:
    value = {"A": {"B": ["x", {"C": 1, "D": {"Ref": "R"}}]}, "E": "two\nlines"}

    assert [
        "A:",
        "  B:",
        "    - x",
        "    - C: 1",
        "      D: R",
        "E:",
        "  two",
        "  lines",
    ] == list(outline(value))

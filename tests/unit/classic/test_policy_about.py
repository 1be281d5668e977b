"""What goes with a policy: commands that exist, queries that find, words that are true."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import jmespath
import pytest
from botocore import xform_name

from generator.classic.policy import KINDS, Lock, Policy, Released, policies

LOCK = Lock(account="111122223333")
ENFORCING = replace(LOCK, enforce=True)


def policy(kind: str, lock: Lock = LOCK) -> Policy:
    return policies(lock, [kind])[0]


def plain(text: str) -> str:
    return " ".join(text.split())


@cache
def model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


GLOBAL_OPTIONS = {"--output", "--query", "--cli-input-json"}


def options(words: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        if word.startswith("--"):
            found[word] = []
        else:
            found[list(found)[-1]].append(word)
    return found


GUIDE = Path(__file__).parents[3] / "docs" / "launch-lock.md"
COMMANDS = {
    *(step.command for lock in (LOCK, ENFORCING) for each in policies(lock) for step in each.steps),
    *(line.strip() for line in GUIDE.read_text().splitlines() if line.strip().startswith("aws ")),
}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_is_one_that_the_aws_cli_has(command: str) -> None:
    """Operation, options, required ones, and values that are one of a few words."""
    program, service, verb, *rest = shlex.split(command)
    operations = {xform_name(name, "-"): name for name in model(service).operation_names}
    shape = model(service).operation_model(operations[verb]).input_shape
    members = {f"--{xform_name(name, '-')}": member for name, member in shape.members.items()}
    required = {f"--{xform_name(name, '-')}" for name in shape.required_members}
    given = options(rest)

    assert program == "aws"
    assert set(given) <= {*members, *GLOBAL_OPTIONS}
    assert "--cli-input-json" in given or required <= set(given)
    for option, values in given.items():
        choices = getattr(members.get(option), "enum", None)
        assert not choices or {*values} <= {*choices}


@pytest.mark.parametrize("kind", KINDS)
def test_commands_name_the_file_that_is_written(kind: str) -> None:
    written = policy(kind)
    files = {
        file
        for step in written.steps
        for file in re.findall(r"launch-lock-[a-z-]+\.[a-z]+", step.command)
    }

    assert {f"{written.name}.json"} == files


def test_audit_mode_comes_before_the_criteria_and_enforcing_after_a_look() -> None:
    commands = [step.command for step in policy("allowed-images").steps]
    verbs = [shlex.split(command)[2] for command in commands]

    assert [
        "enable-allowed-images-settings",
        "replace-image-criteria-in-allowed-images-settings",
        "describe-instance-image-metadata",
        "enable-allowed-images-settings",
        "disable-allowed-images-settings",
    ] == verbs
    assert commands[0].endswith(" audit-mode")
    assert commands[3].endswith(" enabled")


def test_enforcing_sets_the_criteria_before_they_count() -> None:
    commands = [step.command for step in policy("allowed-images", ENFORCING).steps]

    assert "replace-image-criteria" in commands[0]
    assert commands[1].endswith(" enabled")


def instance(name: str, owner: str, alias: str | None = None) -> dict[str, Any]:
    image = {"ImageId": f"ami-{name}", "OwnerId": owner}
    return {
        "InstanceId": f"i-{name}",
        "ImageMetadata": image | ({"ImageOwnerAlias": alias} if alias else {}),
    }


RUNNING = {
    "InstanceImageMetadata": [
        instance("golden", "111122223333"),
        instance("amazon", "000011112222", "amazon"),
        instance("bought", "679593333241", "aws-marketplace"),
        instance("handmade", "444455556666"),
    ]
}


@pytest.mark.parametrize("kind", ["user", "scp"])
@pytest.mark.parametrize(
    ("lock", "found"),
    [
        (LOCK, ["i-bought", "i-handmade"]),
        (replace(LOCK, amazon=False), ["i-amazon", "i-bought", "i-handmade"]),
        (replace(LOCK, owners=("aws-marketplace", "444455556666")), []),
    ],
)
def test_the_query_lists_what_the_policy_would_refuse(
    kind: str, lock: Lock, found: list[str]
) -> None:
    words = shlex.split(policy(kind, lock).steps[0].command)
    query = words[words.index("--query") + 1]

    assert found == [row[0] for row in jmespath.search(query, RUNNING)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_says_what_it_stops_what_not_what_else_and_what_next(kind: str) -> None:
    headings = re.findall(r"^(Stops|Does not stop|Beware|Next):", policy(kind).about, re.MULTILINE)

    assert ["Stops", "Does not stop", "Beware", "Next"] == headings


@pytest.mark.parametrize("kind", KINDS)
def test_prose_fits_a_terminal(kind: str) -> None:
    prose, _, _ = policy(kind).about.partition("Next:")

    assert max(map(len, prose.splitlines())) <= 92


@pytest.mark.parametrize(
    ("kind", "lock", "said"),
    [
        ("user", LOCK, "unless account 111122223333 or Amazon (with the providers"),
        ("user", replace(LOCK, amazon=False), "unless account 111122223333 owns it."),
        ("scp", replace(LOCK, exempt=("web-*",)),
         "it does not apply to role web-* of account 111122223333."),
        ("scp", replace(LOCK, copies=("444455556666",)),
         "1 account of those gets copies and owns them"),
        ("scp", replace(LOCK, copies=("444455556666",)),
         "EC2ImageBuilderDistributionCrossAccountRole alone may still copy"),
        ("user", replace(LOCK, owners=tuple(f"{each:012}" for each in range(9))),
         "account 000000000003, 6 more accounts or Amazon"),
        ("allowed-images", LOCK, "Stops: in audit mode nothing yet;"),
        ("allowed-images", ENFORCING, "Stops: everybody and everything in the account,"),
        ("allowed-images", replace(LOCK, released=(Released(("web *",)),), max_age_days=1),
         'whose name matches "web *" and that are at most 1 day old'),
        ("allowed-images", replace(LOCK, released=(Released(("a *", "b *"), ("approved",)),)),
         "one of 2 patterns and that carry one of the watermarks that were asked for,"),
        ("allowed-images",
         replace(LOCK, released=(Released(("a *",), ("approved",)), Released(("b *",)))),
         "that carry one of the watermarks that were asked for, where some were, and"),
        ("declarative", replace(LOCK, released=(Released(watermarks=("approved",)),)),
         "it knows no watermarks: AMIs without those asked for pass"),
    ],
)  # fmt: skip
def test_a_text_says_what_was_asked_for(kind: str, lock: Lock, said: str) -> None:
    assert said in plain(policy(kind, lock).about)


def test_missing_watermarks_are_spoken_of_only_when_some_are_asked_for() -> None:
    assert "knows no watermarks" not in plain(policy("declarative").about)

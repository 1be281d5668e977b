"""Image Builder User Guide, "Action modules", ExecuteDocument."""

from __future__ import annotations

import base64
from textwrap import dedent

from generator.rehearse.events import DocumentBegan
from generator.rehearse.model import Status

LEAF = """\
name: leaf
schemaVersion: 1.0
parameters: [{Key: {type: string, default: none}}]
phases:
  - name: validate
    steps: [{name: V, action: ExecuteBash, inputs: {commands: ["validate {{ Key }}"]}}]
  - name: build
    steps: [{name: B, action: ExecuteBash, inputs: {commands: ["build {{ Key }}"]}}]
"""


def calls(path: str, more: str = "") -> str:
    return dedent(f"""\
        schemaVersion: 1.0
        phases:
          - name: build
            steps:
              - name: Call
                action: ExecuteDocument
                inputs: {{document: "{path}"{more}}}
        """)


def holding(**files: str):
    """A machine with documents in its root folder."""

    def helper(command):
        path = command.words[-1]
        if "readlink" in command.words[2]:
            return f"{path}\n"
        text = files.get(path.strip("/"))
        return (1, "", f"{path} does not exist") if text is None else encoded(text)

    return helper


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_all_phases_run_in_the_order_of_the_document(rehearsed) -> None:
    done = rehearsed(calls("/leaf"), helper=holding(leaf=LEAF))

    assert ["validate none\n", "build none\n"] == done.scripts
    assert [0, 1] == [each.depth for each in done.events if isinstance(each, DocumentBegan)]


def test_phases_and_parameters_may_be_given(rehearsed) -> None:
    more = ", phases: 'build, validate', parameters: [{name: Key, value: v}]"

    done = rehearsed(calls("/leaf", more), helper=holding(leaf=LEAF))

    assert ["validate v\n", "build v\n"] == done.scripts


def test_one_phase_alone(rehearsed) -> None:
    done = rehearsed(calls("/leaf", ", phases: build"), helper=holding(leaf=LEAF))

    assert ["build none\n"] == done.scripts


def test_the_summary_is_its_output(rehearsed) -> None:
    done = rehearsed(calls("/leaf"), helper=holding(leaf=LEAF))

    [summary] = done.step("Call").outputs
    assert ("2", "0", "Success") == (
        summary["executedStepCount"], summary["failedStepCount"], summary["status"]
    )  # fmt: skip


def test_its_failure_is_the_first_failure(rehearsed) -> None:
    """The innermost step is named, with the file it stands in; the calling step fails as well."""
    done = rehearsed(
        calls("/leaf"), helper=holding(leaf=LEAF), script=lambda text: int("build" in text)
    )

    failure = done.result.failure
    assert ("B", "/leaf", 8, 1) == (
        failure.place.step, failure.file, failure.line, failure.place.depth
    )  # fmt: skip
    assert (Status.FAILED, "document /leaf failed") == (
        done.step("Call").status, done.step("Call").message
    )  # fmt: skip


def test_three_levels_and_no_more(rehearsed) -> None:
    """The guide: three levels of nesting are four documents, the lowest calls none."""
    files = {"one": calls("/two"), "two": calls("/three"), "three": calls("/leaf"), "leaf": LEAF}

    fits = rehearsed(calls("/two"), helper=holding(**files))
    deep = rehearsed(calls("/one"), helper=holding(**files))

    assert Status.SUCCESS is fits.result.status
    assert "documents are nested more than 3 levels deep" == deep.result.failure.message


def test_a_document_that_calls_itself_is_stopped(rehearsed) -> None:
    done = rehearsed(calls("/one"), helper=holding(one=calls("/one")))

    assert "document /one is running already" == done.result.failure.message


def test_two_documents_that_call_each_other_are_stopped(rehearsed) -> None:
    done = rehearsed(calls("/one"), helper=holding(one=calls("/two"), two=calls("/one", " ")))

    assert "document /one is running already" == done.result.failure.message


def test_a_document_with_errors_is_named_with_its_line(rehearsed) -> None:
    done = rehearsed(calls("/leaf"), helper=holding(leaf=LEAF.replace("ExecuteBash", "Nix")))

    assert '/leaf:6: there is no action "Nix"' == done.result.failure.message


def test_what_is_not_there_fails(rehearsed) -> None:
    done = rehearsed(calls("/gone"), helper=holding())

    assert "/gone does not exist" == done.result.failure.message


def test_parameters_must_fit(rehearsed) -> None:
    needs = LEAF.replace(", default: none", "")

    missing = rehearsed(calls("/leaf"), helper=holding(leaf=needs))
    unknown = rehearsed(
        calls("/leaf", ", parameters: [{name: Kay, value: v}]"), helper=holding(leaf=LEAF)
    )

    assert 'parameter "Key" has no value' == missing.result.failure.message
    assert 'the document has no parameter "Kay"' == unknown.result.failure.message


def test_what_is_refused_is_refused_inside_too(rehearsed) -> None:
    update = LEAF.replace('ExecuteBash, inputs: {commands: ["build {{ Key }}"]}', "UpdateOS")

    done = rehearsed(calls("/leaf"), helper=holding(leaf=update))

    assert "the rehearsal has no network" in done.result.failure.message


def test_a_loop_runs_several(rehearsed) -> None:
    text = calls("/{{ loop.value }}").replace("inputs", "loop: {forEach: [a, b]}\n        inputs")

    done = rehearsed(text, helper=holding(a=LEAF, b=LEAF.replace("leaf", "other")))

    assert 4 == len(done.scripts)
    assert ["/a", "/b"] == [each.file for each in done.step("Call").inner]


def test_a_reboot_inside_goes_on_inside(rehearsed) -> None:
    answers = iter([194])

    done = rehearsed(
        calls("/leaf"), helper=holding(leaf=LEAF), script=lambda _text: next(answers, 0)
    )

    assert ["validate none\n", "validate none\n", "build none\n"] == done.scripts

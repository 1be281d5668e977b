"""Both template linters: exact codes and places, order, isolation, and an honest end."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generator.errors import LintUnavailableError
from generator.findings import Severity
from generator.lint import engine_cfn_lint, engine_cfn_validate

REPO = Path(__file__).resolve().parents[3]
CLEAN = """\
AWSTemplateFormatVersion: "2010-09-09"
Description: "Gr\u00fc\u00dfe \U0001f600"
Resources:
  Web:
    Type: AWS::ImageBuilder::Component
    Properties:
      Name: !Sub ${AWS::StackName}-web
      Version: 1.0.0
      Platform: Linux
      Data: |
        schemaVersion: 1.0
Outputs:
  WebArn:
    Value: !Ref Web
"""
CLEAN_JSON = """\
{
  "Resources": {
    "Web": {
      "Type": "AWS::ImageBuilder::Component",
      "Properties": {
        "Name": {"Fn::Sub": "${AWS::StackName}-web"},
        "Version": "1.0.0",
        "Platform": "Linux",
        "Data": "schemaVersion: 1.0"
      }
    }
  }
}
"""
PROPERTIES = ("Resources", "Web", "Properties")


def broken(old, new, text=CLEAN):
    assert text.count(old) == 1
    return text.replace(old, new)


UNKNOWN = broken("Platform: Linux", "Platform: Linux\n      Colour: red")
ENUM = broken("Linux", "Linus")
MISSING = broken("      Version: 1.0.0\n", "")
DANGLING = broken("Version: 1.0.0", "Version: !Ref Nowhere")
EMOJI = broken(
    "Platform: Linux", 'Tags: {"\U0001f600\U0001f600": a, b: [c]}\n      Platform: Linux'
)
DUPLICATE = broken("Platform: Linux", "Platform: Linux\n      Platform: Linux")
JSON_UNKNOWN = broken('"Platform"', '"Colour": "red", "Platform"', CLEAN_JSON)
JSON_TABS = JSON_UNKNOWN.replace("  ", "\t")

VERDICTS = {
    "unknown property": (
        UNKNOWN,
        [("F3002", (*PROPERTIES, "Colour"), (10, 7, 10, 13))],
        [("E3002", (*PROPERTIES, "Colour"), (10, 7, 10, 13))],
    ),
    "value outside the enum": (
        ENUM,
        [("W3030", (*PROPERTIES, "Platform"), (9, 7, 9, 15))],
        [("E3030", (*PROPERTIES, "Platform"), (9, 7, 9, 15))],
    ),
    "required property missing": (
        MISSING,
        [("F3003", PROPERTIES, (6, 5, 6, 15))],
        [("E3003", PROPERTIES, (6, 5, 6, 15))],
    ),
    "Ref to nothing": (
        DANGLING,
        [("F1020", (*PROPERTIES, "Version"), (8, 7, 8, 14))],
        [("E1020", (*PROPERTIES, "Version", "Ref"), (8, 7, 8, 14))],
    ),
    "columns count code points": (
        EMOJI,
        [],
        [("E3012", (*PROPERTIES, "Tags", "b"), (9, 23, 9, 24))],
    ),
    "duplicate key": (
        DUPLICATE,
        [
            ("F0000", (*PROPERTIES, "Platform"), (9, 7, 9, 15)),
            ("F0000", (*PROPERTIES, "Platform"), (10, 7, 10, 15)),
        ],
        [("E0000", (), (9, 7, 9, 15)), ("E0000", (), (10, 7, 10, 15))],
    ),
    "JSON": (
        JSON_UNKNOWN,
        [("F3002", (*PROPERTIES, "Colour"), (8, 9, 8, 16))],
        [("E3002", (*PROPERTIES, "Colour"), (8, 9, 8, 17))],
    ),
    "JSON with tabs": (
        JSON_TABS,
        [("F3002", (*PROPERTIES, "Colour"), (8, 5, 8, 12))],
        [("E3002", (*PROPERTIES, "Colour"), (8, 5, 8, 13))],
    ),
    "no YAML": (
        "Resources: {a: [}\n",
        [("F1101", (), (1, 17, 1, 17))],
        [("E0000", (), (1, 17, 1, 18))],
    ),
    "no mapping": (
        "just text\n",
        [("F1101", (), (1, 1, 1, 1))],
        [("E0000", (), (1, 1, 1, 2))],
    ),
    "nothing": (
        "",
        [("F1101", (), (1, 1, 1, 1))],
        [("E1001", (), (1, 1, 1, 1))],
    ),
    "no text": (
        "Resources: \ud800\n",
        [("F1101", (), (1, 1, 1, 1))],
        [("E0000", (), (1, 1, 1, 1))],
    ),
    "what cfn-lint trips over": (
        f"Metadata: text\n{CLEAN}",
        [],
        [("E0002", (), (1, 1, 1, 2))],
    ),
}


def shape(diagnostics):
    return [
        (found.code, found.path, (found.line, found.column, found.end_line, found.end_column))
        for found in diagnostics
    ]


def one(engine, text):
    [(name, diagnostics)] = engine.diagnose([("web.yaml", text)])
    assert name == "web.yaml"
    return diagnostics


@pytest.mark.parametrize("engine", [engine_cfn_validate, engine_cfn_lint])
@pytest.mark.parametrize("text", [CLEAN, CLEAN_JSON], ids=["yaml", "json"])
def test_a_clean_template_is_silent(engine, text):
    assert one(engine, text) == ()


@pytest.mark.parametrize(("text", "fast", "_gate"), VERDICTS.values(), ids=VERDICTS)
def test_the_fast_engine_names_rule_and_place(text, fast, _gate):
    assert fast == shape(one(engine_cfn_validate, text))


@pytest.mark.parametrize(("text", "_fast", "gate"), VERDICTS.values(), ids=VERDICTS)
def test_the_gate_names_rule_and_place(text, _fast, gate):
    assert gate == shape(one(engine_cfn_lint, text))


def test_severities_and_words_are_the_engines_own():
    [fast] = one(engine_cfn_validate, ENUM)
    [gate] = one(engine_cfn_lint, ENUM)
    words = "'Linus' is not one of ['Windows', 'Linux', 'macOS']"
    assert ("cloudformation-validate", Severity.WARNING, words, "") == (
        fast.engine,
        fast.severity,
        fast.message,
        fast.source,
    )
    assert ("cfn-lint", Severity.ERROR, words) == (gate.engine, gate.severity, gate.message)
    assert gate.source.startswith("https://")


def test_the_fast_engine_writes_every_place_in_one_way():
    """The library has three spellings for a place and none for an unknown output key."""
    text = CLEAN + "  a.b: {Value: x}\n  Web:\n    Value: !GetAtt Web.Nope\n  Odd: {Valu: x}\n"
    found = one(engine_cfn_validate, "Bogus: 1\n" + text)
    assert shape(found) == [
        ("E6001", (), (1, 1, 1, 1)),
        ("F0005", ("Bogus",), (1, 1, 1, 6)),
        ("F6004", ("Outputs", "a.b"), (16, 3, 16, 6)),
        ("F6101", ("Outputs", "Web", "Value", "Fn::GetAtt", 1), (17, 3, 17, 6)),
    ]


def test_list_positions_are_numbers():
    tags = "Tags: [{Key: a, Value: b}, {Key: c, Colour: d, Value: e}]"
    text = f"Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      {tags}\n"
    expected = ("Resources", "A", "Properties", "Tags", 1, "Colour")
    assert [expected] == [found.path for found in one(engine_cfn_validate, text)]
    assert [expected] == [found.path for found in one(engine_cfn_lint, text)]


@pytest.mark.parametrize("engine", [engine_cfn_validate, engine_cfn_lint])
def test_messages_are_one_printable_line(engine):
    """A template cannot send escape codes to the terminal or forge a line of output."""
    text = broken("Linux", '"\\e[31mred\\u202e\\nweb.yaml: all good"')
    messages = [found.message for found in one(engine, text)]
    assert messages
    assert all(message.isprintable() for message in messages)


@pytest.mark.parametrize("engine", [engine_cfn_validate, engine_cfn_lint])
def test_many_templates_keep_their_order_and_do_not_mix(engine):
    templates = [(f"{n}.yaml", ENUM if n % 3 else CLEAN) for n in range(8)]
    judged = list(engine.diagnose(templates))
    assert [name for name, _ in templates] == [name for name, _ in judged]
    assert [bool(n % 3) for n in range(8)] == [bool(found) for _, found in judged]
    assert judged == [next(engine.diagnose([template])) for template in templates]


@pytest.mark.parametrize("engine", [engine_cfn_validate, engine_cfn_lint])
def test_no_templates_no_verdicts(engine):
    assert list(engine.diagnose([])) == []


@pytest.mark.parametrize("engine", [engine_cfn_validate, engine_cfn_lint])
def test_templates_are_read_as_they_are_needed(engine):
    """Memory stays flat: a thousand templates are never held at once."""
    taken = []
    verdicts = engine.diagnose((taken.append(n) or str(n), CLEAN) for n in range(1000))
    assert next(verdicts) == ("0", ())
    verdicts.close()
    assert len(taken) < 10


@pytest.mark.parametrize("engine", [engine_cfn_validate, engine_cfn_lint])
def test_what_the_templates_raise_gets_through(engine):
    def templates():
        yield from [("a", CLEAN), ("b", CLEAN)]
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        list(engine.diagnose(templates()))
    assert multiprocessing.active_children() == []


def test_the_gate_leaves_informational_matches_out(tmp_path):
    """A template may ask cfn-lint for them; what is left is cfn-lint on the asking itself."""
    asked = "Metadata: {cfn-lint: {config: {include_checks: [I1022]}}}\n"
    joined = broken("!Sub ${AWS::StackName}-web", "!Join ['', [!Ref AWS::StackName, -web]]")
    said = cfn_lint_command(asked + joined, tmp_path)
    assert {"I1022", "W4005"} == {match["Rule"]["Id"] for match in said}
    assert [found.code for found in one(engine_cfn_lint, asked + joined)] == ["W4005"]


def test_the_gate_agrees_with_the_command(tmp_path):
    """What `cfn-lint FILE` says is what the gate says, place by place."""
    text = broken("Platform: Linux", "Platform: Linus\n      Colour: red", DANGLING)
    said = [
        (match["Rule"]["Id"], tuple(match["Location"]["Path"]), place(match["Location"]))
        for match in cfn_lint_command(text, tmp_path)
    ]
    assert len(said) == 3
    assert sorted(said) == sorted(shape(one(engine_cfn_lint, text)))


def test_a_cfnlintrc_does_not_touch_the_gate(tmp_path):
    """Neither in the home folder nor in the current one, though cfn-lint itself obeys both."""
    (tmp_path / ".cfnlintrc").write_text("ignore_checks: [E, W]\n")
    assert cfn_lint_command(UNKNOWN, tmp_path) == []
    code = "print([found.code for found in engine_cfn_lint.diagnose([('a', text)]).__next__()[1]])"
    assert child(code, text=UNKNOWN, folder=tmp_path) == "['E3002']"


def test_a_broken_cfnlintrc_does_not_stop_the_gate(tmp_path):
    (tmp_path / ".cfnlintrc").write_text("nonsense: true\n")
    code = "print(next(engine_cfn_lint.diagnose([('a', text)])))"
    assert child(code, text=CLEAN, folder=tmp_path) == "('a', ())"


def test_the_regions_are_the_callers(monkeypatch):
    """The gate reads none from the environment, and refuses one that cfn-lint does not know."""
    monkeypatch.setenv("AWS_REGION", "mars-1")
    assert one(engine_cfn_lint, CLEAN) == ()
    with pytest.raises(LintUnavailableError, match="does not know the region mars-1") as refused:
        next(engine_cfn_lint.diagnose([("a", CLEAN)], regions=("us-east-1", "mars-1")))
    assert "pip install --upgrade cfn-lint" in refused.value.hint


@pytest.mark.parametrize("engine", ["engine_cfn_lint", "engine_cfn_validate"])
def test_nothing_but_the_verdict_is_printed(engine):
    """Neither warnings nor the log of a library, nor complaints at the interpreter's end."""
    code = f"print([name for name, _ in {engine}.diagnose([('a', text), ('b', '{{\\t')])])"
    assert child(code) == "['a', 'b']"


@pytest.mark.parametrize(
    ("engine", "missing"),
    [
        ("engine_cfn_lint", "cfnlint.config"),
        ("engine_cfn_validate", "cloudformation_validate"),
    ],
)
def test_a_missing_library_is_told(engine, missing):
    code = f"""
sys.modules["{missing}"] = None
try:
    next({engine}.diagnose([("a", text)]))
except LintUnavailableError as unavailable:
    print(unavailable.message, "|", unavailable.hint)
"""
    said = child(code)
    assert "cannot run here" in said
    assert "| install it again with `pip install" in said


def test_a_killed_worker_is_told():
    verdicts = engine_cfn_lint.diagnose([(str(n), CLEAN) for n in range(50)], processes=2)
    assert next(verdicts) == ("0", ())
    for worker in multiprocessing.active_children():
        worker.kill()
    with pytest.raises(LintUnavailableError, match="killed before it had judged") as lost:
        list(verdicts)
    assert "memory" in lost.value.hint


@pytest.mark.parametrize("engine", [engine_cfn_validate, engine_cfn_lint], ids=["fast", "gate"])
def test_a_second_thread_is_no_obstacle(engine):
    """Workers are then started afresh instead of forked, with the same verdicts."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        judged = list(engine.diagnose([("a", CLEAN), ("b", MISSING)]))
    finally:
        done.set()
        other.join()
    assert [(name, len(found)) for name, found in judged] == [("a", 0), ("b", 1)]


def place(location):
    start, end = location["Start"], location["End"]
    return start["LineNumber"], start["ColumnNumber"], end["LineNumber"], end["ColumnNumber"]


def cfn_lint_command(text, folder):
    """Run cfn-lint as a user would, at home in the folder that the template is in."""
    (folder / "web.yaml").write_text(text, encoding="utf-8")
    command = [Path(sys.executable).with_name("cfn-lint"), "--format", "json", "web.yaml"]
    environment = {**os.environ, "HOME": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120
    )
    return json.loads(done.stdout)


def child(code, text=CLEAN, folder=REPO):
    """Run code in a process of its own, at home in the folder; it may print one line."""
    setting = f"""
import sys
from generator.errors import LintUnavailableError
from generator.lint import engine_cfn_lint, engine_cfn_validate
text = {text!r}
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", setting + code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPO), "HOME": str(folder)},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()

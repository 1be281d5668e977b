"""The frame of documents, settings, loops, conditions, references and scripts.

From the Image Builder User Guide: "Use component documents in AWSTOE", "Use variables",
"Use looping constructs", "Use conditional constructs", "Use comparison operators".
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.awstoe.check import check
from generator.awstoe.expressions import expressions, has_expression
from generator.awstoe.problems import near
from generator.findings import Span
from generator.payload.nodes import Scalar

ROOT = Path(__file__).parents[3]
HEAD = "schemaVersion: 1.0\n"
NO_LOOP = "AF716 {{ loop.index }} stays as it is: there is no such loop here"
REBOOT = "phases: [{name: build, steps: [{name: A, action: Reboot}]}]\n"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("", ["1:1 AF701 the document is empty"]),
        ("- a\n", ["1:1 AF701 the document is not a mapping"]),
        ("a: [1\n", ["1:4 AF105 the [ opened here is never closed"]),
        (REBOOT, ["1:1 AF701 schemaVersion is missing"]),
        ("schemaVersion: 2.0\n" + REBOOT,
         ['1:16 AF701 schemaVersion is "2.0", the only one is 1.0']),
        (HEAD, ["1:1 AF701 phases is missing"]),
        (HEAD + "phases: []\n", ["2:9 AF701 phases is not a list of phases"]),
        (HEAD + "phases: [build]\n",
         ["2:9 AF701 no phase is named build, validate or test, so nothing would run",
          '2:10 AF701 a phase is "build", not a mapping']),
        (HEAD + "phases: [{name: deploy, steps: [{name: A, action: Reboot}]}]\n",
         ["2:9 AF701 no phase is named build, validate or test, so nothing would run",
          '2:17 AF703 phase "deploy" is never run by Image Builder']),
        (HEAD + "phases: [{name: build}]\n",
         ['2:17 AF701 phase "build" needs a list of at least one step']),
        (HEAD + "phases: [{name: build, steps: [{action: Reboot}]}]\n",
         ["2:32 AF701 a step has no name"]),
        (HEAD + "phases: [{name: build, steps: [{name: A}]}]\n",
         ['2:39 AF701 step "A" has no action']),
        (HEAD + "phases: [{name: build, steps: [{name: A, action: Reboot, when: x}]}]\n",
         ['2:58 AF701 a step has no key "when"']),
        (HEAD + "phases:\n - name: build\n   steps:\n    - {name: A, action: Reboot}\n"
         "    - {name: A, action: Reboot}\n", ['6:14 AF702 step "A" is given twice']),
        (HEAD + "name: [a]\n" + REBOOT, ["2:7 AF701 name is a list, not a text"]),
        (HEAD + "parameters: {}\n" + REBOOT, ["2:13 AF701 parameters is a mapping, not a list"]),
        (HEAD + "parameters: [{No: {type: string}}]\n" + REBOOT,
         ['2:15 AF702 "No" is no name for one of the parameters',
          '2:15 AF721 parameter "No" is used nowhere']),
        (HEAD + "parameters: [{Port: {type: integer}}]\n" + REBOOT,
         ['2:15 AF702 "Port" needs type: string, the only type there is',
          '2:15 AF721 parameter "Port" is used nowhere']),
        (HEAD + "constants: [{Port: {type: string}}]\n" + REBOOT,
         ['2:14 AF701 constant "Port" has no value']),
    ],
)  # fmt: skip
def test_the_frame(told, document: str, expected: list[str]) -> None:
    assert expected == told(document)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"timeoutSeconds": 1}, []),
        ({"timeoutSeconds": -1}, []),
        ({"timeoutSeconds": 0},
         ['AF710 timeoutSeconds is "0", not a number of seconds above zero']),
        ({"timeoutSeconds": "1m"},
         ['AF710 timeoutSeconds is "1m", not a number of seconds above zero']),
        ({"maxAttempts": 3}, []),
        ({"maxAttempts": 0}, ['AF710 maxAttempts is "0", not a number of at least 1']),
        ({"onFailure": "Ignore"}, []),
        ({"onFailure": "abort"}, ['AF710 onFailure is "abort", not Abort, Continue or Ignore']),
        ({"timeoutSeconds": '"{{ Time }}"'},
         ['AF710 timeoutSeconds is "{{ Time }}", not a number of seconds above zero',
          "AF717 {{ Time }} is not replaced in timeoutSeconds"]),
    ],
)  # fmt: skip
def test_settings_of_a_step(step, settings, expected: list[str]) -> None:
    assert expected == step("ExecuteBash", "commands: [echo]", **settings)


def test_actions_that_take_no_settings(step) -> None:
    document = "document: /tmp/a.yaml"

    assert [] == step("ExecuteDocument", document, timeoutSeconds=-1, maxAttempts=1)
    assert ["AF710 ExecuteDocument takes no timeoutSeconds"] == step(
        "ExecuteDocument", document, timeoutSeconds=60
    )
    assert ["AF710 ExecuteDocument is tried once"] == step(
        "ExecuteDocument", document, maxAttempts=2
    )
    assert ["AF710 Reboot takes no timeoutSeconds"] == step("Reboot", timeoutSeconds=60)


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("{for: {start: 1, end: 3, updateBy: 1}}", []),
        ("{for: {start: 3, end: 1, updateBy: -1}}", []),
        ("{name: L, forEach: [a, b]}", []),
        ('{forEach: {list: "a;b", delimiter: ";"}}', []),
        ("{}", ["AF711 a loop has either for or forEach"]),
        ("{for: {start: 1, end: 3, updateBy: 1}, forEach: [a]}",
         ["AF711 a loop has either for or forEach, not both"]),
        ("{for: {start: 1, end: 3}}", ["AF711 for has no updateBy"]),
        ("{for: {start: 1, end: 3, updateBy: 0}}", ["AF711 the loop from 1 to 3 by 0 never ends"]),
        ("{for: {start: 1, end: 3, updateBy: -1}}",
         ["AF711 the loop from 1 to 3 by -1 never ends"]),
        ("{for: {start: one, end: 3, updateBy: 1}}", ['AF711 start is "one", not a whole number']),
        ('{for: {start: "{{ Key }}", end: 3, updateBy: 1}}',
         ['AF717 start is "{{ Key }}", not a whole number']),
        ("{forEach: []}", ["AF711 forEach has nothing to go through"]),
        ("{forEach: [{a: b}]}", ["AF711 an item of forEach is a mapping, not a text"]),
        ("{forEach: {delimiter: ','}}", ["AF711 forEach has no list"]),
        ("{forEach: {list: 'a|b', delimiter: '|'}}",
         ['AF711 delimiter is "|", not one character that delimits']),
    ],
)  # fmt: skip
def test_loops(step, loop: str, expected: list[str]) -> None:
    found = step("ExecuteBash", "commands: ['echo {{ loop.index }}']", loop=loop)

    assert expected == [line for line in found if line != NO_LOOP]


@pytest.mark.parametrize(
    ("loop", "said"),
    [
        ("{forEach: [a]}", [NO_LOOP.replace("loop.index", "Other.index")]),
        ("{name: Own, forEach: [a]}", [NO_LOOP.replace("loop.index", "Other.index")]),
    ],
)
def test_a_loop_is_known_by_its_name_and_as_loop(step, loop: str, said: list[str]) -> None:
    name = "Own" if "Own" in loop else "loop"
    inputs = f"commands: ['echo {{{{ loop.index }}}} {{{{ {name}.value }}}} {{{{ Other.index }}}}']"

    assert said == step("ExecuteBash", inputs, loop=loop)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{fileExists: /a}", []),
        ("[{fileExists: /a}]", []),
        ("{fileExists: /a, then: Skip, else: Abort}", []),
        ("{not: {stringEquals: a, value: b}}", []),
        ("{or: [{binaryExists: yum}, {and: [{folderExists: /a}, {stringIsEmpty: ''}]}]}", []),
        ("{fileExists: /a, then: Stop}", ['AF712 then is "Stop", not Execute, Skip or Abort']),
        ("{fileExist: /a}", ['AF712 "fileExist" is no operator']),
        ("{}", ["AF712 a condition has no operator"]),
        ("yes", ['AF712 if is "yes", not a mapping with one operator']),
        ("{stringEquals: a}", ["AF712 stringEquals needs value"]),
        ("{stringEquals: [a], value: b}", ["AF712 stringEquals is a list, not a text"]),
        ("{fileExists: /a, value: b}", ['AF712 fileExists has no key "value"']),
        ("{and: {fileExists: /a}}", ["AF712 and is a mapping, not a list of conditions"]),
        ("{not: [{fileExists: /a}, {fileExists: /b}]}", ["AF712 not is a list, not one condition"]),
        ("{numberEquals: one, value: 1}", ['AF713 "one" is no number, so it is false']),
        ("{numberEquals: 1.5, value: -2}", []),
        ("{patternMatches: '^(?!a)', value: b}",
         ["AF713 RE2 has no look-around, back-references or possessive matches"]),
        ("{patternMatches: '(', value: b}",
         ["AF713 the pattern cannot be read: missing ), unterminated subpattern at position 0"]),
        ("{patternMatches: '^[[:alpha:]]+\\pL\\z', value: b}", []),
        ("{patternMatches: '^[*+]+\\++$', value: b}", []),
        ("{patternMatches: 'a(?i)b\\Q(\\E\\x{10FFFF}', value: b}", []),
        ("{patternMatches: '[[a]', value: b}", []),
        ("{patternMatches: 'a{99999999999999999999}', value: b}",
         ["AF713 the pattern cannot be read: the repetition number is too large"]),
        ("{not: {not: {not: {not: {not: {fileExists: /a}}}}}}",
         ["AF712 conditions are nested more than 4 deep"]),
        ("{fileSHA256Equals: abc, path: /a}",
         ['AF713 "abc" is no digest of 64 hexadecimal digits']),
        (f"{{fileMD5Equals: {'0' * 32}, path: /a}}", []),
    ],
)  # fmt: skip
def test_conditions(step, condition: str, expected: list[str]) -> None:
    assert expected == step("ExecuteBash", "commands: [echo]", **{"if": condition})


def test_a_pattern_that_is_nested_too_deep_is_told(step) -> None:
    condition = f"{{patternMatches: '{'(' * 5000}{')' * 5000}', value: b}}"

    (said,) = step("ExecuteBash", "commands: [echo]", **{"if": condition})

    assert said.startswith("AF713 the pattern cannot be read")


def test_braces_that_are_never_closed_take_no_time() -> None:
    """Each of them was once looked for to the end of the text: hours for this one."""
    assert [] == list(expressions(Scalar("{" * 1_000_000, Span(1, 1, 1, 1))))
    assert not has_expression("}}" + "{" * 1_000_000)


CHAIN = """\
schemaVersion: 1.0
parameters: [{{Port: {{type: string, default: "80"}}}}]
constants: [{{Folder: {{type: string, value: /tmp}}}}]
phases:
  - name: build
    steps:
      - name: First
        action: ExecuteBash
        inputs: {{commands: ["echo {{{{ Port }}}} {{{{ Folder }}}}"]}}
      - {{name: Get, action: S3Download, inputs: [{{source: s3://bucket/a, destination: /tmp/a}}]}}
      - {{name: Use, action: ExecuteBash, inputs: {{commands: ["echo {}"]}}}}
      - {{name: Later, action: ExecuteBash, inputs: {{commands: [echo]}}}}
  - name: validate
    steps: [{{name: Check, action: ExecuteBash, inputs: {{commands: [echo]}}}}]
  - name: test
    steps: [{{name: Test, action: ExecuteBash, inputs: {{commands: ["echo {}"]}}}}]
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("{{ build.First.outputs.stdout }}", []),
        ("{{build.Get.inputs[0].destination}}", []),
        ("{{ build.First.inputs.commands }}", []),
        ("{{ Prot }}", ["AF714 {{ Prot }} is neither a parameter nor a constant"]),
        ("{{ build.Later.outputs.stdout }}",
         ['AF714 {{ build.Later.outputs.stdout }}: step "Later" has not run by then']),
        ("{{ build.Use.outputs.stdout }}",
         ['AF714 {{ build.Use.outputs.stdout }}: step "Use" has not run by then']),
        ("{{ biuld.First.outputs.stdout }}",
         ['AF714 {{ biuld.First.outputs.stdout }}: there is no phase "biuld"']),
        ("{{ build.Frist.outputs.stdout }}",
         ['AF714 {{ build.Frist.outputs.stdout }}: phase "build" has no step "Frist"']),
        ("{{ build.First.outputs.stderr }}",
         ['AF714 {{ build.First.outputs.stderr }}: ExecuteBash gives no "stderr"']),
        ("{{ build.Get.inputs.source }}",
         ["AF714 {{ build.Get.inputs.source }}: S3Download is referred to as inputs[0]"]),
        ("{{ build.First.inputs[0].commands }}",
         ["AF714 {{ build.First.inputs[0].commands }}: ExecuteBash is referred to as inputs"]),
        ("{{ loop.value }}",
         ["AF716 {{ loop.value }} stays as it is: there is no such loop here"]),
        ("{{ .Names }}",
         ["AF715 the runner cannot replace {{ .Names }}, and would not leave it either"]),
        ("{{ user | upper }}",
         ["AF715 the runner cannot replace {{ user | upper }}, and would not leave it either"]),
    ],
)  # fmt: skip
def test_references(told, expression: str, expected: list[str]) -> None:
    found = told(CHAIN.format(expression, "test"))

    assert expected == [line.partition(" ")[2] for line in found]


@pytest.mark.parametrize(
    ("expression", "hint"),
    [
        ("{{ loop.idx }}", 'did you mean "loop.index"?'),
        ("{{ loop.item }}", 'did you mean "loop.value"?'),
        ("{{ loop.x }}", "a loop has loop.index and loop.value"),
        ("{{ constants.Tool }}",
         "a constant is referred to by its name alone: write {{ Tool }}"),
        ("{{ constants.x }}", "a constant is referred to by its name alone"),
        ("{{ params.Tol }}",
         'a parameter is referred to by its name alone: did you mean "Tool"?'),
        ("{{ .x }}", "put the text into the document in base64 and decode it in a step"),
    ],
)  # fmt: skip
def test_braces_with_a_slip_are_told_what_is_meant(expression: str, hint: str) -> None:
    document = (
        "schemaVersion: 1.0\nconstants: [{Tool: {type: string, value: a}}]\n"
        "phases:\n  - name: build\n    steps:\n"
        f"      - {{name: A, action: ExecuteBash, inputs: {{commands: ['{expression}']}}}}\n"
    )

    found = check("d.yaml", document.encode()).findings

    assert [("AF715", hint)] == [(each.code, each.hint) for each in found]


def test_the_test_stage_runs_on_another_instance(told) -> None:
    found = told(CHAIN.format("use", "{{ build.First.outputs.stdout }}"))

    (line,) = found
    assert line.startswith("16:73 AF714 {{ build.First.outputs.stdout }} is of another stage")


def test_a_parameter_that_nothing_uses(told) -> None:
    document = HEAD + "parameters: [{Port: {type: string}}]\n" + REBOOT

    assert ['2:15 AF721 parameter "Port" is used nowhere'] == told(document)


@pytest.mark.parametrize(
    ("action", "script", "expected"),
    [
        ("ExecuteBash", "set -euo pipefail\nyum -y update\necho done", []),
        ("ExecuteBash", "# one\nyum -y update", []),
        ("ExecuteBash", "yum -y update\necho done",
         ['AF718 the script of step "One" goes on after an error']),
        ("ExecutePowerShell", "$ErrorActionPreference = 'Stop'\nGet-Item a\nGet-Item b", []),
        ("ExecutePowerShell", "Get-Item a\nGet-Item b",
         ['AF718 the script of step "One" goes on after an error']),
        ("ExecuteBash", "sudo reboot", ["AF719 the script reboots by itself"]),
        ("ExecuteBash", "sudo /usr/sbin/reboot", ["AF719 the script reboots by itself"]),
        ("ExecuteBash", "/sbin/shutdown -r now", ["AF719 the script reboots by itself"]),
        ("ExecuteBash", "echo rebooting", []),
        ("ExecuteBash", "ls /usr/sbin/reboot", []),
        ("ExecutePowerShell", "Restart-Computer -Force", ["AF719 the script reboots by itself"]),
        ("ExecuteBash", "exit 194", ['AF720 step "One" asks for a reboot each time it runs']),
        ("ExecuteBash", "set -e\n[ -e /done ] && exit 0\ntouch /done\nexit 194", []),
        ("ExecutePowerShell", "[System.Environment]::Exit(3010)",
         ['AF720 step "One" asks for a reboot each time it runs']),
    ],
)  # fmt: skip
def test_scripts(step, action: str, script: str, expected: list[str]) -> None:
    lines = "\n".join(f"    {line}" for line in script.splitlines())

    assert expected == step(action, f"commands:\n  - |\n{lines}")


def test_names_are_suggested_from_few_only() -> None:
    """Among hundreds, only the one that differs in nothing but its case."""
    many = [f"name{number}" for number in range(101)]

    assert ['did you mean "name1"?', "", 'did you mean "name7"?'] == [
        near("nane1", many[:100]), near("nane1", many), near("Name7", many)
    ]  # fmt: skip


def test_lax_scripts_are_told_once_a_document(told) -> None:
    steps = "".join(
        f"      - {{name: S{n}, action: ExecuteBash, inputs: {{commands: [a, b]}}}}\n"
        for n in range(3)
    )
    document = f"{HEAD}phases:\n  - name: build\n    steps:\n{steps}"

    assert ['5:16 AF718 the script of step "S0" goes on after an error, and 2 more do'] == told(
        document
    )


def test_the_size_that_fits_into_a_template(told) -> None:
    longest = HEAD + REBOOT
    longest += "#" * (16_000 - len(longest))

    assert [] == told(longest, inline=True)
    assert ["1:1 AF722 the document has 16001 characters, in a template at most 16000"] == told(
        longest + "#", inline=True
    )
    assert [] == told(longest + "#")
    assert ["1:1 AF722 the document has 65537 bytes, the most is 65536"] == told(
        longest + "#" * 49_537
    )


def test_what_is_too_large_is_not_looked_into(told) -> None:
    """Else a hostile megabyte would be looked into for minutes."""
    assert ["1:1 AF722 the document has 70019 bytes, the most is 65536"] == told(
        HEAD[:-1] + "#" * 70_000 + "\n"
    )


def test_all_mistakes_are_told_at_once(told) -> None:
    found = told("schemaVersion: 3\nname: {}\nphases: [{name: x, steps: [{name: y, action: z}]}]\n")

    assert 5 == len(found)


@pytest.mark.parametrize(
    "file", sorted((ROOT / "components").glob("*/*/*.yaml")), ids=lambda file: str(file)[-40:]
)
def test_the_library_has_nothing_to_tell(file: Path) -> None:
    checked = check(str(file), file.read_bytes(), file.parts[-3].title())

    assert () == checked.findings


def test_a_document_with_errors_cannot_be_run() -> None:
    checked = check("doc.yaml", b"schemaVersion: 1.0\nphases: []\n")

    assert checked.failed
    assert checked.document is None
    assert checked.outline is not None

"""Every action module: a use that is right, and what is told of one that is not.

From the Image Builder User Guide, "Action modules supported by the component manager".
"""

from __future__ import annotations

import pytest

from generator.awstoe.actions import ACTIONS
from generator.awstoe.check import check
from generator.awstoe.codes import ACTION

INTO_A_FOLDER = (
    "AF708 what is taken by wildcard goes into a folder, whose path ends with its separator"
)
RIGHT = {
    "ExecuteBash": "commands:\n  - echo one",
    "ExecutePowerShell": "file: C:\\script.ps1",
    "ExecuteBinary": "path: /bin/ls\narguments: [-l, /]",
    "ExecuteDocument": "document: /tmp/other.yaml\nphases: build\n"
    "parameters: [{name: Key, value: v}]",
    "Assert": "and: [{fileExists: /etc/os-release}, {numberGreaterThan: 1, value: 2}]",
    "S3Download": "- source: s3://bucket/prefix/*\n  destination: /tmp/",
    "S3Upload": "- source: /var/log/*.log\n  destination: s3://bucket/logs\n  recurse: true",
    "WebDownload": "- source: https://example.com/a\n  destination: /tmp/\n"
    "  checksum: abc\n  algorithm: SHA256",
    "AppendFile": "- path: /tmp/a\n  content: x\n  encoding: utf-8",
    "CreateFile": '- path: /tmp/a\n  content: x\n  owner: root\n  permissions: "0644"',
    "CreateFolder": '- path: /tmp/a\n  permissions: "0755"\n  overwrite: false',
    "CreateSymlink": "- path: /tmp/a\n  target: /tmp/b\n  force: true",
    "CopyFile": "- source: /tmp/*.txt\n  destination: /opt/",
    "CopyFolder": "- source: /tmp/a\n  destination: /opt/a",
    "MoveFile": "- source: /tmp/a\n  destination: /tmp/b",
    "MoveFolder": "- source: /tmp/a\n  destination: /tmp/b",
    "DeleteFile": "- path: /tmp/*.txt",
    "DeleteFolder": "- path: /tmp/a\n  force: true",
    "ListFiles": "- path: /tmp\n  fileNamePattern: '*.txt'\n  recursive: true",
    "ReadFile": "- path: /tmp/a\n  printFileContent: true",
    "SetFileEncoding": "- path: /tmp/a\n  encoding: UTF16-LE",
    "SetFileOwner": "- path: /tmp/a\n  owner: root\n  group: root",
    "SetFolderOwner": "- path: /tmp\n  owner: root\n  recursive: false",
    "SetFilePermissions": '- path: /tmp/a\n  permissions: "0600"',
    "SetFolderPermissions": '- path: /tmp\n  permissions: "0700"',
    "InstallMSI": "path: C:\\a.msi\nreboot: Skip\nproperties: {A: b}",
    "UninstallMSI": "path: C:\\a.msi",
    "Reboot": "delaySeconds: 60",
    "SetRegistry": "- path: HKLM:\\Software\\A\n  name: B\n  value: c\n  type: SZ",
    "UpdateOS": "include: [openssl]\nexclude: [kernel]",
}


def test_every_action_has_a_case_here() -> None:
    assert set(ACTIONS) == set(RIGHT)


@pytest.mark.parametrize("action", RIGHT)
def test_a_right_use(step, action: str) -> None:
    assert [] == step(action, RIGHT[action])


@pytest.mark.parametrize("action", [name for name, each in ACTIONS.items() if each.shape == "list"])
def test_a_mapping_where_a_list_is_needed(step, action: str) -> None:
    assert f"AF706 {action} takes a list of mappings, inputs is a mapping" in step(
        action, "path: /tmp/a"
    )


@pytest.mark.parametrize(
    "action",
    [name for name, each in ACTIONS.items() if each.shape == "map" and name != "Assert"],
)
def test_a_list_where_a_mapping_is_needed(step, action: str) -> None:
    found = step(action, "- path: /tmp/a")

    assert f"AF706 {action} takes one mapping, inputs is a list" in found


@pytest.mark.parametrize(
    ("action", "name"),
    [(each.name, one.name) for each in ACTIONS.values() for one in each.inputs if one.required],
)
def test_a_missing_input(step, action: str, name: str) -> None:
    """Each required input of each action."""
    lines = [line for line in RIGHT[action].splitlines() if f"{name}:" not in line.split()]
    if action == "ExecuteBash" or not any(line.strip(" -") for line in lines):
        lines = ["- {}" if ACTIONS[action].shape == "list" else "{}"]
    elif not lines[0].startswith("-") and ACTIONS[action].shape == "list":
        lines[0] = f"- {lines[0].strip()}"

    assert f"AF706 {action} needs {name}" in step(action, "\n".join(lines))


@pytest.mark.parametrize(
    ("action", "platform"),
    [
        (name, platform)
        for name, each in ACTIONS.items()
        for platform in ("Linux", "Windows", "macOS")
        if platform not in each.platforms
    ],
)
def test_an_action_of_another_platform(step, action: str, platform: str) -> None:
    found = step(action, RIGHT[action], platform)

    assert f"AF705 {action} does not run on {platform}" in found[0]


def test_without_a_platform_the_first_action_decides(told) -> None:
    document = """
        schemaVersion: 1.0
        phases:
          - name: build
            steps:
              - {name: One, action: ExecuteBash, inputs: {commands: [echo]}}
              - {name: Two, action: ExecutePowerShell, inputs: {commands: [echo]}}
        """

    assert ["6:29 AF705 ExecutePowerShell does not run on Linux, only on Windows"] == told(document)


@pytest.mark.parametrize(
    ("action", "inputs", "expected"),
    [
        ("ExecuteBash", "commands: echo", ['AF706 commands is "echo", not a list of texts']),
        ("ExecuteBash", "commands: []", ["AF706 commands is empty"]),
        ("ExecuteBash", "commands:\n  - echo a: b",
         ["AF706 one of commands is a mapping, not a text"]),
        ("ExecuteBash", "command: [x]",
         ["AF706 ExecuteBash needs commands", 'AF723 ExecuteBash has no key "command"']),
        ("ExecutePowerShell", "commands: [a]\nfile: b.ps1",
         ["AF706 ExecutePowerShell takes exactly one of commands and file"]),
        ("ExecutePowerShell", "{}",
         ["AF706 ExecutePowerShell takes exactly one of commands and file"]),
        ("Reboot", "delaySeconds: soon",
         ['AF706 delaySeconds is "soon", not a whole number']),
        ("Reboot", "delaySeconds: -1", ['AF706 delaySeconds is "-1", not a whole number']),
        ("ReadFile", "- path: /a\n  printFileContent: perhaps",
         ['AF706 printFileContent is "perhaps", not true or false']),
        ("ReadFile", "- path: /a\n  encoding: latin1", ['AF706 "latin1" is no encoding']),
        ("CreateFile", "- path: /a\n  permissions: 0644",
         ["AF707 permissions 0644 can be read as a number"]),
        ("CreateFile", '- path: /a\n  permissions: "rw-r--r--"',
         ['AF706 permissions "rw-r--r--" are not octal digits']),
        ("SetRegistry", "- {path: 'HKLM:\\A', name: B, value: c, type: STRING}",
         ['AF706 type is "STRING", not BINARY, DWORD, QWORD, SZ, EXPAND_SZ or MULTI_SZ']),
        ("InstallMSI", "path: a.msi\nproperties: [A]",
         ["AF706 properties is a list, not a mapping of texts"]),
        ("ExecuteDocument", "document: a.yaml\nparameters: [{Key: v}]",
         ["AF706 one of parameters is not name and value"]),
        ("CopyFile", "- source: /a*/b\n  destination: /c/",
         ["AF708 a wildcard stands in the last part of a path only"]),
        ("CopyFile", "- source: /a/*\n  destination: /c",
         [INTO_A_FOLDER]),
        ("ReadFile", "- path: /a/*", ["AF708 path of ReadFile takes no wildcard"]),
        ("CopyFile", "- source: /a\n  destination: /c/*",
         ["AF708 destination of CopyFile takes no wildcard"]),
        ("S3Download", "- source: https://bucket/a\n  destination: /a",
         ['AF708 source "https://bucket/a" is not s3://bucket/key']),
        ("S3Download", "- source: s3://b/k\n  destination: /a",
         ['AF708 source "s3://b/k" names no bucket: its name has 3 to 63 characters, not 1']),
        ("S3Download", "- source: s3://Tools/k\n  destination: /a",
         [('AF708 source "s3://Tools/k" names no bucket: '
           "its name has lower-case letters, digits, dots and hyphens")]),
        ("S3Download", "- source: s3://bucket/*.txt\n  destination: /a/",
         ["AF708 a wildcard ends an S3 location, after a slash"]),
        ("WebDownload", "- source: ftp://example.com/a\n  destination: /a",
         ['AF708 source "ftp://example.com/a" is no http or https URL']),
        ("WebDownload", "- source: http://example.com/a\n  destination: /a",
         ["AF709 downloaded over http, with no checksum"]),
        ("WebDownload",
         "- source: https://example.com/a\n  destination: /a\n  ignoreCertificateErrors: true",
         ["AF709 downloaded from whoever answers, with no checksum"]),
        ("WebDownload", "- source: https://example.com/a\n  destination: /a\n  checksum: abc",
         ["AF706 checksum and algorithm are given both, or neither"]),
        ("Assert", "fileExists: /a\nfolderExists: /b",
         ["AF712 a condition has one operator, not 2: fileExists, folderExists"]),
        ("DeleteFile", "[]", ["AF706 DeleteFile has nothing to do: inputs is empty"]),
        ("DeleteFile", "- /tmp/a", ['AF706 an entry of inputs is "/tmp/a", not a mapping']),
    ],
)  # fmt: skip
def test_a_wrong_use(step, action: str, inputs: str, expected: list[str]) -> None:
    assert expected == step(action, inputs)


def test_owners_are_not_for_windows(step) -> None:
    found = step("CreateFile", "- path: C:\\a\n  owner: me", "Windows")

    assert ["AF705 owner is not for Windows"] == found


def test_the_explanation_of_unknown_actions_has_them_all() -> None:
    assert [] == [name for name in ACTIONS if name not in ACTION.explain]


def test_an_action_like_no_other_is_sent_to_the_list() -> None:
    document = b"schemaVersion: 1.0\nphases: [{name: build, steps: [{name: A, action: Zork}]}]\n"

    (finding,) = check("d.yaml", document).findings

    assert "`amifactory explain AF704` lists the actions" == finding.hint


def test_an_unknown_action_gets_a_suggestion(told) -> None:
    document = "schemaVersion: 1.0\nphases: [{name: build, steps: [{name: A, action: RunBash}]}]\n"

    assert ['2:50 AF704 there is no action "RunBash"'] == told(document)


@pytest.mark.parametrize(
    "inputs",
    [
        '- path: "{{ build.One.inputs[0].path }}"\n  permissions: "{{ Mode }}"',
        "- path: /a\n  permissions: '0644'\n  overwrite: \"{{ Again }}\"",
    ],
)
def test_what_is_known_only_later_is_not_judged(step, inputs: str) -> None:
    """A value with an expression in it may be anything."""
    assert not [line for line in step("CreateFile", inputs) if "AF706" in line]

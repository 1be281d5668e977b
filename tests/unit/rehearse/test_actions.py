"""Actions on files, packages and downloads: what they ask of the machine.

Image Builder User Guide, "Action modules". That the scripts do it is proved where there is a
machine to do it on; here, that paths are arguments, defaults are the guide's, and texts are
encoded.
"""

from __future__ import annotations

import base64
import json

import pytest

from generator.awstoe.actions import ACTIONS
from generator.awstoe.check import check
from generator.rehearse.acts import ACTS
from generator.rehearse.plan import resolve
from tests.unit.rehearse.conftest import HEADER

NASTY = "/a $(touch b) ';\""


def asked(done, position: int = 0) -> list[str]:
    """What a script of ours was given."""
    return list(done.machines.made[0].commands[position].words[4:])


def test_every_action_runs_or_is_refused() -> None:
    """Those that are refused: S3, and what is for Windows only."""
    assert {
        "ExecutePowerShell", "InstallMSI", "S3Download", "S3Upload", "SetRegistry", "UninstallMSI",
    } == set(ACTIONS) - set(ACTS)  # fmt: skip


@pytest.mark.parametrize(
    ("action", "inputs", "expected"),
    [
        ("CreateFile", "path: /a", ["/a", "true", "", "", ""]),
        (
            "CreateFile",
            'path: a, overwrite: false, owner: o, group: g, permissions: "0600"',
            ["a", "false", "o", "g", "0600"],
        ),
        ("CreateFolder", "path: /a/", ["/a/", "true", "", "", ""]),
        ("AppendFile", "path: /a", ["/a"]),
        ("CreateSymlink", "path: /a, target: b", ["/a", "b", "false"]),
        ("CreateSymlink", "path: /a, target: b, force: TRUE", ["/a", "b", "true"]),
        ("CopyFile", "source: /a, destination: /b", ["copy", "file", "/a", "", "/b", "true"]),
        (
            "CopyFile",
            "source: '/d/a[1]\\*?', destination: /b/, overwrite: false",
            ["copy", "file", "/d/", "a[[]1][\\\\]*?", "/b/", "false"],
        ),
        (
            "CopyFolder",
            "source: 'a*', destination: b/",
            ["copy", "folder", "./", "a*", "b/", "true"],
        ),
        ("MoveFile", "source: -a, destination: -b", ["move", "file", "./-a", "", "./-b", "true"]),
        ("MoveFolder", "source: /a, destination: /b", ["move", "folder", "/a", "", "/b", "true"]),
        ("DeleteFile", "path: /a", ["/a"]),
        ("DeleteFile", "path: '/a/*log'", ["/a/", "*log"]),
        ("DeleteFolder", "path: /a", ["/a", "false"]),
        ("DeleteFolder", "path: /a, force: true", ["/a", "true"]),
        ("ListFiles", "path: /a", ["/a", "*", "false"]),
        ("ListFiles", "path: /a, fileNamePattern: '*log', recursive: true", ["/a", "*log", "true"]),
        ("SetFileOwner", "path: /a, owner: o", ["file", "/a", "false", "o", ""]),
        ("SetFolderOwner", "path: /a, owner: o, group: g", ["folder", "/a", "true", "o", "g"]),
        (
            "SetFolderOwner",
            "path: /a, owner: o, recursive: false",
            ["folder", "/a", "false", "o", ""],
        ),
        ("SetFilePermissions", 'path: /a, permissions: "0600"', ["file", "/a", "false", "0600"]),
        ("SetFolderPermissions", 'path: /a, permissions: "0700"', ["folder", "/a", "true", "0700"]),
    ],
)  # fmt: skip
def test_what_an_action_asks(steps, action: str, inputs: str, expected: list[str]) -> None:
    done = steps(f"- {{name: A, action: {action}, inputs: [{{{inputs}}}]}}")

    assert ["build.A Success"] == done.steps
    assert expected == asked(done)


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("CreateFile", {"path": NASTY, "content": NASTY, "owner": NASTY}),
        ("CopyFile", {"source": f"{NASTY}*", "destination": f"{NASTY}/"}),
        ("DeleteFile", {"path": f"{NASTY}*"}),
        ("DeleteFolder", {"path": NASTY}),
        ("ReadFile", {"path": NASTY}),
        ("ListFiles", {"path": NASTY, "fileNamePattern": f"{NASTY}*"}),
        ("SetFileOwner", {"path": NASTY, "owner": NASTY}),
    ],
)
def test_texts_of_a_document_are_never_part_of_a_script(steps, action, inputs) -> None:
    done = steps(f"- {{name: A, action: {action}, inputs: [{json.dumps(inputs)}]}}")

    for command in done.machines.made[0].commands:
        assert ["/bin/sh", "-c"] == list(command.words[:2])
        assert "touch b" not in command.words[2]


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf8", "é".encode()),
        ("UTF-8", "é".encode()),
        ("utf16", b"\xe9\x00"),
        ("utf-16-LE", b"\xe9\x00"),
        ("UTF16-BE", b"\x00\xe9"),
        ("utf32", b"\xe9\x00\x00\x00"),
        ("utf-32-be", b"\x00\x00\x00\xe9"),
    ],
)
def test_encodings(steps, encoding: str, expected: bytes) -> None:
    """16 and 32 are little-endian by default, case does not matter; what is read comes back."""
    done = steps(
        f"""
        - name: A
          action: CreateFile
          inputs: [{{path: /a, content: é, encoding: {encoding}}}]
        - name: B
          action: AppendFile
          inputs: [{{path: /a, content: é, encoding: {encoding}}}]
        - name: C
          action: ReadFile
          inputs: [{{path: /a, encoding: {encoding}}}]
        - name: D
          action: SetFileEncoding
          inputs: [{{path: /a, encoding: {encoding}}}]
        """,
        helper=lambda command: base64.b64encode(
            expected if command.words[4:] == ("/a",) and not told(command) else b""
        ).decode(),
    )

    commands = done.machines.made[0].commands
    assert [expected, expected] == [each.stdin for each in commands[:2]]
    assert ({"content": "é"},) == done.step("C").outputs


def told(command) -> bool:
    return b"" != command.stdin


def test_a_file_is_converted_from_utf8(steps) -> None:
    done = steps(
        "- {name: A, action: SetFileEncoding, inputs: [{path: /a, encoding: utf16}]}",
        helper=lambda command: base64.b64encode("é".encode()).decode() if not told(command) else 0,
    )

    assert b"\xe9\x00" == done.machines.made[0].commands[1].stdin


def test_reading_what_is_no_text_fails(steps) -> None:
    done = steps(
        "- {name: A, action: ReadFile, inputs: [{path: /a}]}",
        helper=lambda _command: base64.b64encode(b"\xff\xfe").decode(),
    )

    assert "/a is no text in utf-8" == done.result.failure.message


def test_content_goes_to_the_console_when_it_is_asked_for(steps) -> None:
    done = steps(
        "- {name: A, action: ReadFile, inputs: [{path: /a, printFileContent: true}]}",
        helper=lambda _command: base64.b64encode(b"one\ntwo").decode(),
    )

    assert ["one", "two"] == [each.line for each in done.events if hasattr(each, "stream")]


def test_files_are_listed_in_order_and_joined_by_commas(steps) -> None:
    done = steps(
        "- {name: A, action: ListFiles, inputs: [{path: /a}]}",
        helper=lambda _command: "/a/c\n/a/b\n",
    )

    assert ({"files": "/a/b,/a/c"},) == done.step("A").outputs


def test_what_a_tool_says_last_is_the_failure(steps) -> None:
    done = steps(
        "- {name: A, action: DeleteFile, inputs: [{path: /a}]}",
        helper=lambda _command: (1, "", "one\n/a does not exist\n"),
    )

    assert "/a does not exist" == done.result.failure.message


def test_the_entries_of_a_list_are_done_in_turn_until_one_fails(steps) -> None:
    done = steps(
        "- {name: A, action: DeleteFile, inputs: [{path: /a}, {path: /b}, {path: /c}]}",
        helper=lambda command: int(command.words[-1] == "/b"),
    )

    assert ["/a", "/b"] == [each.words[-1] for each in done.machines.made[0].commands]


def test_a_program_gets_its_arguments_as_they_are(steps) -> None:
    done = steps(
        "- {name: A, action: ExecuteBinary, inputs: {path: /bin/p, arguments: ['a b', '$c', 7]}}",
        script=lambda _text: "said\n",
    )

    assert ["a b", "$c", "7"] == asked(done)
    assert ({"stdout": "said"},) == done.step("A").outputs


def test_a_program_that_is_not_there_fails(steps) -> None:
    done = steps(
        "- {name: A, action: ExecuteBinary, inputs: {path: nix}}", script=lambda _text: 127
    )

    assert "nix ended with exit code 127" == done.result.failure.message


def test_downloads_name_where_they_went(steps) -> None:
    done = steps(
        """
        - name: A
          action: WebDownload
          inputs:
            - {source: "https://example.com/x/java.zip?a=b", destination: /opt/d/}
            - source: https://example.com/y
              destination: /opt/e
              overwrite: false
              checksum: ABC
              algorithm: sha256
              ignoreCertificateErrors: true
        """,
        network=True,
    )

    assert ({"destination": "/opt/d/java.zip\n/opt/e"},) == done.step("A").outputs
    assert ["true", "", "", "false"] == asked(done)[2:]
    assert ["https://example.com/y", "/opt/e", "false", "abc", "SHA256", "true"] == asked(done, 1)


def test_an_update_leaves_out_what_is_excluded(steps) -> None:
    done = steps(
        "- {name: A, action: UpdateOS, inputs: {include: [a, b], exclude: [b, c]}}", network=True
    )

    assert ["2", "b", "c", "a"] == asked(done)


def test_an_update_without_inputs_takes_everything(steps) -> None:
    done = steps("- {name: A, action: UpdateOS, inputs: {}}", network=True)

    assert ["0"] == asked(done)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("action: S3Download, inputs: [{source: 's3://bucket/k', destination: /a}]", "S3Download"),
        ("action: S3Upload, inputs: [{source: /a, destination: 's3://bucket/k'}]", "S3Upload"),
        ("action: WebDownload, inputs: [{source: 'https://a.b/c', destination: /a}]", "network"),
        ("action: UpdateOS, inputs: {}", "network"),
        ("action: ExecuteDocument, inputs: {document: 's3://bucket/a.yaml'}", "s3://bucket/a.yaml"),
    ],
)
def test_what_cannot_run_is_refused_before_anything_runs(steps, step: str, said: str) -> None:
    done = steps(
        f"""
        - {{name: First, action: ExecuteBash, inputs: {{commands: [a]}}}}
        - {{name: Bad, {step}}}
        """
    )

    [refusal] = done.result.refusals
    assert ("Refused", [], 6) == (done.result.status.value, done.machines.made, refusal.line)
    assert said in refusal.message
    assert refusal.hint


def test_windows_actions_are_refused_by_name() -> None:
    text = (
        f"{HEADER}  - {{name: build, steps: [{{name: A, action: SetRegistry, inputs: [REG]}}]}}\n"
    )
    registry = "{path: 'HKLM:\\A', name: b, value: c, type: SZ}"
    checked = check("a.yaml", text.replace("REG", registry).encode())

    [found] = resolve(checked.document, {}).refusals

    assert 'step "A": SetRegistry cannot run on Linux, only on Windows' == found.message

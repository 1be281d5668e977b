"""What actions do to files, and which line of a script is blamed: run for real.

Everything runs inside a throw-away root over this host's programs (`sandbox`); where that cannot
be made, these tests are left out. Image Builder User Guide, "Action modules".
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from shutil import which
from threading import Thread

import pytest

from generator.rehearse.model import Result, Status
from generator.rehearse.run import rehearse
from generator.sandbox.choose import Order, choose
from generator.sandbox.limits import Deadline, Limits
from generator.sandbox.unavailable import UnavailableError
from tests.unit.rehearse.conftest import HEADER, ticking, use


@pytest.fixture(scope="module")
def machines(request) -> Iterator[object]:
    """Machines over the host's own programs, or no test."""
    network = getattr(request, "param", False)
    order = Order(Limits(), Deadline(time.monotonic), root="host", network=network)
    try:
        made = choose(order, lambda _note: None)
    except UnavailableError as error:
        pytest.skip(error.message)
    yield made
    made.close()


@pytest.fixture
def real(machines):
    """Run steps of a build phase for real."""

    def run(text: str, *, network: bool = False) -> Result:
        lines = [f"      {line}" for line in text.strip("\n").splitlines()]
        given = use("\n".join([f"{HEADER}  - name: build\n    steps:", *lines, ""]))
        clock = ticking()
        try:
            return rehearse(
                [given], machines, lambda _event: None, now=lambda: next(clock), network=network
            )
        except UnavailableError as error:
            pytest.skip(error.message)

    return run


def ended(result: Result) -> dict[str, str]:
    """The message of each step that did not go well, by its name."""
    steps = result.stages[0].documents[0].phases[0].steps
    return {step.name: step.message for step in steps if step.status is not Status.SUCCESS}


def test_files_are_created_with_parents_owners_and_permissions(real) -> None:
    result = real(
        """
- name: Make
  action: CreateFile
  inputs:
    - {path: "/opt/a b/$(touch x)/one", content: "one\\n"}
    - {path: /opt/mode, permissions: "4750", owner: daemon, group: "0"}
    - {path: relative}
- name: Again
  action: CreateFile
  onFailure: Ignore
  inputs: [{path: /opt/mode, overwrite: false}]
- name: OnFolder
  action: CreateFile
  onFailure: Ignore
  inputs: [{path: /opt}]
- name: Folder
  action: CreateFolder
  inputs: [{path: /opt/f/g/, permissions: "0700"}, {path: /opt/f}]
- name: NoFolder
  action: CreateFolder
  onFailure: Ignore
  inputs: [{path: /opt/f, overwrite: false}]
- name: Append
  action: AppendFile
  inputs: [{path: "/opt/a b/$(touch x)/one", content: two}]
- name: NoAppend
  action: AppendFile
  onFailure: Ignore
  inputs: [{path: /opt/none, content: two}]
- name: See
  action: ExecuteBash
  inputs:
    commands:
      - |
        set -eux
        test "$(cat '/opt/a b/$(touch x)/one')" = "$(printf 'one\\ntwo')"
        test "$(stat -c %a:%U:%g /opt/mode)" = 4750:daemon:0
        test "$(stat -c %a '/opt/a b/$(touch x)/one')" = 644
        test "$(stat -c %a /opt/f)" = 755
        test "$(stat -c %a /opt/f/g)" = 700
        test -f /tmp/relative
        test ! -e /opt/x && test ! -e /tmp/x
"""
    )

    assert {
        "Again": "/opt/mode exists, and overwrite is false",
        "OnFolder": "/opt is a folder",
        "NoFolder": "/opt/f exists, and overwrite is false",
        "NoAppend": "/opt/none does not exist",
    } == ended(result)


def test_files_and_folders_are_copied_and_moved(real) -> None:
    result = real(
        """
- name: Make
  action: ExecuteBash
  inputs:
    commands:
      - |
        set -e
        mkdir -p /opt/from/deep /opt/there/from
        cd /opt/from
        echo 1 > one.txt; echo 2 > .two.txt; echo 3 > 'a[1].log'; echo 4 > deep/four
        echo old > /opt/there/from/kept
- name: Copy
  action: CopyFile
  inputs:
    - {source: /opt/from/one.txt, destination: /opt/new/folder/one.txt}
    - {source: /opt/from/one.txt, destination: /opt/into/}
    - {source: "/opt/from/*.txt", destination: /opt/texts/}
    - {source: "/opt/from/a[1].*", destination: /opt/logs/}
- name: CopyFolders
  action: CopyFolder
  inputs:
    - {source: /opt/from, destination: /opt/copy}
    - {source: /opt/from/, destination: /opt/there/}
    - {source: "/opt/from/d*", destination: /opt/deeper/}
- name: Move
  action: MoveFile
  inputs: [{source: "/opt/texts/*", destination: /opt/moved/}]
- name: MoveFolders
  action: MoveFolder
  inputs:
    - {source: /opt/copy, destination: /opt/last/copy}
    - {source: /opt/deeper, destination: /opt/there/from}
- name: See
  action: ExecuteBash
  inputs:
    commands:
      - |
        set -eux
        cd /opt
        test -f new/folder/one.txt -a -f into/one.txt -a -f 'logs/a[1].log'
        test -f moved/one.txt -a -f moved/.two.txt -a ! -e texts/one.txt
        test -f last/copy/deep/four -a ! -e copy
        test -f there/from/kept -a -f there/from/one.txt -a -f there/from/deep/four
        test ! -e deeper
- {name: Gone, action: CopyFile, onFailure: Ignore, inputs: [{source: /no, destination: /opt/a}]}
- {name: None, action: MoveFile, onFailure: Ignore, inputs: [{source: "/no*", destination: /opt/}]}
- name: There
  action: CopyFile
  onFailure: Ignore
  inputs: [{source: /opt/moved/one.txt, destination: /opt/into/, overwrite: false}]
- name: Kind
  action: CopyFolder
  onFailure: Ignore
  inputs: [{source: /opt/moved/one.txt, destination: /opt/b}]
"""
    )

    assert {
        "Gone": "/no does not exist",
        "None": "nothing matches in /",
        "There": "/opt/into/one.txt exists, and overwrite is false",
        "Kind": "the folder /opt/moved/one.txt does not exist",
    } == ended(result)


def test_links_owners_permissions_and_deleting(real) -> None:
    result = real(
        """
- name: Make
  action: CreateFile
  inputs: [{path: /opt/a/one}, {path: /opt/a/.two}, {path: /opt/a/b/three}]
- name: Link
  action: CreateSymlink
  inputs: [{path: /opt/l/link, target: /opt/a/one}]
- {name: NoTarget, action: CreateSymlink, onFailure: Ignore, inputs: [{path: /opt/m, target: /no}]}
- name: Taken
  action: CreateSymlink
  onFailure: Ignore
  inputs: [{path: /opt/l/link, target: /opt/a}]
- name: Forced
  action: CreateSymlink
  inputs: [{path: /opt/l/link, target: /opt/a/b/three, force: true}]
- name: File
  action: CreateSymlink
  onFailure: Ignore
  inputs: [{path: /opt/a/one, target: /opt/a, force: true}]
- {name: Own, action: SetFileOwner, inputs: [{path: /opt/l/link, owner: daemon}]}
- {name: OwnAll, action: SetFolderOwner, inputs: [{path: /opt/a, owner: "1", group: root}]}
- {name: Mode, action: SetFilePermissions, inputs: [{path: /opt/a/one, permissions: "0600"}]}
- name: ModeAll
  action: SetFolderPermissions
  inputs:
    - {path: /opt/a/b, permissions: "0711"}
    - {path: /opt/a, permissions: "0755", recursive: false}
- {name: Nobody, action: SetFileOwner, onFailure: Ignore, inputs: [{path: /opt/a/one, owner: n.n}]}
- name: NoFile
  action: SetFilePermissions
  onFailure: Ignore
  inputs: [{path: /opt/a, permissions: "0600"}]
- name: See
  action: ExecuteBash
  inputs:
    commands:
      - |
        set -eux
        test "$(readlink /opt/l/link)" = /opt/a/b/three
        test "$(stat -c %a:%u:%g /opt/a/one)" = 600:1:0
        test "$(stat -c %a:%u:%g /opt/a/b/three)" = 711:1:0
        test "$(stat -c %a /opt/a)" = 755
- {name: Full, action: DeleteFolder, onFailure: Ignore, inputs: [{path: /opt/a}]}
- name: Wild
  action: DeleteFile
  inputs: [{path: "/opt/a/*"}, {path: "/opt/a/*"}, {path: /opt/l/link}]
- {name: OnFolder, action: DeleteFile, onFailure: Ignore, inputs: [{path: /opt/a/b}]}
- {name: Gone, action: DeleteFile, onFailure: Ignore, inputs: [{path: /opt/a/one}]}
- name: Left
  action: ExecuteBash
  inputs: {commands: [test "$(find /opt/a -type f)" = /opt/a/b/three]}
- {name: Forces, action: DeleteFolder, inputs: [{path: /opt/a, force: true}, {path: /opt/l}]}
- {name: Empty, action: Assert, inputs: {and: [{not: {folderExists: /opt/a}}, {binaryExists: sh}]}}
"""
    )

    found = ended(result)
    assert {
        "NoTarget": "the target /no does not exist",
        "Taken": "/opt/l/link is a link already, and force is false",
        "File": "/opt/a/one exists, and is no link",
        "NoFile": "the file /opt/a does not exist",
        "OnFolder": "/opt/a/b is a folder",
        "Gone": "/opt/a/one does not exist",
    } == {name: said for name, said in found.items() if name not in ("Nobody", "Full")}
    assert ("n.n" in found["Nobody"], "not empty" in found["Full"]) == (True, True)


def test_files_are_read_listed_and_compared(real) -> None:
    result = real(
        """
- name: Make
  action: CreateFile
  inputs:
    - {path: /opt/a/one.txt, content: "é\\n"}
    - {path: /opt/a/-b.txt, content: "é", encoding: utf16}
    - {path: /opt/a/c/d.txt}
    - {path: /opt/a/e.log}
- name: Read
  action: ReadFile
  inputs: [{path: /opt/a/one.txt}, {path: /opt/a/-b.txt, encoding: utf-16}]
- {name: Flat, action: ListFiles, inputs: [{path: /opt/a/}]}
- name: Deep
  action: ListFiles
  inputs: [{path: /opt/a, fileNamePattern: "*.txt", recursive: true}]
- {name: Convert, action: SetFileEncoding, inputs: [{path: /opt/a/one.txt, encoding: utf32-BE}]}
- {name: Gone, action: ReadFile, onFailure: Ignore, inputs: [{path: /opt/none}]}
- {name: NoFolder, action: ListFiles, onFailure: Ignore, inputs: [{path: /opt/none}]}
- {name: Bytes, action: ExecuteBinary, inputs: {path: od, arguments: [-An, -tx1, /opt/a/one.txt]}}
- name: Digests
  action: Assert
  inputs:
    and:
      - {fileMD5Equals: D41D8CD98F00B204E9800998ECF8427E, path: /opt/a/e.log}
      - {fileSHA1Equals: da39a3ee5e6b4b0d3255bfef95601890afd80709, path: /opt/a/e.log}
      - not: {fileMD5Equals: d41d8cd98f00b204e9800998ecf8427e, path: /opt/none}
      - fileExists: /opt/a/e.log
      - not: {fileExists: /opt/a}
      - not: {binaryExists: certainly-not-there}
"""
    )

    steps = {step.name: step for step in result.stages[0].documents[0].phases[0].steps}
    assert {
        "Gone": "/opt/none does not exist",
        "NoFolder": "the folder /opt/none does not exist",
    } == ended(result)
    assert ["é\n", "é"] == [each["content"] for each in steps["Read"].outputs]
    assert "/opt/a/-b.txt,/opt/a/e.log,/opt/a/one.txt" == steps["Flat"].outputs[0]["files"]
    assert "/opt/a/-b.txt,/opt/a/c/d.txt,/opt/a/one.txt" == steps["Deep"].outputs[0]["files"]
    assert "00 00 00 e9 00 00 00 0a" == steps["Bytes"].outputs[0]["stdout"].strip()


FAILING = {
    "errexit": ("set -e\ntrue\nfalse\ntrue", 3, 1),
    "function": ("f() {\n  echo in\n  ls /none\n}\nset -e\nf", 3, 2),
    "exit of a function": ("die() {\n  exit 9\n}\ntrue\ndie now", 5, 9),
    "nounset": ("set -eu\ntrue\necho $none", 3, 1),
    "syntax": ("true\nif then\ntrue", 2, 2),
    "quotes": ("true\necho 'a\ntrue", 2, 2),
    "pipe, its last line": ("set -euo pipefail\ncat /none |\n  sort\ntrue", 3, 1),
    "substitution, its last line": ("set -e\nx=$(\n  cat /none\n)\ntrue", 4, 1),
    "only the last counts": ("true\ncertainly-not-there\nfalse", 3, 1),
    "not found": ("set -e\ncertainly-not-there\ntrue", 2, 127),
    "or exit": ("true\n[ -f /none ] || { echo no; exit 4; }\ntrue", 2, 4),
    "own trap": ("trap 'true' EXIT\nset -e\ntrue\nfalse", 4, 1),
    "subshell": ("set -e\n(\n  cd /\n  exit 5\n)\ntrue", 5, 5),
    "two exits": ("[ -n a ] ||\n  exit 1\nexit 1", -5, 1),
    "last words": ("[ $f ] || {\n  echo 'no file $f'\n  exit 1\n}\nexit 1", 3, 1),
    "takes it away": ("set -e\nrm -rf /tmp/*\nfalse", -5, 1),
}
"""Scripts that fail, the line to blame (-5 is the step's own, when it is not known), the code."""


def test_the_line_that_failed(real) -> None:
    text = ""
    for name, (script, _, _) in FAILING.items():
        body = "\n".join(f"        {line}" for line in script.splitlines())
        text += f"- name: {name}\n  action: ExecuteBash\n  onFailure: Ignore\n"
        text += f"  inputs:\n    commands:\n      - |\n{body}\n"

    steps = real(text).stages[0].documents[0].phases[0].steps

    assert {name: (line, code) for name, (_, line, code) in FAILING.items()} == {
        step.name: (step.failure.line - step.line - 5, step.failure.code) for step in steps
    }


def test_a_script_sees_nothing_of_it(real) -> None:
    """Neither in its environment nor in its options, its name or what it starts."""
    result = real(
        """
- name: S
  action: ExecuteBash
  inputs:
    commands:
      - |
        [ -z "${BASH_ENV+set}" ] || exit 1
        case $- in *[eEuTx]*) exit 2 ;; esac
        [ "${0##*/}" = script.sh ] && [ "$LINENO" = 3 ] || exit 3
        [ -z "$(trap -p DEBUG)" ] || exit 4
        bash -c '[ -z "$(trap -p)" ]' || exit 5
        test no = "last argument" || [ "$_" = "last argument" ] || exit 6
        test -n "" -o no = argument
        [ "$_" = argument ] || exit 7
        false | true
        [ "${PIPESTATUS[*]}" = "1 0" ] || exit 8
        (exit 9)
        [ $? = 9 ] || exit 10
        false
        exit 0
"""
    )

    assert {} == ended(result)
    assert () == result.stages[0].changed


@pytest.fixture
def served(tmp_path) -> Iterator[str]:
    """The URL of a folder with a file, on this host."""
    (tmp_path / "a.txt").write_text("hello")
    handler = partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Quiet(SimpleHTTPRequestHandler):
    """Writes no log."""

    def log_message(self, *_arguments: object) -> None:
        """Write nothing."""


@pytest.mark.parametrize("machines", [True], indirect=True)
def test_downloads(real, served: str) -> None:
    """Folders are made, digests are compared, only 200 is a success."""
    if not (which("curl") or which("wget")):
        pytest.skip("neither curl nor wget")

    result = real(
        f"""
- name: Get
  action: WebDownload
  inputs:
    - {{source: "{served}/a.txt", destination: /opt/new/}}
    - source: {served}/a.txt
      destination: /opt/b
      algorithm: md5
      checksum: 5D41402ABC4B2A76B9719D911017C592
- name: Sum
  action: WebDownload
  onFailure: Ignore
  inputs: [{{source: "{served}/a.txt", destination: /opt/c, algorithm: SHA1, checksum: "0"}}]
- name: Gone
  action: WebDownload
  onFailure: Ignore
  inputs: [{{source: "{served}/none", destination: /opt/d}}]
- name: There
  action: WebDownload
  onFailure: Ignore
  inputs: [{{source: "{served}/a.txt", destination: /opt/b, overwrite: false}}]
- name: Same
  action: WebDownload
  inputs:
    - source: {served}/none
      destination: /opt/b
      algorithm: MD5
      checksum: 5d41402abc4b2a76b9719d911017c592
- {{name: See, action: ExecuteBinary, inputs: {{path: cat, arguments: [/opt/new/a.txt, /opt/b]}}}}
""",
        network=True,
    )

    steps = {step.name: step for step in result.stages[0].documents[0].phases[0].steps}
    found = ended(result)
    assert ["Sum", "Gone", "There"] == list(found)
    assert f"the SHA1 digest of {served}/a.txt is not 0" == found["Sum"]
    assert "404" in found["Gone"] or "cannot download" in found["Gone"]
    assert "/opt/new/a.txt\n/opt/b" == steps["Get"].outputs[0]["destination"]
    assert "hellohello" == steps["See"].outputs[0]["stdout"]

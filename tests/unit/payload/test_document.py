from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.errors import UnreadableError
from generator.findings import Severity, Span
from generator.payload.document import Document, parse, read
from generator.payload.nodes import Mapping
from generator.payload.reading_codes import CODES


class _Folder(io.RawIOBase):
    """A raw stream over a directory, which Python itself would not open."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder, os.O_RDONLY)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return os.readv(self._descriptor, [buffer])

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()


def told(document: Document) -> list[tuple[str, int, int, str]]:
    return [
        (one.code, one.location.span.line, one.location.span.column, one.message)
        for one in document.findings
        if one.location
    ]


@pytest.mark.parametrize("file", ["web.yaml", "web.yml", "WEB.YML", "web.txt", "web", "<stdin>"])
def test_yaml_is_read(file: str) -> None:
    document = parse(file, b"amis:\n- imageName: web\n")

    assert {"amis": [{"imageName": "web"}]} == document.root
    assert (file, "amis:\n- imageName: web\n", ()) == (
        document.file,
        document.text,
        document.findings,
    )


@pytest.mark.parametrize("file", ["web.json", "WEB.JSON", "web.yaml", "web.txt", "<stdin>"])
def test_json_is_read(file: str) -> None:
    """Also in a YAML file: tabs and surrogate pairs, which YAML readers refuse."""
    document = parse(file, b'\n{\t"amis": ["\\ud83d\\ude00"]}')

    assert {"amis": ["😀"]} == document.root
    assert () == document.findings


def test_a_yaml_file_may_be_in_flow_style() -> None:
    assert {"amis": ["web", "012"]} == parse("web.yaml", b"{amis: [web, 012]} # one").root


@pytest.mark.parametrize("file", ["web.json", "<stdin>"])
def test_what_looks_like_json_gets_the_findings_of_json(file: str) -> None:
    assert [("AF106", 1, 2, "the text amis needs double quotes")] == told(
        parse(file, b'{amis: ["web"]}')
    )


def test_yaml_in_a_json_file_is_told() -> None:
    assert [("AF106", 1, 1, "a JSON payload starts with {, found a")] == told(
        parse("web.json", b"amis:\n- web\n")
    )


def test_json_and_yaml_give_equal_trees() -> None:
    json = parse("web.json", b'{"amis": [{"imageName": "web", "scan": true, "n": 1.10}]}')
    yaml = parse("web.yaml", b"amis:\n- {imageName: web, scan: true, n: 1.10}")

    assert json.root == yaml.root


@pytest.mark.parametrize("file", ["web.yaml", "web.json", "<stdin>"])
@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(file: str, data: bytes) -> None:
    document = parse(file, data)

    assert None is document.root
    assert [("AF104", 1, 1, "file holds no payload")] == told(document)


@pytest.mark.parametrize("data", [b"# only a comment\n", b"---\n", b"--- # nothing\n...\n"])
def test_a_file_of_comments_is_empty(data: bytes) -> None:
    assert [("AF104", 1, 1, "file holds no payload")] == told(parse("web.yaml", data))


@pytest.mark.parametrize(
    ("file", "data", "what"),
    [
        ("web.yaml", b"- imageName: web\n", "a list"),
        ("web.json", b'[{"imageName": "web"}]', "a list"),
        ("web.yaml", b"web", '"web"'),
        ("web.yaml", b"null", '"null"'),
        ("web.yaml", b"''", '""'),
        ("web.yaml", b"x" * 99, f'"{"x" * 80}..."'),
    ],
)
def test_a_top_level_that_is_no_mapping_is_told(file: str, data: bytes, what: str) -> None:
    document = parse(file, data)

    assert None is document.root
    assert [
        ("AF108", 1, 1, f"the top level is {what}, expected a mapping with the key `amis`")
    ] == told(document)


def test_a_refused_character_is_told_once_and_left_out_of_the_values() -> None:
    document = parse("web.yaml", "am\u200bis:\n- {im\u202eage: 'w\u2066eb'}\n".encode())

    assert {"amis": [{"image": "web"}]} == document.root
    assert "am\ufffdis:\n- {im\ufffdage: 'w\ufffdeb'}\n" == document.text
    assert [("AF102", 1, 3), ("AF102", 2, 6), ("AF102", 2, 14)] == [
        one[:3] for one in told(document)
    ]


def test_values_know_their_place_after_a_refused_character() -> None:
    root = parse("web.yaml", "a: x\u200by\n".encode()).root

    assert isinstance(root, Mapping)
    assert Span(1, 4, 1, 7) == root["a"].span


def test_a_file_that_is_not_utf8_is_not_read_on() -> None:
    document = parse("web.yaml", b"name: caf\xe9\nx: !tag y\n")

    assert (None, "name: caf\ufffd\nx: !tag y\n") == (document.root, document.text)
    assert [("AF101", 1, 10, "byte 0xE9 is not UTF-8")] == told(document)


def test_findings_of_several_kinds_are_told_together_in_reading_order() -> None:
    data = "a: !Ref x\nb: {c: 1, c: 2}\n<<: *d\ne: .nan\nf\u200b: [\n".encode()

    assert ["AF113", "AF109", "AF110", "AF115", "AF102", "AF105"] == [
        one[0] for one in told(parse("web.yaml", data))
    ]


def test_a_file_with_hundreds_of_findings_is_read_to_the_hundredth() -> None:
    document = parse("web.yaml", b"a: !x 1\n" * 200)

    assert None is document.root
    assert 101 == len(document.findings)
    assert ("AF118", 101, 4, "there are more than 100 findings; the rest is not checked") == (
        told(document)[-1]
    )


def test_a_file_is_read_under_its_name(tmp_path: Path) -> None:
    file = tmp_path / "web.json"
    file.write_bytes(b'{"amis": []}')

    assert (str(file), {"amis": []}) == (read(str(file)).file, read(str(file)).root)


def test_standard_input_is_read_for_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"amis: [\xc3\xbc]")))
    document = read("-")

    assert ("<stdin>", {"amis": ["ü"]}) == (document.file, document.root)


def test_a_closed_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    with pytest.raises(UnreadableError, match="standard input is closed"):
        read("-")


def test_a_directory_as_standard_input_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in `amifactory check - < payloads/`."""
    stdin = io.TextIOWrapper(io.BufferedReader(_Folder(tmp_path)))
    monkeypatch.setattr(sys, "stdin", stdin)

    with pytest.raises(UnreadableError, match="cannot read standard input: is a directory"):
        read("-")


@pytest.mark.parametrize("missing", ["web.yml", "wep.yaml", "Web.yaml"])
def test_a_missing_file_names_its_neighbours(tmp_path: Path, missing: str) -> None:
    (tmp_path / "web.yaml").touch()
    (tmp_path / "unrelated.txt").touch()

    with pytest.raises(UnreadableError) as caught:
        read(str(tmp_path / missing))

    assert (f"there is no file {tmp_path / missing}", f"did you mean {tmp_path / 'web.yaml'}?") == (
        caught.value.message,
        caught.value.hint,
    )


def test_a_missing_file_without_neighbours_names_its_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(str(tmp_path / "web.yaml"))

    assert f"check the name; the folder is {tmp_path}" == caught.value.hint


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(str(tmp_path / "payloads" / "web.yaml"))

    assert f"there is no folder {tmp_path / 'payloads'} either; check where you are" == (
        caught.value.hint
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (".", "{} is a folder, expected a file"),
        ("x" * 300, "cannot read {}: file name too long"),
        ("file/below", "cannot read {}: not a directory"),
    ],
)
def test_what_cannot_be_opened_is_an_error(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "file").touch()
    file = str(tmp_path / name)

    with pytest.raises(UnreadableError) as caught:
        read(file)

    assert message.format(file) == caught.value.message


def test_a_name_with_a_nul_is_an_error() -> None:
    with pytest.raises(UnreadableError, match="is not a file name"):
        read("web\0.yaml")


def test_a_file_without_permission_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated, since root may read everything."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    file = str(tmp_path / "web.yaml")

    with pytest.raises(UnreadableError) as caught:
        read(file)

    assert (f"cannot read {file}: permission denied", f"allow it with: chmod u+r {file}") == (
        caught.value.message,
        caught.value.hint,
    )


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless file")
def test_an_endless_file_is_read_up_to_the_limit() -> None:
    assert ["AF103"] == [one.code for one in read("/dev/zero").findings]


def test_codes_are_numbered_without_gaps_and_explained() -> None:
    assert [f"AF{101 + number}" for number in range(len(CODES))] == [code.id for code in CODES]
    assert {Severity.ERROR} == {code.severity for code in CODES}
    assert [] == [code.id for code in CODES if code.explain.count(". ") < 1]


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("web.yaml", b"%s: 1\n%s: 2"),
        ("web.yaml", b"a: *%s"),
        ("web.yaml", b"a: !%s x"),
        ("web.yaml", b"a: 1\n%s\n"),
        ("web.yaml", b"a: @%s"),
        ("web.yaml", b"a: *.%s"),
        ("web.json", b'{"a": w%s}'),
        ("web.json", b'{"a": 0%s}'),
        ("web.json", b'{"%s" 1}'),
    ],
)
def test_messages_stay_short(file: str, data: bytes) -> None:
    (finding,) = parse(file, data.replace(b"%s", b"1" * 1000)).findings

    assert len(finding.message) < 250
    assert len(finding.hint) < 250

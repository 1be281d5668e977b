from generator.library.documents import attach
from generator.payload.component_uses import attached_files
from generator.payload.document import parse
from generator.payload.load import load

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    components: [{file: docs/web.yaml}]
    tests: [{file: docs/smoke.yaml}]
    workflows:
      - {file: docs/build.yaml, type: build}
      - {name: test-image}
"""
DOCUMENT = "schemaVersion: 1.0\nphases: [{name: build, steps: [{name: one, action: Reboot}]}]\n"


def test_every_file_is_needed(findings, told):
    assert told(IMAGE, "AF403") == [
        '4:25: file "docs/web.yaml" cannot be used: it was not read',
        '5:20: file "docs/smoke.yaml" cannot be used: it was not read',
        '7:16: file "docs/build.yaml" cannot be used: it was not read',
    ]
    assert {finding.hint for finding in findings(IMAGE, "AF403")} == {
        "a file is named as seen from the payload's folder"
    }


def test_files_that_are_there_are_fine(told):
    files = {f"docs/{name}.yaml": DOCUMENT for name in ("web", "smoke", "build")}
    assert told(IMAGE, "AF403", **files) == []


def test_tests_that_are_off_need_no_file(told):
    text = IMAGE.split("    components", maxsplit=1)[0]
    text += "    tests: {enabled: false, components: [{file: no.yaml}]}\n"
    assert told(text, "AF403") == []


def test_what_is_read_is_what_is_needed(tmp_path):
    payload = load(parse("web.yaml", IMAGE.encode())).payload
    assert payload is not None
    files = attached_files(payload)
    assert files == {"docs/web.yaml", "docs/smoke.yaml", "docs/build.yaml"}
    documents = attach(tmp_path, files)
    assert documents.file("docs/web.yaml").problem == "there is no such file"

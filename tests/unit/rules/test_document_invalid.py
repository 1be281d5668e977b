IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    {key}: [{{file: web.yaml}}]
"""
BROKEN = """\
schemaVersion: 2.0
phases:
  - name: build
    steps:
      - name: One
"""
SOUND = "schemaVersion: 1.0\nphases: [{name: build, steps: [{name: One, action: Reboot}]}]\n"


def test_every_mistake_is_told_with_its_place_in_the_document(findings, told):
    text = IMAGE.format(key="components")
    assert told(text, "AF404", **{"web.yaml": BROKEN}) == [
        '4:25: web.yaml:1:16: schemaVersion is "2.0", the only one is 1.0',
        '4:25: web.yaml:5:9: step "One" has no action',
    ]
    assert [finding.hint for finding in findings(text, "AF404", **{"web.yaml": BROKEN})] == [
        "",
        "for example action: ExecuteBash",
    ]


def test_what_is_no_yaml(told):
    text = IMAGE.format(key="tests")
    assert told(text, "AF404", **{"web.yaml": "phases: [}"}) == [
        "4:20: web.yaml:1:10: not valid YAML: did not find expected node content"
    ]


def test_a_sound_document_is_fine(told):
    assert told(IMAGE.format(key="components"), "AF404", **{"web.yaml": SOUND}) == []


def test_a_document_that_is_not_there_is_told_as_such(findings):
    found = findings(IMAGE.format(key="components"))
    assert [finding.code for finding in found] == ["AF403"]

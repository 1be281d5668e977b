TWO = """\
defaults: {{sourceImage: ami-0de53d8956e8dcf80}}
amis:
  - imageName: One
    workflows: [{{file: {first}, type: build}}, {{name: test-image}}]
  - imageName: Two
    workflows: [{{file: {second}, type: {type}}}, {{name: {other}-image}}]
"""


def two(first="make.yaml", second="make.yaml", type_="build", other="test"):
    return TWO.format(first=first, second=second, type=type_, other=other)


def test_two_files_would_be_one_workflow(findings, told):
    text = two(second="b/Make.yaml")
    assert told(text, "AF413") == [
        '6:24: files "b/Make.yaml" and "make.yaml" would be one workflow'
    ]
    (finding,) = findings(text, "AF413")
    assert finding.hint == "rename a file: workflows are named after their files"
    assert [related.location.span.line for related in finding.related] == [4]


def test_one_file_for_two_types(told):
    assert told(two(type_="test", other="build"), "AF413") == [
        '6:41: file "make.yaml" is a workflow of type test here and build before'
    ]


def test_one_file_in_two_images_is_one_workflow(told):
    assert told(two(second="./make.yaml"), "AF413") == []


def test_different_files_are_fine(told):
    assert told(two(second="other.yaml"), "AF413") == []

import pytest

OWN = "arn:aws:imagebuilder:eu-west-1:111122223333"
MANAGED = "arn:aws:imagebuilder:eu-west-1:aws"


def image(keys):
    return f"amis:\n  - imageName: web\n    {keys}\n"


def test_a_number_right_of_an_x(findings, told):
    text = image(f"sourceImage: {OWN}:image/base/x.2.x")
    expected = "3:73: version x.2.x has a number to the right of an x"
    assert [expected] == told(text, "AF303")
    (finding,) = findings(text, "AF303")
    assert (finding.hint, finding.location.span.end_column) == ("write x.x.x", 78)


@pytest.mark.parametrize("list_", ["components", "tests"])
def test_component_arns_and_tests(told, list_):
    text = image(
        f"sourceImage: ami-0de53d8956e8dcf80\n    {list_}: [{{arn: '{OWN}:component/a/1.x.8'}}]"
    )
    column = len(f"    {list_}: [{{arn: '{OWN}:component/a/") + 1
    expected = f"4:{column}: version 1.x.8 has a number to the right of an x"
    assert [expected] == told(text, "AF303")


def test_versions_of_library_components(told):
    text = image(
        "sourceImage: ami-0de53d8956e8dcf80\n    components: [{name: docker, version: x.x.1}]"
    )
    assert told(text, "AF303") == ["4:42: version x.x.1 has a number to the right of an x"]


def test_a_build_of_a_pattern(findings, told):
    text = image(f"sourceImage: {OWN}:image/base/1.x.x/3")
    expected = "3:73: version 1.x.x/3 names a build of a version with an x"
    assert [expected] == told(text, "AF303")
    assert [finding.hint for finding in findings(text, "AF303")] == ["write 1.x.x"]


def test_numbers_above_30_bits(told):
    text = image("sourceImage: ami-0de53d8956e8dcf80\n    version: 1.0.1073741824")
    expected = "4:14: version 1.0.1073741824 has a number above 1073741823"
    assert [expected] == told(text, "AF303")


def test_a_number_too_long_to_read_is_refused_without_reading_it(told):
    text = image(f"sourceImage: {OWN}:image/base/1.0.{'9' * 6000}")
    expected = f"3:73: version 1.0.{'9' * 56}... has a number above 1073741823"
    assert [expected] == told(text, "AF303")


def test_workflows_that_aws_manages_are_taken_as_x_x_x_only(told):
    text = image(
        "sourceImage: ami-0de53d8956e8dcf80\n"
        f"    workflows: [{{arn: '{MANAGED}:workflow/build/build-image/1.x.x'}}]"
    )
    expected = "4:86: version 1.x.x selects a workflow that AWS manages, which takes x.x.x only"
    assert [expected] == told(text, "AF303")


def test_a_mistake_in_the_defaults_is_told_once(told):
    text = """
    defaults:
      components: [{name: docker, version: x.1.x}]
    amis:
      - {imageName: a, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: b, sourceImage: ami-0de53d8956e8dcf80}
    """
    assert told(text, "AF303") == ["2:40: version x.1.x has a number to the right of an x"]


@pytest.mark.parametrize("version", ["1.2.3", "1.2.3/4", "1.2.x", "1.x.x", "x.x.x"])
def test_versions_that_are_fine(told, version):
    text = image(
        f"sourceImage: {OWN}:image/base/{version}\n"
        "    version: 1073741823.0.0\n"
        f"    components: [{{arn: '{OWN}:component/a/{version}'}}]\n"
        f"    workflows: [{{arn: '{MANAGED}:workflow/build/build-image/x.x.x'}}]"
    )
    assert told(text, "AF303") == []

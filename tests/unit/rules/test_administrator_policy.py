import pytest

AMIS = "amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]\n"


def factory(policy):
    return f"factory:\n  instancePolicies:\n    - arn:aws:iam::{policy}\n" + AMIS


@pytest.mark.parametrize(
    "name", ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "AmazonS3FullAccess"]
)
def test_policies_of_administrators(findings, told, name):
    text = factory(f"aws:policy/{name}")
    expected = f"3:31: policy {name} lets everything that runs in a build do far more than build"
    assert [expected] == told(text, "AF358")
    assert [("warning", 31 + len(name))] == [
        (finding.severity, finding.location.span.end_column) for finding in findings(text, "AF358")
    ]


@pytest.mark.parametrize(
    "policy", ["aws:policy/AmazonS3ReadOnlyAccess", "111122223333:policy/build/read-artifacts"]
)
def test_narrow_policies(told, policy):
    assert told(factory(policy), "AF358") == []

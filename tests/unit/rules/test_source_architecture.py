import pytest

PUBLIC = "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"


def image(source, architecture):
    return (
        f"amis:\n  - imageName: web\n    sourceImage: {source}\n    architecture: {architecture}\n"
    )


def test_an_arm_source_for_the_other_architecture(findings, told):
    text = image(f"{PUBLIC}arm64", "x86_64")
    expected = '3:85: sourceImage is arm64 by its name, image "web" is x86_64'
    assert [expected] == told(text, "AF313")
    (finding,) = findings(text, "AF313")
    assert (
        finding.severity,
        finding.hint,
    ) == ("warning", "write `architecture: arm64`, or choose the x86_64 source")


def test_names_of_the_architecture_that_others_use(told):
    source = "ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ami-id"
    expected = '3:80: sourceImage is x86_64 by its name, image "web" is arm64'
    assert [expected] == told(image(source, "arm64"), "AF313")


def test_an_image_arn(told):
    source = "arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-x86/x.x.x"
    expected = '3:77: sourceImage is x86_64 by its name, image "web" is arm64'
    assert [expected] == told(image(source, "arm64"), "AF313")


@pytest.mark.parametrize(
    ("source", "architecture"),
    [
        (f"{PUBLIC}arm64", "arm64"),
        (f"{PUBLIC}x86_64", "x86_64"),
        ("ssm:/golden/arm64-and-x86_64", "arm64"),
        ("ssm:/golden/charm64", "x86_64"),
        ("ami-0de53d8956e8dcf80", "arm64"),
    ],
)
def test_sources_that_fit_or_do_not_tell(told, source, architecture):
    assert told(image(source, architecture), "AF313") == []

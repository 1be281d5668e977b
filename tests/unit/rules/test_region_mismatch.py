import pytest

COMPONENT = "arn:aws:imagebuilder:us-east-1:111122223333:component/a/1.0.0"


def test_a_component_of_another_region(findings, told):
    text = f"""
    factory: {{region: eu-west-1}}
    amis:
      - imageName: web
        sourceImage: ami-0de53d8956e8dcf80
        components: [{{arn: "{COMPONENT}"}}]
    """
    expected = "5:46: the imagebuilder ARN is of region us-east-1, the stack is in eu-west-1"
    assert [expected] == told(text, "AF356")
    (finding,) = findings(text, "AF356")
    assert (
        finding.location.span.end_column,
        finding.related[0].message,
        finding.related[0].location.span.line,
    ) == (55, "the stack is of eu-west-1", 1)


@pytest.mark.parametrize(
    ("factory", "image", "service"),
    [
        ("notifications: {topicArn: 'arn:aws:sns:us-east-1:111122223333:t'}", "", "sns"),
        ("", "tests: [{arn: 'arn:aws:imagebuilder:us-east-1:aws:component/a/x.x.x'}]", ""),
        ("", "workflows: [{arn: 'arn:aws:imagebuilder:us-east-1:aws:workflow/build/a/x.x.x'}]", ""),
    ],
)
def test_topics_tests_and_workflows(told, factory, image, service):
    text = (
        f"factory:\n  region: eu-west-1\n  {factory}\namis:\n  - imageName: web\n"
        f"    sourceImage: ami-0de53d8956e8dcf80\n    {image}\n"
    )
    (message,) = told(text, "AF356")
    service = service or "imagebuilder"
    assert message.endswith(
        f": the {service} ARN is of region us-east-1, the stack is in eu-west-1"
    )


def test_two_regions_where_the_stack_s_is_open(told):
    text = f"""
    factory: {{notifications: {{topicArn: "arn:aws:sns:eu-west-1:111122223333:builds"}}}}
    amis:
      - imageName: web
        sourceImage: ami-0de53d8956e8dcf80
        components: [{{arn: "{COMPONENT}"}}]
    """
    expected = "5:46: the imagebuilder ARN is of region us-east-1, another one is of eu-west-1"
    assert [expected] == told(text, "AF356")


def test_own_region_managed_images_and_keys_of_other_regions(told):
    text = """
    factory: {region: us-east-1}
    amis:
      - imageName: web
        sourceImage: arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-x86/x.x.x
        components: [{arn: "arn:aws:imagebuilder:us-east-1:111122223333:component/a/1.0.0"}]
        regions:
          - {name: us-east-1, kmsKeyId: "arn:aws:kms:us-east-1:111122223333:alias/a"}
          - {name: eu-west-1, kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:alias/a"}
    """
    assert told(text, "AF356") == []

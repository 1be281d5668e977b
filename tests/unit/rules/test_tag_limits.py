AMIS = "amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]\n"


def tags(count, prefix="key"):
    return "{" + ", ".join(f"{prefix}{number}: a" for number in range(count)) + "}"


def test_long_keys_and_values(told):
    text = f"factory:\n  tags:\n    {'k' * 129}: a\n    Long: {'v' * 257}\n" + AMIS
    expected = [
        f'3:5: tag key "{"k" * 60}..." has 129 characters, 128 are allowed',
        '4:11: the value of tag "Long" has 257 characters, 256 are allowed',
    ]
    assert expected == told(text, "AF318")


def test_characters_of_keys_and_of_the_factory_s_values(findings, told):
    text = "factory:\n  tags:\n    a&b: x\n    Mail: a & b\n" + AMIS
    expected = [
        '3:5: tag key "a&b" has characters that AWS does not take',
        '4:11: the value of tag "Mail" has characters that IAM does not take',
    ]
    assert expected == told(text, "AF318")
    assert [finding.hint for finding in findings(text, "AF318")] == [
        "use ASCII letters, digits, spaces and _.:/=+-@",
        "use letters, digits, spaces and _.:/=+-@, or move the tag to amiTags",
    ]


def test_more_tags_than_build_instances_take(told):
    text = f"factory:\n  tags: {tags(31)}\n" + AMIS
    assert told(text, "AF318") == ["2:9: build instances take 30 tags, factory.tags has 31"]


def test_more_tags_than_an_ami_takes(findings, told):
    """30 of the factory, two that it adds, 10 of the image and 9 of the region are 51."""
    text = (
        f"factory:\n  tags: {tags(30)}\namis:\n  - imageName: web\n"
        f"    sourceImage: ami-0de53d8956e8dcf80\n    amiTags: {tags(10, 'ami')}\n"
        f"    regions: [{{name: eu-west-1, amiTags: {tags(9, 'region')}}}]\n"
    )
    expected = '7:42: the AMI of "web" has 51 tags, 50 are allowed'
    assert [expected] == told(text, "AF318")
    (finding,) = findings(text, "AF318")
    assert finding.hint == "remove some; 32 come from factory.tags and the factory itself"


def test_tags_at_the_limits(told):
    text = (
        f"factory:\n  tags: {tags(30)}\namis:\n  - imageName: web\n"
        "    sourceImage: ami-0de53d8956e8dcf80\n"
        f"    amiTags: {{{'k' * 128}: {'v' * 256}, Size: ä & ö, 'a_.:/=+-@ 1': ok}}\n"
    )
    assert told(text, "AF318") == []


def test_an_ami_s_tag_that_replaces_the_factory_s_counts_once(told):
    text = (
        f"factory:\n  tags: {tags(30)}\namis:\n  - imageName: web\n"
        f"    sourceImage: ami-0de53d8956e8dcf80\n    amiTags: {tags(48)}\n"
    )
    assert told(text, "AF318") == []

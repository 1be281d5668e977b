KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
IMAGE = """\
factory:
  region: {home}
  kmsKeyId: {key}
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    regions: [{{name: eu-west-1, kmsKeyId: '{own}'}}]
    volumes: [{{device: /dev/xvda, kmsKeyId: '{volume}'}}]
"""


def image(home="eu-west-1", key="alias/a", own="alias/a", volume="alias/a"):
    return IMAGE.format(home=home, key=key, own=own, volume=volume)


def test_the_factory_names_a_key_of_another_region(findings, told):
    assert told(image(key=KEY), "AF334") == [
        "3:25: the key is one of us-east-1, but the stack is in eu-west-1"
    ]
    (finding,) = findings(image(key=KEY), "AF334")
    assert finding.hint == "name a key of eu-west-1, or an alias without ARN: alias/<name>"
    assert finding.location.span.end_column - finding.location.span.column == len("us-east-1")


def test_a_region_names_a_key_of_another_region(told):
    assert told(image(own=KEY), "AF334") == [
        "7:56: the key is one of us-east-1, but it is given for eu-west-1"
    ]


def test_a_volume_names_a_key_of_another_region(told):
    assert told(image(volume=KEY), "AF334") == [
        "8:58: the key is one of us-east-1, but the build runs in eu-west-1"
    ]


def test_keys_of_the_right_region_are_fine(told):
    here = KEY.replace("us-east-1", "eu-west-1")
    assert told(image(key=here, own=here, volume=here), "AF334") == []


def test_short_forms_are_fine(told):
    assert told(image(), "AF334") == []


def test_without_a_region_the_stack_may_be_anywhere(told):
    text = image(key=KEY, volume=KEY).replace("  region: eu-west-1\n", "")
    assert told(text, "AF334") == []

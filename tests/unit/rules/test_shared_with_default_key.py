import pytest

IMAGE = """\
factory: {{region: eu-west-1{factory}}}
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    accounts: ["111122223333"]
{image}
"""
ALIAS = "alias/aws/ebs"
ARN = "arn:aws:kms:eu-west-1:123456789012:alias/aws/ebs"


def image(image="", factory=""):
    return IMAGE.format(image=image, factory=factory)


@pytest.mark.parametrize("key", [ALIAS, ARN])
def test_the_factory_gives_the_default_key(findings, told, key):
    text = image(factory=f", kmsKeyId: '{key}'")
    assert told(text, "AF332") == [
        f"1:40: {key} encrypts an AMI that is shared, and nothing under this key can be"
    ]
    (finding,) = findings(text, "AF332")
    assert [(related.location.span.line, related.message) for related in finding.related] == [
        (5, "shared here")
    ]


def test_a_region_gives_the_default_key(told):
    text = image(f"    regions: [{{name: us-east-1, kmsKeyId: {ALIAS}}}]")
    assert told(text, "AF332") == [
        f"6:43: {ALIAS} encrypts an AMI that is shared, and nothing under this key can be"
    ]


def test_a_copy_is_shared_too(told):
    text = image(f"    regions: [{{name: us-east-1, kmsKeyId: {ALIAS}}}]")
    text = text.replace("accounts:", "copyToAccounts:")
    assert len(told(text, "AF332")) == 1


def test_a_region_that_shares_with_nobody_may_use_the_default_key(told):
    text = image(f"    regions: [{{name: us-east-1, accounts: [], kmsKeyId: {ALIAS}}}]")
    assert told(text, "AF332") == []


def test_a_volume_gives_the_default_key(told):
    text = image(f"    volumes: [{{device: /dev/xvdb, kmsKeyId: {ALIAS}}}]")
    assert told(text, "AF332") == [
        (
            f"6:45: {ALIAS} encrypts volume /dev/xvdb of an AMI that is shared, "
            "and nothing under this key can be"
        )
    ]


def test_a_volume_of_an_unencrypted_image_is_encrypted_by_default(told):
    text = image("    encrypted: false\n    volumes: [{device: /dev/xvdb}]")
    assert told(text, "AF332") == [
        "7:24: volume /dev/xvdb of a shared AMI is encrypted with the account's EBS key"
    ]


def test_an_unencrypted_volume_is_fine(told):
    text = image("    encrypted: false\n    volumes: [{device: /dev/xvdb, encrypted: false}]")
    assert told(text, "AF332") == []


def test_a_key_of_ones_own_is_fine(told):
    text = image("    volumes: [{device: /dev/xvdb}]", factory=", kmsKeyId: alias/golden")
    assert told(text, "AF332") == []


def test_an_image_that_stays_at_home_may_use_the_default_key(told):
    text = image(factory=f", kmsKeyId: {ALIAS}").replace('    accounts: ["111122223333"]\n', "")
    assert told(text, "AF332") == []

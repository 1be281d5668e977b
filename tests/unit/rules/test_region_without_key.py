import pytest

IMAGE = """\
factory: {{name: web{factory}}}
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    {share}
    regions:
      - eu-west-1
      - {other}
"""
KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"


def image(factory="", other="us-east-1", share='accounts: ["111122223333"]'):
    return IMAGE.format(factory=factory, other=other, share=share)


def test_the_key_of_the_stack_does_not_reach_another_region(findings, told):
    text = image(factory=", region: eu-west-1")
    assert told(text, "AF333") == [
        (
            "8:9: region us-east-1 has no key for the encrypted AMI: "
            "the key the stack creates is in eu-west-1"
        )
    ]
    (finding,) = findings(text, "AF333")
    assert finding.hint == (
        "write {name: us-east-1, kmsKeyId: alias/<name>}, "
        "or set factory.kmsKeyId to an alias that every region has"
    )


@pytest.mark.parametrize("key", [f"arn:aws:kms:eu-west-1:123456789012:key/{KEY}", KEY])
def test_nor_does_a_key_of_the_factory(told, key):
    text = image(factory=f", region: eu-west-1, kmsKeyId: '{key}'")
    assert told(text, "AF333") == [
        (
            "8:9: region us-east-1 has no key for the encrypted AMI: "
            "factory.kmsKeyId is a key of eu-west-1"
        )
    ]


def test_an_unshared_image_cannot_use_a_key_of_elsewhere_either(told):
    key = f"arn:aws:kms:eu-west-1:123456789012:key/{KEY}"
    assert len(told(image(factory=f", kmsKeyId: '{key}'", share="scan: false"), "AF333")) == 1


def test_the_region_of_the_stack_is_not_known(findings, told):
    assert told(image(), "AF333") == [
        (
            "6:5: the region of the key the stack creates is not known, "
            "because factory.region is not given"
        )
    ]
    (finding,) = findings(image(), "AF333")
    assert finding.hint == (
        "set factory.region to the region the stack is deployed to, or give each region a kmsKeyId"
    )


def test_the_region_of_a_key_id_is_not_known(told):
    assert told(image(factory=f", kmsKeyId: {KEY}"), "AF333") == [
        "6:5: the region of factory.kmsKeyId is not known, because factory.region is not given"
    ]


@pytest.mark.parametrize(
    "text",
    [
        image(factory=", region: eu-west-1", other="{name: us-east-1, kmsKeyId: alias/golden}"),
        image(factory=", kmsKeyId: alias/golden"),
        image(factory=", kmsKeyId: mrk-1234567890abcdef1234567890abcdef"),
        image(factory=", region: eu-west-1", share="scan: false"),
        image(share='accounts: ["111122223333"]\n    encrypted: false'),
    ],
)
def test_a_usable_key_or_none_needed_is_fine(told, text):
    """A key of the region, an alias, a multi-Region key, an unshared and a plain image."""
    assert told(text, "AF333") == []

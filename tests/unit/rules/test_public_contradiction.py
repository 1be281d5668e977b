IMAGE = """\
amis:
  - imageName: Web
    sourceImage: {source}
    public: true
    confirmPublic: true
    {more}
"""


def image(more, source="ami-0de53d8956e8dcf80"):
    return IMAGE.format(more=more, source=source)


def test_encryption_is_on_unless_it_is_off(findings, told):
    text = image("scan: false")
    assert told(text, "AF336") == [
        "4:13: the AMI is encrypted, and an encrypted AMI cannot be public"
    ]
    (finding,) = findings(text, "AF336")
    assert finding.hint == "set encrypted: false"


def test_encryption_that_is_written_is_pointed_at(told):
    assert told(image("encrypted: true"), "AF336") == [
        "6:16: the AMI is encrypted, and an encrypted AMI cannot be public"
    ]


def test_volumes_are_encrypted_unless_they_are_not(told):
    text = image("encrypted: false\n    volumes: [{device: /dev/xvdb}]")
    assert told(text, "AF336") == [
        "7:24: volume /dev/xvdb is encrypted, and an AMI with it cannot be public"
    ]


def test_watermarks(told):
    assert told(image("encrypted: false\n    watermarks: [approved]"), "AF336") == [
        "7:5: the AMI has watermarks, and a watermarked AMI cannot be public"
    ]


def test_a_marketplace_product(told):
    assert told(image("encrypted: false", "prod-abcdefgh12345"), "AF336") == [
        "3:18: an AMI built from the Marketplace product prod-abcdefgh12345 cannot be public"
    ]


def test_an_unencrypted_public_image_is_fine(told):
    text = image("encrypted: false\n    volumes: [{device: /dev/xvdb, encrypted: false}]")
    assert told(text, "AF336") == []


def test_a_private_image_may_have_them_all(told):
    text = image("watermarks: [approved]", "prod-abcdefgh12345").replace("true", "false")
    assert told(text, "AF336") == []

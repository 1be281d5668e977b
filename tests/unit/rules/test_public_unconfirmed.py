IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    encrypted: false
    public: true
"""


def test_public_needs_to_be_confirmed(findings, told):
    assert told(IMAGE, "AF335") == [
        "5:13: public: true lets every AWS account launch and copy the AMI"
    ]
    (finding,) = findings(IMAGE, "AF335")
    assert finding.hint == "add confirmPublic: true if that is meant, else list the accounts"


def test_a_confirmed_public_image_is_fine(told):
    assert told(IMAGE + "    confirmPublic: true\n", "AF335") == []


def test_a_private_image_needs_no_confirmation(told):
    assert told(IMAGE.replace("public: true", "public: false"), "AF335") == []

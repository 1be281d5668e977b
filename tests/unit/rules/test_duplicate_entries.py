from generator.findings import Severity

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    accounts: ["111122223333", "123456789012", "111122223333"]
    copyToAccounts: ["111122223333"]
    watermarks: [approved, approved]
    regions: [{name: eu-west-1, copyToAccounts: ["111122223333", "111122223333"]}]
"""
UNIT = "arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-ab12-cdefgh34"


def test_every_list_of_an_image_is_looked_at(findings, told):
    assert told(IMAGE, "AF338") == [
        "4:48: account 111122223333 is given twice",
        "6:28: watermark approved is given twice",
        "7:66: account 111122223333 is given twice",
    ]
    first = findings(IMAGE, "AF338")[0]
    assert (first.severity, first.related[0].location.span.column) == (Severity.WARNING, 16)
    assert first.hint == "remove one, or correct it if another was meant"


def test_organizational_units(told):
    text = (
        IMAGE.split("    accounts", maxsplit=1)[0]
        + f"    organizationalUnits: ['{UNIT}', '{UNIT}']\n"
    )
    assert told(text, "AF338") == [f"4:99: organizational unit {UNIT} is given twice"]


def test_the_factory(told):
    text = """\
        factory:
          subnetId: subnet-0123456789abcdef0
          securityGroupIds: [sg-0123456789abcdef0, sg-0123456789abcdef0]
          notifications: {emails: [ops@example.com, ops@example.com]}
        amis: [{imageName: Web, sourceImage: ami-0de53d8956e8dcf80}]
        """
    assert told(text, "AF338") == [
        "3:44: security group sg-0123456789abcdef0 is given twice",
        "4:45: address ops@example.com is given twice",
    ]


def test_an_account_may_launch_and_get_a_copy(told):
    text = IMAGE.replace(', "111122223333"]', "]").replace(", approved]", "]")
    assert told(text, "AF338") == []

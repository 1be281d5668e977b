AMIS = "amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]\n"


def test_a_subnet_alone(told):
    text = "factory:\n  subnetId: subnet-0123456789abcdef0\n" + AMIS
    expected = (
        "2:13: subnetId subnet-0123456789abcdef0 is given without securityGroupIds, "
        "which Image Builder refuses"
    )
    assert [expected] == told(text, "AF311")


def test_security_groups_alone(findings, told):
    text = "factory:\n  securityGroupIds: [sg-0123456789abcdef0]\n" + AMIS
    expected = "2:21: securityGroupIds are given without subnetId, so they would not be used"
    assert [expected] == told(text, "AF311")
    (finding,) = findings(text, "AF311")
    assert finding.hint == "add a subnetId of the groups' VPC, or remove securityGroupIds"


def test_both_or_neither(told):
    both = (
        "factory: {subnetId: subnet-0123456789abcdef0, securityGroupIds: [sg-0123456789abcdef0]}\n"
    )
    assert told(both + AMIS, "AF311") == []
    assert told(AMIS, "AF311") == []

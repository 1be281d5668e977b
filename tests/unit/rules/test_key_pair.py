AMIS = "amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]\n"


def test_any_key_pair(findings, told):
    text = "factory:\n  keyPair: ops\n" + AMIS
    expected = '2:12: keyPair "ops" lets its holders log in to every build instance'
    assert [expected] == told(text, "AF314")
    assert [finding.severity for finding in findings(text, "AF314")] == ["warning"]


def test_none(told):
    assert told(AMIS, "AF314") == []

AMIS = "amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]\n"


def test_a_misspelt_family(findings, told):
    text = "factory:\n  instanceTypes: [m6i.large, m66i.large]\n" + AMIS
    expected = '2:30: instance type m66i.large is of an unknown family "m66i"'
    assert [expected] == told(text, "AF315")
    (finding,) = findings(text, "AF315")
    assert (
        finding.severity,
        finding.location.span.end_column,
        finding.hint,
    ) == ("warning", 34, 'did you mean "m6i"?')


def test_families_that_are_known(told):
    text = "factory: {instanceTypes: [m6i.large, u7i-12tb.224xlarge, m8g.metal-24xl]}\n"
    assert told(text + AMIS, "AF315") == []

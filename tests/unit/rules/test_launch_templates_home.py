IMAGE = """\
factory: {{name: web{region}}}
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    launchTemplates: [lt-0123456789abcdef0]
    regions: {regions}
"""


def test_the_regions_leave_the_stacks_own_out(findings, told):
    text = IMAGE.format(region=", region: eu-west-1", regions="[us-east-1]")
    assert told(text, "AF348") == [
        (
            "5:5: launchTemplates are those of the stack's own region, "
            "and regions does not list eu-west-1"
        )
    ]
    (finding,) = findings(text, "AF348")
    assert finding.hint == (
        "add eu-west-1 to regions, "
        "or move them into an entry of regions: {name: ..., launchTemplates: [...]}"
    )


def test_the_stacks_own_region_is_not_known(told):
    assert told(IMAGE.format(region="", regions="[us-east-1]"), "AF348") == [
        (
            "5:5: launchTemplates are those of the stack's own region, "
            "and factory.region does not say which that is"
        )
    ]


def test_the_region_is_listed(told):
    text = IMAGE.format(region=", region: eu-west-1", regions="[us-east-1, eu-west-1]")
    assert told(text, "AF348") == []


def test_without_regions_there_is_only_the_stacks_own(told):
    assert told(IMAGE.format(region="", regions="[]"), "AF348") == []


def test_templates_of_a_region_are_fine(told):
    regions = "[{name: us-east-1, launchTemplates: [lt-0123456789abcdef0]}]"
    text = IMAGE.format(region="", regions=regions).replace(
        "    launchTemplates: [lt-0123456789abcdef0]\n", ""
    )
    assert told(text, "AF348") == []

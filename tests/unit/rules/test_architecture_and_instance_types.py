def test_arm_images_need_arm_instances(findings, told):
    text = """
    factory:
      instanceTypes: [m6i.large, c5.xlarge]
    amis:
      - {imageName: web, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: arm, sourceImage: ami-0de53d8956e8dcf80, architecture: arm64}
      - {imageName: arm2, sourceImage: ami-0de53d8956e8dcf80, architecture: arm64}
    """
    expected = (
        '2:18: no instance type fits image "arm", which is arm64: '
        "m6i.large (x86_64), c5.xlarge (x86_64)"
    )
    assert [expected] == told(text, "AF312")
    (finding,) = findings(text, "AF312")
    assert finding.hint == "add one such as m6g.large, or correct the image's architecture"
    assert (
        finding.related[0].message,
        finding.related[0].location.span.line,
    ) == ('image "arm" is arm64', 5)


def test_mac_instances_build_nothing(told):
    text = """
    factory: {instanceTypes: [mac2.metal]}
    amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]
    """
    expected = '1:26: no instance type fits image "web", which is x86_64: mac2.metal (arm64_mac)'
    assert [expected] == told(text, "AF312")


def test_a_type_for_each_architecture(told):
    text = """
    factory: {instanceTypes: [m6i.large, m6g.large]}
    amis:
      - {imageName: web, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: arm, sourceImage: ami-0de53d8956e8dcf80, architecture: arm64}
    """
    assert told(text, "AF312") == []


def test_without_types_the_defaults_fit(told):
    text = "amis: [{imageName: a, sourceImage: ami-0de53d8956e8dcf80, architecture: arm64}]"
    assert told(text, "AF312") == []

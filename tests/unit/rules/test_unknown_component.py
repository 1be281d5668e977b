IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    automationDocument: Default{platform}AmiDocument
    components: [{{name: {component}}}]
    tests: [{{name: {test}}}]
"""


def image(component="hardening", test="test-service-running", platform="Linux"):
    return IMAGE.format(component=component, test=test, platform=platform)


def test_a_misspelt_component(findings, told):
    text = image(component="hardning")
    assert told(text, "AF401") == ['5:25: there is no component "hardning" for Linux']
    (finding,) = findings(text, "AF401")
    assert finding.hint == 'did you mean "hardening"?'


def test_a_misspelt_managed_component(findings):
    (finding,) = findings(image(component="aws-cli-version2-linux"), "AF401")
    assert finding.hint == 'did you mean "aws-cli-version-2-linux"?'


def test_a_component_of_the_other_platform(findings, told):
    text = image(component="docker", platform="Windows")
    assert told(text, "AF401") == ['5:25: there is no component "docker" for Windows']
    (finding,) = findings(text, "AF401")
    assert finding.hint == (
        "there is one for Linux; "
        "automationDocument DefaultWindowsAmiDocument makes this a Windows image"
    )


def test_a_managed_component_of_the_other_platform(told):
    assert told(image(component="python-3-windows"), "AF401") == [
        '5:25: there is no component "python-3-windows" for Linux'
    ]


def test_a_test_that_is_nothing_like_any(findings, told):
    text = image(test="zzz")
    assert told(text, "AF401") == ['6:20: there is no component "zzz" for Linux']
    (finding,) = findings(text, "AF401")
    assert finding.hint == (
        "`amifactory components` lists the library; use file or arn for one of your own"
    )


def test_what_does_not_run_is_not_looked_up(told):
    text = image().replace("[{name: test-service-running}]", "{enabled: false, components: "
                           "[{name: zzz}]}")  # fmt: skip
    assert told(text, "AF401") == []


def test_known_components_are_fine(told):
    assert told(image(), "AF401") == []
    assert told(image(component="python-3-linux", test="simple-boot-test-linux"), "AF401") == []

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    {uses}
"""
DOCUMENT = """\
schemaVersion: 1.0
parameters: [{Level: {type: string, default: low}}, {Users: {type: string, default: none}}]
phases: [{name: build, steps: [{name: One, action: Reboot}]}]
"""
WORKFLOW = """\
schemaVersion: 1.0
parameters: [{name: waitForAction, type: boolean, default: false}]
steps:
  - {name: Launch, action: LaunchInstance, inputs: {waitFor: ssmAgent}}
  - {name: Make, action: CreateImage, inputs: {instanceId.$: $.stepOutputs.Launch.instanceId}}
outputs: [{name: ImageId, value: $.stepOutputs.Make.imageId}]
"""


def test_a_library_component_does_not_take_it(findings, told):
    text = IMAGE.format(uses="tests: [{name: test-command, parameters: {Comand: nginx -t}}]")
    assert told(text, "AF406") == ['4:47: component "test-command" has no parameter "Comand"']
    (finding,) = findings(text, "AF406")
    assert finding.hint == 'did you mean "Command"?'


def test_a_document_of_ones_own_does_not_take_it(findings, told):
    text = IMAGE.format(uses="components: [{file: web.yaml, parameters: {Zz: 1}}]")
    files = {"web.yaml": DOCUMENT}
    assert told(text, "AF406", **files) == ['4:48: component "web.yaml" has no parameter "Zz"']
    (finding,) = findings(text, "AF406", **files)
    assert finding.hint == "it takes Level, Users"


def test_a_component_that_takes_none(findings):
    text = IMAGE.format(uses="components: [{name: hardening, parameters: {Level: high}}]")
    (finding,) = findings(text, "AF406")
    assert finding.hint == "it takes no parameters"


def test_a_workflow_does_not_take_it(told):
    uses = "workflows: [{file: w.yaml, type: build, parameters: {wait: true}}, {name: test-image}]"
    assert told(IMAGE.format(uses=uses), "AF406", **{"w.yaml": WORKFLOW}) == [
        '4:58: workflow "w.yaml" has no parameter "wait"'
    ]


def test_defined_parameters_are_fine(told):
    text = IMAGE.format(uses="components: [{file: web.yaml, parameters: {Level: 1, Users: a}}]")
    assert told(text, "AF406", **{"web.yaml": DOCUMENT}) == []


def test_what_only_aws_can_read_is_not_judged(told):
    text = IMAGE.format(uses="components: [{name: stig-build-linux, parameters: {Level: High}}]")
    assert told(text, "AF406") == []

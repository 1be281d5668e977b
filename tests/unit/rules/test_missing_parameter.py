IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    {uses}
"""
DOCUMENT = """\
schemaVersion: 1.0
parameters: [{Level: {type: string}}, {Users: {type: string, default: ''}}]
phases: [{name: build, steps: [{name: One, action: Reboot}]}]
"""
WORKFLOW = """\
schemaVersion: 1.0
parameters: [{name: topic, type: string}]
steps:
  - {name: Launch, action: LaunchInstance, inputs: {waitFor: ssmAgent}}
  - {name: Make, action: CreateImage, inputs: {instanceId.$: $.stepOutputs.Launch.instanceId}}
outputs: [{name: ImageId, value: $.stepOutputs.Make.imageId}]
"""


def test_a_library_component_needs_it(findings, told):
    text = IMAGE.format(uses="tests: [{name: test-command}]")
    assert told(text, "AF407") == ['4:20: component "test-command" needs the parameter "Command"']
    (finding,) = findings(text, "AF407")
    assert finding.hint == "add parameters: {Command: ...}"


def test_a_document_of_ones_own_needs_it(told):
    text = IMAGE.format(uses="components: [{file: web.yaml, parameters: {Users: web}}]")
    assert told(text, "AF407", **{"web.yaml": DOCUMENT}) == [
        '4:25: component "web.yaml" needs the parameter "Level"'
    ]


def test_a_workflow_needs_it(told):
    text = IMAGE.format(uses="workflows: [{file: w.yaml, type: build}, {name: test-image}]")
    assert told(text, "AF407", **{"w.yaml": WORKFLOW}) == [
        '4:24: workflow "w.yaml" needs the parameter "topic"'
    ]


def test_a_value_is_given(told):
    text = IMAGE.format(uses="components: [{file: web.yaml, parameters: {Level: high}}]")
    assert told(text, "AF407", **{"web.yaml": DOCUMENT}) == []

import pytest

IMAGE = "amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n"


def test_a_dynamic_reference_would_be_resolved(findings, told):
    text = IMAGE + "    description: 'x {{resolve:secretsmanager:prod/db}}'\n"
    expected = (
        "4:21: description has {{resolve:, "
        "which CloudFormation replaces by the secret or parameter it names when it deploys"
    )
    assert [expected] == told(text, "AF350")
    (finding,) = findings(text, "AF350")
    assert finding.hint == "remove it; let the build read the secret itself, with its role"


def test_a_variable_of_the_component_runner(told):
    text = IMAGE + "    components: [{name: docker, parameters: {Users: [a, 'b {{ c }} d']}}]\n"
    expected = '4:60: Users has "{{ c }}", which Image Builder would take for a variable'
    assert [expected] == told(text, "AF350")


@pytest.mark.parametrize("text", ["a {{ b", "a }} b"])
def test_half_of_the_braces(told, text):
    braces = text.strip("ab ")
    expected = f'4:21: description has "{braces}", which Image Builder would take for a variable'
    assert [expected] == told(IMAGE + f"    description: '{text}'\n", "AF350")


def test_keys(told):
    text = "factory:\n  tags:\n    '{{ a }}': b\n" + IMAGE
    expected = '3:5: key "{{ a }}" has "{{ a }}", which Image Builder would take for a variable'
    assert [expected] == told(text, "AF350")


def test_braces_written_as_escapes(told):
    text = IMAGE + '    description: "\\x7b\\x7b a }}"\n'
    expected = '4:18: description has "{{ a }}", which Image Builder would take for a variable'
    assert [expected] == told(text, "AF350")


def test_tokens_that_image_builder_does_not_know(findings, told):
    text = IMAGE + "    amiName: 'web {{ imagebuilder:builddate }}'\n"
    expected = (
        '4:19: amiName has "{{ imagebuilder:builddate }}", which Image Builder does not fill in'
    )
    assert [expected] == told(text, "AF350")
    (finding,) = findings(text, "AF350")
    assert finding.hint == 'did you mean "imagebuilder:buildDate"?'


def test_tokens_elsewhere_are_text(told):
    text = (
        "factory: {tags: {Built: '{{ imagebuilder:buildDate }}'}}\n"
        + IMAGE
        + "    components: [{name: docker, parameters: {amiName: '{{imagebuilder:buildDate}}'}}]\n"
    )
    taken = "which Image Builder would take for a variable"
    expected = [
        f'1:26: Built has "{{{{ imagebuilder:buildDate }}}}", {taken}',
        f'5:56: amiName has "{{{{imagebuilder:buildDate}}}}", {taken}',
    ]
    assert expected == told(text, "AF350")


def test_defaults_are_told_once(told):
    text = """
    defaults: {description: "{{ a }}"}
    amis:
      - {imageName: a, sourceImage: ami-0de53d8956e8dcf80}
      - {imageName: b, sourceImage: ami-0de53d8956e8dcf80}
    """
    expected = '1:26: description has "{{ a }}", which Image Builder would take for a variable'
    assert [expected] == told(text, "AF350")


def test_tokens_in_names_and_tags_of_amis(told):
    text = """
    defaults:
      amiName: "{{ imagebuilder:buildDate }} a"
      amiTags: {Built: "{{imagebuilder:buildDate}} {{ imagebuilder:buildVersion }}"}
    amis:
      - imageName: web
        sourceImage: ami-0de53d8956e8dcf80
        regions: [{name: eu-west-1, amiTags: {Built: "{{ imagebuilder:buildDate }}"}}]
        description: a { b } c
    """
    assert told(text, "AF350") == []

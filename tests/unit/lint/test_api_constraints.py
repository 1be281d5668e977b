"""What the Image Builder API would refuse, told before anything is deployed."""

from __future__ import annotations

import pytest

from generator.lint.api_constraints import Violation, violations

INFRASTRUCTURE = {
    "Type": "AWS::ImageBuilder::InfrastructureConfiguration",
    "Properties": {"Name": "web", "InstanceProfileName": "web-profile"},
}
RECIPE = {
    "Type": "AWS::ImageBuilder::ImageRecipe",
    "Properties": {"Name": "web", "Version": "1.0.x", "ParentImage": "ami-0de53d8956e8dcf80"},
}


def of_resource(kind, properties, **others):
    resource = {"Type": f"AWS::ImageBuilder::{kind}", "Properties": properties}
    return list(violations({"It": resource, **others}))


def of_component(**properties):
    valid = {"Name": "hardening", "Version": "1.0.0", "Platform": "Linux"}
    return of_resource("Component", {**valid, **properties})


def of_distribution(ami):
    region = {"Region": "us-east-1", "AmiDistributionConfiguration": ami}
    return of_resource("DistributionConfiguration", {"Name": "web", "Distributions": [region]})


def of_pipeline(**properties):
    valid = {"Name": "web", "InfrastructureConfigurationArn": {"Ref": "Infrastructure"}}
    others = {"Infrastructure": INFRASTRUCTURE, "Recipe": RECIPE}
    return of_resource("ImagePipeline", {**valid, **properties}, **others)


def of_volume(**ebs):
    properties = {**RECIPE["Properties"], "BlockDeviceMappings": [{"Ebs": ebs}]}
    return of_resource("ImageRecipe", properties)


def paths(found):
    return [it.path for it in found]


def messages(found):
    return [it.message for it in found]


def test_a_valid_component_gives_nothing():
    assert of_component(Data="name: x\n", Tags={"team": "web"}) == []


def test_resources_of_other_services_are_passed_over():
    resources = {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"Name": 1}},
        "Odd": {"Type": ["AWS::ImageBuilder::Component"]},
        "Unknown": {"Type": "AWS::ImageBuilder::Nothing"},
        "Fn::ForEach::Many": ["X", ["a"], {}],
    }
    assert list(violations(resources)) == []


def test_a_short_name_is_told_with_its_length_and_the_limits():
    expected = Violation(
        "It",
        ("Name",),
        'Name is "ab" (2 characters), the service wants 3 to 128 characters matching '
        "^[-_A-Za-z-0-9][-_A-Za-z0-9 ]{1,126}[-_A-Za-z-0-9]$",
        "letters, digits, hyphens and underscores; spaces only inside",
    )
    assert [expected] == of_component(Name="ab")


@pytest.mark.parametrize(("length", "refused"), [(2, 1), (3, 0), (128, 0), (129, 1)])
def test_the_limits_of_a_name_are_those_the_message_tells(length, refused):
    """The model has them in the pattern only."""
    assert len(of_component(Name="a" * length)) == refused


def test_word_characters_are_those_of_ascii():
    r"""The service's \w has no umlauts, Python's has."""
    properties = {"Name": "web", "InstanceProfileName": "größe"}
    assert paths(of_resource("InfrastructureConfiguration", properties)) == [
        ("InstanceProfileName",)
    ]


def test_a_long_text_is_shown_by_its_beginning():
    [found] = of_component(Description="a" * 1025)
    beginning = "a" * 120
    assert (
        f'Description is "{beginning}…" (1025 characters), the service wants 1 to 1024 characters'
        == found.message
    )


@pytest.mark.parametrize("version", ["1.0.x", "v1", "1.0", "1.0.0\n", "\u0661.0.0"])
def test_a_component_version_is_three_ascii_numbers(version):
    """CloudFormation's schema takes any text; the final newline fools a search for `$`."""
    [found] = of_component(Version=version)
    assert found.path == ("Version",)
    assert found.hint == "three numbers such as 1.0.0; only recipes take an x"


def test_a_recipe_version_may_have_wildcards():
    assert of_resource("ImageRecipe", RECIPE["Properties"]) == []


def test_a_misspelt_choice_gets_the_choices_and_the_closest():
    expected = Violation(
        "It",
        ("Platform",),
        'Platform is "linux", the service wants Windows, Linux or macOS',
        "did you mean Linux?",
    )
    assert [expected] == of_component(Platform="linux")


def test_a_volume_type_that_only_cloudformation_knows_is_refused():
    [found] = of_volume(VolumeType="gp3a")
    assert found.path == ("BlockDeviceMappings", 0, "Ebs", "VolumeType")
    assert found.hint == "did you mean gp3?"


def test_a_choice_that_the_model_writes_as_a_pattern_reads_like_any_other():
    options = {"InstanceMetadataOptions": {"HttpTokens": "require"}}
    found = of_resource("InfrastructureConfiguration", {**INFRASTRUCTURE["Properties"], **options})
    assert messages(found) == [
        'InstanceMetadataOptions.HttpTokens is "require", the service wants optional or required'
    ]


def test_a_number_out_of_range():
    expected = (
        "BlockDeviceMappings[0].Ebs.VolumeSize is 0, "
        "the service wants a whole number from 1 to 16000"
    )
    assert [expected] == messages(of_volume(VolumeSize=0))


@pytest.mark.parametrize(
    ("ebs", "message", "hint"),
    [
        (
            {"VolumeSize": "20"},
            'VolumeSize is the text "20", the service wants a whole number from 1 to 16000',
            "write it without quotes",
        ),
        (
            {"VolumeSize": True},
            "VolumeSize is the boolean true, the service wants a whole number from 1 to 16000",
            "",
        ),
        (
            {"VolumeSize": 1.5},
            "VolumeSize is the number 1.5, the service wants a whole number from 1 to 16000",
            "",
        ),
        (
            {"Encrypted": "true"},
            'Encrypted is the text "true", the service wants true or false',
            "write it without quotes",
        ),
        (
            {"SnapshotId": 12},
            "SnapshotId is the number 12, the service wants text",
            "put it in quotes",
        ),
        ({"KmsKeyId": None}, "KmsKeyId is null, the service wants text", ""),
        ({"KmsKeyId": ["a"]}, "KmsKeyId is a list, the service wants text", ""),
    ],
)
def test_a_value_of_the_wrong_type(ebs, message, hint):
    [found] = of_volume(**ebs)
    assert "BlockDeviceMappings[0].Ebs." + message == found.message
    assert hint == found.hint


def test_an_integer_too_long_to_print_is_told_without_its_digits():
    """Python raises when asked to write out an integer of thousands of digits."""
    [found] = of_volume(VolumeSize=16**5000)
    assert "is a number of more than 19 digits" in found.message


def test_an_account_that_became_a_number_is_found_in_its_list():
    [found] = of_distribution({"TargetAccountIds": ["123456789012", 111122223333]})
    assert found.path == (
        "Distributions",
        0,
        "AmiDistributionConfiguration",
        "TargetAccountIds",
        1,
    )
    assert found.hint == "put it in quotes"


def test_a_missing_property_is_named_where_it_would_stand():
    found = of_resource("DistributionConfiguration", {"Name": "web", "Distributions": [{}]})
    expected = "Distributions[0].Region is missing, the service requires it"
    assert paths(found) == [("Distributions", 0, "Region")]
    assert [expected] == messages(found)


def test_a_resource_without_properties_misses_the_required_ones():
    resources = {"It": {"Type": "AWS::ImageBuilder::InfrastructureConfiguration"}}
    assert paths(violations(resources)) == [("Name",), ("InstanceProfileName",)]


def test_properties_that_are_no_mapping():
    assert messages(of_resource("Component", [])) == [
        "Properties is a list, the service wants a mapping"
    ]


def test_an_unknown_property_gets_the_closest():
    [found] = of_component(Descripton="x")
    assert found.message == "Descripton is not a property the service knows"
    assert found.hint == "did you mean Description?"


def test_a_key_that_is_no_text_is_an_unknown_property():
    properties = {"Name": "web", "Version": "1.0.0", "Platform": "Linux", None: "x"}
    assert messages(of_resource("Component", properties)) == [
        "None is not a property the service knows"
    ]


def test_a_result_cannot_be_given():
    [found] = of_component(Type="BUILD")
    assert found.message == "Type is set by the service and cannot be given"


def test_a_result_of_one_type_is_a_property_of_another():
    workflow = {"Name": "scan", "Version": "1.0.0", "Type": "TEST"}
    assert of_resource("Workflow", workflow) == []


@pytest.mark.parametrize("name", ["ClientToken", "DryRun"])
def test_what_cloudformation_sends_itself_is_no_property(name):
    [found] = of_component(**{name: "x"})
    assert f"{name} is not a property the service knows" == found.message


def test_a_launch_permission_is_checked_under_its_cloudformation_name():
    [found] = of_distribution({"LaunchPermissionConfiguration": {"UserIds": ["12"]}})
    assert found.path[-3:] == ("LaunchPermissionConfiguration", "UserIds", 0)


def test_an_image_from_a_pipeline_needs_no_infrastructure():
    settings = {"DeploymentId": {"Fn::GetAtt": ["Pipeline", "DeploymentId"]}}
    assert of_resource("Image", {"ImagePipelineExecutionSettings": settings}) == []
    assert paths(of_resource("Image", {})) == [("InfrastructureConfigurationArn",)]


def test_sizes_of_lists_and_maps():
    too_many = {f"k{number}": "v" for number in range(51)}
    found = of_component(SupportedOsVersions=[], Tags=too_many)
    assert messages(found) == [
        "SupportedOsVersions has 0 entries, the service wants 1 to 25 entries",
        "Tags has 51 entries, the service wants 1 to 50 entries",
    ]


def test_a_tag_key_is_pointed_at_and_quoted():
    [found] = of_component(Tags={"aws:owner": "web"})
    assert found.path == ("Tags", "aws:owner")
    assert found.message.startswith('Tags has a key that is "aws:owner" (9 characters)')


def test_a_tag_value_is_pointed_at():
    expected = "Tags.team is the number 7, the service wants text"
    assert [expected] == messages(of_component(Tags={"team": 7}))


def test_a_nul_in_a_document_is_found():
    [found] = of_component(Data="name: x\0")
    assert found.hint == "a NUL character cannot be sent"


def test_control_and_bidi_characters_reach_no_terminal():
    [found] = of_component(**{"Na\x1b[2Jme": "x"})
    assert found.message == "Na\\u001b[2Jme is not a property the service knows"
    [found] = of_component(Platform="\u202exuniL\n")
    assert 'Platform is "\\u202exuniL\\n"' in found.message


def test_an_image_builder_reference_has_the_arn_of_its_kind():
    assert of_pipeline(ImageRecipeArn={"Ref": "Recipe"}) == []


@pytest.mark.parametrize(
    "recipe",
    [
        {"Ref": "Infrastructure"},
        {"Fn::GetAtt": ["Infrastructure", "Arn"]},
        {"Fn::GetAtt": "Infrastructure.Arn"},
        {"Fn::Sub": "${Infrastructure}"},
        {"Fn::Sub": "${Infrastructure.Arn}"},
        {"Fn::Sub": ["${Arn}", {"Arn": {"Ref": "Infrastructure"}}]},
        {"Fn::GetAtt": ["Recipe", "Name"]},
        {"Ref": "AWS::Region"},
    ],
)
def test_a_reference_to_the_wrong_kind_is_found(recipe):
    [found] = of_pipeline(ImageRecipeArn=recipe)
    assert found.path == ("ImageRecipeArn",)
    assert "gives a value of this form; the ARN of an image recipe" in found.hint


@pytest.mark.parametrize(
    ("name", "version", "expected"),
    [
        ("My web_Servers", "2.x.x", "my-web-servers/2.0.0"),
        ({"Fn::Sub": "web-${AWS::Region}"}, "1.0.0", "web-us-east-1/1.0.0"),
        ("web!", "v1", "sample/1.0.0"),
        ({"Ref": "Parameter"}, {"Ref": "Parameter"}, "sample/1.0.0"),
    ],
)
def test_a_sample_has_name_and_version_as_they_would_stand_in_the_arn(name, version, expected):
    recipe = {"Type": RECIPE["Type"], "Properties": {"Name": name, "Version": version}}
    properties = {"Name": "web", "InfrastructureConfigurationArn": {"Ref": "Recipe"}}
    found = of_resource("ImagePipeline", properties, Recipe=recipe)[0]
    arn = f"arn:aws:imagebuilder:us-east-1:111122223333:image-recipe/{expected}"
    assert found.message.startswith(f'InfrastructureConfigurationArn is "{arn}" (')


@pytest.mark.parametrize("attribute", ["Arn", "Major", "Minor", "Patch"])
def test_a_latest_version_is_a_component_to_choose(attribute):
    component = {
        "Type": "AWS::ImageBuilder::Component",
        "Properties": {"Name": "hardening", "Version": "1.0.0", "Platform": "Linux"},
    }
    arn = {"Fn::GetAtt": ["Component", f"LatestVersion.{attribute}"]}
    recipe = {**RECIPE["Properties"], "Components": [{"ComponentArn": arn}]}
    assert of_resource("ImageRecipe", recipe, Component=component) == []


def test_a_component_is_used_by_reference():
    component = {
        "Type": "AWS::ImageBuilder::Component",
        "Properties": {"Name": {"Ref": "Name"}, "Version": {"Ref": "V"}, "Platform": "Linux"},
    }
    recipe = {**RECIPE["Properties"], "Components": [{"ComponentArn": {"Ref": "Component"}}]}
    assert of_resource("ImageRecipe", recipe, Component=component) == []


def test_a_workflow_is_used_by_reference():
    workflow = {
        "Type": "AWS::ImageBuilder::Workflow",
        "Properties": {"Name": "scan", "Version": "1.0.0", "Type": "TEST"},
    }
    properties = {
        "Name": "web",
        "InfrastructureConfigurationArn": {"Ref": "Infrastructure"},
        "Workflows": [{"WorkflowArn": {"Ref": "Workflow"}}],
    }
    others = {"Infrastructure": INFRASTRUCTURE, "Workflow": workflow}
    assert of_resource("ImagePipeline", properties, **others) == []


def test_pseudo_parameters_stand_for_values_of_their_form():
    arn = "arn:${AWS::Partition}:imagebuilder:${AWS::Region}:aws:component/update-linux/x.x.x"
    recipe = {**RECIPE["Properties"], "Components": [{"ComponentArn": {"Fn::Sub": arn}}]}
    assert of_resource("ImageRecipe", recipe) == []
    assert of_distribution({"TargetAccountIds": [{"Ref": "AWS::AccountId"}]}) == []


def test_a_substitution_is_checked_with_its_literals():
    [found] = of_component(Name={"Fn::Sub": "web-${!Literal}"})
    assert 'Name is "web-${Literal}"' in found.message


@pytest.mark.parametrize(
    "unknown",
    [
        {"Ref": "Parameter"},
        {"Ref": ["odd"]},
        {"Fn::Sub": "${Parameter}!"},
        {"Fn::Sub": ["${x}!", {"x": {"Ref": "Parameter"}}]},
        {"Fn::Sub": {}},
        {"Fn::GetAtt": ["Bucket", "Arn"]},
        {"Fn::GetAtt": "Bucket"},
        {"Fn::GetAtt": [1, 2]},
        {"Fn::ImportValue": "x"},
        {"Fn::If": "odd"},
        "{{resolve:ssm:/name}}",
    ],
)
def test_what_only_a_deployment_knows_is_taken_to_be_right(unknown):
    assert of_component(Name=unknown) == []


def test_a_dynamic_reference_may_become_a_number():
    assert of_volume(VolumeSize="{{resolve:ssm:/size}}") == []


def test_text_from_a_function_may_become_a_number():
    assert of_volume(VolumeSize={"Fn::Sub": "20"}) == []


def test_text_from_a_function_becomes_no_list():
    [found] = of_component(SupportedOsVersions={"Ref": "AWS::Region"})
    assert found.message == 'SupportedOsVersions is the text "us-east-1", the service wants a list'


def test_no_value_leaves_the_property_out():
    nothing = {"Ref": "AWS::NoValue"}
    assert of_component(Description=nothing, Tags={"team": nothing, "site": "x"}) == []
    assert paths(of_component(Name=nothing)) == [("Name",)]


def test_no_value_leaves_the_item_out():
    nothing = {"Ref": "AWS::NoValue"}
    assert messages(of_component(SupportedOsVersions=[nothing])) == [
        "SupportedOsVersions has 0 entries, the service wants 1 to 25 entries"
    ]


def test_both_branches_of_a_condition_are_checked():
    choice = {"Fn::If": ["C", {"Fn::If": ["D", "a", "good"]}, "b"]}
    found = of_component(Name=choice)
    assert paths(found) == [("Name", "Fn::If", 1, "Fn::If", 1), ("Name", "Fn::If", 2)]


def test_a_branch_without_a_required_property_is_found():
    found = of_component(Name={"Fn::If": ["C", "good", {"Ref": "AWS::NoValue"}]})
    assert paths(found) == [("Name", "Fn::If", 2)]


def test_a_condition_chooses_between_structures():
    choice = {"Fn::If": ["C", {"VolumeSize": 0}, {"Ref": "AWS::NoValue"}]}
    properties = {**RECIPE["Properties"], "BlockDeviceMappings": [{"Ebs": choice}]}
    found = of_resource("ImageRecipe", properties)
    assert paths(found) == [("BlockDeviceMappings", 0, "Ebs", "Fn::If", 1, "VolumeSize")]


def test_items_that_a_condition_may_drop_get_the_benefit_of_the_doubt():
    """Two conditions may exclude each other, so the list is not known to be too long."""
    maybe = {"Fn::If": ["C", "Linux 1", {"Ref": "AWS::NoValue"}]}
    assert of_component(SupportedOsVersions=["Linux 2"] * 24 + [maybe, maybe]) == []
    assert paths(of_component(SupportedOsVersions=["Linux 2"] * 26 + [maybe])) == [
        ("SupportedOsVersions",)
    ]


def test_a_macro_beside_properties_may_add_what_is_missing():
    macro = {"Name": "AWS::Include"}
    found = of_resource("Component", {"Fn::Transform": macro, "Name": "ab"})
    assert paths(found) == [("Name",)]


def test_a_macro_beside_tags_is_no_tag():
    tags = {"team": "web", "Fn::Transform": {"Name": "Tags"}}
    assert of_component(Tags=tags) == []


def test_names_that_refer_to_each_other_end():
    """CloudFormation refuses the circle; the check must not run round in it."""
    first = {"Type": RECIPE["Type"], "Properties": {"Name": {"Fn::GetAtt": ["Second", "Name"]}}}
    second = {"Type": RECIPE["Type"], "Properties": {"Name": {"Fn::GetAtt": ["First", "Name"]}}}
    found = list(violations({"First": first, "Second": second}))
    assert {"Version", "ParentImage"} == {str(it.path[0]) for it in found}


def test_every_violation_of_every_resource_is_told():
    resources = {
        name: {"Type": "AWS::ImageBuilder::Component", "Properties": {"Name": "a", "Version": "1"}}
        for name in ("First", "Second")
    }
    found = [(it.logical_id, *it.path) for it in violations(resources)]
    kinds = ("Name", "Version", "Platform")
    assert [(name, kind) for name in ("First", "Second") for kind in kinds] == found

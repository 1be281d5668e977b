"""The patterns of the Image Builder model said in words, by the name of their shape."""

from __future__ import annotations

PATTERN_WORDS = {
    "AccountId": "an account is 12 digits, in quotes",
    "AmiNameString": "letters, digits, spaces and - _ : . { }; a space, : or . not first or last",
    "AmiWatermarkName": "letters, digits, inner spaces and ( ) [ ] . / ' @ _ -",
    "ComponentParameterName": "a NUL character cannot be sent",
    "ComponentParameterValue": "a NUL character cannot be sent",
    "ComponentVersionArnOrBuildVersionArn": (
        "the ARN of a component with its version: arn:...:component/<name>/1.0.0/1 or .../1.0.x"
    ),
    "ContainerRecipeArn": (
        "the ARN of a container recipe with its version: arn:...:container-recipe/<name>/1.0.0"
    ),
    "DistributionConfigurationArn": "the ARN of a distribution configuration",
    "ImageRecipeArn": (
        "the ARN of an image recipe with its version: arn:...:image-recipe/<name>/1.0.0"
    ),
    "InfrastructureConfigurationArn": "the ARN of an infrastructure configuration",
    "InlineComponentData": "a NUL character cannot be sent",
    "InlineDockerFileTemplate": "a NUL character cannot be sent",
    "InlineWorkflowData": "a NUL character cannot be sent",
    "InstanceProfileNameType": "the name of the instance profile, not its ARN or path",
    "LaunchTemplateId": "lt- and 17 letters or digits",
    "LicenseConfigurationArn": "arn:...:license-configuration:lic-<32 letters or digits>",
    "LogGroupName": "letters, digits and - _ / .",
    "OrganizationArn": "arn:aws:organizations::<management account>:organization/o-...",
    "OrganizationalUnitArn": "arn:aws:organizations::<management account>:ou/o-.../ou-...-...",
    "ParallelGroup": "letters, digits and - _ + #, a letter or digit first",
    "ResourceName": "letters, digits, hyphens and underscores; spaces only inside",
    "RoleNameOrArn": "the name or the ARN of an IAM role",
    "SnsTopicArn": "the ARN of a standard topic; FIFO topics are not supported",
    "SsmParameterName": "letters, digits and _ . - /",
    "TagKey": "letters, digits, spaces and _ . : / = + - @; keys may not start with aws:",
    "Timezone": "a time zone such as Europe/Berlin",
    "UserDataOverride": "the text encoded as base64",
    "VersionNumber": "three numbers such as 1.0.0; only recipes take an x",
    "WildcardVersionNumber": "three parts, numbers or x, such as 1.0.0 or 1.0.x",
    "WorkflowParameterName": "a NUL character cannot be sent",
    "WorkflowParameterValue": "a NUL character cannot be sent",
    "WorkflowVersionArnOrBuildVersionArn": (
        "the ARN of a workflow with its kind and version: arn:...:workflow/build/<name>/1.0.0/1"
    ),
}

"""Findings about what a payload becomes: AF5xx."""

from __future__ import annotations

from generator.findings import Code, Severity

API_CONSTRAINT = Code(
    "AF501",
    "Image Builder would refuse this value",
    Severity.ERROR,
    "A property of a generated resource breaks a constraint of the Image Builder API: a length,\n"
    "a pattern, a list of allowed words, a range. Template linters and AWS's own SDK let most of\n"
    "these through; the service refuses them half a minute into a deployment. The constraints\n"
    "are read from the service model that ships with botocore.",
    "botocore imagebuilder/2019-12-02 service model",
)
TOO_MANY_RESOURCES = Code(
    "AF502",
    "too many resources for one stack",
    Severity.ERROR,
    "A CloudFormation stack holds at most 500 resources. Split the images over several payload\n"
    "files: each becomes a stack of its own. Files are never split automatically, because an\n"
    "Image Builder resource that moves between stacks collides with itself.",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
)
TOO_LARGE = Code(
    "AF503",
    "template too large",
    Severity.ERROR,
    "A template that CloudFormation reads from S3 has at most 1,000,000 bytes. Split the images\n"
    "over several payload files, or move long component documents to components of their own\n"
    "that the payload names by ARN.",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
)
TOO_MANY_OUTPUTS = Code(
    "AF504",
    "too many outputs for one stack",
    Severity.ERROR,
    "A CloudFormation stack has at most 200 outputs; every image has one for its pipeline and\n"
    "one for its SSM parameter. Split the images over several payload files.",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
)
SAME_STACK = Code(
    "AF505",
    "two payloads make the same stack",
    Severity.ERROR,
    "Two payload files of one call have the same factory name, so the second would overwrite the\n"
    "template of the first. Give each file its own `factory.name`; without one the name is made\n"
    "of the file's name.",
)

CODES = (API_CONSTRAINT, TOO_MANY_RESOURCES, TOO_LARGE, TOO_MANY_OUTPUTS, SAME_STACK)

"""Findings about the shape of a payload: AF2xx."""

from __future__ import annotations

from generator.findings import Code, Severity


def _shape(id_: str, title: str, explain: str) -> Code:
    return Code(id_, title, Severity.ERROR, explain)


UNKNOWN_KEY = _shape(
    "AF201",
    "unknown key",
    "The payload has a key that AMI Factory does not know. Unknown keys are refused rather than\n"
    "ignored, because an ignored key is a setting that silently does nothing. Check the spelling;\n"
    "`amifactory schema` prints every key, and editors complete them from the same schema.",
)
MISSING_KEY = _shape(
    "AF202",
    "missing key",
    "A key without a safe default is missing. Every image needs `imageName` and `sourceImage`,\n"
    "either in the image itself or, for `sourceImage`, in `defaults`.",
)
WRONG_KIND = _shape(
    "AF203",
    "wrong kind of value",
    "A mapping, a list or a single value stands where another kind is needed. In YAML this is\n"
    "most often wrong indentation, or a `- ` that is missing or too many.",
)
WRONG_FORM = _shape(
    "AF204",
    "value has the wrong form",
    "The value does not have the form that AWS expects of it. The message says which form that\n"
    "is; the rules are those of the Image Builder, EC2, SSM and KMS APIs.",
)
NOT_A_CHOICE = _shape(
    "AF205",
    "value is not one of the choices",
    "The key takes one of a few words, and this is none of them. Words are case-sensitive.",
)
OUT_OF_RANGE = _shape(
    "AF206",
    "number is out of range",
    "The number is outside of what AWS accepts for this setting. The message names both ends of\n"
    "the range; they are those of the Image Builder and EC2 APIs.",
)
NO_VALUE = _shape(
    "AF207",
    "key without a value",
    "The key is there but has no value (nothing, `null` or `~`). An empty value could mean the\n"
    "default or a forgotten setting, so it is refused: give a value, or remove the key to get the\n"
    "default.",
)
PLACEHOLDER = _shape(
    "AF208",
    "placeholder left in place",
    "The value is a placeholder that an example or template put there. `accounts` takes the\n"
    "12-digit ids of the AWS accounts that may launch the AMI besides the one that builds it;\n"
    "`aws sts get-caller-identity --query Account` prints the id of an account one is signed in\n"
    "to. Remove the key to keep the AMI private.",
)
NOT_TRUE_OR_FALSE = _shape(
    "AF209",
    "neither true nor false",
    "The key takes true or false, unquoted. YAML 1.1 also read yes, no, on and off as booleans;\n"
    "that made country codes and switches change meaning, so they are not accepted here.",
)
NOT_A_NUMBER = _shape(
    "AF210",
    "not a whole number",
    "The key takes a whole number without quotes, in decimal digits.",
)
TOO_MANY = _shape(
    "AF211",
    "too few or too many entries",
    "The list has fewer or more entries than AWS accepts: a payload needs at least one image, and\n"
    "the Image Builder API limits how many organizations, units, accounts that receive copies,\n"
    "watermarks and workflows one image may name.",
)
EITHER_OR = _shape(
    "AF212",
    "exactly one of several keys is needed",
    "The entry needs exactly one of the named keys: they are different ways to say the same thing.",
)
UNSAFE_URL = _shape(
    "AF213",
    "bootstrap URL cannot be used",
    "The bootstrap script is downloaded by a machine that becomes everybody's machine, so the\n"
    "URL has to be plain: https:// or s3://, an ASCII host, no user name or password, no\n"
    "fragment, no braces, and no signed query (its signature is a secret, and it expires before\n"
    "the next scheduled build).",
)
UNUSABLE_SUPPRESSION = _shape(
    "AF214",
    "suppression cannot be used",
    "An entry of `suppress` names a rule that does not exist or cannot be suppressed. Findings of\n"
    "the rules (AF3xx, AF4xx) can be suppressed, each with a reason; findings about the text\n"
    "itself (AF1xx, AF2xx) cannot, since without them there is no payload to work with.",
)

DOCUMENT_GIVEN = _shape(
    "AF217",
    "a document instead of a payload",
    "The file is a document of Image Builder or Systems Manager. `amifactory check` takes it and\n"
    "tells what is wrong with it; templates are generated from payloads, which use it.",
)
TEMPLATE_GIVEN = _shape(
    "AF216",
    "a template instead of a payload",
    "The file is a CloudFormation template, perhaps one that `amifactory generate` wrote. `check`\n"
    "and `generate` take payloads; `lint` takes both.",
)

CODES = (
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_KIND,
    WRONG_FORM,
    NOT_A_CHOICE,
    OUT_OF_RANGE,
    NO_VALUE,
    PLACEHOLDER,
    NOT_TRUE_OR_FALSE,
    NOT_A_NUMBER,
    TOO_MANY,
    EITHER_OR,
    UNSAFE_URL,
    UNUSABLE_SUPPRESSION,
    TEMPLATE_GIVEN,
    DOCUMENT_GIVEN,
)

"""buildAmi: starts one SSM Automation for each image of a payload.

The event is the payload: as a console test event, as the constant input of a rule or schedule,
from `aws lambda invoke`, as JSON text, or in {"body": ...}. All of it is checked before anything
starts; images without a fault start whatever happens to the others. Each gives one record, also
logged as one line of JSON. The answer is {"started": [record...], "failed": [record...]}.
If one failed, ImagesFailedError is raised so that alarms, retries and the dead-letter queue see
it: its message is one sentence, a line feed, and the answer as JSON.
"""

from __future__ import annotations

import functools
import json
import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

MOST_IMAGES, MOST_CHARACTERS = 100, 1_000_000
MOST_VALUES = 50  # of a parameter, with up to 512 characters each (StartAutomationExecution)
MOST_TAGS = 45  # EC2 allows 50 on an AMI, the documents add their own
LONGEST_DESCRIPTION = 255  # ASCII characters, no braces (CreateImage, SSM); a payload has more
SPARE_MILLISECONDS = 10_000  # left when the last image starts, so that the answer is always given

STATUSES = ("started", "failed")
LINUX = "DefaultLinuxAmiDocument"
DEFAULT_DOCUMENTS = {LINUX: "LINUX_DOCUMENT", "DefaultWindowsAmiDocument": "WINDOWS_DOCUMENT"}
DEFAULT_KEY = "alias/aws/ebs"
AMI_ID = r"ami-(?:[0-9a-f]{8}|[0-9a-f]{17})"
URL = (
    r"(?!.{513})(?!.*[?&](?i:x-amz-[a-z-]+|awsaccesskeyid|signature|sig|token|access_token)=)"
    r"(?:https://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?/[A-Za-z0-9._~:/?@!&()*+,;=%-]+"
    r"|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[A-Za-z0-9._~:/@!&()+,;=%-]+)"
)
PLAIN = r"(?!.*\{\{)[^\x00-\x1f]"  # SSM replaces what stands in double braces
ORG = r"arn:aws[a-z-]*:organizations::[0-9]{12}:"
TEXTS = {
    "imageName": (r"[A-Za-z0-9](?:[A-Za-z0-9 _-]{0,62}[A-Za-z0-9])?", "1 to 64 of A-Za-z0-9 _-"),
    "sourceImage": (AMI_ID + r"|ssm:[A-Za-z0-9_.:/-]{1,2048}", "ami-... or ssm:<parameter>"),
    "bootstrapUrl": (URL, "https:// or s3://, up to 512 characters, no password or signature"),
    "bootstrapSha256": (r"[0-9a-f]{64}", "64 lower-case hexadecimal digits"),
    "automationDocument": (r"[A-Za-z0-9_.-]{3,128}", "the name of an SSM document"),
    "architecture": (r"x86_64|arm64", "x86_64 or arm64"),
    "description": (r"[^\x00-\x1f]{1,1024}", "1 to 1024 characters, no control characters"),
    "updateOs": (r"before|after|both|never", "before, after, both or never"),
}
LISTS = {
    "accounts": (r"[0-9]{12}", "12 digits, written as text"),
    "organizations": (ORG + r"organization/o-[a-z0-9]{10,32}", "an organization's ARN"),
    "organizationalUnits": (ORG + r"ou/o-[a-z0-9]{10,32}/ou-[0-9a-z]+-[0-9a-z]{8,32}", "its ARN"),
}
TAG_KEY = rf"(?!(?i:aws|amifactory):)(?!CreatedBy$){PLAIN}{{1,128}}"

Record = dict[str, Any]


class RefusedError(Exception):
    """The event, or one image of it, cannot be used."""


class ImagesFailedError(Exception):
    """At least one image did not start; the others did."""


@dataclass(slots=True)
class Wish:
    """One image as the event asks for it, defaults included."""

    name: str
    keys: dict[str, Any]
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@functools.cache
def ssm() -> Any:
    """The SSM client: made at the first use, kept while Lambda keeps the process."""
    return boto3.client("ssm", config=Config(retries={"mode": "standard", "max_attempts": 6}))


def handler(event: Any, context: Any) -> dict[str, list[Record]]:
    """Check the event, start its images, raise if one of them did not start."""
    payload = payload_of(event)
    run = Run(context, str(payload.get("delivery", context.aws_request_id)))
    records = [run.record(wish) for wish in list(read_images(payload))]
    answer = {kind: [one for one in records if one["status"] == kind] for kind in STATUSES}
    if answer["failed"]:
        names = ", ".join(record["image"] for record in answer["failed"])
        raise ImagesFailedError(f"images that did not start: {names}\n{json.dumps(answer)}")
    return answer


def payload_of(event: Any) -> dict[str, Any]:
    """The payload in an event, with images and defaults that are maps."""
    payload = event["body"] if isinstance(event, dict) and "body" in event else event
    text = payload if isinstance(payload, str) else json.dumps(payload)
    if len(text) > MOST_CHARACTERS:
        raise RefusedError(f"the event has more than {MOST_CHARACTERS} characters")
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"the event is not JSON: {error}") from None
    images = payload.get("amis") if isinstance(payload, dict) else None
    if not isinstance(images, list) or not 0 < len(images) <= MOST_IMAGES:
        raise RefusedError(f'expected {{"amis": [...]}} with 1 to {MOST_IMAGES} images')
    if not all(isinstance(one, dict) for one in (payload.setdefault("defaults", {}), *images)):
        raise RefusedError("defaults and every entry of amis are objects")
    return dict(payload)


def merged(defaults: dict[str, Any], image: dict[str, Any]) -> dict[str, Any]:
    """An image over the defaults: maps merge, lists replace, null is nothing written."""
    keys = {key: value for key, value in {**defaults, **image}.items() if value is not None}
    for key, value in keys.items():
        if isinstance(value, dict) and isinstance(defaults.get(key), dict):
            keys[key] = {**defaults[key], **value}
    if isinstance(keys.get("accounts"), list):  # a number of 12 digits has lost no leading zero
        keys["accounts"] = [str(one) if type(one) is int else one for one in keys["accounts"]]
    return keys


def read_images(payload: dict[str, Any]) -> Iterator[Wish]:
    """The images, everything that is wrong with them, and what this engine does not use."""
    images = [merged(payload["defaults"], image) for image in payload["amis"]]
    names = [str(keys.get("imageName", "")) for keys in images]
    for number, (name, keys) in enumerate(zip(names, images, strict=True)):
        known = re.fullmatch(TEXTS["imageName"][0], name)
        wish = Wish(name if known else f"amis[{number}]", keys)
        wish.faults = [*faults_of(keys)] or [*unshareable(keys)]
        if known and names.count(name) > 1:  # an image is known by its name
            wish.faults.append(f"imageName: stands {names.count(name)} times, expected once")
        if unused := sorted(keys.keys() - {*TEXTS, *LISTS, "amiTags"}):
            wish.notes.append(f"not used by the classic engine: {', '.join(unused)[:500]}")
        yield wish


def faults_of(keys: dict[str, Any]) -> Iterator[str]:
    """Everything that is wrong with the keys of one image, each with the key's name."""
    missing = [key for key in ("imageName", "sourceImage") if key not in keys]
    yield from (f"{key}: is missing, expected {TEXTS[key][1]}" for key in missing)
    if "bootstrapSha256" in keys and "bootstrapUrl" not in keys:
        yield "bootstrapSha256: has nothing to verify without bootstrapUrl"
    for key, value in keys.items():
        if key in TEXTS:
            yield from wrong_text(key, value, *TEXTS[key])
        elif key in LISTS:
            yield from wrong_list(key, value, *LISTS[key])
    yield from wrong_tags(keys.get("amiTags", {}))


def wrong_text(key: str, value: Any, form: str, expected: str) -> Iterator[str]:
    """What is wrong with a URL or a tag may be the secret in it, so these are not quoted."""
    if not isinstance(value, str) or not re.fullmatch(form, value):
        quoted = "the value" if key.startswith(("bootstrapUrl", "amiTags.")) else json.dumps(value)
        yield f"{key}: {quoted[:80]} is not what was expected, {expected}"


def wrong_list(key: str, values: Any, form: str, expected: str) -> Iterator[str]:
    """What is wrong with a list and with each of its entries."""
    if not isinstance(values, list) or len(values) > MOST_VALUES:
        yield f"{key}: is not a list of at most {MOST_VALUES} entries"
        return
    for number, value in enumerate(values):
        yield from wrong_text(f"{key}[{number}]", value, form, expected)


def wrong_tags(tags: Any) -> Iterator[str]:
    """Tags that EC2 would refuse, or that are the factory's own."""
    if not isinstance(tags, dict) or len(tags) > MOST_TAGS:
        yield f"amiTags: is not a map of at most {MOST_TAGS} tags"
        return
    for key, value in tags.items():
        yield from wrong_text("amiTags", key, TAG_KEY, "a key that is not the factory's or AWS's")
        yield from wrong_text(
            f"amiTags.{key[:80]}", value, PLAIN + "{0,256}", "up to 256 characters"
        )


def unshareable(keys: dict[str, Any]) -> Iterator[str]:
    """Sharing an AMI under the key that AWS manages fails, and only after the whole build."""
    account = os.environ["AUTOMATION_ROLE_ARN"].split(":")[4]
    shared = [key for key in LISTS if set(keys.get(key, ())) - {account}]
    managed = os.environ["KMS_KEY_ARN"].rpartition(":")[2] in ("", DEFAULT_KEY)
    if shared and managed and keys.get("automationDocument", LINUX) in DEFAULT_DOCUMENTS:
        yield f"{shared[0]}: cannot share what {DEFAULT_KEY} encrypts, give the stack its own key"


class Run:
    """One invocation: what its images have in common."""

    def __init__(self, context: Any, delivery: str) -> None:
        self.context, self.delivery = context, delivery
        self.stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
        self.source_ami = functools.cache(source_ami)
        self.declared = functools.cache(declared_parameters)

    def record(self, wish: Wish) -> Record:
        """Start an image unless it has faults; the record of it, logged."""
        record: Record = {"image": wish.name, "status": "started", "notes": wish.notes}
        try:
            if not wish.faults:
                record |= self.start(wish)
        except Exception as error:  # noqa: BLE001  # whatever it is, the other images still start
            said = f"{type(error).__name__}: {error}".removeprefix("RefusedError: ")
            wish.faults.append(said[:500])
        if wish.faults:
            record |= {"status": "failed", "faults": wish.faults}
        print(json.dumps(record))  # noqa: T201  # the function's log
        return record

    def start(self, wish: Wish) -> Record:
        """Start the automation of one image, once for each delivery of the event."""
        if self.context.get_remaining_time_in_millis() < SPARE_MILLISECONDS:
            raise RefusedError("the function ran out of time: invoke it with fewer images")
        document = wish.keys.get("automationDocument", LINUX)
        document = os.environ.get(DEFAULT_DOCUMENTS.get(document, ""), document)
        token = self.token(wish)
        wanted = self.parameters(wish, token)
        passed = {key: wanted[key] for key in wanted if key in self.declared(document)}
        if unknown := sorted(wanted.keys() - passed.keys()):
            wish.notes.append(f"{document} does not declare {', '.join(unknown)}")
        facts = {"document": document, "sourceAmi": wanted["SourceAmiId"][0]}
        request = {"DocumentName": document, "Parameters": passed, "ClientToken": token}
        try:
            started = ssm().start_automation_execution(**request)
        except ssm().exceptions.IdempotentParameterMismatch:
            # The same wish: what differs is what is added here, as the time in the AMI's name.
            wish.notes.append("started by an earlier attempt of this invocation")
            return facts | {"executionId": None}
        execution = started["AutomationExecutionId"]
        return facts | {"executionId": execution, "amiName": wanted["AmiName"][0]}

    def token(self, wish: Wish) -> str:
        """The same for every delivery of one event, another for every wanted build.

        Lambda repeats an asynchronous event under its request id. A constant input has no id, so a
        caller that repeats itself under new ids, as Scheduler may, adds "delivery" to the payload:
        <aws.scheduler.scheduled-time>.
        """
        delivery = [os.environ["FACTORY_NAME"], wish.keys, self.delivery]
        return str(uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(delivery, sort_keys=True)))

    def parameters(self, wish: Wish, token: str) -> dict[str, list[str]]:
        """What a document may ask for, without what is empty: SSM takes no empty value."""
        env, keys, tags = os.environ, wish.keys, wish.keys.get("amiTags", {})
        described = keys.get("description", f"{wish.name} from {keys['sourceImage']}")
        description = re.sub(r"[^ -z|~]", "?", described)[:LONGEST_DESCRIPTION]
        if description != described:
            wish.notes.append(f"description cut to {LONGEST_DESCRIPTION} plain characters")
        arm = keys.get("architecture") == "arm64"
        values = {
            "AutomationAssumeRole": [env["AUTOMATION_ROLE_ARN"]],
            "SourceAmiId": [self.source_ami(keys["sourceImage"])],
            "FactoryName": [env["FACTORY_NAME"]],
            "ImageName": [wish.name],
            "AmiName": [f"{wish.name} {self.stamp}-{token[:4]}"],
            "Description": [description],
            "InstanceType": [env["ARM_INSTANCE_TYPE" if arm else "INSTANCE_TYPE"]],
            "LaunchTemplateId": [env["LAUNCH_TEMPLATE_ID"]],
            "KmsKeyId": [env["KMS_KEY_ARN"] or DEFAULT_KEY],
            "BootstrapUrl": [keys.get("bootstrapUrl", "")],
            "BootstrapSha256": [keys.get("bootstrapSha256", "")],
            "UpdateOs": [keys.get("updateOs", "before")],
            "RotateFunctionName": [env["ROTATE_FUNCTION_NAME"]],
            "Accounts": keys.get("accounts", []),
            "OrganizationArns": keys.get("organizations", []),
            "OrganizationalUnitArns": keys.get("organizationalUnits", []),
            "AmiTags": [json.dumps({"Key": key, "Value": tags[key]}) for key in tags],  # MapList
        }
        return {key: value for key, value in values.items() if any(value)}


def source_ami(source: str) -> str:
    """The AMI id that a source image stands for now."""
    if not source.startswith("ssm:"):
        return source
    try:
        value = ssm().get_parameter(Name=source.removeprefix("ssm:"))["Parameter"]["Value"]
    except ClientError as error:
        raise RefusedError(f"sourceImage: {source} cannot be read: {error}") from None
    if not re.fullmatch(AMI_ID, value):  # not quoted: a parameter may hold a secret
        raise RefusedError(f"sourceImage: {source} does not hold an AMI id")
    return str(value)


def declared_parameters(document: str) -> frozenset[str]:
    """Names of the parameters an Automation document takes; SSM refuses any other."""
    try:
        found = ssm().describe_document(Name=document)["Document"]
    except ClientError as error:
        raise RefusedError(f"automationDocument: {document} cannot be read: {error}") from None
    return frozenset(parameter["Name"] for parameter in found.get("Parameters", []))

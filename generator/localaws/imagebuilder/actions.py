"""What the steps of workflows do: instances, AMIs, logs. No script runs anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.localaws import rehearsing
from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder import console, distributing, naming, notices
from generator.localaws.imagebuilder.failing import BuildError
from generator.localaws.imagebuilder.runs import StepRun
from generator.localaws.imagebuilder.world import aws, check_key

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.building import Build

EMULATES = (
    Emulated(
        "Build and test instances are EC2 instances with the infrastructure's settings, tagged"
        " CreatedBy and Ec2ImageBuilderArn, and terminated",
        "EC2 Image Builder User Guide; AWS managed policies",
    ),
    Emulated("The instance type that is taken when the infrastructure names none", "unverified"),
    Emulated("Actions that have no effect here (RunCommand and others) only take time",
             "unverified"),
)  # fmt: skip

SECONDS = {
    "LaunchInstance": 120,
    "ExecuteComponents": 240,
    "CollectImageMetadata": 45,
    "SanitizeInstance": 20,
    "RunSysPrep": 180,
    "CreateImage": 240,
    "TerminateInstance": 15,
    "DistributeImage": 120,
    "ModifyImageAttributes": 10,
    "ApplyImageConfigurations": 20,
}
"""Action -> simulated seconds, made up; all others take a minute."""

MAIN = {"BUILD": "ExecuteComponents", "TEST": "ExecuteComponents",
        "DISTRIBUTION": "DistributeImage"}  # fmt: skip
"""Type of a workflow -> the action that fails when a fault names no step."""

CREATED_BY = "EC2 Image Builder"


def wanted(build: Build, step: StepRun) -> bool:
    """Whether a conditional step of a managed workflow runs."""
    windows = build.image["platform"] == "Windows"
    scanning = build.image.get("imageScanningConfiguration", {}).get("imageScanningEnabled", False)
    conditions = {
        "metadata": build.image.get("enhancedImageMetadataEnabled", True),
        "windows": windows,
        "not windows": not windows,
        "scanning": scanning,
    }
    return bool(conditions.get(step.said.get("when", ""), True))


def seconds(build: Build, step: StepRun) -> float:
    """How long a step takes; a region more takes a copy more."""
    more = 0
    if step.action == "DistributeImage":
        more = 180 * max(len(distributing.entries(build)) - 1, 0)
    return SECONDS.get(step.action, 60) + more


def begin(build: Build, step: StepRun) -> None:
    """What a step does when it begins.

    Raises:
        BuildError, ClientError: when it fails.

    """
    build.say([f"Step {step.name} ({step.action})"])
    starts: Mapping[str, Callable[[Build, StepRun], None]] = {
        "LaunchInstance": _launch,
        "ExecuteComponents": _execute,
        "WaitForAction": _wait,
    }
    if step.action in starts:
        starts[step.action](build, step)


def end(build: Build, step: StepRun) -> None:
    """What a step does when its time is over.

    Raises:
        BuildError, ClientError: when it fails.

    """
    _fail_as_told(build, step)
    ends: Mapping[str, Callable[[Build, StepRun], None]] = {
        "CreateImage": _create_image,
        "TerminateInstance": _terminate,
        "DistributeImage": distributing.copy,
        "ModifyImageAttributes": distributing.share,
        "ApplyImageConfigurations": distributing.configure,
        "ExecuteComponents": _upload,
    }
    if step.action in ends:
        ends[step.action](build, step)


def _fail_as_told(build: Build, step: StepRun) -> None:
    fault = build.fault
    if fault is None or step is not _victim(build, fault.step):
        return
    build.fault = None
    build.say(fault.log)
    component = _failed_component(build, fault.step) if step.action == "ExecuteComponents" else {}
    arn = component.get("componentArn", "")
    told = f"Document {arn} failed!" if arn else "The local AWS was told to fail this step"
    message = fault.message or told
    error = component | {"errorMessage": message} if component else None
    regions = distributing.told_to_fail(build, message) if _distributes(step) else ()
    if component:
        console.upload(build.backend, build.image, _key(build, step), [*_texts(build), *fault.log])
    raise BuildError(message, error, regions)


def _distributes(step: StepRun) -> bool:
    return step.action in ("DistributeImage", "ModifyImageAttributes", "ApplyImageConfigurations")


def _victim(build: Build, named: str) -> StepRun:
    """The step that fails: the one named, the one that does the work, or the first."""
    steps = [step for step in build.run.steps if step.status != "SKIPPED"]
    by_name = [step for step in steps if named in (step.name, step.action)]
    main = [step for step in steps if step.action == MAIN[build.run.type]]
    return (by_name or main or steps)[0]


def _failed_component(build: Build, named: str) -> dict[str, str]:
    """Component, phase, step and action that are said to have failed."""
    ran = [(record, step) for record, step, _ in _lines(build)]
    own = [it for it in ran if it[1].action != "Unknown"]
    exact = [it for it in own if it[1].name == named]
    if not ran:
        return {}
    record, step = (exact or own or ran)[0]
    arn, phase = record["arn"], step.phase
    return {"componentArn": arn, "phaseName": phase, "stepName": step.name, "action": step.action}


def _lines(build: Build) -> Iterator[tuple[dict[str, Any], Any, str]]:
    """(component, step, line) for each component step of the phase that runs."""
    for record in build.components:
        for step, line in console.component_lines(record, console.phases_of(build.run.type)):
            yield record, step, f"{record['arn'].partition('/')[2]}: {line}"


def _texts(build: Build) -> list[str]:
    return [line for _, _, line in _lines(build)]


def ends_by_itself(step: StepRun) -> bool:
    """Whether a step ends when its time is over, rather than when somebody says so."""
    rehearsed = step.action == "ExecuteComponents" and rehearsing.brought() is not None
    return step.action != "WaitForAction" and not rehearsed


def _execute(build: Build, step: StepRun) -> None:
    """Let the lines of the components come one by one while the step lasts."""
    rehearse = rehearsing.brought()
    if rehearse is not None:
        clock.background(partial(_rehearse, rehearse, build, step), "rehearsal")
        return
    lines = ["TOE has started (emulated: no script is run)", *_texts(build)]
    share = seconds(build, step) / (len(lines) + 1)
    for place, line in enumerate(lines, 1):
        build.due.append(clock.later(place * share, partial(build.say, [line]), "log line"))


def _rehearse(rehearse: rehearsing.Rehearse, build: Build, step: StepRun) -> None:
    """In a thread of its own: run the components, once for both stages, and tell the clock."""
    if not build.verdicts:
        build.verdicts = rehearse([_part(build, record) for record in build.components])
    stage: rehearsing.Stage = "test" if build.run.type == "TEST" else "build"
    verdict = build.verdicts.get(stage, rehearsing.Verdict())
    clock.later(0, partial(_heard, build, step, verdict), "rehearsal ended")


def _part(build: Build, record: dict[str, Any]) -> rehearsing.Part:
    used = build.image["imageRecipe"]["components"]
    given = [
        it.get("parameters", ())
        for it in used
        if build.backend.get(it["componentArn"])["arn"] == record["arn"]
    ]
    values = {it["name"]: ",".join(it["value"]) for it in (given[0] if given else ())}
    name = record["arn"].partition("/")[2]
    return rehearsing.Part(name, record["arn"], record.get("data", ""), values)


def _heard(build: Build, step: StepRun, verdict: rehearsing.Verdict) -> None:
    """The components have run."""
    if step.status != "RUNNING":
        return
    build.say(verdict.lines)
    fault = verdict.fault
    if fault is None:
        build.end_step(step)
        return
    arn = next(
        (it["arn"] for it in build.components if it["arn"].partition("/")[2] == fault.part), ""
    )
    error = {
        "componentArn": arn,
        "phaseName": fault.phase,
        "stepName": fault.step,
        "action": fault.action,
        "errorMessage": fault.message,
    }
    build.fail_step(step, BuildError(f"Document {arn} failed! {fault.message}", error))


def _upload(build: Build, step: StepRun) -> None:
    problem = console.upload(build.backend, build.image, _key(build, step), _texts(build))
    build.say([problem] if problem else [])


def _key(build: Build, step: StepRun) -> str:
    return f"{build.run.id}/{step.id}/console.log"


def _wait(build: Build, step: StepRun) -> None:
    detail = {
        "workflow-execution-id": build.run.id,
        "workflow-step-execution-id": step.id,
        "workflow-step-name": step.name,
    }
    told = [build.arn, build.run.arn]
    notices.event(build.backend, "EC2 Image Builder Workflow Step Waiting", told, detail)


def _launch(build: Build, step: StepRun) -> None:
    """Launch the build or test instance."""
    infrastructure = build.image.get("infrastructureConfiguration", {})
    ec2 = aws(build.backend, "ec2")
    image = build.parent if build.run.type == "BUILD" else build.ami
    if "keyPair" in infrastructure:
        ec2.describe_key_pairs(KeyNames=[infrastructure["keyPair"]])
    for device in _devices(build):
        if "KmsKeyId" in device.get("Ebs", {}):
            check_key(build.backend, device["Ebs"]["KmsKeyId"], build.backend.region_name)
    run = ec2.run_instances(**_launch_request(build, infrastructure, image))
    build.instance = run["Instances"][0]["InstanceId"]
    step.outputs = {"instanceId": build.instance}
    build.say([f"Instance {build.instance} launched from {image}"])


def _launch_request(build: Build, infrastructure: Mapping[str, Any], image: str) -> dict[str, Any]:
    options = infrastructure.get("instanceMetadataOptions", {})
    optional = {
        "KeyName": infrastructure.get("keyPair"),
        "SubnetId": infrastructure.get("subnetId"),
        "SecurityGroupIds": infrastructure.get("securityGroupIds"),
        "MetadataOptions": {key[0].upper() + key[1:]: value for key, value in options.items()},
    }
    tags = infrastructure.get("resourceTags", {}) | {
        "Name": f"{'Test' if build.run.type == 'TEST' else 'Build'} instance for"
        f" {build.image['name']}",
        "CreatedBy": CREATED_BY,
        "Ec2ImageBuilderArn": build.arn,
    }
    return {key: value for key, value in optional.items() if value} | {
        "ImageId": image,
        "MinCount": 1,
        "MaxCount": 1,
        "InstanceType": _instance_type(build, infrastructure, image),
        "BlockDeviceMappings": _devices(build),
        "IamInstanceProfile": {"Name": infrastructure["instanceProfileName"]},
        "TagSpecifications": [{"ResourceType": "instance", "Tags": naming.tag_list(tags)}],
    }


def _devices(build: Build) -> list[dict[str, Any]]:
    """The recipe's volumes; a test instance has those of the AMI."""
    recipe = build.image.get("imageRecipe", {}) if build.run.type == "BUILD" else {}
    return naming.devices(recipe.get("blockDeviceMappings", []))


def _instance_type(build: Build, infrastructure: Mapping[str, Any], image: str) -> str:
    named = infrastructure.get("instanceTypes")
    if named:
        return str(named[0])
    found = aws(build.backend, "ec2").describe_images(ImageIds=[image])["Images"][0]
    return "m6g.large" if found.get("Architecture") == "arm64" else "m5.large"


def _create_image(build: Build, step: StepRun) -> None:
    """Make the AMI, named and tagged as the build region's distribution and the recipe say."""
    recipe = build.image["imageRecipe"]
    entry = distributing.entry_of(build, build.backend.region_name)
    description = entry.get("description") or recipe.get("description")
    tags = recipe.get("amiTags", {}) | naming.own_tags(build)
    tags = {key: naming.filled(build, value) for key, value in tags.items()}
    request: dict[str, Any] = {
        "InstanceId": build.instance,
        "Name": naming.ami_name(build, entry.get("name", "")),
        "TagSpecifications": [
            {"ResourceType": kind, "Tags": naming.tag_list(tags)} for kind in ("image", "snapshot")
        ],
    }
    request |= {"Description": description} if description else {}
    build.ami = aws(build.backend, "ec2").create_image(**request)["ImageId"]
    step.outputs = {"imageId": build.ami}
    build.say([f"AMI {build.ami} created"])


def _terminate(build: Build, _step: StepRun) -> None:
    build.drop_instance(failed=False)


def own_ami(build: Build) -> dict[str, Any]:
    """The AMI of the build region as outputResources tells of it."""
    return distributing.output(build, build.backend.region_name, build.ami)

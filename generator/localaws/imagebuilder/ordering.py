"""Orders for builds: from a request, a pipeline, a finished image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder import images, pipelines
from generator.localaws.imagebuilder.arns import Arn, latest_references, read_arn
from generator.localaws.imagebuilder.building import Build
from generator.localaws.imagebuilder.dependencies import RUNNING
from generator.localaws.imagebuilder.exceptions import bad_request
from generator.localaws.imagebuilder.kinds import kind
from generator.localaws.imagebuilder.making import own_record
from generator.localaws.imagebuilder.world import check_role, image_of, moment, parent_ami

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "Retry goes on in place from the test or distribution phase that failed",
        "botocore's model, RetryImage",
    ),
    Emulated("Retry of a build whose build phase did not end is refused", "unverified"),
    Emulated("An image that is only distributed is named after its source", "unverified"),
)


def create_image(backend: ImageBuilderBackend, asked: Record) -> Record:
    """CreateImage."""
    pipelines.check_order(backend, asked)
    arn = order(backend, asked)
    references = latest_references(arn)
    return {"imageBuildVersionArn": str(arn), "latestVersionReferences": references}


def start_pipeline(backend: ImageBuilderBackend, asked: Record) -> Record:
    """StartImagePipelineExecution."""
    arn = run_pipeline(backend, asked["imagePipelineArn"], asked.get("tags", {}), "USER_INITIATED")
    return {"imageBuildVersionArn": str(arn)}


def run_pipeline(backend: ImageBuilderBackend, arn: str, tags: Record, build_type: str) -> Arn:
    """Order what a pipeline builds."""
    pipeline = own_record(backend, kind("ImagePipeline"), arn)
    pipeline["dateLastRun"] = moment()
    wanted = {key: value for key, value in pipeline.items() if value is not None}
    return order(backend, wanted | {"tags": tags, "pipeline": arn, "buildType": build_type})


def order(backend: ImageBuilderBackend, wanted: Record) -> Arn:
    """Make an image and start its build; wildcards are resolved now."""
    recipe = backend.get(wanted["imageRecipeArn"])
    source = read_arn(recipe["arn"])
    arn = images.next_arn(backend, source.name, source.version)
    record = images.record_of(backend, arn, recipe["name"], wanted)
    record |= {
        "imageRecipe": recipe,
        "platform": recipe["platform"],
        "infrastructureConfiguration": backend.get(wanted["infrastructureConfigurationArn"]),
        "imageTestsConfiguration": pipelines.tests_of(wanted),
    }
    if wanted.get("distributionConfigurationArn"):
        distribution = backend.get(wanted["distributionConfigurationArn"])
        record["distributionConfiguration"] = distribution
    return _start(backend, arn, record)


def _start(backend: ImageBuilderBackend, arn: Arn, record: Record, ami: str = "") -> Arn:
    backend.shelves["Image"][str(arn)] = record
    build = Build(backend, str(arn), ami=ami, only_distributes=bool(ami))
    backend.builds[str(arn)] = build
    build.start()
    return arn


def distribute(backend: ImageBuilderBackend, asked: Record) -> Record:
    """DistributeImage: a new image whose build is nothing but a distribution."""
    check_role(backend, asked["executionRole"])
    distribution = backend.get(asked["distributionConfigurationArn"])
    ami = parent_ami(backend, asked["sourceImage"])
    arn, source = _of_source(backend, asked["sourceImage"], ami)
    record = images.record_of(backend, arn, source.get("name", arn.name), asked)
    taken = ("imageRecipe", "platform", "osVersion", "infrastructureConfiguration")
    record |= {key: source[key] for key in taken if key in source}
    record |= {"distributionConfiguration": distribution}
    return {"imageBuildVersionArn": str(_start(backend, arn, record, ami))}


def _of_source(backend: ImageBuilderBackend, text: str, ami: str) -> tuple[Arn, Record]:
    if text.startswith("arn:"):
        source = backend.resolve(text)
        return images.next_arn(backend, source.name, source.version), backend.get(text)
    windows = image_of(backend, ami).get("Platform", "").lower() == "windows"
    source_record = {"platform": "Windows" if windows else "Linux"}
    return images.next_arn(backend, f"distributed-{ami}", "1.0.0"), source_record


def cancel(backend: ImageBuilderBackend, asked: Record) -> Record:
    """CancelImageCreation: the build ends a little later."""
    arn = asked["imageBuildVersionArn"]
    record = own_record(backend, kind("Image"), arn)
    if record["state"]["status"] not in RUNNING:
        raise bad_request(f"The image '{arn}' is {record['state']['status']}.")
    backend.builds[arn].cancel()
    return {"imageBuildVersionArn": arn}


def retry(backend: ImageBuilderBackend, asked: Record) -> Record:
    """RetryImage: the same build goes on where it failed."""
    arn = asked["imageBuildVersionArn"]
    record = own_record(backend, kind("Image"), arn)
    if record["state"]["status"] not in ("FAILED", "CANCELLED"):
        raise bad_request(f"The image '{arn}' is {record['state']['status']}.")
    build = backend.builds[arn]
    if not build.ami:
        raise bad_request(
            f"The build phase of the image '{arn}' did not complete, so there is nothing to go on"
            " from. Start a new build."
        )
    image_of(backend, build.ami)
    build.retry()
    return {"imageBuildVersionArn": arn}

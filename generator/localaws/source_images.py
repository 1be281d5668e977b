"""Source images: the AMIs of Amazon, Canonical and Microsoft that a build starts from.

There is nothing to list them from, so they are made up: a public parameter of Systems Manager
makes the image it names when it is first read, and an image can be asked for (`seed_ami`). With
`made_up.on_sight` (the server sets it) any well-formed AMI id that nobody has seen is an image
from its first look on. Ids that were deregistered stay gone.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "The public parameters of Amazon Linux are those of the release of moto", "moto's resources"
    ),
    Emulated(
        "Public parameters of Ubuntu and Windows (/aws/service/canonical/ubuntu/,"
        " /aws/service/ami-windows-latest/) exist when they look right; their images are made up",
        "AWS Systems Manager user guide (calling AMI public parameters); the ids are made up",
    ),
    Emulated(
        "Source images are made up on first sight in `amifactory local`: any well-formed AMI id"
        " that was never registered here is a Linux image owned by Amazon",
        "made up",
    ),
)

UBUNTU = re.compile(
    r"/aws/service/canonical/ubuntu/(?:server|server-minimal|pro-server|eks|eks-pro)/[\w.]+/"
    r"(?:[\d.]+/)?stable/(?:current|[\d.]+)/(?P<cpu>amd64|arm64)/hvm/ebs-(?:gp2|gp3)/ami-id"
)
WINDOWS = re.compile(r"/aws/service/ami-windows-latest/(?:TPM-)?(?:Windows|EC2LaunchV2)[\w.-]+")
WELL_FORMED = re.compile(r"ami-(?:[0-9a-f]{8}|[0-9a-f]{17})")


@dataclass(slots=True)
class MadeUp:
    """When images are made up."""

    on_sight: bool = False


made_up = MadeUp()


@dataclass(frozen=True, slots=True)
class SourceImage:
    """What a made-up source image says of itself."""

    name: str
    owner: str
    architecture: str = "x86_64"
    platform: str = ""
    root_device: str = "/dev/sda1"


# The owners' account ids are made up, like everything of these images.


def amazon_linux(name: str) -> SourceImage:
    """An image of Amazon Linux, of the architecture that its name tells."""
    cpu = "arm64" if "arm64" in name else "x86_64"
    return SourceImage(name, "000011112222", cpu, root_device="/dev/xvda")


def ubuntu(name: str, cpu: str) -> SourceImage:
    """An image of Canonical's."""
    return SourceImage(name, "000022223333", {"amd64": "x86_64"}.get(cpu, cpu))


def windows(name: str) -> SourceImage:
    """An image of Windows Server."""
    return SourceImage(name, "000033334444", platform="windows")


def seed_ami(
    ami_id: str,
    region: str,
    account: str = "123456789012",
    image: SourceImage | None = None,
) -> str:
    """Let an image exist that an account sees in a region; gives its id."""
    from moto.ec2.models import ec2_backends

    _make(ec2_backends[account][region], ami_id, image or amazon_linux(f"source-{ami_id}"))
    return ami_id


def _make(backend: Any, ami_id: str, image: SourceImage) -> None:
    from moto.ec2.models.amis import Ami

    if ami_id in backend.amis:
        return
    backend.amis[ami_id] = Ami(
        backend, ami_id, name=image.name, owner_id=image.owner, owner_alias="amazon", public=True,
        architecture=image.architecture, platform=image.platform or None, root_device_type="ebs",
        virtualization_type="hvm", hypervisor="xen", image_location=f"amazon/{image.name}",
        root_device_name=image.root_device, description=f"Source image {image.name} (emulated)",
    )  # fmt: skip


def of_parameter(name: str) -> SourceImage | None:
    """The image that a public parameter names, when it is one of Canonical or Windows."""
    said = "-".join(name.split("/")[5:])
    if (found := UBUNTU.fullmatch(name)) is not None:
        return ubuntu(f"ubuntu-{said}", found["cpu"])
    if WINDOWS.fullmatch(name):
        return windows(name.rsplit("/", 1)[-1])
    return None


def plug() -> None:
    """Load no images beforehand; make those that are looked at."""
    from moto.ec2.models.amis import AmiBackend
    from moto.ssm.models import ParameterDict

    AmiBackend._load_amis = _load_none  # noqa: SLF001  # 1300 AMIs would cost a second a region
    _look(AmiBackend)
    _read(ParameterDict)


def _load_none(_backend: Any) -> None:
    """Nothing: images are made when they are first seen."""


def _look(backend: Any) -> None:
    theirs = backend.describe_images

    def describe_images(self: Any, ami_ids: Any = None, *rest: Any, **more: Any) -> Any:
        for ami_id in (ami_ids or ()) if made_up.on_sight else ():
            if WELL_FORMED.fullmatch(ami_id) and _unheard(self, ami_id):
                _make(self, ami_id, amazon_linux(f"source-{ami_id}"))
        return theirs(self, ami_ids, *rest, **more)

    backend.describe_images = describe_images


def _unheard(backend: Any, ami_id: str) -> bool:
    """Whether no account ever had that image in that region."""
    from moto.ec2.models import ec2_backends

    regions = [one[backend.region_name] for one in list(ec2_backends.values())
               if backend.region_name in one.keys()]  # noqa: SIM118  # `in` means known regions  # fmt: skip
    return not any(ami_id in one.amis or ami_id in one.deleted_amis for one in regions)


def _read(parameters: Any) -> None:
    theirs = parameters._check_loading_status  # noqa: SLF001  # no other door

    def check(self: Any, key: str) -> None:
        loaded = self.latest_amis_loaded
        theirs(self, key)
        if self.latest_amis_loaded and not loaded:
            _seed_amazon_linux(self)
        image = of_parameter(str(key or ""))
        if image is not None and not dict.__contains__(self, key):
            _write(self, key, image)

    parameters._check_loading_status = check  # noqa: SLF001


def _seed_amazon_linux(parameters: Any) -> None:
    for name, versions in list(parameters.items()):
        if name.startswith("/aws/service/ami-amazon-linux-latest/"):
            image = amazon_linux(name.rsplit("/", 1)[-1])
            _seed(parameters, versions[-1].value, image)


def _write(parameters: Any, name: str, image: SourceImage) -> None:
    from moto.core.utils import unix_time
    from moto.ssm.models import Parameter

    spot = hashlib.sha256(f"{parameters.region_name} {name}".encode()).hexdigest()[:17]
    dict.__setitem__(parameters, name, [Parameter(
        account_id=parameters.account_id, name=name, value=f"ami-{spot}", parameter_type="String",
        description=None, allowed_pattern=None, keyid=None, last_modified_date=unix_time(),
        version=1, data_type="aws:ec2:image",
    )])  # fmt: skip
    _seed(parameters, f"ami-{spot}", image)


def _seed(parameters: Any, ami_id: str, image: SourceImage) -> None:
    seed_ami(ami_id, parameters.region_name, parameters.account_id, image)

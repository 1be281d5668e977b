"""EC2 Image Builder: pipelines, builds, and what builds leave behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline."""

    arn: str
    name: str
    tags: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    """ENABLED or DISABLED."""
    schedule: str = ""
    timezone: str = ""
    next_run: datetime | None = None
    last_run: datetime | None = None
    last_status: str = ""
    log_group: str = ""
    """Of its builds."""
    recipe: str = ""
    """ARN."""
    distribution: str = ""
    """ARN."""
    role: str = ""
    """ExecutionRole, by which distribution alone is run again."""


@dataclass(frozen=True, slots=True)
class Ami:
    """An AMI as a build reports it."""

    region: str
    id: str
    name: str = ""
    account: str = ""
    state: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A Systems Manager parameter that holds the id of an AMI."""

    region: str
    name: str
    account: str = ""
    """Empty for the account of the build."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a build failed (FailureContext)."""

    status: str = ""
    """The state of the build in which it failed."""
    workflow: str = ""
    """Execution id."""
    step: str = ""
    """Name of the workflow step."""
    component: str = ""
    """ARN."""
    phase: str = ""
    component_step: str = ""
    action: str = ""
    message: str = ""
    regions: tuple[tuple[str, str], ...] = ()
    """(region, or region/account, and why) where distribution failed."""


@dataclass(frozen=True, slots=True)
class Build:
    """One version of an image."""

    arn: str
    name: str
    version: str
    """1.0.3/1"""
    status: str
    reason: str = ""
    failure: Failure | None = None
    created: datetime | None = None
    pipeline: str = ""
    """ARN; empty when it was started otherwise."""
    recipe: str = ""
    parent: str = ""
    platform: str = ""
    os_version: str = ""
    amis: tuple[Ami, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    log_group: str = ""
    build_type: str = ""
    parameters: tuple[Parameter, ...] = ()
    """Systems Manager parameters that its distribution writes."""
    distribution: str = ""
    """ARN of the distribution configuration."""
    role: str = ""
    """Execution role."""
    s3_logs: str = ""
    """s3://bucket/prefix where its logs are as well."""


@dataclass(frozen=True, slots=True)
class Workflow:
    """One execution of a workflow."""

    id: str
    type: str
    """BUILD, TEST or DISTRIBUTION."""
    status: str
    message: str = ""
    name: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    retried: bool = False
    """A retry of the build took its place."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a workflow execution."""

    id: str
    name: str
    action: str
    status: str
    message: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    attempt: int = 1
    outputs: str = ""
    """JSON; the error message of a step that failed."""


class Builds(Protocol):
    """Image Builder of one account and region."""

    def pipelines(self) -> tuple[Pipeline, ...]:
        """All pipelines."""

    def start(self, pipeline: str, token: str, tags: Mapping[str, str]) -> str:
        """Start a pipeline; gives the ARN of the build."""

    def build(self, arn: str) -> Build:
        """One build."""

    def builds(self, pipeline: str) -> tuple[Build, ...]:
        """Builds of a pipeline as lists tell of them, newest first."""

    def workflows(self, build: str) -> tuple[Workflow, ...]:
        """Workflow executions of a build, in the order in which they ran."""

    def steps(self, workflow: str) -> tuple[Step, ...]:
        """Steps of a workflow execution, in the order in which they ran."""

    def cancel(self, build: str, token: str) -> None:
        """Cancel a build."""

    def retry(self, build: str, token: str) -> None:
        """Run a failed build again from the phase that failed."""

    def distribute(
        self, build: str, distribution: str, role: str, token: str, tags: Mapping[str, str]
    ) -> str:
        """Distribute a finished build again; gives the ARN of the build that does it."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a log."""

    at: datetime
    stream: str
    text: str


class Logs(Protocol):
    """CloudWatch Logs of one account and region."""

    def lines(self, group: str, stream: str, after: str = "") -> tuple[tuple[LogLine, ...], str]:
        """Lines of a stream from a token on, and the token for the next look.

        No lines while the group or the stream does not exist yet.
        """

    def streams(self, group: str, prefix: str = "") -> tuple[str, ...]:
        """Names of streams, those with the newest events first."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """An AMI as EC2 has it."""

    id: str
    name: str
    region: str
    state: str
    owner: str = ""
    created: datetime | None = None
    deprecated: datetime | None = None
    parent: str = ""
    """AMI id it was made from."""
    architecture: str = ""
    platform: str = ""
    public: bool = False
    encrypted: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    last_launched: datetime | None = None
    shared: tuple[str, ...] = ()
    """Account ids, organization and unit ARNs, or `all`."""
    instances: int | None = None
    """Instances of this account that run it; None when it was not asked."""


class Amis(Protocol):
    """AMIs of one account and region."""

    def tagged(self, tags: Mapping[str, str]) -> tuple[ImageFacts, ...]:
        """Own AMIs that have these tags; an empty value means any."""

    def describe(self, ids: tuple[str, ...]) -> tuple[ImageFacts, ...]:
        """AMIs by id, those that exist, with who may launch them and who runs them."""

    def parameters(self, names: tuple[str, ...]) -> Mapping[str, str]:
        """Values of Systems Manager parameters, those that exist."""

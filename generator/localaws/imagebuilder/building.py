"""A build: an image on its way through its states, on the clock.

PENDING, CREATING, then a workflow execution for each workflow (BUILDING, TESTING, DISTRIBUTING),
INTEGRATING, AVAILABLE. Each step does its work when it begins or when it ends (`actions`), and
takes a made-up time. Everything is an event on the clock, so that a build can be kept and
thawed between any two of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from generator.localaws.clock import Due, clock
from generator.localaws.emulated import Emulated
from generator.localaws.faults import BuildFault, faults
from generator.localaws.imagebuilder import actions, called, console, notices, scheduling
from generator.localaws.imagebuilder.documents import workflow_steps
from generator.localaws.imagebuilder.exceptions import Refusal
from generator.localaws.imagebuilder.failing import BuildError, Failure
from generator.localaws.imagebuilder.managed import default_workflow
from generator.localaws.imagebuilder.runs import StepRun, WorkflowRun
from generator.localaws.imagebuilder.world import aws, image_of, parent_ami, said

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "An image is PENDING, CREATING, BUILDING, TESTING, DISTRIBUTING, INTEGRATING, AVAILABLE",
        "botocore's model, ImageState",
    ),
    Emulated("A build takes about 20 minutes; how long each step takes", "unverified"),
    Emulated("INTEGRATING follows the distribution workflow", "unverified"),
    Emulated("Steps after one that fails are CANCELLED", "unverified"),
    Emulated("Test workflows of a parallel group run one after the other", "unverified"),
    Emulated(
        "Conditions (if) of custom workflows are not evaluated: their steps run", "unverified"
    ),
)

STATES = {"BUILD": "BUILDING", "TEST": "TESTING", "DISTRIBUTION": "DISTRIBUTING"}
"""Type of a workflow -> the state of the image while it runs."""

LONGEST_REASON = 1024
"""Characters (NonEmptyString in botocore's model)."""

PENDING_SECONDS, CREATING_SECONDS, INTEGRATING_SECONDS, CANCEL_SECONDS = 5, 10, 10, 10


@dataclass(slots=True)
class Build:
    """One image being built."""

    backend: ImageBuilderBackend
    arn: str
    ami: str = ""
    """Made by the build phase."""
    only_distributes: bool = False
    parent: str = ""
    instance: str = ""
    components: list[dict[str, Any]] = field(default_factory=list)
    """Records of the recipe's components as they were when the build began."""
    verdicts: Mapping[Any, Any] = field(default_factory=dict)
    """Of a rehearsal, by stage."""
    runs: list[WorkflowRun] = field(default_factory=list)
    todo: list[dict[str, Any]] = field(default_factory=list)
    """Workflows that are still to run, as the order has them."""
    current: dict[str, Any] = field(default_factory=dict)
    made: list[dict[str, Any]] = field(default_factory=list)
    """AMIs after distribution."""
    fault: BuildFault | None = None
    due: list[Due] = field(default_factory=list)

    @property
    def image(self) -> Record:
        """The image's record."""
        found: Record = self.backend.shelves["Image"][self.arn]
        return found

    @property
    def status(self) -> str:
        """The image's state."""
        return str(self.image["state"]["status"])

    def start(self) -> None:
        """Queue it."""
        self._later(PENDING_SECONDS, self.create)

    def _later(self, seconds: float, what: Any) -> None:
        label = f"image {self.image['name']} {self.image['version']}"
        self.due = [it for it in self.due if not it.cancelled and it.moment > clock.now()]
        self.due.append(clock.later(seconds, what, label))

    def create(self) -> None:
        """Begin: what the recipe stands for is looked up now."""
        if self._stopped("PENDING"):
            return
        self.enter("CREATING")
        if self._stopped("CREATING"):
            return
        try:
            self._resolve()
        except (Refusal, ClientError) as error:
            message = error.message if isinstance(error, Refusal) else said(error)
            self.fail(Failure("CREATING", BuildError(message)))
            return
        self._later(CREATING_SECONDS, self.next_workflow)

    def _resolve(self) -> None:
        if self.only_distributes:
            self.todo = [self._looked_up({"workflowArn": self._default("DISTRIBUTION")})]
            return
        image = self.image
        self.parent = parent_ami(self.backend, image["imageRecipe"]["parentImage"])
        image["osVersion"] = _os_version(image_of(self.backend, self.parent))
        used = image["imageRecipe"]["components"]
        self.components = [self.backend.get(it["componentArn"]) for it in used]
        self._remember_dependencies()
        self.todo = [it for it in self._workflows() if it["type"] != "TEST" or self._tests()]

    def _remember_dependencies(self) -> None:
        pipelines = self.backend.shelves["ImagePipeline"]
        pipeline = pipelines.get(self.image.get("sourcePipelineArn") or "")
        if pipeline is not None:
            pipeline["seen"] = scheduling.dependencies(self.backend, pipeline)

    def _workflows(self) -> list[dict[str, Any]]:
        named = self.image.get("workflows")
        if named is None:
            return [self._looked_up({"workflowArn": self._default(it)}) for it in STATES]
        order = list(STATES)
        return sorted(map(self._looked_up, named), key=lambda it: order.index(it["type"]))

    def _looked_up(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """A workflow with its record: what is deleted meanwhile does not stop a build."""
        record = self.backend.get(wanted["workflowArn"])
        return wanted | {"type": record["type"], "record": record}

    def _default(self, type_: str) -> str:
        return default_workflow(self.backend.partition, self.backend.region_name, type_)

    def _tests(self) -> bool:
        tests = self.image.get("imageTestsConfiguration", {})
        return bool(tests.get("imageTestsEnabled", True))

    def enter(self, state: str) -> None:
        """The image has another state."""
        before, self.image["state"] = self.status, {"status": state}
        if before != state:
            notices.state_changed(self.backend, self.arn, before, state)

    def _stopped(self, state: str) -> bool:
        """Whether a fault is waiting for this state, which has no steps; then the build fails."""
        fault = faults.take_build(self.image["name"], state, called.names_of(self.image))
        if fault is None:
            return False
        console.write(self.backend, self.image, fault.log)
        message = fault.message or f"The local AWS was told to fail this build in state {state}"
        self.fail(Failure(state, BuildError(message)))
        return True

    def next_workflow(self) -> None:
        """Run the next workflow, or end."""
        if not self.todo:
            self._integrate()
            return
        self.current = self.todo.pop(0)
        state = STATES[self.current["type"]]
        if not self.ami and self.current["type"] != "BUILD":
            self.ami = self.parent
        self.enter(state)
        record = self.current["record"]
        steps = [StepRun(it["name"], it["action"], it) for it in workflow_steps(record["data"])]
        self.runs.append(WorkflowRun(record["arn"], record["type"], steps, self.current))
        self.fault = faults.take_build(self.image["name"], state, called.names_of(self.image))
        self.say([f"Workflow {record['name']} ({state})"])
        self.next_step()

    @property
    def run(self) -> WorkflowRun:
        """The workflow execution that runs."""
        return self.runs[-1]

    def next_step(self) -> None:
        """Begin the next step of the workflow, or end the workflow."""
        step = next((it for it in self.run.steps if it.status == "PENDING"), None)
        if step is None:
            self.run.finish("COMPLETED")
            self.next_workflow()
            return
        if not actions.wanted(self, step):
            step.status = "SKIPPED"
            self.next_step()
            return
        step.begin()
        if self._attempt(step, actions.begin) and actions.ends_by_itself(step):
            self._later(actions.seconds(self, step), partial(self.end_step, step))

    def end_step(self, step: StepRun) -> None:
        """A step's time is over."""
        if self._attempt(step, actions.end):
            step.finish("COMPLETED")
            self.next_step()

    def _attempt(self, step: StepRun, what: Any) -> bool:
        try:
            what(self, step)
        except ClientError as error:
            self.fail_step(step, BuildError(said(error)))
            return False
        except BuildError as error:
            self.fail_step(step, error)
            return False
        return True

    def resume(self, step: StepRun, action: str, reason: str) -> None:
        """Go on from a step that waited, or stop there."""
        step.outputs = {"action": action, "reason": reason}
        if action == "STOP":
            self.fail_step(step, BuildError(reason or "The step was stopped."))
            return
        step.finish("COMPLETED", reason)
        self.next_step()

    def fail_step(self, step: StepRun, error: BuildError) -> None:
        """A step fails; so does the workflow, and the build unless either may."""
        step.finish("FAILED", str(error))
        self.say([f"Step {step.name} failed: {error}"])
        if str(step.said.get("onFailure", "Abort")).lower() == "continue":
            self.next_step()
            return
        self.run.finish("FAILED", f"Step {step.name} failed: {error}")
        if self.current.get("onFailure") == "CONTINUE":
            self.drop_instance(failed=True)
            self.next_workflow()
            return
        self.fail(Failure(self.status, error, self.run, step))

    def fail(self, failure: Failure) -> None:
        """The build has failed."""
        self.drop_instance(failed=True)
        self.image["outputResources"] = {"amis": self.made}
        reason = failure.reason()[:LONGEST_REASON]
        self._finish("FAILED", {"reason": reason, "failureContext": failure.context()})

    def cancel(self) -> None:
        """Stop, a little later."""
        for due in self.due:
            due.cancel()
        self._later(CANCEL_SECONDS, self._cancelled)

    def _cancelled(self) -> None:
        if self.runs and self.run.status == "RUNNING":
            self.run.finish("CANCELLED")
        self.drop_instance(failed=False)
        self._finish("CANCELLED", {"reason": "Image creation was cancelled."})

    def _finish(self, status: str, rest: dict[str, Any]) -> None:
        for due in self.due:
            due.cancel()
        self.enter(status)
        self.image["state"] |= rest
        self.say([f"Image is {status}" + (f": {rest['reason']}" if rest else "")])
        scheduling.ended(self.backend, self.image, status)
        if status in ("AVAILABLE", "FAILED"):
            notices.message(self.backend, self.image)

    def _integrate(self) -> None:
        self.enter("INTEGRATING")
        if not self._stopped("INTEGRATING"):
            self._later(INTEGRATING_SECONDS, self._available)

    def _available(self) -> None:
        if self._stopped("AVAILABLE"):
            return
        self.image["outputResources"] = {"amis": self.made or [actions.own_ami(self)]}
        self._finish("AVAILABLE", {})

    def retry(self) -> None:
        """Run the failed workflow again, and what follows it."""
        if self.runs:
            self.run.retried = True
            self.todo.insert(0, self.current)
        self.made = []
        self.enter("PENDING")
        self.image["state"] = {"status": "PENDING"}
        self._later(PENDING_SECONDS, self.next_workflow if self.runs else self.create)

    def drop_instance(self, *, failed: bool) -> None:
        """Terminate the instance, unless the infrastructure keeps it."""
        key = "terminateInstanceOnFailure" if failed else "terminateInstanceOnCompletion"
        keep = self.image.get("infrastructureConfiguration", {}).get(key) is False
        if self.instance and not keep:
            aws(self.backend, "ec2").terminate_instances(InstanceIds=[self.instance])
        self.instance = ""

    def say(self, lines: Sequence[str]) -> None:
        """Write to the build's log."""
        if self.arn in self.backend.shelves["Image"]:
            console.write(self.backend, self.image, lines)


def _os_version(image: Any) -> str:
    name = json.dumps([image.get("Name", ""), image.get("Description", "")]).lower()
    known = {
        "al2023": "Amazon Linux 2023",
        "amzn2": "Amazon Linux 2",
        "ubuntu": "Ubuntu",
        "windows": "Microsoft Windows Server",
    }
    return next((version for word, version in known.items() if word in name), "Linux")

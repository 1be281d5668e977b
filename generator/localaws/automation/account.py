"""The World that runbooks act on in the local AWS: EC2 and SSM of an account, and its functions.

Commands on instances are recorded, not run: there is no instance. Scripts of executeScript and
Lambda functions are the user's own code and really run (see `functions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from generator.localaws import inside
from generator.localaws.automation.world import Command, CommandResult, StepFailedError
from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated
from generator.localaws.faults import faults

EMULATES = (
    Emulated(
        "Run Command of an automation is recorded, never run; it ends as Success unless it was"
        " told to fail",
        "nothing runs there",
    ),
    Emulated("A command that does not reach a running instance is Undeliverable", "SSM API model"),
    Emulated("A command takes 30 seconds", "unverified"),
    Emulated("The role of an automation is not held against its policies", "moto"),
)

SECONDS = 30
"""Simulated seconds that a command takes."""
MARK = "[emulated]"


@dataclass(slots=True)
class Account:
    """An account and region, as one execution sees it."""

    account: str
    region: str
    role: str = ""
    commands: list[Command] = field(default_factory=list)

    def call(self, service: str, api: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """A call to the local AWS, in this thread."""
        answer = self._answer(service, api, request)
        if hasattr(answer.get("Payload"), "read"):
            answer["Payload"] = answer["Payload"].read().decode()
        return answer

    def _answer(self, service: str, api: str, request: Mapping[str, Any]) -> dict[str, Any]:
        client = inside.client(service, self.region, self.account)
        try:
            answer: dict[str, Any] = getattr(client, xform_name(api))(**request)
        except (ClientError, BotoCoreError):
            raise
        except Exception as error:  # a fault of the local AWS fails the step, not the clock
            said = f"the local AWS failed: {type(error).__name__}: {error}"
            raise StepFailedError(said) from error
        return answer

    def run_command(self, command: Command) -> CommandResult:
        """Record a command, with the output it has here."""
        self.commands.append(command)
        fault = faults.take_command(command.document)
        if not self._is_running(command.instance_ids):
            result = CommandResult("Undeliverable", -1, f"{MARK} no running instance")
        elif fault is not None:
            output = fault.output or "the local AWS was told to fail this command"
            result = CommandResult(fault.status, 1, f"{MARK} {output}", SECONDS)
        else:
            output = f"{MARK} {command.step}: {command.document} was recorded, not run"
            result = CommandResult("Success", 0, output, SECONDS)
        self._record(command, result)
        return result

    def run_script(self, script: str, handler: str, payload: Any) -> Any:
        """Run a script of executeScript in a process of its own."""
        from generator.localaws import functions

        return functions.run_script(self.account, self.region, self.role, script, handler, payload)

    def now(self) -> float:
        """Simulated seconds since 1970."""
        return clock.now().timestamp()

    def _is_running(self, instances: tuple[str, ...]) -> bool:
        asked = [{"Name": "instance-state-name", "Values": ["running"]}]
        answer = self.call("ec2", "DescribeInstances", {"Filters": asked})
        found = (
            one["InstanceId"] for group in answer["Reservations"] for one in group["Instances"]
        )
        return set(instances) <= set(found)

    def _record(self, command: Command, result: CommandResult) -> None:
        """Let ListCommands and GetCommandInvocation tell of it."""
        from moto.ssm.models import Command as Recorded
        from moto.ssm.models import ssm_backends

        recorded = Recorded(
            account_id=self.account,
            document_name=command.document,
            instance_ids=list(command.instance_ids),
            parameters=dict(command.parameters),
            comment=command.step,
            backend_region=self.region,
        )
        recorded.status = recorded.status_details = result.status
        for invocation in recorded.invocations:
            invocation["ResponseCode"] = result.response_code
            invocation["Status"] = invocation["StatusDetails"] = result.status
            invocation["StandardOutputContent"] = result.output
        ssm_backends[self.account][self.region]._commands.append(recorded)  # noqa: SLF001  # as moto

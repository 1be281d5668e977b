"""AWS Systems Manager Automation: what moto's SSM lacks.

`execution` runs runbooks, `requests` are the operations of the API, `runs` drives executions by
the clock, `account` is the World that runbooks act on, `plug` adds all of it to moto.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def plug() -> None:
    """Add the operations to moto's SSM."""
    from moto.ssm.responses import SimpleSystemManagerResponse

    from generator.localaws.automation import machines, requests
    from generator.localaws.ec2.repair import repair

    operations = {**requests.OPERATIONS, "describe_instance_information": machines.describe}
    for name, operation in operations.items():
        repair(SimpleSystemManagerResponse, _method(name, operation))


def _method(
    name: str, operation: Callable[[Any, Mapping[str, Any]], dict[str, Any]]
) -> Callable[[Any, Any], Any]:
    from moto.core.responses import ActionResult

    from generator.localaws.automation.requests import request_of

    def method(self: Any, _theirs: Any) -> Any:
        return ActionResult(operation(self.ssm_backend, request_of(self)))

    method.__name__ = name
    return method

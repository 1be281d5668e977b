"""Component and workflow documents, read as far as the emulation needs them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from generator.localaws.imagebuilder.exceptions import Refusal, bad_request
from generator.localaws.imagebuilder.kinds import model

BUILD_PHASES = ("build", "validate")
TEST_PHASES = ("test", "container-host-test")
"""Image Builder runs no others (User Guide, component phases)."""

STEP_WORD = re.compile(model().shape_for("WorkflowStepName").metadata["pattern"])
_INLINE_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class DocumentStep:
    """A step of a component document."""

    phase: str
    name: str
    action: str


def document(text: str, what: str) -> Mapping[str, Any]:
    """A document as values; Refusal when it is none."""
    try:
        read = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise bad_request(f"The {what} document is not valid YAML: {_place(error)}") from None
    if not isinstance(read, dict):
        raise bad_request(f"The {what} document must be a mapping.")
    if len(text.encode()) > _INLINE_LIMIT:
        message = f"The {what} document is larger than {_INLINE_LIMIT} bytes."
        raise Refusal("ServiceQuotaExceededException", message)
    return read


def component_steps(text: str) -> tuple[DocumentStep, ...]:
    """All steps of a component document in order; Refusal for one that is no document."""
    phases = document(text, "component").get("phases")
    if not isinstance(phases, list) or not phases:
        raise bad_request("The component document has no phases.")
    return tuple(step for phase in phases for step in _phase(phase))


def _phase(phase: Any) -> list[DocumentStep]:
    named = isinstance(phase, dict) and phase.get("name")
    steps = phase.get("steps") if named else None
    if not isinstance(steps, list) or not steps:
        raise bad_request("Each phase of a component document has a name and steps.")
    return [DocumentStep(str(phase["name"]), *_step(step, "component")) for step in steps]


def _step(step: Any, what: str) -> tuple[str, str]:
    if not isinstance(step, dict) or not step.get("name") or not step.get("action"):
        raise bad_request(f"Each step of a {what} document has a name and an action.")
    return str(step["name"]), str(step["action"])


def component_type(text: str) -> str:
    """TEST when the only phase is `test` (CreateComponent in botocore's model)."""
    return "TEST" if {step.phase for step in component_steps(text)} == {"test"} else "BUILD"


def component_parameters(text: str) -> list[dict[str, Any]]:
    """ComponentParameterDetail of each parameter that a component document declares."""
    declared = document(text, "component").get("parameters") or []
    named = [(name, said or {}) for entry in declared for name, said in entry.items()]
    return [_detail(name, said, _capital(said.get("type", "string"))) for name, said in named]


def workflow_steps(text: str) -> list[Mapping[str, Any]]:
    """The steps of a workflow document; Refusal for one that is no document."""
    steps = document(text, "workflow").get("steps")
    if not isinstance(steps, list) or not 1 <= len(steps) <= 15:
        raise bad_request("A workflow document has between 1 and 15 steps.")
    for step in steps:
        for word in _step(step, "workflow"):
            if not STEP_WORD.fullmatch(word):
                raise bad_request(f"'{word}' is not a name or an action of a workflow step.")
    return steps


def workflow_parameters(text: str) -> list[dict[str, Any]]:
    """WorkflowParameterDetail of each parameter that a workflow document declares."""
    declared = document(text, "workflow").get("parameters") or []
    return [_detail(said["name"], said, said.get("type", "string")) for said in declared]


def _detail(name: str, said: Mapping[str, Any], type_: str) -> dict[str, Any]:
    default = said.get("default")
    values = default if isinstance(default, list) else [default]
    detail: dict[str, Any] = {"name": name, "type": type_}
    detail |= {} if default is None else {"defaultValue": [str(value) for value in values]}
    return detail | ({"description": said["description"]} if said.get("description") else {})


def _place(error: yaml.YAMLError) -> str:
    return " ".join(str(error).split())


def _capital(type_: str) -> str:
    """String and so on: the API spells the types of component parameters so, documents not."""
    return type_[:1].upper() + type_[1:]

"""Builds and images as JSON, for programs: values as they are, times in ISO 8601."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from generator.operate.follow import Look
from generator.operate.listing import Inventory, Line, Row
from generator.operate.names import factory_of, image_of
from generator.operate.result import Breakdown, Made, Success
from generator.ports.builds import Ami, Build, Failure, ImageFacts, LogLine, Step, Workflow
from generator.ports.place import Place
from generator.present.json_report import SCHEMA_VERSION, dump

Value = dict[str, Any]


def document(place: Place, **values: Any) -> str:
    """One JSON document, which says of which account and region it tells."""
    where = {
        "account": place.account,
        "region": place.region,
        "partition": place.partition,
        "emulated": place.emulated,
    }
    return dump({"schemaVersion": SCHEMA_VERSION, "place": where, **values})


def build_value(build: Build) -> Value:
    """A build."""
    return {
        "arn": build.arn,
        "name": build.name,
        "version": build.version,
        "status": build.status,
        "reason": build.reason,
        "created": _time(build.created),
        "pipeline": build.pipeline,
        "tags": dict(build.tags),
    }


def run_values(look: Look) -> list[Value]:
    """Workflows and their steps."""
    return [
        {**_ran(run.workflow), "type": run.workflow.type, "steps": [_step(s) for s in run.steps]}
        for run in look.runs
    ]


def _ran(what: Workflow | Step) -> Value:
    return {
        "id": what.id,
        "name": what.name,
        "status": what.status,
        "message": what.message,
        "started": _time(what.started),
        "ended": _time(what.ended),
    }


def _step(step: Step) -> Value:
    return {**_ran(step), "action": step.action, "attempt": step.attempt}


def success_values(success: Success) -> Value:
    """What a good build made."""
    return {
        "seconds": success.seconds,
        "amis": [_made(one) for one in success.made],
        "staleParameters": [
            {"region": one.region, "name": one.name, "why": why} for one, why in success.stale
        ],
        "failure": None,
    }


def _made(made: Made) -> Value:
    facts = made.facts
    return {
        **_ami(made.ami),
        "sharedWith": list(facts.shared) if facts else None,
        "public": facts.public if facts else None,
        "encrypted": facts.encrypted if facts else None,
        "parameters": list(made.parameters),
        "unknown": made.unknown,
    }


def _ami(ami: Ami) -> Value:
    return {"region": ami.region, "account": ami.account, "id": ami.id, "name": ami.name}


def breakdown_values(broken: Breakdown) -> Value:
    """Why a build failed."""
    return {
        "seconds": broken.seconds,
        "amis": [_ami(one) for one in broken.build.amis],
        "failure": {
            "phase": broken.phase,
            "workflow": broken.workflow,
            "step": _step(broken.step) if broken.step else None,
            "message": broken.why,
            "hint": broken.hint,
            "lastLines": log_values(broken.lines),
            **_details(broken.failure),
        },
    }


def _details(failure: Failure) -> Value:
    return {
        "component": failure.component,
        "componentPhase": failure.phase,
        "componentStep": failure.component_step,
        "action": failure.action,
        "regions": [{"place": place, "why": why} for place, why in failure.regions],
    }


def log_values(lines: tuple[LogLine, ...]) -> list[Value]:
    """Lines of a log."""
    return [{"at": _time(one.at), "stream": one.stream, "text": one.text} for one in lines]


def inventory_values(inventory: Inventory) -> Value:
    """The images there are."""
    return {
        "images": [_row(row) for row in inventory.rows],
        "pipelines": [_line(line) for line in inventory.lines],
        "unseen": [{"region": region, "why": why} for region, why in inventory.unseen],
    }


def _row(row: Row) -> Value:
    return {
        "factory": row.factory,
        "image": row.image,
        "engine": row.engine,
        "version": row.version,
        "source": row.source,
        "parameters": list(row.parameters),
        **_facts(row.facts),
    }


def _facts(facts: ImageFacts) -> Value:
    return {
        "region": facts.region,
        "account": facts.owner,
        "id": facts.id,
        "name": facts.name,
        "state": facts.state,
        "created": _time(facts.created),
        "deprecated": _time(facts.deprecated),
        "lastLaunched": _time(facts.last_launched),
        "instances": facts.instances,
        "architecture": facts.architecture,
        "platform": facts.platform,
        "encrypted": facts.encrypted,
        "public": facts.public,
        "sharedWith": list(facts.shared),
        "tags": _plain(facts.tags),
    }


def _line(line: Line) -> Value:
    return {
        "arn": line.pipeline.arn,
        "name": line.pipeline.name,
        "factory": factory_of(line.pipeline),
        "image": image_of(line.pipeline),
        "running": [build_value(build) for build in line.running],
        "failed": [build_value(build) for build in line.failed],
    }


def _plain(tags: Mapping[str, str]) -> Value:
    return dict(sorted(tags.items()))


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

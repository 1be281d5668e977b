"""Payload files to the stacks that `plan` and `deploy` are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import click

from generator.classic.scheduled_image import ScheduledImage
from generator.cli import sharing, twins, wiring
from generator.cli.options import CLASSIC, IMAGE_BUILDER
from generator.errors import UnreadableError
from generator.findings import Location, Path, Report
from generator.payload.load import Loaded
from generator.payload.model import Suppression
from generator.payload.nodes import Mapping as Keys
from generator.plan.origins import FACTORY_TAG
from generator.plan.target import Target, target

CLASSIC_STACK = "ami-factory"
"""What the classic engine's stack is called, unless --stack-name says otherwise."""
DESTINATION_STACK = "amifactory-destination"
"""Likewise of what an account needs before it receives copies."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One payload's stack, and what was found on the way; a `twins.Named`."""

    name: str
    named: Location | None
    copies: bool
    scheduled: tuple[ScheduledImage, ...]
    report: Report
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """How targets are to be made."""

    suppressed: tuple[Suppression, ...] = ()
    stack_name: str | None = None
    engine: str = IMAGE_BUILDER
    parameters: Mapping[str, str] | None = None


Found = tuple[tuple[Target, ...], Report, list[UnreadableError]]


def of(
    files: tuple[str, ...],
    suppressed: tuple[Suppression, ...] = (),
    stack_name: str | None = None,
    engine: str = IMAGE_BUILDER,
    parameters: Mapping[str, str] | None = None,
) -> Found:
    """The stacks of these payloads, what was found, and what could not be read.

    There are no targets when a payload has errors. Parameters go to the stacks that have them.

    Raises:
        click.UsageError: for one stack name and many payloads, a parameter that no template
            has, or payloads of a classic factory in different regions.
    """
    order = Order(suppressed, stack_name, engine, parameters)
    _one_name(files, order)
    wanted, unread = sharing.results(partial(_wanted, order), files)
    report = sharing.together([*(each.report for each in wanted), twins.report(wanted)])
    if report.failed or unread:
        return (), report, unread
    found = _classic(wanted, order) if engine == CLASSIC else _each(wanted)
    _known_parameters(found, order)
    return found, report, unread


def destination(source: str, stack_name: str = DESTINATION_STACK) -> Target:
    """The stack of an account that receives copies from the account `source`."""
    from generator.templates.destination import SOURCE, destination_account

    template = destination_account()
    text = wiring.WRITERS["yaml"](template)
    return target(stack_name, text, template, parameters={SOURCE: source})


def _wanted(order: Order, file: str) -> Wanted:
    stack = wiring.stack(file, order.suppressed, engines=(order.engine,))
    loaded = stack.loaded
    payload = loaded.payload
    return Wanted(
        name=loaded.factory_name,
        named=loaded.locate(("factory", "name")) if payload else None,
        copies=bool(stack.graph and stack.graph.needs_destination_roles),
        scheduled=stack.scheduled,
        report=sharing.slim(stack.report),
        target=_target(stack, order) if payload and not stack.report.failed else None,
    )


def _target(stack: wiring.Stack, order: Order) -> Target:
    """The payload's stack; for the classic engine what its payload says about the place."""
    loaded, rendered = stack.loaded, stack.rendered
    factory = loaded.payload.factory if loaded.payload else None
    template = rendered.template if rendered else {}
    made = target(
        order.stack_name or loaded.factory_name,
        stack.text,
        template,
        factory=loaded.factory_name,
        file=loaded.file,
        region=(factory and factory.region) or "",
        parameters=_declared(template, order),
        tags=factory.tags if factory else {},
        places=places(loaded),
        exact={name: _place(loaded, path) for name, path in rendered.origins.items()}
        if rendered
        else {},
    )
    receivers = stack.graph.needs_destination_roles if stack.graph else ()
    return replace(made, receivers=tuple(receivers))


def _declared(template: Mapping[str, object], order: Order) -> dict[str, str]:
    declared = template.get("Parameters") or {}
    given = order.parameters or {}
    return {key: said for key, said in given.items() if key in declared}  # type: ignore[operator]


def places(loaded: Loaded) -> dict[str, str]:
    """`file:line` of each key of the factory and of every image, by pointer."""
    payload, tree = loaded.payload, loaded.tree
    if payload is None or tree is None:
        return {}
    paths: dict[str, Path] = {
        f"factory.{key}": ("factory", key) for key in _keys(tree.get("factory"))
    }
    images = tree.get("amis")
    for position, image in enumerate(payload.amis):
        given = images[position] if isinstance(images, list) else None
        paths |= {f"{image.image_name}.{key}": ("amis", position, key) for key in _keys(given)}
    return {key: _place(loaded, path, key=True) for key, path in paths.items()}


def _place(loaded: Loaded, path: Path, *, key: bool = False) -> str:
    return f"{loaded.file}:{loaded.locate(path, key=key).span.line}"


def _keys(node: object) -> list[str]:
    return [str(key) for key in node] if isinstance(node, Keys) else []


def _each(wanted: Sequence[Wanted]) -> tuple[Target, ...]:
    return tuple(each.target for each in wanted if each.target is not None)


def _classic(wanted: Sequence[Wanted], order: Order) -> tuple[Target, ...]:
    """One stack for all payloads, in the region that they agree on."""
    from generator.classic.assemble import classic_template

    template = classic_template(tuple(image for each in wanted for image in each.scheduled))
    made = target(
        order.stack_name or CLASSIC_STACK,
        wiring.WRITERS["yaml"](template),
        template,
        file=next((each.target.file for each in wanted if each.target), ""),
        region=_one_region(wanted),
        parameters=_declared(template, order),
        tags={FACTORY_TAG: order.stack_name or CLASSIC_STACK},
    )
    return (made,)


def _one_name(files: tuple[str, ...], order: Order) -> None:
    if order.stack_name and len(files) > 1 and order.engine != CLASSIC:
        raise click.UsageError(
            "--stack-name names one stack, and every payload is a stack of its own; "
            "give one payload, or set factory.name in each"
        )


def _one_region(wanted: Sequence[Wanted]) -> str:
    regions = {each.target.region: each.target.file for each in wanted if each.target}
    regions.pop("", None)
    if len(regions) > 1:
        (first, file), (second, other) = sorted(regions.items())[:2]
        raise click.UsageError(
            f"the classic factory is one stack, but {file} belongs to {first} and {other} to "
            f"{second} (factory.region)"
        )
    return next(iter(regions), "")


def _known_parameters(found: Sequence[Target], order: Order) -> None:
    """A parameter that no template has is a slip of the pen."""
    known = {name for each in found for name in each.template.get("Parameters") or {}}
    for name in order.parameters or {}:
        if name not in known:
            raise click.UsageError(f"--parameter {name}: {_no_parameter(name, known)}")


def _no_parameter(name: str, known: set[str]) -> str:
    from generator.payload.fields import near

    if not known:
        return "the template has no parameters, since the payload says where builds run"
    return near(name, sorted(known)) or f"the template has {', '.join(sorted(known))}"

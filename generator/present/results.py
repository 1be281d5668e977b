"""What a build came to, for people: the closing list of a good one, the causes of a bad one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.operate.result import Breakdown, Made, Success
from generator.operate.states import told
from generator.present.amis import who
from generator.present.columns import columns
from generator.present.elapsed import spell
from generator.present.foreign import harmless, line_start
from generator.present.steps import headline

INSTANCE_TYPES = {"arm64": "t4g.micro"}
"""Architecture -> an instance type to try an AMI with; t3.micro for others."""


def success_lines(success: Success) -> Iterator[str]:
    """Region, account and id of every AMI, who may launch it, and how."""
    time = "" if success.seconds is None else f", after {spell(success.seconds)}"
    yield f"{headline(success.build)} {told(success.build)}{time}"
    if not success.made:
        yield "  it made no AMI"
        return
    rows = [
        (one.ami.region, one.ami.account, one.ami.id, harmless(one.ami.name))
        for one in success.made
    ]
    yield from map(line_start, columns(rows, "  "))
    yield ""
    yield from _launchers(success.made)
    yield from _parameters(success)
    yield from _use(success)


def _launchers(made: Sequence[Made]) -> Iterator[str]:
    """Who may launch it; said once when it is the same everywhere."""
    each = {one.ami.id: _launcher(one) for one in made}
    if len(set(each.values())) == 1:
        yield f"Who may launch it: {next(iter(each.values()))}"
        return
    yield "Who may launch it:"
    yield from columns([(one.ami.region, one.ami.id, each[one.ami.id]) for one in made], "  ")


def _launcher(made: Made) -> str:
    if made.facts is None:
        return harmless(f"not known: {made.unknown}")
    return harmless(who(made.facts))


def _parameters(success: Success) -> Iterator[str]:
    """Systems Manager parameters that hold it, each with its regions."""
    names = dict.fromkeys(name for one in success.made for name in one.parameters)
    for name in names:
        regions = [one.ami.region for one in success.made if name in one.parameters]
        yield harmless(f"Parameter {name} holds it in {', '.join(regions)}")
    for parameter, why in success.stale:
        yield harmless(f"note: parameter {parameter.name} in {parameter.region} {why}")


def _use(success: Success) -> Iterator[str]:
    made = next((one for one in success.made if one.facts), None)
    if made is None or made.facts is None:
        return
    kind = INSTANCE_TYPES.get(made.facts.architecture, "t3.micro")
    name = next(iter(made.parameters), None)
    image = f"resolve:ssm:{name}" if name else made.ami.id
    yield "Use it:"
    yield harmless(
        f"  aws ec2 run-instances --region {made.ami.region} --image-id {image} "
        f"--instance-type {kind}"
    )
    if name:
        yield harmless(f"  in CloudFormation: ImageId: '{{{{resolve:ssm:{name}}}}}'")


def breakdown_lines(broken: Breakdown, next_commands: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Where it failed, why, the last lines of the log, a hint, and what to type next."""
    build = broken.build
    time = "" if broken.seconds is None else f" after {spell(broken.seconds)}"
    phase = f" in its {broken.phase} phase" if broken.phase else ""
    yield harmless(f"error: {headline(build)} {told(build)}{phase}{time}")
    rows = list(_places(broken))
    if rows:
        yield from columns([(key, harmless(value)) for key, value in rows], "  ")
    if broken.lines:
        yield "  last lines of its log:"
        yield from (harmless(f"    | {line.text}") for line in broken.lines)
    if broken.hint:
        yield f"  hint: {broken.hint}"
    yield from (f"  {line}" for line in columns([*next_commands]))


def _places(broken: Breakdown) -> Iterator[tuple[str, str]]:
    failure, step = broken.failure, broken.step
    if step is not None:
        yield "step", f"{step.name} ({step.action}) of {broken.workflow}"
    elif failure.step:
        yield "step", failure.step
    if failure.component:
        inside = ", ".join(
            filter(None, (failure.phase and f"phase {failure.phase}", _component_step(broken)))
        )
        yield "component", f"{_short(failure.component)}{inside and f', {inside}'}"
    yield from failure.regions
    if broken.why and broken.why not in (why for _, why in failure.regions):
        yield "why", broken.why
    if broken.build.status == "CANCELLED" and broken.build.amis:
        left = ", ".join(f"{one.id} in {one.region}" for one in broken.build.amis)
        yield "left", f"{left}: cancelling removes nothing"


def _component_step(broken: Breakdown) -> str:
    failure = broken.failure
    action = f" ({failure.action})" if failure.action else ""
    return f"step {failure.component_step}{action}" if failure.component_step else ""


def _short(arn: str) -> str:
    """arn:...:component/web-hardening/1.0.0/2 is web-hardening 1.0.0/2."""
    _, _, rest = arn.partition("component/")
    name, _, version = rest.partition("/")
    return f"{name} {version}" if name else arn

"""The door of this room: a payload becomes the graph of one stack."""

from __future__ import annotations

from collections.abc import Iterator

from generator.graph import access
from generator.graph.distribution import distribution
from generator.graph.keys import own_key
from generator.graph.lifecycle import lifecycle
from generator.graph.naming import SHARED
from generator.graph.nodes import Graph, Node, Output, RolePolicy
from generator.graph.pipeline import execution_role, log_groups, pipeline, workflows
from generator.graph.recipe import Making, components, recipe
from generator.graph.shared import shared
from generator.graph.values import Ref
from generator.library.documents import Documents
from generator.payload.component_uses import component_uses
from generator.payload.image import Image
from generator.payload.keys import needs_own_key
from generator.payload.model import Payload
from generator.payload.tags import FACTORY_TAG, IMAGE_TAG


def assemble(payload: Payload, name: str, documents: Documents) -> Graph:
    """Every resource of the stack, shared ones first, then image by image in payload order."""
    nodes: dict[str, Node] = {node.logical_id: node for node in shared(payload, name)}
    for position, image in enumerate(payload.amis):
        for node in _image(_making(payload, name, documents, position, image)):
            nodes.setdefault(node.logical_id, node)
    return Graph(
        name=name,
        description=_description(payload, name),
        nodes=tuple(nodes.values()),
        outputs=tuple(_outputs(payload, name, documents)),
        network_parameters=payload.factory.subnet_id is None,
        needs_destination_roles=copy_accounts(payload),
    )


def _making(
    payload: Payload, name: str, documents: Documents, position: int, image: Image
) -> Making:
    tags = {**payload.factory.tags, FACTORY_TAG: name, IMAGE_TAG: image.image_name}
    return Making(image, payload.factory, name, documents, position, tags)


def _image(making: Making) -> Iterator[Node]:
    """The resources of one image, in the order a reader follows the build."""
    made, steps = components(making)
    yield from made
    yield recipe(making, steps)
    if needs_own_key(making.image, making.factory):
        yield own_key(making.image, making.names, dict(making.tags), making.position)
    yield distribution(making)
    yield from _access(making)
    flows, flow_steps = workflows(making)
    yield from flows
    if role := execution_role(making):
        yield role
    yield from log_groups(making)
    yield pipeline(making, flow_steps)
    if policy := lifecycle(making):
        yield policy


def _access(making: Making) -> Iterator[RolePolicy]:
    """What this image's build reads besides what every build does."""
    image = making.image
    if making.factory.instance_profile is not None:
        return
    statements = []
    if image.bootstrap_url and image.bootstrap_url.startswith("s3://"):
        statements.append(access.read_script(image.bootstrap_url))
    named = [use.arn for _, use, _ in component_uses(image) if use.arn]
    if named:
        statements.append(access.read_named_components(named))
    if statements:
        yield RolePolicy(
            logical_id=making.names.logical("Access"),
            origin=making.origin("bootstrapUrl" if image.bootstrap_url else "components"),
            image=image.image_name,
            name=making.names.resource,
            role=Ref(SHARED["build role"]),
            statements=tuple(statements),
        )


def _description(payload: Payload, name: str) -> str:
    count = len(payload.amis)
    return f"AMI factory {name}: EC2 Image Builder pipelines for {count} image{'s'[: count > 1]}"


def _outputs(payload: Payload, name: str, documents: Documents) -> Iterator[Output]:
    for position, image in enumerate(payload.amis):
        names = _making(payload, name, documents, position, image).names
        yield Output(
            names.logical("PipelineArn"),
            f"Pipeline of {image.image_name}",
            Ref(names.logical("Pipeline")),
        )
        if image.parameter:
            yield Output(
                names.logical("Parameter"),
                f"SSM parameter with the newest AMI id of {image.image_name}",
                image.parameter,
            )
    if payload.factory.build_logs is None:
        yield Output("LogBucketName", "Bucket of the build logs", Ref(SHARED["bucket"]))


def copy_accounts(payload: Payload) -> tuple[str, ...]:
    """Accounts that receive copies, sorted."""
    accounts: set[str] = set()
    for image in payload.amis:
        accounts.update(image.copy_to_accounts)
        for target in image.regions:
            accounts.update(target.copy_to_accounts or ())
    return tuple(sorted(accounts))

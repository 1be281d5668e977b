"""The documents of one image, in the order of its recipe, with their parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.awstoe.check import check as check_component
from generator.cli import rehearse_bootstrap, wiring
from generator.graph.nodes import Component, ComponentStep, Graph, ImageRecipe
from generator.graph.values import Attribute, Pseudo, Ref
from generator.library import catalog
from generator.library.locate import locate
from generator.library.model import Platform
from generator.payload.document import Document
from generator.payload.image import Image
from generator.payload.model import Payload, Suppression
from generator.rehearse.model import Use
from generator.sandbox.unavailable import UnavailableError

if TYPE_CHECKING:
    from generator.cli.rehearse_choice import Chosen


@dataclass(frozen=True, slots=True)
class Unrehearsed:
    """A component of the recipe that is not ours to run."""

    name: str
    why: str


def of_image(
    document: Document,
    image: str | None,
    suppressed: tuple[Suppression, ...],
    *,
    network: bool,
) -> Chosen:
    """The documents of one image of a payload.

    Raises:
        UnavailableError: when one of them cannot be rehearsed here.
        click.UsageError: when there is no such image, or several and none is named.
    """
    from generator.cli.rehearse_choice import Chosen

    stack = wiring.stack_of(document, suppressed)
    payload = stack.loaded.payload
    if stack.report.failed or stack.graph is None or payload is None:
        return Chosen(stack.report)
    position, chosen = _image(payload, image)
    if chosen.platform != "Linux":
        said = f"{chosen.image_name} is made for {chosen.platform}, and rehearsals run on Linux"
        raise UnavailableError(said, "its documents are checked all the same: amifactory check")
    made = Making(document.file, stack.graph, payload, position, network)
    found = list(made.steps())
    script = rehearse_bootstrap.script_of(chosen, document.file)
    return Chosen(
        stack.report,
        tuple(each for each in found if isinstance(each, Use)),
        tuple(each for each in found if isinstance(each, Unrehearsed)),
        chosen.image_name,
        {_wrapper(chosen.image_name): script} if script else {},
    )


def _image(payload: Payload, name: str | None) -> tuple[int, Image]:
    names = [image.image_name for image in payload.amis]
    if name is None and len(names) == 1:
        return 0, payload.amis[0]
    if name in names:
        return names.index(name), payload.amis[names.index(name)]
    told = "which image? " if name is None else f'there is no image "{name}"; '
    raise click.UsageError(f"{told}--image takes one of: {', '.join(names)}")


@dataclass(frozen=True, slots=True)
class Making:
    """One image of a rendered payload."""

    file: str
    graph: Graph
    payload: Payload
    position: int
    network: bool

    @property
    def image(self) -> Image:
        """The image."""
        return self.payload.amis[self.position]

    def steps(self) -> Iterator[Use | Unrehearsed]:
        """What the recipe runs, in order."""
        nodes = {each.logical_id: each for each in self.graph.nodes if isinstance(each, Component)}
        for step in self._recipe().steps:
            if isinstance(step.arn, Ref) and step.arn.logical_id in nodes:
                yield self._use(nodes[step.arn.logical_id], step)
            else:
                yield _elsewhere(step)

    def _recipe(self) -> ImageRecipe:
        recipes = (each for each in self.graph.nodes if isinstance(each, ImageRecipe))
        return next(each for each in recipes if each.image == self.image.image_name)

    def _use(self, node: Component, step: ComponentStep) -> Use:
        parameters = {name: ",".join(values) for name, values in step.parameters}
        if node.image:
            text = rehearse_bootstrap.text(self.image, node.data, network=self.network)
            return _checked(_wrapper(node.image), self.file, text, parameters)
        name, file = self._file(node)
        return _checked(name, file, node.data, parameters)

    def _file(self, node: Component) -> tuple[str, str]:
        """What the user calls a component, and where its document can be opened.

        Images share components: the first that uses one is where it comes from.
        """
        value: object = self.payload.amis[int(node.origin[1])]
        keys = node.origin[2:]
        if keys and keys[0] == "updateOs":
            return "update-os", library_file("update-os", "Linux", None) or self.file
        if isinstance(value, Image):
            value = (
                value.tests.components if keys[0] == "tests" and value.tests else value.components
            )
        use = value[int(keys[-1])]  # type: ignore[index]  # a list of uses, as its origin says
        if use.file is not None:
            folder = Path() if self.file.startswith("<") else Path(self.file).parent
            return str(use.file), str(folder / use.file)
        return str(use.name), library_file(use.name, "Linux", use.version) or self.file


def _wrapper(image: str) -> str:
    return f"bootstrap of {image}"


def library_file(name: str, platform: Platform, version: str | None) -> str | None:
    """Where the library has a document; None when it has none of that name."""
    document = catalog.component(name, platform, version)
    if document is None:
        return None
    shelf = locate() / "components" / platform.lower()
    return str(shelf / name / f"{document.version}.yaml")


def _checked(name: str, file: str, text: str, parameters: dict[str, str]) -> Use:
    checked = check_component(file, text.encode("utf-8", "surrogateescape"), "Linux")
    if checked.document is None:
        raise RuntimeError(f"{name} was checked before: {checked.findings[0].message}")
    return Use(name, file, text, checked.document, parameters)


def _elsewhere(step: ComponentStep) -> Unrehearsed:
    arn = step.arn
    text = arn.text if isinstance(arn, Pseudo) else "" if isinstance(arn, Ref | Attribute) else arn
    name = text.partition(":component/")[2] or text or "a component"
    owner = "managed by AWS" if ":aws:component/" in text or ":aws:" in text else "by its ARN"
    return Unrehearsed(name, f"{owner}: its document is not here")

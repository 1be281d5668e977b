"""What changes for each image, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.plan import origins
from generator.plan.causes import Cause, causes
from generator.plan.origins import PIPELINE, Template
from generator.plan.references import closure, references
from generator.plan.resource_changes import Action, ResourceChange, Templates

RECIPE = "AWS::ImageBuilder::ImageRecipe"
_ANEW = (Action.ADD, Action.REPLACE, Action.MAY_REPLACE, Action.UNKNOWN)


class Impact(StrEnum):
    """What a deployment means for an image; the words that are shown."""

    NOTHING = "nothing"
    SETTINGS = "settings only"
    RECIPE = "new recipe, next build differs"
    PIPELINE = "pipeline replaced"
    NEW = "new image"
    GOES = "image goes"


@dataclass(frozen=True, slots=True)
class ImageChange:
    """What a deployment means for one image, and which keys of the payload say so."""

    name: str
    impact: Impact
    certain: bool = True
    """False when AWS decides only when it deploys."""
    causes: tuple[Cause, ...] = ()


def image_changes(
    changes: tuple[ResourceChange, ...], templates: Templates, places: Mapping[str, str]
) -> tuple[ImageChange, ...]:
    """Every image of the new template in its order, then those that go.

    An image is known by its pipeline's logical id, since its name may be written in another
    case and still be the same.
    """
    after, before = _pipelines(templates.after), _pipelines(templates.before)
    stay = _belongings(templates.after)
    found = [
        _image(name, pipeline, [each for each in changes if each.logical_id in stay[name]], places)
        for pipeline, name in after.items()
    ]
    gone = [name for pipeline, name in before.items() if pipeline not in after]
    return (*found, *(ImageChange(name, Impact.GOES) for name in gone))


def _image(
    name: str, pipeline: str, changes: list[ResourceChange], places: Mapping[str, str]
) -> ImageChange:
    own = next((each.action for each in changes if each.logical_id == pipeline), None)
    if own is Action.ADD:
        return ImageChange(name, Impact.NEW, causes=_named(name, places))
    real = [each for each in changes if not each.quiet]
    if own in _ANEW:
        return ImageChange(name, Impact.PIPELINE, own is Action.REPLACE, causes(real, places))
    recipes = [each.action for each in real if each.type == RECIPE and each.action in _ANEW]
    if recipes:
        sure = Action.REPLACE in recipes or Action.ADD in recipes
        return ImageChange(name, Impact.RECIPE, sure, causes(real, places))
    if real:
        return ImageChange(name, Impact.SETTINGS, causes=causes(real, places))
    return ImageChange(name, Impact.NOTHING)


def _named(name: str, places: Mapping[str, str]) -> tuple[Cause, ...]:
    pointer = f"{name}.imageName"
    return (Cause(pointer, places[pointer]),) if pointer in places else ()


def _pipelines(template: Template) -> dict[str, str]:
    """Image name of each pipeline, by its logical id."""
    return dict(_each_pipeline(template))


def _each_pipeline(template: Template) -> Iterator[tuple[str, str]]:
    names = origins.images(template)
    for logical_id, resource in origins.resources(template).items():
        if resource.get("Type") == PIPELINE:
            yield logical_id, names.get(logical_id, logical_id)


def _belongings(template: Template) -> dict[str, frozenset[str]]:
    """Logical ids of what each image has, and of what that refers to."""
    links = references(template)
    owners = origins.images(template)
    return {
        name: closure([pipeline, *(one for one, owner in owners.items() if owner == name)], links)
        for pipeline, name in _each_pipeline(template)
    }

"""Which pipeline a name means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from generator.errors import AmiFactoryError, Exit, NotFoundError
from generator.operate.names import image_of, plain, title, typed
from generator.ports.builds import Pipeline

MOST = 8
"""Names that an error lists."""


class AmbiguousError(AmiFactoryError):
    """A name means more than one pipeline."""

    exit_code = Exit.USAGE


def pipeline_named(name: str, pipelines: Sequence[Pipeline], place: str) -> Pipeline:
    """The pipeline that a name means: its ARN or name, factory/image, or the image alone.

    Names are taken as they are written first, and then as Image Builder normalises them.

    Raises:
        NotFoundError: when there is none; the hint says what comes near, or what there is.
        AmbiguousError: when an image of this name is in several factories.
    """
    for spelled in (str, plain):
        for names in (_own, _titles, _images):
            found = [one for one in pipelines if spelled(name) in map(spelled, names(one))]
            if len(found) == 1:
                return found[0]
            if found:
                raise _ambiguous(name, found)
    raise NotFoundError(
        f'no image called "{name}" has a pipeline in {place}', near(name, pipelines)
    )


def _own(pipeline: Pipeline) -> tuple[str, ...]:
    return (pipeline.arn, pipeline.name)


def _titles(pipeline: Pipeline) -> tuple[str, ...]:
    return (title(pipeline),)


def _images(pipeline: Pipeline) -> tuple[str, ...]:
    return (image_of(pipeline),)


def _ambiguous(name: str, found: Iterable[Pipeline]) -> AmbiguousError:
    return AmbiguousError(
        f'"{name}" is the name of several images', f"name one of {_listed(map(typed, found))}"
    )


def near(name: str, pipelines: Sequence[Pipeline]) -> str:
    """What a user may have meant, or what there is."""
    if not pipelines:
        return "there are no pipelines at all: `amifactory deploy PAYLOAD` makes them"
    close = _closest(name, pipelines)
    if close:
        return f"did you mean {_listed(close)}?"
    return f"there is {_listed(sorted({typed(one) for one in pipelines}))}"


def _closest(name: str, pipelines: Sequence[Pipeline]) -> list[str]:
    """Commands' names of what is written much like it, the closest first."""
    by_spelling: dict[str, str] = {}
    spellings: tuple[Callable[[Pipeline], str], ...] = (image_of, title, lambda one: one.name)
    for spelling in spellings:
        for one in pipelines:
            by_spelling.setdefault(plain(spelling(one)), typed(one))
    close = get_close_matches(plain(name), by_spelling, n=3)
    return list(dict.fromkeys(by_spelling[each] for each in close))


def _listed(names: Iterable[str]) -> str:
    """a, b or c; not more than people read."""
    every = list(names)
    shown = [*every[:MOST], f"{len(every) - MOST} more"] if len(every) > MOST else every
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))

"""Joins deployments to AWS, the terminal and the clock."""

from __future__ import annotations

import secrets
import shlex
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import NoReturn

from generator.cli.asking import Asking
from generator.cli.options import Asked
from generator.cli.progress_view import View, view
from generator.cli.remote import Where
from generator.cli.stopping import Stopping
from generator.cli.uploading import uploader
from generator.deploy.draft import Draft
from generator.deploy.together import Stop
from generator.deploy.world import World
from generator.errors import Exit
from generator.ports.place import Place
from generator.ports.stacks import Order

JITTER = 0.2
"""A pause is up to so much shorter or longer."""


class Acting:
    """What one run of a command acts with."""

    def __init__(self, where: Where, asked: Asked, *, yes: bool, bucket: str | None = None) -> None:
        self.where = where
        self.asked = asked
        self.view: View = view(asked, time.monotonic)
        self.stop = Stop(self._leave)
        self.stopping = Stopping(self._heard, self._leave)
        self.ask = Asking(self.view.quiet, yes=yes)
        self._bucket = bucket
        self._worlds: dict[Where, World] = {}
        self._random = Random()  # noqa: S311  # spreads pauses, guards nothing

    def world(self, region: str | None = None, file: str = "") -> World:
        """AWS in the region that a payload pins, or where the command looks; connected to once.

        Raises:
            click.UsageError: when --region names another region.
            AccessError: when AWS cannot be asked.
        """
        where = self.where.pinned(region, file)
        if where not in self._worlds:
            self._worlds[where] = self._connected(where)
        return self._worlds[where]

    def again(self, region: str, *words: str) -> str:
        """A command of ours that acts where this one did; `region` is what a payload pins."""
        here = self.where.asked or region
        more = ["--region", here] if here else []
        more += ["--profile", self.where.profile] if self.where.profile else []
        return shlex.join(["amifactory", *words, *more])

    def _connected(self, where: Where) -> World:
        from generator.aws import stacks

        place = where.place()
        return World(
            place=place,
            stacks=stacks.connect(place.region, where.profile),
            upload=uploader(place, self._bucket, self.view.say),
            ask=self._ask,
            review=self._reviewer(place),
            tell=self.view.tell,
            sleep=self.stop.sleep,
            token=lambda: secrets.token_hex(16),
            jitter=lambda: self._random.uniform(1 - JITTER, 1 + JITTER),
            poll=where.poll,
        )

    def _ask(self, question: str) -> bool:
        """Ask from a worker: Ctrl-C does not take its question away, but answers it."""
        agreed = self.ask(question)
        self.stop.sleep(0)
        return agreed

    def _reviewer(self, place: Place) -> Callable[[Draft], None]:
        def show(draft: Draft) -> None:
            from generator.present.foreign import harmless
            from generator.present.plan import show_review

            doing = "to be created" if draft.order.creates else "to be updated"
            self.view.say(f"Stack {harmless(draft.target.name)} ({place}) {doing}\n")
            self.view.say(f"{show_review(draft.review, color=self.asked.colored)}\n")

        return show

    def left(self) -> Sequence[str]:
        """What may be left behind of what was prepared, and the commands that remove it."""
        from generator.present.outcomes import left_lines

        lines: list[str] = []
        for where, world in self._worlds.items():
            for order in list(world.pending.values()):
                lines += left_lines(order, self._removing(order, where, world.place))
        return lines

    def _removing(self, order: Order, where: Where, place: Place) -> str:
        if order.creates:
            return self.again(where.region or place.region, "destroy", order.stack_name)
        words = ["aws", "cloudformation", "delete-change-set", "--stack-name", order.stack_name]
        words += ["--change-set-name", order.name, "--region", place.region]
        return shlex.join(words + (["--profile", place.profile] if place.profile else []))

    def _heard(self) -> None:
        """The first signal: say that it was, unless there is nothing to clean up."""
        if any(world.pending for world in self._worlds.values()):
            _at_once(
                "\nstopping: cleaning up, which takes some seconds; once more leaves at once\n"
            )

    def _leave(self, code: Exit = Exit.INTERRUPTED) -> NoReturn:
        """The user asked twice: workers are left where they are, the terminal is not."""
        import os

        left = self.left()
        running = ", ".join(each.stack for each in self.view.board.running())
        goes_on = "what was under way goes on in AWS"
        said = ["", f"left at once; {goes_on}{f': {running}' if running else ''}", *left]
        self.view.close()
        _at_once("".join(f"{line}\n" for line in said))
        os._exit(code)


def _at_once(text: str) -> None:
    """Print from where a signal arrived, which may be in the midst of printing."""
    import os

    from generator.cli import streams

    try:
        streams.err(text)
    except RuntimeError:  # of a buffer that is being written to
        os.write(2, text.encode())

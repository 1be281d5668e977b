"""Joins deployments to AWS, the terminal and the clock."""

from __future__ import annotations

import secrets
import shlex
import time
from collections.abc import Callable
from random import Random
from typing import NoReturn

from generator.cli.asking import Asking
from generator.cli.options import Asked
from generator.cli.progress_view import View, view
from generator.cli.remote import Where
from generator.cli.uploading import uploader
from generator.deploy.draft import Draft
from generator.deploy.together import Stop
from generator.deploy.world import World
from generator.ports.place import Place

JITTER = 0.2
"""A pause is up to so much shorter or longer."""


class Acting:
    """What one run of a command acts with."""

    def __init__(self, where: Where, asked: Asked, *, yes: bool, bucket: str | None = None) -> None:
        self.where = where
        self.asked = asked
        self.view: View = view(asked, time.monotonic)
        self.stop = Stop(self._leave)
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

    def _leave(self) -> NoReturn:
        """The user asked twice: workers are left where they are, the terminal is not."""
        import os

        from generator.cli import streams
        from generator.errors import Exit

        self.view.close()
        streams.err("\nleft at once; what was under way goes on in AWS\n")
        os._exit(Exit.INTERRUPTED)

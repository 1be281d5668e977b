"""How often AWS is asked."""

from __future__ import annotations

from generator.deploy.world import World

SLOWEST = 5
"""A pause grows to so many times the shortest: from 2 to 10 seconds."""
GROWTH = 1.5


class Pace:
    """Pauses between looks: short while something happens, longer while nothing does."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seconds = world.poll

    def rest(self, *, news: bool = False) -> None:
        """Wait until the next look."""
        most = self._world.poll * SLOWEST
        self._seconds = self._world.poll if news else min(self._seconds * GROWTH, most)
        self._world.sleep(self._seconds * self._world.jitter())

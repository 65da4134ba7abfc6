"""One drill after another: which comes next, and after how many it is enough."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tutor.session.drills.making import choose, drill

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.course.model import Lesson
    from tutor.course.progress import Progress
    from tutor.engine.hub import Hub

DAY = 86_400


class Drilling:
    """A row of drills. `wish` is a kind, an objective's number, or "" for what is most urgent to practise.

    With a `seed` the row is the same each time; else it depends on the learner and the moment. `count` bounds it (0: no
    end).
    """

    def __init__(
        self, wish: str, hub: Hub, clock: Callable[[], float], progress: Progress, *, seed: str = "", count: int = 0
    ) -> None:
        self.wish = wish
        self.count = count
        self.made = 0
        self._hub = hub
        self._clock = clock
        self._progress = progress
        self._seed = seed or f"{progress.seed[:8] if progress.path is not None else ''}{int(clock() * 1000):x}"

    @property
    def over(self) -> bool:
        """Whether as many were made as were wanted."""
        return bool(self.count) and self.made >= self.count

    def following(self) -> Lesson:
        """Make the next drill. Raises LayerwiseError for a wish that nothing fits."""
        seed = f"{self._seed}-{self.made}" if self.made else self._seed
        name = choose(self.wish, self._progress.cards, int(self._clock() // DAY), Random(f"choose {seed}"))
        made = drill(name, seed, self._hub, self._clock)
        self.made += 1
        return made

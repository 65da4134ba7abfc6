"""A drill as a lesson of one step, whose solution and par come from a search."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tutor.course.model import PREFIX, Chapter, Check, Course, Hint, Lesson, Question, Solution, Step
from tutor.course.repetition import Card, order
from tutor.dataclass import replace
from tutor.errors import LayerwiseError
from tutor.session.begin import lesson_start
from tutor.session.drills.exercise import Kind, kinds
from tutor.session.drills.search import shortest
from tutor.session.session import Session
from tutor.store.workspace import MemoryWorkspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.engine.hub import Hub

MOST = 3
"""Commands that a drill may need at most."""


def of_objective(objective: int) -> list[Kind]:
    """Return the kinds that practise an objective."""
    return [kind for kind in kinds().values() if objective in kind.objectives]


def choose(wish: str, cards: Mapping[int, Card], today: int, pick: Random) -> str:
    """Return the name of a kind.

    That is the one that is wished for, or one for an objective (by its number), or for what is most urgent to practise.
    Raises LayerwiseError for a wish that nothing fits.
    """
    if wish in kinds():
        return wish
    if wish and not (wish.isdecimal() and of_objective(int(wish))):
        raise LayerwiseError(
            f"there is no drill {wish!r}", "give an objective's number or a kind; layerwise drill --list shows them all"
        )
    objective = int(wish) if wish else _most_urgent(cards, today, pick)
    return pick.choice(of_objective(objective)).name


def _most_urgent(cards: Mapping[int, Card], today: int, pick: Random) -> int:
    """Return the first in the order of repetition; where nothing was ever practised or is due, any."""
    first, *_ = ranked = order(cards, practised(), today)
    return pick.choice(ranked) if first not in cards or cards[first].due > today else first


def alone(lesson: Lesson) -> Course:
    """Return a course of one drill."""
    return Course("Drills", (Chapter("Practice", (lesson,)),))


def practised() -> list[int]:
    """Return the objectives that some kind practises."""
    return sorted({number for kind in kinds().values() for number in kind.objectives})


def drill(name: str, seed: str, hub: Hub, clock: Callable[[], float]) -> Lesson:
    """Make a drill of a kind; the same seed makes the same one. Raises LayerwiseError for a kind that there is not."""
    kind = kinds().get(name)
    if kind is None:
        raise LayerwiseError(f"there is no drill {name!r}", "layerwise drill --list shows them all")
    exercise = kind.make(Random(f"{name} {seed}"))
    checks = tuple(Check(text, commands, 1) for text, commands in exercise.checks)
    hints = (Hint("", exercise.hint, 1),) if exercise.hint else ()
    shown = "".join(f"\n\n`{path}`:\n\n```text\n{text}```" for path, text in exercise.files if path[0] != ".")
    step = Step(exercise.title, exercise.prose + shown, 1, checks, hints=hints, files=exercise.laid_out())
    lesson = Lesson(
        f"{PREFIX}{name}-{seed}", exercise.title, kind.objectives, (), 2, f"drill {name} {seed}", "", exercise.setup,
        (step,), f"drill {name}",
    )  # fmt: skip
    now = clock()
    start = lesson_start(lesson, hub, lambda: now)
    session = Session(MemoryWorkspace(), lambda _clock: start, hub, lambda: now)
    if exercise.ask:
        answer = session.fork(exercise.script, start).output.decode("utf-8", "replace").strip()
        question = Question("fill", exercise.ask, 1, answers=(answer,), why=exercise.why)
        return replace(lesson, steps=(replace(step, questions=(question,)),))
    way = shortest(session, start, exercise.moves, [check.commands for check in checks], MOST)
    if not way:
        raise LayerwiseError(f"the drill {name} {seed} has no way to its goal", "this is a fault of the program itself")
    last = Hint("", f"{'First: ' if len(way) > 1 else ''}{way[0]}", 1)
    step = replace(step, solutions=(Solution("\n".join(way), 1),), hints=(*hints, last))
    return replace(lesson, steps=(step,))

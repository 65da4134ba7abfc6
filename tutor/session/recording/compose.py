"""A whole lesson of what was typed: each part is run again, judged by what it changes, and becomes a step.

A part that changes nothing that can be asked for goes into the next one. What was only looked at becomes a console
block of the step, with `…` for what is other on another day. Words that only the author can find begin with `TODO:`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.course.model import Example, Hint, Lesson, Solution, Step
from tutor.course.writing import TODO
from tutor.dataclass import dataclass, field, replace
from tutor.errors import LayerwiseError
from tutor.session.audit.prose import minutes, paths
from tutor.session.begin import lesson_start
from tutor.session.recording.propose import World, proposed
from tutor.session.session import Session, differs
from tutor.store.workspace import MemoryWorkspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tutor.engine.hub import Hub
    from tutor.session.moment import Moment
    from tutor.session.recording.history import Typed

LATER = 40 * 86400.0 + 12345.0
"""How many seconds later the second world is, in which everything is done once more."""

_LINES = 12


@dataclass(slots=True)
class _Draft:
    """A step while it is being made: what does it, what was looked at before or after that."""

    title: str
    world: list[str] = field(default_factory=list)
    work: list[str] = field(default_factory=list)
    looks: list[Example] = field(default_factory=list)


def compose(id: str, recorded: Typed, hub: Hub, clock: Callable[[], float]) -> tuple[Lesson, tuple[str, ...]]:
    """The lesson, and a line for each thing that was left out. Raises LayerwiseError where nothing makes a step."""
    benches = [_Bench(id, hub, clock() + later, seed) for later, seed in ((0.0, id), (LATER, f"{id} again"))]
    left_out = list(recorded.left_out)
    setup = [found for command in recorded.setup if (found := _did(benches, command, left_out)) is not None]
    steps: list[Step] = []
    draft = _Draft("")
    for part in recorded.parts:
        draft.title = draft.title or part.title
        if not draft.work:
            for bench in benches:
                bench.begin()
        for command in part.commands:
            _take(command, draft, benches, left_out)
        step = _step(draft, benches)
        if step is not None:
            steps.append(step)
            draft = _Draft("")
    left_out += [f"{command!r}: it changes nothing that a check could ask for" for command in draft.work]
    if not steps:
        raise LayerwiseError("there is nothing to make a step of", "type what the learner is to do, then exit")
    title = id.replace("-", " ").capitalize()
    intro = f"{TODO} say in two or three sentences what this lesson is about, and why it matters."
    script = "\n".join(setup)
    lesson = Lesson(id, title, (), (), 1, id, intro, script, tuple(steps), f"{id}.md")
    return replace(lesson, minutes=max(1, round(minutes(lesson)))), tuple(left_out)


class _Bench:
    """One world in which all is done again, command by command."""

    def __init__(self, id: str, hub: Hub, now: float, seed: str) -> None:
        empty = Lesson(id, id, (), (), 1, seed, "", "", (Step("", "", 1),), f"{id}.md")
        self.session = Session(MemoryWorkspace(), lambda clock: lesson_start(empty, hub, clock), hub, lambda: now)
        self.moment = self.start = self.session.moment

    def begin(self) -> None:
        """Begin a step."""
        self.start = self.moment

    def do(self, command: str) -> tuple[int, bool, str]:
        """Do a command: exit code, whether it changed anything, what it printed."""
        before: Moment = self.moment
        fork = self.session.fork(f"{{ {command}\n}} 2>&1", before)
        self.moment = fork.machine.moment()
        return fork.code, differs(before.state, self.moment.state), _plain(fork.output)

    def world(self) -> World:
        """The step as it stands."""
        return World(self.session, self.start, self.moment)


def _plain(output: bytes) -> str:
    """What was printed, without blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in output.decode("utf-8", "replace").split("\n")).rstrip()


def _did(benches: Sequence[_Bench], command: str, left_out: list[str]) -> str | None:
    """Do a command everywhere: it, or what makes it succeed; None where it only failed or only looked."""
    results = [bench.do(command) for bench in benches]
    code, changed, _ = results[0]
    if code != 0 and not changed:
        why = results[0][2].split("\n")[0] or f"code {code}"
        left_out.append(f"{command.split(chr(10))[0]!r}: it failed ({why}), and changed nothing")
    if not changed:
        return None
    return command if code == 0 else f"{command} || true" if "\n" not in command else f"{{ {command}\n}} || true"


def _take(command: str, draft: _Draft, benches: Sequence[_Bench], left_out: list[str]) -> None:
    """Put a command where it belongs in the step."""
    if command.startswith("world ") and not draft.work:
        if _did(benches, command, left_out) is not None:
            draft.world.append(command)
        for bench in benches:
            bench.begin()
        return
    moments = [bench.moment for bench in benches]
    found = _did(benches, command, left_out)
    if found is not None:
        draft.work.append(found)
        draft.looks = [look for look in draft.looks if not look.after]  # they would have to come after this
        return
    results = []
    for bench, moment in zip(benches, moments, strict=True):
        bench.moment = moment
        results.append(bench.do(command))
    if results[0][0] == 0 and results[0][2]:
        shown = _steady(results[0][2], results[1][2])
        draft.looks.append(Example(((command, shown),), bool(draft.work), 1))


def _steady(here: str, there: str) -> str:
    """What is printed in both worlds, "…" for the rest, and for what would be too much to read."""
    one, other = here.split("\n"), there.split("\n")
    rows = [a if a == b else _line(a, b) for a, b in zip(one, other, strict=False)] if len(one) == len(other) else ["…"]
    return "\n".join(rows if len(rows) <= _LINES else [*rows[: _LINES - 1], "…"])


def _line(one: str, other: str) -> str:
    """The words that two lines share, in their places."""
    from itertools import takewhile

    start = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return f"{start}…"


def _step(draft: _Draft, benches: Sequence[_Bench]) -> Step | None:
    """The step of a draft; None where there is nothing to ask for."""
    if not draft.work:
        return None
    script = "\n".join(draft.work)
    checks = proposed([bench.world() for bench in benches], script)
    if not checks:
        return None
    shown = "\n".join(f"    {line}".rstrip() for line in "\n".join(draft.work).split("\n"))
    prose = f"{TODO} say what this step is about, in short sentences, and why it matters.\n\n{shown}"
    names = sorted(paths(script)) or [draft.work[0].split()[0]]
    hint = f"{TODO} give a first hint. The command begins with {'docker ' if paths(script) else ''}{names[0]}."
    return Step(
        draft.title or f"{TODO} a title", prose, 1, checks, hints=(Hint("", hint, 1),),
        solutions=(Solution(script, 1),), examples=tuple(draft.looks), world="\n".join(draft.world),
    )  # fmt: skip

"""Which checks to propose for a step: those that say what is there, and as many more as wrong ways call for.

One rule: a check is proposed only if it holds after the solution in two worlds, on another day and with other IDs, so
nothing that follows from the clock or from drawn names is asked of a learner.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.course.checks import together
from tutor.course.facts import facts
from tutor.course.model import Check
from tutor.dataclass import dataclass
from tutor.session.audit.mutants import mutations
from tutor.session.recording.candidates import Candidate, candidates
from tutor.session.recording.history import quoted
from tutor.shell.parser import split_commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tutor.course.facts import Facts
    from tutor.session.moment import Moment
    from tutor.session.session import Session

MOST_MUTANTS = 150
"""How many wrong ways of one step are tried."""

MOST_LINES = 40
"""Of how many lines of a here-document it is tried what becomes of the step without them."""

_SHOWN = 40
_ANSWER = 300


@dataclass(frozen=True, slots=True)
class World:
    """One world in which a step is done: its session, and the step's beginning and end."""

    session: Session
    start: Moment
    end: Moment

    def code(self, script: str, moment: Moment) -> int:
        """The exit code of a script on a fork."""
        return self.session.fork(script, moment).code

    def printed(self, script: str, moment: Moment) -> tuple[int, str]:
        """Exit code and output of a script on a fork."""
        fork = self.session.fork(script, moment)
        return fork.code, fork.output.decode("utf-8", "replace").rstrip("\n")

    def after(self, script: str) -> Moment:
        """The moment after a script, run from the step's beginning."""
        return self.session.fork(script, self.start).machine.moment()

    def facts(self, moment: Moment) -> Facts:
        """The facts of a moment."""
        return facts(moment.state, self.start.state)


def proposed(worlds: Sequence[World], script: str) -> tuple[Check, ...]:
    """Checks for a step that `script` does, the same in each world; none where nothing changed to ask for."""
    here = worlds[0]
    now = here.facts(here.end)
    held: list[tuple[Candidate, Check]] = []
    for candidate in candidates(here.facts(here.start), now):
        check = _check(candidate, worlds)
        if check is not None and check.text not in {other.text for _, other in held}:
            held.append((candidate, check))
    chosen = [row for row in held if row[0].first] or held[:1]
    rest = [row for row in held if row not in chosen]
    if chosen and all(_met(check, here, here.start) for _, check in chosen):
        telling = next((row for row in rest if not _met(row[1], here, here.start)), None)
        if telling is None:
            return ()
        chosen.append(telling)
        rest.remove(telling)
    for wrong in _wrong_ways(script):
        if not rest:
            break
        moment = here.after(wrong) if wrong.strip() else here.start
        if all(_met(check, here, moment) for _, check in chosen) and here.facts(moment) != now:
            sharper = next((row for row in rest if not _met(row[1], here, moment)), None)
            if sharper is not None:
                chosen.append(sharper)
                rest.remove(sharper)
    return tuple(check for _, check in held if any(check is taken for _, taken in chosen))


def _wrong_ways(script: str) -> Iterator[str]:
    """Altered scripts: what the audit tries, and each line of a here-document left out."""
    yield from (wrong for _, wrong in list(mutations(script))[:MOST_MUTANTS])
    pieces = [(text, span) for text, span in split_commands(script) if "<<" in text.split("\n")[0]]
    for text, (start, end) in pieces:
        lines = text.split("\n")
        for at in range(1, min(len(lines) - 1, MOST_LINES)):
            yield script[:start] + "\n".join(lines[:at] + lines[at + 1 :]) + "\n" + script[end:]


def _met(check: Check, world: World, moment: Moment) -> bool:
    return world.code(together(check.commands), moment) == 0


def _check(candidate: Candidate, worlds: Sequence[World]) -> Check | None:
    """The check of a candidate, None where it does not hold in each world."""
    commands, text = candidate.commands, candidate.text
    if candidate.query:
        code, answer = worlds[0].printed(candidate.query, worlds[0].end)
        if code != 0 or len(answer) > _ANSWER or any(char < " " and char not in "\n\t" for char in answer):
            return None
        commands = f'test "$({candidate.query})" = {_literal(answer)}'
        shown = re.sub(r"\s+", " ", answer).strip()
        text = text.replace("{}", (shown if len(shown) <= _SHOWN else "as it should be") or "empty")
    if "\n# " in commands or any(world.code(together(commands), world.end) != 0 for world in worlds):
        return None  # (a line that begins with "# " would be a line of the checklist)
    return Check(text, commands, 0)


def _literal(text: str) -> str:
    """A word that means the text; several lines stay as they are between quotes."""
    return quoted(text) if text else "''"

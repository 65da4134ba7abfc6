"""The sitting in which an author does a lesson once: free play, in which a line `# Title` begins a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.session.recording.history import Typed, typed
from tutor.session.sitting import LearnerSitting
from tutor.session.views import Result

if TYPE_CHECKING:
    from tutor.session.port import Output

WELCOME = """\
What you do here becomes a lesson. First make what the learner is to find: that is the set-up. Then type a line
    # Title of the step
and do the step; the next such line begins the next one. undo takes back, exit writes the lesson.
"""


class RecordingSitting(LearnerSitting):
    """Free play of which `recorded` is, once it is closed, what was typed."""

    recorded: Typed | None = None

    def run(self, line: str, output: Output | None = None) -> Result:
        """Run a line; one that begins a step is kept as it is, and can be undone like any other."""
        session = self._session
        if line.startswith("# ") and line[2:].strip() and "\n" not in line and not self._at_a_program():
            session.become(line.rstrip(), session.moment)
            return Result((), 0, True, (f"A step begins: {line[2:].strip()}",))
        return super().run(line, output)

    def _at_a_program(self) -> bool:
        return bool(self._session.state.attached) or self._session.moment.foreground is not None

    def welcome(self) -> str:
        """How it is done."""
        done = sum(1 for entry in self._session.workspace.path() if entry.line)
        again = f"Going on with what was recorded before: {done} lines (--fresh begins anew).\n" if done else ""
        return again + WELCOME

    def close(self) -> None:
        """End the sitting, and read what was typed."""
        self.recorded = typed(self._session)
        super().close()

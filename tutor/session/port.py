"""What a front end needs of a sitting: the one door between the screens and everything below.

Threads: all methods but `cancel` are called from one thread, the one that made the sitting (a screen keeps a worker
thread for that, so that its own thread never waits). `cancel` may be called from any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.session.editor.views import Forecast, Look, OpenFile, Saved
    from tutor.session.inside.target import Target
    from tutor.session.inside.views import Page
    from tutor.session.views import (
        Completions,
        Found,
        Frame,
        HistoryEntry,
        HistoryPoint,
        LessonItem,
        LessonView,
        Piece,
        Preview,
        PromptView,
        Result,
        Span,
        StackView,
    )

Output = Callable[["Piece"], None]
"""Receives output while a command runs."""

WORDS = ("hint", "check", "solution", "next")
"""The tutor words that `Sitting.tutor` takes."""


class Sitting(Protocol):
    """One learner's sitting with one workspace."""

    width: int
    """Columns of what output is shown on; pictures of a transfer keep to it."""
    speed: float
    """By which factor transfers last, for someone who watches; with 0 they are over at once."""

    # -- doing something

    def run(self, line: str, output: Output | None = None) -> Result:
        """Run a whole command line (it may hold newlines) at the current prompt.

        `output` is called with each piece as it comes; the result holds them all again. Never raises for what the
        command does: a failing command is a result. Raises LayerwiseError only if the workspace itself fails (a full
        disk).
        """

    def cancel(self) -> None:
        """Ask the command that runs now to stop; its exit status will be 130. Does nothing if none runs."""

    def undo(self, count: int = 1) -> Result:
        """Go back before the last `count` commands that changed something."""

    def redo(self, count: int = 1) -> Result:
        """Take back `count` undos."""

    def reset(self) -> Result:
        """Start the sandbox, or the lesson, over. Can be undone."""

    def travel(self, word: str, argument: str) -> Result:
        """Do what a word of the history does with a point: "goto" @7, "mark" @7 NAME ("mark" @7 unnames it)."""

    def tutor(self, word: str) -> Result:
        """Do what the tutor word (one of `WORDS`) does, whatever prompt the learner stands at."""

    def start_lesson(self, lesson_id: str) -> Result:
        """Begin a lesson, or go on with it; "" leaves the lesson for free play."""

    def close(self) -> None:
        """End the sitting. Everything that ran is saved already."""

    def save(self, file: OpenFile, text: str, *, over: bool = False) -> Saved:
        """Save an edited file as one step of the history; `over` writes over what changed outside of the editor."""

    # -- asking without changing anything

    def look(self, file: OpenFile, text: str) -> Look:
        """Colours and problems of a file's text, and the file itself where it is another by now."""

    def forecast(self, file: OpenFile, text: str) -> Forecast | None:
        """What a build would do with the text in the file's place; None where a newer question ended this one."""

    def preview(self, line: str, cursor: int) -> Preview:
        """What the line would do if it were run now; `cursor` counts code points."""

    def complete(self, line: str, cursor: int) -> Completions:
        """The ways to go on at the cursor."""

    def highlight(self, line: str) -> tuple[Span, ...]:
        """The line's parts, in order, without overlaps; what no span covers is plain text."""

    def missing(self, line: str) -> str:
        """What an unfinished line waits for ("quote", "here-document", "done", …); "" if Enter may run it."""

    def warm_up(self) -> Iterator[None]:
        """Do beforehand, in short steps, what would make the first previews slow."""

    def prompt(self) -> PromptView:
        """Where the next line will run."""

    def stack(self) -> StackView:
        """The layers, names and containers that are there."""

    def inside(self, what: Target | str, beside: Target | str = "") -> Page | None:
        """A page about something: a target, or what a word names ("app:1", "app#3"); None where it is not here.

        With `beside` the two are compared: both images, both layers, or both containers.
        """

    def lesson(self) -> LessonView | None:
        """The step that the learner is at; None in free play."""

    def lessons(self) -> tuple[LessonItem, ...]:
        """Every lesson of the course, in order."""

    def catalogue(self) -> tuple[Found, ...]:
        """All that can be searched for: lessons, terms, words, commands, what is there, points of the history."""

    def terms(self, line: str) -> tuple[Found, ...]:
        """The glossary; those of kind "near" stand in the step's prose or in the line."""

    def history(self) -> tuple[HistoryEntry, ...]:
        """The commands of this workspace, oldest first, undone ones too."""

    def points(self) -> tuple[HistoryPoint, ...]:
        """The history as a tree, with the points that were left by undoing."""

    def at(self, point: int) -> Preview:
        """What going to the point of that number would change, as ghosts in the stack; None where nothing drawn would.

        Raises LayerwiseError where there is no such point.
        """

    def replay(self, point: int) -> tuple[Frame, ...]:
        """The step that led to a point (0: the last one that changed something) in slow motion; empty where none is."""

    def welcome(self) -> str:
        """A few lines of plain text for the top of an empty shell; "" if there is nothing to say."""

"""Nested prompts: a shell in a container that the learner types into, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.containers.execute import ExecRequest
    from tutor.engine.outcome import Box, Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.shell.streams import Reader, Writer


@dataclass(frozen=True, slots=True)
class LineResult:
    """What one line did: its exit status, and whether the shell ended with it (then call `leave`)."""

    code: int
    ended: bool


def can_enter(state: State, container: str, request: ExecRequest | None = None) -> bool:
    """Whether the program to be run (the container's own, or the request's) is a shell that would prompt.

    A shell without a script, in a container or exec with a terminal. Raises EngineError.
    """
    raise NotImplementedError


def enter(state: State, world: World, container: str, request: ExecRequest | None = None) -> Outcome[None]:
    """Start the container's shell (or one more shell in a running container) and put its prompt on top of
    `state.shells` and `state.attached`. Raises EngineError as `run_attached` and `execute` do.
    """
    raise NotImplementedError


def run_line(box: Box, line: str, *, stdin: Reader | None, stdout: Writer, stderr: Writer) -> LineResult:
    """Run one line in the topmost nested prompt: files, variables and folder change in `box.state`."""
    raise NotImplementedError


def leave(state: State, world: World, code: int) -> Outcome[str]:
    """Return the topmost nested prompt's shell ended with `code`.

    Its prompt goes; where it was the container's main program the container exits (and is removed with AutoRemove).
    The value is the container's ID.
    """
    raise NotImplementedError


def prompt_of(state: State) -> tuple[str, str, bool]:
    """Host name, folder and whether the user is root, for the topmost nested prompt's "/ # "."""
    raise NotImplementedError

"""What a RUN executes: its arguments, and the here-document that becomes a file or the script itself."""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.heredoc import parse_heredoc
from tutor.dockerfile.instructions import Run
from tutor.dockerfile.text import trim

DEFAULT_SHELL = ("/bin/sh", "-c")
PIPES = "/dev/pipes"


@dataclass(frozen=True, slots=True)
class Execution:
    """What to run: `args`; a file to put into /dev/pipes first, if any; and the text that a step shows behind RUN's.

    `label` is the instruction's line, for a lone here-document with its first line in brackets.
    """

    args: tuple[str, ...]
    label: str
    file: tuple[str, str] | None = None


def execution(run: Run, shell: tuple[str, ...] = DEFAULT_SHELL) -> Execution:
    """Work out what a RUN executes, `shell` being the image's. Raises `ParseError` for what cannot be run."""
    if run.argv is not None:
        if run.heredocs:
            raise ParseError(f"parsing produced an invalid run command: [{' '.join(run.argv)}]", run.span)
        return Execution(run.argv, run.raw)
    command = run.command or ""
    if not run.heredocs:
        return Execution((*shell, command), run.raw)
    first = run.heredocs[0]
    if not _is_lone_heredoc(command):
        bodies = "".join(f"\n{heredoc.body}{heredoc.name}" for heredoc in run.heredocs)
        return Execution((*shell, command + bodies), run.raw)
    label = f"{run.raw} ({_summary(first.body)})"
    if first.content.startswith("#!"):
        path = f"{PIPES}/{first.name}"
        return Execution((*shell, path), label, (first.name, first.content))
    return Execution((*shell, first.content), label)


def _is_lone_heredoc(command: str) -> bool:
    try:
        return parse_heredoc(command) is not None
    except ParseError:
        return False


def _summary(body: str) -> str:
    lines = trim(body).replace("\r\n", "\n").split("\n")
    return lines[0] + ("..." if len(lines) > 1 else "")

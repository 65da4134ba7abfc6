"""Running a script without a terminal: one command after the other, each one step of the history."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.session.port import Sitting
    from tutor.session.session import Session

    Emit = Callable[[str, bytes], None]
    Do = Callable[[str, Emit], tuple[int, bool]]  # runs a command: its exit code, and whether it was the last


def commands_of(text: str) -> Iterable[str]:
    """The commands of a script.

    Where lines begin with "$ ", each such line is a command, continued by lines that begin with "> "; all else is
    ignored. Otherwise every complete top-level command of the shell script is one.
    """
    lines = text.split("\n")
    if any(line.startswith("$ ") for line in lines):
        return _marked(lines)
    from tutor.shell.parser import split_commands

    return [source for source, _ in split_commands(text)]


def _marked(lines: list[str]) -> list[str]:
    commands: list[str] = []
    open_command = False
    for line in lines:
        if line.startswith("$ "):
            commands.append(line[2:])
            open_command = True
        elif open_command and (line.startswith("> ") or line == ">"):
            commands[-1] += "\n" + line[2:]
        else:
            open_command = False
    return commands


def run_script(session: Session, text: str, *, json: bool, write: Emit) -> int:
    """Run all commands of the script; the last one's exit code.

    `write(stream, data)` receives what the commands print as they print it, or with `json` one object a command and
    line on "stdout": {"cmd", "stdout", "stderr", "code"}.
    """

    def do(command: str, emit: Emit) -> tuple[int, bool]:
        ran = session.run(command, emit)
        return ran.code, ran.leave or ran.stopped

    return _run(do, text, json, write)


def run_lesson(sitting: Sitting, text: str, *, json: bool, write: Emit) -> int:
    """Run all commands of the script in a sitting with a lesson, whose words (check, next, answer, …) answer too."""

    def do(command: str, emit: Emit) -> tuple[int, bool]:
        ran = sitting.run(command, lambda piece: emit(piece.stream, piece.text.encode("utf-8", "surrogateescape")))
        return ran.code, ran.leave

    return _run(do, text, json, write)


def _run(do: Do, text: str, json: bool, write: Emit) -> int:
    code = 0
    for command in commands_of(text):
        printed: dict[str, list[bytes]] = {"stdout": [], "stderr": []}
        emit = (lambda stream, data, kept=printed: kept[stream].append(data)) if json else write
        code, last = do(command, emit)
        if json:
            from json import dumps

            streams = {name: b"".join(parts).decode("utf-8", "replace") for name, parts in printed.items()}
            row = {"cmd": command, **streams, "code": code}
            write("stdout", dumps(row, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n")
        if last:
            break
    return code

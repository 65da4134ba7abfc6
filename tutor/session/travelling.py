"""The tutor words that speak of the history: `log`, `goto`, `mark`, and `compare` of two points."""

from __future__ import annotations

from tutor.errors import LayerwiseError
from tutor.session.drawing.characters import drawn_lines
from tutor.session.past import after, called, checked_name, find, last_change, log_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.session.inside.target import Target
    from tutor.session.inside.views import Page
    from tutor.session.machine import Machine
    from tutor.shell.process import Process
    from tutor.store.workspace import Workspace

_USAGE = {
    "goto": "go where? goto @N or goto @NAME; log shows all points",
    "replay": "replay which? replay for the last command, replay @N for another",
    "mark": "name what? mark NAME, mark NAME @N, mark -d NAME",
}


def past(process: Process) -> int:
    """Answer `log` and `mark`; ask for what `goto` and `mark NAME` do, which is done after the line."""
    machine: Machine = process.host  # type: ignore[assignment]  # the words are programs of the learner's machine
    workspace, words = machine.workspace, process.argv[1:]
    if workspace is None:
        return process.fail("there is no history here")
    try:
        if process.name == "log":
            return _print(process, "".join(log_lines(workspace, words)) or "No point matches.\n")
        if process.name == "goto":
            if len(words) != 1:
                return process.fail(_USAGE["goto"])
            machine.asked.append(("goto", f"@{find(workspace, words[0]).id}"))
            return 0
        if process.name == "replay":
            return _replay(process, machine, workspace, words)
        return _mark(process, machine, workspace, words)
    except LayerwiseError as error:
        return process.fail(str(error))


def _mark(process: Process, machine: Machine, workspace: Workspace, words: list[str]) -> int:
    if not words:
        named = [f"@{entry.name}  @{entry.id}, after: {after(entry)}\n" for entry in workspace.entries() if entry.name]
        return _print(process, "".join(named) or "No point has a name yet: mark NAME names the present one.\n")
    if words[0] == "-d" and len(words) == 2:
        entry = find(workspace, words[1])
        if not entry.name:
            return process.fail(f"{called(entry)} has no name")
        machine.asked.append(("mark", f"@{entry.id}"))
        return 0
    if len(words) > 2 or words[0].startswith("-"):
        return process.fail(_USAGE["mark"])
    point = f"@{find(workspace, words[1]).id}" if len(words) == 2 else "@"
    machine.asked.append(("mark", f"{point} {checked_name(words[0])}"))  # here, so that the line fails
    return 0


def _replay(process: Process, machine: Machine, workspace: Workspace, words: list[str]) -> int:
    from tutor.session.replay import told

    if len(words) > 1:
        return process.fail(_USAGE["replay"])
    entry = find(workspace, words[0]) if words else last_change(workspace.path())
    frames = machine.slowly(entry) if machine.slowly is not None else ()
    if not frames:
        return _print(process, f"{called(entry)} is {after(entry)}: nothing happened there.\n")
    return _print(process, f"{called(entry)}: {after(entry)}\n" + "".join(told(frames)))


def compare(process: Process) -> int:
    """Print what differs between two points; of one, between it and the present."""
    from tutor.session.plain_page import plain_page

    machine: Machine = process.host  # type: ignore[assignment]
    if machine.workspace is None:
        return process.fail("there is no history here")
    try:
        one, other = (find(machine.workspace, word) for word in (*process.argv[1:], "@")[:2])
    except LayerwiseError as error:
        return process.fail(str(error))
    from tutor.session.inside.target import Target

    target = Target("points", str(one.id), other=Target("points", str(other.id)))
    return _print(process, plain_page(page(machine.workspace, target), machine.columns if process.stdout.tty else 100))


def page(workspace: Workspace, target: Target) -> Page:
    """The page that compares two points by their numbers. Raises NoSuchPoint."""
    from tutor.session.inside.points import points_page

    assert target.other is not None
    one, other = find(workspace, target.key), find(workspace, target.other.key)
    return points_page(target, _state(workspace, one.id), _state(workspace, other.id), (called(one), called(other)))


def _state(workspace: Workspace, id: int) -> State:
    moment = workspace.value(workspace.entry(id))
    return moment.state  # type: ignore[attr-defined,no-any-return]  # a workspace of the session holds moments


def _print(process: Process, text: str) -> int:
    process.out(drawn_lines(text))
    return 0

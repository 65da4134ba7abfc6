"""The names of editors: they ask the screen to open a file; where there is no screen they say how to do without.

One rule: a file is opened after its line has ended, so an editor must be the last that its line does.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from tutor.session.machine import Machine
    from tutor.shell.host import Program
    from tutor.shell.process import Process

EDITORS = ("edit", "nano", "vi")
"""The programs of the host by name."""

GUESTS = (*EDITORS, "vim")
"""Those that an image may have."""

ABOUT = {
    "edit": "open FILE in the editor: edit FILE",
    "nano": "open FILE in the editor: nano [+LINE] FILE",
    "vi": "open FILE in the editor, which knows :w :q :wq and /text: vi [+LINE] FILE",
}


def program(machine: Machine, name: str) -> Program | None:
    """The editor of that name, None where there is none."""
    return (lambda process: _edit(machine, process)) if name in GUESTS else None


def _edit(machine: Machine, process: Process) -> int:
    files = [word for word in process.argv[1:] if not word.startswith(("-", "+"))]
    if not files:
        return process.fail(f"which file? For example: {process.name} Dockerfile")
    path = files[0]
    if process.fs.is_dir(process.path(path)):
        return process.fail(f"{path} is a folder")
    if machine.spoken or not (machine.interactive and process.stdin.tty and process.stdout.tty):
        from tutor.programs.editors import NO_SCREEN, without

        return without(process, NO_SCREEN)
    if len(files) > 1:
        return process.fail("one file at a time")
    if not _last(machine.line):
        return process.fail("the editor opens when its line has ended: type it alone, or as the last command")
    from tutor.session.editor.opening import open_file
    from tutor.session.editor.text import NotText
    from tutor.vfs.errors import FsError

    line = next((word[1:] for word in process.argv[1:] if word.startswith("+")), "")
    try:
        machine.opened = open_file(machine, process, path, int(line) if line.isdecimal() else 1)
    except FsError as error:
        return process.fail(f"{path}: {error.strerror}")
    except NotText as error:
        return process.fail(f"{path} {error.message}")
    return 0


def _last(line: str) -> bool:
    """Whether nothing of the line comes after its one editor, and nothing repeats it."""
    from tutor.session.line import read

    script = read(line)
    names = [command.words[0].plain if command.words else "" for command in script.commands]
    loops = any(token.kind == "keyword" or line[token.start : token.end] == "&" for token in script.tokens)
    return [name for name in names if name in GUESTS] == names[-1:] and not loops


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
"""The programs by name."""

ABOUT = {
    "edit": "open FILE in the editor: edit FILE",
    "nano": "open FILE in the editor: nano [+LINE] FILE",
    "vi": "open FILE in the editor, which knows :w :q :wq and /text: vi [+LINE] FILE",
}


def program(machine: Machine, name: str) -> Program | None:
    """The editor of that name, None where there is none."""
    return (lambda process: _edit(machine, process)) if name in EDITORS else None


def _edit(machine: Machine, process: Process) -> int:
    files = [word for word in process.argv[1:] if not word.startswith(("-", "+"))]
    if not files:
        return process.fail(f"which file? For example: {process.name} Dockerfile")
    path = files[0]
    if process.fs.is_dir(process.path(path)):
        return process.fail(f"{path} is a folder")
    if not (machine.editor and machine.interactive and process.stdin.tty and process.stdout.tty):
        return _without_screen(process, path)
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
    return [name for name in names if name in EDITORS] == names[-1:] and not loops


def _without_screen(process: Process, path: str) -> int:
    exists = process.fs.exists(process.path(path))
    change = f"sed -i 's/OLD/NEW/' {path}" if exists else f"echo LINE >> {path}"
    process.fail("an editor needs a screen, and there is none here; instead:")
    process.err(
        f"  write the whole file   cat > {path} <<'END'\n"
        "                         … its lines …\n"
        "                         END\n"
        f"  {'change a line' if exists else 'add a line':21}  {change}\n"
    )
    return 1

"""The applets `readlink` and `realpath`."""

from __future__ import annotations

from tutor.shell.commands._applet import Usage, applet, options
from tutor.shell.commands._files import full_path
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Show where symbolic links lead."""
    return _realpath(process) if process.name == "realpath" else _readlink(process)


@applet("[-fnv] FILE", "Print what a symbolic link says; -f: the path that is reached in the end.")
def _readlink(process: Process) -> int:
    opts = options(process, "nfvesq", {}, at_least=1, at_most=1)
    name = opts.arguments[0]
    path = full_path(process, name)
    try:
        text = _real(process, name) if "f" in opts else process.fs.readlink(path)
    except FsError as error:
        if "v" in opts:
            reason = "not a symlink" if error.code == "EINVAL" else error.strerror
            process.fail(f"{name}: cannot read link: {reason}")
        return 1
    process.out(text if "n" in opts else text + "\n")
    return 0


@applet("FILE...", "Print the path of FILEs without symbolic links and dots.")
def _realpath(process: Process) -> int:
    names = process.argv[2:] if process.argv[1:2] == ["--"] else process.argv[1:]
    if not names:
        raise Usage
    code = 0
    for name in names:
        try:
            process.out(f"{_real(process, name)}\n")
        except FsError as error:
            code = process.fail(f"{name}: {error.strerror}")
    return code


def _real(process: Process, name: str) -> str:
    """Return a path without links. The last part need not be there, as long as something stands before it."""
    path = full_path(process, name)
    if "/" not in name.rstrip("/"):
        process.fs.stat(path, follow=False)
    return process.fs.resolve(path)

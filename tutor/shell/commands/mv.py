"""The applet `mv`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, Usage, applet, options
from tutor.shell.commands._copy import Copier, stat_error
from tutor.shell.commands._remove import Remover, confirmed, last_part
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-finT] SOURCE DEST", "Rename files, or move them into a folder.")
def main(process: Process) -> int:
    """Rename and move files."""
    long = {
        "interactive": "i", "force": "f", "no-clobber": "n", "no-target-directory": "T", "target-directory:": "t",
        "verbose": "v",
    }  # fmt: skip
    opts = options(process, "finTt:v", long)
    names = opts.arguments
    target = opts.value("t")
    if target is None:
        if len(names) < 2:
            raise Usage
        target = names.pop()
    elif not names:
        raise Usage
    if "T" in opts and len(names) > 1:
        raise Failure("too many arguments")
    path = process.path(target) if target else ""
    if "T" in opts and process.fs.is_dir(path) and not process.fs.is_dir(process.path(names[0])):
        raise Failure(f"'{target}' is a directory")
    into = "t" in opts or len(names) > 1 or (process.fs.is_dir(path) and "T" not in opts)
    code = 0
    for name in names:
        goal = f"{target.rstrip('/')}/{last_part(name)}" if into else target
        if not _move(process, opts, name, goal):
            code = 1
    return code


def _move(process: Process, opts: Options, name: str, goal: str) -> bool:
    fs = process.fs
    source = process.path(name) if name else ""
    target = process.path(goal) if goal else ""
    wish = opts.last_of("fin")
    try:
        fs.stat(target)
    except FsError as error:
        if error.code != "ENOENT":
            process.fail(stat_error(goal, error))
            return False
    if fs.exists(target, follow=False):
        if wish == "n":
            return True
        asks = wish == "i" or (wish is None and process.stdin.tty and not fs.access(target, "w"))
        if asks and not confirmed(process, f"mv: overwrite '{goal}'? "):
            return True
    try:
        fs.rename(source, target)
    except FsError as error:
        if error.code != "EXDEV" or not fs.exists(source, follow=False):
            process.fail(f"can't rename '{name}': {error.strerror}")
            return False
        return _across(process, name, goal)
    if "v" in opts:
        process.out(f"'{name}' -> '{goal}'\n")
    return True


def _across(process: Process, name: str, goal: str) -> bool:
    """Move between file systems: copy, then remove."""
    fs = process.fs
    target = process.path(goal)
    if fs.exists(target, follow=False):
        folder = fs.stat(process.path(name), follow=False).is_dir
        if fs.stat(target, follow=False).is_dir != folder:
            words = ("non-", "") if folder else ("", "non-")
            process.fail(f"can't overwrite {words[0]}directory with {words[1]}directory")
            return False
        try:
            fs.rmdir(target) if folder else fs.unlink(target)
        except FsError as error:
            process.fail(f"can't remove '{goal}': {error.strerror}")
            return False
    copier = Copier(process)
    copier.recursive = copier.preserve = True
    copier.follow = copier.follow_named = False
    return copier.copy(name, goal) and Remover(process, recursive=True, force=True).remove(name)

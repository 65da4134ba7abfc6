"""The applet `cp`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, Usage, applet, options
from tutor.shell.commands._copy import Copier, stat_error
from tutor.shell.commands._remove import last_part
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_LONG = {
    "archive": "a", "force": "f", "interactive": "i", "no-clobber": "n", "link": "l", "dereference": "L",
    "no-dereference": "P", "recursive": "R", "symbolic-link": "s", "no-target-directory": "T",
    "target-directory:": "t", "verbose": "v", "update": "u", "remove-destination": "remove", "parents": "parents",
    "reflink::": "reflink",
}  # fmt: skip


@applet("[-arPLHpfinlsTu] SOURCE DEST", "Copy files; -r: folders too, -a: with all that is known about them.")
def main(process: Process) -> int:
    """Copy files and folders."""
    opts = options(process, "pdRfinlsLHarPvuTt:", _LONG)
    names = opts.arguments
    target = opts.value("t")
    if target is None:
        if len(names) < 2:
            raise Usage
        target = names.pop()
    elif not names:
        raise Usage
    copier = _copier(process, opts)
    into = "t" in opts or _into(process, opts, copier, names, target)
    if "T" in opts and len(names) > 1:
        raise Failure("too many arguments")
    code = 0
    for name in names:
        if "parents" in opts:
            goal = f"{target.rstrip('/')}/{name.lstrip('/')}"
            folder = goal.rpartition("/")[0]
            process.fs.mkdir(process.path(folder), 0o777 & ~process.umask, parents=True)
        else:
            goal = f"{target.rstrip('/')}/{last_part(name)}" if into else target
        if not copier.copy(name, goal):
            code = 1
    return code


def _copier(process: Process, opts: Options) -> Copier:
    copier = Copier(process)
    archive = "a" in opts
    copier.recursive = archive or "r" in opts or "R" in opts
    wish = opts.last_of("LHPda")
    copier.follow = wish == "L" or (wish is None and not copier.recursive)
    copier.follow_named = copier.follow or wish == "H"
    copier.preserve = archive or "p" in opts
    last = opts.last_of("inf")
    copier.force = "f" in opts
    copier.interactive = last == "i"
    copier.never = last == "n"
    copier.newer_only = "u" in opts
    copier.link = "s" if "s" in opts else "l" if "l" in opts else ""
    copier.verbose = "v" in opts
    copier.unlink_first = "remove" in opts
    return copier


def _into(process: Process, opts: Options, copier: Copier, names: list[str], target: str) -> bool:
    """Whether the target is a folder to copy into; with several sources it is always taken for one."""
    fs = process.fs
    if "T" in opts:
        path = process.path(target)
        if len(names) == 1 and fs.is_dir(path) and not fs.is_dir(process.path(names[0])):
            raise Failure(f"'{target}' is a directory")
        return False
    if len(names) > 1:
        return True
    try:
        source = fs.stat(process.path(names[0]) if names[0] else "", copier.follow_named)
    except FsError as error:
        raise Failure(f"can't stat '{names[0]}': {error.strerror}") from None
    path = process.path(target) if target else ""
    if fs.is_dir(path):
        return True
    exists = fs.exists(path)
    if not exists:
        try:
            fs.stat(path)
        except FsError as error:
            if error.code != "ENOENT":
                raise Failure(stat_error(target, error)) from None
    return source.is_dir and (exists or not copier.recursive)

"""The applet `cp`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, Usage, applet, options
from tutor.shell.commands._copy import Copier, stat_error
from tutor.shell.commands._files import full_path
from tutor.shell.commands._remove import last_part
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.vfs.filesystem import Stat

_LONG = {
    "archive": "a", "force": "f", "interactive": "i", "no-clobber": "n", "link": "l", "dereference": "L",
    "no-dereference": "P", "recursive": "R", "symbolic-link": "s", "no-target-directory": "T",
    "target-directory:": "t", "verbose": "v", "update": "u", "remove-destination": "ignored", "parents": "parents",
    "reflink::": "ignored",
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
    if "T" in opts and len(names) > 1:
        raise Usage
    copier = _copier(process, opts)
    into = "t" in opts or _into(process, opts, copier, names, target)
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
    copier.force = "f" in opts
    copier.interactive = "i" in opts
    copier.never = "n" in opts
    copier.newer_only = "u" in opts
    copier.link = "s" if "s" in opts else "l" if "l" in opts else ""
    copier.verbose = "v" in opts
    return copier


def _into(process: Process, opts: Options, copier: Copier, names: list[str], target: str) -> bool:
    """Whether the target is a folder to copy into; with several sources it is always taken for one."""
    if len(names) > 1:
        return True
    source = _look(process, names[0], copier.follow_named)
    there = _look(process, target)
    if there is not None and there.is_dir:
        if "T" in opts and (source is None or not source.is_dir):
            raise Failure(f"'{target}' is a directory")
        return "T" not in opts
    if "parents" in opts:
        raise Failure("with --parents, the destination must be a directory")
    return "T" not in opts and source is not None and source.is_dir and (there is not None or not copier.recursive)


def _look(process: Process, name: str, follow: bool = True) -> Stat | None:
    """Return what is known about a file; None if there is none."""
    try:
        return process.fs.stat(full_path(process, name), follow)
    except FsError as error:
        if error.code == "ENOENT":
            return None
        raise Failure(stat_error(name, error)) from None

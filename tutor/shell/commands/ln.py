"""The applet `ln`."""

from __future__ import annotations

from contextlib import suppress

from tutor.shell.commands._applet import Failure, Options, applet, options
from tutor.shell.commands._remove import last_part
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-sfnbtv] [-S SUF] TARGET... LINK|DIR", "Give files further names; -s: make symbolic links.")
def main(process: Process) -> int:
    """Make links."""
    opts = options(process, "sfnbS:vT", at_least=1)
    names = opts.arguments
    last = names.pop() if len(names) > 1 else last_part(names[0])
    if "T" in opts and len(names) > 1:
        raise Failure("-T accepts 2 args max")
    code = 0
    for name in names:
        if not _link(process, opts, name, last):
            code = 1
    return code


def _link(process: Process, opts: Options, name: str, last: str) -> bool:
    fs = process.fs
    link = last
    path = process.path(last) if last else ""
    if fs.is_dir(path) and not (("n" in opts or "T" in opts) and fs.is_symlink(path)):
        if "T" in opts:
            raise Failure(f"'{last}' is a directory")
        link = f"{last.rstrip('/')}/{last_part(name)}"
        path = process.path(link)
    symbolic = "s" in opts
    source = process.path(name) if name else ""
    try:
        if not symbolic:
            fs.stat(source, follow=not fs.is_symlink(source))
    except FsError as error:
        process.fail(f"{name}: {error.strerror}")
        return False
    if "b" in opts:
        _keep(process, path, link, opts.value("S") or "~")
    elif "f" in opts:
        with suppress(FsError):
            fs.unlink(path)
    if "v" in opts:
        process.out(f"'{link}' -> '{name}'\n")
    try:
        if symbolic:
            fs.symlink(name, path)
        else:
            fs.link(source, path)
    except FsError as error:
        process.fail(f"{link}: {error.strerror}")
        return False
    return True


def _keep(process: Process, path: str, link: str, suffix: str) -> None:
    """Rename what is at the new name."""
    try:
        process.fs.rename(path, path + suffix)
    except FsError as error:
        if error.code != "ENOENT":
            raise FsError(error.code, link) from None

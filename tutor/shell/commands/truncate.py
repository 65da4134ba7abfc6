"""The applets `truncate` and `fallocate`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, number, options
from tutor.shell.commands._files import full_path
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated, appended, part_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.vfs.content import Content

_SUFFIXES = {
    "c": 1, "w": 2, "b": 512, "kB": 1000, "kD": 1000, "k": 1 << 10, "K": 1 << 10, "MB": 10**6, "MD": 10**6,
    "M": 1 << 20, "GB": 10**9, "GD": 10**9, "G": 1 << 30,
}  # fmt: skip


def main(process: Process) -> int:
    """Set the size of files."""
    return _fallocate(process) if process.name == "fallocate" else _truncate(process)


@applet("[-c] -s SIZE FILE...", "Cut FILEs to SIZE, or fill them up with zeros; -c: do not make them.")
def _truncate(process: Process) -> int:
    opts = options(process, "cs:", {"size:": "s", "no-create": "c"}, at_least=1)
    if "s" not in opts:
        raise Usage
    size = number(opts.value("s") or "", suffixes=_SUFFIXES)
    code = 0
    for name in opts.arguments:
        try:
            _resize(process, name, size, create="c" not in opts)
        except FsError as error:
            if error.code != "ENOENT" or "c" not in opts:
                code = process.fail(f"{name}: open: {error.strerror}")
    return code


@applet("[-o OFS] -l LEN FILE", "Make room for a file.")
def _fallocate(process: Process) -> int:
    opts = options(process, "l:o:", at_least=1, at_most=1)
    if "l" not in opts:
        raise Usage
    size = number(opts.value("o") or "0", suffixes=_SUFFIXES) + number(opts.value("l") or "", 1, suffixes=_SUFFIXES)
    name = opts.arguments[0]
    try:
        path = full_path(process, name)
        before = process.fs.stat(path).size if process.fs.is_file(path) else 0
        _resize(process, name, max(size, before), create=True)
    except FsError as error:
        raise Failure(f"can't open '{name}': {error.strerror}") from None
    return 0


def _resize(process: Process, name: str, size: int, create: bool) -> None:
    """Set the size of a file. Raises FsError."""
    process.kernel.sync()
    fs, path = process.fs, full_path(process, name)
    if not fs.exists(path) and create:
        fs.write(path, b"", 0o666 & ~process.umask)
    old = fs.content(path)
    fs.write(path, _resized(old, size))


def _resized(content: Content, size: int) -> Content:
    if size <= content.size:
        return part_of(content, 0, size)
    return appended(content, Generated("", size - content.size, "zero"))

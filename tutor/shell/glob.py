"""Pathname expansion: the files that a pattern names.

The one rule: sorted by the bytes of the names, as in the C locale; a leading dot must be matched by a dot.
POSIX.1-2017, volume 3, 2.13.3.
"""

from __future__ import annotations

from tutor.shell.patterns import is_pattern, matcher, unquote
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.interpreter import Shell
    from tutor.vfs.filesystem import FileSystem


def glob(shell: Shell, pattern: str) -> list[str]:
    """Return the paths that `pattern` matches, written as the pattern is (relative to the working folder or not)."""
    shell.kernel.sync()
    parts = pattern.split("/")
    found = [""]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if not part:
            found = [f"{path}/" if index == 0 or not last else path for path in found]
            if last and index > 0:
                found = [path for path in found if shell.fs.is_dir(shell.path(path))]
            continue
        shell.meter.step(len(found))
        if is_pattern(part):
            found = [f"{path}{name}" for path in found for name in _names(shell.fs, shell.path(path or "."), part)]
            if not last:
                found = [path for path in found if shell.fs.is_dir(shell.path(path))]
        else:
            name = unquote(part)
            found = [f"{path}{name}" for path in found]
            if last or any(is_pattern(following) for following in parts[index + 1 :]):
                found = [path for path in found if shell.fs.exists(shell.path(path), follow=not last)]
        if not last:
            found = [f"{path}/" for path in found]
    return sorted(found, key=_bytes)


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _names(fs: FileSystem, folder: str, pattern: str) -> list[str]:
    try:
        names = fs.listdir(folder)
    except FsError:
        return []
    match = matcher(pattern)
    hidden = pattern.startswith((".", "\\."))
    if hidden:
        names = [".", "..", *names]
    return [name for name in names if (hidden or name[0] != ".") and match(name)]

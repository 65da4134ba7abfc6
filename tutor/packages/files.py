"""The files of a package: a compact list, what it puts into a file system, and how that is taken away again.

One rule: a line is one folder and its entries. After the folder's path, ending in a slash, come the entries:

    NAME:SIZE+KIND[:MODE]     a file with generated content; KIND is x (executable or library), t, d, n
    NAME>TARGET               a symbolic link
    NAME=OTHER                one more name of a file of this folder

A folder without entries is made empty. What a package's scripts make stands in lines that begin with `+`: it is placed,
but no database lists it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated
from tutor.vfs.tiles import Tiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.vfs.content import Content
    from tutor.vfs.filesystem import FileSystem

_BINARY, _CODE = "bin-45", "code-45"
"""Binary content, and that of executables and libraries, with what it packs to in percent."""
_BULK = 2_000_000
"""Bytes from which text is bulk content, too: for less, making its stock would cost more than it saves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a package: a file where `content` is given, a link to `target`, more of `same`, else a folder.

    `listed` tells whether the package's database names it.
    """

    path: str
    mode: int = 0o755
    content: Content | None = None
    target: str = ""
    same: str = ""
    listed: bool = True


def parse(lines: Iterable[str], seed: str, machine: str) -> Iterator[Entry]:
    """Return the entries of a list, folders in front of what is in them.

    `seed` names the package and its version; `machine` is `amd64` or `arm64`.
    """
    code = _CODE if machine == "amd64" else _CODE.replace("code", "code-arm64")
    known: set[str] = set()
    for line in lines:
        listed = line[0] != "+"
        folder, *words = (line if listed else line[1:]).split()
        for at in range(1, len(folder)):
            if folder[at] == "/" and folder[:at] not in known:
                known.add(folder[:at])
                yield Entry(folder[:at], listed=listed)
        for word in words:
            name, link, target = word.partition(">")
            if link:
                yield Entry(folder + name, 0o777, target=target, listed=listed)
                continue
            name, more, other = word.partition("=")
            if more:
                yield Entry(folder + name, same=folder + other, listed=listed)
                continue
            name, size, *mode = word.split(":")
            kind = size[-1]
            content = made(f"{seed}{folder}{name}", int(size[:-1]), kind, code)
            usual = 0o755 if kind == "x" and ".so" not in name else 0o644
            yield Entry(folder + name, int(mode[0], 8) if mode else usual, content, listed=listed)


def made(seed: str, size: int, kind: str, code: str = _CODE) -> Content:
    """Return a file's content by its letter: x, t, d or n; `code` is the kind of bulk content for executables."""
    if kind == "n":
        return Generated(seed, size, "noise")
    if kind == "t":
        return Generated(seed, size, "text") if size < _BULK else Tiled(seed, size, "source")
    return Tiled(seed, size, code if kind == "x" else _BINARY)


def place(fs: FileSystem, entries: Iterable[Entry], mtime: int, keep: Callable[[str], bool] | None = None) -> int:
    """Put entries into a file system as root's, with a package's time; return how many files were new.

    What `keep` answers True for is left as it is where it exists (changed configuration). Raises FsError.
    """
    new = 0
    for entry in entries:
        path = entry.path
        there = fs.exists(path, follow=False)
        if entry.content is None and not entry.target and not entry.same:
            if not there:
                fs.mkdir(path, entry.mode)
                new += 1
            continue
        if there:
            if keep is not None and keep(path):
                continue
            if fs.is_dir(path):
                continue
            fs.unlink(path)
        else:
            new += 1
        if entry.target:
            fs.symlink(entry.target, path)
        elif entry.same:
            fs.link(entry.same, path)
            continue
        elif entry.content is not None:
            fs.write(path, entry.content, entry.mode)
        fs.utime(path, mtime, follow=False)
    return new


def take_away(fs: FileSystem, paths: Iterable[str], keep: Callable[[str], bool] | None = None) -> list[str]:
    """Remove paths, entries first, and folders that are then empty; return those folders that are not."""
    full = []
    for path in sorted(paths, reverse=True):
        try:
            if fs.is_dir(path) and not fs.is_symlink(path):
                fs.rmdir(path)
            elif keep is None or not keep(path):
                fs.unlink(path)
        except FsError as error:
            if error.code == "ENOTEMPTY":
                full.append(path)
    return full

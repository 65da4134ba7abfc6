"""From a recipe's list of files to a tree.

One rule: a line is one thing. In a list, `/folder/` (with a mode, and an owner as UID:GID, where they are not 0755 and
root) opens a folder; the lines after it are its entries:

    NAME… SIZE KIND [SIZE KIND…] [MODE]     files with generated content, of one part or several
    NAME… -> TARGET                         symbolic links
    NAME… => OTHER                          more names of a file that has been listed (hard links)

A line that begins with `?PLATFORM` counts on that platform alone; `#` begins a comment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError
from tutor.vfs.content import Bytes
from tutor.vfs.draft import Draft, Folder
from tutor.vfs.generated import KINDS, Generated, Joined
from tutor.vfs.nodes import File, Symlink

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from tutor.vfs.content import Content
    from tutor.vfs.tree import Tree

_EXECUTABLE = 0o755
_PLAIN = 0o644


class RecipeError(LayerwiseError):
    """A recipe that does not say what it should. `where` names the recipe, `line` the line in question."""

    def __init__(self, where: str, line: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}: {line!r}")
        self.where = where
        self.line = line
        self.reason = reason


class Planter:
    """Puts the entries of lists and texts into a tree; all of them belong to root and have one time.

    `where` names the image in seeds and errors, `platform` is its architecture, `scale` the size of executables in
    percent of what the list says, `mtime` seconds since 1970.
    """

    def __init__(self, below: Tree, *, where: str, platform: str, scale: int, mtime: int) -> None:
        self._draft: Final = Draft(below)
        self._where: Final = where
        self._platform: Final = platform
        self._scale: Final = scale
        self._mtime: Final = mtime
        self._elf: Final = "elf" if platform == "amd64" else f"elf-{platform}"

    def finish(self) -> Tree:
        """Return the tree."""
        return self._draft.finish()

    def plant(self, listing: str) -> None:
        """Put all entries of a list. Raises RecipeError."""
        folder, path = self._draft.root, "/"
        for raw in listing.splitlines():
            line = raw.strip()
            if not line or line[0] == "#":
                continue
            if line[0] == "?":
                platform, _, line = line[1:].partition(" ")
                if platform != self._platform:
                    continue
                line = line.lstrip()
            words = line.split()
            try:
                if words[0][0] == "/" and words[0][-1] == "/":
                    path = words[0]
                    folder = self._folder(path, words[1:])
                elif len(words) > 2 and words[-2] == "->":
                    for name in words[:-2]:
                        folder.set(name, Symlink(words[-1], 0, 0, self._mtime))
                    self._draft.forget_folder()
                elif len(words) > 2 and words[-2] == "=>":
                    self._names(folder, words[:-2], words[-1])
                else:
                    self._files(folder, path, words)
            except (ValueError, IndexError) as error:
                raise RecipeError(self._where, line, str(error)) from None

    def write(self, path: str, text: str, mode: int = _PLAIN, uid: int = 0, gid: int = 0) -> None:
        """Put a file with this text."""
        folder, _, name = path.rpartition("/")
        self._at(folder).set(name, File(Bytes(text.encode()), mode, uid, gid, self._mtime))

    def _at(self, path: str) -> Folder:
        return self._draft.folder(tuple(part for part in path.split("/") if part), self._mtime)

    def _folder(self, path: str, words: list[str]) -> Folder:
        folder = self._at(path)
        mode = int(words[0], 8) if words else _EXECUTABLE
        uid, gid = owner(words[1]) if len(words) > 1 else (0, 0)
        folder.own = (mode, uid, gid, self._mtime)
        return folder

    def _names(self, folder: Folder, names: list[str], other: str) -> None:
        entry = self._draft.one_more_name(folder, other) if folder.get(other) is not None else None
        if entry is None:
            raise ValueError(f"{other} is no file of this folder")
        for name in names:
            folder.set(name, entry)

    def _files(self, folder: Folder, path: str, words: list[str]) -> None:
        first = next((place for place, word in enumerate(words) if place and word.isdecimal()), None)
        if first is None:
            raise ValueError("no size")
        mode = int(words.pop(), 8) if (len(words) - first) % 2 else None
        sizes, kinds = words[first::2], words[first + 1 :: 2]
        if mode is None:
            mode = _EXECUTABLE if kinds[0] == "elf" and ".so" not in words[0] else _PLAIN
        parts = [self._part(int(size), kind) for size, kind in zip(sizes, kinds, strict=True)]
        for name in words[:first]:
            seed = f"{self._where}{path}{name}"
            contents: list[Content] = [Generated(f"{seed}#{n}" if n else seed, *part) for n, part in enumerate(parts)]
            content = contents[0] if len(contents) == 1 else Joined(tuple(contents))
            folder.set(name, File(content, mode, 0, 0, self._mtime))

    def _part(self, size: int, kind: str) -> tuple[int, str]:
        if kind == "elf":
            return size * self._scale // 100, self._elf
        if kind not in KINDS:
            raise ValueError(f"unknown kind {kind}")
        return size, kind


def owner(text: str) -> tuple[int, int]:
    """Return the numbers of `UID:GID`. Raises ValueError."""
    uid, _, gid = text.partition(":")
    return int(uid), int(gid)


def substituted(text: str, variables: Mapping[str, str], where: str) -> str:
    """Return a text with each `${name}` replaced; other dollar signs stay. Raises RecipeError for an unknown name."""
    if "${" not in text:
        return text
    pieces = text.split("${")
    out = [pieces[0]]
    for piece in pieces[1:]:
        name, brace, rest = piece.partition("}")
        if brace and name in variables:
            out += (variables[name], rest)
        elif name.isidentifier() and name.islower() and brace:
            raise RecipeError(where, "${" + name + "}", "this variable is not set")
        else:
            out.append("${" + piece)
    return "".join(out)

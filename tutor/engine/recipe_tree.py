"""From a recipe's list of files to a tree.

One rule: a line is one thing. In a list, `/folder/` (with a mode, and an owner as UID:GID, where they are not 0755 and
root) opens a folder; the lines after it are its entries:

    NAME… SIZE KIND [SIZE KIND…] [MODE]     files with generated content, of one part or several
    NAME… -> TARGET                         symbolic links
    NAME… => OTHER                          more names of a file that has been listed (hard links)

A line that begins with `?PLATFORM` counts on that platform alone; `#` begins a comment. Names may be short for many
(`recipe_names`), those of folders too: entries then lie in each of the folders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.recipe_names import expanded, spread
from tutor.errors import LayerwiseError
from tutor.vfs.content import Bytes
from tutor.vfs.draft import Draft, Folder
from tutor.vfs.generated import KINDS, Generated, Joined
from tutor.vfs.nodes import File, Symlink
from tutor.vfs.tiles import Tiled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from tutor.vfs.content import Content
    from tutor.vfs.tree import Tree

DENSITY = 38
"""To how many percent of its size binary content packs where a recipe does not say."""

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
    percent of what the list says, `density` to how many percent of its size binary content packs, `mtime` seconds since
    1970.
    """

    def __init__(
        self, below: Tree, *, where: str, platform: str, scale: int, mtime: int, density: int = DENSITY
    ) -> None:
        self._draft: Final = Draft(below)
        self._where: Final = where
        self._platform: Final = platform
        self._scale: Final = scale
        self._mtime: Final = mtime
        self._density: Final = density

    def finish(self) -> Tree:
        """Return the tree."""
        return self._draft.finish()

    def plant(self, listing: str) -> None:
        """Put all entries of a list. Raises RecipeError."""
        places = [("/", self._draft.root)]
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
                    places = [(path, self._folder(path, words[1:])) for path in _names(words[:1])]
                else:
                    for path, folder in places:
                        self._entries(folder, path, list(words))
            except (ValueError, IndexError) as error:
                raise RecipeError(self._where, line, str(error)) from None

    def _entries(self, folder: Folder, path: str, words: list[str]) -> None:
        if len(words) > 2 and words[-2] == "->":
            for name in _names(words[:-2]):
                folder.set(name, Symlink(words[-1], 0, 0, self._mtime))
            self._draft.forget_folder()
        elif len(words) > 2 and words[-2] == "=>":
            self._links(folder, _names(words[:-2]), words[-1])
        else:
            self._files(folder, path, words)

    def text(self, path: str) -> str:
        """Return what a file holds so far; of one that is not there, nothing."""
        folder, _, name = path.rpartition("/")
        entry = self._at(folder).get(name)
        return entry.content.read().decode() if isinstance(entry, File) else ""

    def add(self, path: str, text: str) -> None:
        """Put a text after what a file holds so far; mode and owner stay. Raises RecipeError where there is no file."""
        folder, _, name = path.rpartition("/")
        entry = self._at(folder).get(name)
        if not isinstance(entry, File):
            raise RecipeError(self._where, path, "no file to add to")
        data = entry.content.read() + text.encode()
        self._at(folder).set(name, File(Bytes(data), entry.mode, entry.uid, entry.gid, self._mtime))

    def write(self, path: str, text: str, mode: int = _PLAIN, uid: int = 0, gid: int = 0) -> None:
        """Put a file with this text."""
        folder, _, name = path.rpartition("/")
        self._at(folder).set(name, File(Bytes(text.encode()), mode, uid, gid, self._mtime))

    def _at(self, path: str) -> Folder:
        return self._draft.folder(tuple(part for part in path.split("/") if part), self._mtime)

    def _folder(self, path: str, words: list[str]) -> Folder:
        folder = self._at(path)
        mode, uid, gid = _EXECUTABLE, 0, 0
        if words:
            mode = int(words[0], 8)
            uid, gid = owner(words[1]) if len(words) > 1 else (0, 0)
        elif folder.was is not None:
            mode, uid, gid, _ = folder.own
        folder.own = (mode, uid, gid, self._mtime)
        return folder

    def _links(self, folder: Folder, names: list[str], other: str) -> None:
        entry = self._draft.one_more_name(folder, other) if folder.get(other) is not None else None
        if entry is None:
            raise ValueError(f"{other} is no file of this folder")
        for name in names:
            folder.set(name, entry)

    def _files(self, folder: Folder, path: str, words: list[str]) -> None:
        first = next((place for place, word in enumerate(words) if place and _is_size(word)), None)
        if first is None:
            raise ValueError("no size")
        mode = int(words.pop(), 8) if (len(words) - first) % 2 else None
        sizes, kinds = words[first::2], words[first + 1 :: 2]
        if mode is None:
            mode = _EXECUTABLE if kinds[0] in ("elf", "code") and ".so" not in words[0] else _PLAIN
        names = _names(words[:first])
        seeds = [f"{self._where}{path}{name}" for name in names]
        made: list[list[Content]] = [[] for _ in names]
        for number, (size, kind) in enumerate(zip(sizes, kinds, strict=True)):
            if size[0] == "~":
                each = spread(self._scaled(int(size[1:]), kind), seeds)
            else:
                each = [self._scaled(int(size), kind)] * len(names)
            for parts, seed, bytes_ in zip(made, seeds, each, strict=True):
                parts.append(self._content(f"{seed}#{number}" if number else seed, bytes_, kind))
        for name, parts in zip(names, made, strict=True):
            content = parts[0] if len(parts) == 1 else Joined(tuple(parts))
            folder.set(name, File(content, mode, 0, 0, self._mtime))

    def _scaled(self, size: int, kind: str) -> int:
        return size * self._scale // 100 if kind in ("elf", "code") else size

    def _content(self, seed: str, size: int, kind: str) -> Content:
        if kind == "elf":
            return Generated(seed, size, "elf" if self._platform == "amd64" else f"elf-{self._platform}")
        if kind in KINDS:
            return Generated(seed, size, kind)
        if kind == "code":
            kind = "code" if self._platform == "amd64" else f"code-{self._platform}"
        if kind == "bin" or kind.startswith("code"):
            kind = f"{kind}-{self._density}"
        return Tiled(seed, size, kind)


def _is_size(word: str) -> bool:
    return word.isdecimal() or (word[0] == "~" and word[1:].isdecimal())


def _names(words: list[str]) -> list[str]:
    """Return the names that words stand for."""
    return [name for word in words for name in (expanded(word) if "{" in word or "*" in word else (word,))]


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

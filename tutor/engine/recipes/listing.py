"""The notation in which a recipe lists files, and the trees that come of it.

`folders` has lines `MODE PATH PATH …`. `listing` has sections: a line that begins with `/`,

    /usr/bin elf 755          folder, kind, mode
      bash 1265648  dash 125640       names and sizes in bytes

and entries below it. Kinds: `elf` (an executable or library), `data`, `text`, `dense` (bytes that do not pack), `link`
(symbolic links: `name target`), `same` (more names of a file: `name path`), `applets` (symbolic links that all lead to
the path behind the kind) and `names` (the same as hard links). Folders above an entry are made where they are missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.recipes.errors import RecipeError
from tutor.vfs.content import Bytes
from tutor.vfs.generated import Generated
from tutor.vfs.nodes import Directory, File, HardLink, Symlink
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.engine.recipes.model import LayerRecipe, Recipe, Target
    from tutor.vfs.nodes import Node

_GENERATED = {"elf": "elf", "data": "data", "text": "text", "dense": "noise"}
_CODE = ("elf", "dense")


def trees(recipe: Recipe, target: Target) -> tuple[Tree, ...]:
    """Make the files of an image for one platform: a tree after each layer. Raises `RecipeError`."""
    draft = _Draft(recipe, target)
    found = []
    for layer in recipe.layers:
        draft.add(layer)
        found.append(draft.tree())
    return tuple(found)


class _Folder:
    """A folder that is being filled."""

    __slots__ = ("entries", "mode", "mtime", "owner")

    def __init__(self, mtime: int) -> None:
        self.entries: dict[str, _Folder | Node] = {}
        self.mode = 0o755
        self.owner = (0, 0)
        self.mtime = mtime


class _Draft:
    """A tree that layers are written into."""

    def __init__(self, recipe: Recipe, target: Target) -> None:
        self.recipe = recipe
        self.target = target
        self.root = _Folder(0)
        self.links: dict[str, File] = {}
        self.mtime = 0

    def add(self, layer: LayerRecipe) -> None:
        self.mtime = layer.mtime
        fill = self.target.fill
        for line in fill(layer.folders).splitlines():
            mode, *paths = line.split() or [""]
            for path in paths:
                self.folder(path).mode = int(mode, 8)
        for section in _sections(fill(layer.listing)):
            self.section(*section)
        for path, text in layer.texts:
            self.put(fill(path), File(Bytes(fill(text).encode()), 0o644, mtime=self.mtime))
        for path, mode in layer.modes:
            self.change(fill(path), mode)

    def wrong(self, message: str) -> RecipeError:
        return RecipeError(self.recipe.name, message)

    def folder(self, path: str) -> _Folder:
        """Return the folder at a path, made with those above it where it is missing."""
        here = self.root
        for part in path.strip("/").split("/"):
            if not part:
                continue
            inner = here.entries.setdefault(part, _Folder(self.mtime))
            if not isinstance(inner, _Folder):
                raise self.wrong(f"{path}: {part} is no folder")
            here = inner
        return here

    def put(self, path: str, node: Node) -> None:
        above, _, name = path.rpartition("/")
        self.folder(above).entries[name] = node

    def section(self, folder: str, kind: str, extra: list[str], entries: list[str]) -> None:
        if kind in ("applets", "names"):
            for name in entries:
                self.link(f"{folder}/{name}", extra[0], kind == "names")
            return
        if len(entries) % 2:
            raise self.wrong(f"the section {folder} {kind} has a name without its value")
        for name, value in zip(entries[::2], entries[1::2], strict=True):
            path = f"{folder}/{name}"
            if kind in ("link", "same"):
                self.link(path, value, kind == "same")
            elif kind in _GENERATED:
                self.put(path, self.generated(path, kind, int(value), int(extra[0], 8)))
            else:
                raise self.wrong(f"unknown kind of files: {kind}")

    def generated(self, path: str, kind: str, size: int, mode: int) -> File:
        seed = f"{self.recipe.seed} {path}"
        if kind in _CODE:
            seed += f" {self.target.platform.architecture}"
            size = int(size * self.target.scale)
        return File(Generated(seed, size, _GENERATED[kind]), mode, mtime=self.mtime)

    def link(self, path: str, target: str, hard: bool) -> None:
        if not hard:
            self.put(path, Symlink(target, mtime=self.mtime))
            return
        above, _, name = target.rpartition("/")
        entries = self.folder(above).entries
        entry = entries.get(name)
        if isinstance(entry, File):
            number = len(self.links) + 1
            self.links[str(number)] = entry
            entry = entries[name] = HardLink(number)
        if not isinstance(entry, HardLink):
            raise self.wrong(f"{path}: there is no file {target}")
        file = self.links[str(entry.id)]
        self.links[str(entry.id)] = File(file.content, file.mode, file.uid, file.gid, file.mtime, file.names + 1)
        self.put(path, entry)

    def change(self, path: str, mode: str) -> None:
        """Give a file or folder another mode and owner."""
        bits, _, owner = mode.partition(" ")
        uid, _, gid = (owner or "0:0").partition(":")
        above, _, name = path.rpartition("/")
        entry = self.folder(above).entries.get(name)
        if isinstance(entry, _Folder):
            entry.mode, entry.owner = int(bits, 8), (int(uid), int(gid))
        elif isinstance(entry, File):
            changed = File(entry.content, int(bits, 8), int(uid), int(gid), entry.mtime)
            self.folder(above).entries[name] = changed
        else:
            raise self.wrong(f"{path}: there is no file whose mode could be set")

    def tree(self) -> Tree:
        links = PersistentMap.of(self.links)
        return Tree(_frozen(self.root), links, len(self.links) + 1)


def _frozen(folder: _Folder) -> Directory:
    entries: dict[str, Node] = {
        name: _frozen(entry) if isinstance(entry, _Folder) else entry for name, entry in folder.entries.items()
    }
    return Directory(PersistentMap.of(entries), folder.mode, *folder.owner, folder.mtime)


def _sections(listing: str) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Return the sections of a listing: folder, kind, what follows the kind, entries."""
    head: list[str] = []
    entries: list[str] = []
    for line in listing.splitlines():
        words = line.split()
        if line.startswith("/"):
            if head:
                yield head[0].rstrip("/"), head[1], head[2:], entries
            head, entries = words, []
        else:
            entries += words
    if head:
        yield head[0].rstrip("/"), head[1], head[2:], entries

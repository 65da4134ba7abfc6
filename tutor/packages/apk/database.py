"""apk's database: `/lib/apk/db/installed`, and `/etc/apk/world` with what was asked for (apk-world(5)).

One rule: paragraphs of packages that do not change are written back as they were read.
"""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.packages import catalogue
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.packages.files import Entry
    from tutor.vfs.filesystem import FileSystem

INSTALLED = "/lib/apk/db/installed"
WORLD = "/etc/apk/world"


@dataclass(frozen=True, slots=True)
class Installed:
    """A package that is there. `size` is in bytes; `needs` are words as the database has them (`so:…`, `name=1`)."""

    name: str
    version: str
    size: int
    needs: tuple[str, ...]
    provides: tuple[str, ...]
    text: str

    @property
    def companions(self) -> tuple[str, ...]:
        """The packages with which it comes along."""
        return tuple(bare(word) for word in self.field("i").split())

    @property
    def files(self) -> list[str]:
        """The paths of its files, without the leading slash."""
        folder, out = "", []
        for line in self.text.splitlines():
            if line.startswith("F:"):
                folder = f"{line[2:]}/" if line[2:] else ""
            elif line.startswith("R:"):
                out.append(folder + line[2:])
        return out

    @property
    def folders(self) -> list[str]:
        """The paths of its folders, without the leading slash."""
        return [line[2:] for line in self.text.splitlines() if line.startswith("F:") and line[2:]]

    def field(self, letter: str) -> str:
        """Return a field by its letter."""
        return next((line[2:] for line in self.text.splitlines() if line.startswith(f"{letter}:")), "")


class Database:
    """The database in a file system. `order` keeps the packages as the file has them."""

    def __init__(self, fs: FileSystem) -> None:
        self._fs = fs
        self.packages: dict[str, Installed] = {}
        for text in _read(fs, INSTALLED).split("\n\n"):
            if text.strip():
                found = _parse(text.strip("\n"))
                self.packages[found.name] = found
        self.world = _read(fs, WORLD).split()

    @property
    def architecture(self) -> str:
        """The machine's name, such as `x86_64`."""
        return _read(self._fs, "/etc/apk/arch").strip() or "x86_64"

    def summary(self) -> str:
        """Return the last line of what changes packages."""
        size = sum(package.size for package in self.packages.values())
        return f"OK: {size >> 20} MiB in {len(self.packages)} packages\n"

    def provider(self, word: str) -> str | None:
        """Return the installed package that meets a need."""
        name = bare(word)
        if name in self.packages:
            return name
        for package in self.packages.values():
            if any(bare(given) == name for given in package.provides):
                return package.name
        return None

    def reachable(self, world: Iterable[str]) -> set[str]:
        """Return the installed packages that a world needs."""
        given = {bare(word): package.name for package in self.packages.values() for word in package.provides}
        more = catalogue.load("alpine")["image_needs"]
        todo = [bare(word) for word in world if not word.startswith("!")]
        kept: set[str] = set()
        while todo:
            name = todo.pop()
            name = name if name in self.packages else given.get(name, "")
            if name and name not in kept:
                kept.add(name)
                todo += [bare(word) for word in (*self.packages[name].needs, *more.get(name, ()))]
        for package in self.packages.values():
            if package.name not in kept and package.companions and kept.issuperset(package.companions):
                kept.add(package.name)
        return kept

    def save(self) -> None:
        """Write the database and the world. Raises FsError."""
        text = "".join(f"{package.text}\n\n" for package in self.packages.values())
        self._fs.write(INSTALLED, text.encode())
        self._fs.write(WORLD, "".join(f"{word}\n" for word in sorted(self.world)).encode())


def bare(word: str) -> str:
    """Return the name in a word with a version or a tag: `curl>=8`, `zlib@edge`."""
    for at, letter in enumerate(word):
        if letter in "=<>~@":
            return word[:at]
    return word


def record(fields: Iterable[tuple[str, str]], entries: Iterable[Entry], machine: str) -> Installed:
    """Return a package as the database has it. `fields` come in their order."""
    lines = [f"{letter}:{value}" for letter, value in fields if value]
    folders: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.content is None and not entry.target and not entry.same:
            folders.setdefault(entry.path[1:], [])
        else:
            folder, _, _ = entry.path[1:].rpartition("/")
            folders.setdefault(folder, []).append(entry)
    for folder, files in folders.items():
        lines.append(f"F:{folder}")
        for entry in files:
            lines.append(f"R:{entry.path.rpartition('/')[2]}")
            if entry.content is not None and entry.mode & 0o111:
                lines.append(f"a:0:0:{entry.mode:o}")
            lines.append(f"Z:{_checksum(entry.path + machine)}")
    return _parse("\n".join(lines))


def _checksum(text: str) -> str:
    from base64 import b64encode

    return "Q1" + b64encode(sha1(text.encode()).digest()).decode()


def _parse(text: str) -> Installed:
    fields: dict[str, str] = {}
    for line in text.splitlines():
        if line[1:2] == ":":
            if line[0] == "F":
                break
            fields[line[0]] = line[2:]
    return Installed(
        fields.get("P", ""), fields.get("V", ""), int(fields.get("I", "0") or 0), tuple(fields.get("D", "").split()),
        tuple(fields.get("p", "").split()), text,
    )  # fmt: skip


def _read(fs: FileSystem, path: str) -> str:
    try:
        return fs.read(path).decode("utf-8", "replace")
    except FsError:
        return ""

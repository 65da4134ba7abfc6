"""The Python installation that a pip belongs to: where its packages lie, and which are there.

One rule: a package is there if a folder `*.dist-info` says so; its RECORD names its files (PEP 376, PEP 427).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.packages.pip.catalogue import canonical
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.vfs.filesystem import FileSystem


@dataclass(frozen=True, slots=True)
class Distribution:
    """An installed package: `folder` is its dist-info, `where` the folder that this lies in."""

    name: str
    version: str
    where: str
    folder: str
    metadata: str

    @property
    def key(self) -> str:
        """The name as the index has it."""
        return canonical(self.name)

    def field(self, name: str) -> str:
        """Return a field of the metadata."""
        return next(iter(self.fields(name)), "")

    def fields(self, name: str) -> list[str]:
        """Return all values of a field."""
        head = self.metadata.split("\n\n")[0]
        return [line.partition(": ")[2] for line in head.splitlines() if line.startswith(f"{name}: ")]


class Environment:
    """An installation. `prefix` holds `bin` and `lib`, `version` is such as `3.12`, `pip` pip's own version."""

    def __init__(self, process: Process, script: str) -> None:
        """Find the installation of a pip by its executable's path."""
        fs = process.fs
        self._fs = fs
        self.prefix = script.rpartition("/")[0].rpartition("/")[0] or "/usr"
        self.version = _version(fs, self.prefix)
        self.virtual = fs.exists(f"{self.prefix}/pyvenv.cfg")
        self.packaged = self.prefix == "/usr" and not self.virtual
        library = f"{self.prefix}/lib/python{self.version}"
        self.folders = [f"{library}/site-packages"]
        if self.packaged and fs.is_dir("/usr/lib/python3/dist-packages"):
            self.folders = [f"/usr/local/lib/python{self.version}/dist-packages", "/usr/lib/python3/dist-packages"]
        self.site = self.folders[0]
        self.scripts = "/usr/local/bin" if self.packaged else f"{self.prefix}/bin"
        self.python = f"{self.prefix}/bin/python{self.version}"
        if not fs.exists(self.python):
            self.python = f"{self.prefix}/bin/python3"
        self.home = process.env.get("HOME", "/").rstrip("/")
        self.user = f"{self.home}/.local/lib/python{self.version}/site-packages"
        self.managed = f"/usr/lib/python{self.version}/EXTERNALLY-MANAGED" if self.packaged else ""
        own = self.find("pip")
        self.pip = own.version if own is not None else "23.0.1" if self.packaged else "25.0.1"

    @property
    def tag(self) -> str:
        """The interpreter's tag, such as `cp312`."""
        return f"cp{self.version.replace('.', '')}"

    @property
    def older(self) -> bool:
        """Whether pip is older than 25.1, which changed how progress looks."""
        return [int(part) for part in self.pip.split(".")[:2]] < [25, 1]

    def may_write(self) -> bool:
        """Tell whether packages can be put beside the others."""
        place = self.site
        while place and not self._fs.exists(place):
            place = place.rpartition("/")[0]
        return self._fs.access(place or "/", "w")

    def distributions(self) -> list[Distribution]:
        """Return what is installed, by name."""
        out: dict[str, Distribution] = {}
        for where in (self.user, *self.folders):
            for name in self._fs.listdir(where) if self._fs.is_dir(where) else ():
                if name.endswith(".dist-info"):
                    found = _distribution(self._fs, where, name)
                    out.setdefault(found.key, found)
        return [out[name] for name in sorted(out)]

    def find(self, name: str) -> Distribution | None:
        """Return an installed package."""
        wanted = canonical(name)
        for where in (self.user, *self.folders):
            for folder in self._fs.listdir(where) if self._fs.is_dir(where) else ():
                if folder.endswith(".dist-info") and canonical(folder.partition("-")[0]) == wanted:
                    return _distribution(self._fs, where, folder)
        return None


def _distribution(fs: FileSystem, where: str, folder: str) -> Distribution:
    try:
        metadata = fs.read(f"{where}/{folder}/METADATA").decode("utf-8", "replace")
    except FsError:
        metadata = ""
    name, _, version = folder.removesuffix(".dist-info").partition("-")
    found = Distribution(name, version, where, folder, metadata)
    return Distribution(found.field("Name") or name, found.field("Version") or version, where, folder, metadata)


def _version(fs: FileSystem, prefix: str) -> str:
    """Return the version of the interpreter: that of its executable, else of its library."""
    for folder, suffix in ((f"{prefix}/bin", ""), (f"{prefix}/lib", ""), ("/usr/bin", "")):
        for name in fs.listdir(folder) if fs.is_dir(folder) else ():
            found = name.removeprefix("python").removesuffix(suffix)
            if name.startswith("python3.") and found.replace(".", "").isdecimal():
                return found
    return "3.12"

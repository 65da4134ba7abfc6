"""Where apt gets packages from: `/etc/apt/sources.list` and `sources.list.d` (sources.list(5)), and the lists it keeps.

One rule: a package is known while the list that names it lies in `/var/lib/apt/lists`.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.packages.apt import catalogue
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.packages.apt.catalogue import Deb, Release
    from tutor.vfs.filesystem import FileSystem

LISTS = "/var/lib/apt/lists"
ENDINGS = (".lz4", ".gz", ".xz", "")


@dataclass(frozen=True, slots=True)
class Index:
    """One index of packages: a component of a suite at a URI. `release` is None where the catalogue has none."""

    uri: str
    suite: str
    component: str
    release: Release | None

    @property
    def host(self) -> str:
        """The name of the server."""
        return self.uri.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]

    @property
    def known(self) -> bool:
        """Whether the server is one of the release's."""
        return self.release is not None and self.host in self.release.hosts

    @property
    def stem(self) -> str:
        """What the names of the suite's files in the folder of lists begin with."""
        place = self.uri.partition("://")[2].strip("/")
        return f"{place}/dists/{self.suite}".replace("_", "%5f").replace("/", "_")

    def list_name(self, machine: str) -> str:
        """Return the name of the list, without its ending."""
        return f"{self.stem}_{self.component}_binary-{machine}_Packages"

    def holds(self, deb: Deb) -> bool:
        """Tell whether a package is in this index."""
        if self.release is None:
            return False
        row = self.release.indexes[self.suite]
        return deb.letter in row["letter"] and self.component == _component(deb, row)


def _component(deb: Deb, row: dict[str, object]) -> str:
    """Return the component that has a package: its section says so where it is not the first one."""
    area, slash, _ = deb.section.partition("/")
    components = row["components"]
    assert isinstance(components, list)
    return area if slash else str(components[0])


def indexes(fs: FileSystem, machine: str) -> list[Index]:
    """Return the indexes that the machine's sources name, in their order."""
    out: list[Index] = []
    for uri, suite, components in _sources(fs):
        for component in components:
            found = _release(suite, machine)
            index = Index(uri.rstrip("/"), suite.rstrip("/"), component, found)
            if index not in out:
                out.append(index)
    return out


def _release(suite: str, machine: str) -> Release | None:
    name = suite.partition("-")[0]
    for codename in catalogue.RELEASES:
        found = catalogue.release(codename, machine) if name == codename else None
        if found is not None and suite in found.indexes:
            return found
    return None


def _sources(fs: FileSystem) -> Iterator[tuple[str, str, list[str]]]:
    paths = ["/etc/apt/sources.list"]
    folder = "/etc/apt/sources.list.d"
    with contextlib.suppress(FsError):
        paths += [f"{folder}/{name}" for name in fs.listdir(folder) if name.endswith((".list", ".sources"))]
    for path in paths:
        try:
            text = fs.read(path).decode("utf-8", "replace")
        except FsError:
            continue
        yield from _paragraphs(text) if path.endswith(".sources") else _lines(text)


def _lines(text: str) -> Iterator[tuple[str, str, list[str]]]:
    for line in text.splitlines():
        words = re.sub(r"\[[^]]*\]", " ", line.partition("#")[0]).split()
        if len(words) > 2 and words[0] == "deb":
            yield words[1], words[2], words[3:] or [""]


def _paragraphs(text: str) -> Iterator[tuple[str, str, list[str]]]:
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for part in re.split(r"\n\s*\n", plain):
        fields: dict[str, list[str]] = {}
        key = ""
        for line in part.splitlines():
            if line[:1] in " \t":
                fields.setdefault(key, []).extend(line.split())
            else:
                name, _, value = line.partition(":")
                key = name.strip().lower()
                fields[key] = value.split()
        if "deb" in fields.get("types", []) and fields.get("enabled", ["yes"])[0] != "no":
            for uri in fields.get("uris", []):
                for suite in fields.get("suites", []):
                    yield uri, suite, fields.get("components", [""])


class Available:
    """The packages that the lists on the machine name."""

    def __init__(self, fs: FileSystem, machine: str) -> None:
        self.machine = machine
        self.indexes = [index for index in indexes(fs, machine) if index.known and _listed(fs, index, machine)]
        self._releases: list[Release] = []
        for index in self.indexes:
            if index.release is not None and index.release not in self._releases:
                self._releases.append(index.release)

    def get(self, name: str) -> Deb | None:
        """Return a package."""
        for release in self._releases:
            deb = release.get(name)
            if deb is not None and any(index.holds(deb) for index in self.indexes if index.release is release):
                return deb
        return None

    def index_of(self, deb: Deb) -> Index | None:
        """Return the index that has a package."""
        return next((index for index in self.indexes if index.holds(deb)), None)

    def given(self) -> dict[str, str]:
        """Return what packages of the images provide."""
        return {name: text for release in self._releases for name, text in release.given.items()}

    def names(self) -> list[str]:
        """Return the names of all packages, sorted."""
        names = {name for release in self._releases for name in release.names()}
        return sorted(name for name in names if self.get(name) is not None)

    def providers(self, name: str) -> list[str]:
        """Return the packages that provide a name."""
        found = [provider for release in self._releases for provider in release.providers(name)]
        return [provider for provider in found if self.get(provider) is not None]


def _listed(fs: FileSystem, index: Index, machine: str) -> bool:
    name = f"{LISTS}/{index.list_name(machine)}"
    return any(fs.exists(name + ending) for ending in ENDINGS)

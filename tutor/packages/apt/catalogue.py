"""What the archives of Debian and its descendants hold, by the code name of a release.

One rule: a package becomes a value when it is asked for; until then it is a paragraph of the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.packages import catalogue
from tutor.packages.apt.overlay import paragraphs
from tutor.packages.apt.relations import parse

if TYPE_CHECKING:
    from typing import Any, Final

    from tutor.packages.apt.relations import Need

RELEASES = {"bookworm": "debian-12", "bullseye": "debian-11", "jammy": "ubuntu-22.04", "noble": "ubuntu-24.04"}
"""The catalogue's files by code name."""
_ARM64 = (
    ("x86_64-linux-gnu", "aarch64-linux-gnu"), ("x86-64-linux-gnu", "aarch64-linux-gnu"), ("-amd64", "-arm64"),
)  # fmt: skip
"""What stands for the architecture in the catalogue, and for what on arm64."""


@dataclass(frozen=True, slots=True)
class Deb:
    """A package in an archive. `installed` is in KiB, `size` in bytes, `mtime` in seconds since 1970.

    `letter` says which index has it, `flags` hold `a` (all architectures), `s`, `f` (multi-arch same, foreign), `e`
    (essential), `c` (asks questions through debconf) and `p` (needs something before it is unpacked). `alternatives`
    are (name, link, target, whether the tool says so); `accounts` the lines that make users.
    """

    name: str
    version: str
    letter: str
    flags: str
    section: str
    priority: str
    installed: int
    size: int
    mtime: int
    summary: str
    source: str
    depends: str
    recommends: str
    suggests: str
    provides: str
    alternatives: tuple[tuple[str, str, str, bool], ...]
    accounts: tuple[str, ...]
    files: tuple[str, ...]

    def architecture(self, machine: str) -> str:
        """Return the package's architecture on a machine."""
        return "all" if "a" in self.flags else machine

    def shown(self, machine: str) -> str:
        """Return the name as dpkg shows it: with the architecture where several may be installed."""
        return f"{self.name}:{machine}" if "s" in self.flags else self.name

    def archive(self, machine: str) -> str:
        """Return the file name of the archive."""
        return f"{self.name}_{self.version.replace(':', '%3a')}_{self.architecture(machine)}.deb"

    @property
    def pool(self) -> str:
        """The folder of the archive under `pool/`."""
        area, slash, _ = self.section.partition("/")
        first = self.source[:4] if self.source.startswith("lib") else self.source[:1]
        return f"{'updates/' if self.letter == 's' else ''}{area if slash else 'main'}/{first}/{self.source}"

    @property
    def needs(self) -> tuple[tuple[Need, ...], ...]:
        """What the package depends on."""
        return parse(self.depends)


class Release:
    """One release: its indexes and the packages in them.

    `given` is what packages that come with every image provide, which the images' own databases do not say.
    """

    def __init__(self, name: str, machine: str) -> None:
        table = catalogue.load(name)
        self.origin: Final[str] = table["origin"]
        self.label: Final[str] = table["label"]
        self.archive: Final[str] = table["archive"]
        self.codename: Final[str] = table["codename"]
        self.hosts: Final[tuple[str, ...]] = tuple(table["hosts"])
        self.indexes: Final[dict[str, dict[str, Any]]] = table["indexes"]
        given: str = table.get("provided", {}).get("text", "")
        self.given: Final = dict(line.split(": ", 1) for line in given.splitlines() if line)
        text: str = catalogue.load(table.get("like", name))["packages"]["text"]
        if machine == "arm64":
            for ours, theirs in _ARM64:
                text = text.replace(ours, theirs)
        texts = catalogue.stanzas(text)
        self._texts: Final = paragraphs(table, texts) if "like" in table else texts
        self._debs: Final[dict[str, Deb]] = {}
        self._provided: dict[str, tuple[str, ...]] | None = None

    def names(self) -> list[str]:
        """Return the names of all packages, sorted."""
        return sorted(self._texts)

    def get(self, name: str) -> Deb | None:
        """Return a package."""
        found = self._debs.get(name)
        if found is None and name in self._texts:
            found = self._debs[name] = _deb(self._texts[name])
        return found

    def providers(self, name: str) -> tuple[str, ...]:
        """Return the names of the packages that provide another name."""
        if self._provided is None:
            gathered: dict[str, list[str]] = {}
            for package, text in self._texts.items():
                for line in text.splitlines():
                    if line.startswith("V "):
                        for need, *_ in parse(line[2:]):
                            gathered.setdefault(need.name, []).append(package)
            self._provided = {given: tuple(sorted(packages)) for given, packages in gathered.items()}
        return self._provided.get(name, ())


_releases: dict[tuple[str, str], Release] = {}


def release(codename: str, machine: str) -> Release | None:
    """Return the release with a code name, None where the catalogue has none."""
    key = (codename, machine)
    if key not in _releases:
        name = RELEASES.get(codename)
        if name is None:
            return None
        _releases[key] = Release(name, machine)
    return _releases[key]


def named(name: str, version: str, machine: str) -> Deb | None:
    """Return a package of any release, that with the version where there is one."""
    found = [deb for codename in RELEASES if (here := release(codename, machine)) and (deb := here.get(name))]
    return next((deb for deb in found if deb.version == version), found[0] if found else None)


def _deb(text: str) -> Deb:
    first, *lines = text.split("\n")
    name, version, index, section, priority, installed, size, day, summary = first.split("|")
    fields = {"N": name, "D": "", "R": "", "S": "", "V": ""}
    alternatives: list[tuple[str, str, str, bool]] = []
    accounts, files = [], []
    for line in lines:
        mark = line[0]
        if mark in "/+":
            files.append(line)
        elif mark in fields:
            fields[mark] = line[2:]
        elif mark == "A":
            words = line.split()
            alternatives.append((words[1], words[2], words[3], len(words) > 4))
        else:
            accounts.append(line)
    return Deb(
        name, version, index[0], index[1:], section, priority, int(installed), int(size), int(day) * 86400, summary,
        fields["N"], fields["D"], fields["R"], fields["S"], fields["V"], tuple(alternatives), tuple(accounts),
        tuple(files),
    )  # fmt: skip

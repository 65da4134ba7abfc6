"""dpkg's database of installed packages: `/var/lib/dpkg/status`, and the lists of files beside it.

One rule: what was read is written back as it was; only the paragraphs of changed packages are made anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.packages.apt.relations import parse
from tutor.vfs.content import Bytes
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.packages.apt.catalogue import Deb
    from tutor.packages.apt.relations import Need
    from tutor.vfs.filesystem import FileSystem

STATUS = "/var/lib/dpkg/status"
INFO = "/var/lib/dpkg/info"
EXTENDED = "/var/lib/apt/extended_states"
_FIELD = re.compile(r"^([A-Za-z0-9-]+): ?(.*(?:\n[ \t].*)*)", re.MULTILINE)
BYTES_PER_PATH = 44.6
"""What a line of the lists that come with images takes, in the mean; those lists are generated and hold no paths."""


@dataclass(frozen=True, slots=True)
class Record:
    """A package in the database. `text` is its paragraph, `state` the second and third word of its status."""

    name: str
    version: str
    architecture: str
    state: str
    text: str

    @property
    def fields(self) -> dict[str, str]:
        """All fields, by name."""
        return dict(_FIELD.findall(self.text))

    @property
    def installed(self) -> bool:
        """Whether the package is there; else only its configuration is."""
        return self.state == "ok installed"

    @property
    def needs(self) -> tuple[tuple[Need, ...], ...]:
        """What it depends on."""
        fields = self.fields
        return parse(", ".join(fields[name] for name in ("Pre-Depends", "Depends") if name in fields))

    @property
    def shown(self) -> str:
        """The name as dpkg shows it."""
        return f"{self.name}:{self.architecture}" if "\nMulti-Arch: same" in self.text else self.name


class Status:
    """The database as it is in a file system."""

    def __init__(self, fs: FileSystem) -> None:
        self._fs = fs
        self.records: dict[str, Record] = {}
        self.auto: set[str] = set()
        self._old = b""
        try:
            self._old = fs.read(STATUS)
        except FsError:
            return
        for text in self._old.decode("utf-8", "surrogateescape").split("\n\n"):
            record = _record(text)
            if record is not None:
                self.records[record.name] = record
        try:
            states = fs.read(EXTENDED).decode("utf-8", "replace")
        except FsError:
            states = ""
        for text in states.split("\n\n"):
            fields = dict(_FIELD.findall(text))
            if fields.get("Auto-Installed") == "1" and "Package" in fields:
                self.auto.add(fields["Package"])

    @property
    def machine(self) -> str:
        """The architecture of the machine: that of dpkg itself."""
        for name in ("dpkg", "libc6", "base-files"):
            if name in self.records:
                return self.records[name].architecture
        return "amd64"

    @property
    def versions(self) -> dict[str, str]:
        """The versions of all installed packages."""
        return {name: record.version for name, record in self.records.items() if record.installed}

    def get(self, name: str) -> Record | None:
        """Return an installed package."""
        record = self.records.get(name)
        return record if record is not None and record.installed else None

    def provided(self, given: Mapping[str, str]) -> dict[str, set[str]]:
        """Return which installed packages provide a name; `given` says it for packages whose records do not."""
        out: dict[str, set[str]] = {}
        for record in self.records.values():
            if not record.installed:
                continue
            text = record.fields["Provides"] if "\nProvides: " in record.text else given.get(record.name, "")
            for need, *_ in parse(text):
                out.setdefault(need.name, set()).add(record.name)
        return out

    def put(self, deb: Deb) -> None:
        """Say that a package is installed."""
        self.records[deb.name] = _record_of(deb, self.machine)

    def leave_configuration(self, name: str) -> None:
        """Say that only the configuration of a package is left."""
        record = self.records[name]
        text = record.text.replace("Status: install ok installed", "Status: deinstall ok config-files")
        self.records[name] = Record(name, record.version, record.architecture, "ok config-files", text)
        self.auto.discard(name)

    def drop(self, name: str) -> None:
        """Forget a package."""
        self.records.pop(name, None)
        self.auto.discard(name)

    def save(self) -> None:
        """Write the database, what it was before, and which packages came by themselves. Raises FsError."""
        text = "".join(record.text + "\n\n" for _, record in sorted(self.records.items()))
        if self._old:
            self._fs.write(f"{STATUS}-old", self._old)
        self._old = text.encode("utf-8", "surrogateescape")
        self._fs.write(STATUS, self._old)
        self.save_auto()

    def save_auto(self) -> None:
        """Write which packages came by themselves. Raises FsError."""
        machine = self.machine
        states = [f"Package: {name}\nArchitecture: {machine}\nAuto-Installed: 1\n\n" for name in sorted(self.auto)]
        if states or self._fs.exists(EXTENDED):
            self._fs.write(EXTENDED, "".join(states).encode())

    # Lists of files

    def list_path(self, record: Record, kind: str = "list") -> str:
        """Return where a package's list of files is."""
        return f"{INFO}/{record.shown}.{kind}"

    def files(self, record: Record) -> list[str] | None:
        """Return the paths of a package, None where no list can be read."""
        try:
            content = self._fs.content(self.list_path(record))
        except FsError:
            return None
        if not isinstance(content, Bytes):  # a generated one, of an image
            return None
        return [path for path in content.data.decode("utf-8", "surrogateescape").split("\n") if path]

    def count(self) -> int:
        """Return how many files and folders are installed."""
        total = 0.0
        for record in self.records.values():
            try:
                content = self._fs.content(self.list_path(record))
            except FsError:
                continue
            total += content.data.count(b"\n") if isinstance(content, Bytes) else content.size / BYTES_PER_PATH
        return int(total)


def _record(text: str) -> Record | None:
    text = text.strip("\n")
    found = dict(re.findall(r"^(Package|Version|Architecture|Status): (.*)$", text, re.MULTILINE))
    if "Package" not in found:
        return None
    state = found.get("Status", "install ok installed").partition(" ")[2]
    return Record(found["Package"], found.get("Version", ""), found.get("Architecture", ""), state, text)


def _record_of(deb: Deb, machine: str) -> Record:
    text = "\n".join(_lines(deb, machine))
    return Record(deb.name, deb.version, deb.architecture(machine), "ok installed", text)


def _lines(deb: Deb, machine: str) -> Iterator[str]:
    yield f"Package: {deb.name}"
    if "e" in deb.flags:
        yield "Essential: yes"
    yield "Status: install ok installed"
    yield from control(deb, machine)


def control(deb: Deb, machine: str) -> Iterator[str]:
    """Return the lines of a package's control data, without its name."""
    yield f"Priority: {deb.priority}"
    yield f"Section: {deb.section}"
    yield f"Installed-Size: {deb.installed}"
    yield f"Architecture: {deb.architecture(machine)}"
    if "s" in deb.flags or "f" in deb.flags:
        yield f"Multi-Arch: {'same' if 's' in deb.flags else 'foreign'}"
    if deb.source != deb.name:
        yield f"Source: {deb.source}"
    yield f"Version: {deb.version}"
    relations = (
        ("Provides", deb.provides), ("Depends", deb.depends), ("Recommends", deb.recommends),
        ("Suggests", deb.suggests),
    )  # fmt: skip
    for name, value in relations:
        if value:
            yield f"{name}: {value}"
    yield f"Description: {deb.summary}"

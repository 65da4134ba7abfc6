"""What apk does to packages: install, upgrade, purge, and the scripts and triggers that run then.

One rule: a change is announced, then done; what was changed is in the database when the last line is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages import catalogue
from tutor.packages.apk.database import Installed, record
from tutor.packages.files import parse, place, take_away

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.packages.apk.database import Database
    from tutor.packages.apk.repositories import Apk
    from tutor.packages.files import Entry
    from tutor.shell.process import Process

BANDWIDTH = 12_000_000
"""Bytes a second."""


class Changes:
    """A transaction. `say` prints what `-q` does not want to hear."""

    def __init__(self, process: Process, database: Database, say: Callable[[str], None], *, simulate: bool) -> None:
        self._process = process
        self._database = database
        self._say = say
        self._simulate = simulate
        self._machine = "arm64" if database.architecture == "aarch64" else "amd64"
        self._touched: set[str] = set()
        self._coming: list[Apk] = []

    def run(self, coming: list[Apk], virtual: list[Installed], going: list[Installed]) -> None:
        """Purge, then install. Raises FsError."""
        self._coming = coming
        total = len(coming) + len(virtual) + len(going)
        number = 0
        for package in going:
            number += 1
            self._say(f"({number}/{total}) Purging {package.name} ({package.version})\n")
            self._purge(package)
        for apk in coming:
            number += 1
            old = self._database.packages.get(apk.name)
            if old is not None:
                self._say(f"({number}/{total}) Upgrading {apk.name} ({old.version} -> {apk.version})\n")
            else:
                self._say(f"({number}/{total}) Installing {apk.name} ({apk.version})\n")
            self._install(apk, old)
        for package in virtual:
            number += 1
            self._say(f"({number}/{total}) Installing {package.name} ({package.version})\n")
            self._database.packages[package.name] = package
        if total:
            self._triggers()

    def _install(self, apk: Apk, old: Installed | None) -> None:
        entries = list(parse(apk.files, f"{apk.name}-{apk.version}", self._machine))
        self._database.packages[apk.name] = self._record(apk, entries)
        if self._simulate:
            return
        self._process.sleep(0.01 + apk.size / BANDWIDTH + apk.installed / 400_000_000)
        if apk.accounts and not old:
            self._say(f"Executing {apk.name}-{apk.version}.pre-install\n")
        fs = self._process.fs
        if old is not None:
            take_away(fs, {f"/{path}" for path in old.files} - {entry.path for entry in entries})
        place(fs, entries, _built(apk), lambda path: path.startswith("/etc/") and old is not None)
        for line in apk.accounts:
            _account(self._process, line.split())
        self._touched |= {entry.path.rpartition("/")[0] for entry in entries}
        if apk.message and not old:
            self._say(f"Executing {apk.name}-{apk.version}.post-install\n")
            for line in apk.message:
                if line != "-":
                    self._say(f"{line}\n")

    def _along(self, name: str) -> list[str]:
        """Return the packages that bring another one along."""
        return [apk.name for apk in self._coming if name in apk.along]

    def _record(self, apk: Apk, entries: Iterable[Entry]) -> Installed:
        commands = [
            f"cmd:{entry.path.rpartition('/')[2]}={apk.version}"
            for entry in entries
            if entry.path.rpartition("/")[0] in ("/bin", "/sbin", "/usr/bin", "/usr/sbin")
            and (entry.content is not None or entry.target)
        ]
        fields = (
            ("P", apk.name), ("V", apk.version), ("A", self._database.architecture), ("S", str(apk.size)),
            ("I", str(apk.installed)), ("T", apk.summary), ("U", f"https://pkgs.alpinelinux.org/package/{apk.name}"),
            ("L", apk.licence), ("o", apk.name), ("t", str(_built(apk))), ("D", " ".join(apk.needs)),
            ("p", " ".join(commands)), ("i", " ".join(self._along(apk.name))),
        )  # fmt: skip
        return record(fields, entries, self._machine)

    def _purge(self, package: Installed) -> None:
        del self._database.packages[package.name]
        if self._simulate:
            return
        paths = [f"/{path}" for path in package.files]
        others = {f"/{folder}" for other in self._database.packages.values() for folder in other.folders}
        folders = {f"/{folder}" for folder in package.folders} - others
        take_away(self._process.fs, {*paths, *folders})
        self._touched |= {path.rpartition("/")[0] for path in paths}
        self._process.sleep(0.02)

    def _triggers(self) -> None:
        packages = self._database.packages
        watched = catalogue.load("alpine")["busybox_trigger"]
        if "busybox" in packages and (self._simulate or self._touched.intersection(watched)):
            self._say(f"Executing busybox-{packages['busybox'].version}.trigger\n")
        if "ca-certificates" in packages and "/usr/share/ca-certificates/mozilla" in self._touched:
            self._say(f"Executing ca-certificates-{packages['ca-certificates'].version}.trigger\n")


def _built(apk: Apk) -> int:
    """When a package was built: a day of 2024 or 2025, the same for each of its versions."""
    from hashlib import sha256

    days = int.from_bytes(sha256(f"{apk.name}-{apk.version}".encode()).digest()[:2], "big") % 500
    return 1_713_225_600 + days * 86400


def _account(process: Process, words: list[str]) -> None:
    """Make a system user with its group as addgroup -S and adduser -S do: the first free number from 100 on."""
    fs = process.fs
    name = words[1]
    groups, users = fs.read("/etc/group").decode(), fs.read("/etc/passwd").decode()
    if not any(line.startswith(f"{name}:") for line in groups.splitlines()):
        gid = _free(groups)
        groups += f"{name}:x:{gid}:{name if words[0] == 'U' else ''}\n"
        fs.write("/etc/group", groups.encode())
    if words[0] == "U" and not any(line.startswith(f"{name}:") for line in users.splitlines()):
        gid = next(int(line.split(":")[2]) for line in groups.splitlines() if line.startswith(f"{name}:"))
        fs.write("/etc/passwd", f"{users}{name}:x:{_free(users)}:{gid}:{name}:{words[2]}:/sbin/nologin\n".encode())


def _free(table: str) -> int:
    used = {int(fields[2]) for line in table.splitlines() if len(fields := line.split(":")) > 2 and fields[2].isdigit()}
    return next(number for number in range(100, 65000) if number not in used)

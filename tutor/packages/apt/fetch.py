"""Downloads of packages into `/var/cache/apt/archives`.

One rule: an archive that is already there is not fetched again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages import network
from tutor.packages.sizes import decimal_size
from tutor.vfs.generated import Generated

if TYPE_CHECKING:
    from tutor.packages.apt.catalogue import Deb
    from tutor.packages.apt.session import Apt

ARCHIVES = "/var/cache/apt/archives"
BANDWIDTH = 15_000_000
"""Bytes a second."""
LATENCY = 0.02
"""Seconds an archive."""


def missing(apt: Apt, debs: list[Deb]) -> list[Deb]:
    """Return those packages whose archives are not there."""
    machine = apt.status.machine
    fs = apt.process.fs
    paths = [(deb, f"{ARCHIVES}/{deb.archive(machine)}") for deb in debs]
    return [deb for deb, path in paths if not (fs.exists(path) and fs.stat(path).size == deb.size)]


def fetch(apt: Apt, debs: list[Deb]) -> int:
    """Fetch archives. Returns the status; says why where they cannot be had."""
    process, machine = apt.process, apt.status.machine
    for folder in (ARCHIVES, f"{ARCHIVES}/partial"):
        if not process.fs.exists(folder):
            process.fs.mkdir(folder, 0o700 if folder.endswith("partial") else 0o755, parents=True)
    apt.lock(f"{ARCHIVES}/lock")
    todo = missing(apt, debs)
    if not todo:
        return 0
    where = [_where(apt, deb) for deb in todo]
    if not network.online(process):
        return _unreachable(apt, todo, where)
    began = process.host.now()
    process.sleep(0.1)
    for number, (deb, (what, _)) in enumerate(zip(todo, where, strict=True), 1):
        process.sleep(LATENCY + deb.size / BANDWIDTH)
        apt.note(f"Get:{number} {what} [{decimal_size(deb.size)}]\n")
        name = deb.archive(machine)
        process.fs.write(f"{ARCHIVES}/{name}", Generated(name, deb.size, "noise"))
    apt.fetched(sum(deb.size for deb in todo), process.host.now() - began)
    return 0


def _where(apt: Apt, deb: Deb) -> tuple[str, str]:
    """Return what the line of a package says, and its full address."""
    machine = apt.status.machine
    index = apt.available.index_of(deb)
    uri = index.uri if index is not None else ""
    suite = f"{index.suite}/{index.component}" if index is not None else ""
    what = f"{uri} {suite} {machine} {deb.name} {deb.architecture(machine)} {deb.version}"
    return what, f"{uri}/pool/{deb.pool}/{deb.archive(machine).replace('+', '%2b')}"


def _unreachable(apt: Apt, debs: list[Deb], where: list[tuple[str, str]]) -> int:
    for pause in (1, 2, 4):
        for number, (what, _) in enumerate(where, 1):
            apt.note(f"Ign:{number} {what}\n")
        apt.process.sleep(pause)
    errors = []
    for number, (deb, (what, address)) in enumerate(zip(debs, where, strict=True), 1):
        index = apt.available.index_of(deb)
        why = f"Temporary failure resolving '{index.host if index is not None else ''}'"
        apt.note(f"Err:{number} {what}\n  {why}\n")
        errors.append(f"Failed to fetch {address}  {why}")
    return apt.fail(*errors, "Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?")

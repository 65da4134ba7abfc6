"""`apt-get update`: fetches the lists of the machine's sources.

One rule: each suite is fetched once, then its indexes; what has not changed since is not fetched again (Hit).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages import network
from tutor.packages.apt.sources import ENDINGS, LISTS, Index, indexes
from tutor.packages.files import made
from tutor.packages.sizes import decimal_size
from tutor.vfs.errors import FsError
from tutor.vfs.tiles import Tiled

if TYPE_CHECKING:
    from tutor.packages.apt.session import Apt

BANDWIDTH = 6_000_000
"""Bytes a second."""
LATENCY = 0.35
"""Seconds for a suite's release file."""


class _Fetch:
    """One run: what is printed, fetched and counted."""

    def __init__(self, apt: Apt) -> None:
        self.apt = apt
        self.number = 0
        self.bytes = 0
        self.began = apt.process.host.now()
        self.warnings: list[str] = []
        self.errors: list[str] = []

    def say(self, word: str, what: str, size: int | None = None) -> None:
        """Print a line of the form `Get:1 URI SUITE FILE [SIZE]`."""
        self.number += 1
        shown = f" [{decimal_size(size)}]" if size is not None else ""
        self.apt.note(f"{word}:{self.number} {what}{shown}\n")

    def take(self, size: int) -> None:
        """Let the time pass that so many bytes take."""
        self.bytes += size
        self.apt.process.sleep(size / BANDWIDTH)


def update(apt: Apt) -> int:
    """Fetch the lists. Returns the status."""
    fs = apt.process.fs
    for folder in (LISTS, f"{LISTS}/partial", f"{LISTS}/auxfiles"):
        if not fs.exists(folder) and fs.uid == 0:
            fs.mkdir(folder, 0o700 if folder.endswith("partial") else 0o755, parents=True)
    lock = f"{LISTS}/lock"
    if not apt.lock(lock):
        apt.out("Reading package lists...\n")
        return apt.fail(
            f"Could not open lock file {lock} - open (13: Permission denied)", f"Unable to lock directory {LISTS}/"
        )
    machine = apt.status.machine
    fetch = _Fetch(apt)
    suites: dict[tuple[str, str], list[Index]] = {}
    for index in indexes(fs, machine):
        suites.setdefault((index.uri, index.suite), []).append(index)
    wanted: set[str] = {"lock"}
    good = []
    if not network.online(apt.process):
        _retry(fetch, [f"{uri} {suite} InRelease" for uri, suite in suites])
    for (uri, suite), group in suites.items():
        state = _release(fetch, uri, suite, group[0])
        wanted.add(f"{group[0].stem}_InRelease")
        wanted.update(index.list_name(machine) for index in group)
        if state:
            good += [(index, state) for index in group]
    for index, state in good:
        _index(fetch, index, machine, state)
    _forget(fetch, wanted)
    apt.hooks("APT::Update::Post-Invoke")
    return _finish(fetch)


def _release(fetch: _Fetch, uri: str, suite: str, index: Index) -> str:
    """Fetch a suite's release file; return "Get", "Hit" or, where it cannot be had, nothing."""
    apt = fetch.apt
    what = f"{uri} {suite} InRelease"
    path = f"{LISTS}/{index.stem}_InRelease"
    if index.host and not index.known and network.online(apt.process) and not _somewhere(index):
        fetch.say("Err", what)
        apt.note(f"  Could not resolve '{index.host}'\n")
        fetch.warnings.append(f"Failed to fetch {uri}/dists/{suite}/InRelease  Could not resolve '{index.host}'")
        return ""
    if not network.online(apt.process):
        why = f"Temporary failure resolving '{index.host}'"
        fetch.say("Err", what)
        apt.note(f"  {why}\n")
        fetch.warnings.append(f"Failed to fetch {uri}/dists/{suite}/InRelease  {why}")
        return ""
    apt.process.sleep(LATENCY)
    if not index.known or index.release is None:
        fetch.say("Ign", what)
        fetch.say("Err", f"{uri} {suite} Release")
        apt.note("  404  Not Found [IP: 151.101.2.132 80]\n")
        fetch.errors.append(f"The repository '{uri} {suite} Release' does not have a Release file.")
        return ""
    size: int = index.release.indexes[suite]["release"]
    fs = apt.process.fs
    if fs.exists(path) and fs.stat(path).size == size:
        fetch.say("Hit", what)
        return "Hit"
    fetch.say("Get", what, size)
    fetch.take(size)
    fs.write(path, made(f"{index.stem}_InRelease", size, "t"))
    return "Get"


def _retry(fetch: _Fetch, what: list[str]) -> None:
    """Try three times in vain."""
    for pause in (1, 2, 4):
        for number, item in enumerate(what, 1):
            fetch.apt.note(f"Ign:{number} {item}\n")
        fetch.apt.process.sleep(pause)


def _somewhere(index: Index) -> bool:
    """Tell whether the server is one that is known for other releases."""
    return index.host.endswith(("debian.org", "ubuntu.com"))


def _index(fetch: _Fetch, index: Index, machine: str, state: str) -> None:
    apt, fs = fetch.apt, fetch.apt.process.fs
    assert index.release is not None
    row = index.release.indexes[index.suite]["packages"]
    if index.component not in index.release.indexes[index.suite]["components"]:
        return
    sizes = _sizes(row.get(index.component, row))
    stem = f"{LISTS}/{index.list_name(machine)}"
    packed = apt.config.flag("Acquire::GzipIndexes")
    if state == "Hit" and any(fs.exists(stem + ending) for ending in ENDINGS):
        return
    fetch.say("Get", f"{index.uri} {index.suite}/{index.component} {machine} Packages", sizes["download"])
    fetch.take(sizes["download"])
    seed = f"{index.list_name(machine)}#{sizes['lz4']}"
    if packed:
        fs.write(f"{stem}.lz4", Tiled(seed, sizes["lz4"], "bin-70"))  # packed once, it packs to three quarters
    else:
        fs.write(stem, made(seed, sizes["plain"], "t"))


def _sizes(row: int | dict[str, int]) -> dict[str, int]:
    """Return an index's sizes; of what is known by its download alone (gzip), what it takes as lz4 and unpacked."""
    if isinstance(row, dict):
        return row
    return {"download": row, "lz4": row * 4 // 3, "plain": row * 9 // 2}


def _forget(fetch: _Fetch, wanted: set[str]) -> None:
    """Remove lists of sources that are no longer named."""
    fs = fetch.apt.process.fs
    for name in fs.listdir(LISTS):
        bare = name.removesuffix(".lz4")
        if bare not in wanted and fs.is_file(f"{LISTS}/{name}"):
            try:
                fs.unlink(f"{LISTS}/{name}")
            except FsError:
                continue


def _finish(fetch: _Fetch) -> int:
    apt = fetch.apt
    if fetch.bytes:
        apt.fetched(fetch.bytes, apt.process.host.now() - fetch.began)
    apt.stage("Reading package lists")
    if fetch.errors:
        return apt.fail(*fetch.errors)
    for warning in fetch.warnings:
        apt.process.err(f"W: {warning}\n")
    if fetch.warnings:
        apt.process.err("W: Some index files failed to download. They have been ignored, or old ones used instead.\n")
    elif apt.name == "apt":
        from tutor.packages.apt.upgrade import upgradable

        count = len(upgradable(apt))
        few = "package can be upgraded" if count == 1 else "packages can be upgraded"
        what = f"{count} {few}. Run 'apt list --upgradable' to see {'it' if count == 1 else 'them'}."
        apt.out("Building dependency tree...\nReading state information...\n")
        apt.out(f"{what if count else 'All packages are up to date.'}\n")
    return 0

"""Where apk gets packages from: `/etc/apk/repositories`, and the indexes that it keeps in `/var/cache/apk`.

One rule: a repository's packages are known in a run once its index was fetched or found in the cache.
"""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.packages import catalogue, network
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

CACHE = "/var/cache/apk"
BANDWIDTH = 8_000_000
"""Bytes a second."""
FRESH = 4 * 3600
"""Seconds for which an index in the cache is used without asking again (apk's --cache-max-age)."""
_REPOSITORIES = {"main": "m", "community": "c"}


@dataclass(frozen=True, slots=True)
class Apk:
    """A package in a repository. `size` and `installed` are in bytes; `letter` is its repository's.

    `along` are packages that come when this one does; `message` what its script prints, `accounts` the lines that make
    users and groups.
    """

    name: str
    version: str
    letter: str
    size: int
    installed: int
    licence: str
    summary: str
    needs: tuple[str, ...]
    along: tuple[str, ...]
    message: tuple[str, ...]
    accounts: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repository:
    """A line of `/etc/apk/repositories`: its URL, the branch, the last part of the path."""

    url: str
    branch: str
    area: str

    @property
    def host(self) -> str:
        """The name of the server."""
        return self.url.partition("://")[2].partition("/")[0]

    def cached(self) -> str:
        """Return where the index is kept."""
        return f"{CACHE}/APKINDEX.{sha1(self.url.encode()).hexdigest()[:8]}.tar.gz"


def repositories(process: Process, more: list[str]) -> list[Repository]:
    """Return the repositories of a machine, and those that options name."""
    try:
        lines = process.fs.read("/etc/apk/repositories").decode("utf-8", "replace").splitlines()
    except FsError:
        lines = []
    out = []
    for line in [*lines, *more]:
        words = line.partition("#")[0].split()
        if not words:
            continue
        url = words[-1].rstrip("/")
        branch, _, area = url.rpartition("/")
        out.append(Repository(url, branch.rpartition("/")[2].removeprefix("v").replace("latest-stable", "3.20"), area))
    return out


class Index:
    """What a run knows of the packages in repositories."""

    def __init__(self) -> None:
        self.known: list[Repository] = []
        self._apks: dict[str, Apk | None] = {}

    def add(self, repository: Repository) -> None:
        """Know the packages of a repository."""
        self.known.append(repository)
        self._apks.clear()

    def get(self, name: str) -> Apk | None:
        """Return a package."""
        if name not in self._apks:
            self._apks[name] = next((apk for repo in self.known if (apk := _apk(repo, name)) is not None), None)
        return self._apks[name]

    def where(self, apk: Apk) -> Repository | None:
        """Return the repository of a package."""
        return next((repo for repo in self.known if _REPOSITORIES.get(repo.area) == apk.letter), None)

    def names(self) -> list[str]:
        """Return the names of all packages, sorted."""
        return [name for name in sorted(_texts()) if self.get(name) is not None]

    def count(self) -> int:
        """Return how many packages the repositories hold, as the real ones do."""
        shares = {"main": 0.23, "community": 0.77}
        table = catalogue.load("alpine")["branches"]
        held = [float(table[r.branch]["packages"]) * shares[r.area] for r in self.known if r.branch in table]
        return round(sum(held))


def _texts() -> dict[str, str]:
    table = catalogue.load("alpine")
    found: dict[str, str] = table.setdefault("stanzas", {})
    if not found:
        found.update(catalogue.stanzas(table["packages"]["text"]))
    return found


def _apk(repository: Repository, name: str) -> Apk | None:
    table = catalogue.load("alpine")
    text = _texts().get(name)
    letter = _REPOSITORIES.get(repository.area)
    if text is None or letter is None or repository.branch not in table["branches"]:
        return None
    first, *lines = text.split("\n")
    _, version, area, size, licence, summary = first.split("|")
    if area != letter:
        return None
    older = table["older"].get(repository.branch, {})
    if older:
        version = older.get(name, version)
        lines = [line.replace("python3.12", "python3.11").replace("cpython-312", "cpython-311") for line in lines]
    kilobytes = int(size)
    return Apk(
        name, version, letter, kilobytes * 1024 * 2 // 5, kilobytes * 1024, licence, summary,
        tuple(word for line in lines if line[0] == "D" for word in line.split()[1:]),
        tuple(word for line in lines if line[0] == "W" for word in line.split()[1:]),
        tuple(line[2:] for line in lines if line[0] == "I"),
        tuple(line for line in lines if line[0] in "UG"),
        tuple(line for line in lines if line[0] in "/+"),
    )  # fmt: skip


def load(
    process: Process, index: Index, repos: list[Repository], machine: str, mode: str, say: Callable[[str], None]
) -> int:
    """Make repositories known; return how many could not be.

    `mode` is how: "no-cache" fetches and keeps nothing, "update" fetches into the cache, "cached" takes what is in the
    cache and fetches what is not there or old, "offline" takes only what is in the cache.
    """
    failed = 0
    for repo in repos:
        path = repo.cached()
        there = process.fs.exists(path)
        fresh = there and process.host.now() - process.fs.stat(path).mtime < FRESH
        if mode == "offline" or (mode == "cached" and fresh):
            if there:
                index.add(repo)
            else:
                process.err(f"WARNING: opening from cache {repo.url}: No such file or directory\n")
            continue
        say(f"fetch {repo.url}/{machine}/APKINDEX.tar.gz\n")
        doing = "fetching" if mode == "no-cache" else "updating and opening"
        why = _fetched(process, repo, path, keep=mode != "no-cache")
        if not why:
            index.add(repo)
            continue
        process.err(f"WARNING: {doing} {repo.url}: {why}\n")
        failed += 1
        if there and mode != "no-cache":
            index.add(repo)
    return failed


def _fetched(process: Process, repo: Repository, path: str, *, keep: bool) -> str:
    """Fetch an index; return why that is not possible, or nothing."""
    table = catalogue.load("alpine")["branches"]
    if not network.online(process):
        process.sleep(2.5)
        return "temporary error (try again later)"
    if "alpinelinux.org" not in repo.host:
        process.sleep(0.1)
        return "DNS lookup error"
    row = table.get(repo.branch)
    if row is None or repo.area not in row:
        process.sleep(0.1)
        return "No such file or directory"
    size: int = row[repo.area]
    process.sleep(0.12 + size / BANDWIDTH)
    if keep:
        if not process.fs.is_dir(CACHE):
            process.fs.mkdir(CACHE, parents=True)
        process.fs.write(path, Generated(f"{repo.url}#{size}", size, "noise"))
    return ""

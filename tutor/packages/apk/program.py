"""`apk`: from arguments to what it does (apk-tools 2.14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.apk.database import Database, Installed, bare, record
from tutor.packages.apk.repositories import Index, load, repositories
from tutor.packages.apk.selection import Unselectable, orphans, select
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_VALUED = ("-t", "--virtual", "-X", "--repository", "-p", "--root", "--arch", "--keys-dir", "--wait", "--timeout",
           "--repositories-file", "--cache-dir", "--cache-max-age", "--progress-fd")  # fmt: skip
_CHANGING = ("add", "del", "update", "upgrade", "fix", "cache")
_FLAGS = {
    "-U": "update-cache", "--update-cache": "update-cache", "--update": "update-cache", "-u": "upgrade",
    "--upgrade": "upgrade", "--no-cache": "no-cache", "-q": "quiet", "--quiet": "quiet", "-s": "simulate",
    "--simulate": "simulate", "-v": "verbose", "--verbose": "verbose", "--no-network": "no-network",
    "-V": "version", "--version": "version", "-h": "help", "--help": "help", "-e": "e", "--installed": "e",
    "-L": "L", "--contents": "L", "-d": "d", "--description": "d", "-R": "R", "--depends": "R", "-w": "w",
    "--webpage": "w", "-a": "a", "--all": "a", "-W": "W", "--who-owns": "W", "-I": "I", "-r": "r", "--rdepends": "r",
    "--license": "license", "--size": "size", "-P": "P", "--provides": "P", "-x": "e", "--exact": "e",
    "--available": "available", "-l": "latest", "--purge": "purge", "--print-arch": "print-arch",
}  # fmt: skip


class Run:
    """One run of apk: options, what is installed, what is known."""

    def __init__(self, process: Process, flags: set[str], values: dict[str, list[str]]) -> None:
        self.process = process
        self.flags = flags
        self.values = values
        self.database = Database(process.fs)
        self.index = Index()

    def say(self, text: str) -> None:
        """Print something that `-q` does not want to hear."""
        if "quiet" not in self.flags:
            self.process.out(text)

    def fail(self, message: str, code: int = 1) -> int:
        """Print an error and return its status."""
        self.process.err(f"ERROR: {message}\n")
        return code

    def load(self, mode: str) -> int:
        """Make the repositories known; return how many could not be."""
        if "no-cache" in self.flags:
            mode = "no-cache" if mode != "offline" else mode
        elif "update-cache" in self.flags:
            mode = "update"
        if "no-network" in self.flags:
            mode = "offline"
        repos = repositories(self.process, [*self.values.get("-X", []), *self.values.get("--repository", [])])
        return load(self.process, self.index, repos, self.database.architecture, mode, self.say)


def main(process: Process) -> int:
    """Run apk."""
    flags: set[str] = set()
    values: dict[str, list[str]] = {}
    words: list[str] = []
    todo = process.argv[1:][::-1]
    while todo:
        word = todo.pop()
        name, equals, value = word.partition("=")
        if name in _VALUED and name.startswith("-"):
            values.setdefault(name, []).append(value if equals else todo.pop() if todo else "")
        elif word in _FLAGS:
            flags.add(_FLAGS[word])
        elif word.startswith("-") and not word.startswith("--") and len(word) > 2:
            todo += [f"-{letter}" for letter in reversed(word[1:])]
        elif word.startswith("--") and len(word) > 2:
            if not word.startswith(("--no-", "--allow-", "--force", "--clean", "--initdb", "--print", "--root")):
                process.err(f"apk: unrecognized option: {word[2:]}\n")
                return 1
        elif word.startswith("-") and len(word) == 2 and word != "-f":
            process.err(f"apk: unrecognized option: {word[1:]}\n")
            return 1
        elif word != "-f":
            words.append(word)
    run = Run(process, flags, values)
    if "version" in flags:
        version = run.database.packages.get("apk-tools")
        shown = version.version.rpartition("-")[0] if version is not None else "2.14.4"
        process.out(f"apk-tools {shown}, compiled for {run.database.architecture}.\n")
        return 0
    if "print-arch" in flags:
        process.out(f"{run.database.architecture}\n")
        return 0
    if not words:
        process.out(_USAGE.replace("MACHINE", run.database.architecture))
        return 0 if "help" in flags else 1
    return _run(run, words[0], words[1:])


def _run(run: Run, command: str, names: list[str]) -> int:
    if command in _CHANGING and run.process.fs.uid != 0 and "simulate" not in run.flags:
        run.fail("Unable to lock database: Permission denied")
        return run.fail("Failed to open apk database: Permission denied", 99)
    try:
        if command == "add":
            return _add(run, names)
        if command == "del":
            return _del(run, names)
        if command == "update":
            return _update(run)
        if command in ("upgrade", "fix"):
            return _upgrade(run)
        if command == "cache":
            return _cache(run, names)
        from tutor.packages.apk import query

        found = query.COMMANDS.get(command)
        if found is not None:
            return found(run, names)
    except FsError as error:
        return run.fail(f"{error.path}: {error.strerror}")
    return run.fail(f"'{command}' is not an apk command. See 'apk --help'.")


def _add(run: Run, names: list[str]) -> int:
    run.load("cached")
    database = run.database
    world = [word for word in database.world if bare(word) not in {bare(name) for name in names}]
    virtual: list[Installed] = []
    label = (run.values.get("-t") or run.values.get("--virtual") or [""])[-1]
    if label:
        made = _virtual(run, label, names)
        virtual.append(made)
        database.packages.pop(label, None)
        world = [word for word in world if bare(word) != label]
        wanted = [*world, *names]
        kept = [*world, f"{label}={made.version}"]
    else:
        wanted = kept = [*world, *names]
    return _change(run, wanted, kept, virtual)


def _virtual(run: Run, label: str, names: list[str]) -> Installed:
    from time import gmtime, strftime

    version = strftime("%Y%m%d.%H%M%S", gmtime(run.process.host.now()))
    fields = (
        ("P", label), ("V", version), ("A", "noarch"), ("S", "0"), ("I", "0"), ("T", "virtual meta package"),
        ("D", " ".join(sorted(names))),
    )  # fmt: skip
    return record(fields, (), run.database.architecture)


def _change(run: Run, wanted: list[str], kept: list[str], virtual: list[Installed], *, upgrade: bool = False) -> int:
    """Make the machine meet a world: `wanted` selects packages, `kept` is the world as it is written."""
    from tutor.packages.apk.changes import Changes

    database = run.database
    labels = {bare(word) for word in wanted if word.startswith(".") and bare(word) in database.packages}
    needed = [need for label in labels for need in database.packages[label].needs]
    try:
        coming = select(
            database, run.index, [w for w in [*wanted, *needed] if bare(w) not in labels],
            upgrade=upgrade or "upgrade" in run.flags,
        )  # fmt: skip
    except Unselectable as error:
        run.process.err("ERROR: unable to select packages:\n" + "".join(f"{line}\n" for line in error.lines))
        return 1
    changes = Changes(run.process, database, run.say, simulate="simulate" in run.flags)
    changes.run(coming, virtual, [])
    database.world = kept
    if "simulate" not in run.flags:
        database.save()
    run.say(database.summary())
    return 0


def _del(run: Run, names: list[str]) -> int:
    from tutor.packages.apk.changes import Changes

    database = run.database
    run.load("offline")
    in_world = {bare(word) for word in database.world}
    for name in names:
        if bare(name) not in database.packages and bare(name) not in in_world:
            return run.fail(f"No such package: {name}")
    chosen = {bare(name) for name in names}
    world = [word for word in database.world if bare(word) not in chosen]
    going = orphans(database, world, sorted(chosen))
    left = sorted(name for name in chosen & set(database.packages) if name not in {package.name for package in going})
    if left:
        run.say("World updated, but the following packages are not removed due to:\n")
        for name in left:
            run.say(f"  {name}: {' '.join(_needing(database, name, world))}\n")
        run.say("\n")
    changes = Changes(run.process, database, run.say, simulate="simulate" in run.flags)
    changes.run([], [], going)
    database.world = world
    if "simulate" not in run.flags:
        database.save()
    run.say(database.summary())
    return 0


def _needing(database: Database, name: str, world: list[str]) -> list[str]:
    """Return who asks for a package, up to those that the world names."""
    roots = {bare(word) for word in world}
    out, seen, todo = set(), {name}, [name]
    while todo:
        now = todo.pop()
        for other in database.packages.values():
            if other.name not in seen and any(database.provider(word) == now for word in other.needs):
                seen.add(other.name)
                todo.append(other.name)
                if other.name in roots:
                    out.add(other.name)
    return sorted(out)


def _update(run: Run) -> int:
    failed = run.load("update")
    from tutor.packages import catalogue

    branches = catalogue.load("alpine")["branches"]
    for repo in run.index.known:
        run.say(f"{branches[repo.branch]['revision']} [{repo.url}]\n")
    if failed:
        run.say(f"{failed} unavailable, 0 stale; {len(run.database.packages)} distinct packages available\n")
        return failed
    run.say(f"OK: {run.index.count()} distinct packages available\n")
    return 0


def _upgrade(run: Run) -> int:
    run.load("cached")
    return _change(run, run.database.world, run.database.world, [], upgrade=True)


def _cache(run: Run, words: list[str]) -> int:
    from tutor.packages.apk.repositories import CACHE

    if words[:1] not in (["clean"], ["purge"], ["sync"]):
        return run.fail("cache: a command is needed: clean, purge or sync")
    fs = run.process.fs
    if not fs.exists("/etc/apk/cache"):
        return run.fail("Package cache is not enabled.", 2)
    for name in fs.listdir(CACHE) if words[0] != "sync" and fs.is_dir(CACHE) else ():
        if name.endswith(".apk"):
            fs.unlink(f"{CACHE}/{name}")
    return 0


_USAGE = """apk-tools 2.14.4, compiled for MACHINE.

usage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]

Package installation and removal:
  add        Add packages to WORLD and commit changes
  del        Remove packages from WORLD and commit changes

System maintenance:
  update     Update repository indexes
  upgrade    Install upgrades available from repositories
  cache      Manage the local package cache

Querying package information:
  info       Give detailed information about packages or repositories
  list       List packages matching a pattern or other criteria
  policy     Show repository policy for packages
  search     Search for packages by name or description
"""

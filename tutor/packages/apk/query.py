"""What apk tells: `info`, `search`, `list`, `policy`, `version`."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from tutor.packages.apk.database import bare

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.packages.apk.database import Installed
    from tutor.packages.apk.program import Run
    from tutor.packages.apk.repositories import Apk


def info(run: Run, names: list[str]) -> int:
    """`apk info`: names of all packages, or what is asked about some."""
    packages, out = run.database.packages, run.process.out
    if "W" in run.flags:
        return _owners(run, names)
    if "e" in run.flags:
        missing = [name for name in names if name not in packages]
        for name in names:
            if name in packages:
                out(f"{name}\n")
        return 1 if missing else 0
    if not names:
        run.load("offline")
        for name, there in sorted(packages.items()):
            out(f"{name}-{there.version}\n" if "verbose" in run.flags else f"{name}\n")
        return 0
    code = 0
    for name in names:
        package: Installed | None = packages.get(name)
        if package is None and not run.index.known:
            run.load("offline")
        apk = run.index.get(name)
        if package is None and apk is None:
            code = 1
            continue
        out("".join(_parts(run, package, apk)))
    return code


def _parts(run: Run, package: Installed | None, apk: Apk | None) -> list[str]:
    found: Installed | Apk | None = package or apk
    assert found is not None
    name, head = found.name, f"{found.name}-{found.version}"
    asked = run.flags & {"L", "d", "R", "w", "size", "license", "P", "r"}
    everything = "a" in run.flags
    plain = not asked and not everything
    summary = package.field("T") if package is not None else apk.summary if apk else ""
    size = package.size if package is not None else apk.installed if apk else 0
    needs = package.needs if package is not None else apk.needs if apk else ()
    rows = []
    if plain or everything or "d" in asked:
        rows.append(f"{head} description:\n{summary}\n\n")
    if plain or everything or "w" in asked:
        rows.append(f"{head} webpage:\nhttps://pkgs.alpinelinux.org/package/{name}\n\n")
    if plain or everything or "size" in asked:
        rows.append(f"{head} installed size:\n{_size(size)}\n\n")
    if everything or "R" in asked:
        rows.append(f"{head} depends on:\n" + "".join(f"{need}\n" for need in needs) + "\n")
    if everything or "r" in asked:
        users = [p for p in run.database.packages.values() if any(run.database.provider(w) == name for w in p.needs)]
        rows.append(f"{head} is required by:\n" + "".join(f"{p.name}-{p.version}\n" for p in users) + "\n")
    if everything or "L" in asked:
        files = package.files if package is not None else []
        rows.append(f"{head} contains:\n" + "".join(f"{path}\n" for path in files) + "\n")
    if everything or "license" in asked:
        rows.append(f"{head} license:\n{package.field('L') if package is not None else apk.licence if apk else ''}\n\n")
    return rows


def _size(size: int) -> str:
    if size < 10000:
        return f"{size} B"
    return f"{size >> 10} KiB" if size < 10000 << 10 else f"{size >> 20} MiB"


def _owners(run: Run, paths: list[str]) -> int:
    code = 0
    for path in paths:
        wanted = run.process.path(path).lstrip("/")
        owner = next((p for p in run.database.packages.values() if wanted in p.files), None)
        if owner is None:
            run.process.err(f"ERROR: {path}: Could not find owner package\n")
            code = 1
        else:
            run.process.out(f"{path} is owned by {owner.name}-{owner.version}\n")
    return code


def search(run: Run, patterns: list[str]) -> int:
    """`apk search`: packages of the repositories by a part of their name, or with `-d` of their description."""
    run.load("offline" if "no-cache" not in run.flags else "no-cache")
    if "no-cache" in run.flags and not run.index.known:
        run.flags.discard("no-cache")
    for name in run.index.names():
        apk = run.index.get(name)
        if apk is None or not all(_found(run, apk, pattern) for pattern in patterns):
            continue
        tail = f" - {apk.summary}" if "verbose" in run.flags or "d" in run.flags else ""
        run.process.out(f"{name}-{apk.version}{tail}\n")
    return 0


def _found(run: Run, apk: Apk, pattern: str) -> bool:
    if "e" in run.flags:
        return apk.name == pattern
    if "d" in run.flags:
        return pattern.lower() in apk.summary.lower()
    if any(letter in pattern for letter in "*?["):
        return fnmatchcase(apk.name, pattern)
    return pattern in apk.name


def listing(run: Run, patterns: list[str]) -> int:
    """`apk list`, with `-I` the installed packages alone."""
    run.load("offline")
    packages = run.database.packages
    names = set(packages) if run.flags & {"I", "e"} else {*packages, *run.index.names()}
    machine = run.database.architecture
    for name in sorted(names):
        if patterns and not any(fnmatchcase(name, pattern) for pattern in patterns):
            continue
        package, apk = packages.get(name), run.index.get(name)
        version = package.version if package is not None else apk.version if apk is not None else ""
        licence = package.field("L") if package is not None else apk.licence if apk is not None else ""
        here = " [installed]" if package is not None else ""
        run.process.out(f"{name}-{version} {machine} {{{name}}} ({licence}){here}\n")
    return 0


def policy(run: Run, names: list[str]) -> int:
    """`apk policy NAME…`."""
    run.load("offline")
    for name in names:
        package, apk = run.database.packages.get(name), run.index.get(name)
        if package is None and apk is None:
            continue
        run.process.out(f"{name} policy:\n")
        if package is not None:
            run.process.out(f"  {package.version}:\n    lib/apk/db/installed\n")
        if apk is not None:
            repo = run.index.where(apk)
            if package is None or package.version != apk.version:
                run.process.out(f"  {apk.version}:\n")
            run.process.out(f"    {repo.url if repo is not None else ''}\n")
    return 0


def version(run: Run, names: list[str]) -> int:
    """`apk version`: installed packages of which the repositories have another version."""
    run.load("offline")
    run.process.out(f"{'Installed:':42} {'Available:'}\n")
    for name, package in sorted(run.database.packages.items()):
        apk = run.index.get(name)
        if apk is not None and apk.version != package.version and (not names or bare(name) in names):
            run.process.out(f"{f'{name}-{package.version}':42} < {apk.version} \n")
    return 0


COMMANDS: dict[str, Callable[[Run, list[str]], int]] = {
    "info": info, "search": search, "list": listing, "policy": policy, "version": version,
}  # fmt: skip
"""What can be asked, by the command's name."""

"""What pip tells about installed packages: `list`, `freeze`, `show`, `check`, `cache`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.pip import catalogue
from tutor.packages.pip.say import size_text
from tutor.packages.pip.versions import fits, key

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.packages.pip.environment import Distribution
    from tutor.packages.pip.program import Pip


def listing(pip: Pip, words: list[str]) -> int:
    """`pip list`."""
    rows = [(package.name, package.version) for package in pip.environment.distributions()]
    head: tuple[str, ...] = ("Package", "Version")
    if "outdated" in pip.flags:
        head = ("Package", "Version", "Latest", "Type")
        table = [(name, version, _latest(name), "wheel") for name, version in rows if _newer(name, version)]
    else:
        table = list(rows)  # type: ignore[arg-type]
    form = (pip.values.get("format") or ["columns"])[-1]
    if form == "freeze":
        pip.process.out("".join(f"{row[0]}=={row[1]}\n" for row in table))
    elif form == "json":
        from json import dumps

        pip.process.out(dumps([{"name": row[0], "version": row[1]} for row in table]) + "\n")
    elif table:
        widths = [max(len(row[at]) for row in [head, *table]) for at in range(len(head))]
        lines = [head, tuple("-" * width for width in widths), *table]
        for line in lines:
            cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
            pip.process.out(" ".join(cells).rstrip() + "\n")
    return pip.finish()


def _latest(name: str) -> str:
    wheel = catalogue.newest(name)
    return wheel.version if wheel is not None else ""


def _newer(name: str, version: str) -> bool:
    latest = _latest(name)
    return bool(latest) and key(latest) > key(version)


def freeze(pip: Pip, words: list[str]) -> int:
    """`pip freeze`: all but pip itself and what builds packages."""
    hidden = () if "all" in pip.flags else ("pip", "setuptools", "wheel", "distribute")
    for package in pip.environment.distributions():
        if package.key not in hidden:
            pip.process.out(f"{package.name}=={package.version}\n")
    return 0


def show(pip: Pip, words: list[str]) -> int:
    """`pip show`."""
    if not words:
        pip.process.err("WARNING: ERROR: Please provide a package name or names.\n")
        return 1
    every = pip.environment.distributions()
    found = [package for word in words for package in every if package.key == catalogue.canonical(word)]
    missing = [word for word in words if catalogue.canonical(word) not in {package.key for package in every}]
    if missing:
        pip.process.err(f"WARNING: Package(s) not found: {', '.join(missing)}\n")
    for number, package in enumerate(found):
        if number:
            pip.process.out("---\n")
        _print(pip, package, every)
    return 0 if found else 1


def _print(pip: Pip, package: Distribution, every: list[Distribution]) -> None:
    users = [other.name for other in every if package.key in _required(other)]
    needs = ", ".join(need.name for need in _needs(package))
    licence = package.field("License-Expression")
    pip.process.out(
        f"Name: {package.name}\nVersion: {package.version}\nSummary: {package.field('Summary')}\nHome-page: \n"
        f"Author: \nAuthor-email: \nLicense{'-Expression' if licence else ''}: {licence}\nLocation: {package.where}\n"
        f"Requires: {needs}\nRequired-by: {', '.join(users)}\n"
    )
    if "files" in pip.flags:
        from tutor.packages.pip.wheels import files_of

        pip.process.out("Files:\n")
        for path in sorted(files_of(pip.process, package)):
            pip.process.out(f"  {path.removeprefix(f'{package.where}/')}\n")


def _needs(package: Distribution) -> list[catalogue.Requirement]:
    texts = [text for text in package.fields("Requires-Dist") if "extra ==" not in text]
    needs = [need for text in texts if (need := catalogue.requirement(text)) is not None]
    return sorted(needs, key=lambda need: need.key)


def _required(package: Distribution) -> set[str]:
    return {need.key for need in _needs(package)}


def check(pip: Pip, words: list[str]) -> int:
    """`pip check`."""
    every = {package.key: package for package in pip.environment.distributions()}
    broken = False
    for package in every.values():
        for need in _needs(package):
            other = every.get(need.key)
            if other is None:
                pip.process.out(f"{package.name} {package.version} requires {need.name}, which is not installed.\n")
            elif not fits(other.version, need.specifier):
                pip.process.out(
                    f"{package.name} {package.version} has requirement {need.text}, but you have {other.name} "
                    f"{other.version}.\n"
                )
            else:
                continue
            broken = True
    if not broken:
        pip.process.out("No broken requirements found.\n")
    return 1 if broken else 0


def cache(pip: Pip, words: list[str]) -> int:
    """`pip cache dir`, `info` and `purge`."""
    action = words[0] if words else ""
    if pip.cache is None:
        return pip.end("pip cache commands can not function since cache is disabled.")
    if action == "dir":
        pip.process.out(f"{pip.cache}\n")
        return 0
    fs, files, size = pip.process.fs, [], 0
    todo = [f"{pip.cache}/http-v2", f"{pip.cache}/wheels"]
    while todo:
        folder = todo.pop()
        for name in fs.listdir(folder) if fs.is_dir(folder) else ():
            path = f"{folder}/{name}"
            if fs.is_dir(path):
                todo.append(path)
            else:
                files.append(path)
                size += fs.stat(path).size
    if action == "purge":
        for path in files:
            fs.unlink(path)
        if not files:
            pip.process.err("WARNING: No matching packages\n")
        pip.process.out(f"Files removed: {len(files)} ({size_text(size)})\n")
        return 0
    if action == "info":
        pip.process.out(f"Package index page cache location (pip v23.3+): {pip.cache}/http-v2\n")
        pip.process.out(f"Package index page cache size: {size / 1e6:.1f} MB\nNumber of HTTP files: {len(files)}\n")
        return 0
    return pip.end("Need an action (dir, info, list, purge, remove) to perform.")


COMMANDS: dict[str, Callable[[Pip, list[str]], int]] = {
    "list": listing, "freeze": freeze, "show": show, "check": check, "cache": cache,
}  # fmt: skip
"""What can be asked, by the command's name."""

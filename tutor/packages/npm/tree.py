"""Which packages lie where below `node_modules`.

One rule, that of npm's arborist: each package goes as far up as it can; a second version of one goes below
who needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.packages.npm import catalogue, semver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.packages.npm.catalogue import Package


@dataclass(frozen=True, slots=True)
class Place:
    """A package in the tree. `path` begins with `node_modules/`; `dev` is set where only development needs it."""

    path: str
    package: Package
    dev: bool = False


class Missing(Exception):
    """No such package, or none in the range."""

    def __init__(self, name: str, wanted: str, *, known: bool) -> None:
        super().__init__(f"{name}@{wanted}")
        self.name = name
        self.wanted = wanted
        self.known = known


def ideal(
    wanted: Mapping[str, str],
    development: Mapping[str, str],
    locked: Mapping[str, str],
    seen: Callable[[Package], None],
) -> dict[str, Place]:
    """Return the tree for some requirements, by path. Raises Missing.

    `locked` are versions by path from a lock file: they stay while they fit. `seen` is told of each package looked up.
    """
    places: dict[str, Package] = {}
    queue: list[tuple[str, str, str]] = [("", name, text) for name, text in sorted({**development, **wanted}.items())]
    while queue:
        parent, name, text = queue.pop(0)
        there = _above(parent, name, places)
        if there and (semver.fits(places[there[0]].version, text) or not semver.is_range(text)):
            continue
        path, package = _placed(parent, name, text, places, locked)
        seen(package)
        places[path] = package
        queue += [(path, need, wish) for need, wish in sorted(package.depends.items())]
    needed = _reached(places, wanted)
    return {path: Place(path, places[path], path not in needed) for path in sorted(places)}


def _placed(
    parent: str, name: str, text: str, places: Mapping[str, Package], locked: Mapping[str, str]
) -> tuple[str, Package]:
    """Return where a package goes that `parent` needs, and its version. Raises Missing."""
    for base in _bases(parent):
        path = _join(base, name)
        version = locked.get(path)
        if version is not None and path not in places and (semver.fits(version, text) or not semver.is_range(text)):
            kept = catalogue.find(name, version)
            if kept is not None:
                return path, kept
    found = catalogue.find(name, text)
    if found is None:
        raise Missing(name, text, known=bool(catalogue.versions(name)))
    best = _join(parent, name)
    for base in _bases(parent):
        path = _join(base, name)
        if path in places or (base != parent and _shadows(base, found, places)):
            break
        best = path
    return best, found


def _shadows(base: str, package: Package, places: Mapping[str, Package]) -> bool:
    """Tell whether a package below `base` would stand before one that others there have found further up."""
    inside = f"{base}/" if base else ""
    for path, other in places.items():
        if path != base and not path.startswith(inside):
            continue
        text = other.depends.get(package.name)
        if text is None or not semver.is_range(text) or semver.fits(package.version, text):
            continue
        nearest = next(iter(_above(path, package.name, places)), "")
        if nearest and not nearest.startswith(f"{_join(base, '')}"):
            return True
    return False


def _join(base: str, name: str) -> str:
    return f"{base}/node_modules/{name}" if base else f"node_modules/{name}"


def _bases(parent: str) -> list[str]:
    """Return a path and what lies above it, up to the project ("")."""
    out = [parent]
    while out[-1]:
        out.append(out[-1].rpartition("/node_modules/")[0] if "/node_modules/" in out[-1] else "")
    return out


def _above(parent: str, name: str, places: Mapping[str, Package]) -> list[str]:
    """Return where a package that `parent` needs is found, nearest first."""
    return [path for base in _bases(parent) if (path := _join(base, name)) in places]


def _reached(places: Mapping[str, Package], wanted: Mapping[str, str]) -> set[str]:
    """Return the paths that requirements reach."""
    out: set[str] = set()
    todo = [("", name) for name in wanted]
    while todo:
        parent, name = todo.pop()
        found = _above(parent, name, places)
        if found and found[0] not in out:
            out.add(found[0])
            todo += [(found[0], need) for need in places[found[0]].depends]
    return out

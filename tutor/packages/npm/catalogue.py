"""What the npm registry holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.packages import catalogue
from tutor.packages.npm import semver

if TYPE_CHECKING:
    from collections.abc import Mapping

_DOCUMENT = 45_000
"""Bytes of a registry document that was not measured."""


@dataclass(frozen=True, slots=True)
class Package:
    """A version of a package. Sizes are in bytes; `count` is of files, `depends` from names to ranges."""

    name: str
    version: str
    size: int
    unpacked: int
    count: int
    licence: str
    funding: bool
    main: str
    document: int
    depends: Mapping[str, str]
    commands: tuple[tuple[str, str], ...]


_versions: dict[str, list[Package]] = {}


def versions(name: str) -> list[Package]:
    """Return what is known of a package, newest first; empty for an unknown one."""
    if not _versions:
        for line in catalogue.load("npm")["packages"]["text"].strip().splitlines():
            package = _package(line)
            _versions.setdefault(package.name, []).insert(0, package)
    return _versions.get(name, [])


def find(name: str, wanted: str) -> Package | None:
    """Return the newest version in a range, or with a tag; None where there is none."""
    known = versions(name)
    if wanted in ("latest", "next", ""):
        return known[0] if known else None
    found = next((package for package in known if semver.fits(package.version, wanted)), None)
    if found is not None:
        return found
    return _older(known, wanted)


def _older(known: list[Package], wanted: str) -> Package | None:
    """Return a version that is not listed, for one that is asked for exactly or by `^` or `~`."""
    exact = wanted.lstrip("^~=v ")
    asked = semver.parse(exact)
    if asked is None:
        return None
    for package in known:
        newest = semver.parse(package.version)
        if newest is not None and asked[0][0] == newest[0][0] and asked[0] < newest[0]:
            return replace(package, version=exact)
    return None


def newest_npm() -> str:
    """Return the version of the newest npm."""
    text: str = catalogue.load("npm")["newest_npm"]
    return text


def _package(line: str) -> Package:
    fields = (*line.split("|"), "", "", "", "")
    name, version, size, unpacked, count, licence, funding, main, document, depends, commands = fields[:11]
    needs = {}
    for word in depends.split():
        key, _, wanted = word[1:].partition("@")
        wanted = wanted.rpartition("@")[2] if wanted.startswith("npm:") else wanted  # under another name
        needs[word[0] + key] = wanted.replace("_", " ").replace("&", "||")
    binaries = tuple((key, path) for key, _, path in (word.partition("=") for word in commands.split()))
    return Package(
        name, version, int(size), int(unpacked), int(count), licence, funding == "f", main,
        int(document or 0) or _DOCUMENT, needs, binaries,
    )  # fmt: skip

"""What the Python Package Index holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.packages import catalogue
from tutor.packages.pip.versions import fits

if TYPE_CHECKING:
    from collections.abc import Iterable

_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^]]*)\])?\s*\(?([^;)]*)\)?\s*(?:;(.*))?$")


def canonical(name: str) -> str:
    """Return a name as the index has it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement: a name, extras, specifiers such as `>=1,<2`. `text` is how it was written."""

    name: str
    extras: tuple[str, ...]
    specifier: str
    text: str

    @property
    def key(self) -> str:
        """The name as the index has it."""
        return canonical(self.name)


def requirement(text: str) -> Requirement | None:
    """Return a requirement, None for what is none."""
    match = _REQUIREMENT.match(text)
    if match is None:
        return None
    specifier = ",".join(part.strip().replace(" ", "") for part in match[3].split(",") if part.strip())
    if specifier and not re.match(r"^(===|==|!=|<=|>=|~=|<|>)", specifier):
        return None
    extras = tuple(part.strip() for part in (match[2] or "").split(",") if part.strip())
    shown = match[1] + (f"[{','.join(extras)}]" if extras else "") + specifier
    return Requirement(match[1], extras, specifier, shown)


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package of the index in one version. Sizes are in bytes, `mtime` in seconds since 1970."""

    name: str
    version: str
    file: str
    size: int
    metadata: int
    mtime: int
    licence: str
    summary: str
    older: tuple[str, ...]
    requires: tuple[str, ...]
    extras: tuple[tuple[str, tuple[str, ...]], ...]
    scripts: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def versions(self) -> tuple[str, ...]:
        """All versions, newest first."""
        return (self.version, *self.older)

    def needs(self, extras: Iterable[str]) -> list[Requirement]:
        """Return what the package requires with some extras."""
        given = dict(self.extras)
        texts = [*self.requires, *(text for extra in extras for text in given.get(extra, ()))]
        return [found for text in texts if (found := requirement(text)) is not None]


def newest(name: str) -> Wheel | None:
    """Return a package in its newest version."""
    table = catalogue.load("pypi")
    texts: dict[str, str] = table.setdefault("stanzas", {})
    if not texts:
        given = catalogue.stanzas(table["packages"]["text"])
        texts.update({canonical(key): text for key, text in given.items()})
    text = texts.get(canonical(name))
    return _wheel(text) if text is not None else None


def find(name: str, specifier: str) -> Wheel | None:
    """Return a package in the newest version that meets the specifiers."""
    wheel = newest(name)
    if wheel is None:
        return None
    version = next((version for version in wheel.versions if fits(version, specifier)), None)
    if version is None or version == wheel.version:
        return wheel if version else None
    file = wheel.file.replace(f"-{wheel.version}-", f"-{version}-", 1)
    return replace(wheel, version=version, file=file)


def _wheel(text: str) -> Wheel:
    first, *lines = text.split("\n")
    name, version, file, size, metadata, day, licence, summary = first.split("|")
    older: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    extras, scripts, files = [], [], []
    for line in lines:
        if line[0] == "O":
            older = tuple(line.split()[1:])
        elif line[0] == "D":
            requires = tuple(line[2:].split("; "))
        elif line[0] == "E":
            extra, _, texts = line[2:].partition(" ")
            extras.append((extra, tuple(texts.split("; "))))
        elif line[0] == "C":
            scripts.append(line[2:])
        else:
            files.append(line)
    return Wheel(
        name, version, file, int(size), int(metadata), int(day) * 86400, licence, summary, older, requires,
        tuple(extras), tuple(scripts), tuple(files),
    )  # fmt: skip

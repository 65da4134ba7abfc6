"""What package managers write down about installed packages, from a recipe's rows.

One rule: a row has its fields apart by `|` (those left out at its end are empty), and the database is what its format
makes of them; packages that were there before stay, and all are sorted by name then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def rows_of(text: str, fields: int = 8) -> Iterator[list[str]]:
    """Yield the rows of a text. Raises ValueError."""
    for line in text.splitlines():
        if line.strip():
            row = [field.strip() for field in line.split("|")]
            if not 3 <= len(row) <= fields or not row[2].isdecimal():
                raise ValueError(f"{fields} fields are wanted, the third a size: {line.strip()}")
            yield row + [""] * (fields - len(row))


def _together(before: str, made: list[str]) -> str:
    if not before:
        return "".join(made)
    entries = {entry.partition("\n")[0]: entry + "\n\n" for entry in before.split("\n\n") if entry}
    entries.update((entry.partition("\n")[0], entry) for entry in made)
    return "".join([entries[name] for name in sorted(entries)])


def apk(rows: str, architecture: str, before: str = "") -> str:
    """Return an apk database (`/lib/apk/db/installed`).

    Rows: name | version | size of the package | installed size | licence | depends on | provides | text.
    Sizes are in bytes. Raises ValueError.
    """
    out = []
    for name, version, size, installed, licence, depends, provides, text in rows_of(rows, 8):
        lines = [f"P:{name}", f"V:{version}", f"A:{architecture}", f"S:{size}", f"I:{installed}", f"T:{text}"]
        lines += [f"L:{licence}", f"o:{name}"]
        lines += _given((("D", depends), ("p", provides)), ":")
        out.append("\n".join(lines) + "\n\n")
    return _together(before, out)


def dpkg(rows: str, architecture: str, before: str = "") -> str:
    """Return a dpkg database (`/var/lib/dpkg/status`).

    Rows: name | version | installed size in KiB | flags | section | priority | depends | text. Flags: `e` essential,
    `a` for all architectures, `s` of the same multi-arch, `x` for a package whose files the recipe lists. Raises
    ValueError.
    """
    out = []
    for name, version, installed, flags, section, priority, depends, text in rows_of(rows, 8):
        lines = [f"Package: {name}"]
        if "e" in flags:
            lines.append("Essential: yes")
        lines += ["Status: install ok installed", f"Priority: {priority or 'optional'}"]
        lines += [f"Section: {section or 'libs'}", f"Installed-Size: {installed}"]
        lines.append(f"Architecture: {'all' if 'a' in flags else architecture}")
        if "s" in flags:
            lines.append("Multi-Arch: same")
        lines.append(f"Version: {version}")
        lines += _given((("Depends", depends),), ": ")
        lines.append(f"Description: {text or name}")
        out.append("\n".join(lines) + "\n\n")
    return _together(before, out)


def _given(fields: Iterable[tuple[str, str]], mark: str) -> list[str]:
    return [f"{name}{mark}{value}" for name, value in fields if value]


FORMATS = {"apk": apk, "dpkg": dpkg}
"""Writers of databases by the name under which recipes ask for them."""

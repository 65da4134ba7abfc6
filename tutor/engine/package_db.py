"""What package managers write down about installed packages, from a recipe's rows.

One rule: a row has its fields apart by `|`, and the database is what its format makes of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _rows(text: str, fields: int) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.strip():
            row = [field.strip() for field in line.split("|")]
            if len(row) != fields:
                raise ValueError(f"{fields} fields are wanted: {line.strip()}")
            yield row


def apk(rows: str, architecture: str) -> str:
    """Return an apk database (`/lib/apk/db/installed`).

    Rows: name | version | size of the package | installed size | licence | depends on | provides | text.
    Sizes are in bytes. Raises ValueError.
    """
    out = []
    for name, version, size, installed, licence, depends, provides, text in _rows(rows, 8):
        lines = [f"P:{name}", f"V:{version}", f"A:{architecture}", f"S:{size}", f"I:{installed}", f"T:{text}"]
        lines += [f"L:{licence}", f"o:{name}"]
        lines += _given((("D", depends), ("p", provides)), ":")
        out.append("\n".join(lines) + "\n\n")
    return "".join(out)


def dpkg(rows: str, architecture: str) -> str:
    """Return a dpkg database (`/var/lib/dpkg/status`).

    Rows: name | version | installed size in KiB | flags | section | priority | depends | text. Flags: `e` essential,
    `a` for all architectures, `s` of the same multi-arch. Raises ValueError.
    """
    out = []
    for name, version, installed, flags, section, priority, depends, text in _rows(rows, 8):
        lines = [f"Package: {name}"]
        if "e" in flags:
            lines.append("Essential: yes")
        lines += ["Status: install ok installed", f"Priority: {priority}", f"Section: {section}"]
        lines.append(f"Installed-Size: {installed}")
        lines.append(f"Architecture: {'all' if 'a' in flags else architecture}")
        if "s" in flags:
            lines.append("Multi-Arch: same")
        lines.append(f"Version: {version}")
        lines += _given((("Depends", depends),), ": ")
        lines.append(f"Description: {text}")
        out.append("\n".join(lines) + "\n\n")
    return "".join(out)


def _given(fields: Iterable[tuple[str, str]], mark: str) -> list[str]:
    return [f"{name}{mark}{value}" for name, value in fields if value]


FORMATS = {"apk": apk, "dpkg": dpkg}
"""Writers of databases by the name under which recipes ask for them."""

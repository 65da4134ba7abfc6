"""Sizes and lists of names as the package managers print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def decimal_size(size: float) -> str:
    """Return a size with apt's prefixes (powers of 1000), such as `9418 kB`, `10.2 MB`, `8808 B`."""
    for unit in ("", "k", "M", "G", "T"):
        if size < 100 and unit:
            return f"{size:.1f} {unit}B"
        if size < 10000:
            return f"{size:.0f} {unit}B"
        size /= 1000
    return f"{size:.0f} PB"


def columns(words: Iterable[str], width: int = 80) -> str:
    """Return words in lines that begin with two blanks, as apt lists packages; each line ends in a line end."""
    room = width - 4
    lines: list[str] = []
    used = 0
    for word in words:
        if not lines or used + len(word) >= room:
            lines.append(f"  {word}")
            used = len(word)
        else:
            lines[-1] += f" {word}"
            used += len(word) + 1
    return "".join(f"{line}\n" for line in lines)

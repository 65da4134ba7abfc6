"""A release that is like another one: the same packages under its own names, in its own versions.

One rule: only packages that have a version here are in it, and they need only each other; what else they need comes
with the images.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.packages.apt.relations import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


def paragraphs(table: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    """Return a release's paragraphs by name, from its table and the paragraphs of the release that it is like."""
    rename: dict[str, str] = table["rename"]
    pattern = re.compile("|".join(re.escape(name) for name in sorted(rename, key=len, reverse=True)))
    rows = {line.split()[0]: line.split() for line in table["packages"]["versions"].strip().splitlines()}
    out = {}
    for text in texts.values():
        renamed = pattern.sub(lambda match: rename[match[0]], text)
        first, *lines = renamed.split("\n")
        row = rows.get(first.partition("|")[0])
        if row is not None:
            out[row[0]] = _paragraph(row, first, [_without(line, table.get("omit", ())) for line in lines], rows)
    return out


def _without(line: str, omitted: Sequence[str]) -> str:
    """Return a line of a list of files without some names."""
    if line[0] not in "/+" or not omitted:
        return line
    return " ".join(word for word in line.split() if word.partition(":")[0] not in omitted)


def _paragraph(row: list[str], first: str, lines: list[str], rows: Mapping[str, list[str]]) -> str:
    _, version, letter, size = row
    fields = first.split("|")
    fields[1:3] = [version, letter + fields[2][1:]]
    if letter == "x":
        fields[3] = f"universe/{fields[3]}"
    fields[6] = size
    kept = ["|".join(fields)]
    for line in lines:
        if line[:2] in ("D ", "R "):
            needs = _needs(line[2:], rows)
            if needs:
                kept.append(line[:2] + needs)
        elif line[:2] == "S ":
            kept.append(line[:2] + ", ".join(" | ".join(need.name for need in group) for group in parse(line[2:])))
        elif line[:2] != "V ":
            kept.append(line)
    return "\n".join(kept)


def _needs(text: str, rows: Mapping[str, list[str]]) -> str:
    """Return the needs that packages of the release meet; a fixed version is the one that is here."""
    out = []
    for group in parse(text):
        words = [
            f"{need.name} (= {rows[need.name][1]})" if need.operator == "=" else need.name
            for need in group
            if need.name in rows
        ]
        if words:
            out.append(" | ".join(words))
    return ", ".join(out)

"""Which packages a world needs: what must come, in what order, and what may go.

One rule: the world is what was asked for; whatever it does not reach is not kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.packages.apk.database import bare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.packages.apk.database import Database, Installed
    from tutor.packages.apk.repositories import Apk, Index

_WORD = re.compile(r"^([^=<>~@]+)(?:@\w+)?(?:([=<>~]+)(.+))?$")
_PARTS = re.compile(r"\d+|[a-z]+")


class Unselectable(Exception):
    """What keeps a world from being met: lines as apk prints them below its error."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def select(database: Database, index: Index, world: Iterable[str], *, upgrade: bool = False) -> list[Apk]:
    """Return the packages to install for a world, needed ones before those that need them. Raises Unselectable."""
    out: list[Apk] = []
    seen: set[str] = set()
    wrong: list[str] = []

    def visit(word: str, by: str) -> None:
        name = bare(word)
        provider = database.provider(word)
        if name in seen or (provider is not None and provider in seen):
            return
        seen.add(name)
        here = database.packages.get(provider) if provider is not None else None
        apk = index.get(name)
        newer = here is not None and apk is not None and upgrade and order(apk.version, here.version) > 0
        if here is not None and not newer:
            if not fits(word, here.version) and (apk is None or not fits(word, apk.version)):
                wrong.extend((f"  {here.name}-{here.version}:", f"    breaks: {by}[{word}]"))
                return
            if fits(word, here.version):
                seen.add(here.name)
                for need in here.needs:
                    visit(need, f"{here.name}-{here.version}")
                return
        if apk is None:
            wrong.extend((f"  {name} (no such package):", f"    required by: {by}[{word}]"))
            return
        if not fits(word, apk.version):
            wrong.extend((f"  {apk.name}-{apk.version}:", f"    breaks: {by}[{word}]"))
            return
        for need in apk.needs:
            visit(need, f"{apk.name}-{apk.version}")
        out.append(apk)
        for other in apk.along:
            visit(other, "world")

    for word in sorted(world):
        if not word.startswith("!"):
            visit(word, "world")
    if wrong:
        raise Unselectable(wrong)
    return out


def orphans(database: Database, world: Iterable[str], first: Iterable[str]) -> list[Installed]:
    """Return the packages that a world does not reach, as they are purged: each before what only it needed."""
    stray = set(database.packages) - database.reachable(database.world)  # what came with the image stays
    kept = database.reachable([*world, *stray])
    out: list[Installed] = []
    seen: set[str] = set()

    def visit(name: str) -> None:
        package = database.packages.get(name)
        if package is None or name in kept or name in seen:
            return
        needing = [other for other in database.packages.values() if other.name not in (*seen, *kept, name)]
        if any(database.provider(word) == name for other in needing for word in other.needs):
            return
        seen.add(name)
        out.append(package)
        for word in package.needs:
            provider = database.provider(word)
            if provider is not None:
                visit(provider)

    for name in first:
        visit(name)
    for name in sorted(database.packages):
        visit(name)
    for name in sorted(set(database.packages) - kept - seen):  # those that need each other
        out.append(database.packages[name])
    return out


def fits(word: str, version: str) -> bool:
    """Tell whether a version meets a word such as `curl>=8` or `curl~8.14`."""
    match = _WORD.match(word)
    if match is None or not match[2]:
        return True
    operator, wanted = match[2], match[3]
    if "~" in operator:
        return version == wanted or version.startswith((f"{wanted}.", f"{wanted}-", f"{wanted}_"))
    compared = order(version, wanted)
    return ("=" in operator and compared == 0) or ("<" in operator and compared < 0) or (
        ">" in operator and compared > 0
    )  # fmt: skip


def order(first: str, second: str) -> int:
    """Compare versions: numbers as numbers, words as words, the revision last."""
    one, other = _PARTS.findall(first), _PARTS.findall(second)
    for left, right in zip(one, other, strict=False):
        if left == right:
            continue
        if left.isdigit() and right.isdigit():
            return int(left) - int(right)
        return 1 if left > right else -1
    return len(one) - len(other)

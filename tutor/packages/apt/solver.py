"""What must change so that some packages are installed, or are not.

One rule: of several ways to meet a need, the first one that works: what is there already, then the alternatives in
their order, then what provides the name. Conflicts between packages are not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.apt.relations import Need, parse
from tutor.packages.apt.versions import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.packages.apt.catalogue import Deb
    from tutor.packages.apt.sources import Available
    from tutor.packages.apt.status import Record, Status

_PRIORITY = {"required": 0, "important": 1, "standard": 2, "optional": 3, "extra": 4}


class Solver:
    """Collects packages to install. `planned` has them by name; `unmet` has (package, need, why it cannot be met)."""

    def __init__(self, status: Status, available: Available, *, recommends: bool) -> None:
        self._status = status
        self._available = available
        self._recommends = recommends
        self._given = available.given()
        self._provided = status.provided(self._given)
        self._versions = status.versions
        self.planned: dict[str, Deb] = {}
        self.asked: set[str] = set()
        self.unmet: list[tuple[str, Need, str]] = []

    def install(self, deb: Deb, *, asked: bool = True) -> None:
        """Plan a package and what it needs."""
        if asked:
            self.asked.add(deb.name)
        todo = [deb]
        while todo:
            now = todo.pop()
            if now.name in self.planned:
                continue
            self._plan(now)
            found: list[Deb] = []
            for group in now.needs:
                self._meet(now, group, found, must=True)
            if self._recommends:
                for group in parse(now.recommends):
                    self._meet(now, group, found, must=False)
            found += self._dragged(now)
            todo += reversed(found)

    def _plan(self, deb: Deb) -> None:
        self.planned[deb.name] = deb
        for need, *_ in parse(deb.provides):
            self._provided.setdefault(need.name, set()).add(deb.name)

    def version(self, name: str) -> str | None:
        """Return the version that a package will have, None where it will not be there."""
        return self.planned[name].version if name in self.planned else self._versions.get(name)

    def met(self, need: Need) -> bool:
        """Tell whether a need is met by what is there or planned."""
        version = self.version(need.name)
        if version is not None and need.met_by(version):
            return True
        return (not need.operator and bool(self._provided.get(need.name))) or self._provided_as(need)

    def _provided_as(self, need: Need) -> bool:
        """Tell whether a versioned name is provided in a version that will do."""
        for name in self._provided.get(need.name, ()):
            record = self._status.get(name)
            deb = self.planned.get(name)
            text = deb.provides if deb is not None else self._provides(record)
            for given, *_ in parse(text):
                if given.name == need.name and given.version and need.met_by(given.version):
                    return True
        return False

    def _provides(self, record: Record | None) -> str:
        if record is None:
            return ""
        return record.fields.get("Provides", "") or self._given.get(record.name, "")

    def _meet(self, deb: Deb, group: tuple[Need, ...], found: list[Deb], *, must: bool) -> None:
        if any(self.met(need) or self._coming(need, found) for need in group):
            return
        for need in group:
            candidate = self._available.get(need.name)
            if candidate is not None and need.met_by(candidate.version):
                found.append(candidate)
                return
            for name in self._available.providers(need.name):
                provider = self._available.get(name)
                if provider is not None and not need.operator:
                    found.append(provider)
                    return
        if must:
            candidate = self._available.get(group[0].name)
            there = self.version(group[0].name)
            if there is not None:
                why = f"but {there} is to be installed"
            elif candidate is not None:
                why = f"but {candidate.version} is to be installed"
            else:
                why = "but it is not installable"
            self.unmet.append((deb.name, group[0], why))

    def _coming(self, need: Need, found: list[Deb]) -> bool:
        return any(deb.name == need.name and need.met_by(deb.version) for deb in found)

    def _dragged(self, deb: Deb) -> list[Deb]:
        """Return newer versions of installed packages that do not go with a package's new version."""
        if deb.name not in self._versions:
            return []
        out = []
        for record in self._status.records.values():
            if not record.installed or record.name in self.planned or deb.name not in record.text:
                continue
            for group in record.needs:
                if any(need.name == deb.name for need in group) and not any(self.met(need) for need in group):
                    newer = self._available.get(record.name)
                    if newer is not None and compare(newer.version, record.version) > 0:
                        out.append(newer)
                    else:
                        self.unmet.append((record.name, group[0], f"but {deb.version} is to be installed"))
        return out

    def ordered(self) -> list[Deb]:
        """Return the planned packages as they are fetched and unpacked: important ones first, what is needed before."""
        out: list[Deb] = []
        done: set[str] = set()
        names = sorted(self.planned, key=self._rank)
        for name in names:
            if name not in done:
                self._visit(name, done, out)
        return out

    def _rank(self, name: str) -> tuple[int, int, str]:
        """What pre-depends on something is looked at before the rest, then by priority (apt's OrderList)."""
        deb = self.planned[name]
        first = -4 * ("e" in deb.flags) - ("p" in deb.flags)
        return first, _PRIORITY.get(deb.priority, 5), name

    def _visit(self, name: str, done: set[str], out: list[Deb]) -> None:
        stack = [(name, iter(self._needed(name)))]
        done.add(name)
        while stack:
            here, rest = stack[-1]
            following = next((other for other in rest if other in self.planned and other not in done), None)
            if following is None:
                out.append(self.planned[here])
                stack.pop()
            else:
                done.add(following)
                stack.append((following, iter(self._needed(following))))

    def _needed(self, name: str) -> list[str]:
        if name not in self.planned:
            return []
        out: list[str] = []
        for group in self.planned[name].needs:
            for need in group:
                out += [need.name] if need.name in self.planned else sorted(self._provided.get(need.name, ()))
        return out


def configured(debs: Iterable[Deb]) -> list[Deb]:
    """Return packages in the order in which dpkg sets them up.

    dpkg goes through its table of packages, which is ordered by a hash of the names (FNV-1a, 65521 places), and puts
    off those whose needs are not set up yet.
    """
    queue = sorted(debs, key=lambda deb: (_hash(deb.name), deb.name))
    waiting = {deb.name: deb for deb in queue}
    provided: dict[str, list[str]] = {}
    for deb in queue:
        for need, *_ in parse(deb.provides):
            provided.setdefault(need.name, []).append(deb.name)
    out: list[Deb] = []
    stuck = 0
    while queue:
        deb = queue.pop(0)
        needed = {need.name for group in deb.needs for need in group}
        needed |= {name for need in list(needed) for name in provided.get(need, ())}
        if stuck <= len(queue) and any(name in waiting for name in needed if name != deb.name):
            queue.append(deb)
            stuck += 1
            continue
        stuck = 0
        waiting.pop(deb.name, None)
        out.append(deb)
    return out


def _hash(name: str) -> int:
    value = 2166136261
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value % 65521


class Remover:
    """What goes when packages are removed."""

    def __init__(self, status: Status, given: Mapping[str, str]) -> None:
        self._status = status
        self._provided = status.provided(given)

    def with_dependents(self, names: Iterable[str]) -> set[str]:
        """Return packages together with all that cannot be without them."""
        gone = set(names)
        while True:
            more = self.dependents(gone)
            if not more:
                return gone
            gone |= more

    def dependents(self, gone: set[str]) -> set[str]:
        """Return the packages of which a need is met no more when some packages are gone."""
        here = {name for name, record in self._status.records.items() if record.installed}
        return {
            name
            for name in here - gone
            for group in self._status.records[name].needs
            if any(self._in(need, gone, self._provided) for need in group)
            and not any(self._met(need, here - gone, self._provided) for need in group)
        }

    def _in(self, need: Need, names: set[str], provided: dict[str, set[str]]) -> bool:
        return need.name in names or bool(provided.get(need.name, set()) & names)

    def _met(self, need: Need, here: set[str], provided: dict[str, set[str]]) -> bool:
        if need.name in here and need.met_by(self._status.records[need.name].version):
            return True
        return bool(provided.get(need.name, set()) & here)

    def unneeded(self, gone: Iterable[str] = (), coming: Iterable[Deb] = ()) -> list[str]:
        """Return the packages that came by themselves and that nothing needs or recommends any more, sorted."""
        records = self._status.records
        left = {name for name, record in records.items() if record.installed} - set(gone)
        wanted = {deb.name: (deb.depends, deb.recommends) for deb in coming}
        provided = {name: set(packages) for name, packages in self._provided.items()}
        for deb in coming:
            for need, *_ in parse(deb.provides):
                provided.setdefault(need.name, set()).add(deb.name)
        todo = [name for name in left if name not in self._status.auto] + list(wanted)
        kept: set[str] = set()
        while todo:
            name = todo.pop()
            if name in kept:
                continue
            kept.add(name)
            if name in wanted:
                fields = wanted[name]
            elif name in left:
                given = records[name].fields
                fields = (
                    f"{given.get('Pre-Depends', '')}, {given.get('Depends', '')}",
                    given.get("Recommends", ""),
                )
            else:
                continue
            for group in (group for field in fields for group in parse(field)):
                for need in group:
                    todo += [other for other in (need.name, *provided.get(need.name, ())) if other in left]
        return sorted(left - kept)

    def ordered(self, names: Iterable[str]) -> list[str]:
        """Return packages in the order in which they are removed: what needs another one goes before it."""
        left = sorted(names)
        chosen = set(left)
        dependents: dict[str, list[str]] = {name: [] for name in left}
        for name in left:
            record = self._status.records[name]
            for group in record.needs:
                for need in group:
                    if need.name in chosen and need.name != name:
                        dependents[need.name].append(name)
        out: list[str] = []
        seen: set[str] = set()

        def visit(name: str) -> None:
            if name in seen:
                return
            seen.add(name)
            for other in dependents[name]:
                visit(other)
            out.append(name)

        for name in left:
            visit(name)
        return out

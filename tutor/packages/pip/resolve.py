"""Which wheels meet some requirements.

One rule: the newest version that all requirements seen so far allow; what is installed and fits stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.packages.pip import catalogue
from tutor.packages.pip.versions import fits

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.packages.pip.catalogue import Requirement, Wheel
    from tutor.packages.pip.environment import Distribution, Environment


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement and who has it: `by` is how pip tells that, such as `flask` or `-r req.txt (line 1)`."""

    requirement: Requirement
    by: str = ""

    @property
    def where(self) -> str:
        """What stands behind a requirement in pip's lines."""
        return f" (from {self.by})" if self.by else ""


class NoMatch(Exception):
    """No version meets a requirement. `versions` are those that there are, oldest first."""

    def __init__(self, asked: Asked, versions: tuple[str, ...]) -> None:
        super().__init__(asked.requirement.text)
        self.asked = asked
        self.versions = versions


class Conflict(Exception):
    """Two requirements cannot be met together."""

    def __init__(self, name: str, first: Asked, second: Asked) -> None:
        super().__init__(name)
        self.name = name
        self.first = first
        self.second = second


class Resolver:
    """Resolves requirements; `collect` and `satisfied` are told what is found on the way."""

    def __init__(
        self,
        environment: Environment,
        *,
        upgrade: bool,
        depend: bool,
        collect: Callable[[Asked, Wheel], None],
        satisfied: Callable[[Asked, Distribution], None],
        force: bool = False,
    ) -> None:
        self._environment = environment
        self._upgrade = upgrade
        self._depend = depend
        self._collect = collect
        self._satisfied = satisfied
        self._force = force
        self.chosen: dict[str, Wheel] = {}
        self._reasons: dict[str, Asked] = {}
        self._extras: set[tuple[str, tuple[str, ...]]] = set()
        self._done: set[str] = set()

    def resolve(self, asked: list[Asked]) -> list[Wheel]:
        """Return the wheels to install, in the order in which they were chosen. Raises NoMatch, Conflict."""
        pinned = [one for one in asked if one.requirement.specifier]
        limits: dict[str, list[Asked]] = {}
        for one in pinned:
            limits.setdefault(one.requirement.key, []).append(one)
        self._limits = limits
        queue = list(asked)
        first = len(asked)
        while queue:
            now = queue.pop(0)
            first -= 1
            queue += self._take(now, asked_for=first >= 0)
        return list(self.chosen.values())

    def _take(self, asked: Asked, *, asked_for: bool) -> list[Asked]:
        """Choose for one requirement; return what that requires."""
        need = asked.requirement
        have = self.chosen.get(need.key)
        if have is not None:
            if not fits(have.version, need.specifier):
                raise Conflict(need.name, self._reasons[need.key], asked)
            if not need.extras or (need.key, need.extras) in self._extras:
                return []
            return self._of(have, asked)
        here = self._environment.find(need.key)
        limits = ",".join([need.specifier, *(one.requirement.specifier for one in self._limits.get(need.key, ()))])
        again = self._force or (self._upgrade and asked_for)
        stays = here is not None and fits(here.version, limits) and not again
        if here is not None and stays:
            if here.key not in self._done:
                self._satisfied(asked, here)
            return self._of_installed(here, asked)
        wheel = catalogue.find(need.key, limits)
        if wheel is None:
            found = catalogue.newest(need.key)
            raise NoMatch(asked, found.versions[::-1] if found is not None else ())
        if here is not None and here.version == wheel.version and not self._force:
            if here.key not in self._done:
                self._satisfied(asked, here)
            return self._of_installed(here, asked)
        self._collect(asked, wheel)
        self.chosen[need.key] = wheel
        self._reasons[need.key] = asked
        return self._of(wheel, asked)

    def _of(self, wheel: Wheel, asked: Asked) -> list[Asked]:
        self._extras.add((asked.requirement.key, asked.requirement.extras))
        if not self._depend:
            return []
        by = asked.requirement.text + (f"->{asked.by}" if asked.by else "")
        return [Asked(need, by) for need in sorted(wheel.needs(asked.requirement.extras), key=lambda n: n.key)]

    def _of_installed(self, here: Distribution, asked: Asked) -> list[Asked]:
        if here.key in self._done or not self._depend:
            return []
        self._done.add(here.key)
        by = asked.requirement.text + (f"->{asked.by}" if asked.by else "")
        needs = [catalogue.requirement(text) for text in here.fields("Requires-Dist") if "extra ==" not in text]
        return [Asked(need, by) for need in sorted(filter(None, needs), key=lambda n: n.key)]

    def asked_name(self, wheel: Wheel) -> str:
        """Return a wheel's name as it was first asked for."""
        return self._reasons[catalogue.canonical(wheel.name)].requirement.name

    def ordered(self) -> list[Wheel]:
        """Return the wheels in the order of installation.

        As pip does: what needs nothing (any more) comes first, the last name before the first.
        """
        left = {key: {need.key for need in wheel.needs(())} for key, wheel in self.chosen.items()}
        out: list[Wheel] = []
        while left:
            leaves = [key for key, needs in left.items() if not needs & left.keys() - {key}] or list(left)
            for key in sorted(leaves, reverse=True):
                out.append(self.chosen[key])
                del left[key]
        return out

"""Relations between packages, as `Depends` and its like have them: `a (>= 1) | b, c`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.packages.apt.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterable

_RELATION = re.compile(r"\s*([^\s(:]+)(:\w+)?\s*(?:\(\s*([<>=]+)\s*([^)\s]+)\s*\))?")


@dataclass(frozen=True, slots=True)
class Need:
    """A package that is needed, in some version.

    `operator` is empty where any version will do; `qualifier` is the `:any` after a name.
    """

    name: str
    operator: str = ""
    version: str = ""
    qualifier: str = ""

    def met_by(self, version: str) -> bool:
        """Tell whether this version of the package will do."""
        return satisfies(version, self.operator, self.version)

    def __str__(self) -> str:
        return f"{self.name} ({self.operator} {self.version})" if self.operator else self.name


_parsed: dict[str, tuple[tuple[Need, ...], ...]] = {}


def parse(text: str) -> tuple[tuple[Need, ...], ...]:
    """Return the groups of a relation field; of each group one alternative is enough."""
    found = _parsed.get(text)
    if found is None:
        if len(_parsed) > 4000:
            _parsed.clear()
        groups = [tuple(_needs(group.split("|"))) for group in text.split(",") if group.strip()]
        found = _parsed[text] = tuple(groups)
    return found


def _needs(texts: Iterable[str]) -> Iterable[Need]:
    for text in texts:
        match = _RELATION.match(text)
        if match:
            yield Need(match[1], match[3] or "", match[4] or "", match[2] or "")

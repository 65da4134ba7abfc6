"""Names in archives: which are wanted, and what is taken away from them so that they stay below the working folder."""

from __future__ import annotations

from tutor.shell.patterns import matcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


class Filter:
    """The names that were given, and the patterns of those that are left out.

    A pattern is compared with as many leading components of a name as it has itself. `passed` collects the names that
    were dealt with.
    """

    def __init__(self, wanted: list[str], rejected: list[str]) -> None:
        self.wanted = wanted
        self.rejected = rejected
        self.passed: set[str] = set()

    def accepts(self, name: str) -> bool:
        """Whether a member of an archive is wanted."""
        if any(_begins(pattern, name) for pattern in self.rejected):
            return False
        return not self.wanted or any(_begins(pattern, name) for pattern in self.wanted)

    def leaves_out(self, name: str) -> bool:
        """Whether a file is not to go into an archive: a pattern may begin at any component of its name."""
        parts = name.split("/")
        for pattern in self.rejected:
            starts = range(1 if pattern.startswith("/") else len(parts))
            if any(_each(pattern.split("/"), parts[at:]) for at in starts):
                return True
        return False

    def missing(self) -> list[str]:
        """Return the names that were wanted and did not turn up."""
        return [
            name
            for name in self.wanted
            if name not in self.passed and not any(matcher(pattern)(name) for pattern in self.rejected)
        ]


def _begins(pattern: str, name: str) -> bool:
    """Whether the leading components of a name match a pattern."""
    return matcher(pattern)("/".join(name.split("/")[: pattern.count("/") + 1]))


def _each(pattern: list[str], parts: list[str]) -> bool:
    """Whether each component of a pattern matches one of a name."""
    return len(pattern) <= len(parts) and all(matcher(one)(part) for one, part in zip(pattern, parts, strict=False))


class Prefix:
    """Takes away what leads out of the working folder, and says so the first time."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.told = False

    def stripped(self, name: str) -> str:
        """Return a name without slashes and `..` components at its beginning, and all up to its last `..`."""
        at = 0
        while True:
            if name.startswith("/", at):
                at += 1
            elif name.startswith("../", at):
                at += 3
            else:
                inside = name.find("/../", at)
                if inside < 0:
                    break
                at = inside + 4
        if at and not self.told:
            self.told = True
            self.process.fail(f"removing leading '{name[:at]}' from member names")
        return name[at:]

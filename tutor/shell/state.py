"""What a shell is between two lines, as a value.

The one rule: a `ShellState` holds only text, numbers and tuples of them; functions are kept as their source.
"""

from __future__ import annotations

from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Final

    Variable = tuple[str, str | None, bool, bool]


class ShellState(Record):
    """A shell between two lines.

    cwd          the working folder
    variables    (name, value or None, exported, read-only) of each, sorted by name
    functions    (name, source of the definition) of each, sorted by name
    aliases      (name, value) of each, sorted by name
    status       `$?`
    options      letters and names of the options that are on, sorted (`e`, `x`, `pipefail` …)
    umask        permission bits taken from new files
    uid, gid, groups   whose rights the shell has
    positional   `$1` and on
    name         `$0`
    pid, last_pid      `$$` and `$!` (0: none); next_pid the number that the next process gets
    traps        (signal name, command) of each, sorted
    jobs         (number, process, text, status) of background jobs that have ended and nobody has waited for
    """

    __slots__ = __match_args__ = (
        "cwd",
        "variables",
        "functions",
        "aliases",
        "status",
        "options",
        "umask",
        "uid",
        "gid",
        "groups",
        "positional",
        "name",
        "pid",
        "last_pid",
        "next_pid",
        "traps",
        "jobs",
    )

    def __init__(
        self,
        cwd: str = "/",
        variables: tuple[Variable, ...] = (),
        functions: tuple[tuple[str, str], ...] = (),
        aliases: tuple[tuple[str, str], ...] = (),
        status: int = 0,
        options: tuple[str, ...] = (),
        umask: int = 0o022,
        uid: int = 0,
        gid: int = 0,
        groups: tuple[int, ...] = (),
        positional: tuple[str, ...] = (),
        name: str = "sh",
        pid: int = 1,
        last_pid: int = 0,
        next_pid: int = 2,
        traps: tuple[tuple[str, str], ...] = (),
        jobs: tuple[tuple[int, int, str, int], ...] = (),
    ) -> None:
        self.cwd: Final = cwd
        self.variables: Final = variables
        self.functions: Final = functions
        self.aliases: Final = aliases
        self.status: Final = status
        self.options: Final = options
        self.umask: Final = umask
        self.uid: Final = uid
        self.gid: Final = gid
        self.groups: Final = groups
        self.positional: Final = positional
        self.name: Final = name
        self.pid: Final = pid
        self.last_pid: Final = last_pid
        self.next_pid: Final = next_pid
        self.traps: Final = traps
        self.jobs: Final = jobs


def fresh(
    environment: Mapping[str, str],
    cwd: str = "/",
    *,
    uid: int = 0,
    gid: int = 0,
    groups: Iterable[int] = (),
    umask: int = 0o022,
    pid: int = 1,
    name: str = "sh",
) -> ShellState:
    """Return the state of a shell that begins with an environment."""
    variables = tuple((key, environment[key], True, False) for key in sorted(environment))
    return ShellState(
        cwd, variables, umask=umask, uid=uid, gid=gid, groups=tuple(groups), pid=pid, next_pid=pid + 1, name=name
    )

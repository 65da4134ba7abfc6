"""`docker top`: a container's processes as the host's `ps` lists them, with the columns that its options ask for.

One rule: as in Docker a list needs a column PID, by which the engine picks the container's processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.errors import EngineError

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container

_FULL = ("uname UID", "pid PID", "ppid PPID", "c C", "stime STIME", "tty TTY", "time TIME", "args CMD")
_USERS = (
    "user USER", "pid PID", "pcpu %CPU", "pmem %MEM", "vsz VSZ", "rss RSS", "tty TTY", "stat STAT", "stime START",
    "short TIME", "args COMMAND",
)  # fmt: skip
_OWN = ("pid PID", "tty TTY", "stat STAT", "short TIME", "args COMMAND")
_TITLES = {
    "args": "COMMAND", "c": "C", "cmd": "CMD", "comm": "COMMAND", "command": "COMMAND", "gid": "GID", "group": "GROUP",
    "ni": "NI", "nlwp": "NLWP", "pcpu": "%CPU", "pgid": "PGID", "pid": "PID", "pmem": "%MEM", "ppid": "PPID",
    "rss": "RSS", "s": "S", "sid": "SID", "stat": "STAT", "state": "S", "stime": "STIME", "time": "TIME", "tty": "TT",
    "ucmd": "CMD", "uid": "UID", "user": "USER", "vsz": "VSZ",
}  # fmt: skip


def rows(container: Container, options: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the titles and then a row for each process of a running container. Raises EngineError."""
    columns = _columns(options)
    if not any(column.endswith(" PID") for column in columns):
        raise EngineError("Couldn't find PID field in ps output")
    facts = _facts(container)
    titles = tuple(column.partition(" ")[2] for column in columns)
    return titles, tuple(facts[column.partition(" ")[0]] for column in columns)


def _columns(options: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns, each as its key and its title."""
    asked = ""
    for at, option in enumerate(options):
        head, found, rest = option.partition("o") if option.startswith("-") else ("", "", "")
        if found and set(head) <= set("-eAax"):
            asked = rest or (options[at + 1] if at + 1 < len(options) else "")
    if asked:
        return tuple(_column(text) for text in asked.split(","))
    letters = set("".join(option.lstrip("-") for option in options))
    if "u" in letters:
        return _USERS
    return _OWN if letters and letters <= set("ax") else _FULL


def _column(text: str) -> str:
    key, equals, title = text.strip().partition("=")
    if key not in _TITLES:
        raise EngineError(f'ps: error: unknown user-defined format specifier "{key}"')
    return f"{key} {title if equals else _TITLES[key]}"


def _facts(container: Container) -> dict[str, str]:
    """Return what `ps` says of a container's main program."""
    from tutor.oci.timestamp import SECOND, format_time

    user = container.config.user.partition(":")[0] or "root"
    argv = container.config.argv
    command = " ".join(argv)
    name = argv[0].rpartition("/")[2][:15] if argv else ""
    pid = str(container.pid)
    return {
        "args": command, "c": "0", "cmd": command, "comm": name, "command": command, "gid": "0", "group": user,
        "ni": "0", "nlwp": "1", "pcpu": "0.0", "pgid": pid, "pid": pid, "pmem": "0.0", "ppid": str(container.pid - 23),
        "rss": "1024", "s": "S", "short": "0:00", "sid": pid, "stat": "Ss", "state": "S",
        "stime": format_time(int(container.started) * SECOND)[11:16], "time": "00:00:00", "tty": "?", "ucmd": name,
        "uid": user if user.isdecimal() else "0", "uname": user, "user": user, "vsz": "1700",
    }  # fmt: skip

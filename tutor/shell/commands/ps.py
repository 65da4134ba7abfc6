"""The applet `ps`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Output, applet, options
from tutor.shell.commands._signals import running, short_name
from tutor.shell.commands._users import Users

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.kernel import Entry
    from tutor.shell.process import Process

    Show = Callable[[Process, Users, Entry], str]

_WIDE = 256


@applet("[-o COL1,COL2=HEADER] [-T]", "List processes.")
def main(process: Process) -> int:
    """List processes."""
    opts = options(process, "o:aAdeflTwx")
    wanted = [column for text in opts.values("o") for column in text.split(",")]
    columns = [_column(text) for text in wanted or ["pid", "user", "time", "args"]]
    width = int(getattr(process.host, "columns", 0) or 80) if process.stdout.tty and "w" not in opts else 0
    users = Users(process)
    rows = [[header for _, header, _ in columns]]
    rows += [[show(process, users, entry) for _, _, show in columns] for entry in running(process)]
    with Output(process) as out:
        for row in rows:
            line = " ".join([_cell(text, size) for (size, _, _), text in zip(columns, row, strict=True)])
            line = line[:width] if width else line
            out.text(f"{line.rstrip() if not line.endswith(':') else line}\n")
    return 0


def _cell(text: str, size: int) -> str:
    """Return a text in its column: numbers stand at the right of it."""
    return text.rjust(-size) if size < 0 and text.isdigit() else text.ljust(abs(size))


def _column(text: str) -> tuple[int, str, Show]:
    """Return the width (below 0 for numbers), the header and the value of a column. Raises Failure."""
    name, equals, header = text.partition("=")
    if name not in _COLUMNS:
        raise Failure(f"bad -o argument '{text}', supported arguments: {','.join(_COLUMNS)}")
    size, own, show = _COLUMNS[name]
    return size, header if equals else own, show


def _elapsed(process: Process, _: Users, entry: Entry) -> str:
    seconds = max(0, int(process.host.now() - entry.started))
    return f"{seconds // 60}:{seconds % 60:02d}"


_COLUMNS: dict[str, tuple[int, str, Show]] = {
    "user": (8, "USER", lambda process, users, entry: users.user_name(entry.uid)[:8]),
    "group": (8, "GROUP", lambda process, users, entry: _group(users, entry)),
    "comm": (16, "COMMAND", lambda process, users, entry: short_name(entry)),
    "args": (_WIDE, "COMMAND", lambda process, users, entry: " ".join(entry.argv)),
    "pid": (-5, "PID", lambda process, users, entry: str(entry.pid)),
    "ppid": (-5, "PPID", lambda process, users, entry: str(entry.parent)),
    "pgid": (-5, "PGID", lambda process, users, entry: str(entry.pid)),
    "etime": (7, "ELAPSED", _elapsed),
    "rgroup": (8, "RGROUP", lambda process, users, entry: _group(users, entry)),
    "ruser": (8, "RUSER", lambda process, users, entry: users.user_name(entry.uid)[:8]),
    "time": (5, "TIME", lambda process, users, entry: " 0:00"),
    "tty": (6, "TT", lambda process, users, entry: "136,0" if process.tty else "?"),
    "vsz": (4, "VSZ", lambda process, users, entry: "1624"),
    "stat": (4, "STAT", lambda process, users, entry: "R" if entry.pid == process.pid else "S"),
    "rss": (4, "RSS", lambda process, users, entry: "4"),
}


def _group(users: Users, entry: Entry) -> str:
    user = users.user(entry.uid)
    return users.group_name(user.gid if user else entry.uid)[:8]

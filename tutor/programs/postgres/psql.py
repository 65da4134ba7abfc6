"""The programs `psql` and `pg_isready`: connecting, statements from anywhere, tables as psql draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.programs.postgres import wire
from tutor.programs.postgres.server import build_of, version_of
from tutor.programs.postgres.values import NUMBERS
from tutor.shell.commands._network import address_of
from tutor.shell.kernel import SIGNALS
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process


class _Session:
    """How to connect, and how to show what comes back."""

    def __init__(self, process: Process) -> None:
        env = process.env
        self.process = process
        self.host = env.get("PGHOST", "")
        self.port = env.get("PGPORT", "5432")
        self.user = env.get("PGUSER", "") or _login(process)
        self.database = env.get("PGDATABASE", "")
        self.password = env.get("PGPASSWORD", "")
        self.tuples = False
        self.aligned = True
        self.quiet = False
        self.expanded = False
        self.stop = False
        self.place = ""

    def exchange(self, query: str | None) -> list[tuple[bytes, bytes]]:
        """Return what the server answers to a query. Raises NetworkError, ValueError."""
        address = address_of(self.process, self.host) if self.host else "127.0.0.1"
        if address is None:
            raise NetworkError("EHOSTUNREACH")
        parameters = {"user": self.user, "database": self.database or self.user}
        if not self.host or address.startswith("127."):
            parameters["layerwise.local"] = "1"
        data = wire.startup(parameters)
        if self.password:
            data += wire.message(b"p", wire.text(self.password))
        if query is not None:
            data += wire.message(b"Q", wire.text(query))
        self.process.tick(50)
        answer = self.process.host.network.exchange(address, int(self.port), data)
        self.process.kernel.meter.fits(len(answer))
        return list(wire.messages(answer))

    def failure(self, error: NetworkError) -> str:
        """Return what psql says where there is no server."""
        socket = f"/var/run/postgresql/.s.PGSQL.{self.port}"
        if not self.host:
            return (f'psql: error: connection to server on socket "{socket}" failed: No such file or directory\n'
                    "\tIs the server running locally and accepting connections on that socket?\n")  # fmt: skip
        address = address_of(self.process, self.host)
        if address is None:
            return f'psql: error: could not translate host name "{self.host}" to address: Name or service not known\n'
        return (f'psql: error: connection to server at "{self.host}" ({address}), port {self.port} failed: '
                f'{error.strerror}\n'
                "\tIs the server running on that host and accepting TCP/IP connections?\n")  # fmt: skip

    def where(self) -> str:
        """Return how an error names the connection."""
        if not self.host:
            return f'connection to server on socket "/var/run/postgresql/.s.PGSQL.{self.port}" failed: '
        return (
            f'connection to server at "{self.host}" ({address_of(self.process, self.host)}), port {self.port} failed: '
        )


def _login(process: Process) -> str:
    if process.fs.is_file("/etc/passwd"):
        for line in process.fs.read("/etc/passwd").decode("utf-8", "replace").splitlines():
            words = line.split(":")
            if len(words) > 2 and words[2] == str(process.fs.uid):
                return words[0]
    return "root"


_LONG = {
    "--command": "-c", "--file": "-f", "--host": "-h", "--port": "-p", "--username": "-U", "--dbname": "-d",
    "--tuples-only": "-t",
    "--no-align": "-A", "--quiet": "-q", "--list": "-l", "--version": "-V", "--expanded": "-x", "--no-psqlrc": "-X",
    "--no-password": "-w",
}  # fmt: skip


def main(process: Process) -> int:
    """Run psql."""
    session = _Session(process)
    work: list[tuple[str, str]] = []
    words = list(process.argv[1:])
    plain: list[str] = []
    while words:
        word = words.pop(0)
        if word.startswith("--"):
            name, equals, value = word.partition("=")
            short = _LONG.get(name)
            if short is None:
                process.err(
                    f"psql: unrecognized option '{word}'\npsql: hint: Try \"psql --help\" for more information.\n"
                )
                return 1
            words = [short, *([value] if equals else []), *words]
            continue
        if not word.startswith("-") or word == "-":
            plain.append(word)
            continue
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter in "cfhpUdvPFR":
                value = letters or (words.pop(0) if words else "")
                letters = ""
                if letter in "cf":
                    work.append((letter, value))
                elif letter == "v":
                    session.stop = value == "ON_ERROR_STOP=1" or session.stop
                elif letter in "hpUd":
                    setattr(session, {"h": "host", "p": "port", "U": "user", "d": "database"}[letter], value)
            elif letter == "t":
                session.tuples = True
            elif letter == "A":
                session.aligned = False
            elif letter == "q":
                session.quiet = True
            elif letter == "x":
                session.expanded = True
            elif letter == "l":
                work.append(("c", "\\l"))
            elif letter == "V":
                process.out(f"psql (PostgreSQL) {version_of(process)}{build_of(process)}\n")
                return 0
            elif letter not in "1aebnsSwWXz":
                process.err(
                    f"psql: invalid option -- '{letter}'\npsql: hint: Try \"psql --help\" for more information.\n"
                )
                return 1
    if plain:
        session.database = session.database or plain[0]
        session.user = plain[1] if len(plain) > 1 else session.user
    if session.database.startswith(("postgres://", "postgresql://")):
        _uri(session)
    return _connected(session, work)


def _uri(session: _Session) -> None:
    """Take a connection from a URI."""
    rest = session.database.partition("://")[2].partition("?")[0]
    place, _, session.database = rest.partition("/")
    user, mark, host = place.rpartition("@")
    if mark:
        session.user, _, password = user.partition(":")
        session.password = password or session.password
    session.host, _, port = host.partition(":")
    session.port = port or session.port


def _connected(session: _Session, work: list[tuple[str, str]]) -> int:
    process = session.process
    try:
        if not session.port.isdecimal():
            process.err(f'psql: error: invalid port number: "{session.port}"\n')
            return 2
        first = session.exchange(None)
    except NetworkError as error:
        process.err(session.failure(error))
        return 2
    except ValueError:
        process.err(f"psql: error: {session.where()}received invalid response to SSL negotiation\n")
        return 2
    refused = next((wire.parsed_fields(body) for kind, body in first if kind == b"E"), None)
    if refused is not None:
        if refused["M"].startswith("no password supplied"):
            process.err(f"psql: error: {session.where()}fe_sendauth: no password supplied\n")
        else:
            process.err(f"psql: error: {session.where()}FATAL:  {refused['M']}\n")
        return 2
    if not work:
        return _prompt(session)
    code = 0
    for kind, text in work:
        if kind == "f":
            try:
                content = (
                    process.fs.read(process.path(text)).decode("utf-8", "replace")
                    if text != "-"
                    else process.stdin.read().decode("utf-8", "replace")
                )
            except FsError as error:
                process.err(f"psql: error: {text}: {error.strerror}\n")
                return 1
            file, read = text, 0
            for part in _split(content):
                read = content.index(part, read) + len(part)
                session.place = f"psql:{file}:{content.count(chr(10), 0, read) + 1}: "
                if not run(session, part) and session.stop:
                    return 3
            session.place = ""
            continue
        code = 0 if run(session, text) else 1
    return code


def _split(text: str) -> list[str]:
    """Return the statements of a file, each for itself."""
    found: list[str] = []
    part, quote = "", ""
    for letter in text:
        part += letter
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter == ";":
            found.append(part.strip())
            part = ""
    return [*found, *([part.strip()] if part.strip() else [])]


def _open(text: str) -> str:
    """Return what a prompt shows of a statement that goes on: what is open in it."""
    quote, depth = "", 0
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        else:
            depth += (letter == "(") - (letter == ")")
    return quote or ("(" if depth > 0 else "-" if text.strip() else "=")


_HELP = """You are using psql, the command-line interface to PostgreSQL.
Type:  \\copyright for distribution terms
       \\h for help with SQL commands
       \\? for help with psql commands
       \\g or terminate with semicolon to execute query
       \\q to quit
"""


class _Interrupt(Exception):
    """Ctrl-C at the prompt."""


def _interrupted(number: int) -> bool:
    if number == SIGNALS["INT"]:
        raise _Interrupt
    return False


def _prompt(session: _Session) -> int:
    process = session.process
    tty = process.stdin.tty
    if tty and not session.quiet:
        process.out(f'psql ({version_of(process)}{build_of(process)})\nType "help" for help.\n\n')
    entry = process.kernel.processes.get(process.pid)
    if entry is not None and tty:
        entry.signal = _interrupted
    waiting = ""
    code = 0
    while True:
        if tty:
            process.out(f"{session.database or session.user}{_open(waiting)}# ")
        try:
            data = process.stdin.readline()
        except _Interrupt:
            waiting = ""
            continue
        if not data:
            process.out("\\q\n" if tty else "")
            if waiting.strip():
                run(session, waiting)
            return code
        line = data.decode("utf-8", "surrogateescape")
        if not waiting and line.strip() in ("\\q", "quit", "exit"):
            return code
        if not waiting.strip():
            waiting = ""
            if line.strip() == "help":
                process.out(_HELP)
                continue
        waiting += line
        if waiting.strip().startswith("\\"):
            parts, waiting = [waiting.strip()], ""
        else:
            *parts, waiting = _split(waiting) if waiting.strip() else [""]
            if waiting.endswith(";"):
                parts, waiting = [*parts, waiting], ""
            elif waiting:
                waiting += "\n"
        for part in parts:
            if not run(session, part) and session.stop:
                return 3


def run(session: _Session, text: str) -> bool:
    """Run some SQL or a backslash command and show the results; whether all went well."""
    process = session.process
    if text.startswith("\\"):
        return _backslash(session, text)
    try:
        answer = session.exchange(text)
    except NetworkError as error:
        process.err(session.failure(error))
        return False
    columns: list[tuple[str, str]] = []
    rows: list[list[str | None]] = []
    for kind, body in answer:
        if kind == b"T":
            columns, rows = wire.parsed_columns(body), []
        elif kind == b"D":
            rows.append(wire.parsed_row(body))
        elif kind == b"C":
            tag = body[:-1].decode()
            if columns:
                process.out(drawn(session.aligned, session.tuples, columns, rows, expanded=session.expanded))
                columns = []
                if not tag.startswith(("SELECT", "SHOW")) and not session.quiet:
                    process.out(f"{tag}\n")
            elif not session.quiet:
                process.out(f"{tag}\n")
        elif kind == b"N":
            process.err(f"NOTICE:  {wire.parsed_fields(body)['M']}\n")
        elif kind == b"E":
            process.err(session.place)
            _complain(process, wire.parsed_fields(body), text)
            return False
    return True


def _complain(process: Process, fields: dict[str, str], text: str) -> None:
    process.err(f"{fields['S']}:  {fields['M']}\n")
    if fields.get("P", "").isdecimal():
        at = int(fields["P"]) - 1
        before = text[:at]
        number = before.count("\n") + 1
        line = (text.split("\n") or [""])[number - 1]
        start = f"LINE {number}: "
        column = at - (before.rfind("\n") + 1)
        process.err(f"{start}{line}\n{' ' * (len(start) + column)}^\n")
    for letter, name in (("D", "DETAIL"), ("H", "HINT")):
        if fields.get(letter):
            process.err(f"{name}:  {fields[letter]}\n")


def drawn(
    aligned: bool,
    tuples: bool,
    columns: list[tuple[str, str]],
    rows: list[list[str | None]],
    *,
    title: str = "",
    expanded: bool = False,
) -> str:
    """Return a table as psql draws it."""
    cells = [["" if value is None else value for value in row] for row in rows]
    foot = "" if tuples else f"({len(rows)} row{'' if len(rows) == 1 else 's'})\n"
    if expanded and aligned:
        width = max((len(name) for name, _ in columns), default=0)
        text = ""
        for number, row in enumerate(cells, 1):
            head = f"-[ RECORD {number} ]"
            wide = width + 3 + max((len(cell) for cell in row), default=0)
            text += head.ljust(wide, "-") + "\n"
            text += "".join(f"{name.ljust(width)} | {cell}\n" for (name, _), cell in zip(columns, row, strict=True))
        return (text or foot) + "\n"
    if not aligned:
        head = "" if tuples else "|".join(name for name, _ in columns) + "\n"
        return head + "".join("|".join(row) + "\n" for row in cells) + foot
    if any("\n" in cell for row in cells for cell in row):
        return _of_many_lines(columns, cells, title, foot)
    widths = [max([len(name), *(len(row[at]) for row in cells)]) for at, (name, _) in enumerate(columns)]
    lines = []
    if not tuples:
        total = sum(widths) + 3 * len(widths) - 1
        if title:
            lines.append(title.center(total).rstrip())
        heads = [f" {_centered(name, width)} " for (name, _), width in zip(columns, widths, strict=True)]
        lines.append("|".join(heads))
        lines.append("+".join("-" * (width + 2) for width in widths))
    for row in cells:
        parts = []
        for at, cell in enumerate(row):
            right = columns[at][1] in NUMBERS
            parts.append(f" {cell.rjust(widths[at]) if right else cell.ljust(widths[at])} ")
        text = "|".join(parts)
        lines.append(text.rstrip() if columns and columns[-1][1] not in NUMBERS else text[:-1])
    return "\n".join(lines) + ("\n" if lines else "") + foot + "\n"


def _of_many_lines(columns: list[tuple[str, str]], cells: list[list[str]], title: str, foot: str) -> str:
    """Return a table in which a "+" says that a cell goes on in the next line."""
    split = [[cell.split("\n") for cell in row] for row in cells]
    widths = [
        max([len(name), *(len(line) for row in split for line in row[at])]) for at, (name, _) in enumerate(columns)
    ]
    total = sum(widths) + 3 * len(widths) - 1
    lines = [title.center(total).rstrip()] if title else []
    lines.append("|".join(f" {_centered(name, width)} " for (name, _), width in zip(columns, widths, strict=True)))
    lines.append("+".join("-" * (width + 2) for width in widths))
    for row in split:
        for number in range(max(map(len, row))):
            parts = []
            for at, cell in enumerate(row):
                text = cell[number] if number < len(cell) else ""
                right = columns[at][1] in NUMBERS
                more = "+" if number + 1 < len(cell) else " "
                parts.append(f" {text.rjust(widths[at]) if right else text.ljust(widths[at])}{more}")
            lines.append("|".join(parts).rstrip())
    return "\n".join(lines) + f"\n{foot}\n"


def _centered(name: str, width: int) -> str:
    left = (width - len(name)) // 2
    return " " * left + name + " " * (width - len(name) - left)


def _backslash(session: _Session, text: str) -> bool:
    process = session.process
    words = text.split()
    name = words[0].removesuffix(";")
    if name in ("\\q", "\\timing", "\\pset"):
        return True
    if name == "\\c" and len(words) > 1:
        session.database = words[1]
        process.out(f'You are now connected to database "{words[1]}" as user "{session.user}".\n')
        return True
    if name == "\\x":
        session.expanded = not session.expanded
        process.out(f"Expanded display is {'on' if session.expanded else 'off'}.\n")
        return True
    if name == "\\conninfo":
        process.out(f'You are connected to database "{session.database or session.user}" as user "{session.user}" '
                    'via socket in "/var/run/postgresql" '
                    f'at port "{session.port}".\n')  # fmt: skip
        return True
    if name not in ("\\dt", "\\l", "\\du", "\\d"):
        process.err(f"invalid command {name}\nTry \\? for help.\n")
        return False
    whole = f"{name} {words[1].rstrip(';')}" if len(words) > 1 else "\\dt" if name == "\\d" else name
    answer = session.exchange(whole)
    rows = [wire.parsed_row(body) for kind, body in answer if kind == b"D"]
    if any(kind == b"C" and body == b"NONE\0" for kind, body in answer):
        process.err(f'Did not find any relation named "{words[1]}".\n')
        return False
    if whole == "\\dt" and not rows:
        process.err("Did not find any relations.\n")
        return True
    heads, title = _HEADS.get(name if len(words) < 2 or name == "\\dt" else "\\d x", (("Name",), ""))
    if len(words) > 1 and name == "\\d":
        heads, title = ("Column", "Type", "Nullable"), f'Table "public.{words[1].rstrip(";")}"'
    elif whole == "\\dt":
        heads, title = _HEADS["\\dt"]
    process.out(drawn(True, False, [(head, "text") for head in heads], rows, title=title))
    return True


_HEADS: dict[str, tuple[tuple[str, ...], str]] = {
    "\\dt": (("Schema", "Name", "Type", "Owner"), "List of relations"),
    "\\l": (
        ("Name", "Owner", "Encoding", "Locale Provider", "Collate", "Ctype", "ICU Locale", "ICU Rules",
         "Access privileges"), "List of databases",
    ),
    "\\du": (("Role name", "Attributes"), "List of roles"),
}


def is_ready(process: Process) -> int:
    """Run pg_isready."""
    session = _Session(process)
    words = process.argv[1:]
    for at, word in enumerate(words):
        value = words[at + 1] if at + 1 < len(words) else ""
        if word == "-h":
            session.host = value
        elif word == "-p" and value.isdecimal():
            session.port = value
    quiet = "-q" in words
    place = f"{session.host or '/var/run/postgresql'}:{session.port}"
    try:
        session.exchange(None)
    except (NetworkError, ValueError):
        process.out("" if quiet else f"{place} - no response\n")
        return 2
    process.out("" if quiet else f"{place} - accepting connections\n")
    return 0

"""The programs `postgres` and `initdb`: a cluster's files, its start, its sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.programs import daemon
from tutor.programs.postgres import wire
from tutor.programs.postgres.engine import Database, put_roles, roles_of
from tutor.programs.postgres.lexer import SqlError
from tutor.programs.postgres.sql import Outside, Parser
from tutor.programs.postgres.values import shown
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.programs.postgres.engine import Result
    from tutor.shell.process import Process

_ROOT = """"root" execution of the PostgreSQL server is not permitted.
The server must be started under an unprivileged user ID to prevent
possible system security compromise.  See the documentation for
more information on how to properly start the server.
"""
_FILES = ("pg_hba.conf", "pg_ident.conf", "postgresql.conf", "postgresql.auto.conf")
_FOLDERS = ("base", "global", "pg_wal", "pg_xact", "pg_stat", "pg_tblspc", "pg_twophase", "pg_logical", "pg_notify")


def version_of(process: Process) -> str:
    """Return the server's version."""
    return process.env.get("PG_VERSION", "").partition("-")[0] or f"{process.env.get('PG_MAJOR', '16')}.4"


def build_of(process: Process) -> str:
    """Return what stands behind the version: who built it, where that was a distribution."""
    debian = process.fs.is_file("/etc/debian_version")
    return f" (Debian {version_of(process)}-1.pgdg120+1)" if debian else ""


def _stamp(process: Process) -> str:
    from time import gmtime, strftime

    now = process.host.now()
    return strftime("%Y-%m-%d %H:%M:%S", gmtime(now)) + f".{int(now * 1000) % 1000:03} UTC"


def log(process: Process, text: str, level: str = "LOG") -> None:
    """Write a line of the server's log."""
    process.err(f"{_stamp(process)} [{process.pid}] {level}:  {text}\n")


def initialize(process: Process, folder: str, user: str, password: str, trust: str) -> None:
    """Make the files of a new cluster. Raises FsError."""
    fs = process.fs
    for name in _FOLDERS:
        fs.mkdir(f"{folder}/{name}", 0o700, parents=True)
    for name in ("postgres", "template0", "template1"):
        fs.mkdir(f"{folder}/base/{name}", 0o700, parents=True)
    fs.write(f"{folder}/PG_VERSION", version_of(process).partition(".")[0].encode() + b"\n", 0o600)
    for name in _FILES:
        fs.write(f"{folder}/{name}", b"# made by initdb\n", 0o600)
    fs.write(
        f"{folder}/pg_hba.conf",
        f"local all all trust\nhost all all 127.0.0.1/32 trust\nhost all all all {trust}\n".encode(),
        0o600,
    )
    fs.write(f"{folder}/pg_wal/000000010000000000000001", b"\0" * 16, 0o600)
    put_roles(process, folder, {user: password})


def initdb(process: Process) -> int:
    """Run initdb; what the image's entrypoint does after it with POSTGRES_PASSWORD and POSTGRES_DB is done here."""
    words = process.argv[1:]
    folder = process.env.get("PGDATA", "")
    for at, word in enumerate(words):
        if word in ("-D", "--pgdata") and at + 1 < len(words):
            folder = words[at + 1]
        elif not word.startswith("-") and (at == 0 or not words[at - 1].startswith("-")):
            folder = word
    if process.fs.uid == 0:
        process.err("initdb: error: cannot be run as root\ninitdb: hint: Please log in (using, e.g., \"su\") as the "
                    "(unprivileged) user that will own "
                    "the server process.\n")  # fmt: skip
        return 1
    if not folder:
        process.err("initdb: error: no data directory specified\ninitdb: hint: You must identify the directory "
                    "where the data for this database system "
                    "will reside.  Do this with either the invocation option -D or the environment variable "
                    "PGDATA.\n")  # fmt: skip
        return 1
    env = process.env
    user = env.get("POSTGRES_USER", "postgres")
    for word in words:
        if word.startswith(("--username=", "-U")):
            user = word.partition("=")[2] or word[2:] or user
    trust = env.get("POSTGRES_HOST_AUTH_METHOD") or ("scram-sha-256" if env.get("POSTGRES_PASSWORD") else "trust")
    try:
        make_cluster(process, folder, user, env.get("POSTGRES_PASSWORD", ""), trust)
        process.fs.mkdir(f"{folder}/base/{env.get('POSTGRES_DB', user)}", 0o700, parents=True)
    except FsError as error:
        process.err(f'initdb: error: could not create directory "{error.path}": {error.strerror}\n')
        return 1
    return 0


def make_cluster(process: Process, folder: str, user: str, password: str, trust: str) -> None:
    """Make a cluster and say so, as initdb does. Raises FsError."""
    process.out(
        f'The files belonging to this database system will be owned by user "{user}".\n'
        "This user must also own the server process.\n\n"
        'The database cluster will be initialized with locale "en_US.utf8".\n'
        'The default database encoding has accordingly been set to "UTF8".\n'
        'The default text search configuration will be set to "english".\n\nData page checksums are disabled.\n\n'
        f"fixing permissions on existing directory {folder} ... ok\ncreating subdirectories ... ok\n"
        "selecting dynamic shared memory implementation ... posix\nselecting default max_connections ... 100\n"
        "selecting default shared_buffers ... 128MB\nselecting default time zone ... Etc/UTC\n"
        "creating configuration files ... ok\nrunning bootstrap script ... ok\n"
        "performing post-bootstrap initialization ... ok\nsyncing data to disk ... ok\n\n"
    )
    initialize(process, folder, user, password, trust)
    process.out(
        f"\nSuccess. You can now start the database server using:\n\n    pg_ctl -D {folder} -l logfile start\n\n"
    )


class Server:
    """The sessions of a running cluster."""

    def __init__(self, process: Process, folder: str, version: str) -> None:
        self.process = process
        self.folder = folder
        self.version = version

    def respond(self, data: bytes) -> bytes:
        """Answer all messages of a session."""
        self.process.kernel.sync()
        try:
            parameters, at = wire.started(data)
            asked = list(wire.messages(data, at))
        except ValueError:
            return wire.message(b"E", wire.fields({"S": "FATAL", "C": "08P01", "M": "invalid frontend message"}))
        try:
            return b"".join(self._session(parameters, asked))
        except SqlError as error:
            return self._error(error, "FATAL")

    def _session(self, parameters: dict[str, str], asked: list[tuple[bytes, bytes]]) -> list[bytes]:
        user = parameters.get("user", "")
        name = parameters.get("database") or user
        roles = roles_of(self.process, self.folder)
        password = next((body[:-1].decode("utf-8", "surrogateescape") for kind, body in asked if kind == b"p"), None)
        local = parameters.get("layerwise.local") == "1"
        hba = self.process.fs.read(f"{self.folder}/pg_hba.conf").decode("utf-8", "replace")
        if (
            not local
            and not hba.rstrip().endswith("trust")
            and (user not in roles or (password or "") != roles[user] or not roles[user])
        ):
            if password is None:
                raise SqlError("28P01", f'no password supplied for user "{user}"')
            log(self.process, f'password authentication failed for user "{user}"', "FATAL")
            raise SqlError("28P01", f'password authentication failed for user "{user}"')
        if user not in roles:
            log(self.process, f'role "{user}" does not exist', "FATAL")
            raise SqlError("28000", f'role "{user}" does not exist')
        if "/" in name or not self.process.fs.is_dir(f"{self.folder}/base/{name}"):
            log(self.process, f'database "{name}" does not exist', "FATAL")
            raise SqlError("3D000", f'database "{name}" does not exist')
        ready = wire.message(b"Z", b"I")
        found = [
            wire.message(b"R", b"\0\0\0\0"),
            wire.message(b"S", wire.text("server_version") + wire.text(self.version)),
            ready,
        ]
        database = Database(self.process, self.folder, name, user, self.version)
        for kind, body in asked:
            if kind == b"Q":
                found += self._query(database, body[:-1].decode("utf-8", "surrogateescape"))
                found.append(ready)
        return found

    def _query(self, database: Database, text: str) -> list[bytes]:
        found: list[bytes] = []
        if text.startswith("\\"):
            return [self._listing(database, text)]
        try:
            for statement in Parser(text).statements():
                database.notices.clear()
                result = database.run(statement)
                found += [
                    wire.message(b"N", wire.fields({"S": "NOTICE", "C": "00000", "M": notice}))
                    for notice in database.notices
                ]
                found += self._result(result)
        except SqlError as error:
            log(self.process, error.message, "ERROR")
            self.process.err(f"{_stamp(self.process)} [{self.process.pid}] STATEMENT:  {text}\n")
            found.append(self._error(error, "ERROR"))
        except Outside as outside:
            what = f"layerwise: this sandbox's postgres knows a small part of SQL: {outside} is outside it"
            found.append(self._error(SqlError("0A000", what), "ERROR"))
        return found

    def _listing(self, database: Database, text: str) -> bytes:
        """Answer what psql's backslash commands ask: (name, …) rows."""
        rows: list[list[str]] = []
        if text == "\\dt":
            rows = [["public", name, "table", database.user] for name in database.tables()]
        elif text == "\\l":
            owner = next(iter(roles_of(self.process, self.folder)), "postgres")
            about = [owner, "UTF8", "libc", "en_US.utf8", "en_US.utf8", "", ""]
            own = f"=c/{owner}\n{owner}=CTc/{owner}"
            names = sorted(database.process.fs.listdir(f"{self.folder}/base"))
            rows = [[name, *about, own if name.startswith("template") else ""] for name in names]
        elif text == "\\du":
            first = next(iter(roles_of(self.process, self.folder)), "")
            may = "Superuser, Create role, Create DB, Replication, Bypass RLS"
            rows = [[name, may if name == first else ""] for name in sorted(roles_of(self.process, self.folder))]
        elif text.startswith("\\d "):
            name = text[3:].strip()
            if name not in database.tables():
                return wire.message(b"C", wire.text("NONE"))
            table = database.table((name, 0))
            rows = [
                [str(column["name"]), str(column["type"]), "not null" if column["required"] else ""]
                for column in table.columns
            ]
        return b"".join(wire.row([*entry]) for entry in rows) + wire.message(b"C", wire.text("LIST"))

    def _result(self, result: Result) -> list[bytes]:
        if result.columns is None:
            return [wire.message(b"C", wire.text(result.tag))]
        rows = [wire.row([None if value is None else shown(value) for value in row]) for row in result.rows]
        return [wire.columns(result.columns), *rows, wire.message(b"C", wire.text(result.tag))]

    def _error(self, error: SqlError, severity: str) -> bytes:
        parts = {
            "S": severity,
            "C": error.code,
            "M": error.message,
            "D": error.detail,
            "H": error.hint,
            "P": str(error.position or ""),
        }
        return wire.message(b"E", wire.fields(parts))


def main(process: Process) -> int:
    """Run postgres."""
    words = process.argv[1:]
    version = version_of(process)
    if words[:1] in (["-V"], ["--version"]):
        process.out(f"postgres (PostgreSQL) {version}{build_of(process)}\n")
        return 0
    if process.fs.uid == 0:
        process.err(_ROOT)
        return 1
    folder, port = process.env.get("PGDATA", ""), "5432"
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word == "-D":
            folder = following
        elif word == "-p":
            port = following
        elif word == "-c" and following.startswith("port="):
            port = following[5:]
    if not folder:
        process.err("postgres does not know where to find the server configuration file.\nYou must specify the "
                    "--config-file or -D invocation option or set "
                    "the PGDATA environment variable.\n")  # fmt: skip
        return 2
    if not process.fs.is_file(f"{folder}/PG_VERSION"):
        process.err(f'postgres: could not access directory "{folder}": No such file or directory\nRun initdb or '
                    'pg_basebackup to initialize a PostgreSQL '
                    "data "
                    "directory.\n" if not process.fs.is_dir(folder) else 'postgres: could not find the database '
                                                                         'system\nExpected to find it in the '
                    f'directory "{folder}",\nbut could not open file "{folder}/global/pg_control": No such file or '
                    'directory\n')  # fmt: skip
        return 2
    return serve(process, folder, version, port)


def serve(process: Process, folder: str, version: str, port: str = "5432") -> int:
    """Run a cluster until a signal ends it."""
    server = Server(process, folder, version)
    major = process.fs.read(f"{folder}/PG_VERSION").decode().strip()
    if major != version.partition(".")[0]:
        log(process, "database files are incompatible with server", "FATAL")
        log(
            process,
            f"The data directory was initialized by PostgreSQL version {major}, which is not compatible with this "
            f"version {version}.",
            "DETAIL",
        )
        return 1
    log(
        process,
        f"starting PostgreSQL {version}{build_of(process)} on {process.host.architecture}-pc-linux-"
        + ("gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit" if build_of(process)
           else "musl, compiled by gcc (Alpine 15.2.0) 15.2.0, 64-bit"),
    )
    try:
        daemon.listen(process, int(port), server.respond)
    except (NetworkError, ValueError):
        log(process, 'could not bind IPv4 address "0.0.0.0": Address already in use')
        log(process, "could not create any TCP/IP sockets", "FATAL")
        return 1
    log(process, f'listening on IPv4 address "0.0.0.0", port {port}')
    log(process, f'listening on IPv6 address "::", port {port}')
    log(process, f'listening on Unix socket "/var/run/postgresql/.s.PGSQL.{port}"')
    log(process, f"database system was shut down at {_stamp(process)}")
    log(process, "database system is ready to accept connections")

    def stop(kind: str) -> int:
        log(process, f"received {kind} shutdown request")
        log(process, "aborting any active transactions")
        log(process, "shutting down")
        log(process, "database system is shut down")
        return 0

    return daemon.wait(process, {
        daemon.SIGTERM: lambda: stop("smart"), daemon.SIGINT: lambda: stop("fast"),
        daemon.SIGQUIT: lambda: stop("immediate"),
        daemon.SIGHUP: lambda: None,
    })  # fmt: skip

"""The entrypoint of the image of postgres: the first start makes a cluster and runs a folder of scripts."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from tutor.programs.postgres.server import Server, log, make_cluster, version_of
from tutor.programs.postgres.server import main as serve
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_NO_PASSWORD = """Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
"""
_SELF = "/usr/local/bin/docker-entrypoint.sh"
_SCRIPTS = "/docker-entrypoint-initdb.d"
_PORT = 5432


class _Refused(Exception):
    """The settings do not fit together, or a file that they name cannot be read."""


def main(process: Process) -> int:
    """Run `docker-entrypoint.sh`: make a cluster where there is none, then start what is asked for."""
    words = process.argv[1:]
    if words and words[0].startswith("-"):
        words = ["postgres", *words]
    if words[:1] != ["postgres"] or any(word in ("--version", "-V", "--help", "-?") for word in words):
        return process.spawn(words) if words else 0
    folder = process.env.setdefault("PGDATA", "/var/lib/postgresql/data")
    fs = process.fs
    fs.mkdir(folder, 0o700, parents=True)
    if fs.uid == 0:
        uid, gid = _owner(process)
        for path in (folder, f"{folder}/.."):
            fs.chown(path, uid, gid)
        process.fs = fs.with_user(uid, gid)
    process.argv[:] = words
    if process.fs.is_file(f"{folder}/PG_VERSION"):
        process.out("\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n")
        return serve(process)
    try:
        password = _setting(process, "POSTGRES_PASSWORD")
        user = _setting(process, "POSTGRES_USER", "postgres")
        database = _setting(process, "POSTGRES_DB", user)
    except _Refused as refused:
        process.err(f"error: {refused}\n")
        return 1
    trust = process.env.get("POSTGRES_HOST_AUTH_METHOD", "")
    if not password and trust != "trust":
        process.err(_NO_PASSWORD)
        return 1
    make_cluster(process, folder, user, password, trust or "scram-sha-256")
    code = _prepare(process, folder, user, database)
    if code:
        return code
    process.out("\nPostgreSQL init process complete; ready for start up.\n\n")
    return serve(process)


def _setting(process: Process, name: str, usual: str = "") -> str:
    """Return a setting from the environment, or from the file that NAME_FILE names. Raises _Refused.

    The scripts find it in their environment, too.
    """
    env = process.env
    value, path = env.get(name, ""), env.pop(f"{name}_FILE", "")
    if value and path:
        raise _Refused(f"both {name} and {name}_FILE are set (but are exclusive)")
    if path:
        try:
            value = process.fs.read(process.path(path)).decode("utf-8", "surrogateescape").rstrip("\n")
        except FsError as error:
            raise _Refused(f"{path}: {error.strerror}") from None
    env[name] = value or usual
    return env[name]


def _owner(process: Process) -> tuple[int, int]:
    """Return user and group of postgres."""
    if process.fs.is_file("/etc/passwd"):
        for line in process.fs.read("/etc/passwd").decode("utf-8", "replace").splitlines():
            words = line.split(":")
            if words[0] == "postgres" and len(words) > 3 and words[2].isdecimal() and words[3].isdecimal():
                return int(words[2]), int(words[3])
    return 999, 999


def _prepare(process: Process, folder: str, user: str, database: str) -> int:
    """Let a server run for the scripts alone; return a status that is not 0 where one of them fails."""
    process.out("waiting for server to start....")
    server = Server(process, folder, version_of(process))
    try:
        process.host.network.listen(_PORT, server.respond)
    except NetworkError:
        process.out("stopped waiting\n")
        return 1
    try:
        log(process, "database system is ready to accept connections")
        process.out(" done\nserver started\n")
        if database != "postgres":
            process.fs.mkdir(f"{folder}/base/{database}", 0o700, parents=True)
            process.out("CREATE DATABASE\n")
        code = _run_scripts(process, user, database)
    finally:
        process.host.network.hang_up(_PORT)
    if not code:
        process.out("waiting for server to shut down....")
        log(process, "received fast shutdown request")
        log(process, "database system is shut down")
        process.out(" done\nserver stopped\n")
    return code


def _run_scripts(process: Process, user: str, database: str) -> int:
    names = sorted(process.fs.listdir(_SCRIPTS)) if process.fs.is_dir(_SCRIPTS) else []
    if not names:
        process.out(f"\n{_SELF}: ignoring {_SCRIPTS}/*\n")
    process.out("\n")
    ask = ["psql", "-v", "ON_ERROR_STOP=1", "--no-psqlrc", "--username", user, "--dbname", database]
    for name in names:
        path = f"{_SCRIPTS}/{name}"
        code = 0
        if name.endswith(".sh"):
            runs = process.fs.access(path, "x")
            process.out(f"{_SELF}: {'running' if runs else 'sourcing'} {path}\n")
            code = process.spawn([path] if runs else ["sh", path])
        elif name.endswith(".sql"):
            process.out(f"{_SELF}: running {path}\n")
            code = process.spawn([*ask, "-f", path])
        elif name.endswith(".sql.gz"):
            from tutor.shell.streams import Input

            process.out(f"{_SELF}: running {path}\n")
            try:
                text = gzip.decompress(process.fs.read(path))
            except (OSError, EOFError):
                process.err(f"gzip: {path}: not in gzip format\n")
                return 1
            code = process.spawn(ask, stdin=Input(text))
        else:
            process.out(f"{_SELF}: ignoring {path}\n")
        if code:
            return code
        process.out("\n")
    return 0

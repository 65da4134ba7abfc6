"""The program `redis-server`: its start, its log, its commands about itself, its dump."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tutor.programs import daemon
from tutor.programs.outside import Outside
from tutor.programs.redis import keyspace
from tutor.programs.redis.keyspace import OK, Keyspace
from tutor.programs.redis.protocol import Problem, Status, commands, encode
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_MAGIC = b"REDIS0012"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ABOUT = frozenset(
    {
        "ping",
        "echo",
        "info",
        "save",
        "bgsave",
        "shutdown",
        "config",
        "command",
        "client",
        "select",
        "auth",
        "time",
        "hello",
        "lastsave",
    }
)
_OUTSIDE = """
acl asking bgrewriteaof bitcount bitfield bitop bitpos blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin
cluster copy debug discard dump eval evalsha exec expireat expiretime failover fcall function geoadd geodist geohash
geopos georadius geosearch getbit getex getrange hincrby hincrbyfloat hmget hmset hrandfield hscan hsetnx hstrlen
incrbyfloat latency lcs lindex linsert lmove lmpop lolwut lpos lpushx lrem lset ltrim memory migrate module monitor
move msetnx multi object pexpireat pexpiretime pfadd pfcount pfmerge psetex psubscribe publish pubsub punsubscribe
quit randomkey readonly readwrite rename renamenx replicaof reset restore role rpoplpush rpushx script sdiff
sdiffstore setbit setrange sinter sintercard sinterstore slaveof slowlog smismember smove sort spop spublish
srandmember sscan ssubscribe subscribe substr sunion sunionstore swapdb touch unsubscribe unwatch wait waitaof watch
xack xadd xautoclaim xclaim xdel xgroup xinfo xlen xpending xrange xread xreadgroup xrevrange xsetid xtrim zadd
zcard zcount zdiff zincrby zinter zlexcount zmpop zmscore zpopmax zpopmin zrandmember zrange zrangebylex
zrangebyscore zrangestore zrank zrem zremrangebyrank zremrangebyscore zrevrange zrevrangebyscore zrevrank zscan
zscore zunion
"""
"""Commands that Redis 7 has and this sandbox's server has not."""


class Stop(BaseException):
    """The server ends; whether it saves before."""

    def __init__(self, save: bool) -> None:
        super().__init__(save)
        self.save = save


class Server:
    """The state of a server."""

    def __init__(self, process: Process, settings: dict[str, str], version: str) -> None:
        self.process = process
        self.settings = settings
        self.version = version
        self.space = Keyspace(process.host.now)
        self.begun = process.host.now()
        self.saved = self.begun
        self.asked = 0
        self.open = not settings.get("requirepass")

    def log(self, text: str, mark: str = "*") -> None:
        """Write a line of the log."""
        from time import gmtime

        now = self.process.host.now()
        at = gmtime(now)
        clock = f"{at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02}.{int(now * 1000) % 1000:03}"
        self.process.out(
            f"{self.process.pid}:M {at.tm_mday:02} {_MONTHS[at.tm_mon - 1]} {at.tm_year} {clock} {mark} {text}\n"
        )

    # the dump

    @property
    def dump(self) -> str:
        """The path of the dump file."""
        folder = self.process.path(self.settings.get("dir", ".")).rstrip("/")
        return f"{folder}/{self.settings.get('dbfilename', 'dump.rdb')}"

    def save(self) -> bool:
        """Write the dump; whether that worked."""
        body = json.dumps(keyspace.dumped(self.space)).encode()
        try:
            self.process.fs.write(self.dump, _MAGIC + body)
        except FsError as error:
            self.log(
                f"Failed opening the temp RDB file {self.dump} (in server root dir {self.process.cwd}) for saving: "
                f"{error.strerror}",
                "#",
            )
            return False
        self.space.changes = 0
        self.saved = self.process.host.now()
        return True

    def load(self) -> str:
        """Read the dump if there is one; return what is wrong with it."""
        if not self.process.fs.is_file(self.dump):
            return ""
        try:
            data = self.process.fs.read(self.dump)
            if not data.startswith(_MAGIC):
                return "Wrong signature trying to load DB from file"
            self.process.kernel.meter.fits(len(data) * 4)
            keyspace.restored(self.space, json.loads(data[len(_MAGIC) :]))
        except FsError as error:
            return f"Fatal error loading the DB, check server logs. Exiting: {error.strerror}"
        except (ValueError, TypeError, AttributeError):
            return "Internal error in RDB reading offset 0, function at rdb.c:3241 -> Unknown RDB encoding type"
        return ""

    # answering

    def respond(self, data: bytes) -> bytes:
        """Answer what a client sent: one or more commands."""
        self.process.kernel.sync()
        self.open = not self.settings.get("requirepass")
        try:
            asked = commands(data)
        except (ValueError, IndexError, RecursionError):
            return encode(Problem("ERR Protocol error: invalid multibulk length"))
        return b"".join(encode(self._answer(words)) for words in asked if words)

    def _answer(self, words: list[bytes]) -> Any:
        self.process.tick(5)
        self.asked += 1
        name = words[0].decode("utf-8", "replace").lower()
        rest = words[1:]
        if not self.open and name not in ("auth", "hello"):
            return Problem("NOAUTH Authentication required.")
        try:
            if name in _ABOUT:
                return self._about(name, rest)
            entry = keyspace.TABLE.get(name)
            if entry is None and name in _OUTSIDE.split():
                return Problem("ERR " + Outside(name.upper()).line("redis", "a small part of the commands").rstrip())
            if entry is None:
                shown = " ".join(f"'{word.decode('utf-8', 'replace')}'" for word in rest[:20])
                return Problem(
                    f"ERR unknown command '{words[0].decode('utf-8', 'replace')}', with args beginning with: "
                    f"{shown}{' ' if rest else ''}"
                )
            count, run = entry
            if (count >= 0 and len(rest) != count and name not in ("flushall", "flushdb")) or (
                count < 0 and len(rest) < -count
            ):
                return Problem(f"ERR wrong number of arguments for '{name}' command")
            return run(self.space, rest)
        except Problem as problem:
            return problem

    def _about(self, name: str, rest: list[bytes]) -> Any:
        if name == "ping":
            return rest[0] if rest else Status("PONG")
        if name == "echo":
            return rest[0] if rest else Problem("ERR wrong number of arguments for 'echo' command")
        if name == "info":
            return self._info(rest[0].decode().lower() if rest else "").encode()
        if name in ("save", "bgsave"):
            done = self.save()
            if name == "bgsave" and done:
                self.log("Background saving terminated with success")
                return Status("Background saving started")
            if done:
                self.log("DB saved on disk")
            return OK if done else Problem("ERR")
        if name == "shutdown":
            self._end(not rest or rest[0].upper() != b"NOSAVE")
            return OK
        if name == "auth":
            self.open = bool(rest) and rest[-1].decode() == self.settings.get("requirepass", "")
            if not self.settings.get("requirepass"):
                return Problem("ERR AUTH <password> called without any password configured for the default user. "
                               "Are you sure "
                               "your configuration is correct?")  # fmt: skip
            return OK if self.open else Problem("WRONGPASS invalid username-password pair or user is disabled.")
        if name == "config" and len(rest) >= 2 and rest[0].lower() == b"get":
            key = rest[1].decode().lower()
            return [key.encode(), self.settings[key].encode()] if key in self.settings else []
        if name == "config" and len(rest) >= 3 and rest[0].lower() == b"set":
            self.settings[rest[1].decode().lower()] = rest[2].decode()
            return OK
        if name == "time":
            now = self.process.host.now()
            return [str(int(now)).encode(), str(int(now * 1e6) % 1_000_000).encode()]
        if name == "lastsave":
            return int(self.saved)
        return [] if name in ("command", "hello") else OK

    def _end(self, save: bool) -> None:
        entry = self.process.kernel.processes.get(self.process.pid)
        if entry is not None:
            entry.task.pending = Stop(save)

    def _info(self, section: str) -> str:
        now = self.process.host.now()
        count = len(self.space.keys())
        expires = len(self.space.ends)
        used = 900_000 + self.space.size
        parts = {
            "server": (
                f"redis_version:{self.version}\r\nredis_mode:standalone\r\nos:Linux 6.10.14-linuxkit "
                f"{self.process.host.architecture}\r\n"
                f"tcp_port:{self.settings['port']}\r\nprocess_id:{self.process.pid}\r\n"
                f"uptime_in_seconds:{int(now - self.begun)}\r\n"
            ),
            "clients": "connected_clients:1\r\nblocked_clients:0\r\n",
            "memory": f"used_memory:{used}\r\nused_memory_human:{used / 1024:.2f}K\r\n",
            "persistence": (
                f"loading:0\r\nrdb_changes_since_last_save:{self.space.changes}\r\n"
                f"rdb_last_save_time:{int(self.saved)}\r\naof_enabled:0\r\n"
            ),
            "stats": f"total_connections_received:{self.asked}\r\ntotal_commands_processed:{self.asked}\r\n",
            "replication": "role:master\r\nconnected_slaves:0\r\n",
            "keyspace": f"db0:keys={count},expires={expires},avg_ttl=0\r\n" if count else "",
        }
        wanted = (
            [section] if section in parts else list(parts) if section in ("", "all", "default", "everything") else []
        )
        return "\r\n".join(f"# {name.capitalize()}\r\n{parts[name]}" for name in wanted)


def _settings(process: Process, words: list[str]) -> tuple[dict[str, str], str, str]:
    """Return the settings, the configuration file, and what is wrong."""
    found = {
        "port": "6379", "dir": ".", "dbfilename": "dump.rdb", "save": "3600 1 300 100 60 10000", "appendonly": "no",
        "maxmemory": "0", "requirepass": "", "bind": "* -::*",
    }  # fmt: skip
    rest = list(words)
    file = ""
    if rest and not rest[0].startswith("-"):
        file = rest.pop(0)
        try:
            text = process.fs.read(process.path(file)).decode("utf-8", "replace")
        except FsError as error:
            return found, file, f"Fatal error, can't open config file '{process.path(file)}': {error.strerror}"
        for number, line in enumerate(text.splitlines(), 1):
            name, _, value = line.strip().partition(" ")
            if not name or name.startswith("#"):
                continue
            if not name.replace("-", "").isalnum() or not value.strip():
                return (
                    found,
                    file,
                    "*** FATAL CONFIG FILE ERROR (Redis 7.2.5) ***\nReading the configuration file, at line "
                    f"{number}\n>>> '{line.strip()}'\nBad directive or wrong number of arguments",
                )
            found[name.lower()] = value.strip().strip('"')
    name = ""
    for word in rest:
        if word.startswith("--"):
            name = word[2:].lower()
            found.setdefault(name, "")
            if name in ("save", "requirepass"):
                found[name] = ""
        elif name:
            found[name] = f"{found[name]} {word}".strip() if name == "save" else word
    return found, file, ""


def main(process: Process) -> int:
    """Run redis-server."""
    version = process.env.get("REDIS_VERSION", "7.2.5")
    words = process.argv[1:]
    if words[:1] in (["-v"], ["--version"]):
        process.out(f"Redis server v={version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=7f3a5c0d2e50\n")
        return 0
    settings, file, wrong = _settings(process, words)
    if wrong:
        process.err(f"{wrong}\n" if wrong.startswith("***") else f"{process.pid}:C # {wrong}\n")
        return 1
    server = Server(process, settings, version)
    pid = process.pid
    text = _stamp(server, pid)
    process.out(
        f"{text} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\n"
        f"{text} * Redis version={version}, bits=64, commit=00000000, modified=0, pid={pid}, just started\n"
    )
    if file or words:
        process.out(f"{text} * Configuration loaded\n")
    else:
        process.out(f"{text} # Warning: no config file specified, using the default config. In order to specify a "
                    "config file use redis-server "
                    "/path/to/redis.conf\n")  # fmt: skip
    server.log("monotonic clock: POSIX clock_gettime")
    try:
        daemon.listen(process, int(settings["port"]), server.respond)
    except (NetworkError, ValueError):
        server.log(
            f"Warning: Could not create server TCP listening socket *:{settings['port']}: bind: Address already in use",
            "#",
        )
        server.log(f"Failed listening on port {settings['port']} (tcp), aborting.", "#")
        return 1
    server.log(f"Running mode=standalone, port={settings['port']}.")
    server.log("Server initialized")
    before = process.fs.is_file(server.dump)
    problem = server.load()
    if problem:
        server.log(problem, "#")
        return 1
    if before:
        server.log(f"Loading RDB produced by version {version}")
        server.log(f"Done loading RDB, keys loaded: {len(server.space.values)}, keys expired: 0.")
    server.log("Ready to accept connections tcp")
    return _wait(process, server)


def _stamp(server: Server, pid: int) -> str:
    from time import gmtime

    now = server.process.host.now()
    at = gmtime(now)
    clock = f"{at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02}.{int(now * 1000) % 1000:03}"
    return f"{pid}:C {at.tm_mday:02} {_MONTHS[at.tm_mon - 1]} {at.tm_year} {clock}"


def _wait(process: Process, server: Server) -> int:
    def stop(name: str) -> int:
        process.out(
            f"{process.pid}:signal-handler ({int(process.host.now())}) Received {name} scheduling shutdown...\n"
        )
        return _ended(server, True)

    actions: dict[int, daemon.Action] = {
        daemon.SIGTERM: lambda: stop("SIGTERM"), daemon.SIGINT: lambda: stop("SIGINT"), daemon.SIGHUP: lambda: None,
    }  # fmt: skip
    try:
        return daemon.wait(process, actions)
    except Stop as stopped:
        return _ended(server, stopped.save)


def _ended(server: Server, save: bool) -> int:
    server.log("User requested shutdown...")
    if save and server.settings.get("save"):
        server.log("Saving the final RDB snapshot before exiting.")
        if server.save():
            server.log("DB saved on disk")
    server.log("Redis is now ready to exit, bye bye...", "#")
    return 0

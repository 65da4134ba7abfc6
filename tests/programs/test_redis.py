"""redis-server and redis-cli: commands, replies, expiry, what survives a restart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programs.bench import ELF, Bench, Ran
from tutor.programs.redis.keyspace import Keyspace, dumped, restored
from tutor.programs.redis.protocol import Problem, Status, commands, decode, encode, request
from tutor.programs.redis.server import Server

FILES: dict[str, str | bytes] = {"/usr/local/bin/redis-server": ELF, "/usr/local/bin/redis-cli": ELF, "/data/": ""}


def asked(*lines: str, start: str = "redis-server", bench: Bench | None = None) -> Ran:
    bench = bench or Bench(FILES)
    return bench.run("sh", "-c", f"{start} > /tmp/log & sleep 1; " + "; ".join(lines), cwd="/data")


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("redis-cli ping", "PONG\n"),
        ("redis-cli set k 'a b'; redis-cli get k; redis-cli get none", "OK\na b\n\n"),
        (
            "redis-cli incr n; redis-cli incrby n 5; redis-cli set n x; redis-cli incr n",
            "1\n6\nOK\nERR value is not an integer or out of range\n\n",
        ),
        ("redis-cli rpush l a b c; redis-cli lrange l 0 -1; redis-cli lpop l; redis-cli llen l", "3\na\nb\nc\na\n2\n"),
        ("redis-cli hset h f 1 g 2; redis-cli hgetall h", "2\nf\n1\ng\n2\n"),
        ("redis-cli sadd s a b a; redis-cli sismember s a; redis-cli scard s", "2\n1\n2\n"),
        (
            "redis-cli set t 1 EX 100; redis-cli ttl t; sleep 60; redis-cli ttl t; sleep 60; redis-cli get t; "
            "redis-cli ttl t",
            "OK\n100\n40\n\n-2\n",
        ),
        ("redis-cli mset a 1 b 2 > /dev/null; redis-cli keys '*'; redis-cli del a b; redis-cli dbsize", "a\nb\n2\n0\n"),
        (
            "redis-cli --no-raw rpush l x > /dev/null; redis-cli --no-raw lrange l 0 -1; redis-cli --no-raw get n",
            '1) "x"\n(nil)\n',
        ),
        ("redis-cli nonsense a", "ERR unknown command 'nonsense', with args beginning with: 'a' \n\n"),
        ("redis-cli get", "ERR wrong number of arguments for 'get' command\n\n"),
        (
            "redis-cli lpush k 1 > /dev/null; redis-cli get k",
            "WRONGTYPE Operation against a key holding the wrong kind of value\n\n",
        ),
        ("printf 'set a 1\\nget a\\n' | redis-cli", "OK\n1\n"),
    ],
)
def test_commands(line: str, printed: str) -> None:
    assert asked(line) == (0, printed, "")


def test_the_log_and_what_survives() -> None:
    bench = Bench(FILES)
    ran = asked("redis-cli set kept yes", "redis-cli shutdown", "wait", "cat /tmp/log", bench=bench)
    assert " * Ready to accept connections tcp\n" in ran.out
    assert " * DB saved on disk\n" in ran.out
    assert ran.out.endswith("# Redis is now ready to exit, bye bye...\n")
    assert bench.fs.read("/data/dump.rdb").startswith(b"REDIS0012")
    bench.host.network.listeners.clear()  # type: ignore[attr-defined]
    assert asked("redis-cli get kept", bench=bench).out == "yes\n"


def test_a_password_and_a_refused_connection() -> None:
    ran = asked(
        "redis-cli get a", "redis-cli -a secret --no-auth-warning ping", start="redis-server --requirepass secret"
    )
    assert ran.out == "NOAUTH Authentication required.\n\nPONG\n"
    bench = Bench(FILES)
    assert bench.run("redis-cli", "ping").err == "Could not connect to Redis at 127.0.0.1:6379: Connection refused\n"
    assert bench.run("redis-cli", "-h", "cache", "ping").err == (
        "Could not connect to Redis at cache:6379: Name or service not known\n"
    )


replies = st.recursive(
    st.none() | st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=30),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=10,
)


@given(replies)
def test_what_is_encoded_is_decoded(value: object) -> None:
    assert decode(encode(value)) == (value, len(encode(value)))


@given(st.lists(st.lists(st.binary(min_size=1, max_size=10), min_size=1, max_size=4), max_size=4))
def test_commands_come_through(asked_for: list[list[bytes]]) -> None:
    assert commands(b"".join(map(request, asked_for))) == asked_for


@given(st.binary(max_size=60))
def test_no_bytes_break_the_server(data: bytes) -> None:
    from tutor.shell.process import Process

    bench = Bench({})
    process = Process(["redis-server"], {}, "/", bench.fs, None, None, None, bench.host)
    server = Server(process, {"port": "6379"}, "7")
    assert isinstance(server.respond(data), bytes)
    assert isinstance(server.respond(b"SET " + data + b"\r\nLRANGE " + data + b"\r\n"), bytes)


@given(st.dictionaries(st.binary(max_size=5), st.binary(max_size=5), max_size=4))
def test_a_dump_is_restored(values: dict[bytes, bytes]) -> None:
    space = Keyspace(lambda: 0.0)
    space.values.update(values)
    space.values[b"list"] = [b"a", b"\xff"]
    again = Keyspace(lambda: 0.0)
    restored(again, dumped(space))
    assert again.values == space.values
    assert isinstance(Problem("x"), Exception)
    assert Status("OK") == "OK"

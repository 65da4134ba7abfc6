"""The keys of a server and what commands do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.redis.protocol import Problem, Status
from tutor.shell.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Callable

OK = Status("OK")
_WRONG = "WRONGTYPE Operation against a key holding the wrong kind of value"
_NO_INTEGER = "ERR value is not an integer or out of range"
_LARGEST = 16 << 20


class Keyspace:
    """Keys with values (bytes, list, dict, set) and the times at which they expire."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.values: dict[bytes, Any] = {}
        self.ends: dict[bytes, float] = {}
        self.changes = 0
        self.size = 0

    def get(self, key: bytes, kind: type | None = None) -> Any:
        """Return a value of a kind, None where there is none. Raises Problem."""
        end = self.ends.get(key)
        if end is not None and end <= self.now():
            self.drop(key)
        value = self.values.get(key)
        if value is not None and kind is not None and not isinstance(value, kind):
            raise Problem(_WRONG)
        return value

    def drop(self, key: bytes) -> bool:
        """Remove a key; whether it was there."""
        self.ends.pop(key, None)
        return self.values.pop(key, None) is not None

    def keys(self) -> list[bytes]:
        """Return the keys that have not expired."""
        return [key for key in list(self.values) if self.get(key) is not None]

    def make(self, key: bytes, kind: type) -> Any:
        """Return a value of a kind, made if it is not there. Raises Problem."""
        value = self.get(key, kind)
        if value is None:
            value = self.values[key] = kind()
        return value

    def grew(self, size: int) -> None:
        """Count what is stored. Raises Problem."""
        self.changes += 1
        self.size += size
        if self.size > _LARGEST:
            raise Problem("OOM command not allowed when used memory > 'maxmemory'.")


def integer(word: bytes) -> int:
    """Return a number. Raises Problem."""
    try:
        value = int(word)
    except ValueError:
        raise Problem(_NO_INTEGER) from None
    if not -(1 << 63) <= value < 1 << 63:
        raise Problem(_NO_INTEGER)
    return value


def _set(space: Keyspace, words: list[bytes]) -> Any:
    key, value, *options = words
    given = [option.upper() for option in options]
    ends: float | None = None
    old = space.get(key)
    while given:
        option = given.pop(0)
        if option in (b"EX", b"PX") and given:
            seconds = integer(given.pop(0)) / (1 if option == b"EX" else 1000)
            if seconds <= 0:
                raise Problem("ERR invalid expire time in 'set' command")
            ends = space.now() + seconds
        elif option == b"NX":
            if old is not None:
                return None
        elif option == b"XX":
            if old is None:
                return None
        elif option not in (b"KEEPTTL",):
            raise Problem("ERR syntax error")
    space.grew(len(key) + len(value))
    space.values[key] = value
    space.ends.pop(key, None)
    if ends is not None:
        space.ends[key] = ends
    return OK


def _add(space: Keyspace, key: bytes, by: int) -> int:
    value = integer(space.get(key, bytes) or b"0") + by
    if not -(1 << 63) <= value < 1 << 63:
        raise Problem("ERR increment or decrement would overflow")
    space.values[key] = str(value).encode()
    space.grew(0)
    return value


def _append(space: Keyspace, words: list[bytes]) -> int:
    space.grew(len(words[1]))
    space.values[words[0]] = (space.get(words[0], bytes) or b"") + words[1]
    return len(space.values[words[0]])


def _expire(space: Keyspace, words: list[bytes], unit: int = 1) -> int:
    if space.get(words[0]) is None:
        return 0
    space.ends[words[0]] = space.now() + integer(words[1]) / unit
    return 1


def _ttl(space: Keyspace, key: bytes, unit: int = 1) -> int:
    if space.get(key) is None:
        return -2
    end = space.ends.get(key)
    return -1 if end is None else round((end - space.now()) * unit)


def _push(space: Keyspace, words: list[bytes], left: bool) -> int:
    items = space.make(words[0], list)
    for word in words[1:]:
        space.grew(len(word))
        items.insert(0, word) if left else items.append(word)
    return len(items)


def _pop(space: Keyspace, words: list[bytes], at: int) -> Any:
    items = space.get(words[0], list)
    if not items:
        return None
    found = items.pop(at)
    if not items:
        space.drop(words[0])
    space.changes += 1
    return found


def _range(space: Keyspace, words: list[bytes]) -> list[bytes]:
    items = space.get(words[0], list) or []
    first, last = integer(words[1]), integer(words[2])
    first = max(0, first + len(items)) if first < 0 else first
    last = last + len(items) if last < 0 else last
    return list(items[first : last + 1])


def _hset(space: Keyspace, words: list[bytes]) -> int:
    if len(words) % 2 == 0:
        raise Problem("ERR wrong number of arguments for 'hset' command")
    table = space.make(words[0], dict)
    before = len(table)
    for name, value in zip(words[1::2], words[2::2], strict=True):
        space.grew(len(name) + len(value))
        table[name] = value
    return len(table) - before


def _hdel(space: Keyspace, words: list[bytes]) -> int:
    table = space.get(words[0], dict) or {}
    count = sum(table.pop(name, None) is not None for name in words[1:])
    if not table:
        space.drop(words[0])
    return count


def _sadd(space: Keyspace, words: list[bytes]) -> int:
    items = space.make(words[0], _Members)
    before = len(items)
    for word in words[1:]:
        space.grew(len(word))
        items[word] = None
    return len(items) - before


class _Members(dict[bytes, None]):
    """A set, in the order in which its members came."""


def _members(space: Keyspace, key: bytes) -> list[bytes]:
    return list(space.get(key, _Members) or ())


def _type(space: Keyspace, key: bytes) -> Status:
    value = space.get(key)
    if isinstance(value, _Members):
        return Status("set")
    names = {"bytes": "string", "list": "list", "dict": "hash"}
    return Status(names.get(type(value).__name__, "none"))


def _clear(space: Keyspace) -> Status:
    space.values.clear()
    space.ends.clear()
    space.size = 0
    space.changes += 1
    return OK


def _matching(space: Keyspace, pattern: bytes) -> list[bytes]:
    text = pattern.decode("utf-8", "surrogateescape")
    return [key for key in Keyspace.keys(space) if matches(text, key.decode("utf-8", "surrogateescape"))]


def _pairs(table: dict[bytes, bytes]) -> list[bytes]:
    return [word for pair in table.items() for word in pair]


def _all_set(space: Keyspace, words: list[bytes]) -> Status:
    if len(words) % 2:
        raise Problem("ERR wrong number of arguments for 'mset' command")
    for key, value in zip(words[::2], words[1::2], strict=True):
        _set(space, [key, value])
    return OK


TABLE: dict[str, tuple[int, Callable[[Keyspace, list[bytes]], Any]]] = {
    "get": (1, lambda s, w: s.get(w[0], bytes)),
    "set": (-2, _set),
    "setnx": (2, lambda s, w: 1 if _set(s, [*w, b"NX"]) else 0),
    "setex": (3, lambda s, w: _set(s, [w[0], w[2], b"EX", w[1]])),
    "getset": (2, lambda s, w: (s.get(w[0], bytes), _set(s, w))[0]),
    "getdel": (1, lambda s, w: (s.get(w[0], bytes), s.drop(w[0]))[0]),
    "mget": (-1, lambda s, w: [s.get(key) if isinstance(s.get(key), bytes) else None for key in w]),
    "mset": (-2, _all_set),
    "append": (2, _append),
    "strlen": (1, lambda s, w: len(s.get(w[0], bytes) or b"")),
    "incr": (1, lambda s, w: _add(s, w[0], 1)),
    "decr": (1, lambda s, w: _add(s, w[0], -1)),
    "incrby": (2, lambda s, w: _add(s, w[0], integer(w[1]))),
    "decrby": (2, lambda s, w: _add(s, w[0], -integer(w[1]))),
    "del": (-1, lambda s, w: sum(s.drop(key) for key in w if s.get(key) is not None)),
    "unlink": (-1, lambda s, w: sum(s.drop(key) for key in w if s.get(key) is not None)),
    "exists": (-1, lambda s, w: sum(s.get(key) is not None for key in w)),
    "keys": (1, lambda s, w: _matching(s, w[0])),
    "scan": (-1, lambda s, w: [b"0", s.keys()]),
    "dbsize": (0, lambda s, w: len(s.keys())),
    "type": (1, lambda s, w: _type(s, w[0])),
    "expire": (-2, _expire),
    "pexpire": (-2, lambda s, w: _expire(s, w, 1000)),
    "ttl": (1, lambda s, w: _ttl(s, w[0])),
    "pttl": (1, lambda s, w: _ttl(s, w[0], 1000)),
    "persist": (1, lambda s, w: int(s.ends.pop(w[0], None) is not None)),
    "lpush": (-2, lambda s, w: _push(s, w, True)),
    "rpush": (-2, lambda s, w: _push(s, w, False)),
    "lpop": (-1, lambda s, w: _pop(s, w, 0)),
    "rpop": (-1, lambda s, w: _pop(s, w, -1)),
    "llen": (1, lambda s, w: len(s.get(w[0], list) or ())),
    "lrange": (3, _range),
    "hset": (-3, _hset),
    "hget": (2, lambda s, w: (s.get(w[0], dict) or {}).get(w[1])),
    "hgetall": (1, lambda s, w: _pairs(s.get(w[0], dict) or {})),
    "hdel": (-2, _hdel),
    "hkeys": (1, lambda s, w: list(s.get(w[0], dict) or {})),
    "hvals": (1, lambda s, w: list((s.get(w[0], dict) or {}).values())),
    "hlen": (1, lambda s, w: len(s.get(w[0], dict) or {})),
    "hexists": (2, lambda s, w: int(w[1] in (s.get(w[0], dict) or {}))),
    "sadd": (-2, _sadd),
    "smembers": (1, lambda s, w: _members(s, w[0])),
    "sismember": (2, lambda s, w: int(w[1] in _members(s, w[0]))),
    "scard": (1, lambda s, w: len(_members(s, w[0]))),
    "srem": (-2, lambda s, w: sum((s.get(w[0], _Members) or {}).pop(word, 0) is None for word in w[1:])),
    "flushall": (-0, lambda s, w: _clear(s)),
    "flushdb": (-0, lambda s, w: _clear(s)),
}
"""Commands: how many words they take (negative: at least so many), and what they do."""


def dumped(space: Keyspace) -> list[Any]:
    """Return all keys as JSON can hold them."""
    found: list[Any] = []
    for key in Keyspace.keys(space):
        value = space.values[key]
        kind = _type(space, key)
        if isinstance(value, bytes):
            plain: Any = value.decode("latin-1")
        elif isinstance(value, dict) and not isinstance(value, _Members):
            plain = [[name.decode("latin-1"), item.decode("latin-1")] for name, item in value.items()]
        else:
            plain = [item.decode("latin-1") for item in value]
        found.append([key.decode("latin-1"), str(kind), plain, space.ends.get(key)])
    return found


def restored(space: Keyspace, entries: list[Any]) -> None:
    """Take keys that `dumped` gave. Raises ValueError, TypeError, AttributeError where they are none."""
    for key, kind, plain, end in entries:
        name = key.encode("latin-1")
        if kind == "string":
            value: Any = plain.encode("latin-1")
        elif kind == "hash":
            value = {field.encode("latin-1"): item.encode("latin-1") for field, item in plain}
        else:
            items = [item.encode("latin-1") for item in plain]
            value = items if kind == "list" else _Members.fromkeys(items)
        space.values[name] = value
        if end is not None:
            space.ends[name] = float(end)

"""A persistent map from strings to values: a trie on a stable hash of the key.

The one rule: the shape of the trie depends on its keys alone. A node is a leaf exactly while it holds at most
`LEAF_SIZE` entries (or the hash has no bits left), so maps with equal entries have equal tries whatever the order of
their making, and a node's digest stands for everything below it. Changing an entry copies one leaf and the branches
above it; all else is shared.
"""

from __future__ import annotations

from hashlib import sha256
from zlib import crc32

from tutor.vfs.light import Generic, TypeVar
from tutor.vfs.merkle import encode_into

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from typing import Any, Final, TypeAlias

    Node: TypeAlias = "Leaf[V] | Branch[V] | Lazy[V]"
    Entry: TypeAlias = "tuple[int, str, V]"

V = TypeVar("V")
D = TypeVar("D")

LEAF_SIZE = 32
BITS = 4
FANOUT = 1 << BITS
_MASK = FANOUT - 1
_HASH_BITS = 32


def hash_of(key: str) -> int:
    """Return the stable 32-bit hash that places a key in the trie (CRC-32 of its UTF-8)."""
    return crc32(key.encode("utf-8", "surrogatepass"))


class Leaf(Generic[V]):
    """A node with its entries side by side."""

    __slots__ = ("_digest", "count", "entries")

    def __init__(self, entries: dict[str, V]) -> None:
        self.entries: Final = entries
        self.count: Final = len(entries)
        self._digest: bytes | None = None

    @property
    def digest(self) -> bytes:
        """SHA-256 over the encoded entries, in the order of their keys."""
        if self._digest is None:
            out = [b"L"]
            for key in sorted(self.entries):
                encode_into(key, out)
                encode_into(self.entries[key], out)
            self._digest = sha256(b"".join(out)).digest()
        return self._digest


class Branch(Generic[V]):
    """A node with `FANOUT` children, placed by four bits of the hash; absent ones are None."""

    __slots__ = ("_digest", "children", "count")

    def __init__(self, children: tuple[Node[V] | None, ...], count: int) -> None:
        self.children: Final = children
        self.count: Final = count
        self._digest: bytes | None = None

    @property
    def digest(self) -> bytes:
        """SHA-256 over the digests of the children."""
        if self._digest is None:
            self._digest = sha256(b"B" + b"".join([c.digest if c else _ABSENT for c in self.children])).digest()
        return self._digest


class Lazy(Generic[V]):
    """A node that stays where it is stored until something looks into it: `load` finds it by its digest."""

    __slots__ = ("_load", "_node", "count", "digest")

    def __init__(self, digest: bytes, count: int, load: Callable[[bytes], Leaf[V] | Branch[V]]) -> None:
        self.digest: Final = digest
        self.count: Final = count
        self._load: Callable[[bytes], Leaf[V] | Branch[V]] | None = load
        self._node: Leaf[V] | Branch[V] | None = None

    @property
    def loaded(self) -> bool:
        """Whether the node has been fetched."""
        return self._node is not None

    def force(self) -> Leaf[V] | Branch[V]:
        """Return the node itself, fetched at the first call."""
        if self._node is None:
            assert self._load is not None
            self._node = self._load(self.digest)
            self._load = None
        return self._node


_ABSENT = bytes(32)
_NOTHING: Leaf[Any] = Leaf({})


class PersistentMap(Generic[V]):
    """An immutable map with `str` keys, iterated in the order of its keys; compared and hashed by its digest."""

    __slots__ = ("root",)

    def __init__(self, root: Node[V] | None = None) -> None:
        self.root: Final[Node[V]] = _NOTHING if root is None else root

    @classmethod
    def of(cls, mapping: Mapping[str, V] | None = None) -> PersistentMap[V]:
        """Return the map with these entries."""
        if not mapping:
            return cls()
        return cls(_build([(hash_of(key), key, value) for key, value in mapping.items()], 0))

    @property
    def digest(self) -> bytes:
        """32 bytes that stand for all entries; kept per node, so that a small change costs little."""
        return self.root.digest

    def unsettled(self) -> Iterator[V]:
        """Iterate over the values whose digests are still needed for this map's."""
        return _unsettled(self.root)

    def __len__(self) -> int:
        return self.root.count

    def __bool__(self) -> bool:
        return self.root.count > 0

    def _find(self, key: str) -> dict[str, V]:
        """Return the entries of the leaf where `key` is or would be."""
        node: Any = self.root
        cls = node.__class__
        if cls is not Leaf:
            try:
                bits = crc32(key.encode())
            except UnicodeEncodeError:
                bits = hash_of(key)
            while cls is not Leaf:
                if cls is Branch:
                    node = node.children[bits & _MASK]
                    bits >>= BITS
                elif node is None:
                    return {}
                else:
                    node = node._node or node.force()
                cls = node.__class__
        return node.entries  # type: ignore[no-any-return]

    def get(self, key: str, default: D | None = None) -> V | D | None:
        """Return the value of `key`, or `default`."""
        return self._find(key).get(key, default)

    def __getitem__(self, key: str) -> V:
        return self._find(key)[key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._find(key)

    def flat(self) -> dict[str, V]:
        """Return all entries as a dict that is the caller's own, in no useful order: to look up many of them."""
        return _flat(self.root)

    def among(self, keys: AbstractSet[str]) -> dict[str, V]:
        """Return the entries with these keys, in no useful order; absent ones are passed over."""
        if 8 * len(keys) > len(self):
            return {key: value for key, value in self.entries() if key in keys}
        return {key: entries[key] for key in keys if key in (entries := self._find(key))}

    def entries(self) -> ItemsView[str, V]:
        """All entries in no useful order: the fastest way over the map."""
        root = self.root
        return root.entries.items() if isinstance(root, Leaf) else _flat(root).items()

    def items(self) -> list[tuple[str, V]]:
        """All entries in the order of their keys."""
        return sorted(self.entries(), key=_first)

    def keys(self) -> list[str]:
        """All keys, sorted."""
        return sorted(_flat(self.root))

    def values(self) -> list[V]:
        """All values in the order of their keys."""
        return [value for _, value in self.items()]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def set(self, key: str, value: V) -> PersistentMap[V]:
        """Return the map with `key` bound to `value`."""
        return PersistentMap(_set(self.root, hash_of(key), 0, key, value))

    def remove(self, key: str) -> PersistentMap[V]:
        """Return the map without `key`. Raises `KeyError` when it is absent."""
        return PersistentMap(_remove(self.root, hash_of(key), key))

    def update(self, items: Mapping[str, V]) -> PersistentMap[V]:
        """Return the map with all of `items` set, sharing the work of entries that lie together."""
        if not items:
            return self
        return PersistentMap(_update(self.root, [(hash_of(key), key, value) for key, value in items.items()], 0))

    def without(self, keys: Iterable[str]) -> PersistentMap[V]:
        """Return the map without `keys`, sharing the work of those that lie together; absent ones are passed over."""
        gone = frozenset(keys)
        if 8 * len(gone) > len(self):
            return PersistentMap(_sifted(self.root, gone))
        return PersistentMap(_without(self.root, [(hash_of(key), key) for key in gone], 0)) if gone else self

    def changes(self, other: PersistentMap[V]) -> Iterator[tuple[str, V | None, V | None]]:
        """Each key whose value differs, as (key, value here or None, value there or None), in no useful order.

        What both maps share is skipped without being looked at, and so is what has the same digest.
        """
        return _changes(self.root, other.root)

    def touched(self, other: PersistentMap[V]) -> list[str]:
        """Each key under which the maps do not hold the very same object, in no useful order; no digest is needed."""
        found: list[str] = []
        _touched(self.root, other.root, found)
        return found

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PersistentMap):
            return NotImplemented
        return self.root is other.root or (self.root.count == other.root.count and self.digest == other.digest)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"PersistentMap.of({dict(self.items())!r})"


def _first(entry: tuple[str, V]) -> str:
    return entry[0]


def _flat(node: Node[V]) -> dict[str, V]:
    """Return all entries below a node as a new dict."""
    found: dict[str, V] = {}
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Lazy):
            node = node.force()
        if isinstance(node, Leaf):
            found.update(node.entries)
        else:
            waiting += [child for child in node.children if child is not None]
    return found


def _unsettled(node: Node[V]) -> Iterator[V]:
    if isinstance(node, Lazy) or node._digest is not None:
        return
    if isinstance(node, Leaf):
        yield from node.entries.values()
    else:
        for child in node.children:
            if child is not None:
                yield from _unsettled(child)


def _build(items: list[Entry[V]], depth: int) -> Leaf[V] | Branch[V]:
    """Return the node at `depth` for entries with different keys."""
    if len(items) <= LEAF_SIZE or depth >= _HASH_BITS:
        return Leaf({key: value for _, key, value in items})
    return Branch(tuple([_build(part, depth + BITS) if part else None for part in _parts(items, depth)]), len(items))


def _parts(items: Iterable[Entry[V]], depth: int) -> list[list[Entry[V]]]:
    """Entries by the child of a branch at `depth` that they belong to."""
    parts: list[list[Entry[V]]] = [[] for _ in range(FANOUT)]
    for item in items:
        parts[item[0] >> depth & _MASK].append(item)
    return parts


def _split(entries: dict[str, V], depth: int) -> Leaf[V] | Branch[V]:
    """Return the node for these entries: a leaf, or a branch when they have become too many for one."""
    if len(entries) <= LEAF_SIZE or depth >= _HASH_BITS:
        return Leaf(entries)
    return _build([(hash_of(key), key, value) for key, value in entries.items()], depth)


def _set(node: Node[V] | None, bits: int, depth: int, key: str, value: V) -> Leaf[V] | Branch[V]:
    if node is None:
        return Leaf({key: value})
    if isinstance(node, Lazy):
        node = node.force()
    if isinstance(node, Leaf):
        return _split({**node.entries, key: value}, depth)
    children = node.children
    at = bits & _MASK
    old = children[at]
    new = _set(old, bits >> BITS, depth + BITS, key, value)
    return Branch((*children[:at], new, *children[at + 1 :]), node.count + new.count - (old.count if old else 0))


def _update(node: Node[V] | None, items: list[Entry[V]], depth: int) -> Leaf[V] | Branch[V]:
    if isinstance(node, Lazy):
        node = node.force()
    if node is None:
        return _build(items, depth)
    if isinstance(node, Leaf):
        entries = dict(node.entries)
        entries.update([item[1:] for item in items])
        return _split(entries, depth)
    children = [
        _update(child, part, depth + BITS) if part else child
        for child, part in zip(node.children, _parts(items, depth), strict=True)
    ]
    return Branch(tuple(children), sum([child.count for child in children if child]))


def _remove(node: Node[V] | None, bits: int, key: str) -> Leaf[V] | Branch[V]:
    if isinstance(node, Lazy):
        node = node.force()
    if node is None:
        raise KeyError(key)
    if isinstance(node, Leaf):
        entries = dict(node.entries)
        del entries[key]
        return Leaf(entries)
    at = bits & _MASK
    new = _remove(node.children[at], bits >> BITS, key)
    count = node.count - 1
    children = (*node.children[:at], new if new.count else None, *node.children[at + 1 :])
    if count <= LEAF_SIZE:
        return _joined(children)
    return Branch(children, count)


def _sifted(node: Node[V], gone: frozenset[str]) -> Leaf[V] | Branch[V] | None:
    """Return the node without those keys, all of it looked at: quicker than hashing the keys where they are many."""
    if isinstance(node, Lazy):
        node = node.force()
    if isinstance(node, Leaf):
        if gone.isdisjoint(node.entries):
            return node
        kept = {key: value for key, value in node.entries.items() if key not in gone}
        return Leaf(kept) if kept else None
    children = tuple([_sifted(child, gone) if child else None for child in node.children])
    return _rejoined(node, children)


def _rejoined(node: Branch[V], children: tuple[Leaf[V] | Branch[V] | None, ...]) -> Leaf[V] | Branch[V] | None:
    """Return a branch whose children have lost entries: a leaf, or nothing, where few or none are left."""
    count = sum([child.count for child in children if child])
    if count == node.count:
        return node
    if count <= LEAF_SIZE:
        return _joined(children) if count else None
    return Branch(children, count)


def _joined(children: Iterable[Node[V] | None]) -> Leaf[V]:
    """Return the leaf of the few entries that a branch's children have left."""
    return Leaf({key: value for child in children if child for key, value in _flat(child).items()})


def _without(node: Node[V] | None, places: list[tuple[int, str]], depth: int) -> Leaf[V] | Branch[V] | None:
    if isinstance(node, Lazy):
        node = node.force()
    if node is None or not places:
        return node
    if isinstance(node, Leaf):
        gone = {key for _, key in places}
        kept = {key: value for key, value in node.entries.items() if key not in gone}
        return node if len(kept) == node.count else Leaf(kept) if kept else None
    parts: list[list[tuple[int, str]]] = [[] for _ in range(FANOUT)]
    for place in places:
        parts[place[0] >> depth & _MASK].append(place)
    children = tuple([_without(child, part, depth + BITS) for child, part in zip(node.children, parts, strict=True)])
    return _rejoined(node, children)


def _touched(a: Node[V] | None, b: Node[V] | None, found: list[str]) -> None:
    if a is b:
        return
    if isinstance(a, Lazy):
        a = a.force()
    if isinstance(b, Lazy):
        b = b.force()
    if a is b:
        return
    if isinstance(a, Branch) and isinstance(b, Branch):
        for mine, theirs in zip(a.children, b.children, strict=True):
            if mine is not theirs:
                _touched(mine, theirs, found)
        return
    left = _flat(a) if a is not None else {}
    right = _flat(b) if b is not None else {}
    found += [key for key, value in left.items() if right.get(key, left) is not value]
    found += [key for key in right if key not in left]


def _changes(a: Node[V] | None, b: Node[V] | None) -> Iterator[tuple[str, V | None, V | None]]:
    if a is b:
        return
    if a is None:
        assert b is not None
        for key, value in _flat(b).items():
            yield key, None, value
        return
    if b is None:
        for key, value in _flat(a).items():
            yield key, value, None
        return
    if a.count == b.count and a.digest == b.digest:
        return
    if isinstance(a, Lazy):
        a = a.force()
    if isinstance(b, Lazy):
        b = b.force()
    if isinstance(a, Branch) and isinstance(b, Branch):
        for mine, theirs in zip(a.children, b.children, strict=True):
            yield from _changes(mine, theirs)
        return
    left, right = _flat(a), _flat(b)
    for key, value in left.items():
        if key not in right:
            yield key, value, None
        else:
            there = right[key]
            if there is not value and there != value:
                yield key, value, there
    for key, value in right.items():
        if key not in left:
            yield key, None, value

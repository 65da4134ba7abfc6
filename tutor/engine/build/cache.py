"""The build cache from outside: how full it is, and emptying it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import filters as given
from tutor.engine.build.record import CACHE_MOUNT, REGULAR, CacheUsage
from tutor.engine.contents import Latest
from tutor.engine.outcome import Outcome

if TYPE_CHECKING:
    from tutor.engine.build.record import CacheRecord
    from tutor.engine.state import State
    from tutor.engine.world import World

_KNOWN = (
    "id", "parents", "description", "inuse", "mutable", "immutable", "shared", "private", "type", "until",
    "unused-for", "label", "label!",
)  # fmt: skip


def cache_usage(state: State, *, filters: tuple[str, ...] = ()) -> tuple[CacheUsage, ...]:
    """Return the records of the cache, newest first; a filter that is not known fits none. Raises EngineError."""
    parsed = given.parse(filters)
    if any(name not in _KNOWN for name in parsed):
        return ()
    needed = _layers_of_images(state)
    rows = [_usage(state, record, needed) for _, record in state.cache.entries()]
    if parsed:
        rows = [row for row in rows if _fits(row, parsed)]
    rows.sort(key=lambda row: (-row.used, -row.created, row.id))
    return tuple(rows)


def _usage(state: State, record: CacheRecord, needed: frozenset[str]) -> CacheUsage:
    shared = bool(record.layer) and record.layer in needed
    shared = shared or bool(record.chain and any(blob in needed for blob in record.blobs))
    parents = (record.parent,) if record.parent in state.cache else ()
    return CacheUsage(
        record.id, record.kind if record.kind != "source" else REGULAR, record.description, record.size,
        record.created, record.used, record.uses, False, shared, True, record.kind == CACHE_MOUNT, parents,
    )  # fmt: skip


_needed: Latest[frozenset[str]] = Latest()


def _layers_of_images(state: State) -> frozenset[str]:
    """Return the digests that images need."""
    return _needed.of((state.images, state.content), lambda: _closures(state))


def _closures(state: State) -> frozenset[str]:
    from tutor.engine.gc import closure

    found: set[str] = set()
    for _, record in state.images.entries():
        found |= closure(state, record.target)
    return frozenset(found)


def _fits(row: CacheUsage, parsed: given.Filters) -> bool:
    truths = {
        "inuse": row.in_use, "mutable": row.mutable, "immutable": not row.mutable, "shared": row.shared,
        "private": not row.shared,
    }  # fmt: skip
    for name, truth in truths.items():
        if name in parsed and given.boolean(parsed, name, True) != truth:
            return False
    return (
        ("id" not in parsed or any(row.id.startswith(text) for text in parsed["id"]))
        and ("type" not in parsed or row.kind in parsed["type"])
        and ("description" not in parsed or any(text in row.description for text in parsed["description"]))
    )


def prune_cache(
    state: State,
    world: World,
    *,
    all: bool = False,
    filters: tuple[str, ...] = (),
    keep: int = 0,
) -> Outcome[tuple[tuple[CacheUsage, ...], int]]:
    """Remove what no image needs (with `all` everything); the value is what went, and how many bytes came free.

    What an image shares stays without `all`. Of what is left, records not used for longest go first until no more than
    `keep` bytes remain.
    """
    from tutor.engine.gc import size_of, sweep

    parsed = given.parse(filters)
    limits = [given.until(value, world.now) for key in ("until", "unused-for") for value in parsed.get(key, ())]
    stood_on = set() if all else _stood_on(state)
    rows = [
        row
        for row in cache_usage(state, filters=filters)
        if (all or not row.shared) and all_before(row, limits) and row.id not in stood_on
    ]
    if keep:
        total = sum(row.size for row in cache_usage(state))
        chosen = []
        for row in sorted(rows, key=lambda row: row.used):
            if total <= keep:
                break
            chosen.append(row)
            total -= row.size
        rows = chosen
    before = replace(state, cache=state.cache.without([row.id for row in rows]))
    after, freed = sweep(before)
    return Outcome(after, (), (tuple(rows), sum(row.size for row in rows) + _blobs(before, freed, size_of)))


def _blobs(state: State, freed: tuple[str, ...], size_of: object) -> int:
    """Return the compressed bytes that came free: unpacked ones are the records' own sizes."""
    return sum(blob.size for key in freed if (blob := state.content.get(key)) is not None)


def all_before(row: CacheUsage, limits: list[float]) -> bool:
    """Whether a record was last used before all of some moments."""
    return not any(row.used >= limit for limit in limits)


def _stood_on(state: State) -> set[str]:
    """Return the IDs of the records that one stands on whose layer an image has."""
    needed = _layers_of_images(state)
    return {record.parent for _, record in state.cache.entries() if record.layer and record.layer in needed}

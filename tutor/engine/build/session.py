"""What one build carries along: the state, the clock, the cache records, the vertices."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import ids
from tutor.engine.build.progress import BuildStep, Draft
from tutor.engine.build.record import REGULAR, CacheRecord

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.build.progress import Vertex
    from tutor.engine.build.request import BuildRequest
    from tutor.engine.state import State
    from tutor.engine.world import World


class Session:
    """One build. `state` changes while content is fetched; `records` are all cache records by ID.

    `epoch` is the moment that the build is to be dated to (SOURCE_DATE_EPOCH), None for the present.
    """

    def __init__(self, state: State, world: World, request: BuildRequest) -> None:
        self.state = state
        self.world = world
        self.request = request
        self.elapsed = 0.0
        self.epoch: int | None = None
        self.events: list[Any] = []
        self.drafts: list[Draft] = []
        self.records: dict[str, CacheRecord] = state.cache.flat()
        self.known = frozenset(self.records)
        self.by_key: dict[str, str] = {}
        for record in sorted(self.records.values(), key=lambda record: record.used):
            for key in record.keys:
                self.by_key[key] = record.id
        self.fresh_mounts: set[str] = set()
        self._added: set[str] = set()

    @property
    def now(self) -> float:
        """The simulated time of this moment."""
        return self.world.now + self.elapsed

    @property
    def dated(self) -> int:
        """The time, in whole seconds, that files made by the build itself get."""
        return int(self.now) if self.epoch is None else self.epoch

    def vertex(self, name: str, kind: str = "internal", *status: str) -> Draft:
        """Add a vertex."""
        draft = Draft(name, kind)
        for text in status:
            draft.say(text)
        self.drafts.append(draft)
        return draft

    def random(self, what: str) -> str:
        """Return a new BuildKit ID: 25 base-36 digits."""
        self.state, digits = ids.draw(self.state, what)
        return ids.base36(digits)

    def find(self, keys: list[str]) -> CacheRecord | None:
        """Return the record that one of the keys leads to."""
        for key in keys:
            record = self.records.get(self.by_key.get(key, ""))
            if record is not None:
                return record
        return None

    def add(self, record: CacheRecord) -> CacheRecord:
        """Take in a new record, or another version of one."""
        self.records[record.id] = record
        self._added.add(record.id)
        for key in record.keys:
            self.by_key[key] = record.id
        return record

    def use(self, record: CacheRecord, keys: list[str]) -> CacheRecord:
        """Count one more use of a record, and remember further keys that lead to it."""
        more = tuple(key for key in keys if key not in record.keys)
        return self.add(replace(record, used=self.now, uses=record.uses + 1, keys=(*record.keys, *more)))

    def vertices(self) -> tuple[Vertex, ...]:
        """Return the vertices in the order in which they are numbered."""
        order = ("internal", "source", "step", "export")
        return tuple(draft.finish() for draft in sorted(self.drafts, key=lambda draft: order.index(draft.kind)))

    def finish(self) -> State:
        """Return the state with the cache as the build leaves it, and what became of each step."""
        changed = {id: self.records[id] for id in self._added}
        state = replace(self.state, cache=self.state.cache.update(changed)) if changed else self.state
        steps = tuple(event for event in self.events if isinstance(event, BuildStep))
        return replace(state, built=steps) if steps else state

    def of_step(self, text: str, below: str) -> CacheRecord | None:
        """Return the latest record of an instruction with this text; one on the same result goes first."""
        found = [record for record in self.records.values() if record.kind == REGULAR and record.text == text]
        return max(found, key=lambda row: (row.parent == below, row.used, row.created, row.id), default=None)


def key_of(*parts: str) -> str:
    """Return the cache key that these parts make."""
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()

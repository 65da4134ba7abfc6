"""Workspaces: where a learner's states and the commands between them are kept.

One rule: history is a tree of entries. Each entry holds the state after one command line; `head` is where the learner
is, `tip` the newest entry of the branch that `redo` follows. Nothing is lost by undoing: a command after it starts a
branch.
"""

from __future__ import annotations

from tutor.errors import LayerwiseError
from tutor.store.blobs import MemorySink
from tutor.vfs.light import Protocol
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Final

    from tutor.store.blobs import Sink


class NoSuchEntry(LayerwiseError):
    """An entry of the history that does not exist. `id` is its number."""

    def __init__(self, id: int) -> None:
        super().__init__(f"there is no step {id} in the history")
        self.id = id


class Entry(Record):
    """One step of the history.

    `id` is its number, `parent` that of the step before it (None for a beginning), `line` the command line, `time` when
    it was run (simulated seconds since 1970), `name` the name that it was given ("" for none), `code` its exit code,
    `changed` whether it changed anything (undo goes back over those that did not).
    """

    __slots__ = __match_args__ = ("id", "parent", "line", "time", "name", "code", "changed")

    def __init__(
        self, id: int, parent: int | None, line: str, time: float, name: str = "", code: int = 0, changed: bool = True
    ) -> None:
        self.id: Final = id
        self.parent: Final = parent
        self.line: Final = line
        self.time: Final = time
        self.name: Final = name
        self.code: Final = code
        self.changed: Final = changed


class Workspace(Protocol):
    """A history of states. Implementations: `MemoryWorkspace` here, `SqliteWorkspace` in `sqlite`."""

    @property
    def head(self) -> Entry | None:
        """Where the learner is; None in a new workspace."""

    @property
    def tip(self) -> Entry | None:
        """The end of the branch that `redo` follows: the head, or an entry that comes after it."""

    def append(
        self,
        line: str,
        value: object,
        *,
        time: float,
        name: str = "",
        code: int = 0,
        changed: bool = True,
        root: bool = False,
        meta: Mapping[str, str | None] | None = None,
    ) -> Entry:
        """Keep the state after a command line, and `meta` with it, in one transaction; it becomes head and tip.

        With `root` it is a new beginning instead of following the head.
        """

    def value(self, entry: Entry | None = None) -> object:
        """Return the state of an entry (of the head by default). Raises NoSuchEntry."""

    def undo(self, steps: int = 1) -> int:
        """Go back; return how many steps that were (fewer than asked at the beginning)."""

    def redo(self, steps: int = 1) -> int:
        """Go forward on the branch that was left by undoing; return how many steps that were."""

    def move(self, id: int) -> Entry:
        """Make an entry the head; redo then leads to the newest entry after it. Raises NoSuchEntry."""

    def entry(self, id: int) -> Entry:
        """Return an entry by its number. Raises NoSuchEntry."""

    def entries(self) -> tuple[Entry, ...]:
        """Return all entries in the order in which they were made."""

    def path(self) -> tuple[Entry, ...]:
        """Return the entries from the beginning to the head."""

    def ahead(self) -> tuple[Entry, ...]:
        """Return the entries that `redo` would go over, from the head to the tip."""

    def rename(self, id: int, name: str) -> Entry:
        """Name an entry. Raises NoSuchEntry."""

    def meta(self, key: str) -> str | None:
        """Return a remembered text, such as the progress of a lesson; None if there is none."""

    def set_meta(self, values: Mapping[str, str | None]) -> None:
        """Remember texts; None forgets."""

    def sink(self) -> Sink:
        """Return where blobs of the command in flight are kept while they arrive."""

    def rollback(self) -> None:
        """Forget what the sink took in since the last entry."""

    def forget(self, ids: Iterable[int]) -> None:
        """Drop entries; those after them follow the ones before them. The head stays. Raises NoSuchEntry."""

    def compact(self) -> int:
        """Give back the room of what no entry needs; return the bytes freed."""

    def close(self) -> None:
        """Let go of the workspace."""


class MemoryWorkspace:
    """A workspace that ends with the process and costs nothing to open."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._values: dict[int, object] = {}
        self._meta: dict[str, str] = {}
        self._head: int | None = None
        self._tip: int | None = None
        self._last = 0

    @property
    def head(self) -> Entry | None:
        """Where the learner is; None in a new workspace."""
        return None if self._head is None else self._entries[self._head]

    @property
    def tip(self) -> Entry | None:
        """The end of the branch that `redo` follows."""
        return None if self._tip is None else self._entries[self._tip]

    def append(
        self,
        line: str,
        value: object,
        *,
        time: float,
        name: str = "",
        code: int = 0,
        changed: bool = True,
        root: bool = False,
        meta: Mapping[str, str | None] | None = None,
    ) -> Entry:
        """Keep the state after a command line; it becomes head and tip."""
        self._last += 1
        entry = Entry(self._last, None if root else self._head, line, time, name, code, changed)
        self._entries[entry.id] = entry
        self._values[entry.id] = value
        self._head = self._tip = entry.id
        self.set_meta(meta or {})
        return entry

    def value(self, entry: Entry | None = None) -> object:
        """Return the state of an entry (of the head by default). Raises NoSuchEntry."""
        id = entry.id if entry is not None else self._head or 0
        if id not in self._values:
            raise NoSuchEntry(id)
        return self._values[id]

    def undo(self, steps: int = 1) -> int:
        """Go back; return how many steps that were."""
        done = 0
        while done < steps and self._head is not None and self._entries[self._head].parent is not None:
            self._head = self._entries[self._head].parent
            done += 1
        return done

    def redo(self, steps: int = 1) -> int:
        """Go forward on the branch that was left by undoing; return how many steps that were."""
        ahead = self.ahead()[: max(steps, 0)]
        if ahead:
            self._head = ahead[-1].id
        return len(ahead)

    def move(self, id: int) -> Entry:
        """Make an entry the head; redo then leads to the newest entry after it. Raises NoSuchEntry."""
        entry = self.entry(id)
        below = {id}
        for other in self._entries.values():
            if other.parent in below:
                below.add(other.id)
        self._head, self._tip = id, max(below)
        return entry

    def entry(self, id: int) -> Entry:
        """Return an entry by its number. Raises NoSuchEntry."""
        if id not in self._entries:
            raise NoSuchEntry(id)
        return self._entries[id]

    def entries(self) -> tuple[Entry, ...]:
        """Return all entries in the order in which they were made."""
        return tuple(self._entries.values())

    def path(self) -> tuple[Entry, ...]:
        """Return the entries from the beginning to the head."""
        found: list[Entry] = []
        at = self._head
        while at is not None:
            found.append(self._entries[at])
            at = self._entries[at].parent
        return tuple(reversed(found))

    def ahead(self) -> tuple[Entry, ...]:
        """Return the entries that `redo` would go over, from the head to the tip."""
        found: list[Entry] = []
        at = self._tip
        while at is not None and at != self._head:
            found.append(self._entries[at])
            at = self._entries[at].parent
        return tuple(reversed(found))

    def rename(self, id: int, name: str) -> Entry:
        """Name an entry. Raises NoSuchEntry."""
        old = self.entry(id)
        self._entries[id] = old.replace(name=name)
        return self._entries[id]

    def meta(self, key: str) -> str | None:
        """Return a remembered text; None if there is none."""
        return self._meta.get(key)

    def set_meta(self, values: Mapping[str, str | None]) -> None:
        """Remember texts; None forgets."""
        for key, value in values.items():
            if value is None:
                self._meta.pop(key, None)
            else:
                self._meta[key] = value

    def sink(self) -> Sink:
        """Return where blobs are kept while they arrive."""
        return MemorySink()

    def rollback(self) -> None:
        """Do nothing: what nobody refers to is gone by itself."""

    def forget(self, ids: Iterable[int]) -> None:
        """Drop entries; those after them follow the ones before them. The head stays. Raises NoSuchEntry."""
        for id in sorted(set(ids)):
            entry = self.entry(id)
            if id == self._head:
                continue
            for other in list(self._entries.values()):
                if other.parent == id:
                    self._entries[other.id] = other.replace(parent=entry.parent)
            if id == self._tip:
                self._tip = self._head
            del self._entries[id], self._values[id]

    def compact(self) -> int:
        """Do nothing: what nobody refers to is gone by itself."""
        return 0

    def close(self) -> None:
        """Do nothing."""


class MemoryWorkspaces:
    """Workspaces by name that end with the process."""

    def __init__(self) -> None:
        self._by_name: dict[str, MemoryWorkspace] = {}

    def open(self, name: str) -> Workspace:
        """Open a workspace, a new one where there is none of that name."""
        return self._by_name.setdefault(name, MemoryWorkspace())

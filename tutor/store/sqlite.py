"""A workspace in one SQLite file.

One rule: one command, one transaction. A process that is killed loses at most the command in flight.
"""

from __future__ import annotations

from tutor.store.database import Database
from tutor.store.faults import CorruptWorkspace
from tutor.store.objects import VALUE, ObjectSink
from tutor.store.workspace import Entry, NoSuchEntry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from tutor.store.blobs import Sink
    from tutor.store.codec import Codec

_ROW = "SELECT h.id, h.parent, h.line, h.time, h.name, h.code, h.changed FROM history h "
_UP = (
    "WITH RECURSIVE up(id, parent) AS (SELECT id, parent FROM history WHERE id = ?"
    " UNION ALL SELECT h.id, h.parent FROM history h JOIN up ON h.id = up.parent) "
)
_DOWN = "WITH RECURSIVE down(id) AS (SELECT ? UNION ALL SELECT h.id FROM history h JOIN down ON h.parent = down.id) "


class SqliteWorkspace:
    """A workspace that is kept in a file. See `workspace.Workspace` for what its methods do.

    All of them raise WorkspaceError where the file fails them.
    """

    def __init__(self, database: Database, codec: Codec) -> None:
        self._db = database
        self._codec = codec
        self._head: Entry | None = None
        self._tip: Entry | None = None
        self._find_place()

    @classmethod
    def open(cls, file: str, codec: Codec, *, wait: float = 0.0, limit: int | None = None) -> SqliteWorkspace:
        """Open the workspace in a file, or make it (with its folder) if there is none.

        If another process has it, wait up to `wait` seconds. `limit` is the most bytes that the file may grow to.
        Raises WorkspaceBusy, UnwritableWorkspace, CorruptWorkspace, ForeignFile or NewerWorkspace.
        """
        database = Database.open(file, wait=wait, limit=limit)
        try:
            return cls(database, codec)
        except BaseException:
            database.close()
            raise

    @property
    def file(self) -> str:
        """The path of the file."""
        return self._db.file

    @property
    def head(self) -> Entry | None:
        """Where the learner is; None in a new workspace."""
        return self._head

    @property
    def tip(self) -> Entry | None:
        """The end of the branch that `redo` follows."""
        return self._tip

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
        """Keep the state after a command line, and `meta` with it, in one transaction; it becomes head and tip."""
        parent = None if root or self._head is None else self._head.id
        try:
            row = (parent, _text(line), time, _text(name), code, changed, self._codec.save(value, self._db))
            id = self._db.run(
                "INSERT INTO history (parent, line, time, name, code, changed, state) VALUES (?, ?, ?, ?, ?, ?, ?)", row
            )
            self._db.run("UPDATE place SET head = ?, tip = ?", (id, id))
            self._remember(meta or {})
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()
        self._head = self._tip = Entry(id, parent, line, time, name, code, changed)
        return self._head

    def value(self, entry: Entry | None = None) -> object:
        """Return the state of an entry (of the head by default). Raises NoSuchEntry."""
        entry = entry or self._head
        id = 0 if entry is None else entry.id
        rows = self._db.rows("SELECT state FROM history WHERE id = ?", (id,))
        if not rows:
            raise NoSuchEntry(id)
        return self._codec.load(rows[0][0], self._db)

    def undo(self, steps: int = 1) -> int:
        """Go back; return how many steps that were."""
        if self._head is None or self._tip is None or steps < 1:
            return 0
        rows = self._db.rows(_UP + "SELECT id FROM up LIMIT ?", (self._head.id, steps + 1))
        if len(rows) > 1:
            self._set_place(rows[-1][0], self._tip.id)
        return len(rows) - 1

    def redo(self, steps: int = 1) -> int:
        """Go forward on the branch that was left by undoing; return how many steps that were."""
        if self._head is None or self._tip is None or steps < 1 or self._head == self._tip:
            return 0
        ahead = self.ahead()[:steps]
        self._set_place(ahead[-1].id, self._tip.id)
        return len(ahead)

    def ahead(self) -> tuple[Entry, ...]:
        """Return the entries that `redo` would go over, from the head to the tip."""
        if self._head is None or self._tip is None or self._head == self._tip:
            return ()
        return tuple(entry for entry in self._path_to(self._tip) if entry.id > self._head.id)

    def move(self, id: int) -> Entry:
        """Make an entry the head; redo then leads to the newest entry after it. Raises NoSuchEntry."""
        entry = self.entry(id)
        ((tip,),) = self._db.rows(_DOWN + "SELECT max(id) FROM down", (id,))
        self._set_place(id, tip)
        return entry

    def entry(self, id: int) -> Entry:
        """Return an entry by its number. Raises NoSuchEntry."""
        rows = self._db.rows(_ROW + "WHERE id = ?", (id,))
        if not rows:
            raise NoSuchEntry(id)
        return _entry(rows[0])

    def entries(self) -> tuple[Entry, ...]:
        """Return all entries in the order in which they were made."""
        return tuple(_entry(row) for row in self._db.rows(_ROW + "ORDER BY h.id"))

    def path(self) -> tuple[Entry, ...]:
        """Return the entries from the beginning to the head."""
        return self._path_to(self._head) if self._head is not None else ()

    def rename(self, id: int, name: str) -> Entry:
        """Name an entry. Raises NoSuchEntry."""
        self.entry(id)
        self._db.run("UPDATE history SET name = ? WHERE id = ?", (_text(name), id))
        self._db.commit()
        self._find_place()
        return self.entry(id)

    def meta(self, key: str) -> str | None:
        """Return a remembered text; None if there is none."""
        rows = self._db.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return _read(rows[0][0]) if rows else None

    def set_meta(self, values: Mapping[str, str | None]) -> None:
        """Remember texts; None forgets."""
        self._remember(values)
        self._db.commit()

    def sink(self) -> Sink:
        """Return where blobs of the command in flight are kept while they arrive."""
        return ObjectSink(self._db)

    def rollback(self) -> None:
        """Forget what the sink took in since the last entry."""
        self._db.rollback()

    def forget(self, ids: Iterable[int]) -> None:
        """Drop entries; those after them follow the ones before them. The head stays. Raises NoSuchEntry."""
        try:
            for id in sorted(set(ids)):
                entry = self.entry(id)
                if self._head is not None and id == self._head.id:
                    continue
                self._db.run("UPDATE history SET parent = ? WHERE parent = ?", (entry.parent, id))
                self._db.run("UPDATE place SET tip = head WHERE tip = ?", (id,))
                self._db.run("DELETE FROM history WHERE id = ?", (id,))
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()
        self._find_place()

    def compact(self) -> int:
        """Drop the objects that no entry needs and give back their room; return how many bytes that was."""
        needed = self._reachable()
        dead = [key for (key,) in self._db.rows("SELECT key FROM objects") if key not in needed]
        try:
            self._db.remove(dead)
        except BaseException:
            self._db.rollback()
            raise
        return self._db.shrink()

    def check(self) -> None:
        """Read everything that the entries need. Raises CorruptWorkspace, MissingObject or CorruptObject."""
        for (answer,) in self._db.rows("PRAGMA quick_check(1)"):
            if answer != "ok":
                raise CorruptWorkspace(self.file, answer)
        self._reachable()

    def close(self) -> None:
        """Let go of the file; what was not committed is forgotten."""
        self._db.close()

    def _path_to(self, entry: Entry) -> tuple[Entry, ...]:
        rows = self._db.rows(_UP + _ROW + "JOIN up ON h.id = up.id ORDER BY h.id", (entry.id,))
        return tuple(_entry(row) for row in rows)

    def _reachable(self) -> set[bytes]:
        """Return the keys of all objects that the entries need, having read each."""
        from tutor.store.decoding import references

        waiting = [VALUE + state for (state,) in self._db.rows("SELECT DISTINCT state FROM history")]
        found = set(waiting)
        while waiting:
            key = waiting.pop()
            for other in references(key, self._db.get(key)):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def _find_place(self) -> None:
        rows = self._db.rows("SELECT head, tip FROM place")
        if len(rows) != 1:
            raise CorruptWorkspace(self.file, "it has no place in its history")
        head, tip = rows[0]
        try:
            self._head = None if head is None else self.entry(head)
            self._tip = self._head if tip in (None, head) else self.entry(tip)
        except NoSuchEntry as error:
            raise CorruptWorkspace(self.file, error.message) from None

    def _set_place(self, head: int, tip: int) -> None:
        self._db.run("UPDATE place SET head = ?, tip = ?", (head, tip))
        self._db.commit()
        self._find_place()

    def _remember(self, values: Mapping[str, str | None]) -> None:
        for key, value in values.items():
            if value is None:
                self._db.run("DELETE FROM meta WHERE key = ?", (key,))
            else:
                self._db.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, _text(value)))


def _entry(row: Any) -> Entry:
    id, parent, line, time, name, code, changed = row
    return Entry(id, parent, _read(line), time, _read(name), code, bool(changed))


def _text(text: str) -> str | bytes:
    """Return a text as SQLite can keep it: as bytes where it holds lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def _read(value: str | bytes) -> str:
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value

"""One SQLite file with objects in it, owned by one process at a time.

One rule: a file that is not ours, newer than us or damaged is recognised before anything is written to it.

The file is in write-ahead mode and locked by SQLite itself for as long as it is open; the system lifts the lock when a
process ends, however it ends. `synchronous` is NORMAL: a crash of the process loses nothing that was committed; a power
cut may lose the last transactions, but not the file.
"""

from __future__ import annotations

import os
import zlib

from tutor.store.faults import CorruptWorkspace, ForeignFile, NewerWorkspace, UnwritableWorkspace, fault
from tutor.store.objects import CorruptObject, MissingObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from typing import Any, Final

FORMAT = 1
"""The version of the file format that is written here."""

APPLICATION = 0x4C617977
"""What marks the header of our files: "Layw"."""

_PACKED_FROM = 200  # bytes; a shorter object is not worth compressing
_SAMPLE = 1 << 11  # bytes of a long object that tell whether it is
_CACHE = 256  # KiB of the file that SQLite keeps: what was read is kept as values, and the system has the file itself
_SCHEMA = (
    "CREATE TABLE objects (key BLOB NOT NULL UNIQUE, data BLOB NOT NULL)",
    "CREATE TABLE history (id INTEGER PRIMARY KEY AUTOINCREMENT, parent INTEGER, line BLOB NOT NULL,"
    " time REAL NOT NULL, name BLOB NOT NULL, code INTEGER NOT NULL, changed INTEGER NOT NULL, state BLOB NOT NULL)",
    "CREATE INDEX children ON history (parent)",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL)",
    "CREATE TABLE place (one INTEGER PRIMARY KEY CHECK (one = 1), head INTEGER, tip INTEGER)",
    "INSERT INTO place VALUES (1, NULL, NULL)",
)


class Database:
    """An open file: rows, transactions, and objects (see `objects.Objects`)."""

    def __init__(self, file: str, connection: sqlite3.Connection) -> None:
        self.file: Final = file
        self._db = connection
        self._error: tuple[type[sqlite3.Error], type[Exception]] = (connection.Error, UnicodeDecodeError)

    @classmethod
    def open(cls, file: str, *, wait: float = 0.0, limit: int | None = None) -> Database:
        """Open a file, or make it (with its folder). See `SqliteWorkspace.open`."""
        import sqlite3

        _look_at_header(file)
        try:
            folder = os.path.dirname(file) or "."
            os.makedirs(folder, exist_ok=True)
            if not os.access(folder, os.W_OK) or (os.path.exists(file) and not os.access(file, os.W_OK)):
                raise UnwritableWorkspace(file, "permission denied")
            connection = sqlite3.connect(file, timeout=wait, isolation_level=None, check_same_thread=False)
        except (sqlite3.Error, OSError) as error:
            raise fault(file, error) from None
        try:
            _prepare(file, connection, limit)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            connection.close()
            raise fault(file, error) from None
        except BaseException:
            connection.close()
            raise
        return cls(file, connection)

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        """Return all rows of a query. Raises WorkspaceError."""
        try:
            return self._db.execute(sql, values).fetchall()
        except self._error as error:
            raise fault(self.file, error) from None

    def run(self, sql: str, values: tuple[object, ...] = ()) -> int:
        """Change something in the transaction (begin one if there is none); return the last row's number."""
        try:
            if not self._db.in_transaction:
                self._db.execute("BEGIN IMMEDIATE")
            return self._db.execute(sql, values).lastrowid or 0
        except self._error as error:
            raise fault(self.file, error) from None

    def commit(self) -> None:
        """Make the transaction last. If that fails nothing of it is kept. Raises WorkspaceError."""
        try:
            if self._db.in_transaction:
                self._db.execute("COMMIT")
        except self._error as error:
            self.rollback()
            raise fault(self.file, error) from None

    def rollback(self) -> None:
        """Forget the transaction if there is one."""
        try:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        except self._error as error:
            raise fault(self.file, error) from None

    def get(self, key: bytes) -> bytes:
        """Return an object. Raises MissingObject, CorruptObject."""
        rows = self.rows("SELECT data FROM objects WHERE key = ?", (key,))
        if not rows:
            raise MissingObject(key)
        return unpacked(key, rows[0][0])

    def has(self, key: bytes) -> bool:
        """Say whether an object is stored."""
        return bool(self.rows("SELECT 1 FROM objects WHERE key = ?", (key,)))

    def put(self, key: bytes, data: bytes) -> None:
        """Store an object in the transaction."""
        self.run("INSERT OR IGNORE INTO objects VALUES (?, ?)", (key, packed(data)))

    def remove(self, keys: Iterable[bytes]) -> None:
        """Drop objects in the transaction."""
        for key in keys:
            self.run("DELETE FROM objects WHERE key = ?", (key,))

    def shrink(self) -> int:
        """Give the room of dropped rows back to the system; return the bytes freed."""
        self.commit()
        before = self._pages()
        self.rows("PRAGMA incremental_vacuum")
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return (before - self._pages()) * int(self.rows("PRAGMA page_size")[0][0])

    def _pages(self) -> int:
        return int(self.rows("PRAGMA page_count")[0][0])

    def close(self) -> None:
        """Forget what was not committed and let go of the file."""
        try:
            self._db.close()
        except self._error as error:
            raise fault(self.file, error) from None


def packed(data: bytes) -> bytes:
    """Return an object as it is kept: a checksum, then its bytes, compressed where that pays."""
    check = zlib.crc32(data).to_bytes(4, "big")
    if len(data) >= _PACKED_FROM and _promising(data):
        smaller = zlib.compress(data, 1)
        if len(smaller) < len(data) * 7 // 8:
            return b"z" + check + smaller
    return b"=" + check + data


def _promising(data: bytes) -> bool:
    """Whether an object may be worth compressing: a long one that looks like noise at two places is not tried."""
    if len(data) < 16 * _SAMPLE:
        return True
    half = len(data) // 2
    sample = data[:_SAMPLE] + data[half : half + _SAMPLE]
    return len(zlib.compress(sample, 1)) < len(sample) * 15 // 16


def unpacked(key: bytes, kept: bytes) -> bytes:
    """Undo `packed`. Raises CorruptObject if the bytes have changed."""
    if kept[:1] == b"z":
        try:
            data = zlib.decompress(memoryview(kept)[5:])
        except zlib.error:
            raise CorruptObject(key, "its bytes have changed") from None
    else:
        data = kept[5:]
    if zlib.crc32(data).to_bytes(4, "big") != kept[1:5]:
        raise CorruptObject(key, "its bytes have changed")
    return data


def set_aside(file: str) -> str:
    """Rename a file that cannot be used, and what SQLite keeps beside it; return its name. Raises WorkspaceError."""
    number = 1
    while os.path.exists(f"{file}.damaged-{number}"):
        number += 1
    name = f"{file}.damaged-{number}"
    try:
        os.rename(file, name)
        for suffix in ("-wal", "-shm", "-journal"):
            if os.path.exists(file + suffix):
                os.rename(file + suffix, name + suffix)
    except OSError as error:
        raise fault(file, error) from None
    return name


def _look_at_header(file: str) -> None:
    """Refuse what is no SQLite file, somebody else's or newer, without touching it."""
    try:
        with open(file, "rb") as stream:
            head = stream.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise fault(file, error) from None
    if not head:
        return
    if not head.startswith(b"SQLite format 3\0"):
        raise CorruptWorkspace(file, "it is no database")
    application = int.from_bytes(head[68:72], "big")
    format = int.from_bytes(head[60:64], "big")
    if application not in (0, APPLICATION):
        raise ForeignFile(file)
    if application == APPLICATION and format > FORMAT:
        raise NewerWorkspace(file, format)


def _prepare(file: str, db: sqlite3.Connection, limit: int | None) -> None:
    """Take the lock, see what the file is, and make its tables if it is new."""
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    ((application,),) = db.execute("PRAGMA application_id").fetchall()
    ((format,),) = db.execute("PRAGMA user_version").fetchall()
    ((tables,),) = db.execute("SELECT count(*) FROM sqlite_master").fetchall()
    if application != APPLICATION and (tables or application):
        raise ForeignFile(file)
    if format > FORMAT:
        raise NewerWorkspace(file, format)
    new = application != APPLICATION
    if new:
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")
    db.execute("PRAGMA journal_mode = WAL").fetchall()
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute(f"PRAGMA cache_size = -{_CACHE}")
    if limit is not None:
        ((page,),) = db.execute("PRAGMA page_size").fetchall()
        db.execute(f"PRAGMA max_page_count = {max(limit // page, 1)}").fetchall()
    db.execute("BEGIN IMMEDIATE")
    if new:
        for statement in _SCHEMA:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {FORMAT}")
    db.execute("COMMIT")

"""Tar archives, written and read as streams.

The one rule of writing: equal members give equal bytes. A member is written in the ustar format where it fits and with
a PAX header where it does not, field by field as Go's archive/tar does it, on which container tools are built.
The rule of reading: nothing is believed. Sizes in headers allocate nothing; an archive that is cut off or damaged is
refused with the place of the fault. Read are v7, ustar, PAX and GNU archives (POSIX.1-2017 pax, "ustar Interchange
Format"; GNU tar manual, "Basic Tar Format").
"""

from __future__ import annotations

from tutor.vfs.content import CHUNK
from tutor.vfs.errors import TarError
from tutor.vfs.record import Record
from tutor.vfs.tar_source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO, Final

    from tutor.vfs.content import Content

BLOCK = 512
_TYPES = {"file": b"0", "link": b"1", "symlink": b"2", "char": b"3", "block": b"4", "directory": b"5", "fifo": b"6"}
_KINDS = {
    0x30: "file", 0: "file", 0x37: "file", 0x31: "link", 0x32: "symlink", 0x33: "char", 0x34: "block",
    0x35: "directory", 0x36: "fifo",
}  # fmt: skip
_EXTENSION_LIMIT = 1 << 20
"""Bytes that a long name or a PAX header may have."""


class Header(Record):
    """What a tar archive says about a member.

    `name` is as written, without a slash at its end; `kind` one of file, link, symlink, char, block, directory, fifo;
    `target` the name that a link or symbolic link leads to; `device` is (major, minor).
    """

    __slots__ = __match_args__ = (
        "name", "kind", "size", "mode", "uid", "gid", "mtime", "target", "device", "user", "group",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        kind: str = "file",
        size: int = 0,
        mode: int = 0o644,
        uid: int = 0,
        gid: int = 0,
        mtime: int = 0,
        target: str = "",
        device: tuple[int, int] = (0, 0),
        user: str = "",
        group: str = "",
    ) -> None:
        self.name: Final = name
        self.kind: Final = kind
        self.size: Final = size
        self.mode: Final = mode
        self.uid: Final = uid
        self.gid: Final = gid
        self.mtime: Final = mtime
        self.target: Final = target
        self.device: Final = device
        self.user: Final = user
        self.group: Final = group


# Writing


def write_tar(members: Iterable[tuple[Header, Content | None]]) -> Iterator[bytes]:
    """Return the bytes of an archive, in pieces; a content must have exactly its header's size."""
    for header, content in members:
        yield header_bytes(header)
        if content is not None and header.size:
            yield from content.chunks()
            if header.size % BLOCK:
                yield bytes(-header.size % BLOCK)
    yield bytes(2 * BLOCK)


def header_bytes(header: Header) -> bytes:
    """Return the block (or, with a PAX header before it, blocks) that introduce a member."""
    name = header.name + "/" if header.kind == "directory" else header.name
    records: dict[str, str] = {}
    prefix = ""
    short = name
    if len(name) > 100 or not name.isascii():
        split = _split_name(name)
        if split is None:
            records["path"] = name
        else:
            prefix, short = split
    if len(header.target) > 100 or not header.target.isascii():
        records["linkpath"] = header.target
    if not 0 <= header.size < 8**11:
        records["size"] = str(header.size)
    if not 0 <= header.uid < 8**7:
        records["uid"] = str(header.uid)
    if not 0 <= header.gid < 8**7:
        records["gid"] = str(header.gid)
    if not 0 <= header.mtime < 8**11:
        records["mtime"] = str(header.mtime)
    for key, value in (("uname", header.user), ("gname", header.group)):
        if len(value) > 32 or not value.isascii():
            records[key] = value
    block = _block(
        _ascii(short),
        _TYPES[header.kind],
        header.size if "size" not in records else 0,
        header.mode,
        header.uid if "uid" not in records else 0,
        header.gid if "gid" not in records else 0,
        header.mtime if "mtime" not in records else 0,
        _ascii(header.target),
        header.device,
        (_ascii(header.user), _ascii(header.group), prefix.encode()),
    )
    if not records:
        return block
    data = b"".join([_record(key, records[key]) for key in sorted(records)])
    folder, _, last = name.rstrip("/").rpartition("/")
    pax_name = _ascii(f"{folder}/PaxHeaders.0/{last}".lstrip("/"))[:100].rstrip(b"/")
    return _block(pax_name, b"x", len(data)) + data + bytes(-len(data) % BLOCK) + block


def _block(
    name: bytes,
    kind: bytes,
    size: int,
    mode: int = 0,
    uid: int = 0,
    gid: int = 0,
    mtime: int = 0,
    target: bytes = b"",
    device: tuple[int, int] = (0, 0),
    names: tuple[bytes, bytes, bytes] = (b"", b"", b""),
) -> bytes:
    """One ustar header block; texts are cut to their fields."""
    user, group, prefix = names
    head = b"%-100.100b%07o\0%07o\0%07o\0%011o\0%011o\0" % (name.ljust(100, b"\0"), mode, uid, gid, size, mtime)
    tail = b"%b%bustar\x0000%b%b%07o\0%07o\0%b" % (
        kind,
        target[:100].ljust(100, b"\0"),
        user[:32].ljust(32, b"\0"),
        group[:32].ljust(32, b"\0"),
        *device,
        prefix[:155].ljust(167, b"\0"),
    )
    return b"%b%06o\0 %b" % (head, sum(head) + sum(tail) + 8 * 32, tail)


def _ascii(text: str) -> bytes:
    """Text for a field of a header that has a PAX record too: what is not ASCII is left out."""
    return text.encode("ascii", "ignore")


def _split_name(name: str) -> tuple[str, str] | None:
    """Return a long name as ustar's (prefix, name); None when it does not fit."""
    if not name.isascii():
        return None
    at = name.rfind("/", 0, min(len(name.rstrip("/")), 156))
    return (name[:at], name[at + 1 :]) if 0 < at <= 155 and 0 < len(name) - at - 1 <= 100 else None


def _record(key: str, value: str) -> bytes:
    """One PAX record: its own length, then key and value."""
    rest = b" %b=%b\n" % (key.encode(), value.encode("utf-8", "surrogateescape"))
    size = len(rest) + len(str(len(rest)))
    if len(str(size)) + len(rest) != size:
        size += 1
    return b"%d%b" % (size, rest)


# Reading


class Member:
    """A member of an archive that is being read. Its data must be read before the next member is asked for.

    `start` is where its data begins in the archive.
    """

    __slots__ = ("_left", "_source", "header", "start")

    def __init__(self, header: Header, source: Source) -> None:
        self.header: Final = header
        self.start: Final = source.at
        self._source: Final = source
        self._left = header.size if header.kind == "file" else 0

    @property
    def left(self) -> int:
        """How many bytes of the data have not been read yet."""
        return self._left

    def chunks(self) -> Iterator[bytes]:
        """Return the data not read yet, in pieces. Raises `TarError` when the archive ends before it."""
        while self._left:
            piece = self._source.some(min(self._left, CHUNK))
            if not piece:
                what = f"the archive is cut off in {self.header.name!r}, {self._left} bytes are missing"
                raise TarError(what, "data")
            self._left -= len(piece)
            yield bytes(piece)

    def skip(self) -> None:
        """Pass over the data not read yet. Raises `TarError` when the archive ends before its end."""
        self._left -= self._source.skip(self._left)
        for _ in self.chunks():  # what could not be skipped: says so
            pass

    def shared(self) -> Content | None:
        """All data as a content that is not read; None where it has to be, or is in part."""
        content = self._source.whole(self._left) if self._left == self.header.size else None
        if content is not None:
            self._left = 0
        return content

    def data(self) -> bytes:
        """All data not read yet. Raises `TarError` when the archive ends before it."""
        from io import BytesIO

        first = next(self.chunks(), b"")
        if not self._left:
            return first
        # Grows with what really arrives, and gives its buffer away without a copy.
        buffer = BytesIO()
        buffer.write(first)
        for piece in self.chunks():
            buffer.write(piece)
        return buffer.getvalue()


def read_tar(stream: BinaryIO | Iterable[bytes | Content] | Source, *, end_mark: bool = True) -> Iterator[Member]:
    """Return the members of an archive, one after the other.

    `end_mark` says whether an archive that stops behind a member's data, without the two empty blocks, counts as cut
    off; to Go's reader, and so to Docker, it does not.
    Raises `TarError` for what is no tar archive, is cut off, or has members of unknown kinds.
    """
    source = stream if isinstance(stream, Source) else Source(stream)
    common: dict[str, str] = {}
    own: dict[str, str] = {}
    while True:
        start = source.at
        block = source.exactly(BLOCK)
        if len(block) < BLOCK:
            if block or end_mark or own:
                raise TarError(
                    "the archive is cut off" if start else "this is not a tar archive", "short" if block else "empty"
                )
            return
        if block[0] == 0 and not any(block):
            return
        kind = _checked(block, start)
        size = _number(block[124:136], "size", start)
        if kind in b"xgLK":
            data = _extension(source, size, start)
            if kind == 0x67:
                common.update(_records(data, start))
            elif kind == 0x78:
                own.update(_records(data, start))
            else:
                own.setdefault("path" if kind == 0x4C else "linkpath", _text(data))
            continue
        if any(key.startswith("GNU.sparse.") for key in own) or kind == 0x53:
            raise TarError(f"sparse files in tar archives are not supported (at byte {start})")
        if kind not in _KINDS:
            raise TarError(f"the archive has a member of an unknown kind, {chr(kind)!r} (at byte {start})")
        header = _header(block, kind, {**common, **own} if own else common, start)
        own = {}
        member = Member(header, source)
        yield member
        member.skip()
        padding = -header.size % BLOCK if header.kind == "file" else 0
        if len(source.exactly(padding)) < padding:
            if not end_mark:
                return
            raise TarError(f"the archive is cut off after {header.name!r}", "data")


def _checked(block: bytes, start: int) -> int:
    """Return the kind of a header block whose sum is right."""
    told = _number(block[148:156], "checksum", start)
    rest = block[:148] + b"        " + block[156:]
    if told != sum(rest) and told != sum([byte - 256 if byte > 127 else byte for byte in rest]):
        fault = "sum" if block[257:262] in (b"ustar", bytes(5)) else "magic"
        raise TarError(f"damaged tar header at byte {start}" if start else "this is not a tar archive", fault)
    return block[156]


def _extension(source: Source, size: int, start: int) -> bytes:
    """Return the data of a header that says more about the next member."""
    if size > _EXTENSION_LIMIT:
        raise TarError(f"a tar header claims a name or attributes of {size} bytes (at byte {start})")
    padded = size + -size % BLOCK
    data = source.exactly(padded)
    if len(data) < padded:
        raise TarError("the archive is cut off", "short")
    return data[:size]


def _header(block: bytes, kind: int, records: dict[str, str], start: int) -> Header:
    """Return what a header block says, with what PAX records and GNU's long names say instead."""
    name = records.get("path", "")
    if not name:
        name = _text(block[:100])
        if block[257:263] == b"ustar\0" and block[345]:
            name = f"{_text(block[345:500])}/{name}"
    what = _KINDS[kind]
    if what == "file" and name.endswith("/") and kind == 0:
        what = "directory"  # as archives older than ustar mark folders
    size = _amount(records, "size", block[124:136], start)
    if size < 0:
        raise TarError(f"a tar header claims a size below zero (at byte {start})")
    return Header(
        name.rstrip("/") or name[:1],
        what,
        size if what == "file" else 0,
        _number(block[100:108], "mode", start) & 0o7777,
        _amount(records, "uid", block[108:116], start),
        _amount(records, "gid", block[116:124], start),
        _amount(records, "mtime", block[136:148], start),
        records.get("linkpath") or _text(block[157:257]),
        (_number(block[329:337], "device", start), _number(block[337:345], "device", start))
        if what in ("char", "block")
        else (0, 0),
        records.get("uname") or _text(block[265:297]),
        records.get("gname") or _text(block[297:329]),
    )


def _text(field: bytes) -> str:
    """Return a text field up to its first NUL."""
    return field.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def _number(field: bytes, what: str, start: int) -> int:
    """Return a number field: octal digits, or GNU's base 256."""
    if field[0] & 0x80:
        value = int.from_bytes(field, "big") - ((field[0] & 0x80) << (8 * (len(field) - 1)))
        return value - (1 << (8 * len(field) - 1)) if field[0] & 0x40 else value
    digits = field.partition(b"\0")[0].strip(b" ")
    try:
        return int(digits, 8) if digits else 0
    except ValueError:
        where = f"damaged tar header at byte {start}: its {what} is no number"
        raise TarError(where if start else "this is not a tar archive", "damaged" if start else "magic") from None


def _amount(records: dict[str, str], key: str, field: bytes, start: int) -> int:
    """Return a number from a PAX record (fractions are dropped, downwards) or else from its field."""
    text = records.get(key)
    if not text:
        return _number(field, key, start)
    whole, _, fraction = text.partition(".")
    try:
        value = int(whole)
    except ValueError:
        raise TarError(f"damaged tar header at byte {start}: {key} is {text!r}") from None
    return value - 1 if text.startswith("-") and fraction.strip("0") else value


def _records(data: bytes, start: int) -> dict[str, str]:
    """Return the records of a PAX header."""
    found: dict[str, str] = {}
    while data:
        length, _, _ = data.partition(b" ")
        size = int(length) if length.isdigit() and len(length) < 8 else 0
        record = data[len(length) + 1 : size]
        key, equals, value = record.partition(b"=")
        if not equals or not value.endswith(b"\n") or size > len(data):
            raise TarError(f"damaged PAX header at byte {start}")
        found[key.decode("utf-8", "surrogateescape")] = value[:-1].decode("utf-8", "surrogateescape")
        data = data[size:]
    return found

"""Bulk contents: bytes that are made, and packed, at the price of a look-up.

The one rule: there is a small stock of tiles for each kind; a content is a head of its own and then a choice of tiles
that its seed makes. A tile knows its deflated form, so a writer that meets one copies that instead of compressing.
"""

from __future__ import annotations

from hashlib import shake_128

from tutor.vfs.content import blocks_between, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from tutor.vfs.deflate_matches import Packed

TILE = 1 << 14
"""Bytes in a tile."""

COUNT = 32
"""Tiles in the stock of a kind."""

LEAST, MOST = 20, 70
"""To what percent of its size binary content may pack."""

_TEXT = """
value index result buffer length offset cursor record field entry parent child node stack queue table column row
line token symbol name path folder mode owner group time stamp layer image digest size count total start stop
open close read write flush copy move merge split join sort find match parse format print encode decode pack
unpack load store cache limit error reason status signal thread worker client server request reply header body
socket port address route stream block chunk page frame region range key map list first last next other
"""
_WORDS = _TEXT.split()
_SHAPES = (
    "{} = {}({}, {})", "if {} is not {}:", "    return {}.{}", "    {}.{}({})", "def {}_{}({}, {}):",
    "# the {} of a {} and its {}",
    "for {} in {}:", "    {}[{}] = {} + {}", "", "    raise {}_{}({})", "while {} < {}:", "    {} += {}.{}",
)  # fmt: skip


class Tile(bytes):
    """A tile: bytes with a deflated form (RFC 1951), whole bytes long, that may follow any whole byte of a stream."""

    _form: Packed | None = None
    _packed: bytes | None = None

    @property
    def form(self) -> Packed:
        """The deflated form of all starts of the tile."""
        if self._form is None:
            from tutor.vfs.deflate_matches import Packed

            self._form = Packed(bytes(self))
        return self._form

    @property
    def packed(self) -> bytes:
        """The deflated form: blocks of which none is the last."""
        if self._packed is None:
            self._packed = self.form.start(len(self))
        return self._packed


class Cut(Tile):
    """The start of a tile."""

    whole: Tile

    @classmethod
    def of(cls, tile: Tile, size: int) -> Cut:
        """Return the first `size` bytes of a tile."""
        cut = cls(tile[:size])
        cut.whole = tile
        return cut

    @property
    def packed(self) -> bytes:
        """The deflated form, without packing again."""
        return self.whole.form.start(len(self))


def _table(percent: int) -> bytes:
    """Return 256 byte values, few of them frequent, so that bytes drawn from them pack to about `percent`."""
    from tutor.vfs.huffman import code_lengths

    best = (1 << 30, b"")
    for fall in range(1, 64):  # how many 64ths of what is left each value takes
        table = bytearray()
        value = 0
        while len(table) < 256:
            table += bytes([value]) * max(1, (256 - len(table)) * fall // 64)
            value = (value * 5 + 67) % 256
        shares = [table.count(number) for number in range(256)]
        cost = sum([count * length for count, length in zip(shares, code_lengths(shares, 15), strict=True)])
        best = min(best, (abs(cost * 100 - percent * 2048), bytes(table)))
    return best[1]


def _binary(percent: int) -> Iterator[bytes]:
    table = _table(percent)
    for number in range(COUNT):
        yield shake_128(f"tile\0{percent}\0{number}".encode()).digest(TILE).translate(table)


def _source() -> Iterator[bytes]:
    for number in range(COUNT):
        drawn = iter(shake_128(f"tile\0source\0{number}".encode()).digest(TILE))
        lines: list[str] = []
        size = 0
        while size < TILE:
            shape = _SHAPES[next(drawn) % len(_SHAPES)]
            words = [_WORDS[next(drawn) * next(drawn) * len(_WORDS) >> 16] for _ in range(shape.count("{}"))]
            lines.append(shape.format(*words))
            size += len(lines[-1]) + 1
        yield ("\n".join(lines) + "\n").encode()[: TILE - 1] + b"\n"


_stocks: dict[str, list[Tile]] = {}


def _stock(name: str) -> list[Tile]:
    """Return the tiles of a stock: "source", or binary ones by their percent."""
    found = _stocks.get(name)
    if found is None:
        found = _stocks[name] = [Tile(data) for data in (_source() if name == "source" else _binary(int(name)))]
    return found


def is_kind(kind: str) -> bool:
    """Tell whether a kind is one of tiled contents: see `Tiled`."""
    family, _, percent = kind.rpartition("-")
    return kind == "source" or (
        family in ("bin", "code", "code-arm64") and percent.isdecimal() and LEAST <= int(percent) <= MOST
    )


class Tiled:
    """A file of bulk content.

    Kinds: `source` (lines of words, as programs have them; packs to a quarter), and binary content that packs to about
    N percent of its size: `code-N` (behind the header of an x86-64 executable), `code-arm64-N`, `bin-N`.
    """

    __slots__ = ("kind", "seed", "size")

    def __init__(self, seed: str, size: int, kind: str) -> None:
        if not is_kind(kind):
            raise ValueError(f"unknown kind of bulk content: {kind}")
        self.seed: Final = seed
        self.size: Final = size
        self.kind: Final = kind

    @property
    def key(self) -> str:
        """`tiled:` and all that the bytes depend on."""
        return f"tiled:{self.kind}:{self.size}:{self.seed}"

    def _drawn(self, number: int, length: int) -> bytes:
        return shake_128(f"{self.kind}\0{self.seed}\0{number}".encode("utf-8", "surrogatepass")).digest(length)

    def _head(self) -> bytes:
        """Return what tells this file from others of its kind."""
        if self.kind == "source":
            return f"# {self._drawn(-1, 8).hex()}\n".encode()[: self.size]
        head = self._drawn(-1, 32)
        if self.kind.startswith("code"):
            from tutor.vfs.generated import MACHINES, elf_head

            head = elf_head(self.size, MACHINES["elf-arm64" if "arm64" in self.kind else "elf"]) + head
        return head[: self.size]

    def chunks(self) -> Iterator[bytes]:
        """All bytes, in pieces: the head, whole tiles, and a part of one."""
        return self._pieces(0)

    def _pieces(self, start: int) -> Iterator[bytes]:
        """Yield the head and the tiles from number `start` on."""
        head = self._head()
        if head:
            yield head
        left = self.size - len(head) - start * TILE
        stock = _stock("source" if self.kind == "source" else self.kind.rpartition("-")[2])
        while left > 0:
            group, place = divmod(start, COUNT)
            for number in self._drawn(group, COUNT)[place:]:
                if left < TILE:
                    if left > 0:
                        yield Cut.of(stock[number % COUNT], left)
                    return
                yield stock[number % COUNT]
                left -= TILE
            start += COUNT - place

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return the bytes from `start`, at most `length` of them; only the tiles they lie in are looked up."""
        left = max(0, self.size - start)
        length = left if length is None else min(length, left)
        if not length:
            return b""
        first = max(0, start - len(self._head())) // TILE
        pieces = self._pieces(first)
        if not first:
            return blocks_between(pieces, start, length)
        return blocks_between(pieces, start - first * TILE, length)

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Tiled({self.seed!r}, {self.size}, {self.kind!r})"

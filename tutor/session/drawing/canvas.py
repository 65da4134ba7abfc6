"""A grid of character cells with roles, and lines that join where they meet.

A role says what a cell is ("tag", "layer.added", "border"); a front end turns roles into colours, plain text drops
them.
"""

from __future__ import annotations

from functools import lru_cache

from tutor.dataclass import dataclass
from tutor.session.drawing.characters import stacks, width_of

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8

_SOLID = " ╴╶─╵╯╰┴╷╮╭┬│┤├┼"
_DASHED = {LEFT | RIGHT: "┄", UP | DOWN: "┆"}


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells of one role."""

    text: str
    role: str


Row = tuple[Run, ...]


def cells(text: str) -> int:
    """The terminal cells that a text takes."""
    return len(text) if text.isascii() and text.isprintable() else _measured(text)


@lru_cache(8192)
def _measured(text: str) -> int:
    return sum(map(width_of, text))


def elide(text: str, width: int) -> str:
    """The text in at most that many cells, its end replaced by "…" where it is longer."""
    if cells(text) <= width:
        return text
    kept, used = [], 0
    for char in text:
        used += width_of(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…" if width > 0 else ""


def whole_parts(text: str, width: int) -> str:
    """As many of the parts between " · " as fit whole in that many cells; of the first as much as fits."""
    while cells(text) > width and " · " in text:
        text = text.rpartition(" · ")[0]
    return elide(text, width)


def elide_middle(text: str, width: int) -> str:
    """The text in at most that many cells, its middle replaced by "…": for names, whose two ends tell the most."""
    if cells(text) <= width:
        return text
    if width < 8:
        return elide(text, width)
    room, tail = (width - 1) // 2, ""
    for piece, size in reversed(list(stacks(text))):
        room -= size
        if room < 0:
            break
        tail = piece + tail
    return elide(text, width - cells(tail)) + tail


def elide_start(text: str, width: int) -> str:
    """The text in at most that many cells, its beginning replaced by "…": for what is being typed at its end."""
    if cells(text) <= width:
        return text
    kept = list(stacks(text))
    used = sum(size for _, size in kept)
    while kept and used > width - 1:
        used -= kept.pop(0)[1]
    return "…" + "".join(piece for piece, _ in kept) if width > 0 else ""


def fit_row(row: Row, width: int) -> Row:
    """The row cut off or filled up to exactly that many cells."""
    kept: list[Run] = []
    for run in row:
        size = cells(run.text)
        if size > width:
            text, used = "", 0
            for char in run.text:
                if used + width_of(char) > width:
                    break
                text += char
                used += width_of(char)
            kept.append(Run(text + " " * (width - used), run.role))
            return tuple(kept)
        kept.append(run)
        width -= size
    return (*kept, Run(" " * width, "")) if width else tuple(kept)


def cut_row(row: Row, start: int, width: int) -> Row:
    """The `width` cells of a row from column `start` on; a wide character that is cut through becomes blank."""
    kept: list[Run] = []
    x = 0
    for run in row:
        size = cells(run.text)
        if x + size > start and x < start + width:
            first, last = max(0, start - x), min(size, start + width - x)
            if run.text.isascii():
                text = run.text[first:last]
            else:
                text, at = "", 0
                for piece, wide in stacks(run.text):
                    if first <= at and at + wide <= last:
                        text += piece
                    elif at < last and at + wide > first:
                        text += " " * (min(last, at + wide) - max(first, at))
                    at += wide
            kept.append(Run(text, run.role))
        x += size
    return tuple(kept)


class Canvas:
    """A grid, (0, 0) at the top left. What falls outside is cut off."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._text = [[" "] * width for _ in range(height)]
        self._role = [[""] * width for _ in range(height)]
        self._arms: dict[tuple[int, int], int] = {}
        self._dashed: set[tuple[int, int]] = set()

    def put(self, x: int, y: int, text: str, role: str) -> int:
        """Write text from (x, y) rightwards; returns the x after it."""
        if not 0 <= y < self.height:
            return x + cells(text)
        texts, roles = self._text[y], self._role[y]
        for piece, size in stacks(text):
            if size and x >= 0 and x + size <= self.width:
                texts[x], roles[x] = piece, role
                if size == 2:
                    texts[x + 1], roles[x + 1] = "", role
            x += size
        return x

    def _arm(self, x: int, y: int, arms: int, role: str, dashed: bool) -> None:
        if not (0 <= x < self.width and 0 <= y < self.height):
            return
        met = self._arms.get((x, y), 0)
        self._arms[x, y] = met | arms
        if not met:
            self._role[y][x] = role
            if dashed:
                self._dashed.add((x, y))
        elif not dashed:
            self._dashed.discard((x, y))
            if met | arms == arms:
                self._role[y][x] = role

    def erase_arm(self, x: int, y: int) -> None:
        """Take a line's cell away again, to make room for text in it."""
        self._arms.pop((x, y), None)

    def across(self, x: int, end: int, y: int, role: str, *, dashed: bool = False) -> None:
        """Draw a line in row y from column x to column `end`, both included."""
        for at in range(x, end + 1):
            self._arm(at, y, (RIGHT if at < end else 0) | (LEFT if at > x else 0), role, dashed)

    def down(self, x: int, y: int, end: int, role: str, *, dashed: bool = False) -> None:
        """Draw a line in column x from row y to row `end`, both included."""
        for at in range(y, end + 1):
            self._arm(x, at, (DOWN if at < end else 0) | (UP if at > y else 0), role, dashed)

    def rows(self) -> tuple[Row, ...]:
        """The finished grid; every row is exactly `width` cells."""
        for (x, y), arms in self._arms.items():
            dash = _DASHED.get(arms) if (x, y) in self._dashed else None
            self._text[y][x] = dash or _SOLID[arms]
        return tuple(_row(texts, roles) for texts, roles in zip(self._text, self._role, strict=True))


def _row(texts: list[str], roles: list[str]) -> Row:
    runs: list[Run] = []
    start = 0
    for at in range(1, len(texts) + 1):
        if at == len(texts) or roles[at] != roles[start]:
            runs.append(Run("".join(texts[start:at]), roles[start]))
            start = at
    return tuple(runs)


_ASCII = str.maketrans(
    "─┄╴╶━╌│┆╵╷╎▐▏▕┴┬┤├┼╭╮╰╯┌┐└┘⚑⚐▮█−→←…·▸▾●○◌☐☑✓↵×•▌“”’—–↑↓⏎◆▲▼✗\xa0▤┃▁▂▃▄▅▆▇",
    '------||||||||+++++++++++++*?##-><~->v@oo_xx/x*|""\'--^v/*^vx =#_.:-=+*',
)


def ascii_only(text: str) -> str:
    """The same number of cells without anything beyond ASCII, for terminals that cannot show more."""
    if text.isascii():
        return text
    text = text.translate(_ASCII)
    return "".join(char if char < "\x7f" else "?" * width_of(char) for char in text)

"""A page as rows with roles, and where in them its links lie.

Long lists are drawn row by row as they are looked at: a line is made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tutor.dataclass import dataclass, replace
from tutor.session.drawing.blocks import size_text
from tutor.session.drawing.canvas import Row, Run, cells, elide, elide_middle
from tutor.session.drawing.lazy import Lazy
from tutor.session.drawing.wrap import wrap_words
from tutor.session.inside.target import Target
from tutor.session.inside.views import (
    SIGNS,
    Block,
    Document,
    Entries,
    Entry,
    Fact,
    Facts,
    FileMark,
    Page,
    Side,
    Sides,
    Words,
)

BESIDE = 104
"""From so many cells on, what stands aside is beside the rest."""
MEASURE = 100
"""The most cells of a line of prose: longer ones are hard to read."""
SIZE = 7
LABEL = 11


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a link is: columns `x` to before `end` of a line."""

    target: Target
    x: int
    end: int


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line: its row of at most the page's width, and its links from left to right."""

    row: Row
    spots: tuple[Spot, ...] = ()


Lines = Sequence[PageLine]
_BLANK = PageLine(())
_ROLES: dict[FileMark, str] = {
    "same": "text", "added": "layer.added", "modified": "layer.moved", "removed": "layer.removed",
}  # fmt: skip


def page_lines(page: Page, width: int) -> Lines:
    """All lines of a page in that many cells, the row of its tabs first."""
    head = tab_lines(page, width)
    if page.aside and width >= BESIDE:
        left = max(width * 56 // 100, min(LABEL + 71, width - 43))  # a digest in one line, where that is possible
        lines = _beside(_blocks(page.main, left), _blocks(page.aside, width - left - 3), left)
    else:
        lines = _blocks((*page.main, *page.aside), width)
    return _chain([head, lines])


def _chain(parts: Sequence[Lines]) -> Lines:
    """Sequences after each other, their items made when they are looked at."""
    starts: list[tuple[int, Lines]] = []
    count = 0
    for part in parts:
        if part:
            starts.append((count, part))
            count += len(part)

    def make(at: int) -> PageLine:
        start, part = next(each for each in reversed(starts) if each[0] <= at)
        return part[at - start]

    return Lazy(count, make)


def _beside(left: Lines, right: Lines, width: int) -> Lines:
    def make(y: int) -> PageLine:
        a = left[y] if y < len(left) else _BLANK
        b = right[y] if y < len(right) else _BLANK
        gap = " " * (width - sum(cells(run.text) for run in a.row))
        shifted = tuple([Spot(spot.target, spot.x + width + 3, spot.end + width + 3) for spot in b.spots])
        return PageLine((*a.row, Run(gap, ""), Run(" │ ", "border"), *b.row), (*a.spots, *shifted))

    return Lazy(max(len(left), len(right)), make)


def tab_lines(page: Page, width: int) -> list[PageLine]:
    """The pages beside this one, with the numbers that are their keys, and a blank line; nothing if there are none."""
    if not page.tabs:
        return []
    lines: list[PageLine] = []
    row: list[Run] = []
    spots: list[Spot] = []
    x = 0
    for number, tab in enumerate(page.tabs, 1):
        here = _is_here(tab.target, page.target)
        text = elide(f"[{number} {tab.label}]" if here else f" {number} {tab.label} ", width)
        size = cells(text)
        if x and x + 1 + size > width:
            lines.append(PageLine(tuple(row), tuple(spots)))
            row, spots, x = [], [], 0
        if x:
            row.append(Run(" ", ""))
            x += 1
        row.append(Run(text, "title.focus" if here else "dim"))
        spots.append(Spot(tab.target, x, x + size))
        x += size
    return [*lines, PageLine(tuple(row), tuple(spots)), _BLANK]


def _is_here(tab: Target, target: Target) -> bool:
    """Whether a page is the tab's, or lies in the folder that it shows."""
    return replace(tab, path="") == replace(target, path="") and bool(tab.path) == bool(target.path)


def _blocks(blocks: Sequence[Block], width: int) -> Lines:
    parts: list[Lines] = []
    for block in blocks:
        lines = _block(block, width)
        if lines:
            parts += [[_BLANK], lines] if parts else [lines]
    return _chain(parts)


def _block(block: Block, width: int) -> Lines:
    if isinstance(block, Words):
        words = [Run(block.text, "text")]
        return [PageLine(row) for row in wrap_words(words, min(width, MEASURE))] if block.text else []
    title = [PageLine((Run(elide(block.title, width), "md.heading"),))] if block.title else []
    if isinstance(block, Facts):
        return [*title, *[line for fact in block.rows for line in _fact(fact, width)]]
    if isinstance(block, Document):
        lines = block.lines
        digits = len(str(len(lines)))
        return _chain([title, Lazy(len(lines), lambda y: _numbered(block, y, digits, width))])
    if not block.rows:
        return [*title, PageLine((Run(elide(block.empty, width), "dim"),))] if block.empty or title else []
    if isinstance(block, Entries):
        return _chain([title, Lazy(len(block.rows), lambda y: _entry(block.rows[y], width))])
    return _sides(block, title, width)


def _fact(fact: Fact, width: int) -> list[PageLine]:
    """The label, what it is, and under it what that means where both do not fit in one line."""
    indent = min(max(LABEL, cells(fact.label) + 1), width // 3)
    label = elide(fact.label, indent - 1)
    label += " " * (indent - cells(label))
    room = width - indent
    role = "md.link" if fact.target is not None else "text"
    text = fact.text.replace("\n", " ⏎ ")
    runs = [Run(text, role)]
    if fact.about and cells(text) + cells(fact.about) + 3 <= room:
        runs += [Run(f"  {fact.about}", "dim")]
        rows = [tuple(runs)]
    elif fact.about:
        rows = [*wrap_words(runs, room), *wrap_words([Run(fact.about, "dim")], room)]
    else:
        rows = list(wrap_words(runs, room))
    lines = []
    for at, row in enumerate(rows):
        spots: tuple[Spot, ...] = ()
        if fact.target is not None and at == 0:
            end = indent + cells(row[0].text) if row else indent
            spots = (Spot(fact.target, indent, end),)
        lines.append(PageLine((Run(label if at == 0 else " " * indent, "dim"), *row), spots))
    return lines


def _entry(entry: Entry, width: int) -> PageLine:
    """The mark, the name by its depth, what there is to say of it, and its size."""
    role = _ROLES[entry.mark]
    lead = f"{SIGNS[entry.mark]} {'  ' * min(entry.depth, width // 8)}"
    size = size_text(entry.size).rjust(SIZE) if entry.size >= 0 else ""
    room = max(4, width - len(lead) - len(size) - 1)
    note = entry.note if cells(entry.note) + 12 <= room else ""
    name = elide_middle(entry.name, room - (cells(note) + 2 if note else 0))
    fill = " " * max(1, width - len(lead) - cells(name) - cells(note) - len(size) - (2 if note else 0))
    runs = [Run(lead, role.replace("removed", "moved") if entry.mark == "removed" else role), Run(name, role)]
    if note:
        runs.append(Run(f"  {note}", "dim"))
    runs += [Run(fill, ""), Run(size, "size")]
    spots = (Spot(entry.target, len(lead), len(lead) + cells(name)),) if entry.target is not None else ()
    return PageLine(tuple(run for run in runs if run.text), spots)


def _numbered(block: Document, y: int, digits: int, width: int) -> PageLine:
    """A line of a document, cut off at the edge."""
    row: list[Run] = [Run(f"{y + 1:>{digits}} ", "line")]
    spots: list[Spot] = []
    x = digits + 1
    for piece in block.lines[y]:
        text = elide(piece.text, width - x)
        size = cells(text)
        role = "md.link" if piece.target is not None else f"sp.{piece.kind}"
        row.append(Run(text, role))
        if piece.target is not None:
            spots.append(Spot(piece.target, x, x + size))
        x += size
        if x >= width:
            break
    return PageLine(tuple(row), tuple(spots))


_SIDE_ROLES = {"=": "dim", "~": "layer.moved", "−": "layer.removed", "+": "layer.added"}


def _sides(block: Sides, title: list[PageLine], width: int) -> Lines:
    """Two columns with the sign between them; one below the other where it is narrow."""
    if width < 64:
        make: Callable[[int], PageLine] = lambda y: _stacked(block.rows[y], width)  # noqa: E731
        names = [PageLine((Run(elide(f"− {block.left}   + {block.right}", width), "dim"),))]
    else:
        half = (width - 3) // 2
        make = lambda y: _side(block.rows[y], half)  # noqa: E731
        names = [_side(Side(block.left, " ", block.right), half)]
    return _chain([title, names, Lazy(len(block.rows), make)])


def _side(side: Side, half: int) -> PageLine:
    role = _SIDE_ROLES.get(side.sign, "title")
    left, right = elide(side.left, half), elide(side.right, half)
    left += " " * (half - cells(left))
    quiet = role.replace("layer.removed", "layer.moved")
    spots: tuple[Spot, ...] = ()
    if side.target is not None:
        x, text = (0, left.rstrip()) if side.left else (half + 3, right)
        spots = (Spot(side.target, x, x + cells(text)),)
    row = (Run(left, role if side.sign != "+" else ""), Run(f" {side.sign} ", quiet), Run(right, role))
    return PageLine(row, spots)


def _stacked(side: Side, width: int) -> PageLine:
    role = _SIDE_ROLES[side.sign]
    text = side.right or side.left
    if side.sign == "~" and side.left != side.right:
        text = f"{side.left} → {side.right}"
    text = elide_middle(text, width - 2)
    spots = (Spot(side.target, 2, 2 + cells(text)),) if side.target is not None else ()
    return PageLine((Run(f"{side.sign} ", role), Run(text, role)), spots)

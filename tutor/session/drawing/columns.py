"""The stack as columns of boxes that grow from their bases at the bottom; what is shared is one wide box below.

Widths are decided from the leaves down to the bases and shared out again from the bases up; heights follow. Coordinates
while placing count rows upwards from the bottom line, so that a box never has to know how high the drawing becomes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from tutor.dataclass import dataclass, field
from tutor.session.drawing.blocks import (
    BAR,
    SIGNS,
    Block,
    Line,
    bar_of,
    block_of,
    container_changes,
    container_title,
    flag_text,
    lines_of,
    short_digest,
    size_text,
)
from tutor.session.drawing.canvas import Canvas, Row, cells, elide, elide_middle
from tutor.session.views import ContainerBox, ImageTop, Mark, StackView

LEAST = 18
"""The least cells of a box: fewer and the columns no longer say anything."""
MOST = 72
"""The cells that a box without anything on it never exceeds."""
GAP = 1
SIZE = 7
LEGIBLE = 18
"""So many cells of a layer's text come before its bar."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something is: columns `x` to before `end` of row `y`.

    `key` is a layer's key, or says what else it is and its name: "image 0123456789ab", "container web".
    """

    key: str
    x: int
    end: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture: `rows` of exactly `width` cells.

    `hits` say where layers, images and containers are, from the top down; `focus` is the (x, y) of the first thing that
    the line being typed would change, or None; `form` names the layout: "columns", "outline" or "summary".
    """

    width: int
    rows: Sequence[Row]
    hits: Sequence[Hit] = ()
    focus: tuple[int, int] | None = None
    form: str = "columns"

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def hits_between(self, start: int, end: int) -> Sequence[Hit]:
        """What is in the rows from `start` to before `end`."""
        hits = self.hits
        return hits[bisect_left(hits, start, key=_row_of) : bisect_left(hits, end, key=_row_of)]

    @property
    def text(self) -> str:
        """The picture without its roles; no spaces at the ends of lines."""
        return "\n".join("".join(run.text for run in row).rstrip() for row in self.rows)


def _row_of(hit: Hit) -> int:
    return hit.y


@dataclass(slots=True)
class _Stand:
    """Something that stands on a box, or on the ground: flags, a container, or another box."""

    least: int
    natural: int
    image: ImageTop | None = None
    container: ContainerBox | None = None
    block: Block | None = None
    lines: tuple[Line, ...] = ()
    stands: list[_Stand] = field(default_factory=list)
    changed: bool = False


def _role(base: str, mark: Mark) -> str:
    return base if mark == "same" else f"{base}.{mark}"


# -- widths ------------------------------------------------------------------------------------------------------------


def _measure_flags(image: ImageTop) -> _Stand:
    widths = [cells(" ".join(filter(None, flag_text(flag)))) for flag in image.flags] or [22]
    natural = max(widths) + 2
    changed = image.mark != "same" or any(flag.mark != "same" for flag in image.flags)
    return _Stand(min(natural, 22), min(natural, 48), image=image, changed=changed)


def _measure_container(box: ContainerBox) -> _Stand:
    natural = max(cells(container_title(box)), cells(container_changes(box)) + SIZE + 1) + 6
    return _Stand(min(natural, 16), min(natural, 40), container=box, changed=box.mark != "same")


def _measure(block: Block, fold: int) -> _Stand:
    lines = lines_of(block, fold)
    stands = [_measure_flags(image) for image in block.images]
    stands += [_measure_container(box) for image in block.images for box in image.containers]
    stands += [_measure(child, fold) for child in block.children]
    gaps = GAP * (len(stands) - 1) if len(stands) > 1 else 0
    own = max((cells(line.text) + (cells(line.note) + 2 if line.note else BAR + 1) for line in lines), default=0)
    natural = max(min(MOST, own + SIZE + 7), sum(stand.natural for stand in stands) + gaps)
    least = max(LEAST, sum(stand.least for stand in stands) + gaps)
    changed = any(line.mark != "same" or line.note for line in lines) or any(stand.changed for stand in stands)
    return _Stand(least, max(least, natural), block=block, lines=lines, stands=stands, changed=changed)


def _share(stands: list[_Stand], width: int, gap: int = GAP) -> list[int]:
    """The width of each, together at most `width` less the gaps, none below its least or beyond its natural one.

    What would change gets what it needs first, then names.
    """
    room = width - gap * (len(stands) - 1)
    least, natural = sum(stand.least for stand in stands), sum(stand.natural for stand in stands)
    if room >= natural:
        widths = [stand.natural for stand in stands]
        if widths and stands[0].block is None:
            widths[0] += room - natural
        return widths
    widths = [stand.least for stand in stands]
    spare = max(0, room - least)
    for rank in range(3):
        wanted = [stand.natural - stand.least if _rank(stand) == rank else 0 for stand in stands]
        total = sum(wanted)
        given = min(spare, total)
        if total:
            widths = [width + given * want // total for width, want in zip(widths, wanted, strict=True)]
        spare -= given
    return widths


def _rank(stand: _Stand) -> int:
    return 0 if stand.changed else 1 if stand.block is None else 2


# -- places ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Plan:
    """What goes where; `y` counts upwards from the bottom line."""

    boxes: list[tuple[int, int, int, _Stand]] = field(default_factory=list)
    containers: list[tuple[int, int, int, ContainerBox]] = field(default_factory=list)
    flags: list[tuple[int, int, int, list[tuple[str, str, str]], str]] = field(default_factory=list)
    top: int = 0
    width: int = 0


def _flag_rows(image: ImageTop, width: int) -> list[list[tuple[str, str, str]]]:
    """An image's flags from the top row down: (text, words, role), as many in a row as fit."""
    if not image.flags:
        role = _role("dangling", image.mark)
        sign = SIGNS[image.mark]
        return [[(f"{sign or '◌'} no name ({image.id[:7]})", "", role)]]
    rows: list[list[tuple[str, str, str]]] = []
    used = 0
    for flag in image.flags:
        text, words = flag_text(flag)
        item = (text, words, _role("tag", flag.mark))
        size = cells(text) + (1 + cells(words) if words else 0)
        if rows and used + 3 + size <= width:
            rows[-1].append(item)
            used += 3 + size
        else:
            rows.append([item])
            used = size
    return rows


def _place(stand: _Stand, x: int, width: int, bottom: int, plan: _Plan) -> None:
    if stand.image is not None:
        rows = _flag_rows(stand.image, width - 2)
        for up, row in enumerate(reversed(rows)):
            plan.flags.append((x + 1, bottom + 1 + up, width - 2, row, f"image {stand.image.id}"))
        plan.top = max(plan.top, bottom + len(rows))
    elif stand.container is not None:
        plan.containers.append((x, width, bottom, stand.container))
        plan.top = max(plan.top, bottom + 2)
    else:
        plan.boxes.append((x, width, bottom, stand))
        top = bottom + sum(line.rows for line in stand.lines) + 1
        plan.top = max(plan.top, top)
        widths = _share(stand.stands, width)
        if stand.stands and stand.stands[0].block is not None:
            x += max(0, width - sum(widths) - GAP * (len(widths) - 1)) // 2
        for child, size in zip(stand.stands, widths, strict=True):
            _place(child, x, size, top, plan)
            x += size + GAP


# -- drawing -----------------------------------------------------------------------------------------------------------


TALLEST = 3
"""Rows that the biggest layers get beyond the first, where there is room."""


def columns(view: StackView, width: int, height: int | None = None, *, pan: int = 0) -> Drawing | None:
    """The columns in that many cells; None where they do not fit beside each other.

    With a `height`, layers are as high as fits, on a log scale of their sizes; where not even rows of one fit, metadata
    steps and then further layers are folded. With `pan` they may take so many cells instead of `width`.
    """
    most = max(pan, width)
    if _crowded(view, most):
        return None
    plan = None
    for fold in (0,) if height is None else (-TALLEST, -2, -1, 0, 1, 2):
        tried = _planned(view, width, most, fold)
        if tried is None:
            return None
        if plan is None or tried.top < plan.top:
            plan = tried
        if height is None or plan.top < height:
            break
    return _draw(plan, max(width, plan.width)) if plan is not None else None


def _planned(view: StackView, width: int, most: int, fold: int) -> _Plan | None:
    """Where everything goes, None where it does not fit into `most` cells; wider than `width` only if it must be."""
    roots = [_measure(block_of(root), fold) for root in view.roots]
    needed = sum(root.least for root in roots) + 2 * (len(roots) - 1)
    if not roots or needed > most:
        return None
    width = max(width, needed)
    plan = _Plan()
    x = 0
    for root, size in zip(roots, _share(roots, width, 2), strict=True):
        _place(root, x, size, 0, plan)
        x += size + 2
    plan.width = width
    return plan


def _crowded(view: StackView, width: int) -> bool:
    """Whether there are so many tips that their boxes cannot stand beside each other: seen without measuring any."""
    left = (width + GAP) // (LEAST + GAP)
    waiting = list(view.roots)
    while waiting and left >= 0:
        children = waiting.pop().children
        if children:
            waiting += children
        else:
            left -= 1
    return left < 0


def _draw(plan: _Plan, width: int) -> Drawing:
    height = plan.top + 1
    canvas = Canvas(width, height)
    hits: list[Hit] = []
    marked: list[tuple[int, int]] = []
    for x, size, bottom, stand in plan.boxes:
        assert stand.block is not None
        _draw_box(canvas, x, size, height - 1 - bottom, stand, bottom == 0)
        y = height - 1 - bottom
        for line in reversed(stand.lines):
            y -= line.rows
            hits += [Hit(line.key, x + 1, x + size - 1, y + down) for down in range(line.rows)]
            if line.mark != "same" or line.note:
                marked.append((x, y))
    for x, size, bottom, box in plan.containers:
        _draw_container(canvas, x, size, height - 1 - bottom, box)
        hits.append(Hit(f"container {box.name}", x + 1, x + size - 1, height - 2 - bottom))
        if box.mark != "same":
            marked.append((x, height - 2 - bottom))
    for x, up, room, row, key in plan.flags:
        y = height - 1 - up
        hits.append(Hit(key, x, _draw_flags(canvas, x, y, room, row), y))
        if any("." in role for _, _, role in row):
            marked.append((x, y))
    marked.sort(key=lambda place: (place[1], place[0]))
    hits.sort(key=lambda hit: (hit.y, hit.x))
    return Drawing(width, canvas.rows(), tuple(hits), marked[0] if marked else None)


def _draw_box(canvas: Canvas, x: int, width: int, y: int, stand: _Stand, grounded: bool) -> None:
    assert stand.block is not None
    mark = stand.block.mark
    role, dashed = _role("border", mark), mark != "same"
    top, right = y - sum(line.rows for line in stand.lines) - 1, x + width - 1
    canvas.across(x, right, top, role, dashed=dashed)
    if grounded:
        canvas.across(x, right, y, role, dashed=dashed)
    canvas.down(x, top, y, role, dashed=dashed)
    canvas.down(right, top, y, role, dashed=dashed)
    longest = max(cells(line.text) for line in stand.lines)
    bars = width - 4 - SIZE - BAR - 2 >= min(LEGIBLE, longest)
    top += 1
    for line in stand.lines:
        _draw_line(canvas, x + 2, top, width - 4, line, bars)
        top += line.rows


def _draw_line(canvas: Canvas, x: int, y: int, width: int, line: Line, bars: bool) -> None:
    """Write one layer into `width` cells: what made it, then its note or digest and bar, then its size."""
    grey = line.dangling and line.mark == "same"
    base = "dangling" if grey else "layer.empty" if line.empty else "layer"
    role = _role(base, line.mark)
    size = size_text(line.size)
    end = x + width
    if width >= 12:
        canvas.put(end - len(size), y, size, _role("size", line.mark))
        end -= len(size) + 1
    if line.note:
        note = elide(line.note, end - x - min(LEGIBLE, cells(line.text) + 3))
        if len(note) > 3:
            canvas.put(end - cells(note), y, note, "note")
            end -= cells(note) + 1
    elif bars:
        bar = bar_of(line.size)
        end = x + width - SIZE - 1
        for down in range(line.rows):
            canvas.put(end - len(bar), y + down, bar, _role("dangling" if grey else "bar", line.mark))
        end -= BAR + 1
        if line.digest and end - x >= cells(line.text) + 12:
            canvas.put(end - 7, y, short_digest(line.digest), "digest")
            end -= 9
    sign = SIGNS[line.mark]
    text = elide(f"{sign} {line.text}" if sign else line.text, end - x)
    after = canvas.put(x, y, text, role)
    if line.empty and not line.note and width >= 12:  # it changes no file: a thin line
        after, end = after + 1, x + width - len(size) - 1
        canvas.put(after, y, "╌" * (end - after), _role("border", line.mark))


def _draw_container(canvas: Canvas, x: int, width: int, y: int, box: ContainerBox) -> None:
    role = _role("container", box.mark)
    right = x + width - 1
    canvas.across(x, right, y - 2, f"{role}.border", dashed=True)
    for side in (x, right):
        canvas.down(side, y - 2, y, f"{role}.border", dashed=True)
    title = elide(container_title(box), width - 6)
    start = x + 2
    for at in range(start, start + cells(title) + 2):
        canvas.erase_arm(at, y - 2)
    canvas.put(start, y - 2, f" {title} ", role)
    size = size_text(box.size)
    canvas.put(x + 2, y - 1, elide(container_changes(box), width - 4), role)
    if width >= 26:
        canvas.put(right - 1 - len(size), y - 1, size, "size")


def _draw_flags(canvas: Canvas, x: int, y: int, width: int, row: list[tuple[str, str, str]]) -> int:
    """Write flags side by side; the column after the last one."""
    end = x + width
    for text, words, role in row:
        text = elide_middle(text, end - x)
        x = canvas.put(x, y, text, role)
        if words and end - x > 1:
            words = words if cells(words) < end - x else words[0]
            x = canvas.put(x + 1, y, words, f"{role}.words")
        x += 3
    return min(x - 3, end)

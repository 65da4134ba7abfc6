"""The stack as an SVG picture: boxes that grow from their bases, in the order and with the words of the screen.

Lengths are pixels. Widths are decided from the leaves down, places from the bases up; images that share nothing stand
beside each other, in as many rows as are needed.
"""

from __future__ import annotations

from html import escape
from math import log
from typing import TYPE_CHECKING, NamedTuple

from tutor.session.drawing.blocks import (
    block_of,
    container_changes,
    container_title,
    lines_of,
    short_digest,
    size_text,
    summary,
)
from tutor.session.drawing.canvas import cells, elide
from tutor.session.pictures.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.session.drawing.blocks import Block, Line
    from tutor.session.views import ImageTop, StackView

FONTS = "DejaVu Sans Mono, Liberation Mono, Noto Sans Mono, Menlo, Consolas, Courier New, monospace"
_FONT = f'font-family="{FONTS}"'
_CHAR, _SIZE = 7.83, 13
_ROW, _PAD, _GAP, _MARGIN = 22, 8, 16, 24
_LEAST, _MOST, _PAGE = 220, 430, 1560
_TALLEST = 48
"""What the biggest layer is higher than a small one."""
_INK, _DIM, _LINE, _PAPER = "#22272e", "#5a636e", "#8b96a2", "#ffffff"
_LAYER, _SEAM, _BARS, _FLAG, _BOX, _NAMELESS = "#eef4f4", "#d3dcde", "#2f8f80", "#6b4d00", "#1550a8", "#efefef"


class _Sized(NamedTuple):
    """A box and how much room it takes: of its own, of what stands on it in its own column, and altogether."""

    block: Block
    lines: tuple[Line, ...]
    above: tuple[_Sized, ...]
    slot: float
    width: float
    height: float
    tops: float
    whole: float


def svg(view: StackView) -> str:
    """The picture; ends in a newline."""
    rows = _rows([_sized(block_of(root)) for root in view.roots])
    width = max([480.0, *(_across(row) + 2 * _MARGIN for row in rows)])
    told = summary(view).removeprefix("⚑ ")
    body: list[str] = [_text(_MARGIN, _MARGIN + 10, told, _DIM)]
    y = _MARGIN + 24.0
    for row in rows:
        y += max(each.whole for each in row)
        x = float(_MARGIN)
        for each in row:
            _draw(each, x, y, each.width, body)
            x += each.width + 2 * _GAP
        y += 2 * _GAP
    for volume in view.volumes:
        users = f", used by {', '.join(volume.users)}" if volume.users else ""
        body.append(_text(_MARGIN, y + 12, f"volume {volume.name}  {size_text(volume.size)}{users}", _DIM))
        y += _ROW
    if view.cache:
        size = sum(record.size for record in view.cache)
        body.append(_text(_MARGIN, y + 12, f"build cache ({len(view.cache)})  {size_text(size)}", _DIM))
        y += _ROW
    height = y + _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img"><title>Layer stack: {escape(told)}</title>\n'
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _rows(blocks: Sequence[_Sized]) -> list[list[_Sized]]:
    rows: list[list[_Sized]] = []
    for each in blocks:
        if rows and _across([*rows[-1], each]) <= _PAGE:
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _across(row: Sequence[_Sized]) -> float:
    return sum(each.width for each in row) + 2 * _GAP * (len(row) - 1)


def _sized(block: Block) -> _Sized:
    above = tuple(map(_sized, block.children))
    lines = lines_of(block, 0)
    wanted = max(_wide(line.text) + _wide(_note(line)) + 3 * _CHAR for line in lines) + 2 * _PAD
    names = max((_wide(text) for image in block.images for text in _names(image)), default=0.0)
    boxes = max(
        (_wide(container_title(box)) + 3 * _PAD for image in block.images for box in image.containers), default=0.0
    )
    column = max(names, boxes, 120.0) if block.images else 0.0
    slot = column + _GAP if above and column else 0.0
    width = max(
        min(max(wanted, _LEAST), _MOST), column, slot + sum(each.width for each in above) + _GAP * (len(above) - 1)
    )
    height = sum(map(_high, lines)) + _PAD
    tops = sum(_ROW * len(_names(image)) + 44 * len(image.containers) for image in block.images) + (4 if column else 0)
    whole = height + max([float(tops), *(each.whole for each in above)])
    return _Sized(block, lines, above, slot, width, height, tops, whole)


def _high(line: Line) -> float:
    """A layer's height, by its size on a log scale; a step without files is a thin line."""
    return _ROW - 4 if line.empty else _ROW + _TALLEST * _share(line)


def _share(line: Line) -> float:
    """How big a layer is on a log scale: 0 up to 10 kB, 1 from 300 MB on."""
    return min(1.0, log(max(1.0, line.size / 10_000)) / log(30_000))


def _draw(each: _Sized, x: float, bottom: float, width: float, body: list[str]) -> None:
    """A box with everything on it; `bottom` is the line on which it stands."""
    top = bottom - each.height
    fill = _NAMELESS if each.block.dangling else _LAYER
    body.append(
        f'<rect x="{x:g}" y="{top:g}" width="{width:g}" height="{each.height:g}" rx="4" '
        f'fill="{fill}" stroke="{_LINE}"/>'
    )
    y = top + _PAD / 2
    for number, line in enumerate(each.lines):
        if number:
            body.append(f'<path d="M{x:g} {y:g}h{width:g}" stroke="{_SEAM}"/>')
        _line(line, x, y, width, body)
        y += _high(line)
    at = top
    for image in each.block.images:
        for box in image.containers:
            at -= 44
            across = max(_wide(container_title(box)) + 3 * _PAD, 130.0)
            body.append(
                f'<rect x="{x + 2:g}" y="{at + 2:g}" width="{across:g}" height="40" rx="4" fill="none" '
                f'stroke="{_BOX}" stroke-dasharray="5 3"/>'
            )
            body.append(_text(x + _PAD, at + 18, container_title(box), _BOX))
            body.append(_text(x + _PAD, at + 35, container_changes(box), _BOX))
        for name in _names(image):
            at -= _ROW
            body.append(_text(x + 2, at + 16, name, _FLAG if image.flags else _DIM, bold=bool(image.flags)))
    right = x + each.slot
    for child in each.above:
        _draw(child, right, top, child.width, body)
        right += child.width + _GAP


def _line(line: Line, x: float, y: float, width: float, body: list[str]) -> None:
    note = _note(line)
    room = int((width - 2 * _PAD - _wide(note) - 2 * _CHAR) / _CHAR)
    ink = _DIM if line.empty else _INK
    body.append(_text(x + _PAD, y + 15, elide(line.text, max(4, room)), ink))
    body.append(_text(x + width - _PAD, y + 15, note, _DIM, anchor="end"))
    if not line.empty and line.size:
        bar = max(0.02, _share(line)) * (width - 2 * _PAD)
        body.append(f'<rect x="{x + _PAD:g}" y="{y + 18:g}" width="{bar:.1f}" height="2.5" fill="{_BARS}"/>')


def _note(line: Line) -> str:
    digest = f"{short_digest(line.digest)}  " if line.digest else ""
    return f"{digest}{size_text(line.size)}"


def _names(image: ImageTop) -> tuple[str, ...]:
    return tuple(f"⚑ {flag.name}" for flag in image.flags) or (f"no name ({image.id[:7]})",)


def _wide(text: str) -> float:
    return cells(text) * _CHAR


def _text(x: float, y: float, text: str, ink: str, *, bold: bool = False, anchor: str = "start") -> str:
    weight = ' font-weight="bold"' if bold else ""
    safe = escape(visible(text))
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{_SIZE}" fill="{ink}" text-anchor="{anchor}"{weight} {_FONT} '
        f'xml:space="preserve">{safe}</text>'
    )

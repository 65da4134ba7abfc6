"""The stack as an outline, bases first and what stands on them indented: for narrow panes, many images, ears."""

from __future__ import annotations

from tutor.session.drawing.blocks import (
    SIGNS,
    Block,
    bar_of,
    block_of,
    container_changes,
    container_title,
    flag_text,
    size_text,
)
from tutor.session.drawing.canvas import Row, Run, cells, elide, elide_middle, fit_row
from tutor.session.drawing.columns import SIZE, Drawing, Hit
from tutor.session.drawing.lazy import Lazy
from tutor.session.views import ImageTop, LayerNode, StackView

Entry = tuple[str, Block | ImageTop]
"""A row to be: the lines that lead to it, and what it is of."""


def outline(view: StackView, width: int) -> Drawing:
    """The outline in that many cells: a row for each box, and one for the names and containers of each image."""
    entries: list[Entry] = []
    for root in view.roots:
        _collect(block_of(root), "", "", entries)
    boxes = [(y, prefix, value) for y, (prefix, value) in enumerate(entries) if isinstance(value, Block)]

    def hit(at: int) -> Hit:
        y, prefix, block = boxes[at]
        return Hit(block.nodes[0].key, len(prefix), width, y)

    changed = next((y for y, (_, value) in enumerate(entries) if _changes(value)), None)
    rows = Lazy(len(entries), lambda y: _row(*entries[y], width))
    return Drawing(width, rows, Lazy(len(boxes), hit), None if changed is None else (0, changed), "outline")


def _changes(value: Block | ImageTop) -> bool:
    if isinstance(value, Block):
        return value.mark != "same"
    return any(flag.mark != "same" for flag in value.flags) or any(box.mark != "same" for box in value.containers)


def _row(prefix: str, value: Block | ImageTop, width: int) -> Row:
    row = _block_row(prefix, width, value) if isinstance(value, Block) else _image_row(prefix, width, value)
    return fit_row(row, width) if len(prefix) > width - 20 else row


def _collect(block: Block, first: str, rest: str, entries: list[Entry]) -> None:
    entries.append((first, block))
    standing: list[Block | ImageTop] = [*block.images, *block.children]
    for at, item in enumerate(standing):
        last = at == len(standing) - 1
        branch, below = ("╰ ", "  ") if last else ("├ ", "│ ")
        if isinstance(item, Block):
            _collect(item, rest + branch, rest + below, entries)
        else:
            entries.append((rest + branch, item))


def _block_row(prefix: str, width: int, block: Block) -> Row:
    suffix = "" if block.mark == "same" else f".{block.mark}"
    total = sum(node.size for node in block.nodes)
    room = width - len(prefix) - SIZE - 1
    right = [Run(size_text(total).rjust(SIZE), f"size{suffix}")]
    if room >= 30:
        right.insert(0, Run(bar_of(total).rjust(8) + " ", f"bar{suffix}"))
        room -= 9
    count = len(block.nodes)
    words = f"{count} steps: " if count > 1 else ""
    note = next((node.note for node in block.nodes if node.note), "")
    text = f"{SIGNS[block.mark] or '▤'} {words}{_chief(block).text}" + (f" · {note}" if note else "")
    text = elide(text, room)
    left = [Run(prefix, "border"), Run(text, f"layer{suffix}")]
    return (*left, Run(" " * (room - cells(text) + 1), ""), *right)


def _chief(block: Block) -> LayerNode:
    """The layer that says most about a box: its biggest."""
    return max(block.nodes, key=lambda node: node.size)


def _image_row(prefix: str, width: int, image: ImageTop) -> Row:
    parts: list[Run] = []
    if not image.flags:
        parts.append(Run(f"◌ no name ({image.id[:7]})", "dangling"))
    left = width - len(prefix)
    for at, flag in enumerate(image.flags):
        text, words = flag_text(flag)
        more = len(image.flags) - at
        if at and min(cells(text), 16) > left - (8 if more > 1 else 0):
            parts.append(Run(f"and {more} more", "dim"))
            break
        role = "tag" if flag.mark == "same" else f"tag.{flag.mark}"
        text = elide_middle(text, left)
        parts.append(Run(text, role))
        left -= cells(text) + 2
        if words:
            parts[-1] = Run(text + " ", role)
            parts.append(Run(elide(words, max(1, left)), f"{role}.words"))
            left -= cells(words) + 1
    for box in image.containers:
        role = "container" if box.mark == "same" else f"container.{box.mark}"
        parts.append(Run(f"[{container_title(box)}  {container_changes(box)}]", role))
    row = [Run(prefix, "border")]
    room = width - len(prefix)
    for part in parts:
        text = elide(part.text, room)
        row.append(Run(text, part.role))
        gap = min(2, room - cells(text)) if not part.text.endswith(" ") else 0
        row.append(Run(" " * gap, ""))
        room -= cells(text) + gap
    row.append(Run(" " * room, ""))
    return tuple(run for run in row if run.text)

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
from tutor.session.views import ContainerBox, ImageTop, LayerNode, StackView

Item = Block | ImageTop | ContainerBox
Entry = tuple[str, Item]
"""A row to be: the lines that lead to it, and what it is of."""


def outline(view: StackView, width: int) -> Drawing:
    """The outline in that many cells: a row for each box, one for the names of each image, one for each container."""
    entries: list[Entry] = []
    for root in view.roots:
        _collect(block_of(root), "", "", entries)

    def hit(y: int) -> Hit:
        prefix, value = entries[y]
        return Hit(_key(value), min(len(prefix), width - 1), width, y)

    changed = next((y for y, (_, value) in enumerate(entries) if _changes(value)), None)
    rows = Lazy(len(entries), lambda y: _row(*entries[y], width))
    return Drawing(width, rows, Lazy(len(entries), hit), None if changed is None else (0, changed), "outline")


def _key(value: Item) -> str:
    if isinstance(value, Block):
        return value.nodes[0].key
    return f"image {value.id}" if isinstance(value, ImageTop) else f"container {value.name}"


def _changes(value: Item) -> bool:
    return value.mark != "same" or (isinstance(value, ImageTop) and any(flag.mark != "same" for flag in value.flags))


def _row(prefix: str, value: Item, width: int) -> Row:
    if isinstance(value, Block):
        row = _block_row(prefix, width, value)
    elif isinstance(value, ImageTop):
        row = _image_row(prefix, width, value)
    else:
        row = _container_row(prefix, width, value)
    return fit_row(row, width) if len(prefix) > width - 20 else row


def _collect(block: Block, first: str, rest: str, entries: list[Entry]) -> None:
    entries.append((first, block))
    standing: list[Item] = []
    for image in block.images:
        standing += [image, *image.containers]
    standing += block.children
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
        role = "dangling" if image.mark == "same" else f"dangling.{image.mark}"
        parts.append(Run(f"{SIGNS[image.mark] or '◌'} no name ({image.id[:7]})", role))
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


def _container_row(prefix: str, width: int, box: ContainerBox) -> Row:
    """A container with a dashed edge, what it changed, and what that takes."""
    role = "container" if box.mark == "same" else f"container.{box.mark}"
    room = width - len(prefix) - SIZE - 1
    text = elide(f"┄ {container_title(box)}  {container_changes(box)}", room)
    fill = " " * max(0, room - cells(text) + 1)
    return (Run(prefix, "border"), Run(text, role), Run(fill, ""), Run(size_text(box.size).rjust(SIZE), "size"))

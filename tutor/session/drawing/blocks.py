"""From the forest of layers to blocks: layers that are always found together make one box of several rows."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from tutor.dataclass import dataclass
from tutor.session.views import ContainerBox, ImageTop, LayerNode, Mark, StackView, TagFlag

BAR = 8
"""The cells of the longest bar."""

SIGNS: dict[Mark, str] = {"same": "", "added": "+", "removed": "−", "moved": "→", "amiss": "✗"}


@dataclass(frozen=True, slots=True)
class Line:
    """A layer in a box, or several metadata steps folded into one line.

    `key` is that of the layer (of the topmost of folded ones); `rows` is how many it takes; `dangling` is whether only
    images without a name stand on it.
    """

    key: str
    text: str
    size: int = 0
    empty: bool = False
    digest: str = ""
    mark: Mark = "same"
    note: str = ""
    rows: int = 1
    dangling: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A box: `nodes` from the top down, the images that end at its top, and the boxes that stand on it.

    `dangling` is whether only images without a name stand on it, and no container.
    """

    nodes: tuple[LayerNode, ...]
    images: tuple[ImageTop, ...]
    children: tuple[Block, ...]
    mark: Mark
    dangling: bool = False


def block_of(node: LayerNode) -> Block:
    """The box whose bottom is that layer: it ends where an image ends, a branch begins or the mark changes.

    The boxes of a node are kept: from one picture to the next most nodes are the very same.
    """
    kept = _blocks.get(id(node))
    if kept is not None:
        return kept[1]
    chain = [node]
    top = node
    while not top.images and len(top.children) == 1 and top.children[0].mark == top.mark:
        top = top.children[0]
        chain.append(top)
    children = tuple(map(block_of, top.children))
    dangling = all(child.dangling for child in children) and not any(
        image.flags or image.containers for image in top.images
    )
    block = Block(tuple(reversed(chain)), top.images, children, top.mark, dangling)
    if len(_blocks) > _MOST_KEPT:
        _blocks.clear()
    _blocks[id(node)] = (node, block)
    return block


_MOST_KEPT = 10_000
_blocks: dict[int, tuple[LayerNode, Block]] = {}
"""Boxes by the identity of their lowest node, which is kept as well so that the identity stays its own."""


def lines_of(block: Block, fold: int) -> tuple[Line, ...]:
    """The lines of a box from the top down.

    A negative fold makes layers higher by their size, on a log scale: the biggest takes 1 - `fold` rows. fold 0 shows
    every step; 1 folds neighbouring metadata steps into one row; 2 also folds what lies between the biggest layer and
    the top one.
    """
    lines: list[Line] = []
    empties: list[LayerNode] = []

    def flush() -> None:
        if len(empties) > 1:
            marks = {node.mark for node in empties}
            mark = marks.pop() if len(marks) == 1 else "same"
            lines.append(_folded(empties[0].key, f"{len(empties)} metadata steps", 0, mark, block))
        else:
            lines.extend(_line(node, block, fold) for node in empties)
        empties.clear()

    for node in block.nodes:
        if fold > 0 and node.empty and not node.note:
            empties.append(node)
        else:
            flush()
            lines.append(_line(node, block, fold))
    flush()
    if fold > 1 and len(lines) > 2:
        biggest = max(lines, key=lambda line: line.size)
        rest = [line for line in lines if line is not biggest]
        mark = rest[0].mark
        size = sum(line.size for line in rest)
        lines = [_folded(rest[0].key, f"{len(rest)} more steps", size, mark, block), biggest]
    return tuple(lines)


def _line(node: LayerNode, block: Block, fold: int) -> Line:
    rows = 1 + round(-fold * (len(bar_of(node.size)) - 1) / (BAR - 1)) if fold < 0 and node.size else 1
    return Line(
        node.key, node.text, node.size, node.empty, node.digest, node.mark, node.note, rows, block.dangling
    )  # fmt: skip


def _folded(key: str, text: str, size: int, mark: Mark, block: Block) -> Line:
    return Line(key, text, size, not size, mark=mark, dangling=block.dangling)


def walk(view: StackView) -> Iterator[LayerNode]:
    """Every layer of the view, each before those that stand on it."""
    waiting = list(reversed(view.roots))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def size_text(size: int) -> str:
    """Bytes as people say them, in powers of 1000: "0 B", "12 kB", "7.8 MB", "1.2 GB"."""
    if size < 1000:
        return f"{size} B"
    value = float(size)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5:
            return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"
    return f"{value:.0f} PB"


def bar_of(size: int) -> str:
    """A bar of at most `BAR` cells on a log scale: one cell up to 10 kB, all of them from 300 MB on."""
    if size <= 0:
        return ""
    length = 1 + (BAR - 1) * log(max(1.0, size / 10_000)) / log(30_000)
    return "▮" * max(1, min(BAR, round(length)))


def short_digest(digest: str) -> str:
    """The first seven hexadecimal digits of a digest."""
    return digest.rpartition(":")[2][:7]


def flag_text(flag: TagFlag) -> tuple[str, str]:
    """A name's flag, and what the line being typed would do to it ("" if nothing)."""
    if flag.mark == "added":
        return f"⚐ {flag.name}", "+ new name"
    if flag.mark == "moved":
        return f"⚐ {flag.name}", f"→ from {flag.other}" if flag.other else "→ moved here"
    if flag.mark == "removed":
        return f"⚑ {flag.name}", f"→ to {flag.other}" if flag.other else "− name goes"
    return f"⚑ {flag.name}", "✗ not as asked" if flag.mark == "amiss" else ""


def container_title(box: ContainerBox) -> str:
    """A container's name and state."""
    state = f"exited ({box.code})" if box.state == "exited" else box.state
    sign = SIGNS[box.mark]
    return f"{sign + ' ' if sign else ''}{box.name} · {'you are here' if box.attached else state}"


def container_changes(box: ContainerBox) -> str:
    """What a container changed of its image."""
    return f"+{box.added} ~{box.changed} −{box.deleted}"


def marks(view: StackView) -> tuple[int, int, int]:
    """How many names, layers and containers the marks would add, remove and move."""
    found = {"same": 0, "added": 0, "removed": 0, "moved": 0, "amiss": 0}
    for node in walk(view):
        found[node.mark] += 1
        for image in node.images:
            for flag in image.flags:
                found[flag.mark] += 1
            for box in image.containers:
                found[box.mark] += 1
    return found["added"], found["removed"], found["moved"]


def summary(view: StackView) -> str:
    """The whole stack in one line."""
    if not view.images and not view.containers:
        return "no images yet"
    text = f"⚑ {_count(view.images, 'image')} · {_count(view.layers, 'layer')}"
    if view.shared:
        text += f", {view.shared} shared"
    if view.containers:
        text += f" · {_count(view.containers, 'container')}"
    return f"{text} · {size_text(view.bytes)}"


def changes_text(view: StackView) -> str:
    """How many names, layers and containers the line being typed would add, remove and move: "+2 −1"; "" if none."""
    added, removed, moved = marks(view)
    return " ".join(f"{sign}{n}" for sign, n in (("+", added), ("−", removed), ("→", moved)) if n)


def totals(view: StackView) -> str:
    """The stack in a few words: images, containers and bytes."""
    if not view.images and not view.containers:
        return "empty"
    parts = [_count(view.images, "image")]
    if view.containers:
        parts.append(_count(view.containers, "container"))
    return " · ".join([*parts, size_text(view.bytes)])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

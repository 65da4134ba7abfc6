"""The whole stack from far away: a row for each base, and on it a skyline, one character an image, by its size."""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from tutor.session.drawing.blocks import SIGNS, size_text
from tutor.session.drawing.canvas import Row, Run, cells, elide_middle, fit_row
from tutor.session.drawing.columns import SIZE, Drawing, Hit
from tutor.session.drawing.lazy import Lazy
from tutor.session.views import ImageTop, LayerNode, StackView

_LEVELS = "▁▂▃▄▅▆▇█"
NAME = 30
COUNTS = 24


def overview(view: StackView, width: int) -> Drawing:
    """One row for each base: its name, how much stands on it, and the sizes of its images on a log scale."""
    roots = view.roots

    def row(y: int) -> Row:
        return fit_row(_row(roots[y], width), width)

    def hit(y: int) -> Hit:
        return Hit(roots[y].key, 0, width, y)

    changed = next((y for y, root in enumerate(roots) if root.mark != "same"), None)
    focus = None if changed is None else (0, changed)
    return Drawing(width, Lazy(len(roots), row), Lazy(len(roots), hit), focus, "overview")


def _row(root: LayerNode, width: int) -> Row:
    found = list(_images(root))
    layers = sum(not node.empty for node, _ in _layers(root))
    total = sum(node.size for node, _ in _layers(root))
    suffix = "" if root.mark == "same" else f".{root.mark}"
    wide = width >= NAME + COUNTS + SIZE + 12
    room = NAME if wide else max(10, width - SIZE - 14)
    name = elide_middle(f"{SIGNS[root.mark] or '▤'} {_called(found, root)}", room)
    runs = [Run(name + " " * (room - cells(name)), f"tag{suffix}" if found else f"layer{suffix}")]
    counts = f" {_count(len(found), 'image')}, {_count(layers, 'layer')}" if wide else f" {_count(len(found), 'image')}"
    space = COUNTS if wide else 13
    runs.append(Run(counts.ljust(space)[:space], "dim"))
    left = width - room - space - SIZE - 1
    if left > 0:
        runs += _skyline(found, left)
    runs.append(Run(size_text(total).rjust(SIZE + 1), f"size{suffix}"))
    return tuple(run for run in runs if run.text)


def _layers(root: LayerNode) -> Iterable[tuple[LayerNode, int]]:
    """Every layer from a base up, with the bytes of it and all below it."""
    waiting = [(root, root.size)]
    while waiting:
        node, size = waiting.pop()
        yield node, size
        waiting += [(child, size + child.size) for child in reversed(node.children)]


def _images(root: LayerNode) -> Iterable[tuple[ImageTop, int]]:
    for node, size in _layers(root):
        for image in node.images:
            yield image, size


def _called(found: list[tuple[ImageTop, int]], root: LayerNode) -> str:
    """The first name that stands on the base, else what made it."""
    return next((image.flags[0].name for image, _ in found if image.flags), root.text)


def _skyline(found: list[tuple[ImageTop, int]], width: int) -> list[Run]:
    """One character an image; a dangling one is grey, one with a container has a dot after it."""
    runs: list[Run] = []
    used = 0
    for image, size in found:
        level = 0 if size <= 0 else round(7 * max(0.0, min(1.0, log(max(size, 1) / 1e6) / log(1000))))
        text = _LEVELS[level] + ("·" if image.containers else "")
        if used + len(text) > width - 1:
            runs.append(Run("…", "dim"))
            used += 1
            break
        marked = image.mark if image.mark != "same" else next((f.mark for f in image.flags if f.mark != "same"), "")
        role = f"bar.{marked}" if marked else "dangling" if image.dangling else "bar"
        runs.append(Run(text, role))
        used += len(text)
    return [*runs, Run(" " * (width - used), "")]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

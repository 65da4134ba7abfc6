"""The stack as a graph: a node for each box of layers, name and container, an edge from each to what it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from tutor.session.drawing.blocks import (
    block_of,
    container_changes,
    container_title,
    lines_of,
    short_digest,
    size_text,
    summary,
)
from tutor.session.drawing.canvas import elide
from tutor.session.pictures.text import visible

if TYPE_CHECKING:
    from tutor.session.drawing.blocks import Block
    from tutor.session.views import ImageTop, StackView

_WIDEST = 60
"""Columns of a layer's text."""
Kind = Literal["layers", "name", "container"]


class Node(NamedTuple):
    """Something of the stack: its lines of text, and the number of the node that it stands on (-1: none)."""

    kind: Kind
    lines: tuple[str, ...]
    below: int


def nodes_of(view: StackView) -> list[Node]:
    """All nodes, each after the one that it stands on."""
    nodes: list[Node] = []
    waiting = [(block_of(root), -1) for root in reversed(view.roots)]
    while waiting:
        block, below = waiting.pop()
        nodes.append(Node("layers", tuple(_layers(block)), below))
        here = len(nodes) - 1
        for image in block.images:
            nodes += [Node(kind, lines, here) for kind, lines in _tops(image)]
        waiting += [(child, here) for child in reversed(block.children)]
    return nodes


def mermaid(view: StackView) -> str:
    """A flowchart that grows upwards (https://mermaid.js.org/syntax/flowchart.html)."""
    shapes = {"layers": ('["', '"]'), "name": ('(["', '"])'), "container": ('("', '")')}
    nodes = nodes_of(view)
    rows = ["flowchart BT", f"  %% {summary(view)}"]
    for at, node in enumerate(nodes):
        left, right = shapes[node.kind]
        text = "<br>".join(_entities(line) for line in node.lines)
        rows.append(f"  n{at}{left}{text}{right}{':::' + node.kind if node.kind != 'layers' else ''}")
    rows += [f"  n{node.below} --- n{at}" for at, node in enumerate(nodes) if node.below >= 0]
    rows += ["  classDef name stroke-width:0,font-weight:bold", "  classDef container stroke-dasharray:4 3"]
    return "\n".join(rows) + "\n"


def dot(view: StackView) -> str:
    """A graph in the DOT language (https://graphviz.org/doc/info/lang.html)."""
    looks = {
        "layers": "shape=box", "name": 'shape=cds, fontname="Helvetica-Bold"',
        "container": 'shape=box, style="dashed,rounded"',
    }  # fmt: skip
    nodes = nodes_of(view)
    rows = [
        "graph stack {",
        f"  // {summary(view)}",
        "  rankdir=BT",
        '  node [fontname="Helvetica", fontsize=11]',
        "  edge [color=gray50]",
    ]
    for at, node in enumerate(nodes):
        text = "".join(_quoted(line) + ("\\l" if node.kind == "layers" else "\\n") for line in node.lines)
        rows.append(f'  n{at} [{looks[node.kind]}, label="{text}"]')
    rows += [f"  n{node.below} -- n{at}" for at, node in enumerate(nodes) if node.below >= 0]
    return "\n".join([*rows, "}"]) + "\n"


def _layers(block: Block) -> Iterator[str]:
    for line in lines_of(block, 0):
        digest = f"  {short_digest(line.digest)}" if line.digest else ""
        yield f"{elide(line.text, _WIDEST)}  {size_text(line.size)}{digest}"


def _tops(image: ImageTop) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    for flag in image.flags:
        yield "name", (flag.name,)
    if not image.flags:
        yield "name", (f"no name ({image.id[:7]})",)
    for box in image.containers:
        yield "container", (container_title(box), container_changes(box))


def _entities(text: str) -> str:
    """Text of a quoted Mermaid label: whatever could end it or mean something there is written by its number."""
    return "".join(char if char.isalnum() or char in " .,:/-_=+~·" else f"#{ord(char)};" for char in visible(text))


def _quoted(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace('"', '\\"')

"""The layer stack for slides and hand-outs: as an SVG picture, or as a graph for Mermaid or Graphviz to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.session.views import StackView

KINDS = ("svg", "mermaid", "dot")


def pictured(view: StackView, kind: str) -> str:
    """A stack as text of one of `KINDS`; ends in a newline."""
    if kind == "svg":
        from tutor.session.pictures.svg import svg

        return svg(view)
    from tutor.session.pictures import graph

    return graph.mermaid(view) if kind == "mermaid" else graph.dot(view)

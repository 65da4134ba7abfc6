"""A page as plain text: what the tutor words print. Every mark is a sign, long lists say how much they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.session.drawing.characters import drawn_lines
from tutor.session.drawing.page import page_lines
from tutor.session.inside.views import Document, Entries, Entry, Piece, Side, Sides

if TYPE_CHECKING:
    from tutor.session.inside.views import Block, Page

MOST = 200
"""Rows of a list that are printed."""


def plain_page(page: Page, width: int, most: int = MOST) -> str:
    """The title and all blocks below each other; ends in a newline."""
    blocks = tuple([_cut(block, most) for block in (*page.main, *page.aside)])
    lines = page_lines(replace(page, main=blocks, aside=(), tabs=()), max(20, width))
    rows = ["".join(run.text for run in line.row).rstrip() for line in lines]
    return drawn_lines("\n".join([page.title, "", *rows]).rstrip()) + "\n"


def _cut(block: Block, most: int) -> Block:
    """The block with at most so many rows, and how many more there are."""
    if isinstance(block, Entries) and len(block.rows) > most:
        return replace(block, rows=(*block.rows[:most], Entry(f"… and {len(block.rows) - most} more")))
    if isinstance(block, Sides) and len(block.rows) > most:
        return replace(block, rows=(*block.rows[:most], Side(f"… and {len(block.rows) - most} more", "=", "")))
    if isinstance(block, Document) and len(block.lines) > most:
        more = (Piece(f"… and {len(block.lines) - most} more lines"),)
        return replace(block, lines=(*block.lines[:most], more))
    return block

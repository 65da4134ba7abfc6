"""A picture of the screen as SVG: text as text, but lines, bars and blocks as shapes, so that they meet in any font."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from rich.style import Style
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip

CELL, ROW, SIZE = 9.03, 19.0, 15.0
LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
ARMS = {
    "─": 3, "┄": 3, "│": 12, "┆": 12, "┃": 12, "╭": 10, "╮": 9, "╰": 6, "╯": 5, "┬": 11,
    "┴": 7, "├": 14, "┤": 13, "┼": 15,
}  # fmt: skip
ROUND = {"╭": (1, 1), "╮": (-1, 1), "╰": (1, -1), "╯": (-1, -1)}


@dataclass(frozen=True, slots=True)
class Cell:
    """One character of the screen and its style."""

    text: str
    style: Style


def grid(app: App[int]) -> list[list[Cell]]:
    """The screen's cells, put together from what the panes paint. A wide character is followed by an empty cell."""
    width, height = app.size
    cells = [[Cell(" ", Style()) for _ in range(width)] for _ in range(height)]
    for pane in app.screen.children:
        region = pane.region
        if not region or not pane.size:
            continue
        strips: list[Strip] = pane.render_lines(Region(0, 0, *pane.size))
        for y, strip in enumerate(strips):
            x = region.x
            for segment in strip:
                for char in segment.text:
                    if x < width and region.y + y < height:
                        cells[region.y + y][x] = Cell(char, segment.style or Style())
                    x += 1
    return cells


def svg(cells: list[list[Cell]], *, title: str, ground: str) -> str:
    """The picture, with a window's bar above it."""
    width, height = len(cells[0]) * CELL + 24, len(cells) * ROW + 52
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-label="{escape(title)}">',
        f"<style>text {{ font-family: 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: {SIZE}px }}</style>",
        f'<rect width="{width:.0f}" height="{height:.0f}" rx="9" fill="{ground}"/>',
        f'<rect width="{width:.0f}" height="32" rx="9" fill="#232b36"/><rect y="16" width="{width:.0f}" height="16" '
        'fill="#232b36"/>',
        *(f'<circle cx="{20 + 20 * at}" cy="16" r="6" fill="{fill}"/>'
          for at, fill in enumerate(("#ff6b62", "#f5bd45", "#5ac95f"))),
        f'<text x="{width / 2:.0f}" y="21" text-anchor="middle" fill="#8e9bad">{escape(title)}</text>',
        '<g transform="translate(12 42)">',
    ]  # fmt: skip
    for y, row in enumerate(cells):
        parts += _row(row, y)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _row(row: list[Cell], y: int) -> list[str]:
    grounds: list[str] = []
    texts: list[str] = []
    x = 0
    while x < len(row):
        end = x
        style = row[x].style
        drawn = _drawn(row[x].text)
        while end < len(row) and row[end].style == style and _drawn(row[end].text) == drawn:
            end += 1
            if not drawn and row[end - 1].text == " " and end < len(row) and row[end].text == " ":
                while end < len(row) and row[end].text == " " and row[end].style == style:
                    end += 1
                break
        fore, back = _colours(style)
        if back:
            grounds.append(f'<rect x="{x * CELL:.2f}" y="{y * ROW:.2f}" width="{(end - x) * CELL + 0.2:.2f}" '
                           f'height="{ROW + 0.2:.2f}" fill="{back}"/>')  # fmt: skip
        if drawn:
            texts += [_shape(cell.text, at, y, fore) for at, cell in enumerate(row[x:end], x)]
        else:
            texts += _words("".join(cell.text for cell in row[x:end]), x, y, fore, style)
        x = end
    return [*grounds, *texts]


def _drawn(char: str) -> bool:
    return char in ARMS or char in "▮█▌"


def _colours(style: Style) -> tuple[str, str]:
    fore = style.color.get_truecolor().hex if style.color else "#d7dee8"
    back = style.bgcolor.get_truecolor().hex if style.bgcolor else ""
    return (back or "#0f141b", fore) if style.reverse else (fore, back)


def _words(text: str, x: int, y: int, fill: str, style: Style) -> list[str]:
    """Text elements: one a word, so that a font of another width cannot shift what follows."""
    parts = []
    at = 0
    look = ' font-weight="bold"' if style.bold else ""
    look += ' font-style="italic"' if style.italic else ""
    lines = [name for name, on in (("underline", style.underline), ("line-through", style.strike)) if on]
    look += f' text-decoration="{" ".join(lines)}"' if lines else ""
    for word in text.split(" "):
        if word:
            length = f' textLength="{len(word) * CELL:.2f}"' if len(word) > 1 else ""
            parts.append(f'<text x="{(x + at) * CELL:.2f}" y="{y * ROW + 14:.2f}" fill="{fill}"{look}{length}>'
                         f"{escape(word)}</text>")  # fmt: skip
        at += len(word) + 1
    return parts


def _shape(char: str, x: int, y: int, fill: str) -> str:
    left, top = x * CELL, y * ROW
    if char == "▮":
        return f'<rect x="{left + 1:.2f}" y="{top + 5:.2f}" width="{CELL - 2:.2f}" height="10" rx="1" fill="{fill}"/>'
    if char in "█▌":
        wide = CELL if char == "█" else 3
        return f'<rect x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{ROW:.2f}" fill="{fill}"/>'
    middle, centre = left + CELL / 2, top + ROW / 2
    dash = ' stroke-dasharray="2.6 2.2"' if char in "┄┆" else ""
    wide = 3.0 if char == "┃" else 1.4
    if char in ROUND:
        across, down = ROUND[char]
        path = f"M{middle + across * CELL / 2:.2f} {centre:.2f}H{middle + across * 4:.2f}Q{middle:.2f} {centre:.2f} "
        path += f"{middle:.2f} {centre + down * 4:.2f}V{centre + down * ROW / 2:.2f}"
    else:
        arms = ARMS[char]
        path = ""
        if arms & (LEFT | RIGHT):
            path += f"M{left if arms & LEFT else middle:.2f} {centre:.2f}H{left + CELL if arms & RIGHT else middle:.2f}"
        if arms & (UP | DOWN):
            path += f"M{middle:.2f} {top if arms & UP else centre:.2f}V{top + ROW if arms & DOWN else centre:.2f}"
    return f'<path d="{path}" stroke="{fill}" stroke-width="{wide}" fill="none"{dash}/>'

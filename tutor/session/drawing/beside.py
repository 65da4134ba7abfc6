"""What stands beside the stack: volumes, which no image holds, and the records of the build cache."""

from __future__ import annotations

from tutor.session.drawing.blocks import SIGNS, size_text
from tutor.session.drawing.canvas import Row, Run, cells, elide
from tutor.session.drawing.columns import SIZE, Drawing, Hit
from tutor.session.drawing.lazy import Lazy
from tutor.session.views import CacheBox, StackView, VolumeBox

WIDTH = 40
"""The cells of the column beside the stack."""
LEAST = 62
"""So many cells are left to the stack where something stands beside it."""


def beside(view: StackView, width: int, height: int | None = None) -> Drawing | None:
    """Volumes and build cache as rows of that width, as many as fit; None where there are neither."""
    rows: list[Row] = []
    hits: list[Hit] = []
    if view.volumes:
        rows.append(_title(f"Volumes ({len(view.volumes)})", width))
        for volume in view.volumes:
            hits.append(Hit(f"volume {volume.name}", 0, width, len(rows)))
            rows.append(_volume(volume, width))
    if view.cache:
        if rows:
            rows.append((Run(" " * width, ""),))
        rows.append(_title(f"Build cache ({view.cached}) {size_text(view.cache_bytes)}", width))
        for record in view.cache:
            hits.append(Hit(f"cache {record.id}", 0, width, len(rows)))
            rows.append(_record(record, width))
    if not rows:
        return None
    if height is not None and len(rows) > height:
        more = len(rows) - height + 1
        rows = [*rows[: height - 1], _title(f"… and {more} more", width)]
        hits = [hit for hit in hits if hit.y < height - 1]
    changed = next((hit.y for hit in hits if _marked(rows[hit.y])), None)
    return Drawing(width, tuple(rows), tuple(hits), None if changed is None else (0, changed), "beside")


def _marked(row: Row) -> bool:
    return any(run.role.endswith((".added", ".removed", ".moved")) for run in row)


def _title(text: str, width: int) -> Row:
    text = elide(text, width)
    return (Run(text + " " * (width - cells(text)), "dim"),)


def _volume(volume: VolumeBox, width: int) -> Row:
    users = f" ← {', '.join(volume.users)}" if volume.users else " · not mounted"
    return _row("container", volume.mark, f"{SIGNS[volume.mark] or '▤'} {volume.name}", users, volume.size, width)


def _record(record: CacheBox, width: int) -> Row:
    used = f" ×{record.uses}" if record.uses > 1 else ""
    return _row("layer.empty", record.mark, f"{SIGNS[record.mark] or '·'} {record.text}", used, record.size, width)


def _row(base: str, mark: str, text: str, note: str, size: int, width: int) -> Row:
    role = base if mark == "same" else f"{base}.{mark}"
    room = width - SIZE - 1
    note = elide(note, max(0, room - min(cells(text), room * 2 // 3)))
    text = elide(text, room - cells(note))
    fill = " " * (room - cells(text) - cells(note))
    parts = (Run(text, role), Run(note, "dim"), Run(fill, ""), Run(size_text(size).rjust(SIZE + 1), "size"))
    return tuple(run for run in parts if run.text)


def join(stack: Drawing, side: Drawing, width: int) -> Drawing:
    """The stack with the other at its right, both standing on the bottom; rows are made when they are looked at."""
    height = max(stack.height, side.height)
    up, low = height - stack.height, height - side.height
    edge = width - side.width

    def row(y: int) -> Row:
        left: Row = stack.rows[y - up] if y >= up else (Run(" " * stack.width, ""),)
        right: Row = side.rows[y - low] if y >= low else (Run(" " * side.width, ""),)
        gap = " " * (edge - stack.width)
        return (*left, Run(gap, ""), *right) if gap else (*left, *right)

    hits = [Hit(hit.key, hit.x, hit.end, hit.y + up) for hit in stack.hits]
    hits += [Hit(hit.key, hit.x + edge, hit.end + edge, hit.y + low) for hit in side.hits]
    hits.sort(key=lambda hit: (hit.y, hit.x))
    focus = (stack.focus[0], stack.focus[1] + up) if stack.focus else None
    if focus is None and side.focus is not None:
        focus = (side.focus[0] + edge, side.focus[1] + low)
    return Drawing(width, Lazy(height, row), tuple(hits), focus, stack.form)


def on_top(side: Drawing, stack: Drawing) -> Drawing:
    """What stands beside the stack above it, where there is no room at its side."""
    down = side.height + 1

    def row(y: int) -> Row:
        if y < side.height:
            return side.rows[y]
        return stack.rows[y - down] if y >= down else (Run(" " * stack.width, ""),)

    hits = [*side.hits, *[Hit(hit.key, hit.x, hit.end, hit.y + down) for hit in stack.hits]]
    focus = (stack.focus[0], stack.focus[1] + down) if stack.focus else side.focus
    return Drawing(stack.width, Lazy(down + stack.height, row), tuple(hits), focus, stack.form)

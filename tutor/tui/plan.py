"""Where the panes go, for every size of the terminal. Pure numbers: x, y, width, height of each pane that is shown.

Wide: the lesson has a column of its own beside stack and shell; less wide: lesson and stack above, shell below. Narrow:
the stack or the lesson above, the shell below. Small: the shell, and the stack as one line.
"""

from __future__ import annotations

from tutor.dataclass import dataclass

BESIDE = 116
"""From so many columns on, the lesson stands beside the shell: what is left is still a terminal's usual width."""

EDITOR_BESIDE = 96
"""From so many columns on, the editor's forecast stands beside the text."""

Box = tuple[int, int, int, int]

HISTORY_BESIDE = 84
"""From so many columns on, the history stands beside the stack."""

_WHOLE = ("list", "page")
"""What takes the place of stack and lesson both."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the learner wants to see: whether there is a lesson, which pane has the upper half, what is enlarged.

    `upper` is "stack", "lesson", "list" (the chooser) or "page" (what is looked into), which take the place of both,
    "history", which has the stack beside it, or "editor"; `zoom` gives the upper half most of the height. `rows` is the
    height that the editor's forecast wants where it stands below the text.
    """

    lesson: bool = False
    upper: str = "stack"
    zoom: bool = False
    rows: int = 0


def plan(width: int, height: int, wish: Wish) -> dict[str, Box]:
    """The panes to show: "header", "lesson", "stack", "list", "page", "history", "shell", "footer", "edit-…"."""
    if wish.upper == "editor" and not (height < 4 or (_is_small(width, height) and not wish.zoom)):
        return _editing(width, height, wish)
    if _is_small(width, height):
        return _small(width, height, wish)
    top, bottom = 1, height - 1
    boxes = {"header": (0, 0, width, 1), "footer": (0, bottom, width, 1)}
    room = bottom - top
    if wish.upper == "history":
        return boxes | _past(width, top, room)
    lesson = wish.lesson and wish.upper not in _WHOLE
    if width >= BESIDE and lesson and not wish.zoom:
        side = max(40, min(64, width * 30 // 100))
        boxes["lesson"] = (0, top, side, room)
        upper = _upper(room, wish)
        boxes["stack"] = (side, top, width - side, upper)
        boxes["shell"] = (side, top + upper, width - side, room - upper)
        return boxes
    upper = _upper(room, wish)
    boxes["shell"] = (0, top + upper, width, room - upper)
    if wish.upper in _WHOLE:
        boxes[wish.upper] = (0, top, width, upper)
    elif lesson and width >= 100 and not wish.zoom:
        side = max(36, width * 36 // 100)
        boxes["lesson"] = (0, top, side, upper)
        boxes["stack"] = (side, top, width - side, upper)
    else:
        boxes["lesson" if lesson and wish.upper == "lesson" else "stack"] = (0, top, width, upper)
    return boxes


def _past(width: int, top: int, room: int) -> dict[str, Box]:
    """The history with the stack beside it, or below; the shell has a few lines at the bottom."""
    shell = 7 if room >= 24 else 5
    upper = room - shell
    boxes = {"shell": (0, top + upper, width, shell)}
    if width >= HISTORY_BESIDE:
        side = min(72, width * 45 // 100)
        return boxes | {"history": (0, top, side, upper), "stack": (side, top, width - side, upper)}
    half = max(6, upper // 2)
    below = {"stack": (0, top + half, width, upper - half)} if upper - half >= 5 else {}
    return boxes | {"history": (0, top, width, half if below else upper)} | below


def _is_small(width: int, height: int) -> bool:
    return width < 60 or height < 16


def _editing(width: int, height: int, wish: Wish) -> dict[str, Box]:
    """The editor has the place of the stack, and all of the screen where that is small or it has the keys."""
    if _is_small(width, height):
        return _editor(0, 0, width, height, wish)
    boxes = {"header": (0, 0, width, 1)}
    left = 0
    if width >= BESIDE and wish.lesson:
        left = max(40, min(64, width * 30 // 100))
        boxes["lesson"] = (0, 1, left, height - 1)
    room, wide = height - 1, width - left
    shell = (7 if room >= 30 else 0) if wish.zoom else max(8, room * 40 // 100)
    if shell:
        boxes["shell"] = (left, height - shell, wide, shell)
    return boxes | _editor(left, 1, wide, room - shell, wish)


def _editor(x: int, y: int, width: int, height: int, wish: Wish) -> dict[str, Box]:
    """The editor's own parts: the forecast stands beside the text, below it, or is one line of its foot."""
    foot = 1 if height < 8 else 2 if width >= EDITOR_BESIDE or height < 14 else 3
    gutter = 7 if width >= 60 else 5
    boxes = {"edit-top": (x, y, width, 1), "edit-foot": (x, y + height - foot, width, foot)}
    text, wide = height - 1 - foot, width - gutter
    if width >= EDITOR_BESIDE:
        side = min(60, width * 38 // 100)
        boxes["edit-side"] = (x + width - side, y + 1, side, text)
        wide -= side
    elif wish.rows and height >= 20:
        foot_row = boxes["edit-foot"][1]
        rows = min(wish.rows, height // 3)
        boxes["edit-side"] = (x, foot_row - rows, width, rows)
        text -= rows
    boxes["edit-gutter"] = (x, y + 1, gutter, text)
    boxes["edit-text"] = (x + gutter, y + 1, wide, text)
    return boxes


def _upper(room: int, wish: Wish) -> int:
    if wish.zoom or wish.upper in _WHOLE:
        return max(8, room - 7)
    if wish.upper == "lesson" and room < 26:
        return max(room // 2, room - 8)
    return room * 56 // 100 if room >= 26 else room // 2


def _small(width: int, height: int, wish: Wish) -> dict[str, Box]:
    if height < 4:
        return {"shell": (0, 0, width, height)}
    shell = 3
    if wish.upper == "history" and height > shell + 3:
        rest = height - shell - 1
        return {"history": (0, 0, width, rest), "stack": (0, rest, width, 1), "shell": (0, rest + 1, width, shell)}
    if wish.upper in (*_WHOLE, "history"):
        return {wish.upper: (0, 0, width, height - shell), "shell": (0, height - shell, width, shell)}
    if wish.lesson and wish.upper == "lesson":
        return {"lesson": (0, 0, width, height - shell), "shell": (0, height - shell, width, shell)}
    if wish.zoom:
        return {"stack": (0, 0, width, height - shell), "shell": (0, height - shell, width, shell)}
    return {"stack": (0, 0, width, 1), "shell": (0, 1, width, height - 1)}

"""Where the panes go, for every size of the terminal. Pure numbers: x, y, width, height of each pane that is shown.

Wide: the lesson has a column of its own beside stack and shell; less wide: lesson and stack above, shell below. Narrow:
the stack or the lesson above, the shell below. Small: the shell, and the stack as one line.
"""

from __future__ import annotations

from tutor.dataclass import dataclass

BESIDE = 116
"""From so many columns on, the lesson stands beside the shell: what is left is still a terminal's usual width."""

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the learner wants to see: whether there is a lesson, which pane has the upper half, what is enlarged.

    `upper` is "stack", "lesson" or "list" (the chooser, which takes the place of both); `zoom` gives the upper half
    most of the height.
    """

    lesson: bool = False
    upper: str = "stack"
    zoom: bool = False


def plan(width: int, height: int, wish: Wish) -> dict[str, Box]:
    """The panes to show: "header", "lesson", "stack", "list", "shell", "footer"."""
    if width < 60 or height < 16:
        return _small(width, height, wish)
    top, bottom = 1, height - 1
    boxes = {"header": (0, 0, width, 1), "footer": (0, bottom, width, 1)}
    room = bottom - top
    lesson = wish.lesson and wish.upper != "list"
    if width >= BESIDE and lesson and not wish.zoom:
        side = max(40, min(64, width * 30 // 100))
        boxes["lesson"] = (0, top, side, room)
        upper = _upper(room, wish)
        boxes["stack"] = (side, top, width - side, upper)
        boxes["shell"] = (side, top + upper, width - side, room - upper)
        return boxes
    upper = _upper(room, wish)
    boxes["shell"] = (0, top + upper, width, room - upper)
    if wish.upper == "list":
        boxes["list"] = (0, top, width, upper)
    elif lesson and width >= 100 and not wish.zoom:
        side = max(36, width * 36 // 100)
        boxes["lesson"] = (0, top, side, upper)
        boxes["stack"] = (side, top, width - side, upper)
    else:
        boxes["lesson" if lesson and wish.upper == "lesson" else "stack"] = (0, top, width, upper)
    return boxes


def _upper(room: int, wish: Wish) -> int:
    if wish.zoom or wish.upper == "list":
        return max(8, room - 7)
    if wish.upper == "lesson" and room < 26:
        return max(room // 2, room - 8)
    return room * 56 // 100 if room >= 26 else room // 2


def _small(width: int, height: int, wish: Wish) -> dict[str, Box]:
    if height < 4:
        return {"shell": (0, 0, width, height)}
    shell = 3
    if wish.upper == "list":
        return {"list": (0, 0, width, height - shell), "shell": (0, height - shell, width, shell)}
    if wish.lesson and wish.upper == "lesson":
        return {"lesson": (0, 0, width, height - shell), "shell": (0, height - shell, width, shell)}
    if wish.zoom:
        return {"stack": (0, 0, width, height - shell), "shell": (0, height - shell, width, shell)}
    return {"stack": (0, 0, width, 1), "shell": (0, 1, width, height - 1)}

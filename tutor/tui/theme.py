"""Roles to colours: the one place that knows any. Every text colour has a contrast of at least 4.5 to 1 on its ground.

Colour never stands alone: what it says, a sign or a word says too.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color
from rich.style import Style

GROUND = "#0f141b"
RAISED = "#1a222d"
TEXT = "#d7dee8"
DIM = "#8e9bad"
LINE = "#46566b"
CHOSEN = "#213348"

GREEN, RED, VIOLET = "#82d992", "#ff8f87", "#c8aaff"
CYAN, BLUE, YELLOW, ORANGE = "#62cbe6", "#8ab4ff", "#ecc878", "#ffb374"

ROLES: dict[str, str] = {
    "": TEXT, "text": TEXT, "out": TEXT, "err": "#f0b9a0", "dim": DIM,
    "title": f"bold {TEXT}", "title.focus": f"bold {CYAN}", "note.title": DIM,
    "border": LINE, "border.focus": CYAN, "thumb": DIM,
    # the stack
    "tag": f"bold {YELLOW}", "layer": TEXT, "layer.empty": DIM, "size": "#a9b8ca", "bar": "#4fb3a5", "digest": DIM,
    "note": ORANGE, "dangling": DIM, "container": BLUE, "container.border": BLUE,
    "selected": f"bold {GROUND} on {CYAN}",
    # the line
    "sign": f"bold {GREEN}", "sign.nested": f"bold {BLUE}", "cursor": f"{GROUND} on {TEXT}",
    "cursor.away": f"reverse {DIM}",
    "hint": DIM, "info": CYAN, "error": RED, "ask": f"bold {YELLOW}", "suggestion": "#7d8a9c",
    "sp.program": f"bold {GREEN}", "sp.subcommand": GREEN, "sp.option": BLUE, "sp.argument": TEXT, "sp.image": YELLOW,
    "sp.path": f"underline {TEXT}", "sp.string": "#b8d98a", "sp.variable": VIOLET, "sp.operator": ORANGE,
    "sp.keyword": f"bold {ORANGE}", "sp.comment": f"italic {DIM}", "sp.number": "#9fd6c0",
    "sp.error": f"underline {RED}",
    "sp.text": TEXT,
    # the editor
    "line": DIM, "line.here": f"bold {CYAN}", "warning": ORANGE, "step.cached": GREEN, "step.runs": f"bold {ORANGE}",
    # the menu
    "item": f"{TEXT} on {RAISED}", "item.note": f"{DIM} on {RAISED}", "item.chosen": f"bold {GROUND} on {CYAN}",
    "item.chosen.note": f"{GROUND} on {CYAN}",
    # the lesson
    "md.text": TEXT, "md.heading": f"bold {CYAN}", "md.strong": f"bold {YELLOW}", "md.em": f"italic {TEXT}",
    "md.code": f"{GREEN} on {RAISED}", "md.block": f"{GREEN} on {RAISED}", "md.link": f"underline {BLUE}",
    "md.quote": f"italic {DIM}", "md.bullet": CYAN, "todo": TEXT, "done": GREEN, "because": ORANGE,
    # the bars at the top and the bottom
    "top": f"{TEXT} on {RAISED}", "top.dim": f"{DIM} on {RAISED}", "top.here": f"bold {CYAN} on {RAISED}",
    "top.done": f"{GREEN} on {RAISED}", "key": f"bold {CYAN} on {RAISED}", "key.label": f"{DIM} on {RAISED}",
}  # fmt: skip

MARKS = {"added": GREEN, "moved": VIOLET, "removed": f"strike {RED}", "amiss": RED}
_QUIET = {"added": "#3f7d52", "moved": "#6f5aa0", "removed": "#8a4a4a", "amiss": "#8a4a4a"}
_ANSI = ("#8492a6", RED, GREEN, YELLOW, BLUE, VIOLET, CYAN, TEXT)
_MONO_REVERSE = ("selected", "cursor", "item.chosen", "item.chosen.note")
_MONO_BOLD = ("title", "tag", "sign", "key", "md.heading", "md.strong", "sp.program", "error", "ask", "top.here")


@lru_cache(maxsize=512)
def style_of(role: str, colour: bool = True) -> Style:
    """The style of a role; without `colour` only bold, italic, underline, strike and reverse are used."""
    text = definition(role)
    if not colour:
        return _plain(role, text)
    if " on " not in text:
        text = f"{text} on {GROUND}"
    return Style.parse(text)


def definition(role: str) -> str:
    """What a role looks like, as a style definition; unknown roles look like the part before their last point."""
    if role in ROLES:
        return ROLES[role]
    if role.startswith("ansi."):
        return _ansi(role[5:])
    base, _, last = role.rpartition(".")
    if last == "chosen":
        return f"{definition(base).partition(' on ')[0]} on {CHOSEN}"
    if last == "words":
        return f"italic {MARKS.get(base.rpartition('.')[2], DIM).split()[-1]}"
    if last in MARKS:
        return _QUIET[last] if base.endswith("border") else MARKS[last]
    if last == "border":
        return definition(base)
    return definition(base) if base else TEXT


def _plain(role: str, text: str) -> Style:
    words = {word for word in text.split() if not word.startswith("#") and word != "on"}
    if DIM in text or LINE in text:
        words.add("dim")
    if role in _MONO_REVERSE or (role.endswith(".chosen") and role not in ROLES):
        words.add("reverse")
    if role in _MONO_BOLD:
        words.add("bold")
    return Style.parse(" ".join(sorted(words)) or "none")


def _ansi(codes: str) -> str:
    """The definition for SGR parameters (ECMA-48 8.3.117, and the 256 and 16 million colours of ISO 8613-6)."""
    words: list[str] = []
    fore, back = TEXT, ""
    numbers = iter([int(code) if code.isdecimal() else 0 for code in codes.split(";")])
    names = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 9: "strike"}
    for code in numbers:
        if code == 0:
            words, fore, back = [], TEXT, ""
        elif code in names:
            words.append(names[code])
        elif 30 <= code <= 37 or 90 <= code <= 97:
            fore = _ANSI[code % 10]
        elif 40 <= code <= 47 or 100 <= code <= 107:
            back = _ANSI[code % 10]
        elif code in (38, 48):
            kind = next(numbers, 0)
            if kind == 5:
                number = next(numbers, 0) & 255
                found = _ANSI[number % 8] if number < 16 else Color.from_ansi(number).get_truecolor().hex
            else:
                red, green, blue = (min(255, next(numbers, 0)) for _ in range(3))
                found = f"#{red:02x}{green:02x}{blue:02x}"
            fore, back = (found, back) if code == 38 else (fore, found)
        elif code == 39:
            fore = TEXT
        elif code == 49:
            back = ""
    if back and fore == _ANSI[0]:
        fore = GROUND  # black: lightened where it stands on the dark ground, but not on a colour
    return " ".join([*words, fore, *(["on", back] if back else [])])

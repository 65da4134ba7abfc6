"""Roles to styles, in each theme. Every text has a contrast of at least 4.5 to 1 on its ground.

Colour never stands alone: what it says, a sign or a word says too.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color
from rich.style import Style

from tutor.tui.palettes import FEW, MONO, PALETTES

ROLES: dict[str, str] = {
    "": "text", "text": "text", "out": "text", "err": "error_text", "dim": "dim",
    "title": "bold text", "title.focus": "bold cyan", "note.title": "dim",
    "border": "line", "border.focus": "cyan", "thumb": "dim",
    # the stack
    "tag": "bold yellow", "layer": "text", "layer.empty": "dim", "size": "size", "bar": "bar", "digest": "dim",
    "note": "orange", "dangling": "dim", "container": "blue", "container.border": "blue",
    "selected": "bold ground on cyan",
    # the line
    "sign": "bold green", "sign.nested": "bold blue", "cursor": "ground on text",
    "cursor.away": "reverse dim",
    "hint": "dim", "info": "cyan", "error": "red", "ask": "bold yellow", "suggestion": "suggestion",
    "sp.program": "bold green", "sp.subcommand": "green", "sp.option": "blue", "sp.argument": "text",
    "sp.image": "yellow",
    "sp.path": "underline text", "sp.string": "string", "sp.variable": "violet", "sp.operator": "orange",
    "sp.keyword": "bold orange", "sp.comment": "italic dim", "sp.number": "number",
    "sp.error": "underline red",
    "sp.text": "text",
    # the editor
    "line": "dim", "line.here": "bold cyan", "warning": "orange", "step.cached": "green", "step.runs": "bold orange",
    # the menu
    "item": "text on raised", "item.note": "dim on raised", "item.chosen": "bold ground on cyan",
    "item.chosen.note": "ground on cyan",
    # the lesson
    "md.text": "text", "md.heading": "bold cyan", "md.strong": "bold yellow", "md.em": "italic text",
    "md.code": "green on raised", "md.block": "green on raised", "md.link": "underline blue",
    "md.quote": "italic dim", "md.bullet": "cyan", "todo": "text", "done": "green", "because": "orange",
    # the bars at the top and the bottom
    "top": "text on raised", "top.dim": "dim on raised", "top.here": "bold cyan on raised",
    "top.done": "green on raised", "key": "bold cyan on raised", "key.label": "dim on raised",
}  # fmt: skip

MARKS = {"added": "green", "moved": "violet", "removed": "strike red", "amiss": "red"}
_QUIET = {"added": "faded_green", "moved": "faded_violet", "removed": "faded_red", "amiss": "faded_red"}
_ANSI = ("dim", "red", "green", "yellow", "blue", "violet", "cyan", "text")
_MONO_REVERSE = ("selected", "cursor", "item.chosen", "item.chosen.note")
_MONO_BOLD = ("title", "tag", "sign", "key", "md.heading", "md.strong", "md.code", "sp.program", "error",
              "ask", "top.here")  # fmt: skip
_MONO_DIM = ("suggestion",)


@lru_cache(maxsize=1024)
def style_of(role: str, theme: str = "dark", few: bool = False) -> Style:
    """The style of a role in a theme; in "mono" only bold, dim, italic, underline, strike and reverse are used.

    With `few` the terminal has 16 colours, and only those are named.
    """
    text = definition(role)
    if theme == MONO:
        return _plain(role, text)
    palette = (FEW if few else PALETTES)[theme]
    if " on " not in text:
        text = f"{text} on ground"
    elif few and text.endswith(" on chosen"):
        text = "ground on chosen"
    return Style.parse(" ".join([getattr(palette, word, word) for word in text.split()]))


def definition(role: str) -> str:
    """What a role looks like, in a palette's names; unknown roles look like the part before their last point."""
    if role in ROLES:
        return ROLES[role]
    if role.startswith("ansi."):
        return _ansi(role[5:])
    base, _, last = role.rpartition(".")
    if last == "chosen":
        return f"{definition(base).partition(' on ')[0]} on chosen"
    if last == "words":
        return f"italic {MARKS.get(base.rpartition('.')[2], 'dim').split()[-1]}"
    if last in MARKS:
        return _QUIET[last] if base.endswith("border") else MARKS[last]
    if last == "border":
        return definition(base)
    return definition(base) if base else "text"


_COLOURS = {field for palette in PALETTES.values() for field in palette.__slots__}


def _plain(role: str, text: str) -> Style:
    named = text.split()
    words = {word for word in named if word not in _COLOURS and not word.startswith("#") and word != "on"}
    if "dim" in named or "line" in named or role in _MONO_DIM:
        words.add("dim")
    if role in _MONO_REVERSE or (role.endswith(".chosen") and role not in ROLES):
        words.add("reverse")
    if role in _MONO_BOLD:
        words.add("bold")
    return Style.parse(" ".join(sorted(words)) or "none")


def _ansi(codes: str) -> str:
    """The definition for SGR parameters (ECMA-48 8.3.117, and the 256 and 16 million colours of ISO 8613-6)."""
    words: list[str] = []
    fore, back = "text", ""
    numbers = iter([int(code) if code.isdecimal() else 0 for code in codes.split(";")])
    names = {1: "bold", 3: "italic", 4: "underline", 7: "reverse", 9: "strike"}
    for code in numbers:
        if code == 0:
            words, fore, back = [], "text", ""
        elif code in names:
            words.append(names[code])
        elif code == 2:
            fore = "dim" if fore == "text" else fore
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
            fore = "text"
        elif code == 49:
            back = ""
    if back in _ANSI and fore in ("text", "dim"):
        fore = "ground"  # black or the text's own colour, on a colour
    return " ".join([*words, fore, *(["on", back] if back else [])])

"""Every key and what it does: the one place from which bindings, the line's keys, the footer and the list come.

Keys are Textual's names. In the group "app" an action is Textual's, in "line" a method of the shell pane (`_do_…`) or
of the `EditLine`; panes with keys of their own answer those of their group themselves (a test holds them to it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from tutor.dataclass import dataclass

if TYPE_CHECKING:
    from textual import events


@dataclass(frozen=True, slots=True)
class Key:
    """Keys that do the same: `about` says what, in a few words; `short` is the label in the bar at the bottom."""

    keys: tuple[str, ...]
    action: str
    about: str
    short: str = ""


def _key(keys: str, action: str, about: str, short: str = "") -> Key:
    return Key(tuple(keys.split()), action, about, short)


GROUPS: dict[str, tuple[str, tuple[Key, ...]]] = {
    "app": ("Everywhere", (
        _key("f1", "word('hint')", "a hint for this step", "hint"),
        _key("f2", "word('check')", "check the step", "check"),
        _key("f3", "layers", "walk over the layers and look inside", "layers"),
        _key("f4", "history", "history: go back to any point", "history"),
        _key("f5", "lesson", "read the lesson, or choose one", "lesson"),
        _key("f6", "word('next')", "go on to the next step", "next"),
        _key("f7", "replay", "why: the last command in slow motion", "replay"),
        _key("f8", "map", "the map of the course", "map"),
        _key("f9", "editor", "from the shell to the open file and back"),
        _key("ctrl+g", "glossary", "the glossary: what a word means"),
        _key("ctrl+z", "word('undo')", "undo", "undo"),
        _key("ctrl+y", "word('redo')", "redo", "redo"),
        _key("ctrl+p", "everything", "search everything: actions, lessons, terms, commands, points", "everything"),
        _key("escape tab", "shell", "back to the shell"),
        _key("ctrl+q", "leave", "leave; all is saved"),
    )),
    "line": ("The line", (
        _key("enter", "run", "run the line"),
        _key("ctrl+j alt+enter", "newline", "begin a further line"),
        _key("tab", "complete", "complete; again, choose"),
        _key("up", "up", "a line up, or the line before this one in history"),
        _key("down ctrl+n", "down", "a line down, or the newer line"),
        _key("ctrl+r", "search", "search older lines"),
        _key("right ctrl+f", "right_or_take", "right; at the end take the grey suggestion"),
        _key("end ctrl+e", "end_or_take", "to the end; there take the grey suggestion"),
        _key("left ctrl+b", "left", "left"),
        _key("home ctrl+a", "home", "to the start"),
        _key("alt+b ctrl+left alt+left", "word_left", "a word back"),
        _key("alt+f ctrl+right alt+right", "word_right", "a word on"),
        _key("backspace ctrl+h", "backspace", "delete the character before"),
        _key("delete", "delete", "delete the character here"),
        _key("ctrl+k", "kill_to_end", "cut to the end"),
        _key("ctrl+u", "kill_to_start", "cut to the start"),
        _key("ctrl+w", "kill_word_back", "cut back to a space"),
        _key("alt+backspace", "kill_part_back", "cut a word back"),
        _key("alt+d", "kill_word_forward", "cut a word on"),
        _key("ctrl+y", "yank", "bring back what was cut; with nothing cut, redo"),
        _key("alt+. alt+full_stop", "last_word", "the last word of the line before"),
        _key("alt+u", "upper", "the next word in capitals"),
        _key("alt+l", "lower", "the next word in small letters"),
        _key("alt+c", "capitalize", "the next word with a capital"),
        _key("ctrl+t", "transpose", "swap two characters"),
        _key("ctrl+underscore", "undo", "undo within the line"),
        _key("ctrl+l", "clear", "clear the shell"),
        _key("ctrl+c", "drop", "drop the line, stop what runs"),
        _key("ctrl+d", "end_prompt", "leave a container; at the host, leave"),
        _key("pageup shift+pageup", "look_back", "look back at output"),
        _key("pagedown shift+pagedown", "look_on", "and forward again"),
        _key("escape", "newest", "back to the newest output"),
        _key("question_mark", "keys", "on an empty line: this list"),
    )),
    "vi": ("The line with vi's keys (after Esc)", (
        _key("h l space", "", "left, right"), _key("w W b B e E", "", "words"),
        _key("0 ^ $ |", "", "start, first word, end, column"), _key("f F t T ; ,", "", "to a character, again"),
        _key("%", "", "to the other bracket"), _key("j + k -", "", "newer and older lines"),
        _key("/", "", "search them"),
        _key("i I a A", "", "insert before, at the start, behind, at the end"),
        _key("R r ~", "", "replace, change case"),
        _key("x X D d", "", "delete; d with a motion"), _key("s S C c", "", "change; c with a motion"),
        _key("y p P", "", "copy with a motion, put"), _key("u .", "", "undo, do again"),
    )),
    "stack": ("Layers (F3)", (
        _key("up down left right", "", "from one to the next"), _key("pageup pagedown", "", "scroll"),
        _key("shift+up shift+down shift+left shift+right", "", "pan"),
        _key("enter", "", "look inside; so does a second click"), _key("plus equals_sign minus", "", "nearer, farther"),
        _key("o", "", "columns or outline"), _key("f", "", "only this, and all again"),
        _key("c", "", "mark; at another one, compare the two"), _key("slash", "", "find; Enter and arrows go on"),
        _key("s", "", "save a picture (SVG) in the folder where you started"),
    )),
    "page": ("Pages (Enter on something)", (
        _key("up down left right", "", "from link to link"), _key("pageup pagedown home end", "", "scroll"),
        _key("enter", "", "go there"), _key("backspace", "", "the page before"),
        _key("1 9", "", "the pages beside: 1 to 9"),
        _key("slash", "", "find, Enter again"), _key("c", "", "mark; at another one, compare the two"),
        _key("escape", "", "back to the layers"),
    )),
    "history": ("History (F4)", (
        _key("up down pageup pagedown home end", "", "walk; the stack shows what going there would change"),
        _key("enter", "", "go there; so does a second click"), _key("n", "", "name the point"),
        _key("c", "", "mark; at another one, compare the two"), _key("r", "", "replay it in slow motion"),
        _key("e", "", "put the line back to the prompt"), _key("slash", "", "find"),
        _key("escape", "", "back to the shell"),
    )),
    "replay": ("Replay (F7, or r in the history)", (
        _key("space right down enter", "", "the next event"), _key("left up backspace", "", "the one before"),
        _key("home end", "", "the first, the last"), _key("a", "", "play by itself, stop"),
        _key("escape r", "", "back to the history"),
    )),
    "list": ("Lists", (
        _key("up down ctrl+n pageup pagedown home end", "", "choose; typing narrows the list"),
        _key("backspace", "", "less typed"), _key("ctrl+u", "", "nothing typed"), _key("enter", "", "take it"),
        _key("escape ctrl+c", "", "close"),
    )),
    "lesson": ("The lesson (F5)", (
        _key("up down pageup pagedown home end", "", "scroll; what is typed goes to the shell"),
    )),
    "editor": ("The editor (nano, vi or edit FILE)", (
        _key("ctrl+s ctrl+o", "", "save: one step that undo takes back"),
        _key("ctrl+x escape ctrl+c", "", "close; asks where something is not saved"),
        _key("ctrl+q", "", "leave the app"), _key("f8", "", "the next problem"),
        _key("shift+f8 f20", "", "the problem before"), _key("ctrl+w ctrl+f", "", "find"),
        _key("ctrl+n", "", "find again"),
        _key("ctrl+g ctrl+underscore", "", "go to a line"), _key("ctrl+z alt+u", "", "undo in the text"),
        _key("ctrl+y alt+e", "", "redo in the text"), _key("ctrl+k", "", "cut the line or what is selected"),
        _key("ctrl+u ctrl+v", "", "paste"), _key("ctrl+r", "", "read the file anew"), _key("f9", "", "to the shell"),
        _key("shift+left shift+right shift+up shift+down shift+home shift+end", "", "select; ^C then copies"),
        _key("ctrl+left alt+b ctrl+right alt+f", "", "a word back, a word on"),
        _key("home ctrl+a end ctrl+e ctrl+home ctrl+end", "", "start and end of the line, of the text"),
        _key("up down left right pageup pagedown", "", "move"), _key("backspace ctrl+h delete ctrl+d", "", "delete"),
        _key("ctrl+backspace alt+backspace alt+d", "", "delete a word"),
    )),
}  # fmt: skip


def typed(event: events.Key) -> str:
    """The text that a key types, "" if it types none. What joins or orders characters is text, too."""
    char = event.character or ""
    return char if event.is_printable or (len(char) == 1 and category(char) == "Cf") else ""


def table(group: str) -> dict[str, str]:
    """The action of each key of a group."""
    return {name: key.action for key in GROUPS[group][1] for name in key.keys}


_NAMES = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc",
    "slash": "/", "plus": "+", "minus": "−", "equals_sign": "=", "question_mark": "?", "underscore": "_",
    "full_stop": ".", "backspace": "Backspace",
}  # fmt: skip


def shown(name: str) -> str:
    """A key as people write it: ^Z, Alt-B, F1, ↑."""
    if name.startswith("ctrl+") and (len(name) == 6 or name == "ctrl+underscore"):
        return "^" + _NAMES.get(name[5:], name[5:].upper())
    for prefix, word in (("ctrl+", "Ctrl-"), ("alt+", "Alt-"), ("shift+", "Shift-")):
        if name.startswith(prefix):
            rest = shown(name.removeprefix(prefix))
            return word + (rest.upper() if len(rest) == 1 else rest)
    if name in _NAMES:
        return _NAMES[name]
    return name if len(name) == 1 else name[0].upper() + name[1:]


def listed(key: Key) -> str:
    """A declaration's keys as people write them, each once."""
    return " ".join(dict.fromkeys(map(shown, key.keys)))


def footer() -> tuple[tuple[str, str], ...]:
    """The keys that the bar at the bottom names."""
    return tuple((shown(key.keys[0]), key.short) for key in GROUPS["app"][1] if key.short)

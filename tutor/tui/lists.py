"""What stands in the lists: keys, everything that can be done, lessons, history."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.session.views import Found, LessonItem
from tutor.tui.list_pane import Item

_KEYS = {
    "Everywhere": (
        ("F1 · F2 · F6", "hint, check, next step"), ("F3", "walk over the layers and look inside"),
        ("F4", "history: go back to any point"), ("F7", "why: the last command in slow motion"),
        ("F5", "the lesson, or the list of lessons"), ("^Z · ^Y", "undo, redo"),
        ("F8 · ^G", "the map of the course, the glossary"),
        ("F9", "from the shell to the open file and back"),
        ("^P", "search everything: actions, lessons, terms, commands, images, points"),
        ("Esc", "back to the shell"), ("^Q", "leave; all is saved"),
    ),
    "The line": (
        ("Tab", "complete; again, choose"), ("↑ ↓", "older and newer lines"), ("^R", "search older lines"),
        ("→ at the end", "take the grey suggestion"), ("^A ^E · Alt-B Alt-F", "start, end · word back, word on"),
        ("^K ^U ^W Alt-D", "cut to the end, to the start, a word back, a word on"), ("^Y", "bring back what was cut"),
        ("^L", "clear"), ("^C", "drop the line, stop a command"), ("^D", "leave a container; at the host, leave"),
        ("PgUp PgDn", "look back at output"),
    ),
    "Layers and pages (F3)": (
        ("arrows · PgUp PgDn", "from one to the next"), ("Enter, or a second click", "look inside"),
        ("+ · − · o", "nearer, farther, columns or outline"), ("f · / · Shift-arrows", "only this, find, pan"),
        ("Backspace", "the page before"), ("1 to 9", "the pages beside"),
        ("/ · Enter", "find in a page, find again"), ("c", "mark; at another one, compare the two"),
    ),
    "History (F4)": (
        ("↑ ↓ · PgUp PgDn", "walk; the stack shows what going there would change"),
        ("Enter, or a second click", "go there"), ("n", "name the point"),
        ("c", "mark; at another one, compare the two"), ("e", "put the line back to the prompt"),
        ("r", "replay it; Space goes on, ← back, a by itself"),
        ("/ · Esc", "find, back to the shell"),
    ),
    "The editor (nano, vi or edit FILE)": (
        ("^S · ^O", "save: one step that undo takes back"),
        ("^X · Esc · ^C", "close; asks where something is not saved"),
        ("F8 · Shift-F8", "next and last problem"), ("^W · ^N", "find, find again"), ("^G", "go to a line"),
        ("^Z · ^Y", "undo, redo in the text"), ("^K · ^U", "cut the line or what is selected, paste"),
        ("Shift and arrows", "select; ^C then copies"), ("^R", "read the file anew"),
        ("opened as vi: Esc", ":w :q :wq :x :q! :LINE /text; there are no modes"),
    ),
}  # fmt: skip


def keys() -> list[Item]:
    """The keys, to read."""
    return [
        Item(f"{key:<22}{text}", heading=group if at == 0 else "")
        for group, lines in _KEYS.items()
        for at, (key, text) in enumerate(lines)
    ]


def everything(*, lesson: bool, editor: bool = False) -> list[Item]:
    """Everything that can be done, with its key; `editor` is whether a file is open."""
    items = [
        Item("Show a hint", "F1   hint", "hint", "Lesson"), Item("Check the step", "F2   check", "check"),
        Item("Show the solution", "solution", "solution"), Item("Go on to the next step", "F6   next", "next"),
        Item("Read the lesson", "F5", "lesson"),
    ] if lesson else []  # fmt: skip
    return [
        *items,
        Item("The map of the course: choose a lesson", "F8   map", "lessons", "Sandbox" if not lesson else ""),
        Item("Undo the last command", "^Z   undo", "undo", "Time"),
        Item("Redo", "^Y   redo", "redo"),
        Item("Start over", "reset", "reset"),
        Item("History: go to any point, name it, compare two", "F4", "history"),
        Item("Why: the last command in slow motion", "F7   replay", "replay"),
        Item("Walk over the layers, look inside", "F3", "layers", "Screen"),
        *([Item("Go on editing the open file", "F9", "editor")] if editor else []),
        Item("Glossary: what a word means", "^G   glossary", "glossary"),
        Item("Keys", "?", "keys"),
        Item("Leave", "^Q", "leave"),
    ]


def lesson_items(lessons: Sequence[LessonItem]) -> list[Item]:
    """The map of the course by chapters, then free play."""
    from tutor.session.course_map import following, note

    items: list[Item] = []
    chapter, after = "", following(lessons)
    for lesson in lessons:
        sign = "☑" if lesson.done else "▸" if lesson is after else "☐"
        mine = [other for other in lessons if other.chapter == lesson.chapter]
        count = f"{lesson.chapter}  ({sum(other.done for other in mine)} of {len(mine)})"
        heading = count if lesson.chapter != chapter else ""
        items.append(Item(lesson.title, note(lesson), lesson.id, heading, sign))
        chapter = lesson.chapter
    return [*items, Item("Free play", "a sandbox of your own", "sandbox", "Sandbox")]


def found_items(found: Sequence[Found]) -> list[Item]:
    """What is searched beside the actions."""
    return [Item(each.text, each.detail, f"{each.kind} {each.value}", deep=True) for each in found]


def term_items(found: Sequence[Found]) -> list[Item]:
    """The glossary, the terms of the step and the line first."""
    items: list[Item] = []
    for at, each in enumerate(found):
        start = not at or found[at - 1].kind != each.kind
        heading = ("In this step and line" if each.kind == "near" else "All terms") if start else ""
        items.append(Item(each.text, each.detail, each.value, heading))
    return items

"""What stands in the lists: keys, everything that can be done, lessons, history."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.session.views import Found, LessonItem
from tutor.tui.keymap import GROUPS, listed
from tutor.tui.list_pane import Item

_SPEEDS = {"slow": "slow", "normal": "normal", "off": "at once"}
_THEMES = {"dark": "dark", "light": "light", "contrast": "high contrast", "mono": "no colours"}


def keys(*, vi: bool = False) -> list[Item]:
    """The keys, to read; vi's for the line where they are on."""
    return [
        Item(f"{listed(key):<19} {key.about}", heading=title if at == 0 else "")
        for name, (title, lines) in GROUPS.items()
        if name != "vi" or vi
        for at, key in enumerate(lines)
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
        Item("Save the stack as a picture", "F3 s", "picture"),
        Item("Glossary: what a word means", "^G   glossary", "glossary"),
        Item("The tour: two minutes for newcomers", "tour", "tour"),
        *(Item(f"Theme: {about}", "--theme " + name, f"theme {name}") for name, about in _THEMES.items()),
        *(Item(f"Pace of changes: {about}", f"--speed {name}", f"speed {name}") for name, about in _SPEEDS.items()),
        Item("Keys of vi on the line", "--vi", "vi on"),
        Item("Keys of Emacs on the line", "", "vi off"),
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

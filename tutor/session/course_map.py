"""The map of the course: what is done and how well, what comes next, what a lesson builds on, how long is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.course.standing import stars
from tutor.session.views import LessonItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.course.model import Course
    from tutor.course.progress import Progress


def lesson_items(course: Course, progress: Progress, present: str) -> tuple[LessonItem, ...]:
    """Every lesson in course order; `present` is the id of the open one."""
    titles = {lesson.id: lesson.title for lesson in course.lessons}
    items: list[LessonItem] = []
    for chapter in course.chapters:
        for lesson in chapter.lessons:
            done = lesson.id in progress.done
            commands = progress.done.get(lesson.id, 0)
            needs = tuple(titles[id] for id in lesson.requires if id in titles and id not in progress.done)
            par = lesson.par if done else 0
            items.append(LessonItem(
                lesson.id, chapter.title, lesson.title, lesson.minutes, done, lesson.id == present, len(items) + 1,
                () if done else needs, stars(commands, par) if done else 0, commands, par,
            ))  # fmt: skip
    return tuple(items)


def how_far(items: Sequence[LessonItem]) -> str:
    """How much is done and how long the rest takes."""
    left = sum(item.minutes for item in items if not item.done)
    hours, minutes = divmod(left, 60)
    time = " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)
    earned = sum(item.stars for item in items)
    done = f"{sum(item.done for item in items)} of {len(items)} lessons done"
    return f"{done}, {earned} of {3 * len(items)} stars" + (f", about {time} to go" if time else "")


def following(items: Sequence[LessonItem]) -> LessonItem | None:
    """The lesson to take next: the open one, else the first that is not done and whose ground is laid."""
    open_ = [item for item in items if item.current and not item.done]
    ready = [item for item in items if not item.done and not item.needs]
    return next(iter([*open_, *ready]), None)


def note(item: LessonItem) -> str:
    """Stars and numbers of a lesson that is done; time and what it builds on of one that is not."""
    if item.done:
        commands = f"  {item.commands} commands, par {item.par}" if item.commands else ""
        return "★" * item.stars + "☆" * (3 - item.stars) + commands
    return f"{item.minutes} min" + (f", after {', '.join(item.needs)}" if item.needs else "")


def map_text(title: str, items: Sequence[LessonItem]) -> str:
    """The map in lines of plain text; ends in a newline."""
    lines = [f"{title}: {how_far(items)}"]
    chapter, after = "", following(items)
    for item in items:
        if item.chapter != chapter:
            chapter = item.chapter
            mine = [other for other in items if other.chapter == chapter]
            lines += ["", f"{chapter} ({sum(other.done for other in mine)} of {len(mine)})"]
        mark = "[x]" if item.done else "[>]" if item is after else "[ ]"
        lines.append(f"  {mark} {item.number:2}  {item.title}: {note(item)}")
    lines += ["", f"Next: lessons {after.number} ({after.title})." if after is not None else "All done."]
    return "\n".join(lines) + "\n"

"""The course file: chapters, and the lessons of each in the order in which they are taken."""

from __future__ import annotations

from collections.abc import Callable

from tutor.course.errors import LessonError
from tutor.course.front import ID, toml_line
from tutor.course.load import load_lesson
from tutor.course.model import Chapter, Course, Lesson


def load_course(text: str, read: Callable[[str], str], path: str = "course.toml") -> Course:
    """Read a course file: `title` and `[[chapter]]` tables of `title` and `lessons` (file names without .md).

    `read(name)` answers the text of the lesson file of that name, or raises OSError. Raises LessonError.
    """
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LessonError(path, toml_line(error), f"not TOML ({error})", "mend the line") from None
    chapters = []
    seen: set[str] = set()
    for chapter in _tables(table, "chapter", path):
        names = chapter.get("lessons")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise LessonError(path, 1, "a chapter without its list of lessons", 'write lessons = ["first", "second"]')
        lessons = tuple(_lesson(name, read, path, seen) for name in names)
        chapters.append(Chapter(str(chapter.get("title", "")), lessons))
    return Course(str(table.get("title", "")), tuple(chapters))


def in_language(course: Course, language: str, read: Callable[[str], str]) -> Course:
    """Return the course with the words of those translations into a language that there are. Raises LessonError."""
    from tutor.dataclass import replace

    return replace(
        course,
        chapters=tuple(
            replace(chapter, lessons=tuple(translated_by(lesson, language, read) for lesson in chapter.lessons))
            for chapter in course.chapters
        ),
    )


def translated_by(lesson: Lesson, language: str, read: Callable[[str], str]) -> Lesson:
    """Return a lesson with the words of its file in a language, as it is where there is none. Raises LessonError."""
    from tutor.course.translate import load_translation, translated

    name = f"{lesson.path.rpartition('/')[2].removesuffix('.md')}.{language}.md"
    try:
        text = read(name)
    except OSError:
        return lesson
    except UnicodeDecodeError:
        raise LessonError(name, 1, "not UTF-8 text", "save the file as UTF-8") from None
    return translated(lesson, load_translation(text, name))


def _lesson(name: str, read: Callable[[str], str], path: str, seen: set[str]) -> Lesson:
    """One lesson of the course; `seen` are the ids of those before it, and it is added."""
    if not ID.match(name):
        raise LessonError(path, 1, f"{name!r} is no lesson name", "use lower-case letters, digits and hyphens")
    file = f"{name}.md"
    try:
        content = read(file)
    except OSError:
        raise LessonError(path, 1, f"the lesson file {file} cannot be read", "check the name") from None
    except UnicodeDecodeError:
        raise LessonError(file, 1, "not UTF-8 text", "save the file as UTF-8") from None
    lesson = load_lesson(content, file)
    missing = [other for other in lesson.requires if other not in seen]
    if missing:
        raise LessonError(file, 1, f"requires {missing[0]!r}, which no earlier lesson is", "check the id")
    if lesson.id in seen:
        raise LessonError(file, 1, f"the id {lesson.id!r} is taken by an earlier lesson", "choose another id")
    seen.add(lesson.id)
    return lesson


def _tables(table: dict[str, object], name: str, path: str) -> list[dict[str, object]]:
    found = table.get(name)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise LessonError(path, 1, f"no [[{name}]] tables", f"list each {name} under its own [[{name}]] line")
    return found

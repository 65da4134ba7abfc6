"""`layerwise lesson`: the course from outside."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tutor import resources
from tutor.errors import LayerwiseError
from tutor.outer import places

if TYPE_CHECKING:
    from argparse import Namespace

    from tutor.course.model import Lesson


def list_lessons(options: Namespace) -> int:
    """One line a lesson."""
    done = places.progress().done
    for number, lesson in enumerate(places.course().lessons, 1):
        mark = "done" if lesson.id in done else ""
        print(f"{number:3}  {lesson.id:24}  {lesson.title:32}  {lesson.minutes:2} min  {mark}".rstrip())
    return 0


def show_map(options: Namespace) -> int:
    """The map of the course."""
    from tutor.session.course_map import lesson_items, map_text

    course, progress = places.course(), places.progress()
    print(map_text(course.title, lesson_items(course, progress, progress.last)), end="")
    return 0


def show(options: Namespace) -> int:
    """A lesson's words, step by step."""
    lesson = find(options.lesson)
    if options.json:
        from tutor.course.schema import as_json

        print(json.dumps(as_json(lesson), indent=1, ensure_ascii=False))
        return 0
    print(f"# {lesson.title}\n\n{lesson.intro}")
    for step in lesson.steps:
        print(f"\n## {step.title}\n\n{step.prose}\n")
        for check in step.checks:
            print(f"  [ ] {check.text}")
    return 0


def schema(options: Namespace) -> int:
    """The JSON Schema of a lesson as `show --json` prints it."""
    from tutor.course.schema import schema as whole

    print(json.dumps(whole(), indent=1, ensure_ascii=False))
    return 0


def new(options: Namespace) -> int:
    """Write a lesson file that passes the audit, to be changed."""
    from tutor.course.skeleton import skeleton
    from tutor.outer.lesson_files import free_path
    from tutor.outer.new_file import write_new

    path = free_path(options.id)
    write_new(path, skeleton(options.id))
    print(f"{path} written. Try it: layerwise lesson try {path}; check it: layerwise lesson audit --mutants {path}")
    return 0


def audit(options: Namespace) -> int:
    """Do lessons by their solutions, read their words, try their mutants; exit code 1 where anything is wrong."""
    from tutor.session.audit import audit_lesson, missing_objectives, mutate_lesson, surroundings

    os.environ["LAYERWISE_LANG"] = places.ORIGINAL  # translations are held to what is written in the original
    course, terms, hub = places.course(), places.terms(), places.hub()
    lessons = [find(name) for name in options.lesson] or list(course.lessons)
    wrong = sum(_translations(lesson) for lesson in lessons)
    fates: list[str] = []
    for lesson in lessons:
        findings = audit_lesson(lesson, hub, places.clock, surroundings(course, lesson, terms))
        for finding in findings:
            print(f"{lesson.path}:{finding.line}: {finding.text}: {finding.remedy}")
        wrong += len(findings)
        if not findings:
            print(f"{lesson.id}: ok, {len(lesson.steps)} steps", flush=True)
        if options.mutants and not findings:
            for mutant in mutate_lesson(lesson, hub, places.clock):
                fates.append(mutant.fate)
                if mutant.fate == "accepted":
                    print(f"{lesson.path}:{mutant.line}: the checks accept the solution {mutant.what}")
    if options.mutants:
        rejected, equal = fates.count("rejected"), fates.count("equivalent")
        share = 100 * rejected / max(1, len(fates) - equal)
        print(f"mutants: {len(fates)}, truly equivalent {equal}, of the others rejected {rejected} ({share:.1f} %)")
        wrong += share < options.at_least
    if not options.lesson:
        objectives = places.objectives()
        missing = missing_objectives(course, frozenset(objectives))
        print(f"objectives: {len(objectives) - len(missing)} of {len(objectives)}")
        for number in missing:
            print(f"no lesson teaches {number}: {objectives[number]}")
        wrong += len(missing)
    return 1 if wrong else 0


def _translations(lesson: Lesson) -> int:
    """Say in what a lesson's translations do not fit it; how many such places there are."""
    from tutor.course.translate import disagreements, load_translation

    wrong = 0
    for path in _siblings(lesson):
        try:
            with open(path, encoding="utf-8") as file:
                words = load_translation(file.read(), os.path.basename(path))
        except UnicodeDecodeError:
            raise LayerwiseError(f"{path} is not UTF-8 text", "save the file as UTF-8") from None
        found = disagreements(lesson, words)
        for one in found:
            print(f"{words.path}:{one.line}: {one.text}: {one.remedy}")
        wrong += len(found)
        if not found:
            print(f"{words.path}: ok, {len(words.steps)} steps")
    return wrong


def _siblings(lesson: Lesson) -> list[str]:
    """The files of a lesson's translations."""
    import re

    own = os.path.dirname(lesson.path)
    folder = own or ("." if os.path.exists(lesson.path) else resources.folder("lessons"))
    stem = re.escape(os.path.basename(lesson.path).removesuffix(".md"))
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))
            if re.fullmatch(rf"{stem}\.[a-z]{{2,3}}\.md", name)]  # fmt: skip


def find(name: str) -> Lesson:
    """A lesson by id or number, or from a file, in the learner's language. Raises LayerwiseError."""
    lesson = places.course().lesson(name)
    if lesson is not None:
        return lesson
    if name.endswith(".md") or os.sep in name:
        from tutor.course.load import load_lesson

        try:
            with open(name, encoding="utf-8") as file:
                lesson = load_lesson(file.read(), name)
            return _in_language(lesson, os.path.dirname(name))
        except OSError as error:
            raise LayerwiseError(f"cannot read {name} ({error.strerror})", "check the path") from None
        except UnicodeDecodeError:
            raise LayerwiseError(f"{name} is not UTF-8 text", "save the file as UTF-8") from None
    raise LayerwiseError(f"there is no lesson {name!r}", "layerwise lesson list shows them")


def _in_language(lesson: Lesson, folder: str) -> Lesson:
    """A lesson of a file in the learner's language, where a file beside it has that."""
    from tutor.course.course_file import translated_by

    def read(name: str) -> str:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return file.read()

    tongue = places.language()
    return translated_by(lesson, tongue, read) if tongue != places.ORIGINAL else lesson

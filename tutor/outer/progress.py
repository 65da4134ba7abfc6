"""`layerwise progress`: what was learnt, to look at, to show, to take along, to believe."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tutor.errors import LayerwiseError
from tutor.outer import places
from tutor.outer.new_file import write_new

if TYPE_CHECKING:
    from argparse import Namespace

    from tutor.course.standing import Standing

FORMAT = 1


def show(options: Namespace) -> int:
    """How far the learner is: a line a lesson, or JSON."""
    found = _standing()
    if options.json:
        table = {
            "course": found.course, "learner": found.learner, "lessons": len(found.lessons), "done": found.done,
            "objectives": list(found.learnt),
            "chapters": [
                {"title": title, "lessons": [
                    {"id": lesson.id, "title": lesson.title, "done": lesson.done, "commands": lesson.commands,
                     "par": lesson.par, "stars": lesson.stars} for lesson in lessons]}
                for title, lessons in found.chapters
            ],
        }  # fmt: skip
        print(json.dumps(table, indent=1, ensure_ascii=False))
        return 0
    from tutor.course.certificate import summary

    print(f"{found.course}: {summary(found)}")
    width = max(len(lesson.title) for lesson in found.lessons)
    for title, lessons in found.chapters:
        print(f"\n{title}")
        for lesson in lessons:
            stars = "★" * lesson.stars + "☆" * (3 - lesson.stars) if lesson.done else "to do"
            note = f"{lesson.commands} commands, par {lesson.par}" if lesson.commands else ""
            print(f"  {stars:5}  {lesson.title:{width}}  {note}".rstrip())
    return 0


def name(options: Namespace) -> int:
    """Say who learns: the name on certificates and receipts."""
    places.progress().call(options.name.strip())
    return 0


def picture(options: Namespace) -> int:
    """The course as a picture."""
    from tutor.course.certificate import course_map

    return _written(options.file, course_map(_standing()))


def certificate(options: Namespace) -> int:
    """A page that says what was done."""
    from tutor.course.certificate import certificate as draw

    return _written(options.file, draw(_standing(), time.strftime("%d %B %Y", time.gmtime(places.clock()))))


def export(options: Namespace) -> int:
    """Everything about the learner in one file, to go on with elsewhere."""
    progress = places.progress()
    table = {"format": FORMAT, "progress": progress.table(), "receipts": dict(progress.receipts())}
    return _written(options.file, json.dumps(table, indent=1, ensure_ascii=False) + "\n")


def import_(options: Namespace) -> int:
    """Take over what was learnt elsewhere: what is done in either place is done."""
    table = _read(options.file)
    kept = table.get("progress") if isinstance(table, dict) and table.get("format") == FORMAT else None
    if not isinstance(kept, dict) or not isinstance(table.get("receipts"), dict):
        raise LayerwiseError(f"{options.file} is no exported progress", "make one with: layerwise progress export FILE")
    progress = places.progress()
    count = progress.merge(kept, table["receipts"])
    print(f"{count} lessons taken over" if count != 1 else "1 lesson taken over")
    return 0


def verify(options: Namespace) -> int:
    """Do receipts again; exit code 1 where one does not hold. Rows as text, CSV, xAPI statements or JSON."""
    from tutor.course.records import as_csv, as_xapi, row_of
    from tutor.outer import many_receipts

    seeds = _seeds(options.learners) if options.learners else None
    rows: list[dict[str, Any]] = []
    wrong = 0
    owners: dict[str, str] = {}
    receipts = list(_receipts(options.file))
    found = many_receipts.problems([receipt for _, receipt in receipts], seeds)
    for number, ((path, receipt), problems) in enumerate(zip(receipts, found, strict=True), 1):
        if not problems and owners.setdefault(receipt["seed"], receipt["learner"]) != receipt["learner"]:
            problems = (f"the same seed as {owners[receipt['seed']]!r}: one of them is a copy",)
        wrong += bool(problems)
        if options.format == "text":
            print(f"{path}: {'; '.join(problems) or 'holds'}", flush=True)
        elif "commands" in receipt and not (problems and "no receipt" in problems[0]):
            rows.append(row_of(receipt, problems))
        if sys.stderr.isatty():
            print(f"\r{number} of {len(receipts)}", end="\r" if number < len(receipts) else "\n", file=sys.stderr)
    if options.format == "csv":
        print(as_csv(rows), end="")
    elif options.format == "xapi":
        print(as_xapi(rows), end="")
    elif options.format == "json":
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    return 1 if wrong else 0


def _standing() -> Standing:
    from tutor.course.standing import standing

    return standing(places.course(), places.progress(), places.objectives())


def _receipts(paths: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The receipts of files and folders: a receipt each, or all of an exported progress. The learner's own for none."""
    if not paths:
        yield from places.progress().receipts()
    for path in paths:
        names = [os.path.join(path, each) for each in sorted(os.listdir(path))] if os.path.isdir(path) else [path]
        for each in names:
            table = _read(each)
            found = table.get("receipts") if isinstance(table, dict) else None
            if isinstance(found, dict):
                yield from ((f"{each} {lesson}", receipt) for lesson, receipt in sorted(found.items()))
            else:
                yield each, table if isinstance(table, dict) else {}


def _seeds(path: str) -> dict[str, str]:
    """The learners of a class: lines `NAME,SEED`."""
    import csv

    try:
        with open(path, encoding="utf-8", newline="") as file:
            return {row[0].strip(): row[1].strip() for row in csv.reader(file) if len(row) > 1}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LayerwiseError(f"cannot read {path} ({error})", "give a file of lines NAME,SEED") from None


def _read(path: str) -> Any:
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except OSError as error:
        raise LayerwiseError(f"cannot read {path} ({error.strerror})", "check the path") from None
    except (ValueError, RecursionError):
        raise LayerwiseError(f"{path} is no JSON", "give a receipt or an exported progress") from None


def _written(path: str, text: str) -> int:
    write_new(path, text)
    return 0

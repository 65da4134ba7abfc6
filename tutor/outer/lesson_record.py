"""`layerwise lesson record`: a lesson of what an author does once by hand."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError
from tutor.outer import places

if TYPE_CHECKING:
    from argparse import Namespace

    from tutor.session.recording.history import Typed


def run(options: Namespace) -> int:
    """Open a shell, or read a script; write the lesson file of what was done."""
    from tutor.course.writing import lesson_text
    from tutor.outer.lesson_files import free_path
    from tutor.outer.new_file import write_new
    from tutor.session.recording.compose import compose

    path = free_path(options.id)
    recorded = _script(options.script) if options.script else _sitting(options)
    lesson, left_out = compose(options.id, recorded, places.hub(), places.clock)
    write_new(path, lesson_text(lesson))
    for line in left_out:
        print(f"left out: {line}")
    checks = sum(len(step.checks) for step in lesson.steps)
    print(f"{path} written: {len(lesson.steps)} steps, {checks} checks.")
    print(f"What is left to write: layerwise lesson audit {path}")
    return 0


def _script(path: str) -> Typed:
    from tutor.session.recording.history import script

    try:
        with open(path, encoding="utf-8") as file:
            return script(file.read())
    except OSError as error:
        raise LayerwiseError(f"cannot read the script {path} ({error.strerror})", "check the path") from None
    except UnicodeDecodeError:
        raise LayerwiseError(f"{path} is not UTF-8 text", "save the file as UTF-8") from None


def _sitting(options: Namespace) -> Typed:
    from tutor.course.progress import Progress
    from tutor.lineshell.shell import run
    from tutor.session.recording.sitting import RecordingSitting

    name, workspaces = f"record-{options.id}"[:64], places.workspaces()
    if options.fresh:
        for end in ("", "-wal", "-shm"):
            file = os.path.join(workspaces.folder, f"{name}.sqlite{end}")
            if os.path.exists(file):
                os.remove(file)
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    sitting = RecordingSitting(
        workspaces, places.hub(), places.clock, places.course(), Progress(None), places.glossary,
        name=name, interactive=interactive,
    )  # fmt: skip
    run(sitting, sys.stdin, sys.stdout)
    assert sitting.recorded is not None
    return sitting.recorded

"""`layerwise lesson import`: lesson files out of a Killercoda scenario or the exercises of dockerlings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from tutor.course.foreign.imported import Imported

MOST = 256 * 1024
"""Bytes of a file that is taken over."""


def run(options: Namespace) -> int:
    """Write a lesson file for each lesson that a folder holds, and say what was left out."""
    from tutor.course.writing import lesson_text
    from tutor.outer.lesson_files import free_path
    from tutor.outer.new_file import write_new

    found = _found(options.source)
    paths = [free_path(one.lesson.id) for one in found]
    for path, one in zip(paths, found, strict=True):
        write_new(path, lesson_text(one.lesson))
        for line in one.left_out:
            print(f"left out: {line}")
        print(f"{path} written: {len(one.lesson.steps)} steps")
    print("What is left to write: layerwise lesson audit FILE")
    return 0


def _found(folder: str) -> list[Imported]:
    from tutor.course.foreign import dockerlings, killercoda

    read = reader(folder)
    text = read(killercoda.INDEX)
    if text is not None:
        return [killercoda.scenario(text, read)]
    text = read(dockerlings.INDEX)
    if text is not None:
        return list(dockerlings.exercises(text, read, lambda name: _names(folder, name)))
    raise LayerwiseError(
        f"{folder} holds no course that can be taken over",
        f"give a folder with Killercoda's {killercoda.INDEX} or dockerlings' {dockerlings.INDEX}",
    )


def reader(folder: str) -> Callable[[str], str | None]:
    """What reads the texts of a folder: files inside it only, whatever their names or links say."""
    top = os.path.realpath(folder)

    def read(name: str) -> str | None:
        path = os.path.realpath(os.path.join(top, name))
        if not path.startswith(top + os.sep) or not os.path.isfile(path) or os.path.getsize(path) > MOST:
            return None
        try:
            with open(path, encoding="utf-8") as file:
                return file.read()
        except (OSError, UnicodeDecodeError):
            return None

    return read


def _names(folder: str, name: str) -> list[str]:
    path = os.path.join(folder, name)
    return sorted(os.listdir(path)) if os.path.isdir(path) else []

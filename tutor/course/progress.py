"""Which lessons are done: a small JSON file, replaced as a whole, so that it is never half-written."""

from __future__ import annotations

import json
import os

from tutor.errors import LayerwiseError


class ProgressError(LayerwiseError):
    """The progress file cannot be written or read."""


class Progress:
    """The ids of finished lessons and the one that was open last, kept in a file (`path` None keeps nothing)."""

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.done: set[str] = set()
        self.last = ""
        if path is not None and os.path.exists(path):
            self._read(path)

    def _read(self, path: str) -> None:
        try:
            with open(path, encoding="utf-8") as file:
                table = json.load(file)
            self.done = {str(name) for name in table["done"]}
            self.last = str(table["last"])
        except (OSError, ValueError, KeyError, TypeError):
            raise ProgressError(f"cannot read your progress in {path}", "move that file away to start over") from None

    def finish(self, lesson: str) -> None:
        """Keep that the lesson is done. Raises ProgressError."""
        if lesson not in self.done:
            self.done.add(lesson)
            self._write()

    def open(self, lesson: str) -> None:
        """Keep that this lesson ("" for free play) is the one to go on with. Raises ProgressError."""
        if lesson != self.last:
            self.last = lesson
            self._write()

    def _write(self) -> None:
        if self.path is None:
            return
        text = json.dumps({"done": sorted(self.done), "last": self.last}, indent=1)
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            with open(self.path + ".new", "w", encoding="utf-8") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(self.path + ".new", self.path)
        except OSError as error:
            raise ProgressError(
                f"cannot save your progress in {self.path} ({error.strerror})",
                "free some space or choose another folder with LAYERWISE_HOME",
            ) from None

"""Which lessons are done: a small JSON file, replaced as a whole, so that it is never half-written."""

from __future__ import annotations

import json
import os

from tutor.errors import LayerwiseError


class ProgressError(LayerwiseError):
    """The progress file cannot be written or read."""


class Progress:
    """Finished lessons and the one that was open last, kept in a file (`path` None keeps nothing).

    `done` are ids of lessons with the fewest commands that each was done with (0 where that is not known); `name` is
    who learns, "" where nobody said; `seed` is a text of one's own, from which names are drawn in lessons that vary.
    """

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.done: dict[str, int] = {}
        self.name = ""
        self._seed = ""
        self.last = ""
        if path is not None and os.path.exists(path):
            self._read(path)

    def _read(self, path: str) -> None:
        try:
            with open(path, encoding="utf-8") as file:
                table = json.load(file)
            done = table["done"]
            counts = done if isinstance(done, dict) else dict.fromkeys(done, 0)  # versions before 0.3 kept no counts
            self.done = {str(name): int(count) for name, count in counts.items()}
            self.last = str(table["last"])
            self.name = str(table.get("name", ""))
            self._seed = str(table.get("seed", ""))
        except (OSError, ValueError, KeyError, TypeError):
            raise ProgressError(f"cannot read your progress in {path}", "move that file away to start over") from None

    @property
    def seed(self) -> str:
        """The learner's seed: 32 hexadecimal digits, drawn when it is first wanted."""
        if not self._seed:
            import secrets

            self._seed = secrets.token_hex(16)
            self._write()
        return self._seed

    def call(self, name: str) -> None:
        """Keep who learns. Raises ProgressError."""
        self.name = name
        self._write()

    def finish(self, lesson: str, commands: int = 0) -> None:
        """Keep that the lesson is done, with so many commands. Raises ProgressError."""
        before = self.done.get(lesson)
        if before is None or 0 < commands < (before or commands + 1):
            self.done[lesson] = commands
            self._write()

    def open(self, lesson: str) -> None:
        """Keep that this lesson ("" for free play) is the one to go on with. Raises ProgressError."""
        if lesson != self.last:
            self.last = lesson
            self._write()

    def _write(self) -> None:
        if self.path is None:
            return
        table = {"done": dict(sorted(self.done.items())), "last": self.last, "name": self.name, "seed": self._seed}
        text = json.dumps(table, indent=1, ensure_ascii=False)
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

"""Which lessons are done: a small JSON file, replaced as a whole, so that it is never half-written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tutor.course.repetition import Card, after
from tutor.errors import LayerwiseError


class ProgressError(LayerwiseError):
    """The progress file cannot be written or read."""


def _cards(table: Mapping[str, Any]) -> dict[int, Card]:
    """The objectives' boxes as the file has them; rows that are none are passed over."""
    found = {}
    for number, row in table.items():
        sound = isinstance(row, list) and len(row) == 3 and all(isinstance(each, int) for each in row)
        if number.isdecimal() and sound:
            found[int(number)] = Card(*row)
    return found


class Progress:
    """Finished lessons and the one that was open last, kept in a file (`path` None keeps nothing).

    `done` are ids of lessons with the fewest commands that each was done with (0 where that is not known); `name` is
    who learns, "" where nobody said; `seed` is a text of one's own, from which names are drawn in lessons that vary;
    `cards` say where objectives stand in their repetition.
    """

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.done: dict[str, int] = {}
        self.name = ""
        self._seed = ""
        self.last = ""
        self.cards: dict[int, Card] = {}
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
            self.cards = _cards(table.get("practised", {}))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
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

    def practise(self, objectives: Iterable[int], right: bool, today: int) -> None:
        """Keep that objectives were got right or wrong on a day (a number since 1970). Raises ProgressError."""
        for number in objectives:
            self.cards[number] = after(self.cards.get(number), right, today)
        self._write()

    def open(self, lesson: str) -> None:
        """Keep that this lesson ("" for free play) is the one to go on with. Raises ProgressError."""
        if lesson != self.last:
            self.last = lesson
            self._write()

    # -- receipts

    def keep(self, receipt: Mapping[str, Any]) -> None:
        """Keep a lesson's receipt, in place of an earlier one. Raises ProgressError."""
        if self.path is not None:
            name = os.path.join(os.path.dirname(self.path), "receipts", f"{receipt['lesson']}.json")
            self._replace(name, json.dumps(receipt, ensure_ascii=False) + "\n")

    def receipts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The receipts that are kept, by lesson."""
        folder = os.path.join(os.path.dirname(self.path), "receipts") if self.path is not None else ""
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            lesson, dot, kind = name.rpartition(".")
            if dot and kind == "json":
                try:
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        yield lesson, json.load(file)
                except (OSError, ValueError):
                    raise ProgressError(f"cannot read {os.path.join(folder, name)}", "move that file away") from None

    # -- the file

    def table(self) -> dict[str, Any]:
        """Everything but the receipts, as JSON has it."""
        practised = {str(number): [card.box, card.due, card.missed] for number, card in sorted(self.cards.items())}
        return {"done": dict(sorted(self.done.items())), "last": self.last, "name": self.name, "seed": self._seed,
                "practised": practised}  # fmt: skip

    def merge(self, table: Mapping[str, Any], receipts: Mapping[str, Any]) -> int:
        """Take over what another place kept; how many lessons are new here. Raises ProgressError."""
        before = len(self.done)
        done = table.get("done")
        for lesson, count in done.items() if isinstance(done, dict) else ():
            if isinstance(count, int) and (lesson not in self.done or 0 < count < (self.done[lesson] or count + 1)):
                self.done[str(lesson)] = count
        theirs = table.get("practised")
        for number, card in _cards(theirs if isinstance(theirs, dict) else {}).items():
            self.cards.setdefault(number, card)
        self.name = self.name or str(table.get("name", ""))
        if not before and table.get("seed"):
            self._seed = str(table["seed"])  # the receipts that come along are keyed by it
        kept = {lesson for lesson, _ in self.receipts()}
        for lesson, receipt in receipts.items():
            whole = isinstance(receipt, dict) and receipt.get("lesson") == lesson
            if whole and lesson in self.done and lesson not in kept:
                self.keep(receipt)
        self._write()
        return len(self.done) - before

    def _write(self) -> None:
        if self.path is not None:
            self._replace(self.path, json.dumps(self.table(), indent=1, ensure_ascii=False) + "\n")

    def _replace(self, path: str, text: str) -> None:
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path + ".new", "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(path + ".new", path)
        except OSError as error:
            raise ProgressError(
                f"cannot save your progress in {path} ({error.strerror})",
                "free some space or choose another folder with LAYERWISE_HOME",
            ) from None

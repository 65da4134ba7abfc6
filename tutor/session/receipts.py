"""Receipts: what a learner did in a lesson, in a form that can be done again and so be believed.

A receipt is a JSON object: who, which lesson and seed, when it began, each command with its time, exit code and the
digest of the sandbox after it, linked by a chain of keyed hashes; then the answers given. To verify one is to do it
again: the same commands at the same times leave the same sandbox, and the lesson's checks hold at the end of each step.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tutor.course.checks import evaluate
from tutor.dataclass import dataclass, replace
from tutor.errors import LayerwiseError
from tutor.session.begin import lesson_start, step_start
from tutor.session.editors import EDITORS
from tutor.session.foreground import UNSEEN
from tutor.session.guide import Guide
from tutor.session.session import Session, lasting_digest
from tutor.session.words import WORDS
from tutor.store.workspace import MemoryWorkspace
from tutor.vfs.changes import entry_changes, same_node
from tutor.vfs.content import Bytes
from tutor.vfs.nodes import Directory, File, Symlink

if TYPE_CHECKING:
    from tutor.course.model import Course, Lesson
    from tutor.engine.hub import Hub
    from tutor.store.workspace import Entry
    from tutor.vfs.tree import Tree

FORMAT = 1
_HEAD = ("format", "lesson", "version", "learner", "seed", "began")
Receipt = dict[str, Any]


class ReceiptError(LayerwiseError):
    """A receipt that cannot be made or read."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Whose receipt it is: a name, and the secret text that keys the chain and draws names where a lesson varies."""

    name: str
    seed: str


def make(session: Session, guide: Guide, learner: Learner) -> Receipt:
    """The receipt of a lesson as far as it was done. Raises ReceiptError where what was done cannot be done again."""
    path = session.workspace.path()
    receipt: Receipt = {
        "format": FORMAT,
        "lesson": guide.lesson.id,
        "version": guide.lesson.version,
        "learner": learner.name,
        "seed": learner.seed,
        "began": path[0].time,
        "commands": [],
        "answers": dict(sorted(guide.answered.items())),
    }
    again = _Again(guide.lesson, session.hub, receipt)
    before = path[0]
    for entry in path[1:]:
        if entry.changed or entry.line.split(" ")[0] not in (*WORDS, *EDITORS):
            receipt["commands"].append(_row(session, again, entry, session.moment_of(before).ahead))
        before = entry
    receipt["chain"] = _chain(receipt)
    return receipt


def _row(session: Session, again: _Again, entry: Entry, ahead: float) -> dict[str, Any]:
    """One command; of an editor or an import what it put into the sandbox."""
    wanted = session.moment_of(entry)
    row: dict[str, Any] = {"line": entry.line, "time": entry.time, "ahead": ahead, "code": entry.code}
    row["state"] = lasting_digest(wanted.state).hex()
    if _is_by_hand(entry.line):
        row["files"] = dict(_patch(again.session.state.host, wanted.state.host))
    if not again.do(row):
        raise ReceiptError(f"{entry.line!r} cannot be done again, so there is no receipt", "do the lesson once more")
    return row


def _is_by_hand(line: str) -> bool:
    """Whether a line of the history stands for what no shell did: a file edited or copied in, a secret typed."""
    return line == UNSEEN or line.startswith("# copied in") or line.split(" ")[0] in EDITORS


def verify(receipt: Receipt, course: Course, hub: Hub, seeds: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What is wrong with a receipt, in sentences; nothing where it holds and the lesson is done.

    `seeds` are the seeds of the known learners by name; without it the receipt's own is believed.
    """
    problem = _shape(receipt)
    if problem:
        return (problem,)
    lesson = course.lesson(receipt["lesson"])
    if lesson is None or lesson.id != receipt["lesson"]:
        return (f"there is no lesson {receipt['lesson']!r} here",)
    if seeds is not None and seeds.get(receipt["learner"]) != receipt["seed"]:
        return (f"this is not the seed of {receipt['learner']!r}",)
    if receipt["chain"] != _chain(receipt):
        return ("the chain is broken: something was changed after it was made",)
    if receipt["version"] != lesson.version:
        return ("the lesson has changed since then: it cannot be done again",)
    try:
        return tuple(_done_again(receipt, course, lesson, hub))
    except LayerwiseError as error:
        return (f"it cannot be done again ({error})",)


def _done_again(receipt: Receipt, course: Course, lesson: Lesson, hub: Hub) -> Iterator[str]:
    again = _Again(lesson, hub, receipt)
    for number, row in enumerate(receipt["commands"], 1):
        if row["line"] == "next" and again.unmet():
            yield f"step {again.place + 1} was left before it was done"
            return
        if not again.do(row):
            yield f"command {number}, {row['line']!r}, leaves another sandbox behind"
            return
    if again.place + 1 < len(lesson.steps):
        yield f"only {again.place} of {len(lesson.steps)} steps were done"
    elif again.unmet():
        yield f"the last step is not done: {again.unmet()[0]}"


class _Again:
    """A lesson being done once more: `place` is the step, counted from 0."""

    def __init__(self, lesson: Lesson, hub: Hub, receipt: Receipt) -> None:
        self.lesson = lesson
        self.place = 0
        self._now = float(receipt["began"])
        self._answers: dict[str, str] = receipt["answers"]
        self._seed = receipt["seed"]
        self.session = Session(
            MemoryWorkspace(), lambda clock: lesson_start(lesson, hub, clock, self._seed), hub, lambda: self._now
        )
        self._beginning = self.session.moment
        self.session.origin = lambda: self._beginning

    def do(self, row: Mapping[str, Any]) -> bool:
        """Do a command; whether it ends as it did, with the same sandbox."""
        session, before = self.session, self.session.moment
        self._now = float(row["time"])
        for interactive in (True, False):
            session.moment = replace(before, ahead=float(row["ahead"]))
            session.interactive = interactive
            if self._act(row) and lasting_digest(session.state).hex() == row["state"]:
                return True
        return False

    def _act(self, row: Mapping[str, Any]) -> bool:
        session, line = self.session, row["line"]
        if "files" in row:
            if not _is_by_hand(line):
                return False
            host = _patched(session.state.host, row["files"])
            session.moment = replace(session.moment, state=replace(session.state, host=host), foreground=None)
        elif line == "next":
            if self.place + 1 >= len(self.lesson.steps):
                return False
            session.moment = step_start(self.lesson, self.lesson.steps[self.place + 1], session, session.moment)
            self.place += 1
            self._beginning = session.moment
        elif line == "reset":
            session.moment = self._beginning
        else:
            return bool(session.run(line, lambda _stream, _data: None).code == row["code"])
        return True

    def unmet(self) -> tuple[str, ...]:
        """What of the present step is not done."""
        step = self.lesson.steps[self.place]

        def fork(script: str) -> tuple[int, str]:
            forked = self.session.fork(script)
            return forked.code, forked.fault

        unmet = [verdict.check.text for verdict in evaluate(step, fork) if not verdict.met]
        for number, question in enumerate(step.questions):
            given = self._answers.get(f"{self.place}.{number}")
            if given is None or (question.kind != "predict" and not self._right(number, given)):
                unmet.append(question.text)
        return tuple(unmet)

    def _right(self, number: int, given: str) -> bool:
        from tutor.course.questions import judge

        return judge(self.lesson.steps[self.place].questions[number], self.lesson.seed, given).right is True


def _chain(receipt: Receipt) -> list[str]:
    """A keyed hash for the head, for each command on top of the one before, and for the answers."""
    key = str(receipt["seed"]).encode()
    links: list[str] = []
    rows = [{name: receipt[name] for name in _HEAD}, *receipt["commands"], {"answers": receipt["answers"]}]
    link = ""
    for row in rows:
        text = link + json.dumps(row, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        link = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        links.append(link)
    return links


_KINDS: dict[str, type | tuple[type, ...]] = {
    "format": int, "lesson": str, "version": str, "learner": str, "seed": str, "began": (int, float), "commands": list,
    "answers": dict, "chain": list,
}  # fmt: skip
_ROW: dict[str, type | tuple[type, ...]] = {
    "line": str, "time": (int, float), "ahead": (int, float), "code": int, "state": str,
}  # fmt: skip


def _shape(receipt: object) -> str:
    """What keeps this from being a receipt, "" for one."""
    if not isinstance(receipt, dict):
        return "this is no receipt"
    if receipt.get("format") != FORMAT:
        return f"format {receipt.get('format')!r} is not known here"
    for name, kind in _KINDS.items():
        if not isinstance(receipt.get(name), kind):
            return f"this is no receipt: {name!r} is missing or wrong"
    for row in receipt["commands"]:
        if not isinstance(row, dict) or not all(isinstance(row.get(name), kind) for name, kind in _ROW.items()):
            return "this is no receipt: a command is incomplete"
        if "files" in row and not isinstance(row["files"], dict):
            return "this is no receipt: a command's files are wrong"
    return ""


# -- what no shell did


def _patch(before: Tree, after: Tree) -> Iterator[tuple[str, Any]]:
    """The files and folders in which two trees differ, as JSON has them; None for what is gone."""
    for path, old, node in entry_changes(before, after):
        if node is None:
            yield path, None
        elif isinstance(node, File):
            data = b64encode(node.content.read()).decode()
            yield path, ["file", node.mode, node.uid, node.gid, node.mtime, data]
        elif isinstance(node, Directory) and not (isinstance(old, Directory) and same_node(old, node)):
            yield path, ["folder", node.mode, node.uid, node.gid, node.mtime]
        elif isinstance(node, Symlink):
            yield path, ["link", node.uid, node.gid, node.mtime, node.target]


def _patched(tree: Tree, files: Mapping[str, Any]) -> Tree:
    for path, row in files.items():
        make = _MAKERS.get(row[0]) if isinstance(row, list) and row else None
        if row is None:
            tree = tree.put(path, None)
        elif make is None:
            raise ReceiptError(f"the receipt has an odd file {path}")
        elif row[0] == "folder" and isinstance(here := tree.entry(path), Directory):
            tree = tree.put(path, Directory(here.entries, *row[1:]))
        else:
            tree = tree.put(path, make(row))
    return tree


_MAKERS: dict[str, Callable[[list[Any]], Any]] = {
    "file": lambda row: File(Bytes(b64decode(row[5])), *row[1:5]),
    "folder": lambda row: Directory(None, *row[1:5]),
    "link": lambda row: Symlink(row[4], *row[1:4]),
}

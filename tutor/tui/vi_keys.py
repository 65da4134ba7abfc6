"""vi's keys for the line: modes, operators with motions, counts, repetition (POSIX sh, "Command Line Editing").

A state machine over an `EditLine`: knows no screen. Keys that mean nothing in the command mode are swallowed, as vi
does with a beep.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from tutor.dataclass import dataclass
from tutor.tui.editline import EditLine

Mode = Literal["insert", "command", "replace"]

_OPERATORS = "dcy"
_FINDS = "fFtT"
_CLOSING = {")": "(", "]": "[", "}": "{"}
_OPENING = {open_: close for close, open_ in _CLOSING.items()}


@dataclass(frozen=True, slots=True)
class _Motion:
    """Where a motion leads; `whole` is whether an operator takes the character there too."""

    place: int
    whole: bool = False


class ViKeys:
    """What keys mean where the learner wants vi's; `mode` says which they mean now."""

    def __init__(self, edit: EditLine) -> None:
        self.edit = edit
        self.mode: Mode = "insert"
        self._keys = ""
        self._find = ("", "")
        self._cut = ""
        self._last: tuple[str, str] = ("", "")
        self._inserted_from: tuple[str, int] | None = None

    # -- keys

    def fresh(self) -> None:
        """A new line begins: one types."""
        self.mode, self._keys, self._inserted_from = "insert", "", None

    def escape(self) -> bool:
        """The Escape key. Returns whether it meant anything."""
        if self.mode == "command":
            pending, self._keys = self._keys, ""
            return bool(pending)
        self._remember_insertion()
        self.mode = "command"
        if self.edit.cursor > self.edit.line_start:
            self.edit.left()
        return True

    def press(self, char: str) -> None:
        """A printable key in the command mode, or one that replaces in the replace mode."""
        if self.mode == "replace":
            if self.edit.cursor < self.edit.line_end:
                self.edit.delete()
            self.edit.insert(char)
            return
        self._keys += char
        if not self._do(self._keys):
            return
        self._keys = ""
        if self.mode == "command":
            self.settle()

    def settle(self) -> None:
        """In the command mode the cursor stands on a character, not behind the last."""
        if self.mode == "command" and self.edit.cursor == self.edit.line_end > self.edit.line_start:
            self.edit.left()

    @property
    def pending(self) -> str:
        """The keys of a command that is not whole yet."""
        return self._keys

    # -- commands

    def _do(self, keys: str) -> bool:
        """Do what the keys mean together. Returns False while they are not whole."""
        count, rest = _count(keys)
        if not rest:
            return False
        if rest[0] in _OPERATORS:
            return self._operate(rest[0], count, rest[1:])
        if rest[0] in f"{_FINDS}r" and len(rest) < 2:
            return False
        if rest[0] == "r":
            self._replace(rest[1], count or 1)
            self._last = (keys, "")
            return True
        motion = self._motion(rest, count)
        if motion is not None:
            self.edit.to(motion.place)
            return True
        action = _ACTIONS.get(rest)
        if action is not None:
            action(self, count or 1)
            if rest in "xXDCSspP~iaIAR" and self.mode == "command":
                self._last = (keys, "")
            elif rest in "CSsiaIAR":
                self._begin_insertion(keys)
        return True

    def _operate(self, operator: str, count: int, rest: str) -> bool:
        more, motion_keys = _count(rest)
        if not motion_keys or (motion_keys[0] in _FINDS and len(motion_keys) < 2):
            return False
        edit = self.edit
        keys = self._keys
        times = (count or 1) * (more or 1) if count or more else 0
        if motion_keys == operator:
            start, end = edit.line_start, edit.line_end
        else:
            if operator == "c" and motion_keys in ("w", "W"):
                motion_keys = "e" if motion_keys == "w" else "E"  # as in vi: changing a word leaves the space after it
                if edit.text[edit.cursor : edit.cursor + 1].isspace():
                    motion_keys = "l"
            motion = self._motion(motion_keys, times)
            if motion is None:
                return True
            start, end = sorted((edit.cursor, motion.place))
            end = min(len(edit.text), end + motion.whole)
        self._cut = edit.text[start:end] or self._cut
        if operator == "y":
            edit.to(start)
            return True
        edit.delete_range(start, end)
        edit.to(start)
        if operator == "c":
            self.mode = "insert"
            self._begin_insertion(keys)
        else:
            self._last = (keys, "")
        return True

    def _replace(self, char: str, count: int) -> None:
        edit = self.edit
        if edit.cursor + count <= edit.line_end:
            at = edit.cursor
            edit.replace(at, at + count, char * count)
            edit.left()

    # -- inserting, so that "." can do it again

    def _begin_insertion(self, keys: str) -> None:
        self._last = (keys, "")
        self._inserted_from = (keys, self.edit.cursor)

    def _remember_insertion(self) -> None:
        if self._inserted_from is not None:
            keys, start = self._inserted_from
            if self.edit.cursor >= start:
                self._last = (keys, self.edit.text[start : self.edit.cursor])
        self._inserted_from = None

    def _repeat(self, _: int) -> None:
        keys, text = self._last
        if keys:
            self._keys = keys
            self._do(keys)
            if self.mode != "command":
                self.edit.insert(text)
                self.escape()
            self._last = (keys, text)

    # -- motions

    def _motion(self, keys: str, count: int) -> _Motion | None:
        """Where the keys lead, None where they are no motion or lead nowhere."""
        edit, times = self.edit, count or 1
        if keys[0] in _FINDS:
            self._find = (keys[0], keys[1])
            return self._found(*self._find, times)
        if keys == ";":
            return self._found(*self._find, times) if self._find[0] else None
        if keys == ",":
            return self._found(self._find[0].swapcase(), self._find[1], times) if self._find[0] else None
        if keys == "%":
            place = _partner(edit.text, edit.cursor)
            return None if place is None else _Motion(place, whole=True)
        if keys == "|":
            return _Motion(min(edit.line_start + times - 1, edit.line_end))
        steps: dict[str, Callable[[int], int]] = {
            "h": lambda at: max(edit.line_start, at - 1), " ": lambda at: min(edit.line_end, at + 1),
            "l": lambda at: min(edit.line_end, at + 1),
            "w": lambda at: _next(edit.text, at, _kind), "W": lambda at: _next(edit.text, at, _big),
            "b": lambda at: _back(edit.text, at, _kind), "B": lambda at: _back(edit.text, at, _big),
            "e": lambda at: _end(edit.text, at, _kind), "E": lambda at: _end(edit.text, at, _big),
            "0": lambda _: edit.line_start, "$": lambda _: edit.line_end, "^": lambda _: _indented(edit),
        }  # fmt: skip
        step = steps.get(keys)
        if step is None:
            return None
        place = edit.cursor
        for _ in range(times):
            place = step(place)
        return _Motion(place, whole=keys in ("e", "E"))

    def _found(self, how: str, char: str, times: int) -> _Motion | None:
        text, at = self.edit.text, self.edit.cursor
        forward = how in "ft"
        for turn in range(times):
            skip = 2 if how in "tT" and turn == 0 and _beside(text, at, char, forward) else 1
            at = text.find(char, at + skip) if forward else text.rfind(char, 0, max(0, at - skip + 1))
            if at < 0:
                return None
        if how == "t":
            at -= 1
        elif how == "T":
            at += 1
        return _Motion(at, whole=forward)

    # -- the other commands

    def _insert(self, move: Callable[[EditLine], None]) -> None:
        move(self.edit)
        self.mode = "insert"

    def _delete(self, start: int, end: int) -> None:
        self._cut = self.edit.text[start:end] or self._cut
        self.edit.delete_range(start, end)

    def _put(self, count: int, *, after: bool) -> None:
        edit = self.edit
        if self._cut:
            at = min(edit.cursor + after, edit.line_end)
            edit.replace(at, at, self._cut * count)
            edit.left()

    def _swap_case(self, count: int) -> None:
        edit = self.edit
        end = min(edit.cursor + count, edit.line_end)
        edit.replace(edit.cursor, end, edit.text[edit.cursor : end].swapcase())


def _insert_at(move: Callable[[EditLine], None]) -> Callable[[ViKeys, int], None]:
    return lambda vi, _: vi._insert(move)


def _cutting(span: Callable[[EditLine, int], tuple[int, int]], *, insert: bool) -> Callable[[ViKeys, int], None]:
    def act(vi: ViKeys, count: int) -> None:
        vi._delete(*span(vi.edit, count))
        if insert:
            vi.mode = "insert"

    return act


def _times(move: Callable[[EditLine], None]) -> Callable[[ViKeys, int], None]:
    def act(vi: ViKeys, count: int) -> None:
        for _ in range(count):
            move(vi.edit)

    return act


def _here(edit: EditLine, count: int) -> tuple[int, int]:
    return edit.cursor, min(edit.line_end, edit.cursor + count)


def _rest(edit: EditLine, _: int) -> tuple[int, int]:
    return edit.cursor, edit.line_end


def _replacing(vi: ViKeys, _: int) -> None:
    vi.mode = "replace"


def _right(edit: EditLine) -> None:
    edit.to(min(edit.cursor + 1, edit.line_end))


_ACTIONS: dict[str, Callable[[ViKeys, int], None]] = {
    "i": _insert_at(lambda edit: None), "a": _insert_at(_right), "A": _insert_at(EditLine.end),
    "I": _insert_at(lambda edit: edit.to(_indented(edit))), "R": _replacing,
    "x": _cutting(_here, insert=False), "s": _cutting(_here, insert=True),
    "X": _cutting(lambda edit, count: (max(edit.line_start, edit.cursor - count), edit.cursor), insert=False),
    "D": _cutting(_rest, insert=False), "C": _cutting(_rest, insert=True),
    "S": _cutting(lambda edit, _: (edit.line_start, edit.line_end), insert=True),
    "p": lambda vi, count: vi._put(count, after=True), "P": lambda vi, count: vi._put(count, after=False),
    "~": lambda vi, count: vi._swap_case(count), "u": _times(EditLine.undo), ".": lambda vi, count: vi._repeat(count),
    "k": _times(EditLine.up), "-": _times(EditLine.up), "j": _times(EditLine.down), "+": _times(EditLine.down),
    "/": _times(EditLine.search_more),
}  # fmt: skip


def _count(keys: str) -> tuple[int, str]:
    """The count before a command, 0 where there is none, and the command's keys."""
    at = 0
    while at < len(keys) and keys[at] in "0123456789" and not (at == 0 and keys[0] == "0"):
        at += 1
    return int(keys[:at][-4:] or 0), keys[at:]


def _kind(char: str) -> str:
    return " " if char.isspace() else "w" if char.isalnum() or char == "_" else "."


def _big(char: str) -> str:
    return " " if char.isspace() else "w"


def _next(text: str, at: int, kind: Callable[[str], str]) -> int:
    """The start of the next word, or the end of the text."""
    if at < len(text):
        first = kind(text[at])
        while at < len(text) and kind(text[at]) == first and first != " ":
            at += 1
    while at < len(text) and kind(text[at]) == " ":
        at += 1
    return at


def _back(text: str, at: int, kind: Callable[[str], str]) -> int:
    """The start of the word before."""
    while at > 0 and kind(text[at - 1]) == " ":
        at -= 1
    if at > 0:
        first = kind(text[at - 1])
        while at > 0 and kind(text[at - 1]) == first:
            at -= 1
    return at


def _end(text: str, at: int, kind: Callable[[str], str]) -> int:
    """The last character of the next word."""
    last = max(0, len(text) - 1)
    at += 1
    while at < last and kind(text[at]) == " ":
        at += 1
    while at < last and kind(text[at + 1]) == kind(text[at]):
        at += 1
    return min(at, last)


def _indented(edit: EditLine) -> int:
    at = edit.line_start
    while at < edit.line_end and edit.text[at].isspace():
        at += 1
    return at


def _beside(text: str, at: int, char: str, forward: bool) -> bool:
    """Whether the character looked for is the very next one: `t` again goes on to the one after it."""
    place = at + 1 if forward else at - 1
    return 0 <= place < len(text) and text[place] == char


def _partner(text: str, at: int) -> int | None:
    """The bracket that belongs to the one under the cursor, or to the next one."""
    while at < len(text) and text[at] not in "()[]{}":
        at += 1
    if at == len(text):
        return None
    char = text[at]
    other = _OPENING.get(char) or _CLOSING[char]
    step = 1 if char in _OPENING else -1
    depth = 0
    while 0 <= at < len(text):
        depth += (text[at] == char) - (text[at] == other)
        if not depth:
            return at
        at += step
    return None

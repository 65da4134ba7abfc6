"""What a check's own commands compare, in a sentence: what a command prints and what it should print.

The first command of the check that fails is looked at. `test` and `grep` compare; of any other there is nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.course.checks import together
from tutor.shell.parser import parse, split_commands
from tutor.shell.syntax import Literal, Simple, Substitution

if TYPE_CHECKING:
    from tutor.shell.syntax import Pipeline, Word

Run = Callable[[str], tuple[int, str]]
"""Runs a script on a fork: its exit code and what it printed."""

_SHOWN = 60
_BARE = re.compile(r"[\w:/.-]*[\w…]")
_DIGEST = re.compile(r"\b(sha256:[0-9a-f]{12})[0-9a-f]{52}\b")
_COMPARE = {
    "=": "should print {}", "==": "should print {}", "!=": "should print something else", "-eq": "should be {}",
    "-ne": "should be another number", "-gt": "should be more than {}", "-ge": "should be {} or more",
    "-lt": "should be less than {}", "-le": "should be {} or less",
}  # fmt: skip
_FILES = {"-s": "{} is empty or not there.", "-f": "{} is no file.", "-e": "{} is not there.", "-d": "{} is no folder."}


def comparison(commands: str, run: Run) -> str:
    """What the first failing command of a check compares; "" where it compares nothing."""
    pieces = [piece for piece, _ in split_commands(commands)]
    for at, piece in enumerate(pieces):
        if run(together("\n".join(pieces[: at + 1])))[0] != 0:
            return _Failing(piece, pieces[:at], run).told()
    return ""


class _Failing:
    """One command line that fails, and the lines before it."""

    def __init__(self, source: str, before: list[str], run: Run) -> None:
        self.source = source
        self._before = before
        self._run = run

    def run(self, script: str) -> tuple[int, str]:
        """Run a script after the lines before this one."""
        return self._run("\n".join([*self._before, script]))

    def told(self) -> str:
        items = parse(self.source).body.items
        if len(items) != 1 or any(operator != "&&" for operator in items[0].operators):
            return ""
        done: list[str] = []
        for pipeline in items[0].pipelines:
            text = self.source[pipeline.start : pipeline.end]
            if self.run(" && ".join([*done, text]))[0] != 0:
                return self._pipeline(pipeline)
            done.append(text)
        return ""

    def _pipeline(self, pipeline: Pipeline) -> str:
        last = pipeline.commands[-1]
        if not isinstance(last, Simple) or not last.words:
            return ""
        name = last.words[0].plain
        if name in ("test", "[") and len(pipeline.commands) == 1:
            words = last.words[1:-1] if name == "[" else last.words[1:]
            return self._test(words, pipeline.negated)
        if name == "grep":
            source = self.source[pipeline.start : pipeline.commands[-2].end] if len(pipeline.commands) > 1 else ""
            return self._grep(last, source.removeprefix("!").strip(), pipeline.negated)
        return ""

    def _value(self, word: Word) -> str:
        return self.run(f"printf %s {self.source[word.start : word.end]}")[1]

    def _test(self, words: list[Word], negated: bool) -> str:
        if len(words) == 2 and words[0].plain in _FILES and not negated:
            return _FILES[words[0].plain].format(self._value(words[1]))
        if len(words) == 2 and words[0].plain == "-z" and (command := self._command(words[1])):
            return f"`{command}` prints {_shown(self._value(words[1]))}; it should print nothing."
        if len(words) != 3 or words[1].plain not in _COMPARE or negated:
            return ""
        command = self._command(words[0])
        if not command:
            return ""
        other = self._command(words[2])
        value = (f"what `{other}` prints, " if other else "") + _shown(self._value(words[2]))
        wanted = _COMPARE[words[1].plain].format(value)
        return f"`{command}` prints {_shown(self._value(words[0]))}; it {wanted}."

    def _command(self, word: Word) -> str:
        """The command that a word stands for, as "$(…)"; "" for any other word."""
        parts = [part for part in word.parts if not isinstance(part, Literal) or part.text]
        if len(parts) != 1 or not isinstance(parts[0], Substitution):
            return ""
        body = parts[0].body
        return self.source[body.items[0].start : body.items[-1].end] if body.items else ""

    def _grep(self, command: Simple, source: str, negated: bool) -> str:
        """A search in what `source` prints, or in a file."""
        options = [word for word in command.words[1:] if (word.plain or "").startswith("-") and word.plain != "-"]
        rest = [word for word in command.words[1:] if word not in options]
        if not rest or any("v" in (option.plain or "") for option in options):
            return ""
        pattern = self._value(rest[0])
        whole = any("x" in (option.plain or "") for option in options)
        if not source and len(rest) < 2:
            return ""
        what = f"`{source}` prints" if source else f"{self._value(rest[1])} has"
        if negated:
            return f"{what} {pattern!r}; it should not."
        text = self.run(source)[1] if source else self.run(f"cat {self.source[rest[1].start : rest[1].end]}")[1]
        wanted = f"{'that is' if whole else 'with'} {pattern.strip('^$')!r}"
        if not text.strip():
            return f"{what} nothing; it should be a line {wanted}."
        there = f": it is {_shown(text)}" if "\n" not in text.strip() else ""
        return f"{what} no line {wanted}{there}."


def _shown(text: str) -> str:
    text = _DIGEST.sub(r"\1…", text.strip())
    if not text:
        return "nothing"
    line = text.split("\n")[0]
    short = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
    return (short if _BARE.fullmatch(short) else f"{short!r}") + (" …" if "\n" in text else "")

"""A makefile: its rules and variables, read as GNU make reads them ("GNU make", chapters 3 to 6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

_ASSIGNMENT = re.compile(r"^(?:export\s+)?([\w.\-/]+)\s*(:?:?=|\?=|\+=|!=)\s*(.*)$")
_DEEP = 100
_LONGEST = 1 << 20
_OUTSIDE = ("ifeq", "ifneq", "ifdef", "ifndef", "define", "override", "vpath", "-include", "sinclude", "include")


class MakeError(Exception):
    """What make says before it stops."""


class Outside(Exception):
    """Part of make that is not here."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: a target (with `%` for a pattern), what it needs, its recipe's lines, and where it stands."""

    target: str
    needs: tuple[str, ...]
    recipe: tuple[str, ...]
    line: int


class Makefile:
    """Rules by target, patterns, variables, phony targets; `default` is the first target."""

    def __init__(
        self,
        variables: dict[str, str],
        fixed: dict[str, str],
        run: Callable[[str], str],
        list_: Callable[[str], list[str]],
    ) -> None:
        self.rules: dict[str, Rule] = {}
        self.patterns: list[Rule] = []
        self.variables = variables
        self.fixed = fixed
        self.exported: set[str] = set()
        self.phony: set[str] = set()
        self.default = ""
        self.run = run
        self.list = list_

    def read(self, text: str, name: str) -> None:
        """Take the rules and variables of some text. Raises MakeError, Outside."""
        targets: list[str] = []
        line = 0
        recipe: list[str] = []
        needs: list[str] = []
        begun = 0

        def finish() -> None:
            for target in targets:
                self._add(target, tuple(needs), tuple(recipe), begun)

        for number, raw in _joined(text):
            line = number
            if raw.startswith("\t"):
                if not targets:
                    if raw.strip() and not raw.strip().startswith("#"):
                        raise MakeError(f"{name}:{line}: *** recipe commences before first target.  Stop.")
                    continue
                recipe.append(raw[1:])
                continue
            content = re.sub(r"(?<!\\)#.*", "", raw).strip()
            if not content:
                continue
            finish()
            targets, recipe, needs = [], [], []
            word = content.split(None, 1)[0]
            if word in _OUTSIDE:
                raise Outside(word)
            match = _ASSIGNMENT.match(content)
            if match:
                self._assign(match[1], match[2], match[3])
                if content.startswith("export "):
                    self.exported.add(match[1])
                continue
            if word == "export":
                self.exported.update(content.split()[1:])
                continue
            if ":" not in content:
                if raw.startswith("        "):
                    raise MakeError(
                        f"{name}:{line}: *** missing separator (did you mean TAB instead of 8 spaces?).  Stop."
                    )
                raise MakeError(f"{name}:{line}: *** missing separator.  Stop.")
            head, _, rest = content.partition(":")
            if rest.startswith(":"):
                raise Outside("a double-colon rule")
            rest, mark, inline = rest.partition(";")
            targets = self.expand(head).split()
            needs = [word for word in self.expand(rest).split() if word != "|"]
            recipe = [inline.strip()] if mark else []
            begun = line
        finish()

    def _add(self, target: str, needs: tuple[str, ...], recipe: tuple[str, ...], line: int) -> None:
        if target == ".PHONY":
            self.phony.update(needs)
            return
        if target.startswith(".") and "/" not in target and target.isupper():
            return
        if "%" in target:
            self.patterns.append(Rule(target, needs, recipe, line))
            return
        old = self.rules.get(target)
        if old is not None:
            needs, recipe = (*old.needs, *needs), recipe or old.recipe
        self.rules[target] = Rule(target, needs, recipe, line)
        self.default = self.default or target

    def _assign(self, name: str, operator: str, value: str) -> None:
        if name in self.fixed:
            return
        if operator in (":=", "::="):
            self.variables[name] = self.expand(value).replace("$", "$$")
        elif operator == "?=":
            self.variables.setdefault(name, value)
        elif operator == "+=":
            old = self.variables.get(name, "")
            self.variables[name] = f"{old} {value}" if old else value
            if len(self.variables[name]) > _LONGEST:
                raise Outside("a variable of that size")
        elif operator == "!=":
            self.variables[name] = self.run(self.expand(value)).strip().replace("\n", " ").replace("$", "$$")
        else:
            self.variables[name] = value

    def expand(self, text: str, automatic: dict[str, str] | None = None, depth: int = 0) -> str:
        """Return a text with variables and functions replaced. Raises MakeError, Outside."""
        if depth > _DEEP:
            raise MakeError("*** Recursive variable references itself (eventually).  Stop.")
        if "$" not in text:
            return text
        found = ""
        at = 0
        while at < len(text):
            if text[at] != "$" or at + 1 == len(text):
                found += text[at]
                at += 1
                continue
            letter = text[at + 1]
            if letter == "$":
                found += "$"
                at += 2
            elif letter in "({":
                end = _closing(text, at + 1)
                found += self._value(text[at + 2 : end], automatic or {}, depth)
                at = end + 1
            else:
                found += self._value(letter, automatic or {}, depth)
                at += 2
            if len(found) > _LONGEST:
                raise Outside("a text of that size")
        return found

    def _value(self, name: str, automatic: dict[str, str], depth: int) -> str:
        if name in automatic:
            return automatic[name]
        word, space, rest = name.partition(" ")
        if space and re.fullmatch(r"[a-z]+", word):
            return self._function(word, rest, automatic, depth)
        plain, colon, change = name.partition(":")
        if colon and "=" in change:
            old, _, new = change.partition("=")
            return _changed(self._value(plain, automatic, depth + 1), old, new)
        if len(plain) == 2 and plain[1] in "DF" and plain[0] in automatic:
            path = automatic[plain[0]]
            return (path.rpartition("/")[0] or ".") if plain[1] == "D" else path.rpartition("/")[2]
        if name in self.fixed:
            return self.fixed[name]
        return self.expand(self.variables.get(name, ""), automatic, depth + 1)

    def _function(self, name: str, rest: str, automatic: dict[str, str], depth: int) -> str:
        given = [self.expand(part, automatic, depth + 1) for part in rest.split(",")]
        if name == "shell":
            return self.run(self.expand(rest, automatic, depth + 1)).strip().replace("\n", " ")
        if name == "wildcard":
            return " ".join(path for pattern in given[0].split() for path in self.list(pattern))
        if name == "patsubst" and len(given) == 3:
            return _changed(given[2], given[0].strip(), given[1].strip())
        if name in ("addprefix", "addsuffix") and len(given) == 2:
            words = given[1].split()
            return " ".join(given[0] + word if name == "addprefix" else word + given[0] for word in words)
        if name == "notdir":
            return " ".join(word.rpartition("/")[2] for word in given[0].split())
        if name == "basename":
            return " ".join(
                word.rpartition(".")[0] if "." in word.rpartition("/")[2] else word for word in given[0].split()
            )
        raise Outside(f"$({name} …)")


def _joined(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text, those that end in a backslash joined with the next, and their numbers."""
    found: list[tuple[int, str]] = []
    waiting, start = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        start = start if waiting else number
        recipe = (waiting or line).startswith("\t")
        part = line if not waiting else line.removeprefix("\t") if recipe else line.strip()
        if line.endswith("\\"):
            waiting += f"{part}\n" if recipe else f"{part[:-1].rstrip()} "
            continue
        found.append((start, waiting + part))
        waiting = ""
    return found


def _closing(text: str, at: int) -> int:
    """Return where the bracket at a place closes. Raises MakeError."""
    opening, closing = text[at], ")" if text[at] == "(" else "}"
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if not depth:
            return place
    raise MakeError("*** unterminated variable reference.  Stop.")


def _changed(words: str, old: str, new: str) -> str:
    """Return words in which a pattern (or an ending) is replaced."""
    old, new = (old, new) if "%" in old else (f"%{old}", f"%{new}")
    before, _, after = old.partition("%")
    found = []
    for word in words.split():
        fits = word.startswith(before) and word.endswith(after) and len(word) >= len(before) + len(after)
        found.append(new.replace("%", word[len(before) : len(word) - len(after)], 1) if fits else word)
    return " ".join(found)

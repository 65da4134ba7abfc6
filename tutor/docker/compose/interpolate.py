"""Variables in the texts of a Compose file: `$NAME`, `${NAME:-other}`, `${NAME:?why}`, `${NAME:+instead}`, `$$`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tutor.docker.compose.errors import ComposeError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATORS = (":-", ":?", ":+", "-", "?", "+")
_DEEPEST = 20


class BadTemplate(Exception):
    """A text that is no template."""


class Filler:
    """Fills in variables. `warn` is called with the name of each that is not set."""

    def __init__(self, variables: Mapping[str, str], warn: Callable[[str], None]) -> None:
        self._variables = variables
        self._warn = warn

    def whole(self, data: Any, path: str = "") -> Any:
        """Return data with all its texts (not its keys) filled in. Raises ComposeError that names the place."""
        if isinstance(data, dict):
            return {key: self.whole(value, f"{path}.{key}" if path else str(key)) for key, value in data.items()}
        if isinstance(data, list):
            return [self.whole(value, f"{path}.[]") for value in data]
        if isinstance(data, str) and "$" in data:
            try:
                return self.text(data)
            except BadTemplate:
                raise ComposeError(
                    f"invalid interpolation format for {path}.\nYou may need to escape any $ with another $.\n{data}"
                ) from None
            except ComposeError as error:
                raise ComposeError(f"error while interpolating {path}: {error.message}") from None
        return data

    def text(self, text: str, depth: int = 0) -> str:
        """Return a text filled in."""
        out = []
        at = 0
        while at < len(text):
            dollar = text.find("$", at)
            if dollar < 0 or depth > _DEEPEST:
                out.append(text[at:])
                break
            out.append(text[at:dollar])
            value, at = self._variable(text, dollar + 1, depth)
            out.append(value)
        return "".join(out)

    def _variable(self, text: str, at: int, depth: int) -> tuple[str, int]:
        if text[at : at + 1] == "$":
            return "$", at + 1
        braced = text[at : at + 1] == "{"
        name = _NAME.match(text, at + braced)
        if name is None:
            raise BadTemplate
        if not braced:
            return self._plain(name[0]), name.end()
        end = _closing(text, at + 1)
        rest = text[name.end() : end]
        return (self._operated(name[0], rest, depth) if rest else self._plain(name[0])), end + 1

    def _plain(self, name: str) -> str:
        if name not in self._variables:
            self._warn(name)
        return self._variables.get(name, "")

    def _operated(self, name: str, rest: str, depth: int) -> str:
        operator = next((operator for operator in _OPERATORS if rest.startswith(operator)), None)
        if operator is None:
            raise BadTemplate
        word = rest[len(operator) :]
        value = self._variables.get(name)
        there = value is not None and (bool(value) or operator[0] != ":")
        kind = operator[-1]
        if kind == "+":
            return self.text(word, depth + 1) if there else ""
        if there:
            return value or ""
        if kind == "?":
            why = self.text(word, depth + 1)
            raise ComposeError(f"required variable {name} is missing a value{f': {why}' if why else ''}")
        return self.text(word, depth + 1)


def _closing(text: str, at: int) -> int:
    """Return where the brace that is open at a place is closed."""
    depth = 1
    while at < len(text):
        if text.startswith("${", at):
            depth += 1
            at += 1
        elif text[at] == "}":
            depth -= 1
            if not depth:
                return at
        at += 1
    raise BadTemplate

"""The `--flags` of instructions, checked against what the instruction knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.text import with_suggestion

BOOL = "bool"
STRING = "string"
STRINGS = "strings"


class Flags:
    """The flags given to one instruction."""

    __slots__ = ("_lists", "_values")

    def __init__(self, given: Sequence[str], known: Mapping[str, str]) -> None:
        """Check `given` (`--name=value`) against `known` (name to kind). Raises `ParseError` with BuildKit's text."""
        self._values: dict[str, str] = {}
        self._lists: dict[str, list[str]] = {}
        for flag in given:
            if flag == "--":
                return
            self._add(flag, known)

    def _add(self, flag: str, known: Mapping[str, str]) -> None:
        shown, has_value, value = flag.partition("=")
        name = shown[2:]
        kind = known.get(name)
        if kind is None:
            raise ParseError(with_suggestion(f"unknown flag: {shown}", name, known))
        if kind != STRINGS and name in self._values:
            raise ParseError(f"duplicate flag specified: {shown}")
        if (kind == BOOL and has_value and not value) or (kind != BOOL and not has_value):
            raise ParseError(f"missing a value on flag: {shown}")
        if kind == STRINGS:
            self._lists.setdefault(name, []).append(value)
            return
        if kind == BOOL:
            if value.lower() not in ("", "true", "false"):
                raise ParseError(f"expecting boolean value for flag {shown}, not: {value}")
            value = value.lower() or "true"
        self._values[name] = value

    def text(self, name: str, default: str = "") -> str:
        """Return a string flag's value."""
        return self._values.get(name, default)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the values of a flag that may be repeated."""
        return tuple(self._lists.get(name, ()))

    def truth(self, name: str) -> bool:
        """Return a boolean flag's value."""
        return self._values.get(name) == "true"

    def maybe(self, name: str) -> bool | None:
        """Return a boolean flag's value; None if it was not given."""
        return self.truth(name) if name in self._values else None

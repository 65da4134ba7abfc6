"""apt's configuration: `/etc/apt/apt.conf.d`, `/etc/apt/apt.conf` and `-o` (apt.conf(5)).

One rule: names count without regard to case; a list's entries keep their order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.vfs.content import Bytes
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.vfs.filesystem import FileSystem

_TOKEN = re.compile(r'//[^\n]*|#[^\n]*|/\*.*?\*/|"(?:[^"\\]|\\.)*"|[{};]|[^\s{};"]+', re.DOTALL)
_YES = ("1", "yes", "true", "with", "on", "enable")


class Config:
    """Settings by name."""

    def __init__(self, fs: FileSystem, options: Iterable[str] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        folder = "/etc/apt/apt.conf.d"
        try:
            names = [f"{folder}/{name}" for name in fs.listdir(folder)]
        except FsError:
            names = []
        for path in [*names, "/etc/apt/apt.conf"]:
            try:
                content = fs.content(path)
            except FsError:
                continue
            for part in content.parts if isinstance(content, Joined) else (content,):
                if isinstance(part, Bytes):  # what is generated for an image says nothing
                    self._parse(_TOKEN.findall(part.data.decode("utf-8", "replace")))
        for option in options:
            name, _, value = option.partition("=")
            self._set(name, value)

    def value(self, name: str, default: str = "") -> str:
        """Return the last value of a setting."""
        found = self._values.get(name.lower())
        return found[-1] if found else default

    def given(self, name: str) -> bool:
        """Tell whether a setting was given, be it empty."""
        return name.lower() in self._values

    def values(self, name: str) -> list[str]:
        """Return the entries of a list."""
        return [value for value in self._values.get(name.lower(), []) if value]

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a setting that is yes or no."""
        value = self.value(name).lower()
        return value in _YES if value else default

    def _set(self, name: str, value: str) -> None:
        self._values.setdefault(name.lower().removesuffix("::"), []).append(value)

    def _parse(self, tokens: list[str]) -> None:
        scopes: list[str] = []
        words: list[str] = []
        for token in tokens:
            if token.startswith(("//", "/*")) or (token[0] == "#" and not words):
                continue
            if token == "{":
                scopes.append(words[0] if words else "")
                words = []
            elif token in ";}":
                if words:
                    scope = "::".join(part for part in scopes if part)
                    if words[0][0] == '"':
                        self._set(scope, _unquoted(words[0]))
                    else:
                        name = f"{scope}::{words[0]}" if scope else words[0]
                        self._set(name, _unquoted(words[1]) if len(words) > 1 else "")
                words = []
                if token == "}" and scopes:
                    scopes.pop()
            else:
                words.append(token)


def _unquoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"') if text[:1] == '"' else text

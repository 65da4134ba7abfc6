"""The syntax tree of Go: one kind of node, with a kind, a place and parts."""

from __future__ import annotations

from typing import Any


class Node:
    """A node: `parts` by name depend on the kind."""

    __slots__ = ("column", "kind", "line", "parts")

    def __init__(self, kind: str, line: int, column: int, **parts: Any) -> None:
        self.kind = kind
        self.line = line
        self.column = column
        self.parts = parts

    def __getattr__(self, name: str) -> Any:
        try:
            return self.parts[name]
        except KeyError:
            raise AttributeError(name) from None


class File:
    """One file: its package, its imports (name, path, place) and its declarations."""

    def __init__(
        self, name: str, package: str, imports: list[tuple[str, str, int, int]], declarations: list[Node]
    ) -> None:
        self.name = name
        self.package = package
        self.imports = imports
        self.declarations = declarations

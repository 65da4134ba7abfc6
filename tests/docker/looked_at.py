"""Which texts a command's handler can come upon: a flag whose name is not among them does nothing.

The handler's function is read, and whatever functions, classes and tables of `tutor.docker` it names, and so on.
"""

from __future__ import annotations

import ast
import importlib.util
from functools import lru_cache
from pathlib import Path

Definitions = dict[str, list[ast.AST]]


@lru_cache(None)
def _module(name: str) -> tuple[Definitions, dict[str, tuple[str, str]]] | None:
    """The definitions of a module by name, and what it imports from `tutor.docker`: (module, name) by name."""
    if not name.startswith("tutor.docker.") or ".declarations" in name:
        return None
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        return None
    tree = ast.parse(Path(found.origin).read_text())
    definitions: Definitions = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            definitions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    definitions.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            definitions.setdefault(node.target.id, []).append(node.value)
    imports = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module is not None
        for alias in node.names
    }
    return definitions, imports


def texts(handler: str) -> frozenset[str]:
    """All texts that a handler ("module:function") can come upon."""
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [tuple(handler.split(":"))]
    while waiting:
        module, name = waiting.pop()
        if (module, name) in seen:
            continue
        seen.add((module, name))
        read = _module(module)
        if read is None:
            continue
        definitions, imports = read
        if name in imports:
            source, original = imports[name]
            waiting.append((source, original))
            waiting += [(f"{source}.{original}", inner) for inner in _all(f"{source}.{original}")]
        for node in definitions.get(name, ()):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    found.add(part.value)
                elif isinstance(part, ast.Name):
                    waiting.append((module, part.id))
                elif isinstance(part, ast.Attribute):
                    found.add({"filters": "filter"}.get(part.attr, ""))
    return frozenset(found)


def _all(module: str) -> list[str]:
    """Every name of a module that was imported as a whole."""
    try:
        read = _module(module)
    except ModuleNotFoundError:
        return []
    return list(read[0]) if read is not None else []


def refuses(handler: str) -> bool:
    """Whether a handler does no more than say that its command is not simulated, or that there is nothing here."""
    if handler.endswith("plugin:ls"):
        return False
    nothing = ("tutor.docker.commands.swarm:", "tutor.docker.commands.plugin:")
    if handler.startswith(nothing) or handler.endswith(":events"):
        return True
    return "not simulated here" in " ".join(texts(handler))

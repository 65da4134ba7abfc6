"""Which command names exist at the innermost prompt: files on its PATH, its shell's builtins and functions."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.vfs.nodes import Directory, File

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.shell.state import ShellState
    from tutor.vfs.tree import Tree

KEYWORDS = ("case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then", "until", "while")


def world(state: State) -> tuple[Tree, ShellState]:
    """The files and the shell of the innermost prompt."""
    tree = state.containers[state.attached[-1]].tree if state.attached else state.host
    return tree, state.shells[-1]


def names(state: State) -> frozenset[str]:
    """All command names."""
    tree, shell = world(state)
    path = next((str(row[1]) for row in shell.variables if row[0] == "PATH"), "/bin")
    return _on_path(tree, path) | _builtins() | {str(row[0]) for row in shell.functions}


def exists(state: State, name: str) -> bool:
    """Whether a command of that name would be found."""
    if "/" in name:
        tree, shell = world(state)
        return tree.get(name if name.startswith("/") else f"{shell.cwd}/{name}") is not None
    from tutor.session.words import WORDS

    return name in names(state) or name in KEYWORDS or name in WORDS


@lru_cache(64)
def _on_path(tree: Tree, path: str) -> frozenset[str]:
    found: set[str] = set()
    for folder in path.split(":"):
        if isinstance(tree.get(folder), Directory):
            for name, node in tree.children(folder):
                if not isinstance(node, File) or node.mode & 0o111:
                    found.add(name)
    return frozenset(found)


@lru_cache(1)
def _builtins() -> frozenset[str]:
    from tutor.shell.builtins import BUILTINS

    return frozenset(BUILTINS)

"""The ways to go on at the cursor: commands, what the docker command offers, and paths of the innermost world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.session.line import place
from tutor.session.programs import KEYWORDS, names, world
from tutor.session.views import Completion, Completions
from tutor.vfs.nodes import Directory, Symlink

if TYPE_CHECKING:
    from tutor.session.session import Session
    from tutor.vfs.tree import Tree

_QUOTED = " \t\n\"'\\$`;&|()<>*?[]#~"


def complete(session: Session, line: str, cursor: int) -> Completions:
    """All ways to go on, best first."""
    state = session.state
    here = place(line, cursor)
    prefix = here.prefix
    if here.index == 0 and not here.redirect and "/" not in prefix:
        about = _words_about() if not state.attached else {}
        found = _common_first([name for name in names(state) if name.startswith(prefix)])
        return Completions(here.start, tuple(Completion(name, about.get(name, ""), "command") for name in found))
    if here.redirect:
        return _paths(session, here.start, prefix)
    if here.words and here.words[0] == "docker" and not state.attached:
        return _docker(session, here.words, here.index, here.start, prefix)
    if (
        here.words
        and here.words[0] == "explain"
        and not state.attached
        and here.index > 1
        and here.words[1] == "docker"
    ):
        return _docker(session, here.words[1:], here.index - 1, here.start, prefix)
    if here.words and here.index > 0 and not state.attached:
        from tutor.session.complete_words import offers

        items = offers(session, here.words, here.index, prefix)
        if items is not None:
            return Completions(here.start, items)
    if here.words and here.words[0] in _LOOKS and here.index > 0 and not state.attached:
        return _inside(session, here.words, here.index, here.start, prefix)
    if prefix.startswith("$"):
        _, shell = world(state)
        found = sorted("$" + str(row[0]) for row in shell.variables if ("$" + str(row[0])).startswith(prefix))
        return Completions(here.start, tuple(Completion(name, "", "variable") for name in found))
    return _paths(session, here.start, prefix)


def _common_first(found: list[str]) -> list[str]:
    """Sorted; a name like `docker-era` waits until its hyphen is typed, so that `dock` and Tab is `docker`."""
    return sorted(name for name in found if not any(name.startswith(f"{other}-") for other in found))


def _words_about() -> dict[str, str]:
    from tutor.session.words import ABOUT

    return {**ABOUT, "docker": "the container engine's command", **dict.fromkeys(KEYWORDS, "")}


_LOOKS = {"layer": 1, "files": 1, "waste": 1, "compare": 2}
"""The words that look inside, and how many of their arguments are things to look into."""


def _inside(session: Session, words: tuple[str, ...], index: int, start: int, prefix: str) -> Completions:
    """Images and containers to look into, then paths in what was named."""
    from tutor.docker.complete import containers, images

    state = session.state
    if index <= _LOOKS[words[0]]:
        kinds = [("image", images(state))]
        if words[0] in ("files", "compare"):
            kinds.append(("container", containers(state)))
        found = [
            Completion(name, about, kind) for kind, rows in kinds for name, about in rows if name.startswith(prefix)
        ]
        return Completions(start, tuple(found))
    if words[0] not in ("files", "compare"):
        return Completions(start)
    from tutor.engine.errors import EngineError
    from tutor.session.inside.find import find, tree_of

    try:
        tree = tree_of(state, find(state, words[1]))
    except EngineError:
        tree = None
    return _entries(tree, "/", start, prefix) if tree is not None else Completions(start)


def _docker(session: Session, words: tuple[str, ...], index: int, start: int, prefix: str) -> Completions:
    from tutor.docker.complete import complete as docker_complete

    offer = docker_complete(list(words[1:index]), prefix, session.state, session.hub)
    shift = start + offer.start
    items = [Completion(item.text, item.description, item.kind) for item in offer.items]
    if offer.paths:
        below = _paths(session, shift, prefix[offer.start :])
        return Completions(below.start if not items else shift, (*items, *below.items))
    return Completions(shift, tuple(items))


def _paths(session: Session, start: int, prefix: str) -> Completions:
    """Files and folders whose names begin with what stands behind the last slash."""
    tree, shell = world(session.state)
    home = next((str(row[1]) for row in shell.variables if row[0] == "HOME"), "/")
    return _entries(tree, shell.cwd, start, prefix, home)


def _entries(tree: Tree, cwd: str, start: int, prefix: str, home: str = "/") -> Completions:
    folder, slash, name = prefix.rpartition("/")
    base = folder + slash
    if base.startswith("~/"):
        base = home + base[1:]
    at = base if base.startswith("/") else f"{cwd}/{base}"
    if not isinstance(tree.get(at), Directory):
        return Completions(start)
    items = []
    for entry, node in tree.children(at):
        if not entry.startswith(name) or (entry.startswith(".") and not name.startswith(".")):
            continue
        target = tree.get(f"{at}/{entry}") if isinstance(node, Symlink) else node
        is_folder = isinstance(target, Directory)
        items.append(Completion(_quoted(entry) + ("/" if is_folder else ""), "", "folder" if is_folder else "file"))
    return Completions(start + len(folder + slash), tuple(items))


def _quoted(name: str) -> str:
    return "".join("\\" + char if char in _QUOTED else char for char in name)

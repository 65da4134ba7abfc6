"""What the tutor words take: points, lessons, terms, switches and the like, offered as one types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.engine.images import familiar
from tutor.session.views import Completion

if TYPE_CHECKING:
    from tutor.session.session import Session

_POINTS = ("goto", "compare", "replay")
_FIXED: dict[str, tuple[tuple[str, ...], ...]] = {
    "docker-era": (("28", "29"),), "sign": (("check", "image", "key", "require"),),
    "explain": (("docker", "build"),), "tutor": (), "tour": (), "map": (), "hint": (), "check": (), "next": (),
    "solution": (), "reset": (), "undo": (), "redo": (), "play": (),
}  # fmt: skip
"""The words each of whose arguments is one of a few; nothing more is offered, no file either."""


def offers(session: Session, words: tuple[str, ...], index: int, prefix: str) -> tuple[Completion, ...] | None:
    """The ways to go on with the word of that index, of those that begin so; None where a word takes files."""
    word = words[0]
    if word in _POINTS and (prefix.startswith("@") or word != "compare"):
        found = _points(session)
    elif word == "mark":
        found = _marks(session, words, index, prefix)
    elif word in _FIXED:
        found = iter([(each, "") for each in _FIXED[word][index - 1]] if index <= len(_FIXED[word]) else [])
    elif word == "world":
        found = _switches(index)
    elif word == "hub-tags":
        found = _hub_tags(session, words, index)
    elif word == "answer":
        letters = session.desk.letters() if session.desk is not None else ()
        found = ((letter, text) for letter, text in letters if letter not in words[1:index])
    elif word == "glossary":
        found = _terms(session, " ".join(words[1:index]))
    elif word == "lessons" and index == 1:
        found = iter(session.desk.titles() if session.desk is not None else ())
    elif word == "drill" and index == 1:
        found = _drills()
    elif word == "stack" and index == 1:
        from tutor.session.pictures import KINDS

        found = iter([(f"--{kind}", "as a picture") for kind in KINDS])
    else:
        return None
    return tuple(Completion(text, about, "word") for text, about in found if text.startswith(prefix))


def _points(session: Session) -> Iterator[tuple[str, str]]:
    """Named points first, then all by number, the newest first."""
    from tutor.session.past import points

    rows = points(session.workspace)
    yield from ((f"@{point.name}", point.line) for point in rows if point.name)
    yield from ((f"@{point.id}", point.line) for point in sorted(rows, key=lambda point: -point.id))


def _marks(session: Session, words: tuple[str, ...], index: int, prefix: str) -> Iterator[tuple[str, str]]:
    """A point for a name; after -d the names there are. A new name is the learner's own."""
    if index == 1:
        yield from _points(session) if prefix.startswith("@") else [("-d", "take a name away")]
    elif index == 2:
        every = _points(session)
        yield from every if words[1] != "-d" else ((at, line) for at, line in every if not at[1:].isdecimal())


def _hub_tags(session: Session, words: tuple[str, ...], index: int) -> Iterator[tuple[str, str]]:
    """The repositories of which some tag has moved, or those that are held back."""
    if index == 1:
        yield from (("before", "an earlier day at the hub"), ("now", "the tags where they are"))
    elif index == 2:
        hub, held = session.hub, session.state.held
        for name in held if words[1] == "now" else hub.repositories():
            if name in held or any(hub.former(f"{name}:{tag}") is not None for tag in hub.tags(name)):
                yield familiar(name), hub.description(name)


def _switches(index: int) -> Iterator[tuple[str, str]]:
    from tutor.engine.switches import SWITCHES

    yield from SWITCHES.items() if index == 1 else (("on", ""), ("off", ""))


def _terms(session: Session, before: str) -> Iterator[tuple[str, str]]:
    """The glossary's terms; of a term of several words what follows those that are there."""
    start = f"{before} " if before else ""
    terms = session.desk.glossary("")[1].split(", ") if session.desk is not None else []
    yield from ((term.removeprefix(start), "") for term in terms if term and term.startswith(start))


def _drills() -> Iterator[tuple[str, str]]:
    from tutor.session.drills.exercise import kinds

    yield from ((kind.name, f"objective {', '.join(map(str, kind.objectives))}") for kind in kinds().values())

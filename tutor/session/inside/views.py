"""The pages: frozen values, as `tutor.session.views`. A page has blocks; what a block speaks of can be gone to."""

from __future__ import annotations

from typing import Literal

from tutor.dataclass import dataclass
from tutor.session.inside.target import Target
from tutor.session.views import SpanKind

FileMark = Literal["same", "added", "modified", "removed"]

SIGNS: dict[FileMark, str] = {"same": " ", "added": "+", "modified": "~", "removed": "−"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of knowledge: a `label`, what it is, and (may be empty) what that means, in words."""

    label: str
    text: str
    about: str = ""
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines of knowledge under a heading ("" for none)."""

    title: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder of a list. `depth` is how far it is indented; `size` its bytes, -1 where it has none to tell."""

    name: str
    mark: FileMark = "same"
    size: int = -1
    depth: int = 0
    note: str = ""
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """Files under a heading; `empty` is what to say where there are none."""

    title: str
    rows: tuple[Entry, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document's line."""

    text: str
    kind: SpanKind = "text"
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Lines of text with colours and links."""

    title: str
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A row of a comparison: `sign` is "=" for what both have, "~" what differs, "−" the left's, "+" the right's."""

    left: str
    sign: str
    right: str
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Two things beside each other."""

    title: str
    left: str
    right: str
    rows: tuple[Side, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences."""

    text: str


Block = Facts | Entries | Document | Sides | Words


@dataclass(frozen=True, slots=True)
class Tab:
    """A page beside this one."""

    label: str
    target: Target


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to see of a target. `aside` stands beside `main` where there is room, else below it."""

    target: Target
    title: str
    main: tuple[Block, ...]
    aside: tuple[Block, ...] = ()
    tabs: tuple[Tab, ...] = ()

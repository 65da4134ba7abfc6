"""Text with colours and links: the JSON documents that images are made of, and what lies in files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tutor.session.editor.colours import spans
from tutor.session.editor.kinds import kind_of
from tutor.session.inside.target import Target
from tutor.session.inside.views import Document, Fact, Facts, Page, Piece, Tab, Words
from tutor.session.narrate import human

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tutor.engine.state import State
    from tutor.session.inside.seen import SeenImage
    from tutor.session.views import Span
    from tutor.vfs.content import Content

MOST = 256 * 1024
"""Bytes of a file that are shown."""
_DIGEST = re.compile(r'"(sha256:[0-9a-f]{64})"')
_JSON = 4 << 20
"""Bytes of the longest document that is read as JSON."""


def document_page(state: State, target: Target, seen: SeenImage | None, tabs: tuple[Tab, ...]) -> Page | None:
    """A document by its digest, indented; digests in it lead to what they are of."""
    blob = state.content.get(target.key)
    if blob is None:
        return None
    what = kind_of_document(target.key, seen)
    facts = [
        Fact("digest", target.key, "the SHA-256 of exactly these bytes: it is their name"),
        Fact("size", f"{blob.size} B", "as stored; below it is indented to be read"),
    ]
    if blob.size > _JSON:
        return Page(target, what, (Facts("", tuple(facts)), Words("Too long to be shown.")), tabs=tabs)
    try:
        text = json.dumps(json.loads(blob.read()), indent=2, ensure_ascii=False)
    except ValueError:
        words = Words("This is no JSON: packed files, most likely.")
        return Page(target, what, (Facts("", tuple(facts)), words), tabs=tabs)
    known = _known(state, seen)
    lines = coloured(text.split("\n"), spans("json", text), known)
    return Page(target, what, (Facts("", tuple(facts)), Document("", lines)), tabs=tabs)


def kind_of_document(digest: str, seen: SeenImage | None) -> str:
    """What a document is, as far as the image tells."""
    if seen is not None and digest == seen.digest:
        return "Manifest"
    if seen is not None and digest == seen.manifest.config.digest:
        return "Configuration"
    return "Index" if seen is not None and digest == seen.id else "Document"


def _known(state: State, seen: SeenImage | None) -> Callable[[str], Target | None]:
    """What a digest in a document leads to."""
    layers: dict[str, Target] = {}
    if seen is not None:
        for step in seen.steps:
            if step.diff:
                layer = Target("layer", step.key, seen.id)
                layers.setdefault(step.diff, layer)
                if step.blob is not None:
                    layers.setdefault(step.blob.digest, layer)

    def find(digest: str) -> Target | None:
        if digest in layers:
            return layers[digest]
        return Target("document", digest, seen.id if seen is not None else "") if digest in state.content else None

    return find


def coloured(
    lines: Sequence[str], kinds: Sequence[Sequence[Span]], known: Callable[[str], Target | None] | None = None
) -> tuple[tuple[Piece, ...], ...]:
    """Lines cut into pieces of one kind; a piece that is a known digest has its link."""
    rows = []
    for number, line in enumerate(lines):
        pieces: list[Piece] = []
        at = 0
        for span in kinds[number] if number < len(kinds) else ():
            if span.start > at:
                pieces.append(Piece(line[at : span.start]))
            text = line[span.start : span.end]
            digest = _DIGEST.fullmatch(text) if known is not None else None
            pieces.append(Piece(text, span.kind, known(digest[1]) if digest and known is not None else None))
            at = span.end
        if at < len(line):
            pieces.append(Piece(line[at:]))
        rows.append(tuple(pieces))
    return tuple(rows)


def file_lines(path: str, content: Content) -> Document:
    """What is in a file: its text with colours, or its bytes where it is no text; the beginning of a long one."""
    data = content.read(0, MOST)
    more = f", the first {human(len(data))}" if content.size > len(data) else ""
    if b"\0" in data[:8192]:
        data = data[:512]
        rows = [_hex(at, data[at : at + 16]) for at in range(0, len(data), 16)]
        shown = f", the first {human(len(data))}" if content.size > len(data) else ""
        return Document(f"Bytes{shown}", tuple((Piece(row),) for row in rows))
    text = data.decode("utf-8", "replace").expandtabs(4).removesuffix("\n")
    text = "".join(char if char == "\n" or char.isprintable() else "·" for char in text)
    return Document(f"Contents{more}", coloured(text.split("\n"), spans(kind_of(path, text), text)))


def _hex(at: int, data: bytes) -> str:
    digits = " ".join(f"{byte:02x}" for byte in data)
    letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in data)
    return f"{at:08x}  {digits:<47}  {letters}"

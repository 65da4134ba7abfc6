"""Finding an image by what a user typed: a name, a digest or the start of an ID.

One rule: an ID may be cut short (to four hex digits, to one before engine 29), with or without "sha256:"; a name of
the same spelling wins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import eras
from tutor.engine.errors import EngineError, invalid, not_found
from tutor.oci.reference import InvalidReference, Reference, parse_any

if TYPE_CHECKING:
    from tutor.engine.state import ImageRecord, State
    from tutor.oci.descriptor import Descriptor

_ID = re.compile(r"(?:sha256:)?([a-f0-9]{1,64})")


@dataclass(frozen=True, slots=True)
class Found:
    """An image that was found: its `target`, all its `records` (names, sorted), and the `name` it was asked for by.

    `name` is the canonical name, or "" where it was found by ID or by digest. `by_id` is whether the text was an ID or
    the start of one.
    """

    target: Descriptor
    records: tuple[ImageRecord, ...]
    name: str
    by_id: bool

    @property
    def id(self) -> str:
        """The digest of the image's target: by that name the store knows it, and containers that were made from it."""
        return self.target.digest


def parse(text: str) -> Reference | str:
    """Return the reference, or the digest, that a text is. Raises EngineError with the daemon's text."""
    try:
        return parse_any(text)
    except InvalidReference as error:
        raise invalid(error.message, text) from None


def missing(parsed: Reference | str) -> EngineError:
    """Return the error for an image that is not there."""
    name = parsed if isinstance(parsed, str) else parsed.with_default_tag().familiar()
    return not_found(f"No such image: {name}", name)


def find(state: State, text: str) -> Found | None:
    """Return the image that `text` names, None where there is none.

    Raises EngineError for what cannot be a reference, and for the start of an ID that fits several images.
    """
    parsed = parse(text)
    if isinstance(parsed, str):
        return _found(state, parsed, "", True)
    if parsed.digest is not None:
        found = _by_digest(state, parsed.digest)
        if found is None or all(record.name.partition("@")[0] != parsed.name for record in _bare(found.records)):
            return None
        return found
    name = parsed.with_default_tag().canonical()
    record = state.images.get(name)
    if record is not None:
        return _found(state, eras.of(state).image_id(state, record.target), name, False)
    return _by_prefix(state, text)


def _bare(records: tuple[ImageRecord, ...]) -> list[ImageRecord]:
    """Return the records with their tags taken off, so that only repositories remain."""
    from tutor.dataclass import replace

    bare = []
    for record in records:
        name = record.name.partition("@")[0]
        head, slash, last = name.rpartition("/")
        bare.append(replace(record, name=f"{head}{slash}{last.partition(':')[0]}"))
    return bare


def _by_prefix(state: State, text: str) -> Found | None:
    era = eras.of(state)
    match = _ID.fullmatch(text)
    if match is None or len(match[1]) < era.shortest:
        return None
    start = "sha256:" + match[1]
    ids = (era.image_id(state, record.target) for _, record in state.images.entries())
    digests = {digest for digest in ids if digest.startswith(start)}
    if len(digests) > 1:
        raise not_found("ambiguous reference", text)
    return _found(state, digests.pop(), "", True) if digests else None


def _found(state: State, image_id: str, name: str, by_id: bool) -> Found | None:
    records = eras.of(state).records(state, image_id)
    target = next((record.target for record in records if record.name == name), None)
    return Found(target or records[0].target, records, name, by_id) if records else None


def _by_digest(state: State, digest: str) -> Found | None:
    """Return the image whose index or manifest this is."""
    from tutor.engine.images import records_of

    found = records_of(state, digest)
    if not found:
        return None
    era = eras.of(state)
    records = era.records(state, era.image_id(state, found[0].target))
    return Found(found[0].target, records, "", False)


def resolve(state: State, text: str) -> Found:
    """Return the image that `text` names.

    Raises EngineError ("No such image: nope:latest", "invalid reference format").
    """
    found = find(state, text)
    if found is None:
        raise missing(parse(text))
    return found

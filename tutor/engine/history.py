"""An image's history: one entry for each instruction, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import eras, lookup
from tutor.engine.images import chain_ids, familiar, records_of
from tutor.engine.listing import seconds
from tutor.engine.platforms import part_for, unavailable

if TYPE_CHECKING:
    from tutor.engine.state import ImageRecord, State

MISSING = "<missing>"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line: `id` is a full digest or "<missing>", `size` the bytes its layer takes unpacked (0 without one).

    `created` is in seconds since 1970, `chain` the chain ID of its layer ("" without one), `tags` the familiar names of
    the image whose ID stands in `id`.
    """

    id: str
    created: float
    created_by: str
    size: int
    comment: str
    chain: str = ""
    tags: tuple[str, ...] = ()


def history(state: State, reference: str, *, platform: str = "") -> tuple[HistoryEntry, ...]:
    """Return the history of the image that `reference` names, newest first.

    The first entry has the image's ID. Where the image was committed from a container, the next one has the ID of that
    container's image, and so on; all others are "<missing>". Raises EngineError.
    """
    found = lookup.resolve(state, reference)
    part = part_for(state, found.target, platform, reference)
    if part.config is None:
        raise unavailable(reference, platform or "linux/amd64")
    era = eras.of(state)
    ids = _ancestry(state, found.records)
    chains = iter(chain_ids(part.config))
    rows = []
    for step in part.config.history:
        chain = "" if step.empty_layer else next(chains, "")
        size = era.layer_size(state, chain) if chain else 0
        rows.append((seconds(step.created), step.created_by, size, step.comment, chain))
    rows.reverse()
    entries = []
    for number, row in enumerate(rows):
        id, tags = ids[number] if number < len(ids) else (MISSING, ())
        entries.append(HistoryEntry(id, *row, tags))
    return tuple(entries)


def _ancestry(state: State, records: tuple[ImageRecord, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Return ID and familiar names of an image, then of the images that it was committed from."""
    found: list[tuple[str, tuple[str, ...]]] = []
    seen: set[str] = set()
    while records and records[0].target.digest not in seen:
        digest = records[0].target.digest
        seen.add(digest)
        image_id = eras.of(state).image_id(state, records[0].target)
        found.append((image_id, tuple(familiar(record.name) for record in records if not record.dangling)))
        parent = next((record.parent for record in records if record.parent), "")
        records = records_of(state, parent) if parent else ()
    return found

"""Removing what nothing uses: images, and all of it together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.engine import eras, gc
from tutor.engine import filters as given
from tutor.engine.events import ImageDangling, ImageDeleted, ImageUntagged
from tutor.engine.images import familiar, manifests
from tutor.engine.outcome import Outcome
from tutor.engine.state import DANGLING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tutor.engine.state import ImageRecord, State
    from tutor.engine.world import World

_KNOWN = ("dangling", "label", "label!", "until")


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went: `items` are pairs of "untagged" or "deleted" and a name, or of "" and an ID; `reclaimed` is bytes."""

    items: tuple[tuple[str, str], ...]
    reclaimed: int


def prune_images(
    state: State,
    world: World,
    *,
    all: bool = False,
    filters: tuple[str, ...] = (),
) -> Outcome[Pruned]:
    """Remove dangling images, or with `all` every image that no container uses. Raises EngineError for bad filters."""
    asked = f"dangling={'false' if all else 'true'}"
    parsed = given.parse((*filters, asked), _KNOWN)
    only_dangling = given.boolean(parsed, "dangling", True)
    chosen = _chosen(state, world, parsed, only_dangling)
    if eras.is_graph(state):
        from tutor.engine.remove_graph import prune

        outcome = prune(state, world, chosen)
        lines, reclaimed = outcome.value
        said = tuple((line.what.lower(), line.name) for line in lines)
        return Outcome(outcome.state, outcome.events, Pruned(said, reclaimed))
    if not chosen:
        return Outcome(state, (), Pruned((), 0))
    chosen.sort(key=lambda record: record.name)
    items: list[tuple[str, str]] = []
    events: list[Any] = []
    gone: list[str] = []
    freed, space = gc.freed_one_by_one(state, chosen)
    for record, with_it in zip(chosen, freed, strict=True):
        items += _told(state, record, with_it, events)
        gone += with_it or ()
    images = state.images.without([record.name for record in chosen])
    pruned = Pruned(tuple(items), space)
    return Outcome(gc.drop(replace(state, images=images), gone), tuple(events), pruned)


def _chosen(state: State, world: World, parsed: given.Filters, only_dangling: bool) -> list[ImageRecord]:
    """Return the names to remove: those that the filters leave and that no container was made from."""
    keep = _kept(state, world, parsed)
    chosen = {
        record.name: record
        for _, record in state.images.entries()
        if (record.dangling or not only_dangling) and keep(record)
    }
    for _, container in state.containers.entries():
        chosen.pop(DANGLING + container.image, None)
        name = _name_used(container.config.image)
        chosen.pop(name, None)
        if not name or name not in state.images:
            # made from an ID, or from a name that is gone: one of the image's names stays
            names = sorted(record.name for record in chosen.values() if record.target.digest == container.image)
            others = any(
                record.target.digest == container.image and record.name not in chosen
                for _, record in state.images.entries()
            )
            if names and not others:
                chosen.pop(names[0])
    return list(chosen.values())


def _name_used(text: str) -> str:
    from tutor.oci.reference import InvalidReference, Reference

    try:
        return Reference.parse(text).with_default_tag().canonical()
    except InvalidReference:
        return ""


def _kept(state: State, world: World, parsed: given.Filters) -> Callable[[ImageRecord], bool]:
    from tutor.engine.listing import measure

    limits = [given.until(value, world.now) for value in parsed.get("until", ())]
    if not limits and not any(key.startswith("label") for key in parsed):
        return lambda record: True

    def keep(record: ImageRecord) -> bool:
        measured = measure(state, record.target)
        return all(record.tagged < limit for limit in limits) and given.matches_labels(parsed, dict(measured.labels))

    return keep


def _told(state: State, record: ImageRecord, freed: tuple[str, ...] | None, events: list[Any]) -> list[tuple[str, str]]:
    """Return what to say of a name that goes, and of what came free with it (None: its image has other names)."""
    digest = record.target.digest
    name = digest if record.dangling else familiar(record.name)
    if not record.dangling:
        events.append(ImageUntagged(name, digest))
    if freed is None:
        return [("untagged", name)]
    gone = set(freed)
    events.append(ImageDeleted(digest, freed) if digest in gone else ImageDangling(digest))
    documents = [digest, *(row.digest for row in manifests(state, record.target) if row.digest != digest)]
    return [("untagged", name), *(("deleted", document) for document in documents if document in gone)]


@dataclass(frozen=True, slots=True)
class SystemPruned:
    """What `docker system prune` removed, in its order."""

    containers: Pruned
    networks: Pruned
    volumes: Pruned
    images: Pruned
    cache: Pruned

    @property
    def reclaimed(self) -> int:
        """All bytes together."""
        return sum(part.reclaimed for part in (self.containers, self.volumes, self.images, self.cache))


def prune_system(
    state: State,
    world: World,
    *,
    all: bool = False,
    volumes: bool = False,
    filters: tuple[str, ...] = (),
) -> Outcome[SystemPruned]:
    """Remove stopped containers, unused networks, dangling images and unused build cache.

    With `all`, every unused image and all of the cache; with `volumes`, anonymous volumes that no container uses.
    Raises EngineError for bad filters.
    """
    from tutor.engine.build.cache import prune_cache
    from tutor.engine.containers.remove import prune_containers
    from tutor.engine.networks import prune_networks
    from tutor.engine.volumes import prune_volumes

    events: list[Any] = []

    def done(outcome: Outcome[Any]) -> Any:
        nonlocal state
        state = outcome.state
        events.extend(outcome.events)
        return outcome.value

    labels = tuple(text for text in filters if text.lower().startswith("label"))
    containers = done(prune_containers(state, world, filters=filters))
    networks = done(prune_networks(state, world, filters=filters))
    nothing = Pruned((), 0)
    gone_volumes = done(prune_volumes(state, world, filters=labels)) if volumes else nothing
    images = done(prune_images(state, world, all=all, filters=filters))
    records, size = done(prune_cache(state, world, all=all, filters=tuple(f for f in filters if f not in labels)))
    cache = Pruned(tuple(("", record.id) for record in records), size)
    return Outcome(state, tuple(events), SystemPruned(containers, networks, gone_volumes, images, cache))

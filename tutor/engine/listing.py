"""Which images there are: what `docker image ls` shows, before it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.engine import contents, eras, filters, images
from tutor.engine.images import familiar
from tutor.oci.timestamp import SECOND, InvalidTime, parse_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.state import ImageRecord, State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor

_KNOWN = ("before", "dangling", "label", "label!", "reference", "since", "until")


@dataclass(frozen=True, slots=True)
class PlatformSummary:
    """One manifest of an image: `platform` as text ("linux/amd64", "" for an attestation), its digest, sizes in bytes.

    `available` is whether its content is here; `kind` is "image" or "attestation"; `containers` are the full IDs of the
    containers made from it.
    """

    platform: str
    digest: str
    content: int
    unpacked: int
    available: bool
    kind: str
    containers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageSummary:
    """One image. Sizes in bytes, times in seconds since 1970.

    `names` are its familiar tags ("alpine:3.20"), `digests` its familiar digests ("alpine@sha256:…"), both sorted;
    `pinned` those of the latter that are names of their own (pulled by digest). `size` is what it takes on disk
    (unpacked and compressed), `content` the compressed part. `created` is the config's time, 0 where it is unknown.
    """

    id: str
    names: tuple[str, ...]
    digests: tuple[str, ...]
    pinned: tuple[str, ...]
    created: float
    size: int
    content: int
    containers: int
    labels: tuple[tuple[str, str], ...]
    manifests: tuple[PlatformSummary, ...]
    dangling: bool


@dataclass(frozen=True, slots=True)
class _Measured:
    """What does not depend on names and containers: kept while content and snapshots are the same maps."""

    content_map: object
    snapshot_map: object
    created: float
    size: int
    content: int
    labels: tuple[tuple[str, str], ...]
    manifests: tuple[PlatformSummary, ...]


_measured: dict[str, _Measured] = {}


def list_images(
    state: State,
    world: World,
    *,
    all: bool = False,
    filters: tuple[str, ...] = (),
    reference: str = "",
) -> tuple[ImageSummary, ...]:
    """Return all images, newest first (then by name). Nameless ones only with `all` or a filter dangling=true.

    `filters` are texts "name=value"; `reference` is one more filter of that kind. With a reference filter `names` holds
    only what matches. Raises EngineError ("invalid filter 'foo'", …).
    """
    wanted = (*filters, f"reference={reference}") if reference else filters
    era = eras.of(state)
    keep = _filter(state, wanted) if wanted else None
    shown = _shown(wanted, world.now)
    nameless = all or era.nameless or _asked_dangling(wanted)
    rows = _everything(state) if shown is None else _summaries(state, shown)
    if not nameless:
        every = rows
        rows = _named.of((every,), lambda: tuple([row for row in every if not row.dangling]))
    if era.nameless and not all:  # an image that is there only because another was committed from it is not shown
        parents = {era.id_of(state, record.parent) for _, record in state.images.entries() if record.parent}
        rows = tuple(row for row in rows if not (row.dangling and row.id in parents))
    return rows if keep is None else tuple(row for row in rows if keep(row))


_all: contents.Latest[tuple[ImageSummary, ...]] = contents.Latest()
_named: contents.Latest[tuple[ImageSummary, ...]] = contents.Latest()


def _everything(state: State) -> tuple[ImageSummary, ...]:
    """Return the summaries of all images."""
    seen = (state.images, state.content, state.snapshots, state.containers, state.origins, eras.of(state))
    return _all.of(seen, lambda: _summaries(state, None))


def _summaries(state: State, shown: Callable[[ImageRecord], bool] | None) -> tuple[ImageSummary, ...]:
    """Return the summaries of all images, newest first, by those of their names that are `shown`."""
    era = eras.of(state)
    by_id: dict[str, list[ImageRecord]] = {}
    for _, record in state.images.entries():
        if shown is None or shown(record):
            by_id.setdefault(era.image_id(state, record.target), []).append(record)
    users = _users(state)
    rows = [summarize(state, records, users) for records in by_id.values()]
    rows.sort(key=lambda row: (-row.created, row.names or row.digests or (row.id,)))
    return tuple(rows)


def summarize(state: State, records: list[ImageRecord], users: dict[str, list[str]] | None = None) -> ImageSummary:
    """Return the summary of the image that these records (all or some of its names) point at."""
    if len(records) > 1:
        records.sort(key=lambda record: record.name)
    era = eras.of(state)
    target = records[0].target
    measured = measure(state, target)
    by_manifest = _users(state) if users is None else users
    manifests = measured.manifests
    used = 0
    if by_manifest:
        manifests = tuple(
            replace(row, containers=tuple(by_manifest[row.digest])) if row.digest in by_manifest else row
            for row in manifests
        )
        used = sum(len(by_manifest.get("image " + digest, ())) for digest in {row.target.digest for row in records})
    names, digests, pinned = names_of(state, records)
    if not era.by_diff:  # containerd's store lists the digest of the repository of the last name alone
        digests = names_of(state, [record for record in records if not record.dangling][-1:])[1]
    size = era.size(state, target, measured.size)
    return ImageSummary(
        era.image_id(state, target), names, digests, pinned, measured.created, size, measured.content, used,
        measured.labels, manifests, not names and not pinned,
    )  # fmt: skip


def names_of(state: State, records: list[ImageRecord]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return familiar tags, familiar digests, and those of the latter that are names of their own, all sorted."""
    era = eras.of(state)
    tags: list[str] = []
    digests: dict[str, None] = {}
    pinned: list[str] = []
    for record in records:
        repository = []
        if "@" not in record.name:
            tags.append(familiar(record.name))
            head, slash, last = record.name.rpartition("/")
            repository = [f"{head}{slash}{last.partition(':')[0]}"]
        elif not record.dangling:
            pinned.append(familiar(record.name))
            digests[familiar(record.name)] = None
        for name in era.digest_names(state, repository, record.target):
            digests[familiar(name)] = None
    return tuple(tags), tuple(digests), tuple(pinned)


def measure(state: State, target: Descriptor) -> _Measured:
    """Return what is known of an image apart from its names and containers."""
    found = _measured.get(target.digest)
    if found is not None and found.content_map is state.content and found.snapshot_map is state.snapshots:
        return found
    rows = []
    parts = images.parts(state, target)
    for part in parts:
        unpacked = images.unpacked_size(state, part)
        platform = "" if part.attestation or part.platform is None else str(part.platform)
        kind = "attestation" if part.attestation else "image"
        rows.append(PlatformSummary(platform, part.digest, part.content, unpacked, part.complete, kind))
    chosen = images.chosen(parts)
    config = chosen.config if chosen is not None else None
    content = sum([row.content for row in rows])
    found = _Measured(
        state.content,
        state.snapshots,
        seconds(config.created) if config is not None else 0.0,
        content + sum([row.unpacked for row in rows]),
        content,
        config.config.labels if config is not None else (),
        tuple(rows),
    )
    contents.keep(_measured, target.digest, found)
    return found


def seconds(text: str) -> float:
    """Return seconds since 1970 of a time in a document; 0 where it has none."""
    try:
        return parse_time(text) / SECOND if text else 0.0
    except InvalidTime:
        return 0.0


def _users(state: State) -> dict[str, list[str]]:
    """Return the containers of each manifest by its digest, and of each image by "image " and its ID."""
    users: dict[str, list[str]] = {}
    for _, container in state.containers.entries():
        users.setdefault(container.manifest, []).append(container.id)
        users.setdefault("image " + container.image, []).append(container.id)
    return users


def _asked_dangling(wanted: tuple[str, ...]) -> bool:
    return any(text.lower() in ("dangling=true", "dangling=1") for text in wanted)


def _shown(wanted: tuple[str, ...], now: float) -> Callable[[ImageRecord], bool] | None:
    """Return which names `reference` and `until` filters leave, None where there are none.

    `until` counts from when an image came here, not from when it was made. Raises EngineError.
    """
    parsed = filters.parse(wanted, _KNOWN)
    patterns = parsed.get("reference")
    limits = [filters.until(value, now) for value in parsed.get("until", ())]
    if not patterns and not limits:
        return None
    from tutor.engine.patterns import matches_reference

    def keep(record: ImageRecord) -> bool:
        named = not patterns or any(matches_reference(pattern, record.name) for pattern in patterns)
        return named and all(record.tagged < limit for limit in limits)

    return keep


def _filter(state: State, wanted: tuple[str, ...]) -> Callable[[ImageSummary], bool]:
    """Return which images the filters other than `reference` and `until` leave. Raises EngineError."""
    parsed = filters.parse(wanted, _KNOWN)
    checks: list[Callable[[ImageSummary], bool]] = []
    if "dangling" in parsed:
        dangling = filters.boolean(parsed, "dangling", False)
        checks.append(lambda row: row.dangling == dangling)
    if "label" in parsed or "label!" in parsed:
        checks.append(lambda row: filters.matches_labels(parsed, dict(row.labels)))
    for name, sign in (("before", 1), ("since", -1)):
        for value in parsed.get(name, ()):
            created = _created(state, value)
            checks.append(lambda row, at=created, sign=sign: sign * (at - row.created) > 0)  # type: ignore[misc]
    return lambda row: all(check(row) for check in checks)


def _created(state: State, reference: str) -> float:
    from tutor.engine import lookup

    found = lookup.find(state, reference)
    if found is None:
        raise lookup.missing(lookup.parse(reference))
    return measure(state, found.target).created

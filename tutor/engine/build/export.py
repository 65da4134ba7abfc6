"""From a finished stage to an image: layers, configuration, manifest, attestation, index, as BuildKit writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.engine import contents
from tutor.engine.build.epoch import rewritten
from tutor.engine.build.record import CacheRecord
from tutor.engine.build.stage import COMMENT, StageState
from tutor.engine.images import chain_ids
from tutor.engine.inspect_image import clock
from tutor.engine.layers import make_layer
from tutor.engine.state import Snapshot
from tutor.oci.config import ContainerConfig, History, ImageConfig
from tutor.oci.descriptor import Descriptor, attestation_annotations
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import OCI_LAYER_GZIP
from tutor.oci.platform import DEFAULT, UNKNOWN, Platform
from tutor.oci.timestamp import parse_time
from tutor.store.blobs import Blob
from tutor.vfs.nodes import Directory
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.engine.build.bases import Bases
    from tutor.engine.build.progress import Draft
    from tutor.engine.build.session import Session


@dataclass(frozen=True, slots=True)
class Image:
    """One platform's image: its documents, the descriptor of its manifest, its own steps, lowest first."""

    manifest: Manifest
    config: ImageConfig
    descriptor: Descriptor
    platform: Platform
    records: tuple[CacheRecord, ...] = ()


def export_platform(
    session: Session, bases: Bases, stage: StageState, annotations: tuple[tuple[str, str], ...]
) -> Image:
    """Return the image of a finished stage; its documents and layers are in the session's state."""
    records = _layers(session, bases, stage)
    base = stage.base
    layers = list(base.manifest.layers) if base is not None else []
    diff_ids = list(base.config.diff_ids) if base is not None else []
    for record in records:
        blob = session.state.content[record.layer]
        layers.append(Descriptor(OCI_LAYER_GZIP, blob.digest, blob.size))
        diff_ids.append(record.diff_id)
    history = _history(session, stage)
    created = history[-1].created if history else ""
    if session.epoch is not None:
        latest = clock(session.epoch)
        history = [replace(row, created=_no_later(row.created, latest)) for row in history]
        created = _no_later(created, latest)
    config = ImageConfig.build(
        _with_labels(session, stage.config),
        diff_ids,
        history,
        created=created,
        platform=stage.platform,
        author=stage.author,
    )
    manifest = Manifest.build(config.descriptor(), layers, annotations=annotations)
    blobs = {blob.digest: blob for blob in (Blob.of(config.raw), Blob.of(manifest.raw))}
    session.state = contents.add_blobs(session.state, blobs)
    platform = stage.platform.normalized()
    return Image(manifest, config, manifest.descriptor(platform=platform), platform, tuple(records))


def _no_later(time: str, latest: str) -> str:
    """Return the earlier of two times; `latest` for none."""
    return latest if not time or parse_time(time) > parse_time(latest) else time


def _with_labels(session: Session, config: ContainerConfig) -> ContainerConfig:
    labels = session.request.labels
    if not labels:
        return config
    return replace(config, labels=tuple(sorted({**dict(config.labels), **dict(labels)}.items())))


def _layers(session: Session, bases: Bases, stage: StageState) -> list[CacheRecord]:
    """Return the records of a stage's own layers, lowest first, each with its layer made."""
    found = []
    result = stage.result
    while result.parent is not None:
        found.append((session.records[result.record], result.parent))
        result = result.parent
    found.reverse()
    records = []
    base = stage.base
    if base is not None:
        bases.fetch(base)
        if not found:
            bases.load(base)
    for record, below in found:
        if not record.layer or record.layer not in session.state.content:
            tree = below.tree
            if tree is None:
                assert base is not None
                bases.load(base)
                tree = base.tree
            assert tree is not None
            layer = make_layer(tree, record.tree, session.world.stop)
            session.state = contents.add_blobs(session.state, {layer.blob.digest: layer.blob})
            record = session.add(
                replace(record, diff_id=layer.diff_id, layer=layer.blob.digest, blobs=(layer.blob.digest,))
            )
        records.append(record)
    if session.epoch is not None and session.request.rewrite_timestamp:
        return _rewritten(base.tree if base is not None else None, records, session)
    return records


def _rewritten(base: Tree | None, records: list[CacheRecord], session: Session) -> list[CacheRecord]:
    """Return the records with the times in their layers moved back to the build's moment."""
    new: list[CacheRecord] = []
    before = after = base or Tree.empty()
    for record in records:
        new.append(rewritten(session, after, before, record))
        before, after = record.tree, new[-1].tree
    return new


def _history(session: Session, stage: StageState) -> list[History]:
    """Return the history: the base's, then the stage's; steps without a layer get the time of one with."""
    rows: list[History] = list(stage.inherited)
    for step in stage.steps:
        created = ""
        if step.result is not None:
            created = clock(session.records[step.result.record].created)
        rows.append(History(created, step.created_by, comment=COMMENT, empty_layer=step.result is None))
    # BuildKit, exporter/containerimage/writer.go, normalizeLayersAndHistory: the first new layer's time, or the last
    # layer's where there is no new one
    time, missing = "", False
    for row in rows:
        if row.created:
            time = row.created
            if missing:
                break
        else:
            missing = True
    missing = False
    for number, row in enumerate(rows):
        if row.created:
            if missing:
                time = row.created
        else:
            missing = True
            rows[number] = replace(row, created=time)
    return rows


def unpack_image(session: Session, stage: StageState, image: Image) -> None:
    """Put a snapshot for each layer into the session's state."""
    from tutor.engine.unpack import remember, unpack

    base = stage.base
    if base is not None:
        world = session.world
        session.state = unpack(session.state, base.manifest, base.config, world.stop, world.hub.snapshot)
    below = len(base.config.diff_ids) if base is not None else 0
    chains = chain_ids(image.config)
    new = {}
    for number, record in enumerate(image.records):
        at = below + number
        chain, parent = chains[at], chains[at - 1] if at else ""
        if chain not in session.state.snapshots:
            new[chain] = Snapshot(parent, record.tree, record.size)
            remember(chain, image.manifest.layers[at].digest, new[chain])
    if new:
        session.state = replace(session.state, snapshots=session.state.snapshots.update(new))


def runs_here(platform: Platform) -> bool:
    """Whether images of a platform are unpacked on this host."""
    return DEFAULT.runs(platform)


def attest(session: Session, image: Image, ref: str, bases: Bases, tree: Tree) -> Descriptor:
    """Return the descriptor of an attestation manifest with the image's provenance, and what is in its files."""
    from tutor.engine.build.provenance import EMPTY_CONFIG, attestation

    manifest, statements = attestation(session, image, ref, bases, tree)
    blobs = {blob.digest: blob for blob in (Blob.of(manifest.raw), *statements, Blob.of(EMPTY_CONFIG))}
    session.state = contents.add_blobs(session.state, blobs)
    return manifest.descriptor(annotations=attestation_annotations(image.descriptor.digest), platform=UNKNOWN)


def write_index(
    session: Session, images: list[Image], attestations: list[Descriptor], annotations: tuple[tuple[str, str], ...]
) -> Descriptor:
    """Return the descriptor of the index over images and attestations."""
    index = Index.build([*(image.descriptor for image in images), *attestations], annotations=annotations)
    blob = Blob.of(index.raw)
    session.state = contents.add_blobs(session.state, {blob.digest: blob})
    return index.descriptor()


def describe(draft: Draft, image: Image) -> None:
    """Say which documents were written."""
    draft.say("exporting layers done")
    draft.say(f"exporting manifest {image.descriptor.digest} done")
    draft.say(f"exporting config {image.config.id} done")


def tree_of(stages: list[StageState], files: list[Tree]) -> Tree:
    """Return the files of a stage; of several, one folder for each platform."""
    if len(files) == 1:
        return files[0]
    folders = {
        str(stage.platform.normalized()).replace("/", "_"): Directory(tree.root.entries)
        for stage, tree in zip(stages, files, strict=True)
    }
    return Tree(Directory(PersistentMap.of(folders)))

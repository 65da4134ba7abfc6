"""Unpacking layers: from the compressed tars of a manifest to snapshots.

One rule: what a chain ID stands for never changes, so a stack that was unpacked once is kept and shared by all states.
It is found by the blob of its top layer as well: another blob of that diff ID may be damaged, and has to be looked at.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import contents
from tutor.engine.errors import EngineError
from tutor.engine.images import chain_ids
from tutor.engine.state import Snapshot
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.engine.state import State
    from tutor.oci.config import ImageConfig
    from tutor.oci.descriptor import Descriptor
    from tutor.oci.manifest import Manifest
    from tutor.shell.limits import Stop
    from tutor.store.blobs import Blob

_KEPT = 512
_snapshots: dict[tuple[str, str], Snapshot] = {}
"""By chain ID and the digest of the topmost layer's blob."""

EMPTY_TREE = Tree.empty()


def unpack(
    state: State,
    manifest: Manifest,
    config: ImageConfig,
    stop: Stop,
    ready: Callable[[str], tuple[Tree, int] | None] | None = None,
) -> State:
    """Return the state with a snapshot for each layer of a manifest.

    `ready(chain_id)` may know the files, and the usage of the top layer, without unpacking. Layers whose content is not
    here end the work early. Raises EngineError for a layer that is damaged, or is not the one that the configuration
    names, and where the manifest has more or fewer layers than the configuration; Stopped.
    """
    if len(manifest.layers) != len(config.diff_ids):
        raise EngineError("mismatched image rootfs and manifest layers")
    new: dict[str, Snapshot] = {}
    parent, tree = "", EMPTY_TREE
    for layer, diff_id, chain in zip(manifest.layers, config.diff_ids, chain_ids(config), strict=True):
        snapshot = state.snapshots.get(chain) or _snapshots.get((chain, layer.digest))
        if snapshot is None:
            known = ready(chain) if ready is not None else None
            snapshot = Snapshot(parent, *known) if known else _snapshot(state, layer, diff_id, parent, tree, stop)
            if snapshot is None:
                break
            contents.keep(_snapshots, (chain, layer.digest), snapshot, _KEPT)
        if chain not in state.snapshots:
            new[chain] = snapshot
        parent, tree = chain, snapshot.tree
    return replace(state, snapshots=state.snapshots.update(new)) if new else state


def _snapshot(state: State, layer: Descriptor, diff_id: str, parent: str, below: Tree, stop: Stop) -> Snapshot | None:
    from tutor.vfs.usage import disk_usage

    blob = state.content.get(layer.digest)
    if blob is None:
        return None
    tree = applied(below, blob, layer, diff_id, stop)
    if not parent:
        tree = _dated(tree)
    return Snapshot(parent, tree, disk_usage(tree, below))


def _dated(tree: Tree) -> Tree:
    """Return the tree with a root as old as the newest entry of it, where its layer told nothing of the root."""
    root = tree.root
    if root.mtime != EMPTY_TREE.root.mtime:
        return tree
    newest = max((node.mtime for _, node in tree.children("/")), default=root.mtime)
    return tree.set("/", root.replace(mtime=newest))


def applied(below: Tree, blob: Blob, layer: Descriptor, diff_id: str, stop: Stop) -> Tree:
    """Return a tree with a layer applied, checked against its diff ID. Raises EngineError, Stopped."""
    from tutor.engine.packed_file import keeper
    from tutor.vfs.compression import LAYER, TooMuch, bounded
    from tutor.vfs.errors import TarError, VfsError
    from tutor.vfs.layer import apply_layer

    hasher = sha256()

    def hashed(pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            hasher.update(piece)
            yield piece

    pieces = hashed(stop.watch(bounded(plain(blob.chunks()), LAYER)))
    try:
        tree = apply_layer(below, pieces, end_mark=False, keep=keeper(blob))
        for _ in pieces:
            pass
    except TarError as error:
        raise EngineError(f"failed to extract layer {layer.digest}: {error.plain}") from None
    except (VfsError, TooMuch) as error:
        raise EngineError(f"failed to extract layer {layer.digest}: {error}") from None
    if f"sha256:{hasher.hexdigest()}" != diff_id:
        raise EngineError(f"failed to extract layer {layer.digest}: wrong diff id {diff_id}")
    return tree


def plain(data: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a tar's bytes, unpacked where they are compressed. Raises EngineError where that is damaged."""
    from tutor.vfs.compression import CorruptStream, decompressed
    from tutor.vfs.gzip import CorruptGzip

    try:
        yield from decompressed(data)
    except (CorruptGzip, CorruptStream) as error:
        raise EngineError(f"failed to extract layer: {error}") from None


def remember(chain: str, layer: str, snapshot: Snapshot) -> None:
    """Keep a snapshot that was made in another way (by a build or a commit); `layer` is the digest of its top layer."""
    contents.keep(_snapshots, (chain, layer), snapshot, _KEPT)

"""Builds that give the same bytes at any time: `SOURCE_DATE_EPOCH`.

One rule: the moment counts for what the build itself dates (configuration, history, folders made by WORKDIR); times of
files in layers are moved back to it only where the output says `rewrite-timestamp=true`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.vfs.nodes import Directory
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.engine.build.record import CacheRecord
    from tutor.engine.build.session import Session
    from tutor.vfs.nodes import Node

ARGUMENT = "SOURCE_DATE_EPOCH"


def epoch(arguments: Mapping[str, str]) -> int | None:
    """Return the moment that the build arguments name, in seconds since 1970; None where they name none."""
    text = arguments.get(ARGUMENT, "")
    return int(text) if text.isascii() and text.isdigit() else None


def rewritten(session: Session, below: Tree, old_below: Tree, record: CacheRecord) -> CacheRecord:
    """Return a step's record with no file of its layer younger than the moment; `below` is what was rewritten."""
    from tutor.engine import contents
    from tutor.engine.layers import pack
    from tutor.vfs.layer import apply_layer, layer_tar

    tar = b"".join(session.world.stop.watch(layer_tar(old_below, record.tree, latest=session.epoch)))
    layer = pack((tar,), session.world.stop)
    session.state = contents.add_blobs(session.state, {layer.blob.digest: layer.blob})
    tree = apply_layer(below, (tar,))
    return replace(record, tree=tree, diff_id=layer.diff_id, layer=layer.blob.digest, blobs=(layer.blob.digest,))


def dated(tree: Tree, time: int) -> Tree:
    """Return a tree in which everything has the same time."""

    def changed(node: Node) -> Node:
        if isinstance(node, Directory):
            entries = {name: changed(child) for name, child in node.entries.items()}
            return Directory(PersistentMap.of(entries), node.mode, node.uid, node.gid, time)
        return node.replace(mtime=time) if hasattr(node, "mtime") else node

    root = changed(tree.root)
    assert isinstance(root, Directory)
    links = PersistentMap.of({name: file.replace(mtime=time) for name, file in tree.links.items()})
    return Tree(root, links, tree.next_link)

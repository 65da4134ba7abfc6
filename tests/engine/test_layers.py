"""Layers are the same bytes however they are kept; long ones are kept as the trees that they are made from."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vfs.trees import plain
from tutor.engine.layer_content import LayerContent
from tutor.engine.layers import EFFORT, KEPT, Layer, make_layer, pack
from tutor.session.keeping import CLASSES
from tutor.shell.limits import Stop
from tutor.store.blobs import Blob
from tutor.store.codec import Codec
from tutor.store.objects import MemoryObjects
from tutor.vfs.content import Bytes
from tutor.vfs.gzip import decompress
from tutor.vfs.layer import apply_layer, layer_tar
from tutor.vfs.nodes import File
from tutor.vfs.tree import Tree

CODEC = Codec(CLASSES)


def noise(size: int, seed: int = 0) -> bytes:
    return hashlib.shake_128(b"noise %d" % seed).digest(size)


def with_files(*contents: bytes) -> Tree:
    tree = Tree.empty()
    for number, data in enumerate(contents):
        tree = tree.set(f"/file{number}", File(Bytes(data), mtime=number))
    return tree


def between(below: Tree, tree: Tree) -> tuple[Layer, Layer]:
    """The layer made of two trees, and the same one as bytes."""
    return make_layer(below, tree, Stop()), pack(layer_tar(below, tree), Stop())


@given(st.lists(st.integers(0, 3 * KEPT // 2), max_size=3), st.integers(0, 5))
@settings(max_examples=12, deadline=None)
def test_a_layer_is_the_same_kept_as_bytes_and_as_trees(sizes: list[int], seed: int) -> None:
    below = with_files(noise(100))
    tree = with_files(*(noise(size, seed + at) for at, size in enumerate(sizes)))
    made, packed = between(below, tree)
    assert (made.descriptor, made.diff_id) == (packed.descriptor, packed.diff_id)
    assert isinstance(made.blob.content, LayerContent) == (made.blob.size > KEPT)
    assert b"".join(made.blob.chunks()) == packed.blob.read() == made.blob.read()
    assert made.blob.read(5, 70) == packed.blob.read(5, 70)
    made.blob.verify()


def test_a_long_layer_is_kept_once_and_comes_back() -> None:
    data = noise(2 * KEPT)
    tree = with_files(data)
    layer = make_layer(Tree.empty(), tree, Stop())
    objects = MemoryObjects()
    back = CODEC.load(CODEC.save((tree, layer.blob), objects), objects)
    assert sum(map(len, objects.data.values())) < len(data) * 1.1
    assert isinstance(back, tuple)
    blob = back[1]
    assert isinstance(blob, Blob)
    blob.verify()
    assert plain(apply_layer(Tree.empty(), decompress(blob.chunks()))) == plain(tree)


def test_a_layer_kept_before_there_was_an_effort_still_loads() -> None:
    tree = with_files(noise(1000))
    old = b"".join(LayerContent(Tree.empty(), tree, 0, "").chunks())
    objects = MemoryObjects()
    key = f"sha256:{hashlib.sha256(old).hexdigest()}"
    back = CODEC.load(CODEC.save(LayerContent(Tree.empty(), tree, len(old), key), objects), objects)
    assert isinstance(back, LayerContent)
    assert (back.effort, back.read()) == (None, old)


@pytest.mark.parametrize(
    ("size", "digest"),
    [
        (EFFORT // 4, "sha256:235e64901d12bea21b7f0ccf1d3875896bba411116779168f1fa97b73c59a8fd"),
        (EFFORT * 2, "sha256:67b5fbd345fcfbf29e7b6df410057eac2549a310c53c3c299d5f50d4dc7634bb"),
    ],
)
def test_what_is_made_anew_years_later_has_the_digest_that_images_name(size: int, digest: str) -> None:
    tree = with_files(noise(size), b"text, and more text\n" * (size // 20), bytes(size))
    assert make_layer(Tree.empty(), tree, Stop()).descriptor.digest == digest

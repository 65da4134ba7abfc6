"""Values come back equal, saving costs what changed, loading is lazy, damaged objects give one clear error."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.oci.config import ContainerConfig, Healthcheck
from tutor.oci.descriptor import Descriptor
from tutor.oci.platform import Platform
from tutor.store.blobs import Blob
from tutor.store.codec import Codec
from tutor.store.decoding import references
from tutor.store.encoding import UnknownClass
from tutor.store.objects import CONTENT, DATA, NODE, CorruptObject, MemoryObjects, MissingObject, ObjectSink, Stored
from tutor.vfs.content import Bytes
from tutor.vfs.generated import Generated, Slice
from tutor.vfs.merkle import digest_of
from tutor.vfs.nodes import File, Symlink
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    parts: tuple[object, ...] = ()
    more: PersistentMap[object] | None = None
    extra: object = None


CODEC = Codec({"Note": Note})


def there_and_back(value: object) -> object:
    objects = MemoryObjects()
    return CODEC.load(CODEC.save(value, objects), objects)


texts = st.text(st.characters(codec=None), max_size=40)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts | st.binary(max_size=300)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=5).map(tuple)
        | st.dictionaries(texts, inner, max_size=40).map(PersistentMap.of)
        | st.builds(Note, texts, st.lists(inner, max_size=3).map(tuple), st.none(), inner)
    ),
    max_leaves=20,
)


@given(values)
@settings(max_examples=150)
def test_any_value_comes_back_equal(value: object) -> None:
    back = there_and_back(value)
    assert back == value
    assert digest_of(back) == digest_of(value)


@given(st.dictionaries(texts, st.integers(), max_size=200))
@settings(max_examples=30)
def test_maps_come_back_with_all_entries(mapping: dict[str, int]) -> None:
    back = there_and_back(PersistentMap.of(mapping))
    assert isinstance(back, PersistentMap)
    assert dict(back.items()) == mapping
    assert len(back) == len(mapping)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 65_535, 65_536, 65_537, 200_000])
def test_contents_of_all_sizes_come_back(size: int) -> None:
    data = bytes(i * 7 % 251 for i in range(size))
    objects = MemoryObjects()
    back = CODEC.load(CODEC.save(File(Bytes(data), 0o755, 1, 2, 3), objects), objects)
    assert isinstance(back, File)
    assert (back.mode, back.uid, back.gid, back.mtime) == (0o755, 1, 2, 3)
    assert back.content.size == size
    assert back.content.key == Bytes(data).key
    assert b"".join(back.content.chunks()) == back.content.read() == data
    for start, length in ((0, 10), (size // 2, 70_000), (max(size - 3, 0), 10), (size + 5, 1), (65_530, 12)):
        assert back.content.read(start, length) == data[start : start + length]


def test_a_long_content_is_cut_into_pieces_and_shared() -> None:
    objects = MemoryObjects()
    CODEC.save(Bytes(bytes(300_000)), objects)
    pieces = [key for key in objects.data if key[:1] == DATA]
    assert len(pieces) == 2  # four equal pieces and a shorter one
    before = len(objects.data)
    CODEC.save((Bytes(bytes(300_000)),), objects)
    assert len(objects.data) == before + 1


def test_generated_content_is_kept_as_its_recipe() -> None:
    objects = MemoryObjects()
    back = CODEC.load(CODEC.save(File(Generated("seed", 10_000_000, "elf")), objects), objects)
    assert isinstance(back, File)
    assert isinstance(back.content, Generated)
    assert back.content.key == "gen:elf:10000000:seed"
    assert sum(map(len, objects.data.values())) < 200


def test_a_part_of_a_large_content_is_kept_as_what_it_is_part_of() -> None:
    objects = MemoryObjects()
    large = Generated("seed", 1 << 40)
    back = CODEC.load(CODEC.save(File(Slice(large, 7, 1 << 30)), objects), objects)
    assert isinstance(back, File)
    assert isinstance(back.content, Slice)
    assert back.content == Slice(large, 7, 1 << 30)
    assert sum(map(len, objects.data.values())) < 300


def test_records_of_these_floors_are_known() -> None:
    descriptor = Descriptor("a/b", "sha256:" + "0" * 64, 5, (("k", "v"),), Platform(), data=b"x")
    config = ContainerConfig("root", env=("A=1",), labels=(("a", "b"),), healthcheck=Healthcheck(("NONE",), retries=3))
    assert there_and_back((descriptor, config)) == (descriptor, config)
    blob = there_and_back(Blob.of(b"x" * 5000))
    assert isinstance(blob, Blob)
    assert blob.read() == b"x" * 5000
    blob.verify()


def big_tree(count: int) -> Tree:
    tree = Tree.empty()
    folder = PersistentMap.of({f"file{n}": File(Bytes(b"%d" % n), mtime=n) for n in range(count)})
    return Tree(tree.root.replace(entries=PersistentMap.of({"data": tree.root.replace(entries=folder)})))


def test_saving_costs_what_changed() -> None:
    objects = MemoryObjects()
    tree = big_tree(5000)
    CODEC.save(tree, objects)
    before = set(objects.data)
    CODEC.save(tree.set("/data/file77", Symlink("elsewhere")), objects)
    added = [objects.data[key] for key in objects.data if key not in before]
    assert len(added) <= 8
    assert sum(map(len, added)) < 6000


def test_loading_reads_only_what_is_looked_at() -> None:
    objects = MemoryObjects()
    digest = CODEC.save(big_tree(5000), objects)
    asked: list[bytes] = []

    class Watched(MemoryObjects):
        def get(self, key: bytes) -> bytes:
            asked.append(key)
            return super().get(key)

    watched = Watched()
    watched.data = objects.data
    tree = CODEC.load(digest, watched)
    assert isinstance(tree, Tree)
    assert len(asked) == 1
    node = tree.get("/data/file4321")
    assert isinstance(node, File)
    assert node.content.read() == b"4321"
    assert len(asked) <= 8
    assert tree.digest == digest
    # what was not looked at is not read to save it again
    asked.clear()
    CODEC.save(tree.set("/data/new", Symlink("x")), watched)
    assert len(asked) <= 6


def test_parts_that_are_long_are_shared() -> None:
    objects = MemoryObjects()
    lines = tuple(f"line {n}" for n in range(1000))
    CODEC.save(Note("a", lines), objects)
    size = sum(map(len, objects.data.values()))
    CODEC.save(Note("b", lines), objects)
    assert sum(map(len, objects.data.values())) < size + 200


def test_all_objects_are_reachable_from_the_value() -> None:
    objects = MemoryObjects()
    value = Note(
        "x", (Bytes(bytes(range(256)) * 1000), "y" * 5000, 1.5, -7, 10**30), PersistentMap.of({"t": big_tree(200)})
    )
    digest = CODEC.save(value, objects)
    found = {b"v" + digest}
    waiting = list(found)
    while waiting:
        key = waiting.pop()
        for other in references(key, objects.data[key]):
            if other not in found:
                found.add(other)
                waiting.append(other)
    assert found == set(objects.data)
    assert {key[:1] for key in found} == {b"v", NODE, CONTENT, DATA}


def test_older_values_load_with_defaults_for_newer_fields() -> None:
    @dataclass(frozen=True, slots=True)
    class Old:
        text: str

    objects = MemoryObjects()
    digest = Codec({"Note": Old}).save(Old("hello"), objects)
    assert CODEC.load(digest, objects) == Note("hello")


def test_a_class_must_be_registered() -> None:
    with pytest.raises(UnknownClass) as caught:
        Codec().save(Note("x"), MemoryObjects())
    assert "Note" in str(caught.value)
    objects = MemoryObjects()
    digest = CODEC.save(Note("x"), objects)
    with pytest.raises(UnknownClass):
        Codec().load(digest, objects)


def test_a_missing_object_has_a_clear_error() -> None:
    objects = MemoryObjects()
    digest = CODEC.save(PersistentMap.of({"a": 1}), objects)
    del objects.data[next(key for key in objects.data if key[:1] == NODE)]
    loaded = CODEC.load(digest, objects)
    assert isinstance(loaded, PersistentMap)
    with pytest.raises(MissingObject, match=r"object n:.* is missing"):
        loaded.get("a")


@given(st.data())
@settings(max_examples=150)
def test_damaged_objects_never_give_another_error(data: st.DataObject) -> None:
    objects = MemoryObjects()
    value = Note(
        "x", (1, "two", 3.0, b"four", -5, None, True), PersistentMap.of({"a": File(Bytes(b"b" * 600)), "c": "d"})
    )
    digest = CODEC.save(value, objects)
    key = data.draw(st.sampled_from(sorted(objects.data)))
    good = objects.data[key]
    cut = data.draw(st.integers(0, len(good)))
    objects.data[key] = good[:cut] + data.draw(st.binary(max_size=6)) + good[cut + data.draw(st.integers(0, 6)) :]
    try:
        back = CODEC.load(digest, objects)
        if isinstance(back, Note) and isinstance(back.more, PersistentMap):
            for _, item in back.more.items():
                if isinstance(item, File) and isinstance(item.content, Stored):
                    item.content.read()
    except (CorruptObject, MissingObject, UnknownClass):
        pass


def test_changed_bytes_of_a_content_are_noticed() -> None:
    objects = MemoryObjects()
    blob = ObjectSink(objects).put([b"a" * 70_000, b"b" * 70_000])
    assert blob.digest == Blob.of(b"a" * 70_000 + b"b" * 70_000).digest
    assert blob.size == 140_000
    assert b"".join(blob.chunks()) == blob.read() == b"a" * 70_000 + b"b" * 70_000
    key = next(key for key in objects.data if key[:1] == DATA)
    objects.data[key] = b"z" * len(objects.data[key])
    with pytest.raises(CorruptObject, match="its bytes have changed"):
        blob.read()


def test_content_that_is_not_what_its_key_says_is_refused() -> None:
    class Liar(Bytes):
        @property
        def key(self) -> str:
            return "sha256:" + "0" * 64

    with pytest.raises(CorruptObject, match="another digest"):
        CODEC.save(Liar(b"x" * 1000), MemoryObjects())

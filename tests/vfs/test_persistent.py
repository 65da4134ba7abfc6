from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.vfs.persistent import LEAF_SIZE, Branch, Lazy, Leaf, PersistentMap, hash_of

KEYS = st.integers(0, 400).map(str) | st.text(max_size=3)
DICTS = st.dictionaries(KEYS, st.integers(0, 3), max_size=200)
EDITS = st.lists(st.tuples(KEYS, st.none() | st.integers(0, 3)), max_size=60)


def edited(
    entries: PersistentMap[int], model: dict[str, int], edits: Iterable[tuple[str, int | None]]
) -> PersistentMap[int]:
    """Make the edits on both, one by one; None removes."""
    for key, value in edits:
        if value is not None:
            entries = entries.set(key, value)
            model[key] = value
        elif key in model:
            entries = entries.remove(key)
            del model[key]
        else:
            with pytest.raises(KeyError):
                entries.remove(key)
    return entries


def colliding(count: int) -> list[str]:
    """Keys with one and the same hash: CRCs are linear, so some sets of letters can change without changing them."""
    plain = "a" * 48
    basis: dict[int, tuple[int, int]] = {}  # highest bit: (change of the hash, the letters that make it)
    silent: list[int] = []
    for at in range(len(plain)):
        change = hash_of(plain[:at] + "b" + plain[at + 1 :]) ^ hash_of(plain)
        letters = 1 << at
        while change and change.bit_length() in basis:
            other, others = basis[change.bit_length()]
            change, letters = change ^ other, letters ^ others
        if change:
            basis[change.bit_length()] = (change, letters)
        else:
            silent.append(letters)
    keys = [0]
    for letters in silent:
        keys += [key ^ letters for key in keys]
    texts = ["".join("ba"[not key >> at & 1] for at in range(len(plain))) for key in keys[:count]]
    assert len(set(texts)) == count
    assert {hash_of(text) for text in texts} == {hash_of(plain)}
    return texts


@settings(max_examples=60)
@given(DICTS, st.sets(KEYS, max_size=200))
def test_without_is_removing_one_by_one(start: dict[str, int], keys: set[str]) -> None:
    entries = PersistentMap.of(start)
    less = entries.without(keys)
    assert dict(less.items()) == {key: value for key, value in start.items() if key not in keys}
    assert less.digest == PersistentMap.of(dict(less.items())).digest
    one_by_one = entries
    for key in keys & start.keys():
        one_by_one = one_by_one.remove(key)
    assert less == one_by_one
    assert entries.without(["never there"]).root is entries.root


@settings(max_examples=60)
@given(DICTS, EDITS)
def test_what_was_touched_is_found(start: dict[str, int], edits: list[tuple[str, int | None]]) -> None:
    objects = PersistentMap.of({key: (value,) for key, value in start.items()})
    changed = objects
    for key, value in edits:
        if value is not None:
            changed = changed.set(key, (value,))
        elif key in changed:
            changed = changed.remove(key)
    touched = changed.touched(objects)
    assert len(touched) == len(set(touched))
    assert set(touched) == {key for key in {*objects, *changed} if objects.get(key) is not changed.get(key)}
    assert sorted(touched) == sorted(objects.touched(changed))


@settings(max_examples=60)
@given(DICTS, EDITS)
def test_it_behaves_like_a_dict(start: dict[str, int], edits: list[tuple[str, int | None]]) -> None:
    model = dict(start)
    before = PersistentMap.of(start)
    entries = edited(before, model, edits)
    assert dict(entries.items()) == model
    assert (len(entries), bool(entries)) == (len(model), bool(model))
    assert entries.keys() == list(entries) == sorted(model)
    assert entries.values() == [model[key] for key in sorted(model)]
    assert dict(entries.entries()) == model
    for key in {*start, *[key for key, _ in edits]}:
        assert (key in entries) == (key in model)
        assert entries.get(key, -1) == model.get(key, -1)
    assert dict(before.items()) == start, "the old map is what it was"


@settings(max_examples=60)
@given(DICTS, EDITS, st.randoms())
def test_its_digest_and_shape_do_not_depend_on_its_making(
    start: dict[str, int], edits: list[tuple[str, int | None]], random: st.DrawFn
) -> None:
    model = dict(start)
    entries = edited(PersistentMap.of(start), model, edits)
    items = list(model.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    one_by_one = edited(PersistentMap(), {}, items)
    at_once = PersistentMap[int]().update(dict(items[: len(items) // 2])).update(dict(items))
    assert entries == one_by_one == at_once == PersistentMap.of(model)
    assert entries.digest == one_by_one.digest == at_once.digest
    assert hash(entries) == hash(at_once)
    assert shape(entries.root) == shape(one_by_one.root) == shape(at_once.root)


def shape(node: Leaf[int] | Branch[int] | Lazy[int] | None) -> object:
    if isinstance(node, Leaf):
        return dict(node.entries)
    if isinstance(node, Branch):
        assert node.count > LEAF_SIZE
        return tuple(shape(child) for child in node.children)
    return node


@settings(max_examples=60)
@given(DICTS, EDITS, DICTS)
def test_changes_are_those_of_dicts(
    start: dict[str, int], edits: list[tuple[str, int | None]], unrelated: dict[str, int]
) -> None:
    model = dict(start)
    before = PersistentMap.of(start)
    after = edited(before, model, edits)
    for theirs, there in ((after, model), (PersistentMap.of(unrelated), unrelated)):
        wanted = {(key, start.get(key), there.get(key)) for key in {*start, *there} if start.get(key) != there.get(key)}
        found = list(before.changes(theirs))
        assert set(found) == wanted
        assert len(found) == len(wanted)


def test_keys_with_equal_hashes_live_together() -> None:
    keys = colliding(LEAF_SIZE + 10)
    model = {key: number for number, key in enumerate(keys)}
    entries = PersistentMap.of(model)
    assert dict(entries.items()) == model
    for key in keys[:20]:
        entries = entries.remove(key)
    assert entries.keys() == sorted(keys[20:])
    assert isinstance(entries.root, Leaf)


def test_a_change_shares_what_it_does_not_touch() -> None:
    entries = PersistentMap.of({str(number): number for number in range(5000)})
    after = entries.set("17", -1)
    assert isinstance(entries.root, Branch)
    assert isinstance(after.root, Branch)
    assert sum(a is not b for a, b in zip(entries.root.children, after.root.children, strict=True)) == 1
    assert list(entries.changes(after)) == [("17", 17, -1)]


def test_lazy_nodes_are_fetched_only_when_looked_into() -> None:
    whole = PersistentMap.of({str(number): number for number in range(200)})
    assert isinstance(whole.root, Branch)
    fetched: list[bytes] = []

    def lazy(node: Leaf[int] | Branch[int] | Lazy[int] | None) -> Lazy[int] | None:
        if node is None or isinstance(node, Lazy):
            return node

        def load(digest: bytes) -> Leaf[int] | Branch[int]:
            assert digest == node.digest
            fetched.append(digest)
            return node if isinstance(node, Leaf) else Branch(tuple(map(lazy, node.children)), node.count)

        return Lazy(node.digest, node.count, load)

    stored = PersistentMap(lazy(whole.root))
    assert (len(stored), stored.digest, stored == whole) == (200, whole.digest, True)
    assert list(stored.changes(whole)) == []
    assert fetched == []
    assert stored["7"] == 7
    assert "nothing" not in stored
    after = stored.set("7", 8)
    assert list(stored.changes(after)) == [("7", 7, 8)]
    assert len(fetched) <= 5
    assert dict(stored.items()) == dict(whole.items())
    assert after.remove("7").set("7", 7) == whole
    assert len(fetched) == len(set(fetched)), "nothing is fetched twice"


@settings(max_examples=60)
@given(DICTS, st.sets(KEYS, max_size=200))
def test_among_finds_what_looking_up_one_by_one_finds(start: dict[str, int], keys: set[str]) -> None:
    entries = PersistentMap.of(start)
    assert entries.among(keys) == {key: start[key] for key in keys if key in start}
    assert entries.flat() == dict(entries.entries()) == start
    entries.flat().clear()
    assert dict(entries.items()) == start


def test_a_key_that_is_no_text_of_unicode_is_found() -> None:
    entries = PersistentMap.of({f"{number}\udcff": number for number in range(200)})
    assert isinstance(entries.root, Branch)
    assert [entries[f"{number}\udcff"] for number in range(200)] == list(range(200))
    assert "\udcff" not in entries

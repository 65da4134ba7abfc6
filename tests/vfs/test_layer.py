from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vfs.trees import OPERATIONS, TREES, Operation, changed, check, plain
from tutor.vfs.content import Bytes
from tutor.vfs.errors import VfsError
from tutor.vfs.generated import Generated
from tutor.vfs.layer import apply_layer, layer_tar, tree_tar
from tutor.vfs.nodes import Device, Directory, File, Symlink
from tutor.vfs.tar import Header, write_tar
from tutor.vfs.tree import Tree


def names(stream: Iterator[bytes]) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(b"".join(stream))) as archive:
        return [member.name + ("/" if member.isdir() else "") for member in archive]


def archive(*members: Header | tuple[Header, bytes]) -> list[bytes]:
    pairs = [(m, None) if isinstance(m, Header) else (m[0], Bytes(m[1])) for m in members]
    return list(write_tar(pairs))


def tree_of(*paths: str) -> Tree:
    """Make a tree with these files (and, with a slash behind them, folders)."""
    tree = Tree.empty()
    for path in paths:
        parts = path.strip("/").split("/")
        for depth in range(1, len(parts) + 1):
            above = "/" + "/".join(parts[:depth])
            if tree.get(above) is None:
                tree = tree.set(above, Directory() if depth < len(parts) or path.endswith("/") else File(Bytes(b"x")))
    return tree


@settings(max_examples=300)
@given(OPERATIONS, OPERATIONS)
def test_applying_the_difference_gives_the_other_tree(first: list[Operation], second: list[Operation]) -> None:
    a = changed(Tree.empty(), first)
    b = changed(a, second)
    layer = list(layer_tar(a, b))
    assert layer == list(layer_tar(a, b))
    applied = apply_layer(a, layer)
    check(applied)
    assert plain(applied) == plain(b)
    assert plain(apply_layer(b, layer_tar(b, a))) == plain(a)


@settings(max_examples=150)
@given(TREES, TREES)
def test_applying_works_between_trees_that_share_nothing(a: Tree, b: Tree) -> None:
    applied = apply_layer(a, layer_tar(a, b))
    check(applied)
    assert plain(applied) == plain(b)


@settings(max_examples=60)
@given(TREES)
def test_a_tree_is_packed_and_unpacked(tree: Tree) -> None:
    unpacked = apply_layer(Tree.empty(), tree_tar(tree), whiteouts=False)
    check(unpacked)
    assert plain(
        unpacked.set("/", unpacked.root.replace(mode=tree.root.mode, uid=tree.root.uid, mtime=tree.root.mtime))
    ) == plain(tree)


def test_a_layer_without_changes_is_empty() -> None:
    tree = tree_of("/a/b")
    assert b"".join(layer_tar(tree, tree)) == bytes(1024)
    assert apply_layer(tree, [bytes(1024)]) == tree


def test_whiteouts_tell_what_is_gone() -> None:
    a = tree_of("/etc/a", "/etc/b", "/etc/c", "/var/x/y")
    b = a.remove("/etc/b").remove("/var")
    assert names(layer_tar(a, b)) == [".wh.var", "etc/", "etc/.wh.b"]


def test_a_replaced_folder_loses_each_name_that_it_had() -> None:
    a = tree_of("/d/one", "/d/two/x", "/e")
    b = a.remove("/d").set("/d", Directory()).set("/d/+three", File(Bytes(b"")))
    assert names(layer_tar(a, b)) == ["d/", "d/+three", "d/.wh.one", "d/.wh.two"]
    emptied = a.remove("/d/one").remove("/d/two")
    assert names(layer_tar(a, emptied)) == ["d/", "d/.wh.one", "d/.wh.two"]


def test_folders_above_a_change_and_all_names_of_a_file_are_in_the_layer() -> None:
    a = tree_of("/a/b/file", "/z/").link("/a/b/file", "/z/name")
    file = a.get("/z/name")
    assert isinstance(file, File)
    b = a.update("/z/name", file.replace(content=Bytes(b"new")))
    assert names(layer_tar(a, b)) == ["a/", "a/b/", "a/b/file", "z/", "z/name"]
    with tarfile.open(fileobj=io.BytesIO(b"".join(layer_tar(a, b)))) as read:
        assert read.getmember("z/name").linkname == "a/b/file"


def test_the_root_is_told_only_when_it_changed_itself() -> None:
    a = tree_of("/a/b")
    assert names(layer_tar(a, a.remove("/a", 77))) == ["./", ".wh.a"]


def test_names_that_look_like_whiteouts_cannot_be_in_a_layer() -> None:
    a = tree_of("/d/")
    b = a.set("/d/.wh.x", File(Bytes(b"")))
    with pytest.raises(VfsError, match=r"/d/\.wh\.x: a layer cannot hold"):
        list(layer_tar(a, b))
    assert apply_layer(Tree.empty(), tree_tar(b), whiteouts=False) == b


def test_whiteouts_spare_what_the_layer_itself_puts() -> None:
    a = tree_of("/d/old", "/d/sub/old", "/d/other/old", "/e")
    for mark in (Header("d/.wh..wh..opq"), Header(".wh.d")):
        layer = archive((Header("d/sub/new", size=1), b"n"), (Header("d/old", size=1), b"2"), mark, Header(".wh.gone"))
        applied = apply_layer(a, layer)
        assert [path for path, _ in applied.walk()] == ["/", "/d", "/d/old", "/d/sub", "/d/sub/new", "/e"]
    first = archive(Header(".wh.d"), Header("d", "directory"))
    assert [path for path, _ in apply_layer(a, first).walk()] == ["/", "/d", "/e"]
    assert apply_layer(a, archive(Header("d/.wh..wh.plnk"))) == a


def test_kinds_may_replace_one_another() -> None:
    a = tree_of("/d/x", "/f").set("/l", Symlink("/d"))
    layer = archive(
        (Header("d", size=1), b"f"), Header("f", "directory"), (Header("f/x", size=1), b"y"), Header("l", "directory")
    )
    applied = apply_layer(a, layer)
    assert [(path, type(node)) for path, node in applied.walk()][1:] == [
        ("/d", File), ("/f", Directory), ("/f/x", File), ("/l", Directory),
    ]  # fmt: skip


def test_links_in_the_folder_part_are_followed_inside_the_tree() -> None:
    a = (
        tree_of("/usr/lib/")
        .set("/lib", Symlink("usr/lib"))
        .set("/out", Symlink("/../../.."))
        .set("/loop", Symlink("loop"))
    )
    applied = apply_layer(a, archive((Header("lib/x", size=1), b"1"), (Header("out/y", size=1), b"2")))
    assert applied.get("/usr/lib/x") is not None
    assert applied.get("/y") is not None
    with pytest.raises(VfsError, match="too many symbolic links"):
        apply_layer(a, archive(Header("loop/x")))


def test_missing_folders_are_made() -> None:
    applied = apply_layer(Tree.empty(), archive(Header("a/b/c", "fifo", mtime=9)))
    assert applied.get("/a/b/c") == Device("p", mtime=9)
    assert applied.get("/a") == Directory(applied.set("/x", Directory()).get("/a").entries, mtime=9)  # type: ignore[union-attr]


def test_an_archive_can_be_unpacked_into_a_folder() -> None:
    layer = archive(Header(".", "directory", mode=0o700), (Header("/x", size=1), b"1"), Header("y", "link", target="x"))
    applied = apply_layer(tree_of("/in/"), layer, into="/in/deep", whiteouts=False)
    assert [path for path, _ in applied.walk()] == ["/", "/in", "/in/deep", "/in/deep/x", "/in/deep/y"]
    deep = applied.get("/in/deep")
    assert isinstance(deep, Directory)
    assert deep.mode == 0o700


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (Header("../x"), r"the member '\.\./x' leads out of the archive"),
        (Header("a/../../x"), r"the member 'a/\.\./\.\./x' leads out of the archive"),
        (Header("/../etc/passwd"), "leads out of the archive"),
        (Header("x", "link", target="../../etc/passwd"), r"the target of 'x', '\.\./\.\./etc/passwd' leads out"),
        (Header("x", "link", target="gone"), "'x' links to 'gone', which is not there or a folder"),
        (Header("x", "link", target="d"), "'x' links to 'd', which is not there or a folder"),
        (Header("x", "link", target="/"), "'x' links to '/', which is not there or a folder"),
        (Header("."), r"the member '\.' would replace the root"),
        (Header("..", "directory"), "leads out of the archive"),
        (Header("f/x"), "/f: f is no folder"),
        (Header("n" * 256), "has too long a name"),
        (Header("n/" * 2500 + "x"), "has too long a name"),
    ],
)
def test_members_that_lie_outside_are_refused(header: Header, message: str) -> None:
    tree = tree_of("/d/x", "/f")
    with pytest.raises(VfsError, match=message) as caught:
        apply_layer(tree, archive(header))
    assert "\n" not in str(caught.value)


def test_what_is_absolute_or_climbs_inside_stays_inside() -> None:
    applied = apply_layer(Tree.empty(), archive(Header("/abs"), Header("a/../b"), Header("c", "link", target="/abs")))
    assert [path for path, _ in applied.walk()] == ["/", "/abs", "/b", "/c"]


def test_symbolic_links_of_a_layer_cannot_lead_its_members_out() -> None:
    layer = archive(Header("l", "symlink", target="/../../etc"), (Header("l/passwd", size=4), b"evil"))
    applied = apply_layer(tree_of("/etc/passwd"), layer)
    there = applied.get("/etc/passwd")
    assert isinstance(there, File)
    assert there.content.read() == b"evil"


def test_deep_layers_do_not_exhaust_the_stack() -> None:
    deep = "d/" * 2000
    layer = archive(Header(deep + "x"), Header(deep + ".wh..wh..opq"), Header("d/.wh..wh..opq"), Header(".wh.d"))
    applied = apply_layer(apply_layer(Tree.empty(), archive(Header(deep + "y"))), layer)
    assert [path for path, node in applied.walk() if isinstance(node, File)] == ["/" + deep + "x"]


def test_a_large_file_is_written_in_pieces() -> None:
    tree = Tree.empty().set("/large", File(Generated("x", 1 << 40)))
    pieces = layer_tar(Tree.empty(), tree)
    assert sum(len(next(pieces)) for _ in range(20)) > 1 << 20


@given(st.lists(st.sampled_from((".wh.a", ".wh.b", "a/.wh..wh..opq", "a/b", "a", "b", "a/b/c", "a/.wh.b")), max_size=8))
def test_whiteouts_never_touch_what_comes_from_their_own_layer(members: list[str]) -> None:
    base = tree_of("/a/b/old", "/a/old", "/b")
    headers = [Header(name, "file" if ".wh." in name else "directory") for name in members]
    applied = apply_layer(base, archive(*headers))
    check(applied)
    for name in members:
        if ".wh." not in name:
            assert isinstance(applied.get("/" + name), Directory)
    if "a/.wh..wh..opq" in members or ".wh.a" in members:
        assert applied.get("/a/old") is None
        assert applied.get("/a/b/old") is None

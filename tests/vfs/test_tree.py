from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vfs.trees import OPERATIONS, TREES, Operation, changed, check, plain
from tutor.vfs.content import Bytes
from tutor.vfs.errors import FsError
from tutor.vfs.nodes import Directory, File, HardLink, Symlink
from tutor.vfs.tree import Tree

ODD_PATHS = st.lists(st.sampled_from(("a", "b", "..", ".", "", "link", "abs", "loop", "up")), max_size=8).map("/".join)


def small() -> Tree:
    tree = Tree.empty(5)
    for folder in ("/a", "/a/b", "/etc"):
        tree = tree.set(folder, Directory())
    tree = tree.set("/a/b/file", File(Bytes(b"data"), 0o640, 1, 2, 3))
    for path, target in {
        "/link": "a/b",
        "/a/abs": "/etc",
        "/a/up": "../../../../..",
        "/loop": "loop2",
        "/loop2": "/loop",
        "/a/gone": "nowhere/at/all",
        "/here": ".",
    }.items():
        tree = tree.set(path, Symlink(target))
    return tree


@pytest.mark.parametrize(
    ("path", "follow", "wanted"),
    [
        ("/", True, "/"),
        ("/..//../.", True, "/"),
        ("a/b", True, "/a/b"),
        ("/link/file", True, "/a/b/file"),
        ("/link", True, "/a/b"),
        ("/link", False, "/link"),
        ("/link/", False, "/a/b"),
        ("/link/..", True, "/a"),
        ("/a/up/a/../etc", True, "/etc"),
        ("/a/abs/x", True, "/etc/x"),
        ("/a/gone", True, "/a/nowhere/at/all"),
        ("/a/gone/../x", True, "/a/nowhere/at/x"),
        ("/not/there/../y", True, "/not/y"),
        ("/here/here/here/link", False, "/link"),
    ],
)
def test_paths_are_resolved_inside_the_tree(path: str, follow: bool, wanted: str) -> None:
    assert small().resolve(path, follow) == wanted


@pytest.mark.parametrize("path", ["/loop", "/loop2/x", "/here/" * 41 + "a"])
def test_links_in_circles_are_told(path: str) -> None:
    with pytest.raises(FsError) as caught:
        small().resolve(path)
    assert (caught.value.code, caught.value.path) == ("ELOOP", path)


def test_forty_links_may_be_followed() -> None:
    assert small().resolve("/here/" * 40) == "/"


@given(
    ODD_PATHS, st.booleans(), st.lists(st.tuples(st.sampled_from(("/a", "/b", "/link", "/a/up", "/a/b")), ODD_PATHS))
)
def test_resolution_never_leads_out(path: str, follow: bool, links: list[tuple[str, str]]) -> None:
    tree = small()
    for where, target in links:
        try:
            tree = tree.set(where, Symlink(target or "/"))
        except FsError:
            continue
    try:
        found = tree.resolve(path, follow)
    except FsError:
        with pytest.raises(FsError, match="Too many levels"):
            tree.resolve(path, follow)
        return
    assert found.startswith("/")
    assert not {"", ".", ".."} & set(found[1:].split("/")) or found == "/"
    assert tree.resolve(found, follow=False) == found, "a canonical path leads to itself"


@settings(max_examples=150)
@given(OPERATIONS, OPERATIONS)
def test_a_tree_never_changes_and_counts_its_links(first: list[Operation], second: list[Operation]) -> None:
    tree = changed(Tree.empty(), first)
    check(tree)
    before, digest = plain(tree), tree.digest
    after = changed(tree, second)
    check(after)
    assert plain(tree) == before
    assert Tree(tree.root, tree.links, tree.next_link).digest == digest
    if after.digest == digest:
        assert plain(after) == before
    elif plain(after) == before:
        assert (after.links, after.next_link) != (tree.links, tree.next_link), "only numbers of links can differ"


@settings(max_examples=60)
@given(TREES)
def test_a_walk_tells_folders_before_their_entries_in_order(tree: Tree) -> None:
    paths = [path for path, _ in tree.walk()]
    assert paths[0] == "/"
    assert paths[1:] == sorted(paths[1:], key=lambda path: path.split("/"))
    for path, node in tree.walk():
        assert tree.get(path, follow=False) is node
        if isinstance(node, Directory):
            below = [other.rpartition("/") for other in paths if other != "/"]
            assert [name for name, _ in tree.children(path)] == [n for folder, _, n in below if (folder or "/") == path]


def test_a_write_through_one_name_is_seen_through_the_other() -> None:
    tree = small().link("/a/b/file", "/etc/other")
    file = tree.get("/etc/other")
    assert isinstance(file, File)
    assert file.names == 2
    assert isinstance(tree.entry("/a/b/file"), HardLink)
    tree = tree.update("/etc/other", file.replace(content=Bytes(b"new"), names=77))
    there = tree.get("/a/b/file")
    assert isinstance(there, File)
    assert (there.content.read(), there.names) == (b"new", 2)
    tree = tree.remove("/a").link("/etc/other", "/third")
    assert [str(path) for path, node in tree.walk() if isinstance(node, File)] == ["/etc/other", "/third"]
    check(tree)
    tree = tree.set("/third", File(Bytes(b"apart")))
    check(tree)
    tree = tree.remove("/etc/other")
    assert not tree.links


def test_errors_name_the_fault() -> None:
    tree = small()
    changes: dict[str, Callable[[], object]] = {
        "ENOENT": lambda: tree.set("/no/where", Symlink("x")),
        "ENOTDIR": lambda: tree.set("/a/b/file/x", Symlink("x")),
        "EINVAL": lambda: tree.rename("/a", "/a/b/c"),
        "EBUSY": lambda: tree.remove("/"),
        "EEXIST": lambda: tree.link("/a/b/file", "/etc"),
        "EPERM": lambda: tree.link("/etc", "/etc2"),
    }
    for code, change in changes.items():
        with pytest.raises(FsError) as caught:
            change()
        assert caught.value.code == code
    with pytest.raises(FsError) as caught:
        tree.set("/", Symlink("x"))
    assert caught.value.code == "EINVAL"
    with pytest.raises(FsError, match=r"^/gone: No such file or directory$"):
        tree.remove("/gone")


def test_the_time_of_the_folder_whose_entries_change_is_set_where_one_is_given() -> None:
    tree = small().set("/a/b/new", File(Bytes(b"")), 99)
    assert [times(tree)[path] for path in ("/", "/a", "/a/b")] == [5, 0, 99]
    tree = tree.rename("/a/b/new", "/etc/new", 100)
    assert [times(tree)[path] for path in ("/a/b", "/etc")] == [100, 100]


def times(tree: Tree) -> dict[str, int]:
    return {path: node.mtime for path, node in tree.walk()}


def test_folders_may_be_nested_as_deeply_as_paths_are_long() -> None:
    deep = Directory(mtime=1)
    for _ in range(3000):
        deep = Directory(Tree.empty().set("/d", deep).root.entries)
    tree = Tree(deep)
    other = tree.set("/d" * 3000 + "/file", File(Bytes(b"x")))
    assert tree.digest != other.digest
    assert len(list(other.walk())) == 3002

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.vfs.trees import OPERATIONS, TREES, Operation, changed, plain
from tutor.vfs.changes import Change, diff, docker_changes
from tutor.vfs.content import Bytes
from tutor.vfs.filesystem import FileSystem
from tutor.vfs.nodes import Directory, File, Symlink
from tutor.vfs.tree import Tree


def differences(a: Tree, b: Tree) -> dict[str, str]:
    """Find the changes the slow way: by looking at every path of both trees."""
    before, after = plain(a)[0], plain(b)[0]
    folders = {path for path, node in b.walk() if isinstance(node, Directory)}
    kinds = {path: "added" for path in after if path not in before}
    kinds.update({path: "modified" for path in after if path in before and before[path] != after[path]})
    for path in before:
        if path not in after and path.rpartition("/")[0] in {"", *folders}:
            kinds[path] = "deleted"
    return kinds


@settings(max_examples=150)
@given(OPERATIONS, OPERATIONS)
def test_a_diff_tells_what_differs(first: list[Operation], second: list[Operation]) -> None:
    a = changed(Tree.empty(), first)
    b = changed(a, second)
    found = diff(a, b)
    assert {change.path: change.kind for change in found} == differences(a, b)
    assert [change.path for change in found] == sorted((c.path for c in found), key=lambda path: path.split("/"))
    for change in found:
        assert change.before == a.get(change.path, follow=False)
        assert change.node == b.get(change.path, follow=False)


@settings(max_examples=60)
@given(TREES, TREES)
def test_trees_that_share_nothing_are_compared_too(a: Tree, b: Tree) -> None:
    assert {change.path: change.kind for change in diff(a, b)} == differences(a, b)
    assert diff(a, a) == ()


def test_a_hard_linked_file_changes_under_all_its_names() -> None:
    a = Tree.empty().set("/a", Directory()).set("/a/x", File(Bytes(b"1"))).link("/a/x", "/y")
    file = a.get("/y")
    assert isinstance(file, File)
    b = a.update("/y", file.replace(content=Bytes(b"2")))
    assert [(change.path, change.kind) for change in diff(a, b)] == [("/a/x", "modified"), ("/y", "modified")]
    assert [(change.path, change.kind) for change in diff(a, a.link("/y", "/z"))] == [("/z", "added")]


@pytest.fixture
def fs() -> FileSystem:
    base = FileSystem(Tree.empty(), now=lambda: 1)
    for folder in ("/etc", "/home", "/tmp", "/var/log"):
        base.mkdir(folder, parents=True)
    for name in ("group", "os-release"):
        base.write(f"/etc/{name}", b"x")
    base.write("/var/log/all", b"x")
    return FileSystem(base.tree, now=lambda: 2)


def listed(a: Tree, fs: FileSystem) -> list[str]:
    return [f"{change.kind[0].upper()} {change.path}" for change in docker_changes(a, fs.tree)]


def test_docker_lists_the_folders_above_a_change(fs: FileSystem) -> None:
    a = fs.tree
    fs.write("/new", b"x")
    fs.write("/etc/group", b"y", append=True)
    fs.unlink("/etc/os-release")
    fs.mkdir("/d")
    fs.write("/d/f", b"")
    assert listed(a, fs) == ["A /d", "A /d/f", "M /etc", "M /etc/group", "D /etc/os-release", "A /new"]


def test_docker_does_not_list_folders_for_their_time(fs: FileSystem) -> None:
    a = fs.tree
    fs.write("/tmp/t", b"")
    fs.unlink("/tmp/t")
    assert [change.path for change in diff(a, fs.tree)] == ["/tmp"]
    assert all(change.only_time for change in diff(a, fs.tree))
    assert listed(a, fs) == []
    fs.chmod("/etc/group", 0o600)
    fs.chmod("/tmp", 0o700)
    assert listed(a, fs) == ["M /etc", "M /etc/group", "M /tmp"]


def test_docker_lists_a_folder_that_is_gone_alone(fs: FileSystem) -> None:
    a = fs.tree
    fs.rename("/etc/group", "/etc/g2")
    fs.tree = fs.tree.remove("/var").remove("/home").set("/home", Symlink("/tmp"))
    assert listed(a, fs) == ["M /etc", "A /etc/g2", "D /etc/group", "M /home", "D /var"]


def test_a_change_tells_its_kind() -> None:
    assert Change("/x", None, Symlink("y")).kind == "added"
    assert Change("/x", Symlink("y"), None).kind == "deleted"
    assert Change("/x", Symlink("y"), Symlink("z")).kind == "modified"
    assert not Change("/x", Directory(), Directory(mode=0)).only_time

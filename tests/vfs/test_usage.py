from __future__ import annotations

from tutor.vfs.content import Bytes
from tutor.vfs.generated import Generated
from tutor.vfs.nodes import Device, Directory, File, Symlink
from tutor.vfs.tree import Tree
from tutor.vfs.usage import DISK_BLOCK, disk_usage


def blocks(tree: Tree, base: Tree | None = None) -> int:
    usage = disk_usage(tree, base)
    assert usage % DISK_BLOCK == 0
    return usage // DISK_BLOCK


def test_files_and_folders_take_whole_blocks() -> None:
    tree = Tree.empty()
    assert blocks(tree) == 1
    tree = tree.set("/d", Directory()).set("/d/empty", File(Bytes(b""))).set("/d/one", File(Bytes(b"x")))
    assert blocks(tree) == 3
    tree = tree.set("/two", File(Generated("x", 4097)))
    assert blocks(tree) == 5
    assert blocks(tree.link("/two", "/also")) == 5
    assert blocks(tree.set("/l", Symlink("short"))) == 5
    assert blocks(tree.set("/l", Symlink("l" * 60))) == 6
    assert blocks(tree.set("/p", Device("p"))) == 5


def test_a_layer_takes_what_it_holds_and_its_own_root() -> None:
    base = Tree.empty().set("/d", Directory()).set("/d/a", File(Bytes(b"a"))).set("/d/b", File(Bytes(b"b")))
    assert blocks(base, base) == 1
    assert blocks(base.remove("/d/a"), base) == 2
    assert blocks(base.set("/d/a", File(Bytes(b"new"))), base) == 3
    assert blocks(base.set("/", base.root.replace(mtime=9)), base) == 1

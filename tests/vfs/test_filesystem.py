from __future__ import annotations

from collections.abc import Callable

import pytest

from tutor.vfs.content import Bytes
from tutor.vfs.errors import STRERROR, FsError
from tutor.vfs.filesystem import Box, FileSystem
from tutor.vfs.generated import Generated
from tutor.vfs.nodes import Directory
from tutor.vfs.tree import Tree


class Clock:
    def __init__(self) -> None:
        self.time = 1000

    def __call__(self) -> int:
        self.time += 1
        return self.time


@pytest.fixture
def fs() -> FileSystem:
    made = FileSystem(Tree.empty(), now=Clock())
    for folder in ("/home/ann", "/home/bob", "/etc"):
        made.mkdir(folder, parents=True)
    made.mkdir("/tmp", 0o1777)
    made.chown("/home/ann", 1, 1)
    made.chown("/home/bob", 2, 2)
    made.write("/etc/passwd", b"root")
    return made


def code(operation: Callable[[], object]) -> str:
    with pytest.raises(FsError) as caught:
        operation()
    assert str(caught.value).endswith(STRERROR[caught.value.code])
    return caught.value.code


def test_files_are_written_and_read(fs: FileSystem) -> None:
    fs.write("/home/ann/x", b"one", 0o600)
    assert (fs.read("/home/ann/x"), fs.stat("/home/ann/x").mode) == (b"one", 0o600)
    fs.write("/home/ann/x", b"two", 0o777)
    assert (fs.read("/home/ann/x"), fs.stat("/home/ann/x").mode) == (b"two", 0o600)
    fs.write("/home/ann/x", b" and three", append=True)
    assert fs.read("/home/ann/../ann/./x") == b"two and three"
    assert code(lambda: fs.write("/home/ann/x", b"", exclusive=True)) == "EEXIST"
    assert code(lambda: fs.write("/home/none/x", b"")) == "ENOENT"
    assert code(lambda: fs.write("/etc", b"")) == "EISDIR"
    assert code(lambda: fs.read("/etc")) == "EISDIR"
    assert code(lambda: fs.read("/etc/passwd/x")) == "ENOTDIR"
    assert code(lambda: fs.read("")) == "ENOENT"


def test_copying_a_file_shares_its_content(fs: FileSystem) -> None:
    large = Generated("x", 1 << 40)
    fs.write("/large", large)
    fs.write("/copy", fs.content("/large"))
    assert fs.content("/copy") is large
    assert code(lambda: fs.read("/copy")) == "EFBIG"


def test_a_fork_is_apart(fs: FileSystem) -> None:
    fork = FileSystem(fs.tree, now=fs.space.now)
    fork.write("/etc/passwd", b"forked")
    assert (fs.read("/etc/passwd"), fork.read("/etc/passwd")) == (b"root", b"forked")


def test_users_share_one_file_system(fs: FileSystem) -> None:
    ann = fs.with_user(1, 1)
    ann.write("/home/ann/note", b"hi")
    assert fs.read("/home/ann/note") == b"hi"
    assert (fs.stat("/home/ann/note").uid, ann.uid, fs.uid) == (1, 1, 0)


def test_permissions_are_asked_for(fs: FileSystem) -> None:
    ann, bob, group = fs.with_user(1, 1), fs.with_user(2, 2), fs.with_user(2, 2, (1,))
    ann.write("/home/ann/x", b"secret", 0o640)
    assert code(lambda: bob.read("/home/ann/x")) == "EACCES"
    assert group.read("/home/ann/x") == b"secret"
    assert code(lambda: group.write("/home/ann/x", b"")) == "EACCES"
    assert code(lambda: bob.write("/home/ann/new", b"")) == "EACCES"
    assert code(lambda: bob.unlink("/home/ann/x")) == "EACCES"
    assert code(lambda: bob.chmod("/home/ann/x", 0o777)) == "EPERM"
    assert code(lambda: ann.chown("/home/ann/x", 2)) == "EPERM"
    assert code(lambda: ann.chown("/home/ann/x", -1, 2)) == "EPERM"
    assert code(lambda: bob.utime("/home/ann/x", 5)) == "EPERM"
    assert code(lambda: bob.utime("/home/ann/x")) == "EACCES"
    fs.chmod("/home/ann", 0o600)
    assert code(lambda: ann.read("/home/ann/x")) == "EACCES"
    assert ann.listdir("/home/ann") == ["x"]
    fs.chmod("/home/ann", 0o311)
    assert code(lambda: ann.listdir("/home/ann")) == "EACCES"
    assert ann.read("/home/ann/x") == b"secret"
    assert (ann.access("/home/ann/x", "rw"), ann.access("/home/ann/x", "x"), ann.access("/none")) == (
        True,
        False,
        False,
    )
    assert (fs.access("/home/ann/x", "rw"), fs.access("/home/ann/x", "x"), fs.access("/home/ann", "x")) == (
        True,
        False,
        True,
    )


def test_the_sticky_bit_keeps_others_from_removing(fs: FileSystem) -> None:
    ann, bob = fs.with_user(1, 1), fs.with_user(2, 2)
    ann.write("/tmp/x", b"")
    assert code(lambda: bob.unlink("/tmp/x")) == "EPERM"
    assert code(lambda: bob.rename("/tmp/x", "/tmp/y")) == "EPERM"
    bob.write("/tmp/z", b"")
    assert code(lambda: bob.rename("/tmp/z", "/tmp/x")) == "EPERM"
    ann.unlink("/tmp/x")
    fs.unlink("/tmp/z")


def test_group_folders_and_set_id_bits(fs: FileSystem) -> None:
    ann = fs.with_user(1, 1)
    ann.mkdir("/home/ann/team", 0o775)
    fs.chown("/home/ann/team", -1, 9)
    fs.chmod("/home/ann/team", 0o2775)
    ann.write("/home/ann/team/x", b"")
    ann.mkdir("/home/ann/team/sub", 0o755)
    assert (fs.stat("/home/ann/team/x").gid, fs.stat("/home/ann/team/sub").mode) == (9, 0o2755)
    fs.write("/tool", b"", 0o755)
    fs.chmod("/tool", 0o6755)
    fs.chown("/tool", 1)
    assert fs.stat("/tool").mode == 0o755
    fs.chmod("/tool", 0o6755)
    ann.write("/tool", b"changed")
    assert fs.stat("/tool").mode == 0o755
    ann.write("/home/ann/mine", b"")
    fs.chown("/home/ann/mine", -1, 7)
    ann.chmod("/home/ann/mine", 0o2755)
    assert fs.stat("/home/ann/mine").mode == 0o755


def test_folders_take_the_time_of_changes_in_them(fs: FileSystem) -> None:
    def changes(operation: Callable[[], object]) -> bool:
        before = fs.stat("/home/ann").mtime
        operation()
        return fs.stat("/home/ann").mtime != before

    assert changes(lambda: fs.write("/home/ann/x", b""))
    assert not changes(lambda: fs.write("/home/ann/x", b"more"))
    assert not changes(lambda: fs.chmod("/home/ann/x", 0o600))
    assert changes(lambda: fs.link("/home/ann/x", "/home/ann/y"))
    assert changes(lambda: fs.rename("/home/ann/y", "/home/bob/y"))
    assert changes(lambda: fs.rename("/home/bob/y", "/home/ann/y"))
    assert changes(lambda: fs.symlink("x", "/home/ann/z"))
    assert changes(lambda: fs.unlink("/home/ann/x"))
    assert changes(lambda: fs.mkdir("/home/ann/d"))
    assert not changes(lambda: fs.write("/home/ann/d/x", b""))
    fs.unlink("/home/ann/d/x")
    assert changes(lambda: fs.rmdir("/home/ann/d"))
    fs.utime("/home/ann", 7)
    assert fs.stat("/home/ann").mtime == 7
    fs.utime("/home/ann/z", 8, follow=False)
    assert fs.stat("/home/ann/z", follow=False).mtime == 8


def test_hard_links_are_one_file(fs: FileSystem) -> None:
    fs.link("/etc/passwd", "/home/same")
    fs.write("/home/same", b"new", append=False)
    fs.chmod("/etc/passwd", 0o600)
    one, two = fs.stat("/etc/passwd"), fs.stat("/home/same")
    assert one == two
    assert (one.nlink, fs.read("/etc/passwd")) == (2, b"new")
    assert fs.stat("/etc").ino != one.ino
    fs.rename("/home/same", "/etc/passwd")
    assert fs.exists("/home/same"), "both names are the same file: nothing happens"
    fs.unlink("/etc/passwd")
    assert fs.stat("/home/same").nlink == 1
    assert code(lambda: fs.link("/etc", "/etc2")) == "EPERM"
    fs.symlink("same", "/home/symlink")
    fs.link("/home/symlink", "/home/symlink2")
    assert fs.readlink("/home/symlink2") == "same"
    assert code(lambda: fs.with_user(1, 1).link("/home/same", "/tmp/theirs")) == "EPERM"


def test_mounted_boxes_are_shared_with_their_owner(fs: FileSystem) -> None:
    box = Box(Tree.empty().set("/sub", Directory()))
    before = fs.tree
    fs.mount("/data", box)
    fs.mount("/etc/inner", box, "/sub")
    fs.write("/data/sub/x", b"shared")
    assert fs.read("/etc/inner/x") == b"shared"
    assert FileSystem(box, now=Clock()).read("/sub/x") == b"shared"
    assert fs.tree is before
    assert fs.listdir("/etc") == ["inner", "passwd"]
    assert fs.listdir("/") == ["data", "dev", "etc", "home", "proc", "tmp"]
    assert fs.resolve("/data/../etc/inner/../passwd") == "/etc/passwd"
    assert code(lambda: fs.rename("/etc/passwd", "/data/p")) == "EXDEV"
    assert code(lambda: fs.link("/etc/passwd", "/data/p")) == "EXDEV"
    assert code(lambda: fs.rmdir("/data")) == "EBUSY"
    assert code(lambda: fs.rename("/data", "/data2")) == "EBUSY"
    fs.chmod("/data", 0o700)
    assert box.tree.root.mode == 0o700
    fs.unmount("/data")
    assert not fs.exists("/data")
    assert code(lambda: fs.unmount("/data")) == "EINVAL"


def test_links_on_the_way_to_a_mount_are_followed(fs: FileSystem) -> None:
    fs.symlink("/etc", "/conf")
    fs.mount("/conf/inner/", Box(Tree.empty(7)))
    assert [mount.path for mount in fs.mounts] == ["", "/dev", "/etc/inner", "/proc"]
    assert fs.stat("/conf/inner").mtime == fs.stat("/etc/inner").mtime == 7
    fs.with_user(1, 1).unmount("/conf/inner")
    assert not fs.exists("/etc/inner")


def test_single_files_can_be_mounted(fs: FileSystem) -> None:
    box = Box(Tree.empty())
    FileSystem(box, now=Clock()).write("/hosts", b"127.0.0.1")
    fs.mount("/etc/hosts", box, "/hosts")
    fs.write("/etc/hosts", b" localhost", append=True)
    assert fs.read("/etc/hosts") == b"127.0.0.1 localhost"
    assert FileSystem(box, now=Clock()).read("/hosts") == b"127.0.0.1 localhost"
    assert code(lambda: fs.unlink("/etc/hosts")) == "EBUSY"


def test_read_only_mounts_refuse_every_change(fs: FileSystem) -> None:
    fs.mount("/data", Box(fs.tree), read_only=True)
    for operation in (
        lambda: fs.write("/data/etc/passwd", b""),
        lambda: fs.write("/data/new", b""),
        lambda: fs.mkdir("/data/new"),
        lambda: fs.unlink("/data/etc/passwd"),
        lambda: fs.chmod("/data/etc", 0),
        lambda: fs.chown("/data/etc", 1),
        lambda: fs.utime("/data/etc"),
        lambda: fs.symlink("x", "/data/new"),
    ):
        assert code(operation) == "EROFS"
    assert fs.access("/data/etc/passwd", "r")
    assert not fs.access("/data/etc/passwd", "w")
    fs.remount(read_only=True)
    assert code(lambda: fs.write("/x", b"")) == "EROFS"
    fs.write("/dev/null", b"gone")
    fs.remount(read_only=False)
    fs.remount("/data", read_only=False)
    fs.write("/data/x", b"")
    assert code(lambda: fs.remount("/etc", read_only=True)) == "EINVAL"


def test_a_full_box_takes_no_more(fs: FileSystem) -> None:
    fs.quota = fs.box.used + 100
    fs.write("/x", b"." * 60)
    tree = fs.tree
    assert code(lambda: fs.write("/y", b"." * 60)) == "ENOSPC"
    assert code(lambda: fs.write("/x", b"." * 60, append=True)) == "ENOSPC"
    assert fs.tree is tree
    fs.link("/x", "/y")
    fs.unlink("/x")
    assert code(lambda: fs.write("/z", b"." * 60)) == "ENOSPC"
    fs.unlink("/y")
    fs.write("/z", b"." * 60)
    fs.write("/other", b"." * 40)
    fs.rename("/other", "/z")
    fs.write("/y", b"." * 60)
    used = fs.box.used
    fs.tree = fs.tree
    assert fs.box.used == used == fs.quota


def test_mkdir_makes_what_is_missing(fs: FileSystem) -> None:
    fs.mkdir("/a//b/./c/", 0o700, parents=True)
    assert [fs.stat(path).mode for path in ("/a", "/a/b", "/a/b/c")] == [0o755, 0o755, 0o700]
    fs.mkdir("/a/b", parents=True)
    assert code(lambda: fs.mkdir("/a/b")) == "EEXIST"
    assert code(lambda: fs.mkdir("/etc/passwd/x", parents=True)) == "EEXIST"
    assert code(lambda: fs.mkdir("/none/x")) == "ENOENT"


def test_names_and_paths_have_a_length(fs: FileSystem) -> None:
    fs.write("/" + "n" * 255, b"")
    for path in ("/" + "n" * 256, "/" + "é" * 128, "/" + "x/" * 2048):
        assert code(lambda path=path: fs.write(path, b"")) == "ENAMETOOLONG"  # type: ignore[misc]


def test_special_files(fs: FileSystem) -> None:
    fs.mknod("/pipe", "p", mode=0o600)
    fs.mknod("/null", "c", 1, 3)
    assert [fs.stat(path).kind for path in ("/pipe", "/null")] == ["fifo", "char"]
    assert fs.device("/null") == (1, 3)
    fs.write("/null", b"gone")
    assert fs.read("/null") == b""
    assert code(lambda: fs.with_user(1, 1).mknod("/tmp/null", "c", 1, 3)) == "EPERM"
    fs.mknod("/disk", "b", 8, 0)
    assert code(lambda: fs.read("/disk")) == "ENXIO"


def test_symbolic_links(fs: FileSystem) -> None:
    fs.symlink("/etc", "/home/link")
    assert fs.read("/home/link/passwd") == b"root"
    assert fs.stat("/home/link", follow=False).st_mode == 0o120777
    assert fs.stat("/home/link", follow=False).size == 4
    fs.symlink("not/yet", "/home/dangling")
    assert (fs.exists("/home/dangling"), fs.exists("/home/dangling", follow=False)) == (False, True)
    assert code(lambda: fs.write("/home/dangling", b"")) == "ENOENT"
    fs.mkdir("/home/not")
    fs.write("/home/dangling", b"made")
    assert fs.read("/home/not/yet") == b"made"
    assert code(lambda: fs.write("/home/dangling", b"", exclusive=True)) == "EEXIST"
    assert code(lambda: fs.readlink("/etc")) == "EINVAL"
    fs.symlink("circle", "/circle")
    assert code(lambda: fs.read("/circle")) == "ELOOP"
    assert (fs.is_symlink("/circle"), fs.is_dir("/home/link"), fs.is_file("/home/link")) == (True, True, False)
    fs.chown("/home/link", 5, follow=False)
    assert (fs.stat("/home/link", follow=False).uid, fs.stat("/etc").uid) == (5, 0)


def test_content_that_is_equal_makes_equal_trees(fs: FileSystem) -> None:
    first, second = (FileSystem(fs.tree, now=lambda: 1) for _ in range(2))
    first.write("/a", Bytes(b"x"))
    first.write("/b", b"y")
    second.write("/b", b"y")
    second.write("/a", b"x")
    assert first.tree == second.tree

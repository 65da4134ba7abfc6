from __future__ import annotations

from collections.abc import Callable

import pytest

from tutor.vfs.errors import FsError
from tutor.vfs.filesystem import FileSystem
from tutor.vfs.space import Facts
from tutor.vfs.tree import Tree


@pytest.fixture
def fs() -> FileSystem:
    return FileSystem(Tree.empty(), now=lambda: 100_000, uid=7)


def test_dev_has_what_programs_expect(fs: FileSystem) -> None:
    assert fs.listdir("/dev") == [
        "fd", "full", "null", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom", "zero",
    ]  # fmt: skip
    fs.write("/dev/null", b"gone")
    fs.write("/dev/full", b"")
    with pytest.raises(FsError, match="No space left on device"):
        fs.write("/dev/full", b"x")
    assert fs.read("/dev/null") == b""
    assert fs.content("/dev/zero").read(10**9, 4) == bytes(4)
    with pytest.raises(FsError, match="File too large"):
        fs.read("/dev/zero")
    first, second = fs.content("/dev/urandom").read(0, 8), fs.content("/dev/urandom").read(0, 8)
    assert len(first) == len(second) == 8
    assert first != second
    again = FileSystem(Tree.empty(), now=lambda: 100_000)
    assert again.content("/dev/random").read(0, 8) == first, "the same world gives the same bytes"
    assert [fs.device(f"/dev/{name}") for name in ("stdin", "stdout", "stderr")] == [(136, 0), (136, 1), (136, 2)]
    fs.write("/dev/shm/x", b"kept")
    assert fs.read("/dev/shm/x") == b"kept"
    with pytest.raises(FsError, match="Permission denied"):
        fs.write("/dev/x", b"")
    assert not fs.tree.root.entries


def test_proc_tells_of_the_simulated_machine(fs: FileSystem) -> None:
    assert fs.read("/proc/uptime") == b"3600.00 7200.00\n"
    fs.space.facts = Facts("box", ((1, ("/bin/sh", "-c", "x")), (9, ("cat",))), 9, 90_000, 1, 1 << 30)
    assert fs.read("/proc/self/comm") == b"cat\n"
    assert fs.read("/proc/1/cmdline") == b"/bin/sh\0-c\0x\0"
    assert fs.read("/proc/uptime") == b"10000.00 10000.00\n"
    assert fs.read("/proc/sys/kernel/hostname") == b"box\n"
    assert fs.read("/proc/meminfo").startswith(b"MemTotal:        1048576 kB\nMemFree: ")
    assert fs.read("/proc/cpuinfo").count(b"processor") == 1
    assert fs.read("/proc/version").startswith(b"Linux version 6.")
    assert fs.read("/proc/mounts").splitlines() == [
        b"overlay / overlay rw,relatime 0 0",
        b"tmpfs /dev tmpfs rw,relatime 0 0",
        b"proc /proc proc rw,relatime 0 0",
    ]
    root = fs.with_user(0, 0)
    changes: list[Callable[[], None]] = [
        lambda: root.write("/proc/x", b""),
        lambda: root.unlink("/proc/uptime"),
        lambda: root.rmdir("/proc/1"),
    ]
    for change in changes:
        with pytest.raises(FsError, match="Read-only file system"):
            change()
    assert "meminfo" in fs.listdir("/proc")


def test_a_tree_may_be_looked_at_without_them() -> None:
    fs = FileSystem(Tree.empty(), now=lambda: 0, special=False)
    assert fs.listdir("/") == []
    assert not fs.exists("/dev/null")

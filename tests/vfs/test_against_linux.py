"""The same operations in a folder of this machine and in a tree: results and error codes must be equal.

Targets of symbolic links have no slash at their end here: for those a tree tells other codes when they are written to.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.vfs.errors import FsError
from tutor.vfs.filesystem import FileSystem
from tutor.vfs.tree import Tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the error codes of Linux are compared")

Step: TypeAlias = "tuple[str, str, str, int]"

DEPTH = 8
"""Both worlds begin this many folders deep, so that `..` above the first finds the same in both."""
PLAIN = ["a", "b", "a/b", "a/c", "b/a", "a/b/c"]
PATHS = [*PLAIN, *PLAIN, "a/", "b/", "./a", "a/.", "a/..", "a/../b", "a/b/", "a/b/..", ".", "..", "a//b", "a/b/../c"]
TARGETS = ["a", "b", "a/b", "../b", "../a/c", "..", ".", "nowhere", "b/", "c"]
MODES = [0o755, 0o644, 0o600, 0o500, 0o300, 0o000, 0o1777, 0o2755, 0o4711]
WHAT = [
    "mkdir",
    "mkdir",
    "write",
    "write",
    "append",
    "exclusive",
    "unlink",
    "rmdir",
    "symlink",
    "link",
    "rename",
    "rename",
]
LOOKS = ["chmod", "read", "listdir", "readlink", "stat", "lstat", "access", "realpath"]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(WHAT + LOOKS), st.sampled_from(PATHS), st.sampled_from(PATHS + TARGETS), st.sampled_from(MODES)
    ),
    max_size=30,
)


def in_tree(fs: FileSystem, here: str, step: Step) -> object:
    what, first, second, mode = step
    path, other = f"{here}/{first}", f"{here}/{second}"
    if what in ("stat", "lstat"):
        found = fs.stat(path, follow=what == "stat")
        return found.kind, found.mode, found.size if found.kind != "directory" else 0
    result: dict[str, Callable[[], object]] = {
        "mkdir": lambda: fs.mkdir(path, mode),
        "write": lambda: fs.write(path, second.encode(), mode),
        "append": lambda: fs.write(path, second.encode(), mode, append=True),
        "exclusive": lambda: fs.write(path, second.encode(), mode, exclusive=True),
        "unlink": lambda: fs.unlink(path),
        "rmdir": lambda: fs.rmdir(path),
        "symlink": lambda: fs.symlink(second.rstrip("/"), path),
        "link": lambda: fs.link(path, other),
        "rename": lambda: fs.rename(path, other),
        "chmod": lambda: fs.chmod(path, mode),
        "read": lambda: fs.read(path),
        "listdir": lambda: fs.listdir(path),
        "readlink": lambda: fs.readlink(path),
        "access": lambda: [fs.access(path, letter) for letter in "rwx"],
        "realpath": lambda: fs.exists(path) and fs.resolve(path)[len(here) :],
    }
    return result[what]()


def in_folder(here: str, step: Step) -> object:
    what, first, second, mode = step
    path, other = f"{here}/{first}", f"{here}/{second}"
    if what in ("stat", "lstat"):
        found = os.stat(path, follow_symlinks=what == "stat")
        return kind_of(found), stat.S_IMODE(found.st_mode), found.st_size if not stat.S_ISDIR(found.st_mode) else 0
    result: dict[str, Callable[[], object]] = {
        "mkdir": lambda: os.mkdir(path, mode),
        "write": lambda: write(path, second, os.O_TRUNC, mode),
        "append": lambda: write(path, second, os.O_APPEND, mode),
        "exclusive": lambda: write(path, second, os.O_EXCL, mode),
        "unlink": lambda: os.unlink(path),
        "rmdir": lambda: os.rmdir(path),
        "symlink": lambda: os.symlink(second.rstrip("/"), path),
        "link": lambda: os.link(path, other, follow_symlinks=False),
        "rename": lambda: os.rename(path, other),
        "chmod": lambda: os.chmod(path, mode),
        "read": lambda: read(path),
        "listdir": lambda: sorted(os.listdir(path)),
        "readlink": lambda: os.readlink(path),
        "access": lambda: [
            os.access(path, bit, effective_ids=os.geteuid() != os.getuid()) for bit in (os.R_OK, os.W_OK, os.X_OK)
        ],
        "realpath": lambda: os.path.exists(path) and os.path.realpath(path)[len(os.path.realpath(here)) :],
    }
    return result[what]()


def kind_of(found: os.stat_result) -> str:
    if stat.S_ISDIR(found.st_mode):
        return "directory"
    return "symlink" if stat.S_ISLNK(found.st_mode) else "file"


def write(path: str, text: str, flag: int, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | flag, mode)
    os.write(handle, text.encode())
    os.close(handle)


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def outcome(operation: Callable[[], object]) -> object:
    try:
        return operation()
    except FsError as error:
        return error.code
    except OSError as error:
        return errno.errorcode[error.errno or 0]


@contextmanager
def acting_as(user: int) -> Iterator[None]:
    """Be another user for a while; nothing to do for one's own."""
    before = os.geteuid(), os.getegid(), os.getgroups(), os.umask(0)
    if user != before[0]:
        os.setgroups([])
        os.setegid(user)
        os.seteuid(user)
    try:
        yield
    finally:
        os.umask(before[3])
        if user != before[0]:
            os.seteuid(before[0])
            os.setegid(before[1])
            os.setgroups(before[2])


def compare(user: int, steps: list[Step]) -> None:
    top = tempfile.mkdtemp()
    try:
        os.chmod(top, 0o755)
        group = os.getegid() if user == os.geteuid() else user
        os.chown(top, user, group)
        groups = tuple(os.getgroups()) if user == os.geteuid() else ()
        fs = FileSystem(Tree.empty(), now=lambda: 0, uid=user, gid=group, groups=groups, special=False)
        fs.tree = fs.tree.set("/", fs.tree.root.replace(uid=user, gid=group))
        down = "/s" * DEPTH
        with acting_as(user):
            for depth in range(1, DEPTH + 1):
                os.mkdir(f"{top}{'/s' * depth}", 0o755)
            fs.mkdir(down, parents=True)
            for number, step in enumerate(steps):
                wanted = outcome(lambda step=step: in_folder(top + down, step))  # type: ignore[misc]
                found = outcome(lambda step=step: in_tree(fs, down, step))  # type: ignore[misc]
                assert found == wanted, (number, step)
        assert in_full(fs) == in_full_there(top)
    finally:
        shutil.rmtree(top)


def in_full(fs: FileSystem) -> dict[str, object]:
    root = FileSystem(fs.tree, now=lambda: 0, special=False)
    found: dict[str, object] = {}
    for path, _ in fs.tree.walk("/s"):
        about = root.stat(path, follow=False)
        what = root.read(path) if about.is_file else root.readlink(path) if about.is_symlink else None
        found[path] = (about.st_mode, what, about.nlink if about.is_file else 0)
    return found


def in_full_there(top: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for folder, folders, files in os.walk(top):
        for name in folders + files:
            path = f"{folder}/{name}"
            about = os.lstat(path)
            kind = kind_of(about)
            what = read(path) if kind == "file" else os.readlink(path) if kind == "symlink" else None
            found[path[len(top) :]] = (about.st_mode, what, about.st_nlink if kind == "file" else 0)
    return found


@settings(max_examples=120)
@given(STEPS)
@example([("symlink", "a", "b", 0), ("mkdir", "b", "", 0o755), ("rename", "a/", "b/a", 0), ("rename", "a", "b/", 0)])
@example([("write", "a", "x", 0o644), ("link", "a", "b", 0), ("rename", "a", "b", 0), ("stat", "a", "", 0)])
@example([("symlink", "a", "b", 0), ("exclusive", "a", "x", 0o644), ("write", "a", "x", 0o644), ("read", "b", "", 0)])
def test_as_oneself(steps: list[Step]) -> None:
    compare(os.geteuid(), steps)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")
@settings(max_examples=120)
@given(STEPS)
def test_as_a_user_without_rights(steps: list[Step]) -> None:
    compare(54321, steps)

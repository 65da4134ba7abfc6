"""One small machine in two shapes: a virtual tree for our applets, a real folder for busybox to be asked in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.vfs.content import Bytes
from tutor.vfs.nodes import Directory, File, Symlink
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.vfs.nodes import Node

WORK = "/w"
STAMP = 1706933106
"""3 February 2024, 04:05:06 UTC: the time of every file that has no other."""


@dataclass(frozen=True, slots=True)
class Entry:
    data: bytes | None = None  # None: a folder, unless there is a target
    target: str = ""
    mode: int = 0o644
    uid: int = 0
    gid: int = 0
    mtime: int = STAMP


WORDS = "pear\napple\nfig\napple\nBanana\ncherry\n\nfig\n"
TABLE = "name,age,city\nann,31,Oslo\nbob,4,Rome\ncid,100,New York\neve,22,\n"
TEXT = """The quick brown fox
jumps over the lazy dog.

  Indented line\twith a tab
THE END of the text
foo=bar
foo.bar[0]
last line
"""
PASSWD = """root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/sbin/nologin
learner:x:1000:1000:Learner,,,:/home/learner:/bin/sh
guest:x:1001:1002::/home/guest:/bin/sh
"""
GROUP = """root:x:0:
daemon:x:1:
wheel:x:10:root,learner
learner:x:1000:
staff:x:1002:learner,guest
"""

ENTRIES: dict[str, Entry] = {
    "/etc": Entry(mode=0o755),
    "/etc/passwd": Entry(PASSWD.encode()),
    "/etc/group": Entry(GROUP.encode()),
    "/home": Entry(mode=0o755),
    "/home/learner": Entry(mode=0o755, uid=1000, gid=1000),
    "/root": Entry(mode=0o700),
    "/tmp": Entry(mode=0o1777),
    "/w": Entry(mode=0o755),
    "/w/words": Entry(WORDS.encode()),
    "/w/sorted": Entry(b"apple\nbanana\ncherry\n", mtime=STAMP + 86400),
    "/w/other": Entry(b"banana\ncherry\ndate\n"),
    "/w/numbers": Entry(b"10\n9\n-3\n2.5\n10\n1e2\n 7\n0x1f\nabc\n"),
    "/w/table.csv": Entry(TABLE.encode()),
    "/w/text": Entry(TEXT.encode()),
    "/w/tabs": Entry(b"one\ttwo\tthree\n1\t2\t3\n\t\tlast\nnofields\n"),
    "/w/fields": Entry(b"c 3 x\na 1 z\nb  2 y\na 0 w\n"),
    "/w/hosts": Entry(b"127.0.0.1 localhost\n10.0.0.5 db db.local\n10.0.0.6 web\n# comment\n192.168.1.1 gate\n"),
    "/w/empty": Entry(b""),
    "/w/nonl": Entry(b"first\nno newline"),
    "/w/utf8": Entry("grüße\nnaïve café\n日本\n".encode()),
    "/w/bytes": Entry(bytes(range(256))),
    "/w/ten": Entry(b"".join(b"line %d\n" % n for n in range(1, 11))),
    "/w/script.sh": Entry(b"#!/bin/sh\necho script $1\n", mode=0o755),
    "/w/secret": Entry(b"top secret\n", mode=0o600, uid=1000, gid=1000, mtime=STAMP - 100000000),
    "/w/.hidden": Entry(b"hidden\n"),
    "/w/a file": Entry(b"spaces in name\n"),
    "/w/dir": Entry(mode=0o755),
    "/w/dir/a.txt": Entry(b"alpha\n"),
    "/w/dir/b.log": Entry(b"beta\nfoo here\n", mode=0o600, mtime=STAMP + 1000),
    "/w/dir/c": Entry(mode=0o700),
    "/w/dir/c/deep.txt": Entry(b"deep foo\n" * 300),
    "/w/dir/.dot": Entry(b""),
    "/w/void": Entry(mode=0o755),
    "/w/link": Entry(target="words"),
    "/w/dangling": Entry(target="nowhere"),
    "/w/dirlink": Entry(target="dir"),
    "/w/dir/up": Entry(target="../words"),
    "/w/loop": Entry(target="loop"),
}


def tree(applets: list[str]) -> Tree:
    """The machine as a tree, with each applet as a link to busybox."""
    built = Tree.empty(STAMP)
    binary = b"\x7fELF\0busybox"
    built = built.set("/bin", Directory(PersistentMap.of({}), 0o755, 0, 0, STAMP))
    nodes: dict[str, Node] = {f"/bin/{name}": Symlink("busybox", 0, 0, STAMP) for name in applets}
    nodes["/bin/busybox"] = File(Bytes(binary), 0o755, 0, 0, STAMP)
    for path, entry in ENTRIES.items():
        if entry.target:
            nodes[path] = Symlink(entry.target, entry.uid, entry.gid, entry.mtime)
        elif entry.data is None:
            nodes[path] = Directory(None, entry.mode, entry.uid, entry.gid, entry.mtime)
        else:
            nodes[path] = File(Bytes(entry.data), entry.mode, entry.uid, entry.gid, entry.mtime)
    for path, node in nodes.items():
        built = built.set(path, node)
    return built


def real(root: Path) -> None:
    """The same files (without the applets) below a real folder; needs to be root for the owners."""
    for path, entry in ENTRIES.items():
        place = root / path[1:]
        if entry.target:
            place.symlink_to(entry.target)
        elif entry.data is None:
            place.mkdir(exist_ok=True)
        else:
            place.write_bytes(entry.data)
    for path, entry in reversed(ENTRIES.items()):
        place = root / path[1:]
        os.chown(place, entry.uid, entry.gid, follow_symlinks=False)
        if not entry.target:
            place.chmod(entry.mode)
        os.utime(place, (entry.mtime, entry.mtime), follow_symlinks=False)

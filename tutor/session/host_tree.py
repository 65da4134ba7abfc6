"""The learner's simulated machine as it is on the first day: a small Linux with a home folder and an empty lab."""

from __future__ import annotations

from tutor.session.editors import EDITORS
from tutor.session.machine import LEARNER
from tutor.session.words import WORDS
from tutor.shell.commands import APPLETS
from tutor.vfs.content import Bytes
from tutor.vfs.generated import Generated
from tutor.vfs.nodes import Directory, File, Symlink
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.vfs.nodes import Node

HOME = "/home/learner"
LAB = f"{HOME}/lab"

_TEXTS = {
    "group": f"root:x:0:\nlearner:x:{LEARNER}:\n",
    "hostname": "layerwise\n",
    "hosts": "127.0.0.1\tlocalhost\n127.0.1.1\tlayerwise\n",
    "os-release": 'NAME="Layerwise"\nID=layerwise\nPRETTY_NAME="Layerwise sandbox"\n',
    "passwd": f"root:x:0:0:root:/root:/bin/sh\nlearner:x:{LEARNER}:{LEARNER}:Learner:{HOME}:/bin/sh\n",
}


def host_tree(now: int) -> Tree:
    """The tree; `now` (seconds since 1970) is every file's time."""

    def folder(entries: dict[str, Node], mode: int = 0o755, owner: int = 0) -> Directory:
        return Directory(PersistentMap.of(entries), mode, owner, owner, now)

    def program(name: str, size: int) -> File:
        return File(Generated(f"host/{name}", size, "elf"), 0o755, 0, 0, now)

    applets: dict[str, Node] = {name: Symlink("busybox", 0, 0, now) for name in sorted(APPLETS)}
    applets["sh"] = Symlink("busybox", 0, 0, now)
    applets["busybox"] = program("busybox", 1_131_168)
    own: dict[str, Node] = {name: program(name, 16_384) for name in sorted(WORDS)}
    programs: dict[str, Node] = {"docker": program("docker", 42_310_816)}
    programs |= {name: program(name, 262_144) for name in sorted(EDITORS)}
    texts: dict[str, Node] = {name: File(Bytes(text.encode()), 0o644, 0, 0, now) for name, text in _TEXTS.items()}
    root: dict[str, Node] = {
        "bin": folder(applets),
        "etc": folder(texts),
        "home": folder({"learner": folder({"lab": folder({}, owner=LEARNER)}, owner=LEARNER)}),
        "root": folder({}, 0o700),
        "tmp": folder({}, 0o1777),
        "usr": folder({"bin": folder(programs), "local": folder({"bin": folder(own)})}),
        "var": folder({"tmp": folder({}, 0o1777)}),
    }
    empty: PersistentMap[File] = PersistentMap.of({})
    return Tree(folder(root), empty, 1)

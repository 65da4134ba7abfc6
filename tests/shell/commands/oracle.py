"""Asks Debian's busybox the same lines, in a folder that it takes for its root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.shell.commands.runner import ENVIRONMENT, Result
from tests.shell.commands.world import WORK, real


def missing() -> str:
    """Why busybox cannot be asked here; empty when it can."""
    if shutil.which("busybox") is None:
        return "busybox is not installed"
    if os.geteuid() != 0:
        return "only root can change the root folder"
    return ""


class Oracle:
    """A folder with busybox in it; each line finds the machine fresh."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="applets-")
        self.root = Path(self._folder.name)
        self.root.chmod(0o755)
        self.busybox = Path(shutil.which("busybox") or "/bin/busybox")
        (self.root / "bin").mkdir()
        (self.root / "dev").mkdir()
        shutil.copy(self.busybox, self.root / "bin/busybox")
        libraries = subprocess.run(["ldd", self.busybox], capture_output=True, text=True, check=False).stdout
        for name in re.findall(r"(/\S+) \(0x", libraries):
            place = self.root / name[1:]
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(name, place)
        for name in subprocess.run([self.busybox, "--list"], capture_output=True, text=True, check=True).stdout.split():
            (self.root / "bin" / name).symlink_to("busybox")
        for name, minor in (("null", 3), ("zero", 5), ("urandom", 9)):
            os.mknod(self.root / "dev" / name, 0o20666, os.makedev(1, minor))

    def close(self) -> None:
        self._folder.cleanup()

    def run(self, line: str, *, uid: int = 0, gid: int = 0) -> Result:
        """Run one line in a fresh machine."""
        for name in ("etc", "home", "root", "tmp", "w"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        real(self.root)
        root = self.root

        def enter() -> None:
            os.chroot(root)
            os.chdir(WORK)
            os.umask(0o022)
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)

        done = subprocess.run(
            ["/bin/busybox", "sh", "-c", line], env=ENVIRONMENT, preexec_fn=enter, capture_output=True,
            stdin=subprocess.DEVNULL, timeout=20, check=False,
        )  # fmt: skip
        return Result(done.stdout, done.stderr, done.returncode)

"""Asks Debian's busybox the same scripts, in a folder that it takes for its root.

`python -m tests.shell.commands.oracle` records what it prints for cases that have no recorded result yet (`--all`: for
every case).
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.shell.commands import corpus
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
    """A folder with busybox in it; each script finds the machine fresh."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="applets-")
        self.root = Path(self._folder.name)
        self.root.chmod(0o755)
        self.busybox = Path(shutil.which("busybox") or "/bin/busybox")
        (self.root / "bin").mkdir()
        (self.root / "dev").mkdir()
        shutil.copy(self.busybox, self.root / "bin/busybox")
        listed = subprocess.run(["ldd", self.busybox], capture_output=True, text=True, check=False).stdout
        for name in re.findall(r"(/\S+) \(0x", listed):
            place = self.root / name[1:]
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(name, place)
        for name in subprocess.run([self.busybox, "--list"], capture_output=True, text=True, check=True).stdout.split():
            (self.root / "bin" / name).symlink_to("busybox")
        for name, minor in (("null", 3), ("zero", 5), ("urandom", 9)):
            os.mknod(self.root / "dev" / name, 0o20666, os.makedev(1, minor))
            (self.root / "dev" / name).chmod(0o666)

    def close(self) -> None:
        self._folder.cleanup()

    def run(self, script: str, *, uid: int = 0, gid: int = 0) -> Result:
        """Run one script in a fresh machine."""
        for name in ("etc", "home", "root", "tmp", "w"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        real(self.root)
        root = self.root

        def enter() -> None:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever started the tests may have had it ignored
            os.chroot(root)
            os.chdir(WORK)
            os.umask(0o022)
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)

        done = subprocess.run(
            ["/bin/sh", "-c", script], env=ENVIRONMENT, preexec_fn=enter, capture_output=True,
            stdin=subprocess.DEVNULL, timeout=20, check=False,
        )  # fmt: skip
        return Result(done.stdout, done.stderr, done.returncode)


def main(arguments: list[str]) -> None:
    """Record results."""
    oracle = Oracle()
    everything = "--all" in arguments
    for applet in [name for name in arguments if not name.startswith("-")] or corpus.applets():
        stored = corpus.recorded(applet)
        results: dict[str, str] = {}
        for case in corpus.cases(applet):
            if everything or case.title not in stored:
                results[case.title] = corpus.shown(oracle.run(case.script, uid=case.uid, gid=case.uid))
            else:
                results[case.title] = stored[case.title]
        if results != stored:
            corpus.record(applet, results)
    oracle.close()


if __name__ == "__main__":
    main(sys.argv[1:])

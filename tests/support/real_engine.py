"""A real engine (Debian's docker.io) on a socket of its own, which gets its images from `layerwise registry serve`.

The programs in our images are stand-ins that no kernel runs. In place of busybox, which is all of alpine's and
busybox's programs, the engine is given a static one of Debian's (LAYERWISE_BUSYBOX names it), among its unpacked files:
no digest changes.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.net.peers import layerwise

BUSYBOX = Path(os.environ.get("LAYERWISE_BUSYBOX", "/bin/busybox"))
DAEMON = "/usr/sbin/dockerd"


class Engine:
    """The engine and a home for a learner, in whose folder `lab` scripts run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "d.sock"
        self.home = folder / "home"
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("DOCKER", "LAYERWISE"))},
            "DOCKER_HOST": f"unix://{self.socket}", "DOCKER_BUILDKIT": "0", "HOME": str(self.home),
        }  # fmt: skip

    def look(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a check: over a copy of the learner's files, which is forgotten."""
        copy = self.folder / "copy"
        shutil.copytree(self.home, copy, symlinks=True)
        try:
            return self.sh(script, home=copy)
        finally:
            shutil.rmtree(copy)

    def sh(self, script: str, limit: float = 90, home: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a script as the learner's machine would; one that takes too long has failed."""
        self._give_programs()
        here = home or self.home
        try:
            return subprocess.run(
                ["sh", "-c", script], cwd=here / "lab", env={**self.env, "HOME": str(here)}, capture_output=True,
                text=True, timeout=limit, check=False, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess([], 124, "", "took too long")

    def _give_programs(self) -> None:
        real = BUSYBOX.read_bytes()
        for path in glob.glob(f"{self.folder}/data/vfs/dir/*/bin/busybox"):
            facts = os.lstat(path)
            if facts.st_size != len(real) and facts.st_size > 1000:
                Path(path).write_bytes(real)
                os.chmod(path, 0o755)
                os.utime(path, (facts.st_atime, facts.st_mtime))

    def put(self, path: str, text: str) -> None:
        """Write a file of the learner's ("~/lab/x")."""
        place = self.home / path.removeprefix("~/").removeprefix("/home/learner/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def clear(self) -> None:
        """Forget everything, the learner's files too."""
        shutil.rmtree(self.home, ignore_errors=True)
        (self.home / "lab").mkdir(parents=True)
        for line in ("docker rm -f $(docker ps -aq)", "docker rmi -f $(docker images -aq)",
                     "docker system prune -a -f --volumes"):  # fmt: skip
            self.sh(line)


@contextmanager
def engine(folder: Path) -> Iterator[Engine]:
    """Start one; skip where there is none, or where it cannot run here."""
    if not os.path.exists(DAEMON) or shutil.which("docker") is None:
        pytest.skip("there is no docker.io here")
    if not BUSYBOX.exists() or b"statically" not in subprocess.run(
        ["file", "-L", str(BUSYBOX)], capture_output=True, check=False
    ).stdout:  # fmt: skip
        pytest.skip("there is no static busybox here")
    made = Engine(folder)
    with layerwise() as port, open(folder / "log", "w") as log:
        daemon = subprocess.Popen(
            [DAEMON, "--storage-driver=vfs", f"--data-root={folder}/data", f"--exec-root={folder}/exec", "-H",
             f"unix://{made.socket}", f"--pidfile={folder}/pid", "--iptables=false", "--bridge=none",
             "--registry-mirror", f"http://127.0.0.1:{port}"],
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            end = time.monotonic() + 60
            while subprocess.run(["docker", "version"], env=made.env, capture_output=True, check=False).returncode:
                if daemon.poll() is not None or time.monotonic() > end:
                    pytest.skip("dockerd cannot run here: " + (folder / "log").read_text().strip().split("\n")[-1])
                time.sleep(0.3)
            yield made
        finally:
            daemon.terminate()
            daemon.wait(30)

"""How long builds take: beside Debian's `buildah bud`, and as steps and files grow.

    python tests/bench/build.py [copy] [steps] [diff]

`copy` builds a context of 2,000 files and 100 MB (half of them text, half noise) with `FROM scratch` and
`COPY . /app`, then the same again, with a fresh process each, as a learner's `layerwise exec` does. `steps` builds
Dockerfiles of 30, 60 and 120 steps. `diff` makes layers of what changed in a tree of 20,000 files. Times are seconds
that passed and, in brackets, seconds of CPU.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILES, SIZE = 2000, 52_500
LINE = b"a line of text that goes on, number %d\n"
PROGRAM = (sys.executable, "-m", "tutor")


def timed(command: list[str], env: dict[str, str] | None = None) -> tuple[float, float]:
    """Seconds that a command took, and seconds of CPU; the program ends if it fails."""
    used, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ran = subprocess.run(command, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False)
    passed = time.perf_counter() - began
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ran.stderr}")
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return passed, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def context(folder: Path) -> None:
    """Write 2,000 files of 52,500 bytes in 40 folders."""
    chance = random.Random(1)
    for number in range(FILES):
        file = folder / f"part{number // 50:02}" / f"file{number:04}"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = LINE % (number * 7919)
        file.write_bytes(chance.randbytes(SIZE) if number % 2 else (text * (SIZE // len(text) + 1))[:SIZE])
    (folder / "Dockerfile").write_text("FROM scratch\nCOPY . /app\n")


def copies(home: Path) -> None:
    """Compare with buildah: a build that copies much, and the same build again."""
    folder = home / "context"
    context(folder)
    ours = {"LAYERWISE_HOME": str(home / "home")}
    timed([*PROGRAM, "import", "--workspace", "bench", str(folder)], ours)
    build = [*PROGRAM, "exec", "--workspace", "bench", "-c", "docker build -q -t bench:1 ."]
    theirs = [
        "buildah", "--root", str(home / "root"), "--runroot", str(home / "run"), "--storage-driver", "vfs",
        "bud", "--isolation", "chroot", "--layers", "-t", "bench:1", str(folder),
    ]  # fmt: skip
    for what in ("first build", "same again"):
        a, b = timed(build, ours), timed(theirs)
        ratios = f"ratio {a[0] / b[0]:.2f} ({a[1] / b[1]:.2f})"
        print(f"{what}: {a[0]:.2f}s ({a[1]:.2f})  buildah {b[0]:.2f}s ({b[1]:.2f})  {ratios}")


def steps(home: Path) -> None:
    """Build Dockerfiles of more and more steps; the time for each step should stay the same."""
    for count in (30, 60, 120):
        folder = home / f"steps{count}"
        folder.mkdir()
        lines = [f"RUN echo {number} > /file{number}" for number in range(count)]
        (folder / "Dockerfile").write_text("\n".join(["FROM alpine:3.20", *lines, ""]))
        ours = {"LAYERWISE_HOME": str(home / f"home{count}")}
        timed([*PROGRAM, "import", "--workspace", "bench", str(folder)], ours)
        passed, cpu = timed([*PROGRAM, "exec", "--workspace", "bench", "-c", "docker build -q ."], ours)
        print(f"{count} steps: {passed:.2f}s ({cpu:.2f})  {cpu / count * 1000:.1f}ms of CPU a step")


def diffs(home: Path) -> None:
    """Compare two trees of 20,000 files of which one differs, and of which 2,000 do."""
    from tutor.vfs.content import Bytes
    from tutor.vfs.layer import layer_tar
    from tutor.vfs.nodes import Directory, File
    from tutor.vfs.tree import Tree

    tree = Tree.empty()
    for folder in range(200):
        tree = tree.set(f"/d{folder}", Directory())
        for number in range(100):
            tree = tree.set(f"/d{folder}/f{number}", File(Bytes(b"%d %d" % (folder, number))))
    began = time.process_time()
    _ = tree.digest  # as of any tree that was kept
    cpu = time.process_time() - began
    print(f"one tree of {sum(1 for _ in tree.walk())} files and folders; its digest, once: {cpu * 1000:.2f}ms")
    for count in (1, 20, 200, 2000):
        after = tree
        for number in range(count):
            after = after.set(f"/d{number % 200}/f{number // 200}", File(Bytes(b"changed %d" % number)))
        began = time.process_time()
        size = sum(map(len, layer_tar(tree, after)))
        cpu = time.process_time() - began
        print(
            f"{count} changed: {cpu * 1000:.2f}ms of CPU, a layer of {size} bytes, {cpu / count * 1e6:.0f}us a change"
        )


PARTS = {"copy": copies, "steps": steps, "diff": diffs}


def main() -> None:
    """Run the parts that are named, or all."""
    for part in sys.argv[1:] or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[part](Path(folder))


if __name__ == "__main__":
    main()

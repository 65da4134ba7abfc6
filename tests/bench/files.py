"""A build of 2,000 small files against the standard library, which puts the same files into a tar and reads it again.

`docker build` here does what BuildKit does: it takes the checksum of each file, makes the layer's tar, compresses it,
takes its digests, makes the image's documents; then the workspace keeps the new state on disk.
"""

from __future__ import annotations

import hashlib
import io
import random
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.figures import paired, show
from tests.support.sandbox import run, session
from tutor.outer.transfer import copy_in
from tutor.session.keeping import SqliteWorkspaces
from tutor.session.session import Session

FILES = 2000


def main(times: int) -> None:
    """Build anew after a change, build again unchanged, and write and read the tar, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        write(source)
        learner = session(SqliteWorkspaces(f"{folder}/data").open("bench"))
        copy_in(learner, str(source))
        spent: dict[str, list[float]] = {"built": [], "cached": [], "written": [], "read": []}
        for turn in range(times + 1):
            change(learner, turn)
            seconds = {
                "built": timed(lambda: built(learner)), "cached": timed(lambda: built(learner)),
                "written": timed(lambda: written(source)), "read": timed(lambda: read(written(source))),
            }  # fmt: skip
            seconds["read"] -= seconds["written"]
            for name, value in seconds.items() if turn else ():
                spent[name].append(value)
        learner.workspace.close()
    show(
        f"a build of {FILES} files (processor time, {times} turns)", ("layerwise", "tarfile"),
        [
            paired("every file copied / tar.gz written, ms", spent["built"], spent["written"]),
            paired("fully cached / tar.gz read, ms", spent["cached"], spent["read"]),
        ],
    )  # fmt: skip


def write(folder: Path) -> None:
    """Make the files: a program's modules, as text."""
    dice = random.Random(1)
    for number in range(FILES):
        path = folder / f"package{number % 40}" / f"module{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        names = [f"value_{dice.randrange(10_000)}" for _ in range(dice.randrange(5, 40))]
        path.write_text("".join(f"def {name}(x):\n    return {name[6:]} + x\n\n\n" for name in names))
    (folder / "Dockerfile").write_text("FROM scratch\nWORKDIR /app\nCOPY . .\n")


def change(learner: Session, turn: int) -> None:
    """Make one file another, so that the layer must be made anew."""
    assert run(learner, f"echo '# {turn}' >> package1/module1.py")[0] == 0


def built(learner: Session) -> None:
    """Build."""
    code, told = run(learner, "docker build -q -t bench .")
    assert (code, told[:7]) == (0, "sha256:"), told


def written(folder: Path) -> bytes:
    """The files in a compressed tar, and its digest taken."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        archive.add(folder, "app")
    hashlib.sha256(buffer.getvalue()).hexdigest()
    return buffer.getvalue()


def read(data: bytes) -> int:
    """Read all files of the tar."""
    total = 0
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            total += len(file.read()) if file is not None else 0
    return total


def timed(work: Callable[[], object]) -> float:
    """Processor seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun

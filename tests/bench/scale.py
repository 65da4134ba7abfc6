"""How the time of an operation grows with the store: each one over a tenth of it and over all of it, and the ratio.

    python -m tests.bench.scale [--images N] [--layers N] [--unread] [WORD…]

The stores are made in process: images of a few layers each (`--images`, 5,000 unless told), and the issue's 500 images
with `--layers` layers among them (5,000). A ratio of 10 is linear. WORDs choose by parts of names.

All times are processor time. "new process" is what a learner waits for whose sandbox is on disk: `layerwise exec` with
one command, start and end of Python included (the row `true` is those alone). "again" is a command in a process that
has run it before, as in a sitting that goes on. With `--unread` there is also a first time in a process that holds the
store in memory but has read no document of it yet. No learner meets that, but it shows the linear part alone: 10, and a
little more where the larger store outgrows the processor's cache.
"""

from __future__ import annotations

import argparse
import gc as gc_of_python
import resource
import subprocess
from collections.abc import Callable, Sequence
from time import process_time

from tests.bench.programs import LAYERWISE, environment, surroundings
from tests.docker.lab import HOME, Lab
from tests.engine.builders import HUB
from tests.support import sandbox
from tutor.__main__ import COLLECTOR
from tutor.dataclass import replace
from tutor.docker.commands import image_ls
from tutor.docker.complete import complete
from tutor.docker.describe import describe
from tutor.engine import contents, gc, images, listing, usage
from tutor.engine.build import cache
from tutor.engine.build.record import CacheRecord
from tutor.engine.state import DANGLING, ImageRecord, Snapshot, State
from tutor.oci.config import ContainerConfig, History, ImageConfig
from tutor.oci.descriptor import Descriptor
from tutor.oci.digest import of
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import OCI_LAYER_GZIP
from tutor.oci.platform import Platform
from tutor.session import steps
from tutor.session.keeping import SqliteWorkspaces
from tutor.session.moment import Moment
from tutor.session.picture import picture
from tutor.session.preview import preview
from tutor.session.session import Session
from tutor.session.stack import Forest
from tutor.store.blobs import Blob
from tutor.store.workspace import MemoryWorkspace
from tutor.vfs.tree import Tree

Timed = tuple[float, float]


def store(state: State, count: int, each: int, shared: int) -> State:
    """The state with `count` images of `each` layers, of which the lowest `shared` are the same in all of them.

    Every tenth is nameless; the build cache has a record for each image's top layer.
    """
    blobs: dict[str, Blob] = {}
    snapshots: dict[str, Snapshot] = {}
    records: dict[str, ImageRecord] = {}
    cache: dict[str, CacheRecord] = {}
    tree = Tree.empty()
    for number in range(count):
        layers = [Blob.of(f"layer {at} of {'all' if at < shared else number}".encode()) for at in range(each)]
        history = [History("2026-01-01T00:00:00Z", f"RUN step {at}") for at in range(each)]
        diffs = [of(b"diff " + layer.read()) for layer in layers]
        config = ImageConfig.build(ContainerConfig(), diffs, history, created=_created(number), platform=Platform())
        rows = [Descriptor(OCI_LAYER_GZIP, layer.digest, layer.size) for layer in layers]
        manifest = Manifest.build(config.descriptor(), rows)
        for blob in (*layers, Blob.of(config.raw), Blob.of(manifest.raw)):
            blobs[blob.digest] = blob
        below = ""
        for chain in images.chain_ids(config):
            snapshots[chain] = Snapshot(below, tree, 4096)
            below = chain
        target = manifest.descriptor()
        name = f"docker.io/team/app{number}:1" if number % 10 else DANGLING + target.digest
        records[name] = ImageRecord(name, target, float(number))
        key = f"record{number}"
        top = layers[-1].digest
        parent = f"record{number - 1}" if number % 4 else ""
        cache[key] = CacheRecord(
            key, "regular", "RUN x", 0.0, float(number), 1, (), tree, 4096, parent, below, layer=top, blobs=(top,)
        )
    return replace(
        state,
        content=state.content.update(blobs),
        snapshots=state.snapshots.update(snapshots),
        images=state.images.update(records),
        cache=state.cache.update(cache),
    )


def _created(number: int) -> str:
    return f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T00:00:{number % 60:02}Z"


class Store:
    """One store, and the ways to use it."""

    def __init__(self, count: int, each: int, shared: int) -> None:
        self.lab = Lab(HUB)
        self.lab.fs.write(f"{HOME}/Dockerfile", b"FROM alpine:3.20\nENV A=1\nRUN echo hi > /hi\n")
        self.lab.run("docker pull -q alpine:3.20")
        self.state = store(self.lab.state, count, each, shared)
        session = sandbox.session()
        moment = Moment(store(session.state, count, each, shared))
        self.session = Session(MemoryWorkspace(), lambda _clock: moment, sandbox.hub(), lambda: sandbox.NOW)

    def keep(self, folder: str, name: str) -> None:
        """Keep the sandbox in a file, as a sitting does."""
        workspace = SqliteWorkspaces(folder).open(name)
        workspace.append("", Moment(self.session.state), time=0.0)
        workspace.close()

    def run(self, line: str) -> Callable[[], object]:
        """A docker command on the store as it was made."""

        def work() -> None:
            self.lab.state = self.state
            ran = self.lab.run(line)
            assert ran.code == 0, ran

        return work

    def preview(self, line: str) -> Callable[[], object]:
        """What the screen shows while a line is typed."""

        def work() -> None:
            now = Forest(picture(self.session.state))
            preview(self.session, line, len(line), now)

        return work


def operations(where: Store) -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    state = where.state
    commands = (
        "image ls", "image ls --tree", "image ls -a --format json", "image ls -q --filter reference=team/*",
        "image ls -f dangling=true", "system df", "system df -v", "image inspect team/app1:1", "history team/app1:1",
        "pull alpine:3.19", "build -q -t new:1 .", "tag team/app1:1 team/app2:1", "rmi team/app1:1", "image prune -f",
        "image prune -af", "builder prune -f", "builder prune -af", "buildx du", "system prune -af",
        "create --name c1 team/app1:1 x", "save -o all.tar team/app1:1",
    )  # fmt: skip
    made: dict[str, Callable[[], object]] = {f"docker {line}": where.run(f"docker {line}") for line in commands}
    made["complete: image rm …"] = lambda: complete(["image", "rm"], "team/app", state, HUB)
    made["describe: image rm team/nope"] = lambda: describe(["image", "rm", "team/nope"], 2, state, HUB)
    made["stack: picture and draw"] = lambda: Forest(picture(state)).view
    made["preview: docker rmi team/app1:1"] = where.preview("docker rmi team/app1:1")
    made["preview: docker image prune -af"] = where.preview("docker image prune -af")
    made["gc: sweep everything"] = lambda: gc.sweep(state)
    return made


def forget() -> None:
    """Forget what is kept of documents, so that the next time is a first one."""
    contents.forget()
    gc._closures.clear()
    listing._measured.clear()
    images._chains.clear()
    for latest in (listing._all, listing._named, usage._last, cache._needed, image_ls._drawn):
        latest.forget()
    steps._walked.clear()


def timed(work: Callable[[], object]) -> Timed:
    """Seconds for a time when nothing was read yet and for one after it: the least of three and of six."""
    firsts, agains = [], []
    for _ in range(3):
        forget()
        firsts.append(_seconds(work))
        agains += [_seconds(work), _seconds(work)]
    return min(firsts), min(agains)


def _seconds(work: Callable[[], object]) -> float:
    gc_of_python.collect()
    start = process_time()
    work()
    return process_time() - start


def new_process(env: dict[str, str], name: str, line: str) -> float:
    """Seconds for one command on a kept sandbox: the least of five."""
    command = [*LAYERWISE, "exec", "--workspace", name, "-c", line]
    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def processes(title: str, small: Store, large: Store, words: Sequence[str]) -> None:
    """Print what single commands take, each in a process of its own."""
    print(f"{title}\n{'':46}{'new process':>24}")
    with surroundings() as changes:
        env = environment(changes)
        for name, where in (("small", small), ("large", large)):
            where.keep(f"{changes['LAYERWISE_HOME']}/workspaces", name)
        new_process(env, "small", "docker system df")  # keeps the byte code
        for line in ("true", "docker image ls", "docker image ls --tree", "docker system df", "docker system df -v"):
            if not words or any(word in line for word in words):
                one, ten = (new_process(env, name, line) for name in ("small", "large"))
                print(f"{line:46}{one * 1000:9.1f} → {ten * 1000:8.1f} ms {ten / one:6.1f}×", flush=True)
    print()


def compare(small: Store, large: Store, words: Sequence[str], unread: bool) -> None:
    """Print the times of each operation over both, and how many times longer the large one takes."""
    print(f"{'':46}{'again':>24}{'':9}{'unread' if unread else '':>24}")
    few, many = operations(small), operations(large)
    for name, work in many.items():
        if words and not any(word in name for word in words):
            continue
        (first, again), (first_all, again_all) = timed(few[name]), timed(work)
        print(
            f"{name:46}{again * 1000:9.1f} → {again_all * 1000:8.1f} ms {again_all / again:6.1f}×"
            + f"{first * 1000:10.1f} → {first_all * 1000:8.1f} ms {first_all / first:6.1f}×" * unread,
            flush=True,
        )


def main() -> None:
    """Read the arguments and print both comparisons."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("--images", type=int, default=5000)
    parser.add_argument("--layers", type=int, default=5000)
    parser.add_argument("--unread", action="store_true")
    gc_of_python.set_threshold(*COLLECTOR)
    parser.add_argument("words", nargs="*", metavar="WORD")
    asked = parser.parse_args()
    tenth, each = asked.images // 10, asked.layers // 500
    for title, few, many, layers, shared in (
        (f"{tenth} → {asked.images} images of 4 layers", tenth, asked.images, 4, 2),
        (f"50 → 500 images, {asked.layers // 10} → {asked.layers} layers in all", 50, 500, each, 0),
    ):
        small, large = Store(few, layers, shared), Store(many, layers, shared)
        processes(title, small, large, asked.words)
        compare(small, large, asked.words, asked.unread)
        print()


if __name__ == "__main__":
    main()

"""Small images, hubs and states for tests of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tutor.dataclass import replace
from tutor.engine.build.build import build
from tutor.engine.build.progress import BuildStep
from tutor.engine.build.request import BuildRequest, BuildResult
from tutor.engine.containers.attach import run_attached
from tutor.engine.containers.create import CreateRequest, create
from tutor.engine.containers.find import resolve as find_container
from tutor.engine.errors import EngineError
from tutor.engine.hub import EmptyHub
from tutor.engine.images import choose, familiar, top_chain
from tutor.engine.lookup import resolve
from tutor.engine.outcome import Outcome
from tutor.engine.pull import pull
from tutor.engine.state import State, initial
from tutor.engine.world import World
from tutor.oci import media_types
from tutor.oci.config import ContainerConfig, History, ImageConfig
from tutor.oci.descriptor import Descriptor
from tutor.oci.digest import of as digest_of
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.platform import Platform
from tutor.shell.streams import Buffer
from tutor.store.blobs import Blob
from tutor.vfs.content import Bytes
from tutor.vfs.gzip import compress
from tutor.vfs.layer import layer_tar
from tutor.vfs.nodes import Directory, File, Symlink
from tutor.vfs.tree import Tree

NOW = 1_795_500_000.0
PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
BUSYBOX = b"\x7fELF" + b"\0" * 4096
APPLETS = (
    "sh", "ash", "cat", "echo", "ls", "true", "false", "sleep", "touch", "mkdir", "rm", "rmdir", "mv", "cp", "chmod",
    "chown", "head", "tail", "wc", "sort", "uniq", "cut", "tr", "grep", "sed", "find", "env", "printf", "pwd", "test",
    "id", "ln", "tar", "hostname", "ps", "stat", "sha256sum", "seq", "kill", "httpd", "awk", "date",
)  # fmt: skip


def tree_of(files: Mapping[str, str | bytes], base: Tree | None = None, mtime: int = 1_795_000_000) -> Tree:
    """A tree with these files; a name that ends in `/` is a folder, a text that begins with `->` a symbolic link."""
    tree = base if base is not None else Tree.empty(mtime)
    for path, text in files.items():
        parts = [part for part in path.split("/") if part]
        folders = parts if path.endswith("/") else parts[:-1]
        for end in range(1, len(folders) + 1):
            folder = "/" + "/".join(folders[:end])
            if tree.get(folder, follow=False) is None:
                tree = tree.set(folder, Directory(mtime=mtime))
        if path.endswith("/"):
            continue
        if isinstance(text, str) and text.startswith("->"):
            tree = tree.set(path, Symlink(text[2:], 0, 0, mtime))
            continue
        data = text.encode() if isinstance(text, str) else text
        mode = 0o755 if data.startswith((b"\x7fELF", b"#!")) else 0o644
        tree = tree.set(path, File(Bytes(data), mode, 0, 0, mtime))
    return tree


def busybox_files() -> dict[str, str | bytes]:
    """A busybox and the usual links to it."""
    return {"/bin/busybox": BUSYBOX, **{f"/bin/{name}": "->/bin/busybox" for name in APPLETS}}


def etc_files(name: str) -> dict[str, str | bytes]:
    """What every base image has in /etc, and the usual empty folders."""
    return {
        "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\n",
        "/etc/group": "root:x:0:\n",
        "/etc/os-release": f'NAME="{name}"\n',
        "/home/": "",
        "/root/": "",
        "/tmp/": "",
        "/var/log/": "",
        "/usr/local/bin/": "",
    }


class MemoryHub(EmptyHub):
    """A hub in memory."""

    def __init__(self) -> None:
        self.names: dict[str, Descriptor] = {}
        self.blobs: dict[str, Blob] = {}

    def resolve(self, reference: str) -> Descriptor | None:
        name, at, digest = reference.partition("@")
        if at:
            targets = [target for key, target in self.names.items() if key.rpartition(":")[0] == name]
            return next((target for target in targets if target.digest == digest), None)
        return self.names.get(reference)

    def tags(self, repository: str) -> tuple[str, ...]:
        return tuple(sorted(n.rpartition(":")[2] for n in self.names if n.rpartition(":")[0] == repository))

    def repositories(self) -> tuple[str, ...]:
        return tuple(sorted({name.rpartition(":")[0] for name in self.names}))

    def blob(self, digest: str) -> Blob | None:
        return self.blobs.get(digest)

    def put(self, data: bytes) -> Blob:
        blob = Blob.of(data)
        self.blobs[blob.digest] = blob
        return blob

    def image(
        self,
        name: str,
        layers: list[Mapping[str, str | bytes]],
        *,
        config: ContainerConfig | None = None,
        platform: Platform | None = None,
        created: str = "2026-11-20T10:00:00Z",
    ) -> Descriptor:
        """Add a single-manifest image; each mapping is what its layer adds. Returns the manifest's descriptor."""
        tree = Tree.empty(1_795_000_000)
        rows, diffs, steps = [], [], []
        for number, files in enumerate(layers):
            after = tree_of(files, tree)
            tar = b"".join(layer_tar(tree, after))
            blob = self.put(b"".join(compress([tar])))
            rows.append(Descriptor(media_types.OCI_LAYER_GZIP, blob.digest, blob.size))
            diffs.append(digest_of(tar))
            steps.append(History(created, f"COPY layer{number} / # buildkit", comment="buildkit.dockerfile.v0"))
            tree = after
        settings = config or ContainerConfig(env=(PATH,), cmd=("/bin/sh",), working_dir="/")
        steps.append(History(created, 'CMD ["/bin/sh"]', comment="buildkit.dockerfile.v0", empty_layer=True))
        made = ImageConfig.build(settings, diffs, steps, created=created, platform=platform or Platform())
        self.put(made.raw)
        manifest = Manifest.build(made.descriptor(), rows)
        self.put(manifest.raw)
        target = manifest.descriptor()
        if name:
            self.names[f"docker.io/library/{name}"] = target
        return target

    def index(self, name: str, manifests: Mapping[str, Descriptor]) -> Descriptor:
        """Add an index of manifests by platform text."""
        rows = [replace(row, platform=Platform.parse(text)) for text, row in manifests.items()]
        made = Index.build(rows)
        self.put(made.raw)
        self.names[f"docker.io/library/{name}"] = made.descriptor()
        return made.descriptor()


def hub() -> MemoryHub:
    """A hub with alpine:3.19, alpine:3.20 (also latest), busybox:1.36, nothing:1 (one file), multi:1.0, hello-world."""
    made = MemoryHub()
    base = busybox_files()
    made.image("alpine:3.19", [base, etc_files("Alpine 3.19")])
    target = made.image("alpine:3.20", [base, etc_files("Alpine 3.20")], created="2026-11-21T10:00:00Z")
    made.names["docker.io/library/alpine:latest"] = target
    made.image("busybox:1.36", [base, etc_files("Busybox")], created="2026-11-22T10:00:00Z")
    made.image("nothing:1", [{"/data": "one file\n"}], config=ContainerConfig(env=(PATH,)))
    parts = {
        text: made.image(
            "", [{"/data": "hello\n"}], config=ContainerConfig(env=(PATH,), labels=(("kind", "multi"),)),
            platform=Platform.parse(text),
        )
        for text in ("linux/amd64", "linux/arm64")
    }  # fmt: skip
    made.index("multi:1.0", parts)
    made.image(
        "hello-world:latest", [{"/hello": b"\x7fELF hello"}], config=ContainerConfig(env=(PATH,), cmd=("/hello",))
    )
    return made


HUB = hub()


def instruction(step: BuildStep) -> str:
    """What a step does, without its number."""
    return step.text.partition("] ")[2]


class Sandbox:
    """A box: the current state, a clock that moves as outcomes elapse, the events so far."""

    def __init__(
        self,
        files: Mapping[str, str | bytes] | None = None,
        seed: str = "seed",
        now: float = NOW,
        images: Iterable[str] = (),
    ) -> None:
        self.state: State = initial(seed, tree_of(files or {}, None))
        self.now = now
        self.events: list[Any] = []
        for name in images:
            self.do(pull, name)

    def world(self) -> World:
        return World(self.now, HUB)

    def apply(self, outcome: Outcome[Any]) -> Any:
        self.state = outcome.state
        self.events += outcome.events
        self.now += outcome.elapsed
        return outcome.value

    def do(self, operation: Any, *args: Any, **options: Any) -> Any:
        """Apply an operation to the current state; return its value."""
        return self.apply(operation(self.state, self.world(), *args, **options))

    def told(self, operation: Any, *args: Any, **options: Any) -> list[Any]:
        """Apply an operation; return its events."""
        before = len(self.events)
        self.do(operation, *args, **options)
        return self.events[before:]

    def steps(self, since: int = 0) -> list[BuildStep]:
        """The steps of builds that were told, from the event numbered `since` on; those of FROM are left out."""
        steps = [event for event in self.events[since:] if isinstance(event, BuildStep)]
        return [step for step in steps if not instruction(step).startswith("FROM")]

    def refuses(self, operation: Any, *args: Any, **options: Any) -> EngineError:
        """Apply an operation that has to be refused without a trace; return the refusal."""
        before = self.state
        with pytest.raises(EngineError) as caught:
            self.do(operation, *args, **options)
        assert self.state is before
        return caught.value

    # what there is

    def names(self) -> dict[str, str]:
        """The ID behind each familiar name; a nameless image is called "<none>"."""
        rows = [record for _, record in self.state.images.entries()]
        return {"<none>" if row.dangling else familiar(row.name): row.target.digest for row in rows}

    def id(self, name: str) -> str:
        """The ID of an image."""
        return resolve(self.state, name).id

    def config(self, name: str) -> ImageConfig:
        """The configuration of an image."""
        part = choose(self.state, resolve(self.state, name).target)
        assert part is not None
        assert part.config is not None
        return part.config

    def files(self, name: str) -> Tree:
        """The files of an image."""
        return self.state.snapshots[top_chain(self.config(name))].tree

    def files_of_container(self, name: str) -> Tree:
        """The files of a container."""
        return find_container(self.state, name).tree

    # common ways to change it

    def build(self, dockerfile: str, files: Mapping[str, str | bytes] | None = None, **options: Any) -> BuildResult:
        """Build with a context of these files."""
        context = tree_of(files, None) if files is not None else None
        result: BuildResult = self.do(build, BuildRequest(context, dockerfile.encode(), **options))
        return result

    def made(self, image: str, script: str, name: str = "box", **options: Any) -> str:
        """Make a container that will run a shell script; its ID."""
        id: str = self.do(create, CreateRequest(image, ("sh", "-c", script), name, **options))
        return id

    def run(self, image: str, script: str, name: str = "box", **options: Any) -> tuple[int, str]:
        """Run a shell script in a new container; exit code and all output."""
        self.made(image, script, name, **options)
        out = Buffer()
        code = run_attached(self, name, stdin=None, stdout=out, stderr=out)
        return code, out.getvalue().decode()

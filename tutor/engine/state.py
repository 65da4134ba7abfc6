"""The whole sandbox as one frozen value.

Everything in it is a Merkle value (see `tutor/README.md`): `State.digest` is equal for equal sandboxes on every
machine. What containers, volumes, the build cache and registries hold is described in their own modules, imported
only when used.
"""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.vfs.merkle import digest_of
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.build.progress import BuildStep
    from tutor.engine.build.record import CacheRecord
    from tutor.engine.containers.model import Container
    from tutor.engine.networks import Network
    from tutor.engine.volumes import Volume
    from tutor.oci.descriptor import Descriptor
    from tutor.registry.contents import Registry
    from tutor.shell.state import ShellState
    from tutor.store.blobs import Blob

DANGLING = "moby-dangling@"
"""What the name of an image without a name starts with; its target's digest follows."""


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """One name of an image, as containerd's image store keeps them: a name points at a descriptor.

    `name` is the canonical reference ("docker.io/library/alpine:3.20", "…@sha256:…") or `DANGLING` and a digest;
    `target` is the descriptor of an index or a manifest, whose digest is the image's ID; `tagged` is when the name was
    last given (seconds since 1970); `parent` is the ID of the image whose container was committed into this one, or "";
    `built` is the reference of the build that made it, or ""; `given` is whether somebody here gave the name (a tag, a
    commit, a build) instead of its coming with a pull or a load.
    """

    name: str
    target: Descriptor
    tagged: float
    parent: str = ""
    built: str = ""
    given: bool = True

    @property
    def dangling(self) -> bool:
        """Whether this only keeps a nameless image alive."""
        return self.name.startswith(DANGLING)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A stack of layers, unpacked: keyed by its chain ID (OCI image-spec, config.md, "Layer ChainID").

    `parent` is the chain ID below ("" at the bottom), `tree` all files as seen from here, `usage` the bytes that this
    layer alone takes on disk in 4 KiB blocks.
    """

    parent: str
    tree: Tree
    usage: int


@dataclass(frozen=True, slots=True)
class State:
    """The sandbox. IDs and names are drawn from (`seed`, `era`, `serial`); `era` counts the times it was started over.

    `host` is the learner's machine; `content` maps digests to blobs; `origins` maps digests of blobs to the
    repositories ("docker.io/library/alpine") that they were pulled from or pushed to; `images` maps names to
    `ImageRecord`; `snapshots` maps chain IDs; `containers` maps full IDs; `volumes` and `networks` map names (the
    three predefined networks are not in it); `cache` holds the build cache; `registries` maps domains to what was
    pushed there. `shells` are the prompts, the host's first, then one for each
    container in `attached` (full IDs). `docker_era` is which engine `docker` shows the store as (see `eras`). `built`
    are the steps of the last build, for telling why each of them was run. `switches` are what is wrong with the world
    on purpose (see `switches`), sorted. `held` are the repositories of the hub whose tags stand where they stood before
    they last moved (see `moves`).
    """

    seed: str
    serial: int
    era: int
    host: Tree
    content: PersistentMap[Blob]
    origins: PersistentMap[tuple[str, ...]]
    images: PersistentMap[ImageRecord]
    snapshots: PersistentMap[Snapshot]
    containers: PersistentMap[Container]
    volumes: PersistentMap[Volume]
    networks: PersistentMap[Network]
    cache: PersistentMap[CacheRecord]
    registries: PersistentMap[Registry]
    shells: tuple[ShellState, ...] = ()
    attached: tuple[str, ...] = ()
    docker_era: int = 29
    built: tuple[BuildStep, ...] = ()
    switches: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def digest(self) -> bytes:
        """The 32-byte Merkle digest of the whole sandbox."""
        return digest_of(("engine.State/1", *(getattr(self, name) for name in FIELDS)))


FIELDS = (
    "seed", "serial", "era", "host", "content", "origins", "images", "snapshots", "containers", "volumes", "networks",
    "cache", "registries", "shells", "attached", "docker_era", "built", "switches", "held",
)  # fmt: skip


def initial(seed: str, host: Tree, *, era: int = 0) -> State:
    """Return an empty sandbox on that host: no images, no containers; the registry localhost:5000 is empty too."""
    nothing: PersistentMap[object] = PersistentMap.of({})
    maps = dict.fromkeys(FIELDS[4:13], nothing)
    return State(seed, 0, era, host, **maps)  # type: ignore[arg-type]

"""What a build is asked to do, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass

if TYPE_CHECKING:
    from tutor.dockerfile.outline import Outline, Target
    from tutor.engine.build.progress import Vertex
    from tutor.oci.descriptor import Descriptor
    from tutor.vfs.tree import Tree


@dataclass(frozen=True, slots=True)
class Secret:
    """One --secret or --ssh: its ID and the bytes behind it."""

    id: str
    data: bytes


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What the flags of `docker build` ask for.

    `context` is the folder as a tree whose root is the context (None: no context, as with `docker build -`);
    `dockerfile` is its bytes, `dockerfile_name` the name that messages give it ("Dockerfile"), `dockerfile_path` its
    path in the context ("" where it lies outside) for finding its own .dockerignore; `ignore` is the bytes of the
    ignore file where it was found beside a Dockerfile outside the context, else None.
    `tags` are -t texts; `arguments` are pairs (None: given without a value and absent from the environment).
    `contexts` are --build-context pairs of a name and a tree, or a text such as "docker-image://alpine:3.20".
    `annotations` are texts as given. `output` is "image", "tree" (local and tar outputs), "oci" or "docker" (archives),
    "cache" (cacheonly), or what is only looked at: "check", "outline", "targets". `provenance` false leaves the
    attestation out, `sbom` adds one with the image's packages; `rewrite_timestamp` moves times in layers back to
    SOURCE_DATE_EPOCH.
    `remote` says that the context came as an archive on standard input.
    """

    context: Tree | None
    dockerfile: bytes
    dockerfile_name: str = "Dockerfile"
    dockerfile_path: str = "Dockerfile"
    ignore: bytes | None = None
    tags: tuple[str, ...] = ()
    arguments: tuple[tuple[str, str | None], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    annotations: tuple[str, ...] = ()
    target: str = ""
    platforms: tuple[str, ...] = ()
    no_cache: bool = False
    no_cache_filter: tuple[str, ...] = ()
    pull: bool = False
    contexts: tuple[tuple[str, Tree | str], ...] = ()
    secrets: tuple[Secret, ...] = ()
    ssh: tuple[Secret, ...] = ()
    network: str = ""
    add_hosts: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    shm_size: int = 0
    output: str = "image"
    provenance: bool = True
    push: bool = False
    remote: bool = False
    sbom: bool = False
    rewrite_timestamp: bool = False


@dataclass(frozen=True, slots=True)
class BuildFailure:
    """Why a build failed. `message` is what follows "ERROR: failed to build: " (with "failed to solve: " where it is).

    `step` is the vertex name that failed and `tail` its last lines of output (the block between the dashed lines; both
    empty where no step ran); `excerpt` is the source excerpt with its frame, or "", of the 1-based `lines`.
    """

    message: str
    step: str = ""
    tail: tuple[str, ...] = ()
    excerpt: str = ""
    bare: bool = False
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did.

    `vertices` are its steps in the order in which they are numbered; `warnings` the lint warnings; `failure` is None
    where it went well. `image` is the image's ID (digest of the index, or of the manifest without attestations),
    `manifest` and `config` the digests inside, `descriptor` that of the image. `tree` holds the files for "tree"
    outputs (of several platforms: one folder each), `archive` pieces for archive outputs. `names` are canonical.
    `report` is what --check prints on standard output; `outline` and `targets` are what was asked for by --call.
    """

    vertices: tuple[Vertex, ...]
    warnings: tuple[BuildWarning, ...]
    failure: BuildFailure | None = None
    image: str = ""
    manifest: str = ""
    config: str = ""
    descriptor: Descriptor | None = None
    names: tuple[str, ...] = ()
    ref: str = ""
    tree: Tree | None = None
    archive: tuple[bytes, ...] = ()
    report: str = ""
    outline: Outline | None = None
    targets: tuple[Target, ...] | None = None


@dataclass(frozen=True, slots=True)
class BuildWarning:
    """One lint warning: the rule's name, what it says here, the rule's title, URL, 1-based lines, excerpt."""

    rule: str
    message: str
    description: str
    url: str
    line: int
    end_line: int
    excerpt: str

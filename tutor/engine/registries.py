"""The registries that a sandbox can reach: the hub, and its own ones such as localhost:5000.

One rule: a registry is asked by canonical reference and answers with descriptors and blobs; only `localhost` and
loopback addresses are registries of the sandbox, and each exists, empty, until something is pushed to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tutor.dataclass import dataclass, replace
from tutor.engine.errors import DENIED, UNAVAILABLE, EngineError, not_found
from tutor.vfs.persistent import PersistentMap

if TYPE_CHECKING:
    from tutor.engine.hub import Hub
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor
    from tutor.oci.reference import Reference
    from tutor.store.blobs import Blob

HUB = "docker.io"


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository: `tags` point at descriptors, `manifests` are descriptors by digest, `blobs` all it holds."""

    tags: PersistentMap[Descriptor]
    manifests: PersistentMap[Descriptor]
    blobs: PersistentMap[Blob]


@dataclass(frozen=True, slots=True)
class Registry:
    """One registry: its repositories by path ("team/app")."""

    repositories: PersistentMap[Repository]


NO_REPOSITORY = Repository(PersistentMap(), PersistentMap(), PersistentMap())
NO_REGISTRY = Registry(PersistentMap())


class Remote(Protocol):
    """A repository of some registry, to read from."""

    def resolve(self, reference: Reference) -> Descriptor | None:
        """Return what a tag or digest names, None where there is none."""

    def blob(self, digest: str) -> Blob | None:
        """Return content by digest."""

    def tags(self) -> tuple[str, ...]:
        """Return the sorted tags."""


class HubRemote:
    """A repository of the hub; `earlier` sees its tags where they stood before they last moved."""

    def __init__(self, hub: Hub, name: str, *, earlier: bool = False) -> None:
        self.hub = hub
        self.name = name
        self.earlier = earlier

    def resolve(self, reference: Reference) -> Descriptor | None:
        """Return what a tag or digest names; with both, the digest."""
        if reference.digest is not None:
            return self.hub.resolve(f"{self.name}@{reference.digest}")
        name = reference.canonical()
        return (self.hub.former(name) if self.earlier else None) or self.hub.resolve(name)

    def blob(self, digest: str) -> Blob | None:
        """Return content by digest."""
        return self.hub.blob(digest)

    def tags(self) -> tuple[str, ...]:
        """Return the sorted tags."""
        return self.hub.tags(self.name)


class SandboxRemote:
    """A repository of one of the sandbox's own registries."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    def resolve(self, reference: Reference) -> Descriptor | None:
        """Return what a tag or digest names; with both, the digest."""
        if reference.digest is not None:
            return self.repository.manifests.get(reference.digest)
        return self.repository.tags.get(reference.tag or "latest")

    def blob(self, digest: str) -> Blob | None:
        """Return content by digest."""
        return self.repository.blobs.get(digest)

    def tags(self) -> tuple[str, ...]:
        """Return the sorted tags."""
        return tuple(self.repository.tags.keys())


def is_local(domain: str) -> bool:
    """Whether a registry lives in the sandbox."""
    host = domain.rpartition(":")[0] or domain
    return host in ("localhost", "[::1]") or host.startswith("127.")


def remote(state: State, world: World, reference: Reference) -> Remote:
    """Return the repository that a reference names. Raises EngineError where its registry cannot be reached."""
    if reference.domain == HUB or (not is_local(reference.domain) and world.hub.tags(reference.name)):
        return HubRemote(world.hub, reference.name, earlier=reference.name in state.held)
    return SandboxRemote(repository(state, reference))


def repository(state: State, reference: Reference) -> Repository:
    """Return a repository of the sandbox's registries. Raises EngineError where the registry cannot be reached."""
    if not is_local(reference.domain):
        raise unreachable(reference)
    registry = state.registries.get(reference.domain) or NO_REGISTRY
    return registry.repositories.get(reference.path) or NO_REPOSITORY


def with_repository(state: State, reference: Reference, repository: Repository) -> State:
    """Return the state in which a repository of the sandbox's registries is this one."""
    registry = state.registries.get(reference.domain) or NO_REGISTRY
    changed = Registry(registry.repositories.set(reference.path, repository))
    return replace(state, registries=state.registries.set(reference.domain, changed))


def unreachable(reference: Reference) -> EngineError:
    """Return the error for a registry that the sandbox has no way to."""
    kind = reference.digest or reference.tag or "latest"
    url = f"https://{reference.domain}/v2/{reference.path}/manifests/{kind}"
    host = reference.domain.partition(":")[0]
    return EngineError(
        f'failed to resolve reference "{reference.canonical()}": failed to do request: Head "{url}": '
        f"dial tcp: lookup {host}: no such host",
        UNAVAILABLE,
        reference.familiar(),
    )


def missing(reference: Reference) -> EngineError:
    """Return the error for what a registry does not have."""
    name = reference.canonical()
    return not_found(f'failed to resolve reference "{name}": {name}: not found', reference.familiar())


def denied(reference: Reference) -> EngineError:
    """Return the error for a push to the hub, which knows no one."""
    return EngineError(
        "push access denied, repository does not exist or may require authorization: "
        "server message: insufficient_scope: authorization failed",
        DENIED,
        reference.familiar(),
    )

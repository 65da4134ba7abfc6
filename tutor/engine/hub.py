"""Where images come from: a registry, seen from the engine.

Implementations: `layout_hub.LayoutHub` (an OCI layout folder), `recipes` (the bundled images), `UnionHub` (the first
that knows the name).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tutor.engine.sites import Sites
    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob
    from tutor.vfs.tree import Tree


class Hub(Protocol):
    """A read-only registry. Names are canonical ("docker.io/library/alpine:3.20" or "…@sha256:…")."""

    def resolve(self, reference: str) -> Descriptor | None:
        """Return the descriptor of the index or manifest that a canonical reference names, None where there is none."""

    def former(self, reference: str) -> Descriptor | None:
        """Return what a tag named before it moved to a newer image, None where it never did."""

    def tags(self, repository: str) -> tuple[str, ...]:
        """Return the sorted tags of a canonical repository ("docker.io/library/alpine"); empty where there is none."""

    def repositories(self) -> tuple[str, ...]:
        """Return the sorted canonical names of all repositories."""

    def description(self, repository: str) -> str:
        """One line about a repository, for `docker search`; may be empty."""

    def stars(self, repository: str) -> int:
        """How many people like a repository."""

    def blob(self, digest: str) -> Blob | None:
        """Manifest, config or layer by digest."""

    def snapshot(self, chain_id: str) -> tuple[Tree, int] | None:
        """Return the unpacked files at a chain ID, and what its top layer takes on disk (bytes, in whole blocks).

        None where the hub does not know them without unpacking.
        """


class EmptyHub:
    """A hub without images."""

    def resolve(self, reference: str) -> Descriptor | None:
        """Nothing is known."""
        return None

    def former(self, reference: str) -> Descriptor | None:
        """Nothing moved."""
        return None

    def tags(self, repository: str) -> tuple[str, ...]:
        """No tags."""
        return ()

    def repositories(self) -> tuple[str, ...]:
        """No repositories."""
        return ()

    def description(self, repository: str) -> str:
        """No description."""
        return ""

    def stars(self, repository: str) -> int:
        """No stars."""
        return 0

    def blob(self, digest: str) -> Blob | None:
        """No blob."""
        return None

    def snapshot(self, chain_id: str) -> tuple[Tree, int] | None:
        """No snapshot."""
        return None


class UnionHub:
    """Several hubs seen as one: the first that knows a name answers for it."""

    def __init__(self, hubs: Iterable[Hub]) -> None:
        self.hubs = tuple(hubs)

    @property
    def sites(self) -> Sites:
        """The simulated internet, from the first hub that comes with one."""
        from tutor.engine.sites import NO_SITES

        return next((found for hub in self.hubs if (found := getattr(hub, "sites", None)) is not None), NO_SITES)

    def resolve(self, reference: str) -> Descriptor | None:
        """Return the first hub's answer."""
        return next((found for hub in self.hubs if (found := hub.resolve(reference)) is not None), None)

    def former(self, reference: str) -> Descriptor | None:
        """Return the answer of the hub that answers for the name."""
        return next((hub.former(reference) for hub in self.hubs if hub.resolve(reference) is not None), None)

    def tags(self, repository: str) -> tuple[str, ...]:
        """Return the tags in any of the hubs."""
        return tuple(sorted({tag for hub in self.hubs for tag in hub.tags(repository)}))

    def repositories(self) -> tuple[str, ...]:
        """Return the repositories that any of the hubs has."""
        return tuple(sorted({name for hub in self.hubs for name in hub.repositories()}))

    def description(self, repository: str) -> str:
        """Return the first description there is."""
        return next((text for hub in self.hubs if (text := hub.description(repository))), "")

    def stars(self, repository: str) -> int:
        """Return the most stars that any of the hubs has."""
        return max((hub.stars(repository) for hub in self.hubs), default=0)

    def blob(self, digest: str) -> Blob | None:
        """Return the blob from whichever hub has it."""
        return next((found for hub in self.hubs if (found := hub.blob(digest)) is not None), None)

    def snapshot(self, chain_id: str) -> tuple[Tree, int] | None:
        """Return the files from whichever hub knows them."""
        return next((found for hub in self.hubs if (found := hub.snapshot(chain_id)) is not None), None)


class Unplugged:
    """A hub while the network is down: nothing beyond the sandbox answers."""

    online = False

    def __init__(self, hub: Hub) -> None:
        from tutor.engine.sites import Sites

        self._hub = hub
        self.sites = Sites(online=False)

    def __getattr__(self, name: str) -> object:
        return getattr(self._hub, name)

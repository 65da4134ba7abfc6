"""Registries as the engine uses them: a client for each name, and refusals in the daemon's words.

One rule: whatever a registry is, it is asked in the distribution protocol (`tutor.registry`), over the sandbox's
`registry_hosts.RegistryHosts`. The words are those of moby's daemon/containerd and containerd's core/remotes/docker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.errors import DENIED, UNAVAILABLE, EngineError, not_found
from tutor.engine.registry_hosts import RegistryHosts, origin_of
from tutor.oci.descriptor import Descriptor
from tutor.registry.client import Client
from tutor.registry.faults import ChangedContent, NotAuthorized, RegistryError, UnexpectedStatus
from tutor.registry.transport import TransportError

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.oci.reference import Reference
    from tutor.store.blobs import Blob

HUB = "docker.io"
FAULTS = (RegistryError, TransportError)


class Remote:
    """A repository of some registry. All its methods raise EngineError where the registry refuses or is not there."""

    def __init__(
        self,
        state: State,
        world: World,
        reference: Reference,
        hosts: RegistryHosts | None = None,
        *,
        daemon: bool = True,
    ) -> None:
        """With `daemon` false BuildKit asks, which leaves containerd's words as they are."""
        self.reference = reference
        self.path = reference.path
        self.hosts = hosts or RegistryHosts(state, world)
        domain = reference.domain
        self.client = Client(self.hosts, origin_of(domain), world.login(domain) if world.login else None)
        self._era = state.docker_era if daemon else 29
        self._daemon = daemon
        self._rule = world.rule

    def resolve(self, reference: Reference, *, prefix: str = "") -> Descriptor | None:
        """Return what a tag or digest names (with both, the digest), None where there is none."""
        try:
            return self.client.resolve(self.path, reference.digest or reference.tag or "latest")
        except FAULTS as error:
            raise self.fault(error, prefix) from None

    def admit(self, reference: Reference, digest: str) -> None:
        """Refuse an image without the signature that a rule of who asks demands."""
        rule = self._rule(reference.name) if self._rule is not None else None
        if rule is not None:
            from tutor.engine.signing import demand

            demand(self, reference, digest, *rule)

    def fetch(self, descriptor: Descriptor) -> Blob:
        """Return content by its descriptor."""
        try:
            return self.client.fetch(self.path, descriptor)
        except FAULTS as error:
            if isinstance(error, UnexpectedStatus) and error.status == 404:
                raise not_found(f"content at {descriptor.digest} not found: not found", descriptor.digest) from None
            raise self.fault(error, descriptor=descriptor) from None

    def find(self, digest: str) -> Blob | None:
        """Return content of which only the digest is known, None where there is none."""
        try:
            return self.client.fetch(self.path, Descriptor("", digest, 0))
        except FAULTS as error:
            if isinstance(error, UnexpectedStatus) and error.status == 404:
                return None
            raise self.fault(error) from None

    def tags(self) -> tuple[str, ...]:
        """Return the sorted tags."""
        try:
            return self.client.tags(self.path)
        except FAULTS as error:
            raise self.fault(error) from None

    def fault(self, error: Exception, prefix: str = "", descriptor: Descriptor | None = None) -> EngineError:
        """Return what the daemon says of a client's error."""
        name = self.reference.familiar()
        old = self._era < 29
        if isinstance(error, TransportError):
            said = f'failed to do request: {error.method.title()} "{error.url}": {error.reason}'
            if old:
                said = f'Get "{self.client.wire.origin}/v2/": {error.reason}'
            return EngineError(said if old else prefix + said, UNAVAILABLE, name)
        if isinstance(error, NotAuthorized):
            said = f"pull access denied, repository does not exist or may require authorization: {error.reason}"
            if old or (self._daemon and "no basic auth credentials" not in error.reason):
                short = self.reference.repository
                said = f"pull access denied for {short}, repository does not exist or may require 'docker login'"
                said += ": denied: requested access to the resource is denied" if old else ""
                return EngineError(said, DENIED, name)
            return EngineError(prefix + said, DENIED, name)
        if isinstance(error, UnexpectedStatus):
            if error.errors:
                code, message = error.errors[0]
                if not self._daemon:
                    opened = f"failed to copy: httpReadSeeker: failed open: {error.message}"
                    return EngineError(f"{opened}\n{code.lower()}: {message}", DENIED, name)
                said = f"{code.lower()}: {message}" if old else f"error from registry: {message}"
                return EngineError(said, DENIED, name)
            return EngineError(f"{'unknown: ' if self._daemon else ''}{prefix}{error.message}", DENIED, name)
        if isinstance(error, ChangedContent):
            return EngineError(_changed(error, descriptor, old), subject=name)
        return EngineError(prefix + str(error), subject=name)


def _changed(error: ChangedContent, descriptor: Descriptor | None, old: bool) -> str:
    if old:
        return f"filesystem layer verification failed for digest {error.expected}"
    if error.found_size < error.size:
        return f"short read: expected {error.size} bytes but got {error.found_size}: unexpected EOF"
    said = f"unexpected commit digest {error.found}, expected {error.expected}"
    if error.found_size != error.size:
        said = f"unexpected commit size {error.found_size}, expected {error.size}"
    return f'failed commit on ref "{ref_key(descriptor, error.expected)}": {said}: failed precondition'


def ref_key(descriptor: Descriptor | None, digest: str) -> str:
    """Return what containerd calls a transfer (core/remotes/handlers.go, MakeRefKey)."""
    from tutor.oci import media_types

    kind = descriptor.media_type if descriptor is not None else ""
    for prefix, holds in (
        ("manifest", media_types.is_manifest), ("index", media_types.is_index), ("layer", media_types.is_layer),
        ("config", media_types.is_config),
    ):  # fmt: skip
        if holds(kind):
            return f"{prefix}-{digest}"
    return f"{'attestation' if kind == media_types.IN_TOTO else 'unknown'}-{digest}"


def remote(state: State, world: World, reference: Reference) -> Remote:
    """Return the repository that a reference names."""
    return Remote(state, world, reference)


def login(state: State, world: World, domain: str, user: str, password: str) -> None:
    """Try a name and password at a domain's registry. Raises EngineError where they are wrong, or it is not there.

    The words are those of moby's daemon/pkg/registry (loginV2).
    """
    origin = origin_of(domain)
    asked = f'Get "{origin}/v2/"'
    try:
        Client(RegistryHosts(state, world), origin, (user, password)).ping()
    except TransportError as error:
        raise EngineError(f"{asked}: {error.reason}", UNAVAILABLE, domain) from None
    except UnexpectedStatus as error:
        if error.errors and not error.errors[0][0]:  # the token server's word
            raise EngineError(f"{asked}: unauthorized: {error.errors[0][1]}", DENIED, domain) from None
        said = f"login attempt to {origin}/v2/ failed with status: {error.line}"
        raise EngineError(said, DENIED, domain) from None
    except RegistryError as error:
        raise EngineError(f"{asked}: {error}", DENIED, domain) from None


def resolving(reference: Reference) -> str:
    """Return what comes before the reason why a reference could not be resolved."""
    return f'failed to resolve reference "{reference.canonical()}": '


def missing(reference: Reference) -> EngineError:
    """Return the error for what a registry does not have."""
    name = reference.canonical()
    return not_found(f"{resolving(reference)}{name}: not found", reference.familiar())


def denied(reference: Reference, reason: str) -> EngineError:
    """Return the error for a push that the registry does not let this one do."""
    said = f"push access denied, repository does not exist or may require authorization: {reason}"
    return EngineError(said, DENIED, reference.familiar())

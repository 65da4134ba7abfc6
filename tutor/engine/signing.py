"""Signing images in registries, and asking who signed one."""

from __future__ import annotations

from tutor.engine import registries
from tutor.engine.errors import LOCAL, EngineError, not_found
from tutor.engine.outcome import Outcome
from tutor.oci.reference import InvalidReference, Reference
from tutor.registry.faults import NotAuthorized
from tutor.registry.signatures import attach, signed_as

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.registries import Remote
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor


def sign(state: State, world: World, reference: str, secret: bytes) -> Outcome[str]:
    """Sign what a registry has under a reference, and put the signature beside it; the value is what was signed.

    Raises EngineError.
    """
    remote, target = _found(state, world, reference)
    try:
        attach(remote.client, remote.path, remote.reference.name, target, secret)
    except NotAuthorized as error:
        raise registries.denied(remote.reference, error.reason) from None
    except registries.FAULTS as error:
        raise remote.fault(error) from None
    return Outcome(remote.hosts.kept(state), (), f"{remote.reference.name}@{target.digest}")


def signers(state: State, world: World, reference: str, public: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the canonical name by digest of what a registry has under a reference, and as what a key signed it.

    Raises EngineError.
    """
    remote, target = _found(state, world, reference)
    try:
        found = signed_as(remote.client, remote.path, target.digest, public)
    except registries.FAULTS as error:
        raise remote.fault(error) from None
    return f"{remote.reference.name}@{target.digest}", found


def demand(source: Remote, name: Reference, digest: str, prefix: str, key: str) -> None:
    """Refuse an image that a registry has no signature of a key (PEM) for. Raises EngineError."""
    from tutor.oci.ed25519 import read_public

    try:
        found = signed_as(source.client, source.path, digest, read_public(key))
    except registries.FAULTS as error:
        raise source.fault(error) from None
    if name.name not in found:
        raise EngineError(
            f"layerwise: {name.canonical()} is not signed with the key that your rule for {prefix} asks for; nothing "
            "was pulled (the rules: sign require)", LOCAL, name.familiar(),
        )  # fmt: skip


def _found(state: State, world: World, reference: str) -> tuple[Remote, Descriptor]:
    try:
        name = Reference.parse(reference).with_default_tag()
    except InvalidReference as error:
        raise EngineError(error.message, LOCAL, reference) from None
    remote = registries.remote(state, world, name)
    target = remote.resolve(name, prefix=registries.resolving(name))
    if target is None:
        raise not_found(f"{name.canonical()}: not found", name.canonical())
    return remote, target

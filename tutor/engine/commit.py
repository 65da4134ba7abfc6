"""Making an image from a container's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import contents
from tutor.engine.containers import find
from tutor.engine.containers.events import Committed
from tutor.engine.errors import LOCAL, EngineError, not_found
from tutor.engine.images import chain_ids, familiar
from tutor.engine.inspect_image import clock
from tutor.engine.outcome import Outcome
from tutor.engine.state import DANGLING, Snapshot
from tutor.engine.tag import point
from tutor.oci.config import ContainerConfig, History, ImageConfig
from tutor.oci.manifest import Manifest
from tutor.oci.reference import InvalidReference, Reference
from tutor.store.blobs import Blob

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.layers import Layer
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.shell.limits import Stop


def commit(
    state: State,
    world: World,
    container: str,
    reference: str = "",
    *,
    message: str = "",
    author: str = "",
    changes: tuple[str, ...] = (),
    pause: bool = True,
) -> Outcome[str]:
    """Make an image of the container's image and one layer of its changes; the value is the image's ID.

    `changes` are Dockerfile instructions for the config; `pause` is taken for the command line's sake: nothing runs
    while an image is made. Raises EngineError (kind LOCAL for a bad `reference`).
    """
    from tutor.engine.changes import changed
    from tutor.engine.containers.views import base_tree

    name = target_name(reference) if reference else ""
    target = find.resolve(state, container)
    config = changed(settings(target), changes, target.platform)
    base_manifest = contents.manifest(state, target.manifest)
    base_config = contents.config(state, base_manifest.config.digest) if base_manifest is not None else None
    if base_manifest is None or base_config is None:
        raise not_found(f"content of image {target.image} is not here any more", container)
    base = base_tree(state, target)
    layer = _layer(base, target, world.stop)
    created = clock(world.now)
    step = History(created, " ".join(target.config.command or ()), author, message, layer is None)
    layers = base_manifest.layers if layer is None else (*base_manifest.layers, layer.descriptor)
    diff_ids = base_config.diff_ids if layer is None else (*base_config.diff_ids, layer.diff_id)
    made = ImageConfig.build(
        config,
        diff_ids,
        (*base_config.history, step),
        created=created,
        platform=base_config.platform,
        author=author or base_config.author,
        writer="engine",
    )
    manifest = Manifest.build(made.descriptor(), layers, writer="commit")
    state = _stored(state, target, layer, made, manifest, world.stop)
    descriptor = manifest.descriptor()
    state, events = point(state, name or DANGLING + descriptor.digest, descriptor, world.now, parent=target.image)
    committed = Committed(target.id, descriptor.digest, familiar(name) if name else "")
    return Outcome(state, (*events, committed), descriptor.digest)


def target_name(reference: str) -> str:
    """Return the canonical name for a new image. Raises EngineError of kind LOCAL."""
    try:
        parsed = Reference.parse(reference)
    except InvalidReference as error:
        raise EngineError(error.message, LOCAL, reference) from None
    if parsed.digest is not None:
        raise EngineError("refusing to create a tag with a digest reference", LOCAL, reference)
    return parsed.with_default_tag().canonical()


def settings(container: Container) -> ContainerConfig:
    """Return what of a container's settings an image keeps."""
    config = container.config
    return ContainerConfig(
        config.user,
        config.exposed_ports,
        config.environment,
        config.entrypoint or (),
        config.command or (),
        config.volumes,
        config.workdir,
        config.labels,
        config.stop_signal,
        False,
        config.healthcheck,
        config.onbuild,
        config.shell,
    )


def _layer(base: object, container: Container, stop: Stop) -> Layer | None:
    """Return the layer of a container's changes, None where it has none."""
    from tutor.engine.layers import make_layer
    from tutor.vfs.layer import layer_entries
    from tutor.vfs.tree import Tree

    assert isinstance(base, Tree)
    if container.tree is base or not layer_entries(base, container.tree):
        return None
    return make_layer(base, container.tree, stop)


def _stored(
    state: State, container: Container, layer: Layer | None, config: ImageConfig, manifest: Manifest, stop: Stop
) -> State:
    """Return the state with the image's documents, its layer, and that unpacked."""
    from tutor.engine.unpack import remember, unpack
    from tutor.vfs.usage import disk_usage

    blobs = [Blob.of(config.raw), Blob.of(manifest.raw)]
    if layer is not None:
        blobs.append(layer.blob)
        chains = chain_ids(config)
        parent = chains[-2] if len(chains) > 1 else ""
        from tutor.engine.containers.views import base_tree

        usage = disk_usage(container.tree, base_tree(state, container))
        snapshot = Snapshot(parent, container.tree, usage)
        remember(chains[-1], layer.blob.digest, snapshot)
        state = replace(state, snapshots=state.snapshots.set(chains[-1], snapshot))
    state = contents.add_blobs(state, {blob.digest: blob for blob in blobs})
    return unpack(state, manifest, config, stop)

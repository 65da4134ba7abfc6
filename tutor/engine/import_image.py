"""Making an image of one layer from a tarball of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from tutor.engine import contents
from tutor.engine.errors import EngineError
from tutor.engine.events import ImageLoaded
from tutor.engine.images import familiar
from tutor.engine.inspect_image import clock
from tutor.engine.lookup import parse as parse_reference
from tutor.engine.outcome import Outcome
from tutor.engine.platforms import parse
from tutor.engine.state import DANGLING
from tutor.engine.tag import point
from tutor.errors import LayerwiseError
from tutor.oci.config import ContainerConfig, History, ImageConfig
from tutor.oci.manifest import Manifest
from tutor.store.blobs import Blob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.engine.state import State
    from tutor.engine.world import World

_EMPTY = 1024
"""The size of a tar without members."""

def import_image(
    state: State,
    world: World,
    archive: BinaryIO | Iterable[bytes],
    reference: str = "",
    *,
    message: str = "",
    changes: tuple[str, ...] = (),
    platform: str = "",
) -> Outcome[str]:
    """Make an image from the files in a tar, compressed or not; the value is its ID. Raises EngineError.

    `changes` are Dockerfile instructions for the config. An empty `message` becomes "Imported from -". Where the tar
    cannot be read nothing is left behind: unlike Docker, which keeps an image that cannot be run.
    """
    from tutor.engine.changes import changed
    from tutor.engine.commit import target_name
    from tutor.engine.layers import pack
    from tutor.engine.unpack import unpack
    from tutor.oci.platform import DEFAULT
    from tutor.vfs.compression import decompressed, pieces_of
    from tutor.vfs.content import Bytes

    if "@" in reference and not isinstance(parse_reference(reference), str):
        raise EngineError("cannot import digest reference", subject=reference)
    name = target_name(reference) if reference else ""
    config = changed(ContainerConfig(), changes, platform or "linux/amd64")
    try:
        tar = b"".join(world.stop.watch(decompressed(pieces_of(archive)))) or bytes(_EMPTY)
    except LayerwiseError as error:
        raise EngineError(str(error)) from None
    layer = pack(Bytes(tar).chunks(), world.stop)
    created = clock(world.now)
    steps = (History(created, comment=message or "Imported from -"),)
    made = ImageConfig.build(
        config,
        (layer.diff_id,),
        steps,
        created=created,
        platform=parse(platform) if platform else DEFAULT,
        writer="engine",
    )
    manifest = Manifest.build(made.descriptor(), (layer.descriptor,), writer="import")
    blobs = {blob.digest: blob for blob in (layer.blob, Blob.of(made.raw), Blob.of(manifest.raw))}
    target = manifest.descriptor()
    try:
        state = unpack(contents.add_blobs(state, blobs), manifest, made, world.stop)
    except EngineError as error:
        raise _unpack_fault(name or DANGLING + target.digest, layer.descriptor.digest, error) from None
    state, events = point(state, name or DANGLING + target.digest, target, world.now)
    loaded = ImageLoaded(familiar(name) if name else "", target.digest, "import")
    return Outcome(state, (*events, loaded), target.digest)


def _unpack_fault(name: str, layer: str, error: EngineError) -> EngineError:
    """Return what the daemon says of an image whose layer is no archive: with the place where it tried to unpack it."""
    reason = error.message.rpartition(f"{layer}: ")[2]
    mount = f"/var/lib/docker/containerd/daemon/tmpmounts/containerd-mount{int(layer[7:15], 16)}"
    failed = f"failed to extract layer {layer}: mount callback failed on {mount}: {reason}"
    return EngineError(f'failed to unpack image: apply layer error for "{name}": {failed}', error.kind, name)

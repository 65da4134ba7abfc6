"""Reading image archives, as `docker image load` does: OCI layouts in a tar, and docker archives of older versions.

One rule: nothing is believed. Every blob's digest is computed while it arrives, and must be the one that its name and
those who refer to it say. The archive is read once, from front to end, and big blobs go to a sink.

Formats: OCI image-spec, image-layout.md; Docker's image format v1.2 (`manifest.json`). Which of them an archive is, and
what its errors say, is that of containerd's importer (core/images/archive/importer.go).
"""

from __future__ import annotations

import posixpath

from tutor.errors import LayerwiseError
from tutor.gotemplate.strconv import quote
from tutor.oci.config import ImageConfig
from tutor.oci.descriptor import IMAGE_NAME, REF_NAME, Descriptor
from tutor.oci.digest import DigestError, is_digest, verify
from tutor.oci.documents import LONGEST
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import (
    DOCKER_CONFIG,
    DOCKER_LAYER,
    DOCKER_LAYER_GZIP,
    DOCKER_LAYER_ZSTD,
    DOCKER_MANIFEST,
    is_manifest,
)  # fmt: skip
from tutor.oci.reference import InvalidReference, Reference, oci_reference_name
from tutor.store.blobs import Blob, MemorySink
from tutor.store.gc import MissingBlob, is_complete, walk
from tutor.vfs.compression import UNPACKED, compression_of, decompressed, in_proportion, pieces_of
from tutor.vfs.errors import TarError, VfsError
from tutor.vfs.record import Record
from tutor.vfs.shared_tar import pieces as parts_of
from tutor.vfs.tar import read_tar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO, Final

    from tutor.oci.digest import Digest
    from tutor.store.blobs import Sink
    from tutor.store.gc import Find
    from tutor.vfs.content import Content
    from tutor.vfs.tar import Member

_LAYERS = {"": DOCKER_LAYER, "zstd": DOCKER_LAYER_ZSTD}
SUBJECT = "io.containerd.manifest.subject"
_SMALL = 1 << 16  # bytes; members up to this size are kept in memory


class InvalidArchive(LayerwiseError):
    """An archive that no image can be loaded from. `reason` says why, in the daemon's words where it has some."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoImages(InvalidArchive):
    """A file that is something else: no tar, or a tar of other files."""


class ArchivedImage(Record):
    """An image in an archive: its canonical name ("" for none) and its index or manifest."""

    __slots__ = __match_args__ = ("name", "target")

    def __init__(self, name: str, target: Descriptor) -> None:
        self.name: Final = name
        self.target: Final = target


class Archive(Record):
    """What an archive holds: its images in order, and the blobs that they lead to, by digest."""

    __slots__ = __match_args__ = ("images", "blobs")

    def __init__(self, images: tuple[ArchivedImage, ...], blobs: Mapping[Digest, Blob]) -> None:
        self.images: Final = images
        self.blobs: Final = blobs


def read_content(content: Content, sink: Sink | None = None) -> Archive:
    """Read an archive as `read_archive` does; of a plain one in parts, what is known by its digest is not read."""
    if compression_of(content.read(0, 8)):
        return read_archive(content.chunks(), sink)
    return _read(parts_of(content), sink)


def read_archive(stream: BinaryIO | Iterable[bytes], sink: Sink | None = None) -> Archive:
    """Read an archive: plain, or compressed with gzip, bzip2, xz or zstd.

    Big blobs are put into `sink` (memory by default; then a compressed archive may not hold more than `UNPACKED`
    bytes, else not more than is in proportion to its size). Of an index, children may be absent as long as one is
    complete. Raises InvalidArchive, InvalidDocument, MissingBlob, CorruptGzip, CorruptStream or TooMuch, each of a
    single line; NoImages for what is another tar, or none.
    """
    pieces = pieces_of(stream)
    return _read(decompressed(pieces, UNPACKED) if sink is None else in_proportion(pieces), sink)


def _read(tar: Iterable[bytes | Content], sink: Sink | None) -> Archive:
    files = _Files(sink or MemorySink())
    try:
        for member in read_tar(tar, end_mark=False):
            files.take(member)
    except TarError as error:
        other = error.fault in ("empty", "magic") or (error.fault == "short" and files.empty)
        raise (NoImages if other else InvalidArchive)(error.plain) from None
    except VfsError as error:
        raise InvalidArchive(error.message) from None
    rows = files.index().manifests
    if not rows:
        raise InvalidArchive("the archive holds no images")
    blobs: dict[Digest, Blob] = {}
    for row in rows:
        _collect(row, files.find, blobs)
    images = tuple(ArchivedImage(_name_of(row), row) for row in rows if not row.annotation(SUBJECT))
    return Archive(images, blobs)


def _collect(row: Descriptor, find: Find, blobs: dict[Digest, Blob]) -> None:
    """Take in what an image leads to. Raises MissingBlob if it cannot be run, InvalidArchive if sizes differ."""
    absent: Digest | None = None
    complete = False
    for descriptor, blob in walk(row, find):
        if blob is None:
            absent = absent or descriptor.digest
            continue
        if blob.size != descriptor.size:
            raise InvalidArchive(f"content {blob.digest} has {blob.size} bytes instead of {descriptor.size}")
        blobs[blob.digest] = blob
        complete = complete or (is_manifest(descriptor.media_type) and is_complete(descriptor, find))
    if not complete:
        raise InvalidArchive(f"{row.digest} holds no image") if absent is None else MissingBlob(absent)


def _name_of(row: Descriptor) -> str:
    """Return the canonical name that an index gives to an image, "" for none or an invalid one."""
    name = row.annotation(IMAGE_NAME) or row.annotation(REF_NAME)
    try:
        return Reference.parse(name).with_default_tag().canonical()
    except InvalidReference:
        return ""


class _Files:
    """The members of an archive, by cleaned name."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._small = MemorySink()
        self._blobs: dict[str, Blob] = {}
        self._links: dict[str, str] = {}
        self._by_digest: dict[Digest, Blob] = {}

    @property
    def empty(self) -> bool:
        """Whether there was nothing yet."""
        return not self._blobs and not self._links

    def find(self, digest: Digest) -> Blob | None:
        """Return the blob with a digest."""
        return self._by_digest.get(digest)

    def take(self, member: Member) -> None:
        """Take a member in. Raises InvalidArchive if its name promises another digest."""
        header = member.header
        name = posixpath.normpath(header.name)
        if header.kind == "symlink":
            self._links[name] = posixpath.normpath(posixpath.join(posixpath.dirname(name), header.target))
        elif header.kind == "link":
            self._links[name] = posixpath.normpath(header.target)
        elif header.kind == "file":
            blob = self._blob(member)
            folder, _, rest = name.partition("/")
            promised = rest.replace("/", ":")
            if folder == "blobs" and is_digest(promised):
                blob = _verified(blob, promised, name)
            self._blobs[name] = self._by_digest[blob.digest] = blob

    def _blob(self, member: Member) -> Blob:
        """Return a member's data: a content that is known by its digest as it is, all else by what arrives."""
        shared = member.shared()
        if shared is None:
            sink = self._small if member.header.size <= _SMALL else self._sink
            try:
                return sink.put(member.chunks())
            except TarError as error:
                raise self._short(member, error) from None
        return Blob(shared.key, shared.size, shared) if is_digest(shared.key) else self._sink.put(shared.chunks())

    @staticmethod
    def _short(member: Member, error: TarError) -> LayerwiseError:
        """Return what is said of a member whose data ends too early: of a blob, how much of it there was."""
        size, name = member.header.size, posixpath.normpath(member.header.name)
        if error.fault != "data" or not name.startswith("blobs/"):
            return error
        short = f"short read: expected {size} bytes but got {size - member.left}: unexpected EOF"
        return InvalidArchive(f'failed to ingest "{name}": {short}')

    def index(self) -> Index:
        """Return the archive's index: its own, or one made of `manifest.json`."""
        layout = self._json("oci-layout")
        version = layout.get("imageLayoutVersion") if isinstance(layout, dict) else None
        if version:
            if version != "1.0.0":
                raise InvalidArchive(f"unsupported OCI version {version}")
            if "index.json" not in self._blobs:
                raise InvalidArchive("missing index.json in OCI layout 1.0.0")
            return Index.from_bytes(self._blobs["index.json"].read(0, LONGEST + 1))
        rows = self._json("manifest.json")
        if rows is None:
            raise NoImages("unrecognized image format")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise InvalidArchive('untar manifest "manifest.json": not a list of images')
        for name, target in self._links.items():
            self._blobs[name] = self._linked(name, target)
        return Index.build([made for row in rows for made in self._image(row)], indent=None)

    def _json(self, name: str) -> object:
        """Return what a member says, None if there is no such member."""
        if name not in self._blobs:
            return None
        import json

        kind = "oci layout" if name == "oci-layout" else "manifest"
        if self._blobs[name].size > LONGEST:
            raise InvalidArchive(f'untar {kind} "{name}": longer than {LONGEST >> 20} MiB')
        try:
            return json.loads(str(self._blobs[name].read(), "utf-8"))
        except (ValueError, RecursionError) as error:
            raise InvalidArchive(f'untar {kind} "{name}": {error}') from None

    def _linked(self, name: str, target: str) -> Blob:
        first = target
        for _ in range(len(self._links)):
            if target in self._blobs or target not in self._links:
                break
            target = self._links[target]
        if target not in self._blobs:
            raise InvalidArchive(f"no target for symlink layer from {quote(name)} to {quote(first)}")
        return self._blobs[target]

    def _image(self, row: dict[str, object]) -> Iterator[Descriptor]:
        """Make a manifest of an entry of `manifest.json`; yield a descriptor for each of its tags, or one without."""
        told = row.get("Config") or ""
        names = _texts(row, "Layers")
        tags = _texts(row, "RepoTags")
        if not isinstance(told, str):
            raise InvalidArchive('untar manifest "manifest.json": "Config" must be a text')
        config = self._blobs.get(posixpath.normpath(told))
        if config is None:
            raise InvalidArchive(f"image config {quote(told)} not found")
        parsed = ImageConfig.from_bytes(config.read(0, LONGEST + 1))
        layers = [self._layer(name) for name in names]
        _check_layers(parsed, layers)
        manifest = Manifest.build(
            Descriptor(DOCKER_CONFIG, config.digest, config.size), layers, media_type=DOCKER_MANIFEST, writer="archive"
        )
        self._by_digest[manifest.id] = Blob.of(manifest.raw)
        target = manifest.descriptor(platform=parsed.platform.normalized() if parsed.platform.os else None)
        if not tags:
            yield target
        for tag in tags:
            try:
                name = Reference.parse_docker(tag).canonical()
            except InvalidReference as error:
                raise InvalidArchive(f"normalize image ref {quote(tag)}: {error.message}") from None
            yield target.annotated({IMAGE_NAME: name, REF_NAME: oci_reference_name(name)})

    def _layer(self, name: str) -> Descriptor:
        blob = self._blobs.get(posixpath.normpath(name))
        if blob is None:
            raise InvalidArchive(f"failed to resolve layers: layer {quote(name)} not found")
        kind = _LAYERS.get(compression_of(blob.read(0, 10)), DOCKER_LAYER_GZIP)
        return Descriptor(kind, blob.digest, blob.size)


def _texts(row: dict[str, object], key: str) -> list[str]:
    """Return a list of texts in an entry of `manifest.json`."""
    found = row.get(key) or []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise InvalidArchive('untar manifest "manifest.json": "Layers" and "RepoTags" must be lists of texts')
    return found


def _check_layers(config: ImageConfig, layers: list[Descriptor]) -> None:
    """Hold the layers against the diff IDs of the configuration, as far as that is possible without unpacking."""
    expected, found = len(config.diff_ids), len(layers)
    if expected != found:
        raise InvalidArchive(f"invalid manifest, layers length mismatch: expected {expected}, got {found}")
    for number, (diff_id, layer) in enumerate(zip(config.diff_ids, layers, strict=True)):
        if layer.media_type == DOCKER_LAYER and diff_id != layer.digest:
            raise InvalidArchive(f'invalid diffID for layer {number}: expected "{diff_id}", got "{layer.digest}"')


def _verified(blob: Blob, promised: Digest, name: str) -> Blob:
    """Return the blob under the digest that its name promises. Raises InvalidArchive if it has another."""
    if blob.digest == promised:
        return blob
    if promised.startswith("sha256:"):
        raise InvalidArchive(f"{name} is damaged: its digest is {blob.digest}")
    try:
        verify(promised, blob.chunks())
    except DigestError:
        raise InvalidArchive(f"{name} is damaged: it has another digest") from None
    return Blob(promised, blob.size, blob.content)

"""Writing image archives, as `docker image save` of Docker 29 does.

One rule: an archive is an OCI layout in a tar, with a `manifest.json` beside it for older readers. Its members are
sorted by name and carry no times, so equal images give equal archives. The walk over the content is that of
containerd's exporter (core/images/archive/exporter.go).
"""

from __future__ import annotations

from tutor.oci.descriptor import IMAGE_NAME, REF_NAME, Descriptor
from tutor.oci.digest import encoded
from tutor.oci.gojson import encode
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import is_index, is_manifest
from tutor.oci.platform import DEFAULT, Platform
from tutor.oci.reference import Reference, oci_reference_name
from tutor.store.gc import MissingBlob, is_complete
from tutor.vfs.content import Bytes
from tutor.vfs.record import Record
from tutor.vfs.shared_tar import tar_content
from tutor.vfs.tar import Header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from tutor.oci.digest import Digest
    from tutor.store.gc import Find
    from tutor.vfs.content import Content

LAYOUT = b'{"imageLayoutVersion":"1.0.0"}'
SOURCE = "containerd.io/distribution.source."
"""What the annotation begins with that says from which repository of a registry an image came; the registry follows."""


class Export(Record):
    """An image to write: its index or manifest, its canonical name ("" for none), and the repositories it came from."""

    __slots__ = __match_args__ = ("target", "name", "sources")

    def __init__(self, target: Descriptor, name: str = "", sources: tuple[str, ...] = ()) -> None:
        self.target: Final = target
        self.name: Final = name
        self.sources: Final = sources

    def row(self) -> Descriptor:
        """Return what the archive's index says of the image."""
        kept = {key: value for key, value in self.target.annotations if key not in (IMAGE_NAME, REF_NAME)}
        by_domain: dict[str, list[str]] = {}
        for source in self.sources:
            domain, _, path = source.partition("/")
            by_domain.setdefault(domain, []).append(path)
        kept.update({SOURCE + domain: ",".join(sorted(paths)) for domain, paths in by_domain.items()})
        if self.name:
            kept.update({IMAGE_NAME: self.name, REF_NAME: oci_reference_name(self.name)})
        return Descriptor(
            self.target.media_type,
            self.target.digest,
            self.target.size,
            tuple(sorted(kept.items())),
            self.target.platform,
        )


def write_archive(
    exports: Iterable[Export],
    find: Find,
    *,
    platforms: tuple[Platform, ...] = (),
    host: Platform = DEFAULT,
    docker: bool = True,
) -> Content:
    """Return the archive of some images; blobs are read when it is.

    Of an index, the children that are here are written, with `platforms` only those for one of them; a child whose
    layers are not all here is written without them. `manifest.json` names the child that suits `host` best;
    without `docker` there is none. Raises MissingBlob if a manifest or index itself is absent, and InvalidDocument.
    """
    plan = _Plan(find, platforms, host)
    for export in exports:
        plan.add(export)
    return tar_content(plan.members(docker))


class _Plan:
    """What goes into an archive."""

    def __init__(self, find: Find, platforms: tuple[Platform, ...], host: Platform) -> None:
        self._find = find
        self._platforms = platforms
        self._host = host
        self._rows: list[Descriptor] = []
        self._blobs: dict[Digest, Content] = {}
        self._names: dict[Digest, list[str]] = {}  # what manifest.json says of each manifest
        self._chosen: dict[Digest, Digest | None] = {}  # the manifest of each index that manifest.json names

    def add(self, export: Export) -> None:
        target = export.target
        if is_index(target.media_type):
            if target.digest not in self._chosen:
                self._chosen[target.digest] = self._index(target)
            manifest = self._chosen[target.digest]
        else:
            if target.digest not in self._blobs:
                self._manifest(target, needed=True)
            manifest = target.digest
        self._rows.append(export.row())
        if manifest is not None:
            names = self._names.setdefault(manifest, [])
            if export.name:
                names.append(Reference.parse(export.name).with_default_tag().familiar())

    def _raw(self, digest: Digest) -> bytes:
        """Take an index or manifest in and return its bytes."""
        blob = self._find(digest)
        if blob is None:
            raise MissingBlob(digest)
        self._blobs[digest] = blob.content
        return blob.read()

    def _index(self, target: Descriptor) -> Digest | None:
        index = Index.from_bytes(self._raw(target.digest))
        taken = [row for row in index.manifests if self._wanted(row)]
        for row in taken:
            self._manifest(row, needed=False)
        here = [row for row in taken if row.digest in self._blobs and is_manifest(row.media_type)]
        offered = [row.platform for row in here if row.platform is not None]
        best = self._host.best(offered)
        first = next((row for row in here if row.platform is not None and row.platform == best), None)
        first = first or next(iter(here), None)
        return None if first is None else first.digest

    def _wanted(self, row: Descriptor) -> bool:
        platform = row.platform
        return not self._platforms or platform is None or any(wanted.matches(platform) for wanted in self._platforms)

    def _manifest(self, target: Descriptor, *, needed: bool) -> None:
        if not needed and self._find(target.digest) is None:
            return
        raw = self._raw(target.digest)
        if is_index(target.media_type):  # an index in an index
            for row in Index.from_bytes(raw).manifests:
                self._manifest(row, needed=False)
            return
        if not is_manifest(target.media_type) or not is_complete(target, self._find):
            return
        manifest = Manifest.from_bytes(raw)
        for child in (manifest.config, *manifest.layers):
            blob = self._find(child.digest)
            assert blob is not None
            self._blobs[child.digest] = blob.content

    def _manifest_json(self) -> bytes:
        rows = []
        for digest, names in self._names.items():
            manifest = Manifest.from_bytes(self._blobs[digest].read())
            layers = [f"blobs/{_path(layer.digest)}" for layer in manifest.layers]
            rows.append({
                "Config": f"blobs/{_path(manifest.config.digest)}",
                "RepoTags": names or None,
                "Layers": layers or None,
            })  # fmt: skip
        return encode(rows)

    def members(self, docker: bool) -> Iterator[tuple[Header, Content | None]]:
        """Return the members of the archive, sorted by name; `docker` adds `manifest.json`."""
        files: dict[str, tuple[int, Content]] = {
            "oci-layout": (0o444, Bytes(LAYOUT)),
            "index.json": (0o644, Bytes(Index.build(self._rows, indent=None).raw)),
        }
        if self._names and docker:
            files["manifest.json"] = (0o644, Bytes(self._manifest_json()))
        folders = {"blobs"} | {f"blobs/{digest.partition(':')[0]}" for digest in self._blobs} if self._blobs else set()
        for digest, content in self._blobs.items():
            files[f"blobs/{_path(digest)}"] = (0o444, content)
        for name in sorted(folders | files.keys()):
            if name in folders:
                yield Header(name, "directory", mode=0o755), None
            else:
                mode, content = files[name]
                yield Header(name, "file", content.size, mode), content


def _path(digest: Digest) -> str:
    return f"{digest.partition(':')[0]}/{encoded(digest)}"

"""`layerwise registry pull` and `push`: images between real registries, OCI layout folders and archives.

What is a file is an archive; a target that ends in `.tar` becomes one.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.errors import LayerwiseError
from tutor.net.client import HttpTransport
from tutor.oci.descriptor import IMAGE_NAME
from tutor.oci.reference import InvalidReference, Reference
from tutor.outer.bars import Bars
from tutor.registry.client import Client
from tutor.registry.faults import UnexpectedStatus
from tutor.registry.stream import Stream

if TYPE_CHECKING:
    import ssl
    from argparse import Namespace
    from collections.abc import Iterator

    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob
    from tutor.store.layout import Layout

_HUB = "registry-1.docker.io"
_SMALL = 1 << 16
"""Bytes of a blob for which no bar is worth drawing."""


def pull(options: Namespace) -> int:
    """Copy an image of a registry, or an archive's images, into a layout folder."""
    if os.path.isfile(options.reference):
        from tutor.store.transfer import unpack_archive

        with open(options.reference, "rb") as stream:
            made = unpack_archive(stream, options.folder)
        for row in made.index.manifests:
            print(f"{row.annotation(IMAGE_NAME)}@{row.digest}".lstrip("@"))
        return 0
    return _pull(options)


def _pull(options: Namespace) -> int:
    from tutor.registry.copying import pull_all
    from tutor.store.archive import Export
    from tutor.store.layout import write_layout

    with _client(options) as (reference, client):
        target = client.resolve(reference.path, reference.digest or reference.tag or "latest")
        if target is None:
            raise LayerwiseError(f"{reference.canonical()}: not found", "check the name, or log in with --login")
        if options.platform:
            target = _for_platform(client, reference, target, options.platform)
        bars = Bars("Downloading", "Download complete")
        found = pull_all(client, reference.path, target)
        found.update(
            {digest: bars.watched(blob) for digest, blob in found.items() if isinstance(blob.content, Stream)}
        )
        write_layout(options.folder, [Export(target.bare(), reference.canonical())], found.get)
    print(f"{reference.canonical()}@{target.digest}")
    return 0


def push(options: Namespace) -> int:
    """Copy an image of a layout folder or an archive to a registry, or all of a folder's into an archive."""
    from tutor.store.layout import Layout

    if os.path.isfile(options.folder):
        return _push_archive(options)
    layout = Layout.open(options.folder)
    if not options.reference.endswith(".tar"):
        return _push(options, layout)
    from tutor.store.archive import Export
    from tutor.store.transfer import pack_archive

    rows = [_chosen(layout, options.name)] if options.name else layout.index.manifests
    names = {row.digest: name for name, row in layout.names.items()}
    pack_archive(layout, options.reference, [Export(row, names.get(row.digest, "")) for row in rows])
    return 0


def _push_archive(options: Namespace) -> int:
    import tempfile

    from tutor.store.transfer import unpack_archive

    with tempfile.TemporaryDirectory(prefix="layerwise-") as folder, open(options.folder, "rb") as stream:
        return _push(options, unpack_archive(stream, os.path.join(folder, "layout")))


def _push(options: Namespace, layout: Layout) -> int:
    from tutor.registry.copying import push_all

    target = _chosen(layout, options.name)

    bars = Bars("Pushing", "Pushed")

    def find(digest: str) -> Blob | None:
        blob = layout.blob(digest)
        return bars.watched(blob) if blob is not None and blob.size > _SMALL else blob

    def tell(row: Descriptor, how: str) -> None:
        if how == "exists":
            bars.say(row.digest, "Layer already exists")
        elif row.size <= _SMALL:
            bars.say(row.digest, "Pushed")

    with _client(options) as (reference, client):
        push_all(client, reference.path, reference.tag or "latest", target, find, tell)
    print(f"{reference.canonical()}@{target.digest}")
    return 0


@contextmanager
def _client(options: Namespace) -> Iterator[tuple[Reference, Client]]:
    """The reference of a command, and a client of its registry. Raises LayerwiseError, also for refusals."""
    try:
        reference = Reference.parse(options.reference).with_default_tag()
    except InvalidReference as error:
        raise LayerwiseError(f"{options.reference}: {error.message}", "write it as HOST[:PORT]/PATH:TAG") from None
    login = None
    if options.login:
        user, colon, password = options.login.partition(":")
        if not colon:
            raise LayerwiseError("--login needs a name and a password", "write --login NAME:PASSWORD")
        login = (user, password)
    host = _HUB if reference.domain == "docker.io" else reference.domain
    plain = options.plain_http or host.startswith(("localhost", "127.", "[::1]"))
    plain = plain and not options.cacert
    with HttpTransport(_tls(options.cacert)) as transport:
        try:
            yield reference, Client(transport, f"{'http' if plain else 'https'}://{host}", login)
        except UnexpectedStatus as error:
            raise LayerwiseError(error.told) from None


def _tls(file: str | None) -> ssl.SSLContext | None:
    import ssl

    if file is None:
        return None
    try:
        return ssl.create_default_context(cafile=file)
    except OSError as error:
        raise LayerwiseError(f"cannot use the certificate {file} ({error.strerror or error})") from None


def _for_platform(client: Client, reference: Reference, target: Descriptor, text: str) -> Descriptor:
    from tutor.oci.index import Index
    from tutor.oci.media_types import is_index
    from tutor.oci.platform import Platform

    if not is_index(target.media_type):
        return target
    row = Index.from_bytes(client.fetch(reference.path, target).read()).select(Platform.parse(text))
    if row is None:
        raise LayerwiseError(f"{reference.canonical()} has nothing for {text}", "choose another --platform")
    return replace(row.bare(), platform=row.platform)


def _chosen(layout: Layout, name: str) -> Descriptor:
    rows = layout.index.manifests
    if name:
        try:
            found = layout.names.get(Reference.parse(name).with_default_tag().canonical())
        except InvalidReference:
            found = None
        if found is None:
            raise LayerwiseError(f"{layout.folder} has no image {name}", f"it has: {', '.join(layout.names) or 'none'}")
        return found.bare()
    if len(rows) != 1:
        raise LayerwiseError(f"{layout.folder} has {len(rows)} images", "choose one with --name")
    return rows[0].bare()

"""Makes the hostile archives: `python -m tests.corpora.hostile.make` writes the small ones beside this file.

Each case is a function that returns an archive as bytes, or as pieces where it is huge; its docstring's first line is
what is hostile about it. `cases.toml` says what has to become of each.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Pieces = bytes | Iterator[bytes]
SMALL: dict[str, Callable[[], bytes]] = {}
HUGE: dict[str, Callable[[], Iterator[bytes]]] = {}
CONFIG = "application/vnd.oci.image.config.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"
NAME = {"io.containerd.image.name": "docker.io/library/bad:1", "org.opencontainers.image.ref.name": "1"}
LAYOUT = b'{"imageLayoutVersion":"1.0.0"}'
GIGABYTES = 10


def small(function: Callable[[], bytes]) -> Callable[[], bytes]:
    SMALL[function.__name__.replace("_", "-")] = function
    return function


def huge(function: Callable[[], Iterator[bytes]]) -> Callable[[], Iterator[bytes]]:
    HUGE[function.__name__.replace("_", "-")] = function
    return function


def digest(data: bytes) -> str:
    return "sha256:" + sha256(data).hexdigest()


def blob_path(data: bytes) -> str:
    return "blobs/" + digest(data).replace(":", "/")


def entry(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, **more: Any) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.size = len(data)
    for key, value in more.items():
        setattr(info, key, value)
    return info, data


def tar(*members: tuple[tarfile.TarInfo, bytes], format: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def row(kind: str, data: bytes, **more: Any) -> dict[str, Any]:
    return {"mediaType": kind, "digest": digest(data), "size": len(data), **more}


def config_of(*layers: bytes, **more: Any) -> bytes:
    return json.dumps({
        "architecture": "amd64", "os": "linux", "config": {"Cmd": ["sh"]},
        "rootfs": {"type": "layers", "diff_ids": [digest(layer) for layer in layers]}, **more,
    }).encode()  # fmt: skip


def manifest_of(config: bytes, *layers: bytes, **more: Any) -> bytes:
    rows = [row(LAYER, layer) for layer in layers]
    return json.dumps(
        {"schemaVersion": 2, "mediaType": MANIFEST, "config": row(CONFIG, config), "layers": rows, **more}
    ).encode()


def index_of(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": list(rows)}).encode()


def named(manifest: bytes, kind: str = MANIFEST, **more: Any) -> dict[str, Any]:
    return row(kind, manifest, annotations=NAME, **more)


def layout(index: bytes, *blobs: bytes, extra: tuple[tuple[tarfile.TarInfo, bytes], ...] = ()) -> bytes:
    """An OCI layout in a tar."""
    rows = (entry(blob_path(blob), blob) for blob in blobs)
    return tar(entry("oci-layout", LAYOUT), entry("index.json", index), *rows, *extra)


def image(layer: bytes, **more: Any) -> bytes:
    """An archive of an image with this layer."""
    config = config_of(layer, **more)
    manifest = manifest_of(config, layer)
    return layout(index_of(named(manifest)), manifest, config, layer)


def docker(rows: object, *members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """An archive as older Dockers write it."""
    return tar(*members, entry("manifest.json", json.dumps(rows).encode()))


GOOD = tar(entry("hello", b"hi\n"))
GOOD_CONFIG = config_of(GOOD)
GOOD_MANIFEST = manifest_of(GOOD_CONFIG, GOOD)
GOOD_BLOBS = (GOOD_MANIFEST, GOOD_CONFIG, GOOD)


def good(*extra: tuple[tarfile.TarInfo, bytes]) -> bytes:
    return layout(index_of(named(GOOD_MANIFEST)), *GOOD_BLOBS, extra=extra)


def with_manifest(**more: Any) -> bytes:
    manifest = json.dumps({**json.loads(GOOD_MANIFEST), **more}).encode()
    return layout(index_of(named(manifest)), manifest, GOOD_CONFIG, GOOD)


def with_config(config: bytes) -> bytes:
    manifest = manifest_of(config, GOOD)
    return layout(index_of(named(manifest)), manifest, config, GOOD)


def with_index(index: bytes) -> bytes:
    return layout(index, *GOOD_BLOBS)


# -- names in the archive


@small
def archive_traversal() -> bytes:
    """A member of the archive leads out of it."""
    return good(entry("../../../../etc/passwd", b"evil"), entry("blobs/../../evil", b"evil"))


@small
def archive_absolute() -> bytes:
    """A member of the archive has an absolute name."""
    return good(entry("/etc/passwd", b"evil"))


def old(layer: tuple[tarfile.TarInfo, bytes], *more: tuple[tarfile.TarInfo, bytes], name: str = "l/layer.tar") -> bytes:
    rows = [{"Config": "c.json", "RepoTags": ["bad:1"], "Layers": [name]}]
    return docker(rows, entry("c.json", GOOD_CONFIG), layer, *more)


@small
def archive_symlink_absolute() -> bytes:
    """The layer is an absolute symbolic link."""
    return old(entry("l/layer.tar", kind=tarfile.SYMTYPE, linkname="/etc/passwd"))


@small
def archive_symlink_outside() -> bytes:
    """The layer is a symbolic link that leads out of the archive."""
    return old(entry("l/layer.tar", kind=tarfile.SYMTYPE, linkname="../../../../etc/passwd"))


@small
def archive_symlink_loop() -> bytes:
    """The layer is a symbolic link in a circle."""
    return old(entry("l/layer.tar", kind=tarfile.SYMTYPE, linkname="../m/layer.tar"),
               entry("m/layer.tar", kind=tarfile.SYMTYPE, linkname="../l/layer.tar"))  # fmt: skip


@small
def archive_symlink_itself() -> bytes:
    """The layer is a symbolic link to itself."""
    return old(entry("l/layer.tar", kind=tarfile.SYMTYPE, linkname="layer.tar"))


@small
def archive_hard_link_outside() -> bytes:
    """The layer is a hard link to a file outside."""
    return old(entry("l/layer.tar", kind=tarfile.LNKTYPE, linkname="../../etc/passwd"))


@small
def archive_layer_name_outside() -> bytes:
    """manifest.json names a layer outside of the archive."""
    return old(entry("l/layer.tar", GOOD), name="../../../../etc/passwd")


@small
def archive_layer_is_a_device() -> bytes:
    """The layer is a block device."""
    return old(entry("l/layer.tar", kind=tarfile.BLKTYPE, devmajor=8, devminor=0))


@small
def archive_manifest_is_a_fifo() -> bytes:
    """manifest.json is a pipe."""
    return tar(entry("c.json", GOOD_CONFIG), entry("manifest.json", kind=tarfile.FIFOTYPE))


@small
def archive_duplicate_index() -> bytes:
    """index.json stands twice in the archive: the second one counts."""
    return good(entry("index.json", b"{}"))


@small
def archive_duplicate_blob() -> bytes:
    """A blob stands twice, the second time with other bytes."""
    return good(entry(blob_path(GOOD), GOOD[:-1] + b"x"))


@small
def archive_blob_of_another_digest() -> bytes:
    """A blob that nothing refers to does not have the digest of its name."""
    return good(entry("blobs/sha256/" + "a" * 64, b"evil"))


# -- damage


@small
def truncated_in_a_header() -> bytes:
    """The archive ends in the middle of a header."""
    return good()[:1324]


@small
def truncated_in_padding() -> bytes:
    """The archive ends behind a member's data, before its block is full."""
    return good()[:700]


@small
def truncated_in_a_blob() -> bytes:
    """The archive ends in the middle of a blob."""
    data = good()
    return data[: data.index(GOOD) + 300]


@small
def truncated_gzip() -> bytes:
    """A compressed archive ends early."""
    return gzip.compress(good(), mtime=0)[:-40]


def flipped(data: bytes, part: bytes, at: int) -> bytes:
    place = data.index(part) + at
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@small
def flipped_layer() -> bytes:
    """One bit of a layer is another."""
    return flipped(good(), GOOD, 515)


@small
def flipped_config() -> bytes:
    """One bit of the configuration is another."""
    return flipped(good(), GOOD_CONFIG, 20)


@small
def flipped_manifest() -> bytes:
    """One bit of the manifest is another."""
    return flipped(good(), GOOD_MANIFEST, 10)


@small
def flipped_header() -> bytes:
    """One bit of a member's header is another."""
    return flipped(good(), b"index.json", 3)


@small
def flipped_gzip() -> bytes:
    """One bit of a compressed archive is another."""
    data = gzip.compress(good(), mtime=0)
    return data[:60] + bytes([data[60] ^ 4]) + data[61:]


@small
def nothing() -> bytes:
    """An empty file."""
    return b""


@small
def no_archive() -> bytes:
    """A text."""
    return b"this is not an archive\n" * 100


@small
def empty_archive() -> bytes:
    """A tar without members."""
    return tar()


@small
def gzip_of_nonsense() -> bytes:
    """A compressed text."""
    return gzip.compress(b"nonsense " * 1000, mtime=0)


@small
def zstd_archive() -> bytes:
    """A frame of zstd that never comes to its end."""
    return b"\x28\xb5\x2f\xfd" + bytes(100)


# -- headers of the tar


def patched(at: int, field: bytes) -> bytes:
    """The good archive with a field of its last member's header replaced and the sum made right."""
    data = bytearray(good(entry("last", b"x" * 10)))
    start = data.rindex(b"last\0")
    data[start + at : start + at + len(field)] = field
    head = data[start : start + 512]
    head[148:156] = b"        "
    data[start + 148 : start + 156] = b"%06o\0 " % sum(head)
    return bytes(data)


@small
def header_size_8_gigabytes() -> bytes:
    """A member claims 8 GB and has none."""
    return patched(124, b"77777777777\0")


@small
def header_size_below_zero() -> bytes:
    """A member claims a size below zero."""
    return patched(124, b"\xff" * 12)


@small
def header_size_beyond_measure() -> bytes:
    """A member claims 2^88 bytes."""
    return patched(124, b"\x80\x01" + bytes(10))


@small
def header_size_no_number() -> bytes:
    """A member's size is no number."""
    return patched(124, b"size????????")


@small
def header_unknown_kind() -> bytes:
    """A member is of a kind that nobody knows."""
    return patched(156, b"Z")


@small
def header_sparse() -> bytes:
    """A member is a sparse file."""
    return patched(156, b"S")


def pax(records: bytes) -> bytes:
    head = tarfile.TarInfo("PaxHeaders/x")
    head.type = b"x"
    head.size = len(records)
    body = head.tobuf(tarfile.USTAR_FORMAT) + records + bytes(-len(records) % 512)
    return body + good()


@small
def pax_without_an_end() -> bytes:
    """A PAX record is longer than its header."""
    return pax(b"999 path=x\n")


@small
def pax_size_beyond_measure() -> bytes:
    """A PAX record says that a member has 10^30 bytes."""
    return pax(b"40 size=" + b"9" * 31 + b"\n")


@small
def pax_size_below_zero() -> bytes:
    """A PAX record says that a member has a size below zero."""
    return pax(b"11 size=-1\n")


@small
def long_name_of_a_gigabyte() -> bytes:
    """A long name claims a gigabyte."""
    head = tarfile.TarInfo("././@LongLink")
    head.type = b"L"
    head.size = 1 << 30
    return head.tobuf(tarfile.GNU_FORMAT) + b"x" * 5120


# -- documents


@small
def layout_of_another_version() -> bytes:
    """The layout is of a version that nobody knows."""
    return tar(entry("oci-layout", b'{"imageLayoutVersion":"9.9.9"}'), entry("index.json", index_of()))


@small
def layout_no_json() -> bytes:
    """oci-layout is no JSON."""
    return tar(entry("oci-layout", b"\xff\xfe{"), entry("index.json", index_of()))


@small
def index_no_json() -> bytes:
    """index.json is no JSON."""
    return with_index(b'{"manifests": [')


@small
def index_deep() -> bytes:
    """index.json is nested 100,000 times."""
    return with_index(b"[" * 100_000)


@small
def index_without_images() -> bytes:
    """index.json lists nothing."""
    return with_index(index_of())


@small
def index_of_what_is_missing() -> bytes:
    """index.json lists a manifest that is not there."""
    return with_index(index_of({**named(GOOD_MANIFEST), "digest": "sha256:" + "0" * 64}))


@small
def index_of_another_size() -> bytes:
    """index.json says another size of its manifest."""
    return with_index(index_of({**named(GOOD_MANIFEST), "size": 7}))


@small
def index_size_below_zero() -> bytes:
    """index.json says a size below zero."""
    return with_index(index_of({**named(GOOD_MANIFEST), "size": -1}))


@small
def digest_traversal() -> bytes:
    """A digest is a path out of the archive."""
    return with_index(index_of({**named(GOOD_MANIFEST), "digest": "sha256:../../../../etc/passwd"}))


@small
def digest_of_md5() -> bytes:
    """A digest is of an algorithm that can be forged."""
    return with_index(index_of({**named(GOOD_MANIFEST), "digest": "md5:" + "0" * 32}))


@small
def digest_upper_case() -> bytes:
    """A digest has upper-case letters."""
    told = digest(GOOD_MANIFEST)
    return with_index(index_of({**named(GOOD_MANIFEST), "digest": "sha256:" + told[7:].upper()}))


@small
def manifest_of_schema_1() -> bytes:
    """The manifest is of schema 1."""
    return with_manifest(schemaVersion=1)


@small
def manifest_that_is_an_index() -> bytes:
    """The manifest is an index by its looks."""
    return with_manifest(manifests=[])


@small
def manifest_without_config() -> bytes:
    """The manifest has no configuration."""
    return with_manifest(config=None)


@small
def manifest_layers_no_list() -> bytes:
    """The layers of the manifest are a text."""
    return with_manifest(layers="all of them")


@small
def manifest_layer_of_another_size() -> bytes:
    """The manifest says another size of its layer."""
    return with_manifest(layers=[{**row(LAYER, GOOD), "size": 1}])


@small
def manifest_layer_missing() -> bytes:
    """The manifest lists a layer that is not there."""
    return with_manifest(layers=[row(LAYER, b"nowhere")])


@small
def manifest_more_layers_than_diff_ids() -> bytes:
    """The manifest has more layers than the configuration."""
    return with_manifest(layers=[row(LAYER, GOOD), row(LAYER, GOOD)])


@small
def config_no_json() -> bytes:
    """The configuration is no JSON."""
    return with_config(b"{")


@small
def config_a_list() -> bytes:
    """The configuration is a list."""
    return with_config(b"[]")


@small
def config_of_another_layer() -> bytes:
    """The configuration is of another layer."""
    return with_config(config_of(b"another"))


@small
def config_with_broken_diff_ids() -> bytes:
    """The configuration's diff IDs are no digests."""
    return with_config(json.dumps({"os": "linux", "rootfs": {"type": "layers", "diff_ids": ["../../x"]}}).encode())


@small
def config_of_wrong_types() -> bytes:
    """The configuration's fields are of other types."""
    return with_config(config_of(GOOD, config={"Env": {"a": 1}, "Cmd": 7, "ExposedPorts": [1]}, history="yes"))


@small
def config_that_is_the_layer() -> bytes:
    """The configuration is the layer."""
    manifest = manifest_of(GOOD, GOOD)
    return layout(index_of(named(manifest)), manifest, GOOD)


@small
def name_with_control_characters() -> bytes:
    """The image's name would move the cursor and clear the screen."""
    name = {"io.containerd.image.name": "docker.io/library/\x1b[2Jbad:1\n"}
    return with_index(index_of({**named(GOOD_MANIFEST), "annotations": name}))


@small
def tag_that_is_none() -> bytes:
    """manifest.json gives a name that is none."""
    rows = [{"Config": "c.json", "RepoTags": ["../../etc:1\n"], "Layers": ["l/layer.tar"]}]
    return docker(rows, entry("c.json", GOOD_CONFIG), entry("l/layer.tar", GOOD))


@small
def manifest_json_of_wrong_types() -> bytes:
    """manifest.json's fields are of other types."""
    return docker([{"Config": {"a": 1}, "RepoTags": 5, "Layers": {"x": 1}}], entry("c.json", GOOD_CONFIG))


# -- what is in a layer


@small
def layer_traversal() -> bytes:
    """A file of the layer leads out of it."""
    return image(tar(entry("../../../../etc/passwd", b"evil")))


@small
def layer_traversal_inside() -> bytes:
    """A file of the layer goes up and down again, and stays inside."""
    return image(tar(entry("a/b/../../etc/passwd", b"fine")))


@small
def layer_absolute() -> bytes:
    """A file of the layer has an absolute name: it lies in the image."""
    return image(tar(entry("/etc/passwd", b"fine")))


@small
def layer_through_a_link() -> bytes:
    """A file of the layer goes through a symbolic link to the outside."""
    return image(tar(entry("out", kind=tarfile.SYMTYPE, linkname="/etc"), entry("out/passwd", b"evil")))


@small
def layer_through_a_relative_link() -> bytes:
    """A file of the layer goes through a relative symbolic link to the outside."""
    up = entry("out", kind=tarfile.SYMTYPE, linkname="../../../../../../tmp")
    return image(tar(up, entry("out/evil", b"evil")))


@small
def layer_links_in_a_circle() -> bytes:
    """A file of the layer goes through symbolic links in a circle."""
    return image(tar(entry("a", kind=tarfile.SYMTYPE, linkname="b"), entry("b", kind=tarfile.SYMTYPE, linkname="a"),
                     entry("a/file", b"x")))  # fmt: skip


@small
def layer_hard_link_outside() -> bytes:
    """A hard link of the layer leads out of it."""
    return image(tar(entry("passwd", kind=tarfile.LNKTYPE, linkname="../../../../etc/passwd")))


@small
def layer_hard_link_to_nothing() -> bytes:
    """A hard link of the layer is to a file that is not there."""
    return image(tar(entry("a", kind=tarfile.LNKTYPE, linkname="b")))


@small
def layer_hard_link_to_itself() -> bytes:
    """A hard link of the layer is to itself."""
    return image(tar(entry("a", kind=tarfile.LNKTYPE, linkname="a")))


@small
def layer_hard_link_to_a_folder() -> bytes:
    """A hard link of the layer is to a folder."""
    return image(tar(entry("d", kind=tarfile.DIRTYPE), entry("a", kind=tarfile.LNKTYPE, linkname="d")))


@small
def layer_devices() -> bytes:
    """The layer has the real machine's disk and memory as devices."""
    return image(tar(entry("dev/sda", kind=tarfile.BLKTYPE, devmajor=8, devminor=0),
                     entry("dev/mem", kind=tarfile.CHRTYPE, devmajor=1, devminor=1),
                     entry("dev/pipe", kind=tarfile.FIFOTYPE)))  # fmt: skip


@small
def layer_duplicates() -> bytes:
    """The layer has a name as file, folder and link, one after the other."""
    return image(tar(entry("a", b"one"), entry("a", b"two"), entry("a", kind=tarfile.DIRTYPE), entry("a/b", b"three"),
                     entry("a", kind=tarfile.SYMTYPE, linkname="/"), entry("a", b"last")))  # fmt: skip


@small
def layer_file_below_a_file() -> bytes:
    """A file of the layer lies below a file."""
    return image(tar(entry("a", b"file"), entry("a/b/c", b"below")))


@small
def layer_root_as_a_file() -> bytes:
    """A file of the layer would replace the root."""
    return image(tar(entry(".", b"evil")))


@small
def layer_whiteouts() -> bytes:
    """Whiteouts of nothing, of the folder above, of themselves."""
    names = (".wh.", ".wh...", ".wh..", ".wh..wh..opq", ".wh..wh.plnk", "a/.wh..wh.aufs", ".wh.hello")
    return image(tar(*(entry(name) for name in names), entry("kept", b"kept")))


@small
def layer_long_path() -> bytes:
    """A file of the layer has a path of 10,000 letters."""
    return image(tar(entry("/".join(["folder"] * 1430), b"deep")))


@small
def layer_long_name() -> bytes:
    """A file of the layer has a name of 300 letters."""
    return image(tar(entry("n" * 300, b"long")))


@small
def layer_strange_numbers() -> bytes:
    """Times, users and modes of the layer are beyond measure."""
    return image(tar(entry("old", b"x", mtime=-(1 << 40)), entry("new", b"x", mtime=1 << 60),
                     entry("owner", b"x", uid=1 << 31, gid=(1 << 40)), format=tarfile.GNU_FORMAT))  # fmt: skip


@small
def layer_strange_names() -> bytes:
    """Names of the layer are no UTF-8, or would move the cursor."""
    return image(tar(entry("\udcff\udcfe", b"x"), entry("\x1b[2J\x07", b"x"), format=tarfile.GNU_FORMAT))


@small
def layer_no_tar() -> bytes:
    """The layer is a text."""
    return image(b"this is no tar\n" * 100)


@small
def layer_truncated() -> bytes:
    """The layer ends in the middle of a file."""
    return image(tar(entry("a", b"x" * 5000))[:2000])


@small
def layer_gzip_with_more_behind() -> bytes:
    """Something follows the compressed layer."""
    config, packed = config_of(GOOD), gzip.compress(GOOD, mtime=0) + b"evil"
    manifest = manifest_of(config, packed)
    return layout(index_of(named(manifest)), manifest, config, packed)


# -- beyond measure


def member_head(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.GNU_FORMAT)


def gzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for piece in pieces:
        packed = packer.compress(piece)
        if packed:
            yield packed
    yield packer.flush()


def zeros(size: int) -> Iterator[bytes]:
    block = bytes(1 << 20)
    while size:
        piece = block[: min(size, len(block))]
        size -= len(piece)
        yield piece


def joined(*parts: Pieces) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, bytes):
            yield part
        else:
            yield from part


def open_ended(archive: bytes) -> bytes:
    """An archive without its end, so that more members can follow."""
    size = len(archive.rstrip(b"\0"))
    return archive[: size + -size % 512]


@huge
def bomb_archive() -> Iterator[bytes]:
    """An archive of a few megabytes that holds a blob of 10 GB."""
    size = GIGABYTES << 30
    head = open_ended(tar(entry("oci-layout", LAYOUT), entry("index.json", index_of(named(GOOD_MANIFEST)))))
    yield from gzipped(joined(head, member_head("blobs/sha256/" + "a" * 64, size), zeros(size)))


@huge
def bomb_of_zstd() -> Iterator[bytes]:
    """An archive of less than a megabyte, in zstd, that holds a blob of 10 GB."""
    from tests.support.zstd import ZstdCompressor

    size = GIGABYTES << 30
    head = open_ended(tar(entry("oci-layout", LAYOUT), entry("index.json", index_of(named(GOOD_MANIFEST)))))
    packer = ZstdCompressor(level=1)
    for piece in joined(head, member_head("blobs/sha256/" + "a" * 64, size), zeros(size)):
        yield packer.compress(piece)
    yield packer.flush()


@huge
def bomb_layer() -> Iterator[bytes]:
    """A layer of a few megabytes that holds a file of 10 GB."""
    size = GIGABYTES << 30
    packed = b"".join(gzipped(joined(member_head("zeros", size), zeros(size), bytes(1024))))
    config = config_of(b"never reached")
    manifest = manifest_of(config, packed)
    yield layout(index_of(named(manifest)), manifest, config, packed)


@huge
def bomb_of_zero_blocks() -> Iterator[bytes]:
    """An archive of a few megabytes that holds 10 GB of nothing behind its end."""
    yield from gzipped(joined(good(), zeros(GIGABYTES << 30)))


@huge
def manifest_of_100_megabytes() -> Iterator[bytes]:
    """A manifest of 100 MB."""
    manifest = json.dumps({**json.loads(GOOD_MANIFEST), "annotations": {"a": "x" * (100 << 20)}}).encode()
    yield layout(index_of(named(manifest)), manifest, GOOD_CONFIG, GOOD)


@huge
def index_of_100_megabytes() -> Iterator[bytes]:
    """An index.json of 100 MB."""
    yield with_index(json.dumps({**json.loads(index_of(named(GOOD_MANIFEST))), "x": "x" * (100 << 20)}).encode())


@huge
def manifest_json_of_100_megabytes() -> Iterator[bytes]:
    """A manifest.json of 100 MB."""
    yield docker([{"Config": "c.json", "Layers": ["x" * (100 << 20)]}], entry("c.json", GOOD_CONFIG))


@huge
def config_of_100_megabytes() -> Iterator[bytes]:
    """A configuration of 100 MB."""
    yield with_config(config_of(GOOD, author="x" * (100 << 20)))


@huge
def layers_100_000() -> Iterator[bytes]:
    """A manifest of 100,000 layers."""
    config, rows = config_of(*[GOOD] * 100_000), [{"digest": digest(GOOD), "size": len(GOOD)}] * 100_000
    manifest = json.dumps({**json.loads(manifest_of(config)), "layers": rows}).encode()
    yield layout(index_of(named(manifest)), manifest, config, GOOD)


@huge
def layers_20_000() -> Iterator[bytes]:
    """A manifest of 20,000 layers, which is short enough to be read."""
    config, rows = config_of(*[GOOD] * 20_000), [row(LAYER, GOOD)] * 20_000
    manifest = json.dumps({**json.loads(manifest_of(config)), "layers": rows}).encode()
    yield layout(index_of(named(manifest)), manifest, config, GOOD)


@huge
def layers_of_old_100_000() -> Iterator[bytes]:
    """A manifest.json of 100,000 layers that are all one."""
    rows = [{"Config": "c.json", "RepoTags": ["bad:1"], "Layers": ["l"] * 100_000}]
    yield docker(rows, entry("c.json", config_of(*[GOOD] * 100_000)), entry("l", GOOD))


@huge
def index_in_index() -> Iterator[bytes]:
    """10,000 indexes, each in the next."""
    blobs, inner, kind = list(GOOD_BLOBS), GOOD_MANIFEST, MANIFEST
    for _ in range(10_000):
        inner, kind = index_of(row(kind, inner)), INDEX
        blobs.append(inner)
    yield layout(index_of(named(inner, INDEX)), *blobs)


@huge
def members_200_000() -> Iterator[bytes]:
    """An archive of 200,000 empty files."""
    yield open_ended(good(entry("last", b"x")))
    for number in range(200_000):
        yield member_head(f"f/{number}", 0)
    yield bytes(1024)


@huge
def files_200_000() -> Iterator[bytes]:
    """A layer of 200,000 empty files."""
    layer = b"".join(member_head(f"f/{number}", 0) for number in range(200_000)) + bytes(1024)
    yield image(layer)


@huge
def deep_folders() -> Iterator[bytes]:
    """A layer of 20,000 files, each 1,000 folders deep."""
    path = "/".join("d" * 1000)
    head = b"".join(member_head("d/" * 45 + f"{number}/x/y", 0) for number in range(20_000))
    yield image(open_ended(tar(entry(path, b"deep"))) + head + bytes(1024))


def main() -> None:
    for old_file in HERE.glob("*.tar*"):
        old_file.unlink()
    for name, function in SMALL.items():
        with open(HERE / f"{name}.tar.gz", "wb") as file:
            file.write(gzip.compress(function(), 9, mtime=0))
    print(f"{len(SMALL)} files, {len(HUGE)} makers")


if __name__ == "__main__":
    main()

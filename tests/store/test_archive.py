"""Archives: what `docker save` writes, and what `docker load` reads of it and of older and foreign ones."""

from __future__ import annotations

import gzip as stdlib_gzip
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.store.images import Shelf, hub, tar
from tutor.errors import LayerwiseError
from tutor.oci import media_types
from tutor.oci.descriptor import IMAGE_NAME, REF_NAME, Descriptor
from tutor.oci.digest import encoded, of
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.platform import Platform
from tutor.store.archive import Export, write_archive
from tutor.store.blobs import Blob, MemorySink
from tutor.store.gc import MissingBlob, reachable
from tutor.store.layout import Layout, write_layout
from tutor.store.unarchive import Archive, InvalidArchive, read_archive, read_content
from tutor.vfs.content import Bytes
from tutor.vfs.generated import Slice

NAME = "docker.io/library/app:1"
ARM = Platform("linux", "arm64")


def saved(shelf: Shelf, *exports: Export, platforms: tuple[Platform, ...] = ()) -> bytes:
    return write_archive(exports, shelf.get, platforms=platforms).read()


def members(raw: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return {
            member.name: (archive.extractfile(member) or io.BytesIO()).read() if member.isfile() else b""
            for member in archive
        }


def blob_names(*digests: str) -> set[str]:
    return {f"blobs/sha256/{encoded(digest)}" for digest in digests}


# Writing


def test_an_archive_as_docker_writes_it() -> None:
    layout = Layout.open(hub())
    name = "docker.io/library/alpine:3.20"
    export = Export(layout.names[name], name, ("docker.io/library/alpine",))
    raw = write_archive([export], layout.blob).read()
    files = members(raw)
    assert list(files) == [
        "blobs",
        "blobs/sha256",
        "blobs/sha256/3a9e09f163ffac44216cde261a5ee07844c688d8fd3ce5d0268ff6ae99ebcef8",
        "blobs/sha256/69a7b630b41db081d21ba8cbe033945b554fa6fc82ac3d9c52771d8b9a244dcc",
        "blobs/sha256/d17e5f432589fd0e4763c5bf08d722498d1ccb6bce25695d872ce034cf5091eb",
        "blobs/sha256/e61d27ed13ba8840264a6150a3c24a7968bd5651795e841022dd3a6da51d1860",
        "blobs/sha256/e9e9f83307c48b1a9fb8e91511843276b02194cb0812ed952991bd2b40da2a31",
        "index.json",
        "manifest.json",
        "oci-layout",
    ]
    assert files["oci-layout"] == b'{"imageLayoutVersion":"1.0.0"}'
    assert files["index.json"].decode() == (
        '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":'
        '"application/vnd.oci.image.manifest.v1+json","digest":'
        '"sha256:69a7b630b41db081d21ba8cbe033945b554fa6fc82ac3d9c52771d8b9a244dcc","size":858,"annotations":{'
        '"containerd.io/distribution.source.docker.io":"library/alpine",'
        '"io.containerd.image.name":"docker.io/library/alpine:3.20","org.opencontainers.image.ref.name":"3.20"}}]}'
    )
    assert files["manifest.json"].decode() == (
        '[{"Config":"blobs/sha256/e61d27ed13ba8840264a6150a3c24a7968bd5651795e841022dd3a6da51d1860",'
        '"RepoTags":["alpine:3.20"],'
        '"Layers":["blobs/sha256/e9e9f83307c48b1a9fb8e91511843276b02194cb0812ed952991bd2b40da2a31",'
        '"blobs/sha256/d17e5f432589fd0e4763c5bf08d722498d1ccb6bce25695d872ce034cf5091eb",'
        '"blobs/sha256/3a9e09f163ffac44216cde261a5ee07844c688d8fd3ce5d0268ff6ae99ebcef8"]}]'
    )
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        modes = {member.name.partition("/")[0]: member.mode for member in archive}
        assert {(member.mtime, member.uid, member.gid) for member in archive} == {(0, 0, 0)}
    assert modes == {"blobs": 0o444, "index.json": 0o644, "manifest.json": 0o644, "oci-layout": 0o444}


def test_several_names_of_an_image_and_one_without() -> None:
    shelf = Shelf()
    one, other = shelf.image("a"), shelf.image("b")
    exports = [Export(one, NAME), Export(one, "localhost:5000/x:2"), Export(other)]
    files = members(saved(shelf, *exports))
    rows = json.loads(files["manifest.json"])
    assert [row["RepoTags"] for row in rows] == [["app:1", "localhost:5000/x:2"], None]
    index = Index.from_bytes(files["index.json"])
    assert [dict(row.annotations) for row in index.manifests] == [
        {IMAGE_NAME: NAME, REF_NAME: "1"}, {IMAGE_NAME: "localhost:5000/x:2", REF_NAME: "2"}, {},
    ]  # fmt: skip
    assert {name for name in files if name.count("/") == 2} == blob_names(*shelf)


def test_an_index_goes_with_all_its_children() -> None:
    shelf = Shelf()
    target = shelf.built("x")
    files = members(saved(shelf, Export(target, NAME)))
    assert {name for name in files if name.count("/") == 2} == blob_names(*shelf)
    manifest = Manifest.from_bytes(shelf[Index.from_bytes(shelf[target.digest].read()).images[0].digest].read())
    (row,) = json.loads(files["manifest.json"])
    assert row["Config"] == blob_names(manifest.config.digest).pop()


def several_platforms(shelf: Shelf) -> Descriptor:
    index = Index.build([shelf.image("arm", platform=ARM), shelf.image("amd", platform=Platform())])
    shelf.put(index.raw)
    return index.descriptor()


def test_manifest_json_names_what_suits_the_host() -> None:
    shelf = Shelf()
    target = several_platforms(shelf)
    arm, amd = Index.from_bytes(shelf[target.digest].read()).manifests

    def chosen(raw: bytes) -> str:
        return "sha256:" + str(json.loads(members(raw)["manifest.json"])[0]["Config"]).rpartition("/")[2]

    assert chosen(saved(shelf, Export(target, NAME))) == Manifest.from_bytes(shelf[amd.digest].read()).config.digest
    only = saved(shelf, Export(target, NAME), platforms=(ARM,))
    assert chosen(only) == Manifest.from_bytes(shelf[arm.digest].read()).config.digest
    assert blob_names(amd.digest).isdisjoint(members(only))


def test_absent_children_are_left_out() -> None:
    shelf = Shelf()
    target = several_platforms(shelf)
    arm, amd = Index.from_bytes(shelf[target.digest].read()).manifests
    layer = Manifest.from_bytes(shelf[arm.digest].read()).layers[0].digest
    gone = shelf.pop(layer)
    files = members(saved(shelf, Export(target, NAME)))
    assert blob_names(arm.digest, amd.digest) <= set(files)
    assert blob_names(Manifest.from_bytes(shelf[arm.digest].read()).config.digest).isdisjoint(files)
    archive = read_archive(io.BytesIO(saved(shelf, Export(target, NAME))))
    assert layer not in archive.blobs
    assert amd.digest in archive.blobs
    del shelf[amd.digest]
    with pytest.raises(MissingBlob, match=r"content digest sha256:.*: not found"):
        read_archive(io.BytesIO(saved(shelf, Export(target, NAME))))
    shelf[layer] = gone
    del shelf[target.digest]
    with pytest.raises(MissingBlob):
        saved(shelf, Export(target, NAME))


def test_long_blobs_are_read_when_the_archive_is() -> None:
    read: list[str] = []

    class Watched(Shelf):
        pass

    shelf = Watched()
    target = shelf.image("a", hashlib.shake_128(b"big").hexdigest(200_000))

    class Content:
        def __init__(self, blob: Blob) -> None:
            self.blob, self.key, self.size = blob, blob.digest, blob.size

        def chunks(self) -> Iterable[bytes]:
            read.append(self.key)
            return self.blob.chunks()

        def read(self, start: int = 0, length: int | None = None) -> bytes:
            return self.blob.read(start, length)

    watched = {digest: Blob(digest, blob.size, Content(blob)) for digest, blob in shelf.items()}  # type: ignore[arg-type]
    archive = write_archive([Export(target, NAME)], watched.get)
    long = [digest for digest, blob in shelf.items() if blob.size > 1 << 16]
    assert long
    assert not set(read).intersection(long)
    assert len(archive.read()) == archive.size > 200_000
    plain = write_archive([Export(target, NAME)], shelf.get).read()
    assert b"".join(archive.chunks()) == plain
    assert set(read) == set(shelf)


def test_an_archive_that_was_never_read_is_loaded_without_reading() -> None:
    shelf = Shelf()
    target = shelf.image(hashlib.shake_128(b"big").hexdigest(200_000))

    class Unread:
        def __init__(self, blob: Blob) -> None:
            self.key, self.size = blob.digest, blob.size

        def chunks(self) -> Iterable[bytes]:
            raise AssertionError("read")

    contents = {
        digest: Blob(digest, blob.size, Unread(blob)) if blob.size > 1 << 16 else blob  # type: ignore[arg-type]
        for digest, blob in shelf.items()
    }
    loaded = read_content(write_archive([Export(target, NAME)], contents.get))
    assert loaded == read_archive([saved(shelf, Export(target, NAME))])


def test_a_shared_archive_is_read_as_its_bytes_are() -> None:
    shelf = Shelf()
    target = shelf.image(hashlib.shake_128(b"big").hexdigest(200_000))
    whole = write_archive([Export(target, NAME)], shelf.get)
    for content in (whole, Bytes(whole.read()), Bytes(stdlib_gzip.compress(whole.read())), Slice(whole, 0, whole.size)):
        assert dict(read_content(content).blobs) == shelf
    with pytest.raises(InvalidArchive, match="short read: expected "):
        read_content(Slice(whole, 0, 150_000))


# Reading


def test_what_was_saved_is_loaded() -> None:
    shelf = Shelf()
    one, other = shelf.built("x"), shelf.image("y")
    raw = saved(shelf, Export(one, NAME), Export(one, "localhost:5000/x:2"), Export(other))
    for stream in (io.BytesIO(raw), [raw[at : at + 999] for at in range(0, len(raw), 999)]):
        archive = read_archive(stream)
        assert [(image.name, image.target.digest) for image in archive.images] == [
            (NAME, one.digest), ("localhost:5000/x:2", one.digest), ("", other.digest),
        ]  # fmt: skip
        assert dict(archive.blobs) == shelf
        for blob in archive.blobs.values():
            blob.verify()


def test_compressed_archives_are_loaded() -> None:
    import bz2
    import lzma

    shelf = Shelf()
    raw = saved(shelf, Export(shelf.image("x"), NAME))
    for packed in (stdlib_gzip.compress(raw), bz2.compress(raw), lzma.compress(raw)):
        assert dict(read_archive(io.BytesIO(packed)).blobs) == shelf


def test_big_blobs_go_to_the_sink() -> None:
    shelf = Shelf()
    target = shelf.image(hashlib.shake_128(b"big").hexdigest(200_000))
    taken: list[int] = []

    class Watched(MemorySink):
        def put(self, pieces: Iterable[bytes]) -> Blob:
            held = list(pieces)
            assert max(map(len, held)) <= 1 << 16
            taken.append(sum(map(len, held)))
            return super().put(held)

    archive = read_archive(io.BytesIO(saved(shelf, Export(target, NAME))), Watched())
    assert taken == [size for size in (blob.size for blob in archive.blobs.values()) if size > 1 << 16]
    assert len(taken) == 1


def old_archive(**changes: bytes | None) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return what `docker save` wrote before version 25: layers as ID/layer.tar, a repeated one as a symbolic link."""
    first, second = tar({"a": b"1"}), tar({"b": b"2"})
    diff_ids = [of(first), of(second), of(first)]
    config = json.dumps({
        "architecture": "arm64", "variant": "v8", "os": "linux", "config": {"Cmd": ["sh"]},
        "rootfs": {"type": "layers", "diff_ids": diff_ids}, "history": [{"created_by": "x"}] * 3,
    }).encode()  # fmt: skip
    row = {
        "Config": encoded(of(config)) + ".json",
        "RepoTags": ["old:1", "localhost:5000/old"],
        "Layers": ["aaa/layer.tar", "bbb/layer.tar", "ccc/layer.tar"],
    }
    files: dict[str, bytes | None] = {
        "aaa/VERSION": b"1.0", "aaa/json": b"{}", "aaa/layer.tar": first, "bbb/VERSION": b"1.0", "bbb/json": b"{}",
        "bbb/layer.tar": second, "config": config, "manifest.json": json.dumps([row]).encode(),
        "repositories": b'{"old":{"1":"bbb"}}',
    }  # fmt: skip
    files.update(changes)
    data = files.pop("config")
    if data is not None:
        files[row["Config"]] = data  # type: ignore[index]
    return {name: data for name, data in files.items() if data is not None}, {"ccc/layer.tar": "../aaa/layer.tar"}


def test_archives_of_older_dockers_are_loaded() -> None:
    archive = read_archive(io.BytesIO(tar(*old_archive())))
    assert [image.name for image in archive.images] == ["docker.io/library/old:1", "localhost:5000/old:latest"]
    target = archive.images[0].target
    assert target.media_type == media_types.DOCKER_MANIFEST
    assert target.platform == ARM
    manifest = Manifest.from_bytes(archive.blobs[target.digest].read())
    assert [layer.media_type for layer in manifest.layers] == [media_types.DOCKER_LAYER] * 3
    assert manifest.layers[0] == manifest.layers[2]
    assert manifest.config.media_type == media_types.DOCKER_CONFIG
    assert reachable([target], archive.blobs.get) == set(archive.blobs)
    assert manifest.raw.startswith(
        b'{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",'
    )


def untagged(files: dict[str, bytes], **changes: object) -> dict[str, bytes]:
    (row,) = json.loads(files["manifest.json"])
    row.update(changes)
    return {**files, "manifest.json": json.dumps([row]).encode()}


def test_an_old_archive_without_tags_or_with_compressed_layers() -> None:
    files, links = old_archive()
    (image,) = read_archive(io.BytesIO(tar(untagged(files, RepoTags=None), links))).images
    assert image.name == ""
    files["aaa/layer.tar"] = stdlib_gzip.compress(files["aaa/layer.tar"])
    archive = read_archive(io.BytesIO(tar(files, links)))
    manifest = Manifest.from_bytes(archive.blobs[archive.images[0].target.digest].read())
    assert [layer.media_type.rpartition(".")[2] for layer in manifest.layers] == ["gzip", "tar", "gzip"]


def broken_layouts() -> dict[str, tuple[bytes, str]]:
    """Return archives of today that are broken in all kinds of ways, and a part of what is said of each."""
    shelf = Shelf()
    raw = saved(shelf, Export(shelf.image("a" * 2000), NAME))
    files = {name: data for name, data in members(raw).items() if data}
    config = next(name for name in files if b"rootfs" in files[name])
    index = json.loads(files["index.json"])

    def changed(**fields: object) -> bytes:
        rows = [{**index["manifests"][0], **fields}]
        return tar({**files, "index.json": json.dumps({**index, "manifests": rows}).encode()})

    def replaced(**changes: bytes | None) -> bytes:
        names = {"layout": "oci-layout", "index": "index.json", "config": config}
        new = {**files, **{names[key]: data for key, data in changes.items()}}
        return tar({name: data for name, data in new.items() if data is not None})

    none = changed(digest="sha256:" + config.rpartition("/")[2], size=len(files[config]))
    return {
        "nothing": (b"", "unrecognized image format"),
        "an empty tar": (tar({}), "unrecognized image format"),
        "another tar": (tar({"etc/passwd": b"root"}), "unrecognized image format"),
        "no tar": (b"hello" * 500, "archive/tar: invalid tar header"),
        "cut off": (raw[: len(raw) // 2 + 100], "unexpected EOF"),
        "a stub of a header": (raw[:100], "unexpected EOF"),
        "the first header alone": (raw[:512], "unrecognized image format"),
        "cut off gzip": (stdlib_gzip.compress(raw)[:-200], "gzip: unexpected end of the data"),
        "a changed blob": (replaced(config=files[config] + b" "), " is damaged: its digest is sha256:"),
        "a missing blob": (replaced(config=None), "content digest sha256:"),
        "no index": (replaced(index=None), "missing index.json in OCI layout 1.0.0"),
        "another version": (replaced(layout=b'{"imageLayoutVersion":"2.0.0"}'), "unsupported OCI version 2.0.0"),
        "a broken layout": (replaced(layout=b"{"), 'untar oci layout "oci-layout": '),
        "a broken index": (replaced(index=b"{}"), "invalid index: its schema version is not 2"),
        "an empty index": (replaced(index=b'{"schemaVersion":2}'), "the archive holds no images"),
        "a wrong size": (changed(size=5), "bytes instead of 5"),
        "a wrong kind": (changed(mediaType="text/plain"), "holds no image"),
        "a manifest that is none": (none, "invalid manifest: "),
    }


def broken_old_archives() -> dict[str, tuple[bytes, str]]:
    """Return archives of older versions that are broken, and a part of what is said of each."""
    old, links = old_archive()

    def entry(**changes: object) -> bytes:
        return tar(untagged({**old, "broken": b"["}, **changes), links)

    return {
        "without its config": (tar(*old_archive(config=None)), 'image config "'),
        "with a broken config": (entry(Config="broken"), "invalid image configuration: not JSON"),
        "without a layer": (
            tar(*old_archive(**{"bbb/layer.tar": None})), 'failed to resolve layers: layer "bbb/layer.tar" not found',
        ),
        "with another layer": (
            tar({**old, "bbb/layer.tar": tar({"b": b"3"})}, links), "invalid diffID for layer 1: expected ",
        ),
        "with fewer layers": (entry(Layers=[]), "layers length mismatch: expected 3, got 0"),
        "with a bad tag": (entry(RepoTags=["A B"]), 'normalize image ref "A B": invalid '),
        "with a link to nowhere": (
            tar(old, {"ccc/layer.tar": "../zzz"}), 'no target for symlink layer from "ccc/layer.tar" to "zzz"',
        ),
        "links in a circle": (tar(old, {"ccc/layer.tar": "x", "ccc/x": "layer.tar"}), "no target for symlink layer"),
        "odd fields": (entry(Layers={"a": 1}, RepoTags=7), "untar manifest"),
        "an odd list": (tar({**old, "manifest.json": b"[1]"}, links), "untar manifest"),
    }  # fmt: skip


BROKEN = {**broken_layouts(), **broken_old_archives()}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_archives_are_refused_in_one_line(name: str) -> None:
    raw, message = BROKEN[name]
    with pytest.raises(LayerwiseError) as caught:
        read_archive(io.BytesIO(raw))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_error_has_its_reason() -> None:
    with pytest.raises(InvalidArchive) as caught:
        read_archive([])
    assert caught.value.reason == "unrecognized image format"


def test_names_that_are_none_leave_an_image_without_a_name() -> None:
    shelf = Shelf()
    target = shelf.image("a").annotated({REF_NAME: "not a name"})
    blobs = {f"blobs/sha256/{encoded(digest)}": blob.read() for digest, blob in shelf.items()}
    index = Index.build([target], indent=None)
    raw = tar({**blobs, "./oci-layout": b'{"imageLayoutVersion":"1.0.0"}', "./index.json": index.raw})
    (image,) = read_archive([raw]).images
    assert image.name == ""


# Other people's tools


def tool(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} here")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["oci-archive", "docker-archive"])
def test_skopeo_and_umoci_take_our_archives(tmp_path: Path, kind: str) -> None:
    layout = Layout.open(hub())
    name = "docker.io/library/nginx:1.27"
    (tmp_path / "a.tar").write_bytes(write_archive([Export(layout.names[name], name)], layout.blob).read())
    tool("skopeo", "--insecure-policy", "copy", f"{kind}:{tmp_path}/a.tar", f"oci:{tmp_path}/out:x")
    copied = Layout.open(str(tmp_path / "out"))
    if kind == "oci-archive":
        assert copied.index.manifests[0].digest == layout.names[name].digest
    told = json.loads(tool("skopeo", "inspect", f"oci:{tmp_path}/out:x"))
    assert (told["Architecture"], len(told["Layers"])) == ("amd64", 4)
    tool("umoci", "unpack", "--rootless", "--image", f"{tmp_path}/out:x", f"{tmp_path}/bundle")
    assert "Welcome to nginx" in (tmp_path / "bundle/rootfs/usr/share/nginx/html/index.html").read_text()


@pytest.mark.slow
def test_skopeo_and_umoci_take_images_that_we_built(tmp_path: Path) -> None:
    shelf = Shelf()
    (tmp_path / "a.tar").write_bytes(saved(shelf, Export(shelf.image("hello from us"), NAME)))
    tool("skopeo", "--insecure-policy", "copy", f"oci-archive:{tmp_path}/a.tar", f"oci:{tmp_path}/out:x")
    tool("umoci", "unpack", "--rootless", "--image", f"{tmp_path}/out:x", f"{tmp_path}/bundle")
    assert (tmp_path / "bundle/rootfs/file").read_text() == "hello from us"


@pytest.mark.slow
def test_archives_of_skopeo_load_with_their_digests(tmp_path: Path) -> None:
    layout = Layout.open(hub())
    name = "docker.io/library/alpine:3.20"
    target = layout.names[name]
    tool("skopeo", "--insecure-policy", "copy", f"oci:{hub()}:{name}", f"oci-archive:{tmp_path}/a.tar:{name}")
    archive: Archive = read_archive([(tmp_path / "a.tar").read_bytes()])
    assert [(image.name, image.target.digest) for image in archive.images] == [(name, target.digest)]
    assert reachable([target], layout.blob) == set(archive.blobs)
    for blob in archive.blobs.values():
        blob.verify()
    tool("skopeo", "--insecure-policy", "copy", f"oci:{hub()}:{name}", f"docker-archive:{tmp_path}/b.tar:alpine:3.20")
    archive = read_archive([(tmp_path / "b.tar").read_bytes()])
    assert [image.name for image in archive.images] == [name]
    config = Manifest.from_bytes(archive.blobs[archive.images[0].target.digest].read()).config
    manifest = layout.blob(target.digest)
    assert manifest is not None
    assert config.digest == Manifest.from_bytes(manifest.read()).config.digest


@pytest.mark.slow
def test_skopeo_takes_our_layouts(tmp_path: Path) -> None:
    shelf = Shelf()
    write_layout(str(tmp_path / "l"), [Export(shelf.built("x"), "docker.io/library/app:one")], shelf.get)
    tool("skopeo", "--insecure-policy", "copy", f"oci:{tmp_path}/l:one", f"oci:{tmp_path}/out:x")
    assert json.loads(tool("skopeo", "inspect", f"oci:{tmp_path}/l:one"))["Os"] == "linux"

"""Other people's tools take what Layerwise writes, and Layerwise takes what they write."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import tarfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.engine.builders import Sandbox
from tests.store.images import hub as recorded_hub
from tests.support.sandbox import run, session
from tutor.engine.images import choose, top_chain
from tutor.engine.load import load
from tutor.engine.lookup import resolve
from tutor.engine.state import State
from tutor.oci.digest import encoded, of
from tutor.oci.manifest import Manifest
from tutor.session.session import Session
from tutor.store.blobs import Blob
from tutor.store.gc import reachable
from tutor.store.layout import Layout
from tutor.vfs.nodes import Device, Directory, File, HardLink, Symlink
from tutor.vfs.tree import Tree

pytestmark = pytest.mark.slow

Facts: TypeAlias = "dict[str, tuple[object, ...]]"
"""By path: kind, permission bits, owner and time where they can be set, and content digest or link target.

The root's time is left out: a layer need not tell it, and then each tool takes what it likes.
"""

LONG = "long-" + "n" * 120
DOCKERFILE = f"""
FROM busybox:1.36
COPY site /site
COPY --chmod=0640 --chown=12:34 ["site/one.txt", "/site/moved/owned file.txt"]
RUN mkdir -p /data/kept /data/emptied /data/becomes-a-file/below /data/becomes-a-link && \\
    for n in 1 2 3; do echo $n > /data/kept/$n; echo $n > /data/emptied/$n; done && \\
    echo old > /data/replaced && echo gone > /data/deleted && ln -s kept /data/link && \\
    ln /data/kept/1 /data/hard && chmod 4755 /data/kept/2 && chmod 1777 /data && \\
    seq 1 400000 > /data/big && touch /data/empty
RUN rm /data/deleted /data/kept/3 && rm -r /data/becomes-a-file /data/becomes-a-link && \\
    echo file > /data/becomes-a-file && ln -s /site/one.txt /data/becomes-a-link && \\
    rm -r /data/emptied && mkdir /data/emptied && echo new > /data/emptied/new && \\
    echo new > /data/replaced && chmod 600 /data/kept/1 && rm /data/link && mkdir /data/link
RUN mkdir -p "/names/späť/日本 語" /names/{LONG}/{LONG}/{LONG} && \\
    echo grüße > "/names/späť/日本 語/ďakujem" && echo deep > /names/{LONG}/{LONG}/{LONG}/file && \\
    ln -s /names/{LONG}/{LONG}/{LONG}/file /names/to-{LONG} && ln /names/{LONG}/{LONG}/{LONG}/file /names/hard && \\
    touch -d '2001-02-03 04:05:06' /names/späť && chown -h 7:8 /names/to-{LONG} && ln /data/big /data/big-too
RUN echo more >> /data/big-too && rm -rf /names/hard /site/sub
ENV A=b
CMD ["sh"]
"""


def tool(*command: str) -> str:
    """Run one of the system's tools; skip where it is not there."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} here")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def skopeo_copy(source: str, target: str) -> None:
    tool("skopeo", "--insecure-policy", "copy", source, target)


def commands() -> Iterator[str]:
    yield "docker pull -q busybox:1.36"
    yield "mkdir -p site/sub && echo one > site/one.txt && echo two > site/sub/two && ln -s one.txt site/link"
    yield f"cat > Dockerfile <<'END'{DOCKERFILE}END"
    yield "docker build -q -t team/mixed:1 ."
    yield "docker image save -o mixed.tar team/mixed:1"


@lru_cache(1)
def built() -> Session:
    """A sandbox with the image built in it and saved as mixed.tar."""
    learner = session()
    for line in commands():
        code, printed = run(learner, line)
        assert code == 0, f"{line}\n{printed}"
    return learner


def write_out(learner: Session, name: str, folder: Path) -> Path:
    """Write a file of the sandbox's working folder to the real folder."""
    file = learner.state.host.get(f"{learner.state.shells[0].cwd}/{name}")
    assert isinstance(file, File)
    path = folder / name
    with path.open("wb") as out:
        out.writelines(file.content.chunks())
    return path


def manifest_of(state: State, reference: str) -> tuple[Manifest, Tree]:
    """The manifest of an image, and its files as the sandbox has them."""
    part = choose(state, resolve(state, reference).target)
    assert part is not None
    assert part.manifest is not None
    assert part.config is not None
    snapshot = state.snapshots.get(top_chain(part.config))
    assert snapshot is not None
    return part.manifest, snapshot.tree


def facts_of_tree(tree: Tree) -> tuple[Facts, set[frozenset[str]]]:
    """What the sandbox says of each path, and which paths name the same file."""
    facts: Facts = {}
    names: dict[int, set[str]] = {}
    for path, node in tree.walk():
        entry = tree.entry(path)
        if isinstance(entry, HardLink):
            names.setdefault(entry.id, set()).add(path)
        if isinstance(node, Directory):
            facts[path] = ("folder", node.mode, *owner(node.uid, node.gid), node.mtime if path != "/" else 0)
        elif isinstance(node, Symlink):
            facts[path] = ("link", *owner(node.uid, node.gid), node.mtime, node.target)
        elif isinstance(node, File):
            digest = hashlib.sha256(node.content.read()).hexdigest()
            facts[path] = ("file", node.mode, *owner(node.uid, node.gid), node.mtime, digest)
        else:
            assert isinstance(node, Device)
    return facts, {frozenset(paths) for paths in names.values() if len(paths) > 1}


def owner(uid: int, gid: int) -> tuple[int, ...]:
    """Owners can be compared only where the tool was allowed to set them."""
    return (uid, gid) if os.geteuid() == 0 else ()


def facts_of_folder(folder: Path) -> tuple[Facts, set[frozenset[str]]]:
    """The same of a real folder."""
    facts: Facts = {}
    names: dict[int, set[str]] = {}
    for path in [folder, *folder.rglob("*")]:
        told = path.lstat()
        name = "/" + "/".join(path.relative_to(folder).parts)
        mode, who, time = stat.S_IMODE(told.st_mode), owner(told.st_uid, told.st_gid), int(told.st_mtime)
        if stat.S_ISDIR(told.st_mode):
            facts[name] = ("folder", mode, *who, time if path != folder else 0)
        elif stat.S_ISLNK(told.st_mode):
            facts[name] = ("link", *who, time, os.readlink(path))
        elif stat.S_ISREG(told.st_mode):
            facts[name] = ("file", mode, *who, time, hashlib.sha256(path.read_bytes()).hexdigest())
            if told.st_nlink > 1:
                names.setdefault(told.st_ino, set()).add(name)
    return facts, {frozenset(paths) for paths in names.values()}


def unpack(layout: Path, tag: str, bundle: Path) -> Path:
    """Unpack an image of an OCI layout with umoci; its root file system."""
    rootless = ("--rootless",) if os.geteuid() != 0 else ()
    tool("umoci", "unpack", *rootless, "--image", f"{layout}:{tag}", str(bundle))
    return bundle / "rootfs"


@pytest.mark.parametrize("kind", ["docker-archive", "oci-archive"])
def test_a_built_image_unpacks_elsewhere_to_the_sandboxs_own_files(tmp_path: Path, kind: str) -> None:
    learner = built()
    archive = write_out(learner, "mixed.tar", tmp_path)
    skopeo_copy(f"{kind}:{archive}", f"oci:{tmp_path}/out:x")
    root = unpack(tmp_path / "out", "x", tmp_path / "bundle")
    manifest, tree = manifest_of(learner.state, "team/mixed:1")
    assert len(manifest.layers) >= 7
    expected, linked = facts_of_tree(tree)
    found, found_linked = facts_of_folder(root)
    assert found == expected
    assert found_linked == linked
    assert expected["/data/becomes-a-file"][0] == "file"
    assert expected["/data/becomes-a-link"][-1] == "/site/one.txt"
    assert [name for name in expected if name.startswith("/data/emptied/")] == ["/data/emptied/new"]
    assert "/data/deleted" not in expected


def test_diff_ids_are_the_digests_of_the_layer_tars(tmp_path: Path) -> None:
    learner = built()
    archive = write_out(learner, "mixed.tar", tmp_path)
    told = json.loads(tool("skopeo", "inspect", "--config", f"docker-archive:{archive}"))
    manifest, _ = manifest_of(learner.state, "team/mixed:1")
    with tarfile.open(archive) as members:
        blobs = [members.extractfile(f"blobs/sha256/{encoded(layer.digest)}") for layer in manifest.layers]
        packed = [blob.read() for blob in blobs if blob is not None]
    assert [of(data) for data in packed] == [layer.digest for layer in manifest.layers]
    assert told["rootfs"]["diff_ids"] == [of(gzip.decompress(data)) for data in packed]
    skopeo_copy(f"docker-archive:{archive}", f"dir:{tmp_path}/plain")  # which unpacks the layers
    rows = json.loads((tmp_path / "plain" / "manifest.json").read_text())["layers"]
    assert [row["digest"] for row in rows] == told["rootfs"]["diff_ids"]


def test_a_saved_image_is_an_oci_layout_once_unpacked(tmp_path: Path) -> None:
    learner = built()
    archive = write_out(learner, "mixed.tar", tmp_path)
    folder = tmp_path / "layout"
    shutil.unpack_archive(archive, folder, "tar", filter="data")
    target = resolve(learner.state, "team/mixed:1").target
    skopeo_copy(f"oci:{folder}:1", f"oci:{tmp_path}/out:x")
    assert Layout.open(str(folder)).index.manifests[0].digest == target.digest
    told = json.loads(tool("skopeo", "inspect", f"oci:{tmp_path}/out:x"))
    manifest, _ = manifest_of(learner.state, "team/mixed:1")
    assert told["Layers"] == [layer.digest for layer in manifest.layers]
    assert told["Env"][-1] == "A=b"


def test_a_committed_container_unpacks_elsewhere(tmp_path: Path) -> None:
    learner = session()
    change = "rm -rf /var && mkdir /var && echo new > /var/only && rm /bin/wget && chmod 711 /root && ln /var/only /x"
    for line in (
        "docker pull -q busybox:1.36", f"docker run --name box busybox:1.36 sh -c '{change}'",
        "docker commit box kept:1", "docker image save kept:1 > kept.tar",
    ):  # fmt: skip
        assert run(learner, line)[0] == 0
    archive = write_out(learner, "kept.tar", tmp_path)
    skopeo_copy(f"docker-archive:{archive}", f"oci:{tmp_path}/out:x")
    root = unpack(tmp_path / "out", "x", tmp_path / "bundle")
    assert facts_of_folder(root) == facts_of_tree(manifest_of(learner.state, "kept:1")[1])
    assert os.listdir(root / "var") == ["only"]
    assert not os.path.lexists(root / "bin" / "wget")


# What others write


def hub_images() -> list[str]:
    """The names in the recorded hub; one that says so where there is none."""
    try:
        return sorted(Layout.open(recorded_hub()).names)
    except pytest.skip.Exception:
        return ["no recorded hub"]


def loaded(archive: Path) -> tuple[State, tuple[str, ...]]:
    """The state after loading the archive into an empty sandbox, and the names that it gave."""
    box = Sandbox()
    with archive.open("rb") as stream:
        result = box.do(load, io.BytesIO(stream.read()))
    return box.state, tuple(image.name for image in result)


def read(blob: Blob | None) -> bytes:
    assert blob is not None
    return blob.read()


def is_index(layout: Layout, name: str) -> bool:
    return b'"manifests"' in read(layout.blob(layout.names[name].digest))


@pytest.mark.parametrize("name", hub_images())
def test_an_oci_archive_of_skopeo_loads_and_keeps_every_digest(name: str, tmp_path: Path) -> None:
    layout = Layout.open(recorded_hub())
    target = layout.names[name]
    skopeo_copy_all(f"oci:{recorded_hub()}:{name}", f"oci-archive:{tmp_path}/a.tar:{name}")
    state, names = loaded(tmp_path / "a.tar")
    assert len(names) == 1
    assert resolve(state, names[0]).target.digest == target.digest
    wanted = reachable([target], layout.blob)
    assert {digest for digest, _ in state.content.entries()} == wanted
    for digest in wanted:
        assert read(state.content.get(digest)) == read(layout.blob(digest))


def skopeo_copy_all(source: str, target: str) -> None:
    tool("skopeo", "--insecure-policy", "copy", "--all", source, target)


@pytest.mark.parametrize("name", hub_images())
def test_a_docker_archive_of_skopeo_loads_with_the_same_configuration(name: str, tmp_path: Path) -> None:
    layout = Layout.open(recorded_hub())
    short = name.removeprefix("docker.io/library/").removeprefix("docker.io/")
    tool(
        "skopeo", "--insecure-policy", "--override-os", "linux", "--override-arch", "amd64", "copy",
        f"oci:{recorded_hub()}:{name}", f"docker-archive:{tmp_path}/a.tar:{short}",
    )  # fmt: skip
    state, names = loaded(tmp_path / "a.tar")
    assert names == (short,)
    manifest, tree = manifest_of(state, short)
    original = layout.names[name]
    if is_index(layout, name):
        rows = json.loads(read(layout.blob(original.digest)))["manifests"]
        wanted = next(row["digest"] for row in rows if row["platform"]["architecture"] == "amd64")
    else:
        wanted = original.digest
    assert manifest.config.digest == Manifest.from_bytes(read(layout.blob(wanted))).config.digest
    root = unpack_hub(layout, name, tmp_path)
    assert facts_of_folder(root) == facts_of_tree(tree)


def unpack_hub(layout: Layout, name: str, folder: Path) -> Path:
    """The image's files as umoci unpacks them from the recorded hub itself."""
    tool(
        "skopeo", "--insecure-policy", "--override-os", "linux", "--override-arch", "amd64", "copy",
        f"oci:{recorded_hub()}:{name}", f"oci:{folder}/out:x",
    )  # fmt: skip
    return unpack(folder / "out", "x", folder / "bundle")

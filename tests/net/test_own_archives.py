"""Archives of ten images, written by real tools in all their ways: imported in constant memory, digests unchanged."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.net.peers import layerwise, tool
from tests.support.zstd import ZstdCompressor
from tutor.oci.reference import Reference

pytestmark = pytest.mark.slow

MEGABYTES = 100
"""The most memory that an import may take, whatever the archive's size."""


class Bench:
    """Tools with a storage of their own, and a registry of the bundled images for them to pull from."""

    def __init__(self, top: Path, port: int) -> None:
        self.top = top
        self.registry = f"localhost:{port}/library"
        storage = top / "storage.conf"
        storage.write_text(f'[storage]\ndriver = "vfs"\nrunroot = "{top}/run"\ngraphroot = "{top}/graph"\n')
        self.env = {"CONTAINERS_STORAGE_CONF": str(storage)}

    def tool(self, *command: str) -> str:
        return tool(*command, env=self.env).strip()

    def skopeo(self, image: str, target: str, *options: str) -> None:
        source = f"docker://{self.registry}/{image}"
        self.tool("skopeo", "--insecure-policy", "copy", "-q", "--src-tls-verify=false", *options, source, target)

    def pull(self, *images: str) -> list[str]:
        """Podman's names of images that it pulled."""
        names = [f"{self.registry}/{image}" for image in images]
        for name in names:
            self.tool("podman", "pull", "-q", "--tls-verify=false", name)
        return names


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    top = tmp_path_factory.mktemp("tools")
    with layerwise() as port:
        yield Bench(top, port)
    shutil.rmtree(top, ignore_errors=True)


# Each writes one archive (or layout folder) and returns its path.


def docker_archive(bench: Bench) -> Path:
    """A gigabyte, as `docker save` of old writes it: layers uncompressed."""
    bench.skopeo("python:3.12", f"docker-archive:{bench.top}/a.tar:school/python:3.12")
    return bench.top / "a.tar"


def oci_archive(bench: Bench) -> Path:
    bench.skopeo("ubuntu:24.04", f"oci-archive:{bench.top}/a.tar:school/ubuntu:24.04")
    return bench.top / "a.tar"


def oci_archive_of_zstd_layers(bench: Bench) -> Path:
    target = f"oci-archive:{bench.top}/a.tar:school/node:22"
    bench.skopeo("node:22-alpine", target, "--dest-compress-format=zstd")
    return bench.top / "a.tar"


def layout_of_all_platforms(bench: Bench) -> Path:
    bench.skopeo("busybox:1.37", f"oci:{bench.top}/lay:school/busybox:1.37", "--all")
    return bench.top / "lay"


def archive_in_gzip(bench: Bench) -> Path:
    bench.skopeo("nginx:alpine", f"docker-archive:{bench.top}/plain.tar:school/nginx:1")
    with open(bench.top / "plain.tar", "rb") as plain, gzip.open(bench.top / "a.tar.gz", "wb", 1) as packed:
        shutil.copyfileobj(plain, packed)
    return bench.top / "a.tar.gz"


def archive_in_zstd(bench: Bench) -> Path:
    bench.skopeo("redis:7-alpine", f"docker-archive:{bench.top}/plain.tar:school/redis:7")
    packer = ZstdCompressor()
    with open(bench.top / "plain.tar", "rb") as plain, open(bench.top / "a.tar.zst", "wb") as packed:
        while piece := plain.read(1 << 20):
            packed.write(packer.compress(piece))
        packed.write(packer.flush())
    return bench.top / "a.tar.zst"


def several_images_of_podman(bench: Bench) -> Path:
    names = bench.pull("debian:12-slim", "alpine:3.20")
    bench.tool("podman", "save", "-q", "-m", "-o", f"{bench.top}/a.tar", *names)
    return bench.top / "a.tar"


def oci_archive_of_podman(bench: Bench) -> Path:
    (name,) = bench.pull("httpd:latest")
    bench.tool("podman", "save", "-q", "--format", "oci-archive", "-o", f"{bench.top}/a.tar", name)
    return bench.top / "a.tar"


def built_by_buildah(bench: Bench) -> Path:
    box = bench.tool("buildah", "from", "--tls-verify=false", f"{bench.registry}/registry:2")
    (bench.top / "mine").write_text("mine\n")
    bench.tool("buildah", "copy", box, f"{bench.top}/mine", "/mine")
    bench.tool("buildah", "commit", "-q", box, "school/registry:mine")
    bench.tool("buildah", "push", "-q", "school/registry:mine", f"oci-archive:{bench.top}/a.tar:school/registry:mine")
    return bench.top / "a.tar"


def layer_by_umoci(bench: Bench) -> Path:
    bench.skopeo("postgres:16-alpine", f"oci:{bench.top}/lay:school")
    (bench.top / "mine").write_text("mine\n")
    bench.tool("umoci", "insert", "--image", f"{bench.top}/lay:school", "--rootless", f"{bench.top}/mine", "/mine")
    return bench.top / "lay"


MAKERS: tuple[Callable[[Bench], Path], ...] = (
    docker_archive, oci_archive, oci_archive_of_zstd_layers, layout_of_all_platforms, archive_in_gzip,
    archive_in_zstd, several_images_of_podman, oci_archive_of_podman, built_by_buildah, layer_by_umoci,
)  # fmt: skip


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_an_archive_of_a_real_tool(make: Callable[[Bench], Path], bench: Bench, tmp_path: Path) -> None:
    for path in bench.top.iterdir():
        if path.name.startswith(("a.", "lay", "plain")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    archive = make(bench)
    name = ["school/postgres:mine"] if make is layer_by_umoci else []
    names, most = imported(archive, tmp_path, *name)
    assert most < MEGABYTES
    if make is layer_by_umoci:
        assert names == ["docker.io/school/postgres:mine"]
    index = json.loads((tmp_path / "images/index.json").read_bytes())
    stored = {row["annotations"]["io.containerd.image.name"]: row["digest"] for row in index["manifests"]}
    assert sorted(stored) == sorted(names)
    told = documents(archive)
    for given, digest in stored.items():
        manifest = (tmp_path / "images/blobs" / digest.replace(":", "/")).read_bytes()
        assert hashlib.sha256(manifest).hexdigest() == digest.partition(":")[2]
        if "oci" in told:
            assert digest in told["oci"], "the manifest is the tool's own"
        else:
            assert (json.loads(manifest)["config"]["digest"]) in told["configs"], "the image's ID is the tool's own"
        run = f"docker pull -q {Reference.parse(given).familiar()} && docker image ls -q --no-trunc"
        assert digest in program(tmp_path, "exec", "--fresh", "-c", run)
    program(tmp_path, "images", "rm", *names)
    assert list((tmp_path / "images/blobs").glob("*/*")) == []


def test_a_root_file_system_of_podman(bench: Bench, tmp_path: Path) -> None:
    (name,) = bench.pull("alpine:3.20")
    box = bench.tool("podman", "create", name, "true")
    bench.tool("podman", "export", "-o", f"{bench.top}/root.tar", box)
    names, most = imported(bench.top / "root.tar", tmp_path, "school/root")
    assert (names, most < MEGABYTES) == (["docker.io/school/root:latest"], True)
    digest = hashlib.sha256((bench.top / "root.tar").read_bytes()).hexdigest()
    assert (tmp_path / "images/blobs/sha256" / digest).is_file(), "the file is the layer, as it is"
    run = "docker pull -q school/root && docker run --rm school/root cat /etc/alpine-release"
    assert program(tmp_path, "exec", "--fresh", "-c", run).split()[1].startswith("3.20")


def test_a_gigabyte_is_saved_for_real_tools_in_constant_memory(bench: Bench, tmp_path: Path) -> None:
    script = "docker pull -q python:3.12 >&2; docker image save python:3.12"
    archive = bench.top / "saved.tar"
    with open(archive, "wb") as out:
        most = taken([sys.executable, "-m", "tutor", "exec", "--fresh", "-c", script], tmp_path, out.fileno())
    assert most < MEGABYTES
    bench.tool("skopeo", "--insecure-policy", "copy", "-q", f"oci-archive:{archive}", f"dir:{bench.top}/saved")
    assert archive.stat().st_size > 300_000_000
    archive.unlink()
    shutil.rmtree(bench.top / "saved")


LAUNCHER = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A small parent: Linux counts what a process was before its exec too, and the tests' own is large."""


def taken(command: list[str], home: Path, out: int) -> float:
    """The most megabytes that a command takes."""
    launcher = [sys.executable, "-S", "-c", LAUNCHER, *command]
    done = subprocess.run(launcher, stdout=out, stderr=subprocess.PIPE, text=True, check=False, env=at(home))
    assert done.returncode == 0, done.stderr
    return int(done.stderr.split()[-1]) / 1000


def imported(archive: Path, home: Path, *name: str) -> tuple[list[str], float]:
    """The names that an import printed, and the most megabytes that it took."""
    told = home / "told"
    command = [sys.executable, "-m", "tutor", "import", str(archive), *name]
    with open(told, "wb") as out:
        most = taken(command, home, out.fileno())
    names = told.read_text().split()
    told.unlink()
    return names, most


def program(home: Path, *words: str) -> str:
    command = [sys.executable, "-m", "tutor", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=at(home))
    assert done.returncode == 0, done.stderr
    return done.stdout


def at(home: Path) -> dict[str, str]:
    return {**os.environ, "LAYERWISE_HOME": str(home)}


def documents(archive: Path) -> dict[str, set[str]]:
    """The digests that an archive itself tells: of an OCI layout its manifests, else its configurations."""
    if archive.is_dir():
        return {"oci": {row["digest"] for row in json.loads((archive / "index.json").read_bytes())["manifests"]}}
    if archive.suffix == ".zst":
        archive = archive.with_name("plain.tar")
    with tarfile.open(archive) as tar:
        if "oci-layout" in tar.getnames():
            index = tar.extractfile("index.json")
            assert index is not None
            return {"oci": {row["digest"] for row in json.load(index)["manifests"]}}
        rows = tar.extractfile("manifest.json")
        assert rows is not None
        configs = {row["Config"].removesuffix(".json").removeprefix("blobs/sha256/") for row in json.load(rows)}
    return {"configs": {f"sha256:{config}" for config in configs}}

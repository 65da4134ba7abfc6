"""The client over real sockets: against Debian's docker-registry, and against our own server; digests never change."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.net.peers import docker_registry, layerwise
from tests.net.test_peers import PLAIN, certificate, raw, skopeo
from tutor.net.client import HttpTransport
from tutor.net.server import serve
from tutor.oci.descriptor import Descriptor
from tutor.oci.digest import of
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import OCI_EMPTY, OCI_LAYER
from tutor.registry.client import Client
from tutor.registry.message import Request, Response
from tutor.registry.server import Server
from tutor.registry.transport import TransportError
from tutor.store.blobs import Blob
from tutor.store.layout import FileContent

pytestmark = pytest.mark.slow


def program(*words: str, fails: bool = False) -> str:
    command = [sys.executable, "-m", "tutor", "registry", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode != 0) == fails, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr if fails else done.stdout.strip()


def test_an_image_goes_to_docker_registry_and_back(tmp_path: Path) -> None:
    with layerwise() as ours, docker_registry(tmp_path) as theirs:
        told = program("pull", f"127.0.0.1:{ours}/library/alpine:3.20", str(tmp_path / "one"))
        digest = told.partition("@")[2]
        program("push", str(tmp_path / "one"), f"127.0.0.1:{theirs}/team/alpine:1")
        assert raw(f"127.0.0.1:{theirs}/team/alpine:1") == digest
        skopeo("copy", "--all", *PLAIN, f"docker://127.0.0.1:{theirs}/team/alpine:1", f"oci:{tmp_path}/theirs:1")
        told = program("pull", f"127.0.0.1:{theirs}/team/alpine:1", str(tmp_path / "two"))
        assert told.partition("@")[2] == digest
        assert sorted(path.name for path in (tmp_path / "one/blobs/sha256").iterdir()) == sorted(
            path.name for path in (tmp_path / "two/blobs/sha256").iterdir()
        )
        said = program("pull", f"127.0.0.1:{theirs}/team/none:1", str(tmp_path / "none"), fails=True)
        assert said == (
            f"layerwise: 127.0.0.1:{theirs}/team/none:1: not found: check the name, or log in with --login\n"
        )


def test_skopeo_pushes_to_docker_registry_and_we_pull_one_platform(tmp_path: Path) -> None:
    with layerwise() as ours, docker_registry(tmp_path) as theirs:
        source, target = f"docker://127.0.0.1:{ours}/library/busybox:1.36", f"docker://127.0.0.1:{theirs}/b:1"
        skopeo("copy", "--all", *PLAIN, source, target)
        program("pull", "--platform", "linux/arm64", f"127.0.0.1:{theirs}/b:1", str(tmp_path / "arm"))
        config = json.loads(skopeo("inspect", "--config", f"oci:{tmp_path}/arm"))
        assert config["architecture"] == "arm64"


def test_what_docker_registry_can_do_our_client_does_with_it(tmp_path: Path) -> None:
    with docker_registry(tmp_path) as port, HttpTransport() as transport:
        client = Client(transport, f"http://127.0.0.1:{port}")
        config, layer = Blob.of(b"{}"), Blob.of(b"layer" * 1000)
        for blob in (config, layer):
            client.push_blob("app", blob)
        rows = (Descriptor(OCI_LAYER, layer.digest, layer.size),)
        manifest = Manifest.build(Descriptor(OCI_EMPTY, config.digest, config.size), rows)
        for tag in ("a", "b", "c"):
            client.push_manifest("app", tag, manifest.descriptor(), manifest.raw)
        assert sorted(client.tags("app")) == ["a", "b", "c"]
        assert client.repositories() == ("app",)
        assert client.mount("other", layer.digest, "app")
        assert client.has_blob("other", layer.digest)
        assert client.fetch("other", rows[0]).read() == b"layer" * 1000
        signature = Manifest.build(
            manifest.config, (), artifact_type="application/x", subject=manifest.descriptor()
        )
        client.push_manifest("app", signature.id, signature.descriptor(), signature.raw)
        assert [row.digest for row in client.referrers("app", manifest.id)] == [signature.id]  # by the fallback tag
        client.delete_manifest("app", manifest.id)
        assert client.resolve("app", "a") is None


def test_a_changed_blob_of_docker_registry_is_refused_and_nothing_kept(tmp_path: Path) -> None:
    with layerwise() as ours, docker_registry(tmp_path) as theirs:
        source, target = f"docker://127.0.0.1:{ours}/library/busybox:1.36", f"docker://127.0.0.1:{theirs}/b:1"
        skopeo("copy", *PLAIN, source, target)
        files = [path for path in (tmp_path / "data").rglob("data") if path.stat().st_size > 100_000]
        data = bytearray(files[0].read_bytes())
        data[len(data) // 2] ^= 1
        files[0].write_bytes(bytes(data))
        said = program("pull", f"127.0.0.1:{theirs}/b:1", str(tmp_path / "got"), fails=True)
        assert "layerwise: unexpected digest sha256:" in said
        assert not list((tmp_path / "got").rglob(".*"))
        assert of(bytes(data)).partition(":")[2] not in {path.name for path in (tmp_path / "got").rglob("*")}


def test_tls_and_logins(tmp_path: Path) -> None:
    made, key = certificate(tmp_path)
    with layerwise("--tls", made, key, "--basic-auth", "me:secret") as port:
        where = f"127.0.0.1:{port}/library/busybox:1.36"
        options = ("--cacert", made, "--login", "me:secret")
        told = program("pull", *options, where, str(tmp_path / "one"))
        program("push", *options, str(tmp_path / "one"), f"127.0.0.1:{port}/mine:1")
        assert told.partition("@")[2].startswith("sha256:")
        said = program("pull", "--cacert", made, "--login", "me:wrong", where, str(tmp_path / "x"), fails=True)
        assert "401 Unauthorized" in said
        said = program("pull", "--cacert", made, where, str(tmp_path / "x"), fails=True)
        assert "no basic auth credentials" in said


@pytest.fixture
def broken() -> Iterator[int]:
    """A server that ends every transfer of a blob in the middle, and every upload once."""
    server, ready, turns = Server(), threading.Event(), [0]
    port = 0

    class Breaks:
        def begin(self, request: Request) -> object:
            begun = server.begin(request)
            if isinstance(begun, Response) and request.method == "GET" and begun.size > 100_000:
                data = b"".join(begun.body)
                return Response(begun.status, begun.headers, (data[:70_000],), begun.size)
            return begun

    async def main() -> None:
        def here(number: int) -> None:
            nonlocal port
            port = number
            ready.set()

        task = asyncio.create_task(serve(Breaks(), "127.0.0.1", 0, here))  # type: ignore[arg-type]
        while not turns[0]:
            await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    ready.wait()
    yield port
    turns[0] = 1
    thread.join()


def test_a_transfer_that_breaks_off_is_gone_on_with(broken: int, tmp_path: Path) -> None:
    data = bytes(range(256)) * 1024
    (tmp_path / "blob").write_bytes(data)
    transport = HttpTransport()
    client = Client(transport, f"http://127.0.0.1:{broken}")
    blob = Blob(of(data), len(data), FileContent(str(tmp_path / "blob"), of(data), len(data)))
    client.push_blob("app", blob)
    assert client.fetch("app", Descriptor(OCI_LAYER, blob.digest, blob.size)).read() == data
    transport.close()


@pytest.mark.parametrize(("origin", "reason"), [
    ("http://127.0.0.1:1", "connection refused"), ("http://no-such-host.invalid", "no such host"),
    ("https://127.0.0.1:1", "connection refused"),
])  # fmt: skip
def test_who_cannot_be_reached_is_one_line(origin: str, reason: str) -> None:
    with pytest.raises(TransportError, match=reason):
        Client(HttpTransport(timeout=5), origin).ping()

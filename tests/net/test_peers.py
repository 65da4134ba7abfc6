"""Real clients push to `layerwise registry serve` and pull from it; digests never change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.net.peers import layerwise, tool
from tutor.oci.digest import of

pytestmark = pytest.mark.slow

PLAIN = ("--src-tls-verify=false", "--dest-tls-verify=false")


def skopeo(*words: str, **more: bool) -> str:
    return tool("skopeo", "--insecure-policy", *words, **more)  # type: ignore[arg-type]


def raw(address: str) -> str:
    return of(skopeo("inspect", "--raw", "--tls-verify=false", f"docker://{address}").encode())


def digest(address: str) -> str:
    found = json.loads(skopeo("inspect", "--tls-verify=false", f"docker://{address}"))["Digest"]
    assert isinstance(found, str)
    return found


def test_skopeo_copies_inspects_lists_and_deletes(tmp_path: Path) -> None:
    with layerwise("--store", str(tmp_path / "store")) as port:
        here = f"127.0.0.1:{port}"
        bundled = raw(f"{here}/library/alpine:3.20")
        skopeo("copy", "--all", *PLAIN, f"docker://{here}/library/alpine:3.20", f"oci:{tmp_path}/oci:alpine")
        skopeo("copy", "--all", *PLAIN, f"oci:{tmp_path}/oci:alpine", f"docker://{here}/team/app:1")
        skopeo("copy", "--all", *PLAIN, f"docker://{here}/team/app:1", f"docker://{here}/team/other:2")
        assert raw(f"{here}/team/app:1") == raw(f"{here}/team/other:2") == bundled
        assert json.loads(skopeo("list-tags", "--tls-verify=false", f"docker://{here}/team/app"))["Tags"] == ["1"]
        skopeo("delete", "--tls-verify=false", f"docker://{here}/team/app:1")
        skopeo("inspect", "--tls-verify=false", f"docker://{here}/team/app:1", fails=True)
    with layerwise("--store", str(tmp_path / "store"), "--empty") as port:  # another process, the same store
        assert raw(f"127.0.0.1:{port}/team/other:2") == bundled


def test_buildah_pulls_and_pushes(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
    places = ("--root", str(tmp_path / "root"), "--runroot", str(tmp_path / "run"))
    policy = tmp_path / "policy.json"
    policy.write_text('{"default": [{"type": "insecureAcceptAnything"}]}')

    def buildah(command: str, *words: str) -> str:
        return tool("buildah", *places, command, *words, env=env).strip()

    with layerwise("--store", str(tmp_path / "store")) as port:
        here, options = f"127.0.0.1:{port}", ("--tls-verify=false", f"--signature-policy={policy}")
        buildah("pull", *options, f"{here}/library/busybox:1.36")
        made = buildah("from", *options, f"{here}/library/busybox:1.36")
        buildah("config", "--label", "made=here", made)
        buildah("commit", f"--signature-policy={policy}", made, "mine")
        buildah("push", *options, "--digestfile", str(tmp_path / "digest"), "mine", f"docker://{here}/team/mine:1")
        pushed = (tmp_path / "digest").read_text()
        assert digest(f"{here}/team/mine:1") == pushed
        buildah("rmi", "--all", "--force")
        buildah("pull", *options, f"{here}/team/mine:1")
        config = json.loads(buildah("inspect", "--type", "image", f"{here}/team/mine:1"))
        assert config["OCIv1"]["config"]["Labels"]["made"] == "here"
        assert config["FromImageDigest"] == pushed


def certificate(folder: Path) -> tuple[str, str]:
    key, made = str(folder / "key.pem"), str(folder / "127.0.0.1.crt")
    tool(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", made, "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
    )  # fmt: skip
    return made, key


def test_skopeo_over_tls_with_a_login(tmp_path: Path) -> None:
    made, key = certificate(tmp_path)
    trust = ("--src-cert-dir", str(tmp_path), "--dest-cert-dir", str(tmp_path))
    login = ("--src-creds", "me:secret", "--dest-creds", "me:secret")
    with layerwise("--tls", made, key, "--basic-auth", "me:secret") as port:
        one, two = f"docker://127.0.0.1:{port}/library/alpine:3.20", f"docker://127.0.0.1:{port}/mine/alpine:1"
        skopeo("copy", *trust, *login, one, two)
        said = skopeo("copy", *trust, "--src-creds", "me:wrong", one, f"oci:{tmp_path}/x", fails=True)
        assert "unauthorized" in said
        assert "unauthorized" in skopeo("copy", *trust, one, f"oci:{tmp_path}/x", fails=True)


def test_a_server_that_was_killed_has_what_was_pushed(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    command = [sys.executable, "-m", "tutor", "registry", "serve", "--port", "0", "--store", store]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    here = f"127.0.0.1:{process.stderr.readline().split(',')[0].rpartition(':')[2]}"
    try:
        skopeo("copy", *PLAIN, f"docker://{here}/library/busybox:1.36", f"docker://{here}/kept/busybox:1")
        pushed = raw(f"{here}/kept/busybox:1")
    finally:
        process.kill()
        process.communicate()
    with layerwise("--store", store, "--empty") as port:
        assert raw(f"127.0.0.1:{port}/kept/busybox:1") == pushed
        assert os.listdir(f"{store}/blobs") == ["sha256"]


@pytest.mark.parametrize(("options", "said"), [
    (("--tls", "/none", "/none"), "cannot use the certificate /none with the key /none (No such file or directory)"),
    (("--tls", "README.md", "README.md"), "cannot use the certificate README.md"),
    (("--htpasswd", "/none"), "cannot read /none (No such file or directory)"),
    (("--basic-auth", "me"), "--basic-auth needs a name and a password"),
    (("--store", "README.md"), "the registry's folder README.md cannot be used (not a directory)"),
])  # fmt: skip
def test_what_cannot_be_served_is_one_line(options: tuple[str, ...], said: str) -> None:
    command = [sys.executable, "-m", "tutor", "registry", "serve", "--port", "0", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"layerwise: {said}")
    assert done.stderr.count("\n") == 1

"""Images whose documents say odd things, with right digests: refused in one line, or carried like any other."""

from __future__ import annotations

import io
import json
import tarfile
from functools import lru_cache
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.test_bad_archives import archive, given_file
from tests.support.sandbox import run
from tutor.oci.digest import of
from tutor.session.session import differs

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Path: TypeAlias = "tuple[str | int, ...]"

LOOKS = (
    "docker image ls -a", "docker image ls --digests --tree", "docker image inspect {0}",
    "docker history --no-trunc {0}", "docker run --rm {0}", "docker create --name odd {0}", "docker start -a odd",
    "docker inspect odd", "docker ps -a", "docker commit odd again:1",
    "printf 'FROM {0}\\nLABEL a=b\\n' | docker build -q -", "docker image save {0} | wc -c",
    "docker system df -v", "docker image rm -f {0}", "docker image prune -af", "docker rm -f odd",
)  # fmt: skip


@lru_cache(1)
def documents() -> tuple[dict[str, bytes], str]:
    """The blobs in the archive by digest, and the digest of the manifest of the image that was built."""
    with tarfile.open(fileobj=io.BytesIO(archive())) as tar:
        files = {member.name: (tar.extractfile(member) or io.BytesIO()).read() for member in tar if member.isfile()}
    blobs = {"sha256:" + name.removeprefix("blobs/sha256/"): data for name, data in files.items() if "/" in name}
    read = ((digest, json.loads(data)) for digest, data in blobs.items() if data.startswith(b"{"))
    return blobs, next(digest for digest, document in read if len(document.get("layers", ())) == 2)


def paths(value: Json, at: Path = ()) -> list[Path]:
    """All places in a document."""
    found: list[Path] = [at]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += paths(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            found += paths(inner, (*at, number))
    return found


def changed(value: Json, at: Path, new: Json, *, drop: bool) -> Json:
    """The document with something else at a place, or nothing."""
    if not at:
        return new
    inner: Json
    if isinstance(value, dict):
        key = str(at[0])
        copy = dict(value)
        if drop and len(at) == 1:
            del copy[key]
        else:
            copy[key] = changed(copy[key], at[1:], new, drop=drop)
        return copy
    assert isinstance(value, list)
    place = int(at[0])
    if drop and len(at) == 1:
        return [*value[:place], *value[place + 1 :]]
    inner = changed(value[place], at[1:], new, drop=drop)
    return [*value[:place], inner, *value[place + 1 :]]


def packed(manifest: Json, config: Json, blobs: dict[str, bytes]) -> bytes:
    """An archive of these documents, each under its own digest where it says so."""
    raw_config = json.dumps(config).encode()
    if isinstance(manifest, dict) and isinstance(manifest.get("config"), dict):
        manifest = {**manifest, "config": {**manifest["config"], "digest": of(raw_config), "size": len(raw_config)}}  # type: ignore[dict-item]
    raw = json.dumps(manifest).encode()
    kind = "application/vnd.oci.image.manifest.v1+json"
    row = {"mediaType": kind, "digest": of(raw), "size": len(raw), "annotations": {
        "io.containerd.image.name": "docker.io/library/odd:1"}}  # fmt: skip
    files = {f"blobs/sha256/{digest[7:]}": data for digest, data in blobs.items()}
    files |= {f"blobs/sha256/{of(data)[7:]}": data for data in (raw, raw_config)}
    files["index.json"] = json.dumps({"schemaVersion": 2, "manifests": [row]}).encode()
    files["oci-layout"] = b'{"imageLayoutVersion":"1.0.0"}'
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


values: st.SearchStrategy[Json] = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 1 << 65), st.floats(allow_nan=False), st.text(max_size=5),
    st.sampled_from(("", "/", "..", "linux", "arm", "sha256:x", "2026-13-45T99:00:00Z", "9" * 400, "\ud800x", "a\nb")),
    st.just([]), st.just({}), st.just([None]), st.just({"": None}), st.just([[]]), st.just([{"a": [1]}]),
)  # fmt: skip


@settings(max_examples=80)
@given(st.data(), st.booleans(), st.booleans(), values)
def test_whatever_a_document_says_no_command_breaks(
    data: st.DataObject, of_config: bool, drop: bool, new: Json
) -> None:
    blobs, digest = documents()
    manifest: Json = json.loads(blobs[digest])
    assert isinstance(manifest, dict)
    inner = manifest["config"]
    assert isinstance(inner, dict)
    config: Json = json.loads(blobs[str(inner["digest"])])
    document = config if of_config else manifest
    at = data.draw(st.sampled_from(paths(document)))
    document = changed(document, at, new, drop=drop)
    raw = packed(manifest if of_config else document, document if of_config else config, blobs)
    learner = given_file(raw)
    before = learner.state
    code, printed = run(learner, "docker load -i bad.tar")
    assert "fault of the program" not in printed, printed
    if code:
        assert printed.count("\n") == 1, printed
        assert not differs(before, learner.state)
        return
    name = "odd:1" if "odd:1" in printed else printed.split()[-1]
    for line in LOOKS:
        _, printed = run(learner, line.format(name))
        assert "fault of the program" not in printed, (line, printed)

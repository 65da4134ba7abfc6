"""Manifests, indexes and configurations: bytes are kept, and what is built has the bytes of the real tools."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.oci import media_types
from tutor.oci.config import (
    ContainerConfig,
    Healthcheck,
    History,
    ImageConfig,
    attestation_config,
    chain_ids,
)
from tutor.oci.descriptor import Descriptor, InvalidDocument, attestation_annotations
from tutor.oci.digest import of
from tutor.oci.gojson import encode
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.platform import UNKNOWN, Platform

SHARED = Path(os.environ.get("LAYERWISE_SHARED", Path(__file__).parents[3] / "shared"))
HUB = SHARED / "transcripts" / "hub"
A, B, C = (f"sha256:{letter * 64}" for letter in "abc")


def hub_documents() -> list[bytes]:
    if not HUB.is_dir():
        pytest.skip(f"no recorded hub at {HUB}")
    blobs = [file.read_bytes() for file in sorted((HUB / "blobs" / "sha256").iterdir())]
    return [raw for raw in blobs if raw.startswith(b"{")]


def test_documents_of_real_images_are_built_again_byte_for_byte() -> None:
    kinds = set()
    for raw in hub_documents():
        fields = json.loads(raw)
        if "layers" in fields:
            manifest = Manifest.from_bytes(raw)
            assert Manifest.build(manifest.config, manifest.layers) == manifest
            assert manifest.raw == raw
            assert manifest.is_image
            kinds.add("manifest")
        elif "manifests" in fields:
            index = Index.from_bytes(raw)
            assert Index.build(index.manifests) == index
            assert index.raw == raw
            kinds.add("index")
        else:
            config = ImageConfig.from_bytes(raw)
            built = ImageConfig.build(
                config.config, config.diff_ids, config.history, created=config.created, platform=config.platform
            )
            assert built == config
            assert built.raw == raw
            kinds.add("config")
    assert kinds == {"manifest", "index", "config"}


def test_bytes_are_kept_whatever_they_look_like() -> None:
    raw = (
        b'\n{ "layers":[ ], "config": {"digest":"%b","size":3, "mediaType":"x/y"},"schemaVersion":2,"odd":1e3}'
        % A.encode()
    )
    manifest = Manifest.from_bytes(raw)
    assert manifest.raw == raw
    assert manifest.id == of(raw)
    assert (manifest.media_type, manifest.config, manifest.layers) == (
        media_types.OCI_MANIFEST, Descriptor("x/y", A, 3), (),
    )  # fmt: skip
    assert not manifest.is_image


def test_a_manifest_as_each_writer_writes_it() -> None:
    config = Descriptor(media_types.OCI_CONFIG, A, 10)
    layer = Descriptor(media_types.OCI_LAYER_GZIP, B, 20)
    commit = Manifest.build(config, [layer], writer="commit").raw.decode()
    assert commit.startswith(
        '{\n    "mediaType": "application/vnd.oci.image.manifest.v1+json",\n    "schemaVersion": 2,\n    "config": {\n'
    )
    taken = Manifest.build(config, [layer], writer="import").raw.decode()
    assert taken == (
        '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",'
        f'"config":{{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{A}","size":10}},'
        f'"layers":[{{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"{B}","size":20}}]}}'
    )
    assert '"layers": null' in Manifest.build(config, []).raw.decode()
    assert Manifest.build(config, [], writer="archive").raw.endswith(b'"layers":[]}')
    built = Manifest.build(config, [layer], annotations=(("b", "<"), ("a", "1")), subject=layer, artifact_type="t")
    assert Manifest.from_bytes(built.raw) == built
    assert b'"b": "\\u003c"' in built.raw
    assert built.raw.index(b'"a"') < built.raw.index(b'"b"')
    assert built.content_size == len(built.raw) + 30


def test_an_index_with_an_attestation_as_buildkit_writes_it() -> None:
    image = Descriptor(media_types.OCI_MANIFEST, A, 481, platform=Platform())
    attestation = Descriptor(media_types.OCI_MANIFEST, B, 566, annotations=attestation_annotations(A), platform=UNKNOWN)
    index = Index.build([image, attestation])
    assert index.raw.decode() == (
        '{\n  "schemaVersion": 2,\n  "mediaType": "application/vnd.oci.image.index.v1+json",\n  "manifests": [\n'
        '    {\n      "mediaType": "application/vnd.oci.image.manifest.v1+json",\n'
        f'      "digest": "{A}",\n      "size": 481,\n'
        '      "platform": {\n        "architecture": "amd64",\n        "os": "linux"\n      }\n    },\n'
        '    {\n      "mediaType": "application/vnd.oci.image.manifest.v1+json",\n'
        f'      "digest": "{B}",\n      "size": 566,\n'
        f'      "annotations": {{\n        "vnd.docker.reference.digest": "{A}",\n'
        '        "vnd.docker.reference.type": "attestation-manifest"\n      },\n'
        '      "platform": {\n        "architecture": "unknown",\n        "os": "unknown"\n      }\n    }\n  ]\n}'
    )
    assert Index.from_bytes(index.raw) == index
    assert index.images == (image,)
    assert index.select(Platform()) == image
    assert index.select(Platform("linux", "arm64")) is None
    assert index.manifests[1].is_attestation


def test_the_configuration_of_an_attestation() -> None:
    assert attestation_config([C]).raw.decode() == (
        f'{{"architecture":"unknown","os":"unknown","config":{{}},"rootfs":{{"type":"layers","diff_ids":["{C}"]}}}}'
    )


FULL = ContainerConfig(
    user="1000:1000",
    exposed_ports=("80/tcp", "53/udp"),
    env=("PATH=/bin", "A=b=c", "A=last"),
    entrypoint=("/bin/sh", "-c"),
    cmd=("a & b",),
    volumes=("/data",),
    working_dir="/w",
    labels=(("a", "<x>"), ("b", "")),
    stop_signal="SIGQUIT",
    args_escaped=True,
    healthcheck=Healthcheck(("CMD-SHELL", "true"), interval=30_000_000_000, retries=3),
    on_build=("RUN x",),
    shell=("/bin/ash",),
)


def test_a_configuration_as_each_writer_writes_it() -> None:
    history = [History("2026-01-02T03:04:05Z", "RUN x", "me", "why", True)]
    kit = ImageConfig.build(FULL, [A], history, created="2026-01-02T03:04:05Z", author="me")
    inner = (
        '{"User":"1000:1000","ExposedPorts":{"53/udp":{},"80/tcp":{}},"Env":["PATH=/bin","A=b=c","A=last"],'
        '"Entrypoint":["/bin/sh","-c"],"Cmd":["a \\u0026 b"],"Volumes":{"/data":{}},"WorkingDir":"/w",'
        '"Labels":{"a":"\\u003cx\\u003e","b":""},"StopSignal":"SIGQUIT","ArgsEscaped":true,'
        '"Healthcheck":{"Test":["CMD-SHELL","true"],"Interval":30000000000,"Retries":3},'
        '"OnBuild":["RUN x"],"Shell":["/bin/ash"]}'
    )
    step = '{"created":"2026-01-02T03:04:05Z","created_by":"RUN x","author":"me","comment":"why","empty_layer":true}'
    rootfs = f'{{"type":"layers","diff_ids":["{A}"]}}'
    assert kit.raw.decode() == (
        f'{{"architecture":"amd64","author":"me","config":{inner},"created":"2026-01-02T03:04:05Z",'
        f'"history":[{step}],"os":"linux","rootfs":{rootfs}}}'
    )
    engine = ImageConfig.build(FULL, [A], history, created="2026-01-02T03:04:05Z", author="me", writer="engine")
    assert engine.raw.decode() == (
        '{"created":"2026-01-02T03:04:05Z","author":"me","architecture":"amd64","os":"linux",'
        f'"rootfs":{rootfs},"history":[{step}],"config":{inner}}}'
    )
    for built in (kit, engine):
        back = ImageConfig.from_bytes(built.raw)
        assert back.config.exposed_ports == ("53/udp", "80/tcp")
        assert (back.history, back.diff_ids, back.author) == (tuple(history), (A,), "me")
        assert ImageConfig.from_bytes(back.raw) == back
    assert FULL.environment() == {"PATH": "/bin", "A": "last"}
    assert (FULL.label("a"), FULL.label("z")) == ("<x>", None)


def test_an_empty_image() -> None:
    built = ImageConfig.build(ContainerConfig(), [], [], platform=Platform("linux", "arm64", "v8"))
    assert built.raw.decode() == (
        '{"architecture":"arm64","config":{},"created":null,"history":null,"os":"linux",'
        '"rootfs":{"type":"layers","diff_ids":null},"variant":"v8"}'
    )
    assert ImageConfig.from_bytes(built.raw) == built


def test_chain_ids_follow_the_specification() -> None:
    second = of(f"{A} {B}".encode())
    assert chain_ids([A, B, C]) == (A, second, of(f"{second} {C}".encode()))
    assert chain_ids([]) == ()


BROKEN: list[tuple[type[Manifest] | type[Index] | type[ImageConfig], bytes]] = [
    (Manifest, b""),
    (Manifest, b"[]"),
    (Manifest, b"\xff{}"),
    (Manifest, b"[" * 100_000),
    (Manifest, b'{"schemaVersion":1}'),
    (Manifest, b'{"schemaVersion":2}'),
    (Manifest, b'{"schemaVersion":2,"manifests":[]}'),
    (Manifest, b'{"schemaVersion":2,"config":{}}'),
    (Manifest, b'{"schemaVersion":2,"config":{"digest":"sha256:x","size":1}}'),
    (Manifest, b'{"schemaVersion":2,"config":{"digest":"%b","size":-1}}' % A.encode()),
    (Manifest, b'{"schemaVersion":2,"config":{"digest":"%b","size":true}}' % A.encode()),
    (Manifest, b'{"schemaVersion":2,"config":{"digest":"%b","size":1,"data":"?"}}' % A.encode()),
    (Manifest, b'{"schemaVersion":2,"config":{"digest":"%b","size":1},"layers":{}}' % A.encode()),
    (Index, b'{"schemaVersion":2,"layers":[]}'),
    (Index, b'{"schemaVersion":2,"manifests":[1]}'),
    (Index, b'{"schemaVersion":2,"mediaType":5}'),
    (ImageConfig, b'{"rootfs":[]}'),
    (ImageConfig, b'{"rootfs":{"diff_ids":[1]}}'),
    (ImageConfig, b'{"history":[1]}'),
    (ImageConfig, b'{"history":5}'),
    (ImageConfig, b'{"config":5}'),
    (ImageConfig, b'{"config":{"Env":"A=b"}}'),
    (ImageConfig, b'{"config":{"Volumes":[]}}'),
    (ImageConfig, b'{"created":5}'),
]


@pytest.mark.parametrize(("kind", "raw"), BROKEN)
def test_broken_documents_are_refused_in_one_line(
    kind: type[Manifest] | type[Index] | type[ImageConfig], raw: bytes
) -> None:
    with pytest.raises(InvalidDocument) as caught:
        kind.from_bytes(raw)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"invalid {caught.value.what}: ")


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", A, "x/y", "linux"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(
            ["schemaVersion", "mediaType", "config", "layers", "manifests", "digest", "size", "annotations", "platform",
             "rootfs", "diff_ids", "history", "Env", "Labels", "created", "subject", "data", "Healthcheck", "Test"]
        ), inner, max_size=6,
    ),
    max_leaves=12,
)  # fmt: skip


@given(documents)
@settings(max_examples=200)
def test_no_document_crashes_the_readers(value: object) -> None:
    if isinstance(value, dict):
        value.setdefault("schemaVersion", 2)
    raw = json.dumps(value).encode()
    for kind in (Manifest, Index, ImageConfig):
        with contextlib.suppress(InvalidDocument):
            assert kind.from_bytes(raw).raw == raw


@given(st.builds(
    ContainerConfig, user=st.text(max_size=5), env=st.lists(st.text(max_size=8)).map(tuple),
    cmd=st.lists(st.text(max_size=8)).map(tuple),
    labels=st.dictionaries(st.text(max_size=5), st.text(max_size=5)).map(lambda d: tuple(sorted(d.items()))),
))  # fmt: skip
@settings(max_examples=100)
def test_any_configuration_comes_back(config: ContainerConfig) -> None:
    assert ImageConfig.from_bytes(ImageConfig.build(config, [], []).raw).config == config


def test_json_as_go_writes_it() -> None:
    value: dict[str, object] = {
        "a": '<>&\u2028\u2029\x00\b\f\n"\\\x7fé\U0001f600',
        "b": ["\udcff"],
        "c": {},
        "d": [],
        "e": None,
        "f": True,
    }
    assert encode(value).decode() == (
        '{"a":"\\u003c\\u003e\\u0026\\u2028\\u2029\\u0000\\b\\f\\n\\"\\\\\x7fé\U0001f600","b":["\\ufffd"],"c":{},"d":[],'
        '"e":null,"f":true}'
    )
    assert encode({"a": [1, {"b": {}}]}, "\t") == b'{\n\t"a": [\n\t\t1,\n\t\t{\n\t\t\t"b": {}\n\t\t}\n\t]\n}'

"""Big files of a layer stay in it: read again when they are wanted, kept by reference."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpora.hostile.make import image, row
from tests.support.sandbox import run, session
from tutor.dataclass import replace
from tutor.engine import unpack
from tutor.engine.images import choose, top_chain
from tutor.engine.packed_file import FROM, PackedFile
from tutor.session.keeping import CLASSES
from tutor.session.session import Session
from tutor.store.blobs import Blob
from tutor.store.codec import Codec
from tutor.store.objects import MemoryObjects
from tutor.vfs.content import Bytes
from tutor.vfs.merkle import digest_of
from tutor.vfs.nodes import File
from tutor.vfs.tar import read_tar

BIG = bytes(range(256)) * (FROM // 256 + 3)


def layer() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in (("small", b"small"), ("big", BIG), ("after", b"after")):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def loaded() -> tuple[Session, File]:
    learner = session()
    run(learner, "true")
    moment = learner.moment
    host = moment.state.host.set("/home/learner/lab/a.tgz", File(Bytes(gzip.compress(image(layer()))), 0o644, 0, 0, 0))
    learner.become("# put", replace(moment, state=replace(moment.state, host=host)))
    assert run(learner, "docker load -qi a.tgz")[0] == 0
    part = choose(learner.state, learner.state.images["docker.io/library/bad:1"].target)
    assert part is not None
    assert part.config is not None
    tree = learner.state.snapshots[top_chain(part.config)].tree
    big, small = tree.get("/big"), tree.get("/small")
    assert isinstance(big, File)
    assert isinstance(small, File)
    assert isinstance(small.content, Bytes)
    return learner, big


def test_a_big_file_is_read_from_its_layer() -> None:
    _, big = loaded()
    content = big.content
    assert isinstance(content, PackedFile)
    assert b"".join(content.chunks()) == content.read() == BIG
    assert content.read(1000, 10) == BIG[1000:1010]
    assert content.read(len(BIG) - 5, 100) == BIG[-5:]
    assert content.read(len(BIG) + 5) == b""
    assert content == Bytes(BIG)
    assert digest_of(content) == digest_of(Bytes(BIG))


def test_programs_read_it_and_a_workspace_keeps_it_by_reference() -> None:
    learner, big = loaded()
    assert run(learner, "docker create --name box bad:1 && docker cp box:/big . && sha256sum big")[1].split()[-2] == (
        big.content.key.partition(":")[2]
    )
    objects = MemoryObjects()
    codec = Codec(CLASSES)
    key = codec.save(big, objects)
    back = codec.load(key, objects)
    assert isinstance(back, File)
    assert isinstance(back.content, PackedFile)
    assert back.content.read(5, 5) == BIG[5:10]
    assert row("x", BIG)["digest"] == back.content.key


@given(st.data())
def test_any_reads_in_any_order_are_parts_of_the_file(data: st.DataObject) -> None:
    out = io.BytesIO()
    files = {name: hashlib.shake_128(name.encode()).digest(3000) for name in "abc"}
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    blob = Blob.of(gzip.compress(out.getvalue()))
    packed = {
        member.header.name: PackedFile(blob, member.start, len(files[member.header.name]), "k")
        for member in read_tar(io.BytesIO(out.getvalue()))
    }
    for _ in range(data.draw(st.integers(1, 6))):
        name = data.draw(st.sampled_from("abc"))
        start, length = data.draw(st.integers(0, 3100)), data.draw(st.none() | st.integers(0, 3100))
        end = None if length is None else start + length
        assert packed[name].read(start, length) == files[name][start:end]
        half = packed[name].chunks()
        if data.draw(st.booleans()):
            next(half)  # and no more: whoever reads next is not disturbed


def test_files_in_the_order_of_their_layer_are_read_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    blob = Blob.of(gzip.compress(bytes(10_000)))
    passes = []

    def counted(pieces: Iterable[bytes], plain: Callable[[Iterable[bytes]], Iterator[bytes]] = unpack.plain) -> object:
        passes.append(1)
        return plain(pieces)

    monkeypatch.setattr(unpack, "plain", counted)
    for start in range(0, 10_000, 1000):
        assert len(PackedFile(blob, start, 1000, "k").read()) == 1000
    assert len(passes) == 1

"""Big files of a layer stay in it: read again when they are wanted, kept by reference."""

from __future__ import annotations

import gzip
import io
import tarfile

from tests.corpora.hostile.make import image, row
from tests.support.sandbox import run, session
from tutor.dataclass import replace
from tutor.engine.images import choose, top_chain
from tutor.engine.packed_file import FROM, PackedFile
from tutor.session.keeping import CLASSES
from tutor.session.session import Session
from tutor.store.codec import Codec
from tutor.store.objects import MemoryObjects
from tutor.vfs.content import Bytes
from tutor.vfs.merkle import digest_of
from tutor.vfs.nodes import File

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

"""A container's files as an image: one layer of what differs, whiteouts included."""

from __future__ import annotations

import io
import tarfile

import pytest

from tests.engine.builders import Sandbox
from tests.vfs.trees import plain
from tutor.engine.commit import commit
from tutor.engine.containers.events import Committed
from tutor.engine.errors import LOCAL, NOT_FOUND
from tutor.engine.images import choose
from tutor.engine.lookup import resolve
from tutor.vfs.gzip import decompress


@pytest.fixture
def box() -> Sandbox:
    return Sandbox(images=["alpine:3.20"])


def top_layer(box: Sandbox, name: str) -> list[str]:
    """The members of an image's topmost layer."""
    part = choose(box.state, resolve(box.state, name).target)
    assert part is not None
    assert part.manifest is not None
    blob = box.state.content[part.manifest.layers[-1].digest]
    with tarfile.open(fileobj=io.BytesIO(b"".join(decompress(blob.chunks())))) as tar:
        return sorted(tar.getnames())


def test_the_layer_holds_what_is_new_what_changed_and_a_whiteout_for_what_is_gone(box: Sandbox) -> None:
    box.run("alpine:3.20", "echo hi > /root/new; echo >> /etc/passwd; rm /etc/group; rm -r /home; mkdir /tmp/empty")
    id = box.do(commit, "box", "kept:1")
    assert box.events[-1] == Committed(resolve_id(box), id, "kept:1")
    assert top_layer(box, "kept:1") == [
        ".", ".wh.home", "etc", "etc/.wh.group", "etc/passwd", "root", "root/new", "tmp", "tmp/empty",
    ]  # fmt: skip
    assert plain(box.files("kept:1")) == plain(box.files_of_container("box"))
    assert box.run("kept:1", "cat /root/new; ls /home", "again") == (1, "hi\nls: /home: No such file or directory\n")


def resolve_id(box: Sandbox) -> str:
    from tutor.engine.containers.find import resolve as find

    return find(box.state, "box").id


def test_a_folder_that_was_made_anew_hides_what_was_in_the_old_one(box: Sandbox) -> None:
    box.run("alpine:3.20", "rm -r /etc/../var && mkdir /var && echo hi > /var/new")
    box.do(commit, "box", "kept:1")
    assert [path for path, _ in box.files("kept:1").walk("/var")] == ["/var", "/var/new"]
    assert any(".wh." in name for name in top_layer(box, "kept:1"))


def test_a_container_without_changes_adds_no_layer(box: Sandbox) -> None:
    box.run("alpine:3.20", "true")
    box.do(commit, "box", "same:1")
    assert box.config("same:1").diff_ids == box.config("alpine:3.20").diff_ids
    assert box.config("same:1").history[-1].empty_layer
    assert box.id("same:1") != box.id("alpine:3.20")


def test_settings_come_from_the_container_and_changes_come_on_top(box: Sandbox) -> None:
    box.run("alpine:3.20", "true", environment=("A=1",), labels=(("l", "1"),), user="7")
    changes_ = ("ENV B=2", 'CMD ["echo", "hi"]', "WORKDIR /srv", "EXPOSE 80", "USER 8", "LABEL m=2", "VOLUME /v")
    box.do(commit, "box", "kept:1", author="Ada", message="why", changes=changes_)
    made = box.config("kept:1")
    settings = made.config
    assert {"A=1", "B=2"} < {*settings.env}
    assert (settings.cmd, settings.working_dir, settings.user) == (("echo", "hi"), "/srv", "8")
    assert (settings.exposed_ports, settings.volumes) == (("80/tcp",), ("/v",))
    assert settings.labels == (("l", "1"), ("m", "2"))
    assert (made.author, made.history[-1].comment, made.history[-1].author) == ("Ada", "why", "Ada")


def test_what_lies_in_a_volume_does_not_enter_the_image(box: Sandbox) -> None:
    box.run("alpine:3.20", "echo hi > /data/f; echo hi > /g", volumes=("named:/data",))
    box.do(commit, "box", "kept:1")
    assert box.files("kept:1").get("/data/f") is None
    assert box.files("kept:1").get("/g") is not None


def test_the_name_moves_and_without_one_the_image_is_nameless(box: Sandbox) -> None:
    box.run("alpine:3.20", "echo 1 > /f")
    first = box.do(commit, "box", "kept:1")
    box.now += 5
    second = box.do(commit, "box", "kept:1")
    assert box.names() == {"alpine:3.20": box.id("alpine:3.20"), "kept:1": second, "<none>": first}
    third = box.do(commit, "box")
    assert third in [record.target.digest for _, record in box.state.images.entries() if record.dangling]


@pytest.mark.parametrize(
    ("container", "reference", "options", "kind", "message"),
    [
        ("nope", "", {}, NOT_FOUND, "No such container: nope"), ("box", "A:1", {}, LOCAL, "must be lowercase"),
        ("box", f"a@sha256:{'0' * 64}", {}, LOCAL, "digest reference"),
        ("box", "a", {"changes": ("FROM x",)}, "", "FROM"),
        ("box", "a", {"changes": ("NONSENSE",)}, "", "NONSENSE"),
    ],
)  # fmt: skip
def test_what_is_refused(
    box: Sandbox, container: str, reference: str, options: dict[str, tuple[str, ...]], kind: str, message: str
) -> None:
    box.run("alpine:3.20", "true")
    refused = box.refuses(commit, container, reference, **options)
    assert message in refused.message
    assert refused.kind == kind or not kind

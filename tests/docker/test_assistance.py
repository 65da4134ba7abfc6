"""Completion, highlighting, descriptions and explanations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.docker.lab import Lab
from tutor.dataclass import replace
from tutor.docker import spec
from tutor.docker.complete import complete
from tutor.docker.describe import describe
from tutor.docker.explain import explain
from tutor.docker.highlight import classes
from tutor.docker.roles import analyse, nearest
from tutor.engine.hub import EmptyHub
from tutor.engine.state import ImageRecord, State
from tutor.oci.descriptor import Descriptor

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


class SmallHub(EmptyHub):
    NAMES = ("docker.io/library/alpine:3.19", "docker.io/library/alpine:3.20", "docker.io/library/nginx:1.27")

    def resolve(self, reference: str) -> Descriptor | None:
        return Descriptor(MANIFEST, f"sha256:{'a' * 64}", 1) if reference in self.NAMES else None

    def tags(self, repository: str) -> tuple[str, ...]:
        return tuple(name.rpartition(":")[2] for name in self.NAMES if name.rpartition(":")[0] == repository)

    def repositories(self) -> tuple[str, ...]:
        return ("docker.io/library/alpine", "docker.io/library/nginx")

    def description(self, repository: str) -> str:
        return f"about {repository.rpartition('/')[2]}"


def sandbox(*names: str) -> State:
    """A state with images of these familiar names, each with an ID of its own."""
    state = Lab().state
    images = state.images
    for number, name in enumerate(names):
        canonical = f"docker.io/library/{name}" if "/" not in name else f"docker.io/{name}"
        record = ImageRecord(canonical, Descriptor(MANIFEST, f"sha256:{number}bc{'0' * 61}", 1), 0.0)
        images = images.set(canonical, record)
    return replace(state, images=images)


STATE = sandbox("alpine:3.19", "alpine:3.20", "team/api:v1")


def offered(words: str, prefix: str) -> list[str]:
    return [item.text for item in complete(words.split(), prefix, STATE, SmallHub()).items]


@pytest.mark.parametrize(
    ("words", "prefix", "texts"),
    [
        ("", "im", ["images", "image", "import"]),
        ("image", "h", ["history"]),
        ("image", "zz", []),
        ("image ls", "--fo", ["--format"]),
        ("image ls", "--dig", ["--digests"]),
        ("image ls --digests", "--dig", []),
        ("image ls -f a=b", "--fil", ["--filter"]),
        ("image ls --filter", "d", ["dangling="]),
        ("image ls", "--filter=r", ["reference="]),
        ("ps --filter", "an", ["ancestor="]),
        ("run --restart", "on", ["on-failure"]),
        ("run --pull=", "", ["alpine:3.19", "alpine:3.20", "team/api:v1"]),
        ("run", "--pull=m", ["missing"]),
        ("image tag", "alp", ["alpine:3.19", "alpine:3.20"]),
        ("image tag alpine:3.20", "te", ["team/api:v1"]),
        ("image tag alpine:3.20 x", "", []),
        ("rmi", "0bc", ["0bc000000000"]),
        ("rmi --", "alpine:3.2", ["alpine:3.20"]),
        ("pull", "al", ["alpine"]),
        ("pull", "alpine:", ["alpine:3.19", "alpine:3.20"]),
        ("network connect", "h", ["host"]),
        ("kill -s", "US", ["USR1", "USR2"]),
        ("pull --platform", "linux/ar", ["linux/arm64"]),
    ],
)
def test_completions(words: str, prefix: str, texts: list[str]) -> None:
    assert offered(words, prefix) == texts


def test_completions_say_what_they_are() -> None:
    (item,) = complete(["image"], "tag", STATE).items
    assert (item.description, item.kind) == ("Give an image another name", "command")
    (item,) = complete(["image", "tag"], "team", STATE).items
    assert (item.description, item.kind) == ("2bc000000000", "image")
    assert complete(["image", "ls"], "-q", STATE).items == ()
    assert {item.kind for item in complete(["image", "ls"], "-", STATE).items} == {"option"}


def test_a_flags_value_replaces_what_follows_the_equals_sign() -> None:
    offer = complete(["image", "ls"], "--filter=dang", STATE)
    assert (offer.start, [item.text for item in offer.items]) == (len("--filter="), ["dangling="])


@pytest.mark.parametrize(
    ("words", "paths"),
    [("build", True), ("build -f", True), ("save -o", True), ("cp", True), ("rmi", False), ("tag", False)],
)
def test_paths_are_asked_for_where_they_make_sense(words: str, paths: bool) -> None:
    assert complete(words.split(), "", STATE).paths is paths


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("docker image tag alpine:3.20 x", ["program", "subcommand", "subcommand", "image", "image"]),
        ("docker images -q", ["program", "subcommand", "option"]),
        ("docker images --nope", ["program", "subcommand", "error"]),
        ("docker images --digest", ["program", "subcommand", "option"]),
        ("docker nope x", ["program", "error", "argument"]),
        ("docker imag", ["program", "argument"]),
        ("docker run -it alpine ls -l", ["program", "subcommand", "option", "image", "argument", "argument"]),
        ("docker build -f x .", ["program", "subcommand", "option", "path", "path"]),
        ("docker rmi -- -f", ["program", "subcommand", "option", "image"]),
        ("docker", ["program"]),
    ],
)
def test_highlighting(line: str, kinds: list[str]) -> None:
    assert classes(line.split()) == kinds


@pytest.mark.parametrize(
    ("line", "index", "text", "kind"),
    [
        (
            "image tag alpine:3.20 team/base:1",
            3,
            "TARGET_IMAGE  the new name: repository[:tag]",
            "hint",
        ),
        (
            "image tag alpine:3.20",
            2,
            "SOURCE_IMAGE  the image that gets another name · needs 1 more argument: TARGET_IMAGE",
            "hint",
        ),
        ("image tag alpine:3.21 x", 2, "no such image alpine:3.21 — 3.19 and 3.20 exist", "error"),
        ("image tag alpine x", 3, "no such image alpine:latest — 3.19 and 3.20 exist", "error"),
        (
            "image tag alpin",
            2,
            "SOURCE_IMAGE  the image that gets another name · needs 1 more argument: TARGET_IMAGE",
            "hint",
        ),
        ("rmi team/apj:v1", 1, "no such image team/apj:v1: did you mean team/api:v1?", "error"),
        ("rmi Alpine", 1, "invalid reference format: repository name (library/Alpine) must be lowercase", "error"),
        ("rmi 1bc0", 1, "IMAGE  the image to remove: a name removes that name, an ID all of it", "hint"),
        ("image lst", 2, "docker image has no command lst: did you mean ls?", "error"),
        ("imge ls", 1, "docker has no command imge: did you mean image?", "error"),
        ("rmi --forced x", 2, "no flag --forced: did you mean --force?", "error"),
        ("rmi -x a", 2, "docker image rm has no flag -x", "error"),
        ("rmi --force", 1, "-f, --force  Remove the image even where something speaks against it", "hint"),
        ("history alpine:3.20 b", 2, "docker history requires 1 argument", "error"),
        ("image ls --filter", 3, "the value of --filter: Show only images that meet a condition", "hint"),
        ("image", 0, "docker image  Work with images", "hint"),
        ("image tag", 2, "SOURCE_IMAGE  the image that gets another name", "hint"),
        ("image ls", 2, "REPOSITORY  show images of this name only (optional)", "hint"),
        ("rm web", 1, "no such container web", "error"),
        ("volume rm data", 2, "no such volume data", "error"),
        ("network rm bridg", 2, "NETWORK  the network to remove", "hint"),
        ("network rm bridg x", 3, "no such network bridg: did you mean bridge?", "error"),
        ("run alpine:3.20", 1, "IMAGE  the image that the container starts from", "hint"),
        ("run nginx:1.27", 1, "IMAGE  the image that the container starts from", "hint"),
        ("run nginx:9 x", 2, "no such image nginx:9 — 1.27 exists", "error"),
        ("im", 0, "images, image, import", "hint"),
    ],
)
def test_descriptions(line: str, index: int, text: str, kind: str) -> None:
    told = describe(line.split(), index, STATE, SmallHub())
    assert (told.text, told.kind) == (text, kind)


def test_nothing_typed_yet_offers_commands() -> None:
    told = describe([], 0, STATE)
    assert told.kind == "hint"
    assert told.text.startswith("a command: run, build, pull")


@pytest.mark.parametrize(
    ("word", "names", "meant"),
    [("lst", ("ls", "list"), "ls"), ("imgae", ("image",), "image"), ("x", ("y",), "y"), ("zzzz", ("image",), "")],
)
def test_the_nearest_name(word: str, names: tuple[str, ...], meant: str) -> None:
    assert nearest(word, names) == meant


LETTERS = st.text("ab:1", max_size=7)


def edits(a: str, b: str) -> int:
    """How many letters to change, add, leave out or swap, told plainly (optimal string alignment)."""
    if not a or not b:
        return len(a) + len(b)
    least = min(edits(a[1:], b) + 1, edits(a, b[1:]) + 1, edits(a[1:], b[1:]) + (a[0] != b[0]))
    if len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0]:
        least = min(least, edits(a[2:], b[2:]) + 1)
    return least


@given(LETTERS, st.lists(LETTERS, max_size=4))
def test_the_nearest_name_is_the_first_of_the_nearest(word: str, names: list[str]) -> None:
    close = 3 if len(word) > 3 else 2
    away = [edits(word, name) for name in names]
    near = min(away, default=close)
    assert nearest(word, names) == (names[away.index(near)] if near < close else "")


def test_an_explanation() -> None:
    assert explain(["docker", "run", "-it", "--rm", "--name", "web", "alpine:3.20", "sh"]) == (
        "docker container run  Create a container from an image and start it\n"
        "  also called docker run\n"
        "  -it  Keep STDIN open; Give the command a terminal\n"
        "  --rm  Remove the container and its anonymous volumes when it ends\n"
        "  --name web  Name of the container\n"
        "  alpine:3.20  the image that the container starts from\n"
        "  sh  the command to run instead of the image's CMD\n"
    )


@pytest.mark.parametrize(
    ("line", "last"),
    [
        (
            "docker image rm",
            "As it stands Docker would refuse it: docker: 'docker image rm' requires at least 1 argument",
        ),
        ("docker rmi --forced x", "As it stands Docker would refuse it: unknown flag: --forced"),
        ("ls -l", "ls: explain knows docker commands, such as: explain docker image tag alpine:3.20 team/base:1"),
    ],
)
def test_explanations_of_what_does_not_work(line: str, last: str) -> None:
    assert explain(line.split()).rstrip("\n").split("\n")[-1] == last


WORDS = st.one_of(
    st.sampled_from([*spec.root().children, "ls", "tag", "--format", "-f", "-q", "--", "-it", "alpine:3.20", "x", ""]),
    st.text(max_size=5),
)


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=5), WORDS, st.integers(0, 6))
def test_no_line_is_too_odd(words: list[str], prefix: str, index: int) -> None:
    assert len(analyse(words).roles) == len(words)
    assert len(classes(["docker", *words])) == len(words) + 1
    complete(words, prefix, STATE, SmallHub())
    assert describe(words, index, STATE, SmallHub()).kind in ("", "hint", "error")
    assert explain(["docker", *words]).endswith("\n")

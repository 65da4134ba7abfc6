"""Names of images: the grammar, both forms, and Docker's words for what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.oci.reference import InvalidReference, Reference, is_valid_tag, oci_reference_name, parse_any

HEX = "0123456789abcdef" * 4

VALID = [
    # text, domain, path, tag, digest, familiar
    ("alpine", "docker.io", "library/alpine", None, None, "alpine"),
    ("alpine:3.20", "docker.io", "library/alpine", "3.20", None, "alpine:3.20"),
    ("docker.io/alpine:3.20", "docker.io", "library/alpine", "3.20", None, "alpine:3.20"),
    ("docker.io/library/alpine", "docker.io", "library/alpine", None, None, "alpine"),
    ("index.docker.io/me/app", "docker.io", "me/app", None, None, "me/app"),
    ("index.docker.io/library/busybox:1.36", "docker.io", "library/busybox", "1.36", None, "busybox:1.36"),
    ("me/tools:1", "docker.io", "me/tools", "1", None, "me/tools:1"),
    ("library/a/b", "docker.io", "library/a/b", None, None, "library/a/b"),
    ("localhost/app", "localhost", "app", None, None, "localhost/app"),
    ("localhost:5000/multi:1.0", "localhost:5000", "multi", "1.0", None, "localhost:5000/multi:1.0"),
    ("registry.example.com:8443/team/app:1.0", "registry.example.com:8443", "team/app", "1.0", None, None),
    ("my.host/app", "my.host", "app", None, None, None),
    ("UPPER.host/app", "UPPER.host", "app", None, None, None),
    ("Upper/app", "Upper", "app", None, None, None),
    ("127.0.0.1:5000/a", "127.0.0.1:5000", "a", None, None, None),
    ("[::1]:5000/x/y:t", "[::1]:5000", "x/y", "t", None, None),
    ("[2001:db8::1]/x", "[2001:db8::1]", "x", None, None, None),
    ("1:2", "docker.io", "library/1", "2", None, "1:2"),
    ("a.b/c_d/e-f:UPPER_case.1-2", "a.b", "c_d/e-f", "UPPER_case.1-2", None, None),
    ("a__b", "docker.io", "library/a__b", None, None, "a__b"),
    ("a---b", "docker.io", "library/a---b", None, None, "a---b"),
    ("deadbeef", "docker.io", "library/deadbeef", None, None, "deadbeef"),
    ("sha256:abc", "docker.io", "library/sha256", "abc", None, "sha256:abc"),
    ("app:_x", "docker.io", "library/app", "_x", None, "app:_x"),
    ("a@sha256:" + HEX, "docker.io", "library/a", None, "sha256:" + HEX, "a@sha256:" + HEX),
    ("a:1@sha256:" + HEX, "docker.io", "library/a", "1", "sha256:" + HEX, "a:1@sha256:" + HEX),
    ("x/" + HEX, "docker.io", "x/" + HEX, None, None, "x/" + HEX),
    ("a" * 247, "docker.io", "library/" + "a" * 247, None, None, "a" * 247),
]


@pytest.mark.parametrize(("text", "domain", "path", "tag", "digest", "familiar"), VALID)
def test_names_are_normalised(
    text: str, domain: str, path: str, tag: str | None, digest: str | None, familiar: str | None
) -> None:
    reference = Reference.parse(text)
    assert (reference.domain, reference.path, reference.tag, reference.digest) == (domain, path, tag, digest)
    assert reference.familiar() == str(reference) == (familiar or text)
    assert Reference.parse(reference.canonical()) == reference
    assert Reference.parse(reference.familiar()) == reference


PLAIN = "invalid reference format"
INVALID = [
    ("", PLAIN),
    ("alpine:", PLAIN),
    ("alpine:3.20:1", PLAIN),
    ("alpine@sha256:123", PLAIN),
    ("alpine@3.20", PLAIN),
    (":3.20", PLAIN),
    ("alpine 3.20", PLAIN),
    ("alpine\n", PLAIN),
    ("https://docker.io/alpine:3.20", PLAIN),
    ("-a", PLAIN),
    ("a..b", PLAIN),
    ("a___b", PLAIN),
    ("a//b", PLAIN),
    ("/a", PLAIN),
    ("a/", PLAIN),
    ("a:" + "t" * 129, PLAIN),
    ("ä", PLAIN),
    ("[::1%eth0]/a", PLAIN),
    ("ALPINE:3.20", "invalid reference format: repository name (library/ALPINE) must be lowercase"),
    ("69A7B630B41D", "invalid reference format: repository name (library/69A7B630B41D) must be lowercase"),
    ("me/App", "invalid reference format: repository name (me/App) must be lowercase"),
    ("localhost:5000/App:x", "invalid reference format: repository name (App) must be lowercase"),
    (HEX, f"invalid repository name ({HEX}), cannot specify 64-byte hexadecimal strings"),
    ("a" * 248, "repository name must not be more than 255 characters"),
    ("a@sha256:" + HEX.upper(), "invalid checksum digest format"),
    ("a@md5:" + HEX, "unsupported digest algorithm"),
    ("a@sha256:" + HEX + "00", "invalid checksum digest length"),
    ("\u212a.io/a", "repository name must be lowercase"),
]


@pytest.mark.parametrize(("text", "message"), INVALID)
def test_what_docker_says_of_other_texts(text: str, message: str) -> None:
    with pytest.raises(InvalidReference) as caught:
        Reference.parse(text)
    assert str(caught.value) == message
    assert caught.value.text == text


def test_changing_parts() -> None:
    reference = Reference.parse("me/app")
    assert reference.is_name_only
    assert reference.with_default_tag().familiar() == "me/app:latest"
    assert reference.with_tag("1").with_default_tag().familiar() == "me/app:1"
    assert reference.with_tag("1").with_digest("sha256:" + HEX).familiar() == f"me/app:1@sha256:{HEX}"
    assert reference.with_tag("1").without_suffix() == reference
    assert (reference.repository, reference.name) == ("me/app", "docker.io/me/app")
    with pytest.raises(InvalidReference, match="invalid tag format"):
        reference.with_tag("a b")
    with pytest.raises(InvalidReference, match="invalid digest format"):
        reference.with_digest("sha256:1")
    assert Reference.parse_docker("a:1@sha256:" + HEX).familiar() == "a@sha256:" + HEX
    assert Reference.parse_docker("a").familiar() == "a:latest"


def test_identifiers() -> None:
    assert parse_any(HEX) == "sha256:" + HEX
    assert parse_any("sha256:" + HEX) == "sha256:" + HEX
    assert parse_any("sha256:abc") == Reference.parse("sha256:abc")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("docker.io/library/alpine:3.20", "3.20"),
        ("localhost:5000/a", "localhost:5000/a"),
        ("localhost:5000/a:1", "1"),
        ("docker.io/library/a@sha256:" + HEX, "docker.io/library/a@sha256:" + HEX),
        ("docker.io/library/a:1@sha256:" + HEX, "1@sha256:" + HEX),
    ],
)
def test_the_annotation_of_a_name(name: str, value: str) -> None:
    assert oci_reference_name(name) == value


@given(st.text(st.sampled_from("aB1._-/:@[]sha256lochtdker "), max_size=30) | st.text(max_size=8))
@settings(max_examples=500)
def test_normalising_twice_changes_nothing(text: str) -> None:
    try:
        reference = Reference.parse(text)
    except InvalidReference:
        return
    again = Reference.parse(reference.canonical())
    assert again == reference
    assert again.canonical() == reference.canonical()
    assert reference.tag is None or is_valid_tag(reference.tag)


words = st.text("ab09", min_size=1, max_size=4)
first_names = st.lists(words, min_size=1, max_size=2).map("__".join)  # a dot would make it a host
names = st.builds(
    lambda mark, parts: mark.join(parts),
    st.sampled_from(["_", "__", ".", "-", "--"]),
    st.lists(words, min_size=1, max_size=3),
)


@given(
    st.sampled_from(["", "docker.io/", "index.docker.io/", "localhost:5000/", "r.example.com/", "[::1]/"]),
    st.builds(lambda first, rest: [first, *rest], first_names, st.lists(names, max_size=2)),
    st.none() | st.text("aB0_.-", min_size=1, max_size=6).filter(is_valid_tag),
    st.booleans(),
)
@settings(max_examples=200)
def test_every_name_of_the_grammar_is_taken(domain: str, parts: list[str], tag: str | None, pinned: bool) -> None:
    text = domain + "/".join(parts) + (f":{tag}" if tag else "") + (f"@sha256:{HEX}" if pinned else "")
    reference = Reference.parse(text)
    assert (reference.tag, reference.digest is not None) == (tag, pinned)
    assert reference.path.endswith("/".join(parts[1:]) if len(parts) > 1 else parts[0])

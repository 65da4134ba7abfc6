"""Digests, platforms, times, media types and descriptors."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.oci import digest as digests
from tutor.oci import media_types
from tutor.oci.descriptor import Descriptor
from tutor.oci.platform import DEFAULT, UNKNOWN, InvalidPlatform, Platform
from tutor.oci.timestamp import ZERO, InvalidTime, format_time, parse_time
from tutor.vfs.merkle import digest_of

HELLO = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def test_digests() -> None:
    assert digests.of(b"hello") == digests.of([b"he", b"", b"llo"]) == digests.of(memoryview(b"hello")) == HELLO
    assert digests.of(b"") == digests.EMPTY
    assert digests.short(HELLO) == "2cf24dba5fb0"
    assert digests.encoded(HELLO) == HELLO[7:]
    assert digests.verify(HELLO, [b"hel", b"lo"]) == 5
    with pytest.raises(digests.DigestError, match="another digest"):
        digests.verify(HELLO, [b"hallo"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "invalid checksum digest format"),
        ("sha256", "invalid checksum digest format"),
        ("sha256:", "invalid checksum digest format"),
        (":abc", "invalid checksum digest format"),
        ("sha256:abc", "invalid checksum digest length"),
        (HELLO.upper().replace("SHA", "sha"), "invalid checksum digest format"),
        (HELLO + "\n", "invalid checksum digest length"),
        ("md5:" + "0" * 32, "unsupported digest algorithm"),
        ("MD5:" + "0" * 32, "invalid checksum digest format"),
    ],
)
def test_what_is_no_digest(text: str, message: str) -> None:
    with pytest.raises(digests.DigestError) as caught:
        digests.parse(text)
    assert str(caught.value) == message
    assert not digests.is_digest(text)


def test_digests_of_other_algorithms() -> None:
    for name, length in (("sha384", 96), ("sha512", 128)):
        assert digests.parse(f"{name}:{'0' * length}")
        with pytest.raises(digests.DigestError):
            digests.verify(f"{name}:{'0' * length}", [b"x"])


@pytest.mark.parametrize(
    ("text", "expected", "shown"),
    [
        ("linux/amd64", Platform("linux", "amd64"), "linux/amd64"),
        ("linux", Platform("linux", "amd64"), "linux/amd64"),
        ("arm64", Platform("linux", "arm64"), "linux/arm64"),
        ("Linux/x86_64", Platform("linux", "amd64"), "linux/amd64"),
        ("linux/aarch64", Platform("linux", "arm64"), "linux/arm64"),
        ("linux/arm64/v8", Platform("linux", "arm64", "v8"), "linux/arm64/v8"),
        ("linux/arm/v7", Platform("linux", "arm", "v7"), "linux/arm/v7"),
        ("linux/arm", Platform("linux", "arm", ""), "linux/arm"),
        ("armhf", Platform("linux", "arm", ""), "linux/arm"),
        ("linux/armel", Platform("linux", "arm", "v6"), "linux/arm/v6"),
        ("macos/arm64", Platform("darwin", "arm64"), "darwin/arm64"),
        ("i386", Platform("linux", "386"), "linux/386"),
        ("windows(10.0.17763)/amd64", Platform("windows", "amd64", "", "10.0.17763"), "windows/amd64"),
        ("linux/riscv64", Platform("linux", "riscv64"), "linux/riscv64"),
    ],
)
def test_platforms_are_parsed(text: str, expected: Platform, shown: str) -> None:
    assert Platform.parse(text) == expected
    assert str(expected) == shown


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nope", '"nope": unknown operating system or architecture: invalid argument'),
        ("linux/*", '"linux/*": wildcards not yet supported: invalid argument'),
        ("a/b/c/d", '"a/b/c/d": cannot parse platform specifier: invalid argument'),
        (
            "linux/a b",
            '"a b" is an invalid component of "linux/a b": platform specifier component must match '
            '"^[A-Za-z0-9_.-]+$": invalid argument',
        ),
    ],
)
def test_what_is_no_platform(text: str, message: str) -> None:
    with pytest.raises(InvalidPlatform) as caught:
        Platform.parse(text)
    assert str(caught.value) == message


def test_which_platform_runs_what() -> None:
    arm64, arm_v7, arm_v6 = Platform("linux", "arm64"), Platform("linux", "arm", "v7"), Platform("linux", "arm", "v6")
    assert DEFAULT.runs(Platform("linux", "386"))
    assert not DEFAULT.runs(arm64)
    assert arm64.runs(Platform("linux", "arm64", "v8"))
    assert arm64.best([arm_v6, arm_v7, DEFAULT]) == arm_v7
    assert arm_v7.runs(arm_v6)
    assert not arm_v6.runs(arm_v7)
    assert DEFAULT.best([Platform("linux", "386"), DEFAULT]) == DEFAULT
    assert DEFAULT.best([arm64]) is None
    assert Platform("linux", "arm64", "v9").runs(Platform("linux", "arm64", "v8.5"))
    assert not Platform("linux", "arm64", "v9").runs(Platform("linux", "arm64", "v8.6"))
    assert Platform("linux", "amd64", "v3").best([DEFAULT, Platform("linux", "amd64", "v2")]) == Platform(
        "linux", "amd64", "v2"
    )
    assert UNKNOWN.is_unknown
    assert Platform("linux", "aarch64", "v8").matches(arm64)


@given(st.integers(-60_000_000_000, 250_000_000_000), st.integers(0, 999_999_999))
@settings(max_examples=200)
def test_times_come_back(seconds: int, fraction: int) -> None:
    nanoseconds = seconds * 1_000_000_000 + fraction
    assert parse_time(format_time(nanoseconds)) == nanoseconds
    if 0 <= seconds < 200_000_000_000:
        told = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
        assert format_time(seconds * 1_000_000_000) == told.isoformat() + "Z"


def test_times_as_go_writes_them() -> None:
    assert format_time(1_795_403_801_050_289_600) == "2026-11-23T03:16:41.0502896Z"
    assert parse_time("2026-11-23T05:16:41.0502896+02:00") == 1_795_403_801_050_289_600
    assert parse_time("2026-11-22T22:16:41.05028960099-05:00") == 1_795_403_801_050_289_600
    assert format_time(parse_time(ZERO)) == ZERO
    assert format_time(parse_time("2024-02-29T23:59:59.5Z")) == "2024-02-29T23:59:59.5Z"


@pytest.mark.parametrize(
    "text", ["", "2026-11-23", "2026-11-23 03:16:41Z", "2026-13-01T00:00:00Z", "2023-02-29T00:00:00Z",
             "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-04-31T00:00:00Z", "2026-01-00T00:00:00Z"],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(InvalidTime):
        parse_time(text)


def test_media_types() -> None:
    assert media_types.is_index(media_types.DOCKER_LIST)
    assert media_types.is_manifest(media_types.OCI_MANIFEST)
    assert media_types.is_config(media_types.DOCKER_CONFIG)
    assert not media_types.is_config(media_types.IN_TOTO)
    layers = (
        media_types.OCI_LAYER,
        media_types.OCI_LAYER_GZIP,
        media_types.DOCKER_LAYER_GZIP,
        media_types.OCI_LAYER_ZSTD,
    )
    assert all(media_types.is_layer(layer) for layer in layers)
    assert [media_types.compression(layer) for layer in layers] == ["", "gzip", "gzip", "zstd"]


def test_descriptors() -> None:
    full = Descriptor(
        "a/b", HELLO, 5, (("k", "v"),), Platform("linux", "arm", "v7", "1", ("f",)), ("https://x",), b"hello", "t"
    )
    assert Descriptor.from_json(full.to_json()) == full
    assert list(full.to_json()) == [
        "mediaType", "digest", "size", "urls", "annotations", "data", "platform", "artifactType",
    ]  # fmt: skip
    assert Descriptor.of("a/b", b"hello") == full.bare() == Descriptor("a/b", HELLO, 5)
    assert full.annotated({"a": "1", "k": "2"}).annotations == (("a", "1"), ("k", "2"))
    assert (full.annotation("k"), full.annotation("z")) == ("v", "")


def test_values_with_a_textual_digest_are_merkle_values() -> None:
    one, other = Descriptor("a/b", HELLO, 5), Descriptor("a/b", HELLO, 6)
    assert digest_of(one) == digest_of(Descriptor("a/b", HELLO, 5)) != digest_of(other)

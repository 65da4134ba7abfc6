from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.docker.format.times import fixed_nano, go_time, rfc3339
from tutor.docker.format.units import (
    ago,
    bytes_size,
    human_duration,
    human_size,
    parse_bytes,
    parse_duration,
    show_duration,
)

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.mark.parametrize(
    ("size", "four", "three"),
    [
        (0, "0B", "0B"),
        (999, "999B", "999B"),
        (1000, "1kB", "1kB"),
        (1024, "1.024kB", "1.02kB"),
        (4096, "4.096kB", "4.1kB"),
        (63930, "63.93kB", "63.9kB"),
        (3158516, "3.159MB", "3.16MB"),
        (999_999, "1000kB", "1e+03kB"),
        (8 * 10**9, "8GB", "8GB"),
        (10**27, "1000YB", "1e+03YB"),
    ],
)
def test_sizes(size: int, four: str, three: str) -> None:
    assert human_size(size) == four
    assert human_size(size, 3) == three


def test_binary_sizes() -> None:
    assert bytes_size(64 * 1024**2) == "64MiB"
    assert bytes_size(0) == "0B"
    assert bytes_size(1536) == "1.5KiB"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "Less than a second"),
        (0.99, "Less than a second"),
        (1.9, "1 second"),
        (2, "2 seconds"),
        (59.9, "59 seconds"),
        (60, "About a minute"),
        (119, "About a minute"),
        (120, "2 minutes"),
        (59 * MINUTE + 59, "59 minutes"),
        (HOUR, "About an hour"),
        (1.4 * HOUR, "About an hour"),
        (1.5 * HOUR, "2 hours"),
        (47 * HOUR, "47 hours"),
        (2 * DAY, "2 days"),
        (13 * DAY, "13 days"),
        (14 * DAY, "2 weeks"),
        (59 * DAY, "8 weeks"),
        (60 * DAY, "2 months"),
        (729 * DAY, "24 months"),
        (730 * DAY, "2 years"),
        (-5, "Less than a second"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert human_duration(seconds) == text
    assert ago(seconds) == f"{text} ago"


@pytest.mark.parametrize(
    ("text", "size"),
    [("64m", 64 << 20), ("64M", 64 << 20), ("1.5g", 3 << 29), ("512", 512), ("1kb", 1024), ("1KiB", 1024),
     ("32 MB", 32 << 20), ("7b", 7), ("0", 0), (".5k", 512)],
)  # fmt: skip
def test_amounts_of_memory(text: str, size: int) -> None:
    assert parse_bytes(text) == size


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lots", "invalid size: 'lots'"),
        ("", "invalid size: ''"),
        ("-1", "invalid size: '-1'"),
        ("1x", "invalid suffix: 'x'"),
        ("1kix", "invalid suffix: 'kix'"),
        ("1bb", "invalid suffix: 'bb'"),
        ("1kibi", "invalid suffix: 'kibi'"),
        ("1 2k", 'strconv.ParseFloat: parsing "1 2": invalid syntax'),
    ],
)
def test_amounts_that_are_none(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_bytes(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "nanoseconds", "shown"),
    [
        ("30s", 30 * 10**9, "30s"),
        ("1h30m", 5400 * 10**9, "1h30m0s"),
        ("1.5s", 1_500_000_000, "1.5s"),
        ("100ms", 10**8, "100ms"),
        ("2us", 2000, "2µs"),
        ("7ns", 7, "7ns"),
        ("-90s", -90 * 10**9, "-1m30s"),
        ("0", 0, "0s"),
        (".5m", 30 * 10**9, "30s"),
    ],
)
def test_go_durations(text: str, nanoseconds: int, shown: str) -> None:
    assert parse_duration(text) == nanoseconds
    assert show_duration(nanoseconds) == shown


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("30", 'time: missing unit in duration "30"'),
        ("", 'time: invalid duration ""'),
        ("x", 'time: invalid duration "x"'),
        ("3x", 'time: unknown unit "x" in duration "3x"'),
        ("1.h", None),
        (".s", 'time: invalid duration ".s"'),
    ],
)
def test_go_durations_that_are_none(text: str, message: str | None) -> None:
    if message is None:
        assert parse_duration(text) == 3600 * 10**9
        return
    with pytest.raises(ValueError, match="time: ") as caught:
        parse_duration(text)
    assert str(caught.value) == message


@given(st.integers(-(10**15), 10**15))
def test_a_shown_duration_reads_back(nanoseconds: int) -> None:
    assert parse_duration(show_duration(nanoseconds)) == nanoseconds


def test_times() -> None:
    moment = 1_795_403_799.25
    assert rfc3339(moment) == "2026-11-23T03:16:39Z"
    assert go_time(moment) == "2026-11-23 03:16:39 +0000 UTC"
    assert fixed_nano(moment) == "2026-11-23T03:16:39.250000000Z"

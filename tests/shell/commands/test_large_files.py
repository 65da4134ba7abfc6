"""Files of many bytes that nobody has in memory: they are read piece by piece, or not at all."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.shell.commands.runner import filesystem, run
from tutor.vfs.generated import Generated

MEGA = 1 << 20


def measured(script: str, size: int, kind: str) -> tuple[str, int]:
    """Run a script where `big` is so large; return what it printed, and the most memory that was in use."""
    fs = filesystem()
    fs.write("/w/big", Generated("large", size, kind))
    run("true", fs=fs)
    tracemalloc.start()
    try:
        result = run(script, fs=fs)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (result.stderr, result.code) == (b"", 0)
    return result.stdout.decode(), peak


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("sha256sum big", "080acf35a507ac9849cfcba47dc2ad83e01b75663a516279c8b9d243b719643e  big\n"),
        ("md5sum < big", "2c7ab85a893283e98c931e9511add182  -\n"),
        ("cksum big", "4215202376 16777216 big\n"),
        ("wc -lc big", "        0  16777216 big\n"),
        ("cat big | wc -c", "16777216\n"),
        ("head -c 10000000 big | wc -c", "10000000\n"),
        ("tail -c +10000000 big | wc -c; cat big | tail -c +10000000 | wc -c", "6777217\n6777217\n"),
        ("cmp big big && echo same", "same\n"),
        ("tr '\\0' x < big | tail -c 3; echo", "xxx\n"),
        ("tar cf - big | tar tf -", "big\n"),
        ("tar cf - big | tar xOf - | wc -c", "16777216\n"),
        ("tar czf - big | tar tzf -", "big\n"),
        ("gzip -c big | gunzip | wc -c", "16777216\n"),
        ("tee /dev/null < big | wc -c", "16777216\n"),
        ("split -b 9000000 big; wc -c xaa xab", "  9000000 xaa\n  7777216 xab\n 16777216 total\n"),
    ],
)
def test_streams_need_little_memory(script: str, expected: str) -> None:
    text, peak = measured(script, 16 * MEGA, "zero")
    assert text == expected
    assert peak < 4 * MEGA


# the numbers are those of the real programs for the same bytes
@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("grep -c . big", "4995\n"),
        ("sed -n '$=' big", "5085\n"),
        ("awk 'END {print NR}' big", "5085\n"),
        ("cut -c 1-3 big | wc -l", "5085\n"),
        ("nl -ba big | wc -l", "5085\n"),
        ("tail -n +2 big | wc -l", "5083\n"),
        ("head -n -1 big | wc -l", "5084\n"),
    ],
)
def test_lines_need_little_memory(script: str, expected: str) -> None:
    text, peak = measured(script, MEGA // 4, "text")
    assert text == expected
    assert peak < 2 * MEGA


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("cat big > x; wc -c x", "8589934592 x\n"),
        ("cat < big > x; cat big >> x; wc -c x", "17179869184 x\n"),
        ("cp big x; cp -a x y; mv y z; wc -c z", "8589934592 z\n"),
        ("dd if=big of=x bs=1M count=3000 2> /dev/null; wc -c x", "3145728000 x\n"),
        ("dd if=/dev/zero of=x bs=1M seek=1000 count=1000 2> /dev/null; wc -c x", "2097152000 x\n"),
        ("head -c 5G /dev/zero > x; wc -c x", "5368709120 x\n"),
        ("tail -c 3G big > x; wc -c x; tail -c 3 big | wc -c", "3221225472 x\n3\n"),
        ("cat big | tail -c +2 | head -c 3 | wc -c; head -c 10 big | wc -c", "3\n10\n"),
        ("tar cf x big; tar tf x; rm big; tar xf x; wc -c big", "big\n8589934592 big\n"),
        ("truncate -s 4G x; cat x big | head -c 3 | od -An -tx1; wc -c x", " 00 00 00\n4294967296 x\n"),
        ("split -b 4G big; wc -c xaa xab", "4294967296 xaa\n4294967296 xab\n8589934592 total\n"),
        ("cmp -n 1000 big /dev/zero; cat big | head -c 3 | wc -c", "3\n"),
    ],
)
def test_what_is_only_moved_is_not_read(script: str, expected: str) -> None:
    text, peak = measured(script, 8 << 30, "zero")
    assert text == expected
    assert peak < 4 * MEGA

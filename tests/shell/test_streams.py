from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.shell.limits import LimitExceeded, Limits, Meter
from tutor.shell.streams import Buffer, Closed, Input, Reader, StreamError, Writer

ACTIONS = st.lists(st.integers(0, 7) | st.just("line") | st.just("some"), max_size=12)


@given(st.lists(st.binary(max_size=6).map(lambda b: b.replace(b"\x01", b"\n")), max_size=6), ACTIONS)
@settings(max_examples=300)
def test_pieces_make_no_difference(pieces: list[bytes], actions: list[int | str]) -> None:
    whole, given_in_pieces = Input(b"".join(pieces)), Input(iter(pieces))
    left = b"".join(pieces)
    for action in actions:
        if action == "line":
            line = given_in_pieces.readline()
            assert line == whole.readline() == (left[: left.find(b"\n") + 1] or left)
        elif isinstance(action, int):
            line = given_in_pieces.read(action)
            assert line == whole.read(action) == left[:action]
        else:
            line = given_in_pieces.read_some(3)
            assert len(line) <= 3
            assert bool(line) == bool(left)
            assert whole.read(len(line)) == line
        left = left[len(line) :]
    assert given_in_pieces.read() == whole.read() == left


def test_lines() -> None:
    assert list(Input(b"a\nb\n\nc")) == [b"a\n", b"b\n", b"\n", b"c"]
    assert list(Reader()) == []


def test_a_closed_descriptor() -> None:
    for action in (Closed().read, Closed().readline, lambda: Closed().write(b"")):
        with pytest.raises(StreamError) as caught:
            action()
        assert (caught.value.code, caught.value.strerror) == ("EBADF", "Bad file descriptor")
    with pytest.raises(StreamError):
        Input(b"").write(b"x")
    with pytest.raises(StreamError):
        Buffer().read()


def test_buffer() -> None:
    buffer = Buffer()
    buffer.write(b"a")
    buffer.write(b"b")
    assert buffer.getvalue() == b"ab"
    assert buffer.clear() == b"ab"
    assert buffer.getvalue() == b""


def test_writers_count() -> None:
    meter = Meter(Limits(output=5))
    seen: list[bytes] = []
    writer = Writer(seen.append, meter=meter)
    writer.write(b"12345")
    with pytest.raises(LimitExceeded, match="more than 5 bytes of output"):
        writer.write(b"6")
    assert seen == [b"12345"]

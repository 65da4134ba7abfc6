"""Heads of requests: whatever bytes come, they are a head or no message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.net.http import BadMessage, Head, Headers, parse_head

PIECE = st.sampled_from([
    b"GET", b"POST", b" ", b"/", b"/v2/?a=b", b"HTTP/1.1", b"HTTP/1.0", b"\r\n", b"\n", b"\r", b":", b"Host: x", b"\0",
    b"Content-Length: 5", b"Content-Length: +5", b"Transfer-Encoding: chunked", b"Connection: close", b"\xff", b"\t",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECE | st.binary(max_size=8), max_size=20).map(b"".join))
def test_any_bytes(data: bytes) -> None:
    status, length = 0, 0
    headers: Headers = ()
    try:
        head = parse_head(data)
        length, headers = head.length(), head.headers
    except BadMessage as error:
        status = error.status
    assert status in (0, 400, 505)
    assert length >= -1
    assert all(name and name == name.lower() and "\n" not in value for name, value in headers)


def test_a_head() -> None:
    head = parse_head(b"PUT /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\nA: 1\r\nA: 2\r\n\r\n")
    assert head == Head(
        "PUT", "/a?b=c", "HTTP/1.1", (("host", "x"), ("content-length", "12"), ("a", "1"), ("a", "2"))
    )
    assert (head.header("a"), head.length(), head.keeps) == ("1, 2", 12, True)


@pytest.mark.parametrize(("version", "header", "keeps"), [
    ("1.1", "", True), ("1.1", "Connection: close", False), ("1.1", "Connection: x, Close", False),
    ("1.0", "", False), ("1.0", "Connection: keep-alive", True),
])  # fmt: skip
def test_how_long_a_connection_lasts(version: str, header: str, keeps: bool) -> None:
    assert parse_head(f"GET / HTTP/{version}\r\n{header}\r\n\r\n".encode()).keeps is keeps


@pytest.mark.parametrize(("lines", "length"), [
    ("", 0), ("Content-Length: 7", 7), ("Content-Length: 7\r\nContent-Length: 7", 7),
    ("Transfer-Encoding: Chunked", -1),
])  # fmt: skip
def test_how_long_a_body_is(lines: str, length: int) -> None:
    assert parse_head(f"POST / HTTP/1.1\r\n{lines}\r\n\r\n".encode()).length() == length

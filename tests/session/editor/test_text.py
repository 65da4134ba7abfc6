"""Bytes to text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.session.drawing.canvas import cells
from tutor.session.editor.text import MOST, NotText, decode, encode, hidden, shown


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_what_is_not_edited_is_written_as_it_was_read(data: bytes) -> None:
    try:
        text, crlf = decode(data)
    except NotText:
        return
    assert encode(text, crlf=crlf) == data
    assert len(text.splitlines()) <= text.count("\n") + 1  # nothing else ends a line
    assert not any(ord(char) < 32 and char not in "\t\n" for char in text)


@pytest.mark.parametrize(
    ("data", "crlf"),
    [(b"a\r\nb\r\n", True), (b"a\nb\n", False), (b"a\r\nb\n", False), (b"a\rb", False), (b"", False), (b"\r\n", True)],
)
def test_line_ends_are_kept(data: bytes, crlf: bool) -> None:
    text, found = decode(data)
    assert found == crlf
    assert "\r" not in text
    assert encode(text, crlf=found) == data


def test_a_new_line_in_a_file_of_crlf_ends_like_the_others() -> None:
    text, crlf = decode(b"one\r\ntwo\r\n")
    assert encode(text + "three\n", crlf=crlf) == b"one\r\ntwo\r\nthree\r\n"


@pytest.mark.parametrize("data", [b"\x7fELF\0\1", b"text\0", bytes(range(128, 256)), "\U0010fe01".encode()])
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(NotText, match="binary"):
        decode(data)


def test_another_encoding_is_kept_byte_for_byte() -> None:
    data = "Grüße aus Köln, schöne Häuser überall\n".encode("latin-1")
    text, crlf = decode(data)
    assert encode("x" + text, crlf=crlf) == b"x" + data


def test_files_beyond_measure_are_refused() -> None:
    with pytest.raises(NotText, match="too long"):
        decode(b"x" * (MOST + 1))


def test_control_characters_are_shown_one_cell_each() -> None:
    text = hidden("a\x1b[31m\x07\x85\u2028b")
    assert shown(text) == "a␛[31m␇��b"
    assert cells(shown(text)) == len(text)
    assert hidden("plain\ttext\n") == "plain\ttext\n"

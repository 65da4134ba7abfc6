"""Lists given to flags are split as Go's encoding/csv splits them; each answer here is that package's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.docker.gocsv import record

ODD = 'extraneous or missing " in quoted-field'
BARE = 'bare " in non-quoted-field'


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a,b", ["a", "b"]),
        (",", ["", ""]),
        ("a\nb", ["a"]),
        ("\r\n\na,\r\n", ["a", ""]),
        ('"a,""b"",c",d', ['a,"b",c', "d"]),
        ('"a\r\nb"\n', ["a\nb"]),
        ("a\r", ["a"]),
        ("\ra", ["\ra"]),
    ],
)
def test_fields(text: str, fields: list[str]) -> None:
    assert record(text) == fields


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "EOF"),
        ("\n\r\n", "EOF"),
        ('a"b', f"parse error on line 1, column 2: {BARE}"),
        ('é,é"', f"parse error on line 1, column 6: {BARE}"),
        ('"a"b', f"parse error on line 1, column 3: {ODD}"),
        ('"', f"parse error on line 1, column 2: {ODD}"),
        ('\n"a\nb', f"record on line 2; parse error on line 3, column 2: {ODD}"),
        ('"\r\n\r', f"parse error on line 1, column 3: {ODD}"),
    ],
)
def test_faults(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=r"EOF|parse error") as error:
        record(text)
    assert str(error.value) == fault


@given(st.lists(st.text('a",\n é'), min_size=2))
def test_what_is_quoted_is_read_back(fields: list[str]) -> None:
    assert record(",".join('"' + field.replace('"', '""') + '"' for field in fields)) == fields

"""Debian's order of versions: the cases of dpkg's own manual and policy, and the laws of an order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.packages.apt.relations import Need, parse
from tutor.packages.apt.versions import compare, satisfies

ASCENDING = (
    "1.0~beta1~svn1245", "1.0~beta1", "1.0", "1.0-1", "1.0-1+b1", "1.0-1+deb12u1", "1.0-2", "1.0.1", "1.0a", "1.0+dfsg",
    "1.10", "2.36-9+deb12u9", "2.36-9+deb12u14", "0:3", "1:0.1", "1:2.38.1-5+deb12u3", "2:1",
)  # fmt: skip
versions = st.from_regex(r"\A([0-9]:)?[0-9][0-9a-c.+~]{0,6}(-[0-9a-c.+~]{1,3})?\Z")


@pytest.mark.parametrize("at", range(len(ASCENDING) - 1))
def test_known_order(at: int) -> None:
    older, newer = ASCENDING[at], ASCENDING[at + 1]
    if older == "1.0.1":  # letters come before the rest
        older, newer = newer, older
    assert compare(older, newer) < 0 < compare(newer, older)


@given(versions, versions)
def test_one_order_both_ways(first: str, second: str) -> None:
    assert (compare(first, second) > 0) == (compare(second, first) < 0)
    assert satisfies(first, "<<", second) == (not satisfies(first, ">=", second))


@given(versions, versions, versions)
def test_transitive(first: str, second: str, third: str) -> None:
    if compare(first, second) <= 0 and compare(second, third) <= 0:
        assert compare(first, third) <= 0


def test_relations() -> None:
    assert parse("a (>= 1:2) | b:any, c") == (
        (Need("a", ">=", "1:2"), Need("b", qualifier=":any")),
        (Need("c"),),
    )
    assert str(Need("a", ">=", "1")) == "a (>= 1)"

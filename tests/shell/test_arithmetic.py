from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.shell.arithmetic import ArithmeticFault, Evaluator, wrap

SMALL = st.integers(-(2**62), 2**62) | st.integers(-20, 20)


def evaluate(text: str, **variables: str) -> tuple[int, dict[str, str]]:
    values = dict(variables)
    return Evaluator(values.get, values.__setitem__).value(text), values


Tree = tuple[str, int]


def combine(children: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    def binary(operator: str, left: Tree, right: Tree) -> Tree:
        a, b = left[1], right[1]
        value = {"+": a + b, "-": a - b, "*": a * b, "&": a & b, "|": a | b, "^": a ^ b, "<": a < b, "==": a == b}
        return f"({left[0]}) {operator} ({right[0]})", wrap(value[operator])

    def ternary(condition: Tree, left: Tree, right: Tree) -> Tree:
        return f"({condition[0]})?({left[0]}):({right[0]})", left[1] if condition[1] else right[1]

    def unary(operator: str, inner: Tree) -> Tree:
        value = {"-": -inner[1], "~": ~inner[1], "!": int(not inner[1])}[operator]
        return f"{operator} ({inner[0]})", wrap(value)

    operators = st.sampled_from(["+", "-", "*", "&", "|", "^", "<", "=="])
    return (
        st.builds(binary, operators, children, children)
        | st.builds(ternary, children, children, children)
        | st.builds(unary, st.sampled_from("-~!"), children)
    )


TREES = st.recursive(SMALL.filter(lambda n: n >= 0).map(lambda n: (str(n), n)), combine, max_leaves=12)


@given(TREES)
@settings(max_examples=200)
def test_trees(tree: Tree) -> None:
    assert evaluate(tree[0])[0] == tree[1]


@given(SMALL, SMALL.filter(bool))
@settings(max_examples=100)
def test_division_rounds_to_zero(a: int, b: int) -> None:
    quotient, _ = evaluate(f"({a}) / ({b})")
    rest, _ = evaluate(f"({a}) % ({b})")
    assert quotient * b + rest == a
    assert abs(rest) < abs(b)
    assert rest == 0 or (rest < 0) == (a < 0)


@given(st.text(alphabet="0123456789abx+-*/%<>=!~&|^?:,() \t", max_size=14))
@settings(max_examples=300)
def test_any_text_has_a_value_or_a_fault(text: str) -> None:
    try:
        value, _ = evaluate(text, a="3", b="a", x="")
    except ArithmeticFault:
        return
    assert -(2**63) <= value < 2**63


@pytest.mark.parametrize(
    ("text", "value", "x"),
    [
        ("x++", 4, "5"), ("++x", 5, "5"), ("x--", 4, "3"), ("--x", 3, "3"), ("x+=2", 6, "6"), ("x<<=1", 8, "8"),
        ("x=1,x+1", 2, "1"), ("0&&(x=9)", 0, "4"), ("1||(x=9)", 1, "4"), ("1?2:(x=9)", 2, "4"), ("2**10", 1024, "4"),
        ("16#ff", 255, "4"), ("0x10", 16, "4"), ("010", 8, "4"), ("", 0, "4"), (" x ", 4, "4"), ("y", 4, "4"),
        ("99999999999999999999", 0, "4"), ("- -1", 1, "4"), ("!x", 0, "4"), ("1?2?3:4:5", 3, "4"),
    ],
)  # fmt: skip
def test_values(text: str, value: int, x: str) -> None:
    result, variables = evaluate(text, x="4", y="x")
    assert (result, variables["x"]) == (value, x)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1/0", "divide by zero"), ("1%0", "divide by zero"), ("1+", "arithmetic syntax error"),
        ("1 2", "arithmetic syntax error"), ("(1", "arithmetic syntax error"), ("08", "arithmetic syntax error"),
        ("1.5", "arithmetic syntax error"), ("$", "arithmetic syntax error"), ("1=2", "arithmetic syntax error"),
        ("1?2", "malformed ?: operator"), ("2**-1", "exponent less than 0"),
        ("loop", "expression recursion loop detected"),
        ("(" * 500 + "1" + ")" * 500, "arithmetic syntax error"), ("-" * 500 + "1", "arithmetic syntax error"),
        ("99#1", "arithmetic syntax error"), ("2#2", "arithmetic syntax error"),
    ],
)  # fmt: skip
def test_faults(text: str, message: str) -> None:
    with pytest.raises(ArithmeticFault, match=f"^{message.replace('?', '[?]')}$"):
        evaluate(text, loop="loop")

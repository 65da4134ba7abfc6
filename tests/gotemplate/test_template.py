"""Templates as their callers use them: functions, partial output, limits, and no input that crashes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.gotemplate import DOCKER, HEADER, CallError, ExecError, ParseError, Struct, Template, Typed, decode_json
from tutor.gotemplate.lexer import lex

PIECES = [
    "{{",
    "}}",
    "{{- ",
    " -}}",
    ".A",
    ".B.C",
    "$",
    "$x",
    ":=",
    "=",
    "|",
    "(",
    ")",
    '"a"',
    "`b`",
    "'c'",
    "1",
    "-2.5",
    "nil",
    "true",
    ".",
    "printf",
    "index",
    "len",
    "json",
    "range ",
    "if ",
    "with ",
    "else",
    "end",
    "define ",
    "template ",
    "break",
    "/*",
    "*/",
    " ",
    "\n",
    "é",
    '"%5d"',
    ",",
    "@",
]


def test_functions_of_the_caller_come_first() -> None:
    template = Template.parse(
        '{{len .}} {{shout "a"}}', {"len": lambda value: 42, "shout": lambda value: value.data + "!"}
    )
    assert template.render("abc") == "42 a!"


def test_a_function_can_refuse() -> None:
    def refuse(*values: object) -> object:
        raise CallError("not today")

    with pytest.raises(ExecError) as caught:
        Template.parse("ab{{no 1}}", {"no": refuse}).render(None)
    assert str(caught.value) == 'template: :1:4: executing "" at <no 1>: error calling no: not today'
    assert caught.value.problem == "error calling no: not today"
    assert caught.value.partial == "ab"


def test_the_name_is_in_every_error() -> None:
    with pytest.raises(ParseError, match=r'^template: list:2: function "x" not defined$') as caught:
        Template.parse("\n{{x}}", name="list")
    assert (caught.value.line, caught.value.problem) == (2, 'function "x" not defined')
    with pytest.raises(ExecError, match=r'^template: list:1:2: executing "list" at <\.A>: nil data'):
        Template.parse("{{.A}}", name="list").render(None, missing_key="error")


def test_header_functions_leave_a_column_name() -> None:
    template = Template.parse('{{upper .A}} {{json .A}} {{truncate .A 2}} {{split .A "x"}} {{pad .A 1 1}}', HEADER)
    assert template.render({"A": "NAME"}) == "NAME NAME NAME NAME  NAME "


def test_raw_json_keeps_numbers_as_written() -> None:
    data = decode_json('{"size": 12345678901234567890, "ratio": 1.50}')
    assert Template.parse("{{.size}} {{.ratio}} {{json .}}", DOCKER).render(data) == (
        '12345678901234567890 1.50 {"ratio":1.50,"size":12345678901234567890}'
    )
    with pytest.raises(ExecError, match="incompatible types for comparison"):
        Template.parse("{{eq .size 5}}").render(data)


def test_plain_fields_of_a_struct_are_typed_by_their_values() -> None:
    struct = Struct("x.Y", {"A": ["a"], "B": {"k": "v"}, "C": {"80/tcp": {}}, "D": [Struct("x.Z", {})], "E": None})
    template = Template.parse(
        '{{range (split "A B C D" " ")}}{{end}}{{printf "%T %T %T %T %T" .A .B .C .D .E}}', DOCKER
    )
    assert template.render(struct) == "[]string map[string]string map[string]struct {} []x.Z <nil>"


def test_a_method_runs_only_when_it_is_used() -> None:
    calls: list[str] = []

    def name() -> str:
        calls.append("name")
        return "web"

    struct = Struct("*x.Context", {"Name": name, "Other": lambda: 1 / 0})
    assert Template.parse("{{if false}}{{.Other}}{{end}}{{.Name}}").render(struct) == "web"
    assert calls == ["name"]


def test_marshal_replaces_the_encoding() -> None:
    struct = Struct("*x.Context", {"A": "<b>"}, marshal=lambda: '{"A":"\\u003cb\\u003e"}')
    assert Template.parse("{{json .}} {{json .A}}", DOCKER).render(struct) == '{"A":"\\u003cb\\u003e"} "<b>"'


def test_tags_name_and_leave_out_fields() -> None:
    fields = {"ID": "1", "Note": "", "Empty": [], "Secret": "s", "Size": Typed("int64", 0)}
    tags = {"ID": "Id", "Note": ",omitempty", "Empty": "empty,omitempty", "Secret": "-"}
    assert Template.parse("{{json .}}", DOCKER).render(Struct("x.Y", fields, tags)) == '{"Id":"1","Size":0}'


@pytest.mark.parametrize("text", ["{{range 1000000000}}{{end}}", '{{range 100000}}{{printf "%100000d" 1}}{{end}}'])
def test_a_runaway_template_is_stopped(text: str) -> None:
    with pytest.raises(ExecError, match="stopped: more than"):
        Template.parse(text).render(None)


def test_a_template_that_calls_itself_is_stopped() -> None:
    with pytest.raises(ExecError, match="exceeded maximum template depth"):
        Template.parse('{{define "r"}}{{template "r" .}}{{end}}{{template "r" .}}').render(None)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_renders_or_is_refused(text: str) -> None:
    problem = "template: :"
    try:
        Template.parse(text, DOCKER).render({"A": ["x", 1], "B": {"C": "é"}})
    except (ParseError, ExecError) as error:
        problem = str(error)
    assert problem.startswith("template: :")


@settings(max_examples=100)
@given(st.text(alphabet='{}- /*\n.aé"', max_size=30))
def test_tokens_lie_in_order_and_hold_the_text(text: str) -> None:
    tokens = lex(text)
    assert tokens[-1].kind in ("eof", "error")
    ends = 0
    for token in tokens[:-1]:
        assert token.pos >= ends
        assert text[token.pos :].startswith(token.text)
        assert token.line == text.count("\n", 0, token.pos) + 1
        ends = token.pos + len(token.text)

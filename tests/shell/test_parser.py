from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shell import corpus
from tutor.shell.parser import parse, parse_partial, split_commands
from tutor.shell.syntax import Script, ShellSyntaxError, Simple, Token

PIECES = [
    "if ", "then ", "fi", "do ", "done", "case ", "in ", "esac", "for ", "while ", "{ ", "}", "(", ")", "&&", "||", "|",
    ";", ";;", "&", "\n", "'", '"', "\\", "$", "${", "${x:-", "$(", "$((", "))", "`", "<<E", "\nE\n", "<<-'Q'", ">",
    ">>", "2>&1", "<", "#", " ", "\t", "a", "echo", "x=", "f()", "!", "[[", "]]", "*", "~", "0", "é", "\udc80", "\0",
    "$'", "%%", "/",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


def check_tokens(script: Script) -> None:
    """Tokens follow each other inside the text, and what they leave out is blank."""
    end = 0
    gaps = []
    for token in script.tokens:
        assert end <= token.start < token.end <= len(script.text)
        gaps.append(script.text[end : token.start])
        end = token.end
    gaps.append(script.text[end:])
    assert not "".join(gaps).replace("\\\n", "").strip(" \t\n")


def check_spans(script: Script) -> None:
    for command in script.commands:
        assert 0 <= command.start <= command.end <= len(script.text)
        for word in command.words:
            assert command.start <= word.start < word.end <= command.end


@pytest.mark.parametrize("name", corpus.names())
def test_whole_scripts(name: str) -> None:
    script = parse_partial(corpus.source(name))
    check_tokens(script)
    check_spans(script)


@pytest.mark.parametrize("name", corpus.names())
def test_every_beginning_of_a_script_can_be_parsed(name: str) -> None:
    text = corpus.source(name)
    phase = len(name) % 5
    for end in range(phase, min(len(text), 400), 5):
        script = parse_partial(text[:end])
        check_tokens(script)
        check_spans(script)


@given(TEXTS)
@settings(max_examples=400)
def test_any_text_can_be_parsed(text: str) -> None:
    script = parse_partial(text)
    check_tokens(script)
    check_spans(script)


@given(TEXTS)
@settings(max_examples=200)
def test_strict_and_tolerant_agree(text: str) -> None:
    try:
        strict = parse(text)
    except ShellSyntaxError:
        script = parse_partial(text)
        assert script.errors or script.incomplete
    else:
        script = parse_partial(text)
        assert not script.errors
        assert [(c.start, c.end) for c in script.commands] == [(c.start, c.end) for c in strict.commands]


@given(TEXTS)
@settings(max_examples=200)
def test_the_pieces_of_a_script_are_in_order(text: str) -> None:
    end = 0
    for source, (start, stop) in split_commands(text):
        assert end <= start <= stop <= len(text)
        assert source.strip("\n") in text
        end = stop


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("echo 'a", "quote"),
        ('echo "a $(b) c', "quote"),
        ("echo a \\", "backslash"),
        ("echo a \\\n", "backslash"),
        ("cat <<E\ntext", "heredoc"),
        ("cat <<E", "heredoc"),
        ("echo $(ls", ")"),
        ("echo `ls", "substitution"),
        ("echo ${x", "brace"),
        ("echo ${x:-a", "brace"),
        ("echo $((1+", ")"),
        ("a |", "command"),
        ("a &&", "command"),
        ("! ", "command"),
        ("if a", "then"),
        ("if a; then b", "fi"),
        ("if a; then b; else", "fi"),
        ("while a", "do"),
        ("while a; do b", "done"),
        ("for", "word"),
        ("for x in a b", "command"),
        ("for x in a; do b", "done"),
        ("case x", "in"),
        ("case x in a) b", "esac"),
        ("case x in a) b;;", "esac"),
        ("{ a", "}"),
        ("(a", ")"),
        ("f() ", "command"),
        ("f(", ")"),
        ("cat <", "command"),
        ("echo done", None),
        ("", None),
    ],
)
def test_what_is_missing(text: str, missing: str | None) -> None:
    script = parse_partial(text)
    assert script.incomplete == missing
    assert not script.errors


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, text[token.start : token.end]) for token in parse_partial(text).tokens]


def test_tokens_of_a_line() -> None:
    assert kinds('x=1 docker run -it "a $x" $(ls) > f 2>&1 # end') == [
        ("assignment", "x="),
        ("argument", "1"),
        ("command", "docker"),
        ("argument", "run"),
        ("option", "-it"),
        ("string", '"a '),
        ("variable", "$x"),
        ("string", '"'),
        ("substitution", "$("),
        ("command", "ls"),
        ("substitution", ")"),
        ("redirect", ">"),
        ("argument", "f"),
        ("redirect", "2>&"),
        ("argument", "1"),
        ("comment", "# end"),
    ]


def test_tokens_of_half_a_line() -> None:
    assert kinds("if tru") == [("keyword", "if"), ("command", "tru")]
    assert kinds("fi a") == [("error", "fi"), ("command", "a")]
    assert kinds('echo "a') == [("command", "echo"), ("string", '"a')]


def test_errors_have_spans() -> None:
    script = parse_partial("echo a; fi; echo b")
    assert [(e.message, e.start, e.end) for e in script.errors] == [('syntax error: unexpected "fi"', 8, 10)]
    assert [word.plain for command in script.commands for word in command.words] == ["echo", "a", "echo", "b"]


def test_the_unfinished_command_is_there() -> None:
    script = parse_partial("if true; then docker image tag 'alp")
    last = script.commands[-1]
    assert [word.plain for word in last.words] == ["docker", "image", "tag", "alp"]


def test_words() -> None:
    command = parse("a 'b c' \"d\" e\\ f $x ~/g *.h").commands[0]
    assert [word.plain for word in command.words] == ["a", "b c", "d", "e f", None, None, None]


def test_a_parse_is_remembered() -> None:
    assert parse_partial("echo remembered") is parse_partial("echo remembered")


def test_nesting_is_bounded() -> None:
    for opening in ("(", "$(", "${x:-", "{ ", "if ", '"$('):
        with pytest.raises(ShellSyntaxError):
            parse(opening * 5000)
        assert parse_partial(opening * 5000).text


def test_commands_of_a_script() -> None:
    text = "# head\na; b\nif x\nthen y; fi\ncat <<E\nfoo\nE\n\nlast"
    assert [source for source, _ in split_commands(text)] == ["a; b", "if x\nthen y; fi", "cat <<E\nfoo\nE", "last"]
    assert all(text[start:end].rstrip("\n") == source for source, (start, end) in split_commands(text))


def test_what_follows_an_error_is_one_piece() -> None:
    assert [source for source, _ in split_commands("a\nb )\nc")] == ["a", "b )\nc"]


def test_aliases() -> None:
    aliases = {"ll": "ls -l", "two": "a; b", "sudo": "sudo ", "loop": "loop x", "block": "if", "x": "y"}

    def words(text: str) -> list[list[str | None]]:
        return [[word.plain for word in command.words] for command in parse(text, aliases).commands]

    assert words("ll f") == [["ls", "-l", "f"]]
    assert words("two c") == [["a"], ["b", "c"]]
    assert words("sudo ll") == [["sudo", "ls", "-l"]]
    assert words("loop") == [["loop", "x"]]
    assert words("\\ll 'll' ll") == [["ll", "ll", "ll"]]
    assert words("block a; then b; fi") == [["a"], ["b"]]
    assert words("v=1 x; echo x") == [["y"], ["echo", "x"]]


def test_repr_of_a_token() -> None:
    assert repr(Token("command", 0, 2)) == "Token('command', 0, 2)"


def test_commands_are_in_the_order_of_their_beginnings() -> None:
    starts = [command.start for command in parse("a $(b; c) | { d; } && e").commands if isinstance(command, Simple)]
    assert starts == sorted(starts)
    assert len(starts) == 5

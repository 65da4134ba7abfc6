"""The parser's values: typed instructions, stages, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.dockerfile import ParseError, parse
from tutor.dockerfile.instructions import Add, Arg, Copy, Env, From, Healthcheck, Inline, Onbuild, Pair, Run

PIECES = [
    *("FROM a", "RUN ", "COPY ", "ENV ", "ARG A", "CMD ", "ONBUILD ", "HEALTHCHECK ", "FOO ", "\n", "\\\n", " "),
    *("--from=x ", "--link ", "<<EOF ", "EOF\n", '["a"]', "a=b", "'", '"', "$A", "${A", "# c\n", "é"),
]


def only(text: str) -> object:
    return parse(f"FROM scratch\n{text}\n").stages[0].instructions[0]


def test_a_stage_begins_with_each_from() -> None:
    dockerfile = parse("ARG V=1\nFROM a:${V} AS One\nRUN x\nFROM --platform=linux/arm64 one\nUSER u\nUSER v\n")
    assert [stage.name for stage in dockerfile.stages] == ["one", ""]
    assert [len(stage.instructions) for stage in dockerfile.stages] == [1, 2]
    assert [arg.definitions for arg in dockerfile.global_args] == [(("V", "1"),)]
    assert dockerfile.stages[1].base.platform == "linux/arm64"
    assert dockerfile.stages[0].base.image == "a:${V}"


def test_instructions_keep_where_they_were() -> None:
    dockerfile = parse("# top\n\nFROM a\n# why\nRUN one \\\n  two\n\nCMD x\n")
    assert [item.span for item in dockerfile.instructions] == [(3, 3), (5, 6), (8, 8)]
    run = dockerfile.instructions[1]
    assert (run.raw, run.comments, run.keyword, run.name) == ("RUN one   two", ("why",), "RUN", "RUN")


def test_run_in_both_forms() -> None:
    shell, argv = only("RUN --network=none --mount=type=tmpfs,target=/t echo $X"), only('RUN ["echo", "$X"]')
    assert isinstance(shell, Run)
    assert (shell.command, shell.argv, shell.network, shell.mounts) == (
        "echo $X",
        None,
        "none",
        ("type=tmpfs,target=/t",),
    )
    assert isinstance(argv, Run)
    assert (argv.command, argv.argv) == (None, ("echo", "$X"))


def test_copy_takes_paths_and_here_documents() -> None:
    copy = only("COPY --from=b --chown=1:2 --chmod=640 --link --parents --exclude=x a <<f /d/\nbody\nf")
    assert isinstance(copy, Copy)
    assert (copy.sources, copy.inline, copy.dest) == (("a",), (Inline("f", "body\n", True),), "/d/")
    assert (copy.from_, copy.chown, copy.chmod, copy.exclude) == ("b", "1:2", "640", ("x",))
    assert copy.link
    assert copy.parents


def test_add_knows_what_was_not_said() -> None:
    plain, said = only("ADD a /b"), only("ADD --unpack=false --keep-git-dir --checksum=sha256:00 https://x/y /b")
    assert isinstance(plain, Add)
    assert isinstance(said, Add)
    assert (plain.unpack, plain.keep_git_dir, plain.checksum) == (None, None, "")
    assert (said.unpack, said.keep_git_dir, said.checksum) == (False, True, "sha256:00")


def test_env_and_arg() -> None:
    assert getattr(only("ENV A=1 B='x y'"), "pairs", None) == (Pair("A", "1"), Pair("B", "'x y'"))
    old = only("ENV A one two")
    assert isinstance(old, Env)
    assert old.pairs == (Pair("A", "one two", legacy=True),)
    arg = only("ARG A B= C=x=y")
    assert isinstance(arg, Arg)
    assert arg.definitions == (("A", None), ("B", ""), ("C", "x=y"))


def test_healthcheck_in_nanoseconds() -> None:
    check = only("HEALTHCHECK --interval=1m0.5s --retries=3 CMD curl -f x || exit 1")
    assert isinstance(check, Healthcheck)
    assert check.test == ("CMD-SHELL", "curl -f x || exit 1")
    assert (check.interval, check.timeout, check.retries) == (60_500_000_000, 0, 3)
    assert getattr(only("HEALTHCHECK NONE"), "test", None) == ("NONE",)


def test_onbuild_keeps_its_text() -> None:
    onbuild = only("ONBUILD RUN <<EOF\necho a\nEOF")
    assert isinstance(onbuild, Onbuild)
    assert onbuild.expression == "RUN <<EOF\necho a\nEOF"


def test_directives() -> None:
    dockerfile = parse("# syntax=docker/dockerfile:1.7\n# check=error=true\nFROM scratch\n")
    assert dockerfile.directive("syntax") == "docker/dockerfile:1.7"
    assert dockerfile.directive("check") == "error=true"
    assert dockerfile.directive("escape") == ""


@pytest.mark.parametrize("text", ["", "\n \n# x\n", "ARG A\n"])
def test_nothing_to_build(text: str) -> None:
    with pytest.raises(ParseError):
        parse(text)


def test_too_long_a_line() -> None:
    with pytest.raises(ParseError, match="line greater than max allowed size of 65535"):
        parse("FROM scratch\nENV A=" + "x" * 66_000)


def test_the_first_pass_fails_first() -> None:
    with pytest.raises(ParseError, match=r"^ENV must have two arguments$") as caught:
        parse("FROM scratch\nUNKNOWN x\nENV A\n")
    assert caught.value.lines == (3, 3)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_parses_or_is_refused(text: str) -> None:
    lines = text.count("\n") + 1
    try:
        dockerfile = parse(text)
    except ParseError as error:
        assert error.lines is None or 0 <= error.lines[0] <= error.lines[1] <= lines  # noqa: PT017
        return
    ends = 0
    for item in dockerfile.instructions:
        assert ends < item.span[0] <= item.span[1] <= lines
        ends = item.span[1]
    assert isinstance(dockerfile.stages[0].base, From)

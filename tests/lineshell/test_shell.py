"""The line shell over a fake sitting: without a terminal, and with prompt_toolkit's own input."""

from __future__ import annotations

import io

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.support.fake_session import FakeSession, FakeState
from tutor.dataclass import replace
from tutor.lineshell.prompt import Prompt, SittingCompleter, fragments
from tutor.lineshell.shell import _talk, run
from tutor.lineshell.telling import Teller, ascii_only_lines, lesson_news, lesson_text
from tutor.session.views import Result, Span


def piped(text: str, session: FakeSession | None = None) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the line shell on pipes."""
    out, err = io.StringIO(), io.StringIO()
    code = run(session or FakeSession(), io.StringIO(text), out, err)
    return code, out.getvalue(), err.getvalue()


def test_lines_are_run_and_changes_are_told_in_sentences() -> None:
    session = FakeSession()
    code, out, err = piped("docker pull alpine:3.20\ndocker image ls\n", session)
    assert (code, err) == (0, "")
    assert "Status: Downloaded newer image for alpine:3.20\n" in out
    assert "→ Would fetch alpine:3.20: 1 layer, 3.6 MB.\n" in out
    assert "☑ done: alpine:3.20 is here\n" in out
    assert out.endswith("3.6MB\n")
    assert session.closed


def test_errors_go_to_standard_error_and_the_status_is_the_last_ones() -> None:
    assert piped("nonsense\n") == (127, "", "sh: nonsense: not found\n")
    assert piped("nonsense\necho fine\n")[0] == 0


def test_unfinished_commands_are_put_together_also_at_the_end() -> None:
    session = FakeSession()
    assert "2 lines" in piped("for i in 1 2\ndone\n", session)[1]
    assert [entry.line for entry in session.entries] == ["for i in 1 2\ndone"]
    session = FakeSession()
    piped("echo 'open", session)
    assert [entry.line for entry in session.entries] == ["echo 'open"]


def test_exit_ends_it() -> None:
    session = FakeSession()
    piped("exit\nls\n", session)
    assert session.entries == []


def test_a_function_that_opens_the_sitting_will_do() -> None:
    out = io.StringIO()
    assert run(FakeSession, io.StringIO("ls\n"), out, io.StringIO()) == 0
    assert "Dockerfile" in out.getvalue()


def test_without_unicode_nothing_else_is_written() -> None:
    class Plain(io.StringIO):
        encoding = "ascii"

    out = Plain()
    teller = Teller(FakeSession(), out, out)
    teller.welcome()
    teller.run("docker pull alpine:3.20")
    assert out.getvalue().isascii()
    assert "> Would fetch" in out.getvalue()
    assert ascii_only_lines("a\t→\n\x1b[1mb") == "a\t>\n\x1b[1mb"


@pytest.mark.parametrize("plain", [True, False])
def test_ascii_alone_may_be_asked_for(plain: bool) -> None:
    out, err = io.StringIO(), io.StringIO()
    run(FakeSession(), io.StringIO("docker pull alpine:3.20\necho Größe\n"), out, err, plain=plain, ascii_only=True)
    assert out.getvalue().isascii()
    assert "> Would fetch" in out.getvalue()
    assert "x done: alpine:3.20 is here" in out.getvalue()


def test_a_lesson_reads_as_text_and_news_are_told_once() -> None:
    view = FakeSession().lesson()
    assert view is not None
    text = lesson_text(view)
    assert text.startswith("One image, many names · step 1 of 4: Fetch your first image\n")
    assert " docker pull alpine:3.20\n" in text
    assert text.endswith("To do:\n  ☐ alpine:3.20 is here\n")
    met = replace(view, checklist=(replace(view.checklist[0], done=True),))
    assert lesson_news(view, view) == ""
    assert lesson_news(view, met) == "☑ done: alpine:3.20 is here\n"
    assert lesson_news(met, view) == "☐ not met any more: alpine:3.20 is here\n"
    assert lesson_news(None, view) == text
    assert lesson_news(view, replace(view, step=2)).startswith("One image, many names · step 2 of 4")
    assert lesson_news(view, None) == "Free play.\n"


def talked(keys: str, session: FakeSession) -> tuple[int, str]:
    """What the line shell says when those keys are pressed."""
    out = io.StringIO()
    with create_pipe_input() as source:
        source.send_text(keys)
        prompt = Prompt(session, io.StringIO(), out, source, DummyOutput())
        code = _talk(session, Teller(session, out, out), prompt.ask, prompt.edit)
    return code, out.getvalue()


def test_the_prompt_edits_and_ends_with_ctrl_d() -> None:
    session = FakeSession()
    code, out = talked("docker pull  alpine:3.2\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x08\x050\r\x04", session)
    assert code == 0
    assert [entry.line for entry in session.entries] == ["docker pull alpine:3.20"]
    assert "Type a command" in out
    assert "☑ done" in out


def test_enter_goes_on_while_something_is_missing() -> None:
    session = FakeSession()
    talked("for i in 1\rdone\r\x04", session)
    assert [entry.line for entry in session.entries] == ["for i in 1\ndone"]


def test_ctrl_c_drops_the_line_and_ctrl_d_leaves_a_container_first() -> None:
    session = FakeSession(state=FakeState((("alpine:3.20", "a20"),)))
    talked("echo dropped\x03docker run -it alpine:3.20 sh\r\x04ls\r\x04", session)
    assert [entry.line for entry in session.entries] == ["docker run -it alpine:3.20 sh", "exit", "ls"]


def test_completion_and_colours_come_from_the_sitting() -> None:
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    found = list(SittingCompleter(FakeSession()).get_completions(Document("docker ta"), CompleteEvent()))
    assert [(item.text, item.start_position) for item in found] == [("tag ", -2)]
    spans = (Span(0, 6, "program"), Span(7, 11, "string"))
    assert fragments("docker 'a\nb' x", spans) == [
        [("class:program", "docker"), ("", " "), ("class:string", "'a")], [("class:string", "b"), ("", "' x")],
    ]  # fmt: skip


@pytest.mark.parametrize("leave", [True, False])
def test_leaving_is_the_sittings_word(leave: bool) -> None:
    class Leaver(FakeSession):
        def run(self, line, output=None):  # type: ignore[no-untyped-def]
            return Result(code=3, leave=leave)

    assert piped("one\n", Leaver())[0] == 3


def test_a_program_reads_what_is_typed_until_ctrl_d() -> None:
    from tests.support.sandbox import sitting

    learner = sitting()
    code, out = talked("read a; echo $a\rx; (\rcat\r\rsome\r\x04read b\r\x03echo [$b]\r\x04", learner)  # type: ignore[arg-type]
    assert code == 0
    assert "x; (\n" in out
    assert "\nsome\n" in out
    assert out.endswith("[]\n")

"""The line shell's editor over the real engine, with prompt_toolkit's own input."""

from __future__ import annotations

import io

from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.support.sandbox import sitting
from tutor.lineshell.prompt import Prompt
from tutor.lineshell.shell import _talk
from tutor.lineshell.telling import Teller
from tutor.session.sitting import LearnerSitting

SAVE, CLOSE, KEEP, F8, END, DOWN = "\x13", "\x18", "\x1b\r", "\x1b[19~", "\x05", "\x1b[B"


def typed(keys: str, learner: LearnerSitting | None = None, lesson: str = "") -> tuple[LearnerSitting, str]:
    """What the line shell says when those keys are pressed."""
    made = learner or sitting(lesson)
    made.run("printf 'FROM alpine:3.20\\nCMD sh\\n' > Dockerfile")
    out = io.StringIO()
    with create_pipe_input() as source:
        source.send_text(keys + "\x04")
        prompt = Prompt(made, io.StringIO(), out, source, DummyOutput())
        _talk(made, Teller(made, out, out), prompt.ask, prompt.edit)
    return made, out.getvalue()


def test_a_file_is_edited_saved_and_its_problems_and_the_build_are_told() -> None:
    made, said = typed(f"nano Dockerfile\r{END} AS base{SAVE}{CLOSE}cat Dockerfile\r")
    assert "Saved Dockerfile.\n  line 2: JSONArgsRecommended: " in said
    assert "→ Nothing to run: every instruction only sets the image's configuration.\n" in said
    assert said.endswith("FROM alpine:3.20 AS base\nCMD sh\n")
    assert [entry.line for entry in made.history()][-2:] == ["edit Dockerfile", "cat Dockerfile"]


def test_alt_enter_saves_and_closes_and_a_new_file_ends_its_last_line() -> None:
    made, said = typed(f"edit notes\rone\rtwo{KEEP}")
    assert "Saved notes.\n" in said
    assert made.run("cat notes").text == "one\ntwo\n"


def test_closing_without_saving_asks_first() -> None:
    made, said = typed(f"vi Dockerfile\rx{CLOSE}{CLOSE}")
    assert "Dockerfile is as it was.\n" in said
    made, said = typed(f"vi Dockerfile\rx{CLOSE}y{CLOSE}{SAVE}\x03")
    assert made.run("cat Dockerfile").text == "xyFROM alpine:3.20\nCMD sh\n"


def test_f8_goes_to_the_next_problem_and_plus_to_a_line() -> None:
    made, _ = typed(f"nano Dockerfile\r{F8}\t#{KEEP}")
    assert made.run("cat Dockerfile").text == "FROM alpine:3.20\n    #CMD sh\n"
    made, _ = typed(f"nano +2 Dockerfile\r#\x04{KEEP}")
    assert made.run("cat Dockerfile").text == "FROM alpine:3.20\n#MD sh\n"


def test_what_cannot_be_saved_is_told() -> None:
    _, said = typed(f"nano /etc/hosts\rx{SAVE}{CLOSE}{CLOSE}")
    assert "Not saved: /etc/hosts: Permission denied." in said


def test_crlf_and_strange_bytes_stay() -> None:
    learner = sitting()
    learner.run("printf 'a\\001\\r\\nb\\377cdefgh\\r\\n' > odd")
    made, _ = typed(f"nano odd\r{DOWN}!{KEEP}", learner)
    assert "".join(made.run("od -An -tx1 odd").text.split()) == "61010d0a2162ff6364656667680d0a"

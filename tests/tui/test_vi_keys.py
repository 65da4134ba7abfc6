"""vi's keys on the line, held to a real readline: a bash in a pseudo-terminal gets the same keys."""

from __future__ import annotations

import os
import pty
import random
import select
import shutil
import time
from collections.abc import Iterator

import pytest

from tests.support.driving import Driver, drive
from tutor.tui.editline import EditLine
from tutor.tui.vi_keys import ViKeys

ESCAPE = "\x1b"
LINE = "docker image tag alpine:3.20 team/base:1"
BRACKETS = "  echo (a [b] c) {d}"
CASES = [
    "0x", "$x", "^iX", "IX", "AX", "aX", "iX", "hhiX", "0lliX", "0wiX", "02wiX", "0eiX", "0EaX", "bbiX", "BiX", "0WWiX",
    "0dw", "0d2w", "02dw", "0dW", "0de", "0dE", "db", "dB", "0d$", "d0", "d^", "dd", "0cwX", "0c2wX", "0cWX", "ccX",
    "cbX", "0CX", "0D", "0SX", "0sX", "03sX", "X", "3X", "0rZ", "03rZ", "~", "03~", "0yww", "0ywP", "0ywp", "0yw$p",
    "0y$P", "ddp", "ddP", "0dwp", "0dw.", "0x.", "0x..", "03x.", "0xu", "0dwdwuu", "0faiX", "0fa;iX", "0fa;,iX",
    "0taiX", "$FaiX", "$TaiX", "0dfa", "0dta", "$dFa", "0ct:X", "0%iX", "05|iX", "0dwu", f"0cwhello{ESCAPE}w.",
    f"0aab{ESCAPE}w.", "RXYZ", "0RXY", "wwD", "0wwcwnew", "0yyp", "0yyP", "xxxp",
]  # fmt: skip


def ours(line: str, keys: str) -> str:
    """The line after the keys and an Escape, with a mark before the cursor."""
    edit = EditLine()
    vi = ViKeys(edit)
    edit.insert(line)
    for char in f"{ESCAPE}{keys}{ESCAPE}i|":
        if char == ESCAPE:
            vi.escape()
        elif vi.mode == "insert":
            edit.insert(char)
        else:
            vi.press(char)
    return edit.text


class Bash:
    """A bash whose `read -e` takes vi's keys."""

    def __init__(self) -> None:
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.execvp("bash", ["bash", "--norc", "--noprofile"])
        self.seen = ""
        self.send("set -o vi; stty columns 1000; bind 'set keyseq-timeout 10'; bind 'set enable-bracketed-paste off'\n")
        self.send("PS1=; echo rea''dy\n")
        self.until("ready\r\n")

    def send(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def until(self, mark: str) -> str:
        end = time.monotonic() + 10
        while mark not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self.fd], [], [], 0.1)[0]:
                self.seen += os.read(self.fd, 4096).decode()
        before, _, self.seen = self.seen.partition(mark)
        return before

    def after(self, line: str, keys: str) -> str:
        """The line after the keys and an Escape, with a mark before the cursor."""
        self.send(f"IFS= read -r -e -p 'ready''>' -i '{line}' x; printf '<''<%s>''>' \"$x\"\n")
        self.until("ready>")
        for part in f"{ESCAPE}{keys}{ESCAPE}".split(ESCAPE)[:-1]:
            self.send(part + ESCAPE)
            time.sleep(0.03)  # an Escape is one only where nothing follows it at once
        self.send("i|\r")
        self.until("<<")
        return self.until(">>")

    def close(self) -> None:
        os.close(self.fd)
        os.waitpid(self.pid, 0)


@pytest.fixture(scope="module")
def bash() -> Iterator[Bash]:
    if shutil.which("bash") is None:
        pytest.skip("no bash on this machine")
    peer = Bash()
    yield peer
    peer.close()


@pytest.mark.slow
@pytest.mark.parametrize("keys", CASES)
def test_keys_do_what_they_do_in_bash(bash: Bash, keys: str) -> None:
    line = BRACKETS if "%" in keys else LINE
    mine, theirs = ours(line, keys), bash.after(line, keys)
    if "u" in keys or keys.endswith("."):  # where readline leaves the cursor after these differs from vi itself
        mine, theirs = mine.replace("|", ""), theirs.replace("|", "")
    assert mine == theirs


def test_words_operators_counts_and_repetition() -> None:
    assert ours(LINE, "0d2w") == "|tag alpine:3.20 team/base:1"
    assert ours(LINE, "0wcwcontainer") == "docker containe|r tag alpine:3.20 team/base:1"
    assert ours(LINE, f"0cwx{ESCAPE}w.") == "x |x tag alpine:3.20 team/base:1"
    assert ours("a b", "0xu") == "|a b"
    assert ours("first\nsecond", "0D") == "first\n|"


def test_any_keys_leave_the_cursor_in_the_text() -> None:
    dice = random.Random(7)
    keys = "0$^hlwWbBeEfa;,tTxXdcyDCSsprPu.~iIaAR123%|kj" + ESCAPE * 6
    for _ in range(3000):
        edit = EditLine(("older line", "two\nlines"))
        vi = ViKeys(edit)
        edit.insert("docker tag a:1\nb c(d)")
        for char in dice.choices(keys, k=30):
            if char == ESCAPE:
                vi.escape()
            elif vi.mode == "insert":
                edit.insert(char)
            else:
                vi.press(char)
            assert 0 <= edit.cursor <= len(edit.text)


def test_the_app_takes_vi_keys() -> None:
    async def story(it: Driver) -> None:
        shell = it.app.shell_pane
        shell.use_vi(True)
        await it.type("docker ps")
        await it.press("escape")
        assert "command mode" in it.pane("shell")
        await it.type("bcwimages")
        assert "command mode" not in it.pane("shell")
        assert shell.view.edit.text == "docker images"
        await it.press("escape", "enter")
        assert it.session.entries[-1].line == "docker images"
        await it.type("k")
        assert shell.view.edit.text == "k"  # a new line begins in the insert mode

    drive(story)

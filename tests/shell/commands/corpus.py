r"""The scripts of `tests/corpora/applets` and what busybox prints for them.

`NAME.sh` holds the cases of an applet, each a script below a line `### TITLE`; a title that ends in `@UID` is run by
that user. What stands before the first title is run before each case. Each case finds the machine of `world.py` fresh.
`NAME.out` has the same titles, and below each the standard output, `--- stderr` and the error output if there is any,
and `--- exit N`. In it a backslash is doubled, what is no printable character is `\xNN` (a byte) or `\uNNNN`, and a `\`
at a line's end says that the line did not end there.

The text of a usage message is each program's own: it is stored as `(usage)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.shell.commands import runner
from tests.shell.commands.runner import Result

FOLDER = Path(__file__).parent.parent.parent / "corpora" / "applets"
HEAD = "### "


@dataclass(frozen=True, slots=True)
class Case:
    """One script of the corpus."""

    applet: str
    title: str
    script: str
    uid: int = 0

    @property
    def name(self) -> str:
        """What the case is called among all."""
        return f"{self.applet}: {self.title}"


def _sections(text: str) -> list[tuple[str, str]]:
    """Return the titles of a file and what is below each."""
    found: list[tuple[str, str]] = []
    for part in re.split(rf"^{HEAD}", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        found.append((title, body))
    return found


def applets() -> list[str]:
    """Return the names of the files of cases."""
    return sorted(path.stem for path in FOLDER.glob("*.sh"))


def cases(applet: str) -> list[Case]:
    """Return the cases of a file."""
    found = []
    text = (FOLDER / f"{applet}.sh").read_text("utf-8")
    start = text[: text.index(HEAD)]
    for title, script in _sections(text):
        user = re.search(r" @(\d+)$", title)
        found.append(Case(applet, title, start + script.strip("\n"), int(user.group(1)) if user else 0))
    return found


def recorded(applet: str) -> dict[str, str]:
    """Return what is stored for the cases of a file, by title."""
    path = FOLDER / f"{applet}.out"
    return dict(_sections(path.read_text("utf-8"))) if path.exists() else {}


def record(applet: str, results: dict[str, str]) -> None:
    """Store what cases print, by title."""
    text = "".join(f"{HEAD}{title}\n{result}" for title, result in results.items())
    (FOLDER / f"{applet}.out").write_text(text, "utf-8")


def shown(result: Result) -> str:
    """Return a result as it is stored."""
    errors = f"--- stderr\n{_readable(result.stderr)}" if result.stderr else ""
    return f"{_readable(result.stdout)}{errors}--- exit {result.code}\n"


def _readable(data: bytes) -> str:
    text = data.decode("utf-8", "surrogateescape")
    text = re.sub(r"^BusyBox v.*", "(usage)\n", text, flags=re.DOTALL | re.MULTILINE)
    text = "".join([_letter(letter) for letter in text])
    return text if text.endswith("\n") or not text else f"{text}\\\n"


def _letter(letter: str) -> str:
    if letter == "\\":
        return "\\\\"
    if letter in "\n\t" or letter.isprintable():
        return letter
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def ours(case: Case) -> Result:
    """Run a case in the simulated machine."""
    return runner.run(case.script, fs=runner.filesystem(case.uid, case.uid))

"""Addresses and commands of a sed script."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.commands._regex import Regex

LAST = -1
"""The line number that means the last line."""


class Address:
    """A line number, a regular expression, or every `step`-th line from `line` on.

    For the end of a range, `plus` counts the lines behind its begin, `multiple` means the next multiple of a number.
    """

    __slots__ = ("line", "multiple", "plus", "regex", "step")

    def __init__(self) -> None:
        self.line = 0
        self.step = 0
        self.plus = -1
        self.multiple = 0
        self.regex: Regex | None = None


class Command:
    """One command; which of its parts mean something depends on `name`. `inside` and `until` belong to a range."""

    __slots__ = (
        "begin", "code", "end", "every", "inside", "inverted", "jump", "name", "nth", "printed", "regex", "replacement",
        "table", "text", "until", "used", "write",
    )  # fmt: skip

    def __init__(self) -> None:
        self.name = ""
        self.begin: Address | None = None
        self.end: Address | None = None
        self.inverted = False
        self.text = ""
        self.jump = -1
        self.code = 0
        self.regex: Regex | None = None
        self.replacement: list[str | int] = []
        self.every = False
        self.nth = 0
        self.printed = False
        self.write: str | None = None
        self.table: dict[int, str] = {}
        self.inside = False
        self.used = False
        self.until = 0

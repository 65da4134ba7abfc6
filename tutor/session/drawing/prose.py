"""A lesson's Markdown as rows with roles (CommonMark, read by markdown-it): for the lesson pane and the line shell.

Every line between blocks is blank; code keeps its line breaks. Raw HTML is shown as it stands, never interpreted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.session.drawing.canvas import Row, Run, cells
from tutor.session.drawing.wrap import merge, wrap_words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_INLINE = {"strong_open": "md.strong", "em_open": "md.em", "link_open": "md.link"}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def prose(markdown: str, width: int) -> tuple[Row, ...]:
    """The text in rows of at most `width` cells."""
    page = _Page(max(12, width))
    for token in _parser().parse(markdown):
        page.take(token)
    return tuple(page.rows)


class _Page:
    """Collects rows while walking over the tokens of a document."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: list[Row] = []
        self._indents: list[str] = []
        self._bullet = ""
        self._numbers: list[int | None] = []
        self._role = "md.text"
        self._tight = False

    def take(self, token: Token) -> None:
        """Add what one token says."""
        kind = token.type
        if kind == "inline":
            self._paragraph(_runs(token.children or [], self._role))
        elif kind in ("fence", "code_block"):
            self._code(token.content)
        elif kind == "heading_open":
            self._role = "md.heading"
        elif kind in ("heading_close", "blockquote_close"):
            self._role = "md.text"
            if kind == "blockquote_close":
                self._indents.pop()
        elif kind == "blockquote_open":
            self._indents.append("▌ ")
            self._role = "md.quote"
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self._numbers.append(int(token.attrs.get("start", 1)) if kind.startswith("ordered") else None)
            self._tight = False
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._numbers.pop()
            self._tight = False
        elif kind == "list_item_open":
            number = self._numbers[-1]
            self._bullet = "• " if number is None else f"{number}. "
            if number is not None:
                self._numbers[-1] = number + 1
            self._indents.append(" " * len(self._bullet))
        elif kind == "list_item_close":
            if self._bullet:  # nothing in it, and what comes after it is not its own
                self._gap()
                self.rows.append((Run(self._lead()[0], "md.bullet"),))
            self._indents.pop()
            self._tight = True
        elif kind == "hr":
            self._gap()
            self.rows.append((Run("─" * self.width, "border"),))
        elif kind == "html_block":
            self._paragraph([Run(token.content.rstrip("\n"), self._role)])

    def _gap(self) -> None:
        if self.rows and not self._tight:
            self.rows.append(())
        self._tight = False

    def _lead(self) -> tuple[str, str]:
        """What stands before the first row and before the further rows of a paragraph."""
        rest = "".join(self._indents)
        first = rest
        if self._bullet:
            first = "".join(self._indents[:-1]) + self._bullet
            self._bullet = ""
        return first, rest

    def _paragraph(self, runs: list[Run]) -> None:
        self._gap()
        first, rest = self._lead()
        for row in wrap_words(runs, self.width - len(rest)):
            self.rows.append((Run(first, "md.bullet"), *row) if first else row)
            first = rest

    def _code(self, text: str) -> None:
        self._gap()
        first, rest = self._lead()
        room = self.width - len(rest)
        for line in text.rstrip("\n").expandtabs(4).split("\n"):
            for row in wrap_words([Run(f" {line}", "md.block")], room, "   "):
                text = "".join(run.text for run in row)
                block = Run(text + " " * (room - cells(text)), "md.block")
                self.rows.append(merge((Run(first, "md.bullet"), block)))
                first = rest


def _runs(tokens: list[Token], role: str) -> list[Run]:
    runs: list[Run] = []
    roles = [role]
    target = ""
    for token in tokens:
        kind = token.type
        if kind in _INLINE:
            roles.append(_INLINE[kind])
            target = str(token.attrs.get("href", "")) if kind == "link_open" else target
        elif kind.endswith("_close"):
            roles.pop()
            known = target.startswith(("glossary:", "lesson:"))
            if kind == "link_close" and target and not known and (not runs or runs[-1].text != target):
                runs.append(Run(f" ({target})", "dim"))
        elif kind == "code_inline":
            runs.append(Run(token.content, "md.code"))
        elif kind == "softbreak":
            runs.append(Run(" ", roles[-1]))
        elif kind == "hardbreak":
            runs.append(Run("\n", roles[-1]))
        else:
            runs.append(Run(token.content, roles[-1]))
    return runs

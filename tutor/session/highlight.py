"""Which part of a line is what, for colours: the shell's own tokens, and what the docker command makes of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.session.line import read
from tutor.session.programs import exists
from tutor.session.views import Span, SpanKind

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.shell.syntax import Word

_KINDS: dict[str, SpanKind] = {
    "command": "program", "argument": "argument", "option": "option", "assignment": "variable", "keyword": "keyword",
    "operator": "operator", "redirect": "operator", "string": "string", "escape": "string", "variable": "variable",
    "substitution": "operator", "glob": "path", "comment": "comment", "heredoc": "string", "error": "error",
}  # fmt: skip


def missing(line: str) -> str:
    """What an unfinished line waits for; "" where Enter may run it."""
    return read(line).incomplete or ""


def highlight(state: State, line: str) -> tuple[Span, ...]:
    """The line's parts in order, without overlaps."""
    script = read(line)
    docker: dict[int, SpanKind] = {}
    unknown: set[int] = set()
    for command in script.commands:
        if not command.words:
            continue
        first = command.words[0]
        name = first.plain or ""
        if name == "docker" and not state.attached:
            docker.update(_docker_words(line, command.words))
        elif name and first.end < len(line) and not exists(state, name):
            unknown.add(first.start)
    spans = []
    for token in script.tokens:
        kind = docker.get(token.start, _KINDS.get(token.kind, "text"))
        spans.append(Span(token.start, token.end, "error" if token.start in unknown else kind))
    return tuple(spans)


def _docker_words(line: str, words: list[Word]) -> dict[int, SpanKind]:
    from tutor.docker.highlight import classes

    texts = [word.plain if word.plain is not None else line[word.start : word.end] for word in words]
    return {word.start: kind for word, kind in zip(words, classes(texts), strict=True)}

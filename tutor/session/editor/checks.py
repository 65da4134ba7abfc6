"""What is wrong with a text while it is typed, as far as the text alone tells: parse errors, and the build checks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.session.editor.views import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.session.editor.views import Kind

MOST = 200_000
"""Characters of the longest text that is checked while one types."""


def problems(kind: Kind, text: str) -> tuple[Problem, ...]:
    """The problems in the order of their lines."""
    check = _CHECKS.get(kind)
    if check is None or not text.strip() or len(text) > MOST:
        return ()
    last = text.count("\n") + 1
    found = [problem for problem in check(text) if problem.line <= last]
    return tuple(sorted(found, key=lambda problem: (problem.line, not problem.error)))


_AROUND = re.compile(
    r"failed to solve: |dockerfile parse error on line \d+: |failed to compute cache key: (?=failed)"
    r"|failed to calculate checksum of ref \S+: |process \".*\" did not complete successfully: "
)


def brief(message: str) -> str:
    """A message in one line, without what its place in the margin says already."""
    return _AROUND.sub("", " ".join(message.split()))


def _dockerfile(text: str) -> Iterator[Problem]:
    from tutor.dockerfile.checks import lint

    findings = lint(text)
    for found in findings.warnings:
        yield Problem(*found.lines, False, brief(found.message), found.rule.name)
    if findings.error is not None:
        yield Problem(*(findings.error.lines or (1, 1)), True, brief(findings.error.message))


def _ignore(text: str) -> Iterator[Problem]:
    from tutor.dockerfile.errors import ParseError
    from tutor.dockerfile.ignore import Ignore

    for number, line in enumerate(text.split("\n"), 1):
        try:
            Ignore.parse(line)
        except ParseError as error:
            yield Problem(number, number, True, brief(error.message))


def _shell(text: str) -> Iterator[Problem]:
    from tutor.shell.parser import parse_partial

    script = parse_partial(text)
    for error in script.errors:
        yield Problem(error.line, error.line, True, brief(error.message))
    if script.incomplete and not script.errors:
        last = text.rstrip("\n").count("\n") + 1
        yield Problem(last, last, True, f"the file ends too early: {_ENDS.get(script.incomplete, script.incomplete)}")


_ENDS = {
    "quote": "a quote is open", "heredoc": "a here-document has no end", "substitution": "a ) is missing",
    "backslash": "a line should follow", "brace": "a } is missing", "command": "a command is missing",
}  # fmt: skip


def _json(text: str) -> Iterator[Problem]:
    import json

    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        yield Problem(error.lineno, error.lineno, True, f"{error.msg} (column {error.colno})")
    except RecursionError:
        yield Problem(1, 1, True, "nested too deeply")


def _python(text: str) -> Iterator[Problem]:
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        line = max(1, error.lineno or 1)
        yield Problem(line, max(line, error.end_lineno or line), True, brief(f"{type(error).__name__}: {error.msg}"))
    except (ValueError, RecursionError, MemoryError) as error:
        yield Problem(1, 1, True, brief(str(error) or "nested too deeply"))


def _yaml(text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip():
            yield Problem(number, number, True, "YAML takes no tabs for indentation")


_CHECKS: dict[str, Callable[[str], Iterator[Problem]]] = {
    "dockerfile": _dockerfile, "ignore": _ignore, "shell": _shell, "json": _json, "python": _python, "yaml": _yaml,
}  # fmt: skip

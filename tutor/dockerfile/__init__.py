"""The Dockerfile language: text to typed instructions with source spans.

parse(text) -> Dockerfile            stages of typed instructions; ParseError with BuildKit's text and lines
excerpt(text, "Dockerfile", lines)   the source lines that an error shows
expand(word, env)                    quotes and variables in a word
Ignore.parse(text).matches(path)     .dockerignore
tokens(text)                         spans for highlighting, of any text
checks.…                             what `docker build --check` warns about
"""

from __future__ import annotations

from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.excerpt import excerpt
from tutor.dockerfile.ignore import Ignore
from tutor.dockerfile.lex import Lexer, expand
from tutor.dockerfile.parser import Dockerfile, Stage, parse
from tutor.dockerfile.plan import Plan, plan
from tutor.dockerfile.tokens import Token, tokens

__all__ = [
    "Dockerfile",
    "Ignore",
    "Lexer",
    "ParseError",
    "Plan",
    "Stage",
    "Token",
    "excerpt",
    "expand",
    "parse",
    "plan",
    "tokens",
]

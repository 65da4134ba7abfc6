"""What the parts of shell scripts, YAML, JSON, Python and ignore files look like: span kinds and regular expressions.

They see a whole text at once, so that a string may go over lines; the first that matches at a place counts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.session.views import SpanKind

    Grammar = tuple[tuple[SpanKind, str], ...]

_ON_ONE_LINE = r"\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?"

GRAMMARS: dict[str, Grammar] = {
    "shell": (
        ("comment", r"(?:^|(?<=[\s;]))#[^\n]*"),
        ("string", r"\"(?:[^\"\\]|\\[\s\S])*\"?|'[^']*'?"),
        ("variable", r"\$(?:\{[^}\n]*\}?|\w+|[@*#?$!-])|(?<![\w-])[A-Za-z_]\w*(?==)"),
        ("option", r"(?:^|(?<=\s))--?[A-Za-z][\w-]*"),
        ("operator", r"[|&;<>()]+|\\$|\$\("),
        ("keyword", r"(?<![\w.$}\"'/-] )\b(?:if|then|elif|else|fi|for|in|do|done|while|until|case|esac|function|return"
                    r"|exit|set|export|trap|local)\b(?![-./=])"),
    ),
    "yaml": (
        ("comment", r"(?:^|(?<=\s))#[^\n]*"),
        ("string", _ON_ONE_LINE),
        ("variable", r"^[ \t]*(?:- +)?[\w./-]+(?=[ \t]*:(?:\s|$))"),
        ("operator", r"^[ \t]*-(?=\s)|[:{}\[\],|>&*](?=\s|$)|^---"),
        ("keyword", r"(?<=[\s:])(?:true|false|null|yes|no|on|off)(?=\s|$)"),
        ("number", r"(?<=[\s:])-?\d[\d.:]*(?=\s|$)"),
    ),
    "json": (
        ("variable", r"\"(?:[^\"\\\n]|\\.)*\"(?=\s*:)"),
        ("string", r"\"(?:[^\"\\\n]|\\.)*\"?"),
        ("number", r"-?\d[\d.eE+-]*"),
        ("keyword", r"\b(?:true|false|null)\b"),
        ("operator", r"[{}\[\],:]"),
        ("error", r"[^\s\"{}\[\],:]+"),
    ),
    "python": (
        ("comment", r"#[^\n]*"),
        ("string", r"(?:\b[rbfuRBFU]{1,2})?(?:\"\"\"[\s\S]*?(?:\"\"\"|\Z)|'''[\s\S]*?(?:'''|\Z)|" + _ON_ONE_LINE + ")"),
        ("keyword", r"\b(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except"
                    r"|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with"
                    r"|yield)\b"),
        ("number", r"\b\d[\w.]*"),
        ("subcommand", r"(?<=def )\w+|(?<=class )\w+"),
        ("program", r"\b\w+(?=\()"),
        ("operator", r"@\w[\w.]*|[-+*/%=<>!&|^~]+"),
    ),
    "ignore": (
        ("comment", r"^#[^\n]*"),
        ("keyword", r"^[ \t]*!"),
        ("operator", r"\*\*|[*?]|\[[^\]\n]*\]?"),
        ("path", r"[^\s*?\[!]+"),
    ),
}  # fmt: skip


@lru_cache
def grammar(kind: str) -> re.Pattern[str]:
    """One expression for a kind of text, its groups named by span kinds."""
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in GRAMMARS[kind]), re.MULTILINE)

"""The syntax tree of the shell language, its tokens and its errors.

The one rule: every node and token carries its span, `start` and `end` being offsets into the text that was parsed
(counted in characters, end exclusive). The tree follows POSIX.1-2017, volume 3, chapter 2.10.
"""

from __future__ import annotations

from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Union

    Part = Union["Literal", "Parameter", "Substitution", "Arithmetic"]  # noqa: UP007 - the names come later
    Command = Union["Simple", "Compound", "Function"]  # noqa: UP007


class ShellSyntaxError(LayerwiseError):
    """The text is not shell language. `message` is busybox's text, `dash` the one of dash; `line` counts from 1."""

    def __init__(self, message: str, start: int, end: int, line: int, dash: str = "") -> None:
        super().__init__(f"syntax error: {message}")
        self.start = start
        self.end = end
        self.line = line
        self.dash = f"Syntax error: {dash or message}"


class Token:
    """A coloured piece of the text.

    `kind` is one of command argument option assignment keyword operator redirect string escape variable substitution
    comment heredoc error.
    """

    __slots__ = ("end", "kind", "start")

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"Token({self.kind!r}, {self.start}, {self.end})"


class Node:
    """What all parts of the tree have: a span."""

    __slots__ = ("end", "start")
    start: int
    end: int


class Literal(Node):
    """Characters that mean themselves; `quoted` keeps them from splitting, patterns and tilde."""

    __slots__ = ("quoted", "text")

    def __init__(self, text: str, quoted: bool, start: int, end: int) -> None:
        self.text = text
        self.quoted = quoted
        self.start = start
        self.end = end


class Parameter(Node):
    """`$name`, `${name}` and every form of `${name operator word}`.

    operator: "" plain; "len" `${#name}`; "-" ":-" "=" ":=" "?" ":?" "+" ":+"; "#" "##" "%" "%%"; ":" a substring from
    `word` of length `other`; "/" "//" the pattern `word` replaced by `other` (None: by nothing); "bad" not understood.
    """

    __slots__ = ("name", "operator", "other", "quoted", "word")

    def __init__(
        self,
        name: str,
        quoted: bool,
        start: int,
        end: int,
        operator: str = "",
        word: Word | None = None,
        other: Word | None = None,
    ) -> None:
        self.name = name
        self.quoted = quoted
        self.start = start
        self.end = end
        self.operator = operator
        self.word = word
        self.other = other


class Substitution(Node):
    """`$(commands)` or `` `commands` ``."""

    __slots__ = ("body", "quoted")

    def __init__(self, body: Sequence, quoted: bool, start: int, end: int) -> None:
        self.body = body
        self.quoted = quoted
        self.start = start
        self.end = end


class Arithmetic(Node):
    """`$((expression))`; the expression is expanded as if in double quotes before it is read."""

    __slots__ = ("expression", "quoted")

    def __init__(self, expression: Word, quoted: bool, start: int, end: int) -> None:
        self.expression = expression
        self.quoted = quoted
        self.start = start
        self.end = end


class Word(Node):
    """A word: its parts in order. `plain` is its value when no expansion of any kind can change it."""

    __slots__ = ("parts", "plain")

    def __init__(self, parts: list[Part], start: int, end: int, plain: str | None = None) -> None:
        self.parts = parts
        self.start = start
        self.end = end
        self.plain = plain


class Redirect(Node):
    """`number operator target`; for `<<` and `<<-` the `body` comes later, and `raw` is its text with the end line."""

    __slots__ = ("body", "number", "operator", "raw", "target")

    def __init__(self, number: int | None, operator: str, target: Word, start: int, end: int) -> None:
        self.number = number
        self.operator = operator
        self.target = target
        self.start = start
        self.end = end
        self.body: Word | None = None
        self.raw = ""


class Assignment(Node):
    """`name=value` before a command."""

    __slots__ = ("name", "value")

    def __init__(self, name: str, value: Word, start: int, end: int) -> None:
        self.name = name
        self.value = value
        self.start = start
        self.end = end


class Simple(Node):
    """A simple command: assignments, words and redirections, each in its order. `line` counts from 1."""

    __slots__ = ("assignments", "line", "redirects", "words")

    def __init__(self, start: int, line: int) -> None:
        self.start = start
        self.end = start
        self.line = line
        self.assignments: list[Assignment] = []
        self.words: list[Word] = []
        self.redirects: list[Redirect] = []


class Compound(Node):
    """What all compound commands have: redirections, and the line they begin on."""

    __slots__ = ("line", "redirects")

    def __init__(self, start: int, line: int) -> None:
        self.start = start
        self.end = start
        self.line = line
        self.redirects: list[Redirect] = []


class Subshell(Compound):
    """`( body )`."""

    __slots__ = ("body",)
    body: Sequence


class Group(Compound):
    """`{ body; }`."""

    __slots__ = ("body",)
    body: Sequence


class If(Compound):
    """`if condition; then body; elif …; else otherwise; fi`."""

    __slots__ = ("branches", "otherwise")
    branches: list[tuple[Sequence, Sequence]]
    otherwise: Sequence | None


class While(Compound):
    """`while condition; do body; done`, or `until`."""

    __slots__ = ("body", "condition", "until")
    condition: Sequence
    body: Sequence
    until: bool


class For(Compound):
    """`for name in words; do body; done`; without `in` (words is None) over the positional parameters."""

    __slots__ = ("body", "name", "words")
    name: str
    words: list[Word] | None
    body: Sequence


class Case(Compound):
    """`case subject in (pattern | pattern) body ;; esac`."""

    __slots__ = ("branches", "subject")
    subject: Word
    branches: list[tuple[list[Word], Sequence]]


class Function(Node):
    """`name() command`; `source` is its text, with which it can be defined anew."""

    __slots__ = ("body", "line", "name", "pending", "text")

    def __init__(self, name: str, start: int, line: int) -> None:
        self.name = name
        self.start = start
        self.end = start
        self.line = line
        self.body: Command
        self.text = ""
        self.pending: list[Redirect] = []

    @property
    def source(self) -> str:
        """The text of the definition, with the here-documents whose bodies come after it."""
        return self.text + "".join(f"\n{redirect.raw}" for redirect in self.pending)


class Pipeline(Node):
    """`[!] command | command …`."""

    __slots__ = ("commands", "negated")

    def __init__(self, commands: list[Command], negated: bool, start: int, end: int) -> None:
        self.commands = commands
        self.negated = negated
        self.start = start
        self.end = end


class AndOr(Node):
    """`pipeline && pipeline || pipeline`: the operators stand before the second and later pipelines.

    A `background` one keeps its `text`.
    """

    __slots__ = ("background", "operators", "pipelines", "text")

    def __init__(self, first: Pipeline) -> None:
        self.pipelines = [first]
        self.operators: list[str] = []
        self.background = False
        self.text = ""
        self.start = first.start
        self.end = first.end


class Sequence(Node):
    """Commands one after the other."""

    __slots__ = ("items",)

    def __init__(self, items: list[AndOr], start: int, end: int) -> None:
        self.items = items
        self.start = start
        self.end = end


class Script:
    """The outcome of a parse.

    body        all commands
    commands    every simple command, nested ones too, in the order in which they begin (also unfinished ones)
    tokens      coloured pieces in order, not overlapping; what they leave out is blank
    incomplete  what is missing at the end of the text: "quote" "backslash" "heredoc" "substitution" "brace" "command"
                "word", or the closing token that is awaited (then, do, done, fi, esac, in, a brace or parenthesis)
    errors      what is wrong inside the text (always empty after a strict parse)
    """

    __slots__ = ("body", "commands", "errors", "incomplete", "text", "tokens")

    def __init__(
        self,
        text: str,
        body: Sequence,
        commands: list[Simple],
        tokens: list[Token],
        incomplete: str | None,
        errors: list[ShellSyntaxError],
    ) -> None:
        self.text = text
        self.body = body
        self.commands = commands
        self.tokens = tokens
        self.incomplete = incomplete
        self.errors = errors

"""Reading what stands between words: blanks, comments, line ends, redirections and here-documents.

The one rule: a here-document's body is read when the line that begins it ends. POSIX.1-2017, volume 3, 2.7.
"""

from __future__ import annotations

from tutor.shell.dollar import ExpansionReader
from tutor.shell.scanner import DIGITS, END, WORD_END
from tutor.shell.syntax import Literal, Redirect, ShellSyntaxError, Word

KEYWORDS = frozenset(
    {
        "!",
        "{",
        "}",
        "case",
        "do",
        "done",
        "elif",
        "else",
        "esac",
        "fi",
        "for",
        "function",
        "if",
        "then",
        "until",
        "while",
    }
)
CLOSING = frozenset({"}", "do", "done", "elif", "else", "esac", "fi", "then"})
REDIRECTS = ("&>", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">")


class LineReader(ExpansionReader):
    """Reads what is between words."""

    heredocs: list[Redirect]

    def blanks(self) -> str:
        """Skip blanks, escaped line ends and a comment; return the next character."""
        text, pos = self.text, self.pos
        while True:
            char = text[pos]
            if char == " " or char == "\t":
                pos += 1
            elif char == "\\" and text[pos + 1] == "\n":
                pos += 2
                if pos >= self.size:
                    self.note_continuation()
            elif char == "#":
                end = text.find("\n", pos)
                end = self.size if end < 0 else end
                self.emit("comment", pos, end)
                pos = end
            else:
                self.pos = pos
                return char

    def newlines(self) -> str:
        """Skip blanks and line ends (reading here-documents); return the next character."""
        while (char := self.blanks()) == "\n":
            self.pos += 1
            if self.heredocs:
                self.read_heredocs()
        return char

    def keyword(self) -> str:
        """Return the reserved word that begins here, "" if none does. Nothing is read."""
        text, start = self.text, self.pos
        end = start
        while text[end] not in WORD_END:
            end += 1
        word = text[start:end]
        return word if word in KEYWORDS else ""

    def is_word(self, word: str) -> bool:
        """Return whether exactly this word begins here."""
        text, end = self.text, self.pos + len(word)
        return text.startswith(word, self.pos) and text[end] in WORD_END

    def take(self, kind: str, size: int) -> None:
        """Read `size` characters as one token."""
        self.emit(kind, self.pos, self.pos + size)
        self.pos += size

    def token_here(self) -> tuple[str, int]:
        """Return how the next token is called in messages, and where it ends."""
        char = self.blanks()
        text, pos = self.text, self.pos
        if char == END:
            return "end of file", pos
        if char == "\n":
            return "newline", pos + 1
        if char in "<>":
            return "redirection", pos + len(self._redirect_operator())
        for operator in ("&&", "||", ";;", "&", "|", ";", "(", ")"):
            if text.startswith(operator, pos):
                return f'"{operator}"', pos + len(operator)
        keyword = self.keyword()
        if keyword:
            return f'"{keyword}"', pos + len(keyword)
        end = pos
        while text[end] not in WORD_END:
            end += 1
        return "word", end

    def expected(self, token: str) -> None:
        """Complain that `token` (or anything, if empty) does not come here."""
        name, end = self.token_here()
        hint = ""
        if token:
            hint = f" (expecting {token})" if token == "word" else f' (expecting "{token}")'
        if name == "end of file":
            if not self.partial:
                at = self.size
                message, dash = f"unexpected {name}{hint}", f"{name} unexpected{hint}"
                raise ShellSyntaxError(message, at, at, self.line_of(at), dash)
            if self.incomplete is None:
                self.incomplete = "esac" if token == ";;" else token or "command"
            return
        if name == "newline":
            self.line_of(end)
        self.fail(f"unexpected {name}{hint}", self.pos, end, f"{name} unexpected{hint}")

    def close(self, token: str) -> None:
        """Read the keyword or operator `token`, which must come here."""
        char = self.blanks() if token in (")", ";;") else self.newlines()
        if char != END and (self.text.startswith(token, self.pos) if token in (")", ";;") else self.keyword() == token):
            self.take("operator" if token in (")", ";;") else "keyword", len(token))
        else:
            self.expected(token)

    def _redirect_operator(self) -> str:
        for operator in REDIRECTS:
            if self.text.startswith(operator, self.pos):
                return operator
        return ""

    def redirect(self, redirects: list[Redirect]) -> bool:
        """Read one redirection if one begins here."""
        char = self.blanks()
        text, start = self.text, self.pos
        number = None
        if char in DIGITS:
            end = start + 1
            while text[end] in DIGITS:
                end += 1
            if text[end] not in "<>":
                return False
            number = int(text[start:end])
            self.pos = end
        elif char not in "<>" and (char != "&" or text[start + 1] != ">"):
            return False
        operator = self._redirect_operator()
        self.pos += len(operator)
        self.emit("redirect", start, self.pos)
        self.blanks()
        at = self.pos
        target = self.word("heredoc" if operator.startswith("<<") else "argument")
        if target is None:
            self.expected("")
            target = Word([], at, at, "")
            redirects.append(Redirect(number, operator, target, start, self.pos))
            return True
        node = Redirect(number, operator, target, start, self.pos)
        redirects.append(node)
        if operator.startswith("<<"):
            self.heredocs.append(node)
        return True

    def read_heredocs(self) -> None:
        """Read the bodies of the here-documents that began on the line before."""
        waiting, self.heredocs = self.heredocs, []
        for node in waiting:
            self._read_heredoc(node)

    def _read_heredoc(self, node: Redirect) -> None:
        text, start = self.text, self.pos
        target = node.target
        quoted = any(isinstance(part, Literal) and part.quoted for part in target.parts)
        delimiter = "".join(
            part.text if isinstance(part, Literal) else text[part.start : part.end] for part in target.parts
        )
        strip = node.operator == "<<-"
        pos = start
        while True:
            end = text.find("\n", pos)
            stop = self.size if end < 0 else end
            line = text[pos:stop].lstrip("\t") if strip else text[pos:stop]
            if line == delimiter and (pos < self.size or end >= 0):
                break
            pos = stop + 1
            if end < 0:
                pos = stop
                if self.partial and self.incomplete is None:
                    self.incomplete = "heredoc"
                break
        if quoted:
            body = text[start:pos]
            if strip:
                body = "\n".join(part.lstrip("\t") for part in body.split("\n"))
            node.body = Word([Literal(body, True, start, pos)], start, pos, body)
            self.emit("heredoc", start, pos)
        else:
            node.body = self.quoted_text(pos, "heredoc", strip)
        self.pos = max(self.pos, stop)
        self.emit("heredoc", pos, self.pos)
        if text[self.pos] == "\n":
            self.pos += 1
        node.raw = text[start : self.pos].removesuffix("\n")

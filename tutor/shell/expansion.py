"""From words to fields: tilde, parameter, command and arithmetic expansion, field splitting, pathnames, quote removal.

The one rule: a field is built of pieces, each a text that was quoted or not; only unquoted text is split and matched.
POSIX.1-2017, volume 3, 2.6.
"""

from __future__ import annotations

from tutor.shell.patterns import is_pattern, quote, without_prefix, without_suffix
from tutor.shell.syntax import Arithmetic, Literal, Parameter, Substitution

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.interpreter import Shell
    from tutor.shell.syntax import Part, Word

    Piece = tuple[str, bool]

BLANKS = " \t\n"


class Fields:
    """Collects fields from pieces. `ifs` is the value of IFS (None: not set)."""

    __slots__ = ("_after_blank", "_current", "_ifs", "_plain_ifs", "done")

    def __init__(self, ifs: str | None) -> None:
        self.done: list[list[Piece]] = []
        self._current: list[Piece] | None = None
        self._ifs = BLANKS if ifs is None else ifs
        self._plain_ifs = self._ifs == BLANKS
        self._after_blank = False

    def add(self, text: str, quoted: bool) -> None:
        """Add text that is not split; quoted text makes a field even when it is empty."""
        if text or quoted:
            if self._current is None:
                self._current = []
            self._current.append((text, quoted))
            self._after_blank = False

    def end_field(self) -> None:
        """Close the current field, if there is one."""
        if self._current is not None:
            self.done.append(self._current)
            self._current = None

    def next_field(self) -> None:
        """Close the current field, an empty one if there is none."""
        self.done.append(self._current or [("", True)])
        self._current = None

    def split(self, text: str) -> None:
        """Add the outcome of an unquoted expansion, split at the characters of IFS."""
        if not text:
            return
        if not self._plain_ifs:
            self._split_at(text)
            return
        if "\t" in text or "\n" in text:
            text = text.replace("\t", " ").replace("\n", " ")
        if " " not in text:
            self.add(text, False)
            return
        if text[0] == " ":
            self.end_field()
        for index, piece in enumerate([piece for piece in text.split(" ") if piece]):
            if index:
                self.end_field()
            self.add(piece, False)
        if text[-1] == " ":
            self.end_field()

    def _split_at(self, text: str) -> None:
        ifs = self._ifs
        start = 0
        for index, char in enumerate(text):
            if char not in ifs:
                continue
            self.add(text[start:index], False)
            start = index + 1
            if char in BLANKS:
                if self._current is not None:
                    self.end_field()
                    self._after_blank = True
            elif self._current is not None:
                self.end_field()
            elif self._after_blank:
                self._after_blank = False
            else:
                self.next_field()
        self.add(text[start:], False)

    def all(self) -> list[list[Piece]]:
        """Return the fields."""
        self.end_field()
        return self.done


class Expander:
    """Expands words for one shell."""

    __slots__ = ("shell",)

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    # three ways to expand a word

    def fields(self, word: Word) -> list[str]:
        """Return the fields of a word of a command: everything is done, splitting and pathnames too."""
        if word.plain is not None:
            return [word.plain]
        collected = Fields(self.shell.variables.values.get("IFS"))
        self._parts(word.parts, collected, True)
        out: list[str] = []
        all_fields = collected.all()
        self.shell.meter.fits(sum([len(piece) for field in all_fields for piece, _ in field]))
        for field in all_fields:
            text = field[0][0] if len(field) == 1 else "".join([piece for piece, _ in field])
            if ("*" in text or "?" in text or "[" in text) and "f" not in self.shell.options:
                pattern = "".join([quote(piece) if quoted else piece for piece, quoted in field])
                if is_pattern(pattern):
                    from tutor.shell.glob import glob

                    found = glob(self.shell, pattern)
                    if found:
                        out += found
                        continue
            out.append(text)
        return out

    def text(self, word: Word, assignment: bool = False, named: bool = False) -> str:
        """Return a word's value without splitting and pathnames.

        In an assignment a tilde may follow a colon too; `named` means that the word is `name=value` as a whole.
        """
        if word.plain is not None:
            return word.plain
        return "".join([piece for piece, _ in self._pieces(word, assignment, named)])

    def pattern(self, word: Word) -> str:
        """Return a word as a pattern (see `tutor.shell.patterns`)."""
        if word.plain is not None:
            return quote(word.plain)
        return "".join([quote(piece) if quoted else piece for piece, quoted in self._pieces(word)])

    def _pieces(self, word: Word, assignment: bool = False, named: bool = False) -> list[Piece]:
        collected = _Whole(self.shell.variables.values.get("IFS"))
        parts = word.parts
        if named and isinstance(parts[0], Literal) and "~" in parts[0].text:
            name, equals, rest = parts[0].text.partition("=")
            collected.add(name + equals, False)
            parts = [Literal(rest, False, parts[0].start, parts[0].end), *parts[1:]]
        self._parts(parts, collected, True, assignment)
        self.shell.meter.fits(sum([len(piece) for piece, _ in collected.pieces]))
        return collected.pieces

    # parts

    def _parts(self, parts: list[Part], out: Fields, tilde: bool, assignment: bool = False) -> None:
        for index, part in enumerate(parts):
            kind = part.__class__
            if kind is Literal:
                assert isinstance(part, Literal)
                text = part.text
                if not part.quoted and "~" in text:
                    text = self._tilde_in(parts, index, out, tilde, assignment)
                out.add(text, part.quoted)
            elif kind is Parameter:
                assert isinstance(part, Parameter)
                if part.operator:
                    self._operation(part, out)
                elif part.name == "@" or part.name == "*":
                    self._positional(part, out)
                else:
                    self._put(self._plain_value(part.name), part.quoted, out)
            elif kind is Substitution:
                assert isinstance(part, Substitution)
                self._put(self.shell.substitute(part.body), part.quoted, out)
            else:
                assert isinstance(part, Arithmetic)
                expression = self.text(part.expression)
                self._put(str(self.shell.arithmetic(expression)), part.quoted, out)

    def _put(self, value: str, quoted: bool, out: Fields) -> None:
        if quoted:
            out.add(value, True)
        else:
            out.split(value)

    def _plain_value(self, name: str) -> str:
        """Return the value of `$name`; an unset one is empty, or an error under `set -u`."""
        shell = self.shell
        value = shell.variables.values.get(name)
        if value is None:
            value = shell.parameter(name)
            if value is None:
                if "u" in shell.options:
                    shell.error(f"{name}: parameter not set", bash=f"{name}: unbound variable")
                return ""
        return value

    def _positional(self, part: Parameter, out: Fields) -> None:
        """Expand `$@` or `$*`."""
        shell = self.shell
        values = shell.positional
        if isinstance(out, _Whole):
            out.add(shell.separator().join(values), part.quoted)
        elif part.quoted and part.name == "*":
            out.add(shell.separator().join(values), True)
        elif part.quoted:
            for index, value in enumerate(values):
                if index:
                    out.next_field()
                out.add(value, True)
        else:
            for index, value in enumerate(values):
                if index:
                    out.end_field()
                out.split(value)

    # operators of ${…}

    def _operation(self, part: Parameter, out: Fields) -> None:
        operator, name = part.operator, part.name
        shell = self.shell
        if operator == "bad":
            shell.line += 1
            shell.error("syntax error: bad substitution")
        if operator == "len":
            out.add(str(self._length(name)), True) if part.quoted else out.split(str(self._length(name)))
            return
        value = shell.variables.values.get(name)
        if value is None:
            value = shell.parameter(name)
        if operator in ("-", ":-", "+", ":+", "=", ":=", "?", ":?"):
            self._conditional(part, value, out)
            return
        if value is None:
            if "u" in shell.options:
                shell.error(f"{name}: parameter not set", bash=f"{name}: unbound variable")
            value = ""
        if name in ("@", "*") and operator not in (":",):
            value = shell.separator().join(shell.positional)
        self._put(self._edited(part, value), part.quoted, out)

    def _conditional(self, part: Parameter, value: str | None, out: Fields) -> None:
        shell = self.shell
        operator, name = part.operator, part.name
        if name in ("@", "*"):
            value = " ".join(shell.positional)
        missing = value is None or (operator[0] == ":" and not value)
        action = operator[-1]
        word = part.word
        assert word is not None
        if action == "+":
            if not missing:
                self._operand(part, out)
            elif part.quoted:
                out.add("", True)
        elif not missing:
            if name in ("@", "*"):
                self._positional(part, out)
            else:
                self._put(value or "", part.quoted, out)
        elif action == "-":
            self._operand(part, out)
        elif action == "=":
            if not name[0].isalpha() and name[0] != "_":
                shell.error(f"{name}: bad variable name")
            text = self.text(word, True)
            shell.assign(name, text)
            self._put(text, part.quoted, out)
        else:
            text = self.text(word)
            unset = "parameter not set or null" if operator[0] == ":" else "parameter not set"
            shell.error(f"{name}: {text or unset}")

    def _operand(self, part: Parameter, out: Fields) -> None:
        """Put the word of `${x-word}` or `${x+word}` in place; unquoted, its unquoted text is split."""
        word = part.word
        assert word is not None
        if part.quoted:
            if word.parts:
                self._parts(word.parts, out, False)
            else:
                out.add("", True)
            return
        for index, piece in enumerate(word.parts):
            if isinstance(piece, Literal) and not piece.quoted:
                text = piece.text
                if index == 0 and text[:1] == "~":
                    text = self._tilde(text, len(word.parts) == 1)
                out.split(text)
            else:
                self._parts([piece], out, False)

    def _length(self, name: str) -> int:
        if name in ("@", "*"):
            return len(self.shell.separator().join(self.shell.positional))
        return len(self._plain_value(name))

    def _edited(self, part: Parameter, value: str) -> str:
        """Apply `#`, `##`, `%`, `%%`, `/`, `//` or the substring operator."""
        operator, word = part.operator, part.word
        assert word is not None
        if operator == ":":
            return self._substring(part, value)
        pattern = self.pattern(word)
        if operator[0] == "#":
            return without_prefix(value, pattern, operator == "##")
        if operator[0] == "%":
            return without_suffix(value, pattern, operator == "%%")
        from tutor.shell.patterns import replaced

        replacement = self.text(part.other) if part.other is not None else ""
        self.shell.meter.fits(len(value) * (len(replacement) if operator == "//" else 1))
        return replaced(value, pattern, replacement, operator == "//")

    def _substring(self, part: Parameter, value: str) -> str:
        shell = self.shell
        assert part.word is not None
        start = shell.arithmetic(self.text(part.word))
        if start < 0:
            start = max(0, len(value) + start)
        if part.other is None:
            return value[start:]
        length = shell.arithmetic(self.text(part.other))
        if length < 0:
            return value[start : max(start, len(value) + length)]
        return value[start : start + length]

    # tilde

    def _tilde_in(self, parts: list[Part], index: int, out: Fields, tilde: bool, assignment: bool) -> str:
        """Return the text of a literal with its tildes expanded where they may be."""
        part = parts[index]
        assert isinstance(part, Literal)
        pieces = part.text.split(":") if assignment else [part.text]
        last = len(pieces) - 1
        for at, piece in enumerate(pieces):
            if piece[:1] == "~" and tilde and (at > 0 or index == 0):
                pieces[at] = self._tilde(piece, at < last or index == len(parts) - 1)
        if len(pieces) == 1 and pieces[0] != part.text and not assignment:
            out.add(pieces[0], True)
            return ""
        return ":".join(pieces)

    def _tilde(self, text: str, ended: bool) -> str:
        """Expand `~` or `~user` at the beginning; a name must end at a slash or (`ended`) at the end of the text."""
        name, slash, rest = text[1:].partition("/")
        if not slash and not ended:
            return text
        home = self.shell.home_of(name)
        if home is None:
            return text
        return f"{home.rstrip('/') if slash else home}{slash}{rest}"


class _Whole(Fields):
    """Collects everything into one field."""

    __slots__ = ("pieces",)

    def __init__(self, ifs: str | None) -> None:
        super().__init__(ifs)
        self.pieces: list[Piece] = []

    def add(self, text: str, quoted: bool) -> None:
        """Add text."""
        self.pieces.append((text, quoted))

    def split(self, text: str) -> None:
        """Add text, whole."""
        self.pieces.append((text, False))

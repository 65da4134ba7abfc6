"""What an awk program works on while it runs: variables, the record and its fields, files.

The one rule: the record and its fields are two views of one thing; each is made from the other when it is asked for.
"""

from __future__ import annotations

from tutor.shell.commands._awk_random import Random
from tutor.shell.commands._awk_records import Records, split
from tutor.shell.commands._awk_streams import Fault, Streams
from tutor.shell.commands._awk_values import (
    UNSET,
    Array,
    AwkError,
    Input,
    Unset,
    is_true,
    number_text,
    to_number,
)  # fmt: skip
from tutor.shell.commands._files import open_input
from tutor.shell.commands._regex import Regex, RegexError
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.commands._applet import Output
    from tutor.shell.process import Process

_MOST_FIELDS = 0xFFFFFF
_LARGE = 1 << 20
_FIRST_VALUES = {
    "CONVFMT": "%.6g", "OFMT": "%.6g", "FS": " ", "OFS": " ", "ORS": "\n", "RS": "\n", "SUBSEP": "\x1c",
}  # fmt: skip


class Cell:
    """A global variable."""

    __slots__ = ("value",)

    def __init__(self, value: float | str | Unset | Array = UNSET) -> None:
        self.value = value


class Runtime:
    """The state of a program that runs.

    `frame` holds the arguments of the function under way, `result` what it gives; `place` is the source and the line of
    the statement under way, `code` the status.
    """

    def __init__(self, process: Process, out: Output) -> None:
        self.process = process
        self.out = out
        self.streams = Streams(process, out)
        self.random = Random()
        self.cells: dict[str, Cell] = {}
        self.frame: list[float | str | Unset | Array] = []
        self.result: float | str | Unset = UNSET
        self.fold = False
        self.place = ("cmd. line", 1)
        self.code = 0
        self._record: str = Input("")
        self._fields: list[float | str | Unset] | None = []
        self._separator: str = " "
        self._regexes: dict[tuple[str, bool], Regex] = {}
        self._input: Records | None = None
        self._files_seen = False
        for name, value in _FIRST_VALUES.items():
            self.cell(name).value = value
        for name in ("NR", "FNR", "NF", "ARGIND"):
            self.cell(name).value = 0.0
        self._nr, self._fnr = self.cell("NR"), self.cell("FNR")
        self._ofs, self._rs, self._form = self.cell("OFS"), self.cell("RS"), self.cell("CONVFMT")

    def cell(self, name: str) -> Cell:
        """Return a global variable."""
        found = self.cells.get(name)
        if found is None:
            found = self.cells[name] = Cell()
        return found

    # values

    def text(self, value: float | str | Unset | Array) -> str:
        """Return a value as a string."""
        if isinstance(value, str):
            return value
        if isinstance(value, float):
            return number_text(value, self.text(self._form.value) if self._form.value != "%.6g" else "%.6g")
        return ""

    def fits(self, text: str) -> str:
        """Return a string that was put together, if it is not too long."""
        if len(text) > _LARGE:
            self.process.kernel.meter.fits(len(text))
        return text

    def regex(self, pattern: str) -> Regex:
        """Return a compiled regular expression. Raises AwkError."""
        found = self._regexes.get((pattern, self.fold))
        if found is None:
            try:
                found = Regex(pattern, extended=True, ignore_case=self.fold)
            except RegexError:
                try:
                    found = Regex(pattern, ignore_case=self.fold)
                except RegexError as error:
                    raise Fault(f"bad regex '{pattern}': {error}") from None
            self._regexes[pattern, self.fold] = found
        return found

    # the record and its fields

    def get_field(self, index: float) -> float | str | Unset:
        """Return field `index`; 0 is the record."""
        number = int(index)
        if number == 0:
            return self._record
        if number < 0:
            raise AwkError("Access to negative field")
        fields = self.fields()
        return fields[number - 1] if number <= len(fields) else UNSET

    def fields(self) -> list[float | str | Unset]:
        """Return all fields."""
        if self._fields is None:
            parts = split(self._record, self._separator, self.regex, lines=self.text(self._rs.value) == "")
            self._fields = [*parts]
            self.cell("NF").value = float(len(parts))
        return self._fields

    def set_field(self, index: float, value: float | str | Unset) -> None:
        """Set field `index`, after which the record is made anew; 0 is the record."""
        number = int(index)
        if number == 0:
            self.set_record(value if isinstance(value, Input) else Input(self.text(value)))
            return
        if number < 0:
            raise AwkError("Access to negative field")
        fields = self.fields()
        self._grow(number)
        fields[number - 1] = value
        self._rebuild()

    def _grow(self, count: int) -> None:
        fields = self.fields()
        if count > _MOST_FIELDS:
            raise Fault("out of memory")
        if count > len(fields):
            fields += [UNSET] * (count - len(fields))

    def _rebuild(self) -> None:
        fields = self.fields()
        self.cell("NF").value = float(len(fields))
        self._record = Input(self.fits(self.text(self._ofs.value).join([self.text(field) for field in fields])))

    def set_record(self, record: str) -> None:
        """Set the record."""
        self._record = record
        self._fields = None

    # variables that are more than variables

    def get_nf(self) -> float | str | Unset | Array:
        """Return NF."""
        self.fields()
        return self.cell("NF").value

    def assigned(self, name: str) -> None:
        """Do what is to be done after a special variable was set."""
        value = self.cell(name).value
        if name == "NF":
            count = int(to_number(value))
            if count < 0:
                raise AwkError("NF set to negative value")
            fields = self.fields()
            self._grow(count)
            del fields[count:]
            self._rebuild()
        elif name == "FS":
            self.fields()
            self._separator = self.text(value)
        elif name == "IGNORECASE":
            self.fold = is_true(value)

    def assign(self, name: str, value: str) -> None:
        """Set a variable from outside the program."""
        self.cell(name).value = Input(value)
        if name in SPECIAL:
            self.assigned(name)

    # input

    def next_record(self) -> bool:
        """Read the next record of the files that were named; whether there was one."""
        found = self.read_input()
        if found is None:
            return False
        self.set_record(Input(found))
        return True

    def read_input(self) -> str | None:
        """Return the next record of the files that were named, and count it."""
        while True:
            if self._input is None and not self._next_file():
                return None
            assert self._input is not None
            found = self.read(self._input)
            if found is not None:
                self._nr.value = to_number(self._nr.value) + 1
                self._fnr.value = to_number(self._fnr.value) + 1
                return found
            self._input = None

    def read(self, records: Records) -> str | None:
        """Return the next record of a file."""
        found = records.next(self.text(self._rs.value), self.regex)
        if found is None:
            return None
        self.cell("RT").value = found[1]
        return found[0]

    def skip_file(self) -> None:
        """Go on with the next file."""
        self._input = None

    def _next_file(self) -> bool:
        """Open the next file that was named; assignments among the names are made on the way."""
        arguments = self.cell("ARGV").value
        count, index = to_number(self.cell("ARGC").value), self.cell("ARGIND")
        while to_number(index.value) + 1 < count:
            index.value = to_number(index.value) + 1
            name = self.text(arguments.get(self.text(index.value))) if isinstance(arguments, Array) else ""
            if name and not self.assignment(name):
                self._start(name)
                return True
        if self._files_seen:
            return False
        self._start("-")
        return True

    def _start(self, name: str) -> None:
        self._files_seen = True
        shown = name.encode("latin-1").decode("utf-8", "surrogateescape")
        try:
            self._input = Records(open_input(self.process, shown))
        except FsError as error:
            if error.code == "EISDIR":
                raise AwkError(error.strerror) from None
            raise Fault(f"{shown}: {error.strerror}") from None
        self.cell("FILENAME").value = name
        self._fnr.value = 0.0

    def assignment(self, word: str) -> bool:
        """Set a variable if a word looks like `name=value`; whether it did."""
        from tutor.shell.commands._awk_lexer import unescaped

        name, equals, value = word.partition("=")
        if not equals or not (name.isascii() and name.isidentifier()):
            return False
        self.assign(name, unescaped(value))
        return True


SPECIAL = frozenset(("NF", "FS", "IGNORECASE"))
"""Variables that do something when they are set."""

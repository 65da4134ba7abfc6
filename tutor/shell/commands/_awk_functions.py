"""The functions that are part of awk, with those that busybox adds.

The one rule: a maker gets the arguments as expressions, and returns what is called each time.
"""

from __future__ import annotations

import math

from tutor.shell.commands._awk_code import Code, Expression, Place
from tutor.shell.commands._awk_records import split
from tutor.shell.commands._awk_values import Array, AwkError, Unset, sprintf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands._awk_runtime import Runtime
    from tutor.shell.commands._regex import Regex

    Result = float | str | Unset | Array
    Maker = Callable[[Code, list[Expression]], Callable[[], Result]]

LEAST = {
    "and": 2, "compl": 1, "lshift": 2, "or": 2, "rshift": 2, "xor": 2, "atan2": 2, "gensub": 3, "gsub": 2, "index": 2,
    "match": 2, "split": 2, "sub": 2, "substr": 2, "tolower": 1, "toupper": 1, "close": 1, "system": 1, "cos": 1,
    "exp": 1, "int": 1, "log": 1, "sin": 1, "sqrt": 1,
}  # fmt: skip
"""How many arguments a function needs at least."""
_SINGLE = frozenset(
    ("close", "system", "fflush", "cos", "exp", "int", "log", "rand", "sin", "sqrt", "srand", "length", "systime")
)
"""Functions of one argument at most."""


def call(code: Code, name: str, arguments: list[Expression]) -> Expression:
    """Return a call of a function. Raises AwkError where there are too few or too many arguments."""
    if len(arguments) < LEAST.get(name, 0):
        raise AwkError("Too few arguments")
    if len(arguments) > 1 and name in _SINGLE:
        raise AwkError("Too many arguments")
    if name in _BITS:
        return Expression(_bits(code, name, arguments))
    if name in _MATHEMATICS:
        operation, number = _MATHEMATICS[name], code.number_of(arguments[0])
        return Expression(lambda: _guarded(operation, number()))
    return Expression(_MAKERS[name](code, arguments))


# numbers

_MATHEMATICS: dict[str, Callable[[float], float]] = {
    "cos": math.cos, "exp": math.exp, "sin": math.sin, "sqrt": math.sqrt,
    "int": lambda value: float(math.trunc(value)) if math.isfinite(value) else value,
    "log": lambda value: math.log(value) if value else -math.inf,
}  # fmt: skip
_BITS: dict[str, Callable[[int, int], int]] = {
    "and": lambda a, b: a & b, "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b,
    "lshift": lambda a, b: a << (b & 63),
    "rshift": lambda a, b: a >> (b & 63), "compl": lambda a, b: ~a,
}  # fmt: skip
_WORD = (1 << 64) - 1


def _guarded(operation: Callable[[float], float], value: float) -> float:
    try:
        return operation(value)
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf


def _bits(code: Code, name: str, arguments: list[Expression]) -> Callable[[], Result]:
    operation = _BITS[name]
    numbers = [code.number_of(argument) for argument in arguments]

    def run() -> Result:
        values = [int(number()) & _WORD for number in numbers]
        return float(operation(values[0], values[-1]) & _WORD)

    return run


def _atan2(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    one, two = code.number_of(arguments[0]), code.number_of(arguments[1])
    return lambda: math.atan2(one(), two())


def _rand(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    if arguments:
        raise AwkError("Too many arguments")
    return code.runtime.random.fraction


def _srand(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    runtime = code.runtime
    number = code.number_of(arguments[0]) if arguments else runtime.process.host.now

    def run() -> Result:
        before = runtime.random.seed
        runtime.random.plant(int(number()) & 0xFFFFFFFF)
        return float(before)

    return run


# strings


def _length(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    runtime = code.runtime
    if not arguments:
        return lambda: float(len(runtime.text(runtime.get_field(0))))
    get = arguments[0].get

    def run() -> Result:
        value = get()
        return float(len(value.items) if isinstance(value, Array) else len(runtime.text(value)))

    return run


def _index(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    text, part, runtime = code.text_of(arguments[0]), code.text_of(arguments[1]), code.runtime

    def run() -> Result:
        whole, wanted = text(), part()
        if runtime.fold:
            whole, wanted = whole.lower(), wanted.lower()
        return float(whole.find(wanted) + 1) if wanted else 0.0

    return run


def _substr(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    text, first = code.text_of(arguments[0]), code.number_of(arguments[1])
    count = code.number_of(arguments[2]) if len(arguments) > 2 else None

    def run() -> Result:
        whole = text()
        start = min(max(_whole(first() - 1), 0), len(whole))
        return whole[start:] if count is None else whole[start : start + max(_whole(count()), 0)]

    return run


def _whole(value: float) -> int:
    """Return a number as C's int does, or the nearest one that fits."""
    return int(min(max(value, -(2.0**31)), 2.0**31 - 1)) if value == value else -(1 << 31)


def _case(upper: bool) -> Maker:
    table = {ord(a): b for a, b in zip("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=True)}
    if not upper:
        table = {ord(b): chr(a) for a, b in table.items()}

    def make(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
        text = code.text_of(arguments[0])
        return lambda: text().translate(table)

    return make


def _sprintf(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    return formatter(code, arguments)


def formatter(code: Code, arguments: list[Expression]) -> Callable[[], str]:
    """Return what formats arguments, the first being the format."""
    form = code.text_of(arguments[0])
    gets = [argument.get for argument in arguments[1:]]
    runtime = code.runtime

    def run() -> str:
        values: list[float | str | Unset] = []
        template = form()
        for get in gets:
            value = get()
            values.append("" if isinstance(value, Array) else value)
        return runtime.fits(sprintf(template, values, runtime.text))

    return run


def _split(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    text, array, runtime = code.text_of(arguments[0]), code.array_of(arguments[1]), code.runtime
    separator = code.text_of(arguments[2]) if len(arguments) > 2 and arguments[2].pattern is None else None
    pattern = arguments[2].pattern if len(arguments) > 2 else None
    fields, records = runtime.cell("FS"), runtime.cell("RS")

    def run() -> Result:
        whole = text()
        by: str | Regex
        if pattern is not None:
            by = runtime.regex(pattern)
        else:
            by = separator() if separator is not None else runtime.text(fields.value)
        parts = split(whole, by, runtime.regex, lines=runtime.text(records.value) == "")
        target = array()
        target.clear()
        for number, part in enumerate(parts, 1):
            target.set(str(number), part)
        return float(len(parts))

    return run


# regular expressions


def _match(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    text, pattern, runtime = code.text_of(arguments[0]), code.pattern(arguments[1]), code.runtime
    start, length = runtime.cell("RSTART"), runtime.cell("RLENGTH")

    def run() -> Result:
        found = runtime.regex(pattern()).search(text())
        start.value = float(found.start() + 1) if found is not None else 0.0
        length.value = float(found.end() - found.start()) if found is not None else -1.0
        return start.value

    return run


def _substitution(most: int) -> Maker:
    def make(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
        runtime, pattern, replacement = code.runtime, code.pattern(arguments[0]), code.text_of(arguments[1])
        place = arguments[2] if len(arguments) > 2 else code.field(code.constant(0.0))
        subject = code.text_of(place)
        put = place.set if isinstance(place, Place) else None

        def run() -> Result:
            regex, new = runtime.regex(pattern()), replacement()
            changed, count = _replaced(runtime, regex, new, subject(), 1, most, groups=False)
            if count and put is not None:
                put(changed)
            return float(count)

        return run

    return make


def _gensub(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    runtime, pattern, replacement = code.runtime, code.pattern(arguments[0]), code.text_of(arguments[1])
    which = code.number_of(arguments[2])
    subject = code.text_of(arguments[3] if len(arguments) > 3 else code.field(code.constant(0.0)))

    def run() -> Result:
        regex, new, number = runtime.regex(pattern()), replacement(), int(which())
        return _replaced(runtime, regex, new, subject(), max(number, 1), 1 if number > 0 else 0, groups=True)[0]

    return run


def _replaced(
    runtime: Runtime, regex: Regex, new: str, text: str, first: int, most: int, groups: bool
) -> tuple[str, int]:
    """Replace matches from number `first` on, `most` of them (0: all); return the result and how many were found."""
    out: list[str] = []
    at = copied = count = 0
    while at <= len(text) and (found := regex.search(text, at)) is not None:
        count += 1
        start, end = found.start(), found.end()
        if count >= first:
            out += [text[copied:start], _expand(new, [found.group(0) or "", *_groups(found, groups)])]
            copied = end
            if most and count >= first + most - 1:
                break
        at = end if end > start else end + 1
    out.append(text[copied:])
    return runtime.fits("".join(out)), count


def _groups(found: object, wanted: bool) -> list[str]:
    """Return what the groups of a match hold."""
    group = getattr(found, "group", None)
    parts: list[str] = []
    while wanted and group is not None and len(parts) < 9:
        try:
            parts.append(group(len(parts) + 1) or "")
        except IndexError:
            break
    return parts


def _expand(new: str, parts: list[str]) -> str:
    """Return a replacement with `&` (and, if there are groups, digits) filled in; backslashes before them hide them."""
    if "&" not in new and (len(parts) == 1 or "\\" not in new):
        return new
    out: list[str] = []
    slashes = 0
    for letter in new:
        if letter == "\\":
            slashes += 1
            out.append(letter)
            continue
        digit = letter.isdigit() and len(parts) > 1
        if letter == "&" or digit:
            if slashes:
                del out[len(out) - slashes + (slashes + 1 - ((slashes + 3) >> 1)) :]
            odd = (slashes + digit) % 2
            number = int(letter) if digit else 0
            out.append(letter if odd else parts[number] if number < len(parts) else "")
        else:
            out.append(letter)
        slashes = 0
    return "".join(out)


# the world


def _system(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    command, runtime = code.text_of(arguments[0]), code.runtime

    def run() -> Result:
        from tutor.shell.launch import LaunchError

        text = command()
        runtime.streams.flush()
        if not text:
            return 0.0
        argv = ["/bin/sh", "-c", text.encode("latin-1").decode("utf-8", "surrogateescape")]
        try:
            return float(runtime.process.spawn(argv))
        except LaunchError:
            return 127.0

    return run


def _close(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    name, streams = code.text_of(arguments[0]), code.runtime.streams
    return lambda: streams.close(name())


def _fflush(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    streams = code.runtime.streams
    names = [code.text_of(argument) for argument in arguments]

    def run() -> Result:
        for name in names:
            name()
        streams.flush()
        return 0.0

    return run


def _systime(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    if arguments:
        raise AwkError("Too many arguments")
    now = code.runtime.process.host.now
    return lambda: float(int(now()))


def _strftime(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    from tutor.shell.commands._times import strftime
    from tutor.shell.commands._zone import Zone

    process = code.runtime.process
    form = code.text_of(arguments[0]) if arguments else lambda: "%a %b %d %H:%M:%S %Z %Y"
    when = code.number_of(arguments[1]) if len(arguments) > 1 else process.host.now
    return lambda: strftime(form(), float(int(when())), Zone(process.env))


def _mktime(code: Code, arguments: list[Expression]) -> Callable[[], Result]:
    from tutor.shell.commands._zone import Zone, epoch

    text = code.text_of(arguments[0]) if arguments else lambda: ""
    process = code.runtime.process

    def run() -> Result:
        words = text().split()
        if len(words) < 6 or not all(word.lstrip("-").isdigit() for word in words[:6]):
            return -1.0
        year, month, day, hour, minute, second = (int(word) for word in words[:6])
        if year < 1900 or month < 1:
            return -1.0
        return float(Zone(process.env).universal(epoch(year, month, day, hour, minute, second)))

    return run


_MAKERS: dict[str, Maker] = {
    "atan2": _atan2, "rand": _rand, "srand": _srand, "length": _length, "index": _index, "substr": _substr,
    "tolower": _case(upper=False), "toupper": _case(upper=True), "sprintf": _sprintf, "split": _split, "match": _match,
    "sub": _substitution(1), "gsub": _substitution(0), "gensub": _gensub, "system": _system, "close": _close,
    "fflush": _fflush, "systime": _systime, "strftime": _strftime, "mktime": _mktime,
}  # fmt: skip

"""The applet `cut`."""

from __future__ import annotations

from tutor.shell.commands._applet import Charset, Failure, Options, Output, Usage, applet, number, options
from tutor.shell.commands._files import each_input, lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

_ENDLESS = 1 << 60
_MOST = (1 << 31) - 1


@applet(
    "[OPTIONS] [FILE]...",
    "Print parts of each line: -b or -c LIST of characters, -f LIST of fields between -d SEP.",
)
def main(process: Process) -> int:
    """Print parts of lines."""
    opts = options(process, "b:c:f:d:O:snDF:")
    kinds = [kind for kind in "bcfF" if kind in opts]
    if not kinds:
        raise Failure("expected a list of bytes, characters, or fields")
    if len(kinds) > 1:
        raise Usage
    kind = kinds[0]
    ranges = _ranges(opts.value(kind) or "", sort="D" not in opts)
    cut = _by_position(ranges) if kind in "bc" else _by_field(opts, kind, ranges)
    if kind in "bc":
        if "s" in opts:
            raise Failure("suppressing non-delimited lines makes sense only when operating on fields")
        if "d" in opts:
            raise Failure("a delimiter may be specified only when operating on fields")
        charset = Charset(process.env)
        if kind == "c" and charset.name == "utf-8":
            by_character = _by_character(ranges, charset)
            cut = by_character
    with Output(process) as out:
        for _, stream in each_input(process, out, opts.arguments or ["-"], folder=None):
            for line in lines(stream):
                part = cut(line)
                if part is not None:
                    out.write(part + b"\n")
        return out.code


def _ranges(text: str, sort: bool) -> list[tuple[int, int]]:
    """Read `N`, `N-M`, `N-` and `-M`; return half-open ranges that count from 0."""
    found: list[tuple[int, int]] = []
    for part in text.split(","):
        if not part:
            continue
        first, dash, last = part.partition("-")
        start = max(number(first, high=_MOST) - 1, 0) if first else 0
        end = (number(last, high=_MOST) if last else _ENDLESS) if dash else start + 1
        if end < start:
            raise Failure(f"{end}<{start}")
        found.append((start, max(end, start + 1)))
    if not found:
        raise Failure("missing list of positions")
    return _merged(sorted(found)) if sort else found


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _by_position(ranges: list[tuple[int, int]]) -> Callable[[bytes], bytes | None]:
    if len(ranges) == 1:
        start, end = ranges[0]
        return lambda line: line[start:end]
    return lambda line: b"".join([line[start:end] for start, end in ranges])


def _by_character(ranges: list[tuple[int, int]], charset: Charset) -> Callable[[bytes], bytes | None]:
    def cut(line: bytes) -> bytes | None:
        text = charset.decode(line)
        return charset.encode("".join([text[start:end] for start, end in ranges]))

    return cut


def _by_field(opts: Options, kind: str, ranges: list[tuple[int, int]]) -> Callable[[bytes], bytes | None]:
    given = opts.value("d")
    joint = opts.value("O")
    only = "s" in opts
    if kind == "F":
        from tutor.shell.commands._regex import Regex

        regex = Regex(given if given is not None else "[[:space:]][[:space:]]*", extended=True)
        glue = (joint if joint is not None else " ").encode("utf-8", "surrogateescape")

        def by_regex(line: bytes) -> bytes | None:
            text = line.decode("latin-1")
            at = 0
            fields: list[bytes] = []
            for found in regex.matches(text):
                fields.append(line[at : found.start()])
                at = found.end()
            fields.append(line[at:])
            return glue.join([field for start, end in ranges for field in fields[start:end]])

        return by_regex
    separator = (given if given is not None else "\t").encode("utf-8", "surrogateescape")
    separator = separator[:1] or b"\0"
    glue = separator if joint is None else joint.encode("utf-8", "surrogateescape")
    return lambda line: _pick(line, line.split(separator), ranges, glue, only)


def _pick(line: bytes, fields: list[bytes], ranges: list[tuple[int, int]], glue: bytes, only: bool) -> bytes | None:
    if len(fields) == 1:
        return None if only and line else line
    return glue.join([field for start, end in ranges for field in fields[start:end]])

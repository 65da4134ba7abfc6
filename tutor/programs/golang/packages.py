"""The packages of Go's standard library that programs may import, in the small."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from tutor.programs import built
from tutor.programs.golang.formatting import formatted, kind_of, line, run_together
from tutor.programs.golang.values import (
    BASIC,
    Duration,
    Error,
    Exit,
    Function,
    Map,
    Object,
    Package,
    Pointer,
    Slice,
    Struct,
    Type,
    ordered,
)
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.golang.machine import Machine

    Names = dict[str, Any]

KNOWN = frozenset(
    {"fmt", "os", "strings", "strconv", "errors", "time", "math", "sort", "log", "runtime", "net/http", "encoding/json"}
)
STANDARD = frozenset({
    "bufio", "bytes", "context", "crypto", "crypto/sha256", "database/sql", "embed", "encoding/base64",
    "encoding/binary",
    "encoding/csv", "encoding/hex", "flag", "html/template", "io", "io/fs", "io/ioutil", "log/slog", "maps", "math/big",
    "math/rand", "net", "net/url", "os/exec", "os/signal", "os/user", "path", "path/filepath", "reflect", "regexp",
    "slices",
    "sync", "sync/atomic", "syscall", "testing", "text/tabwriter", "text/template", "unicode", "unicode/utf8", "unsafe",
})  # fmt: skip
"""Packages that Go has and this sandbox's go has not."""

CGO = frozenset({"net", "net/http", "os/user"})
"""Packages that use the C library where cgo is on, so that the executable needs a loader."""


def load(machine: Machine, path: str) -> Package:
    """Return a package. Raises Outside for one that is not here."""
    if path not in KNOWN:
        raise Outside(f'the package "{path}"')
    return Package(path, _MAKERS[path](machine))


def _functions(names: dict[str, Callable[..., Any]]) -> Names:
    return {name: Function(name, call) for name, call in names.items()}


def list_of(items: list[str]) -> Slice:
    """Return a slice of strings."""
    return Slice(items, 0, len(items), BASIC["string"])


def failure(text: str, kind: str = "*errors.errorString") -> Error:
    """Return an error."""
    return Error(text, kind=kind)


def write_to(machine: Machine, target: Any, text: str) -> None:
    """Write a text to what Fprint takes: a stream, an answer, a builder."""
    if isinstance(target, Pointer):
        target = target.value()
    if not isinstance(target, Object) or "write" not in target.members:
        raise Outside(f"writing to {kind_of(target)}")
    target.members["write"](text)


def _spread(values: tuple[Any, ...]) -> list[Any]:
    from tutor.programs.golang.scopes import _Spread

    if values and isinstance(values[-1], _Spread):
        return [*values[:-1], *values[-1].value.items()]
    return list(values)


def _fmt(machine: Machine) -> Names:
    out = machine.process.out

    def text(value: str) -> str:
        machine.made(len(value))
        return value

    def error(form: str, *values: Any) -> Error:
        given = _spread(values)
        wrapped = next((value for value in given if isinstance(value, Error)), None) if "%w" in form else None
        return Error(text(formatted(form, given)), wrapped, "*fmt.wrapError")

    return {
        **_functions({
            "Println": lambda *values: out(line(_spread(values)) + "\n"),
            "Printf": lambda form, *values: out(formatted(form, _spread(values))),
            "Print": lambda *values: out(run_together(_spread(values))),
            "Sprintf": lambda form, *values: text(formatted(form, _spread(values))),
            "Sprint": lambda *values: text(run_together(_spread(values))),
            "Sprintln": lambda *values: text(line(_spread(values)) + "\n"),
            "Fprintf": lambda to, form, *values: write_to(machine, to, formatted(form, _spread(values))),
            "Fprintln": lambda to, *values: write_to(machine, to, line(_spread(values)) + "\n"),
            "Fprint": lambda to, *values: write_to(machine, to, run_together(_spread(values))),
            "Errorf": error,
        }),
        "Stringer": Type("interface", "fmt.Stringer"),
    }  # fmt: skip


def _os(machine: Machine) -> Names:
    from tutor.vfs.errors import FsError

    process = machine.process

    def leave(code: int) -> None:
        raise Exit(code & 0xFF)

    def path_error(verb: str, path: str, error: FsError) -> Error:
        return failure(f"{verb} {path}: {error.strerror.lower()}", "*fs.PathError")

    def read(path: str) -> tuple[Any, Any]:
        try:
            data = process.fs.read(process.path(path))
        except FsError as error:
            return None, path_error("open", path, error)
        machine.made(len(data) * 8)
        return Slice(list(data), 0, len(data), BASIC["byte"]), None

    def write(path: str, data: Slice, mode: int) -> Any:
        try:
            process.fs.write(process.path(path), bytes(item & 0xFF for item in data.items()), mode & ~process.umask)
        except FsError as error:
            return path_error("open", path, error)
        return None

    def make(path: str, mode: int) -> Any:
        try:
            process.fs.mkdir(process.path(path), mode & ~process.umask, parents=True)
        except FsError as error:
            return path_error("mkdir", path, error)
        return None

    def entries(path: str) -> tuple[Any, Any]:
        try:
            names = process.fs.listdir(process.path(path))
        except FsError as error:
            return None, path_error("open", path, error)
        made = [
            Object("*os.unixDirent", _functions({
                "Name": lambda name=name: name,
                "IsDir": lambda name=name: process.fs.is_dir(process.path(f"{path}/{name}")),
            }))
            for name in names
        ]  # fmt: skip
        return Slice(made, 0, len(made), None), None

    stdout = Object("*os.File", {"write": process.out, "WriteString": Function("WriteString", process.out)})
    stderr = Object("*os.File", {"write": process.err, "WriteString": Function("WriteString", process.err)})
    return {
        **_functions({
            "Getenv": lambda name: process.env.get(name, ""),
            "LookupEnv": lambda name: (process.env.get(name, ""), name in process.env),
            "Setenv": lambda name, value: process.env.__setitem__(name, value),
            "Environ": lambda: list_of([f"{name}={value}" for name, value in process.env.items()]),
            "Exit": leave,
            "Hostname": lambda: (process.host.hostname, None),
            "Getpid": lambda: process.pid,
            "Getuid": lambda: process.fs.uid,
            "Getgid": lambda: process.fs.gid,
            "Getwd": lambda: (process.cwd, None),
            "ReadFile": read,
            "WriteFile": write,
            "MkdirAll": make,
            "ReadDir": entries,
        }),
        "Args": property(lambda _: list_of(list(process.argv))),
        "Stdout": stdout,
        "Stderr": stderr,
    }  # fmt: skip


def _strings(machine: Machine) -> Names:
    def repeat(text: str, count: int) -> str:
        machine.made(len(text) * max(0, count))
        return text * count

    def join(items: Any, mark: str) -> str:
        parts = items.items() if items is not None else []
        machine.made(sum(map(len, parts)) + len(mark) * len(parts))
        return mark.join(parts)

    def replace(text: str, old: str, new: str, count: int = -1) -> str:
        machine.made(len(text) + text.count(old) * len(new))
        return text.replace(old, new, count)

    def split(text: str, mark: str) -> Slice:
        machine.made(len(text) * 8)
        return list_of(text.split(mark) if mark else list(text))

    def title(text: str) -> str:
        return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))

    builder = Type("struct", "strings.Builder")

    def begin() -> Any:
        parts: list[str] = []

        def write(text: str) -> None:
            machine.made(len(text))
            parts.append(text)

        members = {
            "write": write, "WriteString": Function("WriteString", write),
            "String": Function("String", lambda: "".join(parts)),
            "Len": Function("Len", lambda: sum(map(len, parts))),
        }  # fmt: skip
        return Object("strings.Builder", members)

    builder.begin = begin
    return {
        **_functions({
            "ToUpper": lambda text: text.upper(), "ToLower": lambda text: text.lower(), "Title": title,
            "Contains": lambda text, part: part in text, "HasPrefix": lambda text, part: text.startswith(part),
            "HasSuffix": lambda text, part: text.endswith(part), "Index": lambda text, part: text.find(part),
            "Count": lambda text, part: text.count(part), "TrimSpace": lambda text: text.strip(),
            "Trim": lambda text, letters: text.strip(letters), "TrimLeft": lambda text, letters: text.lstrip(letters),
            "TrimRight": lambda text, letters: text.rstrip(letters),
            "TrimPrefix": lambda text, part: text.removeprefix(part),
            "TrimSuffix": lambda text, part: text.removesuffix(part),
            "Fields": lambda text: list_of(text.split()), "Split": split, "Join": join, "Repeat": repeat,
            "Replace": replace, "ReplaceAll": replace, "EqualFold": lambda a, b: a.lower() == b.lower(),
        }),
        "Builder": builder,
    }  # fmt: skip


def _strconv(machine: Machine) -> Names:
    def number(text: str) -> tuple[int, Any]:
        try:
            return int(text.strip("_ ") if text.strip("+-0123456789") == "" else "x"), None
        except ValueError:
            return 0, failure(f'strconv.Atoi: parsing "{text}": invalid syntax', "*strconv.NumError")

    def real(text: str, bits: int) -> tuple[float, Any]:
        try:
            return float(text), None
        except ValueError:
            return 0.0, failure(f'strconv.ParseFloat: parsing "{text}": invalid syntax', "*strconv.NumError")

    def truth(text: str) -> tuple[bool, Any]:
        if text in ("1", "t", "T", "true", "TRUE", "True"):
            return True, None
        if text in ("0", "f", "F", "false", "FALSE", "False"):
            return False, None
        return False, failure(f'strconv.ParseBool: parsing "{text}": invalid syntax', "*strconv.NumError")

    return _functions({
        "Itoa": str, "Atoi": number, "ParseFloat": real, "ParseBool": truth,
        "Quote": lambda text: formatted("%q", [text]),
        "FormatInt": lambda value, base: format(value, {2: "b", 8: "o", 16: "x"}.get(base, "d")),
        "FormatBool": lambda value: "true" if value else "false",
    })  # fmt: skip


def _errors(machine: Machine) -> Names:
    def same(error: Any, target: Any) -> bool:
        while error is not None:
            if error is target:
                return True
            error = error.wrapped if isinstance(error, Error) else None
        return False

    return _functions({
        "New": failure, "Is": same, "Unwrap": lambda error: error.wrapped if isinstance(error, Error) else None,
    })  # fmt: skip


def _time(machine: Machine) -> Names:
    host = machine.process.host
    kind = Type("duration", "time.Duration")

    def layout(moment: float, form: str) -> str:
        from time import gmtime, strftime

        at = gmtime(moment)
        text = form
        for mark, name in (
            ("2006", "%Y"), ("Monday", "%A"), ("Mon", "%a"), ("January", "%B"), ("Jan", "%b"), ("MST", "UTC"),
            ("Z07:00", "Z"), ("-0700", "+0000"), ("01", "%m"), ("02", "%d"), ("15", "%H"), ("03", "%I"), ("04", "%M"),
            ("05", "%S"), ("PM", "%p"),
        ):  # fmt: skip
            text = text.replace(mark, name)
        return strftime(text, at)

    def moment(seconds: float) -> Object:
        members: Names = _functions({
            "Format": lambda form: layout(seconds, form), "Unix": lambda: int(seconds), "UTC": lambda: moment(seconds),
            "UnixNano": lambda: int(seconds * 1e9), "UnixMilli": lambda: int(seconds * 1e3),
            "Year": lambda: int(layout(seconds, "2006")), "Hour": lambda: int(layout(seconds, "15")),
            "Sub": lambda other: Duration(int((seconds - other.members["seconds"]) * 1e9)),
            "Add": lambda other: moment(seconds + other / 1e9),
            "String": lambda: layout(seconds, "2006-01-02 15:04:05") + f".{int(seconds % 1 * 1e9):09d} +0000 UTC",
        })  # fmt: skip
        members["seconds"] = seconds
        return Object("time.Time", members)

    def wait(duration: int) -> None:
        machine.process.sleep(max(0, duration) / 1e9)

    return {
        **_functions({
            "Now": lambda: moment(host.now()), "Sleep": wait,
            "Since": lambda start: Duration(int((host.now() - start.members["seconds"]) * 1e9)),
        }),
        "Duration": kind, "Time": Type("any", "time.Time"), "Nanosecond": Duration(1), "Microsecond": Duration(1_000),
        "Millisecond": Duration(1_000_000), "Second": Duration(1_000_000_000), "Minute": Duration(60_000_000_000),
        "Hour": Duration(3_600_000_000_000), "RFC3339": "2006-01-02T15:04:05Z07:00",
        "RFC1123": "Mon, 02 Jan 2006 15:04:05 MST",
        "Kitchen": "3:04PM", "DateTime": "2006-01-02 15:04:05", "DateOnly": "2006-01-02", "TimeOnly": "15:04:05",
    }  # fmt: skip


def _math(machine: Machine) -> Names:
    def root(value: float) -> float:
        return math.sqrt(value) if value >= 0 else math.nan

    def power(a: float, b: float) -> float:
        try:
            return float(math.pow(a, b))
        except (OverflowError, ValueError):
            return math.inf

    return {
        **_functions({
            "Sqrt": root, "Pow": power, "Floor": lambda v: float(math.floor(v)), "Ceil": lambda v: float(math.ceil(v)),
            "Round": lambda v: float(math.floor(abs(v) + 0.5)) * (1 if v >= 0 else -1), "Abs": lambda v: float(abs(v)),
            "Max": lambda a, b: float(max(a, b)), "Min": lambda a, b: float(min(a, b)), "Sin": math.sin,
            "Cos": math.cos,
            "Log": lambda v: math.log(v) if v > 0 else -math.inf, "Mod": lambda a, b: math.fmod(a, b),
            "Inf": lambda sign: math.inf if sign >= 0 else -math.inf, "Hypot": math.hypot,
        }),
        "Pi": math.pi, "E": math.e, "MaxInt": (1 << 63) - 1, "MinInt": -(1 << 63), "MaxInt64": (1 << 63) - 1,
        "MaxInt32": (1 << 31) - 1, "MinInt64": -(1 << 63),
    }  # fmt: skip


def _sort(machine: Machine) -> Names:
    def plain(items: Slice) -> None:
        machine.tick(items.length)
        items.data[items.start : items.start + items.length] = sorted(items.items())

    def by(items: Slice, less: Function) -> None:
        from functools import cmp_to_key

        copy = items.items()
        machine.tick(items.length * 4)

        def compare(a: Any, b: Any) -> int:
            items.data[items.start], items.data[items.start + 1] = a, b
            return -1 if less.call(0, 1) else 1 if less.call(1, 0) else 0

        if len(copy) > 1:
            items.data[items.start : items.start + len(copy)] = sorted(copy, key=cmp_to_key(compare))

    return _functions({"Ints": plain, "Strings": plain, "Float64s": plain, "Slice": by, "SliceStable": by})


def _log(machine: Machine) -> Names:
    state = {"prefix": "", "flags": 3}

    def write(text: str) -> None:
        from time import gmtime, strftime

        stamp = ""
        if state["flags"]:
            stamp = strftime("%Y/%m/%d %H:%M:%S ", gmtime(machine.process.host.now()))
        machine.process.err(f"{state['prefix']}{stamp}{text.removesuffix(chr(10))}\n")

    def fatal(text: str) -> None:
        write(text)
        raise Exit(1)

    return {
        **_functions({
            "Println": lambda *values: write(line(_spread(values))),
            "Printf": lambda form, *values: write(formatted(form, _spread(values))),
            "Print": lambda *values: write(run_together(_spread(values))),
            "Fatal": lambda *values: fatal(run_together(_spread(values))),
            "Fatalln": lambda *values: fatal(line(_spread(values))),
            "Fatalf": lambda form, *values: fatal(formatted(form, _spread(values))),
            "SetPrefix": lambda text: state.__setitem__("prefix", text),
            "SetFlags": lambda flags: state.__setitem__("flags", flags),
        }),
        "LstdFlags": 3, "Lshortfile": 16,
    }  # fmt: skip


def _runtime(machine: Machine) -> Names:
    version = "go" + ".".join(map(str, machine.version))
    architecture = built.architecture(machine.process)
    return {
        **_functions({"NumCPU": lambda: 2, "Version": lambda: version, "NumGoroutine": lambda: 1, "GC": lambda: None}),
        "GOOS": "linux", "GOARCH": architecture,
    }  # fmt: skip


def plain_json(value: Any, depth: int = 0) -> Any:
    """Return a value as `json.dumps` takes it, its structs by the names of their tags."""
    if depth > 100:
        raise Outside("JSON that is nested so deeply")
    if isinstance(value, Pointer):
        value = value.value()
    if isinstance(value, Slice):
        return [plain_json(item, depth + 1) for item in value.items()]
    if isinstance(value, Map):
        return {str(key): plain_json(value.data[key], depth + 1) for key in ordered(value.data)}
    if isinstance(value, Struct):
        found = {}
        for name, field in value.fields.items():
            if not name[:1].isupper():
                continue
            tag = value.type.tags.get(name, "")
            said = tag.partition('json:"')[2].partition('"')[0] if 'json:"' in tag else ""
            key, _, options = said.partition(",")
            if key == "-" or ("omitempty" in options and not field):
                continue
            found[key or name] = plain_json(field, depth + 1)
        return found
    if isinstance(value, Error | Object | Function):
        return {}
    return value


def _json(machine: Machine) -> Names:
    def text(value: Any, indent: str | None = None) -> str:
        made = json.dumps(
            plain_json(value),
            ensure_ascii=False,
            separators=(",", ":") if indent is None else (",", ": "),
            indent=indent,
        )
        machine.made(len(made))
        for mark, name in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
            made = made.replace(mark, name)
        return made

    def data(made: str) -> tuple[Any, Any]:
        encoded = list(made.encode())
        return Slice(encoded, 0, len(encoded), BASIC["byte"]), None

    def encoder(target: Any) -> Object:
        def encode(value: Any) -> Any:
            write_to(machine, target, text(value) + "\n")
            return None

        return Object("*json.Encoder", {"Encode": Function("Encode", encode)})

    return _functions({
        "Marshal": lambda value: data(text(value)),
        "MarshalIndent": lambda value, prefix, indent: data(text(value, indent)),
        "NewEncoder": encoder,
    })  # fmt: skip


def _http(machine: Machine) -> Names:
    from tutor.programs.golang.server import http_names

    return http_names(machine)


_MAKERS: dict[str, Callable[[Machine], Names]] = {
    "fmt": _fmt, "os": _os, "strings": _strings, "strconv": _strconv, "errors": _errors, "time": _time, "math": _math,
    "sort": _sort, "log": _log, "runtime": _runtime, "encoding/json": _json, "net/http": _http,
}  # fmt: skip

"""The program `node`: its options, where the code comes from, how it ends."""

from __future__ import annotations

import re
from posixpath import normpath
from typing import TYPE_CHECKING, Any

from tutor.programs.node import modules
from tutor.programs.node.builtins import fill
from tutor.programs.node.inspect import inspect
from tutor.programs.node.lexer import JsSyntaxError
from tutor.programs.node.naming import at, methods
from tutor.programs.node.runtime import Exit, Runtime
from tutor.programs.node.values import UNDEFINED, Function, Object, Thrown
from tutor.programs.outside import CODE, Outside
from tutor.shell.kernel import SIGNAL_NAMES
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process


_NOT_FOUND = "node:internal/modules/cjs/loader:1148\n  throw err;\n  ^\n\n"


class Signalled(BaseException):
    """A signal came that the script handles."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def version_of(process: Process) -> tuple[int, ...]:
    """Return the version of the image's node."""
    numbers = re.findall(r"\d+", process.env.get("NODE_VERSION", "")) or ["20", "18", "0"]
    return tuple(int(number) for number in numbers[:3])


def main(process: Process) -> int:
    """Run node."""
    words = list(process.argv[1:])
    version = version_of(process)
    code: str | None = None
    shows = False
    while words and words[0].startswith("-") and words[0] != "-":
        word = words.pop(0)
        if word in ("-v", "--version"):
            process.out(f"v{'.'.join(map(str, version))}\n")
            return 0
        if word in ("-e", "--eval", "-p", "--print", "-pe"):
            if not words:
                process.err(f"{process.argv[0]}: {word} requires an argument\n")
                return 9
            code, shows = words.pop(0), word in ("-p", "--print", "-pe")
        elif word == "--":
            break
        elif not word.startswith(
            ("--max-old-space-size", "--enable-source-maps", "--no-warnings", "--unhandled-rejections", "--trace")
        ):
            process.err(f"{process.argv[0]}: bad option: {word}\n")
            return 9
    runtime = Runtime(process, version)
    try:
        fill(runtime)
        return _run(runtime, code, shows, words)
    finally:
        runtime.close()


def _run(runtime: Runtime, code: str | None, shows: bool, words: list[str]) -> int:
    process = runtime.process
    argv = [_executable(process)]
    try:
        if code is not None:
            _process(runtime, [*argv, *words])
            return _evaluated(runtime, code, shows)
        if not words or words[0] == "-":
            _process(runtime, argv)
            if process.stdin.tty:
                from tutor.programs.node.prompt import prompt

                return prompt(runtime)
            return _evaluated(runtime, process.stdin.read().decode("utf-8", "replace"), False, "[stdin]")
        path = modules._file(runtime, normpath(process.path(words[0])))
        where = process.path(words[0])
        _process(runtime, [*argv, path or where, *words[1:]])
        if path is None:
            process.err(f"{_NOT_FOUND}Error: Cannot find module '{where}'\n    at Module._resolveFilename "
                        f"(node:internal/modules/cjs/loader:1145:15) {{\n"
                        "  code: 'MODULE_NOT_FOUND',\n  requireStack: "
                        f"[]\n}}\n\nNode.js v{'.'.join(map(str, runtime.version))}\n")  # fmt: skip
            return 1
        module = modules.new_module(runtime)
        runtime.modules["<main>"] = module
        runtime.modules[path] = module
        text = process.fs.read(path).decode("utf-8", "replace")
        return _finished(runtime, lambda: modules.run_file(runtime, path, text, module), text, path)
    except Outside as outside:
        process.err(outside.line("node"))
        return CODE
    except FsError as error:
        process.err(f"node: {error.path}: {error.strerror}\n")
        return 1


def _executable(process: Process) -> str:
    from tutor.shell.launch import DEFAULT_PATH, LaunchError, locate

    try:
        return locate(process.fs, process.argv[0], process.env.get("PATH", DEFAULT_PATH), process.cwd)
    except LaunchError:
        return process.argv[0]


def _evaluated(runtime: Runtime, code: str, shows: bool, name: str = "[eval]") -> int:
    from tutor.programs.node.compiler import Compiler, Frame, Scope
    from tutor.programs.node.parser import parse

    module = modules.new_module(runtime)
    folder = runtime.process.cwd

    def run() -> None:
        nodes = parse(code, name)
        compiler = Compiler(runtime, name)
        scope = Scope(None, Frame(UNDEFINED, None, ""))
        scope.vars.update(
            {
                "module": module,
                "exports": module.props["exports"],
                "require": modules.require_of(runtime, folder, f"{folder}/{name}", module),
            }
        )
        last = nodes[-1] if nodes and shows and nodes[-1][0] == "expression" else None
        try:
            body = compiler.block(nodes[:-1] if last is not None else nodes, own=False)
        except (AttributeError, IndexError, TypeError, ValueError):
            raise Outside("such code", name) from None
        body(scope)
        if shows:
            value = compiler.expression(last[3])(scope) if last is not None else UNDEFINED
            runtime.process.out((value if isinstance(value, str) else inspect(runtime, value)) + "\n")

    return _finished(runtime, run, code, name)


def _finished(runtime: Runtime, run: Any, text: str, name: str) -> int:
    """Run a script and what it leaves to be done; return the status."""
    process = runtime.process
    try:
        try:
            run()
            while True:
                try:
                    runtime.loop()
                    break
                except Signalled as signalled:
                    _handle(runtime, signalled.name)
        except Signalled as signalled:
            _handle(runtime, signalled.name)
            runtime.loop()
        code = runtime.integer(runtime.names["process"].props.get("exitCode", UNDEFINED))
        _exiting(runtime, code)
        return code & 0xFF
    except Exit as left:
        return left.code & 0xFF
    except JsSyntaxError as error:
        lines = text.split("\n")
        line = lines[error.line - 1] if error.line <= len(lines) else ""
        word = re.match(r"\w*", line[error.column - 1 :])
        mark = " " * (error.column - 1) + "^" * max(1, len(word[0]) if word else 1) if error.column <= len(line) else ""
        process.err(
            f"{name}:{error.line}\n{line}\n{mark}\n\nSyntaxError: {error.message}\n\nNode.js "
            f"v{'.'.join(map(str, runtime.version))}\n"
        )
        return 1
    except Thrown as thrown:
        process.err(uncaught(runtime, thrown, text, name))
        return 1
    except RecursionError:
        process.err("RangeError: Maximum call stack size exceeded\n")
        return 1


def uncaught(runtime: Runtime, thrown: Thrown, text: str = "", name: str = "") -> str:
    """Return what node prints for an error that nobody caught."""
    value = thrown.value
    place = (
        value.native
        if isinstance(value, Object) and isinstance(value.native, tuple)
        else getattr(thrown, "place", None)
    )
    head = ""
    if isinstance(value, Object) and value.props.get("code") == "MODULE_NOT_FOUND":
        head = _NOT_FOUND
    elif place is not None:
        file, line, column = place
        try:
            lines = (text if file == name else runtime.process.fs.read(file).decode("utf-8", "replace")).split("\n")
        except FsError:
            lines = []
        source = lines[line - 1] if 0 < line <= len(lines) else ""
        head = f"{file}:{line}\n{source}\n{' ' * max(0, column - 1)}^\n\n"
    shown = inspect(runtime, value)
    version = ".".join(map(str, runtime.version))
    if not (isinstance(value, Object) and value.kind == "Error"):
        hint = "(Use `node --trace-uncaught ...` to show where the exception was thrown)"
        begin = head or "node:internal/process/promises:288\n"
        return f"{begin}Uncaught:\n{shown}\n{hint}\n\nNode.js v{version}\n"
    return f"{head}{shown}\n\nNode.js v{version}\n"


def _handle(runtime: Runtime, name: str) -> None:
    for function in list(runtime.handlers.get(name, [])):
        runtime.call(function, UNDEFINED, [name])


def _exiting(runtime: Runtime, code: int) -> None:
    for function in list(runtime.handlers.get("exit", [])):
        runtime.call(function, UNDEFINED, [float(code)])


class _Environment(Object):
    """`process.env`: the process's own variables; what is set becomes text."""


def _process(runtime: Runtime, argv: list[str]) -> None:
    """Make `process`."""
    process = runtime.process
    version = ".".join(map(str, runtime.version))
    made = runtime.object()
    env = _Environment(runtime.object_proto, process.env)

    def leave(this: Any, given: list[Any]) -> Any:
        code = runtime.integer(at(given, 0), runtime.integer(made.props.get("exitCode", UNDEFINED)))
        _exiting(runtime, code)
        raise Exit(code)

    def on(this: Any, given: list[Any]) -> Any:
        function = at(given, 1)
        if isinstance(function, Function):
            runtime.handlers.setdefault(runtime.text(at(given, 0)), []).append(function)
        return made

    def change(this: Any, given: list[Any]) -> Any:
        where = process.path(runtime.text(at(given, 0)))
        if not process.fs.is_dir(where):
            raise runtime.error(
                "Error",
                f"ENOENT: no such file or directory, chdir {process.cwd} -> '{runtime.text(at(given, 0))}'",
                code="ENOENT",
            )
        process.cwd = process.fs.resolve(where)
        return UNDEFINED

    def stream(write: Any, tty: bool) -> Object:
        found = runtime.object({"isTTY": True} if tty else {})
        methods(runtime, found, {"write": lambda this, given: write(runtime.text(at(given, 0))) or True})
        return found

    def soon(this: Any, given: list[Any]) -> Any:
        runtime.ticks.append(lambda: runtime.call(at(given, 0), UNDEFINED, given[1:]))
        return UNDEFINED

    made.props.update({
        "argv": runtime.array(list(argv)), "env": env, "version": f"v{version}",
        "versions": runtime.object({"node": version}), "pid": float(process.pid),
        "ppid": float(process.ppid), "platform": "linux", "arch": modules.node_architecture(process),
        "exitCode": UNDEFINED, "title": "node",
        "execPath": argv[0],
        "stdout": stream(process.out, process.stdout.tty), "stderr": stream(process.err, process.stderr.tty),
    })  # fmt: skip
    start = process.host.now()
    methods(runtime, made, {
        "cwd": lambda this, given: process.cwd, "chdir": change, "exit": leave, "on": on, "once": on, "nextTick": soon,
        "uptime": lambda this, given: process.host.now() - start + 0.04,
        "getuid": lambda this, given: float(process.fs.uid),
        "getgid": lambda this, given: float(process.fs.gid),
        "memoryUsage": lambda this, given: runtime.object({"rss": 42e6, "heapTotal": 6e6, "heapUsed": 5e6}),
        "hrtime": lambda this, given: runtime.array([float(int(process.host.now())), 0.0]),
    })  # fmt: skip
    runtime.names["process"] = made
    entry = process.kernel.processes.get(process.pid)

    def take(number: int) -> bool:
        name = f"SIG{SIGNAL_NAMES.get(number, '')}"
        if name not in runtime.handlers:
            return number in process.ignored
        if entry is None or process.kernel.current is entry.task:
            raise Signalled(name)
        entry.task.pending = Signalled(name)
        return True

    if entry is not None:
        entry.signal = take

"""One run of a Go program: limits, calls with deferred functions, panics; and the compiling of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.golang import packages
from tutor.programs.golang.compiler import Compiler
from tutor.programs.golang.formatting import line, shown
from tutor.programs.golang.lexer import GoError
from tutor.programs.golang.parser import parse
from tutor.programs.golang.scopes import Env, Name, Scope
from tutor.programs.golang.values import Error, Exit, Function, Panic
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tutor.programs.golang.compiler import Exec
    from tutor.programs.golang.tree import File
    from tutor.shell.process import Process

_WORK = 256
_PER_STEP = 4
_DEPTH = 900
_ENDING = (1, 2, 15)
_UNREADABLE = (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What a tree of a form that no program of the subset has makes the compiler meet."""


class Machine:
    """The state of a run, or of a build that runs nothing."""

    def __init__(self, process: Process, version: tuple[int, ...] = (1, 23)) -> None:
        self.process = process
        self.version = version
        self.work = 0
        self.depth = 0
        self.deferred: list[list[tuple[Any, list[Any]]]] = []
        self.panics: list[Panic | None] = []
        self.known = packages.KNOWN
        self.signatures: dict[str, list[tuple[str, Any, bool]]] = {}

    # costs

    def tick(self, count: int = 1) -> None:
        """Count work. Raises LimitExceeded, Stopped."""
        self.work -= count
        if self.work < 0:
            self.process.tick(-self.work // _PER_STEP + _WORK // _PER_STEP)
            self.work = _WORK

    def made(self, size: int) -> None:
        """Count a new value of `size` bytes. Raises LimitExceeded."""
        if size > 64:
            self.fits(size)
            self.tick(size // 64)

    def fits(self, size: int) -> None:
        """Refuse a value that is too large. Raises LimitExceeded."""
        self.process.kernel.meter.fits(size)

    # calls

    def enter(self, name: str, file: str, line: int, env: Env, body: Exec, named: Sequence[str]) -> Any:
        """Run a function's body in its environment, then what it deferred; return its result."""
        self.tick()
        if self.depth > _DEPTH:
            raise Panic(Error("stack overflow"), True)
        self.depth += 1
        self.deferred.append([])
        panic: Panic | None = None
        try:
            body(env)
        except Panic as raised:
            panic = raised
        finally:
            waiting = self.deferred.pop()
            self.depth -= 1
        if named and env.result is not None:
            found = env.result[0] if len(named) > 1 else env.result
            env.vars.update(zip(named, found, strict=False))
        self.panics.append(panic)
        while waiting:
            function, given = waiting.pop()
            try:
                function.call(*given)
            except Panic as raised:
                self.panics[-1] = raised
        left = self.panics.pop()
        if left is not None:
            raise left
        if named:
            values = tuple(env.vars.get(text) for text in named)
            return values if len(values) > 1 else values[0]
        return env.result[0] if env.result is not None else None

    def recovered(self) -> Any:
        """Return what `recover` gives: the value of the panic that is under way, which ends."""
        if len(self.panics) < 1:
            return None
        panic = self.panics[-1]
        if panic is None:
            return None
        self.panics[-1] = None
        return panic.value

    def note(self, panic: Panic, file: str, line: int) -> None:
        """Note a place that a panic came past."""
        if not panic.places:
            panic.places.append((file, line))

    def low(self, values: Sequence[Any]) -> None:
        """Do `println`."""
        self.process.err(line(values) + "\n")


def compiled(
    machine: Machine, files: Sequence[tuple[str, str]], values: Mapping[str, str] | None = None
) -> tuple[list[tuple[str, GoError]], Callable[[], None] | None]:
    """Return the errors of a package's files (name, source), and what runs it. Raises Outside."""
    errors: list[tuple[str, GoError]] = []
    trees: list[File] = []
    for name, source in files:
        machine.tick(len(source) // 16)
        try:
            trees.append(parse(source, name))
        except GoError as error:
            errors.append((name, error))
        except RecursionError:
            raise Outside("code that is nested so deeply", name) from None
    if errors:
        return errors, None
    universe = Scope(None)
    scopes: list[tuple[Compiler, Scope, File]] = []
    for tree in trees:
        compiler = Compiler(machine, tree.name)
        scope = Scope(universe)
        for alias, path, at, column in tree.imports:
            made = packages.load(machine, path)
            text = alias or path.rpartition("/")[2]
            scope.names[text] = Name("package", at, column, value=made)
        scopes.append((compiler, scope, tree))
    try:
        start = _declared(machine, universe, scopes, values or {})
    except _UNREADABLE:
        raise Outside("such code", files[0][0]) from None
    for compiler, scope, tree in scopes:
        for text, known in scope.names.items():
            if known.kind == "package" and not known.used and text != "_":
                path = known.value.path
                shown_ = f'"{path}"' if path.rpartition("/")[2] == text else f'"{path}" imported as {text}'
                compiler.errors.append(GoError(f"{shown_} imported and not used", known.line, known.column))
        errors += [(tree.name, error) for error in compiler.errors]
    return errors, None if errors else start


def _declared(
    machine: Machine, universe: Scope, scopes: list[tuple[Compiler, Scope, File]], values: Mapping[str, str]
) -> Callable[[], None]:
    """Declare all names of a package and turn its functions; return what runs `main`."""
    everything = [(compiler, scope, node) for compiler, scope, tree in scopes for node in tree.declarations]
    for compiler, _, node in everything:
        if node.kind == "type":
            compiler.declare_type_name(universe, node)
    for compiler, scope, node in everything:
        if node.kind == "type":
            compiler.fill_type(universe, scope, node)
    env = Env(None)
    inner = Env(env)
    functions: list[tuple[str, Function, Compiler, Scope, Any]] = []
    for compiler, _, node in everything:
        if node.kind == "func" and node.receiver is None:
            made = Function(node.name, lambda *given: None)
            if node.name in universe.names and node.name not in ("init", "_"):
                compiler.fail(node.place, f"{node.name} redeclared in this block")
            universe.names[node.name] = Name("func", value=made)
            if node.name not in ("init", "main"):
                machine.signatures[node.name] = node.parameters
            functions.append((node.name, made, compiler, universe, node))
        elif node.kind == "var":
            for token in node.names:
                universe.names[token.text] = variable = Name("var", type=None)
                variable.used = True
    inits: list[Function] = [made for name, made, _, _, _ in functions if name == "init"]
    runs: list[Callable[[Env], Any]] = []
    for compiler, scope, node in everything:
        if node.kind == "const":
            compiler.statement(scope, node)
            for token in node.names:
                universe.names[token.text] = scope.names.pop(token.text)
    for compiler, scope, node in everything:
        if node.kind == "var":
            run = compiler.statement(scope, node)
            for token in node.names:
                universe.names[token.text] = scope.names.pop(token.text, universe.names[token.text])
                universe.names[token.text].used = True
            runs.append(run)
    for name, made, compiler, _, node in functions:
        scope = next(found for other, found, _ in scopes if other is compiler)
        made.call = compiler.function(scope, f"main.{name}", node)(inner)
    for compiler, scope, node in everything:
        if node.kind == "func" and node.receiver is not None:
            _method(compiler, scope, inner, node)
    main = universe.names.get("main")
    if main is None or main.kind != "func":
        scopes[0][0].errors.append(GoError("function main is undeclared in the main package", 0, 0))

    def start() -> None:
        for run in runs:
            holder = Env(env)
            run(holder)
            env.vars.update(holder.vars)
        env.vars.update({name: text for name, text in values.items() if name in env.vars})
        for function in inits:
            function.call()
        assert main is not None
        main.value.call()

    return start


def _method(compiler: Compiler, scope: Scope, env: Env, node: Any) -> None:
    name, kind, _ = node.receiver
    found = compiler.type(scope, kind)
    pointed = found.kind == "pointer" and found.inner is not None
    owner = found.inner if pointed else found
    assert owner is not None
    if owner.kind != "struct":
        raise Outside("a method of a type that is no struct", f"{compiler.file}:{node.line}")
    make = compiler.function(scope, f"main.{owner.name}.{node.name}", node, receiver=(name, found, False))
    owner.methods[node.name] = (pointed, make(env))


def _obeys_signals(process: Process) -> None:
    """Let signals that nobody handles end a program that is PID 1, as Go's runtime does: with status 2."""
    entry = process.kernel.processes.get(process.pid)

    def take(number: int) -> bool:
        if number in process.ignored:
            return True
        if process.pid != 1 or number not in _ENDING:
            return False
        if entry is None or process.kernel.current is entry.task:
            raise Exit(2)
        entry.task.pending = Exit(2)
        return True

    if entry is not None:
        entry.signal = take


def run(machine: Machine, start: Callable[[], None]) -> int:
    """Run a program; return its status, after what a panic prints."""
    process = machine.process
    _obeys_signals(process)
    try:
        start()
        return 0
    except Exit as left:
        return left.code
    except Panic as panic:
        text = shown(panic.value)
        if text == "stack overflow":
            process.err("runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n\n")
            return 2
        extra = (
            "\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48e3d6]" if "nil pointer" in text else ""
        )
        places = "".join(f"main.main()\n\t{file}:{at} +0x1d\n" for file, at in panic.places[:1])
        process.err(f"panic: {text}{extra}\n\ngoroutine 1 [running]:\n{places}")
        return 2

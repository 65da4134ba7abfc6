"""The state of a running shell and what all its parts need: parameters, errors, subshells.

The one rule: everything a shell knows is an attribute here; the classes built upon this one only act on it.
"""

from __future__ import annotations

from tutor.shell.expansion import Expander
from tutor.shell.kernel import SIGNALS, Kernel
from tutor.shell.streams import Closed, Stream
from tutor.shell.variables import ReadOnly, Variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn, Self

    from tutor.shell.arithmetic import Evaluator
    from tutor.shell.host import Host
    from tutor.shell.kernel import Task
    from tutor.shell.syntax import AndOr, Command, Function, Sequence
    from tutor.vfs.filesystem import FileSystem

DEFAULT_PATH = "/sbin:/usr/sbin:/bin:/usr/bin"


class Exit(BaseException):
    """The shell ends with `status`."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Abort(Exit):
    """An error that has been reported ends a shell that is not interactive, and the line of one that is."""


class Leave(BaseException):
    """`break` or `continue` leaves `levels` loops; with `again` the last of them goes on."""

    def __init__(self, levels: int, again: bool) -> None:
        super().__init__(levels)
        self.levels = levels
        self.again = again


class Return(BaseException):
    """A function or a sourced script ends with `status`."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Job:
    """A background job: its number, its process, its text, and the task that runs it."""

    __slots__ = ("number", "pid", "task", "text")

    def __init__(self, number: int, pid: int, text: str, task: Task) -> None:
        self.number = number
        self.pid = pid
        self.text = text
        self.task = task


class ShellCore:
    """A shell's state. `fds` are its open descriptors; `options` the letters (and long names) that are on."""

    def __init__(self, host: Host, fs: FileSystem, kernel: Kernel, fds: dict[int, Stream]) -> None:
        self.host = host
        self.fs = fs
        self.kernel = kernel
        self.meter = kernel.meter
        self.fds = fds
        self.variables = Variables(kernel.limits.memory)
        self.functions: dict[str, Function | str] = {}
        self.aliases: dict[str, str] = {}
        self.positional: list[str] = []
        self.options: set[str] = set()
        self.traps: dict[str, str] = {}
        self.deaf: frozenset[int] = frozenset()
        self.pending: list[int] = []
        self.jobs: list[Job] = []
        self.hashed: dict[str, str] = {}
        self.name = "sh"
        self.dialect = "busybox"
        self.command_name: str | None = None
        self.cwd = "/"
        self.umask = 0o022
        self.status = 0
        self.pid = 1
        self.own_pid = 1
        self.ppid = 0
        self.last_pid = 0
        self.line = 0
        self.line_base = 0
        self.loops = 0
        self.functions_running = 0
        self.sourcing = 0
        self.tested = False
        self.trapping = False
        self.in_place = False
        self.interactive = False
        self.tty = False
        self.exited = False
        self.substituted: int | None = None
        self.getopts_at = 0
        self.getopts_index = 1
        self.outer_name: str | None = None
        self.expander = Expander(self)  # type: ignore[arg-type]
        self._evaluator: Evaluator | None = None

    def fork(self) -> Self:
        """Return a copy for a subshell: it shares the file system and open files, and nothing else."""
        other = object.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        other.variables = self.variables.copy()
        other.functions = self.functions.copy()
        other.aliases = self.aliases.copy()
        other.options = self.options.copy()
        other.fds = self.fds.copy()
        other.traps = {name: text for name, text in self.traps.items() if not text}
        other.pending = []
        other.jobs = []
        other.ppid = self.own_pid
        other.own_pid = self.kernel.new_pid()
        other.interactive = False
        other.expander = Expander(other)  # type: ignore[arg-type]
        other._evaluator = None
        return other

    # what the upper classes bring

    def sequence(self, body: Sequence) -> int:
        """Run commands one after the other."""
        raise NotImplementedError

    def command(self, node: Command) -> int:
        """Run one command."""
        raise NotImplementedError

    def and_or(self, node: AndOr) -> int:
        """Run a list of pipelines."""
        raise NotImplementedError

    def substitute(self, body: Sequence) -> str:
        """Return the output of commands, without the line ends at its end."""
        raise NotImplementedError

    def run_text(self, text: str, line: int = 1) -> int:
        """Run a text in this shell, command by command."""
        raise NotImplementedError

    def as_process(self, body: Callable[[], int]) -> int:
        """Run `body` as what this subshell does, to its end."""
        raise NotImplementedError

    # streams and errors

    def out(self, text: str) -> None:
        """Write to standard output."""
        (self.fds.get(1) or Closed()).write(text.encode("utf-8", "surrogateescape"))

    def err(self, text: str) -> None:
        """Write to standard error."""
        stream = self.fds.get(2)
        if stream is not None:
            stream.write(text.encode("utf-8", "surrogateescape"))

    def complain(self, message: str, status: int = 1, *, bash: str = "", expression: str = "") -> int:
        """Write an error message with the names and the line number that the shell puts before it; return `status`.

        `message` is busybox's; `bash` is what bash says where that does not follow from it.
        """
        if self.dialect == "busybox":
            self.err(f"{self.prefix()}{message}\n")
            return status
        from tutor.shell.dialects import BASH, prefix, translated

        command = self.command_name if self.command_name not in (None, self.name) else ""
        said = bash if bash and self.dialect == BASH else translated(self.dialect, message, command or "", expression)
        line = 0 if self.interactive and self.dialect == BASH else self.line
        before = prefix(self.dialect, self.name, command or "", line, said, option="c" in self.options)
        self.err(f"{before}{said}\n")
        return status

    def prefix(self) -> str:
        """Return what error messages begin with."""
        if self.command_name is None:
            return f"{self.name}: "
        name = "" if self.command_name == self.name else f"{self.command_name}: "
        line = "" if self.interactive else f"line {self.line}: "
        return f"{self.name}: {name}{line}"

    def error(self, message: str, status: int = 2, *, bash: str = "", expression: str = "") -> NoReturn:
        """Report an error that a shell does not survive unless it is interactive."""
        self.complain(message, bash=bash, expression=expression)
        raise Abort(status)

    # variables and parameters

    def assign(self, name: str, value: str) -> None:
        """Assign a variable; `set -a` exports it."""
        try:
            self.variables.set(name, value)
        except ReadOnly:
            self.error(f"{name}: is read only")
        if "a" in self.options:
            self.variables.export(name)
        if name == "PATH":
            self.hashed.clear()
        elif name == "OPTIND":
            self.getopts_at = 0
            self.getopts_index = int(value) if value.isdecimal() and int(value) > 0 else 1

    def unset(self, name: str) -> None:
        """Forget a variable."""
        try:
            self.variables.unset(name)
        except ReadOnly:
            self.error(f"{name}: is read only", bash=f"{name}: cannot unset: readonly variable")

    def parameter(self, name: str) -> str | None:
        """Return the value of a special or positional parameter; None if it is not set."""
        char = name[0] if name else ""
        if char.isdecimal():
            number = int(name)
            if number == 0:
                return self.name
            return self.positional[number - 1] if number <= len(self.positional) else None
        if char == "?":
            return str(self.status)
        if char == "#":
            return str(len(self.positional))
        if char == "$":
            return str(self.pid)
        if char == "!":
            return str(self.last_pid) if self.last_pid else ""
        if char == "-":
            return "".join(sorted(option for option in self.options if len(option) == 1))
        if char == "@" or char == "*":
            return self.separator().join(self.positional) if self.positional else None
        if name == "LINENO":
            return str(self.line)
        return None

    def separator(self) -> str:
        """Return what joins the parameters in `"$*"`: the first character of IFS."""
        ifs = self.variables.values.get("IFS")
        return " " if ifs is None else ifs[:1]

    def value(self, name: str) -> str:
        """Return a variable's value, "" if it is not set."""
        return self.variables.values.get(name, "")

    def arithmetic(self, expression: str) -> int:
        """Return the value of an arithmetic expression."""
        from tutor.shell.arithmetic import ArithmeticFault, Evaluator

        if self._evaluator is None:
            self._evaluator = Evaluator(self._arithmetic_value, self.assign)
        try:
            return self._evaluator.value(expression)
        except ArithmeticFault as fault:
            self.error(str(fault), expression=expression)

    def _arithmetic_value(self, name: str) -> str | None:
        value = self.variables.values.get(name)
        if value is None and "u" in self.options:
            self.error(f"{name}: parameter not set", bash=f"{name}: unbound variable")
        return value

    def path(self, path: str) -> str:
        """Return a path as an absolute one."""
        if path[:1] == "/":
            return path
        return f"{self.cwd}/{path}" if self.cwd != "/" else f"/{path}"

    def home_of(self, user: str) -> str | None:
        """Return the home folder of a user ("" is this shell's own), None if it is not known."""
        if not user:
            return self.variables.values.get("HOME")
        from tutor.vfs.errors import FsError

        try:
            lines = self.fs.read("/etc/passwd").decode("utf-8", "surrogateescape").splitlines()
        except FsError:
            return None
        for line in lines:
            fields = line.split(":")
            if fields[0] == user and len(fields) >= 6:
                return fields[5]
        return None

    # signals

    def ignored(self) -> frozenset[int]:
        """Return the signals that are ignored."""
        return self.deaf.union([SIGNALS[name] for name, text in self.traps.items() if not text and name in SIGNALS])

    def take_signal(self, signal: int) -> bool:
        """Receive a signal; False if it has its default effect. What was ignored from the start is so for ever."""
        if signal in self.deaf:
            return True
        for name, text in self.traps.items():
            if SIGNALS.get(name) == signal:
                if text:
                    self.pending.append(signal)
                return True
        return False

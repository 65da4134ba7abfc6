"""Simple commands: what is run, with which variables and files.

The one rule: special builtins come before functions, functions before other builtins, and those before files.
POSIX.1-2017, volume 3, 2.9.1.
"""

from __future__ import annotations

from tutor.shell import redirect
from tutor.shell.builtins import SPECIAL, find_builtin
from tutor.shell.core import DEFAULT_PATH, Abort, Return, ShellCore
from tutor.shell.kernel import Killed
from tutor.shell.launch import LaunchError, execute, locate
from tutor.shell.limits import LimitExceeded
from tutor.shell.process import Process
from tutor.shell.quoting import trace_quote
from tutor.shell.redirect import RedirectFailed
from tutor.shell.streams import StreamError
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.builtins import Builtin
    from tutor.shell.syntax import Assignment, Function, Simple, Word

DECLARING = frozenset({"export", "readonly", "local"})
SIGNAL_TEXTS = {
    1: "Hangup", 3: "Quit", 4: "Illegal instruction", 5: "Trace/breakpoint trap", 6: "Aborted", 7: "Bus error",
    8: "Arithmetic fault", 9: "Killed", 10: "User defined signal 1", 11: "Segmentation fault",
    12: "User defined signal 2", 14: "Alarm clock", 15: "Terminated",
}  # fmt: skip


class SimpleCommands(ShellCore):
    """Runs simple commands."""

    def simple(self, node: Simple) -> int:
        """Run a simple command."""
        self.meter.step()
        in_place, self.in_place = self.in_place, False
        self.line = node.line + self.line_base
        self.substituted = None
        argv = self._arguments(node.words)
        if not argv:
            return self._assign_only(node)
        name = argv[0]
        if name in SPECIAL:
            return self._special(node, argv)
        try:
            saved = redirect.apply(self, node.redirects) if node.redirects else None
        except RedirectFailed as failed:
            return failed.status
        try:
            function = self.functions.get(name)
            if function is not None:
                return self._with_variables(node.assignments, argv, lambda: self.call(function, argv))
            builtin = find_builtin(name)
            if builtin is not None:
                return self._with_variables(node.assignments, argv, lambda: self.builtin(builtin, argv))
            environment = self._environment(node.assignments, argv)
            return self.external(argv, environment, self.own_pid if in_place else None)
        finally:
            if saved is not None:
                redirect.restore(self, saved)

    def _arguments(self, words: list[Word]) -> list[str]:
        argv: list[str] = []
        fields = self.expander.fields
        declaring = False
        for word in words:
            if word.plain is not None:
                argv.append(word.plain)
            elif declaring and _is_assignment(word):
                argv.append(self.expander.text(word, True, True))
            else:
                argv += fields(word)
            if len(argv) == 1:
                declaring = argv[0] in DECLARING
        if len(argv) > 50:
            self.meter.step(len(argv) // 50)
        return argv

    def _assign_only(self, node: Simple) -> int:
        """Run a command that has no name: its assignments are the shell's."""
        try:
            saved = redirect.apply(self, node.redirects) if node.redirects else None
        except RedirectFailed as failed:
            return failed.status
        try:
            traced: list[str] = []
            for assignment in node.assignments:
                value = self.expander.text(assignment.value, True)
                self.assign(assignment.name, value)
                if "x" in self.options:
                    traced.append(f"{assignment.name}={trace_quote(value)}")
            if traced:
                self.trace(traced)
        finally:
            if saved is not None:
                redirect.restore(self, saved)
        return self.substituted or 0

    def _special(self, node: Simple, argv: list[str]) -> int:
        """Run a special builtin: its assignments stay, its errors end the shell."""
        try:
            saved = redirect.apply(self, node.redirects)
        except RedirectFailed as failed:
            raise Abort(failed.status) from None
        kept = False
        try:
            texts = [(item.name, self.expander.text(item.value, True)) for item in node.assignments]
            if "x" in self.options:
                self.trace([*(f"{name}={trace_quote(value)}" for name, value in texts), *map(trace_quote, argv)])
            for name, value in texts:
                self.assign(name, value)
            builtin = find_builtin(argv[0])
            assert builtin is not None
            if argv[0] == "exec" and len(argv) > 1:
                for name, _ in texts:
                    self.variables.export(name)
            kept = argv[0] == "exec" and len(argv) == 1
            return self.builtin(builtin, argv, True)
        finally:
            if not kept:
                redirect.restore(self, saved)

    def _with_variables(self, assignments: list[Assignment], argv: list[str], run: Callable[[], int]) -> int:
        """Run something with variables that are exported for its time only."""
        if not assignments:
            if "x" in self.options:
                self.trace([trace_quote(word) for word in argv])
            return run()
        variables = self.variables
        saved = variables.save([item.name for item in assignments])
        traced: list[str] = []
        try:
            for item in assignments:
                value = self.expander.text(item.value, True)
                traced.append(f"{item.name}={trace_quote(value)}")
                self.assign(item.name, value)
                variables.export(item.name)
            if "x" in self.options:
                self.trace([*traced, *map(trace_quote, argv)])
            return run()
        finally:
            variables.restore(saved)

    def _environment(self, assignments: list[Assignment], argv: list[str]) -> dict[str, str]:
        environment = dict(self.variables.environment())
        traced: list[str] = []
        for item in assignments:
            if item.name in self.variables.readonly:
                self.error(f"{item.name}: is read only")
            value = environment[item.name] = self.expander.text(item.value, True)
            traced.append(f"{item.name}={trace_quote(value)}")
        if "x" in self.options:
            self.trace([*traced, *map(trace_quote, argv)])
        return environment

    def trace(self, words: list[str]) -> None:
        """Print what is about to run, as `set -x` wants it."""
        prompt = self.variables.values.get("PS4", "+ ")
        if "$" in prompt or "`" in prompt:
            from tutor.shell.parser import Parser

            self.options.discard("x")
            parser = Parser(prompt)
            try:
                prompt = self.expander.text(parser.quoted_text(parser.size, "string"))
            finally:
                self.options.add("x")
        self.err(f"{prompt}{' '.join(words)}\n")

    # the kinds of commands

    def builtin(self, builtin: Builtin, argv: list[str], special: bool = False) -> int:
        """Run a builtin; only the errors of a special one end the shell."""
        outer = self.outer_name = self.command_name
        self.command_name = argv[0]
        try:
            return builtin(self, argv)
        except Abort as error:
            if special:
                raise
            return error.status
        except (StreamError, FsError) as error:
            self.err(f"sh: write error: {error.strerror}\n")
            return 1
        finally:
            self.command_name = outer

    def call(self, function: Function | str, argv: list[str]) -> int:
        """Call a function."""
        if isinstance(function, str):
            function = self._defined(argv[0], function)
        task = self.kernel.current
        task.depth += 1
        if task.depth > self.kernel.limits.depth:
            raise LimitExceeded(f"nested more than {self.kernel.limits.depth} levels deep (an endless recursion?)")
        size = sum(map(len, argv))
        self.meter.holds(size)
        positional, self.positional = self.positional, argv[1:]
        loops, self.loops = self.loops, 0
        getopts = self.getopts_index, self.getopts_at
        self.getopts_index, self.getopts_at = 1, 0
        self.functions_running += 1
        self.variables.enter()
        try:
            return self.command(function.body)
        except Return as result:
            return result.status
        finally:
            self.variables.leave()
            self.functions_running -= 1
            self.positional = positional
            self.meter.holds(-size)
            self.loops = loops
            self.getopts_index, self.getopts_at = getopts
            task.depth -= 1

    def _defined(self, name: str, source: str) -> Function:
        """Return a function whose source alone is known."""
        from tutor.shell.parser import parse
        from tutor.shell.syntax import Function

        node = parse(source).body.items[0].pipelines[0].commands[0]
        assert isinstance(node, Function)
        self.functions[name] = node
        return node

    def external(self, argv: list[str], environment: dict[str, str], pid: int | None = None) -> int:
        """Run a program, as the process `pid` or as a new one."""
        process = Process(
            argv,
            environment,
            self.cwd,
            self.fs,
            None,
            None,
            None,
            self.host,
            umask=self.umask,
            tty=self.tty,
            pid=pid,
            ppid=self.own_pid if pid is None else self.ppid,
            kernel=self.kernel,
            fds=self.fds.copy(),
        )
        self.substituted = None
        if self.traps or self.deaf:
            process.ignored = self.ignored()
        return self.run_program(process)

    def run_program(self, process: Process) -> int:
        """Find and run the program of a process; say why if it cannot be."""
        name = process.argv[0]
        task = self.kernel.current
        task.depth += 1
        try:
            if task.depth > self.kernel.limits.depth:
                raise LimitExceeded(f"nested more than {self.kernel.limits.depth} levels deep (an endless recursion?)")
            path = self.find_program(name, process.env.get("PATH"))
            self.variables.values["_"] = path
            try:
                status = execute(process, path)
            except LaunchError as error:
                if error.kind != "format":
                    raise
                status = self._script(process, path)
        except LaunchError as error:
            if error.kind in ("not found", "interpreter"):
                return self.complain(f"{name}: not found", 127)
            bash = f"{name}: Is a directory" if error.kind == "folder" else ""
            return self.complain(f"{name}: {error.strerror}", error.code, bash=bash)
        finally:
            task.depth -= 1
        if process.killed_by and process.pid == self.own_pid:
            raise Killed(process.pid, process.killed_by)  # the program was all of this subshell
        text = SIGNAL_TEXTS.get(process.killed_by)
        if text is not None:
            self.err(f"{text}\n")
        return status

    def replace(self, process: Process, path: str) -> int:
        """Run a program in the shell's place."""
        try:
            return execute(process, path)
        except LaunchError as error:
            if error.kind != "format":
                raise
            return self._script(process, path)

    def find_program(self, name: str, search: str | None = None) -> str:
        """Return the path of a program, remembered if PATH had to be searched. Raises LaunchError."""
        if search is None:
            search = self.variables.values.get("PATH", DEFAULT_PATH)
        if "/" in name or search != self.variables.values.get("PATH"):
            return locate(self.fs, name, search, self.cwd)
        known = self.hashed.get(name)
        if known is not None and self.fs.access(known, "x"):
            return known
        path = self.hashed[name] = locate(self.fs, name, search, self.cwd)
        return path

    def _script(self, process: Process, path: str) -> int:
        """Run a text file that does not say what runs it."""
        from tutor.shell.sh import main

        process.argv = ["sh", path, *process.argv[1:]]
        try:
            return main(process)
        except Killed as error:
            if error.pid != process.pid:
                raise
            process.killed_by = error.signal
            return 128 + error.signal


def _is_assignment(word: Word) -> bool:
    """Return whether a word of `export` and the like has the form `name=…` as it is written."""
    from tutor.shell.syntax import Literal

    first = word.parts[0]
    if not isinstance(first, Literal) or first.quoted:
        return False
    name, equals, _ = first.text.partition("=")
    return bool(equals) and name.isidentifier() and name.isascii()

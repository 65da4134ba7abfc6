"""The shell: a host, a file system, streams and a state, and text that runs in them.

The one rule: whatever the text does, `run` returns an exit status; what it did to the shell is in `state`.
"""

from __future__ import annotations

from tutor.shell.core import Abort, Exit, Job, Leave, Return
from tutor.shell.execute import Executor
from tutor.shell.kernel import DONE, Kernel, Killed, Task
from tutor.shell.limits import STOPPED, LimitExceeded, Stopped
from tutor.shell.parser import Parser
from tutor.shell.state import ShellState
from tutor.shell.streams import BrokenPipe, Buffer, Input
from tutor.shell.syntax import ShellSyntaxError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.host import Host
    from tutor.shell.streams import Stream
    from tutor.vfs.filesystem import FileSystem

DEFAULTS = {"IFS": " \t\n", "OPTIND": "1", "PS1": "\\w \\$ ", "PS2": "> ", "PS4": "+ "}


JOB_SECONDS = 60.0


class Shell(Executor):
    """A shell. Between two `run`s its whole state is the value `state`.

    After `exit` (or an error that ends a shell that is not interactive) `exited` is true and `run` returns at once.
    Background jobs of a shell that has its own kernel are brought to their end when the text that began them ends: they
    get at most `JOB_SECONDS` of simulated time. With `keep_jobs` they go on sleeping in the kernel until a later `run`
    of the same object lets time pass, or `close` ends them.
    """

    def __init__(
        self,
        host: Host,
        fs: FileSystem,
        state: ShellState | None = None,
        stdin: Stream | None = None,
        stdout: Stream | None = None,
        stderr: Stream | None = None,
        *,
        tty: bool = False,
        interactive: bool = False,
        kernel: Kernel | None = None,
        fds: dict[int, Stream] | None = None,
        keep_jobs: bool = False,
    ) -> None:
        state = state if state is not None else ShellState()
        if fds is None:
            out = stdout or Buffer()
            fds = {0: stdin or Input(), 1: out, 2: stderr or out}
        if (fs.uid, fs.gid, fs.groups) != (state.uid, state.gid, state.groups) and kernel is None:
            fs = fs.with_user(state.uid, state.gid, state.groups)
        super().__init__(host, fs, kernel or Kernel(host, first_pid=state.next_pid), fds)
        self.tty = tty
        self.interactive = interactive
        self.launched = kernel is not None
        self._keep_jobs = keep_jobs or self.launched
        self._load(state)
        if kernel is None:
            entry = self.kernel.enter(self.pid, 0, [self.name], fs.uid)
            entry.signal = self.take_signal

    def _load(self, state: ShellState) -> None:
        self.cwd = state.cwd
        variables = self.variables
        for name, value, exported, readonly in state.variables:
            if value is not None:
                variables.set(name, value)
            if exported:
                variables.export(name)
            if readonly:
                variables.readonly.add(name)
        for name, value in DEFAULTS.items():
            if name not in variables.values:
                variables.set(name, value)
        if "PWD" not in variables.values:
            variables.set("PWD", state.cwd)
            variables.export("PWD")
        self.functions = dict(state.functions)
        self.aliases = dict(state.aliases)
        self.status = state.status
        self.options = set(state.options)
        self.umask = state.umask
        self.positional = list(state.positional)
        self.name = state.name
        self.pid = self.own_pid = state.pid
        self.last_pid = state.last_pid
        self.traps = dict(state.traps)
        for number, pid, text, status in state.jobs:
            task = Task(None, pid)
            task.state, task.status = DONE, status
            self.jobs.append(Job(number, pid, text, task))

    @property
    def state(self) -> ShellState:
        """The shell as a value."""
        variables = self.variables
        names = sorted({*variables.values, *variables.exported, *variables.readonly})
        return ShellState(
            cwd=self.cwd,
            variables=tuple(
                (name, variables.values.get(name), name in variables.exported, name in variables.readonly)
                for name in names
            ),
            functions=tuple(
                (name, node if isinstance(node, str) else node.source) for name, node in sorted(self.functions.items())
            ),
            aliases=tuple(sorted(self.aliases.items())),
            status=self.status,
            options=tuple(sorted(self.options)),
            umask=self.umask,
            uid=self.fs.uid,
            gid=self.fs.gid,
            groups=self.fs.groups,
            positional=tuple(self.positional),
            name=self.name,
            pid=self.pid,
            last_pid=self.last_pid,
            next_pid=self.kernel.next_pid,
            traps=tuple(sorted(self.traps.items())),
            jobs=tuple((job.number, job.pid, job.text, job.task.status) for job in self.jobs if job.task.state == DONE),
        )

    # running

    def run(self, source: str) -> int:
        """Run a text and return the status of its last command; never raises but `Suspended`.

        A limit that is passed ends the text with one line on standard error, a wish to stop with status 130.
        """
        if self.exited:
            return self.status
        kernel = self.kernel
        outermost = kernel.begin()
        try:
            self._run_to_end(source)
            if outermost:
                self._wait_for_jobs()
        except (LimitExceeded, RecursionError) as error:
            if not outermost:
                raise
            known = error if isinstance(error, LimitExceeded) else LimitExceeded("nested too deeply")
            kernel.meter.stop.exceeded = True
            self.err(f"{known}\n")
            self.status = known.code
            kernel.close()
        except Stopped:
            if not outermost:
                raise
            self.status = STOPPED
            kernel.close()
        finally:
            kernel.sync()
            if outermost:
                kernel.end()
        return self.status

    def _run_to_end(self, source: str) -> None:
        try:
            self.run_text(source)
        except Abort as error:
            self.status = error.status
            self.exited = not self.interactive
        except Exit as leaving:
            self.status = leaving.status
            self.exited = True
        except Return as leaving:
            self.status = leaving.status
            self.exited = not self.interactive
        except Leave:
            self.status = 0
        except BrokenPipe:
            self.status = 141
            self.exited = not self.interactive
        except Killed as killed:
            self._end_by(killed)
        self.tested = False
        self.loops = 0

    def _wait_for_jobs(self) -> None:
        """Let background jobs go on; one of them may end this shell by a signal."""
        try:
            self.kernel.settle()
            if not self._keep_jobs:
                self.kernel.drain(JOB_SECONDS)
        except Killed as killed:
            self._end_by(killed)

    def _end_by(self, killed: Killed) -> None:
        if killed.pid != self.own_pid or self.launched:
            raise killed
        self.status = 128 + killed.signal
        self.exited = True

    def finish(self) -> int:
        """End the shell: run the trap for EXIT, end its jobs; return the exit status."""
        if "EXIT" in self.traps:
            self.exited = False
            status = self.status
            text = self.traps.pop("EXIT")
            self.run(text)
            if not self.exited:
                self.status = status
        self.exited = True
        return self.status

    def close(self) -> None:
        """End background jobs that are still asleep."""
        if not self.kernel.busy:
            self.kernel.close()

    def _quote_line(self, text: str, index: int) -> None:
        """Show the line of a text in which something was unexpected, as bash does."""
        lines = text.split("\n")
        if 0 <= index < len(lines) and lines[index]:
            where = "-c: " if "c" in self.options else ""
            self.err(f"{self.name}: {where}line {self.line}: `{lines[index]}'\n")

    def run_text(self, text: str, line: int = 1) -> int:
        """Run a text in this shell, command by command; a syntax error is reported when it is reached."""
        parser = Parser(text, line=line, aliases=self.aliases)
        try:
            while (body := parser.commands_of_line()) is not None:
                if "n" in self.options and not self.interactive:
                    continue
                self.sequence(body)
        except ShellSyntaxError as error:
            cut = self.dialect == "bash" and "end of file" in error.message and not text.endswith("\n")
            self.line = error.line + self.line_base + cut  # bash counts the end of the text as a line
            name, self.command_name = self.command_name, self.command_name
            self.complain(error.message)
            if self.dialect == "bash" and error.message.startswith("syntax error: unexpected") and not cut:
                self._quote_line(text, error.line - line)
            self.command_name = name
            raise Abort(2) from None
        return self.status

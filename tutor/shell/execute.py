"""Running the tree: lists, pipelines, compound commands, subshells and background jobs.

The one rule: every node's run returns its exit status and leaves it in `status`; `set -e` looks at exactly the commands
that POSIX.1-2017 (volume 3, 2.14, set) names: those whose failure nobody tests.
"""

from __future__ import annotations

from tutor.shell import redirect
from tutor.shell.core import Exit, Job, Leave, Return
from tutor.shell.kernel import SIGNAL_NAMES, Killed
from tutor.shell.patterns import matches
from tutor.shell.redirect import RedirectFailed
from tutor.shell.simple import SIGNAL_TEXTS, SimpleCommands
from tutor.shell.streams import BrokenPipe, Buffer, Reader
from tutor.shell.syntax import Case, For, Function, Group, If, Simple, Subshell, While

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from tutor.shell.kernel import Task
    from tutor.shell.streams import Stream
    from tutor.shell.syntax import AndOr, Command, Compound, Pipeline, Sequence


class Executor(SimpleCommands):
    """Runs every kind of node."""

    # lists

    def sequence(self, body: Sequence) -> int:
        """Run commands one after the other."""
        for item in body.items:
            if item.background:
                self.background(item)
            else:
                self.and_or(item)
        return self.status

    def and_or(self, node: AndOr) -> int:
        """Run pipelines joined by `&&` and `||`."""
        pipelines = node.pipelines
        last = len(pipelines) - 1
        if not last:
            return self.pipeline(pipelines[0])
        outer = self.tested
        try:
            self.tested = True
            status = self.pipeline(pipelines[0])
            for index, operator in enumerate(node.operators, 1):
                if (status == 0) == (operator == "&&"):
                    self.tested = outer if index == last else True
                    status = self.pipeline(pipelines[index])
        finally:
            self.tested = outer
        return status

    def pipeline(self, node: Pipeline) -> int:
        """Run a pipeline."""
        if not node.negated:
            if len(node.commands) == 1:
                return self.command(node.commands[0])
            return self.finished(self.stages(node.commands))
        outer, self.tested = self.tested, True
        try:
            commands = node.commands
            status = self.command(commands[0]) if len(commands) == 1 else self.stages(commands)
        finally:
            self.tested = outer
        self.status = int(not status)
        return self.status

    def finished(self, status: int) -> int:
        """Note a status, run traps that wait, and leave if `set -e` says so."""
        self.status = status
        if self.pending:
            self.run_traps()
        if status and not self.tested and "e" in self.options:
            raise Exit(status)
        return status

    def command(self, node: Command) -> int:
        """Run one command."""
        kind = node.__class__
        if kind is Simple:
            return self.finished(self.simple(node))  # type: ignore[arg-type]
        if kind is Function:
            assert isinstance(node, Function)
            self.functions[node.name] = node
            self.status = 0
            return 0
        if not node.redirects:  # type: ignore[union-attr]
            return self._compound(node)  # type: ignore[arg-type]
        self.line = node.line + self.line_base
        try:
            saved = redirect.apply(self, node.redirects)  # type: ignore[union-attr]
        except RedirectFailed as failed:
            return self.finished(failed.status)
        try:
            return self._compound(node)  # type: ignore[arg-type]
        finally:
            redirect.restore(self, saved)

    def _compound(self, node: Compound) -> int:
        if isinstance(node, If):
            return self._if(node)
        if isinstance(node, For):
            return self._for(node)
        if isinstance(node, While):
            return self._while(node)
        if isinstance(node, Case):
            return self._case(node)
        if isinstance(node, Group):
            return self.sequence(node.body)
        assert isinstance(node, Subshell)
        child = self.fork()
        return self.finished(self.subshell(child, child.whole(node.body)))

    # compound commands

    def _condition(self, body: Sequence) -> int:
        outer, self.tested = self.tested, True
        try:
            return self.sequence(body)
        finally:
            self.tested = outer

    def _if(self, node: If) -> int:
        for condition, body in node.branches:
            if self._condition(condition) == 0:
                return self.sequence(body)
        if node.otherwise is not None:
            return self.sequence(node.otherwise)
        self.status = 0
        return 0

    def _while(self, node: While) -> int:
        status = 0
        self.loops += 1
        try:
            while True:
                self.meter.step()
                try:
                    if (self._condition(node.condition) != 0) != node.until:
                        break
                    status = self.sequence(node.body)
                except Leave as leave:
                    status = self.status = 0
                    if not self._stays(leave):
                        break
        finally:
            self.loops -= 1
        self.status = status
        return status

    def _stays(self, leave: Leave) -> bool:
        """Return whether the loop that caught `leave` goes on; passes it on to the next one out."""
        if leave.levels > 1 and self.loops > 1:
            raise Leave(leave.levels - 1, leave.again)
        return leave.again

    def _for(self, node: For) -> int:
        self.line = node.line + self.line_base
        if node.words is None:
            values = list(self.positional)
        else:
            values = []
            for word in node.words:
                values += self.expander.fields(word)
        self.status = 0
        self.loops += 1
        try:
            for value in values:
                self.meter.step()
                self.assign(node.name, value)
                try:
                    self.sequence(node.body)
                except Leave as leave:
                    self.status = 0
                    if not self._stays(leave):
                        break
        finally:
            self.loops -= 1
        return self.status

    def _case(self, node: Case) -> int:
        self.line = node.line + self.line_base
        subject = self.expander.text(node.subject)
        for patterns, body in node.branches:
            for pattern in patterns:
                if matches(self.expander.pattern(pattern), subject):
                    self.status = 0 if not body.items else self.status
                    return self.sequence(body)
        self.status = 0
        return 0

    # subshells

    def as_process(self, body: Callable[[], int]) -> int:
        """Run `body` as what this subshell does, to its end: it may exit, be killed, or break a pipe."""
        kernel = self.kernel
        task = kernel.current
        task.depth += 1
        if task.depth > kernel.limits.depth:
            from tutor.shell.limits import LimitExceeded

            raise LimitExceeded(f"nested more than {kernel.limits.depth} levels deep (an endless recursion?)")
        parent = kernel.processes.get(self.ppid)
        argv = parent.argv if parent is not None else [self.name]  # a fork goes by the same name
        entry = kernel.enter(self.own_pid, self.ppid, argv, self.fs.uid)
        entry.signal = self.take_signal
        try:
            status = self.guarded(body)
            return self.exit_trap(status)
        except BrokenPipe:
            return 141
        finally:
            kernel.leave(self.own_pid)
            task.depth -= 1

    def subshell(self, child: Self, body: Callable[[], int]) -> int:
        """Run what a subshell does, here and now."""
        try:
            return child.as_process(body)
        except Killed as killed:
            if killed.pid != child.own_pid:
                raise
            text = SIGNAL_TEXTS.get(killed.signal)
            if text:
                self.err(f"{text}\n")
            return 128 + killed.signal

    def guarded(self, body: Callable[[], int]) -> int:
        """Run `body`; whatever leaves it (exit, return, break) becomes its status."""
        try:
            return body()
        except Exit as leaving:
            return leaving.status
        except Return as leaving:
            return leaving.status
        except Leave:
            return 0

    def exit_trap(self, status: int) -> int:
        """Run the trap for EXIT, if there is one; return the status to exit with."""
        text = self.traps.pop("EXIT", "")
        if not text:
            return status
        self.status = status
        try:
            self.tested = False
            self.run_text(text)
        except Exit as leaving:
            return leaving.status
        except (Return, Leave):
            pass
        return status

    def run_traps(self) -> None:
        """Run the traps of signals that have come."""
        if self.trapping:
            return
        self.trapping = True
        try:
            while self.pending:
                signal = self.pending.pop(0)
                text = self.traps.get(SIGNAL_NAMES[signal])
                if text:
                    self.meter.step()
                    status = self.status
                    self.run_text(text)
                    self.status = status
        finally:
            self.trapping = False

    def substitute(self, body: Sequence) -> str:
        """Return the output of commands, without the line ends at its end."""
        child = self.fork()
        output = Buffer(meter=self.meter)
        child.fds[1] = output
        self.substituted = self.subshell(child, child.whole(body))
        data = output.getvalue()
        self.meter.fits(len(data))
        if b"\0" in data:
            data = data.replace(b"\0", b"")
        return data.rstrip(b"\n").decode("utf-8", "surrogateescape")

    # pipelines and jobs

    def stages(self, commands: list[Command]) -> int:
        """Run the stages of a pipeline; return the status of the last (with `pipefail`: of the last that failed)."""
        from tutor.shell.pipes import Pipe

        kernel = self.kernel
        tasks: list[Task] = []
        source: Pipe | None = None
        for index, command in enumerate(commands):
            child = self.fork()
            held: list[Stream] = []
            if source is not None:
                child.fds[0] = source.reader
                held.append(source.reader)
            if index < len(commands) - 1:
                source = Pipe(kernel)
                child.fds[1] = source.writer
                held.append(source.writer)
            tasks.append(self._task(child, held, child.alone(command)))
        statuses: list[int] = []
        for task in tasks:
            statuses.append(kernel.finish(task))
            self.tell_end(task)
        if "pipefail" in self.options:
            return next((status for status in reversed(statuses) if status), 0)
        return statuses[-1]

    def alone(self, node: Command) -> Callable[[], int]:
        """Return what runs a command as all that this subshell does: a program takes its place, `( )` is the same."""

        def run() -> int:
            if isinstance(node, Subshell) and not node.redirects:
                return self.whole(node.body)()
            self.in_place = isinstance(node, Simple)
            return self.command(node)

        return run

    def whole(self, body: Sequence) -> Callable[[], int]:
        """Return what runs commands as all that this subshell does; one that stands alone takes its place."""
        single = len(body.items) == 1 and not body.items[0].background
        return self.whole_list(body.items[0]) if single else lambda: self.sequence(body)

    def whole_list(self, node: AndOr) -> Callable[[], int]:
        """Return what runs a list as all that this subshell does."""
        first = node.pipelines[0]
        if len(node.pipelines) == 1 and not first.negated and len(first.commands) == 1:
            return self.alone(first.commands[0])
        return lambda: self.and_or(node)

    def _task(self, child: Self, held: list[Stream], body: Callable[[], int]) -> Task:
        """Make a task that runs `body` in the subshell `child`, holding streams open until it ends."""
        for stream in held:
            stream.retain()

        def run() -> int:
            try:
                if task.pending is not None:
                    pending, task.pending = task.pending, None
                    raise pending
                return child.as_process(body)
            except Killed as killed:
                if killed.pid != child.own_pid:
                    raise
                task.killed = True
                return 128 + killed.signal
            finally:
                for stream in held:
                    stream.release()

        task = self.kernel.add(run, child.own_pid)
        return task

    def tell_end(self, task: Task) -> None:
        """Say so if a signal ended a task that was waited for."""
        text = SIGNAL_TEXTS.get(task.status - 128) if task.killed else None
        if text:
            self.err(f"{text}\n")

    def background(self, node: AndOr) -> None:
        """Start a background job."""
        child = self.fork()
        if not self.interactive:
            child.fds[0] = Reader()
            child.deaf |= {2, 3}
        held = list({id(stream): stream for stream in child.fds.values()}.values())
        task = self._task(child, held, child.whole_list(node))
        task.ignored = child.ignored()
        self.last_pid = child.own_pid
        number = max((job.number for job in self.jobs), default=0) + 1
        self.jobs.append(Job(number, child.own_pid, node.text if self.interactive else "", task))
        self.status = 0

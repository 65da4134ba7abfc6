"""What all processes of one machine share: process numbers, limits, open files not yet written, and whose turn it is.

One rule: exactly one task runs at any moment. A task is a background job or a pipeline stage; it starts in the thread
of whoever waits for it if that is possible, and gets a thread of its own only when its producer's pipe is full or
someone sleeps. Turns change only where a task blocks, in a fixed order, so the same script always runs the same way.
"""

from __future__ import annotations

import sys
from _thread import allocate_lock, start_new_thread

from tutor.shell.limits import LimitExceeded, Limits, Meter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.host import Host
    from tutor.shell.streams import Stream

SIGNALS = {
    "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "BUS": 7, "FPE": 8, "KILL": 9, "USR1": 10,
    "SEGV": 11, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "STKFLT": 16, "CHLD": 17, "CONT": 18, "STOP": 19,
    "TSTP": 20, "TTIN": 21, "TTOU": 22, "URG": 23, "XCPU": 24, "XFSZ": 25, "VTALRM": 26, "PROF": 27, "WINCH": 28,
    "POLL": 29, "PWR": 30, "SYS": 31,
}  # fmt: skip
SIGNAL_NAMES = {number: name for name, number in SIGNALS.items()}
IGNORED_BY_DEFAULT = frozenset({17, 18, 20, 21, 22, 23, 28})

FRAMES_PER_LEVEL = 24
"""Frames of Python that one level of nesting may take; they are on the heap, not on a thread's stack."""

NEW, RUNNING, BLOCKED, DONE = range(4)


class Killed(BaseException):
    """A signal ends the process `pid`; its status is 128 + `signal`. Programs let it pass."""

    def __init__(self, pid: int, signal: int) -> None:
        super().__init__(pid, signal)
        self.pid = pid
        self.signal = signal


class Abandoned(BaseException):
    """The world of this task has ended."""


class Entry:
    """A row of the process table: `signal` decides what a signal does to the process (None: the default)."""

    __slots__ = ("argv", "parent", "pid", "signal", "started", "task", "uid")

    def __init__(self, pid: int, parent: int, argv: list[str], uid: int, task: Task, started: float) -> None:
        self.pid = pid
        self.parent = parent
        self.argv = argv
        self.uid = uid
        self.task = task
        self.started = started
        self.signal: Callable[[int], bool] | None = None


class Task:
    """One thread of control. `status` is its exit status once `state` is DONE.

    `ignored` are the signals that do nothing to it before its process has begun.
    """

    __slots__ = ("body", "depth", "ignored", "killed", "lock", "pending", "pid", "ready", "state", "status", "until")

    def __init__(self, body: Callable[[], int] | None, pid: int, depth: int = 0) -> None:
        self.body = body
        self.pid = pid
        self.depth = depth
        self.state = NEW if body else RUNNING
        self.status = 0
        self.lock = allocate_lock() if body is None else None
        self.ready: Callable[[], bool] | None = None
        self.until: float | None = None
        self.pending: BaseException | None = None
        self.killed = False
        self.ignored: frozenset[int] = frozenset()


class Kernel:
    """The shared part of one machine's processes; made by the outermost `Process` or `Shell` if none is given."""

    def __init__(self, host: Host, limits: Limits | None = None, first_pid: int = 1) -> None:
        self.host = host
        self.limits = limits or host.limits
        self.meter = Meter(self.limits, host.stop)
        self.processes: dict[int, Entry] = {}
        self.next_pid = first_pid
        self.main = Task(None, 0)
        self.current = self.main
        self.tasks: list[Task] = [self.main]
        self.unwritten: list[Stream] = []
        self.busy = False
        self._recursion = 0
        self.closing = False
        self._failure: BaseException | None = None

    # one run

    def begin(self) -> bool:
        """Begin a run; False if one is under way, of which this is a part. The outermost must call `end`."""
        if self.busy:
            return False
        self.busy = True
        self.meter.reset()
        self._recursion = sys.getrecursionlimit()
        sys.setrecursionlimit(max(self._recursion, self.limits.depth * FRAMES_PER_LEVEL))
        return True

    def end(self) -> None:
        """End the run that `begin` began."""
        self.busy = False
        sys.setrecursionlimit(self._recursion)

    # process numbers

    def new_pid(self) -> int:
        """Return the next unused process number."""
        pid = self.next_pid
        self.next_pid = pid + 1
        return pid

    def enter(self, pid: int, parent: int, argv: list[str], uid: int) -> Entry:
        """Add a process to the table; `leave` takes it out."""
        entry = Entry(pid, parent, argv, uid, self.current, self.host.now())
        self.processes[pid] = entry
        return entry

    def leave(self, pid: int) -> None:
        """Take a process out of the table."""
        self.processes.pop(pid, None)

    def kill(self, pid: int, signal: int) -> bool:
        """Send `signal` (0: only ask) to the process `pid`; False if there is none.

        A process that runs in the current task ends by `Killed` being raised from here.
        """
        entry = self.processes.get(pid)
        if entry is None:
            task = next((task for task in self.tasks if task.pid == pid and task.state != DONE), None)
            if task is None:
                return False
            if signal and signal not in IGNORED_BY_DEFAULT and signal not in task.ignored:
                self._interrupt(task, pid, signal)
            return True
        if not signal or (entry.signal is not None and signal not in (9, 19) and entry.signal(signal)):
            return True
        if signal not in IGNORED_BY_DEFAULT:
            self._interrupt(entry.task, pid, signal)
        return True

    def interrupted(self) -> bool:
        """Let the process that runs now have SIGINT from its terminal; whether it goes on (it may raise, too)."""
        here = [entry for entry in self.processes.values() if entry.task is self.current]
        signal = here[-1].signal if here else None
        return signal is not None and signal(SIGNALS["INT"])

    def _interrupt(self, task: Task, pid: int, signal: int) -> None:
        if task is self.current:
            raise Killed(pid, signal)
        task.pending = Killed(pid, signal)

    # tasks

    def add(self, body: Callable[[], int], pid: int) -> Task:
        """Make a task that will run `body` when its turn comes. Raises LimitExceeded when there are too many."""
        if len(self.tasks) > self.limits.processes:
            raise LimitExceeded(f"more than {self.limits.processes} processes at a time (a fork bomb?)")
        task = Task(body, pid, self.current.depth)
        self.tasks.append(task)
        return task

    def finish(self, task: Task) -> int:
        """Wait for `task` and return its status; one that has not begun runs right here."""
        if task.state == NEW and task.body is not None:
            task.state = RUNNING
            self.tasks.remove(task)
            try:
                task.status = task.body()
            finally:
                task.state = DONE
        elif task.state != DONE:
            self.block(lambda: task.state == DONE)
        return task.status

    def sleep(self, seconds: float) -> None:
        """Let simulated time pass for the current task; others run meanwhile."""
        if len(self.tasks) == 1:
            self.host.sleep(seconds)
            return
        until = self.host.now() + seconds
        self.block(lambda: self.host.now() >= until, until)

    def block(self, ready: Callable[[], bool], until: float | None = None) -> None:
        """Give the turn away until `ready()`; simulated time moves to `until` once everyone waits."""
        me = self.current
        me.ready, me.until, me.state = ready, until, BLOCKED
        try:
            self._check(me)
            while (other := self._next(me)) is not me:
                self._switch(me, other)
                self._check(me)
                if ready():
                    return
            self._check(me)
        finally:
            me.ready, me.until, me.state = None, None, RUNNING

    def _check(self, me: Task) -> None:
        if me is self.main and self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        if me.pending is not None:
            pending, me.pending = me.pending, None
            raise pending
        if self.closing and me is not self.main:
            raise Abandoned

    def _next(self, me: Task) -> Task:
        """Choose whose turn it is; moves the clock if everyone sleeps."""
        while True:
            tasks = self.tasks
            start = tasks.index(me) + 1 if me in tasks else 0
            for index in range(len(tasks)):
                task = tasks[(start + index) % len(tasks)]
                if task.state == NEW or task.pending is not None or (task.ready is not None and task.ready()):
                    return task
            if self._failure is not None or self.closing:
                return self.main
            wake = min((task.until for task in tasks if task.until is not None), default=None)
            if wake is None:
                raise LimitExceeded("every process waits for another one")
            self.host.sleep(wake - self.host.now())

    def _switch(self, me: Task, other: Task) -> None:
        """Hand the turn to `other` and wait until it comes back."""
        if me.lock is None:
            me.lock = allocate_lock()
        lock = me.lock
        if not lock.locked():
            lock.acquire()
        self._resume(other)
        lock.acquire()
        lock.release()
        self.current = me

    def _resume(self, other: Task) -> None:
        self.current = other
        if other.state == NEW:
            other.state = RUNNING
            other.lock = allocate_lock()
            start_new_thread(self._run, (other,))
        elif other.lock is not None:
            other.lock.release()

    def _run(self, task: Task) -> None:
        """Run a task in its own thread, then pass the turn on."""
        try:
            if task.body is not None:
                task.status = task.body()
        except Abandoned:
            pass
        except BaseException as error:
            self._failure = self._failure or error
        task.state = DONE
        task.ready = None
        try:
            following = self.main if self._failure is not None or self.closing else self._next(task)
        except BaseException as error:
            self._failure = self._failure or error
            following = self.main
        self.tasks.remove(task)
        self._resume(following)

    def settle(self) -> None:
        """Let every other task go on until it is done or asleep; the clock stands still."""
        if len(self.tasks) > 1:
            self.block(self._settled)

    def drain(self, seconds: float) -> None:
        """Let every other task go on to its end, for at most `seconds` of simulated time; end what is left then."""
        if len(self.tasks) > 1:
            until = self.host.now() + seconds
            self.block(lambda: len(self.tasks) == 1 or self.host.now() >= until, until)
            self.close()

    def _settled(self) -> bool:
        return not any(
            task.state == NEW or task.pending is not None or (task.ready is not None and task.ready())
            for task in self.tasks
            if task is not self.main
        )

    def close(self) -> None:
        """End every task but the main one."""
        self.closing = True
        self.current = self.main
        self._failure = None
        try:
            for task in self.tasks[1:]:
                if task.state == NEW:
                    task.state = DONE
                    self.tasks.remove(task)
            while len(self.tasks) > 1:
                self.tasks[1].pending = Abandoned()
                self._switch(self.main, self.tasks[1])
        finally:
            self.closing = False
            self._failure = None

    # files

    def sync(self) -> None:
        """Write out what open files still hold back, before anyone looks at the file system."""
        for stream in self.unwritten:
            stream.flush()
        self.unwritten.clear()

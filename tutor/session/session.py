"""One learner's sitting without any screen: a line in, output and events out, each command one step of the history.

A `Session` runs lines at the innermost prompt: the host's shell, or a shell in a container that the learner went into.
"""

from __future__ import annotations

from contextlib import contextmanager

from tutor.dataclass import dataclass, replace
from tutor.engine.state import FIELDS, State, initial
from tutor.errors import LayerwiseError
from tutor.session.fault import last_error
from tutor.session.machine import LEARNER, Machine
from tutor.session.moment import Foreground, Moment
from tutor.shell.limits import DEFAULT_LIMITS, STOPPED, LimitExceeded, Limits, Stop, Stopped
from tutor.shell.streams import Input, Writer
from tutor.shell.terminal import CTRL_C, CTRL_D, Interrupted, Terminal
from tutor.vfs.merkle import digest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from tutor.engine.hub import Hub
    from tutor.session.editor.views import OpenFile
    from tutor.session.talk import Talk
    from tutor.session.views import Frame
    from tutor.session.words import Desk
    from tutor.shell.state import ShellState
    from tutor.shell.streams import Reader
    from tutor.store.workspace import Entry, Workspace

    Emit = Callable[[str, bytes], None]  # receives output as it comes: "stdout" or "stderr", and some bytes

_KEYS = {CTRL_C: "^C", CTRL_D: "^D"}

FORK_LIMITS = Limits(steps=200_000, output=4 * 1024 * 1024)
"""What a check may use up."""

PASSING = "passing"
"""What `Emit` receives as the stream of pictures that are taken back again, and that nobody keeps."""

HISTORY = ("undo", "redo", "reset", "goto", "mark")
"""The tutor words that travel through the history."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of one line: exit code, events of the engine in order, whether the state differs.

    `leave` is whether `exit` ended the host's shell; `asked` are the tutor words that only a sitting with lessons does;
    `stopped` is whether `cancel` ended it; `opened` is a file that an editor is to open.
    """

    code: int
    events: tuple[Any, ...]
    changed: bool
    leave: bool
    asked: tuple[tuple[str, str], ...] = ()
    stopped: bool = False
    opened: OpenFile | None = None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a line would do: the `state` it would leave behind, None where that cannot be told for the `reason`.

    `code` is its exit code, `errors` what it would write to standard error, `events` those of the engine, in order.
    `told` is a sentence about what it would do to the history, "" for most lines.
    """

    state: State | None
    reason: str = ""
    code: int = 0
    errors: bytes = b""
    events: tuple[Any, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class Fork:
    """What became of a script on a fork: exit code, what it wrote to each stream, the machine after it."""

    code: int
    errors: bytes
    output: bytes
    machine: Machine

    @property
    def fault(self) -> str:
        """The last error in one line, "" where nothing was written."""
        return last_error(self.errors)


def first_moment(seed: str, now: float) -> Moment:
    """A fresh sandbox: the learner's machine on its first day, standing in the lab."""
    from tutor.session.host_tree import HOME, LAB, host_tree
    from tutor.shell.interpreter import DEFAULTS
    from tutor.shell.state import fresh

    environment = {"HOME": HOME, "LOGNAME": "learner", "PATH": PATH, "PWD": LAB, "USER": "learner"}
    shell = fresh({**environment}, LAB, uid=LEARNER, gid=LEARNER, groups=(LEARNER,))
    hidden = tuple((name, value, False, False) for name, value in DEFAULTS.items())
    shell = shell.replace(variables=tuple(sorted((*shell.variables, *hidden))))
    return Moment(replace(initial(seed, host_tree(int(now))), shells=(shell,)))


PATH = "/usr/local/bin:/usr/bin:/bin"


class Session:
    """A workspace, the hub it pulls from, and a clock (real seconds since 1970).

    While a line runs the real clock stands still, and the history keeps what it said: the same line at the same time
    leaves the same state. `origin` answers where `reset` goes back to. Output is `passing` where no one keeps it.

    A new workspace begins with `first(clock)`. Nothing is lost by going back: a command after an undo makes a branch.
    """

    def __init__(
        self,
        workspace: Workspace,
        first: Callable[[Callable[[], float]], Moment],
        hub: Hub,
        clock: Callable[[], float],
        *,
        interactive: bool = False,
        desk: Desk | None = None,
    ) -> None:
        self.workspace = workspace
        self.hub = hub
        self.clock = clock
        self.interactive = interactive
        self.desk = desk
        self.passing = False
        self.columns = 80
        self.origin: Callable[[], Moment] = lambda: self.start
        self.spoken = False
        self.speed = 0.0
        self.width = 80
        self.fault: Callable[[Exception], str] = own_fault
        self._stop: Stop | None = None
        self._held: tuple[Foreground, Talk] | None = None
        if workspace.head is None:
            with self.standing_still() as now:
                self.moment = first(self.clock)
                workspace.append("", self.moment, time=now, root=True)
        else:
            self.moment = self._load()

    @contextmanager
    def standing_still(self) -> Iterator[float]:
        """While something is done, the real clock stands still; its time."""
        outer, now = self.clock, self.clock()
        self.clock = lambda: now
        try:
            yield now
        finally:
            self.clock = outer

    @property
    def state(self) -> State:
        """The sandbox now."""
        return self.moment.state

    def run(self, line: str, emit: Emit) -> Ran:
        """Run a line; it becomes one step of the history, kept before this returns."""
        with self.standing_still():
            return self._run_line(line, emit)

    def _run_line(self, line: str, emit: Emit) -> Ran:
        before, waits = self.moment, self.moment.foreground
        if waits is not None:
            from tutor.session.foreground import for_the_tutor

            if not for_the_tutor(waits, line):
                return self._type(waits, line, emit)
        machine = self.machine(self.interactive, DEFAULT_LIMITS, line)
        if waits is not None:  # the words change nothing by themselves; what they ask for is done afterwards
            code, leave, sound = self._drive(machine, emit, lambda: _run(machine, line, emit, host=True))
            return self._became(line, before, machine, emit, code, leave, sound)
        if not self.interactive:
            code, leave, sound = self._drive(machine, emit, lambda: _run(machine, line, emit, passing=self.passing))
            return self._became(line, machine.moment() if sound else before, machine, emit, code, leave, sound)
        from tutor.session.talk import Talk

        talk = Talk(machine, lambda stdin, out, err: at_prompt(machine, line, stdin, out, err))
        if self.speed:
            from tutor.session.pace import Pace

            machine.pace = Pace(self.speed, self.width, lambda text: talk.emit(PASSING, text.encode()), machine.stop)
        code, leave, sound = self._drive(machine, emit, lambda: talk.start(emit))
        after = machine.moment() if sound else before  # whatever was half done is forgotten
        if talk.waits:
            machine.pace = None
            after = self._waiting(talk, after, Foreground(before, line, self.clock()))
        return self._became(line, after, machine, emit, code, leave, sound)

    def _type(self, waits: Foreground, line: str, emit: Emit) -> Ran:
        """Give a line to the program that waits for one."""
        from tutor.session.foreground import UNSEEN, again

        before, now = self.moment, self.clock()
        held, self._held = self._held, None
        try:
            talk = held[1] if held is not None and held[0] is waits else again(self, waits)
        except LayerwiseError as error:
            emit("stderr", f"layerwise: {error}\n".encode())
            self._add(line, replace(before, foreground=None), 1, True)
            return Ran(1, (), True, False)
        machine, told = talk.machine, len(talk.machine.events)
        code, leave, sound = self._drive(machine, emit, lambda: talk.type(line, now, emit))
        if machine.stop.asked or not sound:
            if talk.waits:
                talk.drop()
            emit("stdout", b"^C\n" if sound else b"")
            return Ran(code, (), False, False, stopped=machine.stop.asked)  # as if the line had not been typed
        del machine.events[:told]
        after = machine.moment()
        if talk.waits:
            after = self._waiting(talk, after, replace(waits, typed=(*waits.typed, (now, line))))
        return self._became(line if waits.seen else UNSEEN, after, machine, emit, code, leave, sound)

    def _waiting(self, talk: Talk, moment: Moment, waits: Foreground) -> Moment:
        """The moment in which a program waits for what is typed next; it is held in its thread until then."""
        waits = replace(waits, prompt=talk.prompt, seen=talk.seen)
        if self._held is not None:
            self._held[1].drop()
        self._held = waits, talk
        return replace(moment, foreground=waits)

    def hang_up(self) -> None:
        """End the program that reads the terminal, if there is one: by Ctrl-C, by Ctrl-D, or by leaving it alone."""
        for key in (CTRL_C, CTRL_D) * 8:
            if self.moment.foreground is None:
                return
            self.run(key, lambda stream, data: None)
        self.moment = replace(self.moment, foreground=None)

    def _became(
        self, line: str, after: Moment, machine: Machine, emit: Emit, code: int, leave: bool, sound: bool
    ) -> Ran:
        """What became of a line that led to the moment `after`; it is kept in the history."""
        before = self.moment
        stopped = machine.stop.asked
        asked = () if stopped else tuple(machine.asked)
        changed = differs(before.state, after.state) or before.foreground is not after.foreground
        if changed or (line.strip() and not asked and not self._can_redo()):
            self._add(line, after, code, changed)  # a look around after an undo does not take the way forward
        else:
            self.moment = after
        for word, argument in asked:
            if word in HISTORY:
                emit("stdout", self.travel(word, argument).encode())
                changed |= word != "mark"
        others = tuple(word for word in asked if word[0] not in HISTORY)
        opened = machine.opened if sound and not stopped else None
        return Ran(code, tuple(machine.events), changed, leave, others, stopped, opened)

    @contextmanager
    def stoppable(self, stop: Stop) -> Iterator[None]:
        """While something runs, `cancel` asks it to end."""
        outer, self._stop = self._stop, stop
        try:
            yield
        finally:
            self._stop = outer

    def cancel(self) -> bool:
        """Ask the line that runs now to end; False if none runs. From any thread, or from a signal handler."""
        stop = self._stop
        if stop is not None:
            stop.asked = True
        return stop is not None

    def travel(self, word: str, argument: str = "") -> str:
        """Go through the history by a tutor word (see `HISTORY`); what to tell the learner.

        `argument` is how many commands, for `goto` a point, for `mark` a point and its name ("" takes the name away).
        Raises NoSuchPoint.
        """
        if word == "reset":
            self._add("reset", self.origin(), 0, True)
            return "Back at the start. undo brings back what you had.\n"
        if word == "goto":
            return self._goto(argument)
        if word == "mark":
            return self._mark(*argument.split(" ", 1))
        steps = int(argument or 1)
        lines = self.undo(steps) if word == "undo" else self.redo(steps)
        verb = "Took back" if word == "undo" else "Did again"
        if not lines:
            return f"Nothing to {word}.\n"
        end = "" if len(lines) == steps else f"That is all there was to {word}.\n"
        return "".join(f"{verb}: {_KEYS.get(line, line)}\n" for line in lines) + end

    def _goto(self, point: str) -> str:
        from tutor.session.past import after, called, find, here

        entry, was = find(self.workspace, point), here(self.workspace.path())
        self.go(entry.id)
        if was.id == entry.id:
            return f"You are at {called(entry)} already.\n"
        return f"Now at {called(entry)}, after: {after(entry)}\nNothing is lost: goto @{was.id} comes back.\n"

    def _mark(self, point: str, name: str = "") -> str:
        from tutor.session.past import after, called, checked_name, find

        entry = find(self.workspace, point)
        name = checked_name(name) if name else ""
        moved = ""
        for other in self.workspace.entries():
            if name and other.name == name and other.id != entry.id:
                moved = f" The name stood at @{other.id} before."
                self.workspace.rename(other.id, "")
        entry = self.workspace.rename(entry.id, name)
        if not name:
            return f"{called(entry)} has no name any more.\n"
        return f"@{name} is the point after: {after(entry)}{moved}\n"

    def fork(self, script: str, moment: Moment | None = None) -> Fork:
        """Run a script in the host's shell on a fork of the present (or another) moment, which is then forgotten."""
        machine = self.machine(limits=FORK_LIMITS, moment=moment)
        errors: list[bytes] = []
        output: list[bytes] = []

        def emit(stream: str, data: bytes) -> None:
            (errors if stream == "stderr" else output).append(data)

        code, _, _ = self._drive(machine, emit, lambda: _run(machine, script, emit, host=True))
        return Fork(code, b"".join(errors), b"".join(output), machine)

    def rehearse(self, line: str, limits: Limits) -> Rehearsal:
        """Run a line at the prompt on a fork, as `run` would run it, and forget it but for what it would do."""
        machine = self.machine(self.interactive, limits, line)
        errors: list[bytes] = []

        def emit(stream: str, data: bytes) -> None:
            if stream == "stderr":
                errors.append(data)

        code, _, sound = self._drive(machine, emit, lambda: _run(machine, line, emit))
        if not sound:
            return Rehearsal(None, errors[-1].decode("utf-8", "replace").strip())
        if machine.stop.asked or machine.stop.exceeded:
            return Rehearsal(None, "This would run for long: what it does shows when it is done.")
        state, told = machine.state, ""
        if len(machine.asked) == 1 and machine.asked[0][0] in HISTORY and not differs(self.state, state):
            state, told = self._foresee(*machine.asked[0])
        return Rehearsal(state, "", code, b"".join(errors), tuple(machine.events), told)

    def _foresee(self, word: str, argument: str) -> tuple[State, str]:
        """Where `travel` would lead, and what it would take back or do again."""
        if word == "mark":
            return self.state, ""
        if word == "goto":
            from tutor.session.past import called, find

            entry = find(self.workspace, argument)
            return self.moment_of(entry).state, f"Would go to {called(entry)}."
        if word == "reset":
            return self.origin().state, "Would go back to the start."
        steps = int(argument or 1)
        path, ahead = self.workspace.path(), self.workspace.ahead()
        lines, far = _reach(reversed(path[1:]) if word == "undo" else ahead, steps)
        if not lines:
            return self.state, f"Nothing to {word}."
        there = path[len(path) - 1 - far] if word == "undo" else ahead[far - 1]
        verb = "take back" if word == "undo" else "do again"
        return self.moment_of(there).state, f"Would {verb}: {' · '.join(_KEYS.get(line, line) for line in lines)}."

    def become(self, line: str, moment: Moment) -> None:
        """Add a step to the history that no shell ran: files copied in, a step of a lesson. It can be undone."""
        self._add(line, replace(moment, foreground=None), 0, True)

    @property
    def start(self) -> Moment:
        """The moment that this history began with."""
        return self.moment_of(self.workspace.path()[0])

    def moment_of(self, entry: Entry) -> Moment:
        """The moment after an entry of the history."""
        moment = self.workspace.value(entry)
        assert isinstance(moment, Moment)
        return moment

    def go(self, entry: int) -> None:
        """Go to an entry of the history by its number, wherever it stands. Raises NoSuchEntry."""
        self.workspace.move(entry)
        self.moment = self._load()

    def undo(self, steps: int = 1) -> tuple[str, ...]:
        """Go back before the last `steps` commands that changed something; those commands, newest first.

        Looks around before them are gone over too, so that nothing is left of anything once all is undone.
        """
        taken, far = _reach(reversed(self.workspace.path()[1:]), steps)
        self.workspace.undo(far)
        self.moment = self._load()
        return taken

    def redo(self, steps: int = 1) -> tuple[str, ...]:
        """Go forward over the next `steps` commands that changed something; those commands, oldest first.

        So are the looks around that followed the last of them.
        """
        taken, far = _reach(self.workspace.ahead(), steps)
        self.workspace.redo(far)
        self.moment = self._load()
        return taken

    def _can_redo(self) -> bool:
        return any(entry.changed for entry in self.workspace.ahead())

    def _add(self, line: str, moment: Moment, code: int, changed: bool) -> None:
        self.workspace.append(line, moment, time=self.clock(), code=code, changed=changed)
        self.moment = moment

    def _load(self) -> Moment:
        moment = self.workspace.value()
        assert isinstance(moment, Moment)
        return moment

    def machine(
        self,
        interactive: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        line: str = "",
        moment: Moment | None = None,
    ) -> Machine:
        """A machine of the present (or another) moment, on which `line` is to run."""
        now = self.clock()
        machine = Machine(
            moment or self.moment, self.hub, lambda: now, desk=self.desk, interactive=interactive, limits=limits,
            columns=self.columns, stop=self._stop, line=line, spoken=self.spoken,
        )  # fmt: skip
        machine.workspace, machine.slowly = self.workspace, self.slowly
        return machine

    def slowly(self, what: Entry | str) -> tuple[Frame, ...]:
        """A step of the history in slow motion, or a line that was not run; nothing where that cannot be told."""
        from tutor.session.replay import replay

        if isinstance(what, str):
            from tutor.session.preview import LIMITS

            rehearsal = self.rehearse(what, LIMITS)
            done = rehearsal.state is not None and not rehearsal.code
            return replay(self.state, rehearsal.state, rehearsal.events) if done and rehearsal.state else ()
        if what.parent is None:
            return ()
        before, after = self.moment_of(self.workspace.entry(what.parent)), self.moment_of(what)
        return replay(before.state, after.state, self._events(what, before, after))

    def _events(self, entry: Entry, before: Moment, after: Moment) -> tuple[Any, ...]:
        """The engine's events of a step, which is done again on a fork; none where that leads elsewhere."""
        outer = self.clock
        self.clock = lambda: entry.time
        try:
            machine = self.machine(self.interactive, DEFAULT_LIMITS, entry.line, before)
        finally:
            self.clock = outer
        machine.desk = None
        emit = lambda stream, data: None  # noqa: E731
        _, _, sound = self._drive(machine, emit, lambda: _run(machine, entry.line, emit))
        same = sound and not machine.stop.asked and lasting_digest(machine.state) == lasting_digest(after.state)
        return tuple(machine.events) if same else ()

    def _drive(self, machine: Machine, emit: Emit, act: Callable[[], tuple[int, bool]]) -> tuple[int, bool, bool]:
        """Run a line by `act`; raises nothing but what `emit` does where nobody reads the output any more.

        Exit code, whether the host's shell ended, and whether what became of the machine may be kept.
        """
        try:
            with self.stoppable(machine.stop):
                code, leave = act()
        except BrokenPipeError:
            raise
        except LayerwiseError as error:
            emit("stderr", f"layerwise: {error}\n".encode())
            return 1, False, False
        except Exception as error:
            emit("stderr", f"layerwise: {self.fault(error)}\n".encode())
            return 70, False, False
        return (STOPPED, False, True) if machine.stop.asked else (code, leave, True)


def own_fault(error: Exception) -> str:
    """One line about a fault that is ours."""
    return f"a fault of the program itself ({type(error).__name__}: {error}); the sandbox is as it was".replace(
        "\n", " "
    )


def _reach(entries: Iterable[Entry], steps: int) -> tuple[tuple[str, ...], int]:
    """The lines of the first `steps` entries that changed something, and how many entries come before the next one."""
    lines: list[str] = []
    far = 0
    for entry in entries:
        if entry.changed:
            if len(lines) == steps:
                break
            lines.append(entry.line)
        far += 1
    return tuple(lines), far


def differs(before: State, after: State) -> bool:
    """Whether anything differs that lasts: a shell's `$?`, `$_` and process numbers do not.

    Equal parts are mostly the same object, so this is quick.
    """
    for name in FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if name == "shells":
            old, new = ([_lasting(shell) for shell in shells] for shells in (old, new))
        if old is not new and old != new:
            return True
    return False


def lasting_digest(state: State) -> bytes:
    """The digest of what lasts of a state: 32 bytes that are equal where `differs` tells no difference."""
    values = (getattr(state, name) for name in FIELDS if name != "shells")
    return digest_of(("session.lasting/1", tuple(map(_lasting, state.shells)), *values))


def _lasting(shell: ShellState) -> ShellState:
    variables = tuple(row for row in shell.variables if row[0] != "_")
    return shell.replace(status=0, last_pid=0, next_pid=0, variables=variables)


def _run(
    machine: Machine, line: str, emit: Emit, *, host: bool = False, passing: bool = False
) -> tuple[int, bool]:
    """Run a line as far as it goes while nobody types: exit code, and whether it ended the host's shell."""
    out = Writer(lambda data: emit("stdout", data), tty=machine.interactive)
    err = Writer(lambda data: emit("stderr", data), tty=machine.interactive)
    out.passing = passing
    if not machine.interactive:
        return at_prompt(machine, line, Input(), out, err, host=host)
    from tutor.session.talk import Dropped, nobody_types

    try:
        return at_prompt(machine, line, nobody_types(), out, err, host=host)
    except Dropped:
        return 0, False


def at_prompt(
    machine: Machine, line: str, stdin: Reader, out: Writer, err: Writer, *, host: bool = False
) -> tuple[int, bool]:
    """Run a line at the innermost prompt, or the host's: exit code, and whether it ended the host's shell."""
    try:
        if machine.state.attached and not host and not _for_the_tutor(machine.state, line):
            return _run_nested(machine, line, stdin, out, err), False
        return run_host(machine, line, stdin, out, err)
    except LimitExceeded as exceeded:
        machine.stop.exceeded = True
        err.meter = None
        err.write(f"{exceeded}\n".encode())
        return exceeded.code, False
    except (Stopped, Interrupted):
        return STOPPED, False


def _for_the_tutor(state: State, line: str) -> bool:
    """Whether a line typed at a container's prompt begins with a tutor word that the container has no command for."""
    from tutor.session.programs import names
    from tutor.session.words import WORDS

    word = next(iter(line.split()), "")
    return word in WORDS and word not in names(state)


def run_host(machine: Machine, line: str, stdin: Reader, out: Writer, err: Writer) -> tuple[int, bool]:
    """Run a line in the host's shell: exit code, and whether the shell ended."""
    from tutor.shell.interpreter import Shell

    shell = Shell(
        machine,
        machine.host_fs,
        machine.state.shells[0],
        stdin,
        out,
        err,
        tty=machine.interactive,
        interactive=machine.interactive,
    )
    out.meter = err.meter = shell.kernel.meter  # or `yes` alone would never end
    if isinstance(stdin, Terminal):
        stdin.meter = shell.kernel.meter
    code = shell.run(line)
    if shell.exited:
        code = shell.finish()
    state = machine.state
    machine.state = replace(state, shells=(shell.state, *state.shells[1:]))
    return code, shell.exited


def _run_nested(machine: Machine, line: str, stdin: Reader, out: Writer, err: Writer) -> int:
    from tutor.engine.containers.interactive import leave, run_line

    result = run_line(machine, line, stdin=stdin, stdout=out, stderr=err, programs=machine.guest_program)
    if result.ended:
        machine.apply(leave(machine.state, machine.world(), result.code))
    return result.code

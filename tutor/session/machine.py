"""The learner's machine while one line runs: the state in a box, its clock, and the programs that only it has.

It is the shell's `Host` and the engine's `Box` at once: an operation of the engine replaces the state, a program that
writes a file replaces the state's host tree, and at the end of the line `moment()` is what became of both.
"""

from __future__ import annotations

from tutor.dataclass import replace
from tutor.engine.world import World
from tutor.session.moment import Moment
from tutor.shell.limits import DEFAULT_LIMITS, Limits, Stop
from tutor.vfs.filesystem import FileSystem
from tutor.vfs.light import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from tutor.engine.hub import Hub
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.session.editor.views import OpenFile
    from tutor.session.pace import Pace
    from tutor.session.views import Frame
    from tutor.session.words import Desk
    from tutor.shell.host import Program
    from tutor.shell.network import Network
    from tutor.shell.process import Process
    from tutor.store.workspace import Entry, Workspace

T = TypeVar("T")

LEARNER = 1000
"""The learner's user and group number on the simulated host."""


class Machine:
    """One run's box. `clock` answers the real time; `interactive` says that someone sits at a terminal.

    `desk` answers the tutor words that speak of a lesson; None where there is none. What is to be done once the line
    has ended (undo, next, …) waits in `asked`, as words and arguments; a file to edit waits in `opened`. `line` is the
    line that runs, `spoken` whether what is printed is read aloud, `pace` how long transfers last. The words that speak
    of the history look into `workspace`; `slowly` tells a step of it, or a line, event by event.
    """

    hostname = "layerwise"
    architecture = "x86_64"
    ulimits: Mapping[str, tuple[int, int]] = {}  # nobody changes it

    def __init__(
        self,
        moment: Moment,
        hub: Hub,
        clock: Callable[[], float],
        *,
        desk: Desk | None = None,
        interactive: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        columns: int = 80,
        stop: Stop | None = None,
        line: str = "",
        spoken: bool = False,
    ) -> None:
        self._state = moment.state
        self._ahead = moment.ahead
        self._hub = hub
        self._clock = clock
        self.desk = desk
        self.interactive = interactive
        self.limits = limits
        self.columns = columns
        self.events: list[Any] = []
        self.asked: list[tuple[str, str]] = []
        self.workspace: Workspace | None = None
        self.slowly: Callable[[Entry | str], tuple[Frame, ...]] | None = None
        self.line = line
        self.spoken = spoken
        self.opened: OpenFile | None = None
        self.pace: Pace | None = None
        self.stop = stop or Stop()
        self._network: Network | None = None
        self.host_fs = FileSystem(moment.state.host, now=self._seconds, uid=LEARNER, gid=LEARNER, groups=(LEARNER,))

    def at(self, now: float) -> None:
        """Make the real time another one: somebody took his time to type."""
        self._clock = lambda: now

    # the shell's Host

    def now(self) -> float:
        """The simulated time in seconds since 1970."""
        return self._clock() + self._ahead

    def sleep(self, seconds: float) -> None:
        """Let simulated time pass, at once."""
        self._ahead += max(0.0, seconds)

    @property
    def network(self) -> Network:
        """What the host reaches: published ports, containers, the simulated internet."""
        if self._network is None:
            from tutor.engine.reach import HostReach

            self._network = HostReach(self, self.now)
        return self._network

    def builtin_program(self, name: str, path: str) -> Program | None:
        """The `docker` command, the tutor words and the editors."""
        if name == "docker":
            from tutor.docker.program import docker

            return docker
        from tutor.session.words import WORDS

        return WORDS.get(name) or self.guest_program(name, path)

    def script_program(self, head: bytes) -> Program | None:
        """Return None: the host's scripts have their interpreters."""
        return None

    def guest_program(self, name: str, path: str) -> Program | None:
        """The programs that this machine lends to a container whose prompt is open: the editors."""
        from tutor.session.editors import program

        return program(self, name)

    # what the docker command finds as `process.host.machine`

    @property
    def machine(self) -> Machine:
        """Itself."""
        return self

    def attach(self, container_id: str, process: Process) -> int | None:
        """Open a prompt in the container for the lines that follow; None where nobody sits at a terminal."""
        if not self.interactive:
            return None
        from tutor.engine.containers.interactive import enter

        self.apply(enter(self.state, self.world(), container_id))
        return 0

    # the engine's Box

    @property
    def state(self) -> State:
        """The sandbox at this moment, with what programs wrote on the host."""
        tree = self.host_fs.tree
        if tree is not self._state.host:
            self._state = replace(self._state, host=tree)
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        self._state = state
        if state.host is not self.host_fs.tree:
            self.host_fs.tree = state.host

    def world(self) -> World:
        """The world of this moment."""
        hub = self._hub
        if "offline" in self._state.switches:
            from tutor.engine.hub import Unplugged

            hub = Unplugged(hub)  # type: ignore[assignment]  # it answers with the hub's own methods
        return World(self.now(), hub, self.limits, stop=self.stop)

    def apply(self, outcome: Outcome[T]) -> T:
        """Make the outcome's state the current one, keep its events, move the clock on; its value."""
        self.state = outcome.state
        self.events.extend(outcome.events)
        self._ahead += outcome.elapsed
        return outcome.value

    def moment(self) -> Moment:
        """What became of the moment that this machine began with."""
        return Moment(self.state, self._ahead)

    def _seconds(self) -> int:
        return int(self.now())

"""One run of one command: its flags and arguments, its streams, the machine it works on."""

from __future__ import annotations

from tutor.dataclass import replace
from tutor.docker.values import filters, parse_int
from tutor.vfs.light import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.docker.contexts import Contexts
    from tutor.docker.machine import Machine
    from tutor.docker.parse import Parsed
    from tutor.engine.errors import EngineError
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.shell.process import Process

T = TypeVar("T")


class Invocation:
    """What a command's handler gets; the handler returns the exit code or raises `CommandError` or `EngineError`."""

    __slots__ = ("_contexts", "arguments", "parsed", "process")

    def __init__(self, process: Process, parsed: Parsed, contexts: Contexts | None = None) -> None:
        self._contexts = contexts
        self.process = process
        self.parsed = parsed
        self.arguments = parsed.arguments

    @property
    def machine(self) -> Machine:
        """The engine's machine. Raises CommandError where this host has none, or the client is told to ask another."""
        machine = getattr(self.process.host, "machine", None)
        if machine is None or self._contexts is not None:
            from tutor.docker.contexts import SOCKET, unreachable

            endpoint = self.contexts.endpoint()
            if machine is None or endpoint != SOCKET:
                raise unreachable(endpoint)
        found: Machine = machine
        return found

    @property
    def contexts(self) -> Contexts:
        """The engines that the client knows by name."""
        if self._contexts is None:
            from tutor.docker.contexts import Contexts

            return Contexts(self.process)
        return self._contexts

    @property
    def state(self) -> State:
        """The state of this moment."""
        return self.machine.state

    @property
    def world(self) -> World:
        """The world of this moment, with the logins and the rules of who asks."""
        return replace(self.machine.world(), login=self._login, rule=self._rule)

    def _login(self, domain: str) -> tuple[str, str] | None:
        from tutor.docker.logins import Logins

        return Logins(self.process).of(domain)

    def _rule(self, name: str) -> tuple[str, str] | None:
        from tutor.docker.trust import Trust

        return Trust(self.process).rule(name)

    def apply(self, outcome: Outcome[T]) -> T:
        """Make an outcome's state the current one and return its value."""
        return self.machine.apply(outcome)

    def watch(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces of something long, each counted against the limits: the learner may stop it there."""
        for piece in pieces:
            self.process.tick()
            yield piece

    # --- flags

    def on(self, name: str) -> bool:
        """Return a switch's value."""
        return self.parsed.values[name] is True

    def text(self, name: str) -> str:
        """Return the value of a flag that takes one."""
        value = self.parsed.values[name]
        assert isinstance(value, str)
        return value

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a flag that repeats."""
        value = self.parsed.values.get(name, ())
        assert isinstance(value, tuple)
        return value

    def number(self, name: str, otherwise: int = 0) -> int:
        """Return the value of a flag that takes a number."""
        value = self.text(name)
        return parse_int(value) if value else otherwise

    def given(self, name: str) -> bool:
        """Whether the flag is on the command line."""
        return name in self.parsed.given

    @property
    def filters(self) -> tuple[str, ...]:
        """The values of --filter as the engine takes them."""
        return filters(self.many("filter"))

    # --- output

    def out(self, text: str | bytes) -> None:
        """Write to standard output as it is."""
        self.process.out(text)

    def line(self, text: str) -> None:
        """Write one line to standard output."""
        self.process.out(text + "\n")

    def err(self, text: str) -> None:
        """Write to standard error as it is."""
        self.process.err(text)

    @property
    def path(self) -> str:
        """The command as usage lines name it ("docker image ls")."""
        return self.parsed.match.path


def daemon_text(error: EngineError) -> str:
    """Return an engine's refusal as the command line prints it."""
    return error.message if error.kind == "local" else f"Error response from daemon: {error.message}"

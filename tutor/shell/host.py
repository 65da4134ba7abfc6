"""The only way out of a simulated process: what the world around it answers."""

from __future__ import annotations

from tutor.shell.limits import DEFAULT_LIMITS, Limits, Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Protocol

    from tutor.shell.network import Network
    from tutor.shell.process import Process

    Program = Callable[[Process], int]
else:
    from tutor.vfs.light import Protocol


class Host(Protocol):
    """What a machine answers its processes. Every attribute may change between calls; the clock never goes back."""

    hostname: str
    architecture: str
    """The processor as `uname -m` names it, "x86_64" or "aarch64"."""
    limits: Limits
    stop: Stop

    @property
    def ulimits(self) -> Mapping[str, tuple[int, int]]:
        """What this machine bounds otherwise than usual, as `ulimit` tells it: soft and hard, -1 for no bound."""

    @property
    def network(self) -> Network:
        """What the machine is attached to."""

    def now(self) -> float:
        """Return the simulated time in seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Advance the simulated clock; may raise `tutor.shell.kernel.Suspended`. Programs call `Process.sleep`."""

    def builtin_program(self, name: str, path: str) -> Program | None:
        """Return the program behind the executable at `path` if it is one of the host's own and no applet."""

    def script_program(self, head: bytes) -> Program | None:
        """Return the program behind a `#!` script that begins with `head`, if no interpreter is to run it."""


class PlainHost:
    """The smallest `Host`: a clock that moves when told to and no programs beside the applets. A base for others."""

    hostname = "localhost"
    architecture = "x86_64"
    limits: Limits = DEFAULT_LIMITS
    columns = 80
    ulimits: Mapping[str, tuple[int, int]] = {}  # nobody changes it

    def __init__(
        self,
        now: float = 0.0,
        *,
        hostname: str = "localhost",
        limits: Limits = DEFAULT_LIMITS,
        stop: Stop | None = None,
    ) -> None:
        self.hostname = hostname
        self.limits = limits
        self.stop = stop or Stop()
        self._now = now
        self._network: Network | None = None

    @property
    def network(self) -> Network:
        """What the machine is attached to: its own loopback device, unless it was given another network."""
        if self._network is None:
            from tutor.shell.network import Loopback

            self._network = Loopback()
        return self._network

    @network.setter
    def network(self, network: Network) -> None:
        self._network = network

    def now(self) -> float:
        """Return the simulated time in seconds since 1970."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Advance the simulated clock."""
        self._now += max(0.0, seconds)

    def builtin_program(self, name: str, path: str) -> Program | None:
        """Return None: there are only applets here."""
        return None

    def script_program(self, head: bytes) -> Program | None:
        """Return None: every script has its interpreter."""
        return None


class Suspended(BaseException):
    """Raised by `Host.sleep`: this world goes no further now. It unwinds the whole run, not one command."""

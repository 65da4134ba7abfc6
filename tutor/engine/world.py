"""What an operation may see besides the state: the clock's reading, the outside hub, limits."""

from __future__ import annotations

from tutor.dataclass import dataclass, field
from tutor.shell.limits import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.hub import Hub
    from tutor.engine.sites import Sites
    from tutor.shell.limits import Limits


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is not the sandbox's own.

    `now` is the simulated time in seconds since 1970; `hub` stands for docker.io; `limits` bound what a program in a
    container or build step may use (None: the shell's defaults). With `settle` false programs in the background are
    not brought up to `now`: a preview does without that. Long work looks at `stop` (and raises `Stopped`).
    `login` gives the name and password that whoever asks has for a registry's domain (None: none for any). `rule`
    gives, for the name of a repository, the prefix that a rule of who asks is for and the public key (PEM) whose
    signature it demands of images from there.
    """

    now: float
    hub: Hub
    limits: Limits | None = None
    settle: bool = True
    stop: Stop = field(default_factory=Stop)
    login: Callable[[str], tuple[str, str] | None] | None = None
    rule: Callable[[str], tuple[str, str] | None] | None = None

    @property
    def online(self) -> bool:
        """Whether anything beyond the sandbox answers."""
        return getattr(self.hub, "online", True)

    @property
    def sites(self) -> Sites:
        """What of the simulated internet can be reached: whatever brings the hub brings that too."""
        from tutor.engine.sites import NO_SITES

        found: Sites = getattr(self.hub, "sites", NO_SITES)
        return found

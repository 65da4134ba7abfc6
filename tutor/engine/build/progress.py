"""What a build tells while it runs: BuildKit's vertices."""

from __future__ import annotations

from tutor.dataclass import dataclass, field


@dataclass(frozen=True, slots=True)
class Vertex:
    """One vertex of the solve, as plain progress numbers them.

    `name` is its title ("[2/5] WORKDIR /app", "exporting to image"); `lines` are pairs of a time (seconds since the
    vertex started, None for status lines) and a text: ("0.312", "hello") is printed as "#5 0.312 hello", a status
    line as "#5 transferring context: 2B done". `cached` prints CACHED instead of DONE, `canceled` CANCELED, `error`
    ERROR. `reason` tells why a step was not cached ("app.py changed", "first build of this step"), "" for other
    vertices. `kind` is "internal", "source" (FROM), "step" or "export"; `instruction` is the 1-based line of the
    step's instruction or -1; `layer` the ID of the cache record that holds its result ("" where none).
    """

    name: str
    lines: tuple[tuple[float | None, str], ...] = ()
    cached: bool = False
    error: str = ""
    canceled: bool = False
    seconds: float = 0.0
    kind: str = "internal"
    reason: str = ""
    instruction: int = -1
    layer: str = ""


@dataclass(slots=True)
class Draft:
    """A vertex while it is being worked on."""

    name: str
    kind: str = "internal"
    lines: list[tuple[float | None, str]] = field(default_factory=list)
    cached: bool = False
    error: str = ""
    canceled: bool = False
    seconds: float = 0.0
    reason: str = ""
    instruction: int = -1
    layer: str = ""

    def say(self, text: str) -> None:
        """Add a status line."""
        self.lines.append((None, text))

    def finish(self) -> Vertex:
        """Return the vertex as a value."""
        return Vertex(
            self.name,
            tuple(self.lines),
            self.cached,
            self.error,
            self.canceled,
            self.seconds,
            self.kind,
            self.reason,
            self.instruction,
            self.layer,
        )


@dataclass(frozen=True, slots=True)
class BuildStep:
    """Event: step `step` of `total` of a stage was run or found in the cache; `layer` is its result's cache record."""

    stage: str
    step: int
    total: int
    text: str
    cached: bool
    reason: str
    layer: str


@dataclass(frozen=True, slots=True)
class ImageBuilt:
    """Event: a build made image `digest` and gave it these familiar names."""

    names: tuple[str, ...]
    digest: str

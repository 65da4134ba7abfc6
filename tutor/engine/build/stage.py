"""A stage while its instructions are carried out: the image it is becoming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, field
from tutor.oci.config import ContainerConfig

if TYPE_CHECKING:
    from tutor.engine.build.nodes import Base, Result
    from tutor.oci.config import History
    from tutor.oci.platform import Platform

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
COMMENT = "buildkit.dockerfile.v0"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the image's history to come; `result` is what made its layer, None where it has none."""

    created_by: str
    result: Result | None = None


@dataclass(slots=True)
class StageState:
    """What the next instruction builds on.

    `name` is what FROM … AS calls it, `prefix` what its steps' titles begin with ("" for a lone stage).
    `env` is what instructions and RUN see: the image's environment with build arguments over it; `arguments` are those
    that were declared, with their values, in order. `inherited` and `created` are the base image's history and time.
    `wanted` is the platform that the stage is built for, whatever its base image was made for.
    """

    name: str
    prefix: str
    platform: Platform
    result: Result
    config: ContainerConfig
    base: Base | None = None
    env: dict[str, str] = field(default_factory=dict)
    arguments: list[tuple[str, str | None]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    inherited: tuple[History, ...] = ()
    author: str = ""
    cmd_set: bool = False
    number: int = 0
    total: int = 0
    wanted: str = ""

    def title(self, text: str) -> str:
        """Return the title of the next step's vertex."""
        self.number += 1
        label = f"{self.number}/{self.total}"
        return f"[{self.prefix} {label}] {text}" if self.prefix else f"[{label}] {text}"


def environment(config: ContainerConfig) -> dict[str, str]:
    """Return an image's environment, with a PATH where it has none."""
    env = config.environment()
    env.setdefault("PATH", DEFAULT_PATH)
    return env


def with_env(config: ContainerConfig, name: str, value: str) -> tuple[str, ...]:
    """Return an image's environment with one variable set, in the place where it was."""
    text = f"{name}={value}"
    found = False
    out = []
    for entry in config.env:
        if entry.partition("=")[0] == name:
            if not found:
                out.append(text)
            found = True
        else:
            out.append(entry)
    return tuple(out) if found else (*config.env, text)

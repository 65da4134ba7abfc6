"""What the checks are told, and what they find."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tutor.dataclass import dataclass, field
from tutor.dockerfile.checks.options import Options
from tutor.dockerfile.checks.rules import Rule
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.ignore import Ignore


@dataclass(frozen=True, slots=True)
class BaseImage:
    """What the checks want to know of a base image: its environment ("NAME=value"), SHELL, platform and triggers."""

    env: tuple[str, ...] = ()
    shell: tuple[str, ...] = ()
    platform: str = "linux/amd64"
    on_build: tuple[str, ...] = ()


def unknown_base(image: str, platform: str) -> BaseImage:
    """Stand in for a base image that nobody looked at."""
    return BaseImage(platform=platform)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks are told about a build.

    `base(image, platform)` gives a base image by the name in FROM; it may raise `ParseError`, which ends the look.
    `all_stages` is what --check does without a target: stages that the target does not need are looked at too.
    """

    build_args: Mapping[str, str] = field(default_factory=dict)
    target: str = ""
    platform: str = "linux/amd64"
    build_platform: str = "linux/amd64"
    base: Callable[[str, str], BaseImage] = unknown_base
    ignore: Ignore | None = None
    options: Options | None = None
    all_stages: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: the rule, what it says here, and the first and last 1-based line it marks."""

    rule: Rule
    message: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Findings:
    """All warnings in the order in which they were found, and the error that the build would end with, if any.

    `violation` is the error's text where a warning is to fail the build ("lint violation found for rules: …").
    """

    warnings: tuple[Finding, ...]
    error: ParseError | None = None
    violation: str = ""

"""What a Dockerfile can be asked for: its targets, and the arguments, secrets and SSH agents that a target takes.

The one rule: only what the target needs is told, each name once, in the order in which it is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from tutor.dataclass import dataclass
from tutor.dockerfile import instructions as kinds
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.lex import Lexer
from tutor.dockerfile.mounts import parse_mount
from tutor.dockerfile.parser import Dockerfile, Stage
from tutor.dockerfile.plan import SCRATCH, Plan

Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Target:
    """A stage: its name ("" for none), whether it is built by default, what it stands on, the lines of its FROM."""

    name: str
    default: bool
    description: str
    base: str
    platform: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class BuildArgument:
    """An ARG: its value as things stand ("" for none), and what the comment above says of it."""

    name: str
    value: str
    description: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Wanted:
    """A secret or an SSH agent that a RUN mounts."""

    name: str
    required: bool
    lines: Lines


@dataclass(frozen=True, slots=True)
class Outline:
    """All that one target takes."""

    name: str
    description: str
    arguments: tuple[BuildArgument, ...]
    secrets: tuple[Wanted, ...]
    ssh: tuple[Wanted, ...]


def described(comments: tuple[str, ...], name: str) -> str:
    """Return what the comments above a definition say of a name: the rest of the line that begins with it."""
    if not name:
        return ""
    return next((line[len(name) + 1 :] for line in comments if line.startswith(name + " ")), "")


def targets(dockerfile: Dockerfile) -> tuple[Target, ...]:
    """Return all stages; the last one is the default."""
    last = len(dockerfile.stages) - 1
    return tuple(
        Target(
            stage.name, number == last, described(stage.base.comments, stage.name), stage.base.image,
            stage.base.platform, stage.base.span,
        )
        for number, stage in enumerate(dockerfile.stages)
    )  # fmt: skip


def outline(
    dockerfile: Dockerfile,
    plan: Plan,
    given: Mapping[str, str],
    base_env: Callable[[str, str], Mapping[str, str]] = lambda image, platform: {},
) -> Outline:
    """Return what the plan's target takes.

    `given` are build arguments, `base_env(image, platform)` gives an image's variables.
    """
    found = _Outline(dockerfile, plan, given, base_env)
    found.visit(plan.target)
    stage = dockerfile.stages[plan.target]
    return Outline(
        stage.name,
        described(stage.base.comments, stage.name),
        tuple(sorted(found.arguments.values(), key=lambda row: row.lines[0])),
        tuple(sorted(found.secrets.values(), key=lambda row: row.lines[0])),
        tuple(sorted(found.ssh.values(), key=lambda row: row.lines[0])),
    )


class _Outline:
    """Collects what stages take, beginning at the target."""

    def __init__(
        self,
        dockerfile: Dockerfile,
        plan: Plan,
        given: Mapping[str, str],
        base_env: Callable[[str, str], Mapping[str, str]],
    ) -> None:
        self.plan = plan
        self.given = given
        self.base_env = base_env
        self.lexer = Lexer(dockerfile.escape)
        self.arguments: dict[str, BuildArgument] = {}
        self.secrets: dict[str, Wanted] = {}
        self.ssh: dict[str, Wanted] = {}
        self.seen: set[int] = set()
        self.globals: dict[str, BuildArgument] = {}
        self.needs: dict[str, tuple[str, ...]] = {}
        for arg in dockerfile.global_args:
            for name, default in arg.definitions:
                about = described(arg.comments, name)
                self.globals[name] = BuildArgument(name, plan.arguments.get(name, ""), about, arg.span)
                if default is not None and name not in given:
                    self.needs[name] = self._used(default)

    def visit(self, index: int) -> None:
        """Take in a stage, what it stands on and what it copies from."""
        if index in self.seen:
            return
        self.seen.add(index)
        planned = self.plan.stages[index]
        for name in (*planned.image_words.matched, *(planned.platform_words.matched if planned.platform_words else ())):
            self._global(name)
        self._stage(planned.stage, self._env(index))
        if planned.parent is not None:
            self.visit(planned.parent)
        for sources in planned.sources:
            for source in sources:
                if source.stage is not None:
                    self.visit(source.stage)

    def _used(self, word: str) -> tuple[str, ...]:
        with suppress(ParseError):
            return self.lexer.expand(word, self.plan.arguments).matched
        return ()

    def _global(self, name: str) -> None:
        """Take in an argument that is declared before the first FROM, and those that its default uses."""
        if name in self.globals and name not in self.arguments:
            self.arguments[name] = self.globals[name]
            for other in self.needs.get(name, ()):
                self._global(other)

    def _env(self, index: int) -> dict[str, str]:
        """Return the variables that a stage begins with."""
        planned = self.plan.stages[index]
        if planned.parent is None:
            return {} if planned.image == SCRATCH else dict(self.base_env(planned.image, planned.platform))
        env = self._env(planned.parent)
        for item in self.plan.stages[planned.parent].stage.instructions:
            self._variables(item, env)
        return env

    def _variables(self, item: kinds.Instruction, env: dict[str, str]) -> None:
        """Set what ENV and ARG set."""
        if isinstance(item, kinds.Env):
            env.update({self._word(pair.name, env): self._word(pair.value, env) for pair in item.pairs})
        elif isinstance(item, kinds.Arg):
            for name, default in item.definitions:
                value = self._value(name, default, env)
                if value is not None:
                    env[name] = value

    def _value(self, name: str, default: str | None, env: Mapping[str, str]) -> str | None:
        if name in self.given:
            return self.given[name]
        return self._word(default, env) if default is not None else self.plan.arguments.get(name)

    def _word(self, text: str, env: Mapping[str, str]) -> str:
        with suppress(ParseError):
            return self.lexer.expand(text, env).text
        return text

    def _stage(self, stage: Stage, env: dict[str, str]) -> None:
        for item in stage.instructions:
            if isinstance(item, kinds.Arg):
                for name, default in item.definitions:
                    self._argument(item, name, default, env)
            elif isinstance(item, kinds.Run):
                for text in item.mounts:
                    self._mount(item, text, env)
            self._variables(item, env)

    def _argument(self, item: kinds.Arg, name: str, default: str | None, env: Mapping[str, str]) -> None:
        inherited = default is None and name not in self.given and name in self.plan.arguments
        if inherited:
            self._global(name)
        elif name not in self.arguments:
            value = self._value(name, default, env)
            self.arguments[name] = BuildArgument(name, value or "", described(item.comments, name), item.span)

    def _mount(self, item: kinds.Run, text: str, env: Mapping[str, str]) -> None:
        with suppress(ParseError):
            mount = parse_mount(text, lambda word: self._word(word, env))
            if mount.type == "secret":
                name = mount.source or mount.id or mount.target.rpartition("/")[2]
                self.secrets.setdefault(name, Wanted(name, mount.required, item.span))
            elif mount.type == "ssh":
                name = mount.id or "default"
                self.ssh.setdefault(name, Wanted(name, mount.required, item.span))

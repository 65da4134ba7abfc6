"""How the stages of a Dockerfile stand on each other, once the global arguments are known.

Everything here is decided before any image is looked at. Errors are BuildKit's, in the order in which it finds them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tutor.dataclass import dataclass
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.instructions import Copy, Instruction, Run
from tutor.dockerfile.lex import Expansion, Lexer
from tutor.dockerfile.mounts import mount_source
from tutor.dockerfile.parser import Dockerfile, Stage
from tutor.dockerfile.text import quote, with_suggestion

SCRATCH = "scratch"
_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_NOT_FROM = "define a new stage with FROM using ARG from global scope as a workaround"


@dataclass(frozen=True, slots=True)
class Source:
    """Where files come from: another stage (its index), or else an image."""

    stage: int | None
    image: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage with its base known.

    `name` is what steps are called by ("build", "stage-1", "" for a lone stage). Its base is a stage (`parent`),
    nothing (`image` "scratch") or an image as FROM names it. `platform` is expanded, "" where FROM has no --platform.
    `sources` are what each instruction takes files from (COPY --from, RUN --mount=from=), by the instruction's place
    in the stage. `image_words` and `platform_words` say which variables FROM used.
    """

    stage: Stage
    name: str
    image: str
    parent: int | None
    platform: str
    sources: tuple[tuple[Source, ...], ...]
    image_words: Expansion
    platform_words: Expansion | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All stages, the target's index, the indexes it needs in order, and the global arguments."""

    stages: tuple[PlannedStage, ...]
    target: int
    needed: tuple[int, ...]
    arguments: Mapping[str, str]


def predefined(target: str, build: str = "linux/amd64", stage: str = "default") -> dict[str, str]:
    """Give the arguments that exist without ARG before the first FROM, for platforms like "linux/arm64/v8"."""
    found: dict[str, str] = {}
    for side, platform in (("BUILD", build), ("TARGET", target)):
        system, architecture, variant = (*platform.split("/"), "", "")[:3]
        values = {"PLATFORM": platform, "OS": system, "OSVERSION": "", "ARCH": architecture, "VARIANT": variant}
        found.update({side + name: value for name, value in values.items()})
    return found | {"TARGETSTAGE": stage or "default"}


def global_arguments(dockerfile: Dockerfile, build_args: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Evaluate the ARGs before the first FROM; values given to the build go first. Raises `ParseError`."""
    env = {name: build_args.get(name, value) for name, value in known.items()}
    lexer = Lexer(dockerfile.escape)
    for arg in dockerfile.global_args:
        for name, default in arg.definitions:
            value = build_args.get(name)
            if value is None and default is not None:
                try:
                    value = lexer.expand(default, env).text
                except ParseError as error:
                    raise error.at(arg.span) from None
            if value is not None:
                env[name] = value
    return env


def plan(
    dockerfile: Dockerfile,
    build_args: Mapping[str, str] | None = None,
    *,
    target: str = "",
    platform: str = "linux/amd64",
    build_platform: str = "linux/amd64",
) -> Plan:
    """Work out bases, sources and what the target needs. Raises `ParseError`."""
    last = dockerfile.stages[-1]
    known = predefined(platform, build_platform, target or last.name)
    arguments = global_arguments(dockerfile, build_args or {}, known)
    return plan_stages(dockerfile, arguments, target)


def plan_stages(dockerfile: Dockerfile, arguments: Mapping[str, str], target: str = "") -> Plan:
    """Do the same with the global arguments at hand. Raises `ParseError`."""
    bases = [_base(dockerfile, stage, arguments) for stage in dockerfile.stages]
    names: dict[str, int] = {}
    parents: list[int | None] = []
    for stage, (image, _) in zip(dockerfile.stages, bases, strict=True):
        parents.append(names.get(image.text))
        if stage.name:
            names[stage.name] = stage.index
    index = _target(dockerfile, names, target)
    stages = []
    for stage, (image, platform), parent in zip(dockerfile.stages, bases, parents, strict=True):
        sources = tuple(_sources(dockerfile, item, names) for item in stage.instructions)
        name = "" if len(dockerfile.stages) == 1 else stage.name or f"stage-{stage.index}"
        shown = "" if platform is None else platform.text
        stages.append(PlannedStage(stage, name, image.text, parent, shown, sources, image, platform))
    _check_circles(stages)
    return Plan(tuple(stages), index, _needed(stages, index), dict(arguments))


def _base(dockerfile: Dockerfile, stage: Stage, arguments: Mapping[str, str]) -> tuple[Expansion, Expansion | None]:
    """Return the expanded image and platform of a FROM."""
    lexer, lines = Lexer(dockerfile.escape), stage.base.span
    try:
        image = lexer.expand(stage.base.image, arguments)
    except ParseError as error:
        raise error.at(lines) from None
    if not image.text:
        raise ParseError(f"base name ({stage.base.image}) should not be blank", lines)
    if not stage.base.platform:
        return image, None
    try:
        platform = lexer.expand(stage.base.platform, arguments)
    except ParseError as error:
        raise ParseError(f"failed to process arguments for platform : {error}", lines) from None
    if not platform.text:
        message = f"empty platform value from expression {stage.base.platform}"
        for name in platform.unmatched:
            message = with_suggestion(message, name, arguments)
        raise ParseError(message, lines)
    return image, platform


def _target(dockerfile: Dockerfile, names: Mapping[str, int], target: str) -> int:
    if not target:
        return len(dockerfile.stages) - 1
    if target.lower() not in names:
        message = f"target stage {quote(target)} could not be found"
        options = [stage.name or f"stage-{stage.index}" for stage in dockerfile.stages]
        raise ParseError(with_suggestion(message, target, options))
    return names[target.lower()]


def _sources(dockerfile: Dockerfile, item: Instruction, names: Mapping[str, int]) -> tuple[Source, ...]:
    """Return what an instruction copies or mounts from other stages and images."""
    if isinstance(item, Run):
        wanted = (mount_source(mount) or SCRATCH for mount in item.mounts)
        return tuple(Source(names.get(name.lower()), name) for name in wanted)
    if not isinstance(item, Copy) or not item.from_:
        return ()
    if Lexer(dockerfile.escape).expand(item.from_, {}).text != item.from_:
        raise ParseError(f"variable expansion is not supported for --from, {_NOT_FROM}")
    if _INTEGER.match(item.from_):
        number = int(item.from_)
        if not 0 <= number < len(dockerfile.stages):
            raise ParseError(f"invalid stage index {number}")
        return (Source(number),)
    return (Source(names.get(item.from_.lower()), item.from_),)


def _check_circles(stages: list[PlannedStage]) -> None:
    """Refuse stages that take files from each other in a circle."""
    done: set[int] = set()
    for start in stages:
        path: list[int] = []

        def visit(index: int, path: list[int] = path) -> None:
            if index in path:
                stage = stages[index].stage
                name = stage.name or f"stage-{stage.index}"
                raise ParseError(f"circular dependency detected on stage: {name}", _circle_lines(stages, path, index))
            if index in done:
                return
            path.append(index)
            for sources in stages[index].sources:
                for source in sources:
                    if source.stage is not None:
                        visit(source.stage)
            path.pop()
            done.add(index)

        visit(start.stage.index)


def _circle_lines(stages: list[PlannedStage], path: list[int], back: int) -> tuple[int, int]:
    """Return the lines of the instruction that closes a circle."""
    stage = stages[path[-1]]
    for item, sources in zip(stage.stage.instructions, stage.sources, strict=True):
        if any(source.stage == back for source in sources):
            return item.span
    return stage.stage.base.span


def _needed(stages: list[PlannedStage], target: int) -> tuple[int, ...]:
    """Return the stages that a target stands on or takes files from, itself included."""
    found: set[int] = set()
    waiting = [target]
    while waiting:
        index = waiting.pop()
        if index in found:
            continue
        found.add(index)
        stage = stages[index]
        waiting += [source.stage for sources in stage.sources for source in sources if source.stage is not None]
        waiting += [stage.parent] if stage.parent is not None else []
    return tuple(sorted(found))

"""A Dockerfile's text to a value: directives, global arguments, stages of typed instructions."""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.dockerfile import syntax
from tutor.dockerfile.directives import Directive
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.instructions import Arg, From, Instruction
from tutor.dockerfile.typed import instruction


@dataclass(frozen=True, slots=True)
class Stage:
    """A build stage: its position, its FROM, and the instructions below it."""

    index: int
    base: From
    instructions: tuple[Instruction, ...]

    @property
    def name(self) -> str:
        """The name behind AS, in lower case; empty if it has none."""
        return self.base.alias


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """A parsed Dockerfile.

    `instructions` are all of them in order; `global_args` are the ARGs before the first FROM. `empty_continuations`
    are the 1-based lines where an instruction ends that has an empty line in it, which BuildKit will refuse one day.
    """

    text: str
    directives: tuple[Directive, ...]
    escape: str
    instructions: tuple[Instruction, ...]
    global_args: tuple[Arg, ...]
    stages: tuple[Stage, ...]
    empty_continuations: tuple[int, ...]

    def directive(self, name: str) -> str:
        """Return a directive's value; empty if it is not given."""
        return next((item.value for item in self.directives if item.name == name), "")


def parse(text: str) -> Dockerfile:
    """Parse a Dockerfile.

    Raises `ParseError` as `docker build` would fail: the text behind "failed to solve: ", and the lines it marks. A
    Dockerfile without a stage is refused, one that only names unknown bases or stages is not.
    """
    if not text:
        raise ParseError("the Dockerfile cannot be empty")
    read = syntax.read(text)
    found: list[Instruction] = []
    for node in read.nodes:
        try:
            found.append(instruction(node))
        except ParseError as error:
            raise ParseError(f"dockerfile parse error on line {node.lines[0]}: {error}", error.lines) from None
        first_stage = next((item for item in found if isinstance(item, From)), None)
        if first_stage is None and not isinstance(found[-1], Arg):
            raise ParseError("no build stage in current context", node.lines)
    return assemble(text, read, tuple(found))


def assemble(text: str, read: syntax.Syntax, found: tuple[Instruction, ...]) -> Dockerfile:
    """Put typed instructions into stages. Raises `ParseError` if there is no stage."""
    starts = [number for number, item in enumerate(found) if isinstance(item, From)]
    if not starts:
        raise ParseError("dockerfile contains no stages to build")
    stages = []
    for index, (start, end) in enumerate(zip(starts, [*starts[1:], len(found)], strict=True)):
        base = found[start]
        assert isinstance(base, From)
        stages.append(Stage(index, base, found[start + 1 : end]))
    args = tuple(item for item in found[: starts[0]] if isinstance(item, Arg))
    return Dockerfile(text, read.directives, read.escape, found, args, tuple(stages), read.empty_continuations)

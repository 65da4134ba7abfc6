"""What a build would do if the text stood in the file's place: the real build, run on a fork that is then forgotten.

The build is the last one of the history that took the file, else a plain one in the Dockerfile's folder.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from tutor.dataclass import replace
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.instructions import Add, Copy, Run, Workdir
from tutor.dockerfile.parser import parse
from tutor.engine.build.request import BuildResult
from tutor.session.editor.checks import MOST, brief
from tutor.session.editor.text import encode
from tutor.session.editor.views import Forecast, Problem, Step
from tutor.session.machine import Machine
from tutor.session.narrate import human
from tutor.shell.limits import Limits
from tutor.shell.streams import Input, Writer
from tutor.vfs.errors import FsError
from tutor.vfs.nodes import File
from tutor.vfs.paths import normal, parent, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.dockerfile.instructions import Instruction
    from tutor.dockerfile.parser import Dockerfile
    from tutor.engine.build.progress import Vertex
    from tutor.engine.outcome import Outcome
    from tutor.session.editor.views import OpenFile, StepState
    from tutor.session.session import Session
    from tutor.vfs.tree import Tree

LIMITS = Limits(steps=60_000, depth=200, output=4 << 20, memory=16 << 20, intake=64 << 20)
"""What a forecast may use up."""

BELOW = "a step before it runs"
_LAYERS = (Run, Copy, Add, Workdir)
_LOOK_BACK = 200
"""Commands of the history among which the last build is looked for."""


class _Fork(Machine):
    """A machine that remembers the build it ran."""

    built: BuildResult | None = None

    def apply(self, outcome: Outcome[Any]) -> Any:
        """Keep what a build says of itself."""
        if isinstance(outcome.value, BuildResult):
            self.built = outcome.value
        return super().apply(outcome)


def forecast(session: Session, file: OpenFile, text: str) -> Forecast | None:
    """What would be built anew, None where someone asked to stop; empty where the file belongs to no build."""
    if file.container:
        return Forecast()
    if file.kind == "dockerfile" and len(text) > MOST:
        return Forecast(message="No forecast: this Dockerfile is too long for one while you type.")
    machine = _Fork(session.moment, session.hub, session.clock, limits=LIMITS)
    try:
        machine.host_fs.write(file.path, encode(text, crlf=file.crlf))
    except FsError:
        return Forecast()
    found = _build_of(session, machine.host_fs.tree, file)
    if found is None:
        return Forecast()
    command, dockerfile = found
    with session.stoppable(machine.stop):
        errors = _run(machine, command)
    if machine.stop.asked:
        return None
    return _told(machine, command, dockerfile, dockerfile == file.path, errors)


# -- which build


def _build_of(session: Session, tree: Tree, file: OpenFile) -> tuple[str, str] | None:
    """The command that builds with the file, and its Dockerfile."""
    cwd = session.state.shells[0].cwd
    lines = [entry.line for entry in session.workspace.path() if entry.line][-_LOOK_BACK:]
    for line in reversed(lines):
        if "build" in line:
            for command, dockerfile, context in _builds(line, cwd, tree):
                if dockerfile == file.path or (file.kind != "dockerfile" and under(file.path, context)):
                    return command, dockerfile
    folder = parent(file.path)
    dockerfile = file.path if file.kind == "dockerfile" else f"{folder.rstrip('/')}/Dockerfile"
    if not isinstance(tree.get(dockerfile), File):
        return None
    return f"docker build -q -f {shlex.quote(dockerfile)} {shlex.quote(folder)}", dockerfile


def _builds(line: str, cwd: str, tree: Tree) -> Iterator[tuple[str, str, str]]:
    """The builds in a line, last first: the command, its Dockerfile and its context."""
    from tutor.docker import parse as words
    from tutor.docker.errors import CommandError
    from tutor.session.line import read

    for simple in reversed(read(line).commands):
        plain = [word.plain for word in simple.words]
        given = [word for word in plain if word is not None]
        if given[:1] != ["docker"] or len(given) < len(plain):
            continue
        try:
            match = words.find(given[1:])
            parsed = words.parse(match) if match.command.path.rpartition(" ")[2] == "build" else None
        except CommandError:
            continue
        if parsed is None or len(parsed.arguments) != 1 or parsed.arguments[0] == "-":
            continue
        context = normal(parsed.arguments[0], cwd)
        file = str(parsed.values.get("file") or "")
        if file == "-":
            continue
        dockerfile = normal(file, cwd) if file else normal("Dockerfile", context)
        if not file and not isinstance(tree.get(dockerfile), File):
            dockerfile = normal("dockerfile", context)
        yield line[simple.start : simple.end], dockerfile, context


def _run(machine: Machine, command: str) -> bytes:
    """Run the build; what it wrote to standard error."""
    from tutor.session.session import run_host
    from tutor.shell.limits import LimitExceeded, Stopped

    errors: list[bytes] = []
    try:
        run_host(machine, command, Input(b""), Writer(lambda data: None), Writer(errors.append))
    except LimitExceeded:
        machine.stop.exceeded = True
    except Stopped:
        machine.stop.asked = True
    return b"".join(errors)


# -- what became of it


def _told(machine: _Fork, command: str, path: str, own: bool, errors: bytes) -> Forecast:
    from tutor.session.fault import last_error

    result, other = machine.built, "" if own else path
    node = machine.host_fs.tree.get(path)
    text = node.content.read().decode("utf-8", "surrogateescape") if isinstance(node, File) else ""
    if result is None:
        why = "it would run for long" if machine.stop.exceeded else last_error(errors)
        return Forecast(command, message=f"No forecast: {brief(why)}" if why else "", of=other)
    fault = _fault(result) if not machine.stop.exceeded else None
    found = [Problem(row.line, row.end_line, False, brief(row.message), row.rule) for row in result.warnings]
    found += [fault] if fault is not None else []
    try:
        steps = _steps(parse(text), result, fault, _sizes(machine, result), exceeded=machine.stop.exceeded)
    except ParseError:
        steps = ()
    return Forecast(command, steps, _sentence(steps, fault), tuple(found) if own else (), other)


def _fault(result: BuildResult) -> Problem | None:
    failure = result.failure
    if failure is None:
        return None
    said = failure.tail[-1].partition(" ")[2] if failure.tail else ""  # its time stands before it
    message = f"{failure.message}: {said}" if said else failure.message
    return Problem(*(failure.lines or (1, 1)), True, brief(message))


def _sizes(machine: _Fork, result: BuildResult) -> dict[int, int]:
    """What the layer of each step takes on disk, by the step's line."""
    cache = machine.state.cache
    found = ((vertex.instruction, cache.get(vertex.layer)) for vertex in result.vertices if vertex.layer)
    return {line: record.size for line, record in found if record is not None}


def _steps(
    dockerfile: Dockerfile, result: BuildResult, fault: Problem | None, sizes: dict[int, int], *, exceeded: bool
) -> tuple[Step, ...]:
    """Every instruction of the stages, with what the build did about it."""
    by_line: dict[int, Vertex] = {}
    for vertex in result.vertices:
        if vertex.kind == "step" and vertex.instruction > 0:
            by_line[vertex.instruction] = vertex
    ended = fault is not None or exceeded
    steps: list[Step] = []
    for stage in dockerfile.stages:
        mine = [
            replace(_step(item, by_line.get(item.span[0]), fault), size=sizes.get(item.span[0], -1))
            for item in stage.instructions
        ]
        mine.insert(0, Step(stage.base.span[0], brief(stage.base.raw), "base"))
        met = any(step.state in ("cached", "runs", "fails") for step in mine)
        missed = False
        for at, step in enumerate(mine):
            if step.state == "unknown":
                state: StepState = "runs" if missed else "unknown" if ended else "unused"
                mine[at] = replace(step, state=state, reason=BELOW if missed else "")
            elif missed and step.state == "runs" and step.reason == "a step before it changed":
                mine[at] = replace(step, reason=BELOW)
            missed = missed or step.state in ("runs", "fails")
        if not met and not ended and any(step.state == "unused" for step in mine):
            mine[0] = replace(mine[0], reason="nothing needs this stage")
        steps += mine
    return tuple(steps)


def _step(item: Instruction, vertex: Vertex | None, fault: Problem | None) -> Step:
    line, text = item.span[0], brief(item.raw)
    if vertex is None:
        root = isinstance(item, Workdir) and item.path == "/"
        return Step(line, text, "unknown" if isinstance(item, _LAYERS) and not root else "config")
    if vertex.error and fault is not None:
        return Step(line, text, "fails", fault.message if fault.line == line else brief(vertex.error))
    return Step(line, text, "cached" if vertex.cached else "runs", vertex.reason)


def _sentence(steps: tuple[Step, ...], fault: Problem | None) -> str:
    """The forecast in one line."""
    if fault is not None:
        return f"The build would fail at line {fault.line}: {fault.message}"
    layers = [step for step in steps if step.state in ("cached", "runs", "unknown")]
    runs = [step for step in layers if step.state != "cached"]
    if not layers:
        return "Nothing to run: every instruction only sets the image's configuration." if steps else ""
    many = "step" if len(layers) == 1 else "steps"
    if not runs:
        return f"All {len(layers)} {many} are cached." if len(layers) > 1 else "The one step is cached."
    first = runs[0]
    known = [step.size for step in runs if step.size >= 0]
    adding = f" and add {human(sum(known))}" if len(known) == len(runs) else ""
    why = f" — {first.reason}" if first.reason else ""
    return f"{len(runs)} of {len(layers)} {many} would run{adding}, from line {first.line}: {first.text}{why}"

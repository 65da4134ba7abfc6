"""What a build prints, from the engine's vertices: BuildKit's plain lines, or its picture on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.build.progress import Vertex
    from tutor.engine.build.request import BuildFailure, BuildWarning

_FIRST = '#0 building with "default" instance using docker driver\n'
_YELLOW, _RED, _BLUE, _END = "\x1b[33m", "\x1b[31m", "\x1b[34m", "\x1b[0m"


def plain(vertices: Sequence[Vertex], head: str = _FIRST) -> str:
    """One block a vertex, numbered, as --progress=plain prints them once each has ended, below the builder's line."""
    blocks = [_block(number, vertex) for number, vertex in enumerate(vertices, 1)]
    return "\n".join([head, *blocks] if head else blocks)


def _block(number: int, vertex: Vertex) -> str:
    lines = [vertex.name]
    for seconds, text in vertex.lines:
        lines.append(text if seconds is None else f"{seconds:.3f} {text}")
    end = _end(vertex)
    if end:
        lines.append(end)
    return "".join(f"#{number} {line}\n" for line in lines)


def _end(vertex: Vertex) -> str:
    if vertex.error:
        return f"ERROR: {vertex.error}"
    if vertex.canceled:
        return "CANCELED"
    return "CACHED" if vertex.cached else f"DONE {vertex.seconds:.1f}s"


def terminal(vertices: Sequence[Vertex], width: int) -> str:
    """Return the picture on a terminal at the end of a build: one line a vertex, its status lines below."""
    total = sum(vertex.seconds for vertex in vertices)
    failed = any(vertex.error for vertex in vertices)
    done = sum(1 for vertex in vertices if not vertex.error and not vertex.canceled)
    state = "ERROR" if failed else "FINISHED"
    head = f"[+] Building {total:.1f}s ({done}/{len(vertices)}) {state}"
    out = [head + "docker:default".rjust(max(width - len(head), 15))]
    for vertex in vertices:
        mark = "ERROR " if vertex.error else "CANCELED " if vertex.canceled else "CACHED " if vertex.cached else ""
        color = _RED if vertex.error else _YELLOW if vertex.canceled else _BLUE
        out.append(color + _timed(f" => {mark}{vertex.name}", vertex.seconds, width) + _END)
        for seconds, text in vertex.lines:
            if seconds is None:
                out.append(color + _timed(f" => => {text.removesuffix(' done')}", 0.0, width) + _END)
    return "\n".join(out) + "\n"


def _timed(text: str, seconds: float, width: int) -> str:
    clock = f"{seconds:.1f}s"
    room = max(width - len(clock) - 1, 10)
    return f"{text[:room].ljust(room)} {clock}"


def warnings(found: Sequence[BuildWarning], color: bool = True) -> str:
    """Return the lint warnings below a build."""
    if not found:
        return ""
    count = "1 warning found" if len(found) == 1 else f"{len(found)} warnings found"
    lines = "".join(f" - {warning.rule}: {warning.message} (line {warning.line})\n" for warning in found)
    head = f"{count} (use docker --debug to expand):\n"
    return f"\n {_YELLOW}{head}{_END}{lines}" if color else f"\n {head}{lines}"


def step(failed: BuildFailure | None) -> str:
    """Return the step that failed with the last lines of its output, "" where none did."""
    if failed is None or not failed.step:
        return ""
    tail = "".join(f"{line}\n" for line in failed.tail)
    return f"------\n > {failed.step}:\n{tail}------\n"


def excerpt(text: str) -> str:
    """Return a source excerpt, ending in a newline."""
    return text if not text or text.endswith("\n") else text + "\n"

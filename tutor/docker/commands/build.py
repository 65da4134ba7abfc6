"""`docker build`."""

from __future__ import annotations

from tutor.dataclass import replace
from tutor.docker import buildprogress
from tutor.docker.commands.build_call import Call, call, report
from tutor.docker.commands.build_request import Output, Sources, build_request, outputs, sources
from tutor.docker.commands.common import go_errno, image_id, write_file
from tutor.docker.errors import CommandError
from tutor.docker.hostfiles import lay
from tutor.docker.invocation import Invocation
from tutor.engine.build.build import build as run_build
from tutor.engine.build.progress import Vertex
from tutor.engine.build.request import BuildFailure, BuildResult, BuildWarning
from tutor.engine.errors import EngineError
from tutor.vfs.errors import FsError

STEPS = 900
"""What a build counts for against the limits of a shell, in steps, beside what every docker command does."""

_SQUASH = (
    "WARNING: experimental flag squash is removed with BuildKit. You should squash inside build using a multi-stage "
    "Dockerfile for efficiency.\n"
)
_MODES = ("auto", "plain", "tty", "quiet", "none", "rawjson")


def build(invocation: Invocation) -> int:
    """Build an image from a Dockerfile; progress goes to standard error."""
    mode = _mode(invocation)
    asked = call(invocation)
    found = outputs(invocation)
    try:
        read = sources(invocation)
    except CommandError:
        _progress(invocation, (), mode)
        raise
    if read.problem:
        result = _unread(read)
    else:
        invocation.process.tick(STEPS)
        try:
            if invocation.on("squash"):
                invocation.err(_SQUASH)
            result = invocation.apply(
                run_build(invocation.state, invocation.world, build_request(invocation, read, found, asked))
            )
        except EngineError as error:
            raise CommandError(f"ERROR: failed to build: {error.message}") from None
    return _finish(invocation, result, found, mode, asked, read)


def _mode(invocation: Invocation) -> str:
    """How progress is shown: "plain", "tty", "rawjson" or "quiet". Raises CommandError."""
    mode, quiet = invocation.text("progress"), invocation.on("quiet")
    if mode not in _MODES:
        raise CommandError(f"ERROR: invalid progress mode {mode}")
    if quiet and mode not in ("auto", "quiet", "none"):
        raise CommandError(f"ERROR: progress={mode} and quiet cannot be used together")
    if quiet or mode in ("quiet", "none"):
        return "quiet"
    if mode == "auto":
        return "tty" if invocation.process.stderr.tty else "plain"
    if mode == "rawjson":
        return mode
    return "tty" if mode == "tty" and invocation.process.stderr.tty else "plain"


def _unread(read: Sources) -> BuildResult:
    """Return the result of a build whose Dockerfile could not be read."""
    if read.remote and read.seen < 0:
        vertex = Vertex("[internal] load remote build context", error=read.problem)
        return BuildResult((vertex,), (), BuildFailure(f"failed to solve: {read.problem}", step=vertex.name))
    status = "transferring dockerfile:" if read.seen < 0 else f"transferring dockerfile: {read.seen}B done"
    name = f"[internal] load build definition from {read.name.rpartition('/')[2]}"
    empty = read.seen < 0
    vertex = Vertex(name, ((None, status),), canceled=empty)
    message = f"failed to read dockerfile: {read.problem}" if empty else read.problem
    failed = BuildFailure(f"failed to solve: {message}", step=name if empty else "")
    return BuildResult((vertex,), (), failed)


def _finish(
    invocation: Invocation, result: BuildResult, found: tuple[Output, ...], mode: str, asked: Call, read: Sources
) -> int:
    """Print what happened, write what was asked for, and give the exit code."""
    _progress(invocation, _vertices(invocation, result, found), mode, result.warnings)
    if asked.name == "check":
        invocation.out(report(asked, result, read.dockerfile, read.name))
        return _checked(result, asked)
    if mode not in ("quiet", "rawjson"):
        invocation.err(buildprogress.step(result.failure) + buildprogress.warnings(result.warnings))
    if result.failure is not None:
        text = buildprogress.excerpt(result.failure.excerpt)
        raise CommandError(f"{text}ERROR: failed to build: {result.failure.message}")
    if asked.name != "build":
        invocation.out(report(asked, result, read.dockerfile, read.name))
        return 0
    _write_outputs(invocation, result, found)
    if invocation.on("quiet") or invocation.text("progress") == "quiet":
        invocation.line(image_id(invocation, result.image))
    if path := invocation.text("iidfile"):
        write_file(invocation, path, image_id(invocation, result.image).encode())
    if path := invocation.text("metadata-file"):
        from tutor.docker.commands.build_metadata import metadata

        write_file(invocation, path, metadata(invocation, result))
    return 0


def _checked(result: BuildResult, asked: Call) -> int:
    """Return the exit code of --check: it fails where anything was found. Raises CommandError."""
    failed = result.failure
    if failed is not None:
        raise CommandError(f"ERROR: {failed.message}\n{buildprogress.excerpt(failed.excerpt)}")
    return 1 if result.warnings and not asked.ignore_status else 0


def _vertices(invocation: Invocation, result: BuildResult, found: tuple[Output, ...]) -> tuple[Vertex, ...]:
    """Return the engine's vertices and those that the client adds or knows by another name."""
    vertices = result.vertices
    if any(output.kind == "tar" for output in found):
        vertices = tuple(
            replace(vertex, name="exporting to client tarball", lines=((None, "sending tarball done"),))
            if vertex.name == "exporting to client directory"
            else vertex
            for vertex in vertices
        )
    if invocation.text("metadata-file") and result.failure is None:
        vertices = (*vertices, Vertex("resolving provenance for metadata file"))
    return vertices


def _progress(
    invocation: Invocation, vertices: tuple[Vertex, ...], mode: str, warnings: tuple[BuildWarning, ...] = ()
) -> None:
    if mode == "tty":
        width = getattr(invocation.process.host, "columns", 80)
        invocation.err(buildprogress.terminal(vertices, width))
    elif mode == "rawjson":
        from tutor.docker.rawprogress import raw

        invocation.err(raw(vertices, warnings, invocation.world.now))
    elif mode == "plain":
        invocation.err(buildprogress.plain(vertices))


def _write_outputs(invocation: Invocation, result: BuildResult, found: tuple[Output, ...]) -> None:
    """Put files and archives where they were asked for. Raises CommandError."""
    process = invocation.process
    for output in found:
        if output.kind == "local" and result.tree is not None:
            target = process.path(output.destination)
            try:
                if not process.fs.is_dir(target):
                    process.fs.mkdir(target, parents=True)
                lay(process.fs, result.tree, target)
            except FsError as error:
                raise CommandError(f"ERROR: {error.path}: {go_errno(error)}") from None
        elif output.kind == "tar" and result.tree is not None:
            from tutor.vfs.layer import tree_tar

            _archive(invocation, output, b"".join(invocation.watch(tree_tar(result.tree))))
        elif output.kind in ("oci", "docker") and result.archive:
            _archive(invocation, output, b"".join(invocation.watch(result.archive)))


def _archive(invocation: Invocation, output: Output, data: bytes) -> None:
    if output.destination in ("", "-"):
        invocation.out(data)
    else:
        write_file(invocation, output.destination, data)

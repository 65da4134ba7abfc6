"""`docker image pull`, and the pull that `docker run` does for a missing image."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tutor.docker.commands.common import check_platform
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine import eras
from tutor.engine.pull import BrokenPull
from tutor.engine.pull import pull as pull_image
from tutor.oci.digest import short
from tutor.oci.reference import InvalidReference, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.pull import Pulled, PulledLayer

_STAGES = ("Pulling fs layer", "Download complete", "Pull complete")
_CHECK = "Verifying Checksum"
_HERE = "Already exists"


def pull(invocation: Invocation) -> int:
    """Download an image, or all tags of a repository."""
    text = invocation.arguments[0]
    quiet, everything = invocation.on("quiet"), invocation.on("all-tags")
    try:
        reference = Reference.parse(text)
    except InvalidReference as error:
        raise CommandError(error.message) from None
    if everything and not reference.is_name_only:
        raise CommandError("tag can't be used with --all-tags/-a")
    if not everything and reference.is_name_only:
        reference = reference.with_default_tag()
        if not quiet:
            invocation.line(f"Using default tag: {reference.tag}")
    platform = check_platform(invocation.text("platform"))
    try:
        outcome = pull_image(
            invocation.state, invocation.world, reference.familiar(), platform=platform, all_tags=everything
        )
    except BrokenPull as broken:
        if not quiet:
            begun(broken, invocation.line)
        raise
    if not quiet and invocation.process.stdout.tty:
        watch(invocation, outcome.value)
    pulled = invocation.apply(outcome)
    if not quiet:
        progress(invocation, pulled, invocation.line, invocation.process.stdout.tty)
    invocation.line(reference.canonical())
    return 0


def pull_missing(invocation: Invocation, reference: str, platform: str, *, quiet: bool) -> None:
    """Pull an image for a container that is about to be made from it; progress goes to standard error.

    Raises EngineError.
    """
    def line(text: str) -> None:
        invocation.err(text + "\n")

    try:
        outcome = pull_image(invocation.state, invocation.world, reference, platform=platform)
    except BrokenPull as broken:
        if not quiet:
            begun(broken, line)
        raise
    if not quiet and invocation.process.stderr.tty:
        watch(invocation, outcome.value)
    pulled = invocation.apply(outcome)
    if not quiet:
        progress(invocation, pulled, line, invocation.process.stderr.tty)


def begun(broken: BrokenPull, line: Callable[[str], None]) -> None:
    """Print what a pull had said before it broke."""
    line(f"{broken.heading}: Pulling from {broken.repository}")
    for layer in broken.layers:
        line(f"{short(layer.digest)}: {_STAGES[0]}")


def watch(invocation: Invocation, pulled: Sequence[Pulled]) -> None:
    """Make a pull last, for someone who watches. Raises tutor.shell.limits.Stopped."""
    pace = invocation.machine.pace
    if pace is None:
        return
    from tutor.docker.transfer import Moved, play

    for one in pulled:
        layers = [Moved(short(layer.digest), layer.size, "" if layer.new else _HERE) for layer in one.layers]
        play(pace, [f"{one.heading}: Pulling from {one.repository}"], layers)


def progress(invocation: Invocation, pulled: tuple[Pulled, ...], line: Callable[[str], None], terminal: bool) -> None:
    """Print what a pull tells: the last state of each layer on a terminal, elsewhere each state on its own line."""
    checks = eras.of(invocation.state).present
    for one in pulled:
        line(f"{one.heading}: Pulling from {one.repository}")
        for layer, stage in _stages(one.layers, checks, terminal):
            line(f"{short(layer.digest)}: {stage}")
        line(f"Digest: {one.digest}")
        what = "Downloaded newer image" if one.newer else "Image is up to date"
        line(f"Status: {what} for {one.reference}")


def _stages(layers: tuple[PulledLayer, ...], checks: bool, terminal: bool) -> Iterator[tuple[PulledLayer, str]]:
    """Return the states of layers in the order in which they are printed; with `checks` their checksum is one."""
    first, *rest = _STAGES
    if terminal:
        first, rest = rest[-1], []
    yield from ((layer, first if layer.new else _HERE) for layer in layers)
    for stage in rest:
        for layer in layers:
            if layer.new:
                if checks and stage == _STAGES[1]:
                    yield layer, _CHECK
                yield layer, stage

"""`docker image push`."""

from __future__ import annotations

from tutor.docker.commands.common import check_platform
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.push import SENT
from tutor.engine.push import push as push_image
from tutor.oci.digest import short
from tutor.oci.reference import InvalidReference, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.engine.push import Pushed

_NOTE = (
    "Using --platform pushes only the specified platform manifest of a multi-platform image index.\n"
    "Other components, like attestations, will not be included.\n"
    "To push the complete multi-platform image, remove the --platform flag.\n"
)
_PLAIN_HEADER = " Info -> "


def push(invocation: Invocation) -> int:
    """Upload an image to the registry in its name."""
    quiet, everything = invocation.on("quiet"), invocation.on("all-tags")
    asked = invocation.text("platform")
    platform = check_platform(asked, f"Invalid platform {asked}")
    if platform:
        _note(invocation, _NOTE)
    try:
        reference = Reference.parse(invocation.arguments[0])
    except InvalidReference as error:
        raise CommandError(error.message) from None
    if everything and not reference.is_name_only:
        raise CommandError("tag can't be used with --all-tags/-a")
    if not everything and reference.is_name_only:
        reference = reference.with_default_tag()
        if not quiet:
            invocation.line(f"Using default tag: {reference.tag}")
    if reference.digest is not None:
        raise CommandError("cannot push a digest reference")
    if not quiet:
        invocation.line(f"The push refers to repository [{reference.name}]")
    outcome = push_image(
        invocation.state, invocation.world, reference.familiar(), platform=platform, all_tags=everything
    )
    if not quiet and invocation.process.stdout.tty:
        _watch(invocation, outcome.value)
    notes = []
    for pushed in invocation.apply(outcome):
        if not quiet:
            for layer in pushed.layers:
                invocation.line(f"{short(layer.digest)}: {layer.how}")
            invocation.line(f"{pushed.tag}: digest: {pushed.digest} size: {pushed.size}")
        if pushed.partial:
            notes.append(pushed.partial)
    if quiet:
        invocation.line(reference.canonical())
    for note in notes:
        _note(invocation, note)
    return 0


def _watch(invocation: Invocation, pushed: Sequence[Pushed]) -> None:
    """Make a push last, for someone who watches. Raises tutor.shell.limits.Stopped."""
    pace = invocation.machine.pace
    if pace is None:
        return
    from tutor.docker.transfer import Moved, play

    for one in pushed:
        layers = [Moved(short(row.digest), row.size, "" if row.how == SENT else row.how) for row in one.layers]
        play(pace, (), layers, push=True)


def _note(invocation: Invocation, text: str) -> None:
    """Print a remark as Docker sets it: indented below its header, after an empty line."""
    lines = [line if index == 0 else " " * len(_PLAIN_HEADER) + line for index, line in enumerate(text.split("\n"))]
    invocation.out("\n" + _PLAIN_HEADER + "\n".join(lines) + "\n")

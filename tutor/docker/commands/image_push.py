"""`docker image push`."""

from __future__ import annotations

from tutor.docker.commands.common import check_platform
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.push import push as push_image
from tutor.oci.reference import InvalidReference, Reference

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
    notes = []
    for pushed in invocation.apply(outcome):
        if not quiet:
            for layer in pushed.layers:
                invocation.line(f"{layer.digest.rpartition(':')[2][:12]}: {layer.how}")
            invocation.line(f"{pushed.tag}: digest: {pushed.digest} size: {pushed.size}")
        if pushed.partial:
            notes.append(pushed.partial)
    if quiet:
        invocation.line(reference.canonical())
    for note in notes:
        _note(invocation, note)
    return 0


def _note(invocation: Invocation, text: str) -> None:
    """Print a remark as Docker sets it: indented below its header, after an empty line."""
    lines = [line if index == 0 else " " * len(_PLAIN_HEADER) + line for index, line in enumerate(text.split("\n"))]
    invocation.out("\n" + _PLAIN_HEADER + "\n".join(lines) + "\n")

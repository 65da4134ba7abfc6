"""`docker create`, and the making of a container that it shares with `docker run`."""

from __future__ import annotations

from tutor.docker.commands.common import check_platform, write_file
from tutor.docker.commands.container_request import create_request
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.containers.create import CreateRequest
from tutor.engine.containers.create import create as create_container
from tutor.engine.errors import NOT_FOUND, EngineError
from tutor.oci.reference import InvalidReference, Reference

_ABSENT = ("No such image", "does not provide the specified platform")
_WAYS = ("always", "missing", "never", "")


def create(invocation: Invocation) -> int:
    """Make a container and print its ID."""
    try:
        check_pull(invocation)
        request = create_request(invocation, detach=False)
    except CommandError as error:
        raise with_help(error.message, "create", 125) from None
    invocation.line(make(invocation, request))
    return 0


def with_help(message: str, command: str, code: int) -> CommandError:
    """Return what went wrong in a run or create, with the hint that Docker adds."""
    return CommandError(f"docker: {message}\n\nRun 'docker {command} --help' for more information", code)


def check_pull(invocation: Invocation) -> None:
    """Refuse a value of --pull that Docker does not know."""
    way = invocation.text("pull")
    if way not in _WAYS:
        allowed = 'must be one of "always", "missing" or "never"'
        raise CommandError(f"invalid pull option: '{way}': {allowed}")


def make(invocation: Invocation, request: CreateRequest) -> str:
    """Make the container, after pulling its image where it is missing; the container's ID.

    Raises EngineError, and CommandError for what the command line refuses itself.
    """
    platform = check_platform(request.platform)
    id_file = invocation.text("cidfile")
    if id_file and invocation.process.fs.exists(invocation.process.path(id_file)):
        raise CommandError(f"container ID file found, make sure the other container isn't running or delete {id_file}")
    reference = _reference(request.image)
    quiet, way = invocation.on("quiet"), invocation.text("pull")
    if way == "always":
        _pull(invocation, request.image, platform, quiet)
    try:
        outcome = create_container(invocation.state, invocation.world, request)
    except EngineError as error:
        missing = error.kind == NOT_FOUND and any(words in error.message for words in _ABSENT)
        if not missing or reference is None or way != "missing":
            raise
        if not quiet:
            invocation.err(f"Unable to find image '{reference.familiar()}' locally\n")
        _pull(invocation, reference.familiar(), platform, quiet)
        outcome = create_container(invocation.state, invocation.world, request)
    made = invocation.apply(outcome)
    for warning in (*_warnings(request), *_other_platform(invocation, request, made)):
        invocation.err(f"WARNING: {warning}\n")
    if id_file:
        write_file(invocation, id_file, made.encode())
    return made


def _warnings(request: CreateRequest) -> list[str]:
    """Return what the daemon says of a request that it carried out all the same."""
    found = []
    if request.network == "host" and (request.publish or request.publish_all):
        found.append("Published ports are discarded when using host network mode")
    if dict(request.options).get("Links") and request.network in ("", "default", "bridge"):
        found.append(
            "Links on the default bridge network are deprecated and will be removed in a future release. "
            "Use a custom network instead."
        )
    return found


def _other_platform(invocation: Invocation, request: CreateRequest, id: str) -> list[str]:
    """Return the warning of a container whose image is for another platform than this host's, unasked."""
    platform = invocation.state.containers[id].platform
    if request.platform or platform.startswith("linux/amd64"):
        return []
    return [
        f"The requested image's platform ({platform}) does not match the detected host platform (linux/amd64/v4) "
        "and no specific platform was requested"
    ]


def _pull(invocation: Invocation, image: str, platform: str, quiet: bool) -> None:
    from tutor.docker.commands.image_pull import pull_missing

    pull_missing(invocation, image, platform, quiet=quiet)


def _reference(image: str) -> Reference | None:
    """Return the image's name; None for an ID. Raises CommandError for what cannot be a name."""
    if len(image) == 64 and all(char in "0123456789abcdef" for char in image):
        return None
    try:
        return Reference.parse(image).with_default_tag()
    except InvalidReference as error:
        raise CommandError(error.message) from None

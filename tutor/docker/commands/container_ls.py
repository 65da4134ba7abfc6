"""`docker ps`."""

from __future__ import annotations

from tutor.docker.errors import CommandError
from tutor.docker.format.containers import TITLES, container_format, container_row, container_rows
from tutor.docker.format.table import render
from tutor.docker.invocation import Invocation
from tutor.engine.containers.listing import ContainerSummary, list_containers

_NOBODY = ContainerSummary("", "", "", "", "", 0.0, "", "", "", "", (), (), 0, (), "")


def ls(invocation: Invocation) -> int:
    """List containers, newest first."""
    form = invocation.text("format")
    quiet = invocation.on("quiet")
    if form and quiet:
        invocation.err("WARNING: Ignoring custom format, because both --format and --quiet are set.\n")
    uses_size = bool(form) and _try_template(form)
    size = invocation.on("size") or (uses_size and not quiet and not invocation.given("size"))
    last = invocation.number("last", -1)
    if last == -1 and invocation.on("latest"):
        last = 1
    world = invocation.world
    containers = list_containers(
        invocation.state,
        world,
        all=invocation.on("all"),
        last=max(last, 0),
        filters=invocation.filters,
        size=size,
    )
    rows = container_rows(containers, now=world.now, truncate=not invocation.on("no-trunc"))
    invocation.out(render(container_format(form, quiet, size), rows, TITLES))
    return 0


def _try_template(form: str) -> bool:
    """Run the template once with nothing in it, as Docker does before it asks the engine: whether it uses .Size.

    Raises CommandError with Docker's text.
    """
    from tutor.gotemplate import DOCKER, ExecError, ParseError, Template

    asked: list[bool] = []
    try:
        template = Template.parse(form, DOCKER)
    except ParseError as error:
        raise CommandError(f"failed to parse template: {error}") from None
    try:
        template.render(container_row(_NOBODY, now=0.0, truncate=False, asked_size=lambda: asked.append(True)))
    except ExecError as error:
        raise CommandError(f"failed to execute template: {error}") from None
    return bool(asked)

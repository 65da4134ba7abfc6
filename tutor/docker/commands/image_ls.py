"""`docker image ls`."""

from __future__ import annotations

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine import eras
from tutor.engine.contents import Latest
from tutor.engine.listing import list_images

_COMMANDS = [
    "build",
    "history",
    "import",
    "inspect",
    "list",
    "load",
    "ls",
    "prune",
    "pull",
    "push",
    "rm",
    "save",
    "tag",
]
_NOT_WITH_TREE = (("quiet", "quiet"), ("no-trunc", "no-trunc"), ("digests", "show-digest"), ("format", "format"))
_drawn: Latest[str] = Latest()


def ls(invocation: Invocation) -> int:
    """List images: one line a name, or rows of the older table where a flag asks for them."""
    reference = invocation.arguments[0] if invocation.arguments else ""
    tree = _uses_tree(invocation)
    images = list_images(
        invocation.state,
        invocation.world,
        all=invocation.on("all"),
        filters=invocation.filters,
        reference=reference,
    )
    if tree:
        from tutor.docker.format.tree import draw, lines_of

        process = invocation.process
        width = getattr(process.host, "columns", 80) if process.stdout.tty else 0
        expanded = invocation.on("tree")
        text = _drawn.of((images,), lambda: draw(lines_of(images, expanded), width), expanded, width)
        invocation.out(text)
    else:
        from tutor.docker.format.images import TITLES, image_format, image_rows
        from tutor.docker.format.table import render

        digests = invocation.on("digests")
        form = image_format(invocation.text("format") or "table", invocation.on("quiet"), digests)
        truncate = not invocation.on("no-trunc")
        rows = image_rows(images, form, now=invocation.world.now, truncate=truncate, digests=digests)
        invocation.out(render(form, rows, TITLES))
    if not images and reference in _COMMANDS and invocation.path == "docker images":
        invocation.err(f'No images found matching "{reference}": did you mean "docker image {reference}"?\n')
    return 0


def _uses_tree(invocation: Invocation) -> bool:
    """Whether the new view is shown (before engine 29 only if asked for).

    Raises CommandError where --tree is given with a flag of the old one.
    """
    for flag, name in _NOT_WITH_TREE:
        used = bool(invocation.text(flag)) if flag == "format" else invocation.on(flag)
        if used:
            if invocation.on("tree"):
                raise CommandError(f"--{name} is not yet supported with --tree")
            return False
    return invocation.on("tree") or not eras.of(invocation.state).table

"""`layerwise stack` and `cast`: a workspace's layer stack as pictures, and what was done in it as a recording."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from tutor.errors import LayerwiseError
from tutor.outer import places
from tutor.outer.new_file import write_new

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from tutor.session.session import Session


def stack(options: Namespace) -> int:
    """Write the stack in each form that is asked for; without any, print it as text."""
    from tutor.session.picture import picture
    from tutor.session.pictures import KINDS, pictured
    from tutor.session.stack import Forest

    with _session(options) as session:
        view = Forest(picture(session.state)).view
    wanted = {kind: path for kind in KINDS if (path := getattr(options, kind))}
    for kind, path in wanted.items():
        write_new(path, pictured(view, kind))
    if options.png:
        from tutor.session.pictures.png import png

        write_new(options.png, png(pictured(view, "svg")))
    elif not wanted:
        from tutor.outer.app import ways_of
        from tutor.session.plain_stack import plain_stack

        ways = ways_of(options)
        print(plain_stack(view, _width(), spoken=ways.plain, ascii_art=ways.ascii), end="")
    return 0


def cast(options: Namespace) -> int:
    """Write what was done in a workspace as an asciicast."""
    from tutor.session import cast as recording

    with _session(options) as session:
        title = f"Layerwise: {options.lesson or options.workspace}"
        write_new(options.file, "".join(recording.cast(session, title)))
    return 0


@contextmanager
def _session(options: Namespace) -> Iterator[Session]:
    """The session on a workspace that is there, or on a lesson that was begun; nothing of it is changed."""
    from tutor.outer.execute import open_session

    workspaces, name = places.workspaces(), options.workspace
    if options.lesson:
        lesson = places.course().lesson(options.lesson)
        if lesson is None:
            raise LayerwiseError(f"there is no lesson {options.lesson!r}", "layerwise lesson list shows them")
        name = f"lesson-{lesson.id}"
    if not os.path.exists(os.path.join(workspaces.folder, f"{name}.sqlite")):
        what = f"lesson {options.lesson!r} was not begun" if options.lesson else f"there is no workspace {name!r}"
        raise LayerwiseError(what, "do something in it first")
    workspace = workspaces.open(name)
    try:
        yield open_session(workspace, name, places.hub())
    finally:
        workspace.close()


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 80

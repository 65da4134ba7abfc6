"""`layerwise exec`: a script without a terminal."""

from __future__ import annotations

import os
import sys

from tutor.errors import LayerwiseError
from tutor.outer import places
from tutor.outer.faults import keep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tutor.engine.hub import Hub
    from tutor.session.session import Session
    from tutor.store.workspace import Workspace


def run(options: Namespace) -> int:
    """Run the script in a fresh or a kept sandbox; the last command's exit code."""
    from tutor.session.interrupt import cancelling
    from tutor.session.script import run_script

    text = _script(options)
    if options.lesson or options.drill is not None:
        return _lesson(options, text)
    hub = places.hub(options.hub, offline=options.offline)
    if options.fresh:
        session = fresh(hub)
        session.passing = not options.json
        _bring(session, options.dir)
        with cancelling(session.cancel):
            return run_script(session, text, json=options.json, write=_write)
    workspace = places.workspaces().open(options.workspace)
    try:
        session = open_session(workspace, options.workspace, hub)
        session.passing = not options.json
        _bring(session, options.dir)
        with cancelling(session.cancel):
            return run_script(session, text, json=options.json, write=_write)
    finally:
        workspace.close()


def explain(options: Namespace) -> int:
    """Say what a command line would do in a workspace, in which nothing happens."""
    workspace = places.workspaces().open(options.workspace)
    try:
        session = open_session(workspace, options.workspace, places.hub())
        forked = session.fork(f"explain {options.line}")
    finally:
        workspace.close()
    _write("stdout", forked.output)
    _write("stderr", forked.errors)
    return forked.code


def _lesson(options: Namespace, text: str) -> int:
    """Run the script in a lesson: anew with --fresh, else where the learner is; or in a drill."""
    from tutor.outer.app import sitting
    from tutor.session.interrupt import cancelling
    from tutor.session.script import run_lesson

    if options.drill is not None:
        from tutor.outer.app import Ways
        from tutor.outer.drill import sitting as drill

        learner = drill(options.drill, Ways(interactive=False), seed=options.seed, keep=not options.fresh)
    else:
        learner = sitting(lesson=options.lesson, fresh=options.fresh, hub=options.hub)
    try:
        with cancelling(learner.cancel):
            return run_lesson(learner, text, json=options.json, write=_write)
    finally:
        learner.close()


def _bring(session: Session, folder: str | None) -> None:
    if folder:
        from tutor.outer.transfer import copy_in

        copy_in(session, folder)


def fresh(hub: Hub) -> Session:
    """A new sandbox that nobody keeps."""
    from tutor.store.workspace import MemoryWorkspace

    return open_session(MemoryWorkspace(), f"fresh {os.getpid()}", hub)


def open_session(workspace: Workspace, name: str, hub: Hub) -> Session:
    """A session on that workspace; a new one begins with a fresh sandbox."""
    from tutor.session.session import Session, first_moment

    now = places.clock()
    session = Session(workspace, lambda _clock: first_moment(f"{name} {now}", now), hub, places.clock)
    session.fault = keep
    return session


def _script(options: Namespace) -> str:
    if options.text is not None:
        return str(options.text)
    try:
        if options.script in (None, "-"):
            return sys.stdin.read()
        with open(options.script, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError as error:
        raise LayerwiseError(f"cannot read the script {options.script} ({error.strerror})", "check the path") from None
    except UnicodeDecodeError:
        raise LayerwiseError("the script is not text", "give a shell script") from None


def _write(stream: str, data: bytes) -> None:
    file = sys.stdout.buffer if stream == "stdout" else sys.stderr.buffer
    file.write(data)
    file.flush()

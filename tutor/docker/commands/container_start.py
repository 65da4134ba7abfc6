"""`docker start`."""

from __future__ import annotations

from tutor.docker.commands.container_run import keep_failed_state
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation, daemon_text
from tutor.engine.containers.find import resolve
from tutor.engine.errors import EngineError


def start(invocation: Invocation) -> int:
    """Start containers in the background, or one with its streams."""
    if not (invocation.on("attach") or invocation.on("interactive")):
        return _background(invocation)
    if len(invocation.arguments) > 1:
        raise CommandError("you cannot start and attach multiple containers at once")
    container = resolve(invocation.state, invocation.arguments[0])
    config = container.config
    wants_input = invocation.on("interactive") and config.open_stdin
    try:
        if wants_input and config.tty and getattr(invocation.machine, "interactive", False):
            from tutor.engine.containers.interactive import can_enter, enter

            if can_enter(invocation.state, container.id):
                invocation.apply(enter(invocation.state, invocation.world, container.id))
                return 0
        from tutor.engine.containers.attach import run_attached

        process = invocation.process
        stderr = process.stdout if config.tty else process.stderr
        stdin = process.stdin if wants_input else None
        return run_attached(invocation.machine, container.id, stdin=stdin, stdout=process.stdout, stderr=stderr)
    except EngineError as error:
        keep_failed_state(invocation, error)
        raise


def _background(invocation: Invocation) -> int:
    from tutor.engine.containers.lifecycle import start as start_container

    failed = []
    for name in invocation.arguments:
        try:
            outcome = start_container(invocation.state, invocation.world, name)
        except EngineError as error:
            keep_failed_state(invocation, error)
            invocation.err(daemon_text(error) + "\n")
            failed.append(name)
            continue
        invocation.apply(outcome)
        invocation.line(name)
    if failed:
        raise CommandError(f"failed to start containers: {', '.join(failed)}")
    return 0

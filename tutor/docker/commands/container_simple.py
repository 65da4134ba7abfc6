"""Commands that do one thing to each container they are given, and print its name."""

from __future__ import annotations

from collections.abc import Callable

from tutor.docker.commands.common import all_or_fail, each
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation, daemon_text
from tutor.engine.errors import NOT_FOUND, EngineError


def _for_each(invocation: Invocation, work: Callable[[str], None]) -> int:
    def one(name: str) -> None:
        work(name)
        invocation.line(name)

    return all_or_fail(each(invocation, one))


def _timeout(invocation: Invocation) -> int | None:
    """Return the value of --timeout (or of --time, its old name)."""
    for name in ("timeout", "time"):
        if invocation.given(name):
            return invocation.number(name)
    return None


def stop(invocation: Invocation) -> int:
    """Ask containers to end, and kill them where they do not."""
    from tutor.engine.containers.lifecycle import stop as stop_container

    timeout, signal = _timeout(invocation), invocation.text("signal")
    return _for_each(
        invocation,
        lambda name: invocation.apply(
            stop_container(invocation.state, invocation.world, name, timeout=timeout, signal=signal)
        ),
    )


def restart(invocation: Invocation) -> int:
    """Stop containers and start them again."""
    from tutor.engine.containers.lifecycle import restart as restart_container

    timeout, signal = _timeout(invocation), invocation.text("signal")
    return _for_each(
        invocation,
        lambda name: invocation.apply(
            restart_container(invocation.state, invocation.world, name, timeout=timeout, signal=signal)
        ),
    )


def kill(invocation: Invocation) -> int:
    """Send a signal to containers."""
    from tutor.engine.containers.lifecycle import kill as kill_container

    signal = invocation.text("signal") or "KILL"
    return _for_each(
        invocation,
        lambda name: invocation.apply(kill_container(invocation.state, invocation.world, name, signal=signal)),
    )


def pause(invocation: Invocation) -> int:
    """Freeze containers."""
    from tutor.engine.containers.lifecycle import pause as pause_container

    return _for_each(
        invocation, lambda name: invocation.apply(pause_container(invocation.state, invocation.world, name))
    )


def unpause(invocation: Invocation) -> int:
    """Let frozen containers go on."""
    from tutor.engine.containers.lifecycle import unpause as unpause_container

    return _for_each(
        invocation, lambda name: invocation.apply(unpause_container(invocation.state, invocation.world, name))
    )


def rm(invocation: Invocation) -> int:
    """Remove containers. With --force, missing ones are silently left out."""
    from tutor.engine.containers.remove import remove_container

    force = invocation.on("force")
    faults = []
    for name in invocation.arguments:
        trimmed = name.strip("/")
        try:
            if not trimmed:
                raise CommandError("container name cannot be empty")
            outcome = remove_container(
                invocation.state, invocation.world, trimmed, force=force, volumes=invocation.on("volumes")
            )
        except EngineError as error:
            if not (force and error.kind == NOT_FOUND):
                faults.append(daemon_text(error))
            continue
        except CommandError as error:
            faults.append(error.message)
            continue
        invocation.apply(outcome)
        invocation.line(name)
    return all_or_fail(faults)


def rename(invocation: Invocation) -> int:
    """Give a container another name."""
    from tutor.engine.containers.lifecycle import rename as rename_container

    old, new = invocation.arguments
    if not new.strip():
        raise CommandError("failed to rename container: new name cannot be blank")
    if not old.strip():
        raise CommandError("failed to rename container: invalid container name or ID: value is empty")
    try:
        invocation.apply(rename_container(invocation.state, invocation.world, old, new))
    except EngineError as error:
        raise CommandError(f"failed to rename container: {daemon_text(error)}") from None
    return 0


def wait(invocation: Invocation) -> int:
    """Wait until containers end, and print their exit codes."""
    from tutor.engine.containers.lifecycle import wait as wait_for

    def one(name: str) -> None:
        code = invocation.apply(wait_for(invocation.state, invocation.world, name))
        invocation.line(str(code))

    return all_or_fail(each(invocation, one))


def prune(invocation: Invocation) -> int:
    """Remove all containers that do not run."""
    from tutor.docker.commands.common import confirm, reclaimed, report
    from tutor.engine.containers.remove import prune_containers

    warning = "WARNING! This will remove all stopped containers.\nAre you sure you want to continue?"
    if not invocation.on("force") and not confirm(invocation, warning):
        return 0
    pruned = invocation.apply(prune_containers(invocation.state, invocation.world, filters=invocation.filters))
    invocation.out(report("Deleted Containers", pruned))
    reclaimed(invocation, pruned.reclaimed)
    return 0

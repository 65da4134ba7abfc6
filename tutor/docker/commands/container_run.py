"""`docker run`."""

from __future__ import annotations

from tutor.docker.commands.container_checks import check_detach_keys
from tutor.docker.commands.container_create import check_pull, make, with_help
from tutor.docker.commands.container_request import create_request
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation, daemon_text
from tutor.engine.errors import EngineError

_NOT_FOUND = ("executable file not found", "no such file or directory", "system cannot find the file specified")
_DENIED = ("permission denied", "is a directory")


def run(invocation: Invocation) -> int:
    """Make a container and start it: in the background with -d, else with its streams; its exit code."""
    try:
        check_pull(invocation)
        detach = invocation.on("detach")
        request = create_request(invocation, detach=detach)
    except CommandError as error:
        raise with_help(error.message, "run", 125) from None
    if not detach:
        check_detach_keys(invocation.text("detach-keys"))
    if detach and invocation.many("attach"):
        raise CommandError("conflicting options: cannot specify both --attach and --detach")
    if not detach:
        check_terminal(invocation, "stdin" in request.attach, request.tty)
    try:
        container = make(invocation, request)
        if detach:
            return _detached(invocation, container)
        return _watched(invocation, container)
    except EngineError as error:
        keep_failed_state(invocation, error)
        raise _status(daemon_text(error)) from None
    except CommandError as error:
        raise _status(error.message) from None


def check_terminal(invocation: Invocation, attach_stdin: bool, tty: bool) -> None:
    """Refuse a terminal for a container where standard input is none."""
    if attach_stdin and tty and not invocation.process.stdin.tty:
        raise CommandError("cannot attach stdin to a TTY-enabled container because stdin is not a terminal")


def keep_failed_state(invocation: Invocation, error: EngineError) -> None:
    """Keep what an operation left behind although it failed: a container that could not be started."""
    state = getattr(error, "failed_state", None)
    if state is not None:
        from tutor.engine.outcome import Outcome

        invocation.apply(Outcome(state, getattr(error, "failed_events", ()), None))


def _status(text: str) -> CommandError:
    """Return an error with Docker's exit code: 127 for what does not exist, 126 for what cannot be run, else 125."""
    code = 125
    if any(words in text for words in _NOT_FOUND):
        code = 127
    elif any(words in text for words in _DENIED):
        code = 126
    return with_help(text, "run", code)


def _detached(invocation: Invocation, container: str) -> int:
    from tutor.engine.containers.lifecycle import start

    invocation.line(container)
    invocation.apply(start(invocation.state, invocation.world, container))
    return 0


def _watched(invocation: Invocation, container: str) -> int:
    """Run with the process's own streams, or hand over to a prompt in the container."""
    state = invocation.state
    config = state.containers[container].config
    if config.attach_stdin and config.tty and _prompts(invocation, container):
        return 0
    from tutor.engine.containers.attach import run_attached

    process = invocation.process
    stderr = process.stdout if config.tty else process.stderr
    return run_attached(
        invocation.machine,
        container,
        stdin=process.stdin if config.attach_stdin else None,
        stdout=process.stdout if config.attach_stdout else None,
        stderr=stderr if config.attach_stderr else None,
    )


def _prompts(invocation: Invocation, container: str) -> bool:
    """Open a prompt in the container for the lines that follow, where somebody sits at a terminal."""
    if not getattr(invocation.machine, "interactive", False):
        return False
    from tutor.engine.containers.interactive import can_enter, enter

    if not can_enter(invocation.state, container):
        return False
    invocation.apply(enter(invocation.state, invocation.world, container))
    return True

"""`docker exec` and `docker attach`."""

from __future__ import annotations

from tutor.docker.commands.container_checks import check_detach_keys
from tutor.docker.commands.container_request import read_pairs
from tutor.docker.commands.container_run import check_terminal
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.containers.execute import ExecRequest, execute
from tutor.engine.containers.find import resolve
from tutor.engine.errors import EngineError

_RUNTIME_CODES = (126, 127, 128)


def exec(invocation: Invocation) -> int:
    """Run one more program in a container; its exit code."""
    name, *argv = invocation.arguments
    env = invocation.process.env
    given = (text if "=" in text or text not in env else f"{text}={env[text]}" for text in invocation.many("env"))
    try:
        environment = (*read_pairs(invocation, "env-file", True), *given)
    except CommandError as error:
        raise CommandError(error.message.removeprefix("--env-file: ")) from None
    request = ExecRequest(
        tuple(argv),
        user=invocation.text("user"),
        workdir=invocation.text("workdir"),
        environment=environment,
        tty=invocation.on("tty"),
        detach=invocation.on("detach"),
        privileged=invocation.on("privileged"),
    )
    check_detach_keys(invocation.text("detach-keys"))
    container = resolve(invocation.state, name)
    process = invocation.process
    wants_input = invocation.on("interactive") and not request.detach
    if not request.detach:
        check_terminal(invocation, wants_input, request.tty)
    if wants_input and request.tty and getattr(invocation.machine, "interactive", False):
        from tutor.engine.containers.interactive import can_enter, enter

        if can_enter(invocation.state, container.id, request):
            invocation.apply(enter(invocation.state, invocation.world, container.id, request))
            return 0
    stderr = process.stdout if request.tty else process.stderr
    try:
        return execute(
            invocation.machine,
            name,
            request,
            stdin=process.stdin if wants_input else None,
            stdout=None if request.detach else process.stdout,
            stderr=None if request.detach else stderr,
        )
    except EngineError as error:
        if request.detach or error.code not in _RUNTIME_CODES:
            raise
        # the runtime's own words come through the stream of the program that it could not start
        process.out(error.message + "\n")
        return error.code


def attach(invocation: Invocation) -> int:
    """Watch a container that runs until it ends; its exit code."""
    from tutor.engine.containers.attach import attach as watch

    container = resolve(invocation.state, invocation.arguments[0])
    if container.status == "paused":
        raise CommandError("cannot attach to a paused container, unpause it first")
    if not container.is_running:
        raise CommandError("cannot attach to a stopped container, start it first")
    config = container.config
    check_terminal(invocation, not invocation.on("no-stdin"), config.tty)
    process = invocation.process
    stderr = process.stdout if config.tty else process.stderr
    return watch(invocation.machine, container.id, stdout=process.stdout, stderr=stderr)

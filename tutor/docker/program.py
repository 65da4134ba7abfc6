"""The program `docker`: from a process to an exit code.

    docker(process) -> int

The process's arguments are parsed, its command's handler is imported and run, and whatever ended it early is printed
as Docker prints it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.docker import config_file, parse, spec
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation, daemon_text
from tutor.docker.spec import Match
from tutor.engine.errors import EngineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.docker.contexts import Contexts
    from tutor.docker.parse import Parsed
    from tutor.shell.process import Process

STEPS = 100
"""What a docker command counts for against the limits of a shell, in steps."""

MOMENT = 0.001
"""Seconds that asking the engine takes, so that no two commands of a line happen at one time."""

_LOG_LEVELS = ("panic", "fatal", "error", "warn", "warning", "info", "debug", "trace")


def docker(process: Process) -> int:
    """Run the docker command in this process and return its exit code."""
    try:
        return run(process, process.argv[1:])
    except CommandError as error:
        if error.message:
            process.err(error.message + "\n")
        return error.code
    except EngineError as error:
        process.err(daemon_text(error) + "\n")
        return 1


def run(process: Process, words: Sequence[str]) -> int:
    """Run the command that the words (without "docker") make up. Raises CommandError and EngineError."""
    top, rest = parse.global_flags(words)
    if top.values["version"]:
        from tutor.docker import release

        known = release.of(process)
        process.out(f"Docker version {known.version}, build {known.commit}\n")
        return 0
    level = str(top.values["log-level"])
    if level and level.lower() not in _LOG_LEVELS and (not rest or parse.is_command(rest[0])):
        raise CommandError(f"Unable to parse logging level: {level}")
    if top.wants_help or not rest:
        return _help(process, parse.find(()), to_stderr=not top.wants_help, notes=top.notes)
    if rest[0] == "help":
        return _help_command(process, rest[1:])
    match = parse.find(rest)
    if match.command.children:
        return _group(process, match)
    parsed = parse.parse(match)
    if parsed.wants_help:
        return _help(process, match, notes=parsed.notes)
    for note in parsed.notes:
        process.out(note + "\n")
    process.tick(STEPS)
    _catch_up(process)
    code = match.command.load()(Invocation(process, parsed, _contexts(process, top)))
    process.host.sleep(MOMENT)
    return code


def _contexts(process: Process, top: Parsed) -> Contexts | None:
    """Return the client's contexts where anything says that another engine than the sandbox's may be meant."""
    chosen, host = str(top.values["context"]), str(top.values["host"])
    told = chosen or host or process.env.get("DOCKER_HOST") or process.env.get("DOCKER_CONTEXT")
    if not told and not process.fs.exists(f"{config_file.config_folder(process)}/config.json"):
        return None
    from tutor.docker.contexts import Contexts

    contexts = Contexts(process, chosen, host)
    try:
        contexts.endpoint()
    except config_file.BadConfig as error:
        process.err(f"WARNING: Error loading config file: {error}\n")
        return None
    return contexts


def _catch_up(process: Process) -> None:
    """Let programs in the background do what they have done by now."""
    machine = getattr(process.host, "machine", None)
    if machine is not None and machine.state.containers:
        from tutor.engine.containers.background import advance

        machine.apply(advance(machine.state, machine.world()))


def _help(process: Process, match: Match, *, to_stderr: bool = False, notes: Sequence[str] = ()) -> int:
    from tutor.docker.help import page

    width = getattr(process.host, "columns", 80) if process.stdout.tty else 80
    text = "".join(note + "\n" for note in notes) + page(match, width)
    (process.err if to_stderr else process.out)(text)
    return 0


def _help_command(process: Process, words: Sequence[str]) -> int:
    """`docker help image ls`."""
    if not words:
        return _help(process, parse.find(()))
    try:
        match = parse.find(words)
    except CommandError:
        match = parse.find(()).replace(rest=tuple(words))
    if match.rest:
        raise CommandError(f"unknown help topic: {' '.join(match.rest)}")
    return _help(process, match)


def _group(process: Process, match: Match) -> int:
    """Answer to a group without one of its commands: its help page, or what is wrong with the next word."""
    parsed = parse.parse(match.replace(command=match.command.replace(most=None)))
    if parsed.wants_help or not parsed.arguments:
        # Docker's own groups print their page to standard error, buildx to standard output
        plain = not parsed.wants_help and not match.command.plugin
        return _help(process, match, to_stderr=plain, notes=parsed.notes)
    if match.command.plugin:
        _help(process, match)
        raise CommandError(f'ERROR: unknown command: "{parsed.arguments[0]}"')
    if match.command.path == "compose":
        _help(process, match)
        raise CommandError(f'unknown docker command: "compose {parsed.arguments[0]}"')
    parse.check_arguments(match, parsed.arguments)
    return 0


def names() -> tuple[str, ...]:
    """Return the words that may follow `docker`."""
    return (*spec.root().children, "help")

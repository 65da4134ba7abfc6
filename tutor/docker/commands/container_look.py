"""Commands that look at one container: its log, its changes, its ports, its processes, all its facts."""

from __future__ import annotations

from tutor.docker.commands.common import check_output, image_id, write_file
from tutor.docker.errors import CommandError
from tutor.docker.format.inspect import Found
from tutor.docker.format.inspect import inspect as print_all
from tutor.docker.invocation import Invocation
from tutor.docker.values import quote
from tutor.engine.errors import EngineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.containers.model import Container

TYPE = "container.InspectResponse"


def diff(invocation: Invocation) -> int:
    """Show which files differ from the image."""
    from tutor.engine.containers.views import diff as changes

    for change in changes(invocation.state, invocation.arguments[0]):
        invocation.line(f"{change.kind} {change.path}")
    return 0


def inspect(invocation: Invocation) -> int:
    """Show all facts about containers."""
    from tutor.engine.containers.inspect import inspect_container

    size = invocation.on("size")

    def find(name: str) -> Found:
        return TYPE, inspect_container(invocation.state, invocation.world, name, size=size)

    return print_all(invocation, invocation.arguments, invocation.text("format"), find)


def logs(invocation: Invocation) -> int:
    """Print what a container's main program wrote, each stream to its own."""
    from tutor.docker.format.times import fixed_nano
    from tutor.engine.containers.find import resolve
    from tutor.engine.containers.views import logs as entries

    for flag in ("since", "until"):
        check_time(invocation, flag)
    container = resolve(invocation.state, invocation.arguments[0])
    found = entries(
        invocation.state,
        invocation.world,
        container.id,
        since=invocation.text("since"),
        until=invocation.text("until"),
        tail=invocation.text("tail"),
    )
    stamped = invocation.on("timestamps")
    details = _details(container) if invocation.on("details") else ""
    process = invocation.process
    for entry in found:
        stamp = f"{fixed_nano(entry.time)} " if stamped else ""
        data = (stamp + details).encode() + entry.data
        both = entry.stream == "stdout" or container.config.tty
        (process.out if both else process.err)(data)
    if invocation.on("follow") and container.is_running:
        from tutor.engine.containers.attach import attach

        stderr = process.stdout if container.config.tty else process.stderr
        attach(invocation.machine, container.id, stdout=process.stdout, stderr=stderr)
    return 0


def check_time(invocation: Invocation, flag: str) -> None:
    """Refuse a value of --since or --until that is no time. Raises CommandError."""
    from tutor.engine.filters import timestamp

    value = invocation.text(flag)
    try:
        timestamp(value or "0", 0.0)
    except EngineError:
        fault = f"failed to parse value as time or duration: {quote(value)}"
        raise CommandError(f'invalid value for "{flag}": {fault}') from None


def _details(container: Container) -> str:
    """Return what --details puts before a line: the labels and variables that the log driver was told to keep."""
    from urllib.parse import quote_plus

    options = dict(container.option("LogConfig", ("", ()))[1])
    environment = dict(text.partition("=")[::2] for text in container.config.environment)
    kept = {}
    for option, known in (("labels", dict(container.config.labels)), ("env", environment)):
        kept.update({name: known[name] for name in options.get(option, "").split(",") if name in known})
    return ",".join(f"{quote_plus(name)}={quote_plus(kept[name])}" for name in sorted(kept)) + " "


def port(invocation: Invocation) -> int:
    """List a container's published ports."""
    from tutor.engine.containers.views import port as published

    name = invocation.arguments[0]
    pairs = published(invocation.state, name)
    if len(invocation.arguments) == 1:
        for inner, outer in sorted(pairs, key=lambda pair: (int(pair[0].partition("/")[0]), pair)):
            invocation.line(f"{inner} -> {outer}")
        return 0
    asked = invocation.arguments[1]
    number, slash, protocol = asked.partition("/")
    if not number.isdecimal() or int(number) > 65535:
        reason = "value out of range" if number.isdecimal() else "invalid syntax"
        raise CommandError(f"invalid port '{number}': {reason}")
    wanted = f"{int(number)}/{protocol.lower() if slash else 'tcp'}"
    found = [outer for inner, outer in pairs if inner == wanted]
    if not found:
        raise CommandError(f"no public port '{asked}' published for {name}")
    for outer in found:
        invocation.line(outer)
    return 0


def top(invocation: Invocation) -> int:
    """List a container's processes."""
    from tutor.docker.format.tabwriter import align
    from tutor.engine.containers.views import top as processes

    name, *options = invocation.arguments
    rows = processes(invocation.state, invocation.world, name, tuple(options))
    invocation.out(align("".join("\t".join(row) + "\n" for row in rows), minimum=20))
    return 0


def export(invocation: Invocation) -> int:
    """Write a container's files as a tar archive."""
    from tutor.engine.containers.views import export as archive

    path = invocation.text("output")
    if not path and invocation.process.stdout.tty:
        raise CommandError("cowardly refusing to save to a terminal. Use the -o flag or redirect")
    if path:
        check_output(invocation, path, "failed to export container")
    pieces = archive(invocation.state, invocation.arguments[0])
    if path:
        write_file(invocation, path, b"".join(invocation.watch(pieces)), 0o600)
    else:
        for piece in pieces:
            invocation.out(piece)
    return 0


def commit(invocation: Invocation) -> int:
    """Make an image of what changed in a container."""
    from tutor.engine.commit import commit as commit_container

    name, *reference = invocation.arguments
    outcome = commit_container(
        invocation.state,
        invocation.world,
        name,
        reference[0] if reference else "",
        message=invocation.text("message"),
        author=invocation.text("author"),
        changes=invocation.many("change"),
        pause=invocation.on("pause") and not invocation.on("no-pause"),
    )
    invocation.line(image_id(invocation, invocation.apply(outcome)))
    return 0

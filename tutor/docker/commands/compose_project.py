"""What compose commands share: which project they are about, and its orphans."""

from __future__ import annotations

from tutor.docker import parse
from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.working import Work, service_of
from tutor.docker.invocation import Invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.docker.compose.project import Project


def project(invocation: Invocation) -> Project:
    """Read the project that the command's flags, the environment or the working folder name. Raises ComposeError."""
    from tutor.docker.compose.project import load

    given = parse.above(invocation.parsed.match)

    def many(name: str) -> tuple[str, ...]:
        value = given[name]
        return value if isinstance(value, tuple) else ()

    return load(
        invocation.process, files=many("file"), name=str(given["project-name"]), folder=str(given["project-directory"]),
        env_files=many("env-file"), profiles=many("profile"), warn=lambda text: warn(invocation, text),
    )  # fmt: skip


def name(invocation: Invocation) -> str:
    """Return the project's name alone: its file need not be there where -p names it. Raises ComposeError."""
    given = parse.above(invocation.parsed.match)
    told = str(given["project-name"]) or invocation.process.env.get("COMPOSE_PROJECT_NAME", "")
    return told if told and not given["file"] else project(invocation).name


def warn(invocation: Invocation, text: str) -> None:
    """Print a warning as Compose's log does."""
    if invocation.process.stderr.tty:
        invocation.err(f"WARN[0000] {text} \n")
        return
    from tutor.engine.inspect_image import clock

    now = clock(float(int(invocation.process.host.now()))).replace("Z", "+00:00")
    shown = text.replace("\\", "\\\\").replace('"', '\\"')
    invocation.err(f'time="{now.replace("+00:00", "Z")}" level=warning msg="{shown}"\n')


def orphans(invocation: Invocation, work: Work, found: Project, *, remove: bool) -> None:
    """Tell of containers whose services the file no longer has, or remove them."""
    lost = [one for one in work.containers(found.name) if service_of(one) not in {*found.services, *found.off}]
    if not lost:
        return
    if remove:
        work.stop_and_remove(lost)
        return
    names = " ".join(one.name for one in lost)
    warn(
        invocation,
        f"Found orphan containers ([{names}]) for this project. If you removed or renamed this service in your compose "
        "file, you can run this command with the --remove-orphans flag to clean it up.",
    )


def services(found: Project, names: Sequence[str]) -> list[str]:
    """Return the named services, or all. Raises ComposeError for one that is none."""
    for each in names:
        if each not in found.services:
            raise ComposeError(f"no such service: {each}")
    return list(names) or list(found.services)


def scales(texts: Sequence[str], found: Project) -> dict[str, int]:
    """Return how many containers of which service are asked for. Raises ComposeError."""
    wanted = {}
    for text in texts:
        service, equals, count = text.partition("=")
        if not equals or not count.isdecimal():
            raise ComposeError(f"invalid scale specifier: {text}" if not equals else
                               f"invalid scale specifier {text!r}: not a number")  # fmt: skip
        if service not in found.services:
            raise ComposeError(f"no such service: {service}")
        wanted[service] = int(count)
    return wanted


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows below their titles, in columns as Go's tab writer sets them for Compose."""
    columns = [[title, *(row[at] for row in rows)] for at, title in enumerate(titles)]
    widths = [max(20, max(map(len, column)) + 3) for column in columns]
    shown = []
    for *cells, last in (titles, *rows):
        shown.append("".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)) + f"{last}\n")
    return "".join(shown)



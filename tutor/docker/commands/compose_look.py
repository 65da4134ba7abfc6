"""`docker compose ps`, `images`, `logs`, `top`, `port`, `ls` and `volumes`: what there is of a project."""

from __future__ import annotations

from functools import partial

from tutor.docker.commands import compose_project as about
from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.words import LABEL
from tutor.docker.compose.working import Work, number_of, service_of
from tutor.docker.invocation import Invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from tutor.engine.containers.listing import ContainerSummary
    from tutor.engine.containers.model import Container
    from tutor.gotemplate import Struct

_TABLE = "table {{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}"
ANYWHERE = "0.0.0.0"
_TITLES = {"Name": "NAME", "Service": "SERVICE", "Project": "PROJECT"}


def ps(invocation: Invocation) -> int:
    """List a project's containers by name."""
    project = about.project(invocation)
    services = about.services(project, invocation.arguments) if invocation.arguments else []
    work = Work(invocation, "ps")
    statuses = list(invocation.many("status"))
    if invocation.text("filter"):
        key, _, value = invocation.text("filter").partition("=")
        if key != "status":
            raise ComposeError(f"unknown filter {key}")
        statuses.append(value)
    every = invocation.on("all") or bool(statuses)
    rows = [one for one in work.containers(project.name, services, once=every) if every or one.is_running]
    rows = [one for one in rows if not statuses or one.status in statuses]
    if not invocation.on("orphans"):
        rows = [one for one in rows if service_of(one) in project.services]
    rows.sort(key=lambda one: one.name)
    if invocation.on("quiet"):
        invocation.out("".join(f"{one.id}\n" for one in rows))
    elif invocation.on("services"):
        invocation.line("\n".join(dict.fromkeys(service_of(one) for one in rows)))
    else:
        _print(invocation, rows)
    return 0


def _print(invocation: Invocation, rows: Sequence[Container]) -> None:
    from tutor.docker.format.containers import TITLES, container_row
    from tutor.docker.format.table import render
    from tutor.engine.containers.listing import list_containers

    world = invocation.world
    form = invocation.text("format")
    summaries = {one.id: one for one in list_containers(invocation.state, world, all=True)}

    def row(one: ContainerSummary) -> Struct:
        made = container_row(one, now=world.now, truncate=not invocation.on("no-trunc"))
        marks = dict(one.labels)
        return _with(made, {
            "Name": one.name, "Service": marks.get(f"{LABEL}service", ""), "Health": one.health,
            "Project": marks.get(f"{LABEL}project", ""), "ExitCode": invocation.state.containers[one.id].exit_code,
        })  # fmt: skip

    shown = [row(summaries[one.id]) for one in rows if one.id in summaries]
    invocation.out(render(_TABLE if form in ("", "table") else form, shown, {**TITLES, **_TITLES}))


def _with(made: Struct, more: dict[str, object]) -> Struct:
    """Return a row with more fields; as JSON all of them, by name."""
    from tutor.docker.format.table import row as table_row

    fields: dict[str, Any] = {name: value for name, value in made.fields.items() if name != "Label"}
    fields.update({name: partial(_same, value) for name, value in more.items()})
    label: Any = made.fields["Label"]
    return table_row("*formatter.ContainerContext", fields, {"Label": label})


def _same(value: object) -> object:
    return value


def images(invocation: Invocation) -> int:
    """List the images of a project's containers."""
    from tutor.docker.format.units import ago, human_size
    from tutor.engine.listing import list_images
    from tutor.oci.platform import Platform

    name = about.name(invocation)
    work = Work(invocation, "images")
    known = {image.id: image for image in list_images(invocation.state, invocation.world, all=True)}
    rows, ids = [], []
    for one in sorted(work.containers(name, list(invocation.arguments)), key=lambda one: one.name):
        repository, _, tag = one.config.image.rpartition(":") if ":" in one.config.image.rpartition("/")[2] else (
            one.config.image, "", "latest")  # fmt: skip
        ids.append(one.image.rpartition(":")[2])
        image = known.get(one.image)
        size = human_size(image.size if image is not None else 0, 3)
        made = ago(invocation.world.now - image.created) if image is not None else "N/A"
        rows.append((one.name, repository, tag, str(Platform.parse(one.platform)), one.image[7:19], size, made))
    if invocation.on("quiet"):
        invocation.out("".join(f"{each}\n" for each in dict.fromkeys(ids)))
        return 0
    titles = ("CONTAINER", "REPOSITORY", "TAG", "PLATFORM", "IMAGE ID", "SIZE", "CREATED")
    if invocation.text("format") == "json":
        import json

        keys = ("ContainerName", "Repository", "Tag", "Platform", "ID", "Size", "Created")
        invocation.line(json.dumps([dict(zip(keys, row, strict=True)) for row in rows]))
        return 0
    invocation.out(about.table(titles, rows))
    return 0


def logs(invocation: Invocation) -> int:
    """Print what a project's containers wrote, each line behind its container's name."""
    project = about.project(invocation)
    services = about.services(project, invocation.arguments)
    index = invocation.number("index")
    rows = [one for one in Work(invocation, "logs").containers(project.name, services)
            if not index or number_of(one) == index]  # fmt: skip
    bounds = [flag for flag in ("since", "until") if invocation.text(flag)]
    more = [word for flag in bounds for word in (f"--{flag}", invocation.text(flag))]
    print_logs(invocation, project.name, rows, prefix=not invocation.on("no-log-prefix"), tail=invocation.text("tail"),
               times=invocation.on("timestamps"), more=more)  # fmt: skip
    if invocation.on("follow") and any(one.is_running for one in rows):
        invocation.err("layerwise: time stands still while a command runs, so nothing more comes; ask again later\n")
    return 0


def print_logs(
    invocation: Invocation, project: str, rows: Sequence[Container], *, prefix: bool, tail: str = "all",
    times: bool = False, more: Sequence[str] = (),
) -> None:  # fmt: skip
    """Print what containers wrote, in the order of its times."""
    names = {one.id: one.name.removeprefix(f"{project}-") for one in rows}
    width = max(map(len, names.values()), default=0)
    lines: list[tuple[str, int, str]] = []
    work = Work(invocation, "logs")
    for at, one in enumerate(rows):
        text = work.docker("logs", "--timestamps", "--tail", tail, *more, one.id, both=True)
        for line in text.splitlines():
            moment, _, said = line.partition(" ")
            head = f"{names[one.id]:<{width}}  | " if prefix else ""
            lines.append((moment, at, f"{head}{f'{moment} ' if times else ''}{said}"))
    lines.sort(key=lambda line: line[:2])
    invocation.out("".join(f"{line}\n" for *_, line in lines))


def top(invocation: Invocation) -> int:
    """List the processes of a project's containers."""
    project = about.project(invocation)
    services = about.services(project, invocation.arguments)
    work = Work(invocation, "top")
    table: list[list[str]] = []
    heads: list[str] = []
    for one in work.containers(project.name, services):
        if one.is_running:
            head, *lines = work.docker("top", one.id).splitlines()
            heads = ["SERVICE", "#", *head.split()]
            table += [[service_of(one), str(number_of(one)), *line.split(None, len(heads) - 3)] for line in lines]
    if table:
        widths = [max(len(row[at]) for row in (heads, *table)) + 2 for at in range(len(heads))]
        for row in (heads, *table):
            invocation.line("".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def port(invocation: Invocation) -> int:
    """Print the address at which a service's port is published."""
    project = about.project(invocation)
    service, inner = invocation.arguments
    about.services(project, [service])
    index = invocation.number("index") or 1
    work = Work(invocation, "port")
    one = next((one for one in work.containers(project.name, [service]) if number_of(one) == index), None)
    if one is None:
        raise ComposeError(f'service "{service}" is not running')
    wanted = f"{inner}/{invocation.text('protocol')}"
    for place, address, outer in one.ports:
        if place == wanted:
            invocation.line(f"{address or ANYWHERE}:{outer}")
            return 0
    raise ComposeError(f"no port {wanted} for container {one.name}: ")


def ls(invocation: Invocation) -> int:
    """List the projects that have containers."""
    projects: dict[str, tuple[str, dict[str, int]]] = {}
    for _, one in invocation.state.containers.items():
        marks = dict(one.config.labels)
        name = marks.get(f"{LABEL}project")
        if name and (one.is_running or invocation.on("all")):
            _, states = projects.setdefault(name, (marks.get(f"{LABEL}project.config_files", ""), {}))
            states[one.status] = states.get(one.status, 0) + 1
    wanted = [text.partition("=")[2] for text in invocation.many("filter")]
    rows = [(name, ", ".join(f"{state}({count})" for state, count in sorted(states.items())), files)
            for name, (files, states) in sorted(projects.items())
            if not wanted or any(text in name for text in wanted)]  # fmt: skip
    if invocation.on("quiet"):
        invocation.out("".join(f"{name}\n" for name, *_ in rows))
    elif invocation.text("format") == "json":
        import json

        found = [{"Name": name, "Status": status, "ConfigFiles": files} for name, status, files in rows]
        invocation.line(json.dumps(found, separators=(",", ":")))
    else:
        invocation.out(about.table(("NAME", "STATUS", "CONFIG FILES"), rows))
    return 0


def volumes(invocation: Invocation) -> int:
    """List a project's volumes."""
    project = about.project(invocation)
    names = [name for name, volume in sorted(invocation.state.volumes.items())
             if dict(volume.labels or ()).get(f"{LABEL}project") == project.name]  # fmt: skip
    if invocation.on("quiet"):
        invocation.out("".join(f"{name}\n" for name in names))
        return 0
    argv = ["volume", "ls", "--filter", f"label={LABEL}project={project.name}"]
    form = invocation.text("format")
    invocation.out(Work(invocation, "volumes").docker(*argv, *([] if form == "table" else ["--format", form])))
    return 0

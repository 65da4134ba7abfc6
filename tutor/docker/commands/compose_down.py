"""`docker compose down` and `rm`: taking away what a project had."""

from __future__ import annotations

from tutor.docker.commands import compose_project as about
from tutor.docker.commands.common import confirm
from tutor.docker.compose.project import Project
from tutor.docker.compose.words import LABEL
from tutor.docker.compose.working import Work, service_of
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation


def down(invocation: Invocation) -> int:
    """Stop and remove a project's containers and networks; volumes and images where asked to."""
    kind = invocation.text("rmi")
    if kind not in ("", "local", "all"):
        raise CommandError(f"invalid value for --rmi: {quoted(kind)}")
    project = about.project(invocation)
    services = about.services(project, invocation.arguments) if invocation.arguments else []
    work = Work(invocation, "down")
    timeout = invocation.text("timeout") if invocation.given("timeout") else ""
    there = work.containers(project.name, once=invocation.on("remove-orphans"))
    try:
        levels = project.levels(services, alone=True)
        for level in reversed(levels):
            rows = [one for one in there if service_of(one) in level]
            work.stop_and_remove(rows, timeout, volumes=invocation.on("volumes"))
        lost = [one for one in there if service_of(one) not in {*project.services, *project.off}]
        if invocation.on("remove-orphans"):
            work.stop_and_remove(lost, timeout)
        removed = bool(there)
        if not services:
            removed |= _networks(invocation, work, project)
            removed |= _images(invocation, work, project, kind) if kind else False
            removed |= _volumes(invocation, work, project) if invocation.on("volumes") else False
        if not removed:
            about.warn(invocation, f'Warning: No resource found to remove for project "{project.name}".')
    finally:
        work.screen.finish()
    return 0


def quoted(text: str) -> str:
    """Return a text as Go's %q shows it."""
    from tutor.gotemplate.strconv import quote

    return quote(text)


def _networks(invocation: Invocation, work: Work, project: Project) -> bool:
    mine = [(key, row["name"]) for key, row in sorted(project.networks.items()) if not row.get("external")]
    there = [name for key, name in mine if _is_ours(invocation, name, project, key)]
    for name in there:
        work.take_away("Network", name, "network", "rm")
    return bool(there)


def _is_ours(invocation: Invocation, name: str, project: Project, key: str) -> bool:
    network = invocation.state.networks.get(name)
    marks = dict(network.labels) if network is not None else {}
    return marks.get(f"{LABEL}project") == project.name and marks.get(f"{LABEL}network") == key


def _volumes(invocation: Invocation, work: Work, project: Project) -> bool:
    mine = [row["name"] for _, row in sorted(project.volumes.items()) if not row.get("external")]
    there = [name for name in mine if name in invocation.state.volumes]
    for name in there:
        work.take_away("Volume", name, "volume", "rm")
    return bool(there)


def _images(invocation: Invocation, work: Work, project: Project, kind: str) -> bool:
    names = sorted({project.image(name) for name, row in project.services.items()
                    if kind == "all" or ("build" in row and not row.get("image"))})  # fmt: skip
    there = [name for name in names if work.has(name)]
    for name in there:
        work.take_away("Image", name, "image", "rm")
    return bool(there)


def rm(invocation: Invocation) -> int:
    """Remove containers that are stopped."""
    project = about.project(invocation)
    services = about.services(project, invocation.arguments)
    work = Work(invocation, "remove")
    try:
        if invocation.on("stop"):
            work.stop(work.containers(project.name, services))
        idle = [one for one in work.containers(project.name, services) if not one.is_running]
        if not idle:
            invocation.err("No stopped containers\n")
            return 0
        names = ", ".join(one.name for one in idle)
        if not invocation.on("force") and not confirm(invocation, f"? Going to remove {names}"):
            return 0
        work.remove(idle, volumes=invocation.on("volumes"))
    finally:
        work.screen.finish()
    return 0

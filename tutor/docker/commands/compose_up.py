"""`docker compose up`, `create` and `scale`: making what is missing, and what has changed anew."""

from __future__ import annotations

from tutor.docker.commands import compose_project as about
from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.project import Project
from tutor.docker.compose.working import Work
from tutor.docker.invocation import Invocation


def up(invocation: Invocation) -> int:
    """Make the containers of services, start them, and without -d show what they write."""
    project = about.project(invocation)
    detached = invocation.on("detach") or invocation.on("wait") or invocation.on("no-start")
    work = Work(invocation, "up")
    if not detached:
        work.screen.hidden = frozenset(("Starting", "Started"))
    try:
        levels, wanted = _make(invocation, project, work)
        if not invocation.on("no-start"):
            work.start(project, levels, wanted)
        if invocation.on("wait"):
            for names in wanted.values():
                for name in names:
                    work.wait(name, "service_healthy" if work.has_health(name) else "service_running")
    finally:
        work.screen.finish()
    if detached:
        return 0
    return _watch(invocation, project, work, wanted)


def create(invocation: Invocation) -> int:
    """Make the containers of services."""
    project = about.project(invocation)
    work = Work(invocation, "create")
    try:
        _make(invocation, project, work)
    finally:
        work.screen.finish()
    return 0


def scale(invocation: Invocation) -> int:
    """Have so many containers of a service."""
    project = about.project(invocation)
    wanted = about.scales(invocation.arguments, project)
    levels = project.levels(list(wanted), alone=invocation.on("no-deps"))
    work = Work(invocation, "scale")
    try:
        _prepare(work, project, levels)
        made = work.converge(project, levels, scale=wanted)
        work.start(project, levels, made)
    finally:
        work.screen.finish()
    return 0


def _prepare(
    work: Work, project: Project, levels: list[list[str]], *, build: bool = False, pull: str = "",
    quiet: tuple[bool, bool] = (False, False),
) -> None:  # fmt: skip
    services = [service for level in levels for service in level]
    work.images(project, services, build=build, pull=pull, quiet=quiet)
    work.networks(project, services)
    work.volumes(project, services)


def _make(invocation: Invocation, project: Project, work: Work) -> tuple[list[list[str]], dict[str, list[str]]]:
    """Make containers as the flags say; the services in order, and the names of their containers."""
    if invocation.on("force-recreate") and invocation.on("no-recreate"):
        raise ComposeError("--force-recreate and --no-recreate are incompatible")
    if invocation.on("build") and invocation.on("no-build"):
        raise ComposeError("--build and --no-build are incompatible")
    wanted = about.scales(invocation.many("scale"), project)
    alone = invocation.parsed.values.get("no-deps") is True
    levels = project.levels(list(invocation.arguments), alone=alone)
    pull = "" if invocation.text("pull") == "policy" else invocation.text("pull")
    if invocation.on("no-build"):
        for service in (service for level in levels for service in level):
            if "build" in project.services[service] and not work.has(project.image(service)):
                raise ComposeError(f"Error response from daemon: No such image: {project.image(service)}:latest")
    quiet = invocation.on("quiet-pull"), invocation.parsed.values.get("quiet-build") is True
    _prepare(work, project, levels, build=invocation.on("build"), pull=pull, quiet=quiet)
    about.orphans(invocation, work, project, remove=invocation.on("remove-orphans"))
    made = work.converge(
        project, levels, force=invocation.on("force-recreate"), keep=invocation.on("no-recreate"), scale=wanted,
        renew=invocation.parsed.values.get("renew-anon-volumes") is True,
    )  # fmt: skip
    return levels, made


def _watch(invocation: Invocation, project: Project, work: Work, wanted: dict[str, list[str]]) -> int:
    """Show what the containers write. Time stands still while a command runs, so that ends with what is there now."""
    from tutor.docker.commands.compose_look import print_logs

    only, silent = invocation.many("attach"), invocation.many("no-attach")
    shown = [service for service in wanted if (not only or service in only) and service not in silent]
    names = {name for service in shown for name in wanted[service]}
    containers = [one for one in work.containers(project.name, shown) if one.name in names]
    invocation.line("Attaching to " + ", ".join(_short(project, one.name) for one in containers))
    print_logs(invocation, project.name, containers, prefix=not invocation.on("no-log-prefix"),
               times=invocation.on("timestamps"))  # fmt: skip
    code = 0
    for one in containers:
        container = work.find(one.name)
        if not container.is_running:
            invocation.line(f"{_short(project, one.name)} exited with code {container.exit_code}")
            code = code or container.exit_code
    running = [one for one in containers if work.find(one.name).is_running]
    if running:
        invocation.err("layerwise: the services run on in the background; docker compose logs shows what they write, "
                       "docker compose stop ends them\n")  # fmt: skip
    return 0 if running else code


def _short(project: Project, name: str) -> str:
    return name.removeprefix(f"{project.name}-")

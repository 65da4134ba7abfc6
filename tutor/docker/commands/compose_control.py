"""`docker compose start`, `stop`, `restart`, `kill`, `pause`, `unpause`, `wait`: containers that are there."""

from __future__ import annotations

from tutor.docker.commands import compose_project as about
from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.project import Project
from tutor.docker.compose.working import Work, service_of
from tutor.docker.invocation import Invocation


def _levels(invocation: Invocation) -> tuple[Project, list[list[str]]]:
    project = about.project(invocation)
    about.services(project, invocation.arguments)
    return project, project.levels(list(invocation.arguments), alone=bool(invocation.arguments))


def start(invocation: Invocation) -> int:
    """Start the containers of services."""
    project, levels = _levels(invocation)
    work = Work(invocation, "start")
    there = work.containers(project.name)
    wanted: dict[str, list[str]] = {}
    for one in there:
        wanted.setdefault(service_of(one), []).append(one.name)
    try:
        for level in levels:
            for service in level:
                if service not in wanted:
                    raise ComposeError(f'service "{service}" has no container to start')
        work.start(project, levels, wanted)
        if invocation.on("wait"):
            for name in (name for level in levels for service in level for name in wanted[service]):
                work.wait(name, "service_healthy" if work.has_health(name) else "service_running")
    finally:
        work.screen.finish()
    return 0


def stop(invocation: Invocation) -> int:
    """Stop the containers of services, those first that depend on others."""
    project, levels = _levels(invocation)
    work = Work(invocation, "stop")
    timeout = invocation.text("timeout") if invocation.given("timeout") else ""
    try:
        for level in reversed(levels):
            work.stop([one for one in work.containers(project.name, level) if one.is_running], timeout)
    finally:
        work.screen.finish()
    return 0


def restart(invocation: Invocation) -> int:
    """Stop containers and start them again."""
    project, levels = _levels(invocation)
    work = Work(invocation, "restart")
    timeout = ["-t", invocation.text("timeout")] if invocation.given("timeout") else []
    try:
        for level in levels:
            for one in work.containers(project.name, level):
                work.each(one, "Restarting", "Restarted", "restart", *timeout)
    finally:
        work.screen.finish()
    return 0


def kill(invocation: Invocation) -> int:
    """Kill the containers of services."""
    project, levels = _levels(invocation)
    work = Work(invocation, "kill")
    try:
        if invocation.on("remove-orphans"):
            about.orphans(invocation, work, project, remove=True)
        rows = [one for level in levels for one in work.containers(project.name, level) if one.is_running]
        if not rows:
            about.warn(invocation, f"no container to kill for project {project.name}")
        for one in rows:
            work.each(one, "Killing", "Killed", "kill", "-s", invocation.text("signal"))
    finally:
        work.screen.finish()
    return 0


def pause(invocation: Invocation) -> int:
    """Freeze the containers of services, or let them go on."""
    project, levels = _levels(invocation)
    verb = invocation.parsed.match.command.name
    work = Work(invocation, verb)
    said = "Paused" if verb == "pause" else "Unpaused"
    try:
        for one in (one for level in levels for one in work.containers(project.name, level)):
            if one.is_running and (one.status == "paused") == (verb == "unpause"):
                work.each(one, "", said, verb)
    finally:
        work.screen.finish()
    return 0


def wait(invocation: Invocation) -> int:
    """Wait until the containers of services have stopped; the last exit code that is not zero."""
    project, levels = _levels(invocation)
    work = Work(invocation, "wait")
    rows = [one for level in levels for one in work.containers(project.name, level)]
    if not rows:
        raise ComposeError(f'no containers for project "{project.name}"')
    code = 0
    for one in rows:
        text = work.docker("wait", one.id).strip()
        invocation.line(f'container "{one.name}" exited with status code {text}')
        code = int(text) or code if text.isdecimal() else code
    return code

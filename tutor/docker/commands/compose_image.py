"""`docker compose build`, `pull` and `push`: the images of services."""

from __future__ import annotations

from tutor.docker.commands import compose_project as about
from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.working import Work
from tutor.docker.invocation import Invocation


def build(invocation: Invocation) -> int:
    """Build the images of services that have a Dockerfile."""
    project = about.project(invocation)
    about.services(project, invocation.arguments)
    quiet = invocation.on("quiet")
    work = Work(invocation, "build", quiet=quiet)
    levels = project.levels(list(invocation.arguments), alone=not invocation.on("with-dependencies"))
    services = [service for level in levels for service in level if "build" in project.services[service]]
    if not services:
        about.warn(invocation, "No services to build")
    more = [word for text in invocation.many("build-arg") for word in ("--build-arg", text)]
    more += [flag for name, flag in (("no-cache", "--no-cache"), ("pull", "--pull"), ("check", "--check"))
             if invocation.on(name)]  # fmt: skip
    more += ["--builder", invocation.text("builder")] if invocation.text("builder") else []
    try:
        for service in services:
            work.build(project, service, *more, quiet=quiet)
        if invocation.on("push"):
            for service in services:
                _push(work, project.image(service))
    finally:
        work.screen.finish()
    return 0


def pull(invocation: Invocation) -> int:
    """Pull the images of services."""
    project = about.project(invocation)
    about.services(project, invocation.arguments)
    work = Work(invocation, "pull", quiet=invocation.on("quiet"))
    levels = project.levels(list(invocation.arguments), alone=not invocation.on("include-deps"))
    services = [service for level in levels for service in level]
    faults = []
    try:
        named = [service for service in services if "image" in project.services[service]]
        for name in dict.fromkeys(map(project.image, named)):
            buildable = any("build" in project.services[each] for each in services if project.image(each) == name)
            if buildable and invocation.on("ignore-buildable"):
                work.screen.tell(f"Image {name}", "Skipped", "Image can be built")
            elif invocation.text("policy") == "missing" and work.has(name):
                work.screen.tell(f"Image {name}", "Skipped", "Image is already present locally")
            else:
                try:
                    work.pull(name)
                except ComposeError as error:
                    if not buildable and not invocation.on("ignore-pull-failures"):
                        faults.append(error.message)
    finally:
        work.screen.finish()
    if faults:
        raise ComposeError("\n".join(faults))
    return 0


def push(invocation: Invocation) -> int:
    """Push the images of services that are built."""
    project = about.project(invocation)
    about.services(project, invocation.arguments)
    work = Work(invocation, "push", quiet=invocation.on("quiet"))
    levels = project.levels(list(invocation.arguments), alone=not invocation.on("include-deps"))
    try:
        for service in (service for level in levels for service in level):
            row = project.services[service]
            if "build" not in row or "image" not in row:
                continue
            try:
                _push(work, project.image(service))
            except ComposeError:
                if not invocation.on("ignore-push-failures"):
                    raise
    finally:
        work.screen.finish()
    return 0


def _push(work: Work, image: str) -> None:
    work.screen.tell(f"Image {image}", "Pushing")
    try:
        work.docker("push", image)
    except ComposeError as error:
        work.screen.tell(f"Image {image}", "Error", error.message.removeprefix("Error response from daemon: "))
        raise
    work.screen.tell(f"Image {image}", "Pushed")

"""`docker compose exec`, `run` and `cp`: doing one thing in a container of a service."""

from __future__ import annotations

from tutor.docker.commands import compose_project as about
from tutor.docker.compose import words
from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.project import Project
from tutor.docker.compose.working import Work, number_of
from tutor.docker.invocation import Invocation


def _container(invocation: Invocation, project: Project, service: str) -> str:
    """Return the ID of a service's container. Raises ComposeError."""
    about.services(project, [service])
    index = invocation.number("index") or 1
    rows = Work(invocation, "exec").containers(project.name, [service])
    running = [one for one in rows if one.is_running]
    one = next((one for one in running if number_of(one) == index or len(running) == 1), None)
    if one is None:
        raise ComposeError(f'service "{service}" is not running')
    return one.id


def exec_(invocation: Invocation) -> int:
    """Run a command in a container of a service that runs."""
    service, *command = invocation.arguments
    container = _container(invocation, about.project(invocation), service)
    argv = ["exec"]
    terminal = invocation.process.stdin.tty and invocation.process.stdout.tty and not invocation.on("no-tty")
    argv += ["-d"] if invocation.on("detach") else ["-it" if terminal else "-i"]
    argv += [word for text in invocation.many("env") for word in ("-e", text)]
    argv += ["--privileged"] if invocation.on("privileged") else []
    for name in ("user", "workdir"):
        argv += [f"--{name}", invocation.text(name)] if invocation.text(name) else []
    return _handed_over(invocation, [*argv, container, *command])


def _handed_over(invocation: Invocation, argv: list[str]) -> int:
    """Run a docker command in this one's place: with its streams, and its exit code."""
    from tutor.docker.program import docker

    return docker(invocation.process.child(["docker", *argv], in_place=True))


def run(invocation: Invocation) -> int:
    """Run one command in a new container of a service, after starting what the service depends on."""
    service, *command = invocation.arguments
    project = about.project(invocation)
    about.services(project, [service])
    work = Work(invocation, "run")
    try:
        needs = project.with_needs([service]) - {service} if not invocation.on("no-deps") else set()
        everything = [*sorted(needs), service]
        quiet = invocation.on("quiet-pull"), False
        work.images(project, everything, build=invocation.on("build"), quiet=quiet)
        about.orphans(invocation, work, project, remove=invocation.on("remove-orphans"))
        work.networks(project, everything)
        work.volumes(project, everything)
        if needs:
            levels = project.levels(sorted(needs))
            work.start(project, levels, work.converge(project, levels))
            work.wait_for_needs(project, service)
    finally:
        work.screen.finish()
    name = invocation.text("name") or f"{project.name}-{service}-run-{_digits(invocation)}"
    return _handed_over(invocation, _words(invocation, project, service, name, command))


def _digits(invocation: Invocation) -> str:
    from tutor.engine.ids import draw
    from tutor.engine.outcome import Outcome

    state, digits = draw(invocation.state, "compose run")
    invocation.apply(Outcome(state, (), None))
    return digits[:12]


def _words(invocation: Invocation, project: Project, service: str, name: str, command: list[str]) -> list[str]:
    """Return the words of `docker run`."""
    marks = words.labels(project, service, 0, once=True)
    argv = words.create(
        project, service, name, marks, ports=invocation.on("service-ports"), aliases=invocation.on("use-aliases"),
        command=command or None,
    )  # fmt: skip
    row = project.services[service]
    image = project.image(service)
    at = len(argv) - argv[::-1].index(image) - 1
    flags, rest = argv[:at], argv[at:]
    terminal = invocation.process.stdin.tty and invocation.process.stdout.tty and not invocation.on("no-tty")
    flags = [flag for flag in flags if not flag.startswith("--restart=") and flag not in ("--tty", "--interactive")]
    wanted = (("-d", invocation.on("detach")), ("-t", terminal and not invocation.on("detach")),
              ("-i", invocation.on("interactive") and not invocation.on("detach")))  # fmt: skip
    more = [flag for flag, on in wanted if on]
    more += ["--rm"] if invocation.on("rm") else []
    more += [word for text in invocation.many("env") for word in ("-e", text)]
    more += [word for text in invocation.many("label") for word in ("-l", text)]
    more += [word for text in invocation.many("publish") for word in ("-p", text)]
    more += [word for text in invocation.many("volume") for word in ("-v", text)]
    for flag in ("user", "workdir"):
        more += [f"--{flag}={invocation.text(flag)}"] if invocation.text(flag) else []
    if invocation.text("entrypoint"):
        import shlex

        entrypoint = shlex.split(invocation.text("entrypoint"))
        flags = [flag for flag in flags if not flag.startswith("--entrypoint=")]
        more.append(f"--entrypoint={entrypoint[0] if entrypoint else ''}")
        rest = [image, *entrypoint[1:], *(command or ([] if row["entrypoint"] else row["command"] or []))]
    return ["run", *flags, *more, *rest]


def cp(invocation: Invocation) -> int:
    """Copy files between a container of a service and the host."""
    project = about.project(invocation)
    places = []
    for text in invocation.arguments:
        service, colon, path = text.partition(":")
        inside = bool(colon) and "/" not in service
        places.append(f"{_container(invocation, project, service)}:{path}" if inside else text)
    flags = ["-L"] if invocation.on("follow-link") else []
    return _handed_over(invocation, ["cp", *flags, *places])

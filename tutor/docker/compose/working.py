"""Bringing the sandbox to what a project asks for. Everything is done through the `docker` command itself.

One rule: what belongs to a project is told by labels alone, so that containers of a project are found without its file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.docker.compose import words
from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.screen import Screen
from tutor.docker.compose.words import LABEL
from tutor.docker.errors import CommandError
from tutor.engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tutor.docker.compose.project import Project
    from tutor.docker.invocation import Invocation
    from tutor.engine.containers.model import Container

LONGEST_WAIT = 600.0
"""Seconds that are waited for a service's health before that is given up."""


class Work:
    """One operation on one project of the sandbox. All its methods raise ComposeError and EngineError."""

    def __init__(self, invocation: Invocation, operation: str, *, quiet: bool = False) -> None:
        self.invocation = invocation
        self.process = invocation.process
        columns = getattr(self.process.host, "columns", 80)
        self.screen = Screen(self.process, operation, self.process.host.now, columns, quiet)

    # -- what is there

    def containers(self, project: str, services: Sequence[str] = (), *, once: bool = False) -> list[Container]:
        """Return the containers of a project, in the order of their names; those of `run` too with `once`."""
        found = []
        for _, container in self.invocation.state.containers.items():
            marks = dict(container.config.labels)
            service = marks.get(f"{LABEL}service", "")
            mine = marks.get(f"{LABEL}project") == project and (not services or service in services)
            if mine and (once or marks.get(f"{LABEL}oneoff") != "True"):
                found.append(container)
        return sorted(found, key=lambda container: (service_of(container), number_of(container), container.name))

    # -- the docker command

    def docker(self, *argv: str, quiet: bool = True, both: bool = False) -> str:
        """Run a docker command; what it printed, on both streams with `both`.

        What it says goes nowhere with `quiet`, else to standard error.

        Raises ComposeError with what it said where it failed.
        """
        from tutor.docker.program import docker
        from tutor.shell.streams import Buffer

        out, err = Buffer(meter=self.process.kernel.meter), Buffer(meter=self.process.kernel.meter)
        errors = out if both else err if quiet else self.process.stderr
        child = self.process.child(["docker", *argv], stdout=out, stderr=errors)
        code = docker(child)
        said = err.getvalue().decode("utf-8", "replace")
        if code:
            raise ComposeError(said.removeprefix("docker: ").partition("\n\nRun 'docker")[0].rstrip("\n"))
        return out.getvalue().decode("utf-8", "replace")

    # -- making things

    def networks(self, project: Project, services: Iterable[str]) -> None:
        """Make the networks that services need."""
        used = {name for service in services for name in project.services[service].get("networks", {})}
        for key in sorted(used):
            row = project.networks[key]
            name = row["name"]
            there = self.invocation.state.networks.get(name)
            if row.get("external"):
                if there is None and name not in ("bridge", "host", "none"):
                    raise ComposeError(f"network {name} declared as external, but could not be found")
                continue
            if there is not None:
                continue
            argv = ["--label", f"{LABEL}network={key}", *self._marks(project, row)]
            argv += ["--driver", row["driver"]] if row.get("driver") else []
            argv += ["--internal"] if row.get("internal") else []
            argv += ["--attachable"] if row.get("attachable") else []
            for pool in (row.get("ipam") or {}).get("config") or ():
                for field, flag in (("subnet", "--subnet"), ("gateway", "--gateway"), ("ip_range", "--ip-range")):
                    argv += [flag, str(pool[field])] if field in pool else []
            self._made("Network", name, "network", "create", *argv, name)

    def volumes(self, project: Project, services: Iterable[str]) -> None:
        """Make the named volumes that services need."""
        rows = [mount for service in services for mount in project.services[service].get("volumes", ())]
        for key in sorted({mount["source"] for mount in rows if mount["type"] == "volume" and mount.get("source")}):
            row = project.volumes[key]
            name = row["name"]
            there = self.invocation.state.volumes.get(name)
            if row.get("external"):
                if there is None:
                    raise ComposeError(f'external volume "{name}" not found')
            elif there is None:
                argv = ["--label", f"{LABEL}volume={key}", *self._marks(project, row)]
                self._made("Volume", name, "volume", "create", *argv, name)

    def _marks(self, project: Project, row: dict[str, object]) -> list[str]:
        marks = {f"{LABEL}project": project.name, f"{LABEL}version": words.VERSION}
        given = row.get("labels")
        marks.update(given if isinstance(given, dict) else {})
        return [word for name, value in sorted(marks.items()) for word in ("--label", f"{name}={value}")]

    def _made(self, kind: str, name: str, *argv: str) -> None:
        self.screen.tell(f"{kind} {name}", "Creating")
        try:
            self.docker(*argv)
        except (ComposeError, EngineError):
            self.screen.tell(f"{kind} {name}", "Error")
            raise
        self.screen.tell(f"{kind} {name}", "Created")

    def images(
        self, project: Project, services: Iterable[str], *, build: bool = False, pull: str = "",
        quiet: tuple[bool, bool] = (False, False),
    ) -> None:  # fmt: skip
        """Pull or build the images that are missing; with `build` build all that are built.

        `quiet` is whether nothing is told of the layers of a pull, and of the steps of a build.
        """
        for service in services:
            row = project.services[service]
            name = project.image(service)
            policy = pull or row.get("pull_policy", "")
            there = self.has(name)
            if "build" in row:
                if build or not there or policy == "build":
                    self.build(project, service, quiet=quiet[1])
            elif policy == "always" or (not there and policy != "never"):
                self.pull(name, quiet=quiet[0])
            elif not there:
                raise ComposeError(f"Error response from daemon: No such image: {name}")

    def has(self, image: str) -> bool:
        """Whether an image is here."""
        from tutor.engine import lookup

        try:
            return lookup.find(self.invocation.state, image) is not None
        except EngineError:
            return False

    def pull(self, image: str, *, quiet: bool = False) -> None:
        """Pull an image, and unless `quiet` tell of its layers."""
        self.screen.tell(f"Image {image}", "Pulling")
        try:
            said = self.docker("pull", image)
        except ComposeError as error:
            self.screen.tell(f"Image {image}", "Error", error.message.removeprefix("Error response from daemon: "))
            raise
        for line in said.splitlines() if not quiet else ():
            layer, _, event = line.partition(": ")
            if len(layer) == 12 and event in ("Pulling fs layer", "Download complete", "Pull complete"):
                self.screen.tell(layer, event, "0B", part=True)
        self.screen.tell(f"Image {image}", "Pulled")

    def build(self, project: Project, service: str, *more: str, quiet: bool = False) -> None:
        """Build a service's image; BuildKit's own lines go to standard error."""
        row = project.services[service]["build"]
        name = project.image(service)
        self.screen.tell(f"Image {name}", "Building")
        argv = ["-t", name, *more]
        for key, value in row.get("args", {}).items():
            argv += ["--build-arg", key if value is None else f"{key}={value}"]
        for key, value in row.get("labels", {}).items():
            argv += ["--label", f"{key}={value}"]
        for key in ("target", "network"):
            argv += [f"--{key}", row[key]] if key in row else []
        for tag in row.get("tags", ()):
            argv += ["-t", tag]
        argv += ["--platform", ",".join(row["platforms"])] if row.get("platforms") else []
        argv += [flag for key, flag in (("pull", "--pull"), ("no_cache", "--no-cache")) if row.get(key)]
        argv += ["--progress", "plain"]
        context = row["context"]
        if "dockerfile_inline" in row:
            self._inline(argv, row["dockerfile_inline"], context, quiet)
        else:
            file = row["dockerfile"]
            argv += ["-f", file if file.startswith("/") or "://" in context else f"{context.rstrip('/')}/{file}"]
            self.docker("build", *argv, context, quiet=quiet)
        self.screen.tell(f"Image {name}", "Built")

    def _inline(self, argv: list[str], text: str, context: str, quiet: bool) -> None:
        """Build with a Dockerfile that stands in the Compose file."""
        from tutor.docker.program import docker
        from tutor.shell.streams import Buffer, Input

        err = Buffer(meter=self.process.kernel.meter)
        child = self.process.child(
            ["docker", "build", *argv, "-f", "-", context], stdin=Input(text.encode()), stdout=Buffer(),
            stderr=err if quiet else self.process.stderr,
        )  # fmt: skip
        if docker(child):
            raise ComposeError(err.getvalue().decode("utf-8", "replace").rstrip("\n"))

    # -- containers

    def converge(
        self, project: Project, levels: Sequence[Sequence[str]], *, force: bool = False, keep: bool = False,
        scale: dict[str, int] | None = None, renew: bool = False,
    ) -> dict[str, list[str]]:  # fmt: skip
        """Make containers until there are as many of each service as there should be; which are for each, by name.

        Those of another configuration or image are made anew, all with `force`, none with `keep`.
        """
        wanted: dict[str, list[str]] = {}
        for level in levels:
            for service in level:
                wanted[service] = self._converged(project, service, force, keep, (scale or {}).get(service), renew)
        return wanted

    def _converged(
        self, project: Project, service: str, force: bool, keep: bool, count: int | None, renew: bool
    ) -> list[str]:
        row = project.services[service]
        replicas = count if count is not None else row.get("scale", row.get("deploy", {}).get("replicas", 1))
        fixed = row.get("container_name")
        if fixed and replicas > 1:
            raise ComposeError(
                f'WARNING: The "{service}" service is using the custom container name "{fixed}". Docker requires each '
                "container to have a unique name. Remove the custom name to scale the service"
            )
        there = self.containers(project.name, [service])
        for extra in there[replicas:]:
            self.stop_and_remove([extra])
        names = []
        for container in there[:replicas]:
            names.append(container.name)
            old = dict(container.config.labels).get(f"{LABEL}config-hash") != words.hash_of(project, service)
            if not keep and (force or old or self._other_image(container, project.image(service))):
                self._recreate(project, service, container, renew)
            elif container.status == "running":
                self.screen.tell(f"Container {container.name}", "Running")
        taken = {number_of(container) for container in there[:replicas]}
        number = 1
        while len(names) < replicas:
            while number in taken:
                number += 1
            taken.add(number)
            name = fixed or f"{project.name}-{service}-{number}"
            self.screen.tell(f"Container {name}", "Creating")
            self._create(project, service, name, number)
            self.screen.tell(f"Container {name}", "Created")
            names.append(name)
        return names

    def _other_image(self, container: Container, image: str) -> bool:
        from tutor.engine import lookup

        try:
            found = lookup.find(self.invocation.state, image)
        except EngineError:
            return False
        return found is not None and found.target.digest != container.image

    def _anonymous(self, container: Container) -> list[str]:
        """Return the words that give a container the volumes without a name of the one that it takes the place of."""
        volumes = self.invocation.state.volumes
        mounts = [mount for mount in container.mounts if mount.kind == "volume" and mount.source in volumes]
        mine = [mount for mount in mounts if volumes[mount.source].anonymous]
        return [word for mount in mine for word in ("-v", f"{mount.source}:{mount.target}")]

    def _create(self, project: Project, service: str, name: str, number: int, more: Sequence[str] = ()) -> None:
        marks = words.labels(project, service, number)
        try:
            self.docker("create", *more, *words.create(project, service, name, marks))
            self.attach(project, service, name)
        except ComposeError as error:
            self.screen.tell(f"Container {name}", "Error", error.message)
            raise

    def attach(self, project: Project, service: str, name: str, *, aliases: bool = True) -> None:
        """Attach a new container to the other networks of its service."""
        row = project.services[service]
        for network in list(row.get("networks", {}))[1:]:
            argv = [word for field in words.attachment(row, service, network, aliases)
                    for word in (f"--{field.partition('=')[0]}", field.partition("=")[2])]  # fmt: skip
            self.docker("network", "connect", *argv, project.networks[network]["name"], name)

    def _recreate(self, project: Project, service: str, old: Container, renew: bool) -> None:
        name = old.name
        thing = f"Container {name}"
        self.screen.tell(thing, "Recreate")
        if old.is_running:
            self.docker("stop", old.id)
        self.docker("rename", old.id, f"{old.id[:12]}_{name}")
        kept = [] if renew else self._anonymous(old)
        try:
            self._create(project, service, name, number_of(old) or 1, kept)
        except (ComposeError, EngineError):
            self.docker("rename", old.id, name)
            raise
        self.docker("rm", *(["-v"] if renew else []), old.id)
        self.screen.tell(thing, "Recreated")

    def start(self, project: Project, levels: Sequence[Sequence[str]], wanted: dict[str, list[str]]) -> None:
        """Start containers in the order of what they need, waiting for what they wait for."""
        for level in levels:
            for service in level:
                idle = [name for name in wanted.get(service, ()) if not self.find(name).is_running]
                if idle:
                    self.wait_for_needs(project, service)
                for name in idle:
                    self.screen.tell(f"Container {name}", "Starting")
                    try:
                        self.docker("start", name)
                    except ComposeError:
                        self.screen.tell(f"Container {name}", "Error")
                        raise
                    self.screen.tell(f"Container {name}", "Started")

    def find(self, name: str) -> Container:
        """Return a container by name."""
        from tutor.engine.containers.find import resolve

        return resolve(self.invocation.state, name)

    def wait_for_needs(self, project: Project, service: str) -> None:
        """Wait for what a service waits for before it starts."""
        for need, how in project.services[service].get("depends_on", {}).items():
            if how["condition"] == "service_started" or need not in project.services:
                continue
            for container in self.containers(project.name, [need]):
                self.wait(container.name, how["condition"])

    def wait(self, name: str, condition: str) -> None:
        """Let time pass until a container is healthy, or has ended well."""
        thing = f"Container {name}"
        self.screen.tell(thing, "Waiting")
        left = LONGEST_WAIT
        while True:
            container = self.find(name)
            if condition == "service_healthy":
                health = container.health
                if health is None and container.is_running:
                    raise ComposeError(f"container {name} has no healthcheck configured")
                if health is not None and health.status == "healthy":
                    self.screen.tell(thing, "Healthy")
                    return
                if not container.is_running or (health is not None and health.status == "unhealthy"):
                    self.screen.tell(thing, "Error")
                    said = "is unhealthy" if container.is_running else f"exited ({container.exit_code})"
                    raise ComposeError(f"dependency failed to start: container {name} {said}")
            elif condition == "service_running":
                if container.is_running:
                    return
                raise ComposeError(f"container {name} exited ({container.exit_code})")
            elif not container.is_running and container.status != "created":
                if container.exit_code:
                    self.screen.tell(thing, "Error")
                    raise ComposeError(f"service {name!r} didn't complete successfully: exit {container.exit_code}")
                self.screen.tell(thing, "Exited")
                return
            if left <= 0:
                raise ComposeError(f"container {name} is still not what is waited for after {LONGEST_WAIT:g} seconds")
            left -= 1.0
            self.pass_time(1.0)

    def has_health(self, name: str) -> bool:
        """Whether a container's health is asked for."""
        return self.find(name).health is not None

    def each(self, container: Container, doing: str, done: str, *argv: str) -> None:
        """Do something with a container, and tell of it."""
        thing = f"Container {container.name}"
        if doing:
            self.screen.tell(thing, doing)
        self.docker(*argv, container.id)
        self.screen.tell(thing, done)

    def pass_time(self, seconds: float) -> None:
        """Let time pass for all containers."""
        from tutor.engine.containers.background import advance

        self.process.tick(100)
        self.process.sleep(seconds)
        machine = self.invocation.machine
        machine.apply(advance(machine.state, machine.world()))

    def stop(self, containers: Sequence[Container], timeout: str = "") -> None:
        """Stop containers."""
        for container in containers:
            self.screen.tell(f"Container {container.name}", "Stopping")
        for container in containers:
            if container.is_running or container.status == "restarting":
                self.docker("stop", *(["-t", timeout] if timeout else []), container.id)
            self.screen.tell(f"Container {container.name}", "Stopped")

    def stop_and_remove(self, containers: Sequence[Container], timeout: str = "", *, volumes: bool = False) -> None:
        """Stop containers and remove them."""
        self.stop(containers, timeout)
        self.remove(containers, volumes=volumes)

    def remove(self, containers: Sequence[Container], *, volumes: bool = False) -> None:
        """Remove containers, and with `volumes` the volumes without a name that are theirs."""
        for container in containers:
            self.screen.tell(f"Container {container.name}", "Removing")
        for container in containers:
            self.docker("rm", "-f", *(["-v"] if volumes else []), container.id)
            self.screen.tell(f"Container {container.name}", "Removed")

    def take_away(self, kind: str, name: str, *argv: str) -> None:
        """Remove a network, volume or image; one that is still in use stays, and that is said."""
        thing = f"{kind} {name}"
        self.screen.tell(thing, "Removing")
        try:
            self.docker(*argv, name)
        except CommandError as error:
            used = any(text in error.message for text in ("in use", "active endpoints", "is using"))
            gone = "o such" in error.message or "not found" in error.message
            if not used and not gone:
                raise
            self.screen.tell(thing, "Resource is still in use" if used else "Warning: No resource found to remove")
            return
        self.screen.tell(thing, "Removed")


def service_of(container: Container) -> str:
    """Return the service that a container is of."""
    return dict(container.config.labels).get(f"{LABEL}service", "")


def number_of(container: Container) -> int:
    """Return which container of its service it is."""
    text = dict(container.config.labels).get(f"{LABEL}container-number", "0")
    return int(text) if text.isdecimal() else 0

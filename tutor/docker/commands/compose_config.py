"""`docker compose config` and `version`: the files as one, and who reads them."""

from __future__ import annotations

from tutor.docker.commands import compose_project as about
from tutor.docker.commands.common import write_file
from tutor.docker.compose.words import VERSION, hash_of
from tutor.docker.invocation import Invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def config(invocation: Invocation) -> int:
    """Print the project in its long form, or one kind of its names."""
    project = about.project(invocation)
    services = about.services(project, invocation.arguments)
    if invocation.arguments:
        from tutor.docker.compose.project import only

        project = only(project, {name: project.services[name] for name in sorted(project.with_needs(services))})
    if invocation.on("quiet"):
        return 0
    names: dict[str, Callable[[], list[str]]] = {
        "services": lambda: [name for level in project.levels() for name in level],
        "volumes": lambda: sorted(project.volumes), "networks": lambda: sorted(project.networks),
        "images": lambda: list(dict.fromkeys(project.image(name) for name in sorted(project.services))),
        "profiles": lambda: sorted({each for row in project.services.values() for each in row.get("profiles", ())}),
    }  # fmt: skip
    for kind, find in names.items():
        if invocation.on(kind):
            invocation.out("".join(f"{name}\n" for name in find()))
            return 0
    if invocation.text("hash"):
        wanted = sorted(project.services) if invocation.text("hash") == "*" else invocation.text("hash").split(",")
        for name in about.services(project, wanted):
            invocation.line(f"{name} {hash_of(project, name)}")
        return 0
    text = _shown(invocation, project.canonical())
    if invocation.text("output"):
        write_file(invocation, invocation.text("output"), text.encode())
    else:
        invocation.out(text)
    return 0


def _shown(invocation: Invocation, whole: dict[str, object]) -> str:
    if invocation.text("format") == "json":
        import json

        return json.dumps(whole, indent=2) + "\n"
    from tutor.docker.compose.yaml_file import write

    return write(whole)


def version(invocation: Invocation) -> int:
    """Say which release of Compose this follows."""
    if invocation.on("short"):
        invocation.line(VERSION)
    elif invocation.text("format") == "json":
        invocation.line(f'{{"version":"v{VERSION}"}}')
    else:
        invocation.line(f"Docker Compose version v{VERSION}")
    return 0

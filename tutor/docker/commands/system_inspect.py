"""`docker inspect`: containers, images, networks and volumes by one command."""

from __future__ import annotations

from collections.abc import Callable

from tutor.docker.errors import CommandError
from tutor.docker.format.inspect import Found
from tutor.docker.format.inspect import inspect as print_all
from tutor.docker.invocation import Invocation
from tutor.engine.errors import NO_SWARM, NOT_FOUND, EngineError

_TYPES = ("config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume")
_SWARM = ("config", "node", "secret", "service", "task")


def inspect(invocation: Invocation) -> int:
    """Show all facts about whatever has these names, the first kind of thing that knows a name."""
    kind = invocation.text("type")
    allowed = "must be one of " + ", ".join(f'"{name}"' for name in _TYPES)
    if invocation.given("type") and not kind:
        raise CommandError(f"type is empty: {allowed}")
    if kind and kind not in _TYPES:
        from tutor.docker.values import quote

        raise CommandError(f"unknown type: {quote(kind)}: {allowed}")
    finders = _finders(invocation)

    def find(name: str) -> Found:
        if kind in _SWARM:
            raise CommandError(f"Error response from daemon: {NO_SWARM}")
        if kind == "plugin":
            raise CommandError(f'Error response from daemon: plugin "{name}" not found')
        if kind:
            return finders[kind](name)
        for finder in finders.values():
            try:
                return finder(name)
            except EngineError as error:
                if error.kind != NOT_FOUND and "invalid reference format" not in error.message:
                    raise
        raise CommandError(f"error: no such object: {name}")

    return print_all(invocation, invocation.arguments, invocation.text("format"), find)


def _finders(invocation: Invocation) -> dict[str, Callable[[str], Found]]:
    """How each kind of thing is found, in the order in which Docker tries them."""
    size = invocation.on("size")

    def warned(kind: str, found: Found) -> Found:
        if size:
            invocation.err(f"WARNING: --size ignored for {kind}\n")
        return found

    def container(name: str) -> Found:
        from tutor.engine.containers.inspect import inspect_container

        data = inspect_container(invocation.state, invocation.world, name, size=size)
        return "container.InspectResponse", data

    def image(name: str) -> Found:
        from tutor.engine.inspect_image import inspect_image

        return warned("image", ("image.InspectResponse", inspect_image(invocation.state, name)))

    def network(name: str) -> Found:
        from tutor.engine.networks import inspect_network

        return warned("network", ("network.Inspect", inspect_network(invocation.state, name)))

    def volume(name: str) -> Found:
        from tutor.engine.volumes import inspect_volume

        return warned("volume", ("volume.Volume", inspect_volume(invocation.state, name)))

    return {"container": container, "image": image, "network": network, "volume": volume}

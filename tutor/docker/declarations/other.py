"""Groups of commands that Docker has and that make no sense in a sandbox of one simulated machine."""

from __future__ import annotations

from tutor.docker.spec import Command

COMMANDS = tuple(
    Command(name, short, usage="COMMAND", most=None, handler="tutor.docker.commands.other:absent", interspersed=False)
    for name, short in (
        ("context", "Work with the engines that the client can talk to"),
        ("plugin", "Work with plugins of the engine"),
        ("swarm", "Work with a cluster of engines"),
    )
)

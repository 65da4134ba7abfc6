"""`docker plugin` on an engine without plugins, and `docker checkpoint` on one without experiments."""

from __future__ import annotations

from tutor.docker.commands.common import all_or_fail
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.oci.reference import InvalidReference, Reference

TITLES = {
    "ID": "ID",
    "Name": "NAME",
    "Description": "DESCRIPTION",
    "Enabled": "ENABLED",
    "PluginReference": "PLUGIN REFERENCE",
}


def _fault(name: str) -> str:
    return f'Error response from daemon: plugin "{name}" not found'


def ls(invocation: Invocation) -> int:
    """List the plugins: there are none."""
    from tutor.docker.format.table import render
    from tutor.engine.filters import parse

    parse(invocation.filters, ("capability", "enabled"))
    form = invocation.text("format") or ("{{.ID}}" if invocation.on("quiet") else "table")
    table = "table {{.ID}}\t{{.Name}}\t{{.Description}}\t{{.Enabled}}"
    invocation.out(render(table if form == "table" else form, [], TITLES))
    return 0


def missing(invocation: Invocation) -> int:
    """Say that there is no such plugin."""
    raise CommandError(_fault(invocation.arguments[0]))


def rm(invocation: Invocation) -> int:
    """Say so for each."""
    return all_or_fail([_fault(name) for name in invocation.arguments])


def inspect(invocation: Invocation) -> int:
    """Say so for each, after the empty list of what was found."""
    invocation.out("\n" if invocation.text("format") else "[]\n")
    return rm(invocation)


def upgrade(invocation: Invocation) -> int:
    """Say so as the client does, which asks for the plugin first."""
    raise CommandError(f"error reading plugin data: {_fault(invocation.arguments[0])}")


def push(invocation: Invocation) -> int:
    """Say so with the tag."""
    raise CommandError(_fault(_named(invocation).familiar()))


def _named(invocation: Invocation) -> Reference:
    try:
        return Reference.parse(invocation.arguments[0]).with_default_tag()
    except InvalidReference as error:
        raise CommandError(error.message) from None


def install(invocation: Invocation) -> int:
    """Say that what is there is no plugin, or that it is not there."""
    from tutor.engine.manifests import remote_manifest

    name = _named(invocation).canonical()
    remote_manifest(invocation.state, invocation.world, name)
    raise CommandError(f"Error response from daemon: did not find plugin config for specified reference {name}")


def create(invocation: Invocation) -> int:
    """Say what is wrong with the folder; what programs would serve as plugins a sandbox has none of."""
    folder = invocation.process.path(invocation.arguments[1])
    fs = invocation.process.fs
    if not fs.exists(folder):
        raise CommandError(f"lstat {folder}: no such file or directory")
    if not fs.exists(f"{folder}/config.json"):
        raise CommandError(f"open {folder}/config.json: no such file or directory")
    raise CommandError(f"{invocation.path}: a sandbox runs no plugins")


def experiment(invocation: Invocation) -> int:
    """Say that this engine has no experiments switched on."""
    known = [word for word in invocation.arguments[:1] if word in ("create", "ls", "rm")]
    path = " ".join([invocation.path, *known])
    raise CommandError(f"{path} is only supported on a Docker daemon with experimental features enabled")

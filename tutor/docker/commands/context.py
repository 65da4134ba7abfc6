"""The commands of `docker context`."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.docker.commands.common import all_or_fail, read_file, write_file
from tutor.docker.contexts import ABOUT_DEFAULT, DEFAULT, SOCKET, Contexts, Metadata, check_name, endpoint_of, made
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.gotemplate import Struct

_TABLE = "table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}"
TITLES = {
    "Current": "",
    "Name": "NAME",
    "Description": "DESCRIPTION",
    "DockerEndpoint": "DOCKER ENDPOINT",
    "Error": "ERROR",
}
_KEYS = ("ca", "cert", "from", "host", "key", "skip-tls-verify")


def ls(invocation: Invocation) -> int:
    """List the contexts by name; a star marks the one in use."""
    from tutor.docker.format.table import render

    form = invocation.text("format") or ("{{.Name}}" if invocation.on("quiet") else "table")
    rows = _rows(invocation.contexts)
    invocation.out(render(_TABLE if form == "table" else form, rows, TITLES))
    if invocation.process.env.get("DOCKER_HOST") and not invocation.on("quiet"):
        invocation.err(
            "Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the "
            "global --context flag, or unset DOCKER_HOST environment variable.\n"
        )
    return 0


def _rows(contexts: Contexts) -> Iterator[Struct]:
    current = contexts.current
    for name in contexts.names():
        context = contexts.get(name)
        about = ABOUT_DEFAULT if name == DEFAULT else str(context["Metadata"].get("Description", ""))
        yield _row(name, name == current, about, endpoint_of(context))


def _row(name: str, current: bool, about: str, endpoint: str) -> Struct:
    from tutor.docker.format.table import row

    return row(
        "*formatter.clientContextContext",
        {
            "Current": lambda: current,
            "Description": lambda: about,
            "DockerEndpoint": lambda: endpoint,
            "Error": lambda: "",
            "Name": lambda: name,
        },
    )


def show(invocation: Invocation) -> int:
    """Print the name of the context in use."""
    invocation.line(invocation.contexts.current)
    return 0


def inspect(invocation: Invocation) -> int:
    """Show all facts about contexts; the one in use where none is named."""
    from tutor.docker.format.inspect import print_objects

    contexts = invocation.contexts

    def find(name: str) -> tuple[str, Metadata]:
        context = contexts.get(name)
        where = "<IN MEMORY>"
        kept = name != DEFAULT
        storage = {
            "MetadataPath": contexts.folder(name) if kept else where,
            "TLSPath": contexts.folder(name, "tls") if kept else where,
        }
        return "context.contextWithTLSListing", {**context, "TLSMaterial": {}, "Storage": storage}

    return print_objects(invocation, invocation.arguments or (contexts.current,), invocation.text("format"), find)


def create(invocation: Invocation) -> int:
    """Make a context: from an endpoint, from another context, or from the one in use."""
    contexts, name = invocation.contexts, invocation.arguments[0]
    if name == DEFAULT:
        raise CommandError('"default" is a reserved context name')
    check_name(name)
    if contexts.exists(name):
        raise CommandError(f'context "{name}" already exists')
    endpoint, source = invocation.text("docker"), invocation.text("from")
    if source and endpoint:
        raise CommandError("cannot use --docker flag when --from is set")
    context = _made(invocation, name, endpoint) if endpoint else _copied(invocation, name, source)
    contexts.put(context)
    return _done(invocation, name, "created")


def _done(invocation: Invocation, name: str, what: str) -> int:
    invocation.line(name)
    invocation.err(f'Successfully {what} context "{name}"\n')
    return 0


def _copied(invocation: Invocation, name: str, source: str) -> Metadata:
    """Return a copy of a context ("" for the one in use) under another name."""
    contexts = invocation.contexts
    origin = source or contexts.current
    model = contexts.get(origin)
    about = ABOUT_DEFAULT if origin == DEFAULT else str(model["Metadata"].get("Description", ""))
    return made(name, invocation.text("description") or about, endpoint_of(model))


def _made(invocation: Invocation, name: str, endpoint: str) -> Metadata:
    """Return a context with the endpoint that --docker describes. Raises CommandError."""
    given: dict[str, str] = {}
    for field in endpoint.split(","):
        key, equals, value = field.partition("=")
        if not equals:
            raise CommandError(f"{field} must be formatted as key=value")
        given[key] = value
    what = "unable to create docker endpoint config: "
    for key in given:
        if key not in _KEYS:
            raise CommandError(f"{what}unrecognized config key: {key}")
    source = given.get("from")
    host = endpoint_of(invocation.contexts.get(source)) if source else given.get("host", SOCKET)
    if "://" not in host:
        raise CommandError(f"{what}unable to apply docker endpoint options: unable to parse docker host `{host}`")
    return made(name, invocation.text("description"), host, given.get("skip-tls-verify") in ("true", "1"))


def update(invocation: Invocation) -> int:
    """Change a context's description or endpoint."""
    contexts, name = invocation.contexts, invocation.arguments[0]
    context = contexts.get(name)
    if name == DEFAULT:
        raise CommandError('"default" is a reserved context name')
    if invocation.text("docker"):
        context["Endpoints"] = _made(invocation, name, invocation.text("docker"))["Endpoints"]
    if invocation.given("description"):
        context["Metadata"]["Description"] = invocation.text("description")
    contexts.put(context)
    return _done(invocation, name, "updated")


def use(invocation: Invocation) -> int:
    """Make a context the one in use."""
    if len(invocation.arguments) != 1:
        raise CommandError(f"accepts 1 arg(s), received {len(invocation.arguments)}")
    contexts, name = invocation.contexts, invocation.arguments[0]
    contexts.get(name)
    contexts.use(name)
    invocation.line(name)
    invocation.err(f'Current context is now "{name}"\n')
    if invocation.process.env.get("DOCKER_HOST"):
        invocation.err(
            f'Warning: DOCKER_HOST environment variable overrides the active context. To use "{name}", either set the '
            "global --context flag, or unset DOCKER_HOST environment variable.\n"
        )
    return 0


def rm(invocation: Invocation) -> int:
    """Remove contexts; with --force the one in use too."""
    contexts, force = invocation.contexts, invocation.on("force")
    current = contexts.current
    faults = []
    for name in invocation.arguments:
        if name == DEFAULT:
            faults.append('context "default" cannot be removed')
        elif not contexts.exists(name):
            if not force:
                faults.append(f'context "{name}" does not exist')
        elif name == current and not force:
            faults.append(f'context "{name}" is in use, set -f flag to force remove')
        else:
            contexts.remove(name)
            if name == current:
                contexts.use(DEFAULT)
            invocation.line(name)
    return all_or_fail(faults)


def export(invocation: Invocation) -> int:
    """Write a context into an archive: a file, or standard output."""
    from tutor.oci.gojson import encode
    from tutor.vfs.content import Bytes
    from tutor.vfs.layer import tree_tar
    from tutor.vfs.nodes import Directory, File
    from tutor.vfs.tree import Tree

    name = invocation.arguments[0]
    path = invocation.arguments[1] if len(invocation.arguments) > 1 else f"{name}.dockercontext"
    context = invocation.contexts.get(name)
    if name == DEFAULT:
        raise CommandError('"default" is a reserved context name')
    meta = File(Bytes(encode(context)), 0o644)
    archive = b"".join(tree_tar(Tree(Directory(Directory().entries.set("meta.json", meta)))))
    if path == "-":
        invocation.out(archive)
        return 0
    if invocation.process.fs.exists(invocation.process.path(path)):
        raise CommandError(f"open {path}: file exists")
    write_file(invocation, path, archive, 0o600)
    invocation.err(f'Written file "{path}"\n')
    return 0


def import_(invocation: Invocation) -> int:
    """Take a context from an archive: a file, or standard input."""
    import json

    from tutor.docker.hostfiles import unpacked
    from tutor.errors import LayerwiseError
    from tutor.vfs.nodes import File

    name, path = invocation.arguments
    if name == DEFAULT:
        raise CommandError('"default" is a reserved context name')
    check_name(name)
    if invocation.contexts.exists(name):
        raise CommandError(f'context "{name}" already exists')
    data = invocation.process.stdin.read() if path == "-" else read_file(invocation, path)
    try:
        meta = unpacked(data).get("/meta.json")
        context = json.loads(meta.content.read()) if isinstance(meta, File) else None
    except (LayerwiseError, ValueError):
        context = None
    if not isinstance(context, dict) or "Endpoints" not in context:
        raise CommandError("unexpected context file")
    invocation.contexts.put(made(name, str(context.get("Metadata", {}).get("Description", "")), endpoint_of(context)))
    return _done(invocation, name, "imported")

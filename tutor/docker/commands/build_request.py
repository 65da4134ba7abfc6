"""From the flags of `docker build` to what the engine is asked for: context, Dockerfile, arguments, outputs."""

from __future__ import annotations

from tutor.docker.commands.build_call import Call
from tutor.docker.commands.common import download, go_errno, pairs
from tutor.docker.errors import CommandError
from tutor.docker.format.units import parse_bytes
from tutor.docker.hostfiles import folder_tree, unpacked
from tutor.docker.invocation import Invocation
from tutor.docker.values import is_true, quote
from tutor.engine.build.epoch import ARGUMENT as EPOCH
from tutor.engine.build.request import BuildRequest, Secret
from tutor.engine.download import DownloadError, is_http
from tutor.errors import LayerwiseError
from tutor.vfs.errors import FsError
from tutor.vfs.paths import normal
from tutor.vfs.record import Record
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_ARCHIVES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_MOST = 16 << 20
"""Bytes of a Dockerfile that BuildKit takes."""
_REMOTE = ("http://", "https://", "git://", "git@", "github.com/")


class Sources(Record):
    """Where a build reads from: the context's files (None: nothing but a Dockerfile), and the Dockerfile.

    `problem` is why the Dockerfile could not be read ("" where it was), `seen` how many bytes of it crossed over.
    `remote` is whether the context came as an archive on standard input.
    """

    __slots__ = __match_args__ = ("context", "dockerfile", "ignore", "name", "path", "problem", "remote", "seen")

    def __init__(
        self,
        context: Tree | None,
        dockerfile: bytes,
        name: str,
        path: str = "",
        ignore: bytes | None = None,
        problem: str = "",
        seen: int = 0,
        remote: bool = False,
    ) -> None:
        self.context: Final = context
        self.dockerfile: Final = dockerfile
        self.name: Final = name
        self.path: Final = path
        self.ignore: Final = ignore
        self.problem: Final = problem
        self.seen: Final = seen
        self.remote: Final = remote


class Output(Record):
    """One --output: its type, where it goes ("" where it has no place of its own, "-" for standard output)."""

    __slots__ = __match_args__ = ("destination", "kind", "options")

    def __init__(self, kind: str, destination: str = "", options: tuple[tuple[str, str], ...] = ()) -> None:
        self.kind: Final = kind
        self.destination: Final = destination
        self.options: Final = options


def sources(invocation: Invocation) -> Sources:
    """Return the context and the Dockerfile. Raises CommandError for what buildx refuses before a build starts."""
    path, file = invocation.arguments[0], invocation.text("file")
    if path == "-":
        if file == "-":
            raise _refused("invalid argument: can't use stdin for both build context and dockerfile")
        return _from_stdin(invocation, file)
    process = invocation.process
    absolute = normal(process.path(path))
    context = folder_tree(process.fs.tree, absolute)
    if context is None:
        if is_http(path):
            return _from_url(invocation, path, file)
        if path.startswith(_REMOTE):
            raise _refused(f"{path}: git repositories lie outside this sandbox")
        raise _refused(f"unable to prepare context: path {quote(path)} not found")
    if file == "-":
        return _alone(context, process.stdin.read())
    return _with_file(invocation, context, absolute, file)


def _refused(message: str) -> CommandError:
    return CommandError(f"ERROR: failed to build: {message}")


def _from_stdin(invocation: Invocation, file: str) -> Sources:
    """Return standard input: an archive of the whole context, or a Dockerfile alone."""
    data = invocation.process.stdin.read()
    if not _is_archive(data):
        if data and file:
            raise _refused("ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles")
        if not data:
            return Sources(None, b"", "Dockerfile", problem="no local sources enabled", seen=-1)
        return _alone(None, data)
    return _from_archive(invocation, data, file)


def _is_archive(data: bytes) -> bool:
    return data[257:262] == b"ustar" or data.startswith(_ARCHIVES)


def _from_url(invocation: Invocation, url: str, file: str) -> Sources:
    """Return what a URL gives: an archive of the whole context, or a Dockerfile alone."""
    try:
        response = download(invocation, url)
        problem = f"invalid response status {response.status}" if response.status >= 400 else ""
    except DownloadError as error:
        problem = error.message
    if problem:
        whole = f"failed to read downloaded context: failed to load cache key: {problem}"
        return Sources(None, b"", "Dockerfile", problem=whole, seen=-1, remote=True)
    if _is_archive(response.body):
        return _from_archive(invocation, response.body, file)
    return _alone(None, response.body, remote=True)


def _from_archive(invocation: Invocation, data: bytes, file: str) -> Sources:
    """Return the context in an archive. Raises CommandError where it cannot be read."""
    try:
        context = unpacked(data, invocation.watch)
    except LayerwiseError as error:
        raise _refused(error.message) from None
    name = normal(file or "Dockerfile", "/")
    dockerfile, problem, seen = _read(context, name, name.rpartition("/")[2])
    return Sources(context, dockerfile, name[1:], name[1:], problem=problem, seen=seen, remote=True)


def _alone(context: Tree | None, dockerfile: bytes, *, remote: bool = False) -> Sources:
    """Return a context with a Dockerfile that came on standard input, or over the network."""
    size = len(dockerfile)
    problem = f"failed to read dockerfile: {_too_long(size)}" if size > _MOST else ""
    return Sources(context, dockerfile, "Dockerfile", problem=problem, seen=size if problem else 0, remote=remote)


def _too_long(size: int) -> str:
    return f"rpc error: code = ResourceExhausted desc = grpc: received message larger than max ({size} vs. {_MOST})"


def _with_file(invocation: Invocation, context: Tree, absolute: str, file: str) -> Sources:
    """Return a context folder and a Dockerfile in a folder of the host."""
    process = invocation.process
    where = normal(process.path(file)) if file else normal("Dockerfile", absolute)
    name = where.rpartition("/")[2]
    folder = where.rpartition("/")[0] or "/"
    if not file and not process.fs.exists(where) and process.fs.exists(f"{folder}/dockerfile"):
        name, where = "dockerfile", f"{folder}/dockerfile"
    inside = where.startswith(absolute.rstrip("/") + "/")
    path = where[len(absolute.rstrip("/")) + 1 :] if inside else ""
    dockerfile, problem, seen = _read(process.fs.tree, where, name)
    ignore = None
    beside = process.fs.tree.get(f"{where}.dockerignore")
    if not inside and beside is not None:
        ignore = process.fs.read(f"{where}.dockerignore")
    return Sources(context, dockerfile, name, path, ignore, problem, seen)


def _read(tree: Tree, where: str, name: str) -> tuple[bytes, str, int]:
    """Return a Dockerfile's bytes, or why they cannot be read and how many bytes crossed over."""
    from tutor.vfs.nodes import Directory, File

    try:
        node = tree.get(where)
    except FsError as error:
        return b"", f"failed to read dockerfile: open {name}: {go_errno(error)}", 2
    if isinstance(node, File):
        size = node.content.size
        return (
            (b"", f"failed to read dockerfile: {_too_long(size)}", size)
            if size > _MOST
            else (node.content.read(), "", 0)
        )
    if isinstance(node, Directory):
        return b"", f"failed to read dockerfile: {name} is not a regular file", 95
    return b"", f"failed to read dockerfile: open {name}: no such file or directory", 2


_EXPORTERS = ("cacheonly", "docker", "image", "local", "moby", "oci", "registry", "tar")


def outputs(invocation: Invocation) -> tuple[Output, ...]:
    """Return the values of --output, and what stands for them. Raises CommandError."""
    found = [_output(text) for text in invocation.many("output")]
    if invocation.on("push"):
        found.append(Output("registry"))
    return tuple(found)


def _output(text: str) -> Output:
    if "=" not in text and "," not in text:
        return Output("tar", "-") if text == "-" else Output("local", text)
    fields: dict[str, str] = {}
    for field in text.split(","):
        key, equals, value = field.partition("=")
        if not equals:
            raise CommandError(f"ERROR: invalid value {field}")
        fields[key.strip().lower()] = value
    kind, destination = fields.pop("type", ""), fields.pop("dest", "")
    if not kind:
        raise CommandError("ERROR: type is required for output")
    if kind not in _EXPORTERS:
        raise _refused(f"failed to solve: exporter {quote(kind)} could not be found")
    return Output(kind, destination, tuple(sorted(fields.items())))


def engine_output(found: tuple[Output, ...]) -> str:
    """Return what the engine calls these outputs: it makes one thing a build."""
    for output in found:
        if output.kind in ("local", "tar"):
            return "tree"
        if output.kind == "oci" or (output.kind == "docker" and output.destination):
            return output.kind
        if output.kind == "cacheonly":
            return "cache"
    return "image"


def build_request(invocation: Invocation, read: Sources, found: tuple[Output, ...], asked: Call) -> BuildRequest:
    """Return what the flags ask for. Raises CommandError."""
    push = any(output.kind == "registry" or ("push", "true") in output.options for output in found)
    named = tuple(
        name for output in found for key, value in output.options if key == "name" for name in value.split(",")
    )
    return BuildRequest(
        context=read.context,
        dockerfile=read.dockerfile,
        dockerfile_name=read.name,
        dockerfile_path=read.path,
        ignore=read.ignore,
        tags=(*invocation.many("tag"), *named),
        arguments=_arguments(invocation),
        labels=pairs(invocation.many("label")),
        annotations=invocation.many("annotation"),
        target=invocation.text("target"),
        platforms=tuple(platform for text in invocation.many("platform") for platform in text.split(",")),
        no_cache=invocation.on("no-cache"),
        no_cache_filter=tuple(stage for text in invocation.many("no-cache-filter") for stage in text.split(",")),
        pull=invocation.on("pull"),
        contexts=_contexts(invocation),
        secrets=tuple(_secret(invocation, text) for text in invocation.many("secret")),
        ssh=tuple(_ssh(invocation, text) for text in invocation.many("ssh")),
        network=_network(invocation.text("network")),
        add_hosts=invocation.many("add-host"),
        allow=invocation.many("allow"),
        shm_size=parse_bytes(invocation.text("shm-size") or "0"),
        output=engine_output(found) if asked.name == "build" else asked.name,
        provenance=_provenance(invocation),
        push=push,
        remote=read.remote,
        sbom=_sbom(invocation),
        rewrite_timestamp=any(("rewrite-timestamp", "true") in output.options for output in found),
    )


_NETWORKS = ("", "default", "host", "none")


def _network(mode: str) -> str:
    """Return the value of --network. Raises CommandError for a network of the engine's, which BuildKit cannot use."""
    if mode not in _NETWORKS:
        raise _refused(
            f"network mode {quote(mode)} not supported by buildkit - you can define a custom network for your builder "
            "using the network driver-opt in buildx create"
        )
    return mode


def _arguments(invocation: Invocation) -> tuple[tuple[str, str | None], ...]:
    """--build-arg: a name alone takes its value from the shell's environment."""
    env = invocation.process.env
    found: dict[str, str | None] = {}
    for text in invocation.many("build-arg"):
        name, equals, value = text.partition("=")
        found[name] = value if equals else env.get(name)
    if EPOCH in env:
        found.setdefault(EPOCH, env[EPOCH])
    return tuple(found.items())


def _contexts(invocation: Invocation) -> tuple[tuple[str, Tree | str], ...]:
    found: list[tuple[str, Tree | str]] = []
    for text in invocation.many("build-context"):
        name, equals, place = text.partition("=")
        if not equals:
            raise CommandError(f"ERROR: invalid context value: {text}, expected key=value")
        if "://" in place:
            found.append((name, place))
            continue
        tree = folder_tree(invocation.process.fs.tree, normal(invocation.process.path(place)))
        if tree is None:
            raise _refused(f"failed to get build context {name}: stat {place}: no such file or directory")
        found.append((name, tree))
    return tuple(found)


def _secret(invocation: Invocation, text: str) -> Secret:
    """--secret id=name[,src=path|,env=VARIABLE]. Raises CommandError."""
    fields = {field.partition("=")[0].lower(): field.partition("=")[2] for field in text.split(",")}
    name = fields.get("id", "")
    source, variable = fields.get("src") or fields.get("source", ""), fields.get("env", "")
    process = invocation.process
    if variable or (fields.get("type") == "env") or (not source and name in process.env):
        return Secret(name, process.env.get(variable or source or name, "").encode("utf-8", "surrogateescape"))
    path = source or name
    try:
        return Secret(name, process.fs.read(process.path(path)))
    except FsError as error:
        raise _refused(f"failed to stat {path}: stat {path}: {go_errno(error)}") from None


def _ssh(invocation: Invocation, text: str) -> Secret:
    """--ssh id[=socket or key,…]: the agent of the shell's environment where no place is given. Raises CommandError."""
    from tutor.vfs.nodes import File

    name, _, places = text.partition("=")
    process = invocation.process
    paths = [place for place in (places or process.env.get("SSH_AUTH_SOCK", "")).split(",") if place]
    if not paths:
        empty = "invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set"
        raise _refused(f"failed to convert agent config {{{name} [] false}}: {empty}")
    for path in paths:
        try:
            if isinstance(process.fs.tree.get(process.path(path)), File):
                data = process.fs.read(process.path(path))
                if b"PRIVATE KEY-----" not in data:
                    raise _refused(f"failed to parse {path}: ssh: no key found")
        except FsError as error:
            raise _refused(f"stat {path}: {go_errno(error)}") from None
    return Secret(name, b"")


def _check_attestations(invocation: Invocation) -> None:
    """Refuse values of --attest that are none. Raises CommandError."""
    for text in invocation.many("attest"):
        for field in text.split(","):
            if "=" not in field:
                raise CommandError(f"ERROR: invalid value {field}")
        if not any(field.strip().lower().startswith("type=") for field in text.split(",")):
            raise CommandError("ERROR: attestation type not specified")


def _sbom(invocation: Invocation) -> bool:
    """Whether the image gets an attestation with its packages."""
    _check_attestations(invocation)
    texts = [invocation.text("sbom")] if invocation.given("sbom") else []
    texts += ["true" for text in invocation.many("attest") if "type=sbom" in text and "disabled=true" not in text]
    return any(text not in ("false", "0") for text in texts)


def _provenance(invocation: Invocation) -> bool:
    """Whether the image gets a provenance attestation."""
    texts = [invocation.text("provenance")] if invocation.given("provenance") else []
    texts += [text for text in invocation.many("attest") if "type=provenance" in text]
    for text in texts:
        value = text.partition("disabled=")[2].partition(",")[0]
        if value:
            return not is_true(value)
        if text in ("false", "0"):
            return False
    return True

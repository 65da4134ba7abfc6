"""What a container is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.dataclass import dataclass
from tutor.oci.config import Healthcheck as Healthcheck

if TYPE_CHECKING:
    from tutor.vfs.persistent import PersistentMap
    from tutor.vfs.tree import Tree

    Trees = tuple[tuple[str, Tree], ...]


@dataclass(frozen=True, slots=True)
class Mount:
    """One mount point: a volume, a folder or file of the host, memory or an image.

    `kind` is "volume", "bind", "tmpfs" or "image"; `source` a volume's name, a path of the host, or an image's name,
    whose ID is then in `options`.

    `mode` is the third part of a -v text ("ro", "z", ""); `options` are a tmpfs's ("size=1m"); `asked` says how it was
    asked for: "bind" (-v), "mount" (--mount), "image" (VOLUME, or a -v with a target alone), "tmpfs" (--tmpfs) or
    "from" (--volumes-from). `copy` is whether an empty volume takes what the image has there.
    """

    kind: str
    source: str
    target: str
    read_only: bool = False
    mode: str = ""
    options: str = ""
    asked: str = "bind"
    copy: bool = True
    subpath: str = ""


@dataclass(frozen=True, slots=True)
class ContainerConfig:
    """A container's settings that an image could have too, named as `docker inspect` names them.

    `environment` are texts "NAME=value" in order; `labels` and `exposed_ports` ("80/tcp") are sorted; `entrypoint` and
    `command` are None where there is none.
    """

    image: str
    hostname: str
    command: tuple[str, ...] | None
    entrypoint: tuple[str, ...] | None
    environment: tuple[str, ...] = ()
    user: str = ""
    workdir: str = ""
    domainname: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    exposed_ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    tty: bool = False
    open_stdin: bool = False
    stdin_once: bool = False
    attach_stdin: bool = False
    attach_stdout: bool = False
    attach_stderr: bool = False
    healthcheck: Healthcheck | None = None
    onbuild: tuple[str, ...] = ()
    shell: tuple[str, ...] = ()
    stop_signal: str = ""
    stop_timeout: int | None = None

    @property
    def argv(self) -> tuple[str, ...]:
        """What PID 1 is started with."""
        return (self.entrypoint or ()) + (self.command or ())

    @property
    def start_folder(self) -> str:
        """Where programs start: `workdir`, in the form in which a kernel names a folder."""
        from tutor.vfs.paths import normal

        return normal(self.workdir)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Bytes that the main program wrote at `time` (seconds since 1970) to `stream`, "stdout" or "stderr"."""

    time: float
    stream: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Input:
    """Something that reached a running program from outside at `time`: a signal, files that changed, a request.

    `request` is a port and what a client sent there (None: it only connected). `trees` are pairs of a place ("/",
    "volume NAME", "tmpfs PATH", "host", "etc") and the tree that is there from now.
    """

    time: float
    signal: str = ""
    trees: Trees = ()
    request: tuple[int, bytes | None] | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """A background program as a value: where it started from and what reached it since.

    It is run from `began` with the trees `first` in simulated time until it would wait beyond the present; `inputs` say
    what happened to it on the way. It has been run up to `until` and left the trees `left`; `wakes` is when it will
    next do something by itself (infinity: never), so that nothing is run before. `logged` counts the pieces of output
    it has written so far, `stdin` is what it was given to read. `spinning` marks a program that used up its limits:
    it counts as busy until it is killed. `heard` are the answers that it got over the network so far: run again, it
    gets the same ones.
    """

    began: float
    first: Trees
    inputs: tuple[Input, ...] = ()
    until: float = 0.0
    left: Trees = ()
    wakes: float = 0.0
    logged: int = 0
    stdin: bytes = b""
    spinning: bool = False
    heard: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Probe:
    """One health check that was run: start and end in seconds since 1970, exit code, the first 4 KiB it wrote."""

    start: float
    end: float
    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Health:
    """A container's health: "starting", "healthy" or "unhealthy", the last five probes, and when the next is due."""

    status: str
    failing_streak: int
    log: tuple[Probe, ...]
    due: float


@dataclass(frozen=True, slots=True)
class Container:
    """One container. Times are seconds since 1970, 0 where it has not happened.

    `image` is the image's ID, `manifest` the digest of the manifest it was made from, `chain` the chain ID of the
    snapshot below it, `tree` its files as they are now, without what is mounted. `scratch` holds what lives only while
    it runs: tmpfs mounts by "tmpfs PATH", and its /etc/hosts and the like as "etc". `options` holds what `docker
    inspect` shows under HostConfig where it differs from Docker's defaults, by the names there. `status` is "created",
    "running", "paused", "restarting", "exited" or "dead"; `restart_at` is when a restarting one starts again.
    `networks` are names; `ports` are triples of "80/tcp", host address and host port. `prompt` marks a container whose
    main program is a shell that someone types into; `number` tells the order of making.
    """

    id: str
    name: str
    created: float
    image: str
    manifest: str
    chain: str
    tree: Tree
    config: ContainerConfig
    options: PersistentMap[Any]
    mounts: tuple[Mount, ...]
    networks: tuple[str, ...]
    ports: tuple[tuple[str, str, str], ...] = ()
    platform: str = "linux/amd64"
    status: str = "created"
    pid: int = 0
    exit_code: int = 0
    error: str = ""
    started: float = 0.0
    finished: float = 0.0
    restarts: int = 0
    restart_at: float = 0.0
    running: Running | None = None
    health: Health | None = None
    log: tuple[LogEntry, ...] = ()
    scratch: Trees = ()
    prompt: bool = False
    stopped_by_hand: bool = False
    number: int = 0

    @property
    def is_running(self) -> bool:
        """Whether its main program is alive (a paused one is)."""
        return self.status in ("running", "paused")

    @property
    def short_id(self) -> str:
        """The first 12 digits of its ID."""
        return self.id[:12]

    def option(self, name: str, default: Any = None) -> Any:
        """Return a HostConfig field, `default` where it was not given."""
        return self.options.get(name, default)

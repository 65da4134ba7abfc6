"""Typed instructions: what the words of a Dockerfile mean. Values are as written, variables not yet replaced."""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.dockerfile.heredoc import Heredoc


@dataclass(frozen=True, slots=True)
class Instruction:
    """What every instruction has.

    `keyword` in capitals, `name` as written, `raw` its logical line without here-documents, `args` its words as the
    first pass split them, `json` whether they were a JSON array, `span` its first and last 1-based line, `comments`
    above it.
    """

    keyword: str
    name: str
    raw: str
    flags: tuple[str, ...]
    args: tuple[str, ...]
    json: bool
    heredocs: tuple[Heredoc, ...]
    span: tuple[int, int]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and its value; `legacy` is the old form `name value`."""

    name: str
    value: str
    legacy: bool = False


@dataclass(frozen=True, slots=True)
class Inline:
    """A file given as a here-document to COPY or ADD: its name, its content, and whether to replace variables in it."""

    name: str
    content: str
    expand: bool


@dataclass(frozen=True, slots=True)
class From(Instruction):
    """FROM: the base, the platform if one is asked for, and the stage's name in lower case."""

    image: str
    platform: str
    alias: str


@dataclass(frozen=True, slots=True)
class Run(Instruction):
    """RUN: a shell `command`, or the `argv` of the JSON form. `mounts` are unread (see `mounts.parse_mount`)."""

    command: str | None
    argv: tuple[str, ...] | None
    mounts: tuple[str, ...]
    network: str
    security: str
    devices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy(Instruction):
    """COPY: paths, here-documents and where they go."""

    sources: tuple[str, ...]
    inline: tuple[Inline, ...]
    dest: str
    from_: str
    chown: str
    chmod: str
    link: bool
    parents: bool
    exclude: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Add(Instruction):
    """ADD: paths, URLs, here-documents and where they go."""

    sources: tuple[str, ...]
    inline: tuple[Inline, ...]
    dest: str
    chown: str
    chmod: str
    link: bool
    exclude: tuple[str, ...]
    checksum: str
    keep_git_dir: bool | None
    unpack: bool | None


@dataclass(frozen=True, slots=True)
class Env(Instruction):
    """ENV."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Label(Instruction):
    """LABEL."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Arg(Instruction):
    """ARG: names, each with its default or None."""

    definitions: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Workdir(Instruction):
    """WORKDIR."""

    path: str


@dataclass(frozen=True, slots=True)
class User(Instruction):
    """USER."""

    user: str


@dataclass(frozen=True, slots=True)
class Expose(Instruction):
    """EXPOSE: ports as written, sorted as BuildKit sorts them."""

    ports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cmd(Instruction):
    """CMD: a shell `command`, or the `argv` of the JSON form."""

    command: str | None
    argv: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Entrypoint(Instruction):
    """ENTRYPOINT: a shell `command`, or the `argv` of the JSON form."""

    command: str | None
    argv: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Healthcheck(Instruction):
    """HEALTHCHECK: `test` is ("NONE",), ("CMD", argv…) or ("CMD-SHELL", command); durations in nanoseconds."""

    test: tuple[str, ...]
    interval: int
    timeout: int
    start_period: int
    start_interval: int
    retries: int


@dataclass(frozen=True, slots=True)
class Volume(Instruction):
    """VOLUME."""

    volumes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopsignal(Instruction):
    """STOPSIGNAL."""

    signal: str


@dataclass(frozen=True, slots=True)
class Shell(Instruction):
    """SHELL."""

    shell: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Onbuild(Instruction):
    """ONBUILD: the text of the trigger, here-documents included, as the image's configuration keeps it."""

    expression: str


@dataclass(frozen=True, slots=True)
class Maintainer(Instruction):
    """MAINTAINER."""

    maintainer: str

"""What is fuzzed: for each language a maker of cases, and what is done with one.

A target's `run` returns for every case; whatever it raises is a fault of the program. What a language reports as its
own error (a template that does not parse, a reference that is none) is an answer and caught here, by its exact class.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Any

from tests.docker.lab import HOME, Lab
from tests.engine.builders import HUB
from tests.fuzz import material, words
from tests.fuzz.mutate import mutated, noise
from tutor.dataclass import dataclass, replace
from tutor.docker.program import docker
from tutor.dockerfile import ParseError as BadDockerfile
from tutor.engine.errors import EngineError
from tutor.engine.state import State
from tutor.gotemplate import DOCKER, ExecError, ParseError, Template
from tutor.oci.platform import InvalidPlatform, Platform
from tutor.oci.reference import InvalidReference, Reference, parse_any
from tutor.shell.limits import LimitExceeded, Limits
from tutor.shell.process import Process
from tutor.shell.streams import Reader, Writer
from tutor.vfs.filesystem import FileSystem

_SETUP = (
    "docker pull -q alpine:3.20", "docker pull -q alpine", "docker pull -q busybox:1.36", "docker pull -q multi:1.0",
    "docker tag alpine:3.20 team/app:2", "docker volume create data", "docker volume create --label a=1 cache",
    "docker network create net", "docker run -d --name web -v data:/data -p 80:80 --network net alpine:3.20 sleep 9999",
    "docker run --name job --label a=1 busybox:1.36 sh -c 'echo hi; exit 3'", "docker create --name old alpine:3.20 sh",
    "docker commit -m made job app:1", "docker tag busybox:1.36 app:2", "docker commit job app:2",
    "docker build -t b .",
)  # fmt: skip
_DOCKERFILE = 'FROM alpine:3.20\nCOPY file /\nRUN echo hi > /hi\nCMD ["sh"]\n'


@dataclass(frozen=True, slots=True)
class Target:
    """`make(random)` gives a case that `repr` shows whole; `run(case)` must return."""

    name: str
    make: Callable[[Random], Any]
    run: Callable[[Any], None]


@lru_cache(1)
def lab() -> Lab:
    """A sandbox with images, dangling ones too, containers that run, wait and have ended, volumes and a network."""
    made = Lab(HUB)
    home = made.fs
    home.write(f"{HOME}/Dockerfile", _DOCKERFILE.encode())
    home.write(f"{HOME}/file", b"some text\n")
    home.mkdir(f"{HOME}/dir")
    for command in _SETUP:
        ran = made.run(command)
        assert ran.code in (0, 3), ran
    made.run_bytes("docker save -o a.tar app:1")
    return made


@lru_cache(1)
def base() -> tuple[State, Any]:
    """The state and the host's files that every case begins with."""
    return lab().state, lab().fs.tree


def execute(argv: list[str], stdin: bytes = b"", era: int = 29) -> int:
    """Run `docker` with these words on a copy of the sandbox, as engines of an era; its exit code."""
    machine = lab()
    state, tree = base()
    machine.state = state if era == state.docker_era else replace(state, docker_era=era)
    machine.events = []
    files = FileSystem(tree, now=lambda: int(machine.now()), uid=1000, gid=1000)
    machine.columns = 80
    pieces = iter((stdin,))
    size = 0

    def count(data: bytes) -> None:
        nonlocal size
        size += len(data)

    environment = {"HOME": HOME, "PATH": "/bin", "LANG": "C"}
    reader = Reader(lambda: next(pieces, b""))
    process = Process(["docker", *argv], environment, HOME, files, reader, Writer(count), Writer(count), machine)
    try:
        code = docker(process)
    except LimitExceeded as stopped:
        code = stopped.code
    assert isinstance(code, int), code
    assert 0 <= code <= 255, code
    return code


def _is_said(message: str) -> None:
    """An error of the language itself has something to say."""
    assert message


def _execute(argv: list[str]) -> None:
    execute(argv, b"y\n")


def _execute_older(argv: list[str]) -> None:
    execute(argv, b"y\n", 28)


def _assist(argv: list[str]) -> None:
    """Everything that looks at a line while it is typed."""
    from tutor.docker.complete import complete
    from tutor.docker.describe import describe
    from tutor.docker.explain import explain
    from tutor.docker.highlight import classes

    state, _ = base()
    assert len(classes(argv)) == len(argv)
    explain(["docker", *argv])
    if argv:
        complete(argv[:-1], argv[-1], state, HUB)
        describe(argv, len(argv) - 1, state, HUB)
    describe(argv, len(argv), state, HUB)


# -- templates


@lru_cache(1)
def _subjects() -> tuple[object, ...]:
    """What templates are applied to: an image and a container as they are inspected, and a row of each list."""
    from tutor.docker.format.containers import container_row
    from tutor.docker.format.images import image_row
    from tutor.docker.format.schemas import typed
    from tutor.engine.containers.inspect import inspect_container
    from tutor.engine.containers.listing import list_containers
    from tutor.engine.inspect_image import inspect_image
    from tutor.engine.listing import list_images

    state, _ = base()
    world = lab().world()
    image = inspect_image(state, "app:1")
    container = inspect_container(state, world, "web")
    listed = list_images(state, world)[0]
    row = list_containers(state, world, all=True)[0]
    return (
        typed("image.InspectResponse", image),
        typed("container.InspectResponse", container),
        image,
        image_row(listed, "app", "1", "", now=world.now, truncate=True),
        container_row(row, now=world.now, truncate=True),
    )


def _template(random: Random) -> tuple[str, int]:
    known = material.templates()
    text = noise(random) if random.random() < 0.05 else mutated(random, random.choice(known), known)
    return text, random.randrange(5)


def _render(case: tuple[str, int]) -> None:
    text, subject = case
    try:
        Template.parse(text, DOCKER).render(_subjects()[subject])
    except (ParseError, ExecError) as error:
        _is_said(str(error))


# -- references, filters, values


def _reference(random: Random) -> tuple[str, str]:
    texts = material.NAMES
    text = noise(random) if random.random() < 0.1 else mutated(random, random.choice(texts), texts)
    return text, mutated(random, random.choice(material.VALUES), ("linux/amd64", "linux/arm64/v8", "*:[a-z]"))


def _refer(case: tuple[str, str]) -> None:
    from tutor.engine import lookup
    from tutor.engine.containers import find
    from tutor.engine.patterns import matches_reference

    text, other = case
    state, _ = base()
    for parse in (Reference.parse, parse_any):
        try:
            parsed = parse(text)
        except InvalidReference as error:
            _is_said(error.message)
            continue
        if isinstance(parsed, Reference):
            named = parsed.with_default_tag()
            assert Reference.parse(named.canonical()) == named, text
            named.familiar()
    for look in (lookup.find, find.find):
        try:
            look(state, text)
        except EngineError as error:
            _is_said(error.message)
    matches_reference(text, "docker.io/library/alpine:3.20")
    matches_reference(other, "docker.io/library/alpine:3.20")
    try:
        Platform.parse(other)
    except InvalidPlatform as error:
        _is_said(str(error))


_LISTS = (
    ("image", "ls"), ("images", "alpine"), ("ps", "-a"), ("volume", "ls"), ("network", "ls"), ("image", "prune", "-f"),
    ("container", "prune", "-f"), ("volume", "prune", "-f"), ("network", "prune", "-f"), ("system", "prune", "-f"),
    ("builder", "prune", "-f"), ("buildx", "du"), ("search", "alpine"), ("image", "ls", "-q"),
)  # fmt: skip


def _filter(random: Random) -> list[str]:
    argv = list(random.choice(_LISTS))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        text = noise(random) if random.random() < 0.05 else random.choice(material.FILTERS)
        argv += ["--filter", mutated(random, text, (*material.FILTERS, *material.NAMES, *material.VALUES))]
    return argv


def _value(random: Random) -> tuple[str, str]:
    flag = random.choice([flag for _, command in material.commands() for flag in command.flags])
    return flag.type, mutated(random, random.choice(material.VALUES), material.VALUES)


def _parse_values(case: tuple[str, str]) -> None:
    """Everything that turns the text of a flag into a number, a size, a duration or a point in time."""
    from tutor.docker import values
    from tutor.docker.format import units
    from tutor.docker.spec import Flag
    from tutor.dockerfile import durations
    from tutor.engine import filters

    kind, text = case
    values.fault(Flag("x", kind), text)
    for parse in (units.parse_bytes, units.parse_duration, values.parse_cpus, values.parse_int, values.is_true):
        try:
            parse(text)
        except ValueError as error:
            _is_said(str(error))
    durations.parse_size(text)
    filters.duration(text)
    try:
        durations.parse_duration(text)
    except BadDockerfile as error:
        _is_said(str(error))
    try:
        filters.until(text, 1_800_000_000.0)
    except EngineError as error:
        _is_said(error.message)


# -- Dockerfiles and shell text


def _dockerfile(random: Random) -> str:
    texts = material.dockerfiles()
    return mutated(random, random.choice(texts), (*texts, *material.scripts()))


def _read_dockerfile(text: str) -> None:
    from tutor import dockerfile

    dockerfile.tokens(text)
    try:
        dockerfile.Ignore.parse(text).matches("a/b")
    except BadDockerfile as error:
        _is_said(str(error))
    try:
        parsed = dockerfile.parse(text)
        dockerfile.plan(parsed)
    except BadDockerfile as error:
        _is_said(str(error))
        dockerfile.excerpt(text, "Dockerfile", error.lines)


def _build(text: str) -> None:
    execute(["build", "-t", "fuzz", "-"], text.encode("utf-8", "surrogatepass"))
    execute(["build", "--check", "-"], text.encode("utf-8", "surrogatepass"))


def _script(random: Random) -> str:
    texts = material.scripts()
    return mutated(random, random.choice(texts), texts)


_SHELL_LIMITS = Limits(steps=3_000, depth=60, output=100_000, memory=1_000_000, processes=20)


@lru_cache(1)
def _session() -> Any:
    from tests.support import sandbox

    def fault(error: Exception) -> str:
        raise error  # what a learner would be told in one line is what is looked for here

    session = sandbox.session()
    session.fault = fault
    return session


def _run_script(text: str) -> None:
    """Whatever a line may be: read for colours, described, and run on a fork."""
    from tutor.session.highlight import highlight
    from tutor.session.line import place, read

    session = _session()
    read(text)
    place(text, len(text) // 2)
    highlight(session.state, text)
    assert 0 <= session.rehearse(text, _SHELL_LIMITS).code <= 255


TARGETS = (
    Target("command", words.line, _execute),
    Target("older", words.line, _execute_older),
    Target("assist", words.line, _assist),
    Target("template", _template, _render),
    Target("reference", _reference, _refer),
    Target("filter", _filter, _execute),
    Target("value", _value, _parse_values),
    Target("dockerfile", _dockerfile, _read_dockerfile),
    Target("build", _dockerfile, _build),
    Target("shell", _script, _run_script),
)

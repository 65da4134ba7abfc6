"""Goes through the instructions of each stage as a build would, replacing variables, and says what it notices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from tutor.dataclass import replace
from tutor.dockerfile import instructions as kinds
from tutor.dockerfile import syntax
from tutor.dockerfile.checks.facts import BaseImage, Facts
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.ignore import clean
from tutor.dockerfile.lex import Lexer
from tutor.dockerfile.mounts import parse_mount
from tutor.dockerfile.parser import Dockerfile
from tutor.dockerfile.plan import SCRATCH, Plan, PlannedStage
from tutor.dockerfile.ports import parse_ports
from tutor.dockerfile.signals import is_signal
from tutor.dockerfile.text import quote, suggestion
from tutor.dockerfile.typed import instruction

if TYPE_CHECKING:
    from tutor.dockerfile.checks.linter import Linter

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_NOT_ENV = ("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE")
_SECRET = re.compile(
    r"(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|\Z)", re.IGNORECASE
)
_NO_SECRET = re.compile(r"(?:_|^)(?:public|file|version)(?:_|\Z)", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+\Z")


def check_stages(linter: Linter, dockerfile: Dockerfile, plan: Plan, facts: Facts) -> None:
    """Check the stages that are needed, or all of them. Raises `ParseError` where the build would fail."""
    wanted = plan.needed if facts.target or not facts.all_stages else tuple(range(len(plan.stages)))
    images = {index: _base(plan.stages[index], facts) for index in wanted if plan.stages[index].parent is None}
    for index in wanted:
        _look_up_sources(plan.stages[index], facts)
    states: dict[int, _State] = {}
    for index in wanted:
        planned = plan.stages[index]
        if planned.parent is None:
            state = _State.on(images[index])
            _check_platform(linter, planned, images[index], facts)
            triggers: Iterable[str] = images[index].on_build
        else:
            state = states[planned.parent].child()
            above = plan.stages[planned.parent].stage.instructions
            triggers = (item.expression for item in above if isinstance(item, kinds.Onbuild))
        states[index] = state
        _Stage(linter, dockerfile, plan, facts, state).run(planned, tuple(triggers))


def _base(planned: PlannedStage, facts: Facts) -> BaseImage:
    if planned.image == SCRATCH:
        return BaseImage(platform=planned.platform or facts.platform)
    try:
        return facts.base(planned.image, planned.platform or facts.platform)
    except ParseError as error:
        raise error.at(planned.stage.base.span) from None


def _look_up_sources(planned: PlannedStage, facts: Facts) -> None:
    """Images that COPY --from names have to exist too."""
    for item, sources in zip(planned.stage.instructions, planned.sources, strict=True):
        for source in sources:
            if source.stage is None and source.image != SCRATCH:
                try:
                    facts.base(source.image, facts.platform)
                except ParseError as error:
                    raise error.at(item.span) from None


def _check_platform(linter: Linter, planned: PlannedStage, image: BaseImage, facts: Facts) -> None:
    expected = planned.platform or facts.platform
    if image.platform.split("/")[:2] != expected.split("/")[:2]:
        parts = (planned.stage.base.image, quote(image.platform), quote(expected))
        linter.warn("InvalidBaseImagePlatform", planned.stage.base.span, *parts)


class _State:
    """What a stage hands down: variables, the image's environment, build arguments, shell, whether WORKDIR was set."""

    def __init__(self) -> None:
        self.env: dict[str, str] = {}
        self.image_env: dict[str, str] = {}
        self.arguments: list[str] = []
        self.shell: tuple[str, ...] = ()
        self.workdir = False

    @classmethod
    def on(cls, image: BaseImage) -> _State:
        state = cls()
        for pair in image.env:
            name, _, value = pair.partition("=")
            state.image_env[name] = value
        state.shell = image.shell
        state.start()
        return state

    def child(self) -> _State:
        state = _State()
        state.env, state.image_env = dict(self.env), dict(self.image_env)
        state.arguments, state.shell, state.workdir = list(self.arguments), self.shell, self.workdir
        state.start()
        return state

    def start(self) -> None:
        self.image_env.setdefault("PATH", DEFAULT_PATH)
        self.env.update(self.image_env)


class _Stage:
    """Looks at the instructions of one stage."""

    def __init__(self, linter: Linter, dockerfile: Dockerfile, plan: Plan, facts: Facts, state: _State) -> None:
        self.linter = linter
        self.lexer = Lexer(dockerfile.escape)
        self.plan = plan
        self.facts = facts
        self.state = state
        self.options = linter.options
        self.lines = (0, 0)
        self.last: dict[str, tuple[int, int]] = {}

    def run(self, planned: PlannedStage, triggers: tuple[str, ...]) -> None:
        for trigger in triggers:
            for item in _trigger(trigger, planned.stage.base.span):
                self.dispatch(item)
        for item in planned.stage.instructions:
            self.dispatch(item)

    def dispatch(self, item: kinds.Instruction) -> None:
        self.options = self.linter.options.with_comments(item.comments)
        self.lines = item.span
        look = _LOOKS.get(type(item).__name__)
        try:
            if look is not None:
                look(self, item)
        except ParseError as error:
            raise error.at(item.span) from None

    def warn(self, rule: str, *parts: str, near: str = "", lines: tuple[int, int] | None = None) -> None:
        self.linter.warn(rule, lines or self.lines, *parts, options=self.options, near=near)

    def word(self, text: str, lexer: Lexer | None = None) -> str:
        """Return a word with its variables replaced; those that are not set are told."""
        expansion = (lexer or self.lexer).expand(text, self.state.env)
        for name in expansion.unmatched:
            if name not in self.state.arguments and name not in _NOT_ENV:
                near = suggestion(name, self.state.env)
                self.warn("UndefinedVar", name, near=f"${near}" if near else "")
        return expansion.text

    def once(self, item: kinds.Instruction) -> None:
        """CMD, ENTRYPOINT, HEALTHCHECK: the one before is the one that is lost."""
        if item.keyword in self.last:
            self.warn("MultipleInstructionsDisallowed", item.name, lines=self.last[item.keyword])
        self.last[item.keyword] = item.span

    def env(self, item: kinds.Env) -> None:
        pairs = [(self.word(pair.name), self.word(pair.value), pair.legacy) for pair in item.pairs]
        for name, value, legacy in pairs:
            if legacy:
                self.warn("LegacyKeyValueFormat", item.name)
            self.secret("ENV", name)
            self.state.env[name] = self.state.image_env[name] = value

    def secret(self, keyword: str, name: str) -> None:
        if _SECRET.search(name) and not _NO_SECRET.search(name):
            self.warn("SecretsUsedInArgOrEnv", keyword, quote(name))

    def label(self, item: kinds.Label) -> None:
        for pair in item.pairs:
            self.word(pair.name)
            self.word(pair.value)
        for pair in item.pairs:
            if pair.legacy:
                self.warn("LegacyKeyValueFormat", item.name)

    def arg(self, item: kinds.Arg) -> None:
        for name, default in item.definitions:
            self.secret("ARG", name)
            value = self.facts.build_args.get(name)
            if value is None:
                value = self.word(default) if default is not None else self.plan.arguments.get(name)
            if value is not None and name not in _NOT_ENV:
                self.state.env[name] = value
            self.state.arguments.append(name)

    def copy(self, item: kinds.Copy | kinds.Add) -> None:
        self.word(item.chown)
        mode = self.word(item.chmod)
        if isinstance(item, kinds.Add):
            self.word(item.checksum)
        sources = [self.word(source) for source in item.sources]
        self.word(item.dest)
        raw = Lexer("\\", skip_quotes=True)
        for inline in item.inline:
            if inline.expand:
                self.word(inline.content, raw)
        if _NUMBER.match(mode) and (any(digit in "89" for digit in mode) or int(mode, 8) > 0o7777):
            problem = "it should be octal string and between 0 and 07777"
            raise ParseError(f"invalid chmod parameter: '{mode}'. {problem}")
        if self.facts.ignore is None or self.facts.ignore.has_exceptions:
            return
        if isinstance(item, kinds.Copy) and item.from_:
            return
        for source in sources:
            if not source.startswith(("http://", "https://", "git@", "git://", "ssh://")):
                self.ignored(item.keyword.title(), clean(source))

    def ignored(self, verb: str, source: str) -> None:
        ignore = self.facts.ignore
        assert ignore is not None
        if source in (".", "/") and not any(pattern.text in ("*", "**", "**/*") for pattern in ignore.patterns):
            return
        if ignore.matches(source):
            self.warn("CopyIgnoredFile", verb, quote(source))

    def workdir(self, item: kinds.Workdir) -> None:
        path = self.word(item.path)
        if not self.state.workdir and not path.startswith("/"):
            self.warn("WorkdirRelativePath", quote(path))
        self.state.workdir = True

    def command(self, item: kinds.Cmd | kinds.Entrypoint) -> None:
        self.once(item)
        if item.command is not None and not self.state.shell:
            self.warn("JSONArgsRecommended", item.name)

    def shell(self, item: kinds.Shell) -> None:
        self.state.shell = item.shell

    def expose(self, item: kinds.Expose) -> None:
        words = [word for port in item.ports for word in self.lexer.expand(port, self.state.env).words]
        for word in words:
            ports = parse_ports(word)
            if ports.upper_case:
                self.warn("ExposeProtoCasing", word)
            if ports.mapped:
                self.warn("ExposeInvalidFormat", word)

    def volume(self, item: kinds.Volume) -> None:
        for volume in item.volumes:
            if not self.word(volume):
                raise ParseError("VOLUME specified can not be an empty string")

    def user(self, item: kinds.User) -> None:
        self.word(item.user)

    def stopsignal(self, item: kinds.Stopsignal) -> None:
        signal = self.word(item.signal)
        if not is_signal(signal):
            raise ParseError(f"invalid signal: {signal}")

    def mounts(self, item: kinds.Run) -> None:
        for mount in item.mounts:
            parse_mount(mount, self.word)


def _trigger(expression: str, lines: tuple[int, int]) -> tuple[kinds.Instruction, ...]:
    """Return the instruction of an ONBUILD trigger, in the place of the FROM that sets it off."""
    try:
        nodes = syntax.read(expression).nodes
        if len(nodes) != 1:
            raise ParseError("onbuild trigger should be a single expression")
        return (instruction(replace(nodes[0], lines=lines)),)
    except ParseError as error:
        raise ParseError(error.message, lines) from None


_LOOKS: dict[str, Callable[[_Stage, Any], None]] = {
    "Add": _Stage.copy,
    "Arg": _Stage.arg,
    "Cmd": _Stage.command,
    "Copy": _Stage.copy,
    "Entrypoint": _Stage.command,
    "Env": _Stage.env,
    "Expose": _Stage.expose,
    "Healthcheck": _Stage.once,
    "Label": _Stage.label,
    "Run": _Stage.mounts,
    "Shell": _Stage.shell,
    "Stopsignal": _Stage.stopsignal,
    "User": _Stage.user,
    "Volume": _Stage.volume,
    "Workdir": _Stage.workdir,
}

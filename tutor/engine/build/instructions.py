"""Instructions that only change the image's settings: ENV, LABEL, CMD and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.dockerfile import instructions as kinds
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.lex import Lexer
from tutor.dockerfile.ports import parse_ports
from tutor.dockerfile.signals import is_signal
from tutor.engine.build import texts
from tutor.engine.build.stage import StageState, Step, with_env
from tutor.oci.config import ContainerConfig, Healthcheck

if TYPE_CHECKING:
    from collections.abc import Mapping

SHELL = ("/bin/sh", "-c")
_PREDEFINED = ("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy")


def settle(stage: StageState, item: kinds.Instruction, escape: str, given: Mapping[str, str | None],
           global_arguments: Mapping[str, str]) -> bool:  # fmt: skip
    """Carry out an instruction that makes no layer; return whether it was one. Raises ParseError."""
    lexer = Lexer(escape)

    def word(text: str) -> str:
        return lexer.expand(text, stage.env).text

    if isinstance(item, kinds.Arg):
        _arg(stage, item, word, given, global_arguments)
        return True
    changed = _settings(stage, item, word, lexer)
    if changed is None:
        return False
    stage.config, said = changed
    if said:
        stage.steps.append(Step(said))
    return True


def _arg(stage: StageState, item: kinds.Arg, word: object, given: Mapping[str, str | None],
         global_arguments: Mapping[str, str]) -> None:  # fmt: skip
    """Declare build arguments: what was given, else the default, else what was declared before the first FROM."""
    assert callable(word)
    shown = []
    for name, default in item.definitions:
        value = given.get(name)
        if value is None and default is not None:
            value = word(default)
        if value is None:
            value = global_arguments.get(name)
        if value is not None:
            stage.env[name] = value
        stage.arguments.append((name, value))
        shown.append(name if value is None else f"{name}={value}")
    stage.steps.append(Step("ARG " + " ".join(shown)))


def _settings(
    stage: StageState, item: kinds.Instruction, word: object, lexer: Lexer
) -> tuple[ContainerConfig, str] | None:
    """Return the changed settings and the line of history; None for an instruction that makes a layer."""
    assert callable(word)
    config = stage.config
    match item:
        case kinds.Env():
            pairs = [(word(pair.name), word(pair.value)) for pair in item.pairs]
            for name, value in pairs:
                config = replace(config, env=with_env(config, name, value))
                stage.env[name] = value
            return config, "ENV " + " ".join(f"{name}={value}" for name, value in pairs)
        case kinds.Label():
            pairs = [(word(pair.name), word(pair.value)) for pair in item.pairs]
            labels = tuple(sorted({**dict(config.labels), **dict(pairs)}.items()))
            return replace(config, labels=labels), "LABEL " + " ".join(f"{k}={v}" for k, v in pairs)
        case kinds.Maintainer():
            stage.author = item.maintainer
            return config, f"MAINTAINER {item.maintainer}"
        case kinds.User():
            user = word(item.user)
            return replace(config, user=user), f"USER {user}"
        case kinds.Expose():
            found = [port for text in item.ports for one in lexer.expand(text, stage.env).words
                     for port in parse_ports(one).ports]  # fmt: skip
            ports = sorted(dict.fromkeys(found))
            exposed = tuple(sorted({*config.exposed_ports, *ports}))
            return replace(config, exposed_ports=exposed), f"EXPOSE [{' '.join(ports)}]"
        case kinds.Volume():
            volumes = [word(text) for text in item.volumes]
            if "" in volumes:
                raise ParseError("VOLUME specified can not be an empty string")
            mounted = tuple(sorted({*config.volumes, *volumes}))
            return replace(config, volumes=mounted), f"VOLUME [{' '.join(volumes)}]"
        case kinds.Stopsignal():
            signal = word(item.signal)
            if not is_signal(signal):
                raise ParseError(f"invalid signal: {signal}")
            return replace(config, stop_signal=signal), f"STOPSIGNAL {signal}"
        case kinds.Shell():
            return replace(config, shell=item.shell), f"SHELL [{' '.join(item.shell)}]"
        case kinds.Onbuild():
            return replace(config, on_build=(*config.on_build, item.expression)), ""
        case kinds.Healthcheck():
            check = Healthcheck(
                item.test, item.interval, item.timeout, item.start_period, item.start_interval, item.retries
            )
            return replace(config, healthcheck=check), texts.healthcheck(check)
    return _command(stage, item)


def _command(stage: StageState, item: kinds.Instruction) -> tuple[ContainerConfig, str] | None:
    config = stage.config
    if isinstance(item, kinds.Cmd):
        argv = command(item, config)
        stage.cmd_set = True
        return replace(config, cmd=argv, args_escaped=True), f"CMD {texts.words(argv)}"
    if isinstance(item, kinds.Entrypoint):
        argv = command(item, config)
        kept = config.cmd if stage.cmd_set else ()
        return replace(config, entrypoint=argv, cmd=kept), f"ENTRYPOINT {texts.words(argv)}"
    return None


def command(item: kinds.Cmd | kinds.Entrypoint, config: ContainerConfig) -> tuple[str, ...]:
    """Return the words of a command: as written in JSON, else the shell's with the text as its last."""
    if item.argv is not None:
        return item.argv
    return (*(config.shell or SHELL), item.command or "")


def is_proxy(name: str) -> bool:
    """Whether a build argument exists without ARG and leaves no trace in cache and history."""
    return name.lower() in _PREDEFINED

"""Instructions given to `docker commit --change` and `docker import --change`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine.errors import EngineError, invalid

if TYPE_CHECKING:
    from tutor.dockerfile.instructions import Instruction
    from tutor.engine.build.stage import StageState
    from tutor.oci.config import ContainerConfig

_ALLOWED = frozenset({
    "CMD", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "ONBUILD", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
})  # fmt: skip


def changed(config: ContainerConfig, changes: tuple[str, ...], platform: str) -> ContainerConfig:
    """Return the settings with these Dockerfile instructions carried out.

    Raises EngineError ("RUN is not a valid change command", "ENV requires at least one argument").
    """
    if not changes:
        return config
    from tutor.dockerfile import syntax
    from tutor.dockerfile.errors import ParseError
    from tutor.dockerfile.typed import instruction

    try:
        nodes = syntax.read("\n".join(changes)).nodes
    except ParseError as error:
        raise invalid(error.message) from None
    if not nodes:
        raise invalid("file with no instructions")
    for node in nodes:
        if node.name.upper() not in _ALLOWED:
            raise EngineError(f"{node.name.upper()} is not a valid change command", "invalid")
    from tutor.engine.build.instructions import settle
    from tutor.engine.build.nodes import empty_result
    from tutor.engine.build.stage import StageState, environment
    from tutor.engine.platforms import parse

    stage = StageState("", "", parse(platform), empty_result(), config, env=environment(config))
    try:
        for node in nodes:
            item = instruction(node)
            if not settle(stage, item, "\\", {}, {}):
                _workdir(stage, item)
    except ParseError as error:
        raise invalid(error.message) from None
    return replace(stage.config, args_escaped=False)


def _workdir(stage: StageState, item: Instruction) -> None:
    from tutor.dockerfile.instructions import Workdir
    from tutor.dockerfile.lex import expand

    if isinstance(item, Workdir):
        path = workdir(stage.config.working_dir, expand(item.path, stage.env))
        stage.config = replace(stage.config, working_dir=path)


def workdir(before: str, path: str) -> str:
    """Return the working folder after WORKDIR: absolute as written, relative ones from where it was."""
    from tutor.vfs.paths import normal

    if path.startswith("/"):
        return path
    return normal(path, before or "/")

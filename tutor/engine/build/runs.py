"""RUN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dockerfile.lex import Lexer
from tutor.dockerfile.mounts import parse_mount
from tutor.dockerfile.runs import PIPES, execution
from tutor.engine.build import texts
from tutor.engine.build.execute import Ran, StepMount, run_step
from tutor.engine.build.faults import BuildFault
from tutor.engine.build.instructions import is_proxy
from tutor.engine.build.mounts import Mounts
from tutor.engine.build.stage import StageState, Step
from tutor.oci.platform import Platform
from tutor.vfs.content import Bytes
from tutor.vfs.filesystem import Box
from tutor.vfs.nodes import Directory, File
from tutor.vfs.paths import normal
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.dockerfile import instructions as kinds
    from tutor.dockerfile.plan import Source
    from tutor.engine.build.solver import Solver


def run(solver: Solver, stage: StageState, item: kinds.Run, sources: tuple[Source, ...], mark: str) -> None:
    """Carry out a RUN. Raises BuildFault, ParseError."""
    what = execution(item, solver.shell(stage))
    lexer = Lexer(solver.dockerfile.escape)
    parsed = [parse_mount(text, lambda word: lexer.expand(word, stage.env).text) for text in item.mounts]
    for mount in parsed:
        place = normal(mount.target, stage.config.working_dir or "/")
        if mount.type in ("bind", "cache", "tmpfs") and place == "/":
            raise BuildFault(f'invalid mount target "{place}"', item.span)
    mounts = Mounts(solver, stage, item.span, list(zip(parsed, sources, strict=True)))
    env = solver.run_environment(stage)
    cwd = stage.config.working_dir or "/"
    request = solver.session.request
    network = item.network if item.network != "default" else request.network
    if what.file is not None:
        solver.session.vertex("[internal] preparing inline document")

    platform = str(Platform.parse(stage.wanted) if stage.wanted else stage.platform)

    def make(tree: Tree) -> Ran:
        extra = (*mounts.ready(tree), *_pipes(what.file, int(solver.session.now)))
        try:
            ran = run_step(
                tree,
                what.args,
                {**env, **mounts.variables()},
                cwd=cwd,
                user=stage.config.user,
                architecture=Platform.parse(platform).machine,
                now=solver.session.now,
                mounts=extra,
                hosts=request.add_hosts,
                network=network,
                sites=solver.session.world.sites,
                limits=solver.session.world.limits,
                stop=solver.session.world.stop,
            )
        finally:
            mounts.keep()
        return ran

    plain = sorted(f"env {name}={value}" for name, value in stage.env.items())
    definition = (
        "run", "\0".join(what.args), cwd, stage.config.user, platform, network, *plain, *mounts.definition(),
        *(what.file or ()), *request.add_hosts,
    )  # fmt: skip
    result = solver.step(
        stage, item, mark + what.label, definition, mounts.cheap_keys(), make, raw=True, more_inputs=mounts.file_keys
    )
    arguments = [(name, value) for name, value in stage.arguments if not is_proxy(name)]
    stage.steps.append(Step(texts.run_history(what.args, arguments, stage.env), result))


def _pipes(file: tuple[str, str] | None, now: int) -> tuple[StepMount, ...]:
    """Return the mount with the script of a here-document that begins with `#!`."""
    if file is None:
        return ()
    name, content = file
    node = File(Bytes(content.encode("utf-8", "surrogateescape")), 0o755, 0, 0, now)
    tree = Tree(Directory(PersistentMap.of({name: node}), mtime=now))
    return (StepMount(PIPES, Box(tree)),)


__all__ = ["BuildFault", "run"]

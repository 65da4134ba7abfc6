"""Carrying out the stages of a Dockerfile, each step from the cache where it can be.

One rule: a step's key is made of what it does and what it stands on; files from outside count by their content, never
by their times. A step that is found is not run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.dockerfile import instructions as kinds
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.lex import Lexer
from tutor.dockerfile.plan import SCRATCH
from tutor.engine.build import texts
from tutor.engine.build.faults import BuildFault
from tutor.engine.build.instructions import SHELL, is_proxy, settle
from tutor.engine.build.nodes import Result, empty_result
from tutor.engine.build.progress import BuildStep
from tutor.engine.build.record import REGULAR, CacheRecord
from tutor.engine.build.session import key_of
from tutor.engine.build.stage import StageState, Step, environment
from tutor.oci.config import ContainerConfig
from tutor.oci.platform import Platform

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tutor.dockerfile.instructions import Instruction
    from tutor.dockerfile.parser import Dockerfile
    from tutor.dockerfile.plan import Plan, PlannedStage, Source
    from tutor.engine.build.bases import Bases
    from tutor.engine.build.execute import Ran
    from tutor.engine.build.nodes import Base
    from tutor.engine.build.session import Session
    from tutor.vfs.tree import Tree

ROOM = 4 << 30
"""Bytes on disk that one step may add."""
_LAYERS = (kinds.Run, kinds.Copy, kinds.Add, kinds.Workdir)


class Solver:
    """One platform of one build. `context` gives the client's files, or those of a named context."""

    def __init__(
        self,
        session: Session,
        dockerfile: Dockerfile,
        plan: Plan,
        bases: Bases,
        platform: Platform,
        context: Callable[[str], Tree],
        prefix: str = "",
    ) -> None:
        self.named = frozenset(name for name, place in session.request.contexts if not isinstance(place, str))
        self.session = session
        self.dockerfile = dockerfile
        self.plan = plan
        self.bases = bases
        self.platform = platform
        self.context = context
        self.prefix = prefix
        self.given = dict(session.request.arguments)
        self.stages: dict[int, StageState] = {}
        everything = [source for stage in plan.stages for sources in stage.sources for source in sources]
        self.alone = len(plan.stages) == 1 and all(source.stage is not None for source in everything)

    def solve(self) -> StageState:
        """Carry out all that the target needs; return its stage. Raises BuildFault."""
        for index in self.plan.needed:
            self.stage(index)
        self._name_bases()
        return self.stages[self.plan.target]

    # stages

    def stage(self, index: int) -> StageState:
        """Return a stage, carried out."""
        done = self.stages.get(index)
        if done is not None:
            return done
        planned = self.plan.stages[index]
        state, triggers = self._begin(planned)
        self.stages[index] = state
        before = state.total
        items = [(item, "ONBUILD ") for item in triggers]
        state.total += sum(isinstance(item, _LAYERS) for item in triggers)
        if planned.parent is None and planned.image != SCRATCH:
            self._source_vertex(planned, state, before)
        sources: Sequence[tuple[Source, ...]] = ((),) * len(triggers)
        items += [(item, "") for item in planned.stage.instructions]
        for (item, mark), source in zip(items, (*sources, *planned.sources), strict=True):
            self.dispatch(state, item, source, mark)
        return state

    def stage_name(self, planned: PlannedStage) -> str:
        """Return what steps of a stage are called by: platform where there are several, and the stage's name."""
        name = "" if self.alone else planned.stage.name or f"stage-{planned.stage.index}"
        return f"{self.prefix} {name}".strip()

    def _begin(self, planned: PlannedStage) -> tuple[StageState, tuple[Instruction, ...]]:
        """Return a stage before its first instruction, and the triggers of its base."""
        name, prefix = planned.stage.name, self.stage_name(planned)
        count = sum(isinstance(item, _LAYERS) for item in planned.stage.instructions)
        if planned.parent is not None:
            above = self.stage(planned.parent)
            state = StageState(
                name, prefix, above.platform, above.result, above.config, above.base, dict(above.env),
                list(above.arguments), list(above.steps), above.inherited, above.author, total=count,
                wanted=above.wanted,
            )  # fmt: skip
        elif planned.image == SCRATCH:
            platform = Platform.parse(planned.platform) if planned.platform else self.platform
            config = ContainerConfig(env=(f"PATH={environment(ContainerConfig())['PATH']}",), working_dir="/")
            state = StageState(name, prefix, platform, empty_result(), config, env=environment(config), total=count)
        else:
            base = self.base_of(planned)
            config = base.config.config
            state = StageState(
                name, prefix, base.platform, self.bases.result(base), config, base, environment(config),
                inherited=base.config.history, author=base.config.author, total=count + 1,
                wanted=planned.platform or str(self.platform),
            )  # fmt: skip
        triggers = tuple(self._trigger(text, planned) for text in state.config.on_build)
        if triggers:
            state.config = replace(state.config, on_build=())
        return state, triggers

    def base_of(self, planned: PlannedStage) -> Base:
        """Return the image that a stage begins with. Raises BuildFault."""
        platform = Platform.parse(planned.platform) if planned.platform else self.platform
        return self.bases.look_up(planned.image, platform, planned.stage.base.span)

    def _trigger(self, text: str, planned: PlannedStage) -> Instruction:
        from tutor.dockerfile import syntax
        from tutor.dockerfile.typed import instruction

        lines = planned.stage.base.span
        try:
            nodes = syntax.read(text).nodes
            if len(nodes) != 1:
                raise ParseError("onbuild trigger should be a single expression")
            return instruction(replace(nodes[0], lines=lines))
        except ParseError as error:
            raise BuildFault(error.message, lines) from None

    def _source_vertex(self, planned: PlannedStage, state: StageState, total: int) -> None:
        """Add the vertex of a stage's base, unless another stage has added it."""
        base = state.base
        assert base is not None
        if base.draft is None:
            base.draft = self.session.vertex("", "source")
        if base.name:
            base.draft.name = base.name
            return
        state.number = 1
        label = f"1/{total}"
        where = f"[{state.prefix} {label}]" if state.prefix else f"[{label}]"
        base.draft.name = f"{where} FROM {_pinned(base)}"

    def _name_bases(self) -> None:
        """Give bases that several stages share the name that BuildKit ends up with: that of the last one it meets."""
        seen: set[int] = set()

        def visit(index: int) -> None:
            if index in seen:
                return
            seen.add(index)
            planned = self.plan.stages[index]
            state = self.stages[index]
            if planned.parent is not None:
                visit(planned.parent)
            elif planned.image != SCRATCH:
                count = sum(isinstance(item, _LAYERS) for item in planned.stage.instructions)
                self._source_vertex(planned, replace(state), count + 1)
            for sources in planned.sources:
                for source in sources:
                    if source.stage is not None:
                        visit(source.stage)

        visit(self.plan.target)

    # instructions

    def dispatch(self, stage: StageState, item: Instruction, sources: tuple[Source, ...], mark: str) -> None:
        """Carry out one instruction. Raises BuildFault with its lines."""
        try:
            if settle(stage, item, self.dockerfile.escape, self.given, self.plan.arguments):
                return
            if isinstance(item, kinds.Run):
                from tutor.engine.build.runs import run

                run(self, stage, item, sources, mark)
            elif isinstance(item, (kinds.Copy, kinds.Add)):
                from tutor.engine.build.copies import copy

                copy(self, stage, item, sources, mark)
            elif isinstance(item, kinds.Workdir):
                self._workdir(stage, item, mark)
        except ParseError as error:
            # BuildKit reads all of the Dockerfile before it takes the first step
            self.session.drafts[:] = [draft for draft in self.session.drafts if draft.kind == "internal"]
            raise BuildFault(error.message, error.lines or item.span) from None
        except BuildFault as fault:
            if fault.lines is None and fault.located:
                fault.lines = item.span
            raise

    def _workdir(self, stage: StageState, item: kinds.Workdir, mark: str) -> None:
        from tutor.engine.build.place import CannotCopy, How, folders
        from tutor.engine.changes import workdir

        path = workdir(stage.config.working_dir, Lexer(self.dockerfile.escape).expand(item.path, stage.env).text)
        said = f"WORKDIR {path}"
        stage.config = replace(stage.config, working_dir=path)
        if path == "/":
            stage.number += 1
            stage.steps.append(Step(said))
            return

        def make(tree: Tree) -> Ran:
            from tutor.engine.build.execute import Ran

            try:
                return Ran(folders(tree, path, How(now=self.session.dated)))
            except CannotCopy as error:
                return Ran(tree, [], f"mkdir {path}: {error}")

        result = self.step(stage, item, mark + item.raw, ("mkdir", path), [""], make)
        stage.steps.append(Step(said, result))

    # steps

    def step(
        self,
        stage: StageState,
        item: Instruction,
        text: str,
        definition: tuple[str, ...],
        inputs: list[str],
        make: Callable[[Tree], Ran],
        *,
        raw: bool = False,
        more_inputs: Callable[[], list[str]] | None = None,
        taken: Callable[[], Tree | None] | None = None,
    ) -> Result:
        """Return the result of a step: from the cache by one of its keys, else by `make` on the files it stands on.

        `inputs` are cheap keys of what it takes from elsewhere, `more_inputs` those that need its files; `taken` gives
        the files themselves, to tell later what changed. Raises BuildFault.
        """
        session, below = self.session, stage.result
        title = stage.title(_titled(text, stage.env, self.dockerfile.escape, raw=raw))
        number, total = stage.number, stage.total
        draft = session.vertex(title, "step")
        draft.instruction = item.span[0]
        keys = [key_of(*definition, below.id, key) for key in inputs]
        ignored = self._ignores_cache(stage)
        record = None if ignored else session.find(keys)
        if record is None and more_inputs is not None:
            try:
                keys += [key_of(*definition, below.id, key) for key in more_inputs()]
            except BuildFault as fault:
                if not fault.located:
                    session.drafts.remove(draft)
                    raise
                draft.error = fault.message
                prefix = "failed to compute cache key: "
                raise BuildFault(prefix + fault.message, item.span, title) from None
            record = None if ignored else session.find(keys)
        if record is not None:
            record = session.use(record, keys)
            draft.cached = True
        else:
            try:
                draft.reason = self._reason(stage, text, definition, taken, ignored)
                record = self._made(stage, item, text, definition, keys, make, draft, taken)
            except BuildFault as fault:
                if not fault.located:
                    session.drafts.remove(draft)
                raise
        draft.layer = record.id
        event = BuildStep(stage.prefix, number, total, title, draft.cached, draft.reason, record.id)
        session.events.append(event)
        stage.result = Result(record.id, record.tree, record.id, below)
        return stage.result

    def _ignores_cache(self, stage: StageState) -> bool:
        request, name = self.session.request, stage.name
        return request.no_cache or (bool(name) and name in request.no_cache_filter)

    def _made(
        self,
        stage: StageState,
        item: Instruction,
        text: str,
        definition: tuple[str, ...],
        keys: list[str],
        make: Callable[[Tree], Ran],
        draft: object,
        taken: Callable[[], Tree | None] | None,
    ) -> CacheRecord:
        """Run a step and return its new record. Raises BuildFault."""
        from tutor.engine.build.progress import Draft
        from tutor.vfs.usage import disk_usage

        assert isinstance(draft, Draft)
        session, below = self.session, stage.result
        tree = self.files(below)
        try:
            ran = make(tree)
        except BuildFault as fault:
            if fault.lines is not None or fault.step or not fault.located:
                raise
            draft.error = fault.message  # what the step needs is not there, so it fails before it runs
            raise BuildFault(fault.message, item.span, draft.name) from None
        session.elapsed += ran.elapsed
        draft.lines += ran.lines
        draft.seconds = ran.elapsed + 0.1
        if ran.error:
            draft.error = ran.error
            tail = tuple(line if at is None else f"{at:.3f} {line}" for at, line in ran.lines[-10:])
            raise BuildFault(ran.error, item.span, draft.name, tail)
        size = disk_usage(ran.tree, tree)
        if size > ROOM:
            draft.error = "failed to commit snapshot: no space left on device"
            raise BuildFault(draft.error, item.span, draft.name)
        return session.add(
            CacheRecord(
                session.random("cache"), REGULAR, draft.name, session.now, session.now, 1, tuple(keys), ran.tree,
                size, below.id, definition=definition, text=text,
                inputs=taken() if taken is not None else None,
            )
        )  # fmt: skip

    def files(self, result: Result) -> Tree:
        """Return the files of a result; a base is fetched and unpacked now. Raises BuildFault."""
        if result.tree is None:
            assert result.base is not None
            self.bases.load(result.base)
            result.tree = result.base.tree
        assert result.tree is not None
        return result.tree

    def _reason(
        self,
        stage: StageState,
        text: str,
        definition: tuple[str, ...],
        taken: Callable[[], Tree | None] | None,
        ignored: bool,
    ) -> str:
        """Return why a step is not in the cache."""
        from tutor.engine.build.reasons import reason

        if ignored:
            return "the cache is not used"
        before = self.session.of_step(text, stage.result.id)
        return reason(before, definition, stage.result.id, taken() if taken is not None else None)

    # what instructions need

    def source(self, source: Source, lines: tuple[int, int]) -> Result:
        """Return what COPY --from or a mount takes files from. Raises BuildFault."""
        if source.stage is not None:
            return self.stage(source.stage).result
        if source.image == SCRATCH:
            return empty_result()
        base = self.bases.look_up(source.image, self.platform, lines)
        if base.draft is None:
            base.draft = self.session.vertex(base.name or f"FROM {_pinned(base)}", "source")
        return self.bases.result(base)

    def run_environment(self, stage: StageState) -> dict[str, str]:
        """Return the environment of a RUN: the stage's, and proxies that were given without ARG."""
        proxies = {name: value for name, value in self.given.items() if is_proxy(name) and value is not None}
        declared = {name for name, _ in stage.arguments}
        return {**{name: value for name, value in proxies.items() if name not in declared}, **stage.env}

    def shell(self, stage: StageState) -> tuple[str, ...]:
        """Return the shell that a stage's commands are run by."""
        return stage.config.shell or SHELL


def _pinned(base: Base) -> str:
    reference = base.reference
    return reference if "@" in reference else f"{reference}@{base.target.digest}"


def _titled(text: str, env: dict[str, str], escape: str, *, raw: bool) -> str:
    mark = "ONBUILD " if text.startswith("ONBUILD ") else ""
    return mark + texts.title(text.removeprefix(mark), env, escape, raw=raw)

"""Building an image from a Dockerfile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.dockerfile import checks
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.excerpt import excerpt
from tutor.dockerfile.ignore import Ignore
from tutor.dockerfile.instructions import Instruction, Run
from tutor.dockerfile.parser import Dockerfile, parse
from tutor.dockerfile.plan import SCRATCH, Plan, plan
from tutor.dockerfile.text import suggestion
from tutor.engine.build.bases import Bases
from tutor.engine.build.epoch import epoch
from tutor.engine.build.faults import BuildFault
from tutor.engine.build.finish import finish
from tutor.engine.build.request import BuildFailure, BuildRequest, BuildResult, BuildWarning
from tutor.engine.build.select import filtered
from tutor.engine.build.session import Session
from tutor.engine.build.solver import Solver
from tutor.engine.errors import invalid
from tutor.engine.outcome import Outcome
from tutor.engine.platforms import parse as parse_platform
from tutor.oci.platform import DEFAULT, Platform
from tutor.oci.reference import InvalidReference, Reference
from tutor.vfs.nodes import File
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.build.stage import StageState
    from tutor.engine.state import State
    from tutor.engine.world import World

_CHECKS = "BUILDKIT_DOCKERFILE_CHECK"
LOOKS = ("check", "outline", "targets")
"""Outputs for which nothing is built."""


@dataclass(slots=True)
class _Front:
    """What is known of a build before its first step runs."""

    session: Session
    text: str
    names: tuple[str, ...]
    platforms: list[Platform]
    arguments: dict[str, str]
    bases: Bases
    dockerfile: Dockerfile | None = None
    plans: list[Plan] | None = None
    ignore: Ignore | None = None
    ignore_text: bytes = b""
    findings: checks.Findings | None = None


def build(state: State, world: World, request: BuildRequest) -> Outcome[BuildResult]:
    """Build; the outcome holds what was cached even where the build failed (`value.failure`).

    Raises EngineError only for what is refused before a build starts (a bad tag, a bad platform).
    """
    names = tuple(_name(text) for text in request.tags)
    platforms = [parse_platform(text).normalized() for text in request.platforms] or [DEFAULT]
    session = Session(state, world, request)
    texts = {name: place for name, place in request.contexts if isinstance(place, str)}
    arguments = {name: value for name, value in request.arguments if value is not None}
    text = request.dockerfile.decode("utf-8", "surrogateescape")
    front = _Front(session, text, names, platforms, arguments, Bases(session, texts))
    try:
        _prepare(front)
        if request.output in LOOKS:
            return _looked(front)
        _refuse_violations(front)
        _check_entitlements(front)
        stages = _solve(front)
        return finish(session, front.bases, stages, names, _warnings(front))
    except BuildFault as fault:
        return _failed(front, fault)


def _name(text: str) -> str:
    try:
        return Reference.parse(text).with_default_tag().canonical()
    except InvalidReference as error:
        # the tag is read by the grammar alone, which says less of capitals than what completes short names
        said = error.message.rpartition("repository name")
        lower = said[2].endswith("must be lowercase") and said[1]
        raise invalid(
            f'invalid tag "{text}": {"repository name must be lowercase" if lower else error.message}', text
        ) from None


# Before the first step


def _prepare(front: _Front) -> None:
    """Read Dockerfile and .dockerignore, look up all images. Raises BuildFault."""
    session, request = front.session, front.session.request
    size = len(request.dockerfile)
    if request.remote:
        session.vertex("[internal] load remote build context")
        session.vertex("copy /context /")
    else:
        name = f"[internal] load build definition from {request.dockerfile_name.rpartition('/')[2]}"
        session.vertex(name, "internal", f"transferring dockerfile: {size}B done")
    try:
        front.dockerfile = parse(front.text)
        front.plans = [
            plan(front.dockerfile, front.arguments, target=request.target, platform=str(platform))
            for platform in front.platforms
        ]
        _check_stage_names(front)
        session.epoch = epoch({**front.plans[0].arguments, **front.arguments})
    except ParseError as error:
        _lint(front)
        raise BuildFault(error.message, error.lines) from None
    if request.output == "targets":
        return
    try:
        _look_up(front)
    except BuildFault:
        _lint(front)
        raise
    if not request.remote:
        session.vertex("[internal] load .dockerignore", "internal", "transferring context: 2B done")
    front.ignore, front.ignore_text = _ignore(request)
    _lint(front)
    assert front.findings is not None
    if front.findings.error is not None and request.output != "check":
        raise BuildFault(front.findings.error.message, front.findings.error.lines)


_ENTITLEMENTS = ("network.host",)
"""What this daemon grants when it is asked to."""


def _check_entitlements(front: _Front) -> None:
    """Refuse steps that ask for more than a build may do. Raises BuildFault."""
    request = front.session.request
    for text in request.allow:
        if text.partition("=")[0] not in _ENTITLEMENTS:
            raise BuildFault(f"granting entitlement {text} is not allowed by build daemon configuration")
    granted = {text.partition("=")[0] for text in request.allow}
    if request.network == "host":
        granted.add("network.host")
    for found in front.plans or ():
        for index in found.needed:
            for item in found.stages[index].stage.instructions:
                wanted = _entitlement(item)
                if wanted and wanted not in granted:
                    raise BuildFault(f"failed to load LLB: {wanted} is not allowed")


def _entitlement(item: Instruction) -> str:
    """Return what an instruction needs to be granted."""
    if isinstance(item, Run) and item.security == "insecure":
        return "security.insecure"
    return "network.host" if isinstance(item, Run) and item.network == "host" else ""


def _check_stage_names(front: _Front) -> None:
    """Refuse bases that are no references. Raises ParseError."""
    for found in front.plans or ():
        for index in found.needed:
            planned = found.stages[index]
            if planned.parent is None and planned.image != SCRATCH:
                try:
                    Reference.parse(planned.image)
                except InvalidReference as error:
                    message = f'failed to parse stage name "{planned.image}": {error.message}'
                    raise ParseError(message, planned.stage.base.span) from None


def _look_up(front: _Front) -> None:
    """Look up every image that is needed. Raises BuildFault; the other vertices are then given up."""
    assert front.plans is not None
    named = {name for name, place in front.session.request.contexts if not isinstance(place, str)}
    failure: BuildFault | None = None
    for found, platform in zip(front.plans, front.platforms, strict=True):
        stage_names = [stage.stage.name for stage in found.stages if stage.stage.name]
        for index in found.needed:
            planned = found.stages[index]
            wanted: list[tuple[str, Platform, tuple[int, int] | None]] = []
            if planned.parent is None and planned.image != SCRATCH and planned.image not in named:
                own = parse_platform(planned.platform) if planned.platform else platform
                wanted.append((planned.image, own, planned.stage.base.span))
            for item, sources in zip(planned.stage.instructions, planned.sources, strict=True):
                wanted += [
                    (source.image, platform, None if isinstance(item, Run) else item.span)
                    for source in sources
                    if source.stage is None and source.image not in (SCRATCH, "") and source.image not in named
                ]
            for image, own, lines in wanted:
                try:
                    front.bases.look_up(image, own, lines, suggestion(image, stage_names))
                except BuildFault as fault:
                    failure = failure or fault
    if failure is not None:
        for draft in front.session.drafts:
            if draft.name != failure.step and "load metadata for" in draft.name:
                draft.canceled, draft.error = True, ""
        raise failure


def _ignore(request: BuildRequest) -> tuple[Ignore | None, bytes]:
    """Return the patterns of the ignore file that belongs to the Dockerfile, or the context's. Raises BuildFault."""
    data = request.ignore
    if data is None and request.context is not None:
        for path in (f"{request.dockerfile_path}.dockerignore" if request.dockerfile_path else "", ".dockerignore"):
            node = request.context.get("/" + path) if path else None
            if isinstance(node, File):
                data = node.content.read()
                break
    if data is None:
        return None, b""
    try:
        return Ignore.parse(data.decode("utf-8", "surrogateescape")), data
    except ParseError as error:
        raise BuildFault(error.message) from None


def _lint(front: _Front) -> None:
    """Find what `--check` would say."""
    request = front.session.request
    options = None
    if _CHECKS in front.arguments:
        try:
            options = checks.Options.parse(front.arguments[_CHECKS])
        except ParseError as error:
            raise BuildFault(f"failed to parse check options: {error.message}") from None
    facts = checks.Facts(
        front.arguments,
        request.target,
        str(front.platforms[0]),
        base=_facts_of(front),
        ignore=front.ignore,
        options=options,
        all_stages=False,
    )
    front.findings = checks.lint(front.text, facts)


def _facts_of(front: _Front) -> Callable[[str, str], checks.BaseImage]:
    """Return what tells the checks about an image that was looked up."""

    def find(image: str, platform: str) -> checks.BaseImage:
        base = front.bases.found.get((image, str(parse_platform(platform))))
        if base is None:
            return checks.BaseImage(platform=platform)
        config = base.config.config
        return checks.BaseImage(config.env, config.shell, str(base.platform), config.on_build)

    return find


def _warnings(front: _Front) -> tuple[BuildWarning, ...]:
    if front.findings is None:
        return ()
    name = front.session.request.dockerfile_name
    rows = front.findings.warnings
    if front.session.request.output != "check":  # as JSON they stay in the order in which they were found
        rows = tuple(sorted(rows, key=lambda found: found.lines[0]))
    return tuple(
        BuildWarning(
            found.rule.name, found.message, found.rule.title, found.rule.url, found.lines[0], found.lines[1],
            excerpt(front.text, name, found.lines),
        )
        for found in rows
    )  # fmt: skip


def _refuse_violations(front: _Front) -> None:
    if front.findings is not None and front.findings.violation:
        raise BuildFault(front.findings.violation)


# The steps


def _solve(front: _Front) -> list[StageState]:
    """Carry out the steps for each platform. Raises BuildFault."""
    assert front.dockerfile is not None
    assert front.plans is not None
    several = len(front.platforms) > 1
    stages = []
    context = _context(front)
    for found, platform in zip(front.plans, front.platforms, strict=True):
        prefix = str(platform) if several else ""
        solver = Solver(front.session, front.dockerfile, found, front.bases, platform, context, prefix)
        stages.append(solver.solve())
    return stages


def _context(front: _Front) -> Callable[[str], Tree]:
    """Return what gives the client's files, or those of a named context; the vertex is added at the first time."""
    session, request = front.session, front.session.request
    named = {name: place for name, place in request.contexts if isinstance(place, Tree)}
    seen: dict[str, Tree] = {}

    def context(name: str) -> Tree:
        if name not in seen:
            if name:
                session.vertex(f"[context {name}] load .dockerignore")
                session.vertex(f"[context {name}] load from client", "internal", "transferring context: done")
                seen[name] = filtered(named[name], None, b"")
            else:
                if not request.remote:
                    session.vertex("[internal] load build context", "internal", "transferring context: done")
                whole = request.context or Tree.empty()
                seen[name] = filtered(whole, front.ignore, front.ignore_text)
        return seen[name]

    return context


# The end


def _failed(front: _Front, fault: BuildFault) -> Outcome[BuildResult]:
    """Return the outcome of a build that failed; what was cached stays."""
    session = front.session
    shown = excerpt(front.text, session.request.dockerfile_name, fault.lines) if fault.lines else ""
    failure = BuildFailure(f"failed to solve: {fault.message}", fault.step, fault.tail, shown, lines=fault.lines)
    for draft in session.drafts:
        if draft.kind == "source" and not draft.cached and not draft.error:
            draft.canceled = True
    vertices = session.vertices()
    report = ""
    if session.request.output == "check" and front.findings is not None:
        name = session.request.dockerfile_name
        failure = BuildFailure(fault.message, fault.step, fault.tail, shown, bare=True, lines=fault.lines)
        report = checks.report(front.findings, front.text, name)
    result = BuildResult(vertices, _warnings(front), failure, report=report)
    return Outcome(session.finish(), tuple(session.events), result, session.elapsed)


def _looked(front: _Front) -> Outcome[BuildResult]:
    """Return the outcome of --call. Raises BuildFault."""
    from tutor.dockerfile import outline

    request = front.session.request
    if request.output == "check":
        return _checked(front)
    assert front.dockerfile is not None
    assert front.plans is not None
    found: outline.Outline | None = None
    targets: tuple[outline.Target, ...] | None = None
    if request.output == "targets":
        targets = outline.targets(front.dockerfile)
    else:
        facts = _facts_of(front)

        def variables(image: str, platform: str) -> dict[str, str]:
            base = facts(image, platform or str(front.platforms[0]))
            return {name: value for name, _, value in (entry.partition("=") for entry in base.env)}

        found = outline.outline(front.dockerfile, front.plans[0], front.arguments, variables)
    result = BuildResult(front.session.vertices(), _warnings(front), outline=found, targets=targets)
    return Outcome(front.session.finish(), (), result)


def _checked(front: _Front) -> Outcome[BuildResult]:
    """Return the outcome of --check."""
    session, findings = front.session, front.findings
    assert findings is not None
    name = session.request.dockerfile_name
    vertices = session.vertices()
    failure = None
    if findings.error is not None:
        shown = excerpt(front.text, name, findings.error.lines)
        failure = BuildFailure(findings.error.message, excerpt=shown, bare=True, lines=findings.error.lines)
    result = BuildResult(vertices, _warnings(front), failure, report=checks.report(findings, front.text, name))
    return Outcome(session.finish(), (), result)

"""The end of a build that went well: what was asked for is made of its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine import eras
from tutor.engine.build import export
from tutor.engine.build.epoch import dated
from tutor.engine.build.progress import ImageBuilt
from tutor.engine.build.request import BuildResult, BuildWarning
from tutor.engine.images import familiar
from tutor.engine.outcome import Outcome
from tutor.engine.remove import drop_unnamed
from tutor.engine.state import DANGLING
from tutor.engine.tag import point

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.build.bases import Bases
    from tutor.engine.build.export import Image
    from tutor.engine.build.session import Session
    from tutor.engine.build.stage import StageState
    from tutor.engine.state import State
    from tutor.oci.descriptor import Descriptor
    from tutor.vfs.tree import Tree

Pairs = tuple[tuple[str, str], ...]

_LEVELS = ("manifest", "index", "manifest-descriptor", "index-descriptor")
_TITLES = {"oci": "exporting to oci image format", "docker": "exporting to docker image format"}


def finish(
    session: Session, bases: Bases, stages: list[StageState], names: tuple[str, ...], warnings: tuple[BuildWarning, ...]
) -> Outcome[BuildResult]:
    """Return the outcome of a build. Raises BuildFault where a base's files cannot be had."""
    ref = session.random("build")
    output = session.request.output
    if output == "tree":
        return _files(session, bases, stages, ref, warnings)
    if output == "cache":
        result = BuildResult(session.vertices(), warnings, ref=ref)
        return Outcome(session.finish(), tuple(session.events), result, session.elapsed)
    draft = session.vertex(_TITLES.get(output, "exporting to image"), "export")
    images, target = _image(session, bases, stages, ref, draft)
    if output in ("oci", "docker"):
        return _archive(session, images, target, names, ref, warnings)
    for stage, image in zip(stages, images, strict=True):
        if export.runs_here(image.platform):
            export.unpack_image(session, stage, image)
    state = session.finish()
    shown = names or (DANGLING + target.digest,)
    events: list[Any] = list(session.events)
    eras.of(state).tell_export(draft, shown, images[0].config.id)
    for name in shown:
        state, more = _name(state, name, target, session.now, ref)
        events += more
    events.append(ImageBuilt(tuple(familiar(name) for name in names), target.digest))
    draft.seconds = 0.1
    if session.request.push:
        from tutor.engine.push import push

        for name in names:
            outcome = push(state, session.world, name)
            state = outcome.state
            events += outcome.events
            draft.say("pushing layers 0.1s done")
            pushing = f"pushing manifest for {name}@{target.digest}"
            draft.say(pushing)
            draft.say(f"{pushing} 0.0s done")
    result = _result(session, images, target, names, ref, warnings)
    return Outcome(state, tuple(events), result, session.elapsed)


def _name(state: State, name: str, target: Descriptor, now: float, ref: str) -> tuple[State, tuple[Any, ...]]:
    """Return the state in which a name points at the new image.

    The image that had it before is not kept for that since engine 29.
    """
    former = state.images.get(name)
    keep = eras.of(state).keeps_rebuilt
    state, events = point(state, name, target, now, built=ref, keep_former=keep)
    if keep or former is None or former.target.digest == target.digest:
        return state, events
    state, more = drop_unnamed(state, former.target)
    return state, (*events, *more)


def _annotations(session: Session, level: str) -> Pairs:
    """Return the --annotation values for "manifest" or "index"."""
    found = {}
    for text in session.request.annotations:
        name, _, value = text.partition("=")
        kinds, colon, rest = name.partition(":")
        levels = [kind.partition("[")[0] for kind in kinds.split(",")] if colon else ["manifest"]
        if colon and not all(kind in _LEVELS for kind in levels):
            levels, rest = ["manifest"], name
        if level in levels:
            found[rest if colon else name] = value
    return tuple(sorted(found.items()))


def _image(
    session: Session, bases: Bases, stages: list[StageState], ref: str, draft: Any
) -> tuple[list[Image], Descriptor]:
    """Write the documents; return the image of each platform and the descriptor of them together."""
    images = []
    if session.request.sbom:
        _scan(session, stages)
    for stage in stages:
        image = export.export_platform(session, bases, stage, _annotations(session, "manifest"))
        export.describe(draft, image)
        images.append(image)
    attestations = []
    if (session.request.provenance or session.request.sbom) and eras.of(session.state).attests:
        for stage, image in zip(stages, images, strict=True):
            row = export.attest(session, image, ref, bases, _tree(bases, stage))
            draft.say(f"exporting attestation manifest {row.digest} done")
            attestations.append(row)
    if len(images) == 1 and not attestations:
        return images, images[0].descriptor.bare()
    target = export.write_index(session, images, attestations, _annotations(session, "index"))
    draft.say(f"exporting manifest list {target.digest} done")
    return images, target.bare()


def _result(
    session: Session,
    images: list[Image],
    target: Descriptor,
    names: tuple[str, ...],
    ref: str,
    warnings: tuple[BuildWarning, ...],
    archive: tuple[bytes, ...] = (),
) -> BuildResult:
    first = images[0]
    return BuildResult(
        session.vertices(), warnings, None, target.digest, first.descriptor.digest, first.config.id, target, names, ref,
        archive=archive,
    )  # fmt: skip


def _scan(session: Session, stages: list[StageState]) -> None:
    """Add the vertices of looking for packages; they stand before the export's."""
    from tutor.engine.build.sbom import SCANNER

    session.vertex(f"resolve image config for docker-image://{SCANNER}")
    for stage in stages:
        session.vertex(f"[{stage.platform}] generating sbom using {SCANNER}", "step").seconds = 0.1


def _tree(bases: Bases, stage: StageState) -> Tree:
    """Return the files of a finished stage. Raises BuildFault."""
    result = stage.result
    if result.tree is None and result.base is not None:
        bases.load(result.base)
        result.tree = result.base.tree
    assert result.tree is not None
    return result.tree


def _files(
    session: Session, bases: Bases, stages: list[StageState], ref: str, warnings: tuple[BuildWarning, ...]
) -> Outcome[BuildResult]:
    """Return the outcome of a build whose files go to the client."""
    tree = export.tree_of(stages, [_tree(bases, stage) for stage in stages])
    if session.epoch is not None:
        tree = dated(tree, session.epoch)
    draft = session.vertex("exporting to client directory", "export", "copying files done")
    draft.seconds = 0.1
    built = BuildResult(session.vertices(), warnings, ref=ref, tree=tree)
    return Outcome(session.finish(), tuple(session.events), built, session.elapsed)


def _archive(
    session: Session, images: list[Image], target: Descriptor, names: tuple[str, ...], ref: str,
    warnings: tuple[BuildWarning, ...],
) -> Outcome[BuildResult]:  # fmt: skip
    """Return the outcome of a build whose image goes to the client as an archive; the store does not get it."""
    from tutor.engine.gc import sweep
    from tutor.store.archive import Export, write_archive

    docker = session.request.output == "docker"
    sent = images[0].descriptor.bare() if docker and len(images) == 1 else target
    exports = [Export(sent, name) for name in names] or [Export(sent)]
    pieces = tuple(write_archive(exports, session.state.content.get, docker=docker).chunks())
    draft = session.drafts[-1]
    draft.say("sending tarball done")
    state, _ = sweep(session.finish())
    result = _result(session, images, sent, names, ref, warnings, pieces)
    return Outcome(state, tuple(session.events), result, session.elapsed)

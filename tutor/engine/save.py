"""Writing images into one archive, as `docker image save` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine import lookup
from tutor.engine.errors import EngineError, not_found
from tutor.engine.images import choose, parts
from tutor.engine.platforms import parse, unavailable
from tutor.oci.platform import DEFAULT

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.store.archive import Export
    from tutor.vfs.content import Content


def save(state: State, references: tuple[str, ...], *, platforms: tuple[str, ...] = ()) -> Content:
    """Return the archive (OCI layout and manifest.json in one tar); its bytes are made when it is read.

    Raises EngineError.
    """
    from tutor.store.archive import write_archive
    from tutor.store.gc import MissingBlob

    wanted = tuple(parse(text) for text in platforms)
    exports = [_export(state, name, platforms) for reference in references for name in _names(state, reference)]
    try:
        return write_archive(exports, state.content.get, platforms=wanted)
    except MissingBlob as error:
        raise not_found(str(error)) from None


def _names(state: State, reference: str) -> list[str]:
    """Return what a reference stands for: a repository without tag means all its tags."""
    parsed = lookup.parse(reference)
    if isinstance(parsed, str) or not parsed.is_name_only:
        return [reference]
    start = parsed.name + ":"
    return [name for name in state.images if name.startswith(start) and "@" not in name] or [reference]


def _export(state: State, reference: str, platforms: tuple[str, ...]) -> Export:
    from tutor.store.archive import Export

    found = lookup.resolve(state, reference)
    target = found.target
    for text in platforms:
        part = choose(state, found.target, parse(text))
        if part is None or part.platform is None or not (part.complete and parse(text).runs(part.platform)):
            raise EngineError(f"no suitable export target found: {unavailable(reference, text).message}")
        if len(platforms) == 1:  # the archive then holds that one image, not an index of one
            target = part.descriptor
    for part in parts(state, target) if not platforms else ():
        if part.platform is not None and part.manifest is None and DEFAULT.runs(part.platform):
            raise not_found(f"unable to create manifests file: NotFound: content digest {part.digest}: not found")
    origins = state.origins.get(found.id) or ()
    return Export(target, found.name, origins)

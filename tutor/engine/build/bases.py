"""The images that a build stands on: looked up by name first, fetched and unpacked only when their files are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine import contents
from tutor.engine.build.faults import BuildFault
from tutor.engine.build.nodes import Base, Result
from tutor.engine.build.record import SOURCE, CacheRecord
from tutor.engine.build.session import key_of
from tutor.engine.errors import EngineError
from tutor.engine.images import choose, top_chain
from tutor.oci.media_types import is_index
from tutor.oci.platform import Platform
from tutor.oci.reference import InvalidReference, Reference

if TYPE_CHECKING:
    from tutor.engine.build.session import Session
    from tutor.engine.registries import Remote
    from tutor.engine.state import State
    from tutor.oci.descriptor import Descriptor


class Bases:
    """The images of one build by name and platform. `contexts` are --build-context pairs with a text."""

    def __init__(self, session: Session, contexts: dict[str, str]) -> None:
        self.session = session
        self.contexts = contexts
        self.found: dict[tuple[str, str], Base] = {}
        self.failed: dict[tuple[str, str], BuildFault] = {}

    def look_up(self, image: str, platform: Platform, lines: tuple[int, int] | None, near: str = "") -> Base:
        """Return an image by the name in FROM or --from; its vertex is added at the first time. Raises BuildFault."""
        key = (image, str(platform))
        found = self.found.get(key)
        if found is not None:
            return found
        override = self.contexts.get(image, "")
        asked = override.removeprefix("docker-image://") if override else image
        try:
            reference = Reference.parse(asked).with_default_tag()
        except InvalidReference as error:
            raise BuildFault(f'failed to parse stage name "{image}": {error.message}', lines) from None
        internal = f"[{platform} internal]" if len(self.session.request.platforms) > 1 else "[internal]"
        shown = f"[context {image}] load metadata for {asked}" if override else ""
        name = shown or f"{internal} load metadata for {reference.canonical()}"
        draft = self.session.vertex(name)
        try:
            base = self._resolve(image, reference, platform)
        except EngineError as error:
            draft.error = error.message
            hint = f" (did you mean {near}?)" if near else ""
            raise BuildFault(
                f"{asked}: failed to resolve source metadata for {reference.canonical()}: {error.message}{hint}",
                lines,
                name,
            ) from None
        if override:
            base.name = f"[context {image}] {asked}"
        self.found[key] = base
        return base

    def _resolve(self, image: str, reference: Reference, platform: Platform) -> Base:
        """Return an image: the local one of this name unless --pull, else the registry's. Raises EngineError."""
        session = self.session
        if not session.request.pull:
            local = self._local(image, reference, platform)
            if local is not None:
                return local
        from tutor.engine.registries import Remote

        source = Remote(session.state, session.world, reference, daemon=False)
        target = source.resolve(reference)
        if target is None:
            raise EngineError(f"{reference.canonical()}: not found", subject=reference.familiar())
        source.admit(reference, target.digest)
        state, descriptor = session.state, target
        if is_index(target.media_type):
            state = _with_document(state, source, target)
            index = contents.index(state, target.digest)
            row = index.select(platform) if index is not None else None
            if row is None:
                raise EngineError("no match for platform in manifest: not found")
            descriptor = row
        state = _with_document(state, source, descriptor)
        manifest = contents.manifest(state, descriptor.digest)
        assert manifest is not None
        state = _with_document(state, source, manifest.config)
        config = contents.config(state, manifest.config.digest)
        assert config is not None
        session.state = state
        return Base("", reference.canonical(), target.bare(), manifest, config, config.platform, top_chain(config))

    def _local(self, image: str, reference: Reference, platform: Platform) -> Base | None:
        from tutor.engine import lookup

        session = self.session
        try:
            found = lookup.find(session.state, image)
        except EngineError:
            return None
        if found is None:
            return None
        part = choose(session.state, found.target, platform)
        if part is None or part.manifest is None or part.config is None or not part.complete:
            return None
        target: Descriptor = found.target
        chain = top_chain(part.config)
        return Base("", reference.canonical(), target, part.manifest, part.config, part.config.platform, chain)

    def load(self, base: Base) -> None:
        """Make a base's files available; its vertex says whether an earlier build had used them. Raises BuildFault."""
        if base.tree is not None:
            return
        from tutor.engine.unpack import EMPTY_TREE, unpack

        session = self.session
        self.fetch(base)
        world = session.world
        state = unpack(session.state, base.manifest, base.config, world.stop, world.hub.snapshot)
        snapshot = state.snapshots.get(base.chain)
        base.tree = snapshot.tree if snapshot is not None else EMPTY_TREE
        key = key_of("source", base.chain)
        record = session.find([key])
        if base.draft is not None:
            base.draft.cached = record is not None and record.id in session.known
        if record is not None:
            session.use(record, [])
            return
        usage = 0
        layers = tuple(layer.digest for layer in base.manifest.layers)
        blobs = (base.target.digest, base.manifest.id, base.manifest.config.digest, *layers)
        session.add(
            CacheRecord(
                session.random("cache"), SOURCE, f"pulled from {base.reference}@{base.target.digest}", session.now,
                session.now, 1, (key,), base.tree, usage, chain=base.chain, blobs=blobs,
            )
        )  # fmt: skip

    def fetch(self, base: Base) -> None:
        """Bring the layers of a base here. Raises BuildFault."""
        session = self.session
        reference = Reference.parse(base.reference)
        missing = [layer for layer in base.manifest.layers if layer.digest not in session.state.content]
        blobs = {}
        if missing:
            from tutor.engine.registries import Remote

            source = Remote(session.state, session.world, reference, daemon=False)
            try:
                blobs = {layer.digest: source.fetch(layer) for layer in missing}
            except EngineError as error:
                raise BuildFault(f"{base.reference}: {error.message}") from None
        session.state = contents.add_blobs(session.state, blobs)

    def result(self, base: Base) -> Result:
        """Return the result that a stage on this base begins with."""
        return Result(key_of("image", base.chain), base.tree, base=base)


def _with_document(state: State, source: Remote, row: Descriptor) -> State:
    """Return the state with a document that a registry has. Raises EngineError."""
    blob = state.content.get(row.digest) or source.fetch(row)
    return contents.add_blobs(state, {row.digest: blob})

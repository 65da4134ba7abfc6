"""What is looked into, found in the state: the steps of an image with the files between which each of them lies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine.contents import Latest
from tutor.engine.images import familiar
from tutor.engine.unpack import EMPTY_TREE
from tutor.session.steps import documents_of, facts_of

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.oci.config import History, ImageConfig
    from tutor.oci.descriptor import Descriptor
    from tutor.oci.manifest import Manifest
    from tutor.vfs.tree import Tree


@dataclass(frozen=True, slots=True)
class SeenStep:
    """One step of an image, `number` from 1 at the base.

    `text` is what made it, short; `history` what its image's configuration says of it, None where that says nothing.
    `diff`, `chain` and `blob` are the layer's diff ID, chain ID and packed bytes, empty for a step without files;
    `size` what it takes unpacked. `below` and `tree` are all files before and after it, None where not unpacked.
    """

    number: int
    key: str
    text: str
    size: int
    history: History | None
    diff: str
    chain: str
    blob: Descriptor | None
    below: Tree | None
    tree: Tree | None


@dataclass(frozen=True, slots=True)
class SeenImage:
    """An image with its documents: `id` is the digest that its names point at, `digest` that of its manifest."""

    id: str
    digest: str
    manifest: Manifest
    config: ImageConfig
    steps: tuple[SeenStep, ...]
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """What to call it: its first name, else the start of its ID."""
        return self.names[0] if self.names else short_id(self.id)

    @property
    def tree(self) -> Tree | None:
        """All files of a container made from it."""
        return self.steps[-1].tree if self.steps else EMPTY_TREE

    def step(self, key: str) -> SeenStep | None:
        """The step with that key."""
        return next((step for step in self.steps if step.key == key), None)


def short_id(image: str) -> str:
    """The 12 hexadecimal digits by which people know an image without a name."""
    return image.removeprefix("sha256:")[:12]


def names_of(state: State) -> dict[str, list[str]]:
    """The familiar names of each image, sorted, by its digest; an image without a name has an empty list."""
    found: dict[str, list[str]] = {}
    for record in state.images.values():
        names = found.setdefault(record.target.digest, [])
        if not record.dangling:
            names.append(familiar(record.name))
    for container in state.containers.values():
        found.setdefault(container.image, [])
    return {image: sorted(names) for image, names in found.items()}


def image_of(state: State, image: str, names: dict[str, list[str]] | None = None) -> SeenImage | None:
    """The image with that digest; None where it, or what it is made of, is not here."""
    documents = documents_of(state, image)
    if documents is None:
        return None
    digest, manifest, config = documents
    named = (names if names is not None else names_of(state)).get(image, ())
    return SeenImage(image, digest, manifest, config, tuple(_steps(state, image, manifest, config)), tuple(named))


def _steps(state: State, image: str, manifest: Manifest, config: ImageConfig) -> Iterator[SeenStep]:
    layer = 0
    tree: Tree | None = EMPTY_TREE
    for number, step in enumerate(facts_of(state, image).steps, 1):
        history = config.history[number - 1] if number <= len(config.history) else None
        below = tree
        if not step.digest:
            yield SeenStep(number, step.key, step.text, 0, history, "", "", None, below, tree)
            continue
        snapshot = state.snapshots.get(step.key)
        tree = snapshot.tree if snapshot is not None else None
        blob = manifest.layers[layer] if layer < len(manifest.layers) else None
        layer += 1
        yield SeenStep(number, step.key, step.text, step.size, history, step.digest, step.key, blob, below, tree)


def images_with(state: State, key: str) -> list[str]:
    """The digests of all images that stand on a step."""
    seen = state.images, state.containers, state.content, state.snapshots
    return _standing.of(seen, lambda: _stand(state)).get(key, [])


_standing: Latest[dict[str, list[str]]] = Latest()


def _stand(state: State) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for image in names_of(state):
        for step in facts_of(state, image).steps:
            found.setdefault(step.key, []).append(image)
    return found


def image_with(state: State, key: str, image: str = "") -> SeenImage | None:
    """The image in which a step is looked at: the given one if it has the step, else the first one that does."""
    holding = images_with(state, key)
    if not holding:
        return None
    return image_of(state, image if image in holding else holding[0])

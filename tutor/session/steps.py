"""The steps of an image: the lines of its history, each standing for itself and everything below it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import contents, eras
from tutor.engine.images import chain_ids
from tutor.oci.platform import DEFAULT

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.oci.config import ImageConfig
    from tutor.oci.descriptor import Descriptor
    from tutor.oci.index import Index
    from tutor.oci.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an image's history; `key` stands for it and everything below it.

    `digest` is its layer's diff ID, "" for one without files; its chain ID where nothing is left that tells the other.
    """

    key: str
    text: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Facts:
    """An image's `steps` from the base up (none where its content is not here), and the ID that docker shows for it.

    `needs` are the keys of the state's content and snapshots, there or not, on which they depend.
    """

    id: str
    steps: tuple[Step, ...]
    needs: tuple[str, ...]


def documents_of(state: State, image: str) -> tuple[str, Manifest, ImageConfig] | None:
    """The manifest's digest, manifest and configuration that are drawn of an image; None where they are not here."""
    seen: list[str] = []
    manifest = _manifest(state, image, seen)
    config = contents.config(state, manifest.config.digest) if manifest is not None else None
    return (seen[-1], manifest, config) if manifest is not None and config is not None else None


def facts_of(state: State, image: str) -> Facts:
    """What is drawn of the image with this ID."""
    needs: list[str] = []
    manifest = _manifest(state, image, needs)
    era = eras.of(state)
    shown = era.id_of(state, image)
    if manifest is None:
        return Facts(shown, (), tuple(needs))
    needs.append(manifest.config.digest)
    config = contents.config(state, manifest.config.digest)
    if config is None:
        return Facts(shown, (), tuple(needs))
    chains = chain_ids(config)
    usage = tuple([era.layer_size(state, chain) if chain in state.snapshots else -1 for chain in chains])
    key = (manifest.config.digest, usage)
    steps = _walked.get(key)
    if steps is None:
        steps = tuple(_walk(config, manifest, usage))
        contents.keep(_walked, key, steps)
    return Facts(shown, steps, (*needs, *chains))


def facts_left(state: State, image: str, chain: str) -> Facts:
    """What is drawn of an image that is gone, but for the layers under a container of it."""
    era, here = eras.of(state), chain
    steps: list[Step] = []
    while here and (snapshot := state.snapshots.get(here)) is not None:
        made = next((record.text for _, record in state.cache.entries() if record.tree == snapshot.tree), "")
        steps.append(Step(here, made or "a layer of an image that is gone", era.layer_size(state, here), here))
        here = snapshot.parent
    needs = (image, *[step.key for step in steps])
    return Facts(era.id_of(state, image), tuple(reversed(steps)), needs)


_walked: dict[tuple[str, tuple[int, ...]], tuple[Step, ...]] = {}


def _walk(config: ImageConfig, manifest: Manifest, usage: tuple[int, ...]) -> Iterator[Step]:
    chains = chain_ids(config)
    layer = 0
    below = ""
    for entry in config.history:
        if entry.empty_layer or layer >= len(chains):
            below = sha256(f"{below}\n{entry.created_by}".encode()).hexdigest()
            yield Step(below, short(entry.created_by), 0, "")
        else:
            below = chains[layer]
            yield _layer(config, manifest, layer, usage, short(entry.created_by))
            layer += 1
    for rest in range(layer, len(chains)):
        yield _layer(config, manifest, rest, usage, "layer")


def _layer(config: ImageConfig, manifest: Manifest, number: int, usage: tuple[int, ...], text: str) -> Step:
    size = usage[number] if usage[number] >= 0 else manifest.layers[number].size
    return Step(chain_ids(config)[number], text, size, config.diff_ids[number])


def short(created_by: str) -> str:
    """What made a layer, as a person would write it in a Dockerfile."""
    text = created_by.removesuffix(" # buildkit").replace("\t", " ").strip()
    if text.startswith("RUN /bin/sh -c "):
        return "RUN " + text.removeprefix("RUN /bin/sh -c ")
    if text.startswith("/bin/sh -c #(nop) "):
        return text.removeprefix("/bin/sh -c #(nop) ").strip()
    if text.startswith("/bin/sh -c "):
        return "RUN " + text.removeprefix("/bin/sh -c ")
    return text


def _manifest(state: State, image: str, needs: list[str]) -> Manifest | None:
    """The manifest to draw: the image's own, or an index's for this machine, or the first that is here."""
    needs.append(image)
    blob = state.content.get(image)
    if blob is None:
        return None
    index = _index(state, image)
    if index is None:
        return contents.manifest(state, image)
    for entry in _preferred(image, index):
        needs.append(entry.digest)
        if entry.digest in state.content:
            return _manifest(state, entry.digest, needs)
    return None


_kinds: dict[str, bool] = {}
_orders: dict[str, tuple[Descriptor, ...]] = {}


def _index(state: State, image: str) -> Index | None:
    """The document as an index, None where it is a single manifest."""
    listed = _kinds.get(image)
    if listed is None:
        from json import loads

        listed = "manifests" in loads(state.content[image].read())
        contents.keep(_kinds, image, listed)
    return contents.index(state, image) if listed else None


def _preferred(image: str, index: Index) -> tuple[Descriptor, ...]:
    """An index's images in the order in which they are looked for."""
    order = _orders.get(image)
    if order is None:
        chosen = index.select(DEFAULT)
        order = (chosen, *index.images) if chosen else index.images
        contents.keep(_orders, image, order)
    return order

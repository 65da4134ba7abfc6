"""From the sandbox's state to the picture of it: which layers stand on which, shared ones once.

Two states give one picture with marks: what would be added, removed or moved. The facts of an image depend on its
digest and on what is unpacked alone, so they are kept from one picture to the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from tutor.engine import eras
from tutor.oci.config import ImageConfig
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.platform import DEFAULT
from tutor.oci.reference import Reference
from tutor.session.views import ContainerBox, ImageTop, LayerNode, Mark, StackView, TagFlag

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an image's history; `key` stands for it and everything below it."""

    key: str
    text: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a state shows: the steps of each image, the image of each name, containers by ID.

    Images are known by the digests of their targets; `ids` are the IDs that docker shows for them.
    """

    images: Mapping[str, tuple[Step, ...]]
    names: Mapping[str, str]
    containers: Mapping[str, tuple[str, ContainerBox]]
    ids: Mapping[str, str] = field(default_factory=dict)


def picture(state: State) -> Picture:
    """The facts of a state."""
    names: dict[str, str] = {}
    images: dict[str, tuple[Step, ...]] = {}
    for record in state.images.values():
        target = record.target.digest
        if not record.dangling:
            names[_familiar(record.name)] = target
        if target not in images:
            images[target] = _steps(state, target)
    boxes: dict[str, tuple[str, ContainerBox]] = {}
    for container in state.containers.values():
        if container.image not in images:
            images[container.image] = _steps(state, container.image)
        boxes[container.id] = (container.image, _box(state, container))
    era = eras.of(state)
    return Picture(images, names, boxes, {image: era.id_of(state, image) for image in images})


def draw(before: Picture, after: Picture | None = None) -> StackView:
    """One view of what is, or of what is and what would be."""
    after = after or before
    children: dict[str, dict[str, None]] = {}
    steps: dict[str, Step] = {}
    standing: dict[str, int] = {}
    for source in (before, after):
        for path in source.images.values():
            below = ""
            for step in path:
                steps[step.key] = step
                children.setdefault(below, {})[step.key] = None
                below = step.key
    old_keys = {step.key for path in before.images.values() for step in path}
    new_keys = old_keys if after is before else {step.key for path in after.images.values() for step in path}
    for path in before.images.values():
        for step in path:
            standing[step.key] = standing.get(step.key, 0) + 1
    tops: dict[str, list[ImageTop]] = {}
    flags = _flags(before, after)
    boxes = _boxes(before, after)
    for image in {**before.images, **after.images}:
        path = after.images.get(image) or before.images.get(image) or ()
        top = ImageTop(
            (after.ids.get(image) or before.ids.get(image) or image).removeprefix("sha256:")[:12],
            tuple(flags.get(image, ())),
            tuple(boxes.get(image, ())),
            _mark(image in before.images, image in after.images),
        )
        tops.setdefault(path[-1].key if path else "", []).append(top)

    nodes: dict[str, LayerNode] = {}
    for key in reversed(_bases_first(children)):
        step = steps[key]
        nodes[key] = LayerNode(
            key,
            step.text,
            step.size,
            not step.digest,
            step.digest,
            _mark(key in old_keys, key in new_keys),
            "",
            tuple(tops.get(key, ())),
            tuple([nodes[child] for child in children.get(key, ())]),
        )

    files = [steps[key] for key in old_keys if steps[key].digest]
    return StackView(
        roots=tuple([nodes[key] for key in children.get("", ())]),
        images=len(before.images),
        layers=len(files),
        shared=sum(1 for step in files if standing[step.key] > 1),
        containers=len(before.containers),
        bytes=sum(step.size for step in files),
    )


def _bases_first(children: Mapping[str, Mapping[str, None]]) -> list[str]:
    """Every key after the one that it stands on; not by recursion, since an image may have thousands of steps."""
    order = list(children.get("", ()))
    for key in order:
        order += children.get(key, ())
    return order


def _mark(was: bool, will_be: bool) -> Mark:
    return "same" if was and will_be else "added" if will_be else "removed"


def _flags(before: Picture, after: Picture) -> dict[str, list[TagFlag]]:
    """Flags by image ID; a name that moves is struck at its old place."""
    flags: dict[str, list[TagFlag]] = {}
    for name in sorted({**before.names, **after.names}):
        old, new = before.names.get(name), after.names.get(name)
        if old == new:
            flags.setdefault(cast(str, new), []).append(TagFlag(name))
            continue
        if old is not None:
            flags.setdefault(old, []).append(TagFlag(name, "removed", _called(after, new, name) if new else ""))
        if new is not None:
            mark: Mark = "moved" if old is not None else "added"
            flags.setdefault(new, []).append(TagFlag(name, mark, _called(before, old, name) if old else ""))
    return flags


def _called(where: Picture, image: str, besides: str) -> str:
    """Another name of the image, or its short ID."""
    other = next((name for name, target in where.names.items() if target == image and name != besides), None)
    return other or where.ids.get(image, image).removeprefix("sha256:")[:12]


def _boxes(before: Picture, after: Picture) -> dict[str, list[ContainerBox]]:
    boxes: dict[str, list[ContainerBox]] = {}
    for key in {**before.containers, **after.containers}:
        image, box = after.containers.get(key) or before.containers[key]
        mark = _mark(key in before.containers, key in after.containers)
        if mark != "same":
            box = replace(box, mark=mark)
        elif (old := before.containers[key][1]) != box:
            box = replace(box, mark="moved", was=old.state)
        boxes.setdefault(image, []).append(box)
    return boxes


def _box(state: State, container: Container) -> ContainerBox:
    from tutor.engine.containers.views import diff, size_of

    kinds = [change.kind for change in diff(state, container.id)]
    return ContainerBox(
        container.name, container.status, kinds.count("A"), kinds.count("C"), kinds.count("D"),
        size_of(state, container)[0], container.exit_code, container.id in state.attached,
    )  # fmt: skip


# -- the steps of an image -----------------------------------------------------------------------------------------


def _steps(state: State, image: str) -> tuple[Step, ...]:
    """The image's steps from the base up; empty where its content is not here."""
    manifest = _manifest(state, image)
    if manifest is None:
        return ()
    blob = state.content.get(manifest.config.digest)
    if blob is None:
        return ()
    config = _config(manifest.config.digest, blob.read())
    chains = config.chain_ids
    era = eras.of(state)
    here = tuple(era.layer_size(state, chain) if chain in state.snapshots else -1 for chain in chains)
    return _steps_of(manifest.config.digest, config, manifest, here)


_KEPT: dict[tuple[str, tuple[int, ...]], tuple[Step, ...]] = {}


def _steps_of(digest: str, config: ImageConfig, manifest: Manifest, usage: tuple[int, ...]) -> tuple[Step, ...]:
    kept = _KEPT.get((digest, usage))
    if kept is None:
        if len(_KEPT) > 4096:
            _KEPT.clear()
        kept = _KEPT[digest, usage] = tuple(_walk(config, manifest, usage))
    return kept


def _walk(config: ImageConfig, manifest: Manifest, usage: tuple[int, ...]) -> Iterable[Step]:
    chains = config.chain_ids
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
    return Step(config.chain_ids[number], text, size, config.diff_ids[number])


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


def _manifest(state: State, image: str) -> Manifest | None:
    """The manifest to draw: the image's own, or an index's for this machine, or the first that is here."""
    blob = state.content.get(image)
    if blob is None:
        return None
    document = _document(image, blob.read())
    if isinstance(document, Manifest):
        return document
    chosen = document.select(DEFAULT)
    candidates = [chosen, *document.images] if chosen else document.images
    here = next((entry for entry in candidates if entry.digest in state.content), None)
    return _manifest(state, here.digest) if here else None


@lru_cache(8192)
def _familiar(name: str) -> str:
    return Reference.parse(name).familiar()


@lru_cache(2048)
def _document(digest: str, raw: bytes) -> Index | Manifest:
    return Index.from_bytes(raw) if "manifests" in json.loads(raw) else Manifest.from_bytes(raw)


@lru_cache(2048)
def _config(digest: str, raw: bytes) -> ImageConfig:
    return ImageConfig.from_bytes(raw)

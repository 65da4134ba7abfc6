"""What a state shows, before it is drawn: the facts of its images, names and containers.

One rule: a picture that is like another costs little more than what differs. The facts of an image depend on its digest
and on what of it is here, so they are taken over wherever neither has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import eras
from tutor.engine.images import familiar
from tutor.session.steps import Facts, facts_left, facts_of
from tutor.session.views import ContainerBox, VolumeBox

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State


@dataclass(frozen=True, slots=True)
class Picture:
    """What `state` shows.

    Each image by its ID, the ID that each name stands for, image and box of each container, each volume by its name.
    """

    state: State
    images: Mapping[str, Facts]
    names: Mapping[str, str]
    containers: Mapping[str, tuple[str, ContainerBox]]
    volumes: Mapping[str, VolumeBox]


def picture(state: State, like: Picture | None = None) -> Picture:
    """The facts of a state; those that hold in the state of `like` too are taken from there."""
    touched: set[str] = set()
    if like is not None and eras.of(like.state) is not eras.of(state):
        like = None
    if like is not None:
        touched.update(like.state.content.touched(state.content))
        touched.update(like.state.snapshots.touched(state.snapshots))
    records = state.images.values()
    names = {familiar(record.name): record.target.digest for record in records if not record.dangling}
    boxes = _boxes(state, None if touched else like)
    known = like.images if like is not None else {}
    images: dict[str, Facts] = {}
    for image in (*[record.target.digest for record in records], *[image for image, _ in boxes.values()]):
        if image not in images:
            facts = known.get(image)
            if facts is None or (touched and not touched.isdisjoint(facts.needs)):
                facts = facts_of(state, image)
            images[image] = facts
    for container in state.containers.values():
        if not images[container.image].steps and container.chain:
            images[container.image] = facts_left(state, container.image, container.chain)
    return Picture(state, images, names, boxes, _volumes(state, like))


def _boxes(state: State, like: Picture | None) -> Mapping[str, tuple[str, ContainerBox]]:
    """Image and box of each container, by its ID."""
    if like is None or like.state.attached != state.attached:
        return {container.id: (container.image, _box(state, container)) for container in state.containers.values()}
    touched = set(like.state.containers.touched(state.containers))
    if not touched:
        return like.containers
    return {
        container.id: (container.image, _box(state, container)) if container.id in touched
        else like.containers[container.id]
        for container in state.containers.values()
    }  # fmt: skip


def _volumes(state: State, like: Picture | None) -> Mapping[str, VolumeBox]:
    """Each volume by its name; sizes are worked out for those that differ."""
    if like is not None and like.state.volumes is state.volumes and like.state.containers is state.containers:
        return like.volumes
    if not state.volumes:
        return {}
    from tutor.engine.volumes import size_of

    users: dict[str, list[str]] = {}
    for container in state.containers.values():
        for mount in container.mounts:
            if mount.kind == "volume":
                users.setdefault(mount.source, []).append(container.name)
    known = like.state.volumes if like is not None else None
    return {
        name: VolumeBox(
            name,
            like.volumes[name].size if like is not None and known is not None and known.get(name) is volume
            else size_of(volume),
            tuple(sorted(users.get(name, ()))),
        )
        for name, volume in sorted(state.volumes.items())
    }  # fmt: skip


def _box(state: State, container: Container) -> ContainerBox:
    from tutor.engine.containers.views import diff, size_of

    kinds = [change.kind for change in diff(state, container.id)]
    return ContainerBox(
        container.name, container.status, kinds.count("A"), kinds.count("C"), kinds.count("D"),
        size_of(state, container)[0], container.exit_code, container.id in state.attached, container.number,
    )  # fmt: skip

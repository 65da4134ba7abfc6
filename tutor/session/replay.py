"""A command in slow motion: what happened one event after the other, each with a caption and the stack at that moment.

The events of a step are had again by doing it again on a fork, at the time at which it was done: the same line at the
same time does the same. Where that leads elsewhere (a file that was edited, a registry that has changed) the two states
that the history kept are told apart instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tutor.dataclass import dataclass, replace
from tutor.session.captions import caption, step_text
from tutor.session.narrate import narrate
from tutor.session.picture import Picture, picture
from tutor.session.stack import Forest
from tutor.session.steps import documents_of
from tutor.session.views import ContainerBox, Frame

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.session.steps import Facts, Step

MOST = 60
"""Events that are shown one by one; what is left is shown at once."""


@dataclass(slots=True)
class Scenery:
    """The stack while it changes: facts of the images, names, containers and volumes, as `Picture` has them.

    `arrived` are the keys of the layers that are there; `layers` are steps by the digests of their packed layers; `now`
    and `then` the two ends.
    """

    now: Picture
    then: Picture
    images: dict[str, Facts]
    names: dict[str, str]
    containers: dict[str, tuple[str, ContainerBox]]
    volumes: dict[str, Any]
    arrived: set[str]
    layers: dict[str, Step]

    def picture(self) -> Picture:
        """What is to be seen at this moment."""
        return Picture(self.now.state, dict(self.images), dict(self.names), dict(self.containers), dict(self.volumes))


def replay(before: State, after: State, events: tuple[Any, ...]) -> tuple[Frame, ...]:
    """The frames from one state to the other; the last one shows all that differs."""
    now = picture(before)
    then = picture(after, now)
    forest = Forest(now)
    here = {step.key for facts in now.images.values() for step in facts.steps}
    scene = Scenery(
        now, then, dict(now.images), dict(now.names), dict(now.containers), dict(now.volumes), here, _layers(then)
    )
    frames: list[Frame] = []
    for event in events[:MOST]:
        _play(scene, event)
        text = caption(event, scene.names, scene.layers)
        if text:
            frames.append(Frame(text, forest.marked(scene.picture())))
    last = forest.marked(then)
    if not frames or frames[-1].stack != last:
        said = narrate(Forest(replace(scene.picture(), state=then.state)).marked(then)) if frames else ()
        said = said or (narrate(last, besides=forest.view) if not frames else ())
        if said or not frames:
            frames.append(Frame(" ".join(said) or "No image, container or volume changes.", last))
        else:
            frames[-1] = replace(frames[-1], stack=last)
    return tuple(frames)


def told(frames: tuple[Frame, ...]) -> Iterator[str]:
    """The captions as numbered lines."""
    for number, frame in enumerate(frames, 1):
        yield f"{number:3}  {frame.caption}\n"


def _layers(seen: Picture) -> dict[str, Step]:
    """The steps of all images by the digests of their packed layers."""
    found: dict[str, Step] = {}
    for image, facts in seen.images.items():
        documents = documents_of(seen.state, image)
        if documents is not None:
            by_diff = {step.digest: step for step in facts.steps if step.digest}
            _, manifest, config = documents
            for layer, diff in zip(manifest.layers, config.diff_ids, strict=False):
                if diff in by_diff:
                    found[layer.digest] = by_diff[diff]
    return found


def _play(scene: Scenery, event: Any) -> None:
    """Bring the scene to the moment after an event."""
    kind = type(event).__name__
    if kind == "LayerPulled":
        step = scene.layers.get(event.digest)
        scene.arrived.add(step.key if step is not None else event.chain)
        _grow(scene)
    elif kind == "BuildStep":
        _build(scene, event)
    elif kind in ("ImagePulled", "ImageLoaded", "ImageTagged", "ImageBuilt", "Committed"):
        _whole(scene, event.image if kind == "Committed" else event.digest)
        if kind == "ImageTagged" and event.digest in scene.images:
            scene.names[event.name] = event.digest
    elif kind == "ImageUntagged":
        scene.names.pop(event.name, None)
    elif kind == "ImageDeleted":
        scene.images.pop(event.digest, None)
        for name in [name for name, image in scene.names.items() if image == event.digest]:
            del scene.names[name]
    elif kind == "VolumeCreated" and event.name in scene.then.volumes:
        scene.volumes[event.name] = scene.then.volumes[event.name]
    elif kind == "VolumeRemoved":
        scene.volumes.pop(event.name, None)
    elif kind.startswith("Container") or kind == "FilesChanged":
        _box(scene, kind, event)


def _whole(scene: Scenery, image: str) -> None:
    facts = scene.then.images.get(image)
    if facts is not None:
        scene.images[image] = facts
        scene.arrived.update(step.key for step in facts.steps)


def _grow(scene: Scenery) -> None:
    """Show of each image that comes as many layers as are there from its base up."""
    for image, facts in scene.then.images.items():
        if image in scene.now.images:
            continue
        count = 0
        for at, step in enumerate(facts.steps, 1):
            if step.digest and step.key not in scene.arrived:
                break
            count = at if step.digest else count
        if count:
            scene.images[image] = replace(facts, steps=facts.steps[:count])


def _build(scene: Scenery, event: Any) -> None:
    """Show of the image that is built as much as its steps have made."""
    for image, facts in scene.then.images.items():
        if image in scene.now.images:
            continue
        done = len(scene.images[image].steps) if image in scene.images else 0
        for at in range(done, len(facts.steps)):
            if facts.steps[at].text == step_text(event.text):
                scene.images[image] = replace(facts, steps=facts.steps[: at + 1])
                break


_STATES = {"ContainerCreated": "created", "ContainerStarted": "running", "ContainerExited": "exited"}


def _box(scene: Scenery, kind: str, event: Any) -> None:
    if kind == "ContainerRemoved":
        scene.containers.pop(event.id, None)
        return
    end = scene.then.containers.get(event.id)
    number = end[1].number if end is not None else scene.now.state.serial
    fresh = getattr(event, "image", ""), ContainerBox(event.name, "created", number=number)
    image, box = scene.containers.get(event.id) or fresh
    if kind in _STATES:
        box = replace(box, state=_STATES[kind], code=getattr(event, "code", 0))
    elif end is not None:
        image, box = end
    if image in scene.images:
        scene.containers[event.id] = (image, box)

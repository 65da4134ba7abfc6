"""What an event means, in one sentence for somebody who watches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tutor.session.narrate import human

if TYPE_CHECKING:
    from tutor.session.steps import Step

Names = Mapping[str, str]
Layers = Mapping[str, "Step"]
"""The steps of images by the digests of their packed layers."""


def caption(event: Any, names: Names, layers: Layers) -> str:
    """The caption of an event, after which the tags are `names`; "" for what is not worth a stop."""
    make = _CAPTIONS.get(type(event).__name__)
    return make(event, names, layers) if make is not None else ""


def _tagged(event: Any, names: Names, layers: Layers) -> str:
    others = [name for name, image in sorted(names.items()) if image == event.digest and name != event.name]
    one = f"{_count(len(others) + 1)} names, one image: nothing is copied." if others else ""
    if event.previous and event.previous != event.digest:
        return f"The tag {event.name} moves to another image. {one or 'The image it named before stays as it is.'}"
    if event.previous:
        return f"{event.name} names this image already."
    return f"The image gets the name {event.name}. {one or 'A name is only a pointer to the image.'}"


def _untagged(event: Any, names: Names, layers: Layers) -> str:
    left = [name for name, image in sorted(names.items()) if image == event.digest]
    rest = f" {left[0]} still names the image." if left else ""
    return f"The name {event.name} is taken away.{rest}"


def _deleted(event: Any, names: Names, layers: Layers) -> str:
    kept = "What only it used goes with it." if event.freed else "Its layers stay: other images stand on them."
    return f"Nothing names the image any more, so it goes. {kept}"


def _pulled(event: Any, names: Names, layers: Layers) -> str:
    if not event.newer:
        return f"{event.name} is here already, and the registry has nothing newer."
    return "The image is whole: its layers, and the configuration that says how to run it."


def _layer(event: Any, layers: Layers) -> str:
    step = layers.get(event.digest)
    return f" {human(step.size)} unpacked: {_short(step.text)}" if step is not None else ""


def _arrives(event: Any, names: Names, layers: Layers) -> str:
    return f"A layer arrives, {human(event.size)} packed,{_layer(event, layers)}.".replace(",.", ".")


def _present(event: Any, names: Names, layers: Layers) -> str:
    return f"A layer is here already and is not fetched again,{_layer(event, layers)}.".replace(",.", ".")


def _pushed(event: Any, names: Names, layers: Layers) -> str:
    if event.how == "exists":
        return f"The registry has this layer of {human(event.size)} already: it is not sent."
    if event.how == "mounted":
        return f"The registry takes a layer of {human(event.size)} from {event.origin}: it is not sent."
    return f"A layer of {human(event.size)} goes to the registry."


def _step(event: Any, names: Names, layers: Layers) -> str:
    stage = f" of stage {event.stage}" if event.stage else ""
    what = "comes from the cache" if event.cached else f"runs: {event.reason}" if event.reason else "runs"
    return f"Step {event.step} of {event.total}{stage}, {_short(step_text(event.text))}: {what}."


def _built(event: Any, names: Names, layers: Layers) -> str:
    return "The build's last step is the image: its layers are those of its steps."


_CHANGES = {"paused": "is paused", "unpaused": "goes on", "renamed": "has another name", "updated": "has other limits",
            "killed": "is sent a signal", "exec": "runs one more program", "copied": "has files copied in",
            "health": "is asked whether it is well"}  # fmt: skip

_LOADED: dict[str, str] = {
    "load": "An image comes out of the archive, its layers with their digests.",
    "import": "The tarball becomes the one layer of a new image.",
    "commit": "The container's changes become an image.",
}

_CAPTIONS: dict[str, Callable[[Any, Names, Layers], str]] = {
    "ImageTagged": _tagged, "ImageUntagged": _untagged, "ImageDeleted": _deleted, "ImagePulled": _pulled,
    "LayerPulled": _arrives, "LayerPresent": _present, "LayerPushed": _pushed, "BuildStep": _step, "ImageBuilt": _built,
    "ImageDangling": lambda event, names, layers: "The image has lost its last name but stays: it is dangling.",
    "ImageLoaded": lambda event, names, layers: _LOADED.get(event.source, "An image comes in."),
    "ContainerCreated": lambda event, names, layers:
        f"The container {event.name} is made: an empty writable layer on the image. Nothing is copied.",
    "ContainerStarted": lambda event, names, layers: f"{event.name} starts: its program runs.",
    "ContainerExited": lambda event, names, layers:
        f"{event.name}'s program ends with exit code {event.code}; its writable layer stays.",
    "ContainerRemoved": lambda event, names, layers: f"{event.name} is removed, and its writable layer with it.",
    "ContainerChanged": lambda event, names, layers: f"{event.name} {_CHANGES.get(event.what, 'changes')}.",
    "FilesChanged": lambda event, names, layers:
        f"Files of {event.name} change: in its writable layer alone, the image stays as it is.",
    "Committed": lambda event, names, layers: "The container's writable layer becomes the top layer of a new image.",
    "VolumeCreated": lambda event, names, layers: f"The volume {event.name} is made, beside all images and containers.",
    "VolumeRemoved": lambda event, names, layers: f"The volume {event.name} goes, with what was in it.",
}  # fmt: skip


def step_text(title: str) -> str:
    """A build step's instruction: its title without the numbers before it."""
    return title.partition("] ")[2] if title.startswith("[") and "] " in title else title


def _short(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= _LONG else line[: _LONG - 1] + "…"


_LONG = 56


def _count(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five")
    return words[number] if number < len(words) else str(number)

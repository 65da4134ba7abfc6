"""What happened, in plain sentences: for the line under the prompt, and for those who cannot see the stack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tutor.session.views import ContainerBox, ImageTop, LayerNode

if TYPE_CHECKING:
    from tutor.session.views import StackView


def narrate(view: StackView, *, would: bool = False, besides: StackView | None = None) -> tuple[str, ...]:
    """One sentence for each change that a marked view shows; `would` for a preview. Empty where nothing differs.

    `besides` is the view without marks: what is the very same in both is passed over.
    """
    added: list[LayerNode] = []
    removed: list[LayerNode] = []
    tops: list[ImageTop] = []
    here = 0
    used: set[str] = set()
    for node, below in _walk(view.roots, besides.roots if besides is not None else ()):
        if not node.empty and node.mark == "added":
            added.append(node)
        if not node.empty and node.mark == "removed":
            removed.append(node)
        if any(top.mark == "added" for top in node.images):
            here = max(here, below)
        if node.note.startswith(_USED):
            used.add(node.note.removeprefix(_USED))
        tops.extend(node.images)
    sentences = [*_names(tops, would), *_containers(tops, would), *_volumes(view, would)]
    present = f"; {here} {'is' if here == 1 else 'are'} here already" if here else ""
    if added:
        sentences.append(f"{_be(would, 'add')} {_layers(added)}{present}.")
    elif any(flag.mark in ("added", "moved") for top in tops if top.mark == "same" for flag in top.flags):
        sentences.append("Nothing would be copied." if would else "Nothing was copied.")
    elif here:
        sentences.append(f"All its layers {'would be' if would else 'were'} here already.")
    gone = [top for top in tops if top.mark == "removed"]
    by = f"still used by {' and '.join(sorted(used))}" if used - {""} else "other images stand on them"
    if removed:
        stays = f"; what is below stays, {by}" if gone and used else ""
        sentences.append(f"{_be(would, 'free')} {_layers(removed)}{stays}.")
    elif gone:
        sentences.append(f"{'Its layers would stay' if would else 'Its layers stay'}: {by}.")
    else:
        sentences += _kept(tops, would)
    dropped = [record for record in view.cache if record.mark == "removed"]
    if dropped:
        records = "1 record" if len(dropped) == 1 else f"{len(dropped)} records"
        sentences.append(f"{_be(would, 'remove')} {records} of the build cache.")
    return tuple(sentences)


def _volumes(view: StackView, would: bool) -> Iterable[str]:
    for volume in view.volumes:
        if volume.mark in ("added", "removed"):
            verb = "add" if volume.mark == "added" else "remove"
            yield f"{_be(would, verb)} volume {volume.name}."


def _walk(nodes: Sequence[LayerNode], known: Sequence[LayerNode]) -> Iterable[tuple[LayerNode, int]]:
    """All nodes but those that are known, each before its children; with how many layers up to it were there before."""
    waiting = [(pair, 0) for pair in _beside(nodes, known)]
    while waiting:
        (node, other), below = waiting.pop()
        below += node.mark == "same" and not node.empty
        yield node, below
        if node.children:
            waiting += [(pair, below) for pair in _beside(node.children, other.children if other is not None else ())]


def _kept(tops: list[ImageTop], would: bool) -> Iterable[str]:
    """Why images stay that lose a name."""
    for top in tops:
        lost = any(flag.mark == "removed" and not flag.other for flag in top.flags)
        if top.mark != "same" or not lost:
            continue
        names = [flag.name for flag in top.flags if flag.mark != "removed"]
        boxes = [f"container {box.name}" for box in top.containers if box.mark != "removed"]
        why = f"{names[0]} names it too" if names else f"{boxes[0]} stands on it" if boxes else ""
        if why:
            yield f"The image {'would stay' if would else 'stays'}: {why}."


def _beside(nodes: Sequence[LayerNode], known: Sequence[LayerNode]) -> list[tuple[LayerNode, LayerNode | None]]:
    """Each node that is not known, with the known one of the same layer; the last one first.

    In both views what stands on a layer has the same order; what is new comes last.
    """
    fresh: list[tuple[LayerNode, LayerNode | None]] = [(node, None) for node in reversed(nodes[len(known) :])]
    both = zip(reversed(nodes[: len(known)]), reversed(known), strict=True)
    return fresh + [(node, other) for node, other in both if node is not other]


_USED = "still used by "
"""How the note of a layer begins that is not freed."""

_DONE = {"add": "Added", "remove": "Removed", "move": "Moved", "free": "Freed", "change": "Changed",
         "rename": "Renamed"}  # fmt: skip


def _be(would: bool, verb: str) -> str:
    return f"Would {verb}" if would else _DONE[verb]


_SINGLY = 3
"""So many names that go are told one by one; of more, the first ones and how many there are."""


def _names(tops: list[ImageTop], would: bool) -> Iterable[str]:
    gone: list[str] = []
    for top in tops:
        others = [flag.name for flag in top.flags if flag.mark == "same"]
        for flag in top.flags:
            if flag.mark == "added":
                same = (
                    f" to the image that {others[0]} names"
                    if others
                    else " on a new image"
                    if top.mark == "added"
                    else ""
                )
                yield f"{_be(would, 'add')} tag {flag.name}{same}."
            elif flag.mark == "moved":
                target = others[0] if others else top.id
                yield f"{_be(would, 'move')} tag {flag.name} from the image {flag.other} to the image {target}."
            elif flag.mark == "removed" and not flag.other:
                gone.append(flag.name)
    if len(gone) > _SINGLY:
        shown = ", ".join(gone[:_SINGLY])
        yield f"{_be(would, 'remove')} {len(gone)} tags: {shown} and {len(gone) - _SINGLY} more."
    else:
        yield from (f"{_be(would, 'remove')} tag {name}." for name in gone)


def _containers(tops: list[ImageTop], would: bool) -> Iterable[str]:
    for top in tops:
        for box in top.containers:
            if box.mark in ("added", "removed"):
                verb = "add" if box.mark == "added" else "remove"
                yield f"{_be(would, verb)} container {box.name} ({_state(box)})."
            if box.was is None:
                continue
            if box.was.name != box.name:
                yield f"{_be(would, 'rename')} container {box.was.name} to {box.name}."
            if box.was.state != box.state:
                yield f"Container {box.name} {'would be' if would else 'is now'} {_state(box)}, not {box.was.state}."
            elif _files(box) != _files(box.was):
                changes = f"+{box.added} ~{box.changed} −{box.deleted}"
                yield f"{_be(would, 'change')} files of container {box.name}: {changes} against its image."


def _files(box: ContainerBox) -> tuple[int, int, int, int]:
    return box.added, box.changed, box.deleted, box.size


def _state(box: ContainerBox) -> str:
    return f"exited with code {box.code}" if box.state == "exited" else box.state


def _layers(nodes: list[LayerNode]) -> str:
    total = human(sum(node.size for node in nodes))
    return f"1 layer, {total}" if len(nodes) == 1 else f"{len(nodes)} layers, {total}"


def human(size: float) -> str:
    """Bytes as a person reads them: 0 B, 12 kB, 7.8 MB."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "B" or size >= 100 else f"{size:.3g} {unit}"
        size /= 1000
    raise AssertionError

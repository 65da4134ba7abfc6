"""From pictures to the stack: which layers stand on which, shared ones once.

Two pictures give one stack with marks: what would be added, removed or moved. Only the layers below images that differ
are made anew; all others are the very nodes of the stack without marks, so whoever looks at both can pass over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tutor.dataclass import replace
from tutor.engine.images import familiar
from tutor.session.picture import Picture
from tutor.session.steps import Step
from tutor.session.views import CacheBox, ContainerBox, ImageTop, LayerNode, Mark, StackView, TagFlag

if TYPE_CHECKING:
    from tutor.engine.build.record import CacheRecord
    from tutor.engine.state import State


class Forest:
    """The layers of a picture as trees that grow from their bases; `view` is the stack without marks.

    `nodes` are its layers by their keys, `shared` how many images stand on each of those on which several do, `ends`
    the images whose topmost layer it is, "" for those without any; `named` and `boxed` the names and containers of each
    image. What stands on a layer is what its node says: of thousands of layers nothing is kept twice.
    """

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.nodes: dict[str, LayerNode] = {}
        self.shared: dict[str, int] = {}
        self.ends: dict[str, list[str]] = {}
        self.named: dict[str, list[str]] = {}
        self.boxed: dict[str, list[str]] = {}
        for name in sorted(picture.names):
            self.named.setdefault(picture.names[name], []).append(name)
        for key, (image, _) in sorted(picture.containers.items(), key=_made_at):
            self.boxed.setdefault(image, []).append(key)
        steps, children = self._plant()
        nodes = self.nodes
        for key in reversed(_bases_first(children)):
            tops = tuple([self._top(image) for image in self.ends.get(key, ())])
            nodes[key] = _node(steps[key], "same", tops, tuple([nodes[child] for child in children.get(key, ())]))
        files = [step for step in steps.values() if step.digest]
        self.view = StackView(
            roots=tuple([nodes[key] for key in children.get("", ())]),
            images=len({record.target.digest for record in picture.state.images.values()}),
            layers=len(files),
            shared=sum([bool(steps[key].digest) for key in self.shared]),
            containers=len(picture.containers),
            bytes=sum([step.size for step in files]),
            volumes=tuple(picture.volumes.values()),
            cache=records(picture.state),
            cached=len(picture.state.cache),
            cache_bytes=sum([record.size for _, record in picture.state.cache.entries()]),
        )

    def _plant(self) -> tuple[dict[str, Step], dict[str, list[str]]]:
        """Count what stands where: every step by its key, and the keys of those that stand on each ("": the bases)."""
        steps: dict[str, Step] = {}
        children: dict[str, list[str]] = {}
        for image, facts in self.picture.images.items():
            below = ""
            for step in facts.steps:
                key = step.key
                if key in steps:
                    self.shared[key] = self.shared.get(key, 1) + 1
                else:
                    steps[key] = step
                    children.setdefault(below, []).append(key)
                below = key
            self.ends.setdefault(below, []).append(image)
        return steps, children

    def _top(self, image: str) -> ImageTop:
        flags = tuple([TagFlag(name) for name in self.named.get(image, ())])
        boxes = tuple([self.picture.containers[key][1] for key in self.boxed.get(image, ())])
        return ImageTop(_short(self.picture, image), flags, boxes)

    def marked(self, after: Picture, notes: Mapping[str, str] = MappingProxyType({})) -> StackView:
        """The stack of this picture and of `after` in one, with marks where they differ.

        `notes` say something of layers, by the keys of their steps.
        """
        return _Marked(self, after, notes).view()

    def holder(self, key: str, without: Callable[[str], bool]) -> str:
        """What stands on a layer, by a name, passing over images: "app:1", "container web"; "" where nothing does."""
        waiting = [key]
        while waiting:
            here = waiting.pop()
            for image in self.ends.get(here, ()):
                if not without(image):
                    named, boxed = self.named.get(image), self.boxed.get(image)
                    if named or not boxed:
                        return named[0] if named else f"no name ({_short(self.picture, image)[:7]})"
                    return f"container {self.picture.containers[boxed[0]][1].name}"
            waiting += [node.key for node in self.nodes[here].children]
        return ""

    def standing(self, key: str) -> int:
        """How many images stand on a layer."""
        return self.shared.get(key, 1 if key in self.nodes else 0)

    def above(self, key: str) -> Sequence[LayerNode]:
        """What stands on a layer; the bases for ""."""
        if key:
            return self.nodes[key].children if key in self.nodes else ()
        return self.view.roots


class _Marked:
    """What differs between a forest's picture and another one."""

    def __init__(self, forest: Forest, after: Picture, notes: Mapping[str, str]) -> None:
        self.forest = forest
        self.before = forest.picture
        self.after = after
        self.names = _differing(self.before.names, after.names)
        self.boxes = _differing(self.before.containers, after.containers)
        images = _differing(self.before.images, after.images)
        for name in self.names:
            images.update(filter(None, (self.before.names.get(name), after.names.get(name))))
        for key in self.boxes:
            images.add((after.containers.get(key) or self.before.containers[key])[0])
        self.images = [image for image in {**self.before.images, **after.images} if image in images]
        self.come: dict[str, list[str]] = {}
        for name in self.names.intersection(after.names):
            self.come.setdefault(after.names[name], []).append(name)
        self.fresh: dict[str, Step] = {}
        self.come_above: dict[str, list[str]] = {}
        self.ends: dict[str, list[str]] = {}
        self.standing: dict[str, int] = {}
        for image in self.images:
            self._replant(image)
        self.notes = {**self._stays(), **notes}

    def view(self) -> StackView:
        """The stack with marks."""
        beside = self._beside()
        if not self.images:
            return replace(self.forest.view, **beside) if beside else self.forest.view
        forest, known, touched = self.forest, self.forest.nodes, self.standing
        order: list[str] = [""]
        above: dict[str, list[str]] = {}
        for key in order:
            above[key] = keys = [*[node.key for node in forest.above(key)], *self.come_above.get(key, ())]
            order += [child for child in keys if child in touched]
        made: dict[str, LayerNode] = {}
        for key in reversed(order):
            children = tuple([made.get(child) or known[child] for child in above[key]])
            if not key:
                return replace(forest.view, roots=children, **beside)
            ends = self.ends[key] if key in self.ends else forest.ends.get(key)
            made[key] = _node(
                self.fresh.get(key) or known[key],
                _mark(key in known, touched[key] > 0),
                tuple([self._top(image) for image in ends]) if ends else (),
                children,
                self.notes.get(key, ""),
            )
        raise AssertionError("the bases come last")

    def _stays(self) -> dict[str, str]:
        """Why layers of images that go are not freed: by the topmost one of each that stays, what stands on it."""
        found: dict[str, str] = {}
        for image in self.images:
            if image in self.before.images and image not in self.after.images:
                path = _path(self.before, image)
                kept = next((step for step in reversed(path) if step.digest and self.standing[step.key] > 0), None)
                if kept is not None:
                    holder = self.forest.holder(kept.key, lambda other: other not in self.after.images)
                    found[kept.key] = f"still used by {holder}" if holder else "still used"
        return found

    def _beside(self) -> dict[str, Any]:
        """The volumes and records of the build cache that differ; empty where none does."""
        before, after = self.before, self.after
        found: dict[str, Any] = {}
        if before.volumes != after.volumes:
            boxes = {**before.volumes, **after.volumes}
            found["volumes"] = tuple([
                replace(boxes[name], mark="moved" if name in before.volumes and name in after.volumes and
                        before.volumes[name] != boxes[name] else _mark(name in before.volumes, name in after.volumes))
                for name in sorted(boxes)
            ])  # fmt: skip
        if before.state.cache is not after.state.cache:
            found["cache"] = records(after.state, before.state)
        return found

    def _replant(self, image: str) -> None:
        """Take an image from where it stood and put it where it will."""
        old, new = (_path(picture, image) for picture in (self.before, self.after))
        self._count(old, -1)
        self._count(new, 1)
        if new is not old:
            self.fresh.update([(step.key, step) for step in new])
        was, ends = (path[-1].key if path else "" for path in (old, new or old))
        if image not in self.before.images or was != ends:
            if image in self.before.images:
                self._ends(was).remove(image)
            self._ends(ends).append(image)

    def _count(self, path: Sequence[Step], change: int) -> None:
        """Let that many more images stand on each layer of a path."""
        standing, base = self.standing, self.forest
        below = ""
        for step in path:
            key = step.key
            if key not in standing:
                standing[key] = base.standing(key)
                if key not in base.nodes:
                    self.come_above.setdefault(below, []).append(key)
            standing[key] += change
            below = key

    def _ends(self, key: str) -> list[str]:
        """The images whose topmost layer it is, in a list that may be changed."""
        found = self.ends.get(key)
        if found is None:
            found = self.ends[key] = list(self.forest.ends.get(key, ()))
        return found

    def _top(self, image: str) -> ImageTop:
        mark = _mark(image in self.before.images, image in self.after.images)
        boxes = tuple(self._boxes(image)) if self.boxes or image in self.forest.boxed else ()
        where = self.after if image in self.after.images else self.before
        return ImageTop(_short(where, image), tuple(self._flags(image)), boxes, mark)

    def _flags(self, image: str) -> Iterable[TagFlag]:
        """An image's names; one that moves is struck at its old place."""
        before, after = self.before.names, self.after.names
        for name in sorted([*self.forest.named.get(image, ()), *self.come.get(image, ())]):
            old, new = before.get(name), after.get(name)
            if old == new:
                yield TagFlag(name)
            elif old == image:
                yield TagFlag(name, "removed", _called(self.after, new, name) if new else "")
            elif old is not None:
                yield TagFlag(name, "moved", _called(self.before, old, name))
            else:
                yield TagFlag(name, "added")

    def _boxes(self, image: str) -> Iterable[ContainerBox]:
        before, after = self.before.containers, self.after.containers
        come = [key for key in self.boxes if key not in before and after[key][0] == image]
        keys = [*self.forest.boxed.get(image, ()), *come]
        for key in sorted(keys, key=lambda key: (after.get(key) or before[key])[1].number):
            old, new = before.get(key), after.get(key)
            if old is None or new is None:
                yield replace((old or new or ("", _NO_BOX))[1], mark="added" if new else "removed")
            elif old[1] == new[1]:
                yield new[1]
            else:
                yield replace(new[1], mark="moved", was=old[1])


_RECORDS = 24
"""Records of the build cache that are shown."""


def records(state: State, before: State | None = None) -> tuple[CacheBox, ...]:
    """The records of the build cache that were used last; with `before`, those that came and went are marked."""
    old = before.cache if before is not None else state.cache
    gone = [record for record in old.among(set(old.touched(state.cache))).values() if record.id not in state.cache]
    every = [record for _, record in state.cache.entries()]
    last = nlargest(_RECORDS, every, key=lambda record: (record.used, record.created, record.id))
    boxes = [CacheBox(record.id, _made(record), record.size, record.uses,
                      _mark(record.id in old, True)) for record in last]  # fmt: skip
    boxes += [CacheBox(record.id, _made(record), record.size, record.uses, "removed")
              for record in gone]  # fmt: skip
    return tuple(boxes)


def _made(record: CacheRecord) -> str:
    """What a record holds: the instruction, or the base image by its familiar name."""
    if record.kind != "source":
        return record.text or record.description
    name = record.description.removeprefix("pulled from ").partition("@")[0]
    return f"FROM {familiar(name)}"


_NO_BOX = ContainerBox("", "")


def _made_at(item: tuple[str, tuple[str, ContainerBox]]) -> int:
    """Containers stand in the order of their making: that of their IDs is chance, and another after each run."""
    return item[1][1].number


def _node(
    step: Step | LayerNode, mark: Mark, tops: tuple[ImageTop, ...], above: tuple[LayerNode, ...], note: str = ""
) -> LayerNode:
    return LayerNode(step.key, step.text, step.size, not step.digest, step.digest, mark, note, tops, above)


def _path(picture: Picture, image: str) -> Sequence[Step]:
    facts = picture.images.get(image)
    return facts.steps if facts is not None else ()


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """The keys under which two mappings hold different values."""
    if before is after:
        return set()
    get = before.get
    found = {key for key, value in after.items() if (old := get(key)) is not value and old != value}
    return found.union([key for key in before if key not in after])


def _short(where: Picture, image: str) -> str:
    """The ID that docker shows for an image, short."""
    return where.images[image].id.removeprefix("sha256:")[:12]


def _bases_first(children: Mapping[str, Iterable[str]]) -> list[str]:
    """Every key after the one that it stands on; not by recursion, since an image may have thousands of steps."""
    order = list(children.get("", ()))
    for key in order:
        order += children.get(key, ())
    return order


def _mark(was: bool, will_be: bool) -> Mark:
    return "same" if was and will_be else "added" if will_be else "removed"


def _called(where: Picture, image: str, besides: str) -> str:
    """Another name of the image, or its short ID."""
    other = next((name for name, target in where.names.items() if target == image and name != besides), None)
    return other or _short(where, image)

"""Stacks to draw in tests: small, real-looking values."""

from __future__ import annotations

import hashlib

from tutor.dataclass import replace
from tutor.session.views import ContainerBox, ImageTop, LayerNode, StackView, TagFlag

MB = 1_000_000


def layer(
    text: str, size: int = 0, *, on: str = "", images: tuple[ImageTop, ...] = (), children: tuple[LayerNode, ...] = ()
) -> LayerNode:
    """A layer; one of size 0 only changes metadata."""
    key = hashlib.sha256(f"{on}/{text}".encode()).hexdigest()
    digest = f"sha256:{key}" if size else ""
    return LayerNode(key[:16], text, size, not size, digest, images=images, children=children)


def chain(steps: list[tuple[str, int]], top: ImageTop | None = None, children: tuple[LayerNode, ...] = ()) -> LayerNode:
    """Layers on one another, the lowest first; the image and the children stand on the last."""
    node: LayerNode | None = None
    for at in range(len(steps) - 1, -1, -1):
        text, size = steps[at]
        on = "/".join(name for name, _ in steps[:at])
        if node is None:
            node = layer(text, size, on=on, images=(top,) if top else (), children=children)
        else:
            node = layer(text, size, on=on, children=(node,))
    assert node is not None
    return node


def image(name: str, *names: str, containers: tuple[ContainerBox, ...] = ()) -> ImageTop:
    """An image with those names; "" for none."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return ImageTop(digest, tuple(TagFlag(each) for each in (name, *names) if each), containers)


ALPINE = [("ADD alpine-minirootfs-3.20.3-x86_64.tar.gz /", 7_830_000), ('CMD ["/bin/sh"]', 0)]
OLDER = [("ADD alpine-minirootfs-3.19.4-x86_64.tar.gz /", 7_420_000), ('CMD ["/bin/sh"]', 0)]
APP = [
    ("RUN apk add --no-cache python3", 48 * MB),
    ("WORKDIR /app", 0),
    ("COPY . /app", 12_400),
    ('CMD ["python3","app.py"]', 0),
]


def count(view: StackView) -> StackView:
    """The same stack with its totals counted."""
    images = layers = shared = containers = total = 0

    def visit(node: LayerNode) -> int:
        nonlocal images, layers, shared, containers, total
        here = len(node.images) + sum(visit(child) for child in node.children)
        images += len(node.images)
        containers += sum(len(each.containers) for each in node.images)
        total += node.size
        layers += not node.empty
        shared += not node.empty and here > 1
        return here

    for root in view.roots:
        visit(root)
    return replace(view, images=images, layers=layers, shared=shared, containers=containers, bytes=total)


def alpine(*names: str, children: tuple[LayerNode, ...] = ()) -> LayerNode:
    return chain(ALPINE, image(*(names or ("alpine:3.20",))), children)


def typical() -> StackView:
    """Two bases, an application on one of them with a container, and a nameless leftover."""
    app = chain(APP, image("app:dev", containers=(ContainerBox("web", "running", 3, 1, 0, 12_288),)))
    leftover = chain([("COPY . /app", 9_000)], ImageTop("0f1e2d3c4b5a"))
    older = chain(OLDER, image("alpine:3.19"))
    return count(StackView((alpine("alpine:3.20", "alpine:latest", children=(app, leftover)), older)))


def many(images: int, depth: int) -> StackView:
    """So many images of `depth` layers each, in families of ten on a common base."""
    roots = []
    for family in range((images + 9) // 10):
        tops = tuple(
            chain(
                [(f"RUN step {n} of {family}.{i}", 1000 * (n + 1)) for n in range(depth - 1)],
                image(f"team/app{family}:{i}"),
            )
            for i in range(min(10, images - family * 10))
        )
        roots.append(layer(f"ADD base {family}", 5 * MB, children=tops))
    return count(StackView(tuple(roots)))


def with_ghosts() -> StackView:
    """The typical stack as a preview would mark it: a name added, one moved, one removed, a layer to come."""
    view = typical()
    base = view.roots[0]
    top = base.children[0]
    flags = (*top.images[0].flags, TagFlag("team/base:1", "added"), TagFlag("edge", "moved", "alpine:3.19"))
    ghost = replace(layer("RUN apk add curl", 3 * MB), mark="added", note="runs: new step")
    top = replace(top, images=(replace(top.images[0], flags=flags),), children=(*top.children, ghost))
    old = view.roots[1]
    leaf = old.children[0]
    flags = (replace(leaf.images[0].flags[0], mark="removed"), TagFlag("edge", "removed", "alpine:3.20"))
    gone = replace(leaf.images[0], flags=flags)
    old = replace(old, children=(replace(leaf, images=(gone,)),))
    return replace(view, roots=(replace(base, children=(top,)), old))

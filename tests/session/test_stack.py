"""The stack: what is shared between views is the same as what is made anew, for whatever the learner did."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.sandbox import NOW, hub, run, session, sitting
from tutor.dataclass import replace
from tutor.engine import gc
from tutor.engine.prune import prune_images
from tutor.engine.world import World
from tutor.session.drawing.blocks import walk
from tutor.session.narrate import narrate
from tutor.session.picture import Picture, picture
from tutor.session.stack import Forest
from tutor.session.steps import Step
from tutor.session.views import ContainerBox, ImageTop, LayerNode, Mark, StackView, TagFlag

IMAGES = ("alpine:3.20", "alpine:3.19", "busybox:1.36", "hello-world", "team/base:1", "app:1", "app:2")
names = st.sampled_from(IMAGES)
dockerfiles = st.sampled_from((
    "FROM alpine:3.20\nWORKDIR /app\n", "FROM alpine:3.20\nWORKDIR /app\nRUN echo 1 > f\n",
    "FROM alpine:3.20\nRUN echo 1 > f\nCMD [\"cat\", \"f\"]\n", "FROM app:1\nENV A=1\nRUN echo 2 > g\n",
    "FROM scratch\n",
))  # fmt: skip
commands = st.one_of(
    names.map(lambda name: f"docker pull -q {name}"),
    names.map(lambda name: f"docker image rm {name}"),
    names.map(lambda name: f"docker image rm -f {name}"),
    st.tuples(names, names).map(lambda pair: f"docker image tag {pair[0]} {pair[1]}"),
    names.map(lambda name: f"docker run --name c {name} sh -c 'echo $HOSTNAME > /f'"),
    st.tuples(dockerfiles, names).map(lambda pair: f"docker build -q -t {pair[1]} - <<'E'\n{pair[0]}E\n"),
    dockerfiles.map(lambda text: f"docker build -q - <<'E'\n{text}E\n"),
    st.sampled_from((
        "docker rm -f c", "docker commit c app:1", "docker rename c d", "docker rm -f d", "docker image prune -f",
        "docker image prune -a -f", "docker start c", "docker builder prune -a -f", "undo",
        "docker volume create v", "docker volume rm v", "docker run --rm -v v:/v alpine:3.20 sh -c 'echo 1 > /v/f'",
        "docker image save -o s.tar alpine:3.20", "docker image load -i s.tar",
    )),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(commands, max_size=8), commands)
def test_what_is_taken_over_is_what_would_be_made_anew(lines: list[str], last: str) -> None:
    learner = session()
    now: Picture | None = None
    for line in ("docker pull -q alpine:3.20", *lines):
        run(learner, line)
        now = picture(learner.state, now)
    assert now is not None
    assert shown(now) == shown(picture(learner.state))
    forest = Forest(now)
    assert replace(forest.view, **BESIDE) == plain(now, now)

    after = learner.fork(last).machine.state
    then = picture(after, now)
    assert shown(then) == shown(picture(after))
    view = forest.marked(then)
    assert replace(view, **BESIDE, roots=tuple(map(without_notes, view.roots))) == plain(now, then)
    assert narrate(view, besides=forest.view) == narrate(view)


@settings(max_examples=20, deadline=None)
@given(st.lists(commands, max_size=8))
def test_pruning_leaves_what_is_needed_and_nothing_else(lines: list[str]) -> None:
    learner = session()
    for line in ("docker pull -q alpine:3.20", *lines):
        run(learner, line)
    before, _ = gc.sweep(learner.state)
    outcome = prune_images(before, World(NOW, hub()), all=True)
    swept, freed = gc.sweep(replace(before, images=outcome.state.images))
    assert outcome.state == swept
    assert outcome.value.reclaimed == gc.size_of(before, set(freed))


def test_a_container_keeps_the_layers_of_an_image_that_a_build_replaced() -> None:
    learner = session()
    for line in ("docker pull -q alpine:3.20", "echo 1 > f", "printf 'FROM alpine:3.20\\nCOPY f /\\n' > Dockerfile",
                 "docker build -q -t app .", "docker run -d --name web app sleep 9", "echo 2 > f"):  # fmt: skip
        run(learner, line)
    now = Forest(picture(learner.state))
    after = picture(learner.fork("docker build -q -t app .").machine.state, now.picture)
    run(learner, "docker build -q -t app .")
    layers = [node for node in walk(Forest(picture(learner.state)).view) if node.text == "COPY f /"]
    assert [[box.name for image in node.images for box in image.containers] for node in layers] in (
        [["web"], []], [[], ["web"]],
    )  # fmt: skip
    assert "removed" not in {node.mark for node in walk(now.marked(after)) if not node.empty}


def test_volumes_and_records_of_the_build_cache_are_marked() -> None:
    learner = session()
    run(learner, "docker pull -q alpine:3.20")
    run(learner, "docker volume create kept")
    run(learner, "printf 'FROM alpine:3.20\\nRUN echo 1 > f\\n' | docker build -q -t app -")
    now = Forest(picture(learner.state))
    assert [(box.name, box.size, box.users) for box in now.view.volumes] == [("kept", 0, ())]
    assert "RUN echo 1 > f" in [record.text for record in now.view.cache]
    assert now.view.cached == len(learner.state.cache)

    def after(line: str) -> StackView:
        return now.marked(picture(learner.fork(line).machine.state, now.picture))

    filled = after("docker run --name web -v kept:/k -v new:/n alpine:3.20 sh -c 'echo 12 > /k/f'")
    assert [(box.name, box.size, box.users, box.mark) for box in filled.volumes] == [
        ("kept", 3, ("web",), "moved"), ("new", 0, ("web",), "added"),
    ]  # fmt: skip
    assert "Would add volume new." in narrate(filled, would=True)
    pruned = after("docker builder prune -a -f && docker volume rm kept")
    assert {record.mark for record in pruned.cache} == {"removed"}
    count = len(learner.state.cache)
    assert narrate(pruned) == ("Removed volume kept.", f"Removed {count} records of the build cache.")
    built = after("printf 'FROM alpine:3.20\\nRUN echo 2 > f\\n' | docker build -q -t app -")
    assert [record.text for record in built.cache if record.mark == "added"] == ["RUN echo 2 > f"]


def test_many_names_that_go_are_told_in_one_sentence() -> None:
    learner = session()
    for name in ("alpine:3.20", "alpine:3.19", "busybox:1.36", "hello-world"):
        run(learner, f"docker pull -q {name}")
    now = Forest(picture(learner.state))
    told = narrate(now.marked(picture(learner.fork("docker image prune -a -f").machine.state)), would=True)
    assert told[0] == "Would remove 4 tags: alpine:3.19, alpine:3.20, busybox:1.36 and 1 more."
    few = narrate(now.marked(picture(learner.fork("docker rmi busybox:1.36 hello-world").machine.state)))
    assert few[:2] == ("Removed tag busybox:1.36.", "Removed tag hello-world:latest.")


def test_a_container_that_gets_another_name_is_told_so() -> None:
    learner = sitting()
    for line in ("docker run -d --name db alpine:3.20 sleep 99", "docker exec db touch /f"):
        learner.run(line)
    line = "docker rename db d2"
    assert learner.preview(line, len(line)).message.endswith("Would rename container db to d2.")
    assert learner.run(line).said == ("Renamed container db to d2.",)
    assert learner.run("docker rename d2 db; docker exec db touch /g").said == (
        "Renamed container d2 to db.", "Changed files of container db: +2 ~0 −0 against its image.",
    )  # fmt: skip
    assert learner.run("docker exec -it db sh").said == ()


def test_containers_stand_in_the_order_of_their_making() -> None:
    learner = session()
    names = [f"c{number}" for number in range(9)]
    for name in names[1:]:
        run(learner, f"docker create --name {name} alpine:3.20")

    def boxes(view: StackView) -> list[str]:
        return [box.name for node in walk(view) for image in node.images for box in image.containers]

    now = Forest(picture(learner.state))
    assert boxes(now.view) == names[1:]
    fork = learner.fork("docker rm c4; docker create --name last alpine:3.20").machine.state
    assert boxes(now.marked(picture(fork, now.picture))) == [*names[1:], "last"]
    gone = Forest(picture(fork))
    assert boxes(gone.marked(now.picture)) == [*names[1:], "last"]


def without_notes(node: LayerNode) -> LayerNode:
    """The same layers without what is said of them."""
    return replace(node, note="", children=tuple(map(without_notes, node.children)))


BESIDE: dict[str, Any] = {"volumes": (), "cache": (), "cached": 0, "cache_bytes": 0}
"""What stands beside the layers is told elsewhere."""


def shown(made: Picture) -> object:
    """What a picture says, without what it rests on."""
    steps = {image: facts.steps for image, facts in made.images.items()}
    return steps, made.names, made.containers, made.volumes


# -- the same stack, told plainly ----------------------------------------------------------------------------------


def plain(before: Picture, after: Picture) -> StackView:
    """Every layer of both pictures, made anew."""
    children: dict[str, dict[str, None]] = {}
    steps: dict[str, Step] = {}
    for source in (before, after):
        for facts in source.images.values():
            below = ""
            for step in facts.steps:
                steps[step.key] = step
                children.setdefault(below, {})[step.key] = None
                below = step.key
    old = [step.key for facts in before.images.values() for step in facts.steps]
    new = {step.key for facts in after.images.values() for step in facts.steps}
    tops: dict[str, list[ImageTop]] = {}
    for image in {**before.images, **after.images}:
        path = next(
            (
                where.images[image].steps
                for where in (after, before)
                if image in where.images and where.images[image].steps
            ),
            (),
        )
        mark = marked(image in before.images, image in after.images)
        top = ImageTop(image[7:19], flags(image, before, after), boxes(image, before, after), mark)
        tops.setdefault(path[-1].key if path else "", []).append(top)

    def node(key: str) -> LayerNode:
        step = steps[key]
        above = tuple(node(child) for child in children.get(key, ()))
        mark = marked(key in old, key in new)
        return LayerNode(
            key, step.text, step.size, not step.digest, step.digest, mark, "", tuple(tops.get(key, ())), above
        )

    files = {step.key: step for facts in before.images.values() for step in facts.steps if step.digest}
    return StackView(
        tuple(node(key) for key in children.get("", ())), len(before.images), len(files),
        sum(old.count(key) > 1 for key in files), len(before.containers), sum(step.size for step in files.values()),
    )  # fmt: skip


def marked(was: bool, will_be: bool) -> Mark:
    return "same" if was and will_be else "added" if will_be else "removed"


def flags(image: str, before: Picture, after: Picture) -> tuple[TagFlag, ...]:
    found = []
    for name in sorted({**before.names, **after.names}):
        old, new = before.names.get(name), after.names.get(name)
        if old == new == image:
            found.append(TagFlag(name))
        elif old == image:
            found.append(TagFlag(name, "removed", called(after, new, name)))
        elif new == image:
            found.append(TagFlag(name, "moved" if old else "added", called(before, old, name)))
    return tuple(found)


def called(where: Picture, image: str | None, besides: str) -> str:
    if image is None:
        return ""
    return next((name for name, target in where.names.items() if target == image and name != besides), image[7:19])


def boxes(image: str, before: Picture, after: Picture) -> tuple[ContainerBox, ...]:
    found = []
    for key in {**before.containers, **after.containers}:
        old, new = before.containers.get(key), after.containers.get(key)
        where, box = new or old or ("", ContainerBox("", ""))
        if where != image:
            continue
        if old is None or new is None:
            box = replace(box, mark=marked(old is not None, new is not None))
        elif old[1] != box:
            box = replace(box, mark="moved", was=old[1])
        found.append(box)
    return tuple(sorted(found, key=lambda box: box.number))

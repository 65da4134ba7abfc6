"""The pages of an image and of one of its layers: where it came from, its names and digests, its files, its waste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine import eras
from tutor.session.inside.changes import changed
from tutor.session.inside.seen import images_with, names_of, short_id
from tutor.session.inside.target import Target
from tutor.session.inside.views import Entries, Entry, Fact, Facts, Page, Tab, Words
from tutor.session.inside.waste import waste
from tutor.session.narrate import human

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.session.inside.seen import SeenImage, SeenStep
    from tutor.session.inside.views import Block
    from tutor.session.inside.waste import Waste

_EMPTY = (
    "It changes only the configuration: no files, no layer, 0 B. docker history lists it as a step all the same."
)
_PACKED = "of its packed bytes: the manifest lists, and a registry keeps, these"
EFFICIENCY = (
    "Efficiency as dive defines it: for each path the least size it has in any layer, all of them added up and divided "
    "by the sizes in all layers; what is deleted counts 0 there, also what lies in a deleted folder."
)


def image_page(state: State, target: Target, seen: SeenImage) -> Page:
    """An image: its names, its documents, its steps, what a container of it starts."""
    era, lost = eras.of(state), waste(seen.steps)
    layers = [step for step in seen.steps if step.diff]
    facts = [
        Fact("names", ", ".join(seen.names) or "none: it is dangling", "labels that point at it"),
        Fact("ID", era.id_of(state, seen.id), "what docker calls it: a digest of its description, so also its seal"),
        Fact("platform", str(seen.config.platform)),
        Fact("created", seen.config.created or "not said"),
        Fact("size", human(sum(step.size for step in layers)), f"{len(layers)} layers, unpacked"),
        Fact("packed", human(sum(step.blob.size for step in layers if step.blob)), "what a pull has to fetch"),
        *waste_facts(seen, lost),
    ]
    config = seen.config.config
    start = [
        ("entrypoint", " ".join(config.entrypoint)), ("command", " ".join(config.cmd)), ("user", config.user),
        ("folder", config.working_dir), ("ports", " ".join(config.exposed_ports)),
        ("volumes", " ".join(config.volumes)), ("stop signal", config.stop_signal),
        *[("variable", entry) for entry in config.env], *[("label", f"{key}={value}") for key, value in config.labels],
    ]  # fmt: skip
    begins = Facts("What a container of it starts with", tuple([Fact(name, text) for name, text in start if text]))
    rows = [_step_row(state, seen, step) for step in reversed(seen.steps)]
    steps = Entries("Steps, the base at the bottom", tuple(rows), "It has no steps.")
    return Page(target, f"Image {seen.name}", (Facts("", tuple(facts)), steps), (begins,), image_tabs(seen))


def _step_row(state: State, seen: SeenImage, step: SeenStep) -> Entry:
    others = len(images_with(state, step.key)) - 1 if step.diff else 0
    shared = f"shared with {others} more" if others > 0 else ""
    return Entry(f"{step.number:2} {step.text}", size=step.size, note=shared, target=Target("layer", step.key, seen.id))


def image_tabs(seen: SeenImage) -> tuple[Tab, ...]:
    """The pages about an image."""
    tabs = [Tab("image", Target("image", seen.id)), Tab("waste", Target("waste", seen.id))]
    if seen.tree is not None and seen.steps:
        tabs.append(Tab("files", Target("tree", seen.steps[-1].key, seen.id, "/")))
    tabs.append(Tab("manifest", Target("document", seen.digest, seen.id)))
    tabs.append(Tab("config", Target("document", seen.manifest.config.digest, seen.id)))
    if seen.id != seen.digest:
        tabs.append(Tab("index", Target("document", seen.id, seen.id)))
    return tuple(tabs)


def layer_tabs(seen: SeenImage, step: SeenStep) -> tuple[Tab, ...]:
    """The pages about a layer."""
    tabs = [Tab("layer", Target("layer", step.key, seen.id))]
    if step.tree is not None:
        if step.diff:
            tabs.append(Tab("changes", Target("files", step.key, seen.id)))
        tabs.append(Tab("tree", Target("tree", step.key, seen.id, "/")))
    return (*tabs, Tab(f"image {seen.name}", Target("image", seen.id)), *image_tabs(seen)[1:2],
            *[tab for tab in image_tabs(seen) if tab.label in ("manifest", "config")])  # fmt: skip


def layer_page(state: State, target: Target, seen: SeenImage, step: SeenStep) -> Page:
    """One step of an image."""
    title = f"Step {step.number} of {len(seen.steps)} of {seen.name}"
    tabs = layer_tabs(seen, step)
    made = _made(step)
    if not step.diff:
        return Page(target, title, (Facts("What made it", made), Words(_EMPTY)), tabs=tabs)
    lost = waste(seen.steps)
    sizes = [Fact("unpacked", human(step.size), "what it takes on this machine")]
    if step.blob is not None:
        sizes.append(Fact("packed", human(step.blob.size), "what a pull fetches"))
    hidden, hides = lost.stored_by(step.number), lost.hidden_by(step.number)
    if hidden:
        sizes.append(Fact("in vain", human(hidden), "of it is hidden by later steps", Target("waste", seen.id)))
    if hides:
        sizes.append(Fact("hides", human(hides), "of the steps below, which stay stored", Target("waste", seen.id)))
    aside: tuple[Block, ...] = (Words("Its files are not unpacked here: only their packed bytes are."),)
    if step.tree is not None and step.below is not None:
        rows, tally = changed(step.below, step.tree, Target("file", step.key, seen.id))
        sizes.append(Fact("changes", tally.text, "files and folders added, changed, removed"))
        aside = (Entries(f"Its files: {tally.words}", rows, "It changed no file."),)
    digests = [
        Fact("diff ID", step.diff, "of its plain tar: the configuration lists layers by it"),
        Fact("chain ID", step.chain, _chain_words(seen, step)),
    ]
    if step.blob is not None:
        digests.append(Fact("digest", step.blob.digest, _PACKED))
    stands = _standing(state, seen, step)
    around = [
        Fact("manifest", seen.digest, "lists the packed layers", Target("document", seen.digest, seen.id)),
        Fact("config", seen.manifest.config.digest, "lists the steps and how to start",
             Target("document", seen.manifest.config.digest, seen.id)),
    ]  # fmt: skip
    main = (
        Facts("What made it", made),
        Facts("How big it is", tuple(sizes)),
        Facts("Its three digests", tuple(digests)),
        Facts("What stands on it", stands),
        Facts("The documents around it", tuple(around)),
    )
    return Page(target, title, main, aside, tabs)


def _standing(state: State, seen: SeenImage, step: SeenStep) -> tuple[Fact, ...]:
    """The images that have this layer, the present one first."""
    names, holding = names_of(state), images_with(state, step.key)
    holding = sorted(holding, key=lambda image: image != seen.id)
    rows = [
        Fact("image", (names.get(image) or [short_id(image)])[0], "stored once for all of them" if at == 1 else "",
             Target("image", image))
        for at, image in enumerate(holding[:_MOST])
    ]  # fmt: skip
    if len(holding) > _MOST:
        rows.append(Fact("", f"and {len(holding) - _MOST} more"))
    return tuple(rows)


_MOST = 12
"""Images that are named one by one."""


def _made(step: SeenStep) -> tuple[Fact, ...]:
    history = step.history
    rows = [Fact("created by", history.created_by if history is not None and history.created_by else step.text)]
    if history is not None:
        told = (("created", history.created), ("author", history.author), ("comment", history.comment))
        rows += [Fact(label, text) for label, text in told if text]
    return tuple(rows)


def _chain_words(seen: SeenImage, step: SeenStep) -> str:
    if step.chain == step.diff:
        return "of it and all below: at the base the same as the diff ID"
    return "of it and all below: SHA-256 of the chain ID below, a blank, and the diff ID"


def waste_facts(seen: SeenImage, lost: Waste) -> list[Fact]:
    """How much of an image is stored in vain."""
    link = Target("waste", seen.id)
    if not lost.stored:
        return []
    return [
        Fact("efficiency", percent(lost.efficiency), "1 less what is stored twice or deleted later", link),
        Fact("in vain", human(lost.wasted), f"of {human(lost.stored)} in files", link),
    ]


def percent(share: float) -> str:
    """A share in percent; what is not all of it never reads 100%."""
    text = f"{share:.1%}"
    return "over 99.9%" if text == "100.0%" and share < 1 else text.replace(".0%", "%")


def waste_page(state: State, target: Target, seen: SeenImage) -> Page:
    """What an image stores and never shows, with its culprits."""
    lost = waste(seen.steps)
    facts = [*waste_facts(seen, lost)] or [Fact("efficiency", "100%", "it stores no bytes")]
    rows = [
        Entry(
            culprit.path, "removed" if culprit.deleted else "modified", culprit.size,
            note=f"stored in step {culprit.stored}, {'deleted' if culprit.deleted else 'overwritten'} in step "
            f"{culprit.hidden}" + (f" ({culprit.files} files)" if culprit.files > 1 else ""),
            target=Target("file", _key(seen, culprit.hidden), seen.id, culprit.path),
        )
        for culprit in lost.culprits
    ]  # fmt: skip
    words = EFFICIENCY + (f" {lost.unknown} layers are not unpacked here and not counted." if lost.unknown else "")
    advice = "Delete in the same step that wrote, or leave it out of the image: then it is never stored."
    blocks: list[Block] = [Facts("", tuple(facts)), Words(words), Words(advice if rows else "")]
    empty = "Nothing: every byte that is stored is shown."
    blocks.append(Entries("Stored in vain, the biggest first", tuple(rows), empty))
    return Page(target, f"Waste in {seen.name}", tuple(blocks), tabs=image_tabs(seen))


def _key(seen: SeenImage, number: int) -> str:
    return seen.steps[number - 1].key

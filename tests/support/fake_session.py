"""A sitting that needs no engine: enough of `docker` to draw, with an immutable state whose digest tests can compare.

It keeps the promises of `tutor.session.port.Sitting`; front ends are developed and tested against it.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator

from tests.support.stacks import ALPINE, APP, OLDER, chain, count
from tutor.dataclass import dataclass, replace
from tutor.session.editor.views import Forecast, Look, OpenFile, Saved
from tutor.session.inside.target import Target, pair
from tutor.session.inside.views import Entries, Entry, Page, Tab, Words
from tutor.session.port import Output
from tutor.session.views import (
    CheckItem,
    Completion,
    Completions,
    ContainerBox,
    Found,
    Frame,
    HistoryEntry,
    HistoryPoint,
    ImageTop,
    LayerNode,
    LessonItem,
    LessonView,
    Mark,
    MessageKind,
    Piece,
    Preview,
    PromptView,
    Result,
    Span,
    StackView,
    TagFlag,
)

Emit = Callable[..., None]
HUB = {"alpine:3.20": "a20", "alpine:latest": "a20", "alpine:3.19": "a19"}
STEPS = {"a20": ALPINE, "a19": OLDER, "app": [*ALPINE, *APP]}
COMMANDS = ("docker", "echo", "ls", "cat", "exit", "seq", "wait", "hint", "check", "next", "undo", "redo", "stack")
SUBCOMMANDS = {"image": "images", "pull": "fetch an image", "tag": "give a name", "rmi": "take a name away",
               "images": "list images", "run": "start a program", "build": "make an image"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FakeState:
    """The whole fake sandbox."""

    names: tuple[tuple[str, str], ...] = ()
    containers: tuple[tuple[str, str, int], ...] = ()
    inside: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Equal for equal states."""
        return hashlib.sha256(repr((self.names, self.containers, self.inside)).encode()).hexdigest()


Executed = tuple[int, FakeState, tuple[str, ...]]


class FakeSession:
    """See `tutor.session.port.Sitting`."""

    def __init__(self, *, lesson: bool = True, state: FakeState | None = None) -> None:
        self.width = 80
        self.speed = 0.0
        self.states = [state or FakeState()]
        self.where = 0
        self.entries: list[HistoryEntry] = []
        self.names: dict[int, str] = {}
        self.step = 1
        self.in_lesson = lesson
        self.hinted = ""
        self.closed = False
        self.previews = 0
        self.thread = threading.get_ident()
        self._cancelled = threading.Event()

    @property
    def state(self) -> FakeState:
        """The state that is."""
        return self.states[self.where]

    # -- doing

    def run(self, line: str, output: Output | None = None) -> Result:
        """Run a line."""
        pieces: list[Piece] = []
        self._cancelled.clear()

        def emit(text: str, error: bool = False) -> None:
            piece = Piece(text, "stderr" if error else "stdout")
            pieces.append(piece)
            if output is not None:
                output(piece)

        before = self.state
        code, after = 0, before
        said: tuple[str, ...] = ()
        words = line.split()
        if words == ["exit"] and not before.inside:
            return Result(leave=True)
        if words:
            code, after, said = self._execute(words, line, before, emit)
        changed = after != before
        if changed:
            del self.states[self.where + 1 :]
            self.states.append(after)
            self.where += 1
        if words:
            self.entries = [replace(entry, current=False) for entry in self.entries]
            self.entries.append(HistoryEntry(len(self.entries) + 1, line, code, changed, True))
        return Result(tuple(pieces), code, changed, said, change=picture(before, after) if changed else None)

    def _execute(self, words: list[str], line: str, state: FakeState, emit: Emit) -> Executed:
        name = words[0]
        if name == "exit":
            return 0, replace(state, inside=state.inside[:-1]), ()
        if name == "echo":
            emit(line.partition(" ")[2] + "\n")
        elif name == "seq":
            for number in range(1, int(words[1]) + 1):
                emit(f"{number}\n")
        elif name == "wait":
            for number in range(int(words[1])):
                emit(f"tick {number}\n")
                if self._cancelled.wait(0.01):
                    return 130, state, ()
        elif name == "for":
            emit(f"{line.count(chr(10)) + 1} lines\n")
        elif name == "ls":
            emit("Dockerfile  \x1b[1;34mapp\x1b[0m  notes.txt\n")
        elif name == "docker":
            return self._docker(words[1:], state, emit)
        else:
            emit(f"sh: {name}: not found\n", True)
            return 127, state, ()
        return 0, state, ()

    def _docker(self, words: list[str], state: FakeState, emit: Emit) -> Executed:
        if words[:1] == ["image"]:
            words = words[1:]
        after, message, said = change(words, state)
        if words[:1] in (["images"], ["ls"]):
            emit("IMAGE            ID             DISK USAGE   CONTENT SIZE\n")
            for name, image in state.names:
                emit(f"{name:<16} {identity(image)}       12.3MB         3.6MB\n")
            return 0, state, ()
        if after is None:
            emit(message + "\n", True)
            return 1, state, ()
        if words[0] == "pull":
            name = words[1]
            emit(f"{name.partition(':')[2]}: Pulling from library/{name.partition(':')[0]}\n")
            emit("9824c27679d3: Pull complete \nDigest: sha256:1e42bbe2508154c9126d48c2b8a75420c3544343bf86fd041fb7\n")
            emit(f"Status: Downloaded newer image for {name}\ndocker.io/library/{name}\n")
        return 0, after, (said,) if said else ()

    def cancel(self) -> None:
        """Stop what runs."""
        self._cancelled.set()

    def undo(self, count: int = 1) -> Result:
        """Go back."""
        if self.where == 0:
            return Result((Piece("Nothing to undo.\n", "stderr"),), 1)
        before = self.state
        self.where = max(0, self.where - count)
        return Result(changed=True, said=("Undone.",), change=picture(before, self.state))

    def redo(self, count: int = 1) -> Result:
        """Go on again."""
        if self.where + 1 >= len(self.states):
            return Result((Piece("Nothing to redo.\n", "stderr"),), 1)
        self.where = min(len(self.states) - 1, self.where + count)
        return Result(changed=True, said=("Redone.",))

    def reset(self) -> Result:
        """Start over."""
        self.states.append(FakeState())
        self.where = len(self.states) - 1
        return Result(changed=True, said=("Back at the start.",))

    def travel(self, word: str, argument: str) -> Result:
        """Go to a point, or name one."""
        number, _, name = argument.removeprefix("@").partition(" ")
        if word == "mark":
            self.names[int(number)] = name
            return Result((Piece(f"@{name} is a point.\n"),))
        if int(number) >= len(self.states):
            return Result((Piece("there is no such point\n", "stderr"),), 1)
        self.where = int(number)
        return Result((Piece(f"Now at @{number}.\n"),), changed=True, said=("Travelled.",))

    def tutor(self, word: str) -> Result:
        """A tutor word."""
        if word == "hint":
            self.hinted = "The command is docker image tag, then the image, then its new name."
            return Result((Piece(self.hinted + "\n"),))
        if word == "next" and all(item.done for item in self._checks()):
            self.step += 1
        return Result((Piece(f"{word}: step {self.step}\n"),))

    def start_lesson(self, lesson_id: str) -> Result:
        """Begin a lesson."""
        self.in_lesson = bool(lesson_id)
        self.step = 1
        return Result(said=("Lesson begun.",) if lesson_id else ())

    def close(self) -> None:
        """The end."""
        self.closed = True

    def save(self, file: OpenFile, text: str, *, over: bool = False) -> Saved:
        """Save a file; this sandbox has none to keep it."""
        return Saved(replace(file, text=text, stored=hashlib.sha256(text.encode()).hexdigest()), changed=True)

    # -- asking

    def look(self, file: OpenFile, text: str) -> Look:
        """No colours, no problems."""
        return Look()

    def forecast(self, file: OpenFile, text: str) -> Forecast:
        """No forecast."""
        return Forecast()

    def preview(self, line: str, cursor: int) -> Preview:
        """What a line would do."""
        self.previews += 1
        words = line.split()
        spans = self.highlight(line)
        missing = self.missing(line)
        if words[:1] == ["docker"] and len(words) > 1:
            rest = words[1:] if words[1] != "image" else words[2:]
            after, message, said = change(rest, self.state)
            if after is None:
                kind: MessageKind = "error" if message.startswith("no such") or "unknown" in message else "hint"
                return Preview(None, message, kind, spans, missing)
            if after != self.state:
                return Preview(picture(self.state, after), said, "info", spans, missing)
        return Preview(None, "", "", spans, missing)

    def complete(self, line: str, cursor: int) -> Completions:
        """The ways to go on."""
        head = line[:cursor]
        start = head.rfind(" ") + 1
        word, before = head[start:], head[:start].split()
        choices: list[tuple[str, str, str]] = []
        if not before:
            choices = [(name, "", "command") for name in COMMANDS]
        elif before == ["docker"]:
            choices = [(name, text, "command") for name, text in SUBCOMMANDS.items()]
        elif "pull" in before:
            choices = [(name, "on the hub", "image") for name in HUB]
        else:
            choices = [(name, identity(image), "image") for name, image in self.state.names]
        found = (Completion(*choice) for choice in choices if choice[0].startswith(word))
        return Completions(start, tuple(found))

    def highlight(self, line: str) -> tuple[Span, ...]:
        """The line's parts."""
        spans: list[Span] = []
        at = 0
        for place, word in enumerate(line.split()):
            start = line.index(word, at)
            at = start + len(word)
            if place == 0:
                spans.append(Span(start, at, "program" if word in COMMANDS else "error"))
            elif word.startswith("-"):
                spans.append(Span(start, at, "option"))
            elif line.startswith("docker") and place < 3 and word in SUBCOMMANDS:
                spans.append(Span(start, at, "subcommand"))
            elif ":" in word:
                spans.append(Span(start, at, "image"))
        return tuple(spans)

    def missing(self, line: str) -> str:
        """What is missing: quotes and `done` only."""
        if line.count("'") % 2 or line.count('"') % 2:
            return "quote"
        return "done" if line.split()[:1] == ["for"] and "done" not in line.split() else ""

    def prompt(self) -> PromptView:
        """Where we are."""
        inside = self.state.inside
        if inside:
            return PromptView("root", "3f2a9c1d5e77", "/", "/ # ", "> ", inside)
        return PromptView(cwd="~/lab")

    def stack(self) -> StackView:
        """What is there."""
        return picture(self.state, self.state)

    def inside(self, what: Target | str, beside: Target | str = "") -> Page | None:
        """A page that says what was asked for, with two links; nothing of what is called "gone"."""
        target, other = (it if isinstance(it, Target) else Target("image", it) for it in (what, beside))
        target = pair(target, other) if beside else target
        if target.key == "gone":
            return None
        rows = [Entry(f"file {at}", "added", at, target=replace(target, path=f"/{at}")) for at in range(40)]
        tabs = (Tab("image", Target("image", target.key)), Tab("waste", Target("waste", target.key)))
        main = (Words("Hello."), Entries("Files", tuple(rows)))
        return Page(target, f"{target.what} {target.key} {target.path}", main, tabs=tabs)

    def _checks(self) -> tuple[CheckItem, ...]:
        names = dict(self.state.names)
        if self.step == 1:
            return (CheckItem("alpine:3.20 is here", "alpine:3.20" in names),)
        same = "team/base:1" in names and names.get("team/base:1") == names.get("alpine:3.20")
        return (
            CheckItem("team/base:1 exists", "team/base:1" in names),
            CheckItem("it is the same image, not a copy", same),
        )

    def lesson(self) -> LessonView | None:
        """The step."""
        if not self.in_lesson:
            return None
        heading, text = LESSON[min(self.step, 2) - 1]
        checks = self._checks()
        done = all(item.done for item in checks)
        progress = tuple(at < self.step or (at == self.step and done) for at in range(1, 5))
        place = ("names", "Images, layer by layer", "2 Names and tags", "One image, many names", 3, 36, self.step, 4)
        return LessonView(*place, heading, text, checks, progress, self.hinted)

    def lessons(self) -> tuple[LessonItem, ...]:
        """The course."""
        return (
            LessonItem("first", "1 What an image is", "Your first image", 5, True),
            LessonItem("names", "2 Names and tags", "One image, many names", 6, False, self.in_lesson),
            LessonItem("layers", "3 Layers", "Layers and history", 8),
        )

    def catalogue(self) -> tuple[Found, ...]:
        """A lesson, a term, a command."""
        return (
            Found("lesson", "Layers and history", "lesson, 8 min", "layers"),
            Found("term", "layer", "glossary", "layer"),
            Found("line", "docker image tag", "Give an image another name", "docker image tag "),
            Found("point", "the beginning", "point @0: go there", "0"),
        )  # fmt: skip

    def terms(self, line: str) -> tuple[Found, ...]:
        """Two terms."""
        return Found("near", "tag", "A name.", "tag"), Found("term", "layer", "Files.", "layer")

    def history(self) -> tuple[HistoryEntry, ...]:
        """What was run."""
        return tuple(self.entries)

    def points(self) -> tuple[HistoryPoint, ...]:
        """The states in a line, numbered from 0."""
        lines = ["the beginning", *[entry.line for entry in self.entries if entry.changed]]
        lines += ["?"] * (len(self.states) - len(lines))
        return tuple(
            HistoryPoint(at, "", lines[at], self.names.get(at, ""), here=at == self.where,
                         place="undone" if at > self.where else "past", command=lines[at])
            for at in range(len(self.states))
        )  # fmt: skip

    def replay(self, point: int) -> tuple[Frame, ...]:
        """Two frames of the step before a point."""
        at = point or self.where
        if not at:
            return ()
        before, after = picture(self.states[at - 1], self.states[at - 1]), picture(self.states[at - 1], self.states[at])
        return Frame("It begins.", before), Frame("It ends.", after)

    def at(self, point: int) -> Preview:
        """What would differ at a point."""
        stack = picture(self.state, self.states[point])
        return Preview(stack if point != self.where else None, f"Would go to @{point}.", "info")

    def warm_up(self) -> Iterator[None]:
        """Nothing is slow here."""
        yield from ()

    def welcome(self) -> str:
        """Words for the start."""
        return "Type a command. hint helps, undo takes back.\n"


LESSON = (
    ("Fetch your first image", "Images live in a **registry**. `docker pull` copies one from there to you.\n\n"
     "Type this, and watch the stack while you type:\n\n    docker pull alpine:3.20\n\n`alpine` says *which* image, "
     "`3.20` is its **tag**: a label that says *which version*."),
    ("Give it a second name", "A **tag** is only a name. One image can carry many, and a new one copies nothing.\n\n"
     "Look at what you have with `docker image ls`. Then give the same image the name `team/base:1`:\n\n"
     "    docker image tag alpine:3.20 team/base:1\n\nBefore you press Enter, find the ghost of the new name."),
)  # fmt: skip


def identity(image: str) -> str:
    """An image's short ID."""
    return hashlib.sha256(image.encode()).hexdigest()[:12]


def change(words: list[str], state: FakeState) -> tuple[FakeState | None, str, str]:
    """The state after a docker command, a message, and a sentence; None for a state if there is nothing to do."""
    names = dict(state.names)
    verb, arguments = (words[0], words[1:]) if words else ("", [])
    if verb == "pull":
        if not arguments:
            return None, "NAME[:TAG]  the image to fetch", ""
        name = arguments[0]
        if name not in HUB:
            return None, f"no such image {name} — {', '.join(HUB)} exist", ""
        return _named(state, name, HUB[name]), "", f"Would fetch {name}: 1 layer, 3.6 MB."
    if verb == "tag":
        if len(arguments) < 2:
            return None, "TARGET_IMAGE  the new name: repository[:tag] · copies nothing", ""
        if arguments[0] not in names:
            return None, f"no such image {arguments[0]} — {', '.join(names) or 'none'} exist", ""
        moved = names.get(arguments[1])
        said = f"Adds the name {arguments[1]} to the image that {arguments[0]} names. Nothing is copied."
        return _named(state, arguments[1], names[arguments[0]]), "", said if moved is None else f"Moves {arguments[1]}."
    if verb == "rmi":
        if not arguments or arguments[0] not in names:
            return None, f"no such image {' '.join(arguments)}", ""
        del names[arguments[0]]
        return replace(state, names=tuple(names.items())), "", f"Takes the name {arguments[0]} away."
    if verb == "build":
        return _named(state, "app:dev", "app"), "", "Would build app:dev: 4 steps run."
    if verb == "run" and arguments:
        image = arguments[-2] if arguments[-1] == "sh" else arguments[-1]
        if image not in names:
            return None, f"no such image {image}", ""
        inside = (*state.inside, "quirky_hopper") if "-it" in arguments else state.inside
        box = (("quirky_hopper", names[image], len(state.containers)),)
        return replace(state, containers=(*state.containers, *box), inside=inside), "", "Starts a container."
    return (None, "pull, tag, rmi, run, build, images", "") if verb not in ("images", "ls") else (state, "", "")


def _named(state: FakeState, name: str, image: str) -> FakeState:
    names = dict(state.names)
    names[name] = image
    return replace(state, names=tuple(names.items()))


def picture(before: FakeState, after: FakeState) -> StackView:
    """The stack after, with marks for what differs from before."""
    old, new = dict(before.names), dict(after.names)
    held = {image: image for _, image, _ in after.containers}
    present = set(old.values()) | {image for _, image, _ in before.containers}
    coming = set(new.values()) | set(held)

    def mark(image: str) -> Mark:
        return "same" if image in present and image in coming else "added" if image in coming else "removed"

    def top(image: str) -> ImageTop:
        flags = []
        for name in {**old, **new}:
            if new.get(name) == image:
                if old.get(name) == image:
                    flags.append(TagFlag(name))
                elif name in old:
                    flags.append(TagFlag(name, "moved", identity(old[name])[:7]))
                else:
                    flags.append(TagFlag(name, "added"))
            elif old.get(name) == image:
                flags.append(TagFlag(name, "removed", identity(new[name])[:7] if name in new else ""))
        boxes = tuple(
            ContainerBox(name, "running", 3, 1, 0, 12_288, attached=bool(after.inside), mark=_fresh(place, before))
            for name, of, place in after.containers
            if of == image
        )
        return ImageTop(identity(image), tuple(flags), boxes, mark(image))

    def marked(node: LayerNode, how: Mark) -> LayerNode:
        return replace(node, mark=how, children=tuple(marked(child, how) for child in node.children))

    images = [image for image in ("a20", "a19") if image in present | coming]
    roots = []
    for image in images:
        children: tuple[LayerNode, ...] = ()
        if image == "a20" and "app" in present | coming:
            children = (marked(chain(APP, top("app")), mark("app")),)
        base = chain(STEPS[image], top(image))
        base = marked(base, mark(image))
        leaf = base.children[0]
        roots.append(replace(base, children=(replace(leaf, children=children),)))
    return count(StackView(tuple(roots)))


def _fresh(place: int, before: FakeState) -> Mark:
    return "same" if place < len(before.containers) else "added"


def slow_open(seconds: float = 0.0, *, lesson: bool = True) -> FakeSession:
    """Open a fake session after a while."""
    time.sleep(seconds)
    return FakeSession(lesson=lesson)

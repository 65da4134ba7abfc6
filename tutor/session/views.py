"""What a front end draws: frozen values, made by the session, that know nothing of screens.

The one rule: a view holds words and numbers ready to be shown, never a reference into the sandbox's state. `exec` does
not import this module; only what draws does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tutor.dataclass import dataclass

if TYPE_CHECKING:
    from tutor.session.editor.views import OpenFile

Mark = Literal["same", "added", "removed", "moved", "amiss"]
"""How a part of the stack differs from what is: unchanged, would be new, would go, or (a name) stands elsewhere.

Or that it is not as the lesson's step asks."""

MessageKind = Literal["", "hint", "info", "error"]
"""What the line under the prompt is: nothing, what may come next, what the line would do, or what is wrong with it."""

SpanKind = Literal[
    "text", "program", "subcommand", "option", "argument", "image", "path", "string", "variable", "operator", "keyword",
    "comment", "number", "error",
]  # fmt: skip
"""What a stretch of a line is, for highlighting: "program" is a command that exists, "error" one that does not."""


# -- the stack ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TagFlag:
    """One name of an image, in its familiar form ("alpine:3.20").

    With mark "moved", `other` says in a word where the name comes from ("alpine:3.20" or a short ID); with mark
    "removed", where it goes, or "" where it goes altogether.
    """

    name: str
    mark: Mark = "same"
    other: str = ""


@dataclass(frozen=True, slots=True)
class ContainerBox:
    """A container: a writable layer on top of its image.

    `state` is one of Docker's words ("created", "running", "exited", "paused"); `code` its exit code where it exited;
    `added`, `changed`, `deleted` count paths as `docker diff` lists them; `size` is the bytes they take; `attached`
    says whether a prompt of the learner stands in it. `number` tells the order of making. With mark "moved", its name,
    its state or its files would differ; `was` is then what it is now.
    """

    name: str
    state: str
    added: int = 0
    changed: int = 0
    deleted: int = 0
    size: int = 0
    code: int = 0
    attached: bool = False
    number: int = 0
    mark: Mark = "same"
    was: ContainerBox | None = None


@dataclass(frozen=True, slots=True)
class ImageTop:
    """An image: the layer it is listed under is its topmost. `id` is 12 hexadecimal digits of its digest.

    An image without flags is dangling. `containers` stand on it.
    """

    id: str
    flags: tuple[TagFlag, ...] = ()
    containers: tuple[ContainerBox, ...] = ()
    mark: Mark = "same"

    @property
    def dangling(self) -> bool:
        """Whether nothing names the image (flags that a command would take away still name it)."""
        return not self.flags


@dataclass(frozen=True, slots=True)
class LayerNode:
    """One step of an image's history, shared by every image that stands on it.

    `key` is unique in a view and equal for the same layer on the same parents in another view (so the screen can keep
    its place); `text` what made it, short ("RUN apk add python3"); `size` its bytes, unpacked; `empty` is a step that
    only changes metadata (0 B); `digest` its diff ID ("sha256:…"), "" for an empty one; `note` what a build being typed
    says of it ("cached", "runs: app.py changed"). `images` end here; `children` are what was built on top.
    """

    key: str
    text: str
    size: int = 0
    empty: bool = False
    digest: str = ""
    mark: Mark = "same"
    note: str = ""
    images: tuple[ImageTop, ...] = ()
    children: tuple[LayerNode, ...] = ()


@dataclass(frozen=True, slots=True)
class VolumeBox:
    """A volume, which stands beside the stack: the bytes in its files, the names of the containers that mount it."""

    name: str
    size: int = 0
    users: tuple[str, ...] = ()
    mark: Mark = "same"


@dataclass(frozen=True, slots=True)
class CacheBox:
    """A record of the build cache: the step that it holds the result of, the bytes of its own layer."""

    id: str
    text: str
    size: int = 0
    uses: int = 0
    mark: Mark = "same"


@dataclass(frozen=True, slots=True)
class StackView:
    """A forest of layers, bases first; order is the order of drawing, left to right.

    `volumes` are sorted by name; `cache` are the records that were used last, newest first, of `cached` in all, which
    take `cache_bytes`. `images`, `layers` (with files), `shared` (layers that more than one image stands on) and
    `containers` are counts; `bytes` is the disk space of all layers, each counted once. Where marks differ from "same"
    the counts are those of what is now, not of what would be.
    """

    roots: tuple[LayerNode, ...] = ()
    images: int = 0
    layers: int = 0
    shared: int = 0
    containers: int = 0
    bytes: int = 0
    volumes: tuple[VolumeBox, ...] = ()
    cache: tuple[CacheBox, ...] = ()
    cached: int = 0
    cache_bytes: int = 0


# -- the lesson --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of a step's checklist; `note` (may be empty) says what was expected and what is there instead."""

    text: str
    done: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question of the step: its text and, lettered from a, the `options` to choose from (none: a text is asked).

    `kind` is "choice", "order", "fill" or "predict"; `given` is the answer as it was given last, spelt out; `state` is
    "open", "right", "wrong" or "guessed" (a prediction that is not told yet); `said` is what there is to say of it.
    """

    text: str
    kind: str
    options: tuple[str, ...] = ()
    given: str = ""
    state: str = "open"
    said: str = ""

    @property
    def settled(self) -> bool:
        """Whether no answer is asked for any more."""
        return self.state in ("right", "guessed") or (self.kind == "predict" and self.state == "wrong")


@dataclass(frozen=True, slots=True)
class LessonView:
    """The step of the lesson that the learner is at.

    `number` of `count` is the lesson's place in the course; `step` (from 1) of `steps` the place in the lesson;
    `progress` holds one bool a step; `markdown` is the step's prose below its `heading`; `hint` is the last hint that
    was asked for, or "". `done` is whether the whole lesson is finished; `following` is the title of the next one, or
    ""; `playing` is whether the learner plays around and the checklist rests. Of a finished lesson `recap` are the
    docker commands that it used with what each does, `commands` how many the learner needed (0: not known) and `par`
    how few are enough.
    """

    id: str
    course: str
    chapter: str
    title: str
    number: int
    count: int
    step: int
    steps: int
    heading: str
    markdown: str
    checklist: tuple[CheckItem, ...] = ()
    progress: tuple[bool, ...] = ()
    hint: str = ""
    done: bool = False
    following: str = ""
    questions: tuple[QuestionView, ...] = ()
    playing: bool = False
    recap: tuple[tuple[str, str], ...] = ()
    commands: int = 0
    par: int = 0

    @property
    def met(self) -> bool:
        """Whether the step asks for nothing more."""
        if not self.checklist and not self.questions:
            return False
        return all(item.done for item in self.checklist) and all(question.settled for question in self.questions)


@dataclass(frozen=True, slots=True)
class LessonItem:
    """A lesson on the map of the course.

    `number` is its place in the course; `needs` are the titles of lessons that it builds on and that are not done; of
    one that is done `stars` (1 to 3), the fewest `commands` that it was done with (0: not known), and `par`.
    """

    id: str
    chapter: str
    title: str
    minutes: int
    done: bool = False
    current: bool = False
    number: int = 0
    needs: tuple[str, ...] = ()
    stars: int = 0
    commands: int = 0
    par: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be searched for: its name, what it is, and what choosing it takes.

    `kind` is "lesson" (`value` is its id), "term" (of the glossary), "line" (a line to type), "inside" (what to look
    into) or "point" (a number of the history).
    """

    kind: str
    text: str
    detail: str
    value: str


# -- the line ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PromptView:
    """Where the next line will run.

    `cwd` is as a prompt shows it ("~/lab"); `sign` stands before the line ("$ ", "/ # ") and `continuation` before its
    further lines; `nested` names the containers that the learner went into, outermost first; empty at the host.
    `program` is whether a program reads the line, and no shell: whatever is typed is its own, an empty line too. Its
    input ends with the line `tutor.shell.terminal.CTRL_D`; CTRL_C interrupts it. `seen` is whether what is typed shows.
    """

    user: str = "learner"
    host: str = "layerwise"
    cwd: str = "~"
    sign: str = "$ "
    continuation: str = "> "
    nested: tuple[str, ...] = ()
    program: bool = False
    seen: bool = True

    @property
    def depth(self) -> int:
        """How many prompts deep the learner is: 0 at the host."""
        return len(self.nested)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to before `end` of a line (code points, from 0) are of one kind."""

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: `text` replaces what stands from `Completions.start` to the cursor.

    `kind` names what it is ("image", "option", "file", "folder", "command", "container", …); a front end adds a space
    after it unless `kind` is "folder" or `text` ends in "=" or ":".
    """

    text: str
    description: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Completions:
    """All ways to go on at the cursor, best first; empty where there is none."""

    start: int = 0
    items: tuple[Completion, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a line would do if it were run now. Nothing has happened.

    `stack` has ghosts in it, and is None where the line would change nothing that is drawn; `message` is one plain
    sentence for the line under the prompt; `spans` highlight the line; `missing` says what an unfinished line waits for
    ("quote", "here-document", "done", …), "" where it is whole.
    """

    stack: StackView | None = None
    message: str = ""
    kind: MessageKind = ""
    spans: tuple[Span, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some output, as it came. May hold terminal escape sequences; may end in the middle of a line."""

    text: str
    stream: Literal["stdout", "stderr"] = "stdout"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a line or a tutor word.

    `changed` is whether the sandbox's state differs now; `said` are plain sentences about what changed, for the message
    line and for those who cannot see the stack; `leave` is whether the learner ended the host's shell (`exit`);
    `edit` is a file that the front end's editor is to open; `change` is the stack before and after in one, with marks
    where they differ, None where nothing that is drawn does.
    """

    pieces: tuple[Piece, ...] = ()
    code: int = 0
    changed: bool = False
    said: tuple[str, ...] = ()
    leave: bool = False
    edit: OpenFile | None = None
    change: StackView | None = None

    @property
    def text(self) -> str:
        """All output, both streams in the order in which they came."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One command that was run. `id` grows; `code` is its exit status; `changed` whether it changed the sandbox.

    `current` marks the entry after which the sandbox stands now; `undone` those that redo would bring back.
    """

    id: int
    line: str
    code: int = 0
    changed: bool = False
    current: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One moment of a command in slow motion: what happens, and the stack with marks for all that has happened."""

    caption: str
    stack: StackView


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The sandbox after one command, as a row of the history drawn as a tree, parents before children.

    `id` is its number (@7), `drawn` the tree's lines before it, `line` the `command` in one line, `name` the name that
    it was given or "", `code` the command's exit status, `changed` whether it changed anything. `here` marks where the
    sandbox stands; `place` is "past" on the way from the beginning to there, "undone" where redo leads, "aside" on
    another branch. `time` is when it was run (seconds since 1970).
    """

    id: int
    drawn: str
    line: str
    name: str = ""
    code: int = 0
    changed: bool = True
    here: bool = False
    place: Literal["past", "undone", "aside"] = "past"
    time: float = 0.0
    command: str = ""

    def notes(self) -> tuple[str, ...]:
        """What there is to say of it, in words."""
        notes = [f"@{self.name}"] if self.name else []
        notes += [f"exit {self.code}"] if self.code else []
        notes += ["undone"] if self.place == "undone" else []
        notes += ["you are here"] if self.here else []
        return tuple(notes)

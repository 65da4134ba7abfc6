"""What an editor on a screen gets to see: frozen values, as `tutor.session.views`.

Lines count from 1, columns are code points from 0. Texts have newlines between their lines, whatever the file has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tutor.dataclass import dataclass

if TYPE_CHECKING:
    from tutor.session.views import Span

Kind = Literal["dockerfile", "ignore", "shell", "yaml", "json", "python", "text"]
"""What a file holds, by its name and its first line."""

StepState = Literal["base", "cached", "runs", "fails", "config", "unused", "unknown"]
"""What a build would do with an instruction: begin with an image, take it from the cache, run it, fail in it, change
only the image's configuration, leave it out (nothing needs its stage), or what cannot be told."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is open in an editor.

    `program` is what it was opened with ("nano", "vi", "edit"); `shown` the path as it was given, `path` the absolute
    one; `line` where to begin. `crlf` says that the file's lines end in CR LF. `stored` is the SHA-256 of the bytes
    that the file had when it was opened or saved last, in hexadecimal digits, "" for a file that is not there yet.
    `container` is the ID of the container whose file it is, "" at the host, `where` its name. `user` are the user,
    group and further groups who write it, `umask` what a new file's mode lacks. `note` is said beside the name.
    """

    program: str
    shown: str
    path: str
    kind: Kind
    text: str
    stored: str
    crlf: bool = False
    line: int = 1
    container: str = ""
    where: str = ""
    user: tuple[int, int, tuple[int, ...]] = (0, 0, ())
    umask: int = 0o022
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileEdited:
    """Event: the file at `path` was saved in an editor; `container` is the ID of its container, "" at the host."""

    path: str
    container: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or could be better, in the lines `line` to `end`. `rule` is the check's name, "" for an error."""

    line: int
    end: int
    error: bool
    message: str
    rule: str = ""

    @property
    def text(self) -> str:
        """The message, with the check's name before it."""
        return f"{self.rule}: {self.message}" if self.rule else self.message


@dataclass(frozen=True, slots=True)
class Look:
    """What a text looks like: the spans of each line, what is wrong, and the file as it is now if it differs.

    `spans` is empty where the text is too long to be coloured while one types.
    """

    spans: tuple[tuple[Span, ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    stored: OpenFile | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An instruction of the Dockerfile, on `line`; `reason` is why it would run or fail, "" where there is none.

    `size` is what its layer takes on disk, in bytes, -1 where it has none or that is not known.
    """

    line: int
    text: str
    state: StepState
    reason: str = ""
    size: int = -1


@dataclass(frozen=True, slots=True)
class Forecast:
    """What `docker build` would do with the text in the file's place.

    `command` is the build that was foretold; `steps` are all instructions in the file's order (empty where there is
    nothing to build); `message` says it in one line; `problems` are the build's own warnings and errors, which know
    the base images. `of` is the Dockerfile's path where that is another file than the one being edited.
    """

    command: str = ""
    steps: tuple[Step, ...] = ()
    message: str = ""
    problems: tuple[Problem, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: `file` as it is now, or None with the `fault` that kept it from being saved.

    `outdated` says that the file had changed outside of the editor, and was not written over. `said` is about what
    changed beside, `changed` whether anything differs from before.
    """

    file: OpenFile | None
    fault: str = ""
    outdated: bool = False
    changed: bool = False
    said: tuple[str, ...] = ()

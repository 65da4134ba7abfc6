"""The tutor words that look inside: `layer`, `files`, `waste`, `compare`. They print pages as plain text."""

from __future__ import annotations

from tutor.engine.errors import INVALID, NOT_FOUND, EngineError
from tutor.session.inside.find import find, step_of
from tutor.session.inside.look import page_of
from tutor.session.inside.target import Target, pair
from tutor.session.plain_page import plain_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.session.inside.target import What
    from tutor.shell.process import Process

USAGE = {
    "layer": "layer IMAGE [N]: an image and its steps, or its Nth step; layer DIGEST",
    "files": "files IMAGE[#N] [PATH], files CONTAINER [PATH]: what lies there, or what is in a file",
    "waste": "waste IMAGE: what it stores and never shows",
    "compare": (
        "compare A B [PATH]: two images, steps (IMAGE#N) or containers; of a file in both, its lines; "
        "compare @A [@B]: two points of the history"
    ),
}
_COUNTS = {"layer": (1, 2), "files": (1, 2), "waste": (1, 1), "compare": (2, 3)}


def look(process: Process) -> int:
    """Answer one of the words."""
    words = process.argv[1:]
    if process.name == "compare" and words and all(word.startswith("@") for word in words) and len(words) < 3:
        from tutor.session.travelling import compare

        return compare(process)
    least, most = _COUNTS[process.name]
    if not least <= len(words) <= most:
        return process.fail(f"look at what? {USAGE[process.name]}")
    state: State = process.host.state  # type: ignore[attr-defined]  # the words are programs of the learner's machine
    try:
        target = _target(state, process.name, words)
    except EngineError as error:
        return process.fail(error.message)
    page = page_of(state, target)
    if page is None:
        return process.fail(f"nothing is there to look at: {' '.join(words)} (layers may not be unpacked here)")
    columns: int = process.host.columns if process.stdout.tty else 100  # type: ignore[attr-defined]
    process.out(plain_page(page, columns))
    return 0


def _target(state: State, word: str, words: list[str]) -> Target:

    target = find(state, words[0])
    if word == "layer":
        return step_of(state, target, words[1]) if len(words) > 1 else target
    if word == "waste":
        return Target("waste", target.image or target.key)
    if word == "files":
        return files_of(state, target, words[1] if len(words) > 1 else "")
    other = find(state, words[1])
    if target.what != other.what or target.what not in ("image", "layer", "container"):
        raise EngineError("only two images, two steps (IMAGE#N) or two containers can be compared", INVALID)
    return pair(target, other, _path(state, target, words[2]) if len(words) > 2 else "")


def files_of(state: State, target: Target, path: str) -> Target:
    """The files of what was named: a folder's or a file's where a path is given, else all of a step's changes."""
    from tutor.session.inside.seen import image_of

    if target.what == "image":
        seen = image_of(state, target.key)
        if seen is None or not seen.steps:
            raise EngineError("that image has no files here", NOT_FOUND)
        return Target("tree", seen.steps[-1].key, seen.id, _path(state, target, path))
    if target.what == "layer":
        what: What = "tree" if path else "files"
        return Target(what, target.key, target.image, _path(state, target, path) if path else "")
    if target.what in ("container", "volume", "cache"):
        return Target(target.what, target.key, path=_path(state, target, path) if path else "/")
    raise EngineError("a document has no files", INVALID)


def _path(state: State, target: Target, path: str) -> str:
    """A path as it was typed, with the links on the way to its last part followed."""
    from tutor.session.inside.find import tree_of
    from tutor.vfs.errors import FsError
    from tutor.vfs.paths import normal

    tree = tree_of(state, target)
    try:
        return tree.resolve(f"/{path}", follow=False) if tree is not None else normal(path)
    except FsError as error:
        raise EngineError(f"{error.path}: {error.strerror}", INVALID) from None

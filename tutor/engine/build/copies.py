"""COPY and ADD."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.dockerfile import instructions as kinds
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.lex import Lexer
from tutor.engine.build import texts
from tutor.engine.build.execute import Ran
from tutor.engine.build.faults import BuildFault
from tutor.engine.build.place import CannotCopy, How, place
from tutor.engine.build.remote import Remote
from tutor.engine.build.remote import check as check_remote
from tutor.engine.build.select import NotThere, Picked, checksum_of, pick
from tutor.engine.build.stage import StageState, Step
from tutor.engine.containers.identity import records
from tutor.engine.download import is_http
from tutor.vfs.content import Bytes
from tutor.vfs.nodes import Directory, File
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.dockerfile.plan import Source
    from tutor.engine.build.nodes import Result
    from tutor.engine.build.solver import Solver

_NUMBER = re.compile(r"[0-9]+")
_SYMBOLIC = re.compile(r"[ugoa]*(?:[-+=][rwxXstugo]*)+(?:,[ugoa]*(?:[-+=][rwxXstugo]*)+)*")


class _Wanted:
    """A COPY or ADD with its words expanded."""

    def __init__(self, solver: Solver, stage: StageState, item: kinds.Copy | kinds.Add) -> None:
        lexer = Lexer(solver.dockerfile.escape)

        def word(text: str) -> str:
            return lexer.expand(text, stage.env).text

        self.item = item
        self.copy = item if isinstance(item, kinds.Copy) else None
        self.add = item if isinstance(item, kinds.Add) else None
        self.sources = [word(source) for source in item.sources]
        self.checksum = word(self.add.checksum) if self.add is not None else ""
        self.remotes: list[Remote] = []
        self.chown = word(item.chown)
        self.chmod = word(item.chmod)
        self.parents = self.copy is not None and self.copy.parents
        self.exclude = tuple(word(text) for text in item.exclude)
        self.dest_text = word(item.dest)
        working = stage.config.working_dir.rstrip("/")
        dest = self.dest_text
        self.dest = dest if dest.startswith("/") else f"{working}/{dest}"
        raw = Lexer("\\", skip_quotes=True)
        self.inline = [
            (inline.name, raw.expand(inline.content, stage.env).text if inline.expand else inline.content)
            for inline in item.inline
        ]
        _check_mode(self.chmod)

    @property
    def mode(self) -> int | str | None:
        """The mode to give: a number, a symbolic text, or None."""
        if not self.chmod:
            return None
        return int(self.chmod, 8) if _NUMBER.fullmatch(self.chmod) else self.chmod

    def definition(self) -> tuple[str, ...]:
        """Return all that the step does, without what it stands on and takes."""
        flags = [f"{name}={value}" for name, value in (("chown", self.chown), ("chmod", self.chmod)) if value]
        flags += ["parents"] if self.parents else []
        flags += [f"exclude={text}" for text in self.exclude]
        if self.add is not None:
            flags.append(f"add unpack={self.add.unpack}")
        inline = [f"inline {name}\n{text}" for name, text in self.inline]
        far = {remote.url: f"remote {remote.name}" for remote in self.remotes}
        return ("copy", self.dest, *flags, *(far.get(text, f"source {text}") for text in self.sources), *inline)

    def history(self) -> str:
        """Return the line of the image's history."""
        parts = ["ADD" if self.copy is None else "COPY"]
        if self.parents:
            parts.append("--parents")
        if self.chown:
            parts.append(f"--chown={self.chown}")
        if self.chmod:
            parts.append(f"--chmod={self.chmod}")
        if self.item.link:
            parts.append("--link")
        parts += [f"<<{name}" for name, _ in self.inline]
        return " ".join([*parts, *self.sources, self.dest_text]) + " # buildkit"


def _check_mode(text: str) -> None:
    if _NUMBER.fullmatch(text) and (any(digit in "89" for digit in text) or int(text, 8) > 0o7777):
        problem = "it should be octal string and between 0 and 07777"
        raise ParseError(f"invalid chmod parameter: '{text}'. {problem}")
    if text and not _NUMBER.fullmatch(text) and not _SYMBOLIC.fullmatch(text):
        raise ParseError("invalid syntax")


def copy(
    solver: Solver, stage: StageState, item: kinds.Copy | kinds.Add, sources: tuple[Source, ...], mark: str
) -> None:
    """Carry out a COPY or ADD. Raises BuildFault, ParseError."""
    wanted = _Wanted(solver, stage, item)
    text = mark + item.raw
    if wanted.add is not None:
        check_remote(wanted.sources, wanted.checksum)
        wanted.remotes = _remotes(solver, stage, wanted, text)
    elif any(is_http(source) for source in wanted.sources):
        raise ParseError("source can't be a URL for COPY")
    for _ in wanted.inline:
        solver.session.vertex("[internal] preparing inline document")
    source: Result | None = None
    inputs: list[str] = []
    named = sources[0].image if sources and sources[0].image in solver.named else ""
    if sources and not named:
        source = solver.source(sources[0], item.span)
        inputs = [f"result {source.id}"]
    chosen: list[tuple[Tree, list[Picked]]] = []

    def picked() -> tuple[Tree, list[Picked]]:
        if not chosen:
            tree = solver.files(source) if source is not None else solver.context(named)
            chosen.append((tree, _picked(solver, wanted, tree)))
        return chosen[0]

    def sums() -> list[str]:
        far = [remote.key() for remote in wanted.remotes]
        if len(far) == len(wanted.sources):
            return [" ".join(["files", *far])]
        tree, found = picked()
        return [" ".join([f"files {checksum_of(tree, found)}", *far])]

    near = len(wanted.sources) > len(wanted.remotes)

    def make(tree: Tree) -> Ran:
        return _made(solver, wanted, tree, picked() if near else (Tree.empty(), []))

    def taken() -> Tree | None:
        found = [*(picked()[1] if near else ()), *(remote.picked() for remote in wanted.remotes)]
        return _taken(found) if found else None

    result = solver.step(stage, item, text, wanted.definition(), inputs, make, more_inputs=sums, taken=taken)
    stage.steps.append(Step(wanted.history(), result))


def _remotes(solver: Solver, stage: StageState, wanted: _Wanted, text: str) -> list[Remote]:
    """Return the sources that are URLs; each has a vertex of its own, called as the step itself is."""
    found = [source for source in wanted.sources if is_http(source)]
    if not found:
        return []
    title = stage.title(texts.title(text, stage.env, solver.dockerfile.escape, raw=False))
    stage.number -= 1
    session = solver.session
    return [Remote(session, url, wanted.checksum, session.vertex(title, "source")) for url in found]


def _picked(solver: Solver, wanted: _Wanted, tree: Tree) -> list[Picked]:
    """Return what the sources name. Raises BuildFault where one is missing."""
    found: list[Picked] = []
    far = {remote.url for remote in wanted.remotes}
    for text in wanted.sources:
        if text in far:
            continue
        try:
            found += pick(tree, text, wanted.exclude, parents=wanted.parents)
        except NotThere as error:
            ref = f"{solver.session.random('ref')}::{solver.session.random('ref')}"
            raise BuildFault(f'failed to calculate checksum of ref {ref}: "{error.path}": not found') from None
    return found


def _made(solver: Solver, wanted: _Wanted, tree: Tree, source: tuple[Tree, list[Picked]]) -> Ran:
    now = int(solver.session.now)
    unpack = wanted.add is not None and wanted.add.unpack is not False
    how = How(owner_of(tree, wanted.chown), wanted.mode, now, wanted.parents, unpack)
    try:
        made = place(tree, source[0], source[1], wanted.dest, how)
        if wanted.remotes:
            apart = replace(how, unpack=wanted.add is not None and wanted.add.unpack is True)
            far = [remote.picked() for remote in wanted.remotes]
            made = place(made, Tree.empty(), far, wanted.dest, apart)
        for name, text in wanted.inline:
            node = File(Bytes(text.encode("utf-8", "surrogateescape")), 0o644, 0, 0, now)
            made = place(made, Tree.empty(), [Picked("/" + name, node)], wanted.dest, how)
    except CannotCopy as error:
        return Ran(tree, [], str(error))
    return Ran(made)


def owner_of(tree: Tree, text: str) -> tuple[int, int] | None:
    """Return user and group of --chown by the image's own files; names that are not there mean root."""
    if not text:
        return None
    who, colon, group = text.partition(":")
    uid, gid = 0, 0
    if _NUMBER.fullmatch(who):
        uid = gid = int(who)
    else:
        for row in records(tree, "/etc/passwd"):
            if len(row) > 3 and row[0] == who:
                uid, gid = int(row[2]), int(row[3])
                break
    if colon and group:
        gid = int(group) if _NUMBER.fullmatch(group) else 0
        for row in records(tree, "/etc/group"):
            if len(row) > 2 and row[0] == group:
                gid = int(row[2])
                break
    return uid, gid


def _taken(picked: list[Picked]) -> Tree:
    """Return what was picked as a tree, to be compared with at the next build."""
    if len(picked) == 1 and isinstance(picked[0].node, Directory):
        return Tree(picked[0].node)
    entries = {item.path.strip("/").replace("/", "\u2215") or ".": item.node for item in picked}
    return Tree(Directory(PersistentMap.of(entries)))

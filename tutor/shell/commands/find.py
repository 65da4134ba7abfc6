"""The applet `find`."""

from __future__ import annotations

from functools import cached_property

from tutor.shell.commands._applet import Failure, Output, applet, number
from tutor.shell.commands._find_tests import Item, Parser
from tutor.shell.commands._users import Users
from tutor.shell.launch import LaunchError
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

BATCH = 32 * 1024
"""Bytes of arguments that `-exec … {} +` collects for one command."""


@applet(
    "[-HL] [PATH]... [OPTIONS] [ACTIONS]",
    "Look for files below PATHs (by default here) and do something with each.",
)
def main(process: Process) -> int:
    """Look for files."""
    words = process.argv[1:]
    follow = ""
    while words and words[0] in ("-H", "-L", "-P"):
        follow = words.pop(0)[1]
    if words[:1] == ["--"]:
        words.pop(0)
    count = 0
    while count < len(words) and not _is_expression(words[count]):
        count += 1
    with Output(process) as out:
        finder = Finder(process, out, follow)
        finder.take_options(words[count:])
        finder.test = Parser(finder, words[count:]).whole()
        for name in words[:count] or ["."]:
            finder.start(name)
            if finder.stopped:
                break
        finder.finish()
        return finder.code


def _is_expression(word: str) -> bool:
    return word.startswith("-") or word in ("(", "!")


class Finder:
    """One walk."""

    test: Callable[[Item], bool]

    def __init__(self, process: Process, out: Output, follow: str) -> None:
        self.process = process
        self.out = out
        self.follow = follow == "L"
        self.follow_named = follow in ("L", "H")
        self.code = 0
        self.stopped = False
        self.deepest = 1 << 30
        self.shallowest = 0
        self.depth_first = False
        self.same_mount = False
        self.pruned = False
        self.batches: list[tuple[list[str], list[str]]] = []

    @cached_property
    def users(self) -> Users:
        """The users, read when a test needs them."""
        return Users(self.process)

    def take_options(self, words: list[str]) -> None:
        """Find the options that hold for the whole walk, wherever they stand."""
        for at, word in enumerate(words):
            if word in ("-maxdepth", "-mindepth"):
                if at + 1 >= len(words):
                    raise Failure(f"{word} requires an argument")
                value = number(words[at + 1])
                if word == "-maxdepth":
                    self.deepest = value
                else:
                    self.shallowest = value
            elif word in ("-depth", "-delete", "-d"):
                self.depth_first = True
            elif word == "-follow":
                self.follow = self.follow_named = True
            elif word in ("-xdev", "-mount"):
                self.same_mount = True

    def complain(self, name: str, error: FsError) -> None:
        """Report a file that cannot be looked at."""
        self.code = self.out.complain(f"{name}: {error.strerror}")

    def start(self, name: str) -> None:
        """Walk from a path that was named."""
        self.visit(name, 0)

    def visit(self, name: str, depth: int) -> None:
        """Look at one file and, if it is a folder, at what is in it."""
        process, fs = self.process, self.process.fs
        process.tick()
        path = process.path(name) if name else ""
        try:
            stat = fs.stat(path, follow=False)
            if stat.is_symlink and (self.follow or (depth == 0 and self.follow_named)):
                try:
                    stat = fs.stat(path)
                except FsError as error:
                    if error.code != "ENOENT":
                        raise
        except FsError as error:
            self.complain(name, error)
            return
        item = Item(name, stat, depth)
        self.pruned = False
        if not self.depth_first:
            self.consider(item)
        if stat.is_dir and not self.pruned and not self.stopped and depth < self.deepest:
            self.enter(name, path, depth)
        if self.depth_first and not self.stopped:
            self.consider(item)

    def enter(self, name: str, path: str, depth: int) -> None:
        """Visit what is in a folder."""
        fs = self.process.fs
        if self.same_mount and depth and any(mount.path == fs.resolve(path) for mount in fs.mounts):
            return
        try:
            children = fs.listdir(path)
        except FsError as error:
            self.complain(name, error)
            return
        base = name if name.endswith("/") else name + "/"
        for child in children:
            if self.stopped:
                return
            self.visit(base + child, depth + 1)

    def consider(self, item: Item) -> None:
        """Ask the expression about a file."""
        if item.depth >= self.shallowest:
            self.test(item)

    # actions and the tests that need the walk

    def print_name(self, item: Item) -> bool:
        """Print the path."""
        self.out.text(item.name + "\n")
        return True

    def print_zero(self, item: Item) -> bool:
        """Print the path with a NUL behind it."""
        self.out.text(item.name + "\0")
        return True

    def prune(self, item: Item) -> bool:
        """Do not go into this folder."""
        self.pruned = True
        return True

    def quit(self, item: Item) -> bool:
        """End the walk."""
        self.stopped = True
        return True

    def is_empty(self, item: Item) -> bool:
        """Whether a file has no bytes, or a folder no entries."""
        if item.stat.is_dir:
            try:
                return not self.process.fs.listdir(self.process.path(item.name))
            except FsError as error:
                self.complain(item.name, error)
                return False
        return item.stat.is_file and item.stat.size == 0

    def delete(self, item: Item) -> bool:
        """Remove the file or the empty folder."""
        if item.last in (".", ".."):
            return True
        fs, path = self.process.fs, self.process.path(item.name)
        try:
            fs.rmdir(path) if item.stat.is_dir else fs.unlink(path)
        except FsError as error:
            self.complain(item.name, error)
            return False
        return True

    def execute(self, argv: list[str], ask: bool = False) -> bool:
        """Run a command; whether it succeeded."""
        self.out.flush()
        if ask:
            from tutor.shell.commands._remove import confirmed

            if not confirmed(self.process, f"{' '.join(argv)}?"):
                return False
        try:
            return self.process.spawn(argv) == 0
        except LaunchError as error:
            self.process.fail(f"{argv[0]}: {error.strerror}")
            return False

    def batch(self, argv: list[str]) -> Callable[[Item], bool]:
        """Return an action that collects paths for a command."""
        names: list[str] = []
        self.batches.append((argv, names))

        def collect(item: Item) -> bool:
            names.append(item.name)
            if sum(map(len, names)) > BATCH:
                self.run_batch(argv, names)
            return True

        return collect

    def run_batch(self, argv: list[str], names: list[str]) -> None:
        """Run a command on the paths that were collected."""
        if names and not self.execute([*argv, *names]):
            self.code = 1
        names.clear()

    def finish(self) -> None:
        """Run what is still to be run."""
        for argv, names in self.batches:
            self.run_batch(argv, names)

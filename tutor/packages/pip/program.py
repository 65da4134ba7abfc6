"""`pip`: from arguments to what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.pip import catalogue
from tutor.packages.pip.environment import Environment
from tutor.packages.pip.say import root_warning
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_VALUES = {
    "-r": "requirement", "--requirement": "requirement", "-c": "constraint", "--constraint": "constraint",
    "-t": "target", "--target": "target", "-d": "dest", "--dest": "dest", "-i": "index", "--index-url": "index",
    "--extra-index-url": "index", "--trusted-host": "host", "-f": "links", "--find-links": "links",
    "--cache-dir": "cache-dir", "--root-user-action": "root-user-action", "--timeout": "timeout",
    "--retries": "retries",
    "--progress-bar": "bar", "--prefix": "prefix", "--format": "format", "-e": "editable", "--editable": "editable",
    "--proxy": "proxy", "--log": "log", "--only-binary": "binary", "--no-binary": "binary", "--python": "python",
    "--upgrade-strategy": "strategy", "--platform": "platform", "--python-version": "python-version",
}  # fmt: skip
_FLAGS = {
    "-U": "upgrade", "--upgrade": "upgrade", "-q": "quiet", "--quiet": "quiet", "-y": "yes", "--yes": "yes",
    "--user": "user", "-I": "ignore-installed", "-V": "version", "-h": "help", "-v": "verbose", "-f": "files",
    "-o": "outdated",
}  # fmt: skip


class Pip:
    """One run of pip. `cache` is the folder of its cache, None where it is not used."""

    def __init__(self, process: Process, environment: Environment) -> None:
        self.process = process
        self.environment = environment
        self.command = ""
        self.flags: set[str] = set()
        self.quiet = 0
        self.values: dict[str, list[str]] = {}
        self.arm = any(process.fs.exists(path) for path in ("/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-aarch64.so.1"))
        self.cache: str | None = None

    def parse(self, argv: list[str]) -> list[str]:
        """Sort the arguments; return those that are no options, the command first."""
        words, todo = [], argv[::-1]
        while todo:
            word = todo.pop()
            name, equals, value = word.partition("=")
            if name in _VALUES and not (name == "-f" and self.command in ("show", "list")):
                self.values.setdefault(_VALUES[name], []).append(value if equals else todo.pop() if todo else "")
            elif word[:2] in ("-r", "-c", "-t") and len(word) > 2 and word[1] != "-":
                self.values.setdefault(_VALUES[word[:2]], []).append(word[2:])
            elif word.startswith("-") and not word.startswith("--") and len(word) > 2:
                todo += [f"-{letter}" for letter in reversed(word[1:])]
            elif word.startswith("-") and len(word) > 1:
                key = _FLAGS.get(word, word.lstrip("-"))
                self.quiet += key == "quiet"
                self.flags.add(key)
            else:
                words.append(word)
                self.command = self.command or word
        self._set_cache()
        return words

    def _set_cache(self) -> None:
        env = self.process.env
        if "no-cache-dir" in self.flags or env.get("PIP_NO_CACHE_DIR", "0").lower() not in ("0", "off", "false", ""):
            return
        home = env.get("HOME", "/").rstrip("/")
        usual = env.get("PIP_CACHE_DIR") or f"{env.get('XDG_CACHE_HOME') or f'{home}/.cache'}/pip"
        given = self.values.get("cache-dir") or [usual]
        place = given[-1]
        while place and not self.process.fs.exists(place):
            place = place.rpartition("/")[0]
        if self.process.fs.access(place or "/", "w"):
            self.cache = given[-1]
        elif self.command in ("install", "download"):
            self.process.err(
                f"WARNING: The directory '{given[-1]}' or its parent directory is not owned or is not writable by the "
                "current user. The cache has been disabled. Check the permissions and owner of that directory. If "
                "executing pip with sudo, you should use sudo's -H flag.\n"
            )

    def say(self, line: str) -> None:
        """Print a line that `-q` does not want to hear."""
        if not self.quiet:
            self.process.out(f"{line}\n")

    def end(self, message: str) -> int:
        """Print an error, then the hint that there is a newer pip; return the status."""
        self._notice()
        self.process.err(f"ERROR: {message}\n")
        return 1

    def finish(self) -> int:
        """Say what pip says at the end of an installation; return the status."""
        env = self.process.env
        action = (self.values.get("root-user-action") or [env.get("PIP_ROOT_USER_ACTION", "warn")])[-1]
        root = self.process.fs.uid == 0 and not self.environment.virtual and not self.values.get("target")
        if root and action != "ignore" and self.command == "install" and self.quiet < 2:
            self.process.err(root_warning(self.environment.pip))
        self._notice()
        return 0

    def _notice(self) -> None:
        env = self.process.env
        off = env.get("PIP_DISABLE_PIP_VERSION_CHECK", "").lower() not in ("", "0", "off", "false")
        if off or "disable-pip-version-check" in self.flags or self.environment.packaged or self.quiet > 1:
            return
        newest = catalogue.newest("pip")
        if newest is None or newest.version == self.environment.pip or self.environment.find("pip") is None:
            return
        from tutor.packages import network

        if network.online(self.process):
            self.process.err(
                f"\n[notice] A new release of pip is available: {self.environment.pip} -> {newest.version}\n"
                "[notice] To update, run: pip install --upgrade pip\n"
            )


def main(process: Process) -> int:
    """Run pip."""
    environment = Environment(process, _own_path(process))
    pip = Pip(process, environment)
    words = pip.parse(process.argv[1:])
    if "version" in pip.flags:
        where = environment.find("pip")
        folder = where.where if where is not None else environment.folders[-1]
        process.out(f"pip {environment.pip} from {folder}/pip (python {environment.version})\n")
        return 0
    if not words or pip.command == "help":
        process.out(_USAGE)
        return 0
    return _run(pip, words[0], words[1:])


def _own_path(process: Process) -> str:
    from tutor.shell.launch import DEFAULT_PATH, LaunchError, locate

    for word in process.argv[:1]:
        try:
            return locate(process.fs, word, process.env.get("PATH", DEFAULT_PATH), process.cwd)
        except LaunchError:
            break
    return "/usr/local/bin/pip"


def _run(pip: Pip, command: str, words: list[str]) -> int:
    from tutor.packages.pip import show

    if command in ("install", "download"):
        from tutor.packages.pip.install import Installation

        return Installation(pip).run(words)
    found = show.COMMANDS.get(command)
    if found is not None:
        return found(pip, words)
    if command == "uninstall":
        return _uninstall(pip, words)
    pip.process.err(f'ERROR: unknown command "{command}"\n')
    return 1


def _uninstall(pip: Pip, words: list[str]) -> int:
    from tutor.packages.pip import wheels

    process = pip.process
    names = list(words)
    for path in pip.values.get("requirement", []):
        try:
            text = process.fs.read(process.path(path)).decode("utf-8", "replace")
        except FsError as error:
            return pip.end(f"Could not open requirements file: [Errno 2] {error.strerror}: '{path}'")
        names += [need.name for line in text.splitlines() if (need := catalogue.requirement(line.partition("#")[0]))]
    if not names:
        return pip.end('You must give at least one requirement to uninstall (see "pip help uninstall")')
    for name in names:
        here = pip.environment.find(name)
        if here is None:
            process.err(f"WARNING: Skipping {name} as it is not installed.\n")
            continue
        pip.say(f"Found existing installation: {here.name} {here.version}")
        pip.say(f"Uninstalling {here.name}-{here.version}:")
        if "yes" not in pip.flags:
            process.out("  Would remove:\n")
            tops = sorted({_top(path, here.where) for path in wheels.files_of(process, here)})
            process.out("".join(f"    {path}\n" for path in tops) + "Proceed (Y/n)? ")
            answer = process.stdin.readline().decode("utf-8", "replace")
            if not answer:
                process.err("ERROR: Exception:\nEOFError: EOF when reading a line\n")
                return 2
            if answer.strip().lower() not in ("", "y", "yes"):
                continue
        try:
            wheels.remove(process, here)
        except FsError as error:
            return pip.end(f"Exception:\nPermissionError: [Errno 13] {error.strerror}: '{error.path}'")
        pip.say(f"  Successfully uninstalled {here.name}-{here.version}")
    return pip.finish() if process.fs.uid == 0 else 0


def _top(path: str, where: str) -> str:
    if not path.startswith(f"{where}/"):
        return path
    first, slash, _ = path[len(where) + 1 :].partition("/")
    return f"{where}/{first}/*" if slash else path


_USAGE = """
Usage:
  pip <command> [options]

Commands:
  install                     Install packages.
  download                    Download packages.
  uninstall                   Uninstall packages.
  freeze                      Output installed packages in requirements format.
  list                        List installed packages.
  show                        Show information about installed packages.
  check                       Verify installed packages have compatible dependencies.
  cache                       Inspect and manage pip's wheel cache.
"""

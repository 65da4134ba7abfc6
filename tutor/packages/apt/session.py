"""One run of an apt program: its options, what it knows of the machine, how it speaks.

One rule: what is said on the way goes to standard output, warnings and errors to standard error; an error is
status 100.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.apt.config import Config
from tutor.packages.apt.sources import Available
from tutor.packages.apt.status import EXTENDED, Status
from tutor.packages.sizes import columns, decimal_size
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tutor.shell.process import Process

FAILED = 100


class Apt:
    """A run: `name` is the program (apt, apt-get, …), `quiet` how often `-q` was said."""

    def __init__(self, process: Process, options: dict[str, str], settings: Sequence[str]) -> None:
        self.process = process
        self.name = process.name
        self.options = options
        self.config = Config(process.fs, settings)
        self.status = Status(process.fs)
        self._available: Available | None = None
        self.quiet = max(len(options.get("q", "")), int(self.config.value("quiet", "0") or 0))

    @property
    def available(self) -> Available:
        """What the lists on the machine name."""
        if self._available is None:
            self._available = Available(self.process.fs, self.status.machine)
        return self._available

    @property
    def assume_yes(self) -> bool:
        """Whether questions are answered with yes."""
        return "y" in self.options or self.quiet > 1 or self.config.flag("APT::Get::Assume-Yes")

    @property
    def simulate(self) -> bool:
        """Whether nothing is to be done."""
        return "s" in self.options

    def setting(self, option: str, name: str, default: bool) -> bool:
        """Return a yes or no that options (`--X`, `--no-X`) or the configuration give."""
        said = self.options.get(option)
        return said == "yes" if said is not None else self.config.flag(name, default)

    # Speaking

    def out(self, text: str) -> None:
        """Say something that `-qq` does not want to hear."""
        if self.quiet < 2:
            self.process.out(text)

    note = out

    def stage(self, what: str) -> None:
        """Say that a stage is done."""
        self.out(f"{what}... Done\n" if self.process.stdout.tty and not self.quiet else f"{what}...\n")

    def stages(self) -> None:
        """Say what reading the lists and the database takes, and let that time pass."""
        self.process.sleep(0.4)
        self.stage("Reading package lists")
        self.stage("Building dependency tree")
        if self.process.fs.exists(EXTENDED):
            self.stage("Reading state information")

    def listed(self, head: str, names: Iterable[str]) -> None:
        """Print a heading and names below it, none if there are none."""
        words = list(names)
        if words:
            width = getattr(self.process.host, "columns", 80) if self.process.stdout.tty else 80
            self.out(f"{head}\n{columns(words, width)}")

    def fail(self, *messages: str) -> int:
        """Print errors and return the status for them."""
        for message in messages:
            self.process.err(f"E: {message}\n")
        return FAILED

    def fetched(self, size: int, seconds: float) -> None:
        """Say how much was fetched in what time."""
        speed = decimal_size(size / max(seconds, 0.001))
        self.out(f"Fetched {decimal_size(size)} in {int(seconds)}s ({speed}/s)\n")

    def confirm(self) -> bool:
        """Ask whether to go on; where nobody answers that is a no."""
        if self.assume_yes:
            return True
        self.process.out("Do you want to continue? [Y/n] ")
        answer = self.process.stdin.readline().decode("utf-8", "replace")
        if not self.process.stdin.tty and answer:
            self.process.out(answer)
        if answer and answer.strip().lower() in ("", "y", "yes"):
            return True
        self.process.out("Abort.\n")
        return False

    # The machine

    def lock(self, path: str) -> bool:
        """Take a lock file; it stays behind, as the real ones do."""
        fs = self.process.fs
        try:
            if fs.exists(path):
                return fs.access(path, "w")
            fs.write(path, b"", 0o640)
        except FsError:
            return False
        return True

    def lock_dpkg(self) -> bool:
        """Take the lock for changing packages; says so where that is not allowed."""
        path = "/var/lib/dpkg/lock-frontend"
        if self.simulate or self.lock(path):
            return True
        self.fail(
            f"Could not open lock file {path} - open (13: Permission denied)",
            f"Unable to acquire the dpkg frontend lock ({path}), are you root?",
        )
        return False

    def hooks(self, setting: str) -> None:
        """Run the commands that the configuration has for an occasion."""
        for command in self.config.values(setting):
            from tutor.shell.launch import LaunchError

            try:
                self.process.spawn(["sh", "-c", command])
            except LaunchError as error:
                self.process.err(f"{error}\n")

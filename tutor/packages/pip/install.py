"""`pip install` and `pip download`: collect, download, install."""

from __future__ import annotations

from hashlib import sha224
from typing import TYPE_CHECKING

from tutor.packages import network
from tutor.packages.pip import wheels
from tutor.packages.pip.catalogue import requirement
from tutor.packages.pip.resolve import Asked, Conflict, NoMatch, Resolver
from tutor.packages.pip.say import bar, size_text
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated

if TYPE_CHECKING:
    from tutor.packages.pip.catalogue import Wheel
    from tutor.packages.pip.environment import Distribution
    from tutor.packages.pip.program import Pip

BANDWIDTH = 20_000_000
"""Bytes a second."""
_BROKEN = (
    "WARNING: Retrying (Retry(total={left}, connect=None, read=None, redirect=None, status=None)) after connection "
    "broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at {at}>: "
    "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/{name}/\n"
)


class Unreachable(Exception):
    """The index cannot be reached."""


class Installation:
    """One `pip install`."""

    def __init__(self, pip: Pip) -> None:
        self.pip = pip
        self._cached: dict[str, bool] = {}
        self._indented = False

    def run(self, words: list[str]) -> int:
        """Install what the words and `-r` files ask for. Returns the status."""
        pip = self.pip
        if pip.environment.managed and "break-system-packages" not in pip.flags and self._is_managed():
            return 1
        asked = self._asked(words)
        if asked is None:
            return 1
        if not asked:
            return pip.end('You must give at least one requirement to install (see "pip help install")')
        user = "user" in pip.flags or not (pip.environment.may_write() or pip.values.get("target"))
        if user and "user" not in pip.flags and pip.command == "install":
            pip.say("Defaulting to user installation because normal site-packages is not writeable")
        resolver = Resolver(
            pip.environment, upgrade="upgrade" in pip.flags, depend="no-deps" not in pip.flags, collect=self._collect,
            satisfied=self._satisfied, force=bool(pip.flags & {"force-reinstall", "ignore-installed"}),
        )  # fmt: skip
        try:
            chosen = resolver.resolve(asked)
        except NoMatch as error:
            return self._no_match(error)
        except Conflict as error:
            return self._conflict(error)
        except Unreachable:
            return 1
        try:
            return self._install(resolver, chosen, user)
        except FsError as error:
            number = {"EACCES": 13, "ENOSPC": 28, "EROFS": 30}.get(error.code, 5)
            why = f"[Errno {number}] {error.strerror}: '{error.path}'"
            pip.process.err(f"ERROR: Could not install packages due to an OSError: {why}\n")
            if error.code == "EACCES":
                pip.process.err("Consider using the `--user` option or check the permissions.\n")
            pip.process.err("\n")
            return 1

    # What is asked for

    def _asked(self, words: list[str]) -> list[Asked] | None:
        out = []
        for word in words:
            need = requirement(word)
            if need is None or "/" in word or word in (".", ".."):
                self._invalid(word)
                return None
            out.append(Asked(need))
        for path in self.pip.values.get("requirement", []):
            listed = self._listed(path)
            if listed is None:
                return None
            out += listed
        return out

    def _invalid(self, word: str) -> None:
        pip = self.pip
        if word.startswith((".", "/")) or "/" in word:
            path = pip.process.path(word)
            if not pip.process.fs.exists(path):
                pip.end(
                    f"Invalid requirement: '{word}': Expected package name at the start of dependency specifier\n"
                    f"    {word}\n    ^\nHint: It looks like a path. File '{word}' does not exist."
                )
            elif not any(pip.process.fs.exists(f"{path}/{name}") for name in ("setup.py", "pyproject.toml")):
                pip.end(f"Directory '{word}' is not installable. Neither 'setup.py' nor 'pyproject.toml' found.")
            else:
                pip.end(f"layerwise: building a package from '{word}' cannot be simulated")
            return
        pip.end(f"Invalid requirement: '{word}'")

    def _listed(self, path: str) -> list[Asked] | None:
        """Return the requirements of a file (pip's requirements file format: comments, `-r`, options, markers)."""
        pip = self.pip
        try:
            text = pip.process.fs.read(pip.process.path(path)).decode("utf-8", "replace")
        except FsError as error:
            number = {"ENOENT": 2, "EACCES": 13, "EISDIR": 21}.get(error.code, 5)
            pip.end(f"Could not open requirements file: [Errno {number}] {error.strerror}: '{path}'")
            return None
        out: list[Asked] = []
        for number, raw in enumerate(text.splitlines(), 1):
            line = raw.partition(" #")[0].strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith(("-r ", "--requirement ")):
                folder = path.rpartition("/")[0]
                inner = line.split(None, 1)[1]
                listed = self._listed(f"{folder}/{inner}" if folder else inner)
                if listed is None:
                    return None
                out += listed
                continue
            if line.startswith("-"):
                continue
            need = requirement(line.partition("--hash")[0].partition(";")[0].rstrip(" \\"))
            if need is None:
                pip.end(
                    f"Invalid requirement: '{line}': Expected package name at the start of dependency specifier\n"
                    f"    {line}\n    ^ (from line {number} of {path})"
                )
                return None
            out.append(Asked(need, f"-r {path} (line {number})"))
        return out

    # On the way

    def _collect(self, asked: Asked, wheel: Wheel) -> None:
        pip = self.pip
        self._reach(asked.requirement.key)
        pip.say(f"Collecting {asked.requirement.text}{asked.where}")
        name = self._file(wheel)
        pip.process.sleep(0.04)
        if self._in_cache(wheel):
            pip.say(f"  Using cached {name}.metadata ({size_text(wheel.metadata)})")
        else:
            pip.process.sleep(0.03)
            pip.say(f"  Downloading {name}.metadata ({size_text(wheel.metadata)})")

    def _satisfied(self, asked: Asked, here: Distribution) -> None:
        need = asked.requirement
        self.pip.say(f"Requirement already satisfied: {need.text} in {here.where}{asked.where} ({here.version})")

    def _file(self, wheel: Wheel) -> str:
        """Return the wheel's name for this interpreter and machine."""
        tag = self.pip.environment.tag
        name = wheel.file.replace("cp312", tag) if tag != "cp311" or "abi3" not in wheel.file else wheel.file
        return name.replace("x86_64", "aarch64") if self.pip.arm else name

    def _reach(self, name: str) -> None:
        process = self.pip.process
        if network.online(process):
            return
        for left in range(4, -1, -1):
            at = f"0x7f{sha224(f'{name}{left}'.encode()).hexdigest()[:9]}0"
            process.sleep(0.25 * 2 ** (4 - left))
            process.err(_BROKEN.format(left=left, at=at, name=name))
        process.err(f"ERROR: Could not find a version that satisfies the requirement {name} (from versions: none)\n")
        process.err(f"ERROR: No matching distribution found for {name}\n")
        raise Unreachable

    def _no_match(self, error: NoMatch) -> int:
        need = error.asked
        if not error.versions:
            try:
                self._reach(need.requirement.key)
            except Unreachable:
                return 1
        known = ", ".join(error.versions) or "none"
        self.pip.process.err(
            f"ERROR: Could not find a version that satisfies the requirement {need.requirement.text}{need.where} "
            f"(from versions: {known})\n"
        )
        return self.pip.end(f"No matching distribution found for {need.requirement.text}{need.where}")

    def _conflict(self, error: Conflict) -> int:
        pip = self.pip
        one, two = error.first, error.second
        both = f"{one.by or one.requirement.text} and {two.by or two.requirement.text}"
        pip.say(
            f"ERROR: Cannot install {both} because these "
            "package versions have conflicting dependencies.\n\nThe conflict is caused by:\n"
            f"    {_holder(one)} {one.requirement.text}\n    {_holder(two)} {two.requirement.text}\n\n"
            "To fix this you could try to:\n1. loosen the range of package versions you've specified\n"
            "2. remove package versions to allow pip to attempt to solve the dependency conflict\n"
        )
        return pip.end(
            "ResolutionImpossible: for help visit "
            "https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts"
        )

    def _is_managed(self) -> bool:
        """Say that the installation belongs to the system's package manager, where it does (PEP 668)."""
        from tutor.packages.pip.say import MANAGED, MANAGED_END

        pip = self.pip
        place = pip.environment.managed
        if not pip.process.fs.exists(place):
            return False
        system = "alpine" if pip.process.fs.exists("/etc/alpine-release") else "debian"
        text = MANAGED[system].format(version=pip.environment.version)
        first, *rest = text.splitlines()
        pip.process.err("error: externally-managed-environment\n\n× This environment is externally managed\n")
        pip.process.err(f"╰─> {first}\n" + "".join(f"    {line}\n" for line in rest))
        pip.process.err(f"\n{MANAGED_END}")
        return True

    # Downloads and installation

    def _in_cache(self, wheel: Wheel) -> bool:
        if wheel.file not in self._cached:
            there = self.pip.cache is not None and self.pip.process.fs.exists(self._body(wheel))
            self._cached[wheel.file] = there
        return self._cached[wheel.file]

    def _body(self, wheel: Wheel, end: str = ".body") -> str:
        digest = sha224(f"https://files.pythonhosted.org/{self._file(wheel)}".encode()).hexdigest()
        return f"{self.pip.cache}/http-v2/{'/'.join(digest[:5])}/{digest}{end}"

    def _install(self, resolver: Resolver, chosen: list[Wheel], user: bool) -> int:
        pip = self.pip
        for wheel in chosen:
            self._download(wheel)
        if pip.command == "download":
            for wheel in chosen:
                folder = pip.process.path((pip.values.get("dest") or ["."])[-1])
                pip.process.fs.mkdir(folder, parents=True)
                pip.process.fs.write(f"{folder}/{self._file(wheel)}", Generated(wheel.file, wheel.size, "noise"))
            return pip.finish()
        if not chosen:
            return pip.finish()
        chosen = resolver.ordered()
        pip.say(f"Installing collected packages: {', '.join(map(resolver.asked_name, chosen))}")
        environment = pip.environment
        site, scripts = environment.site, environment.scripts
        target = pip.values.get("target")
        if target:
            site = pip.process.path(target[-1])
            scripts = f"{site}/bin"
        elif user:
            site, scripts = environment.user, f"{environment.home}/.local/bin"
        for wheel in chosen:
            here = environment.find(wheel.name)
            if here is not None and not target and "ignore-installed" not in pip.flags:
                pip.say(f"  Attempting uninstall: {resolver.asked_name(wheel)}")
                pip.say(f"    Found existing installation: {here.name} {here.version}")
                pip.say(f"    Uninstalling {here.name}-{here.version}:")
                wheels.remove(pip.process, here)
                pip.say(f"      Successfully uninstalled {here.name}-{here.version}")
            wheels.put(pip.process, environment, wheel, site, scripts)
            self._warn_path(wheel, scripts)
        names = sorted(f"{resolver.asked_name(wheel)}-{wheel.version}" for wheel in chosen)
        pip.say(("" if environment.older else "\n") + f"Successfully installed {' '.join(names)}")
        return pip.finish()

    def _warn_path(self, wheel: Wheel, folder: str) -> None:
        pip = self.pip
        if not wheel.scripts or folder in pip.process.env.get("PATH", "").split(":") or pip.values.get("target"):
            return
        if "no-warn-script-location" in pip.flags:
            return
        names = sorted(script.partition("=")[0] for script in wheel.scripts)
        shown = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        what = f"The script {shown} is" if len(names) == 1 else f"The scripts {shown} are"
        pip.process.err(
            f"  WARNING: {what} installed in '{folder}' which is not on PATH.\n"
            "  Consider adding this directory to PATH or, if you prefer to suppress this warning, use "
            "--no-warn-script-location.\n"
        )

    def _download(self, wheel: Wheel) -> None:
        pip, process = self.pip, self.pip.process
        name, size = self._file(wheel), size_text(wheel.size)
        if self._in_cache(wheel):
            pip.say(f"Using cached {name} ({size})")
            return
        pip.say(f"Downloading {name} ({size})")
        seconds = 0.03 + wheel.size / BANDWIDTH
        process.sleep(seconds)
        if wheel.size > (40_000 if pip.environment.pip.startswith("24.0") else 512 * 1024):
            pip.say(bar(wheel.size, seconds, older=pip.environment.older))
        if pip.cache is None:
            return
        for end, content in (
            ("", Generated(f"{wheel.file}#head", 1800, "noise")),
            (".body", Generated(wheel.file, wheel.size, "noise")),
        ):
            path = self._body(wheel, end)
            process.fs.mkdir(path.rpartition("/")[0], 0o700, parents=True)
            process.fs.write(path, content, 0o600)


def _holder(asked: Asked) -> str:
    """Return who has a requirement, as pip tells it in a conflict."""
    return f"{asked.by.partition('->')[0]} depends on" if asked.by and not asked.by.startswith("-r") else (
        "The user requested"
    )  # fmt: skip

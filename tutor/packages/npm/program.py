"""`npm` and `npx`: from arguments to what they do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tutor.packages.npm import catalogue
from tutor.packages.npm.modules import Cache, remove_tree
from tutor.packages.npm.project import REGISTRY, BadJson, Project, dumped
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.packages.npm.tree import Missing
    from tutor.shell.process import Process

_VALUED = ("prefix", "cache", "registry", "omit", "include", "loglevel", "only", "workspace", "w", "C")
_ALIASES = {
    "i": "install", "add": "install", "in": "install", "isntall": "install", "clean-install": "ci", "ic": "ci",
    "install-clean": "ci", "un": "uninstall", "remove": "uninstall", "rm": "uninstall", "r": "uninstall",
    "run-script": "run", "rum": "run", "t": "test", "tst": "test", "list": "ls", "la": "ls", "ll": "ls",
    "create": "init", "x": "exec", "up": "update", "upgrade": "update", "info": "view", "show": "view", "v": "view",
    "c": "config",
}  # fmt: skip


class Npm:
    """One run of npm. `prefix` is where global packages go; `silent` is set where nothing but errors is said."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.flags: set[str] = set()
        self.values: dict[str, list[str]] = {}
        self.path = "/usr/local/lib/node_modules/npm/bin/npm-cli.js"
        self.words = self._parse(process.argv[1:])
        home = process.env.get("HOME", "/").rstrip("/")
        folder = (self.values.get("cache") or [process.env.get("npm_config_cache") or f"{home}/.npm"])[-1]
        self.cache = Cache(process, folder)
        self.prefix = self._prefix()

    def _parse(self, argv: list[str]) -> list[str]:
        words: list[str] = []
        todo = argv[::-1]
        while todo:
            word = todo.pop()
            if word == "--":
                return words + todo[::-1]
            if not word.startswith("-") or word == "-":
                words.append(word)
                if words[0] in ("exec", "x") and len(words) == 2:
                    return words + todo[::-1]
                continue
            name, equals, value = word.lstrip("-").partition("=")
            if name in _VALUED:
                self.values.setdefault(name, []).append(value if equals else todo.pop() if todo else "")
            elif value in ("false", "0"):
                self.flags.add(f"no-{name}")
            elif word.startswith("--"):
                self.flags.add(name)
            else:
                self.flags.update(name)
        return words

    def _prefix(self) -> str:
        given = self.values.get("prefix") or [self.process.env.get("NPM_CONFIG_PREFIX") or ""]
        if given[-1]:
            return self.process.path(given[-1])
        return "/usr/local" if self.process.fs.exists("/usr/local/bin/node") else "/usr"

    @property
    def version(self) -> str:
        """Npm's own version, from its folder."""
        for prefix in ("/usr/local", "/usr"):
            try:
                found = json.loads(self.process.fs.read(f"{prefix}/lib/node_modules/npm/package.json"))
                return str(found.get("version", "10.8.2"))
            except (FsError, ValueError, AttributeError):
                continue
        return "10.8.2"

    @property
    def globally(self) -> bool:
        """Whether packages are for the whole machine."""
        return bool(self.flags & {"g", "global"})

    @property
    def silent(self) -> bool:
        """Whether only errors are said."""
        return bool(self.flags & {"s", "silent", "quiet", "q"}) or "silent" in self.values.get("loglevel", [])

    @property
    def audits(self) -> bool:
        """Whether packages are looked up for known faults."""
        return "no-audit" not in self.flags and self.process.env.get("npm_config_audit", "") != "false"

    @property
    def funds(self) -> bool:
        """Whether it is said who asks for money."""
        return "no-fund" not in self.flags and self.process.env.get("npm_config_fund", "") != "false"

    def omits(self, kind: str) -> bool:
        """Tell whether packages of a kind (`dev`) are left out."""
        if kind in self.values.get("include", []):
            return False
        production = self.flags & {"production"} or "production" in self.values.get("only", [])
        return bool(production) or kind in self.values.get("omit", []) or (
            self.process.env.get("NODE_ENV") == "production"
        )  # fmt: skip

    def project(self) -> Project:
        """Return the project that the working folder lies in. Raises BadJson."""
        folder = self.process.path((self.values.get("prefix") or self.values.get("C") or ["."])[-1])
        start = folder = self.process.fs.resolve(folder)
        while folder:
            if any(self.process.fs.exists(f"{folder}/{name}") for name in ("package.json", "node_modules")):
                return Project(self.process, folder)
            folder = folder.rpartition("/")[0]
        return Project(self.process, start)

    # Failing

    def fail(self, code: str, lines: Iterable[str], status: int = 1) -> int:
        """Print an error as npm does, with where its log is; return the status."""
        rows = ([f"code {code}"] if code else []) + list(lines)
        self.process.err("".join(f"npm error {row}".rstrip() + "\n" for row in rows))
        path = self.cache.log()
        if path:
            self.process.err(f"npm error A complete log of this run can be found in: {path}\n")
        return status

    def missing(self, error: Missing) -> int:
        """Say that there is no such package or version; the status."""
        if error.known:
            return self.fail(
                "ETARGET",
                [
                    f"notarget No matching version found for {error.name}@{error.wanted}.",
                    "notarget In most cases you or one of your dependencies are requesting",
                    "notarget a package version that doesn't exist.",
                ],
            )
        quoted = error.name.replace("/", "%2f")
        return self.fail(
            "E404",
            [
                f"404 Not Found - GET {REGISTRY}/{quoted} - Not found", "404",
                f"404  '{error.name}@{error.wanted or '*'}' is not in this registry.", "404",
                "404 Note that you can also install from a", "404 tarball, folder, http url, or git url.",
            ],
        )  # fmt: skip

    def unreachable(self, name: str) -> int:
        """Say that the registry cannot be reached; the status."""
        self.process.sleep(71)  # it tries three times, ten seconds and a minute apart
        return self.fail(
            "EAI_AGAIN",
            [
                "syscall getaddrinfo", "errno EAI_AGAIN",
                f"request to {REGISTRY}/{name} failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org",
            ],
        )  # fmt: skip

    def no_manifest(self, project: Project) -> int:
        """Say that there is no `package.json`; the status."""
        path = f"{project.folder.rstrip('/')}/package.json"
        return self.fail(
            "ENOENT",
            [
                "syscall open", f"path {path}", "errno -2",
                f"enoent Could not read package.json: Error: ENOENT: no such file or directory, open '{path}'",
                "enoent This is related to npm not being able to find a file.", "enoent",
            ],
            254,
        )  # fmt: skip

    def usage(self, text: str) -> int:
        """Say how a command is to be used; the status."""
        return self.fail("EUSAGE", ["", *text.split("\n")])

    def denied(self, error: FsError) -> int:
        """Say that a file could not be changed; the status."""
        number = {"EACCES": -13, "ENOSPC": -28, "EROFS": -30}.get(error.code, -1)
        said = f"{error.code}: {error.strerror.lower()}, mkdir '{error.path}'"
        rows = ["syscall mkdir", f"path {error.path}", f"errno {number}", f"Error: {said}"]
        if error.code == "EACCES":
            rows += [
                "", "The operation was rejected by your operating system.",
                "It is likely you do not have the permissions to access this file as the current user", "",
                "If you believe this might be a permissions issue, please double-check the",
                "permissions of the file and its containing directories, or try running",
                "the command again as root/Administrator.",
            ]  # fmt: skip
        return self.fail(error.code, rows, number & 0xFF)

    def may_write(self, folder: str) -> int:
        """Return 0 where a folder can be written to, else say that it cannot and return the status."""
        place = folder
        while place and not self.process.fs.exists(place):
            place = place.rpartition("/")[0]
        return 0 if self.process.fs.access(place or "/", "w") else self.denied(FsError("EACCES", folder))

    def notice(self) -> None:
        """Say that there is a newer npm."""
        env = self.process.env
        newest = catalogue.newest_npm()
        if newest == self.version or "no-update-notifier" in self.flags or self.silent:
            return
        if env.get("NO_UPDATE_NOTIFIER") or env.get("CI") or env.get("npm_config_update_notifier") == "false":
            return
        kind = "major" if newest.split(".")[0] != self.version.split(".")[0] else "minor"
        self.process.err(
            f"npm notice\nnpm notice New {kind} version of npm available! {self.version} -> {newest}\n"
            f"npm notice Changelog: https://github.com/npm/cli/releases/tag/v{newest}\n"
            f"npm notice To update run: npm install -g npm@{newest}\nnpm notice\n"
        )


def main(process: Process) -> int:
    """Run npm or npx."""
    npm = Npm(process)
    if process.name == "npx":
        from tutor.packages.npm.scripts import execute

        return _guarded(npm, lambda: execute(npm, npm.words))
    if npm.flags & {"version", "v"} and not npm.words:
        process.out(f"{npm.version}\n")
        return 0
    if not npm.words or npm.words[0] == "help":
        process.out(_USAGE)
        return 1 if not npm.words else 0
    if "production" in npm.flags:
        process.err("npm warn config production Use `--omit=dev` instead.\n")
    command = _ALIASES.get(npm.words[0], npm.words[0])
    return _guarded(npm, lambda: _run(npm, command, npm.words[1:]))


def _guarded(npm: Npm, run: Callable[[], int]) -> int:
    try:
        return run()
    except FsError as error:
        return npm.denied(error)
    except BadJson as error:
        return npm.fail(
            "EJSONPARSE",
            [
                f"path {error.path}", f"JSON.parse {error.reason}",
                "JSON.parse Failed to parse JSON data.",
                "JSON.parse Note: package.json must be actual JSON, not just JavaScript.",
            ],
        )  # fmt: skip


def _run(npm: Npm, command: str, words: list[str]) -> int:
    if command in ("install", "ci", "uninstall", "update"):
        from tutor.packages.npm import install

        commands = {"ci": install.clean_install, "uninstall": install.uninstall}
        code = commands.get(command, install.install)(npm, [] if command == "update" else words)
        if not code:
            npm.notice()
        return code
    if command in ("run", "start", "test", "stop", "restart"):
        from tutor.packages.npm.scripts import run

        return run(npm, words if command == "run" else [command, *words])
    if command == "exec":
        from tutor.packages.npm.scripts import execute

        return execute(npm, words)
    found = _COMMANDS.get(command)
    if found is not None:
        return found(npm, words)
    npm.process.err(f'Unknown command: "{command}"\n\nTo see a list of supported npm commands, run:\n  npm help\n')
    return 1


def _init(npm: Npm, words: list[str]) -> int:
    if not npm.flags & {"y", "yes"}:
        return npm.fail("", ["canceled"])
    project = Project(npm.process, npm.process.fs.resolve(npm.process.cwd))
    name = project.folder.rpartition("/")[2].lower() or "app"
    fresh: dict[str, object] = {
        "name": name, "version": "1.0.0", "main": "index.js",
        "scripts": {"test": 'echo "Error: no test specified" && exit 1'}, "keywords": [], "author": "",
        "license": "ISC", "description": "",
    }  # fmt: skip
    manifest = {**fresh, **(project.manifest or {})}
    project.write("package.json", manifest)
    npm.process.out(f"Wrote to {project.folder.rstrip('/')}/package.json:\n\n{dumped(manifest)}\n\n\n")
    return 0


def _ls(npm: Npm, words: list[str]) -> int:
    project = npm.project()
    installed = project.installed()
    wanted = {**({} if npm.omits("dev") else project.section("devDependencies")), **project.section("dependencies")}
    npm.process.out(f"{project.label} {project.folder}\n")
    rows = []
    code = 0
    for name in sorted(wanted):
        version = installed.get(f"node_modules/{name}")
        if version is None:
            rows.append(f"UNMET DEPENDENCY {name}@{wanted[name]}")
            code = 1
        else:
            rows.append(f"{name}@{version}")
    for number, row in enumerate(rows, 1):
        npm.process.out(f"{'└──' if number == len(rows) else '├──'} {row}\n")
    npm.process.out("" if rows else "└── (empty)\n")
    npm.process.out("\n")
    if code:
        missing = [f"missing: {name}@{wanted[name]}, required by {project.label}" for name in sorted(wanted)
                   if f"node_modules/{name}" not in installed]  # fmt: skip
        return npm.fail("ELSPROBLEMS", missing)
    return 0


def _cache(npm: Npm, words: list[str]) -> int:
    action = words[0] if words else ""
    if action in ("clean", "clear", "rm"):
        if not npm.flags & {"force", "f"}:
            return npm.fail(
                "",
                [
                    "As of npm@5, the npm cache self-heals from corruption issues",
                    "by treating integrity mismatches as cache misses.  As a result,",
                    "data extracted from the cache is guaranteed to be valid.  If you",
                    "want to make sure everything is consistent, use `npm cache verify`",
                    "instead.  Deleting the cache can only make npm go slower, and is",
                    "not likely to correct any problems you may be encountering!", "",
                    "If you're sure you want to delete the entire cache, rerun this command", "with --force.",
                ],
            )  # fmt: skip
        npm.process.err("npm warn using --force Recommended protections disabled.\n")
        if npm.process.fs.is_dir(f"{npm.cache.folder}/_cacache"):
            remove_tree(npm.process.fs, f"{npm.cache.folder}/_cacache")
        return 0
    if action == "verify":
        npm.process.out(f"Cache verified and compressed ({npm.cache.folder}/_cacache)\n")
        return 0
    return npm.usage("npm cache add, clean, ls and verify are what can be done with the cache")


def _view(npm: Npm, words: list[str]) -> int:
    name, field = (words[0] if words else ""), (words[1] if len(words) > 1 else "")
    found = catalogue.find(name, "")
    if found is None:
        from tutor.packages.npm.tree import Missing

        return npm.missing(Missing(name, "*", known=False))
    if field == "version":
        npm.process.out(f"{found.version}\n")
    elif field == "versions":
        npm.process.out(json.dumps([package.version for package in catalogue.versions(name)[::-1]], indent=2) + "\n")
    elif not field:
        npm.process.out(
            f"\n{found.name}@{found.version} | {found.licence} | deps: {len(found.depends) or 'none'} | "
            f"versions: {len(catalogue.versions(name))}\n\ndist\n.unpackedSize: {found.unpacked / 1000:.1f} kB\n"
        )
    return 0


def _config(npm: Npm, words: list[str]) -> int:
    known = {"registry": f"{REGISTRY}/", "prefix": npm.prefix, "cache": npm.cache.folder}
    if words[:1] == ["get"] and len(words) > 1:
        npm.process.out(f"{known.get(words[1], 'undefined')}\n")
    return 0


def _root(npm: Npm, words: list[str]) -> int:
    npm.process.out(f"{npm.prefix}/lib/node_modules\n" if npm.globally else f"{npm.project().modules}\n")
    return 0


def _nothing(npm: Npm, words: list[str]) -> int:
    return 0


def _audit(npm: Npm, words: list[str]) -> int:
    npm.process.out("found 0 vulnerabilities\n")
    return 0


_COMMANDS: dict[str, Callable[[Npm, list[str]], int]] = {
    "init": _init, "ls": _ls, "cache": _cache, "view": _view, "config": _config, "root": _root, "audit": _audit,
    "fund": _nothing, "outdated": _nothing, "set": _nothing, "prune": lambda npm, words: _run(npm, "install", []),
    "rebuild": _nothing,
}  # fmt: skip
_USAGE = """npm <command>

Usage:

npm install        install all the dependencies in your project
npm install <foo>  add the <foo> dependency to your project
npm ci             install what the lock file says
npm test           run this project's tests
npm run <foo>      run the script named <foo>
npm ls             list what is installed

All commands:

    audit, cache, ci, config, exec, init, install, ls, prune, root, run, start, test, uninstall, update, view
"""

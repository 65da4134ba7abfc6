"""The program `go`: build, run, mod, env, version, vet, fmt, test, get, install, list, clean, help."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.programs import built
from tutor.programs.golang import modules, packages
from tutor.programs.golang.lexer import GoError
from tutor.programs.golang.machine import Machine, compiled
from tutor.programs.golang.parser import parse
from tutor.programs.outside import CODE, Outside
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.golang.modules import Module
    from tutor.shell.process import Process

_WITH_VALUE = (
    "-o",
    "-ldflags",
    "-gcflags",
    "-tags",
    "-mod",
    "-p",
    "-asmflags",
    "-buildmode",
    "-C",
    "-installsuffix",
    "-run",
)
_LARGE = {"net/http": 5_000_000, "encoding/json": 750_000, "time": 150_000, "log": 120_000, "os": 0, "strings": 20_000}
_BASE, _STRIPPED = 2_130_000, 0.66
_CACHED = {"net/http": 58_000_000, "encoding/json": 9_000_000}
_CACHED_BASE = 27_000_000


_NO_MODULE = "go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n"


class Failed(Exception):
    """What the command says before it ends with a status."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


def version_of(process: Process) -> tuple[int, ...]:
    """Return the version of the image's Go."""
    text = process.env.get("GOLANG_VERSION", "")
    if not text and process.fs.is_file("/usr/local/go/VERSION"):
        text = process.fs.read("/usr/local/go/VERSION").decode().split()[0].removeprefix("go")
    numbers = re.findall(r"\d+", text) or ["1", "23", "4"]
    return tuple(int(number) for number in numbers[:3])


def main(process: Process) -> int:
    """Run go."""
    words = process.argv[1:]
    if not words or words[0] in ("help", "-h", "--help"):
        process.err("Go is a tool for managing Go source code.\n\nUsage:\n\n\tgo <command> [arguments]\n\n"
                    "The commands are:\n\n\tbuild, clean, env, fmt, get, install, list, mod, run, test, version, "
                    "vet\n")  # fmt: skip
        return 2
    command = _COMMANDS.get(words[0])
    if command is None:
        process.err(f"go {words[0]}: unknown command\nRun 'go help' for usage.\n")
        return 2
    try:
        return command(process, words[1:])
    except Failed as failed:
        process.err(failed.text)
        return failed.code
    except Outside as outside:
        process.err(outside.line("go", "a small part of the language"))
        return CODE
    except FsError as error:
        process.err(f"go: open {error.path}: {error.strerror.lower()}\n")
        return 1


def _options(words: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the options of a command and its arguments. Raises Failed."""
    found: dict[str, str] = {}
    rest = list(words)
    while rest and rest[0].startswith("-") and rest[0] != "-":
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        name = "-" + name.lstrip("-")
        if equals:
            found[name] = value
        elif name in _WITH_VALUE:
            if not rest:
                raise Failed(
                    f"flag needs an argument: {name}\nusage: go build [-o output] [build flags] [packages]\n"
                    "Run 'go help build' for details.\n",
                    2,
                )
            found[name] = rest.pop(0)
        else:
            found[name] = "true"
    return found, rest


def _architecture(process: Process) -> str:
    return process.env.get("GOARCH") or built.architecture(process)


def _cgo(process: Process) -> bool:
    """Whether cgo is on: unless it is switched off, where there is a C compiler."""
    said = process.env.get("CGO_ENABLED")
    if said is not None:
        return said == "1"
    return any(process.fs.exists(f"{folder}/gcc") for folder in ("/usr/bin", "/usr/local/bin"))


def _version(process: Process, words: list[str]) -> int:
    version = ".".join(map(str, version_of(process)))
    process.out(f"go version go{version} linux/{_architecture(process)}\n")
    return 0


def _env(process: Process, words: list[str]) -> int:
    home = process.env.get("HOME", "/root")
    module = modules.find(process, process.cwd)
    values = {
        "CGO_ENABLED": "1" if _cgo(process) else "0", "GOARCH": _architecture(process),
        "GOCACHE": process.env.get("GOCACHE", f"{home}/.cache/go-build"),
        "GOMOD": f"{module.folder.rstrip('/')}/go.mod" if module else "/dev/null",
        "GOMODCACHE": modules.cache_folder(process), "GOOS": process.env.get("GOOS", "linux"),
        "GOPATH": process.env.get("GOPATH", f"{home}/go"),
        "GOPROXY": process.env.get("GOPROXY", "https://proxy.golang.org,direct"),
        "GOROOT": "/usr/local/go", "GOTOOLCHAIN": process.env.get("GOTOOLCHAIN", "local"),
        "GOVERSION": "go" + ".".join(map(str, version_of(process))),
    }  # fmt: skip
    names = [word for word in words if not word.startswith("-")]
    if names:
        process.out("".join(f"{values.get(name, '')}\n" for name in names))
    else:
        process.out("".join(f"{name}='{value}'\n" for name, value in values.items()))
    return 0


# building


class _Package:
    """What is to be built: its folder or files, its module, its texts."""

    def __init__(self, process: Process, arguments: list[str]) -> None:
        self.module: Module | None = modules.find(process, process.cwd)
        if arguments and arguments[0].endswith(".go"):
            self.folder = process.cwd
            self.name = arguments[0].rpartition("/")[2].removesuffix(".go")
            for name in arguments:
                if not process.fs.is_file(process.path(name)):
                    raise Failed(f"no required module provides package {name}; to add it:\n\tgo get {name}\n")
            self.files = [
                (process.path(name), process.fs.read(process.path(name)).decode("utf-8", "replace"))
                for name in arguments
            ]
            return
        if self.module is None:
            raise Failed(
                "go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n"
            )
        target = (arguments or ["."])[0]
        self.folder = (
            process.path(target.removesuffix("/...").removeprefix("./"))
            if target not in (".", "./...")
            else process.cwd
        )
        if not process.fs.is_dir(self.folder):
            raise Failed(f"stat {self.folder}: directory not found\n")
        self.folder = process.fs.resolve(self.folder)
        self.files = modules.sources(process, self.folder)
        if not self.files:
            raise Failed(f"no Go files in {self.folder}\n")
        inside = self.folder == process.fs.resolve(self.module.folder)
        last = self.module.path.rpartition("/")[2] if inside else self.folder.rpartition("/")[2]
        self.name = last if not re.fullmatch(r"v\d+", last) else self.module.path.split("/")[-2]

    def shown(self, process: Process) -> list[tuple[str, str]]:
        """Return the files by the names that messages use."""
        base = process.cwd.rstrip("/") + "/"
        return [(f"./{path.removeprefix(base)}" if path.startswith(base) else path, text) for path, text in self.files]


def _checked(process: Process, package: _Package) -> tuple[bool, set[str]]:
    """Compile a package; return whether it is a program, and what it imports. Raises Failed, Outside."""
    imports: list[tuple[str, str, int, int]] = []
    names: set[str] = set()
    for path, text in package.shown(process):
        try:
            tree = parse(text, path)
        except GoError:
            continue
        names.add(tree.package)
        imports += [(path.removeprefix("./"), name, line, column) for _, name, line, column in tree.imports]
    own = package.module.path if package.module else ""
    wrong = []
    for file, path, line, column in imports:
        if path in packages.KNOWN or path in packages.STANDARD:
            continue
        if "." not in path.partition("/")[0] and not (own and path.startswith(own + "/")):
            wrong.append(f"{file}:{line}:{column}: package {path} is not in std (/usr/local/go/src/{path})")
    if package.module is not None:
        wrong += modules.missing(
            process, package.module, [entry for entry in imports if not (own and entry[1].startswith(own + "/"))]
        )
    if wrong:
        raise Failed("\n".join(wrong) + "\n")
    if len(names) > 1:
        raise Failed(f"found packages {' and '.join(sorted(names))} in {package.folder}\n")
    outside = next((path for _, path, _, _ in imports if path not in packages.KNOWN), None)
    if outside is not None:
        raise Outside(f'the package "{outside}"')
    if names == {"main"} or not names:
        errors, _ = compiled(Machine(process, version_of(process)), package.shown(process))
        if errors:
            raise Failed(_reported(package, errors))
    return names == {"main"}, {path for _, path, _, _ in imports}


def _reported(package: _Package, errors: list[tuple[str, GoError]]) -> str:
    name = package.module.path if package.module else "command-line-arguments"
    lines = sorted({(file, error.line, error.column, error.message) for file, error in errors})
    shown = [
        f"{file}:{line}:{column}: {message}" if line else f"runtime.main_main·f: {message}"
        for file, line, column, message in lines
    ]
    if len(shown) > 10:
        shown = [*shown[:10], "too many errors"]
    return f"# {name}\n" + "\n".join(shown) + "\n"


def _cached(process: Process, package: _Package, imports: set[str]) -> None:
    """Leave in the build cache what building leaves there."""
    folder = process.env.get("GOCACHE", f"{process.env.get('HOME', '/root')}/.cache/go-build")
    if folder == "off":
        return
    parts = [("std", _CACHED_BASE), *((name, size) for name, size in _CACHED.items() if name in imports)]
    parts.append((package.folder, 120_000))
    for name, size in parts:
        key = built.key_of(f"go {name} {version_of(process)}")
        path = f"{folder}/{key[:2]}/{key}-d"
        if not process.fs.exists(path):
            process.fs.mkdir(f"{folder}/{key[:2]}", 0o755, parents=True)
            process.fs.write(path, Generated(key, size))


def _size(imports: set[str], stripped: bool) -> int:
    size = _BASE + max((_LARGE.get(name, 0) for name in imports), default=0) + 40_000 * len(imports)
    return int(size * _STRIPPED) if stripped else size


def _loader(process: Process, imports: set[str]) -> str:
    """Return the loader that the executable needs, "" where it is static."""
    if not _cgo(process) or not imports & packages.CGO:
        return ""
    return built.loader(process)


def _build(process: Process, words: list[str]) -> int:
    options, arguments = _options(words)
    package = _Package(process, arguments)
    program, imports = _checked(process, package)
    _cached(process, package, imports)
    if "-v" in options and package.module is not None:
        process.err(f"{package.module.path}\n")
    target = options.get("-o", "")
    if not program:
        return 0
    if arguments[:1] == ["./..."] and not target:
        return 0
    place = process.path(target or package.name)
    if process.fs.is_dir(place):
        place = f"{place.rstrip('/')}/{package.name}"
    system = process.env.get("GOOS", "linux")
    if system == "windows" and not target:
        place += ".exe"
    flags = options.get("-ldflags", "").replace("'", " ").replace('"', " ").split()
    stripped = "-s" in flags or "-w" in flags
    values = dict(re.findall(r"-X\s+['\"]?main\.(\w+)=([^'\"\s]*)", options.get("-ldflags", "")))
    data = {"files": package.shown(process), "version": list(version_of(process)), "set": values}
    kind = "built/go" if system == "linux" else f"built/{system}"
    content = built.executable(kind, data, _size(imports, stripped), _architecture(process), _loader(process, imports))
    parent = place.rpartition("/")[0] or "/"
    process.fs.mkdir(parent, 0o755, parents=True)
    if process.fs.exists(place):
        process.fs.unlink(place)
    process.fs.write(place, content, 0o777 & ~process.umask)
    return 0


def _install(process: Process, words: list[str]) -> int:
    options, arguments = _options(words)
    package = _Package(process, arguments)
    folder = process.env.get("GOBIN") or f"{process.env.get('GOPATH', process.env.get('HOME', '/root') + '/go')}/bin"
    extra = [f"{name}={value}" for name, value in options.items() if name in _WITH_VALUE]
    return _build(process, ["-o", f"{folder}/{package.name}", *extra, *arguments])


def _run(process: Process, words: list[str]) -> int:
    _, arguments = _options(words)
    if not arguments:
        raise Failed("go: no go files listed\n")
    files = [word for word in arguments if word.endswith(".go")]
    count = len(files) or 1
    package = _Package(process, arguments[:count])
    program, imports = _checked(process, package)
    if not program:
        raise Failed(f"package {package.name} is not a main package\n")
    _cached(process, package, imports)
    machine = Machine(process, version_of(process))
    kept = list(process.argv)
    process.argv[:] = [f"/tmp/go-build2784165/b001/exe/{package.name}", *arguments[count:]]
    try:
        code = built.run_go(machine, package.shown(process), {})
    finally:
        process.argv[:] = kept
    if code:
        process.err(f"exit status {code}\n")
        return 1
    return 0


def _vet(process: Process, words: list[str]) -> int:
    _checked(process, _Package(process, _options(words)[1]))
    return 0


def _test(process: Process, words: list[str]) -> int:
    package = _Package(process, _options(words)[1])
    if any(name.endswith("_test.go") for name in process.fs.listdir(package.folder)):
        raise Outside("go test")
    process.out(f"?   \t{package.module.path if package.module else package.name}\t[no test files]\n")
    return 0


def _list(process: Process, words: list[str]) -> int:
    module = modules.find(process, process.cwd)
    if module is None:
        raise Failed(_NO_MODULE)
    process.out(f"{module.path}\n")
    return 0


def _clean(process: Process, words: list[str]) -> int:

    for option, folder in (
        ("-cache", process.env.get("GOCACHE", f"{process.env.get('HOME', '/root')}/.cache/go-build")),
        ("-modcache", modules.cache_folder(process)),
    ):
        if option in words and process.fs.is_dir(folder):
            _remove(process, folder)
    return 0


def _remove(process: Process, folder: str) -> None:
    """Remove a folder and all below it."""
    for name in process.fs.listdir(folder):
        inner = f"{folder}/{name}"
        if process.fs.is_dir(inner) and not process.fs.is_symlink(inner):
            _remove(process, inner)
        else:
            process.fs.unlink(inner)
    process.fs.rmdir(folder)


# modules


def _mod(process: Process, words: list[str]) -> int:
    verb = words[0] if words else ""
    if verb == "init":
        if process.fs.exists(process.path("go.mod")):
            raise Failed(f"go: {process.path('go.mod')} already exists\n")
        if len(words) < 2:
            raise Failed(f"go: cannot determine module path for source directory {process.cwd} (outside GOPATH, module "
                         "path must be specified)\n\n"
                         "Example usage:\n\t'go mod init example.com/m' to initialize a v0 or v1 module\n"
                         "\t'go mod init example.com/m/v2' to initialize a v2 module\n\n"
                         "Run 'go help mod init' for more information.\n")  # fmt: skip
        text = f"module {words[1]}\n\ngo {'.'.join(map(str, version_of(process)))}\n"
        process.fs.write(process.path("go.mod"), text.encode())
        process.err(f"go: creating new go.mod: module {words[1]}\n")
        if any(name.endswith(".go") for name in process.fs.listdir(process.cwd)):
            process.err("go: to add module requirements and sums:\n\tgo mod tidy\n")
        return 0
    module = modules.find(process, process.cwd)
    if module is None:
        raise Failed(_NO_MODULE)
    if verb in ("download", "tidy", "vendor"):
        if verb == "download" and not module.requires:
            process.err("go: no module dependencies to download\n")
        for path, version in module.requires:
            new = not modules.is_there(process, path, version)
            said = modules.fetch(process, path, version)
            if said:
                raise Failed(f"go: {said}\n")
            if new and verb == "tidy":
                process.err(f"go: downloading {path} {version}\n")
        return 0
    if verb == "verify":
        process.out("all modules verified\n")
        return 0
    raise Failed(
        f"go mod {verb}: unknown command\nRun 'go help mod' for usage.\n" if verb else "go: go mod: no command\n", 2
    )


def _get(process: Process, words: list[str]) -> int:
    module = modules.find(process, process.cwd)
    if module is None:
        raise Failed(
            "go: go.mod file not found in current directory or any parent directory.\n"
            "\t'go get' is no longer supported outside a module.\n"
        )
    _, arguments = _options(words)
    for argument in arguments:
        path, _, version = argument.partition("@")
        version = version if version.startswith("v") else "v1.9.1"
        said = modules.fetch(process, path, version)
        if said:
            raise Failed(f"go: {said}\n")
        process.err(f"go: downloading {path} {version}\ngo: added {path} {version}\n")
        if path not in [name for name, _ in module.requires]:
            file = f"{module.folder.rstrip('/')}/go.mod"
            process.fs.write(file, f"\nrequire {path} {version}\n".encode(), append=True)
    return 0


_COMMANDS: dict[str, Callable[[Process, list[str]], int]] = {
    "build": _build, "run": _run, "version": _version, "env": _env, "mod": _mod, "vet": _vet, "test": _test,
    "get": _get,
    "install": _install, "list": _list, "clean": _clean, "fmt": lambda process, words: 0,
}  # fmt: skip

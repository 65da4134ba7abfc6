"""`os`, `os.path`, `shutil`, `tempfile`: the sandbox's files, processes and environment."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from tutor.programs.python.errors import os_error
from tutor.programs.python.files import opened, path_text
from tutor.programs.python.values import Builtin, Class, Instance, Lazy, Module
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.programs.python.machine import Machine


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill one of the modules."""
    if module in ("os.path", "posixpath"):
        _fill_path(machine, names)
    elif module == "os":
        _fill_os(machine, names)
    else:
        _fill_helpers(machine, module, names)


def guarded(machine: Machine, call: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of a path whose errors name the path as it was given."""

    def run(path: Any = ".", *arguments: Any, **named: Any) -> Any:
        text = path_text(machine, path)
        try:
            return call(machine.process.path(text), *arguments, **named)
        except FsError as error:
            raise os_error(machine, error.code, error.strerror, text) from None

    return run


def environ(machine: Machine) -> Instance:
    """Return `os.environ`, over the process's own variables."""
    env = machine.process.env
    cls = Class(machine, "_Environ", (machine.object,), module="os")

    def item(self: Any, name: Any) -> str:
        if not isinstance(name, str):
            raise TypeError(f"str expected, not {machine.type_name(name)}")
        if name not in env:
            raise machine.error("KeyError", name)
        return env[name]

    def put(self: Any, name: Any, value: Any) -> None:
        for given in (name, value):
            if not isinstance(given, str):
                raise TypeError(f"str expected, not {machine.type_name(given)}")
        env[name] = value

    def remove(self: Any, name: str) -> None:
        if name not in env:
            raise machine.error("KeyError", name)
        del env[name]

    table: dict[str, Callable[..., Any]] = {
        "__getitem__": item,
        "__setitem__": put,
        "__delitem__": remove,
        "__contains__": lambda self, name: name in env,
        "__iter__": lambda self: Lazy("generator", iter(list(env))),
        "__len__": lambda self: len(env),
        "__repr__": lambda self: f"environ({machine.repr(env)})",
        "get": lambda self, name, default=None: env.get(name, default),
        "pop": lambda self, name, *default: env.pop(name, *default),
        "setdefault": lambda self, name, value: env.setdefault(name, value),
        "keys": lambda self: env.keys(),
        "values": lambda self: env.values(),
        "items": lambda self: env.items(),
        "copy": lambda self: dict(env),
        "update": lambda self, other=(), **named: env.update({**dict(other), **named}),
    }
    cls.namespace.update({name: Builtin(name, call, binds=True) for name, call in table.items()})
    return Instance(cls)


def _fill_os(machine: Machine, names: dict[str, Any]) -> None:
    process = machine.process
    fs = process.fs
    from tutor.programs.python.importing import imported

    path = Module("os.path")
    machine.modules["os.path"] = path
    _fill_path(machine, path.namespace)

    def stat(where: str, follow: bool = True) -> Instance:
        found = fs.stat(where, follow)
        kind = {"directory": 0o040000, "symlink": 0o120000}.get(found.kind, 0o100000)
        attrs = {
            "st_mode": kind | found.mode, "st_size": found.size, "st_uid": found.uid, "st_gid": found.gid,
            "st_mtime": float(found.mtime), "st_ino": found.ino, "st_nlink": 1,
        }  # fmt: skip
        return Instance(Class(machine, "stat_result", (machine.object,), module="os"), attrs)

    def make(where: str, mode: int = 0o777, exist_ok: bool = False) -> None:
        if fs.is_dir(where) and exist_ok:
            return
        parent = posixpath.dirname(where.rstrip("/"))
        if parent and not fs.exists(parent):
            make(parent, mode, True)
        fs.mkdir(where, mode & ~process.umask)

    def remove(where: str) -> None:
        fs.unlink(where)

    def move(old: Any, new: Any) -> None:
        source, target = path_text(machine, old), path_text(machine, new)
        try:
            fs.rename(process.path(source), process.path(target))
        except FsError as error:
            raise os_error(machine, error.code, error.strerror, source) from None

    def change(where: str) -> None:
        if not fs.is_dir(where):
            fs.node(where)
            raise FsError("ENOTDIR", where)
        process.cwd = fs.resolve(where)

    def walk(top: Any, topdown: bool = True) -> Lazy:
        def below(folder: str) -> Iterator[Any]:
            machine.tick()
            where = process.path(folder)
            entries = fs.listdir(where) if fs.is_dir(where) else None
            if entries is None:
                return
            folders = [entry for entry in entries if fs.is_dir(f"{where}/{entry}")]
            others = [entry for entry in entries if entry not in folders]
            yield (folder, folders, others)
            for entry in folders:
                if not fs.is_symlink(f"{where}/{entry}"):
                    yield from below(posixpath.join(folder, entry))

        return Lazy("generator", below(path_text(machine, top)))

    def scan(where: str) -> Lazy:
        cls = Class(machine, "DirEntry", (machine.object,), module="posix")
        for name in ("is_dir", "is_file"):
            cls.namespace[name] = Builtin(name, lambda self, name=name: getattr(fs, name)(self.native), binds=True)
        names = fs.listdir(where)
        entries = [Instance(cls, {"name": name, "path": f"{where}/{name}"}, f"{where}/{name}") for name in names]
        return Lazy("scandir", iter(entries))

    def access(where: str, mode: int) -> bool:
        letters = "".join(letter for bit, letter in ((4, "r"), (2, "w"), (1, "x")) if mode & bit)
        return fs.exists(where) and fs.access(where, letters)

    def kill(pid: int, number: int) -> None:
        if not process.kernel.kill(int(pid), int(number)):
            raise os_error(machine, "ESRCH", "No such process")

    names.update(
        environ=environ(machine), path=path, sep="/", linesep="\n", name="posix", curdir=".", pardir="..",
        pathsep=":", devnull="/dev/null", F_OK=0, R_OK=4, W_OK=2, X_OK=1, error=machine.exceptions["OSError"],
    )  # fmt: skip
    simple: dict[str, Callable[..., Any]] = {
        "getcwd": lambda: process.cwd,
        "getpid": lambda: process.pid,
        "getppid": lambda: process.ppid,
        "getuid": lambda: fs.uid,
        "geteuid": lambda: fs.uid,
        "getgid": lambda: fs.gid,
        "getegid": lambda: fs.gid,
        "getgroups": lambda: list(fs.groups),
        "getenv": lambda name, default=None: process.env.get(name, default),
        "putenv": lambda name, value: process.env.__setitem__(name, value),
        "getlogin": lambda: _login(machine),
        "cpu_count": lambda: 2,
        "listdir": guarded(machine, fs.listdir),
        "mkdir": guarded(machine, lambda where, mode=0o777: fs.mkdir(where, mode & ~process.umask)),
        "makedirs": guarded(machine, make),
        "remove": guarded(machine, remove),
        "unlink": guarded(machine, remove),
        "rmdir": guarded(machine, fs.rmdir),
        "rename": move,
        "replace": move,
        "stat": guarded(machine, stat),
        "lstat": guarded(machine, lambda where: stat(where, False)),
        "chmod": guarded(machine, fs.chmod),
        "chown": guarded(machine, fs.chown),
        "chdir": guarded(machine, change),
        "readlink": guarded(machine, fs.readlink),
        "symlink": lambda target, where: guarded(machine, lambda at: fs.symlink(target, at))(where),
        "link": lambda old, new: guarded(machine, lambda at: fs.link(process.path(old), at))(new),
        "access": guarded(machine, access),
        "walk": walk,
        "scandir": guarded(machine, scan),
        "urandom": lambda count: imported(machine, "random").namespace["randbytes"].call(count),
        "fspath": lambda value: path_text(machine, value),
        "kill": kill,
        "_exit": lambda code: _gone(code),
        "uname": lambda: imported(machine, "platform").namespace["uname"].call(),
        "umask": lambda mask: _umask(machine, mask),
    }
    names.update({name: Builtin(name, call) for name, call in simple.items()})


class Gone(BaseException):
    """The process ends at once, by `os._exit`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def _gone(code: int) -> None:
    raise Gone(code)


def _umask(machine: Machine, mask: int) -> int:
    old, machine.process.umask = machine.process.umask, mask & 0o777
    return old


def _login(machine: Machine) -> str:
    fs = machine.process.fs
    if fs.is_file("/etc/passwd"):
        for line in fs.read("/etc/passwd").decode(errors="replace").splitlines():
            words = line.split(":")
            if len(words) > 2 and words[2] == str(fs.uid):
                return words[0]
    raise os_error(machine, "ENOENT", "No such device or address")


def _fill_path(machine: Machine, names: dict[str, Any]) -> None:
    process = machine.process
    fs = process.fs

    def text(path: Any) -> str:
        return path_text(machine, path)

    def joined(first: Any, *rest: Any) -> str:
        return posixpath.join(text(first), *[text(part) for part in rest])

    def whole(path: Any) -> str:
        return posixpath.normpath(process.path(text(path)))

    def real(path: Any) -> str:
        try:
            return fs.resolve(process.path(text(path)))
        except FsError:
            return whole(path)

    def expanded(path: Any) -> str:
        given = text(path)
        if given == "~" or given.startswith("~/"):
            return process.env.get("HOME", "/root") + given[1:]
        return given

    simple: dict[str, Callable[..., Any]] = {
        "join": joined,
        "exists": lambda path: fs.exists(process.path(text(path))),
        "lexists": lambda path: fs.exists(process.path(text(path)), False),
        "isfile": lambda path: fs.is_file(process.path(text(path))),
        "isdir": lambda path: fs.is_dir(process.path(text(path))),
        "islink": lambda path: fs.is_symlink(process.path(text(path))),
        "ismount": lambda path: any(mount.path == whole(path) for mount in fs.mounts),
        "abspath": whole,
        "realpath": real,
        "relpath": lambda path, start=".": posixpath.relpath(whole(path), whole(start)),
        "expanduser": expanded,
        "getsize": guarded(machine, lambda where: fs.stat(where).size),
        "getmtime": guarded(machine, lambda where: float(fs.stat(where).mtime)),
        **{
            name: (lambda path, name=name: getattr(posixpath, name)(text(path)))
            for name in ("basename", "dirname", "normpath", "isabs", "split", "splitext")
        },
    }
    names.update({name: Builtin(name, call) for name, call in simple.items()})
    names["sep"] = "/"


def remove_tree(machine: Machine, where: str) -> None:
    """Remove a folder and all below it. Raises FsError."""
    fs = machine.process.fs
    machine.tick()
    for entry in fs.listdir(where):
        inner = f"{where.rstrip('/')}/{entry}"
        if fs.is_dir(inner) and not fs.is_symlink(inner):
            remove_tree(machine, inner)
        else:
            fs.unlink(inner)
    fs.rmdir(where)


def _fill_helpers(machine: Machine, module: str, names: dict[str, Any]) -> None:
    process = machine.process
    fs = process.fs

    def copy(source: Any, target: Any) -> Any:
        here, there = path_text(machine, source), path_text(machine, target)
        if fs.is_dir(process.path(there)):
            there = posixpath.join(there, posixpath.basename(here))
        try:
            fs.write(process.path(there), fs.content(process.path(here)), fs.stat(process.path(here)).mode)
        except FsError as error:
            raise os_error(machine, error.code, error.strerror, here) from None
        return there

    def drop(path: Any, ignore_errors: bool = False) -> None:
        try:
            guarded(machine, lambda where: remove_tree(machine, where))(path)
        except Exception:
            if not ignore_errors:
                raise

    if module == "shutil":
        names.update({
            "copy": Builtin("copy", copy), "copyfile": Builtin("copyfile", copy), "copy2": Builtin("copy2", copy),
            "rmtree": Builtin("rmtree", drop), "which": Builtin("which", lambda name: _which(machine, name)),
            "move": Builtin("move", lambda old, new: machine.modules["os"].namespace["rename"].call(old, new)),
        })  # fmt: skip
    else:
        _fill_tempfile(machine, names)


def _which(machine: Machine, name: str) -> str | None:
    from tutor.shell.launch import DEFAULT_PATH, LaunchError, locate

    process = machine.process
    try:
        return locate(process.fs, name, process.env.get("PATH", DEFAULT_PATH), process.cwd)
    except LaunchError:
        return None


def _fill_tempfile(machine: Machine, names: dict[str, Any]) -> None:
    fs = machine.process.fs
    count = [0]

    def fresh(suffix: str = "") -> str:
        from tutor.programs.python.importing import imported

        bits = imported(machine, "random").namespace["getrandbits"].call
        count[0] += 1
        letters = "abcdefghijklmnopqrstuvwxyz0123456789_"
        return "/tmp/tmp" + "".join(letters[bits(32) % 37] for _ in range(8)) + suffix

    def folder(*arguments: Any, **named: Any) -> str:
        path = fresh()
        fs.mkdir(path, 0o700)
        return path

    def file(mode: str = "w+b", *, suffix: str = "", delete: bool = True, **named: Any) -> Instance:
        return opened(machine, fresh(suffix), mode.replace("+", ""))

    names.update({
        "mkdtemp": Builtin("mkdtemp", folder), "gettempdir": Builtin("gettempdir", lambda: "/tmp"),
        "NamedTemporaryFile": Builtin("NamedTemporaryFile", file),
    })  # fmt: skip
    cls = Class(machine, "TemporaryDirectory", (machine.object,), module="tempfile")
    cls.namespace.update({
        "__init__": Builtin("__init__", lambda self: self.attrs.__setitem__("name", folder()), binds=True),
        "__enter__": Builtin("__enter__", lambda self: self.attrs["name"], binds=True),
        "__exit__": Builtin("__exit__", lambda self, *error: remove_tree(machine, self.attrs["name"]), binds=True),
    })  # fmt: skip
    names["TemporaryDirectory"] = cls

"""The module fs: files of the sandbox, at once, by callbacks, by promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.node.naming import at, methods
from tutor.programs.node.runtime import Runtime
from tutor.programs.node.values import UNDEFINED, Function, Object, Thrown
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.builtins import Native


_ERRNO = {
    "ENOENT": -2,
    "EACCES": -13,
    "EEXIST": -17,
    "ENOTDIR": -20,
    "EISDIR": -21,
    "ENOTEMPTY": -39,
    "EROFS": -30,
    "EPERM": -1,
}


_TEXT = {"ENOENT": "no such file or "
                   "directory", "EACCES": "permission "
                                          "denied", "EEXIST": "file already exists", "ENOTDIR": "not a directory",
         "EISDIR": "illegal operation on a directory", "ENOTEMPTY": "directory not empty",
         "EROFS": "read-only file system"}  # fmt: skip


def system_error(runtime: Runtime, error: FsError, call: str, path: str) -> Thrown:
    """Return the error of a system call that failed."""
    text = _TEXT.get(error.code, error.strerror.lower())
    return runtime.error(
        "Error",
        f"{error.code}: {text}, {call} '{path}'",
        errno=float(_ERRNO.get(error.code, -5)),
        code=error.code,
        syscall=call,
        path=path,
    )


def _fs_functions(runtime: Runtime) -> dict[str, Callable[[list[Any]], Any]]:
    process = runtime.process
    fs = process.fs

    def place(given: list[Any]) -> tuple[str, str]:
        text = runtime.text(at(given, 0))
        return text, process.path(text)

    def wrapped(call: str, run: Callable[[str, list[Any]], Any]) -> Callable[[list[Any]], Any]:
        def call_it(given: list[Any]) -> Any:
            text, path = place(given)
            process.kernel.sync()
            try:
                return run(path, given)
            except FsError as error:
                raise system_error(runtime, error, call, text) from None

        return call_it

    def read(path: str, given: list[Any]) -> Any:
        data = fs.read(path)
        runtime.made(len(data))
        text = data.decode("utf-8", "replace")
        if at(given, 1) is UNDEFINED:
            return buffer(runtime, text)
        return text

    def write(append: bool) -> Callable[[str, list[Any]], Any]:
        def run(path: str, given: list[Any]) -> Any:
            fs.write(
                path,
                runtime.text(at(given, 1)).encode("utf-8", "surrogateescape"),
                0o666 & ~process.umask,
                append=append and fs.exists(path),
            )
            return UNDEFINED

        return run

    def make(path: str, given: list[Any]) -> Any:
        options = at(given, 1)
        fs.mkdir(
            path, 0o777 & ~process.umask, parents=isinstance(options, Object) and options.props.get("recursive") is True
        )
        return UNDEFINED

    def stat(path: str, given: list[Any]) -> Object:
        found = fs.stat(path)
        made = runtime.object(
            {"size": float(found.size), "mode": float(found.mode), "uid": float(found.uid), "gid": float(found.gid)}
        )
        methods(
            runtime,
            made,
            {
                "isFile": lambda this, given: found.kind == "file",
                "isDirectory": lambda this, given: found.kind == "directory",
            },
        )
        return made

    def drop(path: str, given: list[Any]) -> Any:
        fs.rmdir(path) if fs.is_dir(path) else fs.unlink(path)
        return UNDEFINED

    def unlink(path: str, given: list[Any]) -> Any:
        fs.unlink(path)
        return UNDEFINED

    def move(path: str, given: list[Any]) -> Any:
        fs.rename(path, process.path(runtime.text(at(given, 1))))
        return UNDEFINED

    def copy(path: str, given: list[Any]) -> Any:
        fs.write(process.path(runtime.text(at(given, 1))), fs.content(path))
        return UNDEFINED

    return {
        "readFile": wrapped("open", read), "writeFile": wrapped("open", write(False)),
        "appendFile": wrapped("open", write(True)),
        "readdir": wrapped("scandir", lambda path, given: runtime.array(list(fs.listdir(path)))),
        "mkdir": wrapped("mkdir", make),
        "stat": wrapped("stat", stat), "unlink": wrapped("unlink", unlink), "rm": wrapped("rm", drop),
        "rmdir": wrapped("rmdir", drop),
        "rename": wrapped("rename", move), "copyFile": wrapped("copyfile", copy),
        "access": wrapped("access", lambda path, given: (fs.node(path) and UNDEFINED) or UNDEFINED),
    }  # fmt: skip


def buffer(runtime: Runtime, text: str) -> Object:
    """Return the bytes of a file as scripts use them: by toString."""
    made = Object(runtime.object_proto, {"length": float(len(text.encode()))}, "Buffer")
    made.hidden.add("length")
    methods(runtime, made, {"toString": lambda this, given: text, "trim": lambda this, given: text.strip()})
    return made


def _fs(runtime: Runtime) -> Object:
    table = _fs_functions(runtime)
    made = runtime.object()

    def at_once(call: Callable[[list[Any]], Any]) -> Native:
        return lambda this, given: call(given)

    methods(runtime, made, {f"{name}Sync": at_once(call) for name, call in table.items()})

    def deferred(call: Callable[[list[Any]], Any]) -> Native:
        def run(this: Any, given: list[Any]) -> Any:
            *rest, function = given
            if not isinstance(function, Function):
                raise runtime.error("TypeError", 'The "cb" argument must be of type function. Received undefined')

            def finish() -> None:
                try:
                    value = call(rest)
                except Thrown as thrown:
                    runtime.call(function, UNDEFINED, [thrown.value])
                    return
                runtime.call(function, UNDEFINED, [None, value])

            runtime.after(0.0, finish)
            return UNDEFINED

        return run

    methods(runtime, made, {name: deferred(call) for name, call in table.items()})
    exists = runtime.process.fs.exists
    methods(runtime, made, {"existsSync": lambda this, given: exists(runtime.process.path(runtime.text(at(given, 0))))})
    made.props["promises"] = _fs_promises(runtime)
    return made


def _fs_promises(runtime: Runtime) -> Object:
    made = runtime.object()

    def promised(call: Callable[[list[Any]], Any]) -> Native:
        def run(this: Any, given: list[Any]) -> Object:
            promise = runtime.promise()

            def finish() -> None:
                try:
                    runtime.settle(promise, "fulfilled", call(given))
                except Thrown as thrown:
                    runtime.settle(promise, "rejected", thrown.value)

            runtime.after(0.0, finish)
            return promise

        return run

    methods(runtime, made, {name: promised(call) for name, call in _fs_functions(runtime).items()})
    return made

"""The program `python`: its options, where its code comes from, how it ends.

Follows "Command line and environment" of Python's documentation for -c, -m, -u, -V, -i, -x as far as scripts use them;
-B, -E, -I, -O, -s, -S, -W, -X are accepted and change nothing here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.programs.outside import CODE, Outside
from tutor.programs.python import importing
from tutor.programs.python.library.operating import Gone
from tutor.programs.python.machine import Machine
from tutor.programs.python.tracebacks import report
from tutor.programs.python.values import Instance, Module, Raised
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_USAGE = "usage: {0} [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `python -h' for more information.\n"


class _Options:
    """What the command line asks for."""

    def __init__(self) -> None:
        self.command: str | None = None
        self.module: str | None = None
        self.version = 0
        self.unbuffered = False
        self.interactive = False
        self.rest: list[str] = []
        self.wrong = ""


def _parsed(argv: list[str]) -> _Options:
    found = _Options()
    words = list(argv[1:])
    while words:
        word = words.pop(0)
        if word in ("-", "--") or not word.startswith("-"):
            found.rest = [word, *words]
            break
        if word.startswith("--"):
            if word == "--version":
                found.version += 1
            else:
                found.wrong = f"unknown option {word}"
            continue
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter in "cmWX":
                if not letters and not words:
                    found.wrong = f"Argument expected for the -{letter} option"
                    break
                value = letters or words.pop(0)
                letters = ""
                if letter in "cm":
                    setattr(found, "command" if letter == "c" else "module", value)
                    found.rest = words
                    return found
            elif letter == "V":
                found.version += 1
            elif letter == "u":
                found.unbuffered = True
            elif letter == "i":
                found.interactive = True
            elif letter not in "bBdEIOPqsSvx":
                found.wrong = f"Unknown option: -{letter}"
                break
    return found


def version_of(process: Process, executable: str) -> tuple[int, int, int]:
    """Return the version of the image's Python: by its environment, its folder of modules, its executable's name."""
    given = process.env.get("PYTHON_VERSION", "")
    match = re.match(r"(\d+)\.(\d+)\.(\d+)", given)
    if match:
        return int(match[1]), int(match[2]), int(match[3])
    fs = process.fs
    names = [executable.rpartition("/")[2]]
    try:
        names.append(fs.resolve(executable).rpartition("/")[2])
        lib = executable.rpartition("/bin/")[0] + "/lib"
        names += [name for name in fs.listdir(lib) if re.fullmatch(r"python3\.\d+", name)]
    except FsError:
        pass
    for name in names:
        match = re.search(r"python(\d)\.(\d+)", name)
        if match:
            return int(match[1]), int(match[2]), _LATEST.get(int(match[2]), 0)
    return (3, 12, _LATEST[12])


_LATEST = {8: 20, 9: 23, 10: 18, 11: 13, 12: 11, 13: 5}
"""The last patch release of each minor one, for an image that does not say which it has."""


def main(process: Process) -> int:
    """Run Python."""
    options = _parsed(process.argv)
    executable = _executable(process)
    version = version_of(process, executable)
    if options.wrong:
        process.err(f"{options.wrong}\n{_USAGE.format(process.argv[0])}")
        return 2
    if options.version:
        process.out(f"Python {'.'.join(map(str, version))}\n")
        return 0
    machine = Machine(process, version, executable)
    machine.unbuffered = options.unbuffered or bool(process.env.get("PYTHONUNBUFFERED"))
    entry = process.kernel.processes.get(process.pid)
    if entry is not None:
        entry.signal = machine.take_signal
    return _finished(machine, options)


def _executable(process: Process) -> str:
    from tutor.shell.launch import DEFAULT_PATH, LaunchError, locate

    try:
        return locate(process.fs, process.argv[0], process.env.get("PATH", DEFAULT_PATH), process.cwd)
    except LaunchError:
        return process.argv[0]


def _finished(machine: Machine, options: _Options) -> int:
    """Run what is asked for, then what is registered for the end; return the status."""
    code = 0
    for last in (False, True):
        try:
            code = (_at_exit(machine) if last else _started(machine, options)) or code
        except Raised as error:
            code = ended(machine, error.value) or code
        except Outside as outside:
            flush(machine)
            machine.process.err(outside.line("python"))
            return CODE
        except Gone as gone:
            return gone.code & 0xFF
        except RecursionError:
            flush(machine)
            machine.process.err("RecursionError: maximum recursion depth exceeded\n")
            code = 1
    flush(machine)
    return code


def _at_exit(machine: Machine) -> int:
    while machine.at_exit:
        function, given, named = machine.at_exit.pop()
        machine.call(function, list(given), named)
    return 0


def flush(machine: Machine) -> None:
    """Write what standard output still holds back."""
    for output in machine.flushed:
        output.flush()


def ended(machine: Machine, error: Instance) -> int:
    """Report an exception that nobody caught; return the status it means."""
    flush(machine)
    if machine.is_a(error, "SystemExit"):
        code = error.attrs.get("code")
        if code is None:
            return 0
        if isinstance(code, int):
            return code & 0xFF
        machine.process.err(f"{machine.str(code)}\n")
        return 1
    machine.process.err(report(machine, error))
    return 130 if machine.is_a(error, "KeyboardInterrupt") else 1


def _started(machine: Machine, options: _Options) -> int:
    process = machine.process
    version = f"python{machine.version[0]}.{machine.version[1]}"
    library = f"{machine.prefix}/lib/{version}"
    extra = [part for part in process.env.get("PYTHONPATH", "").split(":") if part]
    installed = [f"{library}/site-packages"]
    if machine.prefix == "/usr":
        installed = [f"/usr/local/lib/{version}/dist-packages", "/usr/lib/python3/dist-packages"]
    machine.path[:] = [*extra, *[folder for folder in installed if process.fs.is_dir(folder)]]
    for name in ("sys", "_io", "io"):
        importing.imported(machine, name)
    main_module = Module("__main__")
    main_module.namespace.update(
        __name__="__main__", __doc__=None, __package__=None, __builtins__=machine.builtins, __spec__=None
    )
    machine.modules["__main__"] = main_module
    names = main_module.namespace
    if options.command is not None:
        machine.path.insert(0, "")
        machine.argv[:] = ["-c", *options.rest]
        importing.execute(machine, options.command.encode("utf-8", "surrogateescape"), "<string>", names)
    elif options.module is not None:
        return _module(machine, options.module, options.rest, names)
    elif options.rest and options.rest[0] != "-":
        return _script(machine, options.rest, names)
    else:
        machine.path.insert(0, "")
        machine.argv[:] = options.rest or [""]
        if process.stdin.tty:
            from tutor.programs.python.prompt import prompt

            return prompt(machine, names)
        importing.execute(machine, process.stdin.read(), "<stdin>", names)
    return 0


def _script(machine: Machine, rest: list[str], names: dict[str, Any]) -> int:
    process = machine.process
    path = process.path(rest[0])
    machine.argv[:] = rest
    try:
        if process.fs.is_dir(path):
            if not process.fs.is_file(f"{path}/__main__.py"):
                process.err(f"{machine.executable}: can't find '__main__' module in '{path}'\n")
                return 1
            path = f"{path}/__main__.py"
        data = process.fs.read(path)
    except FsError as error:
        number = {"ENOENT": 2, "EACCES": 13, "ENOTDIR": 20, "EISDIR": 21}.get(error.code, 5)
        process.err(f"{machine.executable}: can't open file '{path}': [Errno {number}] {error.strerror}\n")
        return 2
    machine.path.insert(0, process.fs.resolve(path).rpartition("/")[0] or "/")
    shown = path if machine.version >= (3, 9) else rest[0]
    names["__file__"] = shown
    importing.execute(machine, data, shown, names)
    return 0


def _module(machine: Machine, name: str, rest: list[str], names: dict[str, Any]) -> int:
    """Run `python -m name`."""
    process = machine.process
    machine.path.insert(0, process.cwd)
    if name == "pip":
        return _spawned(machine, ["pip", *rest])
    if name == "venv":
        program = process.host.builtin_program("module/venv", "")
        if program is not None:
            return program(process.child([machine.executable, *rest]))
    try:
        if "." in name:
            importing.imported(machine, name.rpartition(".")[0])
        found = importing._file(machine, name, machine.modules.get(name.rpartition(".")[0]))
    except Raised as error:
        process.err(f"{machine.executable}: Error while finding module specification for '{name}' "
                    f"({error.value.cls.name}: {machine.str(error.value)})\n")  # fmt: skip
        return 1
    if found is not None and found[1] and name not in importing.INSTALLED:
        found = importing._file(machine, f"{name}.__main__", importing.imported(machine, name))
        if found is None:
            process.err(f"{machine.executable}: No module named {name}.__main__; '{name}' is a package and cannot be "
                        "directly executed\n")  # fmt: skip
            return 1
    if name in importing.SOURCES or name in importing.INSTALLED:
        module = importing.imported(machine, name)
        machine.argv[:] = [name, *rest]
        run = module.namespace.get("_main")
        if run is None:
            raise Outside(f"python -m {name}")
        return int(machine.call(run, [rest]) or 0)
    if found is None:
        if name.partition(".")[0] in importing.STANDARD:
            raise Outside(f"python -m {name}")
        process.err(f"{machine.executable}: No module named {name}\n")
        return 1
    path = found[0]
    machine.argv[:] = [path, *rest]
    names.update(__file__=path, __package__=name.rpartition(".")[0])
    importing.execute(machine, process.fs.read(path), path, names)
    return 0


def _spawned(machine: Machine, argv: list[str]) -> int:
    """Run another program in this one's place."""
    from tutor.shell.launch import LaunchError

    try:
        return machine.process.spawn(argv)
    except LaunchError:
        machine.process.err(f"{machine.executable}: No module named {argv[0]}\n")
        return 1

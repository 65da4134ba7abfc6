"""The program `gcc` (also `cc`): from C files to objects and executables; and what runs those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs import built
from tutor.programs.gcc.language import _HEADERS, Parser, Program
from tutor.programs.gcc.operations import Exit
from tutor.programs.gcc.tokens import CError
from tutor.programs.outside import CODE, Outside
from tutor.shell.launch import LaunchError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_PART = "a small part of the language"
_DYNAMIC, _STATIC, _OBJECT, _MUSL = 15_960, 785_424, 1_496, 28_672


def main(process: Process) -> int:
    """Run gcc."""
    words = list(process.argv[1:])
    target, only, static = "", False, False
    files: list[str] = []
    while words:
        word = words.pop(0)
        if word in ("--version", "-v"):
            process.out("gcc (Debian 12.2.0-14) 12.2.0\nCopyright (C) 2022 Free Software Foundation, Inc.\n")
            return 0
        if word.startswith("-o"):
            target = word[2:] or (words.pop(0) if words else "")
        elif word == "-c":
            only = True
        elif word in ("-static", "--static"):
            static = True
        elif word in ("-I", "-L", "-D", "-x", "-include") and words:
            words.pop(0)
        elif word in ("-E", "-S"):
            return _outside(process, Outside(f"the option {word}"))
        elif not word.startswith("-"):
            files.append(word)
    if not files:
        process.err(f"{process.name}: fatal error: no input files\ncompilation terminated.\n")
        return 1
    missing = [file for file in files if not process.fs.is_file(process.path(file))]
    if missing:
        for file in missing:
            process.err(f"{process.name}: error: {file}: No such file or directory\n" if not file.endswith(".c") else
                        f"cc1: fatal error: {file}: No such file or directory\ncompilation terminated.\n")  # fmt: skip
        return 1
    try:
        return _compiled(process, files, target, only, static)
    except Outside as outside:
        return _outside(process, outside)
    except FsError as error:
        process.err(f"{process.name}: error: {error.path}: {error.strerror}\n")
        return 1


def _outside(process: Process, outside: Outside) -> int:
    process.err(outside.line(process.name, _PART))
    return CODE


def _compiled(process: Process, files: list[str], target: str, only: bool, static: bool) -> int:
    sources: list[list[str]] = []
    for file in files:
        if file.endswith(".o"):
            sources += built.read(process, process.path(file))["files"]
            continue
        text = process.fs.read(process.path(file)).decode("utf-8", "replace")
        try:
            parser = Parser(Program(process), text)
            _check_headers(process, parser, file)
            parser.read()
        except CError as error:
            _report(process, file, text, error)
            return 1
        sources.append([file, text])
    if only:
        for file, text in sources:
            place = target or file.rpartition("/")[2].removesuffix(".c") + ".o"
            content = built.executable("object/c", {"files": [[file, text]]}, _OBJECT, built.architecture(process), "")
            _write(process, place, content, 0o644)
        return 0
    whole = Program(process)
    for _, text in sources:
        Parser(whole, text).read()
    if "main" not in whole.functions:
        triplet = f"{process.host.architecture}-linux-gnu"
        process.err(f"/usr/bin/ld: /usr/lib/gcc/{triplet}/12/../../../{triplet}/Scrt1.o: in function "
                    "`_start':\n"
                    "(.text+0x1b): undefined reference to `main'\ncollect2: error: ld returned 1 exit "
                    "status\n")  # fmt: skip
        return 1
    loader = "" if static else built.loader(process)
    musl = "musl" in built.loader(process)
    size = (_MUSL if musl else _STATIC) if static else _DYNAMIC
    content = built.executable("built/c", {"files": sources}, size, built.architecture(process), loader)
    _write(process, target or "a.out", content, 0o755)
    return 0


def _write(process: Process, place: str, content: Any, mode: int) -> None:
    path = process.path(place)
    if process.fs.is_file(path):
        process.fs.unlink(path)
    process.fs.write(path, content, mode)


def _check_headers(process: Process, parser: Parser, file: str) -> None:
    """Refuse a header that is neither the system's nor beside the file. Raises CError, Outside."""
    folder = process.path(file).rpartition("/")[0]
    for name, line, column, _ in parser.includes:
        if name in _HEADERS:
            continue
        if process.fs.is_file(f"{folder}/{name}"):
            raise Outside("a header of one's own")
        raise CError(f"{name}: No such file or directory", line, column, "", len(name) + 2, True)


def _report(process: Process, file: str, text: str, error: CError) -> None:
    lines = text.split("\n")
    source = lines[error.line - 1] if 0 < error.line <= len(lines) else ""
    if error.function:
        process.err(f"{file}: In function ‘{error.function}’:\n")
    kind = "fatal error" if error.fatal else "error"
    number = f"{error.line:>5} | "
    process.err(
        f"{file}:{error.line}:{error.column}: {kind}: {error.message}\n{number}{source}\n      | "
        f"{' ' * (error.column - 1)}^{'~' * (error.width - 1)}\n"
    )
    if "undeclared" in error.message:
        process.err(
            f"{file}:{error.line}:{error.column}: note: each undeclared identifier is reported only once for each "
            "function it appears in\n"
        )
    if error.fatal:
        process.err("compilation terminated.\n")


def run(process: Process) -> int:
    """Run an executable that gcc made."""
    try:
        data = built.data_of(process)
        program = Program(process)
        program.globals.update(stdout=1, stderr=2, stdin=0)
        for _, text in data["files"]:
            Parser(program, text).read()
        code = program.functions["main"]([len(process.argv), list(process.argv)])
        return int(code) & 0xFF
    except Exit as left:
        if left.code in (136, 139):
            process.err(
                "Floating point exception (core dumped)\n" if left.code == 136 else "Segmentation fault (core dumped)\n"
            )
        return left.code
    except Outside as outside:
        return _outside(process, outside)
    except (TypeError, AttributeError, KeyError, OverflowError):
        return _outside(process, Outside("a program whose types do not fit each other"))
    except (LaunchError, ValueError, CError, RecursionError):
        process.err("Segmentation fault (core dumped)\n")
        return 139

"""One line about the word under the cursor where no docker command is: programs of the shell, redirections."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tutor.session.line import read
from tutor.shell.commands import APPLETS

if TYPE_CHECKING:
    from tutor.session.line import Place

_OUTPUT = "what the command prints"
_REDIRECTS = {
    ">": f"{_OUTPUT} goes into this file, which is emptied first",
    ">|": f"{_OUTPUT} goes into this file, which is emptied first",
    ">>": f"{_OUTPUT} is added to the end of this file",
    "<": "the command reads this file as its input",
    "<>": "the command reads and writes this file",
    "<<": "the lines up to this word are the command's input",
    "<<-": "the lines up to this word are the command's input, without the tabs before them",
    ">&": "goes where that one goes: 2>&1 sends errors where the output goes",
    "<&": "comes from where that one comes",
}
_BUILTINS = {
    "cd": "go to another folder; alone, home", "export": "give a variable to the programs that are started",
    "set": "the shell's options: set -e stops at the first failure", "unset": "forget a variable",
    "exit": "end this shell, with a status", "read": "read a line of input into variables", "pwd": "the present folder",
    "wait": "wait for programs in the background", "trap": "what to do at a signal or at the end",
    "source": "run a file's commands in this shell", ".": "run a file's commands in this shell",
    "alias": "a short word for a longer one", "type": "what a command name stands for", "test": "is it true? See $?",
}  # fmt: skip


def about_redirect(line: str, cursor: int) -> str:
    """What a redirection does whose target the cursor is in, "" elsewhere."""
    for command in read(line).commands:
        for redirect in command.redirects:
            if redirect.target.start <= cursor <= redirect.target.end:
                said = _REDIRECTS.get(redirect.operator, "")
                return said if redirect.number != 2 else said.replace(_OUTPUT, "what goes wrong")
    return ""


def about_program(here: Place) -> str:
    """What a program of the shell does, and what it takes once its arguments are typed; "" of one that is not known."""
    name = here.words[0].rpartition("/")[2]
    if name in _BUILTINS:
        return f"{name}  {_BUILTINS[name]}"
    module = APPLETS.get(name)
    if module is None:
        return ""
    usage, about = getattr(import_module(f"tutor.shell.commands.{module}").main, "usage", ("", ""))
    first = about.partition("\n")[0].partition(". ")[0].rstrip(".")
    return f"{name}  {first}" if here.index == 0 else f"{name} {usage}"

"""How a docker command ends early: what it prints last, and its exit code."""

from __future__ import annotations

from tutor.errors import LayerwiseError


class CommandError(LayerwiseError):
    """Ends a command: `message` goes to standard error (nothing where it is empty), `code` is the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


class UsageError(CommandError):
    """The command line itself is wrong. `about` is the word that is wrong, where there is one."""

    def __init__(self, message: str, code: int = 1, about: str = "") -> None:
        super().__init__(message, code)
        self.about = about


def flag_error(text: str, path: str, use_line: str, about: str = "") -> UsageError:
    """Return what pflag says of a flag, with the usage line below, as Docker prints it (exit code 125)."""
    return UsageError(f"{text}\n\nUsage:  {use_line}\n\nRun '{path} --help' for more information", 125, about)


def argument_error(what: str, path: str, use_line: str, verb: str = "Run") -> UsageError:
    """Return a wrong number of arguments (exit code 1)."""
    return UsageError(
        f"docker: '{path}' {what}\n\nUsage:  {use_line}\n\n{verb} '{path} --help' for more information", 1
    )

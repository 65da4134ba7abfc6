"""What went wrong, in one line: the last error that commands printed."""

from __future__ import annotations


def last_error(errors: bytes) -> str:
    """The last line of standard error, without where it comes from and without the pointer to a help page ("")."""
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines()]
    last = next((line for line in reversed(lines) if line and not line.startswith(("Run '", "See '"))), "")
    return last.removeprefix("docker: ").removeprefix("Error response from daemon: ")

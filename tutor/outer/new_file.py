"""Files that a command makes on the real machine: only new ones, nothing is written over."""

from __future__ import annotations

from tutor.errors import LayerwiseError


def write_new(path: str, content: str | bytes) -> None:
    """Write a file that is not there yet; `-` is standard output. Raises LayerwiseError."""
    data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    if path == "-":
        import sys

        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with open(path, "xb") as file:
            file.write(data)
    except FileExistsError:
        raise LayerwiseError(f"{path} exists already", "choose another name, or move it away") from None
    except OSError as error:
        raise LayerwiseError(f"cannot write {path} ({error.strerror})", "choose another place") from None

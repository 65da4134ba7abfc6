"""A fault of our own: one line for the user, and the traceback in a file for whoever reports it."""

from __future__ import annotations

import os

from tutor.resources import data_folder


def keep(error: Exception) -> str:
    """Write the traceback to a file where that is possible; one line that says so."""
    told = f"a fault of the program itself ({type(error).__name__}: {error})".replace("\n", " ")
    try:
        from traceback import format_exception

        folder = data_folder()
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, "fault.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(format_exception(error)))
    except OSError:
        return f"{told}: please report it"
    return f"{told}: please report it with the file {path}"

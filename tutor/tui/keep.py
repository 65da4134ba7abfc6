"""Files that the app makes because someone pressed a key for it."""

from __future__ import annotations

import os
from itertools import count

from tutor.errors import LayerwiseError


def keep(folder: str, name: str, ending: str, text: str) -> str:
    """Write a new file, with a number in its name where there is one already; the name. Raises LayerwiseError."""
    if not folder:
        raise LayerwiseError("there is no folder to keep pictures in", "start layerwise in a folder of your own")
    for number in count(1):
        file_name = f"{name}{f'-{number}' if number > 1 else ''}.{ending}"
        try:
            with open(os.path.join(folder, file_name), "x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            continue
        except OSError as error:
            raise LayerwiseError(
                f"cannot write {file_name} in {folder} ({error.strerror})", "start layerwise in a folder of your own"
            ) from None
        return file_name
    raise AssertionError

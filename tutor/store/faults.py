"""What can be wrong with a workspace file, in one line each."""

from __future__ import annotations

from tutor.errors import LayerwiseError


class WorkspaceError(LayerwiseError):
    """A workspace file that cannot be used. `file` is its path."""

    def __init__(self, file: str, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.file = file


class WorkspaceBusy(WorkspaceError):
    """Another process has the workspace."""

    def __init__(self, file: str) -> None:
        super().__init__(file, f"the workspace {file} is in use", "close the other Layerwise or use another workspace")


class UnwritableWorkspace(WorkspaceError):
    """The file or its folder cannot be written. `reason` is the system's word."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, f"cannot write the workspace {file} ({reason})", "check its folder and its permissions")
        self.reason = reason


class FullWorkspace(WorkspaceError):
    """There is no room for what a command changed; that command is not kept."""

    def __init__(self, file: str) -> None:
        super().__init__(file, f"no room left for the workspace {file}", "free some space; the last step was not kept")


class CorruptWorkspace(WorkspaceError):
    """The file is damaged. It is left as it is. `reason` says what was found."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(
            file, f"the workspace {file} is damaged ({reason})", "it was left as it is; set it aside to go on"
        )
        self.reason = reason


class ForeignFile(WorkspaceError):
    """The file is something else. It is left as it is."""

    def __init__(self, file: str) -> None:
        super().__init__(file, f"{file} is not a workspace of Layerwise", "choose another name")


class NewerWorkspace(WorkspaceError):
    """The file was written by a later version. `format` is its format."""

    def __init__(self, file: str, format: int) -> None:
        message = f"the workspace {file} was written by a newer Layerwise (format {format})"
        super().__init__(file, message, "use that version, or another workspace")
        self.format = format


def fault(file: str, error: Exception) -> WorkspaceError:
    """Return the error that tells a user what SQLite or the system found.

    Of a damaged file even SQLite's own message may be no text: UnicodeDecodeError.
    """
    if isinstance(error, OSError):
        return UnwritableWorkspace(file, (error.strerror or str(error)).lower())
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return WorkspaceBusy(file)
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_TOOBIG")):
        return FullWorkspace(file)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_IOERR")):
        return UnwritableWorkspace(file, str(error))
    return CorruptWorkspace(file, str(error))

"""The one error that engine operations raise: the daemon's words and what kind of refusal it is."""

from __future__ import annotations

from tutor.errors import LayerwiseError

NOT_FOUND = "not_found"
CONFLICT = "conflict"
INVALID = "invalid"
SYSTEM = "system"
DENIED = "denied"
UNAVAILABLE = "unavailable"
NOT_MODIFIED = "not_modified"
LOCAL = "local"  # said by the command line itself, before any daemon: printed without its prefix


NO_SWARM = (
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm '
    "and try again."
)


class EngineError(LayerwiseError):
    """A refusal.

    `message` is the daemon's text without "Error response from daemon: "; `kind` is one of this module's constants and
    stands for the HTTP status that the daemon would answer with; `subject` (may be empty) is the name that the refusal
    is about; `code` is the exit code that a run or exec ends with because of it (0: the command's usual one).
    """

    def __init__(self, message: str, kind: str = SYSTEM, subject: str = "", code: int = 0) -> None:
        super().__init__(message)
        self.kind = kind
        self.subject = subject
        self.code = code


def not_found(message: str, subject: str = "") -> EngineError:
    """Return the thing does not exist (HTTP 404)."""
    return EngineError(message, NOT_FOUND, subject)


def blank(kind: str) -> EngineError:
    """Return that the name of a thing ("container") is empty: said by the client, before any daemon."""
    return EngineError(f"invalid {kind} name or ID: value is empty", LOCAL)


def conflict(message: str, subject: str = "") -> EngineError:
    """Return the thing is in use, or a name is taken (HTTP 409)."""
    return EngineError(message, CONFLICT, subject)


def invalid(message: str, subject: str = "") -> EngineError:
    """Return the request makes no sense (HTTP 400)."""
    return EngineError(message, INVALID, subject)

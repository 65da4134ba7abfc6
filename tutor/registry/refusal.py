"""What a registry refuses, in the words of the specification (distribution-spec 1.1, § Error Codes)."""

from __future__ import annotations

from tutor.registry.message import Response, json_response

MESSAGES = {
    "BLOB_UNKNOWN": "blob unknown to registry",
    "BLOB_UPLOAD_INVALID": "blob upload invalid",
    "BLOB_UPLOAD_UNKNOWN": "blob upload unknown to registry",
    "DIGEST_INVALID": "provided digest did not match uploaded content",
    "MANIFEST_BLOB_UNKNOWN": "manifest references a manifest or blob unknown to registry",
    "MANIFEST_INVALID": "manifest invalid",
    "MANIFEST_UNKNOWN": "manifest unknown",
    "NAME_INVALID": "invalid repository name",
    "NAME_UNKNOWN": "repository name not known to registry",
    "SIZE_INVALID": "provided length did not match content length",
    "UNAUTHORIZED": "authentication required",
    "DENIED": "requested access to the resource is denied",
    "UNSUPPORTED": "the operation is unsupported",
    "TOOMANYREQUESTS": "too many requests",
}
"""What each code means, as registries say it."""


class Refusal(Exception):
    """Why a request is refused: HTTP status, the specification's code, and what it is about (any JSON value)."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: object = None,
        headers: tuple[tuple[str, str], ...] = (),
        message: str = "",
    ) -> None:
        super().__init__(message or MESSAGES[code])
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers

    def response(self) -> Response:
        """The response that says so."""
        error: dict[str, object] = {"code": self.code, "message": str(self)}
        if self.detail is not None:
            error["detail"] = self.detail
        return json_response(self.status, {"errors": [error]}, self.headers)

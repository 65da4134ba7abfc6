"""Names of images: `[domain/]path[:tag][@digest]` (github.com/distribution/reference, the grammar that Docker uses).

One rule: a Reference is always normalised: domain and path are complete (`docker.io`, `library/alpine`); the short form
that Docker shows is derived by `familiar`.
"""

from __future__ import annotations

import re

from tutor.dataclass import dataclass, replace
from tutor.errors import LayerwiseError
from tutor.oci.digest import Digest, DigestError, is_digest
from tutor.oci.digest import parse as parse_digest

DEFAULT_DOMAIN = "docker.io"
DEFAULT_TAG = "latest"
_LEGACY_DOMAIN = "index.docker.io"
_OFFICIAL = "library/"
_LONGEST_PATH = 255

_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*"
_PATH = rf"{_COMPONENT}(?:/{_COMPONENT})*"
_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_TAG = r"[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"

_NAME_RE = re.compile(rf"({_DOMAIN})/({_PATH})")
_BARE_RE = re.compile(rf"({_PATH})(?::({_TAG}))?(?:@({_DIGEST}))?")
_REFERENCE_RE = re.compile(rf"({_DOMAIN}/{_PATH})(?::({_TAG}))?(?:@({_DIGEST}))?")
_TAG_RE = re.compile(_TAG)
_DIGEST_RE = re.compile(_DIGEST)
_IDENTIFIER_RE = re.compile(r"[a-f0-9]{64}")


class InvalidReference(LayerwiseError):
    """A text that names no image. `text` is what was given, `message` what Docker says of it."""

    def __init__(self, text: str, message: str = "invalid reference format") -> None:
        super().__init__(message)
        self.text = text


@dataclass(frozen=True, slots=True)
class Reference:
    """A normalised name of an image: `domain` and `path` complete, `tag` and `digest` where given.

    `domain` is "" where the first part of a name looks like a host's and cannot be one ("a_b.c/app"): such a name is
    all path, and no registry has it.
    """

    domain: str
    path: str
    tag: str | None = None
    digest: Digest | None = None

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Parse a name as a user types it. Raises InvalidReference with Docker's message.

        A name of 64 hex digits is refused, because it would look like an image ID.
        """
        if _IDENTIFIER_RE.fullmatch(text):
            reason = f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings"
            raise InvalidReference(text, reason)
        domain, remainder = _split_domain(text)
        remote = remainder.partition(":")[0]
        if _lower(remote) != remote:
            raise InvalidReference(text, f"invalid reference format: repository name ({remote}) must be lowercase")
        full = f"{domain}/{remainder}"
        match = _REFERENCE_RE.fullmatch(full)
        if match is None and (bare := _BARE_RE.fullmatch(text)) is not None and domain != DEFAULT_DOMAIN:
            return cls("", _short_enough(text, bare[1]), bare[2], _checked(text, bare[3]))
        if match is None:
            if _REFERENCE_RE.fullmatch(_lower(full)):
                raise InvalidReference(text, "repository name must be lowercase")
            raise InvalidReference(text)
        name = _NAME_RE.fullmatch(match[1])
        assert name is not None
        return cls(name[1], _short_enough(text, name[2]), match[2], _checked(text, match[3]))

    @classmethod
    def parse_docker(cls, text: str) -> Reference:
        """Parse as `parse`, then settle on one: the digest (and drop the tag), else the tag, else `latest`."""
        reference = cls.parse(text)
        if reference.digest is not None:
            return replace(reference, tag=None)
        return reference.with_default_tag()

    @property
    def name(self) -> str:
        """The full name without tag and digest: `docker.io/library/alpine`."""
        return f"{self.domain}/{self.path}" if self.domain else self.path

    @property
    def repository(self) -> str:
        """The familiar name without tag and digest: `alpine`, `me/app`, `localhost:5000/app`."""
        if self.domain != DEFAULT_DOMAIN:
            return self.name
        rest = self.path.removeprefix(_OFFICIAL)
        return self.path if "/" in rest else rest

    @property
    def is_name_only(self) -> bool:
        """Whether there is neither a tag nor a digest."""
        return self.tag is None and self.digest is None

    @property
    def suffix(self) -> str:
        """What follows the name: `:3.20`, `@sha256:…`, both, or nothing."""
        tag = "" if self.tag is None else ":" + self.tag
        return tag if self.digest is None else f"{tag}@{self.digest}"

    def familiar(self) -> str:
        """Return the name as Docker shows it: `alpine:3.20`."""
        return self.repository + self.suffix

    def canonical(self) -> str:
        """Return the complete name: `docker.io/library/alpine:3.20`."""
        return self.name + self.suffix

    def with_default_tag(self) -> Reference:
        """Return this reference with the tag `latest` if it is a name only."""
        return replace(self, tag=DEFAULT_TAG) if self.is_name_only else self

    def with_tag(self, tag: str) -> Reference:
        """Return this reference with another tag. Raises InvalidReference("invalid tag format")."""
        if not _TAG_RE.fullmatch(tag):
            raise InvalidReference(tag, "invalid tag format")
        return replace(self, tag=tag)

    def with_digest(self, digest: Digest) -> Reference:
        """Return this reference with another digest. Raises InvalidReference("invalid digest format")."""
        if not _DIGEST_RE.fullmatch(digest):
            raise InvalidReference(digest, "invalid digest format")
        return replace(self, digest=digest)

    def without_suffix(self) -> Reference:
        """Return the name alone, without tag and digest."""
        return Reference(self.domain, self.path)

    def __str__(self) -> str:
        return self.familiar()


def parse_any(text: str) -> Reference | Digest:
    """Parse what may be an identifier: 64 hex digits or a digest give a Digest, all else a Reference.

    Raises InvalidReference.
    """
    if _IDENTIFIER_RE.fullmatch(text):
        return "sha256:" + text
    return text if is_digest(text) else Reference.parse(text)


def is_valid_tag(text: str) -> bool:
    """Say whether `text` can be a tag: a letter, digit or `_`, then up to 127 of those, `.` and `-`."""
    return _TAG_RE.fullmatch(text) is not None


def oci_reference_name(name: str) -> str:
    """Return `org.opencontainers.image.ref.name` for a canonical name: its tag, or all of it if it has none."""
    before = name.partition("@")[0]
    tag = before.rpartition("/")[2].partition(":")[2]
    return name[len(before) - len(tag) :] if tag else name


def _short_enough(text: str, path: str) -> str:
    if len(path) > _LONGEST_PATH:
        raise InvalidReference(text, f"repository name must not be more than {_LONGEST_PATH} characters")
    return path


def _checked(text: str, digest: str | None) -> str | None:
    if digest is not None:
        try:
            parse_digest(digest)
        except DigestError as error:
            raise InvalidReference(text, error.message) from None
    return digest


def _split_domain(text: str) -> tuple[str, str]:
    """Split into domain and remainder as Docker does: the first part is a domain only if it looks like one."""
    first, slash, rest = text.partition("/")
    if not slash:
        return DEFAULT_DOMAIN, _OFFICIAL + text
    if first == _LEGACY_DOMAIN:
        domain, remainder = DEFAULT_DOMAIN, rest
    elif first == "localhost" or "." in first or ":" in first or _lower(first) != first:
        domain, remainder = first, rest
    else:
        domain, remainder = DEFAULT_DOMAIN, text
    if domain == DEFAULT_DOMAIN and "/" not in remainder:
        remainder = _OFFICIAL + remainder
    return domain, remainder


def _lower(text: str) -> str:
    """Lower each character by itself, as Go's strings.ToLower does."""
    if text.isascii():
        return text.lower()
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)

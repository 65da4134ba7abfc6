"""Platforms: `os[/architecture[/variant]]` (github.com/containerd/platforms; OCI image-spec, image-index.md).

One rule: what the host is, is given: this simulated host is linux/amd64 unless the caller says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from tutor.dataclass import dataclass, replace
from tutor.errors import LayerwiseError

_SPECIFIER = re.compile(r"[A-Za-z0-9_.-]+")
_OS = re.compile(r"([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?")
_OS_PATTERN = r"^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)((?:\\+[A-Za-z0-9_.%-]+)*)\\))?$"
_KNOWN_OS = frozenset({
    "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd",
    "openbsd", "plan9", "solaris", "windows", "zos",
})  # fmt: skip
_KNOWN_ARCHITECTURES = frozenset({
    "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "ppc64", "ppc64le", "loong64", "mips", "mipsle",
    "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64",
    "wasm",
})  # fmt: skip
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64", "386": "i686", "arm": "armv7l", "arm/v6": "armv6l"}
_ARCHITECTURE_ALIASES = {"i386": "386", "x86_64": "amd64", "x86-64": "amd64", "aarch64": "arm64"}


class InvalidPlatform(LayerwiseError):
    """A text that is no platform. `text` is what was given."""

    def __init__(self, text: str, message: str) -> None:
        super().__init__(f"{message}: invalid argument")
        self.text = text


@dataclass(frozen=True, slots=True)
class Platform:
    """An operating system, an architecture and its variant, in Go's names (`linux`, `arm64`, `v8`)."""

    os: str = "linux"
    architecture: str = "amd64"
    variant: str = ""
    os_version: str = ""
    os_features: tuple[str, ...] = ()

    @property
    def machine(self) -> str:
        """What a kernel calls the processor (`uname -m`): "x86_64", "aarch64"."""
        known = _MACHINES.get(f"{self.architecture}/{self.variant}") or _MACHINES.get(self.architecture)
        return known or self.architecture

    @classmethod
    def parse(cls, text: str, host: Platform | None = None) -> Platform:
        """Parse a specifier such as `linux/arm64/v8`, `arm64` or `linux`; what is missing is taken from `host`.

        Raises InvalidPlatform with containerd's message.
        """
        host = host or DEFAULT
        parts = _checked_parts(text)
        match = _OS.fullmatch(parts[0])
        assert match is not None
        version = match[2] or ""
        features = tuple(feature for feature in (match[3] or "").split("+") if feature)
        if len(parts) == 1:
            system = _normal_os(match[1])
            if system in _KNOWN_OS:
                return cls(system, host.architecture, host.variant, version, features)
            architecture, variant = _normal_architecture(text, "")
            if architecture not in _KNOWN_ARCHITECTURES:
                raise InvalidPlatform(text, f'"{text}": unknown operating system or architecture')
            return cls(host.os, architecture, _short_variant(architecture, variant))
        if len(parts) == 2:
            architecture, variant = _normal_architecture(parts[1], "")
            return cls(_normal_os(match[1]), architecture, _short_variant(architecture, variant), version, features)
        if len(parts) > 3:
            raise InvalidPlatform(text, f'"{text}": cannot parse platform specifier')
        architecture, variant = _normal_architecture(parts[1], parts[2])
        if architecture == "arm64" and not variant:
            variant = "v8"
        return cls(_normal_os(match[1]), architecture, variant, version, features)

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> Platform:
        """Read the fields of a platform object (or of an image configuration, which has the same)."""
        features = value.get("os.features")
        return cls(
            _text(value.get("os")),
            _text(value.get("architecture")),
            _text(value.get("variant")),
            _text(value.get("os.version")),
            tuple(_text(feature) for feature in features) if isinstance(features, list) else (),
        )

    def to_json(self) -> dict[str, object]:
        """Return the fields in the order in which Go writes them."""
        fields: dict[str, object] = {"architecture": self.architecture, "os": self.os}
        if self.os_version:
            fields["os.version"] = self.os_version
        if self.os_features:
            fields["os.features"] = list(self.os_features)
        if self.variant:
            fields["variant"] = self.variant
        return fields

    def __str__(self) -> str:
        """Return `os/architecture[/variant]`, or `unknown` without an operating system."""
        if not self.os:
            return "unknown"
        return "/".join([part for part in (self.os, self.architecture, self.variant) if part])

    @property
    def is_unknown(self) -> bool:
        """Whether this is `unknown/unknown`: the platform of what is no image, such as an attestation."""
        return self.os == "unknown" and self.architecture == "unknown"

    def normalized(self) -> Platform:
        """Return the platform in its one canonical spelling (`aarch64` is `arm64`, `arm64/v8` is `arm64`)."""
        architecture, variant = _normal_architecture(self.architecture, self.variant)
        features = tuple(sorted(set(self.os_features)))
        return replace(self, os=_normal_os(self.os), architecture=architecture, variant=variant, os_features=features)

    def matches(self, offered: Platform) -> bool:
        """Whether `offered` is this very platform (operating system, architecture and variant, in any spelling)."""
        mine, theirs = self.normalized(), offered.normalized()
        same = (mine.os, mine.architecture, mine.variant) == (theirs.os, theirs.architecture, theirs.variant)
        return same and set(theirs.os_features) <= set(mine.os_features)

    def candidates(self) -> Iterator[Platform]:
        """Yield the platforms whose programs run here, best first: amd64 runs 386, arm64 runs arm/v8, then v7."""
        yield from _vector(self.normalized())

    def runs(self, offered: Platform) -> bool:
        """Whether a program for `offered` runs here."""
        return any(candidate.matches(offered) for candidate in self.candidates())

    def best(self, offered: Iterable[Platform]) -> Platform | None:
        """Return the first of the offered platforms that suits best, None if none runs here."""
        return _best(self, tuple(offered))


@lru_cache(256)
def _best(wanted: Platform, offered: tuple[Platform, ...]) -> Platform | None:
    for candidate in wanted.candidates():
        for option in offered:
            if candidate.matches(option):
                return option
    return None


DEFAULT = Platform()
UNKNOWN = Platform("unknown", "unknown")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _checked_parts(text: str) -> list[str]:
    if "*" in text:
        raise InvalidPlatform(text, f'"{text}": wildcards not yet supported')
    parts = text.split("/", 3)
    if not _OS.fullmatch(parts[0]):
        message = f'"{parts[0]}" is an invalid OS component of "{text}": OSAndVersion specifier component must match '
        raise InvalidPlatform(text, f'{message}"{_OS_PATTERN}"')
    for part in parts[1:]:
        if not _SPECIFIER.fullmatch(part):
            message = f'"{part}" is an invalid component of "{text}": platform specifier component must match '
            raise InvalidPlatform(text, message + '"^[A-Za-z0-9_.-]+$"')
    return parts


def _normal_os(name: str) -> str:
    name = name.lower()
    return "darwin" if name == "macos" else name or DEFAULT.os


def _normal_architecture(name: str, variant: str) -> tuple[str, str]:
    name, variant = name.lower(), variant.lower()
    if name == "armhf":
        return "arm", "v7"
    if name == "armel":
        return "arm", "v6"
    if name == "i386":
        return "386", ""
    name = _ARCHITECTURE_ALIASES.get(name, name)
    if name == "amd64" and variant == "v1":
        variant = ""
    elif name == "arm64":
        variant = {"8": "", "v8": "", "v8.0": "", "9": "v9", "9.0": "v9", "v9.0": "v9"}.get(variant, variant)
    elif name == "arm":
        variant = {"": "v7", "7": "v7", "5": "v5", "6": "v6", "8": "v8"}.get(variant, variant)
    return name, variant


def _short_variant(architecture: str, variant: str) -> str:
    return "" if architecture == "arm" and variant == "v7" else variant


def _vector(platform: Platform) -> Iterator[Platform]:
    number = platform.variant.removeprefix("v")
    if platform.architecture == "arm64":
        versions = _arm64_versions(platform.variant or "v8")
        for version in versions:
            yield replace(platform, variant=version)
        if versions:
            yield from _vector(replace(platform, architecture="arm", variant="v8"))
        return
    yield platform
    if platform.architecture == "amd64":
        for below in range(int(number) - 1 if number.isdecimal() else 0, 0, -1):
            yield replace(platform, variant=f"v{below}")
        yield replace(platform, architecture="386", variant="")
    elif platform.architecture == "arm" and number.isdecimal():
        for below in range(int(number) - 1, 4, -1):
            yield replace(platform, variant=f"v{below}")


def _arm64_versions(variant: str) -> tuple[str, ...]:
    """Return the variants of arm64 that run on one, best first: v9.x is also v8.(x+5)."""
    match = re.fullmatch(r"v([89])(?:\.([0-9]))?", variant)
    if match is None:
        return ()
    major, minor = int(match[1]), int(match[2] or 0)
    runs = [(major, minor)] if major == 8 else [(9, minor), (8, min(minor + 5, 9))]
    return tuple(f"v{m}.{n}" if n else f"v{m}" for m, top in runs for n in range(top, -1, -1))

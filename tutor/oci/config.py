"""Image configurations: how to run an image and how it came to be (OCI image-spec, config.md; Docker adds fields)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from sys import intern

from tutor.dataclass import dataclass
from tutor.oci import media_types
from tutor.oci.descriptor import Descriptor, InvalidDocument, Pairs, pairs_of
from tutor.oci.digest import Digest, DigestError
from tutor.oci.digest import of as digest_of_bytes
from tutor.oci.digest import parse as parse_digest
from tutor.oci.documents import parse_object, text_of, texts_of
from tutor.oci.gojson import encode, sorted_map
from tutor.oci.platform import DEFAULT, Platform

WHAT = "image configuration"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    ConfigWriter: TypeAlias = Literal["buildkit", "engine"]


@dataclass(frozen=True, slots=True)
class Healthcheck:
    """How to check that a container is well. Times are in nanoseconds; 0 means the default."""

    test: tuple[str, ...] = ()
    interval: int = 0
    timeout: int = 0
    start_period: int = 0
    start_interval: int = 0
    retries: int = 0

    def to_json(self) -> dict[str, object]:
        """Return the fields in the order in which Go writes them."""
        fields: dict[str, object] = {
            "Test": list(self.test),
            "Interval": self.interval,
            "Timeout": self.timeout,
            "StartPeriod": self.start_period,
            "StartInterval": self.start_interval,
            "Retries": self.retries,
        }
        return {key: value for key, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class ContainerConfig:
    """What a container of the image starts with. `exposed_ports` and `volumes` are sets, `labels` a map, all sorted."""

    user: str = ""
    exposed_ports: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    cmd: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    working_dir: str = ""
    labels: Pairs = ()
    stop_signal: str = ""
    args_escaped: bool = False
    healthcheck: Healthcheck | None = None
    on_build: tuple[str, ...] = ()
    shell: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the fields that are set, in the order in which Go writes them."""
        fields: dict[str, object] = {
            "User": self.user,
            "ExposedPorts": _set(self.exposed_ports),
            "Env": list(self.env),
            "Entrypoint": list(self.entrypoint),
            "Cmd": list(self.cmd),
            "Volumes": _set(self.volumes),
            "WorkingDir": self.working_dir,
            "Labels": sorted_map(self.labels),
            "StopSignal": self.stop_signal,
            "ArgsEscaped": self.args_escaped,
        }
        present = {key: value for key, value in fields.items() if value}
        if self.healthcheck is not None:
            present["Healthcheck"] = self.healthcheck.to_json()
        if self.on_build:
            present["OnBuild"] = list(self.on_build)
        if self.shell:
            present["Shell"] = list(self.shell)
        return present

    def label(self, key: str) -> str | None:
        """Return a label's value, None if there is none."""
        return next((value for name, value in self.labels if name == key), None)

    def environment(self) -> dict[str, str]:
        """Return `env` as a dict; the last of several entries for a name wins."""
        return {name: value for name, _, value in (entry.partition("=") for entry in self.env)}


@dataclass(frozen=True, slots=True)
class History:
    """One step by which the image came to be. `created` is the RFC 3339 text as written, "" if missing."""

    created: str = ""
    created_by: str = ""
    author: str = ""
    comment: str = ""
    empty_layer: bool = False

    def to_json(self) -> dict[str, object]:
        """Return the fields that are set, in the order in which Go writes them."""
        fields: dict[str, object] = {
            "created": self.created,
            "created_by": self.created_by,
            "author": self.author,
            "comment": self.comment,
            "empty_layer": self.empty_layer,
        }
        return {key: value for key, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class ImageConfig:
    """An image configuration: its exact bytes (`raw`) and what they say. `created` is the text as written, or ""."""

    raw: bytes
    platform: Platform
    config: ContainerConfig
    diff_ids: tuple[Digest, ...]
    history: tuple[History, ...]
    created: str = ""
    author: str = ""

    @classmethod
    def from_bytes(cls, raw: bytes) -> ImageConfig:
        """Read a configuration and keep its bytes. Raises InvalidDocument."""
        fields = parse_object(raw, WHAT)
        rootfs = fields.get("rootfs")
        if rootfs is None:
            rootfs = {}
        if not isinstance(rootfs, dict):
            raise InvalidDocument(WHAT, '"rootfs" is not an object')
        history = fields.get("history")
        if history is not None and not isinstance(history, list):
            raise InvalidDocument(WHAT, '"history" is not a list')
        return cls(
            raw,
            Platform.from_json(fields),
            container_config_of(fields.get("config")),
            _digests(texts_of(rootfs.get("diff_ids"), WHAT, "diff_ids")),
            tuple([_history(row) for row in history or ()]),
            text_of(fields, "created", WHAT),
            text_of(fields, "author", WHAT),
        )

    @classmethod
    def build(
        cls,
        config: ContainerConfig,
        diff_ids: Iterable[Digest],
        history: Iterable[History],
        *,
        created: str = "",
        platform: Platform = DEFAULT,
        author: str = "",
        writer: ConfigWriter = "buildkit",
    ) -> ImageConfig:
        """Write a configuration with the bytes that one of Docker's writers gives it.

        `writer`: "buildkit" (docker build: keys of the outer object sorted) or "engine" (docker commit and import: keys
        in the order of Go's struct). `created` is RFC 3339 text (see `tutor.oci.timestamp`).
        """
        diffs, steps = tuple(diff_ids), tuple(history)
        fields: dict[str, object] = {}
        if created:
            fields["created"] = created
        if author:
            fields["author"] = author
        fields.update(platform.to_json())
        fields["rootfs"] = {"type": "layers", "diff_ids": list(diffs) or None}
        if steps:
            fields["history"] = [step.to_json() for step in steps]
        fields["config"] = config.to_json()
        if writer == "buildkit":
            fields.setdefault("created", None)
            fields.setdefault("history", None)
            fields = {key: fields[key] for key in sorted(fields)}
        return cls(encode(fields), platform, config, diffs, steps, created, author)

    @property
    def id(self) -> Digest:
        """The digest of the bytes."""
        return digest_of_bytes(self.raw)

    def descriptor(self, media_type: str = media_types.OCI_CONFIG) -> Descriptor:
        """Return what points to this configuration."""
        return Descriptor(media_type, self.id, len(self.raw))

    @property
    def chain_ids(self) -> tuple[Digest, ...]:
        """The chain ID of each layer, lowest first."""
        return chain_ids(self.diff_ids)


def _digests(texts: tuple[str, ...]) -> tuple[Digest, ...]:
    """Return texts that have to be digests. Raises InvalidDocument."""
    try:
        return tuple([parse_digest(text) for text in texts])
    except DigestError as error:
        raise InvalidDocument(WHAT, f"{error.message} ({error.text!r})") from None


def attestation_config(diff_ids: Iterable[Digest]) -> ImageConfig:
    """Build the configuration that BuildKit gives an attestation manifest with these layers."""
    rows = tuple(diff_ids)
    rootfs = {"type": "layers", "diff_ids": list(rows) or None}
    raw = encode({"architecture": "unknown", "os": "unknown", "config": {}, "rootfs": rootfs})
    return ImageConfig(raw, Platform("unknown", "unknown"), ContainerConfig(), rows, ())


def chain_ids(diff_ids: Iterable[Digest]) -> tuple[Digest, ...]:
    """Return the chain ID of each layer of a stack, lowest first (OCI image-spec, config.md § Layer ChainID)."""
    chain: list[Digest] = []
    for diff_id in diff_ids:
        if chain:
            chain.append(intern("sha256:" + hashlib.sha256(f"{chain[-1]} {diff_id}".encode()).hexdigest()))
        else:
            chain.append(diff_id)
    return tuple(chain)


_EMPTY = ContainerConfig()


def container_config_of(value: object) -> ContainerConfig:
    """Read the `config` object of an image configuration (missing and null are empty). Raises InvalidDocument."""
    if value is None or value == {}:
        return _EMPTY
    if not isinstance(value, dict):
        raise InvalidDocument(WHAT, '"config" is not an object')
    healthcheck = value.get("Healthcheck")
    return ContainerConfig(
        user=text_of(value, "User", WHAT),
        exposed_ports=_keys(value, "ExposedPorts"),
        env=texts_of(value.get("Env"), WHAT, "Env"),
        entrypoint=_words(value, "Entrypoint"),
        cmd=_words(value, "Cmd"),
        volumes=_keys(value, "Volumes"),
        working_dir=text_of(value, "WorkingDir", WHAT),
        labels=pairs_of(value.get("Labels")),
        stop_signal=text_of(value, "StopSignal", WHAT),
        args_escaped=value.get("ArgsEscaped") is True,
        healthcheck=_healthcheck(healthcheck) if isinstance(healthcheck, dict) else None,
        on_build=texts_of(value.get("OnBuild"), WHAT, "OnBuild"),
        shell=texts_of(value.get("Shell"), WHAT, "Shell"),
    )


def _set(names: tuple[str, ...]) -> dict[str, object]:
    return {name: {} for name in sorted(names)}


def _keys(fields: dict[str, object], key: str) -> tuple[str, ...]:
    value = fields.get(key)
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise InvalidDocument(WHAT, f'"{key}" is not an object')
    return tuple(sorted(value))


def _words(fields: dict[str, object], key: str) -> tuple[str, ...]:
    """Read a command: a list, or as very old images have it, one text."""
    value = fields.get(key)
    return (value,) if isinstance(value, str) else texts_of(value, WHAT, key)


def _healthcheck(fields: dict[str, object]) -> Healthcheck:
    def number(key: str) -> int:
        value = fields.get(key)
        return value if isinstance(value, int) else 0

    return Healthcheck(
        texts_of(fields.get("Test"), WHAT, "Test"),
        number("Interval"),
        number("Timeout"),
        number("StartPeriod"),
        number("StartInterval"),
        number("Retries"),
    )


def _history(value: object) -> History:
    """Read a step. Its texts are those of equal steps: images that stand on one base all have its history."""
    if not isinstance(value, dict):
        raise InvalidDocument(WHAT, "a step of the history is not an object")
    return History(
        intern(text_of(value, "created", WHAT)),
        intern(text_of(value, "created_by", WHAT)),
        text_of(value, "author", WHAT) if "author" in value else "",
        text_of(value, "comment", WHAT) if "comment" in value else "",
        value.get("empty_layer") is True,
    )

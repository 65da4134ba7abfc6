"""Everything about one image, in the order in which `docker image inspect` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.engine import eras, lookup
from tutor.engine.images import chain_ids, choose, familiar, unpacked_size
from tutor.engine.listing import measure, names_of
from tutor.engine.platforms import parse, unavailable
from tutor.oci.timestamp import SECOND, format_time

if TYPE_CHECKING:
    from tutor.engine.images import Part
    from tutor.engine.state import ImageRecord, State
    from tutor.oci.descriptor import Descriptor


def inspect_image(state: State, reference: str, *, platform: str = "") -> dict[str, Any]:
    """Return the image as ordered dicts, lists and scalars ready for Go's JSON. Raises EngineError.

    `platform` ("linux/arm64") chooses a manifest.
    """
    found = lookup.resolve(state, reference)
    part = choose(state, found.target, parse(platform) if platform else None, strict=True)
    if part is None and platform:
        raise unavailable(reference, platform)
    if eras.is_graph(state):
        return _graph(state, found, reference, part)
    target = part.descriptor if platform and part is not None else found.target
    _, digests, _ = names_of(state, list(found.records))
    names = [familiar(record.name) for record in found.records if not record.dangling]
    config = part.config if part is not None else None
    shown: dict[str, Any] = {"Id": target.digest, "RepoTags": names, "RepoDigests": list(digests)}
    if config is not None:
        comment = config.history[-1].comment if config.history else ""
        shown.update(_set(Comment=comment, Created=config.created, Author=config.author))
        shown["Config"] = config.config.to_json()
        shown["Architecture"] = config.platform.architecture
        shown.update(_set(Variant=config.platform.variant))
        shown["Os"] = config.platform.os
        shown.update(_set(OsVersion=config.platform.os_version))
    else:
        shown.update({"Config": {}, "Architecture": "", "Os": ""})
    shown["Size"] = _size(state, found.target, part if platform else None)
    shown["RootFS"] = {"Type": "layers", "Layers": list(config.diff_ids)} if config is not None else {}
    shown["Metadata"] = {"LastTagTime": clock(_tagged(found, reference))}
    shown["Descriptor"] = target.to_json()
    shown.update(_identity(state, found.records))
    return shown


def _graph(state: State, found: lookup.Found, reference: str, part: Part | None) -> dict[str, Any]:
    """Return what an engine with a graph driver says: always every field, and the folders of the layers."""
    era = eras.of(state)
    names, digests, _ = names_of(state, list(found.records))
    config = part.config if part is not None else None
    parent = next((record.parent for record in found.records if record.parent), "")
    shown: dict[str, Any] = {
        "Id": era.image_id(state, found.target),
        "RepoTags": list(names),
        "RepoDigests": list(digests),
        "Parent": era.id_of(state, parent) if parent else "",
        "Comment": config.history[-1].comment if config is not None and config.history else "",
        "Created": config.created if config is not None else "",
        "DockerVersion": "",
        "Author": config.author if config is not None else "",
        "Config": config.config.to_json() if config is not None else {},
        "Architecture": config.platform.architecture if config is not None else "",
        **_set(Variant=config.platform.variant if config is not None else ""),
        "Os": config.platform.os if config is not None else "",
        "Size": era.size(state, found.target, 0),
        "GraphDriver": eras.graph_driver(chain_ids(config) if config is not None else ()),
        "RootFS": {"Type": "layers", "Layers": list(config.diff_ids)} if config is not None else {},
        "Metadata": {"LastTagTime": _last_given(found)},
    }
    return shown


def _last_given(found: lookup.Found) -> str:
    """Return when somebody last gave the image a name; Go's zero time where it only came with a pull or a load."""
    times = [record.tagged for record in found.records if record.given and not record.dangling]
    return clock(max(times)) if times else "0001-01-01T00:00:00Z"


def clock(seconds: float) -> str:
    """Return seconds since 1970 as Go prints a time in JSON, with nanoseconds."""
    return format_time(round(seconds * 1_000_000) * (SECOND // 1_000_000))


def _set(**fields: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _size(state: State, target: Descriptor, part: Part | None) -> int:
    if part is None:
        return measure(state, target).size
    return part.content + unpacked_size(state, part)


def _tagged(found: lookup.Found, reference: str) -> float:
    named = [record.tagged for record in found.records if record.name == found.name]
    return max(named or [record.tagged for record in found.records])


def _identity(state: State, records: tuple[ImageRecord, ...]) -> dict[str, Any]:
    """Return where the image is known to come from: the repositories it was pulled from, the build that made it."""
    digest = records[0].target.digest
    pulled = [{"Repository": origin} for origin in sorted(state.origins.get(digest) or ())]
    built = sorted({(record.built, clock(record.tagged)) for record in records if record.built})[:1]
    identity: dict[str, Any] = {}
    if pulled:
        identity["Pull"] = pulled
    if built:
        identity["Build"] = [{"Ref": ref, "CreatedAt": at} for ref, at in built]
    return {"Identity": identity} if identity else {}

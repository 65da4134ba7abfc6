"""`docker buildx imagetools create`: an index in a registry out of images that are in registries already."""

from __future__ import annotations

import re
from typing import Any

from tutor.dataclass import dataclass, replace
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.errors import NOT_FOUND, EngineError
from tutor.engine.manifests import copy_manifest, put_manifest, remote_blob, remote_manifest
from tutor.oci.descriptor import Descriptor, InvalidDocument
from tutor.oci.digest import DigestError
from tutor.oci.digest import parse as parse_digest
from tutor.oci.gojson import encode, sorted_map
from tutor.oci.platform import InvalidPlatform, Platform
from tutor.oci.reference import InvalidReference, Reference

_INDEX = "application/vnd.oci.image.index.v1+json"
_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
_SUBJECT, _ATTESTED = "vnd.docker.reference.type", "vnd.docker.reference.digest"
_KINDS = ("index", "index-descriptor", "manifest", "manifest-descriptor")


@dataclass(frozen=True, slots=True)
class _Source:
    """One source: where it is, and its descriptor as JSON; both are filled in step by step."""

    text: str
    reference: Reference | None
    row: dict[str, Any]
    data: bytes = b""

    @property
    def is_index(self) -> bool:
        return self.row.get("mediaType") in (_INDEX, _LIST)


@dataclass(frozen=True, slots=True)
class _Result:
    """What is pushed: its bytes and media type, and the manifests to copy before, each with its source."""

    data: bytes
    media_type: str
    parts: tuple[tuple[str, _Source], ...]


def create(invocation: Invocation) -> int:
    """Combine the sources and push the result under each tag. Raises CommandError and EngineError."""
    sources = _sources(invocation)
    tags = [_reference(text) for text in invocation.many("tag")]
    wanted = _platforms(invocation.many("platform"))
    sources = [_fetched(invocation, source) for source in _placed(sources, tags)]
    annotations = [_annotation(text) for text in invocation.many("annotation") if text]
    result = _combined(invocation, sources, [found for group in annotations for found in group], wanted)
    if invocation.on("dry-run"):
        invocation.out(result.data + b"\n")
        return 0
    _push(invocation, result, tags)
    return 0


def _sources(invocation: Invocation) -> list[_Source]:
    from tutor.docker.commands.common import read_file

    texts = [read_file(invocation, path).decode("utf-8", "replace") for path in invocation.many("file")]
    texts += invocation.arguments
    tags = invocation.many("tag")
    if not texts:
        raise CommandError("no sources specified")
    if not tags and not invocation.on("dry-run"):
        raise CommandError("can't push with no tags specified, please set --tag or --dry-run")
    if invocation.on("append") and tags:
        texts = [tags[0], *texts]
    return [_source(text) for text in texts]


def _source(text: str) -> _Source:
    """Return a source from a reference, a digest or a descriptor in JSON."""
    try:
        if text.startswith("sha256"):
            return _Source(text, None, {"digest": parse_digest(text)})
        if text.startswith("{"):
            return _Source(text, None, _descriptor(text))
        return _Source(text, _reference(text), {})
    except (DigestError, CommandError) as error:
        fault = error.message if isinstance(error, CommandError) else str(error)
        valid = "valid sources are digests, references and descriptors"
        raise CommandError(f'failed to parse source "{text}", {valid}: {fault}') from None


def _descriptor(text: str) -> dict[str, Any]:
    import json

    try:
        row: dict[str, Any] = json.loads(text)
        if row.get("schemaVersion"):
            version = row["schemaVersion"]
            raise CommandError(
                f"expected an OCI content descriptor, got a manifest or index (schemaVersion {version})"
            )
        if not row.get("digest"):
            raise CommandError("invalid descriptor: digest is required")
        Descriptor.from_json({"size": 0, **row})
    except (ValueError, InvalidDocument) as error:
        raise CommandError(str(error)) from None
    return row


def _reference(text: str) -> Reference:
    try:
        return Reference.parse(text).with_default_tag()
    except InvalidReference as error:
        raise CommandError(error.message) from None


def _platforms(texts: tuple[str, ...]) -> list[Platform]:
    found = []
    for text in (part for given in texts for part in given.split(",")):
        try:
            found.append(Platform.parse(text))
        except InvalidPlatform as error:
            raise CommandError(f'invalid platform "{text}": {error.message}') from None
    return found


def _placed(sources: list[_Source], tags: list[Reference]) -> list[_Source]:
    """Give sources that are digests or descriptors the one repository that is spoken of."""
    places = {reference.name for reference in (*tags, *(source.reference for source in sources)) if reference}
    if not places:
        raise CommandError("no repositories specified, please set a reference in tag or source")
    known = [source.reference for source in sources if source.reference is not None] or tags
    placed = []
    for source in sources:
        if source.reference is None:
            if len(places) > 1:
                raise CommandError(f'multiple repositories specified, cannot infer repository for "{source.text}"')
            home = known[0].without_suffix().with_digest(source.row["digest"])
            source = replace(source, reference=home)
        placed.append(source)
    return placed


def _fetched(invocation: Invocation, source: _Source) -> _Source:
    """Look up a source in its registry: its bytes, its descriptor, a manifest's platform."""
    import json

    assert source.reference is not None
    name = source.reference.canonical()
    try:
        found = remote_manifest(invocation.state, invocation.world, name)
    except EngineError as error:
        raise CommandError(f"{name}: not found" if error.kind == NOT_FOUND else error.message) from None
    kind = source.row.get("mediaType") or found.descriptor.media_type
    row: dict[str, Any] = {"mediaType": kind, "digest": found.descriptor.digest, "size": found.descriptor.size}
    row |= {key: value for key, value in source.row.items() if key not in row}
    source = replace(source, row=row, data=found.data)
    platform = row.get("platform", {})
    if not source.is_index and not (platform.get("os") and platform.get("architecture")):
        config = json.loads(found.data)["config"]["digest"]
        facts = json.loads(remote_blob(invocation.state, invocation.world, name, config))
        row["platform"] = Platform.from_json(facts).normalized().to_json() | platform
    return source


def _annotation(text: str) -> list[tuple[str, str, str, str]]:
    """Return one annotation as (kind, platform, key, value), one a kind."""
    key, mark, value = text.partition("=")
    if not mark:
        raise CommandError(f'failed to parse annotations: invalid annotation "{text}", expected key=value')
    kinds, mark, name = key.partition(":")
    if not mark:
        return [("", "", key, value)]
    found = []
    for kind in kinds.split(","):
        match = re.fullmatch(r"([a-z-]+)(?:\[([A-Za-z0-9_/-]+)\])?", kind)
        if not match:
            form = "expected type and optional platform in square brackets"
            raise CommandError(f'failed to parse annotations: invalid annotation type "{kind}", {form}')
        if match[1] not in _KINDS:
            raise CommandError(f'failed to parse annotations: unknown annotation type "{match[1]}"')
        found.append((match[1], match[2] or "", name, value))
    return found


def _combined(
    invocation: Invocation,
    sources: list[_Source],
    annotations: list[tuple[str, str, str, str]],
    wanted: list[Platform],
) -> _Result:
    """Return the result: one source as it is, or an index of all manifests; only of the wanted platforms."""
    import json

    first = sources[0]
    if len(sources) == 1 and not annotations and not first.is_index and not invocation.on("prefer-index"):
        platform = Platform.from_json(first.row["platform"])
        if wanted and not any(want.matches(platform) for want in wanted):
            raise CommandError(f"input platform {platform} does not match any of the provided platforms")
        return _Result(first.data, first.row["mediaType"], ((first.row["digest"], first),))
    rows: dict[str, dict[str, Any]] = {}
    origins: dict[str, _Source] = {}
    for source in sources:
        for row in json.loads(source.data)["manifests"] if source.is_index else (source.row,):
            _merge(rows, row)
            origins[row["digest"]] = source
    whole = len(sources) == 1 and first.is_index and not annotations
    docker = all(row["mediaType"].startswith("application/vnd.docker.") for row in rows.values())
    kind = first.row["mediaType"] if whole else _LIST if docker else _INDEX
    own = _annotate(rows, annotations) if kind == _INDEX else {}
    kept = [row for row in rows.values() if _is_wanted(row, rows, wanted)]
    if not kept:
        raise CommandError("none of the manifests match the provided platforms")
    parts = tuple((row["digest"], origins[row["digest"]]) for row in kept)
    if whole and len(kept) == len(rows):
        return _Result(first.data, kind, parts)
    head = json.loads(first.data) if whole else {"schemaVersion": 2, "mediaType": kind}
    document = {**head, "manifests": kept} | ({"annotations": sorted_map(own.items())} if own else {})
    return _Result(encode(document, 2), kind, parts)


def _merge(rows: dict[str, dict[str, Any]], row: dict[str, Any]) -> None:
    """Add a descriptor; one that is there already gets the platform and the annotations of the new one."""
    old = rows.get(row["digest"])
    if old is None:
        rows[row["digest"]] = dict(row)
        return
    if "platform" in row:
        old["platform"] = row["platform"]
    if together := {**old.get("annotations", {}), **row.get("annotations", {})}:
        old["annotations"] = sorted_map(together.items())


def _annotate(rows: dict[str, dict[str, Any]], annotations: list[tuple[str, str, str, str]]) -> dict[str, str]:
    """Put annotations on the descriptors; those of the index are returned."""
    own: dict[str, str] = {}
    for kind, platform, key, value in annotations:
        if kind == "index":
            own[key] = value
        elif kind == "manifest-descriptor":
            for digest, row in rows.items():
                if not platform or str(Platform.from_json(row.get("platform", {}))) == str(Platform.parse(platform)):
                    marked = sorted_map({**row.get("annotations", {}), key: value}.items())
                    rows[digest] = _ordered({**row, "annotations": marked})
        elif kind == "index-descriptor":
            raise CommandError(f'"{kind}" annotations are invalid while creating an image')
        else:
            raise CommandError(f'"{kind}" annotations are not supported yet')
    return own


def _ordered(row: dict[str, Any]) -> dict[str, Any]:
    order = ("mediaType", "digest", "size", "urls", "annotations", "data", "platform", "artifactType")
    return {key: row[key] for key in order if key in row}


def _is_wanted(row: dict[str, Any], rows: dict[str, dict[str, Any]], wanted: list[Platform]) -> bool:
    """Whether a manifest is kept: its platform is asked for, or it attests one whose is."""
    notes = row.get("annotations", {})
    subject = rows.get(notes.get(_ATTESTED, "")) if _SUBJECT in notes else None
    platform = (subject or row).get("platform")
    return not wanted or platform is None or any(want.matches(Platform.from_json(platform)) for want in wanted)


def _push(invocation: Invocation, result: _Result, tags: list[Reference]) -> None:
    """Copy the manifests into each tag's repository, then put the result under the tags, telling of it."""
    from tutor.docker.buildprogress import plain
    from tutor.engine.build.progress import Vertex

    descriptor = Descriptor.of(result.media_type, result.data)
    vertices = []
    by_repository: dict[str, list[Reference]] = {}
    for tag in tags:
        by_repository.setdefault(tag.name, []).append(tag)
    for repository, named in by_repository.items():
        lines = []
        # they are copied side by side, and the one that was asked for last gets its turn first
        for digest, source in (*result.parts[-1:], *result.parts[:-1]):
            assert source.reference is not None
            invocation.apply(copy_manifest(invocation.state, invocation.world, source.reference, digest, named[0]))
            lines.append((0.0, f"copying {digest} from {source.reference.canonical()} to {repository}"))
        for tag in named:
            invocation.apply(put_manifest(invocation.state, invocation.world, tag, descriptor, result.data))
            lines.append((0.0, f"pushing {descriptor.digest} to {tag.canonical()}"))
        vertices.append(Vertex(f"[internal] pushing {repository}", tuple(lines)))
    if invocation.text("progress") not in ("none", "quiet"):
        invocation.err(plain(vertices, head=""))
    path = invocation.text("metadata-file")
    if path:
        from tutor.docker.commands.common import write_file

        facts = {
            "containerimage.descriptor": {
                "mediaType": descriptor.media_type, "digest": descriptor.digest, "size": descriptor.size,
            },
            "image.name": ",".join(sorted(by_repository)),
        }  # fmt: skip
        write_file(invocation, path, encode(facts, 2))

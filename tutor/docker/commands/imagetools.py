"""`docker buildx imagetools inspect`."""

from __future__ import annotations

from typing import Any

from tutor.docker.errors import CommandError
from tutor.docker.format.tabwriter import align
from tutor.docker.invocation import Invocation
from tutor.engine.errors import NOT_FOUND, EngineError
from tutor.engine.manifests import RemoteManifest, remote_blob, remote_manifest
from tutor.oci.reference import InvalidReference, Reference

_INDEXES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)


def inspect(invocation: Invocation) -> int:
    """Show an image in a registry: a summary, its bytes, or what a template makes of it. Raises CommandError."""
    form = invocation.text("format")
    if form and invocation.on("raw"):
        raise CommandError("ERROR: format and raw cannot be used together")
    name = invocation.arguments[0]
    try:
        reference = Reference.parse(name).with_default_tag()
    except InvalidReference as error:
        raise CommandError(f"ERROR: {error.message}") from None
    try:
        found = remote_manifest(invocation.state, invocation.world, reference.canonical())
    except EngineError as error:
        if error.kind == NOT_FOUND:
            raise CommandError(f"ERROR: {reference.canonical()}: not found") from None
        raise
    if invocation.on("raw"):
        invocation.out(found.data)
        return 0
    import json

    document = json.loads(found.data)
    if not form or form.replace(" ", "") == "{{.Manifest}}":
        invocation.out(_summary(reference, found, document))
        return 0
    invocation.out(_rendered(invocation, form, name, reference, found, document))
    return 0


def _aligned(lines: list[str]) -> str:
    return align("".join(line + "\n" for line in lines), minimum=0, padding=1)


def _summary(reference: Reference, found: RemoteManifest, document: dict[str, Any]) -> str:
    descriptor = found.descriptor
    is_index = descriptor.media_type in _INDEXES
    lines = [
        f"Name:\t{reference.canonical()}",
        f"MediaType:\t{descriptor.media_type}",
        f"Digest:\t{descriptor.digest}",
    ]
    text = _aligned(lines)
    if not is_index:
        return text
    text += _aligned(["\t", "Manifests:\t"])
    rows: list[str] = []
    for entry in document["manifests"]:
        if rows:
            rows.append("\t")
        pinned = reference.without_suffix().with_digest(entry["digest"])
        tagged = f"{pinned.name}{':' + reference.tag if reference.tag else ''}@{entry['digest']}"
        rows += [f"  Name:\t{tagged}", f"  MediaType:\t{entry['mediaType']}"]
        if platform := entry.get("platform"):
            shown = "/".join(platform[key] for key in ("os", "architecture", "variant") if platform.get(key))
            rows.append(f"  Platform:\t{shown}")
            rows += _annotations(entry)
    return text + _aligned(rows)


def _annotations(entry: dict[str, Any]) -> list[str]:
    pairs = sorted(entry.get("annotations", {}).items())
    return ["  Annotations:\t", *(f"    {key}:\t{value}" for key, value in pairs)] if pairs else []


def _rendered(
    invocation: Invocation,
    form: str,
    name: str,
    reference: Reference,
    found: RemoteManifest,
    document: dict[str, Any],
) -> str:
    from tutor.gotemplate import ExecError, ParseError, Struct, Template

    is_index = found.descriptor.media_type in _INDEXES
    descriptor = {
        "mediaType": found.descriptor.media_type, "digest": found.descriptor.digest, "size": found.descriptor.size,
    }  # fmt: skip
    if is_index:
        shown = {"schemaVersion": document["schemaVersion"], **descriptor, "manifests": document["manifests"]}
        if "annotations" in document:
            shown["annotations"] = document["annotations"]
    else:
        shown = descriptor
    images = _configs(invocation, reference, document, is_index)
    image: object = images if len(images) > 1 else next(iter(images.values()), None)
    several = len(images) > 1

    def attested(which: str) -> object:
        from tutor.docker.commands import imagetools_attested

        found = getattr(imagetools_attested, which)(document, lambda digest: _document(invocation, reference, digest))
        return found if several else next(iter(found.values()), Struct(f"imagetools.{which}Stub", {}))

    fields = {"Name": name, "Manifest": go_struct(shown), "Image": go_struct(image, "*v1.Image")}
    methods = {"SBOM": lambda: attested("sbom"), "Provenance": lambda: attested("provenance")}
    tags = {"Name": "name,omitempty", "Manifest": "manifest,omitempty", "Image": "image,omitempty"}
    data = Struct(
        "imagetools.tplInputs" if several else "imagetools.tplInput",
        {**fields, **methods},
        {**tags, "SBOM": "-", "Provenance": "-"},
    )
    try:
        return Template.parse(form, {"json": _indented}).render(data)
    except (ParseError, ExecError) as error:
        raise CommandError(f"ERROR: {error}") from None


def _configs(
    invocation: Invocation, reference: Reference, document: dict[str, Any], is_index: bool
) -> dict[str, dict[str, Any]]:
    """Return the configurations of the image, or of each platform of an index, by platform."""

    def blob(digest: str) -> dict[str, Any]:
        return _document(invocation, reference, digest)

    if not is_index:
        config = blob(document["config"]["digest"])
        return {f"{config.get('os', '')}/{config.get('architecture', '')}": config}
    found = {}
    for entry in document["manifests"]:
        platform = entry.get("platform", {})
        if platform.get("os", "unknown") == "unknown":
            continue
        manifest = blob(entry["digest"])
        found[f"{platform['os']}/{platform['architecture']}"] = blob(manifest["config"]["digest"])
    return found


def _document(invocation: Invocation, reference: Reference, digest: str) -> dict[str, Any]:
    """Return a JSON document of a repository by digest."""
    import json

    parsed: dict[str, Any] = json.loads(
        remote_blob(invocation.state, invocation.world, reference.canonical(), digest)
    )
    return parsed


def _indented(value: Any) -> str:
    """Return the template function `json` of buildx: two blanks a step."""
    import json

    from tutor.gotemplate.gojson import encode

    return json.dumps(json.loads(encode(value, True)), indent=2, ensure_ascii=False)


_NAMES = {"os": "OS", "urls": "URLs", "os.version": "OSVersion", "os.features": "OSFeatures", "rootfs": "RootFS"}


def go_struct(value: object, kind: str = "v1.Object") -> object:
    """Return a JSON document as the Go structs that it is decoded into: fields with capitals, JSON names as tags.

    Objects whose keys are data (labels, annotations, platforms) stay maps.
    """
    from tutor.gotemplate import Struct

    if isinstance(value, list):
        return [go_struct(item) for item in value]
    if not isinstance(value, dict):
        return value
    if any("/" in key or (key[:1].isupper() and "=" in key) for key in value):
        return {key: go_struct(item) for key, item in value.items()}
    fields, tags = {}, {}
    for key, item in value.items():
        name = _NAMES.get(key) or "".join(part[:1].upper() + part[1:] for part in key.split("_"))
        keep = key in ("annotations", "Labels", "ExposedPorts", "Volumes")
        fields[name] = item if keep else go_struct(item)
        tags[name] = key
    return Struct(kind, fields, tags)

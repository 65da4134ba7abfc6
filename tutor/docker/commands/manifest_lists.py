"""`docker manifest create`, `annotate`, `push` and `rm`: local manifest lists, and their way to a registry."""

from __future__ import annotations

from tutor.docker.commands.manifest import image_entry, list_type, manifest_list, named
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.docker.manifest_store import Entry, ManifestStore, NoSuchManifest
from tutor.engine.manifests import put_manifest
from tutor.oci.descriptor import Descriptor
from tutor.oci.reference import Reference

_HUB = "docker.io"
_PLATFORMS = frozenset(
    f"{system}/{architecture}"
    for system, architectures in {
        "darwin": "386 amd64 arm arm64",
        "dragonfly": "amd64",
        "freebsd": "386 amd64 arm",
        "linux": "386 amd64 arm arm64 ppc64le mips64 mips64le riscv64 s390x",
        "netbsd": "386 amd64 arm",
        "openbsd": "386 amd64 arm",
        "plan9": "386 amd64",
        "solaris": "amd64",
        "windows": "386 amd64",
    }.items()
    for architecture in architectures.split()
)


def create(invocation: Invocation) -> int:
    """Make a local list of images in registries, or add to one with --amend."""
    name, *images = invocation.arguments
    target = _named(name, f"error parsing name for manifest list {name}")
    store = ManifestStore(invocation)
    try:
        store.entries(target)
    except NoSuchManifest:
        pass
    else:
        if not invocation.on("amend"):
            raise CommandError("refusing to amend an existing manifest list with no --amend flag")
    for image in images:
        reference = named(image)
        try:
            entry = store.get(target, reference)
        except NoSuchManifest:
            entry = image_entry(invocation, reference)
        store.save(target, reference, entry)
    invocation.line(f"Created manifest list {target.canonical()}")
    return 0


def annotate(invocation: Invocation) -> int:
    """Change what a local list says of an image's platform."""
    name, image = invocation.arguments
    target = _named(name, f"annotate: error parsing name for manifest list {name}")
    reference = _named(image, f"annotate: error parsing name for manifest {image}")
    store = ManifestStore(invocation)
    try:
        entry = store.get(target, reference)
    except NoSuchManifest:
        raise CommandError(f"manifest for image {image} does not exist in {name}") from None
    platform = dict(entry["Descriptor"].get("platform", {}))
    for flag, key in (("os", "os"), ("arch", "architecture"), ("variant", "variant"), ("os-version", "os.version")):
        if invocation.text(flag):
            platform[key] = invocation.text(flag)
    features = dict.fromkeys((*platform.get("os.features", ()), *invocation.many("os-features")))
    if features:
        platform["os.features"] = list(features)
    if f"{platform.get('os', '')}/{platform.get('architecture', '')}" not in _PLATFORMS:
        wanted = f"{invocation.text('os')}/{invocation.text('arch')}"
        raise CommandError(f"manifest entry for image has unsupported os/arch combination: {wanted}")
    order = ("architecture", "os", "os.version", "os.features", "variant")
    ordered = {key: platform[key] for key in order if key in platform}
    store.save(target, reference, {**entry, "Descriptor": {**entry["Descriptor"], "platform": ordered}})
    return 0


def push(invocation: Invocation) -> int:
    """Send a local list to its registry, with the images that its repository does not have."""
    target = named(invocation.arguments[0])
    store = ManifestStore(invocation)
    entries = store.entries(target)
    for entry in entries:
        platform = entry["Descriptor"].get("platform", {})
        if not platform.get("os") or not platform.get("architecture"):
            raise CommandError(f"manifest {entry['Ref']} must have an OS and Architecture to be pushed to a registry")
    index = manifest_list(target, entries)
    if target.domain != _HUB and not invocation.on("insecure"):
        plain = f'Get "https://{target.domain}/v2/": http: server gave HTTP response to HTTPS client'
        raise CommandError(f"failed to configure transport: error pinging v2 registry: {plain}")
    for entry in entries:
        if Reference.parse(entry["Ref"]).path != target.path:
            _push_image(invocation, target, entry)
    descriptor = Descriptor.of(list_type(entries), index)
    invocation.apply(put_manifest(invocation.state, invocation.world, target, descriptor, index))
    invocation.line(descriptor.digest)
    if invocation.on("purge"):
        store.remove(target)
    return 0


def _push_image(invocation: Invocation, target: Reference, entry: Entry) -> None:
    """Put an image of another repository into the list's own."""
    from base64 import b64decode

    found = entry["Descriptor"]
    descriptor = Descriptor(found["mediaType"], found["digest"], found["size"])
    pinned = target.without_suffix().with_digest(descriptor.digest)
    document = entry.get("OCIManifest") or entry["SchemaV2Manifest"]
    blobs = tuple(row["digest"] for row in (document["config"], *document["layers"]))
    source = Reference.parse(entry["Ref"]).without_suffix()
    raw = b64decode(entry["Raw"])
    invocation.apply(put_manifest(invocation.state, invocation.world, pinned, descriptor, raw, source, blobs))
    invocation.line(f"Pushed ref {pinned.canonical()} with digest: {descriptor.digest}")


def rm(invocation: Invocation) -> int:
    """Forget local lists."""
    store = ManifestStore(invocation)
    faults = []
    for name in invocation.arguments:
        try:
            target = named(name)
            store.entries(target)
            store.remove(target)
        except CommandError as error:
            faults.append(error.message)
    if faults:
        raise CommandError("\n".join(faults))
    return 0


def _named(text: str, fault: str) -> Reference:
    try:
        return named(text)
    except CommandError as error:
        raise CommandError(f"{fault}: {error.message}") from None

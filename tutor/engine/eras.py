"""What engines of an era show of the sandbox's store: the workspace's setting `docker-era`.

One rule: the store is the same in every era, and what an answer shows of it that differs is asked here. Engines since
29 show containerd's image store: an image is the index or manifest that its names point at, and takes what is unpacked
and what is compressed. Engines before it show the store of a graph driver: an image is its configuration, takes the
bytes of the files in its layers, and knows the digests only that it was pulled or pushed by.

What `Graph` shows was seen with engine 20.10.24 (overlay2 and vfs) behind command line 28.2.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.engine import contents, images

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from tutor.engine.build.progress import Draft
    from tutor.engine.state import ImageRecord, Snapshot, State
    from tutor.oci.descriptor import Descriptor

NUMBERS = (29, 28)


class Era:
    """Engines since 29, and the questions that both eras answer."""

    number: int = 29
    table: bool = False
    """Whether `docker image ls` shows the table of names and tags without a flag that asks for it."""
    nameless: bool = False
    """Whether images without a tag are listed without a flag that asks for them."""
    keeps_rebuilt: bool = False
    """Whether an image whose name a build takes over stays, nameless."""
    attests: bool = True
    """Whether a build's image comes with a manifest that says how it was built."""
    shortest: int = 4
    """How many hex digits the start of an ID needs."""
    present: bool = False
    """Whether a pull has lines for layers that are here, and lets the checksum of a new one be seen."""
    by_diff: bool = False
    """Whether a push names layers by the digest of what is in them, before it starts as well."""
    driver: str = "overlayfs"
    driver_facts: tuple[tuple[str, str], ...] = (("driver-type", "io.containerd.snapshotter.v1"),)

    def image_id(self, state: State, target: Descriptor) -> str:
        """Return the ID of the image that a name points at."""
        return target.digest

    def id_of(self, state: State, digest: str) -> str:
        """As `image_id`, where only the digest of an index or manifest is known."""
        return digest

    def records(self, state: State, image_id: str) -> tuple[ImageRecord, ...]:
        """Return all names of the image with this ID, sorted."""
        return images.records_of(state, image_id)

    def digest_names(self, state: State, names: Iterable[str], target: Descriptor) -> list[str]:
        """Return the canonical names by digest of an image; `names` are those of its tags, without them."""
        return [f"{name}@{target.digest}" for name in dict.fromkeys(names)]

    def size(self, state: State, target: Descriptor, stored: int) -> int:
        """Return the bytes that an image takes; `stored` are those in containerd's store."""
        return stored

    def layer_size(self, state: State, chain: str) -> int:
        """Return the bytes that an unpacked layer takes."""
        snapshot = state.snapshots.get(chain)
        return snapshot.usage if snapshot is not None else 0

    def total(self, state: State, keys: AbstractSet[str]) -> int:
        """Return the bytes that blobs and unpacked layers take."""
        from tutor.engine.gc import size_of

        return size_of(state, keys)

    def container_storage(self, chain: str, id: str) -> dict[str, Any]:
        """Return where an inspected container says its files are."""
        return {"Storage": {"RootFS": {"Snapshot": {"Name": self.driver}}}}

    def tell_export(self, draft: Draft, names: tuple[str, ...], config: str) -> None:
        """Say what a build's last step does with the image that it wrote."""
        for name in names:
            draft.say(f"naming to {name} done")
            draft.say(f"unpacking to {name} done")


class Graph(Era):
    """Engines before 29, with the store of a graph driver (overlay2)."""

    number = 28
    table = True
    nameless = True
    keeps_rebuilt = True
    attests = False
    shortest = 1
    present = True
    by_diff = True
    driver = "overlay2"
    driver_facts = (
        ("Backing Filesystem", "extfs"),
        ("Supports d_type", "true"),
        ("Native Overlay Diff", "true"),
        ("userxattr", "false"),
    )

    def image_id(self, state: State, target: Descriptor) -> str:
        """The digest of the configuration for this host; the target's own where nothing of it is here."""
        part = images.choose(state, target)
        return part.manifest.config.digest if part is not None and part.manifest is not None else target.digest

    def id_of(self, state: State, digest: str) -> str:
        """As `image_id`."""
        target = contents.described(state, digest)
        return self.image_id(state, target) if target is not None else digest

    def records(self, state: State, image_id: str) -> tuple[ImageRecord, ...]:
        """Names whose targets have the same configuration are names of one image."""
        found = [record for _, record in state.images.entries() if self.image_id(state, record.target) == image_id]
        return tuple(sorted(found, key=lambda record: record.name))

    def digest_names(self, state: State, names: Iterable[str], target: Descriptor) -> list[str]:
        """Only the repositories that the image came from or went to, whether it has a tag of them or not.

        What was pulled by an index goes out again as its manifest for this host.
        """
        came = state.origins.get(target.digest) or ()
        found = [f"{origin}@{target.digest}" for origin in came]
        part = images.choose(state, target)
        if part is not None and part.digest != target.digest:
            went = state.origins.get(part.digest) or ()
            found += [f"{origin}@{part.digest}" for origin in went if origin not in came]
        return found

    def size(self, state: State, target: Descriptor, stored: int) -> int:
        """The files of all layers."""
        part = images.choose(state, target)
        if part is None or part.config is None:
            return 0
        return sum(self.layer_size(state, chain) for chain in images.chain_ids(part.config))

    def layer_size(self, state: State, chain: str) -> int:
        """The bytes in files and in the targets of symbolic links; folders count nothing."""
        snapshot = state.snapshots.get(chain)
        return _files(state, chain, snapshot) if snapshot is not None else 0

    def total(self, state: State, keys: AbstractSet[str]) -> int:
        """Unpacked layers alone."""
        return sum([_files(state, chain, snapshot) for chain, snapshot in state.snapshots.among(keys).items()])

    def container_storage(self, chain: str, id: str) -> dict[str, Any]:
        """The folders of its own layer, above those of its image."""
        below = [f"{_folder(id + '-init')}/diff", *([f"{_folder(chain)}/diff"] if chain else [])]
        return {"GraphDriver": _driver_data(_folder(id), below)}

    def tell_export(self, draft: Draft, names: tuple[str, ...], config: str) -> None:
        """The image is written under its own ID, then named."""
        draft.lines.clear()
        draft.say("exporting layers done")
        draft.say(f"writing image {config} done")
        for name in names:
            if "@" not in name:
                draft.say(f"naming to {name} done")


_ERAS = {29: Era(), 28: Graph()}
_sizes: dict[str, int] = {}


def of(state: State) -> Era:
    """Return the era whose engine the sandbox shows."""
    return _ERAS[state.docker_era]


def is_graph(state: State) -> bool:
    """Whether the sandbox shows an engine with a graph driver."""
    return isinstance(of(state), Graph)


def graph_driver(chains: tuple[str, ...]) -> dict[str, Any]:
    """Return where an inspected image says its layers are: the top one, and those below from the top down."""
    if not chains:
        return {"Data": None, "Name": Graph.driver}
    *below, top = chains
    return _driver_data(_folder(top), [f"{_folder(chain)}/diff" for chain in reversed(below)])


def _driver_data(top: str, below: list[str]) -> dict[str, Any]:
    lower = {"LowerDir": ":".join(below)} if below else {}
    data = {**lower, "MergedDir": f"{top}/merged", "UpperDir": f"{top}/diff", "WorkDir": f"{top}/work"}
    return {"Data": data, "Name": Graph.driver}


def _folder(key: str) -> str:
    return f"/var/lib/docker/overlay2/{key.partition(':')[2] or key}"


def _files(state: State, chain: str, snapshot: Snapshot) -> int:
    """Return the bytes of a layer's files; a chain ID stands for the same files for ever."""
    found = _sizes.get(chain)
    if found is None:
        from tutor.vfs.usage import file_bytes

        below = state.snapshots.get(snapshot.parent) if snapshot.parent else None
        found = file_bytes(snapshot.tree, below.tree if below is not None else None)
        if below is not None or not snapshot.parent:
            contents.keep(_sizes, chain, found)
    return found

"""Values to objects and back.

One rule: a value is written as what it is (`None`, numbers, texts, bytes, tuples, records of registered classes, maps,
contents); nothing is executed when it is read, and classes come from the registry alone. Nodes of maps, long contents
and long parts of values are objects of their own: saving writes only objects that are not stored yet, so it costs what
changed, and loading reads a map's nodes when they are first looked into.
"""

from __future__ import annotations

from tutor.store.decoding import Reader
from tutor.store.encoding import RecordKind, UnknownClass, Writer
from tutor.store.objects import VALUE
from tutor.vfs.merkle import digest_of, fields_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.store.objects import Objects

BASE_CLASSES: dict[str, str] = {
    "File": "tutor.vfs.nodes:File",
    "Symlink": "tutor.vfs.nodes:Symlink",
    "Directory": "tutor.vfs.nodes:Directory",
    "HardLink": "tutor.vfs.nodes:HardLink",
    "Device": "tutor.vfs.nodes:Device",
    "Tree": "tutor.vfs.tree:Tree",
    "Generated": "tutor.vfs.generated:Generated",
    "Joined": "tutor.vfs.generated:Joined",
    "Slice": "tutor.vfs.generated:Slice",
    "Tiled": "tutor.vfs.tiles:Tiled",
    "Reference": "tutor.oci.reference:Reference",
    "Platform": "tutor.oci.platform:Platform",
    "Descriptor": "tutor.oci.descriptor:Descriptor",
    "Manifest": "tutor.oci.manifest:Manifest",
    "Index": "tutor.oci.index:Index",
    "Healthcheck": "tutor.oci.config:Healthcheck",
    "ContainerConfig": "tutor.oci.config:ContainerConfig",
    "History": "tutor.oci.config:History",
    "ImageConfig": "tutor.oci.config:ImageConfig",
    "Blob": "tutor.store.blobs:Blob",
}
"""Stored name and place of the classes of these floors; callers add those of theirs."""

_BULK = ("seed", "size", "kind")
_FIELDS = {"Generated": _BULK, "Tiled": _BULK, "Joined": ("parts",), "Slice": ("whole", "start", "size")}


class Codec:
    """Saves and loads values whose classes are registered.

    `classes` maps the name under which a class is stored to the class or to its place, "module:Class"; a place is
    imported only when a value of it turns up. A class is a record: a dataclass, or a class with `__match_args__`, built
    by calling it with its fields in order. Fields may be added at the end if they have defaults: older values load.
    A registered class that is a content (such as `Generated`) is kept as its fields; any other content as its bytes.
    """

    def __init__(self, classes: Mapping[str, str | type] | None = None) -> None:
        self._classes: dict[str, str | type] = {**BASE_CLASSES, **(classes or {})}
        self._places = {place: name for name, place in self._classes.items() if isinstance(place, str)}
        self._encoders: dict[type, RecordKind] = {}
        self._decoders: dict[str, type] = {}
        for name, entry in self._classes.items():
            if isinstance(entry, type):
                self._register(name, entry)

    def save(self, value: object, objects: Objects) -> bytes:
        """Store a value and all that it refers to; return its Merkle digest, by which `load` finds it.

        Raises UnknownClass, and TypeError for what is not a value.
        """
        digest = digest_of(value)
        key = VALUE + digest
        if not objects.has(key):
            writer = Writer(self.kind_of, objects)
            objects.put(key, writer.value(value))
            writer.nodes()
        return digest

    def load(self, digest: bytes, objects: Objects) -> object:
        """Return the value with this digest.

        Raises MissingObject, CorruptObject or UnknownClass; for parts that are lazy, when they are first looked into.
        """
        return Reader(self.class_of, objects).value(VALUE + digest)

    def kind_of(self, cls: type) -> RecordKind | None:
        """Return how records of a class are written, None if it is not registered."""
        kind = self._encoders.get(cls)
        if kind is None:
            name = self._places.get(f"{cls.__module__}:{cls.__qualname__}")
            if name is None:
                return None
            kind = self._register(name, cls)
        return kind

    def class_of(self, name: str) -> type:
        """Return the class that is stored under a name. Raises UnknownClass."""
        cls = self._decoders.get(name)
        if cls is None:
            place = self._classes.get(name)
            if not isinstance(place, str):
                raise UnknownClass(name)
            from importlib import import_module

            module, _, attribute = place.partition(":")
            cls = getattr(import_module(module), attribute)
            self._register(name, cls)
        return cls

    def _register(self, name: str, cls: type) -> RecordKind:
        fields = _FIELDS.get(name) or fields_of(cls)
        if fields is None:
            raise UnknownClass(cls.__qualname__)
        kind = self._encoders[cls] = RecordKind(name, fields)
        self._decoders[name] = cls
        return kind

"""From what flags say about volumes, binds and tmpfs to a container's mount points.

One rule: what cannot be is refused with the daemon's text, at the place where the daemon checks it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine.containers.find import resolve
from tutor.engine.containers.model import Mount
from tutor.engine.errors import invalid
from tutor.engine.volumes import check_name, create_volume
from tutor.vfs.paths import normal

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.containers.create import CreateRequest, MountRequest
    from tutor.engine.state import State
    from tutor.engine.world import World

_ACCESS = {"rw": False, "ro": True}
_LABELS = ("z", "Z")
_PROPAGATION = ("private", "rprivate", "shared", "rshared", "slave", "rslave")


def mounts_of(
    state: State, world: World, request: CreateRequest, image_volumes: tuple[str, ...]
) -> tuple[State, tuple[Mount, ...], tuple[Any, ...]]:
    """Return the state with the volumes that had to be made, the mount points sorted by target, and events.

    Raises EngineError.
    """
    asked: dict[str, Mount] = {}
    for text in request.volumes_from:
        for mount in _from_other(state, text):
            asked[mount.target] = mount
    mine: dict[str, Mount] = {}
    for text in request.volumes:
        mount = parse_volume(text, request.cwd)
        _add(mine, mount)
    for wanted in request.mounts:
        _add(mine, parse_mount(state, wanted, request.cwd))
    for text in request.tmpfs:
        _add(mine, parse_tmpfs(text))
    asked.update(mine)
    for target in image_volumes:
        where = normal(target)
        if where not in asked:
            asked[where] = Mount("volume", "", where, asked="image")
    events: list[Any] = []
    found = []
    labels = {normal(wanted.target): _labels(wanted) for wanted in request.mounts if wanted.kind == "volume"}
    for mount in asked.values():
        if mount.kind == "volume":
            outcome = create_volume(state, world, mount.source, labels=labels.get(mount.target, ()))
            state = outcome.state
            events += outcome.events
            mount = replace(mount, source=outcome.value)
        found.append(mount)
    found.sort(key=lambda mount: (mount.target.count("/"), mount.target))
    return state, tuple(found), tuple(events)


def _labels(wanted: MountRequest) -> tuple[tuple[str, str], ...]:
    """Return the labels that a --mount gives to the volume that it makes."""
    texts = [value for key, value in wanted.options if key == "volume-label"]
    return tuple((key, value) for key, _, value in (text.partition("=") for text in texts))


def _add(mounts: dict[str, Mount], mount: Mount) -> None:
    if mount.target in mounts:
        raise invalid(f"Duplicate mount point: {mount.target}", mount.target)
    mounts[mount.target] = mount


def _from_other(state: State, text: str) -> list[Mount]:
    """Return the mounts that --volumes-from takes over."""
    name, _, mode = text.partition(":")
    if mode and mode not in _ACCESS and mode not in _LABELS:
        raise invalid(f"invalid mode: {mode}", text)
    other = resolve(state, name)
    found = []
    for mount in other.mounts:
        if mount.kind == "tmpfs":
            continue
        read_only = mount.read_only or _ACCESS.get(mode, False)
        found.append(replace(mount, read_only=read_only, mode=mode, asked="from", copy=False))
    return found


def parse_volume(text: str, cwd: str) -> Mount:
    """Return the mount of a -v text: "TARGET", "SOURCE:TARGET" or "SOURCE:TARGET:MODE". Raises EngineError."""
    parts = [text] if is_anonymous(text) else text.split(":")
    if len(parts) > 3 or not all(parts):
        raise invalid(f"invalid volume specification: '{text}'", text)
    if len(parts) == 1:
        # a lone target is taken as a path from the root, as the daemon does with what an image's VOLUME says
        target = _target("/" + parts[0], f"invalid volume specification: '{text}': ", "volume")
        return Mount("volume", "", target, asked="image")
    source, target = parts[0], parts[1]
    mode = parts[2] if len(parts) == 3 else ""
    if source.startswith((".", "~")):
        source = normal(source, cwd)
    kind = "bind" if source.startswith("/") else "volume"
    read_only, copy = _mode(mode, kind, text)
    where = _target(target, f"invalid volume specification: '{text}': ", kind)
    if kind == "volume":
        check_name(source)
        return Mount("volume", source, where, read_only, mode, copy=copy)
    return Mount("bind", normal(source), where, read_only, mode, copy=False)


def is_anonymous(text: str) -> bool:
    """Whether a -v text is a target alone; a letter and a colon are taken for the drive of a path of Windows."""
    return ":" not in text or (text[:1].isalpha() and text[1:2] == ":" and ":" not in text[2:])


def _mode(mode: str, kind: str, text: str) -> tuple[bool, bool]:
    """Return whether a mode says read-only, and whether an empty volume takes what the image has."""
    read_only, copy = False, True
    seen: set[str] = set()
    for word in mode.split(",") if mode else ():
        group = "access" if word in _ACCESS else "label" if word in _LABELS else word
        if word in _PROPAGATION:
            group = "propagation"
        known = group in ("access", "label") or (word == "nocopy" and kind == "volume")
        if group == "propagation" and kind == "bind":
            known = True
        if (word == "nocopy" and kind == "bind") or (group == "propagation" and kind == "volume"):
            field = "VolumeOptions" if kind == "bind" else "BindOptions"
            what = f'invalid mount config for type "{kind}": field {field} must not be specified'
            raise invalid(f"invalid volume specification: '{text}': {what}", text)
        if not known or group in seen:
            raise invalid(f"invalid mode: {mode}", text)
        seen.add(group)
        read_only = _ACCESS.get(word, read_only)
        copy = copy and word != "nocopy"
    return read_only, copy


def _target(target: str, prefix: str, kind: str) -> str:
    what = f'{prefix}invalid mount config for type "{kind}": '
    if not target.startswith("/"):
        raise invalid(f"{what}invalid mount path: '{target}' mount path must be absolute", target)
    if normal(target) == "/":
        raise invalid(f"{what}invalid specification: destination can't be '/'", target)
    return normal(target)


def parse_mount(state: State, wanted: MountRequest, cwd: str) -> Mount:
    """Return the mount of a --mount. Raises EngineError."""
    what = f'invalid mount config for type "{wanted.kind}": '
    options = dict(wanted.options)
    if wanted.kind not in ("volume", "bind", "tmpfs", "image"):
        raise invalid(f"{what}mount type unknown", wanted.kind)
    if not wanted.target:
        raise invalid(f"{what}field Target must not be empty", wanted.kind)
    target = _target(wanted.target, "", wanted.kind)
    if wanted.kind == "bind":
        if not wanted.source:
            raise invalid(f"{what}field Source must not be empty", wanted.kind)
        if not wanted.source.startswith(("/", ".")):
            raise invalid(f"{what}invalid mount path: '{wanted.source}' mount path must be absolute", wanted.source)
        propagation = options.get("bind-propagation", "")
        if propagation and propagation not in _PROPAGATION:
            raise invalid(f"{what}invalid propagation mode: {propagation}", propagation)
        source = normal(wanted.source, cwd)
        creates = options.get("bind-create-src") == "true"
        if state.host.get(source) is None and not creates:
            raise invalid(f"{what}bind source path does not exist: {source}", source)
        return Mount("bind", source, target, wanted.read_only, asked="bind" if creates else "mount", copy=False)
    if wanted.kind == "image":
        if not wanted.source:
            raise invalid(f"{what}field Source must not be empty", wanted.kind)
        from tutor.engine.lookup import resolve as image_of

        subpath = options.get("image-subpath", "")
        found = image_of(state, wanted.source)
        return Mount(
            "image", wanted.source, target, True, options=found.id, asked="mount", copy=False, subpath=subpath
        )
    if wanted.kind == "tmpfs":
        if wanted.source:
            raise invalid(f"{what}field Source must not be specified", wanted.kind)
        given = [f"size={options['tmpfs-size']}"] if "tmpfs-size" in options else []
        given += [f"mode={options['tmpfs-mode']}"] if "tmpfs-mode" in options else []
        return Mount("tmpfs", "", target, wanted.read_only, options=",".join(given), asked="mount", copy=False)
    copy = options.get("volume-nocopy", "false") in ("false", "0")
    subpath = options.get("volume-subpath", "")
    return Mount("volume", wanted.source, target, wanted.read_only, asked="mount", copy=copy, subpath=subpath)


def parse_tmpfs(text: str) -> Mount:
    """Return the mount of a --tmpfs text. Raises EngineError."""
    target, _, options = text.partition(":")
    if not target.startswith("/"):
        raise invalid(f"invalid mount path: '{target}' mount path must be absolute", target)
    if normal(target) == "/":
        raise invalid("invalid specification: destination can't be '/'", target)
    for option in options.split(",") if options else ():
        key, equals, _ = option.partition("=")
        known = key in ("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol") if equals else key in _TMPFS
        if not known:
            raise invalid(f'invalid tmpfs option "{option}"', text)
    return Mount("tmpfs", "", normal(target), "ro" in options.split(","), options=options, asked="tmpfs", copy=False)


_TMPFS = frozenset({
    "rw", "ro", "suid", "nosuid", "dev", "nodev", "exec", "noexec", "sync", "async", "atime", "noatime", "diratime",
    "nodiratime", "relatime", "norelatime", "strictatime", "nostrictatime", "dirsync", "remount", "mand", "nomand",
    "private", "rprivate", "shared", "rshared", "slave", "rslave",
})  # fmt: skip


def tmpfs_settings(options: str) -> tuple[int | None, int]:
    """Return the quota in bytes (None: no bound) and the mode of a tmpfs from its options."""
    quota, mode = None, 0o1777
    for option in options.split(",") if options else ():
        key, _, value = option.partition("=")
        if key == "size":
            quota = _bytes(value)
        elif key == "mode":
            mode = int(value, 8) if value.isdecimal() else mode
    return quota, mode


def _bytes(text: str) -> int | None:
    unit = text[-1:].lower()
    factor = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}.get(unit, 1)
    digits = text[:-1] if unit in "kmgb" and unit else text
    return int(digits) * factor if digits.isdecimal() else None

"""RUN --mount: files from elsewhere, folders that outlive a build, secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.dockerfile.plan import SCRATCH
from tutor.engine.build.execute import StepMount
from tutor.engine.build.faults import BuildFault
from tutor.engine.build.record import CACHE_MOUNT, CacheRecord
from tutor.engine.build.select import NotThere, checksum_of, pick
from tutor.engine.build.session import key_of
from tutor.vfs.content import Bytes
from tutor.vfs.filesystem import Box
from tutor.vfs.nodes import Device, Directory, File
from tutor.vfs.paths import normal
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.dockerfile.mounts import Mount
    from tutor.dockerfile.plan import Source
    from tutor.engine.build.nodes import Result
    from tutor.engine.build.solver import Solver
    from tutor.engine.build.stage import StageState


class Mounts:
    """The mounts of one RUN."""

    def __init__(
        self, solver: Solver, stage: StageState, lines: tuple[int, int], mounts: list[tuple[Mount, Source]]
    ) -> None:
        self.solver = solver
        self.stage = stage
        self.lines = lines
        self.mounts = mounts
        self.boxes: dict[str, Box] = {}
        self.sources: dict[int, Result] = {}
        for number, (mount, source) in enumerate(mounts):
            if mount.type in ("bind", "cache") and (source.stage is not None or source.image != SCRATCH):
                self.sources[number] = solver.source(source, lines)
            if mount.type == "cache" and (mount.mode is not None or mount.uid is not None or mount.gid is not None):
                draft = solver.session.vertex("[internal] setting cache mount permissions")
                draft.cached = solver.session.find([self._cache_key(mount)]) is not None

    def definition(self) -> tuple[str, ...]:
        """Return what the mounts are, without the files behind them."""
        return tuple(
            f"mount {mount.type} {mount.target} {mount.source} {mount.id} {mount.read_only} {mount.sharing}"
            for mount, _ in self.mounts
        )

    def cheap_keys(self) -> list[str]:
        """Return the key that the results mounted here make; none where the client's files are mounted."""
        if any(self._from_client(number) for number in range(len(self.mounts))):
            return []
        return [" ".join(f"result {result.id}" for result in self.sources.values())]

    def file_keys(self) -> list[str]:
        """Return the key that the mounted files make. Raises BuildFault where one is missing."""
        sums = []
        for number, (mount, _) in enumerate(self.mounts):
            if mount.type == "bind":
                tree = self._tree(number)
                try:
                    sums.append(checksum_of(tree, pick(tree, mount.source or "/")))
                except NotThere as error:
                    session = self.solver.session
                    ref = f"{session.random('ref')}::{session.random('ref')}"
                    message = f'failed to calculate checksum of ref {ref}: "{error.path}": not found'
                    raise BuildFault(message) from None
        return ["files " + " ".join(sums)] if sums else []

    def _from_client(self, number: int) -> bool:
        return self.mounts[number][0].type == "bind" and number not in self.sources

    def _tree(self, number: int) -> Tree:
        if number in self.sources:
            return self.solver.files(self.sources[number])
        return self.solver.context("")

    def ready(self, tree: Tree) -> tuple[StepMount, ...]:
        """Return the mounts, ready to be used. Raises BuildFault."""
        found = []
        for number, (mount, _) in enumerate(self.mounts):
            made = self._ready(number, mount)
            if made is not None:
                found.append(made)
        return tuple(found)

    def _ready(self, number: int, mount: Mount) -> StepMount | None:
        target = normal(mount.target, self.stage.config.working_dir or "/")
        if mount.type == "bind":
            return StepMount(target, Box(self._tree(number)), _subpath(mount.source), mount.read_only)
        if mount.type == "tmpfs":
            box = Box(Tree(Directory(mode=0o1777)), mount.size or None)
            return StepMount(target, box, read_only=False, kind="tmpfs", source="tmpfs")
        if mount.type == "cache":
            box = self.boxes.get(self._cache_id(mount)) or Box(self._cached(number, mount))
            self.boxes[self._cache_id(mount)] = box
            return StepMount(target, box, _subpath(mount.source), mount.read_only)
        if mount.type == "secret":
            return self._secret(mount)
        return self._agent(number, mount)

    # cache mounts

    def _cache_id(self, mount: Mount) -> str:
        return mount.id or normal(mount.target, self.stage.config.working_dir or "/")

    def _cache_key(self, mount: Mount) -> str:
        return key_of("cachemount", self._cache_id(mount))

    def _cached(self, number: int, mount: Mount) -> Tree:
        """Return the files of a cache mount; those of its `from` where it is new, or not to be used (--no-cache)."""
        session = self.solver.session
        key = self._cache_key(mount)
        record = session.find([key])
        if record is not None and (not session.request.no_cache or key in session.fresh_mounts):
            return record.tree
        session.fresh_mounts.add(key)
        tree = self._tree(number) if number in self.sources else Tree.empty(int(session.now))
        root = tree.root
        mode = root.mode if mount.mode is None else mount.mode
        uid = root.uid if mount.uid is None else mount.uid
        gid = root.gid if mount.gid is None else mount.gid
        return Tree(Directory(root.entries, mode, uid, gid, root.mtime), tree.links, tree.next_link)

    def keep(self) -> None:
        """Put what the step wrote to cache mounts into the cache."""
        from tutor.vfs.usage import disk_usage

        session = self.solver.session
        for id, box in self.boxes.items():
            key = key_of("cachemount", id)
            record = session.find([key])
            size = disk_usage(box.tree)
            if record is None:
                record = CacheRecord(
                    session.random("cache"), CACHE_MOUNT, f"cached mount {id} from exec", session.now, session.now, 0,
                    (key,), box.tree, size,
                )  # fmt: skip
            session.add(replace(record, tree=box.tree, size=size, used=session.now, uses=record.uses + 1))

    # secrets

    def _secret(self, mount: Mount) -> StepMount | None:
        secret = self._secret_data(mount)
        if secret is None or (mount.env is not None and not mount.target):
            return None
        target = mount.target or f"/run/secrets/{self._secret_id(mount).rpartition('/')[2]}"
        mode = 0o400 if mount.mode is None else mount.mode
        node = File(Bytes(secret), mode, mount.uid or 0, mount.gid or 0, int(self.solver.session.now))
        tree = Tree(Directory(PersistentMap.of({"secret": node})))
        return StepMount(normal(target), Box(tree), "/secret")

    def _secret_id(self, mount: Mount) -> str:
        return mount.source or mount.id or mount.target.rpartition("/")[2]

    def _secret_data(self, mount: Mount) -> bytes | None:
        wanted = self._secret_id(mount)
        for secret in self.solver.session.request.secrets:
            if secret.id == wanted:
                return secret.data
        if mount.required:
            raise BuildFault(f"secret {wanted}: not found")
        return None

    # the SSH agent

    def _agent(self, number: int, mount: Mount) -> StepMount | None:
        """Return the mount of an agent's socket, None where the client sent none."""
        name = mount.id or "default"
        if all(agent.id != name for agent in self.solver.session.request.ssh):
            if mount.required:
                raise BuildFault(f'no SSH key "{name}" forwarded from the client')
            return None
        mode = 0o600 if mount.mode is None else mount.mode
        node = Device("s", 0, 0, mode, mount.uid or 0, mount.gid or 0, int(self.solver.session.now))
        tree = Tree(Directory(PersistentMap.of({"agent": node})))
        return StepMount(self._socket(number), Box(tree), "/agent", read_only=False)

    def _socket(self, number: int) -> str:
        """Return where the agent's socket of a mount is."""
        before = sum(mount.type == "ssh" for mount, _ in self.mounts[:number])
        return normal(self.mounts[number][0].target or f"/run/buildkit/ssh_agent.{before}")

    def variables(self) -> dict[str, str]:
        """Return the variables that secrets are given in, and the one that leads to the first SSH agent."""
        found: dict[str, str] = {}
        for number, (mount, _) in enumerate(self.mounts):
            if mount.type == "ssh" and "SSH_AUTH_SOCK" not in self.stage.env:
                found.setdefault("SSH_AUTH_SOCK", self._socket(number))
        for mount, _ in self.mounts:
            if mount.type == "secret" and mount.env:
                data = self._secret_data(mount)
                if data is not None:
                    found[mount.env] = data.decode("utf-8", "surrogateescape")
        return found


def _subpath(source: str) -> str:
    path = normal(source or "/")
    return "" if path == "/" else path

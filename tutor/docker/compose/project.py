"""A project: its name, its services in their long form, the networks and volumes they stand on."""

from __future__ import annotations

import re
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Any

from tutor.dataclass import dataclass, replace
from tutor.docker.compose import keys, yaml_file
from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.interpolate import Filler
from tutor.docker.compose.merge import merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tutor.shell.process import Process

NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDES = ("compose.override.yml", "compose.override.yaml", "docker-compose.override.yml",
             "docker-compose.override.yaml")  # fmt: skip
_TOP = {"name", "version", "services", "networks", "volumes", "secrets", "configs", "include", "models"}


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it was asked for. `files` are absolute paths; `services` are those whose profiles are on, by name.

    `networks`, `volumes`, `secrets` and `configs` are in their long form, by the names they have in the file.
    """

    name: str
    folder: str
    files: tuple[str, ...]
    services: Mapping[str, dict[str, Any]]
    networks: Mapping[str, dict[str, Any]]
    volumes: Mapping[str, dict[str, Any]]
    secrets: Mapping[str, dict[str, Any]]
    configs: Mapping[str, dict[str, Any]]
    off: tuple[str, ...] = ()

    def image(self, service: str) -> str:
        """The image of a service: the one it names, or the one that is built for it."""
        return self.services[service].get("image") or f"{self.name}-{service}"

    def levels(self, chosen: Sequence[str] = (), *, alone: bool = False) -> list[list[str]]:
        """Return the services in groups, each after those that it depends on; of `chosen` with what they need.

        Raises ComposeError for a circle, and for a name that is none.
        """
        wanted = self.with_needs(chosen, alone=alone)
        levels: list[list[str]] = []
        placed: set[str] = set()
        left = sorted(wanted)
        while left:
            ready = [name for name in left if all(need in placed or need not in wanted for need in self.needs(name))]
            if not ready:
                raise ComposeError(f"dependency cycle detected: {' -> '.join([*left, left[0]])}")
            levels.append(ready)
            placed.update(ready)
            left = [name for name in left if name not in placed]
        return levels

    def with_needs(self, chosen: Sequence[str], *, alone: bool = False) -> set[str]:
        """Return these services (all where none is named) and, unless `alone`, what they depend on."""
        for name in chosen:
            if name not in self.services:
                raise ComposeError(f"no such service: {name}")
        todo, found = list(chosen or self.services), set()
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += [] if alone else self.needs(name)
        return found

    def needs(self, service: str) -> list[str]:
        """Return what a service depends on."""
        row = self.services[service]
        shared = [str(row.get(key, "")).removeprefix("service:") for key in ("network_mode", "ipc", "pid")
                  if str(row.get(key, "")).startswith("service:")]  # fmt: skip
        return [name for name in (*row.get("depends_on", {}), *shared) if name in self.services]

    def canonical(self) -> dict[str, Any]:
        """Return the project as `docker compose config` prints it."""
        whole: dict[str, Any] = {"name": self.name}
        whole["services"] = {name: dict(sorted(row.items())) for name, row in sorted(self.services.items())}
        for what in ("networks", "volumes", "secrets", "configs"):
            rows = getattr(self, what)
            used = {name for row in self.services.values() for name in _used(row, what)}
            shown = {name: row for name, row in sorted(rows.items()) if name in used}
            if shown:
                whole[what] = shown
        return whole


def _used(service: dict[str, Any], what: str) -> Iterator[str]:
    for row in service.get(what, ()):
        if isinstance(row, str):
            yield row
        elif what != "volumes" or row["type"] == "volume":
            yield row.get("source", "")


def load(
    process: Process,
    *,
    files: Sequence[str] = (),
    name: str = "",
    folder: str = "",
    env_files: Sequence[str] = (),
    profiles: Sequence[str] = (),
    warn: Callable[[str], None],
) -> Project:
    """Read the project that a command is about. Raises ComposeError."""
    paths = _paths(process, files or [each for each in process.env.get("COMPOSE_FILE", "").split(":") if each])
    home = normpath(process.path(folder)) if folder else dirname(paths[0])
    variables = {**_dotenv(process, home, env_files), **process.env}
    told: set[str] = set()

    def missing(variable: str) -> None:
        if variable not in told:
            told.add(variable)
            warn(f'The "{variable}" variable is not set. Defaulting to a blank string.')

    filler = Filler(variables, missing)
    whole: dict[str, Any] = {}
    for path in paths:
        data = filler.whole(_read(process, path))
        if "version" in data:
            warn(
                f"{path}: the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential "
                "confusion"
            )
        _check_top(data, path)
        whole = merge(whole, data)
    chosen = name or variables.get("COMPOSE_PROJECT_NAME", "") or str(whole.get("name") or "")
    if chosen and chosen != _normal(chosen):
        raise ComposeError(
            f'invalid project name "{chosen}": must consist only of lowercase alphanumeric characters, hyphens, and '
            "underscores as well as start with a letter or number"
        )
    title = chosen or _normal(home.rpartition("/")[2]) or "default"
    on = {*profiles, *(each for each in variables.get("COMPOSE_PROFILES", "").split(",") if each)}
    return _Builder(process, title, home, tuple(paths), variables, on).project(whole)


def _normal(name: str) -> str:
    return re.sub(r"[^-_a-z0-9]", "", name.lower()).lstrip("_-")


def _paths(process: Process, files: Sequence[str]) -> list[str]:
    if files:
        found = [normpath(process.path(each)) for each in files]
        for path in found:
            if not process.fs.exists(path):
                raise ComposeError(f"open {path}: no such file or directory")
        return found
    folder = process.cwd
    while True:
        there, over = (
            [path for path in (f"{folder.rstrip('/')}/{name}" for name in names) if process.fs.exists(path)]
            for names in (NAMES, OVERRIDES)
        )
        if there:
            return [there[0], *over[:1]]
        if folder == "/":
            raise ComposeError("no configuration file provided: not found")
        folder = dirname(folder)


def _read(process: Process, path: str) -> dict[str, Any]:
    from tutor.vfs.errors import FsError

    try:
        return yaml_file.read(process.fs.read(path), path)
    except FsError as error:
        raise ComposeError(f"read {path}: {error.strerror.lower()}") from None


def _check_top(data: dict[str, Any], path: str) -> None:
    odd = sorted(str(key) for key in data if key not in _TOP and not str(key).startswith("x-"))
    if odd:
        shown = ", ".join(f"{key!r}" for key in odd)
        raise ComposeError(f"validating {path}: (root) additional properties {shown} not allowed")
    if "include" in data:
        raise ComposeError(f"{path}: a sandbox does not read include; name the files with -f")
    for key in ("services", "networks", "volumes", "secrets", "configs"):
        if data.get(key) is not None and not isinstance(data[key], dict):
            raise ComposeError(f"validating {path}: {key} must be a mapping")
    for name, row in (data.get("services") or {}).items():
        keys.service(str(name), row, path)


def _dotenv(process: Process, folder: str, files: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in [process.path(each) for each in files] or [f"{folder.rstrip('/')}/.env"]:
        if process.fs.exists(path):
            found.update(variables_of(process.fs.read(path).decode("utf-8", "replace"), {**found, **process.env}))
        elif files:
            raise ComposeError(f"couldn't find env file: {path}")
    return found


def variables_of(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of an env file: NAME=value a line, quotes taken off, `export` and comments passed over."""
    found: dict[str, str] = {}
    for row in text.splitlines():
        line = row.strip().removeprefix("export ")
        name, equals, value = line.partition("=")
        if not line or line[0] == "#" or not equals:
            continue
        value = value.strip()
        if value[:1] in ("'", '"') and value[-1:] == value[:1] and len(value) > 1:
            quoted, value = value[0], value[1:-1]
            if quoted == "'":
                found[name.strip()] = value
                continue
        else:
            value = value.partition(" #")[0].rstrip()
        found[name.strip()] = Filler({**known, **found}, lambda _name: None).text(value) if "$" in value else value
    return found


class _Builder:
    """Puts a project together from the merged files."""

    def __init__(
        self, process: Process, name: str, folder: str, files: tuple[str, ...], variables: Mapping[str, str],
        profiles: set[str],
    ) -> None:  # fmt: skip
        self.process = process
        self.name = name
        self.folder = folder
        self.files = files
        self.variables = variables
        self.profiles = profiles

    def project(self, whole: dict[str, Any]) -> Project:
        """Return the project. Raises ComposeError."""
        services = {str(name): self._service(str(name), row) for name, row in (whole.get("services") or {}).items()}
        if not services:
            raise ComposeError("no service selected" if "services" in whole else "empty compose file")
        off = tuple(name for name, row in services.items() if not self._is_on(row.get("profiles", ())))
        made = Project(
            self.name, self.folder, self.files, {name: row for name, row in services.items() if name not in off},
            self._resources(whole, "networks", services), self._resources(whole, "volumes", services),
            self._files(whole, "secrets"), self._files(whole, "configs"), off,
        )  # fmt: skip
        self._check(made, services)
        return made

    def _is_on(self, profiles: Sequence[str]) -> bool:
        return not profiles or "*" in self.profiles or not self.profiles.isdisjoint(profiles)

    def _service(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        found = keys.service(name, row, self.files[-1])
        if "build" in found and "://" not in found["build"]["context"]:
            found["build"] = {**found["build"], "context": self._path(found["build"]["context"])}
        if "volumes" in found:
            found["volumes"] = [
                {**mount, "source": self._path(mount["source"])} if mount["type"] == "bind" else mount
                for mount in found["volumes"]
            ]
        if "network_mode" not in found and "networks" not in found:
            found["networks"] = {"default": None}
        if "network_mode" in found and "networks" in found:
            raise _invalid(f"service {name} declares mutually exclusive `network_mode` and `networks`")
        environment = self._environment(name, found)
        if environment:
            found["environment"] = environment
        found.pop("env_file", None)
        if "image" not in found and "build" not in found:
            raise _invalid(f'service "{name}" has neither an image nor a build context specified')
        return found

    def _environment(self, name: str, found: dict[str, Any]) -> dict[str, str | None]:
        values: dict[str, str | None] = {}
        for row in found.get("env_file", ()):
            path = self._path(row["path"])
            if not self.process.fs.exists(path):
                if row["required"]:
                    raise ComposeError(f"env file {path} not found: stat {path}: no such file or directory")
                continue
            values.update(variables_of(self.process.fs.read(path).decode("utf-8", "replace"), self.variables))
        values.update(found.get("environment", {}))
        known = {name: self.variables.get(name) if value is None else value for name, value in values.items()}
        return dict(sorted((name, value) for name, value in known.items()))

    def _path(self, given: str) -> str:
        home = self.variables.get("HOME", "/")
        path = home + given[1:] if given == "~" or given.startswith("~/") else given
        return normpath(path if path.startswith("/") else f"{self.folder.rstrip('/')}/{path}")

    def _resources(self, whole: dict[str, Any], what: str, services: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Return networks or volumes with the names that they have outside of the file."""
        known = {"name", "external", "driver", "driver_opts", "labels", "ipam", "internal", "attachable", "enable_ipv6",
                 "enable_ipv4"}  # fmt: skip
        rows = dict(whole.get(what) or {})
        if what == "networks" and any("default" in (row.get("networks") or ()) for row in services.values()):
            rows.setdefault("default", None)
        found = {}
        for name, given in rows.items():
            row = given or {}
            try:
                keys.unknown(row, known)
                if "labels" in row:
                    row = {**row, "labels": keys.labels(row["labels"])}
            except keys.Wrong as wrong:
                raise ComposeError(f"validating {self.files[-1]}: {what}.{name} {wrong}") from None
            outside = row.get("name") or (name if row.get("external") else f"{self.name}_{name}")
            found[str(name)] = {"name": str(outside), **{key: value for key, value in row.items() if key != "name"}}
        return found

    def _files(self, whole: dict[str, Any], what: str) -> dict[str, dict[str, Any]]:
        found = {}
        for name, given in (whole.get(what) or {}).items():
            row = given or {}
            try:
                keys.unknown(row, {"name", "file", "environment", "external", "content", "labels"})
            except keys.Wrong as wrong:
                raise ComposeError(f"validating {self.files[-1]}: {what}.{name} {wrong}") from None
            outside = {"name": row.get("name") or f"{self.name}_{name}"}
            found[str(name)] = {**outside, **row, **({"file": self._path(row["file"])} if "file" in row else {})}
        return found

    def _check(self, project: Project, every: dict[str, Any]) -> None:
        """Refuse a project whose parts do not fit together."""
        for name, row in project.services.items():
            for need, how in row.get("depends_on", {}).items():
                if how["required"] and (need not in every or need in project.off):
                    raise _invalid(f'service "{name}" depends on undefined service "{need}"')
            for network in row.get("networks", {}):
                if network not in project.networks:
                    raise _invalid(f'service "{name}" refers to undefined network {network}')
            for mount in row.get("volumes", ()):
                if mount["type"] == "volume" and mount.get("source") and mount["source"] not in project.volumes:
                    raise _invalid(f'service "{name}" refers to undefined volume {mount["source"]}')
            for what in ("secrets", "configs"):
                for one in row.get(what, ()):
                    if one["source"] not in getattr(project, what):
                        raise _invalid(f'service "{name}" refers to undefined {what[:-1]} {one["source"]}')
        project.levels()


def _invalid(said: str) -> ComposeError:
    return ComposeError(f"{said}: invalid compose project")


def only(project: Project, services: dict[str, dict[str, Any]]) -> Project:
    """Return a project with other services."""
    return replace(project, services=services)

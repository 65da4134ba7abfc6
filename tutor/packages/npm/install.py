"""`npm install`, `ci`, `uninstall`, `update`: make `node_modules` as the manifest and the lock file want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages import network
from tutor.packages.npm import catalogue, modules, semver
from tutor.packages.npm.project import REGISTRY, Project
from tutor.packages.npm.tree import Missing, Place, ideal

if TYPE_CHECKING:
    from tutor.packages.npm.catalogue import Package
    from tutor.packages.npm.program import Npm

BANDWIDTH = 20_000_000
"""Bytes a second."""
ROUND = 0.08
"""Seconds for a registry document."""


def install(npm: Npm, words: list[str]) -> int:
    """Install what the words name, or all that the manifest asks for. Returns the status."""
    project = npm.project()
    if npm.globally:
        return _globally(npm, words)
    if project.manifest is None and not words:
        return npm.no_manifest(project)
    if project.manifest is None:
        project.manifest = {}
    section = "devDependencies" if npm.flags & {"save-dev", "D"} else "dependencies"
    development = npm.omits("dev")
    for word in words:
        code = _add(npm, project, word, section)
        if code:
            return code
    return _make(npm, project, save=bool(words) and "no-save" not in npm.flags, production=development)


def _add(npm: Npm, project: Project, word: str, section: str) -> int:
    """Put a package that was named into the manifest; the status."""
    name, _, wanted = word[1:].partition("@") if word.startswith("@") else word.partition("@")
    name = f"@{name}" if word.startswith("@") else name
    if word.startswith((".", "/", "git", "http:", "https:", "file:")):
        return npm.fail("EUNSUPPORTED", [f"layerwise: {word}: only packages of the registry can be installed here"])
    if not network.online(npm.process):
        return npm.unreachable(name)
    found = catalogue.find(name, wanted)
    if found is None:
        return npm.missing(Missing(name, wanted, known=bool(catalogue.versions(name))))
    assert project.manifest is not None
    exact = npm.flags & {"save-exact", "E"}
    ranged = wanted[:1] in ("^", "~", "<", ">", "=") and semver.is_range(wanted)
    kept = wanted if ranged else found.version if exact else f"^{found.version}"
    for other in ("dependencies", "devDependencies"):
        table = project.manifest.get(other)
        if isinstance(table, dict) and name in table and other != section:
            del table[name]
    table = project.manifest.setdefault(section, {})
    table[name] = kept
    project.manifest[section] = dict(sorted(table.items()))
    return 0


class _Looked:
    """Counts the registry documents that are asked for."""

    def __init__(self, npm: Npm) -> None:
        self.npm = npm
        self.names: set[str] = set()

    def __call__(self, package: Package) -> None:
        if package.name not in self.names:
            self.names.add(package.name)


def _make(npm: Npm, project: Project, *, save: bool, production: bool) -> int:
    """Bring `node_modules` and the lock file up to date. Returns the status."""
    looked = _Looked(npm)
    try:
        places = ideal(project.section("dependencies"), project.section("devDependencies"), project.locked(), looked)
    except Missing as error:
        return npm.unreachable(error.name) if not network.online(npm.process) else npm.missing(error)
    wanted = [place for place in places.values() if not (production and place.dev)]
    code = _carry_out(npm, project, wanted)
    if code:
        return code
    if save:
        assert project.manifest is not None
        project.write("package.json", project.manifest)
    if "no-package-lock" not in npm.flags and (places or project.lock is not None):
        project.write_lock(places.values())
    return 0


def _carry_out(npm: Npm, project: Project, places: list[Place], *, verb: str = "") -> int:
    """Make `node_modules` hold just these packages, and say what that took. Returns the status."""
    began = npm.process.host.now()
    have = project.installed()
    coming = [place for place in places if have.get(place.path) != place.package.version]
    gone = sorted(set(have) - {place.path for place in places}, reverse=True)
    changed = [place for place in coming if place.path in have]
    if coming and not network.online(npm.process) and not all(npm.cache.has(place.package) for place in coming):
        return npm.unreachable(coming[0].package.name)
    fs = npm.process.fs
    base = project.folder.rstrip("/")
    for path in (*gone, *(place.path for place in changed)):
        modules.remove_tree(fs, f"{base}/{path}")
    for place in coming:
        if not npm.cache.has(place.package):
            npm.process.sleep(0.01 + place.package.size / BANDWIDTH)
            npm.cache.keep(place.package)
        modules.put(npm.process, project.folder, place)
        npm.process.sleep(0.004 + place.package.unpacked / 200_000_000)
    for path in gone:
        _unlink(npm, project, path)
    modules.link(npm.process, project.folder, coming)
    if places or have:
        fs.mkdir(project.modules, parents=True)
        modules.write_hidden(npm.process, project.folder, project.label.partition("@")[0] or "app", places)
    if coming:
        npm.process.sleep(ROUND * min(8, len(coming) // 8 + 1))
    _report(npm, places, len(coming) - len(changed), len(changed), len(gone), npm.process.host.now() - began)
    return 0


def _unlink(npm: Npm, project: Project, path: str) -> None:
    """Take away the links to a package's commands, and what folder of a scope is empty then."""
    fs = npm.process.fs
    folder = f"{project.modules}/.bin"
    for name in fs.listdir(folder) if fs.is_dir(folder) else ():
        if fs.is_symlink(f"{folder}/{name}") and not fs.exists(f"{folder}/{name}"):
            fs.unlink(f"{folder}/{name}")
    scope = f"{project.folder.rstrip('/')}/{path}".rpartition("/")[0]
    if "/@" in scope and fs.is_dir(scope) and not fs.listdir(scope):
        fs.rmdir(scope)


def _report(npm: Npm, places: list[Place], added: int, changed: int, removed: int, seconds: float) -> None:
    if npm.silent:
        return
    parts = [
        f"{word} {count} package{'' if count == 1 else 's'}"
        for word, count in (("added", added), ("removed", removed), ("changed", changed))
        if count
    ]
    audit = f"audited {len(places) + 1} package{'' if not places else 's'}" if npm.audits else ""
    took = f"{seconds:.0f}s" if seconds >= 1 else f"{max(seconds, 0.3) * 1000:.0f}ms"
    said = ", ".join([*(parts or ["up to date"]), *([f"and {audit}" if parts else audit] if audit else [])])
    npm.process.out(f"\n{said} in {took}\n")
    asking = sum(1 for place in places if place.package.funding)
    if asking and npm.funds:
        one = asking == 1
        npm.process.out(
            f"\n{asking} package{'' if one else 's'} {'is' if one else 'are'} looking for funding\n"
            "  run `npm fund` for details\n"
        )
    if npm.audits:
        npm.process.out("\nfound 0 vulnerabilities\n")


def clean_install(npm: Npm, words: list[str]) -> int:
    """`npm ci`: install what the lock file says, into an empty `node_modules`. Returns the status."""
    project = npm.project()
    if project.manifest is None and project.lock is None:
        return npm.no_manifest(project)
    if project.lock is None:
        return npm.usage(
            "The `npm ci` command can only install with an existing package-lock.json or\n"
            "npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or\n"
            "later to generate a package-lock.json file, then try again."
        )
    wrong = _out_of_step(project)
    if wrong:
        return npm.usage(
            "`npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json "
            "are in sync. Please update your lock file with `npm install` before continuing.\n\n"
            + "".join(f"{line}\n" for line in wrong)
        )
    places = []
    for path, row in project.lock.get("packages", {}).items():
        if not path or (row.get("dev") and npm.omits("dev")):
            continue
        name, version = path.rpartition("node_modules/")[2], str(row.get("version", ""))
        package = catalogue.find(name, version)
        if package is None:
            if not network.online(npm.process):
                return npm.unreachable(name)
            return npm.missing(Missing(name, version, known=bool(catalogue.versions(name))))
        places.append(Place(path, package, bool(row.get("dev"))))
    if npm.process.fs.is_dir(project.modules):
        modules.remove_tree(npm.process.fs, project.modules)
    return _carry_out(npm, project, places)


def _out_of_step(project: Project) -> list[str]:
    """Return how the lock file does not go with the manifest, as npm tells it."""
    locked = project.locked()
    out = []
    for name, text in {**project.section("dependencies"), **project.section("devDependencies")}.items():
        version = locked.get(f"node_modules/{name}")
        if version is None:
            found = catalogue.find(name, text)
            out.append(f"Missing: {name}@{found.version if found is not None else text} from lock file")
        elif semver.is_range(text) and not semver.fits(version, text):
            out.append(f"Invalid: lock file's {name}@{version} does not satisfy {name}@{text.lstrip('^~')}")
    return out


def uninstall(npm: Npm, words: list[str]) -> int:
    """`npm uninstall NAME…`. Returns the status."""
    project = npm.project()
    if project.manifest is None:
        return npm.no_manifest(project)
    if not words:
        return npm.usage("Must provide a package name to remove")
    for section in ("dependencies", "devDependencies"):
        table = project.manifest.get(section)
        if isinstance(table, dict):
            for word in words:
                table.pop(word, None)
            if not table:
                del project.manifest[section]
    return _make(npm, project, save=True, production=npm.omits("dev"))


def _globally(npm: Npm, words: list[str]) -> int:
    """Install packages for the whole machine, with their commands. Returns the status."""
    process = npm.process
    prefix = npm.prefix
    for word in words:
        name, _, wanted = word[1:].partition("@") if word.startswith("@") else word.partition("@")
        name = f"@{name}" if word.startswith("@") else name
        if not network.online(process):
            return npm.unreachable(name)
        try:
            places = ideal({name: wanted or "latest"}, {}, {}, lambda package: None)
        except Missing as error:
            return npm.missing(error)
        top = f"node_modules/{name}"
        moved = [Place(path if path == top else f"{top}/{path}", place.package) for path, place in places.items()]
        code = npm.may_write(f"{prefix}/lib/node_modules")
        if code:
            return code
        began = process.host.now()
        for place in moved:
            process.sleep(0.01 + place.package.size / BANDWIDTH)
            npm.cache.keep(place.package)
            modules.put(process, f"{prefix}/lib", place)
        for command, target in places[top].package.commands:
            modules._linked(process.fs, f"{prefix}/bin", command, f"../lib/{top}/{target.removeprefix('./')}")
        npm.process.sleep(0.6)
        if not npm.silent:
            plural = "" if len(moved) == 1 else "s"
            process.out(f"\nadded {len(moved)} package{plural} in {max(1, round(process.host.now() - began))}s\n")
    return 0


__all__ = ["REGISTRY", "clean_install", "install", "uninstall"]

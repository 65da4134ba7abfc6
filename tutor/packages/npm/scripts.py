"""`npm run`, `start`, `test`, `exec` and `npx`: a project's scripts and its packages' commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.packages.npm.program import Npm
    from tutor.packages.npm.project import Project

_USUAL = {"start": "node server.js"}


def run(npm: Npm, words: list[str]) -> int:
    """Run a script of the manifest, with `pre` and `post`; without a name, list them. Returns the status."""
    project = npm.project()
    if project.manifest is None:
        return npm.no_manifest(project)
    scripts = project.section("scripts")
    if not words:
        return _list(npm, project, scripts)
    name, *rest = words
    command = scripts.get(name)
    if command is None and name in _USUAL and npm.process.fs.exists(f"{project.folder.rstrip('/')}/server.js"):
        command = _USUAL[name]
    if command is None:
        if "if-present" in npm.flags:
            return 0
        return npm.fail("", [f'Missing script: "{name}"', "", "To see a list of scripts, run:", "  npm run"])
    for step in (f"pre{name}", name, f"post{name}"):
        text = command if step == name else scripts.get(step)
        if text is None:
            continue
        words = [text, *(_quoted(word) for word in rest)] if step == name else [text]
        code = _run(npm, project, step, " ".join(words))
        if code:
            return code
    return 0


def _list(npm: Npm, project: Project, scripts: dict[str, str]) -> int:
    usual = [name for name in ("start", "test", "stop", "restart") if name in scripts]
    others = [name for name in scripts if name not in usual]
    if usual:
        npm.process.out(f"Lifecycle scripts included in {project.label}:\n")
        npm.process.out("".join(f"  {name}\n    {scripts[name]}\n" for name in usual))
    if others:
        npm.process.out(("\n" if usual else "") + f"{'available via' if usual else 'Scripts available in'} ")
        npm.process.out("`npm run-script`:\n" if usual else f"{project.label} via `npm run-script`:\n")
        npm.process.out("".join(f"  {name}\n    {scripts[name]}\n" for name in others))
    return 0


def _run(npm: Npm, project: Project, name: str, command: str) -> int:
    process = npm.process
    if not npm.silent:
        process.out(f"\n> {project.label} {name}\n> {command}\n\n")
    return _spawn(npm, project, ["sh", "-c", command], {"npm_lifecycle_event": name})


def _spawn(npm: Npm, project: Project, argv: list[str], more: dict[str, str]) -> int:
    from tutor.shell.launch import DEFAULT_PATH, LaunchError

    process = npm.process
    manifest = project.manifest or {}
    env = {
        **process.env, **more, "npm_package_name": str(manifest.get("name", "")), "INIT_CWD": process.cwd,
        "npm_package_version": str(manifest.get("version", "")), "npm_execpath": npm.path,
        "PATH": f"{project.modules}/.bin:{process.env.get('PATH', DEFAULT_PATH)}",
    }  # fmt: skip
    try:
        return process.spawn(argv, env=env, cwd=project.folder)
    except LaunchError as error:
        process.err(f"sh: 1: {argv[0]}: {error.strerror}\n")
        return error.code


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


def execute(npm: Npm, words: list[str]) -> int:
    """`npx COMMAND` and `npm exec`: run a command of the project's packages, or of one from the registry."""
    from tutor.packages.npm import catalogue

    project = npm.project()
    if not words:
        return npm.usage("npx needs a command to run")
    name, *rest = words
    bare = name.rpartition("@")[0] or name
    fs = npm.process.fs
    path = f"{project.modules}/.bin/{bare}"
    if not fs.exists(path) and not fs.exists(f"{npm.prefix}/bin/{bare}"):
        found = catalogue.find(bare, name.rpartition("@")[2] if "@" in name[1:] else "")
        if found is None:
            from tutor.packages.npm.tree import Missing

            return npm.missing(Missing(bare, "*", known=False))
        if not found.commands:
            return npm.fail("", ["could not determine executable to run"])
        return npm.fail("", [f"layerwise: {bare} is not installed here: `npm install {bare}` first"])
    return _spawn(npm, project, [bare, *rest], {})

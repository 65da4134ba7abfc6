"""The outer command's line: every subcommand, its options, and the function that runs it.

One rule: only the parser of the subcommand that was called is made; argparse takes long over each.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, HelpFormatter

from tutor import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from typing import Any


class _Parser(ArgumentParser):
    """Argparse's parser with a formatter that knows the width: to find it, argparse imports half the library."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_formatter, **options)


def _formatter(prog: str) -> HelpFormatter:
    try:
        width = os.get_terminal_size().columns
    except OSError:
        width = 80
    return HelpFormatter(prog, width=width - 2)


def parse(arguments: Sequence[str]) -> Namespace:
    """The parsed command line, which has the function to call as `run`. Exits where it is wrong or asks for help."""
    name = arguments[0] if arguments else ""
    if name in _COMMANDS:
        command = _Parser(prog=f"layerwise {name}")
        _COMMANDS[name][1](command)
        return command.parse_args(arguments[1:])
    top = _top()
    found = top.parse_args(arguments)
    at = next((at for at, word in enumerate(arguments) if word in _COMMANDS), 0)
    for option, value in vars(top.parse_args(arguments[:at])).items():
        if value and not getattr(found, option, None):  # a command's defaults must not undo what stands before it
            setattr(found, option, value)
    return found


def _top() -> ArgumentParser:
    top = _Parser(
        prog="layerwise",
        description="Learn container images layer by layer. Without a command: the full-screen app.",
        epilog="NO_COLOR, LAYERWISE_HOME and the XDG folders are respected.",
    )
    top.add_argument("--version", action="version", version=f"layerwise {__version__}")
    _watched(top)
    _tongue(top)
    top.set_defaults(run=_command("app", "start"), lesson="")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for name, (about, declare) in _COMMANDS.items():
        declare(commands.add_parser(name, help=about))
    return top


def _watched(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--speed", choices=("slow", "normal", "off"), help="how long pulls, pushes and changes of the stack last"
    )
    parser.add_argument("--plain", action="store_true", help="lines of text instead of the full screen")
    parser.add_argument("--theme", choices=("dark", "light", "contrast", "mono"), help="the screen's colours")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument("--vi", action="store_true", help="vi's keys on the command line")


def _sandbox(sandbox: ArgumentParser) -> None:
    sandbox.add_argument("--workspace", metavar="NAME", default="sandbox", help="the workspace to play in")
    _hub(sandbox)
    _watched(sandbox)
    sandbox.set_defaults(run=_command("app", "sandbox"))


def _shell(shell: ArgumentParser) -> None:
    shell.add_argument("--workspace", metavar="NAME", default="sandbox", help="the workspace to work in")
    _tongue(shell)
    shell.add_argument("--lesson", metavar="ID", default="", help="take this lesson (its id, number or file)")
    _hub(shell)
    _watched(shell)
    shell.set_defaults(run=_command("app", "shell"))


def _tongue(parser: ArgumentParser) -> None:
    parser.add_argument("--lang", metavar="LANG", help="lessons in this language where they are translated: de, es")


def _settings(settings: ArgumentParser) -> None:
    settings.add_argument("name", nargs="?", default="", metavar="NAME", help="one setting (default: all)")
    settings.add_argument("value", nargs="?", metavar="VALUE", help="what it is to be from now on")
    settings.set_defaults(run=_command("settings", "run"))


def _drill(drill: ArgumentParser) -> None:
    drill.add_argument("what", nargs="?", default="", metavar="WHAT", help="an objective's number, or a kind (--list)")
    drill.add_argument("--seed", default="", metavar="TEXT", help="the same drills each time")
    drill.add_argument("--count", type=int, default=0, metavar="N", help="so many drills (default: no end)")
    drill.add_argument("--list", action="store_true", help="all kinds, what they practise, and how you stand")
    _watched(drill)
    drill.set_defaults(run=_command("drill", "run"))


def _exec(run: ArgumentParser) -> None:
    where = run.add_mutually_exclusive_group()
    where.add_argument("--fresh", action="store_true", help="in a new sandbox that is forgotten afterwards")
    where.add_argument("--workspace", metavar="NAME", default="sandbox", help="in this workspace (default: sandbox)")
    run.add_argument("--lesson", metavar="ID", default="", help="in this lesson (its id, number or file)")
    _tongue(run)
    run.add_argument("--drill", metavar="WHAT", help="in a drill: an objective's number, or a kind")
    run.add_argument("--seed", default="", metavar="TEXT", help="the same drill each time")
    run.add_argument("--json", action="store_true", help="print one object a command: cmd, stdout, stderr, code")
    _hub(run)
    run.add_argument("--offline", action="store_true", help="with the network down: no registry and no site answers")
    run.add_argument("--dir", metavar="FOLDER", help="copy this folder's contents into the working folder first")
    what = run.add_mutually_exclusive_group()
    what.add_argument("-c", dest="text", metavar="TEXT", help="the script itself")
    what.add_argument("script", nargs="?", metavar="SCRIPT", help="a file, or - for standard input")
    run.set_defaults(run=_command("execute", "run"))


def _hub(command: ArgumentParser) -> None:
    command.add_argument("--hub", metavar="LAYOUT", help="an OCI layout folder to pull from, before all other images")


def _progress(progress: ArgumentParser) -> None:
    progress.add_argument("--json", action="store_true", help="as JSON")
    progress.set_defaults(run=_command("progress", "show"))
    actions = progress.add_subparsers(metavar="ACTION")
    name = actions.add_parser("name", help="say who learns")
    name.add_argument("name", help="the name on certificates and receipts")
    name.set_defaults(run=_command("progress", "name"))
    for action, about in (
        ("picture", "a map of the course as SVG"), ("certificate", "a certificate as SVG"),
        ("export", "all of it in one file, to take along"),
    ):  # fmt: skip
        out = actions.add_parser(action, help=about)
        out.add_argument("file", metavar="FILE", help="a new file, or - for standard output")
        out.set_defaults(run=_command("progress", action))
    take = actions.add_parser("import", help="take over what was exported elsewhere")
    take.add_argument("file", metavar="FILE")
    take.set_defaults(run=_command("progress", "import_"))
    check = actions.add_parser("verify", help="do receipts again and say which hold")
    check.add_argument("file", nargs="*", metavar="FILE", help="receipts, exports, folders (default: your own)")
    check.add_argument("--learners", metavar="FILE", help="the known learners, a line NAME,SEED each")
    check.add_argument("--format", choices=("text", "csv", "xapi", "json"), default="text", help="how rows are printed")
    check.set_defaults(run=_command("progress", "verify"))


def _lesson(lesson: ArgumentParser) -> None:
    actions = lesson.add_subparsers(metavar="ACTION", required=True)
    rows = actions.add_parser("list", help="all lessons")
    _tongue(rows)
    rows.set_defaults(run=_command("lessons", "list_lessons"))
    whole = actions.add_parser("map", help="the course: what is done, stars, times, what builds on what")
    _tongue(whole)
    whole.set_defaults(run=_command("lessons", "show_map"))
    show = actions.add_parser("show", help="a lesson's text")
    show.add_argument("lesson", help="its id, number or file")
    show.add_argument("--json", action="store_true", help="all of it, checks and solutions too, as JSON")
    _tongue(show)
    actions.add_parser("schema", help="the JSON Schema of show --json").set_defaults(run=_command("lessons", "schema"))
    show.set_defaults(run=_command("lessons", "show"))
    new = actions.add_parser("new", help="write a small lesson to begin with")
    new.add_argument("id", help="lower-case letters, digits and hyphens; the file is ID.md")
    new.set_defaults(run=_command("lessons", "new"))
    record = actions.add_parser("record", help="do a lesson once by hand, and have it written with proposed checks")
    record.add_argument("id", help="lower-case letters, digits and hyphens; the file is ID.md")
    record.add_argument("script", nargs="?", default="", metavar="SCRIPT", help="a shell script, in place of a shell")
    record.add_argument("--fresh", action="store_true", help="forget what was recorded under this id before")
    record.set_defaults(run=_command("lesson_record", "run"))
    bring = actions.add_parser("import", help="write lesson files for a course in another format")
    bring.add_argument("source", help="the folder of a Killercoda scenario (index.json), or of dockerlings")
    bring.set_defaults(run=_command("lesson_import", "run"))
    attempt = actions.add_parser("try", help="take a lesson file in the full-screen app; nothing of it is kept")
    attempt.add_argument("lesson", help="its id, number or file")
    _hub(attempt)
    _watched(attempt)
    _tongue(attempt)
    attempt.set_defaults(run=_command("app", "attempt"))
    audit = actions.add_parser("audit", help="do lessons by their solutions and say what is wrong with them")
    audit.add_argument("lesson", nargs="*", help="ids, numbers or lesson files (default: the whole course)")
    audit.add_argument("--mutants", action="store_true", help="also try altered solutions: checks have to reject them")
    audit.add_argument("--at-least", type=float, default=95.0, metavar="PERCENT", help="of wrong mutants rejected (95)")
    audit.set_defaults(run=_command("lessons", "audit"))


def _images(images: ArgumentParser) -> None:
    actions = images.add_subparsers(metavar="ACTION", required=True)
    show = actions.add_parser("list", help="names, digests and sizes, also of imported images")
    show.set_defaults(run=_command("images", "list_images"))
    lock = actions.add_parser("lock", help="write the lock file anew")
    lock.set_defaults(run=_command("images", "lock"))
    verify = actions.add_parser("verify", help="rebuild each from its recipe and compare with the lock file")
    verify.add_argument("--quiet", action="store_true", help="print nothing where all is well")
    verify.set_defaults(run=_command("images", "verify"))
    for action in (lock, verify):
        action.add_argument("recipe", nargs="*", help="names of recipes (default: all)")
    add = actions.add_parser("add", help="images of your own for docker pull in the sandbox")
    add.add_argument("source", help="a recipe (.toml), an archive of docker save, an OCI layout, or a file system tar")
    add.add_argument("name", nargs="?", metavar="NAME:TAG", default="", help="what the image is to be called")
    add.set_defaults(run=_command("own_images", "add"))
    remove = actions.add_parser("rm", help="take imported images out again")
    remove.add_argument("name", nargs="+", metavar="NAME:TAG", help="as `images list` calls them")
    remove.set_defaults(run=_command("own_images", "remove"))


def _import(bring: ArgumentParser) -> None:
    bring.description = """Images become part of the sandbox's hub: an archive of docker save, an OCI layout (a folder
        or a tar; gzip, zstd, bzip2, xz or plain), or with NAME:TAG the tar of a root file system. All else is copied
        into the workspace's working folder: a file as it is, of a folder what it holds."""
    bring.add_argument("source", metavar="PATH", help="the file or folder")
    bring.add_argument("name", nargs="?", metavar="NAME:TAG", default="", help="what the image is to be called")
    bring.add_argument("--workspace", metavar="NAME", help="copy files into this one, even archives (default: sandbox)")
    bring.set_defaults(run=_command("transfer", "import_files"))


def _export(take: ArgumentParser) -> None:
    take.add_argument("source", help="its path in the sandbox")
    take.add_argument("target", help="where to write it; must not exist yet")
    take.add_argument("--workspace", metavar="NAME", default="sandbox", help="the workspace (default: sandbox)")
    take.set_defaults(run=_command("transfer", "export_files"))


def _registry(registry: ArgumentParser) -> None:
    actions = registry.add_subparsers(metavar="ACTION", required=True)
    serve = actions.add_parser("serve", help="let real clients pull the bundled images, and push their own")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    serve.add_argument("--port", type=_port, metavar="PORT", default=5000, help="the port to listen on (0: any)")
    serve.add_argument("--store", metavar="FOLDER", help="keep what is pushed in this folder (default: in memory)")
    serve.add_argument("--empty", action="store_true", help="without the bundled images")
    serve.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"), help="speak HTTPS with these two PEM files")
    serve.add_argument(
        "--basic-auth", action="append", default=[], metavar="NAME:PASSWORD", help="ask for this login; may be repeated"
    )
    serve.add_argument("--htpasswd", metavar="FILE", help="ask for a login of this file (bcrypt, SHA-2, MD5, SHA-1)")
    serve.add_argument("--anonymous-pull", action="store_true", help="let everyone pull, and ask only who pushes")
    serve.add_argument("--keep", action="store_true", help="refuse to delete anything")
    serve.add_argument("--log", action="store_true", help="a line for each request on standard error")
    serve.set_defaults(run=_command("registry_serve", "run"))
    pull = actions.add_parser("pull", help="copy an image of a registry, or an archive's, into an OCI layout folder")
    pull.add_argument("reference", help="the image, HOST[:PORT]/PATH[:TAG or @DIGEST]; or an archive of docker save")
    pull.add_argument("folder", help="the layout folder; made if there is none (exec's --hub takes it)")
    pull.add_argument("--platform", metavar="OS/ARCH", default="", help="one platform (default: all that there are)")
    pull.set_defaults(run=_command("registry_copy", "pull"))
    push = actions.add_parser("push", help="copy an image of an OCI layout folder or an archive to a registry")
    push.add_argument("folder", help="the layout folder, or an archive of docker save")
    push.add_argument("reference", help="where to: HOST[:PORT]/PATH[:TAG]; or FILE.tar, an archive for docker load")
    push.add_argument("--name", default="", help="which of the folder's images (default: its only one)")
    push.set_defaults(run=_command("registry_copy", "push"))
    for action in (pull, push):
        action.add_argument("--login", metavar="NAME:PASSWORD", help="log in with these")
        action.add_argument("--plain-http", action="store_true", help="speak HTTP (with this machine: always)")
        action.add_argument("--cacert", metavar="FILE", help="trust the certificates in this PEM file")


def _workshop(workshop: ArgumentParser) -> None:
    actions = workshop.add_subparsers(metavar="ACTION", required=True)
    board = actions.add_parser("board", help="who has finished which lesson")
    board.add_argument("folder", help="the class's folder: one LAYERWISE_HOME folder a learner")
    board.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    board.add_argument("--port", type=_port, metavar="PORT", help="serve the board as a page on this port (0: any)")
    board.set_defaults(run=_command("serve", "workshop"))


def _stack(stack: ArgumentParser) -> None:
    stack.description = "The layer stack of a workspace. Files must not exist yet; - is standard output."
    _kept(stack)
    for kind, about in (
        ("svg", "as a picture that browsers and slides show"), ("png", "as pixels (with the extra layerwise[png])"),
        ("mermaid", "as a Mermaid flowchart, for Markdown"), ("dot", "as a graph for Graphviz"),
    ):  # fmt: skip
        stack.add_argument(f"--{kind}", metavar="FILE", help=about)
    stack.set_defaults(run=_command("pictures", "stack"))


def _cast(cast: ArgumentParser) -> None:
    cast.description = """What was typed in a workspace and what came of it, as an asciicast (version 2), which
        asciinema and its players show. To record the full screen while you work: layerwise record."""
    _kept(cast)
    cast.add_argument("file", metavar="FILE", help="a new file, or - for standard output")
    cast.set_defaults(run=_command("pictures", "cast"))


def _kept(command: ArgumentParser) -> None:
    where = command.add_mutually_exclusive_group()
    where.add_argument("--workspace", metavar="NAME", default="sandbox", help="of this workspace (default: sandbox)")
    where.add_argument("--lesson", metavar="ID", default="", help="of this lesson (its id or number)")


def _record(record: ArgumentParser) -> None:
    from argparse import REMAINDER

    record.description = """Layerwise as always, and all that the terminal shows of it goes into an asciicast file.
        What you type is not kept, so no password is."""
    record.add_argument("file", metavar="FILE", help="a new file")
    record.add_argument("arguments", nargs=REMAINDER, metavar="...", help="what to start: sandbox, shell, …")
    record.set_defaults(run=_command("record", "run"))


def _explain(explain: ArgumentParser) -> None:
    explain.add_argument("--workspace", metavar="NAME", default="sandbox", help="in this workspace (default: sandbox)")
    explain.add_argument("line", help="a docker command line, in quotes")
    explain.set_defaults(run=_command("execute", "explain"))


_COMMANDS: dict[str, tuple[str, Callable[[ArgumentParser], None]]] = {
    "sandbox": ("free play on the full screen", _sandbox),
    "shell": ("the same sandbox as a plain line shell", _shell),
    "settings": ("how you like it: speed, plain text, keys, language", _settings),
    "drill": ("exercises made up for what you got wrong", _drill),
    "exec": ("run a script without a terminal", _exec),
    "explain": ("what a docker command would do, word by word and step by step", _explain),
    "stack": ("the layer stack as text, or as pictures for slides and hand-outs", _stack),
    "cast": ("what was done in a workspace, as a recording to play", _cast),
    "record": ("the full screen, recorded while you work", _record),
    "lesson": ("list, show and audit lessons", _lesson),
    "progress": ("what was learnt: text, pictures, receipts", _progress),
    "images": ("the bundled base images", _images),
    "import": ("bring images into the hub, or files into a workspace", _import),
    "export": ("copy a file or folder out of a workspace", _export),
    "registry": ("speak the registry protocol", _registry),
    "workshop": ("run a class", _workshop),
}
"""What each subcommand is for, and its options, in the order in which the help lists them."""


def _port(text: str) -> int:
    from argparse import ArgumentTypeError

    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text!r} is no port: give a number from 0 to 65535")
    return int(text)


def _command(module: str, function: str) -> Callable[[Namespace], int]:
    """A subcommand's function, imported when it is called."""

    def run(options: Namespace) -> int:
        from importlib import import_module

        if getattr(options, "lang", None):
            os.environ["LAYERWISE_LANG"] = options.lang
        found: Callable[[Namespace], int] = getattr(import_module(f"tutor.outer.{module}"), function)
        return found(options)

    return run

"""BuildKit's second pass: nodes to typed instructions. Errors are without "dockerfile parse error on line N: "."""

from __future__ import annotations

import re
from collections.abc import Callable

from tutor.dockerfile import instructions as kinds
from tutor.dockerfile.durations import parse_duration
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.flags import BOOL, STRING, STRINGS, Flags
from tutor.dockerfile.heredoc import Heredoc, parse_heredoc
from tutor.dockerfile.mounts import check_mount, split_fields
from tutor.dockerfile.syntax import Node
from tutor.dockerfile.text import quote, trim, with_suggestion

KEYWORDS = (
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"),
    *("ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
)
_RUN_FLAGS = {"mount": STRINGS, "network": STRING, "security": STRING, "device": STRINGS}
_COPY_FLAGS = {
    **dict.fromkeys(("chown", "chmod", "from"), STRING),
    **dict.fromkeys(("link", "parents"), BOOL),
    "exclude": STRINGS,
}
_ADD_FLAGS = {
    **dict.fromkeys(("chown", "chmod", "checksum"), STRING),
    **dict.fromkeys(("link", "keep-git-dir", "unpack"), BOOL),
    "exclude": STRINGS,
}
_HEALTH_FLAGS = dict.fromkeys(("interval", "timeout", "start-period", "start-interval", "retries"), STRING)
_STAGE_NAME = re.compile(r"^[a-z][a-z0-9-_.]*\Z")
_MILLISECOND = 10**6

_Common = tuple[
    str, str, str, tuple[str, ...], tuple[str, ...], bool, tuple[Heredoc, ...], tuple[int, int], tuple[str, ...]
]


def instruction(node: Node) -> kinds.Instruction:
    """Give a node its meaning. Raises `ParseError`, its place being the node's lines."""
    keyword = node.name.upper()
    maker = _MAKERS.get(keyword)
    if maker is None:
        raise ParseError(with_suggestion(f"unknown instruction: {node.name}", node.name, KEYWORDS, True), node.lines)
    raw = trim(node.raw)
    common = (keyword, node.name, raw, node.flags, node.args, node.json, node.heredocs, node.lines, node.comments)
    try:
        return maker(node, common)
    except ParseError as error:
        raise error.at(node.lines) from None


def _no_flags(node: Node) -> None:
    Flags(node.flags, {})


def _one(node: Node, keyword: str) -> str:
    if len(node.args) != 1:
        raise ParseError(f"{keyword} requires exactly one argument")
    return node.args[0]


def _some(node: Node, keyword: str) -> None:
    if not node.args:
        raise ParseError(f"{keyword} requires at least one argument")


def _command(node: Node) -> tuple[str | None, tuple[str, ...] | None]:
    """Return the shell form's text or the JSON form's words."""
    return (None, node.args) if node.json else (" ".join(node.args), None)


def _from(node: Node, common: _Common) -> kinds.From:
    args = node.args
    alias = ""
    if len(args) == 3 and args[1].lower() == "as":
        alias = args[2].lower()
        if not _STAGE_NAME.match(alias):
            problem = "name can't start with a number or contain symbols"
            raise ParseError(f"invalid name for build stage: {quote(args[2])}, {problem}")
    elif len(args) != 1:
        raise ParseError("FROM requires either one or three arguments")
    return kinds.From(*common, args[0], Flags(node.flags, {"platform": STRING}).text("platform"), alias)


def _run(node: Node, common: _Common) -> kinds.Run:
    flags = Flags(node.flags, _RUN_FLAGS)
    command, argv = _command(node)
    for device in flags.texts("device"):
        _check_device(device)
    for mount in flags.texts("mount"):
        check_mount(mount)
    network = flags.text("network", "default")
    if network not in ("default", "none", "host"):
        raise ParseError(f"invalid network mode {quote(network)}")
    security = flags.text("security", "sandbox")
    if security not in ("insecure", "sandbox"):
        raise ParseError(f"security {quote(security)} is not valid")
    return kinds.Run(*common, command, argv, flags.texts("mount"), network, security, flags.texts("device"))


def _check_device(text: str) -> None:
    name = ""
    for field in split_fields(text):
        key, has_value, value = field.partition("=")
        if key.lower() == "required":
            if has_value and value.lower() not in ("1", "t", "true", "0", "f", "false"):
                raise ParseError(f"invalid value for required: {value}")
        elif has_value and key.lower() == "name":
            if name:
                raise ParseError(f"device name already set to {name}")
            name = value
        elif not name:
            name = field
        elif has_value:
            problem = f"unexpected key '{key.lower()}' in '{field}'"
            raise ParseError(with_suggestion(problem, key.lower(), ("name", "required")))
        else:
            raise ParseError(f"invalid field '{field}' must be a key=value pair")


def _sources(node: Node, keyword: str) -> tuple[tuple[str, ...], tuple[kinds.Inline, ...], str]:
    """Paths, here-documents and destination of COPY and ADD."""
    if _heredoc(node.args[-1]) is not None:
        raise ParseError(f"{keyword} cannot accept a heredoc as a destination")
    bodies = {heredoc.name: heredoc for heredoc in node.heredocs}
    paths: list[str] = []
    inline: list[kinds.Inline] = []
    for source in node.args[:-1]:
        heredoc = _heredoc(source)
        if heredoc is None:
            paths.append(source)
            continue
        known = bodies.get(heredoc.name)
        body = Heredoc("", known.body if known else "", chomp=heredoc.chomp).content
        inline.append(kinds.Inline(heredoc.name, body, heredoc.expand))
    return tuple(paths), tuple(inline), node.args[-1]


def _heredoc(word: str) -> Heredoc | None:
    try:
        return parse_heredoc(word)
    except ParseError:
        return None


def _needs_two(node: Node, keyword: str) -> None:
    if len(node.args) < 2:
        problem = "requires at least two arguments, but only one was provided. Destination could not be determined"
        raise ParseError(f"{keyword} {problem}")


def _copy(node: Node, common: _Common) -> kinds.Copy:
    _needs_two(node, "COPY")
    flags = Flags(node.flags, _COPY_FLAGS)
    texts = (flags.text("from"), flags.text("chown"), flags.text("chmod"))
    truths = (flags.truth("link"), flags.truth("parents"))
    return kinds.Copy(*common, *_sources(node, "COPY"), *texts, *truths, flags.texts("exclude"))


def _add(node: Node, common: _Common) -> kinds.Add:
    _needs_two(node, "ADD")
    flags = Flags(node.flags, _ADD_FLAGS)
    paths, inline, dest = _sources(node, "ADD")
    return kinds.Add(
        *common,
        paths,
        inline,
        dest,
        flags.text("chown"),
        flags.text("chmod"),
        flags.truth("link"),
        flags.texts("exclude"),
        flags.text("checksum"),
        flags.maybe("keep-git-dir"),
        flags.maybe("unpack"),
    )


def _pairs(node: Node, keyword: str) -> tuple[kinds.Pair, ...]:
    _no_flags(node)
    _some(node, keyword)
    args = node.args
    for name in args[::3]:
        if not name:
            raise ParseError(f"{keyword} names can not be blank")
    triples = zip(args[::3], args[1::3], args[2::3], strict=True)
    return tuple(kinds.Pair(name, value, separator == "") for name, value, separator in triples)


def _env(node: Node, common: _Common) -> kinds.Env:
    return kinds.Env(*common, _pairs(node, "ENV"))


def _label(node: Node, common: _Common) -> kinds.Label:
    return kinds.Label(*common, _pairs(node, "LABEL"))


def _arg(node: Node, common: _Common) -> kinds.Arg:
    _some(node, "ARG")
    definitions: list[tuple[str, str | None]] = []
    for word in node.args:
        name, has_value, value = word.partition("=")
        if has_value and not name:
            raise ParseError("ARG names can not be blank")
        definitions.append((name, value if has_value else None))
    return kinds.Arg(*common, tuple(definitions))


def _workdir(node: Node, common: _Common) -> kinds.Workdir:
    path = _one(node, "WORKDIR")
    _no_flags(node)
    return kinds.Workdir(*common, path)


def _user(node: Node, common: _Common) -> kinds.User:
    user = _one(node, "USER")
    _no_flags(node)
    return kinds.User(*common, user)


def _maintainer(node: Node, common: _Common) -> kinds.Maintainer:
    maintainer = _one(node, "MAINTAINER")
    _no_flags(node)
    return kinds.Maintainer(*common, maintainer)


def _stopsignal(node: Node, common: _Common) -> kinds.Stopsignal:
    return kinds.Stopsignal(*common, _one(node, "STOPSIGNAL"))


def _expose(node: Node, common: _Common) -> kinds.Expose:
    _some(node, "EXPOSE")
    _no_flags(node)
    return kinds.Expose(*common, tuple(sorted(node.args, key=lambda port: port.encode("utf-8", "surrogateescape"))))


def _cmd(node: Node, common: _Common) -> kinds.Cmd:
    _no_flags(node)
    return kinds.Cmd(*common, *_command(node))


def _entrypoint(node: Node, common: _Common) -> kinds.Entrypoint:
    _no_flags(node)
    return kinds.Entrypoint(*common, *_command(node))


def _healthcheck(node: Node, common: _Common) -> kinds.Healthcheck:
    _some(node, "HEALTHCHECK")
    kind = node.args[0].upper()
    if kind == "NONE":
        if len(node.args) > 1:
            raise ParseError("HEALTHCHECK NONE takes no arguments")
        return kinds.Healthcheck(*common, ("NONE",), 0, 0, 0, 0, 0)
    flags = Flags(node.flags, _HEALTH_FLAGS)
    if kind != "CMD":
        raise ParseError(f"Unknown type {quote(kind)} in HEALTHCHECK (try CMD)")
    if len(node.args) < 2:
        raise ParseError("Missing command after HEALTHCHECK CMD")
    test = ("CMD", *node.args[1:]) if node.json else ("CMD-SHELL", " ".join(node.args[1:]))
    return kinds.Healthcheck(
        *common,
        test,
        _interval("interval", flags),
        _interval("timeout", flags),
        _interval("start-period", flags),
        _interval("start-interval", flags),
        _retries(flags.text("retries")),
    )


def _interval(name: str, flags: Flags) -> int:
    text = flags.text(name)
    duration = parse_duration(text) if text else 0
    if duration and duration < _MILLISECOND:
        raise ParseError(f"Interval {quote(name)} cannot be less than 1ms")
    return duration


def _retries(text: str) -> int:
    if not text:
        return 0
    digits = text[1:] if text[0] in "+-" else text
    if not (digits.isascii() and digits.isdecimal()):
        raise ParseError(f"strconv.ParseInt: parsing {quote(text)}: invalid syntax")
    number = int(text)
    if not -(2**31) <= number < 2**31:
        raise ParseError(f"strconv.ParseInt: parsing {quote(text)}: value out of range")
    if number < 0:
        raise ParseError(f"--retries cannot be negative ({number})")
    return number


def _volume(node: Node, common: _Common) -> kinds.Volume:
    _some(node, "VOLUME")
    _no_flags(node)
    volumes = tuple(trim(volume) for volume in node.args)
    if "" in volumes:
        raise ParseError("VOLUME specified can not be an empty string")
    return kinds.Volume(*common, volumes)


def _shell(node: Node, common: _Common) -> kinds.Shell:
    _no_flags(node)
    _some(node, "SHELL")
    if not node.json:
        raise ParseError("SHELL requires the arguments to be in JSON form")
    return kinds.Shell(*common, node.args)


def _onbuild(node: Node, common: _Common) -> kinds.Onbuild:
    _some(node, "ONBUILD")
    _no_flags(node)
    trigger = trim(node.args[0]).upper()
    if trigger == "ONBUILD":
        raise ParseError("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")
    if trigger in ("MAINTAINER", "FROM"):
        raise ParseError(f"{trigger} isn't allowed as an ONBUILD trigger")
    expression = re.sub(r"^[\t\n\f\r ]*ONBUILD[\t\n\f\r ]*", "", node.raw, flags=re.IGNORECASE)
    for heredoc in node.heredocs:
        expression += f"\n{heredoc.body}{heredoc.name}"
    return kinds.Onbuild(*common, expression)


_MAKERS: dict[str, Callable[[Node, _Common], kinds.Instruction]] = {
    "ADD": _add,
    "ARG": _arg,
    "CMD": _cmd,
    "COPY": _copy,
    "ENTRYPOINT": _entrypoint,
    "ENV": _env,
    "EXPOSE": _expose,
    "FROM": _from,
    "HEALTHCHECK": _healthcheck,
    "LABEL": _label,
    "MAINTAINER": _maintainer,
    "ONBUILD": _onbuild,
    "RUN": _run,
    "SHELL": _shell,
    "STOPSIGNAL": _stopsignal,
    "USER": _user,
    "VOLUME": _volume,
    "WORKDIR": _workdir,
}

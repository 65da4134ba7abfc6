"""Runs the checks over a Dockerfile, in the order in which BuildKit looks at it."""

from __future__ import annotations

from tutor.dockerfile import syntax
from tutor.dockerfile.checks.facts import Facts, Finding, Findings
from tutor.dockerfile.checks.options import Options
from tutor.dockerfile.checks.reference import is_reference
from tutor.dockerfile.checks.rules import RULES
from tutor.dockerfile.checks.stages import check_stages
from tutor.dockerfile.directives import head
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.instructions import Arg, From, Instruction
from tutor.dockerfile.lex import Lexer
from tutor.dockerfile.parser import Dockerfile, assemble
from tutor.dockerfile.plan import global_arguments, plan_stages, predefined
from tutor.dockerfile.syntax import Node, Syntax
from tutor.dockerfile.text import quote, suggestion
from tutor.dockerfile.typed import instruction

_RESERVED = ("context", "scratch")


def lint(text: str, facts: Facts | None = None) -> Findings:
    """Check a Dockerfile; what would fail the build ends the look and is part of the answer, never raised."""
    linter = Linter()
    error = None
    try:
        _run(linter, text, facts or Facts())
    except ParseError as problem:
        error = problem
    violated = sorted({warning.rule.name for warning in linter.warnings}) if linter.options.error else []
    violation = f"lint violation found for rules: {', '.join(violated)}" if violated else ""
    return Findings(tuple(linter.warnings), error, violation)


class Linter:
    """Collects warnings of the rules that are on."""

    def __init__(self) -> None:
        self.options = Options()
        self.warnings: list[Finding] = []

    def warn(
        self, name: str, lines: tuple[int, int], *parts: str, options: Options | None = None, near: str = ""
    ) -> None:
        """Add a warning, unless its rule is off; `near` is what may have been meant."""
        rule = RULES[name]
        if not (options or self.options).runs(name, rule.experimental):
            return
        message = rule.message.format(*parts)
        self.warnings.append(Finding(rule, f"{message} (did you mean {near}?)" if near else message, lines))


def _run(linter: Linter, text: str, facts: Facts) -> None:
    if not text:
        raise ParseError("the Dockerfile cannot be empty")
    linter.options = _options(text, facts)
    read = syntax.read(text)
    for line in read.empty_continuations:
        linter.warn("NoEmptyContinuation", (line, line))
    dockerfile = assemble(text, read, _instructions(linter, read))
    _check_names(linter, dockerfile)
    _check_casing(linter, dockerfile)
    target = facts.target or dockerfile.stages[-1].name
    known = predefined(facts.platform, facts.build_platform, target)
    known = {name: facts.build_args.get(name, value) for name, value in known.items()}
    _check_defaults(linter, dockerfile, known)
    arguments = global_arguments(dockerfile, facts.build_args, known)
    _check_bases(linter, dockerfile, arguments)
    check_stages(linter, dockerfile, plan_stages(dockerfile, arguments, facts.target), facts)


def _options(text: str, facts: Facts) -> Options:
    if facts.options is not None:
        return facts.options
    value = next((found.value for found in head(text) if found.name == "check"), "")
    try:
        return Options.parse(value.partition(" ")[0])
    except ParseError as error:
        raise ParseError(f"failed to parse check options: {error}") from None


def _instructions(linter: Linter, read: Syntax) -> tuple[Instruction, ...]:
    """Return the second pass, with what it warns about."""
    found: list[Instruction] = []
    for node in read.nodes:
        options = linter.options.with_comments(node.comments)
        _check_node(linter, node, options)
        try:
            item = instruction(node)
        except ParseError as error:
            raise ParseError(f"dockerfile parse error on line {node.lines[0]}: {error}", error.lines) from None
        if not found and not isinstance(item, Arg | From):
            raise ParseError("no build stage in current context", node.lines)
        if isinstance(item, From) and item.alias:
            _check_description(linter, "FROM", (item.alias,), node, options)
        elif isinstance(item, Arg):
            _check_description(linter, "ARG", tuple(name for name, _ in item.definitions), node, options)
        found.append(item)
    return tuple(found)


def _check_node(linter: Linter, node: Node, options: Options) -> None:
    keyword = node.name.upper()
    if keyword == "MAINTAINER":
        linter.warn("MaintainerDeprecated", node.lines, options=options)
    if keyword != "FROM" or len(node.args) < 3:
        return
    if len(node.args) == 3 and node.args[2] != node.args[2].lower():
        linter.warn("StageNameCasing", node.lines, node.args[2], options=options)
    word = node.args[1]
    lower, upper = node.name == node.name.lower(), node.name == node.name.upper()
    if (lower and word != word.lower()) or (upper and not lower and word != word.upper()):
        linter.warn("FromAsCasing", node.lines, node.name, word, options=options)


def _check_description(linter: Linter, kind: str, names: tuple[str, ...], node: Node, options: Options) -> None:
    if node.comments and node.comments[-1].split(" ")[0] not in names:
        shown = names[0] if len(names) == 1 else "<arg_key>"
        linter.warn("InvalidDefinitionDescription", node.lines, kind, shown, options=options)


def _check_names(linter: Linter, dockerfile: Dockerfile) -> None:
    seen: set[str] = set()
    for stage in dockerfile.stages:
        if stage.name in _RESERVED:
            linter.warn("ReservedStageName", stage.base.span, quote(stage.name))
        if stage.name in seen:
            linter.warn("DuplicateStageName", stage.base.span, quote(stage.name))
        seen |= {stage.name} - {""}


def _check_casing(linter: Linter, dockerfile: Dockerfile) -> None:
    """All in small letters if most are, else all in capitals; the global ARGs do not count."""
    items: list[Instruction] = []
    for stage in dockerfile.stages:
        items += [stage.base, *stage.instructions]
    small = sum(item.name == item.name.lower() for item in items)
    capital = sum(item.name == item.name.upper() for item in items)
    wanted = "lowercase" if small > capital else "uppercase"
    for item in items:
        if item.name != (item.name.lower() if small > capital else item.name.upper()):
            linter.warn("ConsistentInstructionCasing", item.span, item.name, wanted)


def _check_defaults(linter: Linter, dockerfile: Dockerfile, known: dict[str, str]) -> None:
    """Whether every base has a valid name when no build argument is given."""
    try:
        arguments = global_arguments(dockerfile, {}, known)
        for stage in dockerfile.stages:
            image = Lexer(dockerfile.escape).expand(stage.base.image, arguments).text
            if not is_reference(image):
                linter.warn("InvalidDefaultArgInFrom", stage.base.span, stage.base.image)
    except ParseError:
        return


def _check_bases(linter: Linter, dockerfile: Dockerfile, arguments: dict[str, str]) -> None:
    """Return what FROM's variables and --platform give reason to say; ends where planning will fail."""
    declared = {name for arg in dockerfile.global_args for name, _ in arg.definitions}
    known = sorted(declared | set(arguments))
    lexer = Lexer(dockerfile.escape)
    for stage in dockerfile.stages:
        options = linter.options.with_comments(stage.base.comments)
        for word in filter(None, (stage.base.image, stage.base.platform)):
            try:
                expansion = lexer.expand(word, arguments)
            except ParseError:
                return
            for name in expansion.unmatched:
                if name not in known:
                    near = suggestion(name, known)
                    linter.warn("UndefinedArgInFrom", stage.base.span, name, options=options, near=near)
            if not expansion.text:
                return
        if stage.base.platform:
            platform = lexer.expand(stage.base.platform, arguments)
            lines = stage.base.span
            if platform.matched == ("TARGETPLATFORM",) and not platform.unmatched:
                if platform.text == arguments["TARGETPLATFORM"]:
                    linter.warn("RedundantTargetPlatform", lines, stage.base.platform, options=options)
            elif not (platform.matched or platform.unmatched) and not _names_platform(stage.name, platform.text):
                linter.warn("FromPlatformFlagConstDisallowed", lines, quote(platform.text), options=options)


def _names_platform(name: str, platform: str) -> bool:
    """Whether a stage's name tells its platform."""
    parts = platform.split("/")
    return any(part in name for part in (parts[:2] if len(parts) > 1 else ["linux", *parts]))

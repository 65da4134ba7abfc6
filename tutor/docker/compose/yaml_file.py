"""Reading YAML as Compose does: YAML 1.2's plain words (yes and on are texts), no key twice, no bombs.

PyYAML does the work; what it would make of YAML 1.1's words, dates and sixties is switched off.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, Node

from tutor.docker.compose.errors import ComposeError

MOST_BYTES = 1 << 20
MOST_ALIASES = 200
DEEPEST = 50


class Loader(yaml.SafeLoader):
    """A safe loader with YAML 1.2's core schema."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._aliases = 0
        self._depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Build a node; refuse what would become too large or too deep."""
        if self.check_event(yaml.AliasEvent):
            self._aliases += 1
            if self._aliases > MOST_ALIASES:
                raise ConstructorError(None, None, "document contains excessive aliasing", self.get_mark())
        self._depth += 1
        if self._depth > DEEPEST:
            raise ConstructorError(None, None, "exceeded max depth", self.get_mark())
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping; a key that is there already is an error."""
        seen: dict[Any, int] = {}
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, (str, int, float, bool)) and key is not None:
                raise ConstructorError(None, None, f"invalid map key: {key!r}", key_node.start_mark)
            if key in seen:
                said = f'mapping key "{key}" already defined at line {seen[key]}'
                raise ConstructorError(None, None, said, key_node.start_mark)
            seen[key] = key_node.start_mark.line + 1
        self.flatten_mapping(node)
        return super().construct_mapping(node, deep)


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"), ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)", "-+.0123456789"),
    ("merge", r"<<", "<"),
):  # fmt: skip
    letters = [*first, ""] if tag == "null" else list(first)
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), letters)


def read(data: bytes, name: str) -> dict[str, Any]:
    """Return a file's mapping. Raises ComposeError with the line of what is wrong."""
    if len(data) > MOST_BYTES:
        raise ComposeError(f"{name}: a Compose file of more than {MOST_BYTES >> 20} MiB is not read")
    try:
        text = data.decode()
        found = yaml.load(text, Loader)  # a SafeLoader
    except UnicodeDecodeError:
        raise ComposeError(f"{name}: yaml: invalid UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1}: " if mark is not None else ""
        raise ComposeError(f"{name}: yaml: {line}{error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ComposeError(f"{name}: yaml: {' '.join(str(error).split())}") from None
    if found is None:
        raise ComposeError("empty compose file")
    if not isinstance(found, dict):
        raise ComposeError(f"{name}: top-level object must be a mapping")
    return found


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    plain = text and not re.fullmatch(r"(?i)y|n|yes|no|on|off|true|false|null|~|[-+.0-9][-+.0-9_:eExXoO]*", text)
    if "\n" in text:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def write(data: object) -> str:
    """Return data as YAML: block style, keys in their order."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, default_flow_style=False, width=1 << 20, allow_unicode=True)

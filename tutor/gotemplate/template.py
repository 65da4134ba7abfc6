"""A template, parsed once and rendered often."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tutor.gotemplate import nodes
from tutor.gotemplate.builtins import BUILTINS
from tutor.gotemplate.executor import execute
from tutor.gotemplate.parser import parse
from tutor.gotemplate.values import ANY, Function


class Template:
    """A parsed template together with the functions it may call."""

    __slots__ = ("definitions", "functions", "name")

    def __init__(
        self, name: str, definitions: Mapping[str, nodes.Definition], functions: Mapping[str, Function]
    ) -> None:
        self.name = name
        self.definitions = definitions
        self.functions = functions

    @classmethod
    def parse(
        cls, text: str, functions: Mapping[str, Function | Callable[..., object]] | None = None, name: str = ""
    ) -> Template:
        """Parse a template. Raises `ParseError` with Go's text.

        `functions` are added to Go's own and go before them; a plain callable takes any number of arguments of any
        type. `name` is what error messages call the template (the docker CLI's have no name).
        """
        known = dict(BUILTINS)
        for key, function in (functions or {}).items():
            known[key] = function if isinstance(function, Function) else Function(function, (ANY,), True)
        return cls(name, parse(name, text, known), known)

    def render(self, data: object, missing_key: str = "default") -> str:
        """Render the template for the data. Raises `ExecError`, which carries what was rendered before.

        `missing_key` "error" makes a map's missing key an error, as `docker inspect` does when it reads raw JSON.
        """
        return execute(self.definitions, self.functions, self.name, data, missing_key)

"""Printing things one by one with a template, or as a table with headers: what --format does everywhere but in inspect.

A noun's rows are `Struct`s whose fields are callables, so that only what a template uses is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tutor.docker.errors import CommandError
from tutor.docker.format.tabwriter import align
from tutor.gotemplate import DOCKER, HEADER, ExecError, Function, ParseError, Struct, Template
from tutor.gotemplate.values import STRING, wrap

TABLE = "table"
Fields = Mapping[str, Callable[[], object]]


def row(name: str, fields: Fields, extra: Mapping[str, Function] | None = None) -> Struct:
    """Return a row of type `name` ("*formatter.imageContext"); `extra` are methods that take parameters (Label)."""

    def as_json() -> str:
        from tutor.gotemplate.gojson import encode, encode_string

        pairs = (f"{encode_string(key, True)}:{encode(wrap(fields[key]()), True)}" for key in sorted(fields))
        return f"{{{','.join(pairs)}}}"

    return Struct(name, {**fields, **(extra or {})}, marshal=as_json)


def label_function(labels: Mapping[str, str]) -> Function:
    """Return the method `.Label "name"` of a row."""
    return Function(lambda key: labels.get(key.data, ""), (STRING,))


def joined_labels(labels: Mapping[str, str]) -> str:
    """Labels as a column shows them: "a=1,b=2"."""
    return ",".join(sorted(f"{key}={value}" for key, value in labels.items()))


def header(titles: Mapping[str, str]) -> Struct:
    """Return what stands in for a row where a table's header is made."""

    def label(key: object) -> str:
        return str(getattr(key, "data", "")).rpartition(".")[2].replace("-", " ").replace("_", " ")

    return Struct("formatter.SubHeaderContext", {**titles, "Label": Function(label, (STRING,))})


def is_table(form: str) -> bool:
    """Whether a format asks for a table."""
    return form.startswith(TABLE)


def template_text(form: str) -> str:
    r"""Return the template in a format: without "table", with "\t" and "\n" as what they stand for."""
    if form == TABLE:
        return ""
    if form == "json":
        return "{{json .}}"
    return form.removeprefix(TABLE).strip(" ").replace("\\t", "\t").replace("\\n", "\n")


def parse_template(form: str) -> Template:
    """Return the template in a format. Raises CommandError with Docker's text."""
    try:
        return Template.parse(template_text(form), DOCKER)
    except ParseError as error:
        raise CommandError(f"template parsing error: {error}") from None


def render(form: str, rows: Iterable[object], titles: Mapping[str, str]) -> str:
    """All rows, each followed by a newline; a table has its header before them.

    Raises CommandError with Docker's text where the template is malformed or fails.
    """
    return render_with(parse_template(form), is_table(form), form, rows, titles)


def render_with(template: Template, table: bool, form: str, rows: Iterable[object], titles: Mapping[str, str]) -> str:
    """As `render`, with a template that is parsed already."""
    lines = []
    for item in rows:
        try:
            lines.append(template.render(item) + "\n")
        except ExecError as error:
            raise CommandError(f"template parsing error: {error}") from None
    body = "".join(lines)
    if not table:
        return body
    return align(_header_line(form, titles) + "\n" + body)


def _header_line(form: str, titles: Mapping[str, str]) -> str:
    try:
        return Template.parse(template_text(form), {**DOCKER, **HEADER}).render(header(titles))
    except ExecError as error:
        return error.partial

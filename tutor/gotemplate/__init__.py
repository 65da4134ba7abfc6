"""Go's text/template, the language that --format takes.

    Template.parse('{{range .RepoTags}}{{println .}}{{end}}', DOCKER).render({"RepoTags": ["alpine:3.20"]})

`Template` parses and renders; `ParseError` and `ExecError` carry Go's own text. Data is plain Python values (as
decoded from JSON: maps of string to anything) or `Struct` and `Typed`, which also say what Go type they stand for.
`DOCKER` are the functions that the docker CLI adds.
"""

from __future__ import annotations

from tutor.gotemplate.errors import CallError, ExecError, ParseError
from tutor.gotemplate.functions import DOCKER, HEADER
from tutor.gotemplate.template import Template
from tutor.gotemplate.values import Function, Struct, Typed, decode_json

__all__ = [
    "DOCKER",
    "HEADER",
    "CallError",
    "ExecError",
    "Function",
    "ParseError",
    "Struct",
    "Template",
    "Typed",
    "decode_json",
]

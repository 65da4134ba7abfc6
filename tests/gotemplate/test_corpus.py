"""Every template of tests/corpora/templates renders, or fails, as Go's own package and the docker CLI do.

Each file holds data and cases; a case has what the template renders or the exact text of its error. `docker-inspect` is
tried on typed data first and on the raw JSON if that fails, which is what `docker inspect --format` does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.gotemplate import DOCKER, ExecError, Function, ParseError, Struct, Template, Typed, decode_json
from tutor.gotemplate.values import INT, STRING

CORPUS = Path(__file__).parents[1] / "corpora" / "templates"
FILES = {path.stem: json.loads(path.read_text()) for path in sorted(CORPUS.glob("*.json"))}
CASES = [(name, case) for name, file in FILES.items() for case in file["cases"]]


def image() -> Struct:
    """Make a struct with fields of many types."""
    inner = {"Cmd": ["sh", "-c"], "User": "root", "Tty": True}
    return Struct(
        "main.Image",
        {
            "ID": "sha256:abc",
            "Tags": ["a:1", "b:2"],
            "Labels": {"z": "26", "a": "1"},
            "NilLabels": Typed("map[string]string", None),
            "NilTags": Typed("[]string", None),
            "Size": Typed("int64", 5),
            "Count": Typed("uint64", 7),
            "Ratio": 2.5,
            "Config": Struct("*main.Inner", inner),
            "NilConfig": Typed("*main.Inner", None),
            "Value": Struct("main.Inner", {"Cmd": Typed("[]string", None), "User": "u", "Tty": False}),
            "Ports": Typed("map[main.Port]struct {}", {"80/tcp": {}, "53/udp": {}}),
            "Any": Typed("interface {}", ["x", 1.0]),
            "NilAny": None,
            "Age": Typed("main.Dur", 3, "3s"),
            "On": True,
            "Comment": "",
        },
        tags={"ID": "Id", "Comment": ",omitempty"},
    )


def methods() -> Struct:
    two = Function(lambda text, number: f"{text.data}{number.data}", (STRING, INT))
    return Struct("*main.ctx", {"Repository": lambda: "alpine", "Two": two, "I": image()})


def inspected(data: dict[str, Any]) -> Struct:
    """Give the typed form of an image, as the CLI holds it, for its JSON."""
    fields: dict[str, object] = {"ID": data["Id"], "Author": ""}
    names = ("RepoTags", "RepoDigests", "Comment", "Created", "Architecture", "Os")
    fields |= {name: data[name] for name in names}
    fields["Size"] = Typed("int64", data["Size"])
    fields["Config"] = Struct("*dockerspec.DockerOCIImageConfig", data["Config"])
    fields["RootFS"] = Struct("image.RootFS", data["RootFS"])
    digest, kind = data["Descriptor"]["digest"], data["Descriptor"]["mediaType"]
    fields["Descriptor"] = Struct("*v1.Descriptor", {"MediaType": kind, "Digest": Typed("digest.Digest", digest)})
    return Struct("image.InspectResponse", fields, tags={"ID": "Id"})


def render(name: str, template: Template, data: Any) -> str:
    if name == "plain":
        return template.render(data)
    if name == "missing-key-error":
        return template.render(data, missing_key="error")
    if name == "struct":
        return template.render(image())
    if name == "methods":
        return template.render(methods())
    if name == "docker-list":
        fields = {key: (lambda value=value: value) for key, value in data.items()}
        marshal = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return template.render(Struct("*formatter.imageContext", fields, marshal=lambda: marshal))
    try:
        return template.render(inspected(data))
    except ExecError:
        return template.render(decode_json(json.dumps(data)), missing_key="error")


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case['template']}"[:80] for name, case in CASES])
def test_template(name: str, case: dict[str, str]) -> None:
    got: dict[str, str] = {"template": case["template"]}
    try:
        template = Template.parse(case["template"], DOCKER)
        got["renders"] = render(name, template, FILES[name].get("data"))
    except ParseError as error:
        got["parse_error"] = str(error)
    except ExecError as error:
        got["exec_error"] = str(error)
    assert got == case


def test_corpus_is_there() -> None:
    assert len(CASES) > 700
    kinds = {key for _, case in CASES for key in case}
    assert kinds == {"template", "renders", "parse_error", "exec_error"}

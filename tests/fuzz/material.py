"""What cases are made of: the suite's corpora, every declared command and flag, and texts that tend to break things.

One rule: everything is sorted, so that a seed gives the same cases on every machine.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from tutor.docker import spec
from tutor.docker.spec import Command

CORPORA = Path(__file__).parents[1] / "corpora"

NAMES = (
    "alpine", "alpine:3.20", "alpine:latest", "alpine:3.19", "busybox:1.36", "app:1", "team/app:2", "multi:1.0",
    "none", "hello-world", "web", "job", "old", "data", "cache", "net", "bridge", "host", "localhost:5000/app:1",
    "docker.io/library/alpine", "index.docker.io/alpine", "sha256:" + "a" * 64, "alpine@sha256:" + "0" * 64,
    "deadbeef",
)  # fmt: skip
PATHS = ("/", ".", "..", "-", "/etc", "Dockerfile", "file", "dir", "/home/learner", "web:/etc", "web:/", "a.tar", "//")
FILTERS = (
    "dangling=true", "dangling=0", "label=a", "label=a=1", "label!=a", "before=alpine", "since=app:1", "until=24h",
    "until=2026-01-01", "reference=al*", "reference=*/*:[0-9]", "status=running", "name=web", "name=^/w.b$", "id=a",
    "ancestor=alpine", "exited=0", "exited=999999999999999999999", "volume=data", "network=net", "health=none",
    "publish=80", "expose=1-9/tcp", "is-task=x", "driver=local", "scope=local", "type=custom", "dangling=", "=",
    "name", "reference=[", "name=[", "name=(", "name=*", "name=a{99999}", "until=-1", "until=1e400", "inuse",
    "private=true",
)  # fmt: skip
VALUES = (
    "", "0", "1", "-1", "1g", "1.5G", "10m", "1e3", "99999999999999999999999", "0x10", "true", "false", "T",
    "maybe", "5s", "1h2m3.5s", "-5m", "1µs", "linux/amd64", "linux/arm64/v8", "linux/", "windows", "SIGKILL", "9",
    "KILL", "root", "1000:1000", "a=b", "a", "=b", "a=", "80:80", "80", "8080-8090:80-90", "[::1]:80:80/udp",
    "127.0.0.1::80", "99999:1", "data:/x", "/a:/b:ro", "data:/x:z", "type=volume,src=data,dst=/m",
    "type=tmpfs,dst=/t,tmpfs-size=1m", 'a"b,c', "all", "on-failure:3", "always", "unless-stopped:1", "none", "host",
    "container:web", "nofile=1:2", "json", "table", "raw", "type=oci,dest=x.tar", "type=local", "plain", "1.5",
    "NaN", "inf", "é", "\0", "\n", "\x1b[0m", "💥", "{}", "[]", "{{.}}",
)  # fmt: skip
TEMPLATES = (
    "{{.}}", "{{json .}}", "{{.ID}}", "{{.Names}}\t{{.Image}}", "table {{.ID}}\t{{.Size}}", "{{.Config.Env}}",
    "table", "{{range .Mounts}}{{.Source}}{{end}}", "{{index .Config.Labels \"a\"}}", "{{len .RootFS.Layers}}",
    "json", "raw", "{{with .State}}{{.Status}}{{else}}x{{end}}", "{{.NetworkSettings.Networks}}",
    "{{println .Id | upper}}", "{{$x := .Name}}{{$x}}", "{{if and .A .B}}{{end}}",
    "{{define \"a\"}}{{end}}{{template \"a\"}}", "{{break}}", "{{printf \"%d %s %v %q %x %5.2f\" 1 2 3 4 5 6}}",
    "{{slice \"abc\" 1 2}}", "{{.Label \"a\"}}", "{{truncate .ID 3}}", "{{pad .Tag 2 2}}",
    "{{split .Repository \"/\"}}", "{{join .RepoTags \",\"}}", "{{call .}}", "{{/* c */}}", "{{- 1 -}}",
)  # fmt: skip
PIECES = (
    "{{", "}}", "{{-", "-}}", "|", ".", "$", "$x", ":=", "(", ")", "\"", "`", "'", "\\", "\n", "\t", "\0", " ", "/",
    ":", "@", "sha256:", "=", "==", "!=", ",", "-", "--", "*", "?", "[", "]", "[^", "{", "}", "%", "%s", "%!", "é",
    "ß", "İ", "ǅ", "💥", "\ud7ff", "\ufeff", "\u2028", "0", "1", "-1", "9999999999999999999", "1e999", "0x", "nil",
    "true", "range", "end", "if", "else", "with", "define", "block", "template", "len", "index", "slice", "printf",
    "print", "html", "js", "and", "not", "${", "$(", "`", "<<", "<<EOF\n", ">", "&", ";", "&&", "||", "!", "#", "~",
    "FROM ", "RUN ", "COPY ", "ONBUILD ",
)  # fmt: skip


@lru_cache(1)
def commands() -> tuple[tuple[str, Command], ...]:
    """Every path at which a command stands, with the command."""
    return tuple((path, command) for path, command in spec.paths() if path)


@lru_cache(1)
def templates() -> tuple[str, ...]:
    """Every template of the corpus, and some more."""
    found: dict[str, None] = dict.fromkeys(TEMPLATES)
    for path in sorted((CORPORA / "templates").glob("*.json")):
        for case in json.loads(path.read_text())["cases"]:
            found[case["template"]] = None
    return tuple(found)


@lru_cache(1)
def dockerfiles() -> tuple[str, ...]:
    """Every Dockerfile of the corpus."""
    return tuple(path.read_text() for path in sorted((CORPORA / "dockerfiles").glob("*.Dockerfile")))


@lru_cache(1)
def scripts() -> tuple[str, ...]:
    """Every shell script and every word of the corpora."""
    words = json.loads((CORPORA / "words.json").read_text())["cases"]
    texts = [path.read_text() for path in sorted((CORPORA / "shell").glob("*.sh"))]
    return (*texts, *("echo " + case["word"] for case in words))

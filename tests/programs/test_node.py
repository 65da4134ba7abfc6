"""The program node: scripts compared with what the real one did, modules, servers, limits."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.programs.bench import ELF, Bench, Ran
from tutor.shell.limits import Limits

CORPUS = Path(__file__).parents[1] / "corpora" / "programs" / "node"
SCRIPTS = sorted(CORPUS.glob("*.js"))
ENV = {"NODE_VERSION": "20.20.2"}
NODE: dict[str, str | bytes] = {"/usr/local/bin/node": ELF, "/usr/bin/curl": ELF}


def ran(source: str, files: dict[str, str | bytes] | None = None, limits: Limits | None = None) -> Ran:
    return Bench({**NODE, "/app/app.js": source, **(files or {})}, limits).run("node", "app.js", env=ENV)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_does_what_it_did_in_the_real_node(script: Path) -> None:
    """Recorded with node 20; the lines of a stack are left out."""
    head, _, rest = script.with_suffix(".txt").read_text().partition("--- out\n")
    out, _, err = rest.partition("--- err\n")
    found = ran(script.read_text())
    assert found.out == out
    plain = re.sub(r"(?m)^    at .*\n", "", found.err)
    assert re.sub(r"Node.js v[\d.]+", "", plain) == re.sub(r"Node.js v[\d.]+", "", err)
    assert f"exit {found.code}\n" == head


def test_the_command_line() -> None:
    bench = Bench(NODE)
    assert bench.run("node", "-v", env=ENV).out == "v20.20.2\n"
    assert bench.run("node", "-e", "console.log(process.argv.slice(1))", "a", "b", env=ENV).out == "[ 'a', 'b' ]\n"
    assert bench.run("node", "-p", "[1, 2].map(x => x * 2)", env=ENV).out == "[ 2, 4 ]\n"
    assert bench.run("node", env=ENV, stdin=b"console.log('from stdin')").out == "from stdin\n"
    missing = bench.run("node", "nope.js", env=ENV)
    assert missing.code == 1
    assert "Error: Cannot find module '/app/nope.js'\n" in missing.err
    assert bench.run("node", "--frob", env=ENV).code == 9


def test_modules_are_found_as_node_finds_them() -> None:
    files: dict[str, str | bytes] = {
        "/app/lib/index.js": "exports.value = 1; exports.here = __dirname;",
        "/app/data.json": '{"a": [1, 2]}',
        "/app/node_modules/pack/package.json": '{"main": "lib/main.js"}',
        "/app/node_modules/pack/lib/main.js": "module.exports = (x) => `pack ${x}`;",
    }
    source = (
        "const lib = require('./lib'); "
        "console.log(lib.value, lib.here, require('./data').a, require('pack')(2), require('./lib') === lib)"
    )
    assert ran(source, files).out == "1 /app/lib [ 1, 2 ] pack 2 true\n"
    assert "Cannot find module 'express'\nRequire stack:\n- /app/app.js\n" in ran("require('express')").err


SERVER = """
const http = require("http");
const server = http.createServer((req, res) => {
  if (req.url === "/slow") return setTimeout(() => res.end("slow\\n"), 50);
  let body = "";
  req.on("data", (chunk) => (body += chunk));
  req.on("end", () => {
    res.writeHead(req.url === "/" ? 200 : 404, { "Content-Type": "text/plain" });
    res.end(`${req.method} ${req.url} ${body}\\n`);
  });
});
const port = process.env.PORT || 3000;
server.listen(port, () => console.log(`listening on ${port}`));
process.on("SIGTERM", () => { console.log("stopping"); server.close(() => process.exit(0)); });
"""
EXPRESS = """
const express = require("express");
const app = express();
app.use(express.json());
app.use((req, res, next) => { console.log(req.method, req.path); next(); });
app.get("/", (req, res) => res.send("Hello " + (req.query.name || "World")));
app.get("/users/:id", (req, res) => res.json({ id: req.params.id }));
app.post("/echo", (req, res) => res.status(201).json(req.body));
app.get("/boom", () => { throw new Error("boom"); });
app.get("/later", async (req, res) => { await new Promise((r) => setTimeout(r, 10)); res.send("later"); });
app.listen(3000, () => console.log("up"));
"""


def test_an_http_server_answers_and_stops() -> None:
    bench = Bench({**NODE, "/app/app.js": SERVER})
    lines = (
        "curl -s localhost:3000/; curl -s -d data localhost:3000/x; curl -s localhost:3000/slow; "
        "kill -TERM $!; wait $!; echo status $?"
    )
    found = bench.run("sh", "-c", f"node app.js & sleep 1; {lines}", env=ENV)
    assert found == (0, "listening on 3000\nGET / \nPOST /x data\nslow\nstopping\nstatus 0\n", "")


def test_express_where_it_is_installed() -> None:
    bench = Bench({**NODE, "/app/app.js": EXPRESS, "/app/node_modules/express/package.json": '{"name": "express"}'})
    lines = (
        "curl -s localhost:3000/?name=you; echo; curl -s localhost:3000/users/7; echo; "
        "curl -s -H 'Content-Type: application/json' -d '{\"a\":1}' localhost:3000/echo; echo; "
        "curl -s localhost:3000/nope | grep pre; curl -s localhost:3000/boom | grep -o 'Error: boom'; "
        "curl -s localhost:3000/later"
    )
    found = bench.run("sh", "-c", f"node app.js & sleep 1; {lines}", env=ENV)
    assert found.out == (
        'up\nGET /\nHello you\nGET /users/7\n{"id":"7"}\nPOST /echo\n{"a":1}\nGET /nope\n<pre>Cannot GET /nope</pre>\n'
        "GET /boom\nError: boom\nGET /later\nlater"
    )


@pytest.mark.parametrize(
    "source",
    [
        "while (true) {}",
        "let s = 'a'; while (true) s += s;",
        "const a = []; while (true) a.push(1);",
        "'a'.repeat(1e12)",
        "new Array(1e9)",
        pytest.param(
            "const f = () => { try { f(); } catch (e) { f(); } }; while (true) { try { f(); } catch (e) {} }",
            marks=pytest.mark.slow,
        ),
        "(async () => { while (true) await 0; })()",
        "const tick = () => process.nextTick(tick); tick();",
        "'x'.padStart(1e12)",
        "const a = []; a[1e9] = 1;",
        "Array.from({ length: 1e9 })",
    ],
)
def test_what_would_never_end_ends_at_the_limits(source: str) -> None:
    found = ran(source, limits=Limits(steps=30_000))
    assert found.code == 137
    assert found.err.startswith("layerwise: stopped: ")


def test_what_lies_outside_is_said() -> None:
    parts = {
        "/a+/.test('a')": "regular expressions",
        "function* g() {}": "generators",
        "require('net')": "the module net",
    }
    for source, what in parts.items():
        found = ran(source)
        assert found.code == 126
        assert f"this sandbox's node runs a small part of the language: {what} is outside it" in found.err


@pytest.mark.parametrize("seed", range(3))
def test_a_broken_script_shows_no_fault_of_ours(seed: int) -> None:
    chance = random.Random(seed)
    scripts = [path.read_text() for path in SCRIPTS]
    bench = Bench(NODE, Limits(steps=20_000))
    for _ in range(30):
        text = list(chance.choice(scripts))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text))
            text[at] = chance.choice("(){}[];,.=+!?:'\"`1a \n")
        bench.fs.write("/app/app.js", "".join(text).encode())
        assert bench.run("node", "app.js", env=ENV).code in (0, 1, 3, 5, 13, 126, 137)

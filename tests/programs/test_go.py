"""The go command: programs compared with what the real Go made of them, sizes, loaders, modules, servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs.bench import ELF, Bench, Ran
from tutor.shell.limits import Limits

CORPUS = Path(__file__).parents[1] / "corpora" / "programs" / "go"
PROGRAMS = sorted(CORPUS.glob("*.go"))
MOD = "module example.com/app\n\ngo 1.23\n"
ENV = {"PATH": "/usr/local/go/bin:/usr/bin:/bin", "GOLANG_VERSION": "1.23.2"}
HELLO = 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("hello")\n}\n'
SERVER = """package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
)

type Status struct {
	Status string `json:"status"`
	Hits   int    `json:"hits"`
	secret string
}

var hits int

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		hits++
		fmt.Fprintf(w, "Hello %s from %s\\n", r.URL.Path, r.Method)
	})
	http.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(Status{Status: "ok", Hits: hits})
	})
	http.HandleFunc("/bad", func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "no good", http.StatusTeapot)
	})
	log.Printf("listening on %s", port)
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
"""


def made(source: str, files: dict[str, str | bytes] | None = None) -> Bench:
    base: dict[str, str | bytes] = {"/usr/local/go/bin/go": ELF, "/src/main.go": source, "/src/go.mod": MOD}
    return Bench({**base, **(files or {})})


def build(bench: Bench, *words: str, **env: str) -> Ran:
    return bench.run("go", "build", *words, env={**ENV, **env}, cwd="/src")


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_a_program_does_what_the_real_compiler_made_of_it(program: Path) -> None:
    expected = program.with_suffix(".txt").read_text()
    bench = made(program.read_text())
    ran = build(bench, "-o", "app", ".")
    if expected.startswith("build\n"):
        assert ran.code == 1
        expected = expected.removeprefix("build\n")
        if program.stem == "no_module":
            expected = (
                "main.go:5:2: no required module provides package github.com/nobody/nothing; to add it:\n"
                "\tgo get github.com/nobody/nothing\n"
            )
        assert ran.err == expected.replace("/tmp/programs/gobin/go/src", "/usr/local/go/src")
        return
    assert ran == (0, "", "")
    ran = bench.run("./app", env=ENV, cwd="/src")
    head, _, rest = expected.partition("--- out\n")
    out, _, err = rest.partition("--- err\n")
    assert (f"exit {ran.code}\n", ran.out) == (head, out)
    assert ran.err.startswith(err.rstrip("\n"))


def test_the_executable_is_of_a_size_and_runs_where_nothing_else_is() -> None:
    bench = made(HELLO)
    assert build(bench, CGO_ENABLED="0") == (0, "", "")
    large = bench.fs.stat("/src/app")
    assert large.mode == 0o755
    assert 1_900_000 < large.size < 2_400_000
    assert build(bench, "-ldflags=-s -w", "-o", "/out/small") == (0, "", "")
    assert bench.fs.stat("/out/small").size < 0.7 * large.size
    assert bench.fs.read("/src/app").startswith(b"\x7fELF")
    empty = Bench({})
    empty.fs.write("/app/app", bench.fs.content("/src/app"), 0o755)
    assert empty.run("/app/app") == (0, "hello\n", "")
    assert bench.fs.is_dir("/root/.cache/go-build")


def test_what_uses_cgo_needs_a_loader() -> None:
    bench = made(SERVER, {"/usr/bin/gcc": ELF})
    assert build(bench, "-o", "dynamic").code == 0
    assert build(bench, "-o", "static", CGO_ENABLED="0").code == 0
    ran = bench.run("sh", "-c", "./dynamic", cwd="/src")
    assert (ran.code, ran.err) == (127, "sh: ./dynamic: not found\n")
    bench.fs.mkdir("/lib64", parents=True)
    bench.fs.write("/lib64/ld-linux-x86-64.so.2", ELF, 0o755)
    ran = bench.run("sh", "-c", "./dynamic & sleep 1; wget -qO- localhost:8080/x", cwd="/src")
    assert ran.out == "Hello /x from GET\n"


def test_a_server_answers() -> None:
    bench = made(SERVER, {"/usr/bin/curl": ELF})
    assert build(bench, "-o", "/app/server").code == 0
    ran = bench.run(
        "sh",
        "-c",
        "PORT=9000 /app/server & sleep 1; curl -s localhost:9000/a; curl -s localhost:9000/health; "
        "curl -s -w '%{http_code}' localhost:9000/bad",
        env={"PATH": "/usr/bin:/bin"},
    )
    assert ran.out == 'Hello /a from GET\n{"status":"ok","hits":1}\nno good\n418'
    assert ran.err == "2026/11/24 06:00:00 listening on 9000\n"


def test_the_linker_sets_variables() -> None:
    source = HELLO.replace("func main", 'var version = "dev"\n\nfunc main').replace('"hello"', "version")
    bench = made(source)
    build(bench, "-ldflags", "-X main.version=1.2.3", "-o", "app")
    assert bench.run("./app", cwd="/src").out == "1.2.3\n"
    assert bench.run("go", "run", ".", env=ENV, cwd="/src").out == "dev\n"


def test_commands() -> None:
    bench = made(HELLO)
    assert bench.run("go", "version", env=ENV).out == "go version go1.23.2 linux/amd64\n"
    assert bench.run("go", "env", "GOPATH", "CGO_ENABLED", env={**ENV, "GOPATH": "/go"}).out == "/go\n0\n"
    bench.fs.write("/src/bad.go", b"package other\n")
    assert build(bench).err.startswith("found packages main and other in /src")
    bench.fs.unlink("/src/bad.go")
    bench.fs.unlink("/src/go.mod")
    assert build(bench).err == (
        "go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n"
    )
    assert bench.run("go", "run", "main.go", env=ENV, cwd="/src").out == "hello\n"
    ran = bench.run("go", "mod", "init", "example.com/new", env=ENV, cwd="/src")
    assert ran.err.startswith("go: creating new go.mod: module example.com/new\n")
    assert bench.fs.read("/src/go.mod") == b"module example.com/new\n\ngo 1.23.2\n"
    assert bench.run("go", "mod", "init", "x", env=ENV, cwd="/src").code == 1
    assert bench.run("go", "frobnicate", env=ENV).code == 2


def test_modules_are_downloaded_into_the_cache() -> None:
    bench = made(HELLO, {"/src/go.mod": f"{MOD}\nrequire github.com/google/uuid v1.6.0\n"})
    env = {**ENV, "GOPATH": "/go"}
    assert bench.run("go", "mod", "download", env=env, cwd="/src") == (0, "", "")
    assert bench.fs.is_dir("/go/pkg/mod/github.com/google/uuid@v1.6.0")
    bench.fs.write("/src/go.mod", f"{MOD}\nrequire github.com/nobody/nothing v1.0.0\n".encode())
    assert "404 Not Found" in bench.run("go", "mod", "download", env=env, cwd="/src").err


def test_what_lies_outside_is_said_when_it_is_built() -> None:
    for source, what in (
        (HELLO.replace('fmt.Println("hello")', 'go fmt.Println("x")'), "goroutines"),
        (HELLO.replace('"fmt"', '"fmt"\n\t"sync"').replace("import ", "import (").replace('sync"', 'sync"\n)'), "sync"),
        (HELLO.replace("func main", "func f[T any](x T) T { return x }\n\nfunc main"), "generics"),
    ):
        ran = build(made(source))
        assert ran.code == 126
        assert what in ran.err
        assert ran.err.startswith("layerwise: this sandbox's go runs a small part of the language: ")


@pytest.mark.parametrize(
    "body",
    [
        "for {}",
        "x := []int{}\nfor { x = append(x, 1) }",
        's := "a"\nfor { s = s + s }',
        "m := map[int]int{}\nfor i := 0; ; i++ { m[i] = i }",
        "_ = make([]int, 1<<40)",
    ],
)
def test_what_would_never_end_ends_at_the_limits(body: str) -> None:
    files: dict[str, str | bytes] = {"/usr/local/go/bin/go": ELF, "/src/go.mod": MOD}
    bench = Bench({**files, "/src/main.go": f"package main\n\nfunc main() {{\n{body}\n}}\n"}, Limits(steps=50_000))
    ran = bench.run("go", "run", ".", env=ENV, cwd="/src")
    assert ran.code == 137
    assert ran.err.startswith("layerwise: stopped: ")

"""Servers and clients written in Python: http.server, flask, urllib, requests; signals."""

from __future__ import annotations

import pytest

from tests.programs.bench import Bench, Ran, python_files

SITE = "/usr/local/lib/python3.12/site-packages"
FLASK = """
import os
from flask import Flask, abort, jsonify, redirect, request

app = Flask(__name__)
hits = 0


@app.route("/")
def index():
    global hits
    hits += 1
    return f"Hello {os.environ.get('NAME', 'World')} {hits}"


@app.get("/user/<int:id>")
def user(id):
    return jsonify(id=id, q=request.args.get("q"))


@app.post("/echo")
def echo():
    return {"got": request.get_json()}, 201, {"X-Kind": "echo"}


@app.route("/boom")
def boom():
    return 1 / 0


@app.route("/gone")
def gone():
    return redirect("/")


@app.route("/no")
def no():
    abort(403)


@app.errorhandler(404)
def lost(error):
    return "nothing here\\n", 404


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
"""
CLIENT = """
import requests

r = requests.get("http://localhost:5000/user/7", params={"q": "a b"})
print(r, r.json(), r.headers["content-type"], r.ok)
r = requests.post("http://localhost:5000/echo", json={"a": [1]})
print(r.status_code, r.json(), r.headers["X-Kind"])
print(requests.get("http://localhost:5000/gone").text)
try:
    requests.get("http://localhost:5000/no").raise_for_status()
except requests.HTTPError as error:
    print(error)
print(requests.get("http://localhost:5000/nope").text, end="")
try:
    requests.get("http://localhost:5001/")
except requests.exceptions.ConnectionError as error:
    print("refused" in str(error))
from urllib.request import urlopen
from urllib.error import HTTPError, URLError
print(urlopen("http://localhost:5000/").read())
try:
    urlopen("http://localhost:5000/no")
except HTTPError as error:
    print(error)
try:
    urlopen("http://nobody.test/")
except URLError as error:
    print(error)
"""


def with_server(server: str, *lines: str, files: dict[str, str | bytes] | None = None) -> Ran:
    installed = {f"{SITE}/flask/__init__.py": "", f"{SITE}/requests/__init__.py": ""}
    bench = Bench({**python_files("3.12"), **installed, "/app/app.py": FLASK, **(files or {})})
    return bench.run("sh", "-c", f"{server} & sleep 1; " + "; ".join(lines))


def test_a_flask_application_answers() -> None:
    ran = with_server("python app.py", "python client.py", files={"/app/client.py": CLIENT})
    assert ran.out.splitlines()[2:] == [
        "<Response [200]> {'id': 7, 'q': 'a b'} application/json True",
        "201 {'got': {'a': [1]}} echo",
        "Hello World 1",
        "403 Client Error: FORBIDDEN for url: http://localhost:5000/no",
        "nothing here",
        "True",
        "b'Hello World 2'",
        "HTTP Error 403: FORBIDDEN",
        "<urlopen error [Errno -2] Name or service not known>",
    ]
    assert ran.out.startswith(" * Serving Flask app 'app'\n * Debug mode: off\n")
    assert " * Running on all addresses (0.0.0.0)\n * Running on http://127.0.0.1:5000\n" in ran.err
    assert '172.17.0.1 - - [24/Nov/2026 06:00:01] "GET /user/7?q=a+b HTTP/1.1" 200 -\n' in ran.err


def test_an_error_in_a_view_is_logged_and_answered() -> None:
    ran = with_server("python app.py", "wget -qO- localhost:5000/boom", "wget -qO- localhost:5000/")
    assert "ERROR in app: Exception on /boom [GET]\nTraceback (most recent call last):\n" in ran.err
    assert ran.err.count("ZeroDivisionError: division by zero\n") == 1
    assert "HTTP/1.1 500 INTERNAL SERVER ERROR" in ran.err
    assert ran.out.endswith("Hello World 1")


def test_the_command_flask() -> None:
    command = b"#!/usr/local/bin/python\nimport sys\nfrom flask.cli import main\nsys.exit(main())\n"
    files: dict[str, str | bytes] = {"/usr/local/bin/flask": command}
    ran = with_server("flask run --host 0.0.0.0 -p 80", "wget -qO- localhost/", files=files)
    assert ran.out.endswith("Hello World 1")
    assert ran.out.startswith(" * Serving Flask app 'app'\n")
    ran = with_server("flask --app nothing:app run", files=files)
    assert "ModuleNotFoundError: No module named 'nothing'" in ran.err


def test_a_folder_is_served() -> None:
    files: dict[str, str | bytes] = {"/srv/a.txt": "text\n", "/srv/sub/index.html": "<p>\n"}
    ran = with_server(
        "python -u -m http.server 8000 --directory /srv",
        "wget -qO- localhost:8000/a.txt",
        "wget -qO- localhost:8000/sub/",
        "wget -qO- localhost:8000/ | grep href",
        "wget -qO- localhost:8000/nope",
        "python -m http.server 8000",
        files=files,
    )
    assert ran.out == (
        "Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...\ntext\n<p>\n"
        '<li><a href="a.txt">a.txt</a></li>\n<li><a href="sub/">sub/</a></li>\n'
    )
    assert '"GET /nope HTTP/1.1" 404 -\n' in ran.err
    assert ran.err.endswith("OSError: [Errno 98] Address already in use\n")


SERVER = """
import json, signal, sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"path": self.path, "agent": "agent" in self.headers}).encode())

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.rfile.read(size).upper())


def stop(number, frame):
    print("stopping on", signal.Signals(number).name, flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
print("up", flush=True)
HTTPServer(("", 8080), Handler).serve_forever()
"""


def test_a_handler_and_a_signal() -> None:
    ran = with_server(
        "python server.py",
        "wget -qO- localhost:8080/x?y; echo",
        "wget -qO- --post-data=loud localhost:8080/; echo",
        "kill -TERM $!",
        "wait $!; echo status $?",
        files={"/app/server.py": SERVER},
    )
    assert ran.out == 'up\n{"path": "/x?y", "agent": false}\nLOUD\nstopping on SIGTERM\nstatus 0\n'


@pytest.mark.parametrize(
    ("source", "code", "out", "err"),
    [
        (
            "import time\ntry:\n time.sleep(50)\nexcept KeyboardInterrupt:\n print('interrupted')",
            0,
            "interrupted\n",
            "",
        ),
        ("import time\ntime.sleep(50)", 130, "", "KeyboardInterrupt\n"),
    ],
)
def test_an_interrupt_is_an_exception(source: str, code: int, out: str, err: str) -> None:
    bench = Bench({**python_files("3.12"), "/app/app.py": source})
    ran = bench.run("sh", "-c", "python app.py & sleep 1; kill -INT $!; sleep 100; echo ignored")
    assert (ran.out, ran.err) == ("ignored\n", "")
    ran = bench.run("busybox", "timeout", "-s", "INT", "5", "python", "app.py")
    assert (ran.code, ran.out) == (code, out)
    assert ran.err.endswith(err)

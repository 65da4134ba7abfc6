"""Fetching from a machine that is attached to nothing."""

from __future__ import annotations

import pytest

from tests.shell.commands.runner import said

HOSTS = "echo '10.0.0.5 db db.local # the database' > /etc/hosts; "


def test_wget_of_an_unknown_name() -> None:
    assert said("wget http://example.com/x") == "wget: bad address 'example.com'\nexit 1\n"
    assert said("wget -q -O - example.com; ls -d example*") == (
        "wget: bad address 'example.com'\nls: example*: No such file or directory\nexit 1\n"
    )


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://db/", "db (10.0.0.5:80)"),
        ("db.local", "db.local (10.0.0.5:80)"),
        ("http://user:pass@db:8080/x", "db:8080 (10.0.0.5:8080)"),
        ("https://127.0.0.1/", "127.0.0.1 (127.0.0.1:443)"),
        ("ftp://10.1.2.3", "10.1.2.3 (10.1.2.3:21)"),
    ],
)
def test_wget_of_an_address_where_nobody_listens(url: str, place: str) -> None:
    address = place.partition("(")[2].partition(":")[0]
    reason = "Connection refused" if address == "127.0.0.1" else "Network is unreachable"
    refused = f"wget: can't connect to remote host ({address}): {reason}\nexit 1\n"
    assert said(f"{HOSTS}wget {url}") == f"Connecting to {place}\n{refused}"
    assert said(f"{HOSTS}wget -q {url}") == refused


def test_wget_of_what_is_no_url() -> None:
    assert said("wget gopher://x/") == "wget: not an http or ftp url: gopher://x/\nexit 1\n"
    assert said("wget http://x:port/") == "wget: bad port spec 'x:port'\nexit 1\n"


def test_curl_says_why() -> None:
    assert said("curl -sS http://example.com/x") == "curl: (6) Could not resolve host: example.com\nexit 6\n"
    assert said(f"{HOSTS}curl -fsSL db:81/x") == (
        "curl: (7) Failed to connect to db port 81 after 0 ms: Couldn't connect to server\nexit 7\n"
    )
    assert said("curl foo://x") == 'curl: (1) Protocol "foo" not supported or disabled in libcurl\nexit 1\n'
    assert said("curl http://x:port/") == (
        "curl: (3) URL using bad/illegal format or missing URL\nexit 3\n"
    )


def test_curl_can_be_silent() -> None:
    assert said("curl -s example.com") == "exit 6\n"
    assert said("curl --silent --show-error example.com") == "curl: (6) Could not resolve host: example.com\nexit 6\n"
    assert said("curl -so /dev/null -w '%{http_code}' -H 'A: b' --max-time 3 -X POST example.com") == "000exit 6\n"


def test_curl_needs_a_url() -> None:
    tip = "curl: try 'curl --help' or 'curl --manual' for more information\nexit 2\n"
    assert said("curl") == said("curl -s -o x") == tip
    assert said("curl --nosuch a") == "curl: option --nosuch: is unknown\n" + tip


def test_curl_of_a_file() -> None:
    assert said("curl -s file:///w/sorted") == "apple\nbanana\ncherry\n"
    assert said("curl -s --output new --url file:///w/sorted; cmp new sorted") == ""
    assert said("curl file:///w/nosuch") == "curl: (37) Couldn't open file /w/nosuch\nexit 37\n"

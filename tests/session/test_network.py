"""The simulated network: sites, published ports, names in networks, what is cut off."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.support.sandbox import hub, run, session
from tutor.engine.hub import Unplugged
from tutor.engine.sites import Site, Sites
from tutor.session.session import Session

SERVER = "docker run -d --name web --network net -p 8080:80 busybox httpd -f -v -p 80 -h /etc"


@pytest.fixture
def here() -> Session:
    made = session()
    assert run(made, "docker pull -q busybox && docker network create net && " + SERVER)[0] == 0
    return made


def test_a_published_port_reaches_the_program_that_listens(here: Session) -> None:
    id = run(here, "docker ps -q")[1].strip()
    assert run(here, "curl -s localhost:8080/hostname") == (0, f"{id}\n")
    assert run(here, "docker logs web")[1] == "127.0.0.1:40000: response:200\n"
    running = next(iter(here.state.containers.values())).running
    assert running is not None
    assert [given.request is not None and given.request[0] for given in running.inputs] == [80]


def test_a_program_that_is_run_again_from_its_start_answers_again(here: Session) -> None:
    from tutor.engine.containers import live

    run(here, "curl -s localhost:8080/hostname")
    live._held.clear()  # as if the sandbox had been left and opened again
    assert run(here, "curl -s -o /dev/null -w '%{http_code}' localhost:8080/nope") == (0, "404")
    assert run(here, "docker logs web")[1].count("response:") == 2


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("curl -sS localhost:8081", 7, "curl: (7) Failed to connect to localhost port 8081 after 0 ms: Couldn't"),
        ("docker run --rm --network net busybox wget -qO- http://web/hostname", 0, ""),
        ("docker run --rm --network net busybox wget -qO- http://web:81/", 1, "remote host (172.18.0.2)"),
        ("docker run --rm busybox wget -qO- http://web/", 1, "wget: bad address 'web'"),
        ("docker exec web wget -qO- http://localhost/hostname", 0, ""),
        ("docker run --rm --network container:web busybox wget -qO- http://localhost/hostname", 0, ""),
        ("docker run --rm --network host busybox wget -qO- http://localhost:8080/hostname", 0, ""),
        ("docker run --rm busybox wget -qO- http://172.17.0.1:8080/hostname", 0, ""),
        (
            "docker run --rm --network net --add-host gate:host-gateway busybox wget -qO- http://gate:8080/hostname",
            0,
            "",
        ),
        ("docker run --rm --network none busybox wget -qO- http://example.com/", 1, "bad address 'example.com'"),
        ("docker run --rm --network none busybox ping -c 1 192.0.2.10", 1, "ping: sendto: Network is unreachable"),
        ("docker run --rm --network net busybox ping -qc 1 web", 0, "0% packet loss"),
        ("docker run --rm --network net busybox nslookup web", 0, "Address: 172.18.0.2"),
        ("docker run --rm --network net busybox nslookup nobody", 1, "** server can't find nobody: NXDOMAIN"),
        ("docker run --rm --network net busybox nc -zv web 80", 0, "web (172.18.0.2:80) open"),
        ("docker stop -t 0 web && curl -s localhost:8080", 7, ""),
        ("docker pause web && curl -sS -m 2 localhost:8080", 28, "timed out after 2000 milliseconds"),
    ],
)
def test_who_reaches_whom(here: Session, line: str, code: int, said: str) -> None:
    got, printed = run(here, line)
    assert got == code, printed
    assert said in printed
    if not code and not said:
        assert printed.strip() == run(here, "docker exec web hostname")[1].strip()


def test_an_internal_network_leads_nowhere_else(here: Session) -> None:
    run(here, "docker network create --internal shut")
    assert run(here, "docker run --rm --network shut busybox wget -qO- http://example.com/")[0] == 1
    assert run(here, "docker run --rm busybox wget -qO- http://example.com/")[0] == 0


def test_what_nobody_listens_to_behind_a_published_port_is_dropped(here: Session) -> None:
    run(here, "docker run -d -p 9000:9000 busybox sleep 1000")
    assert run(here, "curl -sS localhost:9000") == (56, "curl: (56) Recv failure: Connection reset by peer\n")


def test_a_health_check_asks_its_own_container() -> None:
    made = session()
    serve = "sh -c 'mkdir /www; sleep 2; echo hi > /www/index.html; exec httpd -f -p 80 -h /www'"
    check = "--health-cmd 'wget -q --spider http://localhost/' --health-interval 1s"
    run(made, f"docker run -d --name app {check} busybox {serve}")
    run(made, "sleep 1.5")
    assert "(health: starting)" in run(made, "docker ps --format '{{.Status}}'")[1]
    run(made, "sleep 3")
    assert "(healthy)" in run(made, "docker ps --format '{{.Status}}'")[1]


def test_a_background_program_hears_the_same_when_it_is_run_again(here: Session) -> None:
    from tutor.engine.containers import live

    loop = "while :; do wget -qO- http://web/hostname; sleep 10; done"
    run(here, f"docker run -d --name client --network net busybox sh -c '{loop}'")
    run(here, "sleep 25")
    before = run(here, "docker logs client")[1]
    assert before.count("\n") == 3
    live._held.clear()
    run(here, "docker stop -t 0 web")
    run(here, "sleep 10")
    after = run(here, "docker logs client")[1]
    assert after.startswith(before)
    assert "wget: bad address 'web'" in after


def test_published_digests_are_those_of_the_archives() -> None:
    for site in hub().sites.sites:
        for path in site.archives:
            body = site.body(path)
            assert body is not None
            said = site.body(path + ".sha256")
            assert said == f"{sha256(body).hexdigest()}  {path[1:]}\n".encode()
    site = next(site for site in hub().sites.sites if site.host == "downloads.class.test")
    assert sha256(site.body("/hello-1.0.tar.gz") or b"").hexdigest() == (
        "14a89bd51211ac3de62b0592e686229e36798d3a41ac2985666e21e4c754e8cc"
    )


def test_sites_lie_where_nothing_else_does() -> None:
    for site in hub().sites.sites:
        assert site.host.endswith((".test", "example.com"))
        assert site.address.startswith(("192.0.2.", "198.51.100.", "203.0.113."))


def test_add_of_a_url(tmp_path: object) -> None:
    made = session()
    url = "https://downloads.class.test/hello-1.0.tar.gz"
    digest = "sha256:14a89bd51211ac3de62b0592e686229e36798d3a41ac2985666e21e4c754e8cc"

    def build(add: str) -> tuple[int, str]:
        return run(made, f"printf 'FROM busybox\\n{add}\\n' | docker build -q -t x -")

    assert build(f"ADD {url} /tmp/")[0] == 0
    assert run(made, "docker run --rm x stat -c '%a %u %Y %s' /tmp/hello-1.0.tar.gz")[1] == "600 0 1772447400 363\n"
    assert build(f"ADD --checksum={digest} --chmod=644 --chown=7 {url} /h.tgz")[0] == 0
    assert run(made, "docker run --rm x stat -c '%a %u' /h.tgz")[1] == "644 7\n"
    assert build(f"ADD --unpack {url} /src")[0] == 0
    assert run(made, "docker run --rm x ls /src/hello-1.0")[1] == "README\nhello\ninstall.sh\n"
    code, said = build(f"ADD --checksum={digest[:-1]}d {url} /h.tgz")
    assert code == 1
    wrong = f"{digest} (expected: {digest[:-1]}d)"
    assert f"ERROR: failed to build: failed to solve: digest mismatch for {url}: {wrong}\n" in said
    for add, reason in (
        ("ADD https://downloads.class.test/nope /", "failed to load cache key: invalid response status 404"),
        ("ADD --checksum=sha256:12 a b /", "checksum can't be specified for multiple sources"),
        ("ADD --checksum=sha256:12 a /", "checksum requires HTTP(S) or Git sources"),
        (f"ADD --checksum=sha256:12 {url} /", "invalid checksum digest length"),
        (f"COPY {url} /", "source can't be a URL for COPY"),
    ):
        assert reason in build(add)[1]


def test_a_url_whose_content_changed_is_fetched_anew() -> None:
    import datetime

    made = session()
    when = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    site = Site("moving", {"host": "moving.test", "address": "192.0.2.77", "modified": when, "pages": {"/f": "one"}})
    before = hub()._sites
    hub()._sites = Sites((site,))
    try:
        line = "printf 'FROM busybox\\nADD http://moving.test/f /f\\n' | docker build --progress plain -t x - 2>&1"
        assert "#6 CACHED" not in run(made, line)[1]
        assert "#6 CACHED" in run(made, line)[1]
        site._bodies.clear()
        site.pages["/f"] = "two"
        assert "#6 CACHED" not in run(made, line)[1]
        assert run(made, "docker run --rm x cat /f")[1] == "two"
    finally:
        hub()._sites = before


def test_the_daemon_downloads_what_is_imported_or_built() -> None:
    made = session()
    assert run(made, "docker import https://downloads.class.test/rootfs.tar.gz root:1")[1].startswith(
        "Downloading from https://downloads.class.test/rootfs.tar.gz\nsha256:"
    )
    assert 'NAME="Class Linux"' in run(made, "docker run --rm root:1 cat /etc/os-release")[1]
    assert "with status 404 Not Found" in run(made, "docker import https://downloads.class.test/nope")[1]
    run(made, "docker build -q -t a https://downloads.class.test/context.tar.gz")
    assert run(made, "docker run --rm a") == (0, "built from a downloaded context\n")
    run(made, "docker build -q -t b https://downloads.class.test/Dockerfile")
    assert run(made, "docker run --rm b") == (0, "built from a URL\n")


def test_nothing_answers_while_the_network_is_down() -> None:
    made = session()
    run(made, "docker pull -q busybox")
    made.hub = Unplugged(hub())  # type: ignore[assignment]
    assert run(made, "curl -sS http://example.com")[0] == 6
    assert "wget: bad address" in run(made, "docker run --rm busybox wget -q http://example.com")[1]
    host = "registry-1.docker.io"
    assert f"dial tcp: lookup {host}: no such host" in run(made, "docker pull alpine")[1]
    assert f"dial tcp: lookup {host}: no such host" in run(made, "printf 'FROM alpine\n' | docker build -")[1]


def test_a_run_step_without_network() -> None:
    made = session()
    build = "docker build --progress plain - 2>&1"
    line = f"printf 'FROM busybox\\nRUN {{}} wget -qO- http://api.class.test/health\\n' | {build}"
    assert '{"status": "ok"}' in run(made, line.format(""))[1]
    assert "wget: bad address 'api.class.test'" in run(made, line.format("--network=none"))[1]


def test_a_preview_asks_no_program(here: Session) -> None:
    from tutor.session.preview import LIMITS

    before = here.state
    told = here.rehearse("docker exec web wget -qO- http://localhost/hostname", LIMITS)
    assert told.state is None
    assert told.reason == "This would run for long: what it does shows when it is done."
    assert here.state is before
    assert run(here, "docker logs web") == (0, "")


def test_a_program_beside_a_service_sees_its_files_and_it_those(here: Session) -> None:
    serve = "mkdir /www; exec httpd -f -vv -p 80 -h /www 2> /log"
    run(here, f"docker run -d --name app busybox sh -c '{serve}'")
    ask = "wget -qO- localhost/a"
    script = f"echo new > /www/a; {ask}; cat /log; echo newer > /www/a; {ask}; echo x > /b"
    code, said = run(here, f"docker exec app sh -c '{script}'")
    assert (code, said) == (0, "new\n127.0.0.1:40000: url:/a\n127.0.0.1:40000: response:200\nnewer\n")
    assert run(here, "docker exec app sh -c 'grep -c url /log; cat /b'") == (0, "2\nx\n")

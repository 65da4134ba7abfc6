"""`docker compose`: what it makes of a file, what it does to the sandbox, what it says of mistakes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sandbox import run, session
from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.interpolate import BadTemplate, Filler
from tutor.docker.compose.merge import merge
from tutor.docker.compose.project import variables_of
from tutor.docker.compose.yaml_file import read, write
from tutor.session.session import Session

SHOP = """services:
  store:
    image: redis:7-alpine
    healthcheck: {test: ["CMD", "redis-cli", "ping"], interval: 2s}
    volumes: ["data:/data"]
  web:
    build: .
    command: sleep ${SECONDS_:-1000}
    ports: ["8080:80"]
    environment: [COLOUR=blue]
    depends_on:
      store: {condition: service_healthy}
volumes:
  data:
"""


def ok(learner: Session, line: str) -> str:
    code, out = run(learner, line)
    assert code == 0, out
    return out


def fails(learner: Session, line: str) -> str:
    code, out = run(learner, line)
    assert code != 0, out
    return out


def with_file(text: str) -> Session:
    learner = session()
    ok(learner, f"mkdir shop; cd shop; cat > compose.yaml <<'END'\n{text}\nEND")
    return learner


@pytest.fixture
def shop() -> Session:
    """A project of two services, one of them built, brought up."""
    learner = with_file(SHOP)
    ok(learner, "printf 'FROM alpine:3.20\\nRUN echo web > /name\\n' > Dockerfile; docker compose up -d")
    return learner


def test_up_makes_what_the_file_says(shop: Session) -> None:
    assert ok(shop, "docker compose ps --format '{{.Name}} {{.Service}} {{.State}}'") == (
        "shop-store-1 store running\nshop-web-1 web running\n"
    )
    assert {"shop_default"} == {name for name, _ in shop.state.networks.items()}
    assert "shop_data" in shop.state.volumes
    assert ok(shop, "docker compose exec -T web cat /name") == "web\n"
    assert ok(shop, "docker compose exec web nc -z store 6379; docker compose port web 80") == "0.0.0.0:8080\n"
    (web,) = [one for _, one in shop.state.containers.items() if one.name == "shop-web-1"]
    marks = dict(web.config.labels)
    assert marks["com.docker.compose.project"] == "shop"
    assert marks["com.docker.compose.depends_on"] == "store:service_healthy:false"
    assert "COLOUR=blue" in web.config.environment


def test_up_again_changes_nothing_and_says_so(shop: Session) -> None:
    before = sorted(id for id, _ in shop.state.containers.items())
    assert ok(shop, "docker compose up -d") == " Container shop-store-1 Running \n Container shop-web-1 Running \n"
    assert sorted(id for id, _ in shop.state.containers.items()) == before


def test_only_what_changed_is_made_anew(shop: Session) -> None:
    store = ok(shop, "docker compose ps -q store")
    told = ok(shop, "SECONDS_=5 docker compose up -d")
    assert " Container shop-web-1 Recreated \n" in told
    assert " Container shop-store-1 Running \n" in told
    assert ok(shop, "docker compose ps -q store") == store
    assert ok(shop, "docker inspect -f '{{json .Config.Cmd}}' shop-web-1") == '["sleep","5"]\n'
    assert "shop-store-1 Recreated" in ok(shop, "docker compose up -d --force-recreate store")


def test_volumes_without_a_name_stay_with_a_service() -> None:
    learner = with_file("services:\n  db:\n    image: redis:7-alpine\n    command: redis-server --save ''\n")
    ok(learner, "docker compose up -d; docker compose exec -T db sh -c 'echo kept > /data/note'")
    ok(learner, "sed -i s/redis-server/'redis-server --port 6380'/ compose.yaml; docker compose up -d")
    assert ok(learner, "docker compose exec -T db cat /data/note") == "kept\n"
    ok(learner, "docker compose up -d --force-recreate -V")
    fails(learner, "docker compose exec -T db cat /data/note")


def test_down_takes_away_what_up_made(shop: Session) -> None:
    ok(shop, "docker run -d --name mine alpine:3.20 sleep 1000")
    ok(shop, "docker compose down")
    assert ok(shop, "docker ps -a --format '{{.Names}}'") == "mine\n"
    assert not list(shop.state.networks.items())
    assert "shop_data" in shop.state.volumes
    ok(shop, "docker compose down -v --rmi local")
    assert "shop_data" not in shop.state.volumes
    assert ok(shop, "docker images -q shop-web") == ""
    assert 'No resource found to remove for project \\"shop\\"' in ok(shop, "docker compose down")


def test_what_is_in_use_stays_and_that_is_said(shop: Session) -> None:
    ok(shop, "docker run -d --name guest --network shop_default alpine:3.20 sleep 1000")
    assert " Network shop_default Resource is still in use \n" in ok(shop, "docker compose down")


def test_orphans_are_told_and_removed(shop: Session) -> None:
    ok(shop, "printf 'services:\\n  store:\\n    image: redis:7-alpine\\n' > compose.yaml")
    assert "Found orphan containers ([shop-web-1])" in ok(shop, "docker compose up -d")
    assert "shop-web-1 Removed" in ok(shop, "docker compose up -d --remove-orphans")


def test_scale(shop: Session) -> None:
    ok(shop, "docker compose up -d --scale store=3")
    assert len(ok(shop, "docker compose ps -q store").split()) == 3
    ok(shop, "docker compose scale store=1")
    assert ok(shop, "docker compose ps --format '{{.Name}}' store") == "shop-store-1\n"
    assert "no such service: shop" in fails(shop, "docker compose scale shop=2")


def test_control(shop: Session) -> None:
    ok(shop, "docker compose stop web")
    assert ok(shop, "docker compose ps --services") == "store\n"
    ok(shop, "docker compose start web; docker compose pause web")
    assert ok(shop, "docker compose ps --status paused --services") == "web\n"
    ok(shop, "docker compose unpause; docker compose restart; docker compose kill web")
    assert "shop-web-1 exited (137)" in ok(shop, "docker compose ps -a --format '{{.Name}} {{.Status}}'").lower()
    assert "Going to remove shop-web-1" in ok(shop, "echo n | docker compose rm")
    ok(shop, "docker compose rm -f")
    assert ok(shop, "docker compose ps -a --services") == "store\n"


def test_run_starts_what_a_service_needs() -> None:
    learner = with_file(SHOP)
    ok(learner, "echo FROM alpine:3.20 > Dockerfile")
    assert ok(learner, "docker compose run --rm web echo hi 2> /dev/null") == "hi\n"
    assert ok(learner, "docker compose ps --services") == "store\n"
    assert run(learner, "docker compose run --rm web sh -c 'exit 7' 2> /dev/null")[0] == 7
    line = "docker compose run --rm -e A=1 --no-deps --entrypoint 'sh -c' web 'echo $A' 2> /dev/null"
    assert ok(learner, line) == "1\n"


def test_logs_of_all_in_the_order_of_time() -> None:
    learner = with_file("""services:
  a: {image: "alpine:3.20", command: sh -c 'echo one; sleep 2; echo three'}
  bb: {image: "alpine:3.20", command: sh -c 'sleep 1; echo two'}
""")
    ok(learner, "docker compose up -d; sleep 4")
    assert ok(learner, "docker compose logs") == "a-1   | one\nbb-1  | two\na-1   | three\n"
    assert ok(learner, "docker compose logs --no-log-prefix --tail 1 a") == "three\n"


def test_up_in_front_shows_output_and_ends_with_what_failed() -> None:
    learner = with_file("services:\n  job: {image: 'alpine:3.20', command: sh -c 'echo done; exit 3'}\n")
    code, out = run(learner, "docker compose up 2> /dev/null")
    assert (code, out) == (3, "Attaching to job-1\njob-1  | done\njob-1 exited with code 3\n")


def test_a_need_that_fails_ends_it() -> None:
    learner = with_file("""services:
  db: {image: "alpine:3.20", command: sleep 100, healthcheck: {test: "false", interval: 1s, retries: 2}}
  web: {image: "alpine:3.20", depends_on: {db: {condition: service_healthy}}}
""")
    assert fails(learner, "docker compose up -d").endswith(
        "dependency failed to start: container shop-db-1 is unhealthy\n"
    )


def test_what_has_to_be_done_first_is_waited_for() -> None:
    learner = with_file("""services:
  init: {image: "alpine:3.20", command: sh -c 'sleep 3; echo ready > /shared/note', volumes: ["s:/shared"]}
  web:
    image: alpine:3.20
    command: cat /shared/note
    volumes: ["s:/shared:ro"]
    depends_on: {init: {condition: service_completed_successfully}}
volumes: {s: {}}
""")
    assert " Container shop-init-1 Exited \n" in ok(learner, "docker compose up -d")
    assert ok(learner, "docker compose logs --no-log-prefix web") == "ready\n"


def test_profiles_files_names_and_variables() -> None:
    learner = with_file("""services:
  app: {image: "alpine:${TAG}", command: sleep 100}
  debug: {image: busybox:1.36, profiles: [tools]}
""")
    ok(learner, "echo TAG=3.20 > .env; printf 'services:\\n  app:\\n    labels: {who: me}\\n' > more.yaml")
    assert ok(learner, "docker compose config --services") == "app\n"
    assert ok(learner, "docker compose --profile tools config --services") == "app\ndebug\n"
    assert ok(learner, "docker compose config --images") == "alpine:3.20\n"
    assert ok(learner, "TAG=3.19 docker compose config --images") == "alpine:3.19\n"
    ok(learner, "docker compose -f compose.yaml -f more.yaml -p other up -d")
    assert ok(learner, "docker ps --filter label=who=me --format '{{.Names}}'") == "other-app-1\n"
    assert ok(learner, "docker compose -p other ps --services; docker compose ls -q") == "app\nother\n"
    assert ok(learner, "mkdir deep; cd deep; docker compose config -q; cd ..") == ""


def test_config_is_the_long_form() -> None:
    learner = with_file("""name: demo
services:
  web:
    image: nginx:1.27
    command: nginx -g 'daemon off;'
    ports: ["80", "127.0.0.1:8000-8001:8000-8001/udp"]
    volumes: [./site:/usr/share/nginx/html:ro, "logs:/logs", /tmp/x]
    environment: {A: 1, B: true, C: "x"}
    networks: {front: {aliases: [www]}}
    healthcheck: {test: curl -f localhost, interval: 90s}
networks: {front: {}}
volumes: {logs: {external: true}}
""")
    whole = json.loads(ok(learner, "docker compose config --format json"))
    web = whole["services"]["web"]
    assert web["command"] == ["nginx", "-g", "daemon off;"]
    assert web["ports"] == [
        {"mode": "ingress", "target": 80, "protocol": "tcp"},
        {"mode": "ingress", "host_ip": "127.0.0.1", "target": 8000, "published": "8000", "protocol": "udp"},
        {"mode": "ingress", "host_ip": "127.0.0.1", "target": 8001, "published": "8001", "protocol": "udp"},
    ]
    assert web["volumes"][0] == {
        "type": "bind", "source": "/home/learner/lab/shop/site", "target": "/usr/share/nginx/html", "read_only": True,
        "bind": {},
    }  # fmt: skip
    assert web["environment"] == {"A": "1", "B": "true", "C": "x"}
    assert web["healthcheck"] == {"test": ["CMD-SHELL", "curl -f localhost"], "interval": "1m30s"}
    assert whole["networks"] == {"front": {"name": "demo_front"}}
    assert whole["volumes"] == {"logs": {"name": "logs", "external": True}}
    text = ok(learner, "docker compose config")
    ok(learner, f"cat > again.yaml <<'END'\n{text}END")
    assert ok(learner, "docker compose -f again.yaml config") == text
    assert 'external volume "logs" not found' in fails(learner, "docker compose up -d")


@pytest.mark.parametrize(("text", "said"), [
    ("services:\n  web: {imag: x}", "services.web additional properties 'imag' not allowed"),
    ("service:\n  web: {image: x}", "(root) additional properties 'service' not allowed"),
    ("services:\n  web: {image: x, ports: 80}", "services.web.ports must be a array"),
    ("services:\n  web: {image: x, ports: ['a:b']}", "services.web.ports invalid containerPort: a:b"),
    ("services:\n  web: {image: [x]}", "services.web.image must be a string"),
    ("services:\n  web: {image: x, restart: often}", "services.web.restart invalid restart policy"),
    ("services:\n  web: {image: x, depends_on: [db]}", 'service "web" depends on undefined service "db": invalid'),
    ("services:\n  web: {image: x, networks: [n]}", 'service "web" refers to undefined network n'),
    ("services:\n  web: {image: x, volumes: ['v:/v']}", 'service "web" refers to undefined volume v'),
    ("services:\n  web: {command: x}", 'service "web" has neither an image nor a build context'),
    ("services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [a]}", "cycle detected: a -> b -> a"),
    ("services:\n  web: {image: 'x:${'}", "invalid interpolation format for services.web.image"),
    ("services:\n  web: {image: '${X:?say it}'}", "services.web.image: required variable X is missing a value: say it"),
    ("services:\n  web: {image: x}\n  web: {image: y}", 'line 3: mapping key "web" already defined at line 2'),
    ("services:\n\tweb: {}", "yaml: line 2: found character '\\t'"),
    ("services: [", "yaml: line"), ("- a", "top-level object must be a mapping"), ("", "empty compose file"),
    ("services: {}", "no service selected"), ("name: UP\nservices:\n  w: {image: x}", 'invalid project name "UP"'),
    ("a: &a [x, x]\nb: &b [*a, *a]\n" + "".join(f"c{n}: [*b, *b]\n" for n in range(120)), "excessive aliasing"),
    ("services: " + "[" * 200, "exceeded max depth"),
])  # fmt: skip
def test_mistakes_are_one_line_each(text: str, said: str) -> None:
    learner = with_file(text)
    before = learner.state.containers
    out = fails(learner, "docker compose up -d")
    assert said in out
    assert "Traceback" not in out
    assert learner.state.containers == before


def test_without_a_file() -> None:
    learner = session()
    assert fails(learner, "docker compose up") == "no configuration file provided: not found\n"
    assert "open /home/learner/lab/x.yaml: no such file or directory" in fails(learner, "docker compose -f x.yaml up")
    assert "Docker Compose version v" in ok(learner, "docker compose version")
    assert "unknown docker command: \"compose frob\"" in fails(learner, "docker compose frob")


def filled(text: str, **variables: str) -> str:
    return Filler(variables, lambda _name: None).text(text)


@pytest.mark.parametrize(("text", "result"), [
    ("$A-${A}", "1-1"), ("$$A", "$A"), ("${B:-x}${B-y}", "xy"), ("${E:-x}${E-y}", "x"), ("${A:+z}${B:+z}", "z"),
    ("${B:-${A}${C:-3}}", "13"), ("cost: 5$$", "cost: 5$"), ("${E+set}", "set"), ("${B?}x", None), ("${A", None),
    ("$", None),
])  # fmt: skip
def test_variables(text: str, result: str | None) -> None:
    if result is None:
        with pytest.raises((ComposeError, BadTemplate)):
            filled(text, A="1", E="")
    else:
        assert filled(text, A="1", E="") == result


@given(st.text(alphabet=st.characters(exclude_characters="$")))
def test_what_has_no_dollar_stays_as_it_is(text: str) -> None:
    assert filled(text) == text
    assert filled(text.replace("a", "$$")) == text.replace("a", "$")


names = st.text("abc", min_size=1, max_size=4)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text("ab yn0.:-#'\"", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
)
files = st.dictionaries(names, plain, max_size=4)


@given(files.filter(bool))
def test_what_is_written_reads_back(data: dict[str, Any]) -> None:
    assert read(write(data).encode(), "f") == data


@given(files, files)
def test_a_file_over_itself_is_itself(lower: dict[str, Any], upper: dict[str, Any]) -> None:
    both = merge(lower, upper)
    assert merge(both, {}) == both
    assert merge({}, upper) == upper
    assert set(both) == {*lower, *upper}


def test_plain_words_of_the_newer_yaml() -> None:
    text = b"a: yes\nb: on\nc: 22:22\nd: 2026-01-01\ne: 0o17\nf: true\ng: 010\nh: ~\n"
    plain = {"a": "yes", "b": "on", "c": "22:22", "d": "2026-01-01", "e": 15, "f": True, "g": 8, "h": None}
    assert read(text, "f") == plain
    with pytest.raises(ComposeError, match="invalid UTF-8"):
        read(b"\xff", "f")


def test_files_of_variables() -> None:
    text = "# note\nexport A=1\nB='$A x'\nC=\"$A y\"\nD=plain # end\n\nE\n"
    assert variables_of(text, {}) == {"A": "1", "B": "$A x", "C": "1 y", "D": "plain"}


def test_on_a_terminal_the_last_picture_is_shown() -> None:
    learner = with_file("services:\n  a: {image: 'alpine:3.20', command: sleep 100}\n")
    ok(learner, "docker pull -q alpine:3.20")
    learner.interactive = True
    lines = ok(learner, "docker compose up -d").splitlines()
    assert lines[0] == "[+] up 2/2"
    assert lines[1].startswith(" ✔ Network shop_default Created")
    assert lines[2].startswith(" ✔ Container shop-a-1   Started")
    assert all(len(line) == 80 and line.endswith("s") for line in lines[1:])

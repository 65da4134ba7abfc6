"""Commands run whole, from words to what is printed and what the state is afterwards."""

from __future__ import annotations

from io import BytesIO
from tarfile import TarFile, TarInfo

import pytest

from tests.docker.lab import HOME, Lab, Ran


def archive(**files: str) -> bytes:
    """A tar archive of text files; names with __ for /."""
    out = BytesIO()
    with TarFile(fileobj=out, mode="w") as tar:
        for name, text in files.items():
            member = TarInfo(name.replace("__", "/"))
            member.size = len(text)
            tar.addfile(member, BytesIO(text.encode()))
    return out.getvalue()


@pytest.fixture
def lab() -> Lab:
    """A sandbox with one image, app:1, made from a tar archive."""
    machine = Lab()
    ran = machine.run("docker import -c 'CMD [\"/bin/x\"]' -c 'LABEL a=1' - app:1", archive(etc__motd="hello\n"))
    assert ran.code == 0, ran.err
    return machine


def failed(message: str, code: int = 1) -> Ran:
    return Ran(code, "", f"{message}\n")


# --- images


def test_an_imported_image_is_listed(lab: Lab) -> None:
    lines = lab.run("docker image ls").out.split("\n")
    assert lines[0] == "IMAGE   ID             DISK USAGE   CONTENT SIZE   EXTRA"
    assert lines[1].startswith("app:1   ")
    assert lab.run("docker images --format '{{.Repository}} {{.Tag}}'").out == "app 1\n"
    assert lab.run("docker images -q --no-trunc").out.startswith("sha256:")


def test_a_tag_is_one_more_name(lab: Lab) -> None:
    before = set(lab.state.images)
    assert lab.run("docker tag app:1 team/app:2") == Ran(0, "", "")
    assert set(lab.state.images) - before == {"docker.io/team/app:2"}
    assert lab.run("docker rmi app:1").out == "Untagged: app:1\n"
    ran = lab.run("docker rmi team/app:2")
    assert ran.out.startswith("Untagged: team/app:2\nDeleted: sha256:")
    assert len(lab.state.images) == 0


def test_missing_images_are_one_error_each(lab: Lab) -> None:
    ran = lab.run("docker rmi nope app:1 other:2")
    assert ran.code == 1
    assert ran.out.startswith("Untagged: app:1\n")
    assert ran.err == (
        "Error response from daemon: No such image: nope:latest\nError response from daemon: No such image: other:2\n"
    )
    assert lab.run("docker rmi -f nope") == Ran(0, "", "Error response from daemon: No such image: nope:latest\n")
    assert lab.run("docker rmi ''") == failed("Error response from daemon: page not found")


def test_inspect_prints_json_or_what_a_template_says(lab: Lab) -> None:
    shown = lab.run("docker image inspect app:1").out
    assert shown.startswith('[\n    {\n        "Id": "sha256:')
    assert shown.endswith("    }\n]\n")
    assert lab.run("docker image inspect -f '{{json .Config.Cmd}} {{.Os}}' app:1").out == '["/bin/x"] linux\n'
    assert lab.run("docker image inspect -f '{{.Id}}' app:1").out.startswith("sha256:")
    assert lab.run("docker inspect app:1 nope") == Ran(1, shown, "error: no such object: nope\n")
    assert lab.run("docker image inspect -f '{{.Nope}}' app:1") == Ran(
        1, "\n", 'template parsing error: template: :1:2: executing "" at <.Nope>: map has no entry for key "Nope"\n'
    )
    assert lab.run("docker image inspect -f '{{.Id' app:1").code == 64


def test_prune_asks_first(lab: Lab) -> None:
    question = (
        "WARNING! This will remove all images without at least one container associated to them.\n"
        "Are you sure you want to continue? [y/N] "
    )
    assert lab.run("docker image prune -a", b"n\n") == Ran(0, question, "")
    assert len(lab.state.images) == 1
    ran = lab.run("docker image prune -a", b"Y\n")
    assert ran.out.startswith(f"{question}Deleted Images:\nuntagged: app:1\ndeleted: sha256:")
    assert "\n\nTotal reclaimed space: " in ran.out
    assert len(lab.state.images) == 0


def test_an_archive_goes_out_and_comes_back(lab: Lab) -> None:
    assert lab.run("docker save -o app.tar app:1") == Ran(0, "", "")
    assert lab.fs.stat(f"{HOME}/app.tar").mode & 0o777 == 0o600
    lab.run("docker rmi app:1")
    assert lab.run("docker load -i app.tar").out == "Loaded image: app:1\n"
    assert lab.run("docker save app:1", tty=True) == failed(
        "cowardly refusing to save to a terminal. Use the -o flag or redirect"
    )
    assert lab.run("docker load -i none.tar") == failed("open none.tar: no such file or directory")
    assert lab.run("docker save -o a/b/c app:1") == failed(
        "failed to save image: invalid output path: stat a/b: no such file or directory"
    )


def test_history_cuts_long_lines_unless_told_otherwise(lab: Lab) -> None:
    lines = lab.run("docker history app:1").out.split("\n")
    assert lines[0].split() == ["IMAGE", "CREATED", "CREATED", "BY", "SIZE", "COMMENT"]
    assert lab.run("docker history --format '{{.Comment}}' app:1").out == "Imported from -\n"
    assert lab.run("docker history -H=false --format '{{.Size}}' app:1").out.strip().isdigit()


def test_a_push_needs_a_tag(lab: Lab) -> None:
    assert lab.run("docker push localhost:5000/nope") == Ran(
        1,
        "Using default tag: latest\nThe push refers to repository [localhost:5000/nope]\n",
        "tag does not exist: localhost:5000/nope:latest\n",
    )
    lab.run("docker tag app:1 localhost:5000/app:1")
    ran = lab.run("docker push localhost:5000/app:1")
    assert ran.code == 0
    assert ran.out.split("\n")[1].endswith(": Pushed")
    assert lab.run("docker pull -q localhost:5000/app:1").out == "localhost:5000/app:1\n"


def test_what_a_registry_holds(lab: Lab) -> None:
    lab.run("docker tag app:1 localhost:5000/app:1")
    lab.run("docker push localhost:5000/app:1")
    shown = lab.run("docker buildx imagetools inspect localhost:5000/app:1").out
    assert shown.startswith("Name:      localhost:5000/app:1\nMediaType: application/vnd.oci.image.manifest.v1+json\n")
    assert lab.run("docker manifest inspect localhost:5000/app:1") == failed("no such manifest: localhost:5000/app:1")
    assert lab.run("docker manifest inspect --insecure localhost:5000/app:1").out.startswith('{\n\t"schemaVersion": 2')


# --- containers


def test_a_created_container_is_listed_with_all(lab: Lab) -> None:
    made = lab.run("docker create --name box -l a=1 -p 80:80 app:1").out
    assert len(made) == 65
    assert lab.run("docker ps -q").out == ""
    assert lab.run("docker ps -aq --no-trunc").out == made
    assert lab.run("docker ps -a --format '{{.Names}} {{.State}} {{.Command}} {{.Label \"a\"}}'").out == (
        'box created "/bin/x" 1\n'
    )
    assert lab.run("docker ps -a --format '{{.Nope}}'") == failed(
        'failed to execute template: template: :1:2: executing "" at <.Nope>: '
        "can't evaluate field Nope in type *formatter.ContainerContext"
    )
    assert lab.run("docker rm box").out == "box\n"
    assert len(lab.state.containers) == 0


def test_a_program_that_is_not_there(lab: Lab) -> None:
    ran = lab.run("docker run --name box app:1")
    assert ran.code == 127
    assert ran.err.startswith("docker: Error response from daemon: failed to create task for container")
    assert ran.err.endswith("\n\nRun 'docker run --help' for more information\n")
    assert lab.run("docker inspect -f '{{.State.Status}}' box").out == "created\n"


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("--pull often", 'invalid pull option: \'often\': must be one of "always", "missing" or "never"'),
        ("--memory-swappiness 200", "invalid value: 200. Valid memory swappiness range is 0-100"),
        ("--env-file none", "--env-file: open none: no such file or directory"),
        ("--no-healthcheck --health-cmd x", "--no-healthcheck conflicts with --health-* options"),
        ("--health-retries -1", "--health-retries cannot be negative"),
        ("--rm --restart always", "conflicting options: cannot specify both --restart and --rm"),
        ("--restart :3", "invalid restart policy format: no policy provided before colon"),
        ("--log-driver none --log-opt a=b", "invalid logging opts for driver none"),
        ("-v a::b", "invalid spec: a::b: empty section between colons"),
        ("-p published=1,x", "invalid publish opts format (should be name=value but got 'x')"),
    ],
)
def test_flags_of_run_that_do_not_fit(lab: Lab, flags: str, message: str) -> None:
    error = f"docker: {message}\n\nRun 'docker run --help' for more information"
    assert lab.run(f"docker run {flags} app:1") == failed(error, 125)


def test_env_files(lab: Lab) -> None:
    lab.fs.write(f"{HOME}/a.env", b'# comment\n A=1\nB="x"\n\nLANG\nNOPE\n')
    lab.run("docker create --name box --env-file a.env -e C=3 -e LANG app:1")
    shown = lab.run("docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' box").out.split()
    assert shown[:2] == ["A=1", 'B="x"']
    assert "LANG=C" in shown
    assert "C=3" in shown
    lab.fs.write(f"{HOME}/b.env", b"two words=1\n")
    assert lab.run("docker run --env-file b.env app:1").err.startswith(
        "docker: --env-file: invalid env file (b.env): variable 'two words' contains whitespaces\n"
    )


def test_files_go_into_a_container_and_out_again(lab: Lab) -> None:
    lab.run("docker create --name box app:1")
    lab.fs.write(f"{HOME}/note", b"hi")
    lab.fs.mkdir(f"{HOME}/site/css", parents=True)
    lab.fs.write(f"{HOME}/site/css/main", b"p")
    assert lab.run("docker cp note box:/etc") == Ran(0, "", "")
    assert lab.run("docker cp site box:/www") == Ran(0, "", "")
    assert lab.run("docker cp site/. box:/etc") == Ran(0, "", "")
    assert sorted(lab.run("docker diff box").out.split("\n")[:-1]) == [
        "A /etc/css", "A /etc/css/main", "A /etc/note", "A /www", "A /www/css", "A /www/css/main", "C /etc",
    ]  # fmt: skip
    assert lab.run("docker cp box:/etc/note copy") == Ran(0, "", "")
    assert lab.fs.read(f"{HOME}/copy") == b"hi"
    assert lab.run("docker cp box:/www .") == Ran(0, "", "")
    assert lab.fs.read(f"{HOME}/www/css/main") == b"p"
    assert lab.run("docker cp box:/www/. site") == Ran(0, "", "")
    assert b"css/main" in lab.run_bytes("docker cp box:/www -")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("a b", "must specify at least one container source"),
        ("box:/a other:/b", "copying between containers is not supported"),
        ("'' box:/a", "source can not be empty"),
        ("box:/etc ''", "destination can not be empty"),
        ("box:/etc note", "cannot copy directory"),
        ("box:/etc/motd none/", "no such directory"),
        ("box:/etc/motd none/x", f'invalid output path: directory "{HOME}/none" does not exist'),
        ("box:/nope .", "Error response from daemon: Could not find the file /nope in container box"),
        ("nope:/x .", "Error response from daemon: No such container: nope"),
        ("missing box:/", f"lstat {HOME}/missing: no such file or directory"),
        ("note box:/none/", "no such directory"),
        ("- box:/etc/motd", 'destination "box:/etc/motd" must be a directory'),
    ],
)
def test_copies_that_make_no_sense(lab: Lab, words: str, message: str) -> None:
    lab.run("docker create --name box app:1")
    lab.fs.write(f"{HOME}/note", b"hi")
    assert lab.run(f"docker cp {words}") == failed(message)


def test_update_needs_a_flag(lab: Lab) -> None:
    lab.run("docker create --name box app:1")
    assert lab.run("docker update box") == failed("you must provide one or more flags when using this command")
    assert lab.run("docker update --memory 64m --memory-swap 64m box").out == "box\n"
    assert lab.run("docker inspect -f '{{.HostConfig.Memory}}' box").out == f"{64 << 20}\n"


def test_a_commit_makes_an_image(lab: Lab) -> None:
    lab.run("docker create --name box app:1")
    ran = lab.run("docker commit -m note -c 'ENV A=1' --pause=false box app:2")
    assert ran.out.startswith("Flag --pause has been deprecated, ")
    assert ran.out.split("\n")[1].startswith("sha256:")
    assert lab.run("docker image inspect -f '{{.Comment}} {{.Config.Env}}' app:2").out == "note [A=1]\n"


# --- volumes and networks


def test_volumes() -> None:
    lab = Lab()
    assert lab.run("docker volume create --label a=1 v10").out == "v10\n"
    assert lab.run("docker volume create v9").out == "v9\n"
    assert lab.run("docker volume ls").out == "DRIVER    VOLUME NAME\nlocal     v9\nlocal     v10\n"
    assert lab.run("docker volume ls --format '{{.Name}}|{{.Labels}}|{{.Mountpoint}}'").out == (
        "v9||/var/lib/docker/volumes/v9/_data\nv10|a=1|/var/lib/docker/volumes/v10/_data\n"
    )
    assert lab.run("docker volume inspect -f '{{json .Labels}}' v10 v9").out == '{"a":"1"}\nnull\n'
    assert lab.run("docker volume rm v9 nope") == Ran(
        1, "v9\n", "Error response from daemon: get nope: no such volume\n"
    )
    assert len(lab.state.volumes) == 1
    assert lab.run("docker volume prune -af").out.startswith("Deleted Volumes:\nv10\n\nTotal reclaimed space: ")
    assert len(lab.state.volumes) == 0


def test_networks() -> None:
    lab = Lab()
    assert lab.run("docker network ls --format '{{.Name}}'").out == "bridge\nhost\nnone\n"
    made = lab.run("docker network create --label a=1 --internal back").out
    assert len(made) == 65
    assert lab.run(
        "docker network ls --filter name=back --format '{{.Driver}} {{.Internal}} {{.Label \"a\"}}'"
    ).out == ("bridge true 1\n")
    assert lab.run("docker network inspect -f '{{.Name}} {{.Internal}}' back").out == "back true\n"
    assert lab.run("docker network rm nope back") == Ran(
        1, "back\n", "Error response from daemon: network nope not found\nexit status 1\n"
    )
    assert lab.run("docker network create --gateway 10.0.0.1 x") == failed(
        "every ip-range or gateway must have a corresponding subnet"
    )


# --- the engine as a whole


def test_versions() -> None:
    lab = Lab()
    assert lab.run("docker version --format '{{.Client.Version}} {{.Server.APIVersion}}'").out == "29.8.0 1.55\n"
    assert lab.run("docker version").out.startswith("Client:\n Version:           29.8.0\n")
    assert lab.run("docker info --format '{{.Driver}} {{.Images}}'").out == "overlayfs 0\n"
    assert "Storage Driver: overlayfs" in lab.run("docker info").out


def test_disk_usage(lab: Lab) -> None:
    table = lab.run("docker system df").out.split("\n")
    assert table[0].split() == ["TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE"]
    assert table[1].split()[:3] == ["Images", "1", "0"]
    assert lab.run("docker system df -v --format '{{range .Images}}{{.Repository}}{{end}}'").out == "app"
    assert lab.run("docker system df -v").out.startswith("Images space usage:\n\nREPOSITORY   TAG")


def test_a_prune_of_everything_says_what_it_will_do(lab: Lab) -> None:
    ran = lab.run("docker system prune -a --volumes --filter label=x")
    assert ran == Ran(
        0,
        "WARNING! This will remove:\n"
        "  - all stopped containers\n"
        "  - all networks not used by at least one container\n"
        "  - all anonymous volumes not used by at least one container\n"
        "  - all images without at least one container associated to them\n"
        "  - all build cache\n"
        "\n"
        "  Items to be pruned will be filtered with:\n"
        "  - label=x\n"
        "\n"
        "Are you sure you want to continue? [y/N] ",
        "",
    )


def test_logins() -> None:
    lab = Lab()
    assert lab.run("docker login -u learner --password-stdin", b"layers\n").out == "Login Succeeded\n"
    assert lab.run("docker login -u me -p x --password-stdin").err == (
        "conflicting options: cannot specify both --password and --password-stdin\n"
    )
    assert lab.run("docker logout").out == "Removing login credentials for https://index.docker.io/v1/\n"


@pytest.mark.parametrize("line", ["swarm init", "stack config", "system events", "buildx create"])
def test_what_is_not_simulated_says_so(line: str) -> None:
    ran = Lab().run(f"docker {line}")
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.count("\n") == 1


def test_a_host_without_an_engine() -> None:
    class Bare(Lab):
        machine = None  # type: ignore[assignment]

    ran = Bare().run("docker ps")
    assert ran.code == 1
    assert ran.err.startswith("failed to connect to the docker API at unix:///var/run/docker.sock;")


def test_filters_of_ps_say_what_they_take(lab: Lab) -> None:
    wrong = "Error response from daemon: invalid filter "
    states = "created, running, paused, restarting, removing, exited, dead"
    assert lab.run("docker ps --filter status=nope") == failed(
        f"{wrong}'status=nope': invalid value for state (nope): must be one of {states}"
    )
    assert lab.run("docker ps --filter exited=x") == failed(
        f"{wrong}'exited=x': strconv.Atoi: parsing \"x\": invalid syntax"
    )
    assert lab.run("docker ps --filter is-task=x") == failed(f"{wrong}'is-task=[x]'")
    assert lab.run("docker ps --filter publish=x") == failed(
        "Error response from daemon: error while looking up for publish x: invalid start port 'x': invalid syntax"
    )
    lab.run("docker create --name web app:1")
    form = "{{.HealthStatus}} {{.Platform}} {{json .Platform}}"
    assert lab.run(f"docker ps -a --format '{form}'").out == (
        'none linux/amd64 {"architecture":"amd64","os":"linux"}\n'
    )


@pytest.mark.parametrize(
    ("flags", "wrong"),
    [
        ("--pid foo", "--pid: invalid PID mode"),
        ("--mac-address x", "x is not a valid mac address"),
        ("--device a:b:c:d", "bad format for path: a:b:c:d"),
        ("--security-opt foo", 'invalid --security-opt: "foo"'),
        ("--storage-opt x", "invalid storage option"),
        ("--expose x", "invalid range format for --expose: invalid start port 'x': invalid syntax"),
        ("-p 1-3:1-2", "invalid ranges specified for container and host Ports: 1-2 and 1-3"),
    ],
)
def test_flags_of_run_that_the_client_refuses(lab: Lab, flags: str, wrong: str) -> None:
    said = lab.run(f"docker run {flags} app:1")
    assert said == Ran(125, "", f"docker: {wrong}\n\nRun 'docker run --help' for more information\n")
    assert len(lab.state.containers) == 0


def test_until_counts_from_when_an_image_came(lab: Lab) -> None:
    assert lab.run("docker images -q --filter until=1h").out == ""
    lab.run("docker image prune -af --filter until=1h")
    assert len(lab.state.images) == 1
    lab.sleep(7200)
    assert lab.run("docker images -q --filter until=1h").out != ""
    lab.run("docker image prune -af --filter until=1h")
    assert len(lab.state.images) == 0


def test_options_of_volumes_are_checked(lab: Lab) -> None:
    start = "Error response from daemon: create vol: "
    assert lab.run("docker volume create -o foo=bar vol") == failed(f'{start}invalid option: "foo"')
    assert lab.run("docker volume create -o type=nfs vol") == failed(f'{start}missing required option: "device"')
    assert lab.run("docker volume create -o type=tmpfs -o device=tmpfs vol").out == "vol\n"


def test_logs_and_rm_of_one_platform(lab: Lab) -> None:
    lab.run("docker create --name web app:1")
    said = 'invalid value for "since": failed to parse value as time or duration: "foo"'
    assert lab.run("docker logs --since foo web") == failed(said)
    assert lab.run("docker image rm --platform linux/amd64 app:1").code == 1
    assert len(lab.state.images) == 1

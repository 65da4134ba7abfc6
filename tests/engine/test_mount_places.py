"""Mounts that do not fit what they are put on, and images as mounts."""

from __future__ import annotations

import pytest

from tests.docker.lab import Lab
from tests.support.sandbox import hub
from tutor.dataclass import replace

MISMATCH = "not a directory: Are you trying to mount a directory onto a file (or vice-versa)?"


@pytest.fixture
def lab() -> Lab:
    """A sandbox with alpine:3.20 and a file of the host."""
    machine = Lab(hub())
    assert machine.run("docker pull -q alpine:3.20").code == 0
    machine.fs.write("/home/learner/f.txt", b"content\n")
    machine.state = replace(machine.state, host=machine.fs.tree)
    return machine


@pytest.mark.parametrize(
    "flags",
    ["-v /home/learner/f.txt:/etc", "-v /home/learner:/etc/passwd", "-v vol:/etc/passwd", "--tmpfs /etc/passwd"],
)
def test_a_folder_does_not_go_onto_a_file_nor_a_file_onto_a_folder(lab: Lab, flags: str) -> None:
    ran = lab.run(f"docker run --name c1 {flags} alpine:3.20 true")
    assert ran.code == 125
    assert MISMATCH in ran.err
    state = lab.run("docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' c1").out
    assert state == "created 127\n"


def test_an_image_is_mounted_to_be_read_only(lab: Lab) -> None:
    lab.run("docker pull -q busybox:1.36")
    mount = "--mount type=image,src=busybox:1.36,dst=/img"
    ran = lab.run(f"docker run --name c1 {mount} alpine:3.20 sh -c 'ls -d /img/bin && touch /img/x'")
    assert ran == (1, "/img/bin\n", "touch: /img/x: Read-only file system\n")
    assert lab.run("docker inspect -f '{{range .Mounts}}{{.Type}} {{.Name}} {{.RW}}{{end}}' c1").out == (
        "image busybox:1.36 false\n"
    )
    assert "is using its referenced image" in lab.run("docker rmi busybox:1.36").err
    missing = lab.run("docker create --mount type=image,src=nope:1,dst=/img alpine:3.20")
    assert missing.err.endswith("Error response from daemon: No such image: nope:1\n")


def test_a_volume_of_a_mount_gets_its_labels_and_subfolder(lab: Lab) -> None:
    lab.run("docker run --rm --mount type=volume,src=vol,dst=/x,volume-label=a=b alpine:3.20 mkdir /x/sub")
    assert lab.run("docker volume inspect -f '{{json .Labels}}' vol").out == '{"a":"b"}\n'
    mount = "--mount type=volume,src=vol,dst=/y,volume-subpath"
    assert lab.run(f"docker run --rm {mount}=sub alpine:3.20 touch /y/z").code == 0
    assert lab.run("docker run --rm -v vol:/x alpine:3.20 ls /x/sub").out == "z\n"
    ran = lab.run(f"docker run --rm {mount}=nope alpine:3.20 true")
    assert ran.code == 127
    assert "lstat /var/lib/docker/volumes/vol/_data/nope: no such file or directory" in ran.err


def test_a_letter_and_a_colon_are_the_drive_of_a_target(lab: Lab) -> None:
    assert lab.run("docker run --rm -v x:y alpine:3.20 ls -d /x:y").out == "/x:y\n"


def test_limits_are_those_that_were_asked_for(lab: Lab) -> None:
    ran = lab.run("docker run --rm --ulimit nofile=100:200 alpine:3.20 sh -c 'ulimit -n; ulimit -Hn'")
    assert ran.out == "100\n200\n"


def test_programs_see_that_they_run_in_a_container(lab: Lab) -> None:
    assert lab.run("docker run --name c1 alpine:3.20 sh -c 'ls -A / | head -1'").out == ".dockerenv\n"
    assert lab.run("docker diff c1").out == ""
    assert lab.run("docker commit c1 made:1").code == 0
    assert lab.run("docker image inspect -f '{{len .RootFS.Layers}}' made:1").out == (
        lab.run("docker image inspect -f '{{len .RootFS.Layers}}' alpine:3.20").out
    )


def test_a_container_in_several_networks(lab: Lab) -> None:
    for name in ("na", "nb"):
        lab.run(f"docker network create {name}")
    lab.run("docker run -d --name c1 --network na --network name=nb,alias=db alpine:3.20 sleep 600")
    assert lab.run("docker ps --format '{{.Networks}}'").out == "na,nb\n"
    assert lab.run("docker inspect -f '{{json .NetworkSettings.Networks.nb.Aliases}}' c1").out == '["db"]\n'
    assert lab.run("docker create --network na --network na alpine:3.20").err.startswith(
        'docker: network "na" is specified multiple times\n'
    )

"""What `docker` shows in the era before engine 29, as engine 20.10.24 with overlay2 showed it for the bundled images.

Its registry was the bundled hub, so digests, IDs and sizes of pulled images are its own answers to the byte.
"""

from __future__ import annotations

import json

import pytest

from tests.support import sandbox
from tests.support.sandbox import run
from tutor.dataclass import replace
from tutor.session.picture import picture
from tutor.session.session import Session
from tutor.session.stack import Forest

ALPINE = "sha256:263c6e5fe007cc9eb36502951fb6dcc4ed1ca1641bdc73d994640ec659a09fd4"
ALPINE_LAYER = "sha256:2ffe728bcd8fd6ec90f0dc1bda26ab7c6ce6fe9ac153a18f23d0dc239313f7d4"
ALPINE_DIGEST = "alpine@sha256:3d204ccd86e3b79d116b011343990319cfb20178579592259241f63f009fdb62"
BUSYBOX = "sha256:065ee00c663f95e3e912e794514cc985e1c753a9d256140988d837bfcb05c656"
BUSYBOX_LAYER = "sha256:03897f18517cb3c7651540a791d47ed32573cfee0fb2dfa0fd7be88866a5de28"
DOCKERFILE = r"printf 'FROM alpine:3.20\nCOPY a /a\nENV X=1\nCOPY b /b\n' > Dockerfile; head -c 100000 /dev/zero > b"


@pytest.fixture
def session() -> Session:
    made = sandbox.session()
    assert run(made, "docker-era 28") == (0, "")
    return made


def ok(session: Session, line: str) -> str:
    code, out = run(session, line)
    assert code == 0, out
    return out


def table(session: Session, line: str = "docker images") -> list[list[str]]:
    """Repository, tag, ID and size of each row."""
    return [[*row.split()[:3], row.split()[-1]] for row in ok(session, line).splitlines()[1:]]


# --- the setting


def test_the_setting_is_part_of_the_state_and_is_undone(session: Session) -> None:
    assert ok(session, "docker-era") == "28\n"
    assert replace(session.state, docker_era=29).digest != session.state.digest
    session.undo()
    assert session.state.docker_era == 29
    session.redo()
    assert session.state.docker_era == 28


def test_other_engines_are_refused_and_tutor_lists_the_word(session: Session) -> None:
    for words in ("27", "28 29", "x", "''"):
        code, out = run(session, f"docker-era {words}")
        assert code != 0
        assert "docker-era 29" in out
    assert "docker-era " in ok(session, "tutor")


# --- listing


def test_the_list_is_the_table_newest_first_without_tree_or_legend(session: Session) -> None:
    ok(session, "docker pull -q busybox; docker pull -q alpine:3.20; docker pull -q alpine:latest")
    out = ok(session, "docker image ls")
    assert out.splitlines()[0] == "REPOSITORY   TAG       IMAGE ID       CREATED         SIZE"
    assert table(session) == [
        ["alpine", "3.20", "263c6e5fe007", "7.81MB"],
        ["alpine", "latest", "263c6e5fe007", "7.81MB"],
        ["busybox", "latest", "065ee00c663f", "4.28MB"],
    ]
    assert ok(session, "docker images -q --no-trunc busybox") == f"{BUSYBOX}\n"
    assert ok(session, "docker image inspect -f '{{.Size}}' alpine busybox") == "7811513\n4284639\n"


def test_the_same_store_shows_both_eras(session: Session) -> None:
    ok(session, "docker pull -q alpine:3.20; docker-era 29")
    now = ok(session, "docker images")
    assert now.splitlines()[0].startswith("IMAGE ")
    assert ALPINE_DIGEST.partition(":")[2][:12] in now
    assert table(session, "docker-era 28; docker images") == [["alpine", "3.20", "263c6e5fe007", "7.81MB"]]


def test_history_has_the_sizes_of_files(session: Session) -> None:
    ok(session, f"docker pull -q alpine:3.20; echo 1 > a; {DOCKERFILE}; docker build -q -t app:1 .")
    form = '{{printf "%.7s" .ID}} {{.Size}}'
    image = ok(session, "docker images -q app:1")
    assert ok(session, f"docker history --format '{form}' app:1").splitlines() == [
        f"{image[:7]} 100kB", "<missin 0B", "<missin 2B", "<missin 0B", "<missin 7.81MB",
    ]  # fmt: skip


def test_inspect_has_the_fields_of_a_graph_driver(session: Session) -> None:
    ok(session, "docker pull -q alpine:3.20")
    (image,) = json.loads(ok(session, "docker image inspect alpine:3.20"))
    assert list(image) == [
        "Id", "RepoTags", "RepoDigests", "Parent", "Comment", "Created", "DockerVersion", "Author", "Config",
        "Architecture", "Os", "Size", "GraphDriver", "RootFS", "Metadata",
    ]  # fmt: skip
    assert (image["Id"], image["RepoDigests"], image["Parent"]) == (ALPINE, [ALPINE_DIGEST], "")
    driver = image["GraphDriver"]
    assert (driver["Name"], sorted(driver["Data"])) == ("overlay2", ["MergedDir", "UpperDir", "WorkDir"])


def test_disk_usage_counts_layers_once(session: Session) -> None:
    ok(session, f"docker pull -q alpine:3.20; echo 1 > a; {DOCKERFILE}; docker build -q -t app:1 .")
    assert ok(session, "docker system df").splitlines()[1].split() == [
        "Images", "2", "0", "7.912MB", "7.912MB", "(100%)",
    ]  # fmt: skip
    rows = [line.split()[-4:] for line in ok(session, "docker system df -v").splitlines()[3:5]]
    assert rows == [["7.91MB", "7.812MB", "100kB", "0"], ["7.81MB", "7.812MB", "0B", "0"]]


# --- pull, build, push


def test_a_pull_speaks_of_every_layer_of_an_image_that_is_not_here(session: Session) -> None:
    head = "3.20: Pulling from library/alpine\n"
    tail = (
        f"Digest: {ALPINE_DIGEST[7:]}\nStatus: Downloaded newer image for alpine:3.20\ndocker.io/library/alpine:3.20\n"
    )
    stages = ("Pulling fs layer", "Verifying Checksum", "Download complete", "Pull complete")
    lines = "".join(f"343fc487b3ea: {stage}\n" for stage in stages)
    assert ok(session, "docker pull alpine:3.20") == head + lines + tail
    assert "343fc487b3ea" not in ok(session, "docker pull alpine:latest")
    ok(session, f"echo 1 > a; {DOCKERFILE}; docker build -q -t app:1 .; docker rmi alpine:3.20 alpine:latest")
    assert ok(session, "docker pull alpine:3.20") == head + "343fc487b3ea: Already exists\n" + tail


def test_a_build_writes_an_image_and_leaves_its_former_one_nameless(session: Session) -> None:
    ok(session, f"docker pull -q alpine:3.20; echo 1 > a; {DOCKERFILE}")
    out = ok(session, "docker build --progress plain -t app:1 .")
    first = ok(session, "docker images -q --no-trunc app:1").strip()
    assert f"exporting layers done\n#8 writing image {first} done\n#8 naming to docker.io/library/app:1 done\n" in out
    assert "manifest" not in out.partition("exporting to image")[2]
    second = ok(session, "echo 22 > a; docker build -q -t app:1 .").strip()
    assert [row[:3] for row in table(session)[:2]] == [
        ["app", "1", second[7:19]], ["<none>", "<none>", first[7:19]],
    ]  # fmt: skip
    assert ok(session, "docker image prune -f") == f"Deleted Images:\ndeleted: {first}\n\nTotal reclaimed space: 0B\n"


def test_a_push_names_layers_by_what_is_in_them(session: Session) -> None:
    ok(session, "docker pull -q alpine:3.20; docker tag alpine:3.20 localhost:5000/a:1")
    out = ok(session, "docker push localhost:5000/a:1")
    assert "2ffe728bcd8f: Preparing\n2ffe728bcd8f: Pushed\n1: digest: sha256:" in out
    assert "2ffe728bcd8f: Layer already exists" in ok(session, "docker push localhost:5000/a:1")
    digest = out.partition("digest: ")[2].partition(" ")[0]
    assert ok(session, "docker rmi localhost:5000/a:1") == (
        f"Untagged: localhost:5000/a:1\nUntagged: localhost:5000/a@{digest}\n"
    )


# --- removing


def test_the_last_name_takes_digests_and_layers_with_it(session: Session) -> None:
    ok(session, "docker pull -q alpine:3.20; docker pull -q alpine:latest")
    assert ok(session, "docker rmi alpine:3.20") == "Untagged: alpine:3.20\n"
    assert ok(session, "docker rmi alpine") == (
        f"Untagged: alpine:latest\nUntagged: {ALPINE_DIGEST}\nDeleted: {ALPINE}\nDeleted: {ALPINE_LAYER}\n"
    )


def test_layers_go_from_the_top_down_but_the_build_cache_keeps_its_own(session: Session) -> None:
    ok(session, f"docker pull -q alpine:3.20; echo 1 > a; {DOCKERFILE}; docker build -q -t app:1 .")
    ok(session, "docker save -o app.tar app:1")
    kept = ok(session, "docker rmi app:1").splitlines()
    assert [line.partition(":")[0] for line in kept] == ["Untagged", "Deleted"]
    ok(session, "docker builder prune -af; docker load -i app.tar; docker rmi alpine:3.20")
    gone = ok(session, "docker rmi app:1").splitlines()
    assert [line.partition(":")[0] for line in gone] == ["Untagged", *["Deleted"] * 4]
    assert gone[-1] == f"Deleted: {ALPINE_LAYER}"


def test_an_id_may_be_short_but_not_of_several_repositories(session: Session) -> None:
    ok(session, "docker pull -q alpine:3.20; docker tag alpine:3.20 my:1")
    message = "conflict: unable to delete 263c6e5fe007 (must be forced) - image is referenced in multiple repositories"
    assert run(session, "docker rmi 263") == (1, f"Error response from daemon: {message}\n")
    out = ok(session, "docker rmi -f 263")
    assert out.startswith("Untagged: alpine:3.20\nUntagged: my:1\n")
    assert out.endswith(f"Deleted: {ALPINE}\nDeleted: {ALPINE_LAYER}\n")


def test_a_digest_is_a_name_of_its_own(session: Session) -> None:
    ok(session, "docker pull -q alpine:3.20")
    assert ok(session, f"docker rmi {ALPINE_DIGEST}") == f"Untagged: {ALPINE_DIGEST}\n"
    assert table(session, "docker images --digests")[0][2] == "<none>"
    ok(session, "docker pull -q alpine:3.20; docker pull -q busybox; docker tag busybox alpine:3.20")
    assert ["alpine", "<none>", "263c6e5fe007", "7.81MB"] in table(session)
    assert ok(session, "docker image prune -f").startswith(
        f"Deleted Images:\nuntagged: {ALPINE_DIGEST}\ndeleted: {ALPINE}\n"
    )


def test_a_container_holds_its_image_unless_forced(session: Session) -> None:
    ok(session, "docker pull -q alpine:3.20; docker create --name c1 alpine:3.20 sh")
    code, out = run(session, "docker rmi alpine:3.20")
    assert code == 1
    assert 'conflict: unable to remove repository reference "alpine:3.20" (must force) - container ' in out
    assert out.endswith(" is using its referenced image 263c6e5fe007\n")
    assert "image is being used by stopped container" in run(session, "docker rmi 263c6e5fe007")[1]
    forced = f"Untagged: alpine:3.20\nUntagged: {ALPINE_DIGEST}\nDeleted: {ALPINE}\n"
    assert ok(session, "docker rmi -f alpine:3.20") == forced
    assert table(session) == []
    assert ok(session, "docker ps -a --format '{{.Image}}'") == "263c6e5fe007\n"
    assert ok(session, "docker inspect -f '{{.Image}} {{.GraphDriver.Name}}' c1") == f"{ALPINE} overlay2\n"


def test_a_running_containers_image_only_loses_its_name(session: Session) -> None:
    ok(session, "docker pull -q busybox; docker run -d --name web busybox sleep 999")
    assert "Deleted" not in ok(session, "docker rmi -f busybox")
    assert table(session)[0][:3] == ["<none>", "<none>", BUSYBOX[7:19]]


def test_an_image_stays_while_another_was_committed_from_it(session: Session) -> None:
    ok(session, "docker pull -q alpine:3.20; docker create --name c1 alpine:3.20 sh")
    made = ok(session, "docker commit c1 com:1; docker rm c1").splitlines()[0]
    assert ok(session, "docker image inspect -f '{{.Id}} {{.Parent}}' com:1") == f"{made} {ALPINE}\n"
    assert ok(session, "docker rmi alpine:3.20") == f"Untagged: alpine:3.20\nUntagged: {ALPINE_DIGEST}\n"
    assert [row[0] for row in table(session)] == ["com"]
    assert [row[0] for row in table(session, "docker images -a")] == ["com", "<none>"]
    hard = "unable to delete 263c6e5fe007 (cannot be forced) - image has dependent child images"
    assert hard in run(session, "docker rmi -f 263c6e5fe007")[1]
    assert ok(session, "docker rmi com:1") == (
        f"Untagged: com:1\nDeleted: {made}\nDeleted: {ALPINE}\nDeleted: {ALPINE_LAYER}\n"
    )


def test_a_prune_of_everything_names_what_goes(session: Session) -> None:
    ok(session, "docker pull -q busybox; docker tag busybox alpine:3.20")
    assert ok(session, "docker image prune -af") == (
        "Deleted Images:\nuntagged: alpine:3.20\nuntagged: busybox:latest\n"
        "untagged: busybox@sha256:c86446dcb39c878f88522bcff1747c6b2d9984edb4f159c48613a131ae384ad7\n"
        f"deleted: {BUSYBOX}\ndeleted: {BUSYBOX_LAYER}\n\nTotal reclaimed space: 4.285MB\n"
    )


def test_an_archive_without_names_is_loaded_by_the_id_of_the_configuration(session: Session) -> None:
    ok(session, "docker pull -q busybox; docker save -o b.tar 065ee00c663f; docker rmi busybox")
    assert ok(session, "docker load -i b.tar") == f"Loaded image ID: {BUSYBOX}\n"


# --- what is drawn


def test_the_stack_shows_the_eras_ids_and_sizes(session: Session) -> None:
    ok(session, "docker pull -q busybox")
    view = Forest(picture(session.state)).view
    assert view.bytes == 4284639
    ok(session, "docker-era 29")
    assert Forest(picture(session.state)).view.bytes != view.bytes


def test_the_last_tag_time_is_of_a_name_that_was_given_here(session: Session) -> None:
    never = "0001-01-01T00:00:00Z"
    sandbox.run(session, "docker pull -q alpine:3.20")
    form = "docker image inspect -f '{{json .Metadata.LastTagTime}}' alpine:3.20"
    assert sandbox.run(session, form) == (0, f'"{never}"\n')
    sandbox.run(session, "docker tag alpine:3.20 mine:1")
    assert sandbox.run(session, form)[1].startswith('"2026-')


def test_a_load_says_that_it_takes_a_name(session: Session) -> None:
    for line in (
        "docker pull -q alpine:3.20", "docker save -o x.tar alpine:3.20", "docker pull -q alpine:3.19",
        "docker tag alpine:3.19 alpine:3.20",
    ):  # fmt: skip
        sandbox.run(session, line)
    old = sandbox.run(session, "docker images -q --no-trunc alpine:3.20")[1].strip()
    assert sandbox.run(session, "docker load -i x.tar") == (
        0, f"The image alpine:3.20 already exists, renaming the old one with ID {old} to empty string\n"
        "Loaded image: alpine:3.20\n",
    )  # fmt: skip
    assert sandbox.run(session, "docker load -i x.tar") == (0, "Loaded image: alpine:3.20\n")

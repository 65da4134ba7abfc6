"""Each flag of `docker build` does what buildx's does."""

from __future__ import annotations

import io
import json
import tarfile

import pytest

from tests.engine.building import Bench
from tutor.vfs.nodes import File

SIMPLE = "FROM alpine:3.20\nARG V=none\nCOPY a.txt /a\nRUN echo $V > /v\nLABEL from=file\n"
STAGES = "FROM alpine:3.20 AS one\nRUN echo 1 > /f\nFROM one AS two\nRUN echo 2 >> /f\nFROM two\nRUN echo 3 >> /f\n"


def bench() -> Bench:
    return Bench({"a.txt": "one\n", "other/Dockerfile.x": "FROM alpine:3.20\nRUN echo x > /v\n", "Dockerfile": SIMPLE})


def ask(made: Bench, line: str) -> str:
    code, printed = made.run(line)
    assert code == 0, printed
    return printed


def read(made: Bench, path: str) -> bytes:
    node = made.session.state.host.get(f"{made.session.state.shells[0].cwd}/{path}")
    assert isinstance(node, File)
    return node.content.read()


def inspected(made: Bench, what: str, name: str = "t") -> object:
    return json.loads(ask(made, f"docker image inspect -f '{{{{json {what}}}}}' {name}"))


def test_several_tags() -> None:
    made = bench()
    ask(made, "docker build -q -t t -t other/name:2 -t localhost:5000/x:y .")
    ids = {inspected(made, ".Id", name) for name in ("t", "other/name:2", "localhost:5000/x:y")}
    assert len(ids) == 1


@pytest.mark.parametrize(
    "line",
    [
        "docker build -q -t t -f other/Dockerfile.x .",
        "docker build -q -t t -f - . < other/Dockerfile.x",
        "docker build -q -t t - < other/Dockerfile.x",
        "tar -c -C other Dockerfile.x | docker build -q -t t -f Dockerfile.x -",
        "tar -cz -C other Dockerfile.x | docker build -q -t t -f Dockerfile.x -",
    ],
)
def test_where_the_dockerfile_is(line: str) -> None:
    made = bench()
    ask(made, line)
    assert made.inside("cat /v") == "x\n"


def test_arguments_labels_and_annotations() -> None:
    made = bench()
    ask(made, "E=env docker build -q -t t --build-arg V=given --label from=flag --label l=1 .")
    assert made.inside("cat /v") == "given\n"
    assert inspected(made, ".Config.Labels") == {"from": "flag", "l": "1"}
    ask(made, "V=env docker build -q -t t --build-arg V .")
    assert made.inside("cat /v") == "env\n"
    ask(made, "docker build -q -t t --annotation a=1 --annotation index:b=2 --output type=oci,dest=o.tar .")
    index = json.loads(member(read(made, "o.tar"), "index.json"))["manifests"][0]
    listed = json.loads(blob(read(made, "o.tar"), index["digest"]))
    assert listed["annotations"] == {"b": "2"}
    manifest = json.loads(blob(read(made, "o.tar"), listed["manifests"][0]["digest"]))
    assert manifest["annotations"] == {"a": "1"}


def member(archive: bytes, name: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(archive)) as members:
        file = members.extractfile(name)
        assert file is not None
        return file.read()


def blob(archive: bytes, digest: str) -> bytes:
    return member(archive, "blobs/" + digest.replace(":", "/"))


def test_target() -> None:
    made = bench()
    made.write("Dockerfile", STAGES)
    ask(made, "docker build -q -t t --target two .")
    assert made.inside("cat /f") == "1\n2\n"
    code, printed = made.run("docker build --target tow .")
    assert code == 1
    assert 'target stage "tow" could not be found (did you mean two?)' in printed


def test_no_cache_and_filter() -> None:
    made = bench()
    made.write("Dockerfile", STAGES)
    ask(made, "docker build -q .")

    def ran(flags: str) -> list[bool]:
        ask(made, f"docker build -q {flags} .")
        return [not step.cached for step in made.session.state.built]

    assert ran("") == [False, False, False]
    assert ran("--no-cache") == [True, True, True]
    assert ran("--no-cache-filter two") == [False, True, True]


def test_pull_asks_the_registry_again() -> None:
    made = bench()
    ask(made, "docker pull -q busybox:1.36; docker tag busybox:1.36 alpine:3.20")
    made.write("Dockerfile", "FROM alpine:3.20\nRUN ls /etc/alpine-release > /v || true\n")
    ask(made, "docker build -q -t t .")
    assert made.inside("cat /v") == ""
    ask(made, "docker build -q -t t --pull .")
    assert made.inside("cat /v") == "/etc/alpine-release\n"


def test_several_platforms_make_an_index() -> None:
    made = bench()
    made.write("Dockerfile", "FROM alpine:3.20\nARG TARGETARCH\nRUN echo $TARGETARCH > /v\n")
    printed = ask(made, "docker build -t localhost:5000/m:1 --platform linux/amd64,linux/arm64 --push .")
    assert printed.count("load metadata for docker.io/library/alpine:3.20") == 2
    assert "[linux/arm64 internal] load metadata" in printed
    assert "[linux/arm64 2/2] RUN echo arm64 > /v" in printed
    index = json.loads(ask(made, "docker buildx imagetools inspect --raw localhost:5000/m:1"))
    shown = [row["platform"]["os"] + "/" + row["platform"]["architecture"] for row in index["manifests"]]
    assert shown == ["linux/amd64", "linux/arm64", "unknown/unknown", "unknown/unknown"]
    references = [row.get("annotations", {}).get("vnd.docker.reference.digest") for row in index["manifests"][2:]]
    assert references == [row["digest"] for row in index["manifests"][:2]]
    ask(made, "docker build -q -o out --platform linux/amd64,linux/arm64 .")
    assert read(made, "out/linux_arm64/v") == b"arm64\n"


def test_files_as_output() -> None:
    made = bench()
    made.write("Dockerfile", "FROM scratch\nCOPY a.txt /d/\n")
    ask(made, "docker build -q -o out . && docker build -q -o type=tar,dest=o.tar . && docker build -q -o - . > p.tar")
    assert read(made, "out/d/a.txt") == b"one\n"
    assert member(read(made, "o.tar"), "d/a.txt") == b"one\n"
    assert member(read(made, "p.tar"), "d/a.txt") == b"one\n"
    assert "t" not in ask(made, "docker image ls -q").split()


@pytest.mark.parametrize("kind", ["oci", "docker"])
def test_archives_as_output(kind: str) -> None:
    made = bench()
    ask(made, f"docker build -q -t t --output type={kind},dest=o.tar .")
    assert ask(made, "docker image ls -q") == ""
    with tarfile.open(fileobj=io.BytesIO(read(made, "o.tar"))) as members:
        names = members.getnames()
    assert ("manifest.json" in names) == (kind == "docker")
    assert "oci-layout" in names
    ask(made, "docker load -q -i o.tar")
    assert made.inside("cat /a") == "one\n"


def test_iidfile_and_quiet() -> None:
    made = bench()
    printed = ask(made, "docker build -q --iidfile id -t t .")
    assert printed.strip() == read(made, "id").decode() == inspected(made, ".Id")


def test_metadata_file() -> None:
    made = bench()
    printed = ask(made, "docker build -q --metadata-file m.json --build-arg V=1 -t t .")
    told = json.loads(read(made, "m.json"))
    assert told["containerimage.digest"] == printed.strip()
    assert told["image.name"] == "docker.io/library/t:latest"
    provenance = told["buildx.build.provenance"]
    assert provenance["invocation"]["parameters"]["args"] == {"build-arg:V": "1"}
    assert provenance["materials"][0]["uri"] == "pkg:docker/alpine@3.20?platform=linux%2Famd64"


def test_progress() -> None:
    made = bench()
    plain = ask(made, "docker build --progress plain . 2>&1")
    assert plain.startswith('#0 building with "default" instance using docker driver\n')
    assert ask(made, "docker build --progress quiet .").startswith("sha256:")
    lines = [json.loads(line) for line in ask(made, "docker build --progress rawjson . 2>&1").splitlines()]
    names = {vertex["name"] for line in lines for vertex in line.get("vertexes", ())}
    assert "[3/3] RUN echo none > /v" in names
    started = [v for line in lines for v in line.get("vertexes", ()) if v["name"].startswith("[3/3]")]
    assert [("started" in v, "completed" in v, "cached" in v) for v in started] == [
        (False, False, False), (True, False, False), (True, True, True),
    ]  # fmt: skip
    code, printed = made.run("docker build --progress nope .")
    assert (code, printed) == (1, "ERROR: invalid progress mode nope\n")


def statements(made: Bench, flags: str) -> dict[str, dict[str, object]]:
    """The attestations of an image built with those flags, by predicate type."""
    ask(made, f"docker build -q {flags} --output type=oci,dest=o.tar .")
    archive = read(made, "o.tar")
    top = json.loads(blob(archive, json.loads(member(archive, "index.json"))["manifests"][0]["digest"]))
    found = {}
    for row in top.get("manifests", ()):
        if row.get("annotations", {}).get("vnd.docker.reference.type") == "attestation-manifest":
            for layer in json.loads(blob(archive, row["digest"]))["layers"]:
                statement = json.loads(blob(archive, layer["digest"]))
                assert layer["annotations"]["in-toto.io/predicate-type"] == statement["predicateType"]
                found[statement["predicateType"]] = statement["predicate"]
    return found


def test_attestations() -> None:
    made = bench()
    assert list(statements(made, "")) == ["https://slsa.dev/provenance/v0.2"]
    assert statements(made, "--provenance=false") == {}
    both = statements(made, "--sbom=true")
    assert list(both) == ["https://spdx.dev/Document", "https://slsa.dev/provenance/v0.2"]
    listed = both["https://spdx.dev/Document"]["packages"]
    assert isinstance(listed, list)
    ask(made, "docker pull -q alpine:3.20")
    installed = ask(made, "docker run --rm alpine:3.20 grep -c ^P: /lib/apk/db/installed")
    assert len(listed) == int(installed)
    assert "busybox" in {row["name"] for row in listed}
    assert list(statements(made, "--attest type=sbom --provenance=false")) == ["https://spdx.dev/Document"]


def test_push_and_load() -> None:
    made = bench()
    ask(made, "docker build -q -t localhost:5000/p:1 --push . && docker image rm localhost:5000/p:1")
    ask(made, "docker pull -q localhost:5000/p:1")
    ask(made, "docker build -q --load -t t .")
    assert made.inside("cat /a") == "one\n"


def test_a_build_dated_by_source_date_epoch_is_the_same_at_any_time() -> None:
    made = bench()

    def id_of(line: str) -> str:
        found = ask(made, line)
        ask(made, "docker builder prune -af && sleep 100")
        return found

    flags = "--provenance=false --output type=image,rewrite-timestamp=true"
    dated = f"docker build -q --build-arg SOURCE_DATE_EPOCH=1700000000 {flags} -t t ."
    first = id_of(dated)
    assert inspected(made, ".Created") == "2023-11-14T22:13:20Z"
    assert made.inside("stat -c %Y /v") == "1700000000\n"
    assert id_of(dated) == first
    assert id_of(f"SOURCE_DATE_EPOCH=1700000000 docker build -q {flags} -t t .") == first
    assert id_of(f"docker build -q {flags} -t t .") != first


CALLS = """\
# BASE is what to stand on
ARG BASE=alpine:3.20
# build compiles
FROM $BASE AS build
# VERSION says which
ARG VERSION=1
ENV X=a-$VERSION
ARG LONG=$X
RUN --mount=type=secret,id=token,required=true --mount=type=ssh true
FROM scratch AS last
COPY --from=build /etc/passwd /p
FROM scratch AS unrelated
ARG NO
FROM last
"""


def test_call_outline() -> None:
    made = bench()
    made.write("Dockerfile", CALLS)
    assert ask(made, "docker build -q --call=outline --build-arg VERSION=2 .") == (
        "BUILD ARG   VALUE         DESCRIPTION\n"
        "BASE        alpine:3.20   is what to stand on\n"
        "VERSION     2             says which\n"
        "LONG        a-2           \n\n"
        "SECRET   REQUIRED\ntoken    true\n\n"
        "SSH       REQUIRED\ndefault   \n\n"
    )
    told = json.loads(ask(made, "docker build -q --call=outline,format=json --target build ."))
    assert (told["name"], told["description"]) == ("build", "compiles")
    assert [row["name"] for row in told["args"]] == ["BASE", "VERSION", "LONG"]
    assert told["args"][1]["location"] == {"ranges": [{"start": {"line": 6}, "end": {"line": 6}}]}
    assert told["secrets"][0] | {"location": 0} == {"name": "token", "required": True, "location": 0}


def test_call_targets() -> None:
    made = bench()
    made.write("Dockerfile", CALLS)
    lines = ["TARGET    DESCRIPTION", "build     compiles", "last      ", "unrelated ", "(default) ", ""]
    assert ask(made, "docker build -q --call=targets .").split("\n") == lines
    told = json.loads(ask(made, "docker build -q --call=targets,format=json ."))
    assert [row.get("default", False) for row in told["targets"]] == [False, False, False, True]
    assert told["targets"][0]["base"] == "$BASE"
    assert ask(made, "docker image ls -q") == ""


def test_call_check_as_json_is_in_the_order_of_finding() -> None:
    made = bench()
    made.write("Dockerfile", "FROM alpine:3.20 AS Base\nfrom alpine:3.20\nMAINTAINER x\n")
    code, printed = made.run("docker build -q --call=check,format=json .")
    assert code == 1
    told = json.loads(printed)
    names = [row["ruleName"] for row in told["warnings"]]
    assert names[:3] == ["StageNameCasing", "MaintainerDeprecated", "ConsistentInstructionCasing"]


def test_call_check() -> None:
    made = bench()
    made.write("Dockerfile", "FROM alpine:3.20\nCMD x\nMAINTAINER y\n")
    code, printed = made.run("docker build -q --call=check,format=json .")
    assert code == 1
    told = json.loads(printed)
    found = [(row["ruleName"], row["location"]["ranges"][0]["start"]["line"]) for row in told["warnings"]]
    assert found == [("MaintainerDeprecated", 3), ("JSONArgsRecommended", 2)]  # the parser finds it first
    assert made.run("docker build -q --call=check,ignorestatus=true .")[0] == 0
    made.write("Dockerfile", "FROM alpine:3.20\nSTOPSIGNAL NOPE\n")
    code, printed = made.run("docker build -q --call=check,format=json . 2> err")
    assert code == 1
    assert json.loads(printed)["buildError"]["message"] == "invalid signal: NOPE"
    made.write("Dockerfile", "FROM alpine:3.20\n")
    assert ask(made, "docker build -q --check .") == "Check complete, no warnings found.\n"


def test_the_reason_of_each_step_is_told() -> None:
    made = bench()
    assert "docker buildx build" in ask(made, "explain build")
    ask(made, "docker build -q .")
    made.write("a.txt", "two\n")
    ask(made, "docker build -q .")
    assert ask(made, "explain build") == (
        "[2/3] COPY a.txt /a       ran: a.txt changed\n"
        "[3/3] RUN echo none > /v  ran: a step before it changed\n"
        "0 of 2 steps came from the cache.\n"
    )
    ask(made, "docker build -q --build-arg V=9 .")
    assert ask(made, "explain build").splitlines()[1].endswith("ran: V changed")


@pytest.mark.parametrize("name", ["nano", "vi", "edit"])
def test_editors_say_what_to_use_instead(name: str) -> None:
    made = bench()
    code, printed = made.run(f"{name} Dockerfile")
    assert code == 1
    assert printed.startswith(f"{name}: an editor needs a screen, and there is none here; instead:\n")
    assert "sed -i 's/OLD/NEW/' Dockerfile" in printed
    assert made.run(name)[0] == 1
    assert "is a folder" in made.run(f"{name} other")[1]
    assert "cat > new <<'END'" in made.run(f"{name} new")[1]


def test_du_and_prune() -> None:
    made = bench()
    ask(made, "docker build -q -t t .")
    listed = ask(made, "docker buildx du")
    assert listed.splitlines()[0].split() == ["ID", "RECLAIMABLE", "SIZE", "LAST", "ACCESSED"]
    assert "Total:" in listed
    printed = ask(made, "docker builder prune -af")
    assert "Total:" in printed
    assert ask(made, "docker buildx du").splitlines()[-1].split() == ["Total:", "0B"]
    ask(made, "docker build -q -t t .")
    assert [step.cached for step in made.session.state.built] == [False, False]

"""Every instruction and flag of the Dockerfile language does in a build what Docker's reference says of it."""

from __future__ import annotations

import io
import json
import tarfile
from functools import lru_cache
from typing import Any

import pytest

from tests.engine.building import Bench

FILES: dict[str, str | bytes] = {
    "a.txt": "one\n",
    "d/e/b.txt": "two\n",
    "d/x.log": "log\n",
    "run.sh": "#!/bin/sh\necho run $@\n",
    "key": "-----BEGIN OPENSSH PRIVATE KEY-----\n",
}


def bench() -> Bench:
    return Bench(FILES)


def config(made: Bench) -> dict[str, Any]:
    code, printed = made.run("docker image inspect -f '{{json .Config}}' t")
    assert code == 0
    found: dict[str, Any] = json.loads(printed)
    return found


@lru_cache(1)
def archive() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as members:
        for name in ("in/one", "in/two"):
            header = tarfile.TarInfo(name)
            header.size = 3
            members.addfile(header, io.BytesIO(b"yes"))
    return out.getvalue()


# RUN


MOUNTS = [
    ("bind from the context", "RUN --mount=type=bind,target=/c cat /c/a.txt > /o; touch /c/no || true", "one\n"),
    ("bind of one file", "RUN --mount=type=bind,source=a.txt,target=/f cat /f > /o", "one\n"),
    ("bind, written and forgotten", "RUN --mount=type=bind,target=/c,rw echo x > /c/n; cat /c/n > /o", "x\n"),
    ("bind from an image", "RUN --mount=from=busybox:1.36,source=/bin,target=/b ls /b/busybox > /o", "/b/busybox\n"),
    ("tmpfs", "RUN --mount=type=tmpfs,target=/t,size=1m echo x > /t/f; df /t | tail -1 | cut -d' ' -f1 > /o",
     "tmpfs\n"),
    ("secret as a file", "RUN --mount=type=secret,id=s cat /run/secrets/s > /o", "one\n"),
    ("secret elsewhere", "RUN --mount=type=secret,id=s,target=/k,mode=0444 stat -c %a /k > /o", "444\n"),
    ("secret as a variable", "RUN --mount=type=secret,id=s,env=S echo $S > /o", "one\n"),
    ("secret that is not there", "RUN --mount=type=secret,id=none ls /run/secrets 2>/dev/null | wc -l > /o", "0\n"),
    ("ssh", "RUN --mount=type=ssh test -S $SSH_AUTH_SOCK && echo $SSH_AUTH_SOCK > /o", "/run/buildkit/ssh_agent.0\n"),
    ("network none", "RUN --network=none ls /sys/class/net > /o", "lo\n"),
    ("network host", "RUN --network=host echo x > /o", "x\n"),
    ("here-document", "RUN <<E\necho 1 > /o\necho 2 >> /o\nE", "1\n2\n"),
    ("here-document with a shebang", "RUN <<E\n#!/bin/sh\necho $0 | cut -c1-5 > /o\nE", "/dev/\n"),
    ("here-document to a command", "RUN cat <<A > /o && cat <<B >> /o\n1\nA\n2\nB", "1\n2\n"),
    ("exec form", 'RUN ["sh", "-c", "echo $0 > /o", "x y"]', "x y\n"),
]


@pytest.mark.parametrize(("line", "said"), [row[1:] for row in MOUNTS], ids=[row[0] for row in MOUNTS])
def test_run(line: str, said: str) -> None:
    made = bench()
    flags = "--secret id=s,src=a.txt --ssh default=key --allow network.host"
    made.built(f"FROM alpine:3.20\n{line}\n", flags)
    assert made.inside("cat /o") == said
    code, _ = made.run("docker run --rm t sh -c 'ls /c/n /t/f /run/secrets/s /run/buildkit 2>/dev/null | grep .'")
    assert code == 1


def test_cache_mount_outlives_a_build() -> None:
    made = bench()
    line = "RUN --mount=type=cache,target=/c,id=k echo {} >> /c/f; cat /c/f > /o"
    made.built(f"FROM alpine:3.20\n{line.format(1)}\n")
    made.built(f"FROM alpine:3.20\n{line.format(2)}\n")
    assert made.inside("cat /o") == "1\n2\n"
    assert "exec.cachemount" in made.run("docker buildx du --verbose --filter type=exec.cachemount")[1]


REFUSED = [
    ("RUN --security=insecure id", "", "failed to load LLB: security.insecure is not allowed"),
    ("RUN --network=host id", "", "failed to load LLB: network.host is not allowed"),
    (
        "RUN --security=insecure id", "--allow security.insecure",
        "granting entitlement security.insecure is not allowed by build daemon configuration",
    ),
    ("RUN --mount=type=secret,id=no,required=true id", "", "secret no: not found"),
    ("RUN --mount=type=ssh,required=true id", "", 'no SSH key "default" forwarded from the client'),
    ("RUN id", "--ssh default", "invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set"),
    ("RUN id", "--ssh default=a.txt", "failed to parse a.txt: ssh: no key found"),
    ("ADD https://example.com/x /x", "", "failed to load cache key: invalid response status 404"),
    ("ADD https://example.com/x.git /x", "", "https://example.com/x.git: git repositories lie outside this sandbox"),
    ("USER 1000\nRUN touch /etc/x", "", 'process "/bin/sh -c touch /etc/x" did not complete successfully'),
    ('SHELL ["/bin/sh", "-ec"]\nRUN false; true', "", 'process "/bin/sh -ec false; true" did not complete'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "flags", "message"), REFUSED)
def test_refused(line: str, flags: str, message: str) -> None:
    code, printed = bench().build(f"FROM alpine:3.20\n{line}\n", flags)
    assert code == 1
    assert message in printed


# COPY and ADD


COPIES = [
    ("plain", "COPY a.txt /o/", "/o/a.txt 644 0:0"),
    ("chmod", "COPY --chmod=0600 a.txt /o/", "/o/a.txt 600 0:0"),
    ("symbolic chmod", "COPY --chmod=u=rwx,go=r a.txt /o/", "/o/a.txt 744 0:0"),
    ("chown by number", "COPY --chown=1:2 a.txt /o/", "/o/a.txt 644 1:2"),
    ("chown by name", "COPY --chown=nobody a.txt /o/", "/o/a.txt 644 65534:65534"),
    ("link", "COPY --link a.txt /o/", "/o/a.txt 644 0:0"),
    ("parents", "COPY --parents d/./e/*.txt d/*.log /o/", "/o/d/x.log 644 0:0\n/o/e/b.txt 644 0:0"),
    ("exclude", "COPY --exclude=*.log d /o/", "/o/e/b.txt 644 0:0"),
    ("wildcards", "COPY [a-c].t?t /o/", "/o/a.txt 644 0:0"),
    ("renamed", "COPY a.txt /o/n", "/o/n 644 0:0"),
    ("inline", "COPY <<F /o/f\nhi\nF", "/o/f 644 0:0"),
    ("JSON form", 'COPY ["a.txt", "/o/b c"]', "/o/b c 644 0:0"),
    ("from an image", "COPY --from=busybox:1.36 /etc/group /o/", "/o/group 644 0:0"),
    ("from a named context", "COPY --from=named b.txt /o/", "/o/b.txt 644 0:0"),
    ("add unpacks", "ADD t.tgz /o/", "/o/in/one 644 0:0\n/o/in/two 644 0:0"),
    ("add does not unpack", "ADD --unpack=false t.tgz /o/", "/o/t.tgz 644 0:0"),
    ("copy does not unpack", "COPY t.tgz /o/", "/o/t.tgz 644 0:0"),
    ("add with owner", "ADD --chown=3 --chmod=711 run.sh /o/", "/o/run.sh 711 3:3"),
    ("add inline", "ADD <<F <<G /o/\nhi\nF\nG", "/o/F 644 0:0\n/o/G 644 0:0"),
    ("below WORKDIR", "WORKDIR /o/w\nCOPY a.txt ./x/", "/o/w/x/a.txt 644 0:0"),
]


@pytest.mark.parametrize(("lines", "found"), [row[1:] for row in COPIES], ids=[row[0] for row in COPIES])
def test_copy(lines: str, found: str) -> None:
    made = bench()
    made.write("t.tgz", archive())
    made.built(f"FROM alpine:3.20\n{lines}\n", "--build-context named=d/e")
    assert made.inside("find /o -type f -exec stat -c '%n %a %u:%g' {} +").strip().split("\n") == found.split("\n")


def test_inline_files_replace_variables_unless_quoted() -> None:
    made = bench()
    made.built('FROM alpine:3.20\nARG W=you\nCOPY <<A <<"B" <<-C /o/\nhi $W\nA\nhi $W\nB\n\thi\n\tC\n')
    assert made.inside("sh -c 'cat /o/A /o/B /o/C'") == "hi you\nhi $W\nhi\n"


def test_copy_from_stages_by_name_and_number() -> None:
    made = bench()
    made.built(
        "FROM alpine:3.20 AS one\nRUN echo 1 > /f\nFROM alpine:3.20\nRUN echo 2 > /g\n"
        "FROM alpine:3.20 AS unused\nRUN exit 7\nFROM alpine:3.20\nCOPY --from=one /f /\nCOPY --from=1 /g /\n"
    )
    assert made.inside("cat /f /g") == "1\n2\n"


# what only changes the configuration


def test_every_setting_reaches_the_image() -> None:
    made = bench()
    made.built(
        "FROM alpine:3.20\nARG V=1\nENV A=$V B='x y'\nLABEL l=$A\nEXPOSE 80 90-91/udp\nVOLUME /v [\"/w\"]\n"
        "WORKDIR /srv\nWORKDIR app\nUSER nobody\nSTOPSIGNAL SIGINT\nMAINTAINER me\n"
        'SHELL ["/bin/ash", "-c"]\nENTRYPOINT ["/run.sh"]\nCMD x\n'
        "HEALTHCHECK --interval=5s --timeout=3s --start-period=1s --start-interval=2s --retries=4 CMD test -f /x\n"
        "ONBUILD RUN id\n"
    )
    found = config(made)
    assert found["Env"][1:] == ["A=1", "B=x y"]
    assert found["Labels"] == {"l": "1"}
    assert sorted(found["ExposedPorts"]) == ["80/tcp", "90/udp", "91/udp"]
    assert "/v" in found["Volumes"]
    assert (found["WorkingDir"], found["User"], found["StopSignal"]) == ("/srv/app", "nobody", "SIGINT")
    assert (found["Entrypoint"], found["Cmd"]) == (["/run.sh"], ["/bin/ash", "-c", "x"])
    assert found["Shell"] == ["/bin/ash", "-c"]
    assert found["OnBuild"] == ["RUN id"]
    assert found["Healthcheck"] == {
        "Test": ["CMD-SHELL", "test -f /x"], "Interval": 5_000_000_000, "Timeout": 3_000_000_000,
        "StartPeriod": 1_000_000_000, "StartInterval": 2_000_000_000, "Retries": 4,
    }  # fmt: skip
    assert made.run("docker image inspect -f '{{.Author}}' t")[1] == "me\n"


def test_healthcheck_none_takes_it_away() -> None:
    made = bench()
    made.built("FROM alpine:3.20 AS a\nHEALTHCHECK CMD true\nFROM a\nHEALTHCHECK NONE\n")
    assert config(made)["Healthcheck"] == {"Test": ["NONE"]}


def test_triggers_run_in_the_child_alone() -> None:
    made = bench()
    made.built("FROM alpine:3.20\nONBUILD ARG N=1\nONBUILD COPY a.txt /o\nONBUILD RUN echo $N >> /o\n")
    made.run("docker tag t parent")
    assert made.run("docker run --rm t ls /o")[0] == 1
    made.built("FROM parent\n", "--build-arg N=7")
    assert made.inside("cat /o") == "one\n7\n"
    assert "OnBuild" not in config(made)


FORMS = [
    ("${V#*.}", "tar.gz"), ("${V##*.}", "gz"), ("${V%.*}", "foo.tar"), ("${V%%.*}", "foo"), ("${V/o/0}", "f0o.tar.gz"),
    ("${V//o/0}", "f00.tar.gz"), ("${V:+set}", "set"), ("${E:-default}", "default"), ("${E-default}", ""),
    ("${U-default}", "default"), ("${E:+set}", ""), ("${E+set}", "set"), ("${U:-a}${V:+b}", "ab"), ("\\$V", "$V"),
    ("'$V'", "$V"), ('"$V"', "foo.tar.gz"), ("${V%.gz}.xz", "foo.tar.xz"),
]  # fmt: skip


def test_expansions() -> None:
    made = bench()
    lines = "".join(f"ENV R{number}={form}\n" for number, (form, _) in enumerate(FORMS))
    made.built(f"FROM alpine:3.20\nENV V=foo.tar.gz E=\n{lines}")
    env = dict(text.split("=", 1) for text in config(made)["Env"])
    assert [env[f"R{number}"] for number in range(len(FORMS))] == [value for _, value in FORMS]


def test_platform_arguments() -> None:
    made = bench()
    names = "TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT BUILDPLATFORM BUILDARCH TARGETSTAGE"
    lines = " ".join(f"[${name}]" for name in names.split())
    made.built(f"FROM alpine:3.20 AS last\nARG {names}\nRUN echo {lines} > /o\n", "--platform linux/arm64")
    made.built(f"FROM --platform=$BUILDPLATFORM alpine:3.20 AS last\nARG {names}\nRUN echo {lines} > /o\n",
               "--platform linux/arm64/v8")  # fmt: skip
    code, printed = made.run("docker build -q -o out --platform linux/arm64/v8 . && cat out/o")
    assert code == 0
    assert printed.endswith("[linux/arm64] [linux] [arm64] [] [linux/amd64] [amd64] [last]\n")


def test_directives() -> None:
    made = bench()
    made.built("# syntax=docker/dockerfile:1\n# escape=`\n# check=skip=all\nFROM alpine:3.20\nRUN echo 1 `\n  2 > /o\n")
    assert made.inside("cat /o") == "1 2\n"
    code, printed = made.build("# check=error=true\nFROM alpine:3.20\nCMD x\n")
    assert code == 1
    assert "lint violation found for rules: JSONArgsRecommended" in printed

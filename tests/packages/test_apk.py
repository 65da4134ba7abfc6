"""apk in containers: what it leaves in files and databases, what it saves, how it fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packages.machine import build, inside, layer_sizes
from tests.support.sandbox import run, session
from tutor.packages.apk.selection import fits, order

ALPINE = "alpine:3.20"
REPOSITORY = "https://dl-cdn.alpinelinux.org/alpine/v3.20"
FETCH = "".join(f"fetch {REPOSITORY}/{area}/x86_64/APKINDEX.tar.gz\n" for area in ("main", "community"))
NO_CACHE = "".join(
    f"WARNING: opening from cache {REPOSITORY}/{area}: No such file or directory\n" for area in ("main", "community")
)


def alpine(script: str, options: str = "") -> tuple[int, str]:
    return inside(ALPINE, script, options)


def test_add_prints_what_the_real_one_prints() -> None:
    """The order and the versions of a published build log of April 2026."""
    code, text = alpine("apk add --no-cache curl; ls /var/cache/apk; cat /etc/apk/world; which curl")
    assert code == 0
    assert text == FETCH + (
        "(1/10) Installing ca-certificates (20260413-r0)\n(2/10) Installing brotli-libs (1.1.0-r2)\n"
        "(3/10) Installing c-ares (1.33.1-r0)\n(4/10) Installing libunistring (1.2-r0)\n"
        "(5/10) Installing libidn2 (2.3.7-r0)\n(6/10) Installing nghttp2-libs (1.62.1-r0)\n"
        "(7/10) Installing libpsl (0.21.5-r1)\n(8/10) Installing zstd-libs (1.5.6-r0)\n"
        "(9/10) Installing libcurl (8.14.1-r2)\n(10/10) Installing curl (8.14.1-r2)\n"
        "Executing busybox-1.36.1-r31.trigger\nExecuting ca-certificates-20260413-r0.trigger\n"
        "OK: 12 MiB in 24 packages\n"
        "alpine-baselayout\nalpine-keys\napk-tools\nbusybox\ncurl\nmusl-utils\n/usr/bin/curl\n"
    )


def test_without_no_cache_the_indexes_stay() -> None:
    code, text = alpine("apk add -q tree; stat -c %s /var/cache/apk/*; apk add jq | head -1")
    assert code == 0
    assert text.splitlines() == ["1990000", "492000", "(1/2) Installing oniguruma (6.9.9-r0)"]


def test_the_cache_weighs_in_a_layer() -> None:
    sitting = session()
    build(sitting, "kept", f"FROM {ALPINE}\nRUN apk update && apk add tree")
    build(sitting, "clean", f"FROM {ALPINE}\nRUN apk add --no-cache tree")
    build(sitting, "late", f"FROM {ALPINE}\nRUN apk update && apk add tree\nRUN rm -rf /var/cache/apk/*")
    kept, clean = layer_sizes(sitting, "kept")[0], layer_sizes(sitting, "clean")[0]
    assert 2_400_000 < kept - clean < 2_600_000
    assert layer_sizes(sitting, "late")[1] == kept


def test_update_tells_the_revisions() -> None:
    code, text = alpine("apk update")
    assert code == 0
    assert text.startswith(FETCH + "v3.20.")
    assert text.endswith(" distinct packages available\n")


def test_an_unknown_package() -> None:
    code, text = alpine("apk add --no-cache nope tree; echo $?; which tree; cat /etc/apk/world | grep nope")
    assert code == 1
    assert text == FETCH + (
        "ERROR: unable to select packages:\n  nope (no such package):\n    required by: world[nope]\n1\n/usr/bin/tree\n"
    )


def test_an_unknown_version() -> None:
    code, text = alpine("apk add -q --no-cache 'curl=1.2'")
    assert code == 1
    assert text == "ERROR: unable to select packages:\n  curl-8.14.1-r2:\n    breaks: world[curl=1.2]\n"


def test_del_takes_what_came_along_and_restores_the_database() -> None:
    code, text = alpine(
        "cp /lib/apk/db/installed /tmp/before; apk add -q --no-cache git; apk del git; "
        "cmp /tmp/before /lib/apk/db/installed && ls /usr/bin/git /usr/libexec/git-core"
    )
    assert code == 1
    assert "(1/13) Purging git (2.45.4-r0)\n" in text
    assert "OK: 7 MiB in 14 packages\n" in text
    assert text.endswith("No such file or directory\n")


def test_del_of_what_others_need() -> None:
    code, text = alpine("apk add -q --no-cache git zlib; apk del zlib; grep -c zlib /etc/apk/world; apk del nope")
    assert code == 1
    assert text == (
        NO_CACHE + "World updated, but the following packages are not removed due to:\n  zlib: git\n\n"
        "OK: 19 MiB in 27 packages\n0\n" + NO_CACHE + "ERROR: No such package: nope\n"
    )


def test_a_virtual_package_and_its_end() -> None:
    sitting = session()
    code, _ = build(
        sitting, "tool",
        f"FROM {ALPINE}\n"
        "RUN apk add --no-cache --virtual .build-deps gcc musl-dev && which gcc && apk del .build-deps",
    )  # fmt: skip
    assert code == 0
    assert layer_sizes(sitting, "tool")[0] < 200_000
    _, text = run(sitting, "docker run --rm tool sh -c 'cat /etc/apk/world; apk info | wc -l; which gcc'")
    world = ["alpine-baselayout", "alpine-keys", "apk-tools", "busybox", "musl-utils"]
    assert text.splitlines() == [*world, *NO_CACHE.splitlines(), "14"]


def test_deleting_build_tools_later_saves_nothing() -> None:
    sitting = session()
    build(sitting, "late", f"FROM {ALPINE}\nRUN apk add --no-cache --virtual .b gcc\nRUN apk del .b")
    late = layer_sizes(sitting, "late")
    assert late[1] > 100_000_000
    assert late[0] < 200_000


def test_only_root_may() -> None:
    code, text = alpine("apk add curl", "-u 1000")
    assert code == 99
    assert text == (
        "ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n"
    )


def test_without_a_network() -> None:
    code, text = alpine("apk add --no-cache curl", "--network none")
    assert code == 1
    assert f"WARNING: fetching {REPOSITORY}/main: temporary error (try again later)\n" in text
    assert text.endswith("  curl (no such package):\n    required by: world[curl]\n")


def test_scripts_make_users_and_speak() -> None:
    code, text = alpine(
        "apk add --no-cache nginx | grep Executing; grep nginx /etc/passwd; apk add --no-cache nodejs | grep ICU"
    )
    assert code == 0
    assert text.splitlines() == [
        "Executing nginx-1.26.3-r0.pre-install", "Executing nginx-1.26.3-r0.post-install",
        "Executing busybox-1.36.1-r31.trigger", "nginx:x:100:101:nginx:/var/lib/nginx:/sbin/nologin",
        "* If you need ICU with non-English locales and legacy charset support, install",
    ]  # fmt: skip


def test_python_brings_its_compiled_modules_along() -> None:
    code, text = alpine("apk add --no-cache python3 | grep pyc; apk del -q python3; apk info -e pyc", "")
    assert code == 1
    assert [line.split()[2] for line in text.splitlines() if line.startswith("(")] == [
        "python3-pycache-pyc0", "pyc", "python3-pyc",
    ]  # fmt: skip


def test_what_apk_tells() -> None:
    code, text = alpine(
        "apk add -q --no-cache jq; apk info -W /usr/bin/jq; apk info -e jq nope; echo $?; apk info -L jq; "
        "apk list -I 2>/dev/null | grep jq; apk info -R jq"
    )
    assert code == 0
    assert text == (
        "/usr/bin/jq is owned by jq-1.7.1-r0\njq\n1\n"
        "jq-1.7.1-r0 contains:\nusr/bin/jq\nusr/lib/libjq.so.1\nusr/lib/libjq.so.1.0.4\n\n"
        "jq-1.7.1-r0 x86_64 {jq} (MIT) [installed]\n"
        "jq-1.7.1-r0 depends on:\noniguruma\n\n"
    )


def test_older_branches_have_older_versions() -> None:
    code, text = inside("alpine:3.19", "apk add --no-cache python3 | grep ' python3 '; ls -d /usr/lib/python3*")
    assert code == 0
    assert text == "(14/17) Installing python3 (3.11.13-r0)\n/usr/lib/python3.11\n"


def test_every_package_can_be_installed() -> None:
    code, text = alpine(
        "apk update -q; apk add -q $(apk search | sed 's/-[^-]*-r[0-9]*$//' | grep -v gcompat); apk info | wc -l"
    )
    assert code == 0
    assert int(text) > 140


@pytest.mark.parametrize(
    ("word", "version", "met"),
    [
        ("curl", "8.1-r0", True), ("curl=8.1-r0", "8.1-r0", True), ("curl=8.1-r0", "8.1-r1", False),
        ("curl>8", "8.1-r0", True), ("curl<8.1-r1", "8.1-r0", True), ("curl~8", "8.14.1-r2", True),
        ("curl=~8.14", "8.14.1-r2", True), ("curl~8.1", "8.14.1-r2", False), ("curl>=9", "8.14.1-r2", False),
    ],
)  # fmt: skip
def test_words_with_versions(word: str, version: str, met: bool) -> None:
    assert fits(word, version) is met


@given(*[st.from_regex(r"\A[0-9]{1,2}(\.[0-9]{1,2}){0,2}(_p[0-9])?-r[0-9]\Z")] * 2)
def test_versions_have_one_order(first: str, second: str) -> None:
    assert (order(first, second) > 0) == (order(second, first) < 0)

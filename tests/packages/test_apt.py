"""apt-get in containers: what it leaves in files and databases, what it saves, how it fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.packages.machine import build, inside, layer_sizes
from tests.support.sandbox import run, session

DEBIAN = "debian:12-slim"
RECORDED = Path(__file__).parent / "recorded" / "apt"
LISTS = "/var/lib/apt/lists"
UNLIKE = re.compile(r"^(Fetched |\(Reading database|Adding 'diversion)")


def debian(script: str, options: str = "") -> tuple[int, str]:
    return inside(DEBIAN, script, options)


def test_without_lists_nothing_is_known() -> None:
    code, text = debian("apt-get install curl nope")
    assert code == 100
    assert text == (
        "Reading package lists...\nBuilding dependency tree...\nReading state information...\n"
        "E: Unable to locate package curl\nE: Unable to locate package nope\n"
    )


def test_update_writes_lists_of_the_real_size() -> None:
    code, text = debian(f"apt-get update; stat -c '%s %n' {LISTS}/*_Packages.lz4; du -s {LISTS}")
    assert code == 0
    assert "Get:4 http://deb.debian.org/debian bookworm/main amd64 Packages [8790 kB]\n" in text
    assert re.search(r"^Fetched 9418 kB in \ds", text, re.MULTILINE)
    assert f"18840233 {LISTS}/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages.lz4\n" in text


def test_a_second_update_finds_nothing_new() -> None:
    _, text = debian("apt-get -qq update && apt-get update")
    assert "Hit:1 http://deb.debian.org/debian bookworm InRelease\n" in text
    assert "Get:" not in text
    assert "Fetched" not in text


@pytest.mark.parametrize("recorded", sorted(RECORDED.glob("*.txt")), ids=lambda path: path.stem)
def test_prints_what_the_real_one_prints(recorded: Path) -> None:
    few = "--no-install-recommends " if recorded.stem == "git" else ""
    script = (
        f"apt-get -qq update; apt-get -qq upgrade >/dev/null 2>&1; apt-get install -y {few}{recorded.stem} 2>/dev/null"
    )
    code, text = debian(script, "-e DEBIAN_FRONTEND=noninteractive")
    assert code == 0

    def lines(whole: str) -> list[str]:
        return [line for line in whole.splitlines() if not UNLIKE.match(line)]

    assert lines(text) == lines(recorded.read_text())


def test_an_installed_package_is_there() -> None:
    code, text = debian(
        "apt-get -qq update; apt-get -qq install --no-install-recommends curl jq >/dev/null 2>&1; "
        "which curl jq; dpkg-query -W jq libonig5; dpkg -L jq | grep bin; dpkg -S /usr/bin/jq; "
        "ls /var/lib/dpkg/info/jq.*; stat -c '%U %Y' /usr/bin/jq; apt-mark showauto | grep onig; "
        "ls /var/cache/apt/archives; grep -c Commandline /var/log/apt/history.log"
    )
    assert code == 0
    assert text.splitlines() == [
        "/usr/bin/curl", "/usr/bin/jq", "jq\t1.6-2.1+deb12u3", "libonig5:amd64\t6.9.8-1", "/usr/bin", "/usr/bin/jq",
        "jq: /usr/bin/jq", "/var/lib/dpkg/info/jq.list", "/var/lib/dpkg/info/jq.md5sums", "root 1792108800", "libonig5",
        "lock", "partial", "1",
    ]  # fmt: skip


def test_paths_that_slim_images_exclude_are_listed_but_not_there() -> None:
    _, text = debian(
        "apt-get -qq update; apt-get -qq install tree >/dev/null 2>&1; dpkg -L tree | grep -c man; ls /usr/share/man;"
        "ls /usr/share/doc/tree"
    )
    listed, *there = text.splitlines()
    assert int(listed) >= 2
    assert "man1" not in there
    assert there[-1] == "copyright"


def test_without_an_answer_it_stops() -> None:
    code, text = debian("apt-get -qq update; apt-get install curl; echo $?; which curl")
    assert code == 1
    assert text.endswith("Do you want to continue? [Y/n] Abort.\n1\n")


def test_a_single_package_asks_nothing() -> None:
    code, _ = debian("apt-get -qq update; apt-get install tree >/dev/null 2>&1 && which tree")
    assert code == 0


def test_unknown_versions() -> None:
    code, text = debian(
        "apt-get -qq update; apt-get install -y jq=1.2; apt-get install -y jq=1.6-2.1+deb12u3 2>&1 | tail -1"
    )
    assert "E: Version '1.2' for 'jq' was not found\n" in text
    assert text.endswith("Processing triggers for libc-bin (2.36-9+deb12u14) ...\n")
    assert code == 0


def test_only_root_may() -> None:
    code, text = debian("apt-get install -y curl; echo $?; apt-get update", "-u 1000")
    assert code == 100
    assert text == (
        "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\n"
        "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n100\n"
        "Reading package lists...\n"
        "E: Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)\n"
        "E: Unable to lock directory /var/lib/apt/lists/\n"
    )


def test_without_a_network() -> None:
    code, text = debian("apt-get update", "--network none")
    assert code == 0
    assert "Err:3 http://deb.debian.org/debian-security bookworm-security InRelease\n" in text
    assert text.count("  Temporary failure resolving 'deb.debian.org'\n") == 6
    assert text.endswith("They have been ignored, or old ones used instead.\n")


def test_archives_that_cannot_be_fetched() -> None:
    sitting = session()
    build(sitting, "lists", f"FROM {DEBIAN}\nRUN apt-get update")
    code, text = run(sitting, "docker run --rm --network none lists apt-get install -y jq")
    assert code == 100
    assert "E: Failed to fetch http://deb.debian.org/debian/pool/main/libo/libonig/libonig5_6.9.8-1_amd64.deb  " in text
    assert text.endswith("E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?\n")


def test_remove_keeps_configuration_and_purge_does_not() -> None:
    code, text = debian(
        "apt-get -qq update; apt-get -qq install --no-install-recommends nginx >/dev/null 2>&1; "
        "apt-get -qq remove nginx nginx-common >/dev/null; ls /etc/nginx/nginx.conf; which nginx; "
        "dpkg -l nginx-common | tail -1 | cut -c1-2; "
        "apt-get purge -y nginx-common >/dev/null; ls /etc/nginx; dpkg -l nginx-common"
    )
    assert code == 1
    assert text.splitlines() == [
        "/etc/nginx/nginx.conf", "rc", "ls: /etc/nginx: No such file or directory",
        "dpkg-query: no packages found matching nginx-common",
    ]  # fmt: skip


def test_autoremove_takes_what_came_along() -> None:
    code, text = debian(
        "cp /var/lib/dpkg/status /tmp/before; apt-get -qq update; apt-get -qq install jq >/dev/null 2>&1; "
        "apt-get remove -y jq | grep -A1 'no longer'; apt-get -qq autoremove >/dev/null; "
        "cmp /tmp/before /var/lib/dpkg/status && ls /usr/lib/*/libjq*"
    )
    assert "  libjq1 libonig5\n" in text
    assert text.endswith("No such file or directory\n")
    assert code == 1


def test_alternatives_and_accounts() -> None:
    code, text = debian(
        "apt-get -qq update; apt-get -qq install --no-install-recommends nano gcc redis-server >/dev/null 2>&1; "
        "readlink -f /usr/bin/editor; readlink /usr/bin/cc; readlink -f /usr/bin/cc; grep redis /etc/passwd; id redis;"
        "apt-get -qq purge nano >/dev/null; ls /usr/bin/editor"
    )
    assert code == 1
    assert text.splitlines()[:4] == [
        "/usr/bin/nano", "/etc/alternatives/cc", "/usr/bin/x86_64-linux-gnu-gcc-12",
        "redis:x:100:101::/var/lib/redis:/usr/sbin/nologin",
    ]  # fmt: skip
    assert text.endswith("ls: /usr/bin/editor: No such file or directory\n")


def test_cleaning_saves_bytes_in_the_same_layer_only() -> None:
    sitting = session()
    install = "apt-get update && apt-get install -y --no-install-recommends curl"
    build(sitting, "kept", f"FROM {DEBIAN}\nRUN {install}")
    build(sitting, "clean", f"FROM {DEBIAN}\nRUN {install} && rm -rf {LISTS}/*")
    build(sitting, "late", f"FROM {DEBIAN}\nRUN {install}\nRUN rm -rf {LISTS}/*")
    kept, clean = layer_sizes(sitting, "kept")[0], layer_sizes(sitting, "clean")[0]
    assert kept - clean > 19_500_000
    late = layer_sizes(sitting, "late")
    assert late[1] == kept
    assert late[0] < 25_000


def test_recommends_weigh() -> None:
    sitting = session()
    build(sitting, "all", f"FROM {DEBIAN}\nRUN apt-get update && apt-get install -y gcc")
    build(sitting, "few", f"FROM {DEBIAN}\nRUN apt-get update && apt-get install -y --no-install-recommends gcc")
    assert layer_sizes(sitting, "all")[0] - layer_sizes(sitting, "few")[0] > 30_000_000


def test_docker_clean_takes_archives_away_and_its_absence_keeps_them() -> None:
    script = "apt-get -qq update; apt-get -qq install tree >/dev/null 2>&1; ls /var/cache/apt/archives"
    assert debian(script)[1].split() == ["lock", "partial"]
    kept = debian(f"rm /etc/apt/apt.conf.d/docker-clean; {script}; apt-get clean; ls /var/cache/apt/archives")[1]
    assert kept.split() == ["lock", "partial", "tree_2.1.0-1_amd64.deb", "lock", "partial"]


def test_a_cache_mount_keeps_archives_out_of_the_image() -> None:
    sitting = session()
    text = (
        f"FROM {DEBIAN}\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\n"
        "RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt "
        "apt-get update && apt-get install -y --no-install-recommends {what}"
    )
    assert build(sitting, "one", text.replace("{what}", "jq"))[0] == 0
    assert layer_sizes(sitting, "one")[0] < 2_000_000
    code, printed = build(sitting, "two", text.replace("{what}", "jq tree"))
    assert code == 0
    assert "Need to get 52.5 kB/441 kB of archives." in printed


def test_the_same_build_gives_the_same_image() -> None:
    digests = []
    for _ in range(2):
        sitting = session()
        build(sitting, "one", f"FROM {DEBIAN}\nRUN apt-get update && apt-get install -y jq")
        digests.append(run(sitting, "docker inspect -f '{{.RootFS.Layers}}' one")[1])
    assert digests[0] == digests[1]
    assert digests[0].count("sha256:") == 2


def test_apt_warns_scripts() -> None:
    code, text = debian("apt install -y nope")
    assert code == 100
    assert text.startswith("\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n")


def test_what_apt_cache_tells() -> None:
    _, text = debian(
        "apt-get -qq update; apt-cache policy curl; apt-cache depends jq; apt-cache madison jq; apt-cache show nope; "
        "apt list tree 2>/dev/null; apt-cache search '^jq$'"
    )
    assert text == (
        "curl:\n  Installed: (none)\n  Candidate: 7.88.1-10+deb12u15\n  Version table:\n"
        "     7.88.1-10+deb12u15 500\n"
        "        500 http://deb.debian.org/debian bookworm/main amd64 Packages\n"
        "jq\n  Depends: libjq1\n  Depends: libc6\n"
        "        jq | 1.6-2.1+deb12u3 | http://deb.debian.org/debian-security bookworm-security/main amd64 Packages\n"
        "E: No packages found\n"
        "Listing...\ntree/oldstable 2.1.0-1 amd64\n"
        "jq - lightweight and flexible command-line JSON processor\n"
    )


def test_a_source_that_is_not_there() -> None:
    code, text = debian(
        "echo 'deb http://deb.debian.org/debian nosuch main' > /etc/apt/sources.list; apt-get update >/dev/null"
    )
    assert code == 100
    assert text == "E: The repository 'http://deb.debian.org/debian nosuch Release' does not have a Release file.\n"


def test_dpkg_refuses_to_break_what_needs_a_package() -> None:
    code, text = debian("apt-get -qq update; apt-get -qq install jq >/dev/null 2>&1; dpkg -r libonig5")
    assert code == 1
    assert text.startswith("dpkg: dependency problems prevent removal of libonig5:\n libjq1 depends on libonig5.\n")


def test_essential_packages_stay() -> None:
    code, text = debian("apt-get remove -y bash")
    assert code == 100
    assert text.endswith("E: Essential packages were removed and -y was used without --allow-remove-essential.\n")


def test_arm64_has_its_own() -> None:
    sitting = session()
    code, text = run(
        sitting,
        f"docker run --rm --platform linux/arm64 {DEBIAN} sh -c 'apt-get -qq update; apt-get -qq install jq >/dev/null "
        "2>&1; dpkg --print-architecture; ls /usr/lib/aarch64-linux-gnu/libjq.so.1'",
    )
    assert code == 0
    assert text.endswith("arm64\n/usr/lib/aarch64-linux-gnu/libjq.so.1\n")


def test_what_cannot_be_simulated_says_so() -> None:
    code, text = debian(
        "apt-get -qq update; apt-get -qq install --no-install-recommends strace >/dev/null 2>&1; strace ls"
    )
    assert code == 126
    assert "cannot be simulated" in text

"""What applets can do beyond Debian's busybox: options of Alpine's, and of GNU where Debian's only complains."""

from __future__ import annotations

import pytest

from tests.shell.commands.runner import said
from tutor.shell.commands._awk_random import Random


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("printf '1K\\n2G\\n300\\n1M\\n' | sort -h", "300\n1K\n1M\n2G\n"),
        ("printf '2G b\\n1K a\\n' | sort -k1,1h", "1K a\n2G b\n"),
        ("printf 'v1.10\\nv1.9\\nv1.2\\n' | sort -V", "v1.2\nv1.9\nv1.10\n"),
        ("sed '/QUICK/Id' text | head -n 1", "jumps over the lazy dog.\n"),
        ("sed -n '/lazy/I,+1p' text", "jumps over the lazy dog.\n\n"),
        ("sed '2,~4d' ten | head -n 2", "line 1\nline 5\n"),
        ("sed -n '0~3p' ten", "line 3\nline 6\nline 9\n"),
        ("sed -s '1d' sorted other", "banana\ncherry\ncherry\ndate\n"),
        ("printf 'a\\0b\\0' | sed -z 's/^/x/' | tr '\\0' '|'", "xa|xb|"),
        ("sed 3Q ten", "line 1\nline 2\n"),
        ("sed 2q5 ten", "line 1\nline 2\nexit 5\n"),
        ("find . -name 'w*' -delete; ls w*", "ls: w*: No such file or directory\nexit 1\n"),
        ("find /w -uid 1000; find /etc -gid 0 -name group", "/w/secret\n/etc/group\n"),
        ("find dir -name c -true; find dir -name c -false", "dir/c\n"),
        ("echo y | find ten -ok rm {} \\;; ls ten", "rm ten?ls: ten: No such file or directory\nexit 1\n"),
        ("tar cf x --exclude=dir/c --exclude '*.log' dir; tar tf x", "dir/\ndir/.dot\ndir/a.txt\ndir/up\n"),
        ("echo '*.txt' > no; tar cf x -X no dir; tar tf x", "dir/\ndir/.dot\ndir/b.log\ndir/c/\ndir/up\n"),
        ("printf 'words\\ntext\\n' > list; tar cf x -T list; tar tf x", "words\ntext\n"),
        ("tar cf x ten; gzip x; tar tf x.gz; tar xOf x.gz | head -n 1", "ten\nline 1\n"),
        (
            "printf 'abc\\0d\\n' | od -A x -t x1z",
            "000000 61 62 63 00 64 0a                                >abc.d.<\n000006\n",
        ),
        ("df -T / | head -n 1 | cut -c 22-31", "Type      \n"),
    ],
)
def test_options(script: str, expected: str) -> None:
    assert said(script) == expected


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("BEGIN {print sin(0), cos(0), atan2(0, -1), exp(1), log(10), sqrt(2)}", "0 1 3.14159 2.71828 2.30259 1.41421"),
        ('BEGIN {printf "%.3f", exp(log(8) / 3)}', "2.000"),
        ("BEGIN {print 0 || 1, 1 || 0 && 0}", "1 1"),
        ('BEGIN {print 1 || "" ? "a" : "b"}', "a"),
    ],
)
def test_awk_expressions(program: str, expected: str) -> None:
    assert said(f"awk '{program}'").rstrip("\n") == expected


def test_awk_has_the_random_numbers_of_the_c_library() -> None:
    def numbers(seed: int) -> list[int]:
        random = Random()
        random.plant(seed)
        return [random.next() for _ in range(5)]

    # what random() of glibc gives
    assert numbers(1) == [1804289383, 846930886, 1681692777, 1714636915, 1957747793]
    assert numbers(0) == numbers(1)
    assert numbers(42) == [71876166, 708592740, 1483128881, 907283241, 442951012]
    assert said("awk 'BEGIN {srand(3); a = rand(); srand(3); print a == rand(), a < 1, srand()}'") == "1 1 3\n"


def test_dd_tells_what_it_copied() -> None:
    told = said("dd if=text of=x bs=100").splitlines()
    assert told[:2] == ["1+1 records in", "1+1 records out"]
    assert told[2].startswith("122 bytes (122B) copied, ")
    assert said("dd if=text of=x status=noxfer") == "0+1 records in\n0+1 records out\n"
    assert said("dd if=text of=x status=none") == ""


def test_summer_time() -> None:
    zone = "TZ=CET-1CEST,M3.5.0,M10.5.0/3"
    assert said(f"touch -d @1720000000 x; {zone} ls -l --full-time x; {zone} stat -c %y x") == (
        "-rw-r--r--    1 root     root             0 2024-07-03 11:46:40 +0200 x\n2024-07-03 11:46:40.000000000 +0200\n"
    )
    assert said(f'{zone} awk \'BEGIN {{print strftime("%H %Z", 1720000000), mktime("2024 07 03 11 46 40")}}\'') == (
        "11 CEST 1720000000\n"
    )


def test_mount_shows_what_is_mounted_and_lets_nobody_mount() -> None:
    assert "proc on /proc type proc (rw,relatime)\n" in said("mount")
    assert said("mount -t proc") == "proc on /proc type proc (rw,relatime)\n"
    assert said("mount -t tmpfs none /tmp") == "mount: permission denied (are you root?)\nexit 1\n"
    assert said("umount /proc") == "umount: can't unmount /proc: Operation not permitted\nexit 1\n"
    assert said("umount /w") == "umount: can't unmount /w: Invalid argument\nexit 1\n"

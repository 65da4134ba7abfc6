"""Applets about lines and sums that Debian's busybox does not have."""

from __future__ import annotations

import pytest

from tests.shell.commands.runner import said


def test_split_by_lines() -> None:
    assert said("split -l 4 ten p; ls p*; cat pac") == "paa\npab\npac\nline 9\nline 10\n"
    assert said("seq 2500 > f; split f; wc -l x*") == "     1000 xaa\n     1000 xab\n      500 xac\n     2500 total\n"
    assert said("split -l 1 nonl v; cat vab") == "no newline"


def test_split_by_bytes() -> None:
    assert said("split -b 100 bytes q; wc -c q*; cat qaa qab qac | cmp - bytes") == (
        "      100 qaa\n      100 qab\n       56 qac\n      256 total\n"
    )
    assert said("split -b 1k bytes r; echo r*") == "raa\n"


def test_split_of_standard_input() -> None:
    assert said("seq 3 | split -l 1; echo x*; cat xac") == "xaa xab xac\n3\n"
    assert said("seq 3 | split -l 2 - z; echo z*; cat zab") == "zaa zab\n3\n"


def test_split_names() -> None:
    assert said("split -a 1 -l 5 ten s; ls s?") == "sa\nsb\n"
    assert said("split -a 3 -l 5 ten t; ls t???; rm taaa taab") == "taaa\ntaab\ntabs\ntext\n"
    assert said("seq 30 | split -a 1 -l 1 - u") == "split: suffixes exhausted\nexit 1\n"
    assert said("seq 30 | split -a 1 -l 1 - u 2> /dev/null; ls u? | wc -l") == "26\n"
    assert said("seq 28 | split -l 1; ls x* | sed -n '26,$p'") == "xaz\nxba\nxbb\n"


def test_split_of_nothing() -> None:
    assert said("split empty w; echo w??") == "w??\n"


def test_split_complains() -> None:
    assert said("split nosuch") == "split: nosuch: No such file or directory\nexit 1\n"
    assert said("split -l x ten") == "split: invalid number 'x'\nexit 1\n"
    assert said("split -b 1q ten") == "split: invalid number '1q'\nexit 1\n"


def test_comm() -> None:
    assert said("comm sorted other") == "apple\n\t\tbanana\n\t\tcherry\n\tdate\n"
    assert said("comm -12 sorted other") == "banana\ncherry\n"
    assert said("comm -3 sorted other") == "apple\n\tdate\n"
    assert said("comm -23 - other < sorted") == "apple\n"
    assert said("comm -13 sorted -- other") == "date\n"
    assert said("comm -123 sorted other") == ""
    assert said("comm sorted empty; comm empty sorted") == "apple\nbanana\ncherry\n\tapple\n\tbanana\n\tcherry\n"
    assert said("comm nosuch other") == "comm: can't open 'nosuch': No such file or directory\nexit 1\n"


@pytest.mark.parametrize(
    ("data", "crc"), [("", 4294967295), ("123456789", 930766865), ("a", 1220704766)], ids=["none", "digits", "a"]
)
def test_cksum_of_posix(data: str, crc: int) -> None:
    assert said(f"printf '{data}' | cksum") == f"{crc} {len(data)}\n"


def test_cksum_of_files() -> None:
    assert said("cksum ten empty") == "320461041 71 ten\n4294967295 0 empty\n"
    assert said("cksum nosuch") == "cksum: can't open 'nosuch': No such file or directory\nexit 1\n"


def test_sum() -> None:
    assert said("printf 123456789 | sum; printf 123456789 | sum -rs") == "53615     1 \n53615     1 \n"
    assert said("printf 123456789 | sum -s; sum -s ten") == "477 1 \n5234 1 ten\n"
    assert said("sum text bytes") == "30017     1 text\n00512     1 bytes\n"
    assert said("sum nosuch") == "sum: nosuch: No such file or directory\nexit 1\n"


def test_base32() -> None:
    # RFC 4648, section 10
    for plain, text in {"f": "MY======", "fo": "MZXQ====", "foob": "MZXW6YQ=", "foobar": "MZXW6YTBOI======"}.items():
        assert said(f"printf {plain} | base32; echo {text} | base32 -d") == f"{text}\n{plain}"
    assert said("base32 -w 10 sorted") == "MFYHA3DFBJ\nRGC3TBNZQQ\nUY3IMVZHE6\nIK\n"
    assert said("base32 bytes | base32 -d | cmp - bytes") == ""


def test_tree() -> None:
    assert said("tree dir") == (
        "dir\n|-- a.txt\n|-- b.log\n|-- c\n|   `-- deep.txt\n`-- up -> ../words\n\n1 directories, 4 files\n"
    )
    assert said("mkdir -p x/y; touch x/.hidden; cd x; tree") == ".\n`-- y\n\n1 directories, 0 files\n"
    assert said("tree nosuch") == "nosuch [error opening dir]\n\n0 directories, 0 files\n"


def test_printenv() -> None:
    assert said("printenv HOME; A=1 printenv A") == "/root\n1\n"
    assert said("printenv HOME NOSUCH PATH") == "/root\n/bin\nexit 1\n"
    assert said("env -i A=1 B='x y' printenv") == "A=1\nB=x y\n"


def test_install() -> None:
    assert said("install -m 640 script.sh new; ls -l new | cut -c 1-10; install -d a/b/c; ls -d a/b/c") == (
        "-rw-r-----\na/b/c\n"
    )
    assert said("install script.sh text dir; ls -l dir/text | cut -c 1-10") == "-rwxr-xr-x\n"
    assert said("install -o learner -g staff words w2; stat -c '%U %G %a' w2") == "learner staff 755\n"
    assert said("install -D words x/y/z; cat x/y/z | head -n 1") == "pear\n"
    assert said("install nosuch new") == "install: can't stat 'nosuch': No such file or directory\nexit 1\n"
    assert said("install -D -m 600 -p words o/p; stat -c '%a %y' o/p") == "600 2024-02-03 04:05:06.000000000 +0000\n"

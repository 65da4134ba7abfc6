"""Applets about processes, memory and disks, where Debian's busybox has none or prints what no two machines share."""

from __future__ import annotations

import pytest

from tests.shell.commands.runner import said

HEAD = "PID   USER     TIME  COMMAND\n"


def test_ps_shows_all_processes() -> None:
    assert said("ps") == f"{HEAD}    1 root      0:00 /bin/sh -c ps\n    2 root      0:00 ps\n"
    assert said("ps aux | head -n 1; ps -ef | wc -l") == f"{HEAD}4\n"


def test_ps_knows_users() -> None:
    text = said("su learner -c 'sleep 5 & ps'").splitlines()
    assert [line for line in text if line.endswith("sleep 5")] == ["    3 learner   0:00 sleep 5"]


def test_ps_columns() -> None:
    assert said("ps -o pid,ppid,user,comm,args") == (
        "PID   PPID  USER     COMMAND          COMMAND\n"
        "    1     0 root     sh               /bin/sh -c ps -o pid,ppid,user,comm,args\n"
        "    2     1 root     ps               ps -o pid,ppid,user,comm,args\n"
    )
    assert said("ps -o pid=,comm=; echo") == "\n    1 sh\n    2 ps\n\n"
    assert said("ps -o nosuch").startswith("ps: bad -o argument 'nosuch', supported arguments: user,group,comm,")


def test_pgrep() -> None:
    script = "sleep 5 & sleep 6 & "
    assert said(script + "pgrep sleep; pgrep -l -n sleep; pgrep -o sleep") == "2\n3\n3 sleep\n2\n"
    assert said(script + "pgrep -f 'sleep 6'; pgrep -x slee; echo $?; pgrep -P 1 -a sleep").split("\n", 2)[2] == (
        "1\n2 sleep 5\n3 sleep 6\n"
    )
    assert said("pgrep nosuch") == "exit 1\n"


def test_pidof() -> None:
    assert said("sleep 5 & sleep 6 & pidof sleep; pidof -s sleep; pidof nosuch") == "3 2\n3\nexit 1\n"
    assert said("sleep 5 & sleep 6 & pidof -o 3 sleep") == "2\n"


def test_pkill_sends_signals() -> None:
    assert said("sleep 5 & pkill sleep; wait $!; echo $?") == "143\nTerminated\n"
    assert said("sleep 5 & pkill -9 -f 'sleep 5$'; wait $!; echo $?; pkill nosuch") == "137\nKilled\nexit 1\n"
    assert said("sleep 5 & pkill -USR1 -x sleep; wait $!; echo $?") == "138\nUser defined signal 1\n"


def test_only_ones_own_can_be_killed() -> None:
    assert said("sleep 5 & sleep 1; su learner -c 'kill 2; /bin/kill 2'; true") == (
        "sh: can't kill pid 2: Operation not permitted\nkill: can't kill pid 2: Operation not permitted\n"
    )


def test_df() -> None:
    head, root = said("df /").splitlines()
    assert head == "Filesystem           1K-blocks      Used Available Use% Mounted on"
    name, size, used, free, share, place = root.split()
    assert (name, place) == ("overlay", "/")
    assert int(size) == int(used) + int(free)
    assert share == f"{round(int(used) * 100 / int(size))}%"
    assert said("df -h / | tail -n 1 | tr -s ' '").startswith("overlay ")
    assert (
        said("df -T / | head -n 1") == "Filesystem           Type       1K-blocks      Used Available Use% Mounted on\n"
    )
    assert said("df /nosuch") == (
        "Filesystem           1K-blocks      Used Available Use% Mounted on\n"
        "df: /nosuch: can't find mount point\nexit 1\n"
    )


def test_df_shows_what_is_used() -> None:
    grown = said(
        "df / | tail -n 1; dd if=/dev/zero of=big bs=1k count=1000 2> /dev/null; df / | tail -n 1"
    ).splitlines()
    before, after = (int(line.split()[2]) for line in grown)
    assert after - before == 1000


@pytest.mark.parametrize(("option", "unit"), [("", 1), ("-k", 1), ("-m", 1024), ("-b", 1 / 1024)])
def test_free(option: str, unit: float) -> None:
    lines = said(f"free {option}").splitlines()
    assert lines[0].split() == ["total", "used", "free", "shared", "buff/cache", "available"]
    assert lines[1].split()[:2] == ["Mem:", str(int(4194304 / unit))]
    assert lines[2].split() == ["Swap:", "0", "0", "0"]


def test_uptime() -> None:
    assert said("uptime") == " 04:05:06 up  1:00,  load average: 0.00, 0.00, 0.00\n"


def test_nohup_and_nice_run_programs() -> None:
    assert said("nohup echo a; nice echo b; nice -n 5 echo c; setsid echo d") == "a\nb\nc\nd\n"
    assert said("nohup nosuch") == "nohup: can't execute 'nosuch': No such file or directory\nexit 127\n"
    assert said("nohup echo a", tty=True) == "nohup: appending output to nohup.out\n"
    assert said("nohup echo a; cat nohup.out", tty=True) == "a\nnohup: appending output to nohup.out\n"


def test_a_hangup_does_not_end_what_nohup_runs() -> None:
    assert said("nohup sleep 5 & sleep 1; kill -HUP $!; wait $!; echo $?") == "0\n"

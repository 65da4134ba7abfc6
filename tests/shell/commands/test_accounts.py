"""Users, groups and passwords: Debian's busybox does not have these applets."""

from __future__ import annotations

import pytest

from tests.shell.commands.runner import said
from tutor.shell.commands._crypt import encrypt, matches

SHADOW = "printf 'root:*::0:::::\\nlearner:!:1:0:99999:7:::\\n' > /etc/shadow; chmod 640 /etc/shadow; "


def test_adduser_writes_every_file() -> None:
    script = "adduser -D bob; tail -qn 1 /etc/passwd /etc/shadow /etc/group; ls -ld /home/bob | cut -c 1-32; id bob"
    assert said(SHADOW + script) == (
        "bob:x:1003:1003:Linux User,,,:/home/bob:/bin/sh\n"
        "bob:!:20456:0:99999:7:::\n"
        "bob:x:1003:\n"
        "drwxr-sr-x    2 bob      bob    \n"
        "uid=1003(bob) gid=1003(bob) groups=1003(bob)\n"
    )


def test_adduser_of_the_system() -> None:
    assert said("addgroup -S app && adduser -S -G app app; tail -qn 1 /etc/group /etc/passwd; ls /home") == (
        "app:x:100:app\napp:x:100:100:Linux User,,,:/home/app:/bin/false\napp\nlearner\n"
    )
    assert said("adduser -S svc") == "adduser: unknown group nogroup\nexit 1\n"
    assert said("addgroup -g 65533 nogroup; adduser -S -H svc; id svc; ls /home") == (
        "uid=100(svc) gid=65533(nogroup) groups=65533(nogroup)\nlearner\n"
    )


def test_adduser_with_everything_given() -> None:
    script = "adduser -D -s /bin/ash -h /tmp/x -g 'A B' -u 2000 -G staff bob; tail -n 1 /etc/passwd; ls -d /tmp/x"
    assert said(script) == "bob:x:2000:1002:A B:/tmp/x:/bin/ash\n/tmp/x\n"


def test_adduser_asks_for_a_password() -> None:
    script = SHADOW + "adduser bob; grep ^bob /etc/shadow | cut -c 1-7"
    assert said(script, stdin=b"secret1\nsecret1\n") == (
        "Changing password for bob\nNew password: \nRetype password: \n"
        "passwd: password for bob changed by root\nbob:$6$\n"
    )


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("adduser -D learner", "adduser: user 'learner' in use"),
        ("adduser -D wheel", "adduser: group 'wheel' in use"),
        ("adduser -D 'a b'", "adduser: illegal characters in username 'a b'"),
        ("adduser -D -u 0 x", "adduser: uid '0' in use"),
        ("adduser -D -G nosuch x", "adduser: unknown group nosuch"),
        ("adduser nosuch wheel", "adduser: unknown user nosuch"),
        ("addgroup wheel", "addgroup: group 'wheel' in use"),
        ("addgroup -g 10 x", "addgroup: gid '10' in use"),
        ("addgroup learner nosuch", "addgroup: unknown group nosuch"),
        ("deluser nosuch", "deluser: unknown user nosuch"),
        ("delgroup nosuch", "delgroup: unknown group nosuch"),
        ("delgroup learner", "delgroup: 'learner' still has 'learner' as their primary group!"),
        ("passwd nosuch", "passwd: unknown user nosuch"),
        ("echo nosuch:x | chpasswd", "chpasswd: unknown user nosuch"),
        ("echo bad | chpasswd", "chpasswd: missing new password"),
        ("su nosuch", "su: unknown user nosuch"),
    ],
)
def test_refusals(script: str, message: str) -> None:
    assert said(script) == f"{message}\nexit 1\n"


@pytest.mark.parametrize("name", ["adduser", "addgroup", "deluser", "delgroup"])
def test_only_root_changes_accounts(name: str) -> None:
    assert said(f"{name} x", uid=1000) == f"{name}: permission denied (are you root?)\nexit 1\n"


def test_members_come_and_go() -> None:
    assert said("adduser learner daemon; addgroup learner daemon; grep daemon /etc/group; id -Gn learner") == (
        "daemon:x:1:learner\nlearner daemon wheel staff\n"
    )
    assert said("delgroup learner staff; delgroup learner wheel; grep -E 'staff|wheel' /etc/group") == (
        "wheel:x:10:root\nstaff:x:1002:guest\n"
    )


def test_deluser() -> None:
    assert said(SHADOW + "deluser learner; grep learner /etc/passwd /etc/shadow /etc/group; ls /home /etc") == (
        "/etc:\ngroup\ngroup-\npasswd\npasswd-\nshadow\nshadow-\n\n/home:\nlearner\n"
    )
    assert said("deluser --remove-home learner; ls /home; id learner") == "id: unknown user learner\nexit 1\n"


def test_passwords_are_encrypted() -> None:
    assert said(SHADOW + "echo root:abc | chpasswd; cut -c 1-8 /etc/shadow") == (
        "chpasswd: password for 'root' changed\nroot:$6$\nlearner:\n"
    )
    assert said(SHADOW + "echo 'root:given' | chpasswd -e; head -n 1 /etc/shadow") == (
        "chpasswd: password for 'root' changed\nroot:given:20456:0:::::\n"
    )


def test_passwd_locks_and_opens() -> None:
    changed = "passwd: password for learner changed by root\n"
    script = "echo learner:x | chpasswd -e; for how in -l -u; do passwd $how learner; tail -n 1 /etc/shadow; done"
    assert said(SHADOW + script) == (
        f"chpasswd: password for 'learner' changed\n{changed}learner:!x:20456:0:99999:7:::\n"
        f"{changed}learner:x:20456:0:99999:7:::\n"
    )
    assert said(SHADOW + "passwd -d learner; cut -d : -f 2 /etc/shadow") == f"{changed}*\n\n"


def test_su_becomes_another() -> None:
    assert said('su learner -c "id -un; pwd; echo $HOME"; id -un') == "learner\n/w\n/root\nroot\n"
    assert said("su learner -c 'echo $HOME $USER'") == "/home/learner learner\n"
    assert said("su - learner -c 'pwd; echo $HOME $USER $LOGNAME $SHELL'") == (
        "/home/learner\n/home/learner learner learner /bin/sh\n"
    )
    assert said("su -c 'echo hi'; su learner -- -c 'echo $0 $1' x y; su -s /bin/sh daemon -c 'id -u'") == "hi\nx y\n1\n"
    assert said("su daemon -c id") == "su: can't execute '/sbin/nologin': No such file or directory\nexit 127\n"


# encrypted by glibc's crypt(3); the first one is in the specification too
ENCRYPTED = [
    (
        "Hello world!", "saltstring",
        "svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
    ),
    ("", "a", "Z6IPkDduHdwavesVY2NFMpOHkigshxPYdhfLg0D3A7/XFQcso9RV2E8qczyJ2su.dj6RRLaTpvgwN1rZfK0I9."),
    (
        "x" * 100, "0123456789abcdef",
        "hdKQR3U1ofzUBt70lpJrj9gRNuOHUPP5vMHbJtWeAVw9d3x7kUXPRZHmXi8rquaE8P8IDbMUrlAn6yB.w0e9w1",
    ),
    ("grüße", "./Az", "9bqHOwZ6Xg4XsL2BY.Xry55rTBpbAiLaCef.yiRoBJdOfRUnI8LW.h3aEjvCVUIpd/iufJVICZtftragtAt3b."),
]  # fmt: skip


@pytest.mark.parametrize(("password", "salt", "result"), ENCRYPTED, ids=["spec", "none", "long", "letters"])
def test_encryption(password: str, salt: str, result: str) -> None:
    assert encrypt(password, salt) == f"$6${salt}${result}"
    assert matches(password, f"$6${salt}${result}")
    assert not matches(password + ".", f"$6${salt}${result}")
    assert not matches(password, "x")


def test_su_asks_for_the_password() -> None:
    setting = encrypt("secret", "saltstring")
    script = f"echo 'guest:{setting}' | chpasswd -e > /dev/null; su learner -c \"su guest -c 'id -un'\""
    assert said(script, stdin=b"secret\n") == "Password: \nguest\n"
    assert said(script, stdin=b"wrong\n") == "Password: \nsu: incorrect password\nexit 1\n"
    assert said("su guest -c id", uid=1000, stdin=b"x\n") == "Password: \nsu: incorrect password\nexit 1\n"


def test_passwd_asks_for_the_old_one() -> None:
    setting = encrypt("secret", "saltstring")
    script = f"echo 'learner:{setting}' | chpasswd -e > /dev/null; chmod 4755 /bin/passwd; su learner -c passwd"
    assert said(script, stdin=b"wrong\n") == (
        "Changing password for learner\nOld password: \nIncorrect password\n"
        "passwd: password for learner is unchanged\nexit 1\n"
    )

"""The applets `env` and `printenv`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Show or change the environment."""
    return _printenv(process) if process.name == "printenv" else _env(process)


@applet("[-i0] [-u NAME]... [-] [NAME=VALUE]... [PROG ARGS]", "Print the environment, or run PROG in a changed one.")
def _env(process: Process) -> int:
    opts = options(process, "iu:0", {"ignore-environment": "i", "unset:": "u", "null": "0"}, permute=False)
    words = opts.arguments
    env = dict(process.env)
    if "i" in opts:
        env.clear()
    if words[:1] == ["-"]:
        env.clear()
        words = words[1:]
    for name in opts.values("u"):
        env.pop(name, None)
    while words and "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        env[name] = value
    if words:
        from tutor.shell.commands._spawn import become

        return become(process, words, env=env)
    end = "\0" if "0" in opts else "\n"
    process.out("".join([f"{name}={value}{end}" for name, value in env.items()]))
    return 0


@applet("[VARIABLE]...", "Print the environment, or the values of some variables.")
def _printenv(process: Process) -> int:
    names = process.argv[1:]
    if not names:
        process.out("".join([f"{name}={value}\n" for name, value in process.env.items()]))
        return 0
    code = 0
    for name in names:
        value = process.env.get(name)
        if value is None:
            code = 1
        else:
            process.out(value + "\n")
    return code

"""`gunicorn.app.wsgiapp`: the command `gunicorn`: its options, its log, its workers."""

import os
import signal
import sys
import time

import _sandbox
import _wsgi

_VALUED = {
    "-b": "bind", "--bind": "bind", "-w": "workers", "--workers": "workers", "-k": "worker class",
    "--worker-class": "worker class", "--access-logfile": "access", "--access-log": "access", "-t": "timeout",
    "--timeout": "timeout", "--threads": "threads", "--log-level": "level", "--error-logfile": "errors",
    "--log-file": "errors", "--chdir": "folder", "-n": "name", "--name": "name", "--graceful-timeout": "graceful",
    "--keep-alive": "keep", "--max-requests": "most", "--worker-tmp-dir": "scratch", "-e": "env", "--env": "env",
    "--forwarded-allow-ips": "proxies", "-u": "user", "--user": "user", "-g": "group", "--group": "group",
}
_PLAIN = ("--preload", "--reload", "--capture-output", "--enable-stdio-inheritance")


def _options(words):
    """The options of the command line, and what is to be served."""
    from gunicorn import __version__

    given = {"workers": os.environ.get("WEB_CONCURRENCY", "1"), "worker class": "sync", "threads": "1"}
    served = ""
    words = os.environ.get("GUNICORN_CMD_ARGS", "").split() + list(words)
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=") if word.startswith("--") else (word[:2], "", word[2:])
        if word in ("-v", "--version"):
            print(f"gunicorn (version {__version__})")
            sys.exit(0)
        if not word.startswith("-"):
            served = word
        elif word in _PLAIN:
            given[word] = True
        elif name in _VALUED:
            if not value and not words:
                _wrong(f"argument {word}: expected one argument")
            value = value or words.pop(0)
            if _VALUED[name] == "env":
                variable, _, text = value.partition("=")
                os.environ[variable] = text
            given[_VALUED[name]] = value
        elif name in ("-c", "--config"):
            _sandbox.outside("a configuration file of gunicorn")
        else:
            _wrong(f"unrecognized arguments: {word}")
    return given, served


def _wrong(message):
    sys.stderr.write(f"usage: gunicorn [OPTIONS] [APP_MODULE]\ngunicorn: error: {message}\n")
    sys.exit(2)


def _log(level, message, pid):
    at = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    sys.stderr.write(f"[{at} +0000] [{pid}] [{level}] {message}\n")


def run():
    """Serve an application until a signal ends it."""
    from gunicorn import __version__

    given, served = _options(sys.argv[1:])
    if not served:
        sys.stderr.write("\nError: No application module specified.\n")
        sys.exit(1)
    if given["worker class"] not in ("sync", "gthread"):
        _sandbox.outside(f"gunicorn's worker class {given['worker class']}")
    main = os.getpid()
    host, _, port = given.get("bind", f"0.0.0.0:{os.environ['PORT']}" if "PORT" in os.environ else "127.0.0.1:8000").rpartition(":")
    host = host or "0.0.0.0"
    if given.get("folder"):
        os.chdir(given["folder"])
    sys.path.insert(0, os.getcwd())
    _log("INFO", f"Starting gunicorn {__version__}", main)
    number = int(port) if port.isdigit() else 8000
    served_by = []
    loud = given.get("access") == "-"

    def answer(method, target, headers, body):
        status, reason, pairs, data = _wsgi.ask(served_by[0], method, target, headers, body, host, number)
        sent = [("Server", "gunicorn"), ("Date", _sandbox.http_date()), ("Connection", "close"), *pairs]
        if not any(name.lower() == "content-length" for name, value in pairs):
            sent.append(("Content-Length", str(len(data))))
        if loud:
            at = time.strftime("%d/%b/%Y:%H:%M:%S", time.gmtime())
            agent = dict(headers).get("User-Agent", "-")
            print(f'172.17.0.1 - - [{at} +0000] "{method} {target} HTTP/1.1" {status} {len(data)} "-" "{agent}"')
            sys.stdout.flush()
        return status, reason, sent, data

    try:
        _sandbox.listen(number, answer)
    except OSError:
        _log("ERROR", f"Connection in use: ('{host}', {number})", main)
        _log("ERROR", f"Can't connect to ('{host}', {number})", main)
        sys.exit(1)
    _log("INFO", f"Listening at: http://{host}:{number} ({main})", main)
    threads = given["threads"] != "1"
    _log("INFO", f"Using worker: {'gthread' if threads else given['worker class']}", main)
    workers = [main + 6 + at for at in range(int(given["workers"]))]
    for pid in workers:
        _log("INFO", f"Booting worker with pid: {pid}", pid)
    try:
        served_by.append(_wsgi.application(served))
    except _wsgi.NotFound as error:
        _log("ERROR", str(error), workers[0])
        _failed(main, workers[0], 4, "App failed to load.")
    except Exception:
        _log("ERROR", "Exception in worker process", workers[0])
        sys.stderr.write(_sandbox.error_text())
        _failed(main, workers[0], 3, "Worker failed to boot.")

    def end(number, frame):
        _log("INFO", f"Handling signal: {'term' if number == signal.SIGTERM else 'int'}", main)
        for pid in workers:
            _log("INFO", f"Worker exiting (pid: {pid})", pid)
        _log("INFO", "Shutting down: Master", main)
        sys.exit(0)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, end)
    _sandbox.wait()


def _failed(main, pid, code, reason):
    _log("INFO", f"Worker exiting (pid: {pid})", pid)
    _log("ERROR", f"Worker (pid:{pid}) exited with code {code}", main)
    _log("ERROR", "Shutting down: Master", main)
    _log("ERROR", f"Reason: {reason}", main)
    sys.exit(code)

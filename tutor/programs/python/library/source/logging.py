"""`logging` in the small: levels, loggers with handlers, formats with `%(name)s` fields."""

import sys
import time
import traceback

NOTSET, DEBUG, INFO, WARNING, ERROR, CRITICAL = 0, 10, 20, 30, 40, 50
WARN, FATAL = WARNING, CRITICAL
_NAMES = {0: "NOTSET", 10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL"}
BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"


def getLevelName(level):
    """Return the name of a level, or the level of a name."""
    if isinstance(level, str):
        return {name: number for number, name in _NAMES.items()}.get(level, f"Level {level}")
    return _NAMES.get(level, f"Level {level}")


def _number(level):
    if isinstance(level, str):
        if level not in _NAMES.values():
            raise ValueError(f"Unknown level: {level!r}")
        return getLevelName(level)
    return level


class LogRecord:
    """What was logged."""

    def __init__(self, name, level, message, args, error):
        self.name = name
        self.levelno = level
        self.levelname = getLevelName(level)
        self.msg = message
        self.args = args
        self.created = time.time()
        self.error = error
        self.process = 1

    def getMessage(self):
        """Return the message with its arguments."""
        text = str(self.msg)
        if self.args:
            first = self.args[0]
            text = text % (first if len(self.args) == 1 and isinstance(first, dict) else self.args)
        return text


class Formatter:
    """Turns records into lines."""

    def __init__(self, fmt=None, datefmt=None, style="%"):
        self.fmt = fmt or "%(message)s"
        self.datefmt = datefmt
        self.style = style

    def formatTime(self, record, datefmt=None):
        """Return the time of a record."""
        if datefmt:
            return time.strftime(datefmt, time.gmtime(record.created))
        text = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(record.created))
        return f"{text},{int(record.created * 1000) % 1000:03d}"

    def format(self, record):
        """Return the line of a record."""
        fields = dict(record.__dict__)
        fields["message"] = record.getMessage()
        fields["asctime"] = self.formatTime(record, self.datefmt)
        if self.style == "{":
            text = self.fmt.format(**fields)
        else:
            text = self.fmt % fields
        if record.error:
            text += "\n" + record.error.rstrip("\n")
        return text


class Handler:
    """Takes records of a level and above."""

    def __init__(self, level=NOTSET):
        self.level = _number(level)
        self.formatter = None

    def setLevel(self, level):
        """Set the lowest level."""
        self.level = _number(level)

    def setFormatter(self, formatter):
        """Set how records become lines."""
        self.formatter = formatter

    def format(self, record):
        """Return the line of a record."""
        return (self.formatter or Formatter()).format(record)

    def handle(self, record):
        """Take a record."""
        if record.levelno >= self.level:
            self.emit(record)

    def emit(self, record):
        """Do something with a record."""

    def flush(self):
        """Do nothing."""

    def close(self):
        """Do nothing."""


class NullHandler(Handler):
    """Does nothing."""


class StreamHandler(Handler):
    """Writes lines to a stream, standard error if none is given."""

    def __init__(self, stream=None):
        super().__init__()
        self.stream = stream

    def emit(self, record):
        """Write a line."""
        stream = self.stream or sys.stderr
        stream.write(self.format(record) + "\n")
        stream.flush()


class FileHandler(StreamHandler):
    """Writes lines to a file."""

    def __init__(self, filename, mode="a", encoding=None, delay=False):
        super().__init__(open(filename, mode))
        self.baseFilename = filename


class Logger:
    """What is logged by a name; passed on to the loggers above it."""

    def __init__(self, name, level=NOTSET):
        self.name = name
        self.level = level
        self.handlers = []
        self.parent = None
        self.propagate = True
        self.disabled = False

    def setLevel(self, level):
        """Set the lowest level."""
        self.level = _number(level)

    def getEffectiveLevel(self):
        """Return the level that holds."""
        logger = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        """Whether a level is logged."""
        return level >= self.getEffectiveLevel()

    def addHandler(self, handler):
        """Add a handler."""
        if handler not in self.handlers:
            self.handlers.append(handler)

    def removeHandler(self, handler):
        """Remove a handler."""
        if handler in self.handlers:
            self.handlers.remove(handler)

    def hasHandlers(self):
        """Whether there is a handler, here or above."""
        logger = self
        while logger is not None:
            if logger.handlers:
                return True
            logger = logger.parent
        return False

    def log(self, level, message, *args, exc_info=None, extra=None, stack_info=False):
        """Log a message."""
        if not self.isEnabledFor(level):
            return
        error = traceback.format_exc() if exc_info else ""
        record = LogRecord(self.name, level, message, args, error)
        for name, value in (extra or {}).items():
            setattr(record, name, value)
        found = False
        logger = self
        while logger is not None:
            for handler in logger.handlers:
                found = True
                handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if not found and level >= WARNING:
            sys.stderr.write(Formatter().format(record) + "\n")

    def debug(self, message, *args, **named):
        """Log at DEBUG."""
        self.log(DEBUG, message, *args, **named)

    def info(self, message, *args, **named):
        """Log at INFO."""
        self.log(INFO, message, *args, **named)

    def warning(self, message, *args, **named):
        """Log at WARNING."""
        self.log(WARNING, message, *args, **named)

    warn = warning

    def error(self, message, *args, **named):
        """Log at ERROR."""
        self.log(ERROR, message, *args, **named)

    def critical(self, message, *args, **named):
        """Log at CRITICAL."""
        self.log(CRITICAL, message, *args, **named)

    def exception(self, message, *args, **named):
        """Log at ERROR, with the exception that is being handled."""
        self.log(ERROR, message, *args, exc_info=True, **named)


root = Logger("root", WARNING)
_loggers = {}


def getLogger(name=None):
    """Return the logger of a name."""
    if not name or name == "root":
        return root
    if name not in _loggers:
        logger = Logger(name)
        above = name.rpartition(".")[0]
        logger.parent = getLogger(above) if above else root
        _loggers[name] = logger
    return _loggers[name]


def basicConfig(
    filename=None,
    filemode="a",
    format=None,
    datefmt=None,
    style="%",
    level=None,
    stream=None,
    handlers=None,
    force=False,
    encoding=None,
):
    """Set up the root logger, unless it is set up."""
    if root.handlers and not force:
        return
    if force:
        root.handlers.clear()
    if handlers is None:
        handlers = [FileHandler(filename, filemode) if filename else StreamHandler(stream)]
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(Formatter(format or BASIC_FORMAT, datefmt, style))
        root.addHandler(handler)
    if level is not None:
        root.setLevel(level)


def _log(level, message, args, named):
    if not root.handlers:
        basicConfig()
    root.log(level, message, *args, **named)


def debug(message, *args, **named):
    """Log at DEBUG."""
    _log(DEBUG, message, args, named)


def info(message, *args, **named):
    """Log at INFO."""
    _log(INFO, message, args, named)


def warning(message, *args, **named):
    """Log at WARNING."""
    _log(WARNING, message, args, named)


def error(message, *args, **named):
    """Log at ERROR."""
    _log(ERROR, message, args, named)


def critical(message, *args, **named):
    """Log at CRITICAL."""
    _log(CRITICAL, message, args, named)


def exception(message, *args, **named):
    """Log at ERROR, with the exception that is being handled."""
    _log(ERROR, message, args, dict(named, exc_info=True))


def disable(level=CRITICAL):
    """Log nothing up to a level."""
    root.setLevel(level + 1)

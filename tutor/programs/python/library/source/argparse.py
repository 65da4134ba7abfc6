"""`argparse` in the small: positionals, options with values, flags, choices, defaults, `--help`."""

import os
import sys

SUPPRESS = "==SUPPRESS=="


class Namespace:
    """What was given."""

    def __init__(self, **named):
        for name, value in named.items():
            setattr(self, name, value)

    def __repr__(self):
        return f"Namespace({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"

    def __eq__(self, other):
        return vars(self) == vars(other)

    def __contains__(self, name):
        return name in vars(self)


class ArgumentDefaultsHelpFormatter:
    """Accepted."""


class RawDescriptionHelpFormatter:
    """Accepted."""


class _Argument:
    def __init__(
        self,
        names,
        action="store",
        nargs=None,
        default=None,
        type=None,
        choices=None,
        required=False,
        help=None,
        metavar=None,
        dest=None,
        const=None,
        version=None,
    ):
        self.names = names
        self.action = action
        self.nargs = nargs
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.const = const
        self.version = version
        self.option = names[0].startswith("-")
        longest = next((name for name in names if name.startswith("--")), names[0])
        self.dest = dest or (longest.lstrip("-").replace("-", "_") if self.option else names[0])
        if action == "store_true" and default is None:
            self.default = False
        if action == "store_false" and default is None:
            self.default = True
        shown = "{" + ",".join(str(choice) for choice in choices) + "}" if choices else None
        self.metavar = metavar or shown or (self.dest.upper() if self.option else self.dest)

    def takes_value(self):
        return self.action in ("store", "append")

    def shown(self):
        return "/".join(self.names) if self.option else self.metavar

    def usage(self):
        if not self.option:
            return {
                "?": f"[{self.metavar}]",
                "*": f"[{self.metavar} ...]",
                "+": f"{self.metavar} [{self.metavar} ...]",
            }.get(self.nargs, self.metavar)
        text = self.names[0] + (f" {self.value_text()}" if self.takes_value() else "")
        return text if self.required else f"[{text}]"

    def value_text(self):
        if self.nargs in ("*", "+"):
            return f"{self.metavar} [{self.metavar} ...]" if self.nargs == "+" else f"[{self.metavar} ...]"
        return self.metavar

    def invocation(self):
        if not self.option:
            return self.metavar
        value = f" {self.value_text()}" if self.takes_value() else ""
        return ", ".join(name + value for name in self.names)


class ArgumentParser:
    """Parses a command line."""

    def __init__(self, prog=None, description=None, epilog=None, add_help=True, usage=None, formatter_class=None):
        self.prog = prog or os.path.basename(sys.argv[0])
        self.description = description
        self.epilog = epilog
        self.arguments = []
        if add_help:
            self.add_argument("-h", "--help", action="help", help="show this help message and exit")

    def add_argument(self, *names, **named):
        """Declare an argument."""
        argument = _Argument(names, **named)
        self.arguments.append(argument)
        return argument

    def add_argument_group(self, title=None, description=None):
        """Return what arguments can be added to."""
        return self

    def add_mutually_exclusive_group(self, required=False):
        """Return what arguments can be added to."""
        return self

    def set_defaults(self, **named):
        """Set defaults by name."""
        for argument in self.arguments:
            if argument.dest in named:
                argument.default = named[argument.dest]

    def format_usage(self):
        """Return the line of usage."""
        options = [argument.usage() for argument in self.arguments if argument.option]
        others = [argument.usage() for argument in self.arguments if not argument.option]
        return f"usage: {' '.join([self.prog, *options, *others])}\n"

    def format_help(self):
        """Return the help text."""
        text = self.format_usage()
        if self.description:
            text += f"\n{self.description}\n"
        for title, option in (("positional arguments", False), ("options", True)):
            rows = [argument for argument in self.arguments if argument.option == option]
            if rows:
                text += f"\n{title}:\n"
            widths = [len(argument.invocation()) + 4 for argument in self.arguments]
            column = min(24, max(widths))
            for argument in rows:
                text += self._row(argument, column)
        if self.epilog:
            text += f"\n{self.epilog}\n"
        return text

    def _row(self, argument, column):
        start = f"  {argument.invocation()}"
        if not argument.help:
            return start + "\n"
        help = argument.help.replace("%(default)s", str(argument.default)).replace("%(prog)s", self.prog)
        if len(start) + 2 > column:
            return f"{start}\n{' ' * column}{help}\n"
        return f"{start.ljust(column)}{help}\n"

    def print_help(self, file=None):
        """Print the help text."""
        (file or sys.stdout).write(self.format_help())

    def print_usage(self, file=None):
        """Print the line of usage."""
        (file or sys.stdout).write(self.format_usage())

    def exit(self, status=0, message=None):
        """End the program."""
        if message:
            sys.stderr.write(message)
        sys.exit(status)

    def error(self, message):
        """End the program with usage and a message."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")

    def parse_args(self, args=None, namespace=None):
        """Return what was given; ends the program where it is wrong."""
        found, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return found

    def parse_known_args(self, args=None, namespace=None):
        """Return what was given, and what is not known."""
        words = list(sys.argv[1:] if args is None else args)
        found = namespace or Namespace()
        for argument in self.arguments:
            if argument.action not in ("help", "version"):
                default = argument.default
                if isinstance(default, str) and argument.type is not None:
                    default = argument.type(default)
                setattr(found, argument.dest, default)
        seen, plain, rest = [], [], []
        only_plain = False
        while words:
            word = words.pop(0)
            if word == "--" and not only_plain:
                only_plain = True
            elif only_plain or not word.startswith("-") or word == "-" or self._is_number(word):
                plain.append(word)
            else:
                self._option(word, words, found, seen, rest)
        rest = self._positionals(plain, found, seen) + rest
        missing = [argument.shown() for argument in self.arguments if argument not in seen and self._needed(argument)]
        if missing:
            self.error(f"the following arguments are required: {', '.join(missing)}")
        return found, rest

    def _is_number(self, word):
        try:
            float(word)
            return True
        except ValueError:
            return False

    def _needed(self, argument):
        return argument.required if argument.option else argument.nargs not in ("?", "*")

    def _option(self, word, words, found, seen, rest):
        name, equals, given = word.partition("=")
        argument = next((a for a in self.arguments if a.option and name in a.names), None)
        if argument is None and name.startswith("--"):
            near = [a for a in self.arguments if any(n.startswith(name) for n in a.names)]
            argument = near[0] if len(near) == 1 else None
        if argument is None and not word.startswith("--") and len(word) > 2:
            argument = next((a for a in self.arguments if a.option and word[:2] in a.names), None)
            if argument is not None and argument.takes_value():
                equals, given = "=", word[2:]
            elif argument is not None:
                words.insert(0, "-" + word[2:])
        if argument is None:
            rest.append(word)
            return
        seen.append(argument)
        if argument.action == "help":
            self.print_help()
            self.exit()
        if argument.action == "version":
            sys.stdout.write(argument.version.replace("%(prog)s", self.prog) + "\n")
            self.exit()
        if argument.action in ("store_true", "store_false"):
            setattr(found, argument.dest, argument.action == "store_true")
        elif argument.action == "store_const":
            setattr(found, argument.dest, argument.const)
        elif argument.action == "count":
            setattr(found, argument.dest, (getattr(found, argument.dest) or 0) + 1)
        elif argument.nargs in ("*", "+"):
            values = []
            while words and not words[0].startswith("-"):
                values.append(self._value(argument, words.pop(0)))
            setattr(found, argument.dest, values)
        else:
            if not equals:
                if not words or (words[0].startswith("-") and not self._is_number(words[0])):
                    self.error(f"argument {argument.shown()}: expected one argument")
                given = words.pop(0)
            value = self._value(argument, given)
            if argument.action == "append":
                value = [*(getattr(found, argument.dest) or []), value]
            setattr(found, argument.dest, value)

    def _value(self, argument, text):
        value = text
        if argument.type is not None:
            try:
                value = argument.type(text)
            except (ValueError, TypeError):
                name = getattr(argument.type, "__name__", repr(argument.type))
                self.error(f"argument {argument.shown()}: invalid {name} value: {text!r}")
        if argument.choices is not None and value not in argument.choices:
            choices = ", ".join(repr(choice) for choice in argument.choices)
            self.error(f"argument {argument.shown()}: invalid choice: {value!r} (choose from {choices})")
        return value

    def _positionals(self, plain, found, seen):
        wanted = [argument for argument in self.arguments if not argument.option]
        for at, argument in enumerate(wanted):
            after = len([other for other in wanted[at + 1 :] if self._needed(other)])
            if argument.nargs in ("*", "+"):
                count = len(plain) - after
                values = [self._value(argument, word) for word in plain[:count]]
                if not values and argument.nargs == "+":
                    continue
                plain = plain[count:]
                if values or argument.default is None:
                    setattr(found, argument.dest, values)
                seen.append(argument)
            elif isinstance(argument.nargs, int):
                if len(plain) >= argument.nargs:
                    setattr(found, argument.dest, [self._value(argument, word) for word in plain[: argument.nargs]])
                    plain = plain[argument.nargs :]
                    seen.append(argument)
            elif len(plain) > (after if argument.nargs == "?" else 0):
                setattr(found, argument.dest, self._value(argument, plain[0]))
                plain = plain[1:]
                seen.append(argument)
        return plain

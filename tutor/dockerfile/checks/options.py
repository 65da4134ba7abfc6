"""Which checks run: `# check=skip=…;error=true` in the file or above an instruction, or given to the build."""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.dockerfile.directives import DirectiveReader
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.text import quote, trim

_TRUE = ("1", "t", "T", "TRUE", "true", "True")
_FALSE = ("0", "f", "F", "FALSE", "false", "False")


@dataclass(frozen=True, slots=True)
class Options:
    """Rules to skip, experimental rules to run, and whether a warning fails the build."""

    skip: frozenset[str] = frozenset()
    skip_all: bool = False
    experimental: frozenset[str] = frozenset()
    experimental_all: bool = False
    error: bool = False

    @classmethod
    def parse(cls, text: str) -> Options:
        """Read the options. Raises `ParseError` with BuildKit's text."""
        options = cls()
        if not trim(text):
            return options
        for part in trim(text).split(";", 2):
            key, has_value, value = part.partition("=")
            if not has_value:
                raise ParseError(f"invalid check option {quote(part)}")
            options = options._with(part, trim(key), trim(value))
        return options

    def _with(self, part: str, key: str, value: str) -> Options:
        names = frozenset(trim(name) for name in value.split(","))
        if key == "skip":
            return self.merged(Options(skip_all=True) if value == "all" else Options(skip=names))
        if key == "experimental":
            return self.merged(Options(experimental_all=True) if value == "all" else Options(experimental=names))
        if key != "error":
            raise ParseError(f"invalid check option {quote(key)}")
        if value not in _TRUE + _FALSE:
            problem = f"strconv.ParseBool: parsing {quote(value)}: invalid syntax"
            raise ParseError(f"failed to parse check option {quote(part)}: {problem}")
        return self.merged(Options(error=value in _TRUE))

    def merged(self, other: Options) -> Options:
        """Add what other options ask for."""
        return Options(
            self.skip | other.skip,
            self.skip_all or other.skip_all,
            self.experimental | other.experimental,
            self.experimental_all or other.experimental_all,
            self.error or other.error,
        )

    def with_comments(self, comments: tuple[str, ...]) -> Options:
        """Add the `check=…` among the comments above an instruction; a malformed one is passed over."""
        for comment in comments:
            directive = DirectiveReader("").read(comment)
            if directive is None or directive.name != "check":
                continue
            try:
                found = Options.parse(directive.value.partition(" ")[0])
            except ParseError:
                return self
            return self.merged(Options(found.skip, found.skip_all, found.experimental, found.experimental_all))
        return self

    def runs(self, rule: str, experimental: bool) -> bool:
        """Whether a rule is on."""
        if experimental:
            return self.experimental_all or rule in self.experimental
        return not (self.skip_all or rule in self.skip)

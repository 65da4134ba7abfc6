"""`pathlib` in the small: paths as texts, and the operations on files that scripts use."""

import os


class PurePath:
    """A path that is only a text."""

    def __init__(self, *parts):
        text = os.path.join(*[os.fspath(part) for part in parts]) if parts else "."
        root = "/" if text.startswith("/") else ""
        kept = [part for part in text.split("/") if part and part != "."]
        self._text = root + "/".join(kept) or "."

    def __fspath__(self):
        return self._text

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"PosixPath({self._text!r})"

    def __eq__(self, other):
        return isinstance(other, PurePath) and self._text == other._text

    def __hash__(self):
        return hash(self._text)

    def __lt__(self, other):
        return self.parts < other.parts

    def __truediv__(self, other):
        return type(self)(self._text, other)

    def __rtruediv__(self, other):
        return type(self)(other, self._text)

    @property
    def parts(self):
        """The parts, the root first."""
        root = ("/",) if self._text.startswith("/") else ()
        return root + tuple(part for part in self._text.split("/") if part and part != ".")

    @property
    def name(self):
        """The last part."""
        return "" if self._text in ("/", ".") else os.path.basename(self._text)

    @property
    def suffix(self):
        """The extension, with its dot."""
        return os.path.splitext(self.name)[1]

    @property
    def stem(self):
        """The last part without its extension."""
        return os.path.splitext(self.name)[0]

    @property
    def parent(self):
        """The folder."""
        return type(self)(os.path.dirname(self._text) or ".")

    @property
    def parents(self):
        """All folders above, the nearest first."""
        found = []
        here = self
        while here.parent != here:
            here = here.parent
            found.append(here)
        return found

    def joinpath(self, *others):
        """Return the path with more parts."""
        return type(self)(self._text, *others)

    def with_suffix(self, suffix):
        """Return the path with another extension."""
        return self.parent / (self.stem + suffix)

    def with_name(self, name):
        """Return the path with another last part."""
        return self.parent / name

    def is_absolute(self):
        """Whether it begins at the root."""
        return self._text.startswith("/")

    def as_posix(self):
        """Return the text."""
        return self._text

    def relative_to(self, other):
        """Return the path as seen from a folder above."""
        base = type(self)(other)
        if self.parts[: len(base.parts)] != base.parts:
            raise ValueError(f"{self._text!r} is not in the subpath of {str(base)!r}")
        return type(self)(*self.parts[len(base.parts) :])


class Path(PurePath):
    """A path of the file system."""

    @classmethod
    def cwd(cls):
        """Return the working folder."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """Return the user's folder."""
        return cls(os.path.expanduser("~"))

    def exists(self):
        """Whether there is something."""
        return os.path.exists(self._text)

    def is_file(self):
        """Whether it is a file."""
        return os.path.isfile(self._text)

    def is_dir(self):
        """Whether it is a folder."""
        return os.path.isdir(self._text)

    def is_symlink(self):
        """Whether it is a symbolic link."""
        return os.path.islink(self._text)

    def stat(self):
        """Return what is known about it."""
        return os.stat(self._text)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        """Open the file."""
        return open(self._text, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None):
        """Return the text of the file."""
        with open(self._text, encoding=encoding, errors=errors) as file:
            return file.read()

    def write_text(self, data, encoding=None, errors=None):
        """Write a text to the file."""
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {type(data).__name__}")
        with open(self._text, "w", encoding=encoding, errors=errors) as file:
            return file.write(data)

    def read_bytes(self):
        """Return the bytes of the file."""
        with open(self._text, "rb") as file:
            return file.read()

    def write_bytes(self, data):
        """Write bytes to the file."""
        with open(self._text, "wb") as file:
            return file.write(data)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make the folder."""
        if exist_ok and self.is_dir():
            return
        if parents:
            os.makedirs(self._text, mode, exist_ok)
        else:
            os.mkdir(self._text, mode)

    def touch(self, mode=0o666, exist_ok=True):
        """Make the file, if it is not there."""
        if not exist_ok and self.exists():
            raise FileExistsError(17, "File exists", self._text)
        open(self._text, "a").close()

    def unlink(self, missing_ok=False):
        """Remove the file."""
        if missing_ok and not self.exists():
            return
        os.remove(self._text)

    def rmdir(self):
        """Remove the empty folder."""
        os.rmdir(self._text)

    def rename(self, target):
        """Move it."""
        os.rename(self._text, target)
        return type(self)(target)

    def replace(self, target):
        """Move it, over what is there."""
        return self.rename(target)

    def chmod(self, mode):
        """Change its permissions."""
        os.chmod(self._text, mode)

    def symlink_to(self, target):
        """Make it a symbolic link."""
        os.symlink(os.fspath(target), self._text)

    def iterdir(self):
        """Yield what is in the folder."""
        for name in os.listdir(self._text):
            yield self / name

    def resolve(self, strict=False):
        """Return the path without links and dots."""
        if strict:
            os.stat(self._text)
        return type(self)(os.path.realpath(self._text))

    def absolute(self):
        """Return the path from the root."""
        return type(self)(os.path.join(os.getcwd(), self._text))

    def expanduser(self):
        """Return the path with ~ replaced."""
        return type(self)(os.path.expanduser(self._text))

    def glob(self, pattern):
        """Yield what fits a pattern."""
        yield from _matching(self, [part for part in pattern.split("/") if part])

    def rglob(self, pattern):
        """Yield what fits a pattern, at any depth."""
        yield from self.glob("**/" + pattern)


def _matching(folder, parts):
    if not parts:
        yield folder
        return
    first, rest = parts[0], parts[1:]
    if not folder.is_dir():
        return
    if first == "**":
        yield from _matching(folder, rest)
        for name in os.listdir(folder):
            inner = folder / name
            if inner.is_dir() and not inner.is_symlink():
                yield from _matching(inner, parts)
        return
    for name in os.listdir(folder):
        if _fits(name, first):
            yield from _matching(folder / name, rest)


def _fits(name, pattern):
    """Whether a name fits a pattern of `*` and `?`."""
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(_fits(name[at:], pattern[1:]) for at in range(len(name) + 1))
    return bool(name) and pattern[0] in ("?", name[0]) and _fits(name[1:], pattern[1:])


PosixPath = Path
PurePosixPath = PurePath

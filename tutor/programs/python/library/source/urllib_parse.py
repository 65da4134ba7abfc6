"""`urllib.parse` in the small."""

_SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~"


def quote(string, safe="/"):
    """Return a text with %XX for what is not safe."""
    return "".join(chr(byte) if chr(byte) in _SAFE + safe else f"%{byte:02X}" for byte in string.encode())


def quote_plus(string, safe=""):
    """Return a text as a form sends it."""
    return quote(string, safe + " ").replace(" ", "+")


def unquote(string):
    """Return a text without %XX."""
    parts = string.encode().split(b"%")
    data = parts[0]
    for part in parts[1:]:
        try:
            data += bytes([int(part[:2].decode(), 16)]) + part[2:]
        except ValueError:
            data += b"%" + part
    return data.decode("utf-8", "replace")


def unquote_plus(string):
    """Return a text of a form."""
    return unquote(string.replace("+", " "))


def urlencode(query):
    """Return pairs as a form sends them."""
    pairs = query.items() if isinstance(query, dict) else query
    return "&".join(f"{quote_plus(str(key))}={quote_plus(str(value))}" for key, value in pairs)


def parse_qsl(qs, keep_blank_values=False):
    """Return the pairs of a query."""
    found = []
    for part in qs.split("&"):
        key, equals, value = part.partition("=")
        if part and (value or keep_blank_values):
            found.append((unquote_plus(key), unquote_plus(value)))
    return found


def parse_qs(qs, keep_blank_values=False):
    """Return the values of a query by name."""
    found = {}
    for key, value in parse_qsl(qs, keep_blank_values):
        found.setdefault(key, []).append(value)
    return found


class ParseResult:
    """The parts of a URL."""

    def __init__(self, scheme, netloc, path, params, query, fragment):
        self.scheme, self.netloc, self.path = scheme, netloc, path
        self.params, self.query, self.fragment = params, query, fragment

    @property
    def hostname(self):
        """The host."""
        return self.netloc.rpartition("@")[2].partition(":")[0] or None

    @property
    def port(self):
        """The port, if there is one."""
        text = self.netloc.rpartition("@")[2].partition(":")[2]
        return int(text) if text else None

    @property
    def username(self):
        """The user, if there is one."""
        user = self.netloc.rpartition("@")[0]
        return user.partition(":")[0] or None

    def __iter__(self):
        return iter((self.scheme, self.netloc, self.path, self.params, self.query, self.fragment))

    def __getitem__(self, index):
        return list(self)[index]

    def __repr__(self):
        return (
            f"ParseResult(scheme={self.scheme!r}, netloc={self.netloc!r}, path={self.path!r}, "
            f"params={self.params!r}, query={self.query!r}, fragment={self.fragment!r})"
        )

    def geturl(self):
        """Return the URL."""
        text = f"{self.scheme}://{self.netloc}{self.path}" if self.netloc else self.path
        return text + (f"?{self.query}" if self.query else "") + (f"#{self.fragment}" if self.fragment else "")


def urlparse(url):
    """Return the parts of a URL."""
    rest, _, fragment = url.partition("#")
    rest, _, query = rest.partition("?")
    scheme, mark, after = rest.partition("://")
    if not mark:
        return ParseResult("", "", rest, "", query, fragment)
    netloc, slash, path = after.partition("/")
    return ParseResult(scheme, netloc, slash + path, "", query, fragment)


urlsplit = urlparse


def urljoin(base, url):
    """Return a URL as seen from another one."""
    if "://" in url:
        return url
    parts = urlparse(base)
    if not url.startswith("/"):
        url = parts.path.rpartition("/")[0] + "/" + url
    return f"{parts.scheme}://{parts.netloc}{url}"

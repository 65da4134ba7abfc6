"""`http.client` in the small."""

import _sandbox


class HTTPException(Exception):
    """Something went wrong with a request."""


class HTTPConnection:
    """A connection for one request after the other."""

    scheme = "http"

    def __init__(self, host, port=None, timeout=None):
        self.host = host
        self.port = port
        self.answer = None

    def request(self, method, url, body=None, headers=None):
        """Send a request."""
        place = self.host if self.port is None else f"{self.host}:{self.port}"
        self.answer = _sandbox.fetch(method, f"{self.scheme}://{place}{url}", headers or {}, body)

    def getresponse(self):
        """Return the response."""
        return HTTPResponse(self.answer)

    def close(self):
        """Do nothing."""


class HTTPSConnection(HTTPConnection):
    """A connection with TLS."""

    scheme = "https"


class HTTPResponse:
    """A response."""

    def __init__(self, answer):
        self.status, self.reason, self.pairs, self.body, _ = answer
        self.headers = dict(self.pairs)

    def read(self, size=-1):
        """Return the body."""
        data, self.body = self.body, b""
        return data

    def getheader(self, name, default=None):
        """Return a header."""
        for key, value in self.pairs:
            if key.lower() == name.lower():
                return value
        return default

    def getheaders(self):
        """Return all headers."""
        return list(self.pairs)

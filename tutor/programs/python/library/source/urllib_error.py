"""`urllib.error`."""


class URLError(OSError):
    """A URL could not be reached."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

    def __str__(self):
        return f"<urlopen error {self.reason}>"


class HTTPError(URLError):
    """A server answered with an error."""

    def __init__(self, url, code, msg, headers, body):
        super().__init__(msg)
        self.url = url
        self.code = self.status = code
        self.msg = msg
        self.headers = headers
        self._body = body

    def read(self):
        """Return the body."""
        return self._body

    def __str__(self):
        return f"HTTP Error {self.code}: {self.msg}"

"""`urllib.request` in the small: `urlopen` and `Request`."""

from urllib.error import HTTPError, URLError

import _sandbox


class Request:
    """What to ask."""

    def __init__(self, url, data=None, headers=None, method=None):
        self.full_url = url
        self.data = data
        self.headers = dict(headers or {})
        self.method = method

    def get_method(self):
        """Return the method."""
        return self.method or ("POST" if self.data is not None else "GET")

    def add_header(self, key, value):
        """Add a header."""
        self.headers[key] = value


class _Response:
    def __init__(self, url, answer):
        self.status, self.reason, self.pairs, self._body, _ = answer
        self.code = self.status
        self.url = url
        self.headers = dict(self.pairs)

    def read(self, size=-1):
        data, self._body = self._body, b""
        return data

    def getcode(self):
        return self.status

    def getheader(self, name, default=None):
        for key, value in self.pairs:
            if key.lower() == name.lower():
                return value
        return default

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def __iter__(self):
        return iter(self.read().splitlines(True))


def urlopen(url, data=None, timeout=None):
    """Open a URL."""
    request = url if isinstance(url, Request) else Request(url, data)
    headers = {"User-Agent": "Python-urllib/3", "Connection": "close", **request.headers}
    target = request.full_url
    for _ in range(10):
        try:
            answer = _sandbox.fetch(request.get_method(), target, headers, request.data)
        except OSError as error:
            raise URLError(error)
        location = next((value for key, value in answer[2] if key.lower() == "location"), None)
        if answer[0] in (301, 302, 303, 307, 308) and location:
            from urllib.parse import urljoin

            target = urljoin(target, location)
            continue
        if answer[0] >= 400:
            raise HTTPError(target, answer[0], answer[1], dict(answer[2]), answer[3])
        return _Response(target, answer)


def urlretrieve(url, filename):
    """Save what a URL holds in a file."""
    with urlopen(url) as response, open(filename, "wb") as file:
        file.write(response.read())
    return filename, None

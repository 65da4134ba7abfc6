"""`requests` in the small: get, post and the like, sessions, responses with text and json."""

import json as _json
from urllib.parse import urlencode, urljoin, urlparse

import _sandbox
from requests import exceptions
from requests.exceptions import ConnectionError, HTTPError, InvalidSchema, MissingSchema

__version__ = "2.32.3"


class _CaseInsensitive:
    def __init__(self, pairs):
        self._pairs = list(pairs)

    def get(self, name, default=None):
        for key, value in self._pairs:
            if key.lower() == name.lower():
                return value
        return default

    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name):
        return self.get(name) is not None

    def __iter__(self):
        return iter([key for key, value in self._pairs])

    def items(self):
        return list(self._pairs)

    def __repr__(self):
        return repr(dict(self._pairs))


class Response:
    """What a server answered."""

    def __init__(self, url, answer):
        self.status_code, self.reason, pairs, self.content, _ = answer
        self.headers = _CaseInsensitive(pairs)
        self.url = url
        self.encoding = "utf-8"
        self.history = []

    @property
    def text(self):
        """The body as a text."""
        return self.content.decode("utf-8", "replace")

    @property
    def ok(self):
        """Whether it is no error."""
        return self.status_code < 400

    def json(self):
        """Return the body as JSON."""
        try:
            return _json.loads(self.content)
        except _json.JSONDecodeError as error:
            raise exceptions.JSONDecodeError(str(error))

    def raise_for_status(self):
        """Raise HTTPError for an error."""
        if self.status_code >= 400:
            side = "Client" if self.status_code < 500 else "Server"
            raise HTTPError(f"{self.status_code} {side} Error: {self.reason} for url: {self.url}", response=self)

    def __repr__(self):
        return f"<Response [{self.status_code}]>"

    def __bool__(self):
        return self.ok

    def iter_lines(self):
        """Yield the lines of the body."""
        yield from self.content.splitlines()


def request(
    method,
    url,
    params=None,
    data=None,
    json=None,
    headers=None,
    timeout=None,
    allow_redirects=True,
    auth=None,
    verify=True,
    stream=False,
    cookies=None,
    files=None,
):
    """Send a request."""
    if "://" not in url:
        raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?")
    if urlparse(url).scheme not in ("http", "https"):
        raise InvalidSchema(f"No connection adapters were found for {url!r}")
    sent = {
        "User-Agent": f"python-requests/{__version__}",
        "Accept-Encoding": "gzip, deflate",
        "Accept": "*/*",
        "Connection": "keep-alive",
        **(headers or {}),
    }
    if params:
        url += ("&" if "?" in url else "?") + (params if isinstance(params, str) else urlencode(params))
    if not urlparse(url).path:
        parts = urlparse(url)
        url = f"{parts.scheme}://{parts.netloc}/" + (f"?{parts.query}" if parts.query else "")
    if json is not None:
        data = _json.dumps(json)
        sent["Content-Type"] = "application/json"
    elif isinstance(data, dict):
        data = urlencode(data)
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    if auth:
        import base64

        sent["Authorization"] = "Basic " + base64.b64encode(f"{auth[0]}:{auth[1]}".encode()).decode()
    history = []
    for _ in range(30):
        response = _once(method, url, sent, data)
        location = response.headers.get("location")
        if not (allow_redirects and response.status_code in (301, 302, 303, 307, 308) and location):
            response.history = history
            return response
        history.append(response)
        url = urljoin(url, location)
        if response.status_code == 303:
            method, data = "GET", None
    raise exceptions.TooManyRedirects("Exceeded 30 redirects.")


def _once(method, url, headers, data):
    parts = urlparse(url)
    try:
        return Response(url, _sandbox.fetch(method.upper(), url, headers, data))
    except OSError as error:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        pool = f"{parts.scheme.upper()}ConnectionPool(host={parts.hostname!r}, port={port})"
        where = "<urllib3.connection.HTTPConnection object at 0x7f3a5c0d2e50>"
        if error.errno == -2:
            reason = (
                f'NameResolutionError("{where}: Failed to resolve {parts.hostname!r} ([Errno -2] {error.strerror})")'
            )
        else:
            reason = f"NewConnectionError('{where}: Failed to establish a new connection: {error}')"
        raise ConnectionError(f"{pool}: Max retries exceeded with url: {path} (Caused by {reason})")


def get(url, params=None, **named):
    """Send GET."""
    return request("GET", url, params=params, **named)


def post(url, data=None, json=None, **named):
    """Send POST."""
    return request("POST", url, data=data, json=json, **named)


def put(url, data=None, **named):
    """Send PUT."""
    return request("PUT", url, data=data, **named)


def patch(url, data=None, **named):
    """Send PATCH."""
    return request("PATCH", url, data=data, **named)


def delete(url, **named):
    """Send DELETE."""
    return request("DELETE", url, **named)


def head(url, **named):
    """Send HEAD."""
    return request("HEAD", url, allow_redirects=False, **named)


class Session:
    """Requests with common headers."""

    def __init__(self):
        self.headers = {}
        self.auth = None

    def request(self, method, url, headers=None, **named):
        """Send a request."""
        return request(
            method, url, headers={**self.headers, **(headers or {})}, auth=named.pop("auth", self.auth), **named
        )

    def get(self, url, **named):
        """Send GET."""
        return self.request("GET", url, **named)

    def post(self, url, **named):
        """Send POST."""
        return self.request("POST", url, **named)

    def close(self):
        """Do nothing."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


def session():
    """Return a session."""
    return Session()

"""`requests.exceptions`."""


class RequestException(OSError):
    """Something went wrong with a request."""

    def __init__(self, *args, response=None, request=None):
        super().__init__(*args)
        self.response = response
        self.request = request


class HTTPError(RequestException):
    """The server answered with an error."""


class ConnectionError(RequestException):
    """There is no connection."""


class Timeout(RequestException):
    """It took too long."""


class ConnectTimeout(ConnectionError, Timeout):
    """Connecting took too long."""


class MissingSchema(RequestException, ValueError):
    """The URL does not say http or https."""


class InvalidSchema(RequestException, ValueError):
    """The URL says neither http nor https."""


class TooManyRedirects(RequestException):
    """It leads from one URL to the next."""


class JSONDecodeError(RequestException, ValueError):
    """The answer is no JSON."""

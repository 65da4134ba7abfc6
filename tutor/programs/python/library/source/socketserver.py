"""`socketserver` in the small: the one server that scripts pair with a handler of `http.server`."""

from http.server import HTTPServer

TCPServer = ThreadingTCPServer = HTTPServer

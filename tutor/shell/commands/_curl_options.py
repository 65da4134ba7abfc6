"""The options of `curl` that are understood; those that change nothing in a sandbox are taken and left."""

from __future__ import annotations

CURL = "#012346aA:b:Bc:C:d:D:e:E:fF:gGhH:iIjJkK:lLm:MnNo:OpP:qQ:rRsST:tu:U:vVw:x:X:y:Y:zZ"
CURL_LONG = {
    "url:": "url", "output:": "o", "remote-name": "O", "silent": "s", "show-error": "S", "fail": "f", "head": "I",
    "location": "L", "location-trusted": "L", "include": "i", "insecure": "k", "verbose": "v",
    "compressed": "compressed", "get": "G", "request:": "X", "header:": "H", "data:": "d", "data-raw:": "data-raw",
    "data-ascii:": "d", "data-binary:": "data-binary", "data-urlencode:": "data-urlencode", "json:": "json",
    "user:": "u", "user-agent:": "A", "connect-timeout:": "connect-timeout", "max-time:": "m", "retry:": "retry",
    "retry-delay:": "retry-delay", "retry-max-time:": "retry-max-time", "retry-connrefused": "refused",
    "retry-all-errors": "all", "proxy:": "x", "noproxy:": "noproxy", "cacert:": "cacert", "form:": "F",
    "upload-file:": "T", "write-out:": "w", "referer:": "e", "progress-bar": "#", "no-progress-meter": "s",
    "fail-with-body": "fail-with-body", "fail-early": "fail-early", "http1.0": "0", "http1.1": "http", "http2": "http",
    "ipv4": "4", "ipv6": "6", "create-dirs": "create-dirs", "output-dir:": "output-dir", "cookie:": "b",
    "cookie-jar:": "c", "remote-name-all": "remote-name-all", "remote-time": "R", "remote-header-name": "J",
    "resolve:": "resolve", "max-redirs:": "max-redirs", "version": "V", "help": "help", "tlsv1.2": "tls",
    "tlsv1.3": "tls", "proto:": "proto", "no-buffer": "N", "globoff": "g", "ssl-reqd": "tls", "continue-at:": "C",
    "dump-header:": "D", "keepalive-time:": "keep", "disable": "q", "config:": "K", "limit-rate:": "rate",
}  # fmt: skip

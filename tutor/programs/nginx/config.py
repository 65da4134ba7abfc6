"""nginx's configuration language: words, strings, `;`, blocks, `include`.

Follows ngx_conf_file.c in what is a word and in the texts of errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.shell.patterns import matches
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.vfs.filesystem import FileSystem

BLOCKS = frozenset((
    "events", "http", "server", "location", "types", "upstream", "map", "if", "limit_except", "stream", "geo",
    "split_clients",
))  # fmt: skip
KNOWN = frozenset((
    "absolute_redirect", "accept_mutex", "access_log", "add_header", "aio", "alias", "allow", "auth_basic",
    "auth_basic_user_file", "autoindex", "autoindex_exact_size", "autoindex_format", "autoindex_localtime",
    "charset", "client_body_buffer_size", "client_body_timeout", "client_header_buffer_size",
    "client_header_timeout", "client_max_body_size", "connection_pool_size", "daemon", "default_type", "deny",
    "directio", "env", "error_log", "error_page", "etag", "expires", "fastcgi_index", "fastcgi_param",
    "fastcgi_pass", "gzip", "gzip_comp_level", "gzip_disable", "gzip_http_version", "gzip_min_length",
    "gzip_proxied", "gzip_static", "gzip_types", "gzip_vary", "if_modified_since", "ignore_invalid_headers",
    "include", "index", "internal", "ip_hash", "keepalive", "keepalive_requests", "keepalive_timeout",
    "large_client_header_buffers", "least_conn", "limit_conn", "limit_conn_zone", "limit_rate", "limit_req",
    "limit_req_zone", "lingering_close", "listen", "load_module", "log_format", "log_not_found",
    "log_subrequest", "map_hash_bucket_size", "master_process", "max_ranges", "merge_slashes", "multi_accept",
    "open_file_cache", "output_buffers", "pcre_jit", "pid", "port_in_redirect", "proxy_buffer_size",
    "proxy_buffering", "proxy_buffers", "proxy_cache", "proxy_cache_path", "proxy_cache_valid",
    "proxy_connect_timeout", "proxy_hide_header", "proxy_http_version", "proxy_intercept_errors",
    "proxy_next_upstream", "proxy_pass", "proxy_pass_header", "proxy_read_timeout", "proxy_redirect",
    "proxy_send_timeout", "proxy_set_header", "proxy_ssl_server_name", "real_ip_header",
    "recursive_error_pages", "request_pool_size", "reset_timedout_connection", "resolver", "resolver_timeout",
    "return", "rewrite", "root", "satisfy", "send_timeout", "sendfile", "sendfile_max_chunk", "server",
    "server_name", "server_name_in_redirect", "server_names_hash_bucket_size", "server_names_hash_max_size",
    "server_tokens", "set", "set_real_ip_from", "ssl", "ssl_certificate", "ssl_certificate_key", "ssl_ciphers",
    "ssl_prefer_server_ciphers", "ssl_protocols", "ssl_session_cache", "ssl_session_timeout", "stub_status",
    "sub_filter", "tcp_nodelay", "tcp_nopush", "thread_pool", "timer_resolution", "try_files",
    "types_hash_bucket_size", "types_hash_max_size", "underscores_in_headers", "use", "user", "valid_referers",
    "variables_hash_max_size", "worker_connections", "worker_cpu_affinity", "worker_priority",
    "worker_processes", "worker_rlimit_nofile", "worker_shutdown_timeout",
))  # fmt: skip
_EXACT = {
    "root": 1,
    "alias": 1,
    "proxy_pass": 1,
    "autoindex": 1,
    "daemon": 1,
    "pid": 1,
    "keepalive_timeout": 0,
    "default_type": 1,
}

_LISTEN = (
    "default_server",
    "ssl",
    "http2",
    "proxy_protocol",
    "ipv6only",
    "reuseport",
    "backlog",
    "deferred",
    "so_keepalive",
)


class ConfigError(Exception):
    """A configuration that nginx refuses, in its own words, with file and line."""


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive with its words; `block` is what its braces hold, None where it has none."""

    name: str
    arguments: tuple[str, ...]
    block: tuple[Directive, ...] | None
    file: str
    line: int

    def all(self, name: str) -> list[Directive]:
        """Return the directives of a name within."""
        return [inner for inner in self.block or () if inner.name == name]

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of the last directive of a name within, none where there is none."""
        found = self.all(name)
        return found[-1].arguments if found else ()


class _Reader:
    """The text of one file, word by word."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.at = 0
        self.line = 1

    def fail(self, message: str, line: int | None = None) -> ConfigError:
        """Return an error at this place."""
        return ConfigError(f"{message} in {self.file}:{line or self.line}")

    def word(self) -> tuple[str, bool]:
        """Return the next word and whether it is a mark (`;`, `{`, `}`, "" at the end). Raises ConfigError."""
        text = self.text
        while self.at < len(text):
            letter = text[self.at]
            if letter == "\n":
                self.line += 1
            if letter == "#":
                end = text.find("\n", self.at)
                self.at = len(text) if end < 0 else end
            elif letter.isspace():
                self.at += 1
            else:
                break
        else:
            return "", True
        if letter in ";{}":
            self.at += 1
            return letter, True
        return (self._quoted(letter) if letter in "\"'" else self._plain()), False

    def _quoted(self, quote: str) -> str:
        start, line = self.at + 1, self.line
        at = start
        found = ""
        while at < len(self.text):
            letter = self.text[at]
            if letter == "\\" and at + 1 < len(self.text):
                following = self.text[at + 1]
                found += (
                    following
                    if following in "\"'\\"
                    else {"n": "\n", "t": "\t", "r": "\r"}.get(following, "\\" + following)
                )
                at += 2
                continue
            if letter == quote:
                self.at = at + 1
                after = self.text[self.at : self.at + 1]
                if after and not after.isspace() and after not in ";{)":
                    raise self.fail(f'unexpected "{after}"')
                return found
            if letter == "\n":
                self.line += 1
            found += letter
            at += 1
        raise self.fail('unexpected end of file, expecting ";" or "}"', max(line, self.line))

    def _plain(self) -> str:
        start = self.at
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter == "$" and self.text[self.at + 1 : self.at + 2] == "{":
                end = self.text.find("}", self.at)
                self.at = end + 1 if end > 0 else len(self.text)
                continue
            if letter.isspace() or letter in ";{":
                break
            self.at += 2 if letter == "\\" else 1
        return self.text[start : self.at]


def read(fs: FileSystem, path: str, depth: int = 0) -> tuple[Directive, ...]:
    """Return the directives of a configuration file, `include`s done. Raises ConfigError."""
    try:
        text = fs.read(path).decode("utf-8", "replace")
    except FsError as error:
        number = {"ENOENT": 2, "EACCES": 13, "EISDIR": 21}.get(error.code, 5)
        raise ConfigError(f'open() "{path}" failed ({number}: {error.strerror})') from None
    return parse(text, path, fs, depth)


def parse(text: str, file: str, fs: FileSystem | None = None, depth: int = 0) -> tuple[Directive, ...]:
    """Return the directives of some text. Raises ConfigError."""
    reader = _Reader(text, file)
    return _block(reader, fs, depth, top=True, inside="")


def _block(reader: _Reader, fs: FileSystem | None, depth: int, *, top: bool, inside: str) -> tuple[Directive, ...]:
    found: list[Directive] = []
    while True:
        word, mark = reader.word()
        if mark:
            if word == "":
                if not top:
                    raise reader.fail('unexpected end of file, expecting "}"')
                return tuple(found)
            if word == "}" and not top:
                return tuple(found)
            raise reader.fail(f'unexpected "{word}"')
        words = [word]
        while True:
            part, mark = reader.word()
            if mark:
                break
            words.append(part)
        if part == "":
            raise reader.fail('unexpected end of file, expecting ";" or "}"')
        if part == "}":
            raise reader.fail('unexpected "}"')
        found += _directive(reader, fs, depth, words, reader.line, part == "{", inside)


def _directive(
    reader: _Reader, fs: FileSystem | None, depth: int, words: list[str], line: int, block: bool, inside: str
) -> list[Directive]:
    name, *arguments = words
    free = inside in ("types", "map", "geo", "split_clients")
    if not free and name not in KNOWN and name not in BLOCKS:
        raise reader.fail(f'unknown directive "{name}"', line)
    if not free and block and name not in BLOCKS:
        raise reader.fail(f'directive "{name}" is not terminated by ";"', line)
    if not block and name in BLOCKS and not (name == "server" and inside == "upstream"):
        raise reader.fail(f'directive "{name}" has no opening "{{"', line)
    if not free and (
        (name in _EXACT and _EXACT[name] and len(arguments) != _EXACT[name]) or (name == "listen" and not arguments)
    ):
        raise reader.fail(f'invalid number of arguments in "{name}" directive', line)
    if name == "listen":
        for word in arguments[1:]:
            if word.partition("=")[0] not in _LISTEN:
                raise reader.fail(f'invalid parameter "{word}"', line)
    if block:
        if depth > 20:
            raise reader.fail("too many levels", line)
        inner = _block(reader, fs, depth + 1, top=False, inside=name)
        return [Directive(name, tuple(arguments), inner, reader.file, line)]
    if name == "include" and fs is not None:
        return _included(reader, fs, depth, arguments, line, inside)
    return [Directive(name, tuple(arguments), None, reader.file, line)]


def _included(
    reader: _Reader, fs: FileSystem, depth: int, arguments: list[str], line: int, inside: str
) -> list[Directive]:
    if len(arguments) != 1:
        raise reader.fail('invalid number of arguments in "include" directive', line)
    path = arguments[0] if arguments[0].startswith("/") else f"/etc/nginx/{arguments[0]}"
    if depth > 20:
        raise reader.fail("too many levels of include", line)
    folder, _, pattern = path.rpartition("/")
    paths = [path]
    if any(mark in pattern for mark in "*?["):
        names = fs.listdir(folder) if fs.is_dir(folder) else []
        paths = [f"{folder}/{name}" for name in names if matches(pattern, name) and not name.startswith(".")]
    found: list[Directive] = []
    for here in paths:
        try:
            text = fs.read(here).decode("utf-8", "replace")
        except FsError as error:
            number = {"ENOENT": 2, "EACCES": 13}.get(error.code, 5)
            raise reader.fail(f'open() "{here}" failed ({number}: {error.strerror})', line) from None
        found += _block(_Reader(text, here), fs, depth + 1, top=True, inside=inside)
    return found

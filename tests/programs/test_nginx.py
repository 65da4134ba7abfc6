"""nginx and Apache httpd: what they answer, log and refuse."""

from __future__ import annotations

import pytest

from tests.programs.bench import ELF, Bench, Ran

DEFAULT = """server {
    listen       80;
    server_name  localhost;
    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }
    error_page   500 502 503 504  /50x.html;
}
"""
MAIN = """user  nginx;
worker_processes  auto;
error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;
events { worker_connections  1024; }
http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';
    access_log  /var/log/nginx/access.log  main;
    include /etc/nginx/conf.d/*.conf;
}
"""
FILES: dict[str, str | bytes] = {
    "/usr/sbin/nginx": ELF,
    "/etc/nginx/nginx.conf": MAIN,
    "/etc/nginx/mime.types": "types {\n    text/html html htm;\n    text/css css;\n    text/plain txt;\n}\n",
    "/etc/nginx/conf.d/default.conf": DEFAULT,
    "/usr/share/nginx/html/index.html": "<h1>Welcome</h1>\n",
    "/usr/share/nginx/html/style.css": "a {}\n",
    "/usr/share/nginx/html/docs/a.txt": "a\n",
    "/var/log/nginx/access.log": "->/dev/stdout",
    "/var/log/nginx/error.log": "->/dev/stderr",
    "/run/": "",
    "/var/run": "->/run",
    "/bin/curl": ELF,
    "/dev/": "",
}


def served(conf: str, *asked: str, files: dict[str, str | bytes] | None = None) -> Ran:
    bench = Bench({**FILES, "/etc/nginx/conf.d/default.conf": conf, **(files or {})})
    return bench.run("sh", "-c", "nginx -g 'daemon off;' & sleep 1; " + "; ".join(asked))


def test_a_page_its_headers_and_both_logs() -> None:
    ran = served(DEFAULT, "curl -si localhost/", "curl -s localhost/nope", "curl -s localhost/docs/")
    log, _, printed = ran.out.partition("\n")
    head, _, rest = printed.partition("\r\n\r\n")
    assert head.splitlines()[:2] == ["HTTP/1.1 200 OK", "Server: nginx/1.27.0"]
    assert "Content-Type: text/html\r\nContent-Length: 17\r\nLast-Modified: " in head
    assert rest.startswith("<h1>Welcome</h1>\n")
    assert "<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.27.0</center>" in ran.out
    assert log.startswith('172.17.0.1 - - [24/Nov/2026:06:00:01 +0000] "GET / HTTP/1.1" 200 17 "-" "curl/')
    assert "[notice] 2#2: start worker processes\n" in ran.err
    assert (
        'open() "/usr/share/nginx/html/nope" failed (2: No such file or directory), client: 172.17.0.1, '
        'server: localhost, request: "GET /nope HTTP/1.1", host: "localhost"\n'
    ) in ran.err
    assert 'directory index of "/usr/share/nginx/html/docs/" is forbidden' in ran.err


@pytest.mark.parametrize(
    ("inside", "path", "answer"),
    [
        ("location /hi { return 200 'hello $arg_name\n'; }", "hi?name=you", "hello you\n"),
        (
            "location = /old { return 301 /new; }",
            "old -o /dev/null -w '%{http_code} %{redirect_url}'",
            "301 http://localhost/new",
        ),
        ("location /a/ { alias /srv/; }", "a/x.txt", "aliased\n"),
        ("location / { try_files $uri $uri/ /index.html; }", "app/route", "front\n"),
        ("location ~ \\.(css|js)$ { return 200 'style'; } location / { return 200 'other'; }", "x/y.css", "style"),
        ("location ^~ /s/ { return 200 'prefix'; } location ~ css { return 200 'regex'; }", "s/a.css", "prefix"),
        ("location /s { return 200 'short'; } location /site { return 200 'long'; }", "site/x", "long"),
        ("location / { autoindex on; index nothing; }", "", '<a href="index.html">index.html</a>'),
        ("error_page 404 /404.html;", "missing", "lost\n"),
        ("error_page 404 =200 /404.html;", "missing -o /dev/null -w '%{http_code}'", "200"),
        ("add_header X-Layer wise;", "index.html -i", "X-Layer: wise"),
        ("location / { proxy_pass http://127.0.0.1:81; }", "", "<h1>502 Bad Gateway</h1>"),
        ("location / { deny all; }", "", "403 Forbidden"),
        ("location /status { stub_status; }", "status", "Active connections: 1"),
    ],
)
def test_directives(inside: str, path: str, answer: str) -> None:
    files: dict[str, str | bytes] = {"/srv/x.txt": "aliased\n", "/srv/index.html": "front\n", "/srv/404.html": "lost\n"}
    ran = served(f"server {{ listen 80; root /srv; {inside} }}", f"curl -s localhost/{path}", files=files)
    assert answer in ran.out


def test_one_server_is_a_proxy_for_another() -> None:
    conf = (
        "upstream app { server 127.0.0.1:8081; server 127.0.0.1:8082; }\n"
        "server { listen 8081; location / { return 200 'one $request_uri $host\n'; } }\n"
        "server { listen 8082; location / { return 200 'two $http_x_by\n'; } }\n"
        "server { listen 80; location /api/ { proxy_pass http://app/v1/; proxy_set_header X-By $hostname; } }\n"
    )
    out = served(conf, "curl -s localhost/api/x", "curl -s localhost/api/y").out
    assert sorted(line for line in out.splitlines() if line[:3] in ("one", "two")) == ["one /v1/x app", "two box"]


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ("server { listen 80; lisen 81; }", 'unknown directive "lisen" in /etc/nginx/conf.d/default.conf:1'),
        ("server {\n listen 80\n root /x;\n}", 'invalid parameter "root" in /etc/nginx/conf.d/default.conf:3'),
        ("server { listen 80;\n", 'unexpected end of file, expecting "}" in /etc/nginx/conf.d/default.conf:2'),
        ("server { listen 80; } }", 'unexpected "}" in /etc/nginx/conf.d/default.conf:1'),
        (
            "server { listen eighty:x; }",
            'invalid port in "eighty:x" of the "listen" directive in /etc/nginx/conf.d/default.conf:1',
        ),
        ("server { root a b; }", 'invalid number of arguments in "root" directive in /etc/nginx/conf.d/default.conf:1'),
        (
            "server { location / { proxy_pass http://api:5000; } }",
            'host not found in upstream "api" in /etc/nginx/conf.d/default.conf:1',
        ),
        (
            "include /no.conf;",
            'open() "/no.conf" failed (2: No such file or directory) in /etc/nginx/conf.d/default.conf:1',
        ),
    ],
)
def test_a_wrong_configuration_is_refused_in_nginxs_words(conf: str, said: str) -> None:
    ran = Bench({**FILES, "/etc/nginx/conf.d/default.conf": conf}).run("nginx", "-t")
    assert ran.code == 1
    assert ran.err.endswith(f"nginx: [emerg] {said}\nnginx: configuration file /etc/nginx/nginx.conf test failed\n")


def test_options_and_signals() -> None:
    bench = Bench(FILES)
    assert bench.run("nginx", "-v").err == "nginx version: nginx/1.27.0\n"
    assert bench.run("nginx", "-t") == (
        0,
        "",
        "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\n"
        "nginx: configuration file /etc/nginx/nginx.conf test is successful\n",
    )
    assert bench.run("nginx", "-q").err != ""
    ran = served(DEFAULT, "nginx -s reload", "sleep 1", "nginx -s quit", "wait", "echo ended $?")
    assert "signal 1 (SIGHUP) received, reconfiguring" in ran.err
    assert "signal 3 (SIGQUIT) received, shutting down" in ran.err
    assert ran.out.endswith("ended 0\n")


def test_apache_serves_its_documents() -> None:
    files: dict[str, str | bytes] = {
        "/usr/local/apache2/bin/httpd": ELF,
        "/usr/local/apache2/conf/httpd.conf": 'ServerRoot "/usr/local/apache2"\nListen 80\nDocumentRoot "htdocs"\n',
        "/usr/local/apache2/htdocs/index.html": "<html><body><h1>It works!</h1></body></html>\n",
        "/bin/curl": ELF,
    }
    bench = Bench(files)
    start = "/usr/local/apache2/bin/httpd -DFOREGROUND & sleep 1; "
    ran = bench.run("sh", "-c", start + "curl -s localhost/; curl -s localhost/nope; curl -sI localhost/ | head -n 3")
    assert "<h1>It works!</h1>" in ran.out
    assert "<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>" in ran.out
    assert "Server: Apache/2.4.62 (Unix)" in ran.out
    assert '172.17.0.1 - - [24/Nov/2026:06:00:01 +0000] "GET / HTTP/1.1" 200 45\n' in ran.out
    assert "AH00558: httpd: Could not reliably determine the server's fully qualified domain name" in ran.err
    assert "AH00094: Command line: 'httpd -D FOREGROUND'" in ran.err
    bench.fs.write("/usr/local/apache2/conf/httpd.conf", b"Listen 80\nDocumntRoot /x\n")
    ran = bench.run("/usr/local/apache2/bin/httpd", "-t")
    assert ran.code == 1
    assert ran.err.startswith("AH00526: Syntax error on line 2 of /usr/local/apache2/conf/httpd.conf:\nInvalid command")

"""nginx in the small: its configuration language, static files, redirects, error pages, proxying, its two logs.

Directives that are read: listen, server_name, root, alias, index, location (prefix, `=`, `^~`, `~`, `~*`), return,
error_page, try_files, autoindex, add_header, default_type, types, include, proxy_pass, upstream, access_log, error_log,
log_format, stub_status. Other directives of nginx are accepted and change nothing; `rewrite`, `fastcgi_pass` and TLS
are outside. What is no directive is refused with nginx's own words.
"""

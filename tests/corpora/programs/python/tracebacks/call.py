def connect(host, port, *, timeout):
    return host


connect("a", "b", "c", timeout=3)

"""redis-server and redis-cli in the small: strings, lists, hashes, sets, expiry, INFO, SAVE to /data, over RESP.

The rule: server and client speak RESP2 over the simulated network, one exchange for each command; what `SAVE` writes is
a dump file of our own format, which a server that starts with the same folder loads again.
"""

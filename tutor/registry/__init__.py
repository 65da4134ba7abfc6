"""The OCI distribution protocol, request to response, without sockets."""

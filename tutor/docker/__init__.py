"""The docker command line: each command declared once."""

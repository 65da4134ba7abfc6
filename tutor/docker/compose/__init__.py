"""Compose: several containers as one application, described in a file (the Compose Specification, compose-spec.io).

`yaml_file` reads, `interpolate` fills in variables, `merge` lays files over each other, `keys` says what each key of a
service may hold, `project` puts them together; `words` turns a service into words of `docker create`, and `working`
brings the sandbox to what a project asks for, through the `docker` command itself.
"""

"""The declarations of all commands, one module a group; `spec.lookup` reads them when they are needed."""

"""The outer command's subcommands: where the real machine's files, clock and terminal meet the sandbox."""

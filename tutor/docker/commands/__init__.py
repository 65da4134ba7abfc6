"""The handlers of commands, imported one by one when a command runs: `handler(invocation) -> exit code`."""

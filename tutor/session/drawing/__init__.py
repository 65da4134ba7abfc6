"""The stack as rows of text with roles: one layout for the full screen, the line shell and tests. Knows no screen library."""

"""Times as Go prints them, in UTC: seconds since 1970 in, text out."""

from __future__ import annotations

import time


def rfc3339(seconds: float) -> str:
    """Whole seconds: "2026-11-23T03:16:39Z"."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(seconds)))


def go_time(seconds: float) -> str:
    """Go's String of a time with whole seconds: "2026-11-23 03:16:39 +0000 UTC"."""
    return time.strftime("%Y-%m-%d %H:%M:%S +0000 UTC", time.gmtime(int(seconds)))


def fixed_nano(seconds: float) -> str:
    """With all nine digits, as `docker logs -t` prints it."""
    whole = int(seconds // 1)
    nanoseconds = min(round((seconds - whole) * 1e9), 10**9 - 1)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole))}.{nanoseconds:09d}Z"

"""Times as Go prints them, in UTC: seconds since 1970 in, text out."""

from __future__ import annotations

import time


def rfc3339(seconds: float) -> str:
    """Whole seconds: "2026-11-23T03:16:39Z"."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(seconds)))


def go_time(seconds: float) -> str:
    """Go's String of a time with whole seconds: "2026-11-23 03:16:39 +0000 UTC"."""
    return time.strftime("%Y-%m-%d %H:%M:%S +0000 UTC", time.gmtime(int(seconds)))


def rfc3339_nano(seconds: float) -> str:
    """With a fraction of up to nine digits, zeros at its end left out: "2026-11-23T04:08:48.799861879Z"."""
    whole = int(seconds // 1)
    nanoseconds = round((seconds - whole) * 1e9)
    if nanoseconds >= 10**9:
        whole, nanoseconds = whole + 1, 0
    fraction = f".{nanoseconds:09d}".rstrip("0").rstrip(".")
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)) + fraction + "Z"


def fixed_nano(seconds: float) -> str:
    """With all nine digits, as `docker logs -t` prints it."""
    whole = int(seconds // 1)
    nanoseconds = min(round((seconds - whole) * 1e9), 10**9 - 1)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole))}.{nanoseconds:09d}Z"

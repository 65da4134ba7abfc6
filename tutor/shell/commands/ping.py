"""The applet `ping`: ask whether a machine answers at an address."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, number, options
from tutor.shell.commands._network import NetworkError, address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_TIMES = (0.112, 0.071, 0.068, 0.074)
"""Milliseconds that answers take, one after the other: what a bridge on one machine shows."""
_STEPS = 2000
"""What one packet counts for, so that a ping without end meets the limits after a few hundred."""
_HEADER = 8


@applet(
    "[-c COUNT] [-i SECS] [-s SIZE] [-t TTL] [-w SEC] [-W SEC] [-Aq46] HOST",
    "Send packets to HOST and tell which of them come back.",
)
def main(process: Process) -> int:
    """Send packets."""
    opts = options(process, "46Aqc:i:s:t:w:W:I:p:", at_least=1, at_most=1)
    host = opts.arguments[0]
    address = address_of(process, host)
    if address is None:
        raise Failure(f"bad address '{host}'")
    count = number(opts.value("c") or "0")
    size = number(opts.value("s") or "56", 0, 65507)
    interval = _seconds(opts.value("i") or "1")
    patience = _seconds(opts.value("W") or "10")
    deadline = _seconds(opts.value("w") or "0")
    process.out(f"PING {host} ({address}): {size} data bytes\n")
    began = process.host.now()
    times: list[float] = []
    sent = 0
    while not count or sent < count:
        if deadline and process.host.now() - began >= deadline:
            break
        process.tick(_STEPS)
        if sent:
            process.sleep(interval)
        try:
            answers = process.host.network.reaches(address)
        except NetworkError as error:
            raise Failure(f"sendto: {error.strerror}") from None
        if answers:
            took = _TIMES[sent % len(_TIMES)]
            times.append(took)
            if "q" not in opts:
                process.out(f"{size + _HEADER} bytes from {address}: seq={sent} ttl=64 time={took:.3f} ms\n")
        sent += 1
    if len(times) < sent:
        process.sleep(patience)
    lost = 100 * (sent - len(times)) // sent if sent else 0
    process.out(f"\n--- {host} ping statistics ---\n")
    process.out(f"{sent} packets transmitted, {len(times)} packets received, {lost}% packet loss\n")
    if not times:
        return 1
    mean = sum(times) / len(times)
    process.out(f"round-trip min/avg/max = {min(times):.3f}/{mean:.3f}/{max(times):.3f} ms\n")
    return 0


def _seconds(text: str) -> float:
    try:
        return max(0.0, float(text))
    except ValueError:
        raise Failure(f"invalid number '{text}'") from None

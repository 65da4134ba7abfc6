"""What holds for the whole suite."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

# A slow or busy machine is no fault of the code under test, so no property is measured by the clock.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

os.environ["LAYERWISE_SPEED"] = "off"  # nobody watches the programs that tests start on terminals

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # as in what a shell starts in the background; children inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)

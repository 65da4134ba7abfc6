"""What holds for the whole suite."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A slow or busy machine is no fault of the code under test, so no property is measured by the clock.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

os.environ["LAYERWISE_SPEED"] = "off"  # nobody watches the programs that tests start on terminals

"""How long the machine has really been running, whatever its clock is set to. Sleep counts."""

import time
import uuid
from pathlib import Path

from storage.times import Uptime

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def _boot() -> str:
    """Which start of the machine this is; of this process alone where nobody knows."""
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return str(uuid.uuid4())


_THIS = _boot()
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def uptime() -> Uptime:
    return Uptime(_THIS, time.clock_gettime(_CLOCK))

"""What loading the content took for a while goes back to the system before anybody writes."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Frees what nobody holds; where the C library is not glibc, that much and no more."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)

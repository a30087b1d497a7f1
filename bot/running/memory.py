"""What is free goes back to the system, so that one large document, or a few photos at once, do not
cost their memory for good."""

import ctypes
import gc

M_MMAP_THRESHOLD = -3  # of malloc.h
LARGE_BLOCK = 256 * 1024


def return_large_blocks() -> None:
    """glibc learns to keep what was once given back: a fixed threshold returns every large block to
    the system as soon as it is free. What loading left behind goes at once."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)
        libc.malloc_trim(0)


def give_back() -> None:
    """What a piece of work left behind goes, small blocks too. It takes about as long as a turn of
    a chat: not for the process that serves."""
    gc.collect()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)

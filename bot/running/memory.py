"""What is free goes back to the system, so that one large document, or a few photos at once, do not
cost their memory for good."""

import ctypes
import gc

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of malloc.h
LARGE_BLOCK = 256 * 1024
FEW_ARENAS = 2


def return_large_blocks() -> None:
    """glibc learns to keep what was once given back: a fixed threshold returns every large block to
    the system as soon as it is free. What loading left behind goes at once."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)
        libc.malloc_trim(0)


def share_arenas() -> None:
    """For a process of hundreds of threads, before they begin: glibc gives them eight arenas a
    processor, and what is free in one is of no use to the others."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, FEW_ARENAS)


def give_back() -> None:
    """What a piece of work left behind goes, small blocks too. It takes about as long as a turn of
    a chat: not for the process that serves."""
    gc.collect()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)

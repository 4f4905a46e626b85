"""How this process holds memory: large tables are given back to the system as soon as nobody uses them any more."""

from __future__ import annotations

import ctypes
import sys

#: Blocks from this size on lie apart from the others, bytes. The C library of Linux would raise that to 32 MiB by itself, and
#: then keeps what is let go, for every thread anew: hundreds of megabytes where a municipality is planned.
_LARGE = 2**21
#: ``M_MMAP_THRESHOLD`` of ``malloc.h`` of the GNU C library.
_THRESHOLD = -3


def give_back_large_blocks() -> None:
    """Ask the C library for it where it can be asked; for processes of our own, not for those that only call us."""
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(None).mallopt(_THRESHOLD, _LARGE)
    except (OSError, AttributeError):
        return  # another C library, which has ways of its own

"""The compiler's decorator."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

from allocation.kernel import cache

os.environ["NUMBA_CACHE_DIR"] = str(cache.folder())

import numba

Function = TypeVar("Function", bound=Callable[..., Any])
#: For every function of the kernel. Whole numbers wrap and divide as the machine does; nothing needs the interpreter.
compiled = cast(Callable[[Function], Function], numba.njit(cache=True, error_model="numpy", nogil=True))

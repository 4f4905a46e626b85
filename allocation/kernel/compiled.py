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
#: Nothing is allocated in there, so references need not be counted, which took half of the time: room is handed in.
_OPTIONS: dict[str, Any] = {"cache": True, "error_model": "numpy", "nogil": True, "_nrt": False}
compiled = cast(Callable[[Function], Function], numba.njit(**_OPTIONS))
#: For small functions: handing some forty tables to a function takes longer than what it does.
inlined = cast(Callable[[Function], Function], numba.njit(forceinline=True, **_OPTIONS))

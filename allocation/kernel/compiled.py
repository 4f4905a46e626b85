"""The compiler's decorator, and where it keeps what it compiled.

numba notices when the file of a function changes, but not when a function that is called from there changes in another
file. So compiled code lies in a folder named after all sources of the kernel: whatever changes, nothing old is run.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

_HERE = Path(__file__).parent
Function = TypeVar("Function", bound=Callable[..., Any])


def fingerprint() -> str:
    """A short name for the sources of the kernel as they are, and the Python that runs them."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(_HERE.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where compiled code is kept: beside the sources, or in the user's own cache where that cannot be written."""
    beside = _HERE / "__pycache__" / f"compiled-{fingerprint()}"
    try:
        beside.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=beside):
            return beside
    except OSError:
        import platformdirs

        own = Path(platformdirs.user_cache_dir("wardround", appauthor=False)) / beside.name
        own.mkdir(parents=True, exist_ok=True)
        return own


os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder()))

import numba  # noqa: E402 - reads its settings once, when it is first imported

#: For every function of the kernel. Whole numbers wrap and divide as the machine does; nothing needs the interpreter.
compiled = cast(Callable[[Function], Function], numba.njit(cache=True, error_model="numpy", nogil=True))

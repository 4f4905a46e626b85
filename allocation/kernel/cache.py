"""Where compiled code is kept, and whether it is there already. Needs no compiler, so that anybody may ask.

numba notices when the file of a function changes, but not when a function that is called from there changes in another
file. So compiled code lies in a folder named after all sources of the kernel: whatever changes, nothing old is run.
"""

from __future__ import annotations

import hashlib
import platform
import sys
import tempfile
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

_HERE = Path(__file__).parent
_READY = "ready"


@lru_cache(maxsize=1)
def folder() -> Path:
    """Beside the sources, or in the user's own cache where that cannot be written."""
    name = f"compiled-{_fingerprint()}"
    beside = _HERE / "__pycache__" / name
    try:
        beside.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=beside):
            return beside
    except OSError:
        import platformdirs

        own = Path(platformdirs.user_cache_dir("wardround", appauthor=False)) / name
        own.mkdir(parents=True, exist_ok=True)
        return own


def is_ready() -> bool:
    """Whether everything is compiled for this computer."""
    return (folder() / _READY).exists()


def mark_ready() -> None:
    """Note that everything is compiled."""
    (folder() / _READY).write_text("", encoding="utf-8")


def _fingerprint() -> str:
    """A short name for the sources of the kernel as they are, and for what compiles and runs them."""
    about = (sys.version, platform.machine(), platform.processor(), version("numba"), version("numpy"))
    digest = hashlib.sha256("\n".join(about).encode())
    for path in sorted(_HERE.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]

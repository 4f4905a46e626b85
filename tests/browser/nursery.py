"""Servers of the app by forking: each is fresh, and none reads the libraries anew, which takes seconds of a processor.

``python -m tests.browser.nursery`` reads libraries of others, nothing of ours: whatever the app does while it starts, each
server still does. For every line that it is sent it splits off one server, and prints its process id.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

#: What the app reads of others. Not ``streamlit_folium``: its module must first be read while a page runs.
LIBRARIES = (
    "streamlit.web.bootstrap",
    "pandas",
    "pyarrow",
    "geopandas",
    "folium",
    "sqlalchemy.orm",
    "alembic.command",
    "pandera.pandas",
    "openpyxl",
    "pypdf",
    "scipy.spatial",
    "scipy.sparse.csgraph",
)


def become(module: str, arguments: Sequence[str], environment: Mapping[str, str], log: str) -> None:
    """Be this program from now on, as ``python -m`` would be; never returns."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with Path(os.devnull).open("rb") as nothing, Path(log).open("wb") as output:
            os.dup2(nothing.fileno(), 0)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
        faulthandler.register(signal.SIGUSR1, all_threads=True)  # asked by a test that failed
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Serve until the input closes."""
    for library in LIBRARIES:
        importlib.import_module(library)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a server: the system forgets those that ended
    for line in sys.stdin:
        module, arguments, environment, log = json.loads(line)
        child = os.fork()
        if child == 0:
            become(module, arguments, environment, log)
        print(child, flush=True)


if __name__ == "__main__":
    main()

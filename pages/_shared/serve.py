"""The server of the app: ``python -m pages._shared.serve run app.py …``, Streamlit's own command with a warm start.

What the pages import takes seconds. It is read in the background while the server starts, so that the first visitor of
a fresh server does not wait for it.
"""

from __future__ import annotations

import importlib
import logging
import threading

from streamlit.web.cli import main

from workflows import spare

#: What the pages need, the slowest first: libraries, then our own modules that pull in the rest. Not ``streamlit_folium``,
#: nor what imports it: the map's frame is found only if its module is first read while a page runs.
NEEDED = (
    "pandas",
    "pyarrow",
    "geopandas",
    "folium",
    "sqlalchemy",
    "workspace",
    "workflows.overview",
    "workflows.map_layers",
    "workflows.review_facts",
    "workflows.supply_check",
    "workflows.hand_out",
    "geo.intake",
)


def warm() -> None:
    """Import what the pages need; a module that fails here fails again, and is told, where a page needs it."""
    for name in NEEDED:
        try:
            importlib.import_module(name)
        except Exception:
            logging.getLogger(__name__).debug("not read ahead: %s", name)


if __name__ == "__main__":
    spare.allow()
    threading.Thread(target=warm, name="warm", daemon=True).start()
    main(prog_name="streamlit")

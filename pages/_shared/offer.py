"""A button that makes a file and, once it is made, the button that downloads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from geo.errors import WardroundError

_MIMES = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".gpkg": "application/geopackage+sqlite3",
    ".html": "text/html",
    ".gpx": "application/gpx+xml",
    ".zip": "application/zip",
}


def offer(kind: str, key: str, label: str, file_name: str, make: Callable[[], bytes | str]) -> None:
    """Draw the one or the other.

    Parameters
    ----------
    kind : str
        Of the file; one place on the page each.
    key : str
        What it is made of: another one is made anew.
    label, file_name : str
        On the buttons.
    make : callable
        Gives the content.
    """
    slot = f"made.{kind}"
    made = st.session_state.get(slot)
    if made is None or made[0] != key:
        place = st.empty()
        if not place.button(label, key=f"make.{kind}"):
            return
        place.empty()
        try:
            with st.spinner("Making the file …", show_time=True):
                content = make()
        except WardroundError as error:
            st.error(str(error))
            return
        made = (key, content.encode() if isinstance(content, str) else content)
        st.session_state[slot] = made
    st.download_button(
        f"Download {file_name} ({_size(len(made[1]))})",
        made[1],
        file_name,
        _MIMES[Path(file_name).suffix],
        key=f"download.{kind}",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, count // 1000)} kB"

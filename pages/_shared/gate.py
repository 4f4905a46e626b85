"""The one call with which every page begins, and the routing that leads to a page.

Streamlit skips ``app.py`` when the first request after a start is a deep link into ``pages/``. So nothing is guarded in
``app.py``: each page enters through :func:`enter`, which tells Streamlit our pages before anything can stop, and sends
a page that was reached without ``app.py`` back through it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from pages._shared.banner import draw_banner
from pages._shared.guard import guarded
from pages._shared.look import dress
from pages._shared.navigation import ICON, RESUMED, SIDEBAR_PX, START, announce, draw_sidebar, entry, page
from pages._shared.session import Session, open_session

_ROUTED: ContextVar[bool] = ContextVar("wardround_routed", default=False)
_SEEN = "wardround_seen"
_PAGE = "page"


def route() -> None:
    """Find the page that is asked for and run it. Called by ``app.py`` and nothing else."""
    found = announce()
    token = _ROUTED.set(True)
    try:
        with guarded():
            found.run()
    finally:
        _ROUTED.reset(token)


@contextmanager
def enter(name: str) -> Iterator[Session]:
    """Set the page up, list the pages, open the workspace, draw the sidebar; then the page, its errors caught.

    Parameters
    ----------
    name : str
        The page's own name in :data:`pages._shared.navigation.ENTRIES`.
    """
    st.set_page_config(
        page_title=f"{entry(name).title} · Wardround", page_icon=ICON, layout="wide", initial_sidebar_state=SIDEBAR_PX
    )
    if not _ROUTED.get():
        announce()
        st.switch_page(page(name), query_params=st.query_params.to_dict())
    dress()
    with guarded():
        session = open_session()
        _open_where_it_was(name, session)
        draw_sidebar(name)
        draw_banner(session)
        yield session


def _open_where_it_was(name: str, session: Session) -> None:
    first = not st.session_state.get(_SEEN)
    st.session_state[_SEEN] = True
    last = session.workspace.state(_PAGE)
    if first and name == START and last in RESUMED:
        st.switch_page(page(last))
    if last != name:
        session.workspace.set_state(_PAGE, name)

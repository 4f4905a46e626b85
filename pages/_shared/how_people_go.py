"""The box that asks how people go, the same on every page that measures ways."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._shared.session import Session
from workflows import how


def ask(session: Session, place: DeltaGenerator, key: str) -> str:
    """Draw the box.

    Parameters
    ----------
    session : Session
        Whose workspace may have roads: they can be chosen then.
    place : DeltaGenerator
        Where it is drawn.
    key : str
        Of the box in the session; each question has its own.

    Returns
    -------
    str
        As :func:`workflows.how.mode_of` and :func:`workflows.how.travel_of` read it.
    """
    ways = how.ways_to_go(session.workspace)
    # Roads may have been brought or taken away since.
    if st.session_state.get(key) not in {None, *ways}:
        del st.session_state[key]
    told = "" if len(ways) > len(how.MODE_NAMES) else " Bring roads under Bring lists to measure ways over them."
    chosen = place.selectbox(
        "How people go",
        list(ways),
        format_func=ways.get,
        key=key,
        help=f"Straight lines are made longer as paths are (by 1.3).{told}",
    )
    return str(chosen)

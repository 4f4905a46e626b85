"""The first thing to see: the plan on a map, or the lists before there is a plan."""

from __future__ import annotations

import streamlit as st

from geo.maps import Choice
from pages._shared.folium_map import show_review
from pages._shared.navigation import link
from pages._shared.plans import load
from pages._shared.session import Session
from workflows.map_layers import lists_payload, plan_payload
from workflows.overview import LIST_NAMES, Overview

_HEIGHT = 520


def draw(session: Session, now: Overview) -> None:
    """The map, or what to do where there is nothing to draw."""
    if now.plan is not None:
        payload: str | None = _plan(session.key, now.plan.plan_id, session)
    else:
        revisions = tuple(session.workspace.revision(table) for table in LIST_NAMES)
        payload = _lists(session.key, revisions, session)
    if payload is None:
        with st.container(border=True):
            st.markdown("**No lists yet.** Your map appears here as soon as you have brought wards or households.")
            link("bring_lists", "Bring the first list")
        return
    show_review(payload, Choice(), f"start.{session.key}", _HEIGHT)
    if now.plan is None:
        st.caption("Households as they lie. Who visits whom appears here once a round is planned.")


@st.cache_data(max_entries=8, show_spinner="Drawing the map …")
def _plan(key: str, plan_id: str, _session: Session) -> str:
    return plan_payload(_session.workspace, load(_session, plan_id))


@st.cache_data(max_entries=8, show_spinner="Drawing the map …")
def _lists(key: str, revisions: tuple[str, ...], _session: Session) -> str | None:
    return lists_payload(_session.workspace)

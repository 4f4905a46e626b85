"""Figures by ward and layers of areas that somebody brings to look at the gaps by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from geo.errors import InputProblems
from pages._shared.guard import show_problems
from pages._shared.session import Session
from workflows import own_figures
from workflows.area_files import layers_of
from workflows.literal import literal

_TABLES = ["csv", "xlsx"]
_LAYERS = ["gpkg", "geojson", "json", "zip", "fgb", "kml"]


def draw(session: Session) -> None:
    """What is there, with a way to take it away, and the uploads."""
    ws = session.workspace
    with st.expander("Bring other areas, or figures by ward"):
        left, right = st.columns(2, gap="medium")
        with left:
            st.markdown("**Areas of other bodies**")
            st.caption("Police precincts, school circuits, health districts: gaps are then summed by them too.")
            for called in own_figures.area_layers(ws):
                _there(called, lambda called=called: own_figures.forget_areas(ws, called), f"gaps_forget.{called}")
            _upload(session, "A layer of areas", _LAYERS, own_figures.keep_areas, "gaps_areas_file")
        with right:
            st.markdown("**Figures by ward**")
            st.caption("A census profile, say: one column with the codes of the wards, the others numbers. They join the index.")
            if name := own_figures.indicators_name(ws):
                _there(name, lambda: own_figures.forget_indicators(ws), "gaps_forget_figures")
            _upload(session, "A table of figures", _TABLES, own_figures.keep_indicators, "gaps_figures_file")


def _there(name: str, forget: Callable[[], None], key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(literal(name))
        st.button("Take away", on_click=forget, key=key)


def _upload(session: Session, label: str, kinds: list[str], keep: Callable[..., Any], key: str) -> None:
    limit = session.workspace.settings().upload_mb
    given = st.file_uploader(f"{label} (at most {limit} MB)", type=kinds, max_upload_size=limit, key=key)
    if given is None:
        return
    seen = f"{key}.seen"
    if st.session_state.get(seen) == given.file_id:
        for line in st.session_state.get(f"{key}.told", ()):
            st.caption(literal(line))
        return
    there = f"{key}.layers"
    if st.session_state.get(there, ("", []))[0] != given.file_id:
        with st.spinner("Reading the file …"):
            st.session_state[there] = given.file_id, layers_of(given.getvalue(), given.name)
    layers = st.session_state[there][1]
    layer = st.selectbox("Which of its layers or sheets?", layers, index=None, key=f"{key}.layer") if layers else ""
    if layers and not layer:
        return
    try:
        with st.spinner("Reading the file …"):
            found = keep(session.workspace, given.name, given.getvalue(), str(layer))
    except InputProblems as error:
        show_problems(error)
        return
    st.session_state[seen] = given.file_id
    st.session_state[f"{key}.told"] = ["Kept.", *(getattr(one, "sentence", str(one)) for one in found.remarks)]
    st.rerun()

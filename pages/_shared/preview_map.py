"""What was understood of a file, on a map; a household without a place is put there by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.intake.result import Answers, Intake, Question
from geo.maps import preview_map, version_of
from pages._shared.assets import BASE
from pages._shared.folium_map import show_for_place
from pages._shared.session import Session
from workflows import intake_view
from workflows.intake_map import intake_payload, option_payload

if TYPE_CHECKING:
    from pages._shared.bringing import Bringing

_HEIGHT = 440


def draw(session: Session, intake: Intake, current: Bringing) -> Answers | None:
    """The map of the file; new answers where somebody has put a row on it."""
    payload = _payload(session, intake, current)
    if payload is None:
        st.caption("There is nothing to draw: no row has a place that could be read.")
        return None
    key = f"{current.upload.path.name}.{current.generation}"
    rows = intake_view.without_place(intake)
    # The chooser stands above the map, in sight of it, though it waits for what was clicked there.
    above = st.container()
    place = show_for_place(preview_map(payload, BASE), f"{key}.{version_of(payload)}", _HEIGHT)
    if rows.empty:
        return None
    with above:
        return _place(rows, place, current, key)


def _payload(session: Session, intake: Intake, current: Bringing) -> str | None:
    # A country's wards take seconds: made once for each set of answers, as the judgement itself.
    slot = f"preview.{session.key}.{intake.table}"
    mark = (current.upload.path, current.generation)
    kept = st.session_state.get(slot)
    if kept is None or kept[0] != mark:
        kept = (mark, intake_payload(session.workspace, intake))
        st.session_state[slot] = kept
    return kept[1]


def _place(rows: pd.DataFrame, place: tuple[float, float] | None, current: Bringing, key: str) -> Answers | None:
    names = rows["label"].astype(str).where(~rows["by_village"], rows["label"].astype(str) + " (by its village)")
    labels = dict(zip(rows["row"].astype(int), names, strict=True))
    with st.container(border=True):
        st.markdown(intake_view.places_missing(rows))
        row = st.selectbox("Which household?", list(labels), format_func=labels.get, key=f"{key}.place")
        if place is None:
            st.caption("Click on the map below where it lies, or type it.")
        elif st.button("Put it where I clicked", key=f"{key}.put"):
            return intake_view.placed(current.answers, int(row), *place)
        text = st.text_input("Latitude and longitude, in degrees", placeholder="-33.3042; 26.5331", key=f"{key}.typed")
        typed = intake_view.typed_place(text)
        if text and typed is None:
            st.caption("Two numbers are needed, first the latitude: -33.3042; 26.5331")
        elif typed is not None and st.button("Put it at this place", key=f"{key}.put_typed"):
            return intake_view.placed(current.answers, int(row), *typed)
    return None


def draw_options(session: Session, table: str, question: Question, value: str | None, key: str) -> None:
    """Where the rows would fall with the answer that is marked."""
    option = next((option for option in question.options if option.value == value), None)
    if option is None or not option.preview:
        return
    payload = option_payload(session.workspace, option, table)
    st.caption("So they would fall:")
    show_for_place(preview_map(payload, BASE), f"{key}.{version_of(payload)}", 280)

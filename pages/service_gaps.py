"""Service gaps: where needs have no service in reach, by ward, cell and household."""

from __future__ import annotations

import datetime as dt

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.maps import Choice
from pages._shared import figures, gaps_lists
from pages._shared.folium_map import show_gaps
from pages._shared.gaps_state import Asked, choose, ground_of, map_of, measured_of, take
from pages._shared.gate import enter
from pages._shared.guard import fragment
from pages._shared.navigation import link
from pages._shared.session import Session
from workflows import gaps_download, gaps_table, gaps_view, service_gaps
from workflows.literal import literal
from workflows.service_gaps import Ground

_HEIGHT = 560


def body(session: Session) -> None:
    """The page below its title."""
    missing = service_gaps.missing(session.workspace)
    if missing:
        st.info(
            f"This page sets needs against services. It still needs: **{', '.join(missing).lower()}**. Service points are the "
            "clinics, schools, pay points and offices that people go to, each with its place and its sector."
        )
        link("bring_lists", "Bring lists")
        return
    st.markdown("Which households need a service that they cannot reach, and where nobody has asked yet.")
    _gaps(session)
    st.divider()
    with st.container(horizontal=True):
        link("bring_lists", "Bring other lists")
        link("plan_a_round", "Plan a round")


@fragment()
def _gaps(session: Session) -> None:
    """All of it, in a fragment: a moved threshold or a click runs nothing else of the page."""
    asked, base, beside_slider = _settings(session)
    sector = asked.sector
    seen = service_gaps.look(base, sector, asked.minutes)
    wards = gaps_table.table(base, seen, asked.measure)
    chosen = choose(wards, beside_slider)
    homes = gaps_table.homes_of(base, seen, chosen.ward, chosen.cell) if chosen.ward else None
    if note := gaps_view.needs_note(base):
        st.info(note)
    st.caption(gaps_view.points_note(base, sector, asked.minutes, seen))
    look, beside = st.columns([1.5, 1], gap="medium")
    with look:
        ground = map_of(session, asked, base)
        paint = gaps_view.painted(ground, base, seen, asked.measure, chosen, wards=wards, homes=homes)
        choice = Choice(ward_id=chosen.ward, household_id=chosen.household, zoom_to=True)
        take(show_gaps(ground, paint, choice, f"gaps.{session.key}", _HEIGHT))
        st.caption(
            "Click a ward to see its cells (hexagons of about three quarters of a square kilometre), and a cell to see its "
            "households. Dotted areas rest on few households."
        )
        st.caption(gaps_view.asked_note(base, sector, asked.months))
    with beside:
        place = base.names["ward"].get(chosen.ward, "All wards")
        figures.table([place, "Households", "Share"], gaps_view.figures(base, seen, chosen.ward))
        gaps_lists.ranking(base, seen, asked.measure, wards)
    if homes is not None:
        gaps_lists.households(base, homes, chosen)
    _downloads(session, asked, base)


def _settings(session: Session) -> tuple[Asked, Ground, DeltaGenerator]:
    """What is asked, what was measured for it, and the room beside the slider."""
    with st.container(key="pairs_gaps"):
        sectors, modes, measures, more = st.columns([1.2, 1, 1.4, 0.9], vertical_alignment="bottom")
    mode = modes.selectbox(
        "How people go", list(service_gaps.MODE_NAMES), format_func=service_gaps.MODE_NAMES.get, key="gaps_mode"
    )
    measure = measures.selectbox(
        "Colour and rank by",
        list(gaps_table.MEASURES),
        format_func=lambda name: gaps_table.MEASURES[name].title,
        key="gaps_measure",
    )
    with more.popover("More", width="stretch"):
        months = int(st.number_input("Months after which an answer is too old", 1, 240, 24, key="gaps_months"))
    asked = Asked(mode, months, dt.date.today(), measure)
    base = ground_of(session, asked)
    every = list(base.gaps.sectors)
    if st.session_state.get("gaps_sector") not in every:
        st.session_state.pop("gaps_sector", None)
    sector = sectors.selectbox("Service", every, index=every.index(service_gaps.first_sector(base)), key="gaps_sector")
    left, right = st.columns([2, 1], gap="medium", vertical_alignment="top")
    minutes = left.slider("Minutes one way that count as in reach", 5, 240, 60, 5, key="gaps_minutes")
    return asked.seen(str(sector), float(minutes)), base, right


def _downloads(session: Session, asked: Asked, base: Ground) -> None:
    st.markdown(f"**Save the numbers** of all services, {literal(asked.told)}:")
    with st.container(horizontal=True):
        st.download_button(
            "Table (gaps.csv)",
            lambda: gaps_download.gaps_csv(*measured_of(session, asked, base)),
            "gaps.csv",
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Map layers (gaps.gpkg)",
            lambda: gaps_download.gaps_gpkg(*measured_of(session, asked, base)),
            "gaps.gpkg",
            "application/geopackage+sqlite3",
            on_click="ignore",
        )


with enter("service_gaps") as here:
    st.title("Service gaps", anchor=False)
    body(here)

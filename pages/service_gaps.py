"""Service gaps: where needs have no service in reach, by ward, cell and household."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.maps import Choice
from pages._shared import figures, gaps_index, gaps_lists, gaps_own, gaps_saving, gaps_spots, how_people_go
from pages._shared.folium_map import show_gaps
from pages._shared.gaps_saving import Shown
from pages._shared.gaps_state import Asked, choose, ground_of, map_of, take
from pages._shared.gate import enter
from pages._shared.guard import fragment
from pages._shared.navigation import link
from pages._shared.session import Session
from workflows import gaps_table, gaps_view, how, own_figures, service_gaps
from workflows.gaps_view import Chosen
from workflows.literal import literal
from workflows.plan_choice import plan_in_use
from workflows.service_gaps import Ground, Look

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
    chosen = choose(wards, beside_slider, base.called)
    view, found = _view(session, base, asked, wards)
    homes = gaps_table.homes_of(base, seen, chosen.ward, chosen.cell) if chosen.ward and view == "share" else None
    if note := gaps_view.needs_note(base):
        st.info(note)
    st.caption(gaps_view.points_note(base, sector, asked.minutes, seen))
    off = gaps_table.cut_off_rows(base, seen, sector) if how.over_roads(asked.mode) else None
    if note := how.lost_note(int(gaps_table.cut_off(base, seen, sector).sum()), int(seen.placed.sum()), asked.mode):
        st.caption(f":material/block: {note}")
    look, beside = st.columns([1.5, 1], gap="medium")
    with look:
        ground = map_of(session, asked, base)
        coloured = _COLOURED[view](found) if found is not None and len(found) else None
        paint = gaps_view.painted(
            ground, base, seen, asked.measure, chosen, wards=wards, homes=homes, coloured=coloured, cut_off=off
        )
        choice = Choice(ward_id=chosen.ward, household_id=chosen.household, zoom_to=True)
        take(show_gaps(ground, paint, choice, f"gaps.{session.key}", _HEIGHT))
        if coloured is None:
            st.caption(
                "Click a ward to see its cells (hexagons of about three quarters of a square kilometre), and a cell to see its "
                "households. Dotted areas rest on few households."
            )
        st.caption(gaps_view.asked_note(base, sector, asked.months))
    with beside:
        _beside(base, seen, asked, chosen, wards, view, found)
    gaps_lists.unknown_places(base, seen)
    if homes is not None:
        gaps_lists.households(base, homes, chosen)
    whole = (
        paint
        if coloured is not None or not chosen.ward
        else gaps_view.painted(ground, base, seen, asked.measure, Chosen(), wards=wards)
    )
    gaps_saving.draw(session, asked, base, Shown(view, found, whole))
    gaps_own.draw(session)


#: What the map may show → how it is called.
_VIEWS = {"share": "One share", "spots": "Where it stands out", "index": "Several figures in one"}
_COLOURED = {"spots": gaps_spots.coloured, "index": gaps_index.coloured}


def _view(session: Session, base: Ground, asked: Asked, wards: pd.DataFrame) -> tuple[str, pd.DataFrame | None]:
    """What the map shows, and the table of it where that is not the share itself and is there already."""
    chosen = st.segmented_control("The map shows", list(_VIEWS), format_func=_VIEWS.get, default="share", key="gaps_view")
    view = str(chosen or "share")
    if view == "share":
        return view, None
    with st.container(border=True):
        if view == "spots":
            found = gaps_spots.asked(session, base, wards, asked.measure)
            gaps_spots.meaning()
        else:
            found = gaps_index.weighed(session, base, asked.minutes)
            gaps_index.meaning()
    return view, found


def _beside(  # noqa: PLR0917 - what the page holds
    base: Ground,
    seen: Look,
    asked: Asked,
    chosen: Chosen,
    wards: pd.DataFrame,
    view: str,
    found: pd.DataFrame | None,
) -> None:
    """What stands beside the map."""
    if found is not None and len(found):
        if view == "spots":
            gaps_spots.listed(base, found)
        else:
            gaps_index.listed(found)
        return
    place = base.names["ward"].get(chosen.ward, "All wards" if base.called == "ward" else "All areas")
    rows = wards[wards["area_id"] == chosen.ward] if chosen.ward else wards
    st.markdown(f"**{literal(gaps_view.headline(rows, asked.measure, place))}**")
    figures.table([place, "Households", "Of all"], gaps_view.figures(base, seen, chosen.ward))
    gaps_lists.ranking(base, seen, asked.measure, wards)


def _settings(session: Session) -> tuple[Asked, Ground, DeltaGenerator]:
    """What is asked, what was measured for it, and the room beside the slider."""
    with st.container(key="pairs_gaps"):
        sectors, modes, measures, more = st.columns([1.2, 1, 1.4, 0.9], vertical_alignment="bottom")
    mode = how_people_go.ask(session, modes, "gaps_mode")
    offered = list(gaps_table.MEASURES) if plan_in_use(session.workspace) else [*gaps_table.MEASURES][:-1]
    if st.session_state.get("gaps_measure") not in {None, *offered}:
        st.session_state.pop("gaps_measure")
    measure = measures.selectbox(
        "Colour and rank by",
        offered,
        format_func=lambda name: gaps_table.MEASURES[name].title,
        key="gaps_measure",
    )
    with more.popover("More", width="stretch"):
        months = int(st.number_input("Months after which an answer is too old", 1, 240, 24, key="gaps_months"))
    layers = own_figures.area_layers(session.workspace)
    widths = [2.0, 1.0] if not layers else [1.6, 1.0, 1.0]
    left, *more_places, right = st.columns(widths, gap="medium", vertical_alignment="top")
    areas = ""
    if layers:
        if st.session_state.get("gaps_areas") not in {None, "", *layers}:
            st.session_state.pop("gaps_areas")
        areas = more_places[0].selectbox("Areas", ["", *layers], format_func=lambda name: name or "Wards", key="gaps_areas")
    asked = Asked(mode, months, dt.date.today(), measure, areas=str(areas or ""))
    base = ground_of(session, asked)
    every = list(base.gaps.sectors)
    if st.session_state.get("gaps_sector") not in every:
        st.session_state.pop("gaps_sector", None)
    sector = sectors.selectbox("Service", every, index=every.index(service_gaps.first_sector(base)), key="gaps_sector")
    minutes = left.slider("Minutes one way that count as in reach", 5, 240, 60, 5, key="gaps_minutes")
    return asked.seen(str(sector), float(minutes)), base, right


with enter("service_gaps") as here:
    st.title("Service gaps", anchor=False)
    body(here)

"""Where next: a venue for the war room of each ward."""

from __future__ import annotations

import streamlit as st

from geo.maps import Choice
from pages._shared import figures, how_people_go
from pages._shared.folium_map import show_gaps
from pages._shared.navigation import link
from pages._shared.session import Session
from pages._shared.where_state import venue_map_of, venues_of
from workflows import where_next_view, where_venues
from workflows.where_venues import RULES

_HEIGHT = 460
_NEAR = (0, 500, 1000, 2000, 5000)


def draw(session: Session) -> None:
    """The question, the map, the wards in a table, and the files."""
    missing = where_venues.missing(session.workspace)
    if missing:
        st.info(f"A venue is chosen among the service points that are there. Still needed: **{', '.join(missing).lower()}**.")
        link("bring_lists", "Bring lists")
        return
    st.markdown(
        "For each ward the hall, school or clinic with the shortest ways for its households, among those that have what you ask."
    )
    every = where_venues.services(session.workspace)
    among = st.multiselect("Buildings that may be a venue", every, default=every, key="where_venues_among")
    with st.container(key="rules_where", horizontal=True):
        require = tuple(
            rule
            for rule, name in RULES.items()
            if st.checkbox(name, value=rule in {"electricity", "water"}, key=f"where_rule_{rule}")
        )
    with st.container(key="pairs_venues"):
        modes, nears, reach = st.columns([1, 1, 1.4], vertical_alignment="bottom")
    go = how_people_go.ask(session, modes, "where_vmode")
    near = nears.selectbox("Or outside the ward, within", _NEAR, index=1, format_func=lambda m: f"{m:,} m", key="where_near")
    minutes = float(reach.slider("Minutes one way that count as in reach", 5, 240, 60, 5, key="where_vminutes"))
    if not among:
        st.info("Choose at least one kind of building.")
        return
    asked = (tuple(among), require, go, float(near or 0))
    found = venues_of(session, asked)
    if found is None:
        st.info("There is no such building in the list of service points.")
        return
    st.markdown(where_venues.sentence(found))
    map_ = venue_map_of(session, found, asked)
    paint = where_next_view.painted(map_, found.wards, found.ways, minutes)
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        show_gaps(map_, paint, Choice(), f"where.venues.{session.key}", _HEIGHT)
        st.caption("N marks a venue, small rings the other buildings.")
    with right:
        heads = ["Ward", "Venue", "Households", "Minutes", "Buildings that fit"]
        figures.table(heads, where_venues.rows(found), wide=True)
    st.markdown("**Save the answer**")
    with st.container(horizontal=True):
        csv = "text/csv"
        st.download_button("Venues (venues.csv)", lambda: where_venues.venues_csv(found), "venues.csv", csv, on_click="ignore")
        st.download_button(
            "Who goes where (assigned.csv)",
            lambda: where_next_view.assigned_csv(found.found),
            "assigned.csv",
            csv,
            on_click="ignore",
        )
        st.download_button(
            "Map layer (site.gpkg)",
            lambda: where_next_view.site_gpkg(found.found),
            "site.gpkg",
            "application/geopackage+sqlite3",
            on_click="ignore",
        )

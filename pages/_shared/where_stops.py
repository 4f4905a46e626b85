"""Where next: the stops of a mobile service or a campaign, and when the vehicle comes."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from allocation.stops import StopSettings
from geo.errors import InputProblems
from geo.maps import Choice
from pages._shared.folium_map import show_gaps
from pages._shared.navigation import link
from pages._shared.review_tables import height_of
from pages._shared.session import Session
from pages._shared.where_state import stop_map_of, stops_of
from workflows import stops_files, where_next, where_next_view, where_stops
from workflows.where_stops import MobileAsked, MobileStops

_HEIGHT, _ASKED = 460, "where_stops_asked"


def draw(session: Session) -> None:
    """The question as a form, the map, the dates, and the files."""
    bases = where_stops.bases(session.workspace)
    if not bases:
        st.info("A vehicle sets out from a clinic, an office, a hall. Still needed: **service points**.")
        link("bring_lists", "Bring lists")
        return
    st.markdown("Where a vehicle should stop so that people can walk to it, and on which dates it comes to each stop.")
    asked = _form(session, bases)
    if asked is not None:
        st.session_state[_ASKED] = asked
    kept = st.session_state.get(_ASKED)
    if kept is not None:
        try:
            answer(session, kept, stops_of(session, kept))
        except InputProblems as error:
            st.warning(" ".join(problem.sentence for problem in error.problems))


def _form(session: Session, bases: dict[str, str]) -> MobileAsked | None:
    """What is asked, once it is sent."""
    with st.form("where_stops"):
        service, base = st.columns(2, vertical_alignment="bottom")
        what = service.selectbox(
            "Points of this service are there already",
            where_next.sectors(session.workspace),
            format_func=lambda name: name or "None: something new",
        )
        out_of = base.selectbox("The vehicle sets out from", list(bases), format_func=bases.get)
        first, weeks, rounds = st.columns(3, vertical_alignment="bottom")
        begin = first.date_input("First day", where_stops.next_monday(dt.date.today()), format="YYYY-MM-DD")
        every = weeks.number_input("It comes every … weeks", 1, 26, 4)
        many = rounds.number_input("How many times", 1, 26, 3, help="1 for a campaign: it comes once.")
        cars, hours, minutes = st.columns(3, vertical_alignment="bottom")
        vehicles = cars.number_input("Vehicles", 1, 20, 1)
        day = hours.number_input("Hours of a day, from leaving to being back", 1.0, 14.0, 8.0, 0.5)
        walk = minutes.number_input("Minutes that people walk to a stop, at most", 5, 240, 60, 5)
        stops, each, come = st.columns(3, vertical_alignment="bottom")
        count = stops.number_input("Stops at most (0: as many as it takes for all)", 0, 200, 0)
        visit = each.number_input("Minutes for each household that comes", 0, 240, 10)
        share = come.number_input("Of 100 households near a stop, how many come?", 1, 100, 10)
        if not st.form_submit_button("Find the stops and the dates", type="primary"):
            return None
    when = StopSettings(
        begin, int(every), int(many), int(vehicles), float(day), each_min=float(visit), come=float(share) / 100
    )  # fmt: skip
    return MobileAsked(str(what or ""), str(out_of), int(count), float(walk), when)


def answer(session: Session, asked: MobileAsked, made: MobileStops) -> None:
    """What was found."""
    sited, calendar = made.found.sited, made.found.calendar
    if calendar is None:
        st.info("No stop would help: all who can be reached have a point within reach.")
        return
    for line in stops_files.sentences(sited, calendar):
        st.markdown(line)
    st.caption(where_next_view.certainty(sited))
    left, right = st.columns([1.1, 1], gap="medium")
    with left:
        map_ = stop_map_of(session, asked, made)
        paint = where_next_view.painted(map_, made.wards, made.ways, asked.minutes)
        show_gaps(map_, paint, Choice(), f"where.stops.{session.key}", _HEIGHT)
        st.caption("N marks a stop.")
    with right:
        rows = where_stops.dates(made)
        rows = rows if rows["vehicle"].nunique() > 1 else rows.drop(columns="vehicle")
        st.dataframe(
            rows,
            hide_index=True,
            width="stretch",
            height=height_of(len(rows), _HEIGHT),
            column_config={
                "date": st.column_config.TextColumn("Date", width=90),
                "weekday": st.column_config.TextColumn("Day", width=84),
                "stop": st.column_config.TextColumn("Stop", width=60, help="Its number on the map."),
                "hours": st.column_config.TextColumn("From\u2013to", width=104),
                "vehicle": st.column_config.TextColumn("Vehicle", width=74),
            },
        )
    st.markdown("**Save the answer**")
    with st.container(horizontal=True):
        csv = "text/csv"
        st.download_button("Dates (calendar.csv)", lambda: where_stops.calendar_csv(made), "calendar.csv", csv, on_click="ignore")
        st.download_button(
            "Who goes where (assigned.csv)", lambda: where_next_view.assigned_csv(sited), "assigned.csv", csv, on_click="ignore"
        )
        st.download_button(
            "Map layer (stops.gpkg)",
            lambda: where_stops.stops_gpkg(made),
            "stops.gpkg",
            "application/geopackage+sqlite3",
            on_click="ignore",
        )

"""Where next: where one new point should stand, two, three, or where the next fieldworker should live."""

from __future__ import annotations

import math

import streamlit as st

from geo.errors import InputProblems
from geo.maps import Choice
from geo.siting import Sited, SitingSettings
from pages._shared import figures, how_people_go
from pages._shared.folium_map import show_gaps
from pages._shared.navigation import link
from pages._shared.review_tables import height_of
from pages._shared.session import Session
from pages._shared.where_state import Asked, around_of, curve_of, map_of
from workflows import how, where_next, where_next_view
from workflows.where_next import AIMS, BUILDINGS, VILLAGES, Around
from workflows.where_next_view import Ways

_HEIGHT = 430
_SIDES = (0, 500, 1000, 2000, 5000, 10_000)


def draw(session: Session, kind: str) -> None:
    """What is asked, the maps now and after, figures, the curve, and the files.

    Parameters
    ----------
    session : Session
        Whose lists are looked at.
    kind : str
        ``points`` of a service, or ``worker``: the home of a fieldworker.
    """
    asked, settings, minutes = _settings(session) if kind == "points" else _worker(session)
    kept = settings if settings.objective == "mclp" else SitingSettings(weight=settings.weight, budget=settings.budget)
    try:
        base, noun = around_of(session, asked), "home" if kind == "worker" else "point"
        found = curve_of(session, base, asked, kept)
    except InputProblems as error:
        st.warning(" ".join(f"{problem.sentence} {problem.remedy}" for problem in error.problems))
        return
    if len(found) == 1:
        st.info("Another point would shorten nobody's way.")
    most = max(1, len(found) - 1)
    # A slider needs two ends; with a single choice there is nothing to slide.
    count = min(int(st.slider(f"New {noun}s", 0, most, min(3, most), key=f"where_count.{kind}.{most}")), len(found) - 1)
    before, after = found[0], found[count]
    st.caption(f"{_places(base, kind)} {where_next_view.certainty(after)}")
    _maps(session, base, asked, (before, after), minutes)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        figures.table(["", "Now", f"With {count} more"], where_next.figures(base, before, after, minutes))
        _list(after)
    with right:
        _curve(found, settings.objective, minutes)
    _downloads(after, count)


def _places(base: Around, kind: str) -> str:
    """What is there, and what is chosen among."""
    existing = int(base.ground.points["existing"].sum())
    many = len(base.ground.points) - existing
    where = (
        f"the middle of each of {many:,} squares of {base.side_m:g} m in which people live"
        if base.side_m
        else f"each of {many:,} villages"
    )
    if base.side_m == BUILDINGS:
        where = f"one of the {many:,} other buildings of the list"
    if kind == "worker":
        there = f"{existing:,} fieldworker{'s live' if existing != 1 else ' lives'} where the list says." if existing else ""
        return f"{there} The next one may live in {where} (small rings on the map)."
    there = f"{existing:,} existing point{'s' * (existing != 1)} of this service stay." if existing else "There is no point yet."
    return f"{there} A new one may stand in {where} (small rings on the map)."


def _worker(session: Session) -> tuple[Asked, SitingSettings, float]:
    """Whose homes count, and where the next one may live: people are walked to."""
    every = where_next.departments(session.workspace)
    with st.container(key="pairs_worker"):
        whose, places = st.columns(2, vertical_alignment="bottom")
    department = whose.selectbox(
        "Fieldworkers who are there", every, format_func=lambda name: name or "All of them", key="where_department"
    )
    side = places.selectbox(
        "The next one may live in",
        (VILLAGES, *_SIDES[1:]),
        format_func=lambda metres: "Any village of the list" if metres == VILLAGES else f"Squares of {metres:,} m",
        key="where_home_side",
    )
    minutes = float(st.slider("Minutes of walking one way that count as near", 5, 240, 60, 5, key="where_home_minutes"))
    if not where_next.has_fieldworkers(session.workspace):
        st.caption("No list of fieldworkers is there yet: it is looked as if nobody lived here.")
        link("bring_lists", "Bring fieldworkers")
    settings = SitingSettings(threshold_min=minutes)
    return ("worker", str(department or ""), "walk", float(side)), settings, minutes


def _side_told(metres: float) -> str:
    if metres == BUILDINGS:
        return "In another building of the list"
    return f"In squares of {metres:,} m" if metres else "In squares by the size of the area"


def _settings(session: Session) -> tuple[Asked, SitingSettings, float]:
    """Service, mode and squares; what is aimed at; and the minutes that count as in reach."""
    every = where_next.sectors(session.workspace)
    with st.container(key="pairs_where"):
        services, modes, aims, more = st.columns([1.2, 1, 1.4, 0.9], vertical_alignment="bottom")
    sector = services.selectbox("Service", every, format_func=lambda name: name or "Something new", key="where_sector")
    go = how_people_go.ask(session, modes, "where_mode")
    aim = aims.selectbox("Look for", list(AIMS), format_func=AIMS.get, key="where_aim")
    with more.popover("More", width="stretch"):
        side = st.selectbox("Where a new one may stand", (*_SIDES, BUILDINGS), format_func=_side_told, key="where_side")
        budget = 0.0
        if side == BUILDINGS:
            budget = st.number_input("Budget in the unit of the column cost (0: none)", 0.0, value=0.0, key="where_budget")
        people = st.checkbox("Count people, not households", key="where_people")
    minutes = float(st.slider("Minutes one way that count as in reach", 5, 240, 60, 5, key="where_minutes"))
    settings = SitingSettings(
        str(aim),
        mode=how.mode_of(go),
        threshold_min=minutes,
        weight="members" if people else "households",
        budget=float(budget) or math.inf,
    )
    return ("points", str(sector), go, float(side or 0)), settings, minutes


def _maps(session: Session, base: Around, asked: Asked, sides: tuple[Sited, Sited], minutes: float) -> None:
    for place, title, name, sited in zip(st.columns(2, gap="medium"), ("Now", "After"), ("now", "after"), sides, strict=True):
        with place:
            new, noun = len(sited.found.chosen), "home" if asked[0] == "worker" else "point"
            st.markdown(f"**{title}**" + (f": {new} new {noun}{'s' * (new != 1)} (N)" if name == "after" else ""))
            map_ = map_of(session, base, asked, sited)
            off = where_next_view.cut_off(base, sited) if how.over_roads(asked[2]) else None
            paint = where_next_view.painted(map_, base.wards, Ways.of(base, sited), minutes, off)
            show_gaps(map_, paint, Choice(), f"where.{name}.{session.key}", _HEIGHT)


def _list(after: Sited) -> None:
    new = where_next.new_points(after)
    if new.empty:
        return
    st.markdown("**The new points**")
    st.dataframe(
        new,
        hide_index=True,
        width="stretch",
        height=height_of(len(new), 330),
        column_config={
            "point_id": st.column_config.TextColumn("Place", width=90, help="Its name or number on the map."),
            "households": st.column_config.NumberColumn("Households", width=84, help="That would go there."),
            "minutes_mean": st.column_config.NumberColumn("Minutes", format="%.0f", width=66, help="On average, one way."),
            "latitude": st.column_config.NumberColumn("Latitude", format="%.5f", width=84),
            "longitude": st.column_config.NumberColumn("Longitude", format="%.5f", width=84),
        },
    )


def _curve(found: list[Sited], objective: str, minutes: float) -> None:
    rows = where_next.line(found, minutes)
    column, title = (
        ("within", f"Households within {minutes:g} min") if objective == "mclp" else ("mean_min", "Minutes on average")
    )
    st.markdown(f"**{title}, by the number of new points**")
    shown = rows.dropna(subset=[column]).set_index("points")[[column]].rename(columns={column: title})
    st.line_chart(shown, x_label="New points", y_label=title, height=260)
    st.caption("Where the line gets flat, a further point changes little. The best three need not hold the best two.")


def _downloads(after: Sited, count: int) -> None:
    st.markdown(f"**Save the answer** with {count} new point{'s' * (count != 1)}:")
    with st.container(horizontal=True):
        st.download_button(
            "Points (sites.csv)", lambda: where_next_view.sites_csv(after), "sites.csv", "text/csv", on_click="ignore"
        )
        st.download_button(
            "Who goes where (assigned.csv)",
            lambda: where_next_view.assigned_csv(after),
            "assigned.csv",
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Map layer (site.gpkg)",
            lambda: where_next_view.site_gpkg(after),
            "site.gpkg",
            "application/geopackage+sqlite3",
            on_click="ignore",
        )

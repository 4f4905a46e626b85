"""Where next: one point for many services, or a point for each."""

from __future__ import annotations

import streamlit as st

from geo.errors import InputProblems
from geo.maps import Choice
from geo.siting.together_settings import SERVICES_MOST
from pages._shared import figures, how_people_go
from pages._shared.folium_map import show_gaps
from pages._shared.session import Session
from pages._shared.where_state import together_map_of, weighed_of
from workflows import together_files, where_next_view, where_together
from workflows.where_together import ONLY, Weighed

_HEIGHT = 420


def draw(session: Session) -> None:
    """The question, the curve with its words, every way to put services together, the map, and the files."""
    every = where_together.services(session.workspace)
    if len(every) < 2:
        st.info("This needs households that list at least two different services in the column needs.")
        return
    st.markdown(
        "In remote places a point for one service alone may have too few people to be kept up. Here points that several services "
        "share are weighed against a point for each: how many there can be, and how long the ways are."
    )
    chosen = st.multiselect(
        "Services that may share a point", every, default=every[:3], max_selections=SERVICES_MOST, key="where_together"
    )
    with st.container(key="pairs_together"):
        who, modes, more = st.columns([1.3, 1, 0.9], vertical_alignment="bottom")
    only = who.selectbox("Households", list(ONLY), format_func=ONLY.get, key="where_only")
    go = how_people_go.ask(session, modes, "where_tmode")
    with more.popover("More", width="stretch"):
        trip = st.slider("Of 100 people, how many settle all their needs in one trip?", 0, 100, 0, 10, key="where_trip")
        cost = st.slider("What each service costs, in hundredths of what a point costs", 0, 100, 0, 5, key="where_service_cost")
    if len(chosen) < 2:
        st.info("Choose at least two services.")
        return
    try:
        weighed = weighed_of(session, (tuple(chosen), str(only), go, (trip / 100, cost / 100)))
    except InputProblems as error:
        st.warning(" ".join(problem.sentence for problem in error.problems))
        return
    _answer(session, weighed)


def _answer(session: Session, weighed: Weighed) -> None:
    found = weighed.found
    minutes = found.settings.threshold_min
    st.markdown(f"**{together_files.verdict(found)}**")
    for line in together_files.sentences(found)[:-1]:
        if line != together_files.verdict(found):
            st.markdown(line)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.markdown("**Minutes on average, by the fewest households that a point may serve**")
        st.line_chart(
            where_together.line(found), x_label="Households at a point, at least", y_label="Minutes one way", height=300
        )
        st.caption("The more a point must serve, the fewer points there can be, and the longer the ways.")
    with right:
        map_ = together_map_of(session, weighed)
        show_gaps(
            map_,
            where_next_view.painted(map_, weighed.wards, weighed.ways, minutes),
            Choice(),
            f"where.together.{session.key}",
            _HEIGHT,
        )
        st.caption(f"Points (N) of the first way below, each with its services; {weighed.side_m:,.0f} m squares give the places.")
    st.markdown(f"**All ways to put them together**, where a point serves {found.level:,.0f} households or more")
    heads = ["Services", "Points", "Services offered", "Hours on the way", "Minutes", f"Within {minutes:g} min", "Needs left out"]
    figures.table(heads, where_together.rows(found), wide=True)
    st.caption(
        "“With” stands between services that share a point, “·” between those that do not. Hours are those of everybody, there "
        f"and back, for all needs once. {together_files.sentences(found)[-1]}"
    )
    st.markdown("**Save the answer**")
    with st.container(horizontal=True):
        st.download_button(
            "Curve (curve.csv)", lambda: where_together.curve_csv(found), "curve.csv", "text/csv", on_click="ignore"
        )
        st.download_button(
            "All ways (ways.csv)", lambda: where_together.ways_csv(found), "ways.csv", "text/csv", on_click="ignore"
        )

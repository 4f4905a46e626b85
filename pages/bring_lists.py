"""Bring lists: a file is read, judged and looked at; nothing is kept before somebody says so."""

from __future__ import annotations

import streamlit as st

from pages._shared import bringing, bringing_roads
from pages._shared.gate import enter
from pages._shared.navigation import link
from pages._shared.session import Session
from workflows import kept_roads
from workflows.counting import number
from workflows.keep_plan import ROADS
from workflows.overview import LIST_NAMES, OPTIONAL, ListState, list_states, missing_lists
from workflows.riders import riders

_CHOSEN = "list_chosen"
_HINTS = {
    "wards": "The areas of your wards, from the Municipal Demarcation Board or your GIS office.",
    "households": "One row a household, with its place or at least its village.",
    "fieldworkers": "One row a fieldworker, with the place where each lives.",
    "service_points": "Clinics, schools, pay points, war rooms. Not needed for a plan; shown on the map.",
    "landmarks": "Roads, rivers, schools, village names. Not needed for a plan; shown on the map.",
    "restrictions": "Areas where nobody may go, only two together, or in daylight only, and on which days. Drawn in QGIS, say. "
    "Not needed for a plan; a plan keeps to them.",
    ROADS: "Roads on which people go, from OpenStreetMap or your GIS office. Not needed for a plan; without them ways are "
    "straight lines, made longer as paths are.",
    "vehicles": "Cars and bakkies that drop fieldworkers and fetch them. Who may ride stands in the list of fieldworkers, in the "
    "column vehicle. Not needed for a plan.",
}
#: Lists that must fit each other: who rides, and in what.
_RIDING = ("fieldworkers", "vehicles")


def body(session: Session) -> None:
    """The page below its title."""
    states = {state.table: state for state in list_states(session.workspace)}
    table = st.segmented_control(
        "Which list?",
        [*states, ROADS],
        default=_last(states),
        format_func=lambda name: _tab(states[name]) if name in states else _roads_tab(session),
        key="which_list",
        required=True,
    )
    # In the address, so that the page opens on the same list when it is loaded again.
    st.session_state[_CHOSEN] = st.query_params["list"] = table
    st.caption(_HINTS[table])
    if table == ROADS:
        bringing_roads.draw(session)
    else:
        _list(session, states, table)
    st.divider()
    with st.container(horizontal=True):
        if not missing_lists(session.workspace):
            link("plan_a_round", "Next: plan a round")
        link("start", "Back to the start")


def _list(session: Session, states: dict[str, ListState], table: str) -> None:
    _kept(session, states[table], looking=bringing.is_open(session, table))
    if table in _RIDING:
        _riders(session)
    bringing.draw(session, table)


def _roads_tab(session: Session) -> str:
    known = kept_roads.kept(session.workspace)
    return f"Roads · {known.km:,.0f} km" if known else "Roads"


def _last(states: dict[str, ListState]) -> str:
    """The list that was looked at last."""
    known = (st.query_params.get("list", ""), st.session_state.get(_CHOSEN, ""))
    return next((name for name in known if name in states or name == ROADS), "wards")


def _tab(state: ListState) -> str:
    return f"{LIST_NAMES[state.table]} · {state.rows:,}" if state.rows else LIST_NAMES[state.table]


def _kept(session: Session, state: ListState, *, looking: bool) -> None:
    if not state.rows:
        return
    noun = state.title.lower().removesuffix("s")
    aside = f", {state.set_aside:,} set aside" if state.set_aside else ""
    if looking:
        st.caption(f"Kept until now: {number(state.rows, noun)}{aside}. The file below is not kept yet.")
    else:
        st.markdown(f":green[✓] **{number(state.rows, noun)} kept**{aside}. A new file takes the place of this list.")
        if state.table in OPTIONAL:
            _away(session, state)


def _riders(session: Session) -> None:
    told = riders(session.workspace)
    if told is not None:
        (st.warning if told.refused else st.caption)(told.text)


def _away(session: Session, state: ListState) -> None:
    """The way to have no such list any more."""
    with st.popover("Take this list away"):
        st.markdown(f"Plans from now on know no {state.title.lower()}. Plans that were made keep theirs, and so does your file.")
        st.button(
            "Yes, take it away", key=f"away.{state.table}", on_click=session.workspace.let_go, args=(state.table,), type="primary"
        )


with enter("bring_lists") as here:
    st.title("Bring lists", anchor=False)
    st.html('<p class="wr-lead">Choose a file. You see what was understood before anything is kept.</p>')
    body(here)

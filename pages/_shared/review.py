"""The review map with its filters; beside it what was clicked, the team's table and a line for each ward."""

from __future__ import annotations

import streamlit as st

from allocation.plan import Plan
from geo.maps import Choice, Click
from geo.travel import RoadNetwork
from pages._shared import review_panel
from pages._shared.folium_map import show_review
from pages._shared.guard import fragment
from pages._shared.plans import map_of
from pages._shared.review_keys import DAY, FOCUS, FOCUS_WARD, FOUND, SEEN, WARD, WORKER
from pages._shared.session import Session
from workflows.find_place import find
from workflows.review_facts import ReviewFacts, review_facts


@fragment()
def draw(session: Session, plan_id: str, plan: Plan) -> None:
    """All of it, in a fragment: a choice or a click runs nothing else of the page."""
    facts = _facts(session.key, plan_id, plan)
    choice = _filters(plan, facts)
    look, beside = st.columns([1.5, 1], gap="medium")
    with look:
        click = show_review(map_of(session, plan_id, plan), choice, f"review.{session.key}")
        if isinstance(plan.travel, RoadNetwork):
            st.caption("This plan goes over roads, and its minutes are theirs. Lines lead straight from visit to visit.")
    _take(click)
    with beside:
        review_panel.draw(session, plan_id, plan, facts, choice)


def _filters(plan: Plan, facts: ReviewFacts) -> Choice:
    with st.container(key="pairs_review"):
        columns = st.columns([1, 1.3, 1, 1.4], vertical_alignment="top")
    for column, key, label, names, everything in (
        (columns[0], WARD, "Ward", facts.wards, "All wards"),
        (columns[1], WORKER, "Fieldworker", facts.workers, "Everybody"),
        (columns[2], DAY, "Day", facts.days, "All days"),
    ):
        if st.session_state.get(key) not in names:
            st.session_state[key] = None
        column.selectbox(label, list(names), format_func=names.get, placeholder=everything, key=key)
    with columns[3]:
        found = _search(plan)
    return Choice(
        worker_id=st.session_state.get(WORKER) or "",
        date=st.session_state.get(DAY) or "",
        ward_id=st.session_state.get(WARD) or "",
        household_id=found or st.session_state.get(FOCUS) or "",
        zoom_to=True,
    )


def _search(plan: Plan) -> str:
    words = st.text_input(
        "Find a place",
        key=f"{FOUND}_words",
        placeholder="Village or household",
        help="A village, or the number, name or address of a household.",
    )
    if len(words.strip()) == 1:
        st.caption("Type at least two letters.")
        return ""
    hits = find(plan, words)
    if words and not hits:
        st.caption("Nothing found.")
        if st.session_state.get(FOCUS) == st.session_state.get(FOUND):
            # What the last words found is not what these words ask for.
            st.session_state[FOCUS] = st.session_state[FOUND] = None
    if not hits:
        return ""
    texts = {hit.household_id: hit.text for hit in hits}
    chosen = st.selectbox(
        "Found",
        list(texts),
        index=0 if len(texts) == 1 else None,
        format_func=texts.get,
        key=f"{FOUND}.{words}",
        label_visibility="collapsed",
        placeholder=f"{len(texts)} found: choose one",
    )
    if chosen and chosen != st.session_state.get(FOUND):
        st.session_state[FOUND] = st.session_state[FOCUS] = chosen
    return st.session_state.get(FOCUS) or ""


def _take(click: Click | None) -> None:
    """Follow a new click; an old one that the map still reports changes nothing."""
    if click is None or click == st.session_state.get(SEEN):
        return
    st.session_state[SEEN] = click
    if click.kind == "household":
        st.session_state[FOCUS], st.session_state[FOCUS_WARD] = click.id, None
    elif click.kind == "ward":
        st.session_state[FOCUS], st.session_state[FOCUS_WARD] = None, click.id


@st.cache_resource(max_entries=4, show_spinner=False)
def _facts(key: str, plan_id: str, _plan: Plan) -> ReviewFacts:
    # Shared by all visitors and changed by nobody.
    return review_facts(_plan)

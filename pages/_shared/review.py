"""The review map with its filters, what was clicked, the team's table and a line for each ward."""

from __future__ import annotations

import streamlit as st

from allocation.plan import Plan
from geo.maps import Choice, Click
from pages._shared import review_tables
from pages._shared.folium_map import show_review
from pages._shared.guard import fragment
from pages._shared.session import Session
from workflows.day_route import day_line, day_route
from workflows.find_place import find
from workflows.household_story import household_story
from workflows.map_layers import plan_payload
from workflows.review_facts import ReviewFacts, review_facts

#: Names in the session of what is chosen; a table or the map may change them too.
WARD, WORKER, DAY, FOUND, FOCUS, SEEN = (f"review_{name}" for name in ("ward", "worker", "day", "found", "focus", "seen"))


@fragment()
def draw(session: Session, plan_id: str, plan: Plan) -> None:
    """All of it, in a fragment: a choice or a click runs nothing else of the page."""
    facts = _facts(session.key, plan_id, plan)
    choice = _filters(plan, facts)
    look, beside = st.columns([2.3, 1], gap="medium")
    with look:
        click = show_review(_payload(session.key, plan_id, session, plan), choice, f"review.{session.key}")
    _take(click)
    with beside:
        _beside(plan, facts, choice)
    team, wards = st.tabs(["Team", "Wards"])
    with team:
        review_tables.team(facts, WORKER)
    with wards:
        review_tables.wards(facts)


def _filters(plan: Plan, facts: ReviewFacts) -> Choice:
    columns = st.columns([1, 1.3, 1, 1.4])
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
        household_id=found,
    )


def _search(plan: Plan) -> str:
    words = st.text_input("Find a village or household", key=f"{FOUND}_words", placeholder="Name or id")
    hits = find(plan, words)
    if words and not hits:
        st.caption("Nothing found.")
        return ""
    if not hits:
        return ""
    texts = {hit.household_id: hit.text for hit in hits}
    chosen = st.selectbox("Found", list(texts), format_func=texts.get, key=f"{FOUND}.{words}", label_visibility="collapsed")
    if chosen and chosen != st.session_state.get(FOUND):
        st.session_state[FOUND] = st.session_state[FOCUS] = chosen
    return chosen or ""


def _take(click: Click | None) -> None:
    """Follow a new click; an old one that the map still reports changes nothing."""
    if click is None or click == st.session_state.get(SEEN):
        return
    st.session_state[SEEN] = click
    if click.kind == "household":
        st.session_state[FOCUS] = click.id


def _beside(plan: Plan, facts: ReviewFacts, choice: Choice) -> None:
    household_id = st.session_state.get(FOCUS)
    story = household_story(plan, household_id) if household_id else None
    if story is not None:
        with st.container(border=True):
            st.markdown(f"**{story.title}**")
            st.markdown("  \n".join(story.lines))
            if story.why:
                st.markdown(f"**{'Why this fieldworker' if story.reached else 'The smallest fix'}**")
                st.markdown("\n".join(f"- {line}" for line in story.why))
    if choice.worker_id and choice.date:
        st.markdown(f"**{facts.workers[choice.worker_id]}, {facts.days[choice.date]}**")
        line = day_line(plan, choice.worker_id, choice.date)
        st.markdown(line or "No visits on this day.")
        if line:
            st.dataframe(day_route(plan, choice.worker_id, choice.date), hide_index=True, width="stretch", height=300)
    elif story is None:
        st.markdown("**Click a household** to see who comes and when, or why nobody comes and what would help.")
        st.markdown("Choose **a fieldworker and a day** to see the way from stop to stop.")
        review_tables.summary(facts)


@st.cache_data(max_entries=8, show_spinner="Drawing the map …")
def _payload(key: str, plan_id: str, _session: Session, _plan: Plan) -> str:
    return plan_payload(_session.workspace, _plan)


@st.cache_resource(max_entries=4, show_spinner=False)
def _facts(key: str, plan_id: str, _plan: Plan) -> ReviewFacts:
    # Shared by all visitors and changed by nobody.
    return review_facts(_plan)

"""What stands beside the review map: the household that was clicked, the chosen day, the ward in a line, the team."""

from __future__ import annotations

import streamlit as st

from allocation.plan import Plan
from geo.maps import Choice
from pages._shared import otherwise, review_tables
from pages._shared.review_keys import DAY, FOCUS, FOCUS_WARD, FOUND, WORKER
from pages._shared.session import Session
from workflows.day_route import day_line, day_route
from workflows.drops import ride_line
from workflows.household_story import Story, household_story
from workflows.literal import literal
from workflows.review_facts import ReviewFacts


def draw(session: Session, plan_id: str, plan: Plan, facts: ReviewFacts, choice: Choice) -> None:
    """The panel; the narrower the choice, the higher up it stands."""
    focus = st.session_state.get(FOCUS)
    story = household_story(plan, focus) if focus else None
    if story is not None:
        _story(session, plan_id, plan, facts, story)
    ward = choice.ward_id or st.session_state.get(FOCUS_WARD)
    if ward in facts.wards:
        st.markdown(f"**{literal(facts.wards[ward])}.** {facts.ward_line(ward)}")
    if choice.worker_id and choice.date:
        _day(plan, facts, choice)
    elif story is None and not ward:
        st.markdown(
            "**Click a household** to see who comes and when, or why nobody comes and what would help. Choose **a fieldworker "
            "and a day** to see the way from stop to stop."
        )
    team, wards, numbers = st.tabs(["Team", "Wards", "In numbers"])
    with team:
        review_tables.team(facts, WORKER)
    with wards:
        review_tables.wards(facts)
    with numbers:
        review_tables.summary(facts)


def _story(session: Session, plan_id: str, plan: Plan, facts: ReviewFacts, story: Story) -> None:
    with st.container(border=True):
        st.markdown(f"**{literal(story.title)}**")
        st.markdown("  \n".join(story.lines))
        if story.why:
            reached = "Why these two" if story.together else "Why this fieldworker"
            st.markdown(f"**{reached if story.reached else 'The smallest fix'}**")
            st.markdown("\n".join(f"- {line}" for line in story.why))
        if story.known:
            otherwise.draw(session, plan_id, plan, story.household_id, reached=story.reached)
        with st.container(horizontal=True):
            if story.worker_id in facts.workers and story.date in facts.days:
                st.button("Show this day", on_click=_show_day, args=(story.worker_id, story.date), icon=":material/route:")
            st.button("Close", on_click=_forget, icon=":material/close:")


def _show_day(worker_id: str, date: str) -> None:
    st.session_state[WORKER], st.session_state[DAY] = worker_id, date


def _forget() -> None:
    st.session_state[FOCUS] = st.session_state[FOUND] = None


def _day(plan: Plan, facts: ReviewFacts, choice: Choice) -> None:
    st.markdown(f"**{literal(facts.workers.get(choice.worker_id))}, {facts.days.get(choice.date)}**")
    line = day_line(plan, choice.worker_id, choice.date)
    st.markdown(line or "No visits on this day.")
    if line:
        if ride := ride_line(plan, choice.worker_id, choice.date):
            st.markdown(literal(ride))
        stops = day_route(plan, choice.worker_id, choice.date)
        st.dataframe(
            stops,
            hide_index=True,
            width="stretch",
            height=review_tables.height_of(len(stops), 300),
            column_config={
                "Stop": st.column_config.NumberColumn("Stop", width=40),
                "Time": st.column_config.TextColumn("Time", width=48, help="When the visit starts."),
                "Way": st.column_config.TextColumn("Way", width=56, help="Time on the way from the stop before."),
                "Household": st.column_config.TextColumn("Household", width=124 if "Village" in stops else "medium"),
            },
        )

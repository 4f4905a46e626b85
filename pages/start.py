"""Start: what this is, where the work stands, and what comes next."""

from __future__ import annotations

import streamlit as st

from pages._shared import start_map
from pages._shared.gate import enter
from pages._shared.navigation import go, link
from pages._shared.session import Session
from workflows.literal import literal
from workflows.overview import Overview, overview


def body(session: Session) -> None:
    """The page below its title."""
    now = overview(session.workspace)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(now.next_label, type="primary", icon=":material/arrow_forward:", key="next_step"):
            go(now.next_page)
        st.markdown(now.next_reason)
    look, state = st.columns([2.4, 1], gap="large")
    with look:
        start_map.draw(session, now)
    with state:
        _lists(now)
        _plan(now)


def _lists(now: Overview) -> None:
    st.subheader("Your lists", anchor=False)
    for state in now.lists:
        if state.rows:
            aside = f", {state.set_aside:,} set aside" if state.set_aside else ""
            st.markdown(f":green[✓] **{state.title}** {state.rows:,}{aside}")
        else:
            st.markdown(f":gray[○] **{state.title}** {'still needed' if state.needed else 'none, and none needed'}")
    link("bring_lists", "Bring lists")


def _plan(now: Overview) -> None:
    st.subheader("The plan", anchor=False)
    if now.job:
        st.markdown("A plan is being worked out now.")
        link("plan_a_round", "Watch it")
    elif now.plan is None:
        st.markdown("No round has been planned yet.")
        link("plan_a_round", "Plan a round")
        return
    if now.plan is None:
        return
    st.markdown(f"**{literal(now.plan.name)}**")
    st.markdown(f"Reaches **{now.plan.count.served:,}** of {now.plan.count.asked:,} households.")
    if now.plan.count.explained:
        st.caption(now.plan.count.explained)
    if not now.plan.newest:
        st.caption("This is an earlier plan. The newest is under See the plan.")
    if now.plan.stale:
        st.markdown(":orange[The lists have changed since. Plan again.]")
    link("see_the_plan", "See the plan")
    link("not_reached", now.plan.count.told_missed)
    link("hand_out", "Hand out")


with enter("start") as here:
    st.title("Wardround", anchor=False)
    st.html('<p class="wr-lead">Who visits which household, on which day, and whom nobody reaches yet.</p>')
    body(here)

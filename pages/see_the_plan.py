"""See the plan: one map, who visits whom on which day and in which order, and why."""

from __future__ import annotations

import streamlit as st

from pages._shared import earlier_plans, review, wish_costs
from pages._shared.gate import enter
from pages._shared.navigation import link
from pages._shared.plans import load, plan_or_hint
from pages._shared.session import Session
from workflows.literal import literal


def body(session: Session) -> None:
    """The page below its title."""
    state = plan_or_hint(session)
    if state is None:
        return
    plan = load(session, state.plan_id)
    verified = " · :green[✓ verified]" if state.checked else " · :orange[not verified]"
    st.markdown(
        f"**{literal(state.name)}** · reaches **{state.count.served:,}** of {state.count.asked:,} households{verified}",
        help="Verified: a second program, which shares nothing with the planner, has checked every rule of this plan.",
    )
    if state.count.explained:
        st.caption(state.count.explained)
    review.draw(session, state.plan_id, plan)
    st.divider()
    with st.container(horizontal=True):
        link("not_reached", state.count.told_missed)
        link("hand_out", "Next: hand out")
        link("plan_a_round", "Plan again")
    wish_costs.draw(session, state.plan_id, plan)
    earlier_plans.draw(session)


with enter("see_the_plan") as here:
    st.title("See the plan", anchor=False)
    body(here)

"""What would be otherwise for one household: the cheapest ways in, or who else could come. Worked out when asked for."""

from __future__ import annotations

import streamlit as st

from allocation.plan import Plan
from allocation.why.context import Context
from pages._shared.session import Session
from workflows.explain_household import Explained, explain_household, may_be_asked
from workflows.plain_people import otherwise_lines

_ASKED = "otherwise_asked"


def draw(session: Session, plan_id: str, plan: Plan, household_id: str, *, reached: bool) -> None:
    """The button, and once it was pressed the answer; nothing for a household that nobody is to visit."""
    if not may_be_asked(plan, household_id):
        return
    asked = (plan_id, household_id)
    if st.session_state.get(_ASKED) != asked:
        st.button(
            "Who else could come?" if reached else "How could it be reached?",
            key=f"otherwise.{household_id}",
            icon=":material/alt_route:",
            on_click=_ask,
            args=asked,
        )
        return
    found = _explained(session.key, plan_id, household_id, plan)
    st.markdown("**Who else could come**" if reached else "**How it could be reached**")
    st.markdown("\n".join(f"- {line}" for line in otherwise_lines(plan, found)))
    st.caption(
        "Each of these was tried in the plan as it stands, with every rule."
        if reached or len(found.ways)
        else "Every fieldworker and every day was tried."
    )


def _ask(plan_id: str, household_id: str) -> None:
    st.session_state[_ASKED] = (plan_id, household_id)


@st.cache_data(max_entries=64, show_spinner="Trying every fieldworker and every day …")
def _explained(key: str, plan_id: str, household_id: str, _plan: Plan) -> Explained:
    return explain_household(_context(key, plan_id, _plan), household_id)


@st.cache_resource(max_entries=2, show_spinner=False)
def _context(key: str, plan_id: str, _plan: Plan) -> Context:
    # Made ready to be asked about once, for the next question too.
    return Context.of(_plan)

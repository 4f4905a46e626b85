"""Each wish with how far the plan fulfils it and what it costs; worked out on request by planning the round anew."""

from __future__ import annotations

import streamlit as st

from allocation.plan import Plan
from pages._shared import figures
from pages._shared.asking import asked
from pages._shared.navigation import link
from pages._shared.session import Session
from workflows.literal import literal
from workflows.wish_view import CURVE, FAIR_HEADS, WISH_HEADS, fair_points, fair_rows, luck_line, wish_rows

#: Seconds for each of about fourteen plans.
_SECONDS = 4.0


def draw(session: Session, plan_id: str, plan: Plan) -> None:
    """Closed until somebody wants it."""
    with st.expander("Wishes and their price"):
        st.caption(
            "Visits come first, and every wish costs a little of something else. To find out how much, the round is planned "
            "anew with each wish off and at its most; the plan itself stays as it is."
        )
        answer = asked(
            session, "wishes", plan_id, "Work out what each wish costs", seconds=_SECONDS, about="Takes one to three minutes."
        )
        if answer is None:
            return
        figures.table(WISH_HEADS, wish_rows(answer.tables["wishes"]), wide=True)
        st.caption(literal(luck_line(answer)))
        fair = answer.tables["fair"]
        if len(fair) > 1:
            st.markdown("**Fair load, from none to strict**")
            table, curve = st.columns(2, gap="large")
            with table:
                figures.table(FAIR_HEADS, fair_rows(fair))
            curve.vega_lite_chart(fair_points(fair), CURVE, height=240, width="stretch")
        link("plan_a_round", "Change the dials and plan again")

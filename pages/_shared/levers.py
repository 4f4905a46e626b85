"""What one hour, one day, one person more would bring: an estimate first, and on request by planning the round anew."""

from __future__ import annotations

import html

import streamlit as st

from allocation.plan import Plan
from pages._shared.asking import asked
from pages._shared.session import Session
from workflows.inquiry import Answer
from workflows.lever_view import idle_line, lever_rows
from workflows.literal import literal


def draw(session: Session, plan_id: str, plan: Plan) -> None:
    """The questions and their answers."""
    st.subheader("What one more of each would bring", anchor=False)
    st.caption("An hour, a working day, a fieldworker, a language, a kilometre more: which of them would let most households in?")
    estimate = asked(session, "levers", plan_id, "Work out an estimate", about="Takes from a few seconds to a minute.")
    if estimate is None:
        return
    anew = asked(
        session,
        "levers_anew",
        plan_id,
        "Plan anew with the five most promising",
        about="Takes about ten seconds for a ward; the plan itself stays as it is.",
    )
    _answer(plan, anew or estimate)


def _answer(plan: Plan, answer: Answer) -> None:
    st.markdown(f"**{literal(' '.join(answer.lines))}**")
    rows = lever_rows(plan, answer.tables["binding"])
    if not rows:
        return
    lines = (
        f'<div class="wr-line"><div class="wr-count"><span>{html.escape(row.change)} '
        f"<i>· {'planned anew' if row.anew else 'estimate'}</i></span><b>{html.escape(row.gain)}</b></div>"
        f'<div class="wr-bar"><span style="width:{100 * row.share:.1f}%"></span></div></div>'
        for row in rows
    )
    st.html("".join(lines))
    st.caption(
        "Estimate: the households are put into the days as they stand, so at least so many could be visited. Planned anew: "
        "the difference between two searches of the same length that begin with this plan. Each change stands for "
        f"itself; two together do not bring the sum. {literal(idle_line(plan, answer.tables['idle']))}"
    )

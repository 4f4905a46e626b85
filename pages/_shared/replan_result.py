"""What came of planning the rest again: what changed and why, to hand over; both plans side by side; and the way back."""

from __future__ import annotations

import streamlit as st

from pages._shared import change_list
from pages._shared.navigation import link
from pages._shared.plans import both_plans, load
from pages._shared.review_keys import COMPARED
from pages._shared.session import Session
from workflows import replan_job
from workflows.called import called, labels_of
from workflows.literal import literal
from workflows.plan_choice import plan_in_use, use_plan
from workflows.plan_job import JobStatus
from workflows.replan import told


def draw(session: Session, job_id: str, status: JobStatus) -> None:
    """The result of a job that planned the rest again and kept it."""
    ws, parent, plan_id = session.workspace, status.parent, str(status.plan_id)
    st.success(
        "Stopped early: the best plan so far is kept." if status.state == "stopped" else "The rest of the round is planned again."
    )
    figures = ws.plan_summary(plan_id).get("replan", {}).get("figures")
    if figures:
        st.markdown("\n".join(f"- {literal(line)}" for line in told(figures)))
    _pins(session, job_id, plan_id)
    _in_use(session, parent, plan_id)
    st.subheader("What changed, and why", anchor=False)
    st.caption("Hand each fieldworker concerned the page made for them; the others go on as before.")
    changes = both_plans(session, parent, plan_id).compared.changes
    change_list.draw(session, f"{parent}.{plan_id}", load(session, plan_id), changes)
    for key, compared in zip(COMPARED, (parent, plan_id), strict=True):
        st.session_state[key] = compared
    with st.container(horizontal=True):
        link("compare_plans", "Compare the two plans on a map")
        link("see_the_plan", "See the plan in use")
        link("hand_out", "Hand out new sheets")


def _pins(session: Session, job_id: str, plan_id: str) -> None:
    plan = load(session, plan_id)
    lost = replan_job.lost_pins(session.workspace, job_id, plan)
    if lost:
        labels = labels_of(plan)
        names = "; ".join(literal(called(labels, name)) for name in lost)
        st.warning(f"No room was found for what you had set: {names}. Under Not reached you can read why.")


def _in_use(session: Session, parent: str, plan_id: str) -> None:
    used = plan_in_use(session.workspace)
    if used not in (parent, plan_id):
        return
    new = used == plan_id
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("The new plan is in use." if new else ":orange[**The earlier plan is in use again.**] The new one is kept.")
        st.button(
            "Go back to the earlier plan" if new else "Use the new plan",
            key="replan.back",
            on_click=use_plan,
            args=(session.workspace, parent if new else plan_id),
            icon=":material/undo:" if new else ":material/redo:",
        )

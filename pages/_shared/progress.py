"""A running plan: what it has reached so far, its falling curve, and a way to stop."""

from __future__ import annotations

import streamlit as st

from pages._shared.guard import fragment
from pages._shared.navigation import link
from pages._shared.session import Session
from workflows import plan_job
from workflows.job_story import CURVE, Story, curve_points, story
from workflows.literal import literal

JOB = "job"


def show_job(session: Session, job_id: str) -> bool:
    """Draw the state of a job; True while it runs."""
    status = plan_job.watch(session.workspace, job_id)
    if status.state == "running":
        _watch(session, job_id)
        return True
    told = story(status)
    if status.state == "failed":
        st.error(literal(told.headline))
        if status.left_plan:
            st.write("The best plan found before that is still there.")
            if st.button("Keep the best plan so far", type="primary"):
                plan_job.keep_left_plan(session.workspace, job_id)
                st.rerun()
        return False
    if status.plan_id is None:
        st.info(told.headline)
        return False
    st.success(told.headline)
    _numbers(told)
    link("see_the_plan", "See the plan")
    return False


@fragment(run_every=1.0)
def _watch(session: Session, job_id: str) -> None:
    status = plan_job.watch(session.workspace, job_id)
    if status.state != "running":
        st.rerun()
    told = story(status)
    st.progress(told.share, told.headline)
    _numbers(told)
    _stop(session, job_id, status)
    st.caption("You may close this page or the browser: the work goes on, and this page finds it again.")


def _stop(session: Session, job_id: str, status: plan_job.JobStatus) -> None:
    place = st.empty()
    if not status.stopping:
        if not place.button("Stop now and keep the best plan so far", key="stop_job"):
            return
        plan_job.stop(session.workspace, job_id)
    with place.container():
        if status.has_plan:
            st.markdown("**Stopping.** The best plan so far is being checked and kept.")
            return
        st.markdown("**Stopping as soon as there is a first plan.** That is a matter of seconds.")
        if st.button("Do not wait: end without a plan", key="end_job"):
            plan_job.stop(session.workspace, job_id, at_once=True)


def _numbers(told: Story) -> None:
    for column, (label, value, explained) in zip(st.columns(len(told.numbers) or 1), told.numbers, strict=False):
        column.metric(label, value, help=explained)
    if len(told.curve) > 1:
        for column, name in zip(st.columns(len(told.curve.columns)), told.curve.columns, strict=True):
            column.caption(name)
            column.vega_lite_chart(curve_points(told.curve, name), CURVE, height=180, width="stretch")

"""Plan a round: four questions, whether the hours suffice, and the work itself."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from geo.errors import InputProblems
from pages._shared import plan_form
from pages._shared.gate import enter
from pages._shared.guard import show_problems
from pages._shared.navigation import link
from pages._shared.progress import JOB, show_job
from pages._shared.session import Session
from pages._shared.supply import show_supply
from workflows import plan_job, round_draft, spare
from workflows.literal import literal
from workflows.overview import missing_lists, open_job, plan_state

#: The job whose end somebody has seen and left behind.
_SET_ASIDE = "plan_a_round_set_aside"
#: What was just copied, until it is told.
_COPIED = "plan_a_round_copied"


def body(session: Session) -> None:
    """The page below its title."""
    missing = missing_lists(session.workspace)
    if missing:
        st.info(f"Before a round can be planned, Wardround needs {missing}.")
        link("bring_lists", "Bring lists")
        return
    job_id = st.query_params.get(JOB) or open_job(session.workspace)
    if job_id and job_id != st.session_state.get(_SET_ASIDE):
        st.query_params[JOB] = job_id  # so that its end, good or bad, is still told when it is no longer at work
        _job(session, job_id)
        _ways_on(session)
        return
    _copy_last(session)
    draft = round_draft.current(session.workspace, dt.date.today())
    draft = plan_form.ask(session, draft)
    round_draft.remember(session.workspace, draft)
    try:
        round_draft.judged(draft)
        show_supply(session, draft)
    except InputProblems as error:
        # Also a round on whose days nobody works: nothing to plan, so no button to plan it.
        show_problems(error)
        _ways_on(session)
        return
    spare.stand_ready()
    _start(session, draft)
    _ways_on(session)


def _ways_on(session: Session) -> None:
    st.divider()
    with st.container(horizontal=True):
        link("bring_lists", "Back to the lists")
        if plan_state(session.workspace) is not None:
            link("see_the_plan", "See the last plan")


def _job(session: Session, job_id: str) -> None:
    with st.container(border=True):
        running = show_job(session, job_id)
    if not running and st.button("Plan another round"):
        st.query_params.pop(JOB, None)
        st.session_state[_SET_ASIDE] = job_id
        st.rerun()


def _copy_last(session: Session) -> None:
    last = round_draft.copy_of_last(session.workspace, dt.date.today())
    if last is None:
        return

    def copy() -> None:
        round_draft.remember(session.workspace, last)
        plan_form.start_afresh()
        st.session_state[_COPIED] = round_draft.copied(last)

    st.button("Copy the last round", on_click=copy, help="Takes all its settings; the days move ahead to the next such weekdays.")
    told = st.session_state.pop(_COPIED, None)
    if told:
        st.success(literal(told))


def _start(session: Session, draft: round_draft.Draft) -> None:
    settings = session.workspace.settings()
    columns = st.columns([1, 2], vertical_alignment="bottom")
    seconds = columns[0].number_input(
        "Seconds to look for a good plan",
        1,
        86_400,
        int(settings.solve_seconds),
        help="Usually 30. More time finds a little better routes; you can stop at any moment.",
    )
    if columns[1].button("Plan this round", type="primary"):
        job_id = plan_job.start(session.workspace, round_draft.settings_of(draft), seconds=float(seconds))
        st.query_params[JOB] = job_id
        st.rerun()


with enter("plan_a_round") as here:
    st.title("Plan a round", anchor=False)
    body(here)

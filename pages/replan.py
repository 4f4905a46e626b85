"""Something changed: what has happened is told, the rest of the round is planned again, and what changed is handed over."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from geo.errors import InputProblems
from pages._shared import happened_lists, happened_map, replan_result
from pages._shared.gate import enter
from pages._shared.guard import show_problems
from pages._shared.happened_lists import Telling
from pages._shared.navigation import link
from pages._shared.plans import load, plan_or_hint
from pages._shared.progress import JOB, show_job
from pages._shared.session import Session
from workflows import happened_choices, happened_draft, happened_lines, plan_job, replan_job, spare
from workflows.literal import literal
from workflows.overview import open_job
from workflows.plan_choice import parent_of
from workflows.plan_job import REPLANS

#: The job whose end somebody has seen and left behind.
_SET_ASIDE = "replan_set_aside"
#: What was wrong with what was told, until it is shown.
_WRONG = "replan_wrong"


def body(session: Session) -> None:
    """The page below its title."""
    job_id = st.query_params.get(JOB) or open_job(session.workspace, REPLANS)
    if job_id and job_id != st.session_state.get(_SET_ASIDE) and plan_job.watch(session.workspace, job_id).parent:
        st.query_params[JOB] = job_id  # so that its end, good or bad, is still told when it is no longer at work
        _job(session, job_id)
        return
    state = plan_or_hint(session)
    if state is None:
        return
    plan = load(session, state.plan_id)
    spare.stand_ready()
    draft = happened_draft.current(session.workspace, plan, state.plan_id, dt.date.today())
    telling = Telling(session, plan, draft)
    st.markdown(f"The plan in use: **{literal(state.name)}**, {state.count.served:,} households.")
    _since(telling)
    left, right = st.columns([1, 1.25], gap="large")
    with left:
        st.subheader("What has happened?", anchor=False)
        happened_lists.draw(telling)
        _told(telling)
        _start(telling)
    with right:
        st.subheader("Set or swap visits", anchor=False)
        happened_map.draw(telling)
    _ways_on(session, state.plan_id)


def _since(telling: Telling) -> None:
    days = happened_choices.round_days(telling.plan)
    draft, options = telling.draft, list(days)
    chosen = st.selectbox(
        "From which day on shall it be planned again?",
        options,
        options.index(draft.from_day) if draft.from_day in options else 0,
        format_func=days.get,
        key=f"happened.since.{draft.plan_id}",
        width=320,
    )
    made = happened_choices.made_by(telling.plan, str(chosen))
    what = "visit planned before that day counts" if made == 1 else "visits planned before that day count"
    st.caption(
        f"The {made:,} {what} as made, except where you say below that nobody was at home." if made else "Nothing is done yet."
    )
    if chosen != draft.from_day:
        telling.tell(replace(draft, from_day=str(chosen)))


def _told(telling: Telling) -> None:
    lines = happened_lines.lines(telling.plan, telling.draft, telling.coming)
    if not lines:
        st.markdown("Nothing is noted yet. Note what has happened above, or click a household on the map.")
        return
    st.markdown("**Noted so far**")
    with st.container(border=True):
        for place, line in enumerate(lines):
            with st.container(horizontal=True, vertical_alignment="center", key=f"noted_{place}"):
                st.markdown(literal(line.text))
                telling.button("", line.without, f"happened.undo.{place}", icon=":material/close:", help="Take this back")


def _start(telling: Telling) -> None:
    left, right = st.columns([1, 1.4], vertical_alignment="bottom")
    seconds = left.number_input(
        "Seconds to look",
        1,
        86_400,
        replan_job.usual_seconds(telling.plan),
        key="happened.seconds",
        help="You can stop at any moment and keep the best so far.",
    )
    arguments = (telling, float(seconds))
    right.button("Plan the rest again", type="primary", key="happened.start", width="stretch", on_click=_begin, args=arguments)
    wrong = st.session_state.pop(_WRONG, None)
    if wrong is not None:
        show_problems(wrong)


def _begin(telling: Telling, seconds: float) -> None:
    try:
        st.query_params[JOB] = replan_job.start(telling.session.workspace, telling.draft, seconds=seconds)
    except InputProblems as error:
        st.session_state[_WRONG] = error


def _job(session: Session, job_id: str) -> None:
    status = plan_job.watch(session.workspace, job_id)
    if status.plan_id is None:
        with st.container(border=True):
            running = show_job(session, job_id)
        if not running:
            st.button("Back to what has happened", key="replan.leave", on_click=_leave, args=(session, job_id, False))
        return
    replan_result.draw(session, job_id, status)
    st.divider()
    st.button("Something else has happened", key="replan.more", on_click=_leave, args=(session, job_id, True))


def _leave(session: Session, job_id: str, finished: bool) -> None:
    st.query_params.pop(JOB, None)
    st.session_state[_SET_ASIDE] = job_id
    st.session_state[happened_map.PICKED] = None
    if finished:
        happened_draft.forget(session.workspace)


def _ways_on(session: Session, plan_id: str) -> None:
    st.divider()
    parent = parent_of(session.workspace, plan_id)
    with st.container(horizontal=True):
        if parent in set(session.workspace.plans()["plan_id"]):
            link("compare_plans", "What changed last time")
        link("see_the_plan", "Back to the plan")
        link("plan_a_round", "Plan a whole round")


with enter("replan") as here:
    st.title("Something changed", anchor=False)
    st.html(
        '<p class="wr-lead">Somebody is ill, nobody was at home, a road is closed? What is done stays as it is, and what was '
        "promised moves only where it pays.</p>"
    )
    body(here)

"""Check my own plan: a plan made by hand is judged, priced, and set beside Wardround's plan of the same round."""

from __future__ import annotations

import datetime as dt
import json

import streamlit as st

from allocation.own_plan import OwnPlan
from allocation.plan import Plan
from geo.errors import InputProblems, WardroundError
from geo.intake.result import Answers
from pages._shared import change_list, figures
from pages._shared.gate import enter
from pages._shared.guard import show_problems
from pages._shared.navigation import link
from pages._shared.offer import offer
from pages._shared.plans import load
from pages._shared.review_tables import height_of
from pages._shared.session import Session
from workflows import own_view, plan_job, round_draft
from workflows.literal import literal
from workflows.overview import is_stale, missing_lists
from workflows.upload import Upload, forget, hold, remember, resumed
from workflows.vehicle_words import no_own_with_vehicles

#: Where the file is kept aside, beside the lists that are looked at.
_SLOT = "own_plan"
_KINDS = ["csv", "xlsx", "xls", "ods", "txt"]
#: What came of keeping it, until it is told; "" where it went well.
_TOLD = "own_plan_told"


def body(session: Session) -> None:
    """The page below its title."""
    missing = missing_lists(session.workspace)
    if missing:
        st.info(f"Before a plan can be checked, Wardround needs {missing}.")
        link("bring_lists", "Bring lists")
        return
    plan_id, plan = _which_round(session)
    if plan is not None and (refusal := no_own_with_vehicles(plan)):
        st.info(refusal)
        with st.container(horizontal=True):
            link("bring_lists", "Bring lists")
            link("plan_a_round", "Plan a round")
        return
    upload = _file(session, plan)
    if upload is None:
        return
    try:
        with st.spinner("Checking every rule …", show_time=True):
            own = _judged(session.key, upload.path.name, plan_id or _mark(session), session, upload, plan)
    except InputProblems as error:
        show_problems(error)
        return
    if own.holds:
        st.success(own_view.verdict(own))
    else:
        st.error(own_view.verdict(own))
    _broken(own)
    _cost(own)
    if own.comparison is None:
        st.info("Wardround has no plan of this round yet. Let it plan the round, and come back: your file stays here.")
        link("plan_a_round", "Plan a round")
    else:
        _instead(session, own, f"{upload.path.stem}.{plan_id}")
    _take_along(session, own, upload, plan_id, plan)


def _which_round(session: Session) -> tuple[str | None, Plan | None]:
    """By whose round and lists it is judged."""
    offered = own_view.rounds_offered(session.workspace)
    if not offered:
        st.caption("It is judged by your lists, and by the round as it stands under Plan a round.")
        return None, None
    plan_id = st.selectbox("For which round is it?", list(offered), format_func=offered.get, key="own_plan.round")
    if plan_id is None:
        return None, None
    if is_stale(session.workspace, plan_id):
        st.caption("The lists have changed since this round was planned. Your plan is judged by the lists as they were then.")
    return plan_id, load(session, plan_id)


def _file(session: Session, plan: Plan | None) -> Upload | None:
    ws = session.workspace
    kept = resumed(ws, _SLOT)
    if kept is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{literal(kept[0].name)}**")
            st.button("Check another file", key="own_plan.another", on_click=forget, args=(ws, _SLOT, kept[0]))
        return kept[0]
    with st.container(horizontal=True):
        st.download_button(
            "Blank Excel template",
            lambda: own_view.template(ws, plan, *_days(session, plan)),
            "my_plan_template.xlsx",
            on_click="ignore",
            help="What to fill in, with the numbers of your households and fieldworkers to choose from.",
        )
        if plan is not None:
            st.download_button(
                "Wardround's plan as such a list", lambda: own_view.as_list(plan), "my_plan.csv", "text/csv", on_click="ignore"
            )
    limit = ws.settings().upload_mb
    given = st.file_uploader(
        f"Your plan (at most {limit} MB)",
        type=_KINDS,
        max_upload_size=limit,
        key="own_plan.file",
        help="One row a visit: household, fieldworker, date; order and time if you have them. What is missing is worked out.",
    )
    if given is None:
        return None
    upload = hold(ws, given.name, given.getvalue())
    remember(ws, _SLOT, upload, Answers())
    st.rerun()
    return None


def _days(session: Session, plan: Plan | None) -> tuple[dt.date, dt.date]:
    if plan is not None:
        return plan.round.first_day, plan.round.last_day
    round_ = round_draft.current(session.workspace, dt.date.today())["round"]
    return dt.date.fromisoformat(str(round_["first_day"])), dt.date.fromisoformat(str(round_["last_day"]))


@st.cache_resource(max_entries=4, show_spinner=False)
def _judged(key: str, file: str, mark: str, _session: Session, _upload: Upload, _plan: Plan | None) -> OwnPlan:
    # A file held aside has a name of its own and never changes; no more does a kept plan, whose id is the mark.
    return own_view.judged(_session.workspace, _upload, _plan, _settings(_session))


def _mark(session: Session) -> str:
    """What a plan is judged by where there is no plan of Wardround's: the draft of the round, and the lists."""
    revisions = [session.workspace.revision(table) for table in plan_job.TABLES]
    return json.dumps([_settings(session), revisions], sort_keys=True, default=str)


def _settings(session: Session) -> dict[str, object]:
    return dict(round_draft.settings_of(round_draft.current(session.workspace, dt.date.today())))


def _broken(own: OwnPlan) -> None:
    kinds = own_view.broken(own)
    if not kinds:
        return
    st.subheader("What is broken", anchor=False)
    for place, kind in enumerate(kinds):
        with st.expander(f"{kind.title} ({len(kind.rows):,})", expanded=place == 0):
            if kind.remedy:
                st.markdown(f"**What to do:** {kind.remedy}")
            rows = kind.rows.loc[:, [name for name in kind.rows.columns if kind.rows[name].ne("").any()]]
            if len(rows) <= 8:
                figures.table(list(rows.columns), rows.itertuples(index=False), wide=True)
            else:
                st.dataframe(rows, hide_index=True, width="stretch", height=height_of(len(rows), 320), key=f"own.{kind.code}")


def _cost(own: OwnPlan) -> None:
    st.subheader("What it costs", anchor=False)
    frame = own_view.figures(own)
    figures.table(list(frame.columns), frame.itertuples(index=False))


def _instead(session: Session, own: OwnPlan, key: str) -> None:
    assert own.comparison is not None
    st.subheader("What Wardround would do instead", anchor=False)
    st.markdown("\n".join(f"- {line}" for line in own_view.sides(own)))
    change_list.draw(session, f"own.{key}", own.comparison.plan, own_view.instead(own), reasons=False)


def _take_along(session: Session, own: OwnPlan, upload: Upload, plan_id: str | None, plan: Plan | None) -> None:
    st.divider()
    with st.container(horizontal=True):
        key, fictional = f"{upload.path.stem}.{plan_id}", session.workspace.fictional
        offer("own_report", key, "Make the report (Excel)", "my_plan_report.xlsx", lambda: own_view.report(own, fictional))
        if own.holds:
            name = plan.round.name if plan is not None else ""
            arguments = (session, own, name, plan_id)
            st.button("Make it the plan in use", key="own_plan.keep", icon=":material/check:", on_click=_keep, args=arguments)
    told = st.session_state.pop(_TOLD, None)
    if told:
        st.error(literal(told))
    elif told is not None:
        st.success("Your plan is the plan in use now.")
    elif own.holds:
        st.caption("Every page and sheet then shows your plan; Wardround's own stays among the earlier plans.")
    with st.container(horizontal=True):
        link("compare_plans", "Compare plans")
        link("see_the_plan", "See the plan in use")


def _keep(session: Session, own: OwnPlan, name: str, plan_id: str | None) -> None:
    try:
        own_view.keep(session.workspace, own, name, plan_id)
        st.session_state[_TOLD] = ""
    except WardroundError as error:
        st.session_state[_TOLD] = str(error)


with enter("check_own_plan") as here:
    st.title("Check my own plan", anchor=False)
    st.html(
        '<p class="wr-lead">You have made a plan by hand? Bring it as a list of visits: every rule is checked, its cost is '
        "counted, and Wardround's own plan stands beside it.</p>"
    )
    body(here)

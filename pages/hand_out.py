"""Hand out: choose who and which days, see how many pages, and take the files along."""

from __future__ import annotations

import streamlit as st

from pages._shared.gate import enter
from pages._shared.navigation import link
from pages._shared.offer import offer
from pages._shared.plans import load, plan_or_hint
from pages._shared.session import Session
from workflows import hand_out
from workflows.hand_out_choice import Choice, day_names, worker_names
from workflows.literal import literal


def body(session: Session) -> None:
    """The page below its title."""
    state = plan_or_hint(session)
    if state is None:
        return
    st.markdown(f"**{literal(state.name)}** · {state.count.served:,} visits")
    if not state.checked:
        st.warning("This plan has not passed the check of its rules. Plan again before you hand anything out.")
    choice = _choose(session, state.plan_id)
    count = _paper(session, choice)
    _computers(session, choice)
    _phones(session, choice)
    _all(session, choice)
    st.divider()
    with st.container(horizontal=True):
        link("see_the_plan", "Back to the map")
        link("start", "Back to the start")
    # Counted last: laying out many sheets takes seconds, and the rest of the page need not wait for it.
    with count, st.spinner("Counting the pages …", show_time=True):
        pages = _pages(session.key, choice, st.session_state["hand_out_per"], session)
    count.markdown(f"**{pages:,} A4 {'page' if pages == 1 else 'pages'}**, readable in black and white.")


@st.cache_data(max_entries=64, show_spinner=False)
def _pages(key: str, choice: Choice, per: str, _session: Session) -> int:
    return hand_out.sheet_count(_session.workspace, choice.plan_id, choice.some_workers, choice.some_days, per)


def _choose(session: Session, plan_id: str) -> Choice:
    plan = load(session, plan_id)
    workers, days = worker_names(plan), day_names(plan)
    left, right = st.columns(2)
    who = left.multiselect("For whom?", list(workers), format_func=workers.get, placeholder="Everybody", key="hand_out_workers")
    when = right.multiselect("Which days?", list(days), format_func=days.get, placeholder="All days", key="hand_out_days")
    return Choice(plan_id, tuple(who), tuple(when))


def _paper(session: Session, choice: Choice) -> st.delta_generator.DeltaGenerator:
    st.subheader("On paper", anchor=False)
    per = st.radio(
        "One page for each fieldworker and",
        ["week", "day"],
        format_func={"week": "week (fewer pages)", "day": "day (more room)"}.get,
        horizontal=True,
        key="hand_out_per",
    )
    count = st.empty()
    offer(
        "sheets",
        choice.key(per),
        "Make the sheets",
        "sheets.pdf",
        lambda: hand_out.sheets(session.workspace, choice.plan_id, choice.some_workers, choice.some_days, per),
    )
    plan = load(session, choice.plan_id)
    if plan.rides is not None and len(plan.rides):
        st.markdown("**For the drivers**: when to be where, and who gets out or in.")
        offer(
            "drivers",
            choice.plan_id,
            "Make the drivers' sheets",
            "drivers.pdf",
            lambda: hand_out.drivers(session.workspace, choice.plan_id),
        )
    return count


def _computers(session: Session, choice: Choice) -> None:
    st.subheader("On a computer", anchor=False)
    left, right = st.columns(2)
    with left:
        st.markdown("**Workbook** for Excel: visits, days, team, not reached.")
        offer(
            "workbook",
            choice.plan_id,
            "Make the workbook",
            "plan.xlsx",
            lambda: hand_out.workbook(session.workspace, choice.plan_id),
        )
    with right:
        st.markdown("**GeoPackage** for QGIS, with colours and readable headings.")
        offer(
            "geopackage",
            choice.plan_id,
            "Make the GeoPackage",
            "plan.gpkg",
            lambda: hand_out.geopackage(session.workspace, choice.plan_id),
        )


def _phones(session: Session, choice: Choice) -> None:
    st.subheader("On a phone", anchor=False)
    st.caption("One small file with list and map that opens without internet, or a GPX for a navigation app.")
    workers = worker_names(load(session, choice.plan_id))
    worker = st.selectbox("Whose phone?", list(workers), format_func=workers.get, key="hand_out_phone")
    if worker is None:
        return
    left, right = st.columns(2)
    key = f"{choice.plan_id}.{worker}"
    name = hand_out.safe_name(worker)
    with left:
        offer(
            "phone",
            key,
            "Make the phone file",
            f"{name}.html",
            lambda: hand_out.phone(session.workspace, choice.plan_id, worker),
        )
    with right:
        offer(
            "gpx",
            key,
            "Make the GPX",
            f"{name}.gpx",
            lambda: hand_out.gpx(session.workspace, choice.plan_id, worker),
        )


def _all(session: Session, choice: Choice) -> None:
    st.subheader("Everything in one file", anchor=False)
    st.caption("Sheets, workbook, GeoPackage and all phone files of the whole plan in one zip.")
    offer(
        "archive",
        choice.plan_id,
        "Make the zip of everything",
        "handout.zip",
        lambda: hand_out.archive(session.workspace, choice.plan_id),
    )


with enter("hand_out") as here:
    st.title("Hand out", anchor=False)
    body(here)

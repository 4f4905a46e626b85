"""Not reached: the reasons, the fixes that serve the most households, and the list."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from pages._shared import levers, otherwise
from pages._shared.gate import enter
from pages._shared.navigation import go, link
from pages._shared.plans import load, plan_or_hint, set_aside
from pages._shared.review_keys import FOCUS, FOUND
from pages._shared.review_tables import height_of
from pages._shared.session import Session
from workflows import not_reached
from workflows.literal import literal
from workflows.overview import PlanState

_TABLE = "not_reached_table"
#: The columns of the list, the most telling first: a phone holds three.
_SHOWN = ("household_id", "title", "smallest_fix", "ward", "village", "label", "sentence")


def body(session: Session) -> None:
    """The page below its title."""
    state = plan_or_hint(session)
    if state is None:
        return
    frame, fixes = _facts(session.key, state.plan_id, session)
    if frame.empty:
        st.success(f"Everybody is reached: all {state.count.served:,} households get their visit.")
    else:
        _headline(state)
        left, right = st.columns(2, gap="large")
        with left:
            _reasons(frame)
        with right:
            _fixes(fixes)
        if state.count.not_reached:
            levers.draw(session, state.plan_id, load(session, state.plan_id))
        _list(session, state.plan_id, frame)
    st.divider()
    with st.container(horizontal=True):
        link("see_the_plan", "Back to the map")
        link("plan_a_round", "Plan again with something changed")
        link("hand_out", "Next: hand out")


def _headline(state: PlanState) -> None:
    count = state.count
    if count.not_reached:
        st.markdown(
            f"**{count.not_reached:,}** of the {count.asked:,} households that **{literal(state.name)}** asks for get no visit."
        )
    else:
        st.success(f"Everybody asked for is reached: all {count.served:,} households get their visit.")
    if count.explained:
        st.markdown(f"{count.explained} The list below holds those that cannot be planned too.")


@st.cache_resource(max_entries=4, show_spinner="Looking for what would help most …")
def _facts(key: str, plan_id: str, _session: Session) -> tuple[pd.DataFrame, pd.DataFrame]:
    # Shared by all visitors and changed by nobody.
    plan = load(_session, plan_id)
    return not_reached.unserved(plan, set_aside(_session, plan_id)), not_reached.fixes(plan)


def _reasons(frame: pd.DataFrame) -> None:
    st.subheader("Why", anchor=False)
    counts = not_reached.by_reason(frame)
    most = int(counts["households"].max())
    rows = (
        f'<div class="wr-line"><div class="wr-count"><span>{html.escape(str(row.title))}</span>'
        f"<b>{int(row.households):,}</b></div>"
        f'<div class="wr-bar"><span style="width:{100 * int(row.households) / most:.1f}%"></span></div></div>'
        for row in counts.itertuples(index=False)
    )
    st.html("".join(rows))


def _fixes(fixes: pd.DataFrame) -> None:
    st.subheader("What would help most", anchor=False)
    if fixes.empty:
        st.markdown("No single change would bring more visits.")
        return
    rows = []
    for fix in fixes.head(8).itertuples(index=False):
        noun = "household" if fix.households == 1 else "households"
        rows.append(f'<p class="wr-line"><b>{int(fix.households):,} {noun}</b> · {html.escape(str(fix.fix))}</p>')
    st.html("".join(rows))


def _list(session: Session, plan_id: str, frame: pd.DataFrame) -> None:
    st.subheader("The list", anchor=False)
    titles = not_reached.by_reason(frame)["title"].tolist()
    left, right = st.columns([1, 1])
    chosen = left.multiselect("Only these reasons", titles, placeholder="All reasons")
    words = right.text_input("Find a village or a household")
    shown = not_reached.matching(frame, chosen, words)
    st.caption("Choose a row to read why nobody comes and what would help.")
    picked = st.dataframe(
        shown,
        key=f"{_TABLE}.{'|'.join(chosen)}.{words}",
        hide_index=True,
        width="stretch",
        height=height_of(len(shown), 380),
        on_select="rerun",
        selection_mode="single-row",
        column_order=[name for name in _SHOWN if frame[name].ne("").any()],
        column_config={
            "household_id": st.column_config.TextColumn("Household", width=92, help="Its number in your list."),
            "title": st.column_config.TextColumn("Reason", width=160),
            "smallest_fix": st.column_config.TextColumn("Smallest fix", width=400),
            "ward": st.column_config.TextColumn("Ward", width=68),
            "village": st.column_config.TextColumn("Village", width=100),
            "label": st.column_config.TextColumn("Name or description", width=130),
            "sentence": st.column_config.TextColumn("Why", width="large"),
        },
    )
    rows = picked["selection"]["rows"]
    if rows and rows[0] < len(shown):
        _one(session, plan_id, shown.iloc[rows[0]])
    st.download_button(
        f"Download these {len(shown):,} (CSV)",
        lambda: not_reached.as_csv(shown),
        "not_reached.csv",
        "text/csv",
        on_click="ignore",
    )


def _one(session: Session, plan_id: str, row: pd.Series) -> None:
    household = str(row["household_id"])
    with st.container(border=True):
        title = " · ".join(part for part in (str(row["label"]), household, str(row["village"])) if part)
        st.markdown(f"**{literal(title)}**")
        st.markdown(f"**{row['title']}.** {literal(row['sentence'])}")
        if row["smallest_fix"]:
            st.markdown(f"**The smallest fix:** {literal(row['smallest_fix'])}")
        plan = load(session, plan_id)
        if household in set(plan.unserved["household_id"]):
            otherwise.draw(session, plan_id, plan, household, reached=False)
        if st.button("Show it on the map", icon=":material/map:"):
            st.session_state[FOCUS], st.session_state[FOUND] = household, None
            go("see_the_plan")


with enter("not_reached") as here:
    st.title("Not reached", anchor=False)
    body(here)

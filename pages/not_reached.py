"""Not reached: the reasons, the fixes that serve the most households, and the list."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from allocation.fixes import best_fixes
from allocation.plan import Plan
from pages._shared.gate import enter
from pages._shared.navigation import link
from pages._shared.plans import load, plan_or_hint, set_aside
from pages._shared.session import Session
from workflows import not_reached


def body(session: Session) -> None:
    """The page below its title."""
    state = plan_or_hint(session)
    if state is None:
        return
    plan = load(session, state.plan_id)
    frame = not_reached.unserved(plan, set_aside(session, state.plan_id))
    if frame.empty:
        st.success(f"Everybody is reached: all {state.served:,} households get their visit.")
    else:
        st.markdown(f"**{len(frame):,}** households get no visit in **{state.name}**. {state.served:,} do.")
        reasons, fixes = st.columns(2, gap="large")
        with reasons:
            _reasons(frame)
        with fixes:
            _fixes(plan)
        _list(frame)
    st.divider()
    with st.container(horizontal=True):
        link("see_the_plan", "Back to the map")
        link("plan_a_round", "Plan again with something changed")
        link("hand_out", "Next: hand out")


def _reasons(frame: pd.DataFrame) -> None:
    st.subheader("Why")
    counts = not_reached.by_reason(frame)
    st.dataframe(
        counts[["title", "households"]],
        hide_index=True,
        width="stretch",
        column_config={
            "title": "Reason",
            "households": st.column_config.ProgressColumn(
                "Households", format="%d", min_value=0, max_value=int(counts["households"].max())
            ),
        },
    )


def _fixes(plan: Plan) -> None:
    st.subheader("What would help most")
    fixes = best_fixes(plan)
    if fixes.empty:
        st.markdown("No single change would bring more visits.")
    for fix in fixes.head(8).itertuples(index=False):
        noun = "household" if fix.households == 1 else "households"
        st.html(f'<p class="wr-line"><b>{int(fix.households):,} {noun}</b> · {html.escape(str(fix.fix))}</p>')


def _list(frame: pd.DataFrame) -> None:
    st.subheader("The list")
    titles = not_reached.by_reason(frame)["title"].tolist()
    left, right = st.columns([1, 1])
    chosen = left.multiselect("Only these reasons", titles, placeholder="All reasons")
    words = right.text_input("Find a village, a label or an id")
    shown = not_reached.matching(frame, chosen, words)
    st.dataframe(
        shown.drop(columns=["reason"]),
        hide_index=True,
        width="stretch",
        height=380,
        column_config={
            "household_id": "Household",
            "label": "Label",
            "village": "Village",
            "ward": "Ward",
            "title": "Reason",
            "sentence": st.column_config.TextColumn("Why", width="large"),
            "smallest_fix": st.column_config.TextColumn("Smallest fix", width="large"),
        },
    )
    st.download_button(
        f"Download these {len(shown):,} (CSV)",
        lambda: not_reached.as_csv(shown),
        "not_reached.csv",
        "text/csv",
        on_click="ignore",
    )


with enter("not_reached") as here:
    st.title("Not reached")
    body(here)

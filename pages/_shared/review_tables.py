"""The tables beside the review map: the team, the wards, the plan in numbers."""

from __future__ import annotations

import streamlit as st

from workflows.review_facts import ReviewFacts


def team(facts: ReviewFacts, worker_key: str) -> None:
    """The team; choosing a row chooses the fieldworker on the map."""
    st.caption("Choose a row to see that fieldworker on the map. 100 % carries as much as the middle of the team.")
    key = f"{worker_key}_table"

    def choose() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        chosen = str(facts.team["worker_id"].iloc[rows[0]]) if rows else None
        st.session_state[worker_key] = chosen if chosen in facts.workers else None

    st.dataframe(
        facts.team,
        key=key,
        hide_index=True,
        width="stretch",
        height=360,
        on_select=choose,
        selection_mode="single-row",
        column_config={
            "number": st.column_config.NumberColumn("No.", width=50, help="The fieldworker's number on the map."),
            "worker_id": st.column_config.TextColumn("Id", width=60),
            "name": st.column_config.TextColumn("Name", width="medium"),
            "visits": "Visits",
            "days": "Days",
            "hours": st.column_config.NumberColumn("Hours", format="%.1f", help="From leaving home to being home again."),
            "travel_hours": st.column_config.NumberColumn("On the way, h", format="%.1f"),
            "load": st.column_config.NumberColumn("Load", format="%.0f", help="What is carried to the households."),
            "visits_to_median": st.column_config.NumberColumn("Visits, of the middle", format="%.0f %%"),
            "hours_to_median": st.column_config.NumberColumn("Hours, of the middle", format="%.0f %%"),
        },
    )


def wards(facts: ReviewFacts) -> None:
    """One line a ward."""
    st.dataframe(
        facts.lines[["ward", "line"]],
        hide_index=True,
        width="stretch",
        column_config={
            "ward": st.column_config.TextColumn("Ward", width="small"),
            "line": st.column_config.TextColumn("In short", width="large"),
        },
    )


def summary(facts: ReviewFacts) -> None:
    """The plan in a few numbers."""
    for position, (label, value, explained) in enumerate(facts.numbers):
        if position % 2 == 0:
            pair = st.columns(2)
        pair[position % 2].metric(label, value, help=explained)

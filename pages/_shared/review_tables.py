"""The tables beside the review map: the team, the wards, the plan in numbers."""

from __future__ import annotations

import streamlit as st
from workflows.ward_lines import ward_lines
from workflows.worker_table import worker_table

from allocation.plan import Plan
from workflows.map_layers import worker_numbers
from workflows.plan_numbers import plan_numbers


def ward_names(plan: Plan) -> dict[str, str]:
    """Ward id → how it is called."""
    lines = ward_lines(plan)
    return {str(code): str(name) for code, name in zip(lines["ward_id"], lines["ward"], strict=True) if str(code)}


def team(plan: Plan, worker_key: str) -> None:
    """The team; choosing a row chooses the fieldworker on the map."""
    frame = worker_table(plan)
    frame.insert(0, "number", worker_numbers(plan).reindex(frame["worker_id"].astype(str)).to_numpy())
    st.caption(
        "Choose a row to see that fieldworker on the map. The median is the middle of the team: 100 % carries as much as it."
    )
    key = f"{worker_key}_table"

    def choose() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        st.session_state[worker_key] = str(frame["worker_id"].iloc[rows[0]]) if rows else None

    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        width="stretch",
        height=360,
        on_select=choose,
        selection_mode="single-row",
        column_config={
            "number": st.column_config.NumberColumn("On the map", width="small"),
            "worker_id": "Id",
            "name": "Name",
            "visits": "Visits",
            "days": "Days",
            "hours": st.column_config.NumberColumn("Hours", format="%.1f"),
            "travel_hours": st.column_config.NumberColumn("On the way, h", format="%.1f"),
            "load": st.column_config.NumberColumn("Load", format="%.0f"),
            "visits_to_median": st.column_config.NumberColumn("Visits to median", format="percent"),
            "hours_to_median": st.column_config.NumberColumn("Hours to median", format="percent"),
        },
    )


def wards(plan: Plan) -> None:
    """One line a ward."""
    frame = ward_lines(plan)
    st.dataframe(
        frame[["ward", "line"]],
        hide_index=True,
        width="stretch",
        column_config={
            "ward": st.column_config.TextColumn("Ward", width="small"),
            "line": st.column_config.TextColumn("In short", width="large"),
        },
    )


def summary(plan: Plan) -> None:
    """The plan in a few numbers."""
    for label, value, explained in plan_numbers(plan):
        st.metric(label, value, help=explained)

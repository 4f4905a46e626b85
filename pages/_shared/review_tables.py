"""The tables beside the review map: the team, the wards, the plan in numbers."""

from __future__ import annotations

import html

import streamlit as st

from workflows.literal import literal
from workflows.review_facts import ReviewFacts

#: What of the team's table is shown, in this order; the width beside the map, and that of a phone, holds the first five.
_SHOWN = ("number", "name", "visits", "days", "hours_to_median", "hours", "travel_hours", "load", "worker_id")
#: Shown besides where somebody goes together with another.
_TOGETHER = ("together", "with_whom")
_HEIGHT = 430
#: Pairs of fieldworkers that are listed.
_MOST_PAIRS = 12


def height_of(rows: int, most: int = _HEIGHT) -> int:
    """Pixels for a table of so many rows: no empty lines below few, and room to scroll below many."""
    return min(most, 38 + 35 * max(1, rows))


def team(facts: ReviewFacts, worker_key: str) -> None:
    """The team; choosing a row chooses the fieldworker on the map."""
    st.caption(
        "Choose a row to see that fieldworker on the map. 100\u00a0% is as many hours as the middle of the team: half of the "
        "team has more, half has fewer. Whoever works fewer days has fewer hours."
    )
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
        height=height_of(len(facts.team)),
        on_select=choose,
        selection_mode="single-row",
        column_order=(*_SHOWN[:3], *(_TOGETHER if facts.companions else ()), *_SHOWN[3:]),
        column_config={
            "number": st.column_config.NumberColumn("No.", width=36, help="The fieldworker's number on the map."),
            "name": st.column_config.TextColumn("Name", width=96),
            "visits": st.column_config.NumberColumn("Visits", width=52),
            "days": st.column_config.NumberColumn(
                "Days", width=48, help="Days with visits in this plan. Whoever works fewer days has fewer hours."
            ),
            "hours": st.column_config.NumberColumn(
                "Hours", format="%.0f", width=52, help="From leaving home to being home again, all days together."
            ),
            "hours_to_median": st.column_config.NumberColumn(
                "Hours %",
                format="%.0f %%",
                width=66,
                help="Hours against those of the middle of the team: half of the team has more, half has fewer.",
            ),
            "travel_hours": st.column_config.NumberColumn(
                "Travel, h", format="%.1f", width=62, help="Hours on the way, all days together."
            ),
            "load": st.column_config.NumberColumn("Load", format="%.0f", width=50, help="What is carried to the households."),
            "together": st.column_config.NumberColumn(
                "Together", width=66, help="Visits made together with another fieldworker, at the same time."
            ),
            "with_whom": st.column_config.TextColumn("With", width=110, help="Who travels together with this fieldworker."),
            "worker_id": st.column_config.TextColumn("Number in the list"),
        },
    )


def wards(facts: ReviewFacts) -> None:
    """One line a ward."""
    with st.container(height=_HEIGHT, border=False):
        rows = zip(facts.lines["ward"], facts.lines["line"], strict=True)
        lines = (f'<p class="wr-line"><b>{html.escape(ward)}</b> · {html.escape(line)}</p>' for ward, line in rows)
        st.html("".join(lines))


def summary(facts: ReviewFacts) -> None:
    """The plan in a few numbers."""
    with st.container(key="pairs_numbers"):
        for position, (label, value, explained) in enumerate(facts.numbers):
            if position % 2 == 0:
                pair = st.columns(2)
            pair[position % 2].metric(label, value, help=explained)
    if facts.companions:
        st.markdown("**Who travels together**")
        shown = facts.companions[:_MOST_PAIRS]
        more = len(facts.companions) - len(shown)
        lines = [f"- {literal(line)}" for line in shown] + (
            [f"- and {more:,} pairs more; the workbook has them all."] if more else []
        )
        st.markdown("\n".join(lines))

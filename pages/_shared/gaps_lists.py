"""The ranking of areas, from which one goes to a ward on the map, and the households of the chosen ward."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages._shared.gaps_state import open_cell, row_opens
from pages._shared.review_tables import height_of
from workflows import gaps_table, gaps_view, service_gaps
from workflows.gaps_view import Chosen
from workflows.literal import literal
from workflows.service_gaps import Ground, Look

_LEVELS = {"ward": "Wards", "municipality": "Municipalities", "district": "Districts", "province": "Provinces"}
#: Rows of households that are shown; the file holds all.
_MOST = 500


def ranking(base: Ground, seen: Look, measure: str, wards: pd.DataFrame) -> None:
    """The areas of a level, worst first; a row of the wards leads to the ward on the map."""
    level = "ward"
    if len(base.levels) > 1:
        level = str(
            st.segmented_control("Rank", base.levels, format_func=_LEVELS.get, default="ward", key="gaps_level") or "ward"
        )
    shown = gaps_view.ranking(wards if level == "ward" else gaps_table.table(base, seen, measure, level))
    how = gaps_table.MEASURES[measure]
    title = _LEVELS[level] if base.called == "ward" else base.called
    st.markdown(f"**{literal(title)}, worst first:** {how.title.lower()}")
    if len(shown) > 1:
        st.caption(
            "Ranked by the share drawn towards that of all: of many households it stays what it is, of few it moves, so that one "
            "household of two leads no list." + (" Choose a row to see it on the map." if level == "ward" else "")
        )
    key = f"gaps_ranking.{level}"

    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        width="stretch",
        height=height_of(len(shown), 330),
        on_select=row_opens(key, shown["area_id"].astype(str).tolist()) if level == "ward" else "ignore",
        selection_mode="single-row",
        column_order=[name for name in shown.columns if name != "area_id" and (name != "Note" or shown["Note"].ne("").any())],
        column_config={
            "Area": st.column_config.TextColumn("Area", width=84 if base.called == "ward" else 130),
            "Share": st.column_config.NumberColumn(
                "Share", format="%.1f %%", width=62, help=f"Share of the {how.whom} that {how.what}."
            ),
            "Ranked by": st.column_config.NumberColumn(
                "Ranked by",
                format="%.1f %%",
                width=84,
                help="The share drawn towards that of all, the more so the fewer households it rests on. The list follows it.",
            ),
            "Count": st.column_config.NumberColumn("Number", width=70),
            "Of": st.column_config.NumberColumn("Of", width=58, help="Households that the share is of."),
            "Note": st.column_config.TextColumn("Note", width=130),
            **{title: st.column_config.NumberColumn(title, width=118) for title in gaps_view.SHORT.values()},
        },
    )


def unknown_places(base: Ground, seen: Look) -> None:
    """The households with this need whose place nobody knows, wherever they are listed."""
    homes = gaps_table.lost(base, seen)
    if homes.empty:
        return
    with st.expander(f"Need it, place unknown: {len(homes):,} households"):
        st.caption(
            "Whether a service is in reach of them cannot be said, so they count as neither. Give them a place, or a village, "
            "under Bring lists."
        )
        shown = gaps_view.homes_table(homes.head(_MOST))
        filled = [column for column in ("village", "label") if shown[column].ne("").any()]
        st.dataframe(
            shown[["household_id", *filled]],
            hide_index=True,
            width="stretch",
            height=height_of(min(len(homes), _MOST), 260),
            column_config={"household_id": "Household", "village": "Village", "label": "Name or description"},
        )
        st.download_button(
            f"Download these {len(homes):,} (CSV)",
            lambda: gaps_view.homes_csv(homes),
            "households_place_unknown.csv",
            "text/csv",
            on_click="ignore",
        )


def households(base: Ground, homes: pd.DataFrame, chosen: Chosen) -> None:
    """The households of the chosen ward, or of the open cell in it, as :func:`workflows.gaps_table.homes_of` gives them."""
    ward, cell = chosen.ward, chosen.cell
    name = base.names["ward"].get(ward, ward)
    st.subheader(f"Households of {name}{', in the open cell' if cell else ''}", anchor=False)
    shown = gaps_view.homes_table(homes.head(_MOST))
    more = f" The first {_MOST} of {len(homes):,}; the file has all." if len(homes) > _MOST else ""
    st.caption(f"Those with a need and no service in reach first. Choose a row to see the household on the map.{more}")
    key = f"gaps_homes.{ward}.{cell}"

    def go() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows and rows[0] < len(shown):
            household = str(shown["household_id"].iloc[rows[0]])
            open_cell(service_gaps.cell_of(base, household), household)

    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        width="stretch",
        height=height_of(len(shown), 330),
        on_select=go,
        selection_mode="single-row",
        column_order=[column for column in shown.columns if column not in {"village", "label"} or shown[column].ne("").any()],
        column_config={
            "household_id": st.column_config.TextColumn("Household", width=120, help="Its number in your list."),
            "state": st.column_config.TextColumn("This service", width=140),
            "minutes": st.column_config.NumberColumn("Minutes", format="%.0f", width=66, help="To the nearest point, one way."),
            "point": st.column_config.TextColumn("Nearest point", width=160),
            "village": st.column_config.TextColumn("Village", width=120),
            "label": st.column_config.TextColumn("Name or description", width=150),
        },
    )
    st.download_button(
        f"Download these {len(homes):,} (CSV)",
        lambda: gaps_view.homes_csv(homes),
        "households_gaps.csv",
        "text/csv",
        on_click="ignore",
    )

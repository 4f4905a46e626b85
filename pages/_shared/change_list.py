"""The list of changes between two plans: by fieldworker and by kind, with the reasons, to look at and to hand out."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from allocation.plan import Plan
from pages._shared.offer import offer
from pages._shared.review_tables import height_of
from pages._shared.session import Session
from workflows import change_list
from workflows.compare_plans import changes_book, changes_pages


def draw(session: Session, key: str, plan: Plan, table: pd.DataFrame, *, reasons: bool = True) -> str:
    """The list, with the files to hand out; the household of the row that was chosen, else "".

    Parameters
    ----------
    session : Session
        Whose plan it is.
    key : str
        Of both plans, for widgets and files.
    plan : Plan
        As it is now.
    table : DataFrame
        Columns :data:`allocation.changes.CHANGES`.
    reasons : bool
        Whether there are reasons: of two plans that were made for themselves there are none.
    """
    if table.empty:
        st.markdown("Nothing has changed.")
        return ""
    people, kinds = change_list.people(plan, table), change_list.kinds(table)
    left, right = st.columns(2)
    who = left.selectbox(
        "Whose changes?", list(people), None, format_func=people.get, placeholder="Everybody's", key=f"changes.{key}.who"
    )
    what = right.selectbox(
        "Which changes?", list(kinds), None, format_func=kinds.get, placeholder="All of them", key=f"changes.{key}.what"
    )
    rows = change_list.shown(plan, change_list.chosen(table, who, what))
    picked = st.dataframe(
        rows,
        key=f"changes.{key}.{who}.{what}",
        hide_index=True,
        width="stretch",
        height=height_of(len(rows), 420),
        on_select="rerun",
        selection_mode="single-row",
        column_order=["Household", "What", "Was", "Now", *(["Why"] if reasons else [])],
        column_config={
            "Household": st.column_config.TextColumn("Household", width=110),
            "What": st.column_config.TextColumn("What", width=170),
            "Was": st.column_config.TextColumn("Was", width=190),
            "Now": st.column_config.TextColumn("Now", width=190),
            "Why": st.column_config.TextColumn("Why", width=380),
        },
    )
    with st.container(horizontal=True):
        st.download_button(
            f"Download these {len(rows):,} (CSV)",
            lambda: change_list.as_csv(rows),
            "changes.csv",
            "text/csv",
            on_click="ignore",
            key=f"changes.{key}.csv",
        )
        _files(session, key, plan, table)
    chosen = picked["selection"]["rows"]
    return str(rows["household_id"].iloc[chosen[0]]) if chosen and chosen[0] < len(rows) else ""


def _files(session: Session, key: str, plan: Plan, table: pd.DataFrame) -> None:
    fictional = session.workspace.fictional
    offer(
        "changes_pdf",
        key,
        "Make a page for each fieldworker concerned (PDF)",
        "changes.pdf",
        lambda: changes_pages(plan, table, fictional) or b"",
    )
    offer("changes_xlsx", key, "Make the workbook of changes", "changes.xlsx", lambda: changes_book(plan, table, fictional))

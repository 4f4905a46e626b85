"""The list of changes between two plans: by fieldworker and by kind, with the reasons, to look at and to hand out."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from allocation.plan import Plan
from pages._shared import figures
from pages._shared.offer import offer
from pages._shared.review_tables import height_of
from pages._shared.session import Session
from workflows import change_list
from workflows.compare_plans import changes_book, changes_pages
from workflows.literal import literal

#: Most changes that a phone shows one below the other.
_ON_PHONE = 60


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
    heads = ["Household", "What", "Was", "Now", *(["Why"] if reasons else [])]
    with st.container(key=f"phone_changes_{key}"):
        # A table of columns shows two of them on a phone: there each change is a block of lines.
        figures.table(heads, rows[heads].head(_ON_PHONE).itertuples(index=False), wide=True)
        if len(rows) > _ON_PHONE:
            st.caption(f"The first {_ON_PHONE} of {len(rows):,}. Choose whose changes, or download the list for all of them.")
    with st.container(key=f"desk_changes_{key}"):
        chosen = _table(rows, heads, f"changes.{key}.{who}.{what}")
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
    if chosen is None or chosen >= len(rows):
        return ""
    one = rows.iloc[chosen]
    lines = [f"**{literal(one['Household'])}** · {one['What']}", f"Was: {literal(one['Was'])}", f"Now: {literal(one['Now'])}"]
    st.markdown("  \n".join([*lines, *([literal(one["Why"])] if reasons and one["Why"] else [])]))
    return str(one["household_id"])


def _table(rows: pd.DataFrame, heads: list[str], key: str) -> int | None:
    """The list for a wide screen; the row that was chosen."""
    picked = st.dataframe(
        rows,
        key=key,
        hide_index=True,
        width="stretch",
        height=height_of(len(rows), 420),
        on_select="rerun",
        selection_mode="single-row",
        column_order=heads,
        column_config={
            "Household": st.column_config.TextColumn("Household", width=110),
            "What": st.column_config.TextColumn("What", width=170),
            "Was": st.column_config.TextColumn("Was", width=190),
            "Now": st.column_config.TextColumn("Now", width=190),
            "Why": st.column_config.TextColumn("Why", width=380),
        },
    )
    chosen = picked["selection"]["rows"]
    return int(chosen[0]) if chosen else None


def _files(session: Session, key: str, plan: Plan, table: pd.DataFrame) -> None:
    fictional = session.workspace.fictional
    offer(
        "changes_pdf",
        key,
        "Make the fieldworkers' pages (PDF)",
        "changes.pdf",
        lambda: changes_pages(plan, table, fictional) or b"",
    )
    offer("changes_xlsx", key, "Make the workbook of changes", "changes.xlsx", lambda: changes_book(plan, table, fictional))

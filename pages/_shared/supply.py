"""Hours asked for and hours there, before anybody presses Plan."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from pages._shared.session import Session
from workflows import kept_roads
from workflows.plan_job import TABLES
from workflows.round_draft import Draft
from workflows.supply_check import Supply, check


def show_supply(session: Session, draft: Draft) -> None:
    """Say whether the team's hours suffice, by skill, language and ward, and whom nobody can visit."""
    st.subheader("Do the hours suffice?", anchor=False)
    revisions = (*(session.workspace.revision(table) for table in TABLES), kept_roads.revision(session.workspace))
    with st.spinner("Counting hours …", show_time=False):
        supply = _cached(session.key, revisions, json.dumps(draft, sort_keys=True), session)
    (st.success if supply.suffices else st.warning)("  \n".join((f"**{supply.headline}**", *supply.more)))
    with st.container(key="pairs_supply"):
        columns = st.columns(3)
    for column, (label, value, explained) in zip(columns, supply.numbers, strict=True):
        column.metric(label, value, help=explained)
    if supply.tables:
        with st.expander("By skill, language and ward"):
            for title, frame in supply.tables:
                st.markdown(f"**{title}**")
                st.dataframe(frame, hide_index=True, width="stretch")
    _nobody(supply.nobody)


def _nobody(nobody: pd.DataFrame) -> None:
    if len(nobody):
        with st.expander(f"Households that nobody can visit ({len(nobody):,})"):
            st.dataframe(nobody, hide_index=True, width="stretch", height=260)


@st.cache_data(max_entries=16, show_spinner=False)
def _cached(key: str, revisions: tuple[str, ...], draft_text: str, _session: Session) -> Supply:
    # Kept by workspace, by what the lists hold and by the draft; the session itself does not count.
    return check(_session.workspace, json.loads(draft_text))

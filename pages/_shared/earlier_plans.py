"""The kept plans, and the way back to one of them."""

from __future__ import annotations

import streamlit as st

from pages._shared.navigation import link
from pages._shared.session import Session
from workflows.literal import literal
from workflows.plan_choice import PlanEntry, kept_plans, use_plan


def draw(session: Session) -> None:
    """The list, closed until somebody wants it; nothing where there is one plan only."""
    entries = kept_plans(session.workspace)
    if len(entries) < 2:
        return
    with st.expander(f"Earlier plans ({len(entries) - 1})"):
        st.caption("Every plan is kept. Map, list and sheets show the one in use; the next plan you make takes its place.")
        link("compare_plans", "Compare two of them")
        for entry in entries:
            _row(session, entry)


def _row(session: Session, entry: PlanEntry) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{literal(entry.name)}** · {entry.made} · reaches {entry.served:,} of {entry.asked:,}")
        if entry.in_use:
            st.markdown(":green[✓ in use]", width="content")
        else:
            st.button(
                "Use this plan", key=f"use_plan_{entry.plan_id}", on_click=use_plan, args=(session.workspace, entry.plan_id)
            )

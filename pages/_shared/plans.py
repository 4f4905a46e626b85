"""The plan that is looked at: read once for each plan and workspace, and what is said where there is none."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from allocation.plan import Plan
from pages._shared.navigation import link
from pages._shared.session import Session
from workflows.map_layers import plan_payload
from workflows.overview import PlanState, missing_lists, plan_state
from workflows.two_plans import TwoPlans, two_plans


def plan_or_hint(session: Session) -> PlanState | None:
    """The plan's state; where there is none, what to do next is said and None comes back."""
    state = plan_state(session.workspace)
    if state is None:
        missing = missing_lists(session.workspace)
        st.info(f"There is no plan yet. Wardround first needs {missing}." if missing else "There is no plan yet.")
        link("bring_lists", "Bring lists") if missing else link("plan_a_round", "Plan a round")
        return None
    if state.stale:
        st.warning("The lists have changed since this plan was made. It shows the lists as they were then.")
        link("plan_a_round", "Plan again")
    return state


def load(session: Session, plan_id: str) -> Plan:
    """The plan with its inputs, kept in memory by workspace and plan; nobody changes it."""
    return _plan(session.key, plan_id, session)


def set_aside(session: Session, plan_id: str) -> pd.DataFrame:
    """Rows of the household list that stood aside when the plan was made."""
    return session.workspace.plan_quarantined(plan_id)


def map_of(session: Session, plan_id: str, plan: Plan) -> str:
    """The review map of a plan, drawn once for all pages and visitors."""
    return _payload(session.key, plan_id, session, plan)


def both_plans(session: Session, first: str, second: str) -> TwoPlans:
    """Two plans beside each other, kept in memory: kept plans never change, and this is changed by nobody."""
    return _both(session.key, first, second, session)


@st.cache_resource(max_entries=4, show_spinner="Laying the plans side by side …")
def _both(key: str, first: str, second: str, _session: Session) -> TwoPlans:
    return two_plans(_session.workspace, first, second)


@st.cache_data(max_entries=8, show_spinner="Drawing the map …")
def _payload(key: str, plan_id: str, _session: Session, _plan: Plan) -> str:
    return plan_payload(_session.workspace, _plan)


@st.cache_resource(max_entries=4, show_spinner="Opening the plan …")
def _plan(key: str, plan_id: str, _session: Session) -> Plan:
    # Plans never change once kept, so the id stands for the content.
    return _session.workspace.plan(plan_id)

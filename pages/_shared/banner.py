"""The reminder that the demonstration is made up."""

from __future__ import annotations

import streamlit as st

from pages._shared.session import Session


def draw_banner(session: Session) -> None:
    """Say on every page of a fictional workspace that nobody in it is real."""
    if session.workspace.fictional:
        st.html(
            '<div class="wr-banner"><b>Demonstration.</b> This municipality is made up: no ward, household or fieldworker '
            "in it is real.</div>"
        )

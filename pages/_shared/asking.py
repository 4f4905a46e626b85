"""A long question about a plan on a page: the button, the progress, a way to end it, and the answer."""

from __future__ import annotations

import streamlit as st

from pages._shared.guard import fragment
from pages._shared.session import Session
from workflows import inquiry
from workflows.literal import literal


def asked(session: Session, kind: str, plan_id: str, label: str, *, seconds: float = 0, about: str = "") -> inquiry.Answer | None:
    """Draw the question; its answer once there is one.

    Parameters
    ----------
    session : Session
        Whose plan it is.
    kind, plan_id, seconds
        As of :func:`workflows.inquiry.ask`.
    label : str
        On the button.
    about : str
        How long it takes, beside the button.
    """
    standing = inquiry.stand(session.workspace, kind, plan_id)
    if standing.state == "running":
        watch(session, kind, plan_id)
        return None
    if standing.state == "failed":
        st.error(literal(standing.message))
    if standing.answer is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            arguments = (session.workspace, kind, plan_id, seconds)
            st.button(label, key=f"ask.{kind}", on_click=inquiry.ask, args=arguments, icon=":material/calculate:")
            if about:
                st.caption(about)
    return standing.answer


@fragment(run_every=1.0)
def watch(session: Session, kind: str, plan_id: str) -> None:
    """How far a question at work is; the page is drawn anew once it is answered."""
    standing = inquiry.stand(session.workspace, kind, plan_id)
    if standing.state != "running":
        st.rerun()
    share = standing.done / standing.steps if standing.steps else 0.0
    steps = f"Step {standing.done + 1} of {standing.steps}: {standing.what}" if standing.steps else "Beginning …"
    st.progress(min(1.0, share), literal(steps))
    if standing.stopping:
        st.markdown("**Ending.** What is known by now will be shown.")
    else:
        st.button(
            "End it here and show what is known", key=f"end.{kind}", on_click=inquiry.end, args=(session.workspace, kind, plan_id)
        )
    st.caption("You may leave this page or close the browser: the work goes on, and this page finds it again.")

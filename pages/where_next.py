"""Where next: where new service points, venues and homes should be, and what each of them changes."""

from __future__ import annotations

import streamlit as st

from pages._shared import where_points, where_stops, where_together, where_venues
from pages._shared.gate import enter
from pages._shared.guard import fragment
from pages._shared.navigation import link
from pages._shared.session import Session
from workflows import where_next

#: What may be asked → as the page says it; each shows only what it needs.
QUESTIONS = {
    "points": "One more point, two, three: clinic, school, pay point …",
    "venues": "A venue for each ward's war room",
    "together": "One point for many services, or a point for each",
    "stops": "Stops of a mobile clinic or a campaign, with their dates",
    "worker": "The village in which the next community worker should live",
}


def body(session: Session) -> None:
    """The page below its title."""
    missing = where_next.missing(session.workspace)
    if missing:
        st.info(f"This page looks for places near where people live. It still needs: **{', '.join(missing).lower()}**.")
        link("bring_lists", "Bring lists")
        return
    _where(session)
    st.divider()
    with st.container(horizontal=True):
        link("service_gaps", "Service gaps")
        link("bring_lists", "Bring other lists")


@fragment()
def _where(session: Session) -> None:
    """All of it, in a fragment: a moved slider runs nothing else of the page."""
    asked = st.selectbox("What are you looking for?", list(QUESTIONS), format_func=QUESTIONS.get, key="where_question")
    if asked == "venues":
        where_venues.draw(session)
    elif asked == "stops":
        where_stops.draw(session)
    elif asked == "together":
        where_together.draw(session)
    else:
        where_points.draw(session, str(asked))


with enter("where_next") as here:
    st.title("Where next", anchor=False)
    body(here)

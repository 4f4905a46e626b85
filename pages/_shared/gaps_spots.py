"""Wards that stand out together: the question, how far it is, and what was found."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.maps.gaps_view import SPOTS
from pages._shared.asking import watch
from pages._shared.gaps_state import row_opens
from pages._shared.review_tables import height_of
from pages._shared.session import Session
from workflows import gaps_spots, inquiry
from workflows.gaps_table import MEASURES
from workflows.gaps_view import Coloured
from workflows.literal import literal
from workflows.service_gaps import Ground


def asked(session: Session, base: Ground, rows: pd.DataFrame, measure: str) -> pd.DataFrame | None:
    """Draw the question of this share; what was found, once it is there."""
    how = MEASURES[measure]
    subject = gaps_spots.subject(base, rows)
    standing = inquiry.stand(session.workspace, gaps_spots.KIND, subject)
    if standing.state == "running":
        watch(session, gaps_spots.KIND, subject)
        return None
    if standing.state == "failed":
        st.error(literal(standing.message))
    if standing.answer is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Find where they stand out",
                key="gaps_spots_ask",
                on_click=gaps_spots.begin,
                args=(session.workspace, base, rows),
                icon=":material/calculate:",
                type="primary",
            )
            st.caption(f"By the share of the {how.whom} that {how.what}. Takes some ten seconds.")
        return None
    found = gaps_spots.found_in(standing.answer)
    for line in gaps_spots.lines(found, {code: literal(name) for code, name in base.names["ward"].items()}, how):
        st.markdown(line)
    return found


def meaning() -> None:
    """What the words mean, for whoever asks."""
    with st.expander("What does standing out together mean?"):
        st.markdown(gaps_spots.WHAT_IT_MEANS)


def coloured(found: pd.DataFrame) -> Coloured:
    """The map of what was found."""
    return Coloured("How many, beside those around", lambda wards: gaps_spots.on_map(found, wards), list(SPOTS.values()))


def listed(base: Ground, found: pd.DataFrame) -> None:
    """The wards, those that stand out first; a row leads to the ward on the map."""
    shown = gaps_spots.listed(found, base.names["ward"])
    key = "gaps_spots_list"

    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        width="stretch",
        height=height_of(len(shown), 460),
        on_select=row_opens(key, shown["area_id"].astype(str).tolist()),
        selection_mode="single-row",
        column_order=["Area", "What", "Share", "Neighbours"],
        column_config={
            "Area": st.column_config.TextColumn("Area", width=90 if base.called == "ward" else 130),
            "What": st.column_config.TextColumn("Beside those around", width=160),
            "Share": st.column_config.NumberColumn("Share", format="%.1f %%", width=66, help="Drawn towards that of all."),
            "Neighbours": st.column_config.NumberColumn("Beside", width=66, help="Wards that touch it and of which it is known."),
        },
    )

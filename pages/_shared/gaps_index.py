"""One index of several figures: the sliders of the weights, and the ranking with how sure it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from geo.errors import InputProblems
from geo.gaps.composite import Robustness
from geo.maps.gaps_view import INDEXES, UNKNOWN
from pages._shared.gaps_state import brought_of, row_opens
from pages._shared.guard import show_problems
from pages._shared.review_tables import height_of
from pages._shared.session import Session
from workflows import gaps_index
from workflows.gaps_view import Coloured
from workflows.literal import literal
from workflows.service_gaps import Ground

#: Weight of a figure that has just been chosen, and the most.
_WEIGHT, _MOST = 5, 10
#: Letters of a name that need a wider column.
_LONG = 9


def weighed(session: Session, base: Ground, minutes: float) -> pd.DataFrame:
    """Draw the figures and their sliders; the index of the wards, empty while nothing is weighed."""
    own = _own(session) if base.called == "ward" else None
    names = gaps_index.names(base, own)
    kept = [name for name in st.session_state.get("gaps_index_figures", []) if name in names]
    if "gaps_index_figures" in st.session_state and kept != st.session_state["gaps_index_figures"]:
        st.session_state["gaps_index_figures"] = kept
    first = {} if "gaps_index_figures" in st.session_state else {"default": gaps_index.first(base)}
    chosen = st.multiselect(
        "Figures in the index",
        list(names),
        format_func=names.get,
        key="gaps_index_figures",
        placeholder="Choose figures",
        help="Shares of each service by ward, whom the last plan does not reach, and figures that you brought.",
        **first,
    )
    weights = {}
    places = st.columns(min(3, max(1, len(chosen))), gap="medium")
    for at, name in enumerate(chosen):
        with places[at % len(places)]:
            weight = st.slider(literal(names[name]), 0, _MOST, _WEIGHT, key=f"gaps_weight.{name}")
            theirs = own is not None and name in own.columns
            better = theirs and st.checkbox("More is better", key=f"gaps_better.{name}")
            weights[name] = -float(weight) if better else float(weight)
    if not any(weights.values()):
        st.info("Choose at least one figure, and give it a weight above 0.")
    used = {name: weight for name, weight in weights.items() if weight}
    found = gaps_index.figures(base, minutes, list(used), own)
    same = gaps_index.same_everywhere(found)
    if same:
        told = ", ".join(literal(names[name]) for name in same)
        st.info(f"{told}: the same everywhere, or different by no more than chance would have it. So it counts 0 in the index.")
    return gaps_index.weighed(base, found, used)


def _own(session: Session) -> pd.DataFrame | None:
    try:
        return brought_of(session)
    except InputProblems as error:
        show_problems(error)
        return None


def meaning() -> None:
    """What the words mean, for whoever asks."""
    with st.expander("What does the index say, and how sure is the ranking?"):
        st.markdown(gaps_index.WHAT_IT_MEANS)


def coloured(found: pd.DataFrame) -> Coloured:
    """The map of the index."""
    classes = [*((colour, label) for _, colour, label in INDEXES), UNKNOWN]
    return Coloured("Index, 100 the worst", lambda wards: gaps_index.on_map(found, wards), classes)


def listed(found: pd.DataFrame) -> None:
    """The wards, the worst first; a row leads to the ward on the map."""
    shown = gaps_index.listed(found)
    key = "gaps_index_list"

    st.markdown("**Worst first**")
    # Of five areas each is among the worst five.
    sure = ["Among the worst five"] if found["rank"].notna().sum() > Robustness().worst else []
    long = bool(found["name"].str.len().max() > _LONG)
    partly = bool(np.less(found["known"].to_numpy(dtype=float), 1).any())
    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        width="stretch",
        height=height_of(len(shown), 460),
        on_select=row_opens(key, shown["area_id"].astype(str).tolist()),
        selection_mode="single-row",
        column_order=["Place", "Area", "Index", *sure, "Places", *(["Known"] if partly else [])],
        column_config={
            "Place": st.column_config.NumberColumn("Place", format="%d", width=56, help="Equals share the better place."),
            "Area": st.column_config.TextColumn("Area", width=130 if long else 84),
            "Index": st.column_config.NumberColumn("Index", format="%.1f", width=60),
            "Among the worst five": st.column_config.NumberColumn(
                "Worst five",
                format="%.0f %%",
                width=82,
                help="How often it is among the worst five of a thousand other weightings, each weight between half and double.",
            ),
            "Places": st.column_config.TextColumn("Places", width=74, help="Between which places it stands nine times of ten."),
            "Known": st.column_config.NumberColumn(
                "Known", format="%.0f %%", width=66, help="Share of the weight that is known."
            ),
        },
    )
    st.download_button(
        "Index (composite.csv)", lambda: gaps_index.index_csv(found), "composite.csv", "text/csv", on_click="ignore"
    )

"""How a file was read: what a person may set otherwise, and which municipalities of a large layer to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.intake.result import Answers, Intake
from workflows import intake_knobs

if TYPE_CHECKING:
    from pages._shared.bringing import Bringing


def draw(intake: Intake, current: Bringing, slot: str) -> Answers | None:
    """New answers where somebody set something; nothing is drawn where there is nothing to set."""
    found = intake_knobs.knobs(intake, current.answers)
    if not found:
        return None
    key = f"{slot}.{current.generation}.knob"
    with st.expander("**How the file was read**: change it if it is wrong", expanded=intake.rejected):
        values = {knob.name: _value(knob, f"{key}.{knob.name}") for knob in found}
        if st.button("Read again so", key=f"{key}.ok"):
            return intake_knobs.turned(current.answers, values)
    return None


def _value(knob: intake_knobs.Knob, key: str) -> str:
    if not knob.options:
        return str(st.text_input(knob.label, value=knob.value, key=key))
    labels = dict(knob.options)
    values = list(labels)
    place = values.index(knob.value) if knob.value in labels else 0
    return str(st.radio(knob.label, values, index=place, format_func=labels.get, key=key))


def draw_numbering(intake: Intake, current: Bringing, slot: str) -> Answers | None:
    """An offer to number the rows of a list that has no ids."""
    ids = intake_knobs.first_ids(intake)
    if not ids:
        return None
    with st.container(border=True):
        if intake.table == "wards":
            st.markdown(
                f"**The wards have no codes.** Wardround can make them of the municipality and the number of each ward: {ids}. "
                "Codes of the Municipal Demarcation Board are better where you have them: other offices use them too."
            )
        else:
            st.markdown(
                f"**The list has no column of ids.** Wardround can number the rows in their order: {ids}. If rows are put in, "
                "taken out or sorted later, bring the list with those ids in it, or the numbers go to other people."
            )
        if st.button("Number the rows for me", type="primary", key=f"{slot}.{current.generation}.number"):
            return intake_knobs.turned(current.answers, {"number_rows": "true"})
    return None


def draw_municipalities(intake: Intake, current: Bringing, slot: str) -> Answers | None:
    """A choice among the municipalities of a ward layer that holds several."""
    names = intake_knobs.municipalities(intake)
    if len(names) < 2:
        return None
    key = f"{slot}.{current.generation}.municipalities"
    with st.container(border=True):
        st.markdown(f"**The file holds wards of {len(names):,} municipalities.** Choose yours, or keep them all.")
        codes = st.multiselect(
            "Municipalities", list(names), format_func=names.get, key=key, placeholder="All", label_visibility="collapsed"
        )
        if codes and st.button("Leave the others out", key=f"{key}.ok"):
            return intake_knobs.only_these(current.answers, intake, codes)
    return None

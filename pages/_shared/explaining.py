"""Words where numbers or words of ours are wanted: explained once for the whole list, or left out with their column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.intake.result import Answers, Intake
from workflows import intake_words
from workflows.literal import literal

if TYPE_CHECKING:
    from geo.tables import Column
    from pages._shared.bringing import Bringing


def draw(intake: Intake, current: Bringing) -> Answers | None:
    """A box for each column that sets many rows aside; new answers where somebody has decided."""
    decided = None
    for item in intake_words.unread(intake):
        with st.container(border=True):
            decided = _column(intake, current, item) or decided
    return decided


def _column(intake: Intake, current: Bringing, item: intake_words.Unread) -> Answers | None:
    key = f"{current.upload.path.name}.{current.generation}.explain.{item.column.name}"
    every = "all" if item.rows == intake.source.rows else f"{item.rows:,} of {intake.source.rows:,}"
    st.markdown(f"**The column {literal(item.heading)} sets {every} rows aside.** {_wanted(item)}")
    meaning = {}
    if item.words:
        with st.container(horizontal=True):
            for place, (word, rows) in enumerate(item.words.items()):
                label = f"{literal(word)} ({rows:,} {'row' if rows == 1 else 'rows'})"
                meaning[word] = _meaning(item.column, word, label, f"{key}.{place}")
    with st.container(horizontal=True):
        if meaning and st.button("Read the words so", type="primary", key=f"{key}.ok", disabled=not any(meaning.values())):
            return intake_words.explained(current.answers, item.column.name, {w: v for w, v in meaning.items() if v})
        if item.may_go and st.button("Read the list without this column", key=f"{key}.without"):
            return intake_words.without(current.answers, intake, item)
    return None


def _wanted(item: intake_words.Unread) -> str:
    """What is wanted in the column, and what to do."""
    column = item.column
    if not item.words:
        return "If the list can do without it, leave the column out."
    if column.kind == "number":
        high = min(column.high, column.likely_high)
        wanted = f"Numbers from {column.low:g} to {high:g} are wanted: say what each word means."
    elif column.kind == "flag":
        wanted = "Yes or no is wanted: say what each word means."
    else:
        wanted = f"One of our words is wanted ({', '.join(column.choices)}): say what each of yours means."
    # Some helps begin with the range, which has been said.
    return wanted if column.help[:1].isdigit() else f"{wanted} {column.help}"


def _meaning(column: Column, word: str, label: str, key: str) -> str:
    proposed = intake_words.proposed(column, word)
    if column.kind == "number":
        high = min(column.high, column.likely_high)
        start = float(proposed) if proposed else None
        value = st.number_input(label, float(column.low), float(high), start, 5.0, "%g", key, width=190)
        return "" if value is None else f"{value:g}"
    options = column.choices if column.kind == "choice" else ("yes", "no")
    return st.selectbox(label, options, index=None, placeholder="Choose", key=key, width=190) or ""

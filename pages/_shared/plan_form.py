"""The form that states a round: four questions, and everything else under "More"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from pages._shared.session import Session
from workflows.availability import DayCount, day_count, team
from workflows.literal import literal
from workflows.need_skills import NEED, SKILL, known_skills, need_skills, need_table
from workflows.round_draft import Draft, carried_over, remember, value_of, with_usual_values, with_value
from workflows.round_knobs import MINUTES, MORE, NEEDS_LABEL, WARDS_LABEL, WEIGHT_WORDS, WISHES, Knob

_VERSION = "round_form_version"


def start_afresh() -> None:
    """Let every field take its value from the draft again."""
    st.session_state[_VERSION] = st.session_state.get(_VERSION, 0) + 1


def ask(session: Session, draft: Draft) -> Draft:
    """Draw the form; the draft as it reads now."""
    left, right = st.columns(2, gap="large")
    with left:
        draft = _which_days(draft)
        draft = _who(session, draft)
        draft = _minutes(draft)
    with right:
        draft = _what_first(draft)
    changes = st.container()
    with st.expander("More: everything else, each with its usual value and the reason"):
        draft = _more(session, draft)
    _carried_over(session, changes, draft)
    return draft


def _carried_over(session: Session, place: st.delta_generator.DeltaGenerator, draft: Draft) -> None:
    """What differs from the usual under "More" is said while that is closed, with the way back."""
    named = carried_over(draft)
    if not named:
        return
    noun = "setting is" if len(named) == 1 else "settings are"
    with place, st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":orange[**{len(named)} {noun} not as usual under More:**] {literal(', '.join(named))}.")
        st.button("Back to the usual values", key=_key("usual"), on_click=_usual, args=(session, draft))


def _usual(session: Session, draft: Draft) -> None:
    remember(session.workspace, with_usual_values(draft))
    start_afresh()


def _key(name: str) -> str:
    return f"round.{st.session_state.get(_VERSION, 0)}.{name}"


def _unedited(key: str, frame: pd.DataFrame) -> pd.DataFrame:
    """What an editor of this key began with: it must not be fed its own output, and begins anew when the page is left."""
    start = f"{key}.start"
    if key not in st.session_state or start not in st.session_state:
        st.session_state[start] = frame
    return st.session_state[start]


def _which_days(draft: Draft) -> Draft:
    st.subheader("1 · Which days?", anchor=False)
    first_column, last_column = st.columns(2)
    for column, key, label in ((first_column, "first_day", "First day"), (last_column, "last_day", "Last day")):
        day = column.date_input(
            label, dt.date.fromisoformat(str(draft["round"][key])), key=_key(f"round.{key}"), format="YYYY-MM-DD"
        )
        if isinstance(day, dt.date):
            draft = with_value(draft, "round", key, day.isoformat())
    st.caption(_days_line(day_count(draft)))
    return draft


def _days_line(days: DayCount | None) -> str:
    if days is None:
        return "The last day must not lie before the first."
    closed = f" Closed: {'; '.join(days.closed)}." if days.closed else ""
    return f"{days.working} days from Monday to Friday.{closed}"


def _who(session: Session, draft: Draft) -> Draft:
    st.subheader("2 · Who is available?", anchor=False)
    everyone = team(session.workspace)
    chosen = draft["round"].get("workers")
    everybody = f"Everybody ({len(everyone)})"
    choice = st.radio(
        "Who is available?",
        [everybody, "Some of them"],
        index=0 if chosen is None else 1,
        key=_key("round.workers"),
        horizontal=True,
        label_visibility="collapsed",
        help="Days and hours of each come from the list of fieldworkers.",
    )
    if choice == everybody:
        return with_value(draft, "round", "workers", None)
    shown = everyone.assign(available=everyone["worker_id"].isin(everyone["worker_id"] if chosen is None else chosen))
    key = _key(f"round.workers.{session.workspace.revision('fieldworkers')}")
    edited = st.data_editor(
        _unedited(key, shown[["available", *everyone.columns]]),
        key=key,
        hide_index=True,
        height=260,
        disabled=list(everyone.columns),
        column_config={
            "available": st.column_config.CheckboxColumn("Available", width="small"),
            "worker_id": "Number",
            "name": "Name",
            "department": "Department",
            "home_ward": "Home ward",
            "mode": "Travels by",
            "days": "Days",
            "hours_per_day": st.column_config.NumberColumn("Hours a day", format="%g"),
        },
    )
    ids = [str(worker) for worker in edited.loc[edited["available"], "worker_id"]]
    st.caption(f"{len(ids)} of {len(everyone)} fieldworkers.")
    return with_value(draft, "round", "workers", ids)


def _minutes(draft: Draft) -> Draft:
    st.subheader("3 · How many minutes a visit?", anchor=False)
    with st.container(key="pairs_minutes"):
        columns = st.columns(len(MINUTES))
    for column, knob in zip(columns, MINUTES, strict=True):
        with column:
            draft = _number(draft, knob)
    st.caption("A household that states its own minutes in the list keeps them.")
    return draft


def _what_first(draft: Draft) -> Draft:
    st.subheader("4 · What comes first?", anchor=False)
    st.caption(
        "The number of visits always comes first, and the households to which your list gives a higher priority. "
        "These wishes decide the rest:"
    )
    words = dict(WEIGHT_WORDS)
    for knob in WISHES:
        value = float(value_of(draft, "wishes", knob.key) or 0)
        options = sorted({*(float(weight) for weight in words), value})
        chosen = st.select_slider(
            knob.label,
            options,
            value,
            format_func=lambda weight: words.get(weight, f"{weight:g} of 10"),
            key=_key(f"wishes.{knob.key}"),
            help=knob.help,
        )
        draft = with_value(draft, "wishes", knob.key, chosen)
    return draft


def _more(session: Session, draft: Draft) -> Draft:
    draft = _wards(session, draft)
    for group, knobs in groupby(MORE, key=lambda knob: knob.group):
        st.markdown(f"**{group}**")
        draft = _grid(draft, list(knobs))
    return _need_skills(session, draft)


def _need_skills(session: Session, draft: Draft) -> Draft:
    table = need_table(session.workspace, draft)
    if table.empty:
        return draft
    st.markdown(f"**{NEEDS_LABEL}**")
    st.caption(
        "Usually each need asks for the skill of its own name. It counts where the visitor must have skills for the needs."
    )
    key = _key(f"rules.need_skills.{session.workspace.revision('households')}")
    edited = st.data_editor(
        _unedited(key, table),
        key=key,
        hide_index=True,
        disabled=[NEED],
        column_config={SKILL: st.column_config.SelectboxColumn(options=known_skills(session.workspace, table), required=True)},
    )
    return with_value(draft, "rules", "need_skills", need_skills(edited))


def _wards(session: Session, draft: Draft) -> Draft:
    wards = session.workspace.table("wards")
    if wards is None:
        return draft
    names = {str(code): f"Ward {no or code}" for code, no in zip(wards["ward_id"], wards["ward_no"], strict=True)}
    chosen = st.multiselect(
        WARDS_LABEL,
        list(names),
        [ward for ward in draft["round"].get("wards") or [] if ward in names],
        format_func=names.get,
        key=_key("round.wards"),
        placeholder="All wards",
        help="Usually all wards of your list. Households of other wards then stay out of this round.",
    )
    return with_value(draft, "round", "wards", chosen or None)


def _grid(draft: Draft, knobs: Sequence[Knob]) -> Draft:
    # A row for every two, so that on a phone too they stand in their order.
    for position in range(0, len(knobs), 2):
        for column, knob in zip(st.columns(2), knobs[position : position + 2], strict=False):
            with column:
                draft = _draw(draft, knob)
    return draft


def _draw(draft: Draft, knob: Knob) -> Draft:
    key, value = _key(f"{knob.table}.{knob.key}"), value_of(draft, knob.table, knob.key)
    idle = bool(knob.within) and not value_of(draft, *knob.within)
    if knob.kind == "number":
        return _number(draft, knob, idle)
    new: Any
    if knob.kind == "flag":
        new = st.toggle(knob.label, bool(value), key=key, help=knob.help)
    elif knob.kind == "choice":
        labels = dict(knob.choices)
        labels.setdefault(str(value or ""), str(value))
        options = list(labels)
        new = st.selectbox(knob.label, options, options.index(str(value or "")), format_func=labels.get, key=key, help=knob.help)
    else:
        text = str(value or "")
        new = st.text_input(knob.label, text, key=key, help=knob.help, placeholder=knob.shown, disabled=idle).strip()
    return with_value(draft, knob.table, knob.key, new)


def _number(draft: Draft, knob: Knob, idle: bool = False) -> Draft:
    value = value_of(draft, knob.table, knob.key)
    if isinstance(value, dict):
        # A detour factor by kind of place can be stated in round.toml only; it is kept as it is.
        st.caption(f"{knob.label}: by kind of place, as in the copied round.")
        return draft
    new = st.number_input(
        knob.label,
        float(knob.low),
        float(knob.high),
        float(value or 0),
        float(knob.step),
        key=_key(f"{knob.table}.{knob.key}"),
        help=knob.help,
        format="%g",
        disabled=idle,
    )
    return with_value(draft, knob.table, knob.key, new)

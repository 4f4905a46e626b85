"""What has happened, told by a click: a household of the map is picked, and pinned, swapped, closed or taken off."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from allocation.swap import swap_pins
from geo.errors import InputProblems
from geo.maps import Choice
from pages._shared.folium_map import show_review
from pages._shared.guard import fragment, show_problems
from pages._shared.happened_lists import Telling
from pages._shared.plans import map_of
from workflows import happened_choices, happened_draft
from workflows.called import called, labels_of
from workflows.find_place import find
from workflows.happened_choices import Planned
from workflows.happened_draft import Closed
from workflows.happened_lines import day
from workflows.household_story import household_story
from workflows.literal import literal

#: Names in the session: the household that is picked, the click followed last, the first of two that swap.
PICKED, _SEEN, SWAPPING = "happened_picked", "happened_seen", "happened_swapping"


@fragment()
def draw(telling: Telling) -> None:
    """The map, the lists to pick from, and the card of what was picked; a click runs nothing else of the page."""
    session, draft = telling.session, telling.draft
    if happened_draft.current(session.workspace, telling.plan, draft.plan_id, dt.date.today()) != draft:
        st.rerun()  # a button of the card has noted something, which the rest of the page shows
    _pick_by_list(telling)
    click = show_review(
        map_of(session, draft.plan_id, telling.plan),
        Choice(household_id=st.session_state.get(PICKED) or "", zoom_to=True),
        f"happened.{session.key}",
        460,
    )
    if click is not None and click != st.session_state.get(_SEEN):
        st.session_state[_SEEN] = click
        if click.kind == "household":
            st.session_state[PICKED] = click.id
    picked = st.session_state.get(PICKED)
    if picked:
        with st.container(border=True):
            _card(telling, str(picked))
    else:
        st.markdown("**Click a household** on the map, or find it in the lists above it, to set who visits it and when.")


def _pick(key: str) -> None:
    st.session_state[PICKED] = st.session_state.get(key) or st.session_state.get(PICKED)


def _pick_by_list(telling: Telling) -> None:
    with st.container(key="pairs_happened_pick"):
        left, right = st.columns(2)
    words = left.text_input("Find a household", key="happened.words", placeholder="Number, name or village")
    names = telling.names
    who = right.selectbox(
        "Or whose visits?", list(names), None, format_func=names.get, placeholder="Choose", key="happened.whose"
    )
    if who:
        visits = happened_choices.visits_of(telling.plan, who, telling.draft.from_day, names)
    else:
        visits = {hit.household_id: hit.text for hit in find(telling.plan, words)}
    if not visits:
        if who or len(words.strip()) > 1:
            st.caption("There is nothing to choose.")
        return
    key = f"happened.pick.{who}.{words}"
    st.selectbox(
        "Which household?",
        list(visits),
        None,
        format_func=visits.get,
        placeholder=f"{len(visits)} to choose from",
        key=key,
        on_change=_pick,
        args=(key,),
    )


def _card(telling: Telling, household: str) -> None:
    story = household_story(telling.plan, household)
    if story is None:
        st.markdown(f"Household {literal(household)} is not in this plan.")
        return
    st.markdown(f"**{literal(story.title)}**  \n" + "  \n".join(story.lines[:1]))
    visit = happened_choices.planned(telling.plan, household)
    if visit.date and visit.date < telling.draft.from_day:
        _past(telling, visit)
    elif visit.can_be_set:
        _swap_to(telling, visit)
        _pin(telling, visit)
    with st.container(horizontal=True):
        if visit.can_be_set and (not visit.date or visit.date >= telling.draft.from_day):
            _swap_from(telling, visit)
            _off(telling, household)
        st.button("Close", key="happened.card.close", on_click=_forget, icon=":material/close:")


def _forget() -> None:
    st.session_state[PICKED] = st.session_state[SWAPPING] = None


def _past(telling: Telling, visit: Planned) -> None:
    draft = telling.draft
    st.caption("This visit lies before the day from which you plan again, so it counts as made.")
    if visit.household_id in draft.not_home:
        st.markdown("Noted: nobody was at home.")
    else:
        more = replace(draft, not_home=(*draft.not_home, visit.household_id))
        telling.button("Nobody was at home: visit again", more, "happened.card.missed")


def _pin(telling: Telling, visit: Planned) -> None:
    """Who and when, the planned visit to begin with."""
    draft, names = telling.draft, telling.names
    days = {date: word for date, word in happened_choices.round_days(telling.plan).items() if date >= draft.from_day}
    who, when = draft.pins.get(visit.household_id, (visit.worker_id, visit.date))
    workers, dates = ["", *names], ["", *days]
    with st.container(key="pairs_happened_pin"):
        left, right = st.columns(2)
    worker = left.selectbox(
        "Fieldworker",
        workers,
        workers.index(who) if who in workers else 0,
        format_func=lambda name: names.get(name, "Whoever fits"),
        key=f"happened.pin.who.{visit.household_id}",
    )
    date = right.selectbox(
        "Day",
        dates,
        dates.index(when) if when in dates else 0,
        format_func=lambda name: days.get(name, "Whichever day fits"),
        key=f"happened.pin.when.{visit.household_id}",
    )
    pinned = visit.household_id in draft.pins
    label = "Change what is set" if pinned else "Set it so"
    more = draft.with_pins({visit.household_id: (str(worker), str(date))}) if worker or date else None
    telling.button(label, more, "happened.card.pin", type="primary", icon=":material/push_pin:")
    st.caption("What you set holds, whatever it costs the rest of the plan.")


def _swap_from(telling: Telling, visit: Planned) -> None:
    if visit.date and st.session_state.get(SWAPPING) != visit.household_id:
        st.button(
            "Swap with another …",
            key="happened.card.swap",
            icon=":material/swap_horiz:",
            on_click=st.session_state.__setitem__,
            args=(SWAPPING, visit.household_id),
        )


def _swap_to(telling: Telling, visit: Planned) -> None:
    first = st.session_state.get(SWAPPING)
    if not first:
        return
    labels, names = labels_of(telling.plan), telling.names
    if {str(first), visit.household_id} <= set(telling.draft.pins):
        st.session_state[SWAPPING] = None
        return
    if first == visit.household_id:
        st.info("Now click the other household on the map, or choose it in the lists. The two visits then change places.")
        return
    other = happened_choices.planned(telling.plan, str(first))
    if not visit.date:
        st.caption("This household has no visit to swap with.")
        return
    told = f"{literal(called(labels, other.household_id))} ({literal(names.get(other.worker_id))}, {day(other.date)})"
    here = f"{literal(names.get(visit.worker_id))}, {day(visit.date)}"
    st.markdown(f"Swap this visit ({here}) with {told}?")
    try:
        pins = swap_pins(telling.plan.visits, other.household_id, visit.household_id)
    except InputProblems as error:
        show_problems(error)
        return
    more = telling.draft.with_pins(pins)
    telling.button("Swap the two visits", more, "happened.card.swapped", type="primary", icon=":material/swap_horiz:")


def _off(telling: Telling, household: str) -> None:
    draft, labels = telling.draft, labels_of(telling.plan)
    closed = Closed((household,), draft.from_day, telling.plan.round.last_day.isoformat(), called(labels, household))
    if closed not in draft.closed:
        more = replace(draft, closed=(*draft.closed, closed))
        telling.button("Cannot be reached", more, "happened.card.closed", icon=":material/block:")
    if household not in draft.removed:
        more = replace(draft, removed=(*draft.removed, household))
        telling.button("Not to be visited any more", more, "happened.card.off")

"""Compare two plans: on one map what only one of them visits and what moved, the figures, and the list of changes."""

from __future__ import annotations

import streamlit as st

from geo.maps import Choice, compare_map, version_of
from pages._shared import change_list, figures
from pages._shared.assets import BASE
from pages._shared.folium_map import show
from pages._shared.gate import enter
from pages._shared.guard import fragment
from pages._shared.navigation import link
from pages._shared.plans import both_plans, load, plan_or_hint
from pages._shared.review_keys import COMPARED
from pages._shared.session import Session
from workflows import change_list as change_list_words
from workflows.household_story import household_story
from workflows.literal import literal
from workflows.two_plans import TwoPlans, first_pair, offered

_FOCUS, _SEEN = "compare_focus", "compare_seen"


def body(session: Session) -> None:
    """The page below its title."""
    if plan_or_hint(session) is None:
        return
    pair = first_pair(session.workspace)
    if pair is None:
        st.info("There is one plan only. Plan again with something changed, and both can be laid side by side here.")
        link("plan_a_round", "Plan again")
        return
    first, second = _choose(session, pair)
    if first == second:
        st.info("Choose two different plans.")
    else:
        _compare(session, first, second)
    st.divider()
    with st.container(horizontal=True):
        link("see_the_plan", "Back to the plan in use")
        link("hand_out", "Next: hand out")


def _choose(session: Session, pair: tuple[str, str]) -> tuple[str, str]:
    names = offered(session.workspace)
    columns = st.columns(2)
    chosen = []
    for column, key, label, usual in zip(columns, COMPARED, ("First plan", "Second plan"), pair, strict=True):
        if st.session_state.get(key) not in names:
            st.session_state[key] = usual
        chosen.append(str(column.selectbox(label, list(names), format_func=names.get, key=key)))
    return chosen[0], chosen[1]


@fragment()
def _compare(session: Session, first: str, second: str) -> None:
    both = both_plans(session, first, second)
    if not both.same_days:
        st.warning("These two plans are of different days, so every visit differs. Choose two plans of the same days.")
    look, beside = st.columns([1.5, 1], gap="medium")
    with look:
        click = show(
            compare_map(both.payload, BASE),
            f"compare.{session.key}.{version_of(both.payload)}",
            choice=Choice(household_id=st.session_state.get(_FOCUS) or "", zoom_to=True),
        )
    if click is not None and click != st.session_state.get(_SEEN):
        st.session_state[_SEEN] = click
        if click.kind == "household":
            st.session_state[_FOCUS] = click.id
    with beside:
        _card(session, first, second)
        _figures(both)
    st.subheader("The list of changes", anchor=False)
    picked = change_list.draw(session, f"{first}.{second}", load(session, second), both.compared.changes, reasons=both.made_of)
    if picked and picked != st.session_state.get(f"{_FOCUS}_row"):
        st.session_state[_FOCUS] = st.session_state[f"{_FOCUS}_row"] = picked
        st.rerun(scope="fragment")


def _card(session: Session, first: str, second: str) -> None:
    focus = st.session_state.get(_FOCUS)
    if not focus:
        st.markdown("**Click a household**, or choose a row of the list below, to read what each plan does with it.")
        return
    with st.container(border=True):
        st.markdown(f"**Household {literal(focus)}**")
        for title, plan_id in (("First plan", first), ("Second plan", second)):
            story = household_story(load(session, plan_id), focus)
            told = "  \n".join(story.lines) if story else "This household is not in this plan."
            st.markdown(f"**{title}.** {told}")


def _figures(both: TwoPlans) -> None:
    figures.table(("", "First plan", "Second plan", "Difference"), both.figures.itertuples(index=False))
    found = change_list_words.kinds(both.compared.changes)
    if found:
        st.markdown("\n".join(f"- {line}" for line in found.values()))


with enter("compare_plans") as here:
    st.title("Compare plans", anchor=False)
    st.html('<p class="wr-lead">What only one of them reaches, and which visits have another fieldworker or another day.</p>')
    body(here)

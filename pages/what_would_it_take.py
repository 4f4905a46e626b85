"""What would it take: what more fieldworkers, days, vehicles, skills or languages would reach, and what a date takes."""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st

from pages._shared import figures
from pages._shared.asking import watch
from pages._shared.gate import enter
from pages._shared.navigation import link
from pages._shared.plans import plan_or_hint
from pages._shared.session import Session
from workflows import inquiry, whatif_view
from workflows.inquiry import Answer
from workflows.literal import literal
from workflows.plan_choice import kept_plans

_KIND = "whatif"
_ABOUT = "Takes about ten seconds a step for a ward, and longer for a municipality; the plan itself stays as it is."


def body(session: Session) -> None:
    """The page below its title."""
    state = plan_or_hint(session)
    if state is None:
        return
    st.markdown(
        "What would more of something reach? The round is planned on with one more, then from there with two, and so on; "
        "each of these plans is checked, and none reaches fewer households than the one before."
    )
    plan_id = _chosen(session, state.plan_id)
    standing = inquiry.stand(session.workspace, _KIND, plan_id)
    if standing.state == "running":
        watch(session, _KIND, plan_id)
        return
    if standing.state == "failed":
        st.error(literal(standing.message))
    _question(session, plan_id, standing.answer)
    if standing.answer is not None:
        _answer(standing.answer)
    st.divider()
    with st.container(horizontal=True):
        link("not_reached", "Back to who is not reached")
        link("plan_a_round", "Plan again with something changed")


def _chosen(session: Session, in_use: str) -> str:
    """The plan that is asked about: the one in use, or another that is kept."""
    entries = {entry.plan_id: entry for entry in kept_plans(session.workspace)}
    if len(entries) < 2:
        entry = entries[in_use]
        st.caption(f"{entry.name}: {entry.served:,} of {entry.asked:,} households are reached.")
        return in_use
    listed = list(entries)
    return st.selectbox(
        "Plan",
        listed,
        index=listed.index(in_use),
        format_func=lambda one: f"{entries[one].name}, {entries[one].made}: {entries[one].served:,} of {entries[one].asked:,}",
    )


def _question(session: Session, plan_id: str, answer: Answer | None) -> None:
    """What there may be more of, how many, and a date."""
    ticked, most = whatif_view.asked_again(answer)
    key = f"{_KIND}.{plan_id}"
    with st.container(border=True):
        st.markdown("**What could there be more of?**")
        boxes = [
            st.checkbox(title, value=change in ticked, key=f"{key}.{change}", help=whatif_view.HELPS.get(change))
            for change, title in whatif_view.TITLES.items()
        ]
        st.slider("How many more, at most", 1, 10, most, key=f"{key}.most")
        first, last = whatif_view.dates_of(session.workspace, plan_id)
        by_date = st.checkbox("Also: what does it take to be done by a date?", key=f"{key}.by_date")
        if by_date:
            st.date_input("Done by", last, first, first + dt.timedelta(days=365), key=f"{key}.date", format="YYYY-MM-DD")
        with st.container(horizontal=True, vertical_alignment="center"):
            nothing = not any(boxes) and not by_date
            st.button(
                "Work it out" if answer is None else "Work it out again",
                type="primary",
                key=f"{key}.ask",
                on_click=_ask,
                args=(session, plan_id, key),
                icon=":material/calculate:",
                disabled=nothing,
            )
            st.caption("Tick something first." if nothing else _ABOUT)


def _ask(session: Session, plan_id: str, key: str) -> None:
    kept = st.session_state
    changes = [change for change in whatif_view.TITLES if kept.get(f"{key}.{change}")]
    date = kept.get(f"{key}.date") if kept.get(f"{key}.by_date") else None
    given = {"changes": changes, "most": int(kept[f"{key}.most"]), "finish_by": "" if date is None else date.isoformat()}
    inquiry.ask(session.workspace, _KIND, plan_id, given=given)


def _answer(answer: Answer) -> None:
    for line in answer.lines:
        st.markdown(literal(line))
    for line in answer.tables["by_date"]["line"]:
        st.markdown(f"**{literal(str(line))}**")
    drawn = whatif_view.points(answer)
    if len(drawn):
        st.vega_lite_chart(drawn, whatif_view.chart(drawn), height=320, width="stretch")
    for told in whatif_view.curves_told(answer):
        _curve(told)
    if len(answer.tables["finish_by"]):
        with st.expander("To be done by the date, step by step"):
            figures.table(whatif_view.FINISH_HEADS, whatif_view.finish_rows(answer))
    _downloads(answer)


def _curve(told: whatif_view.CurveTold) -> None:
    st.subheader(told.title, anchor=False)
    if told.headline:
        st.markdown(f"**{literal(told.headline)}**")
    if told.ended:
        st.markdown(literal(told.ended))
    if len(told.rows) > 1:
        figures.table(told.heads, told.rows, wide=True)
    if len(told.rows) > 1 and told.binds:
        st.markdown(f"**What binds then.** {literal(told.binds)}")


def _downloads(answer: Answer) -> None:
    with st.container(horizontal=True):
        for name, label in whatif_view.DOWNLOADS.items():
            if len(answer.tables[name]):
                st.download_button(
                    label,
                    partial(whatif_view.csv_of, answer, name),
                    f"{name}.csv",
                    "text/csv",
                    on_click="ignore",
                    key=f"{_KIND}.{name}",
                )
    st.caption(
        "By this one: households more than with one fewer. At most: what no plan with so many more could exceed. What binds is "
        "tried by putting households into the days as they stand, so at least so many would come in."
    )


with enter("what_would_it_take") as here:
    st.title("What would it take?", anchor=False)
    body(here)

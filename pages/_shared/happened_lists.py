"""What has happened, told by lists: who is away, where nobody was at home, who is new, what is closed, which days swap."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import streamlit as st

from allocation.plan import Plan
from geo.errors import InputProblems
from pages._shared.guard import show_problems
from pages._shared.session import Session
from workflows import happened_choices, happened_draft, import_table
from workflows.called import names_of
from workflows.happened_draft import Away, Closed, HappenedDraft
from workflows.happened_given import day_swap, newcomers
from workflows.upload import hold

_KINDS = ["csv", "xlsx", "xls", "ods", "gpkg", "geojson", "json", "zip", "kml", "parquet"]


@dataclass(frozen=True)
class Telling:
    """The plan that something is told about, and what was told so far."""

    session: Session
    plan: Plan
    draft: HappenedDraft

    @property
    def names(self) -> dict[str, str]:
        """Fieldworkers by id."""
        return names_of(self.plan)

    @cached_property
    def coming(self) -> int:
        """How many households of the list the plan does not know; the list is read once a run of the page."""
        found = newcomers(self.session.workspace, self.plan)
        return 0 if found is None else len(found)

    def note(self, draft: HappenedDraft) -> None:
        """Keep what was told: what a button does when it is pressed."""
        happened_draft.remember(self.session.workspace, draft)

    def tell(self, draft: HappenedDraft) -> None:
        """Keep what was told and draw the page anew."""
        self.note(draft)
        st.rerun()

    def button(self, label: str, draft: HappenedDraft | None, key: str, **look: Any) -> None:
        """A button that notes a draft; none to note, nothing to press."""
        args = () if draft is None else (draft,)
        st.button(label, key=key, on_click=self.note, args=args, disabled=draft is None, **look)


def draw(telling: Telling) -> None:
    """A drawer for each kind."""
    draft = telling.draft
    with st.expander(_title("Somebody is ill or away", len(draft.away))):
        _away(telling)
    with st.expander(_title("Nobody was at home", len(draft.not_home))):
        _not_home(telling)
    with st.expander(_title("New households", int(draft.newcomers) + bool(draft.new_file))):
        _new(telling)
    with st.expander(_title("A road is closed, places cannot be reached", len(draft.closed))):
        _closed(telling)
    with st.expander("Two fieldworkers swap days"):
        _swap_days(telling)
    with st.expander("What a promise is worth"):
        _prices(telling)


def _title(text: str, count: int) -> str:
    return f"{text} ({count})" if count else text


def _span(telling: Telling, key: str) -> tuple[str, str] | None:
    """First and last day, from the day on which planning begins anew."""
    first, last = dt.date.fromisoformat(telling.draft.from_day), telling.plan.round.last_day
    with st.container(key=f"pairs_{key}"):
        left, right = st.columns(2)
    start = left.date_input("From", first, first, last, key=f"{key}.from.{first}", format="YYYY-MM-DD")
    end = right.date_input("Until", last, first, last, key=f"{key}.until.{first}", format="YYYY-MM-DD")
    if not isinstance(start, dt.date) or not isinstance(end, dt.date):
        return None
    if end < start:
        st.caption("The last day must not lie before the first.")
        return None
    return start.isoformat(), end.isoformat()


def _away(telling: Telling) -> None:
    names = telling.names
    who = st.selectbox("Who?", list(names), None, format_func=names.get, placeholder="Choose a fieldworker", key="happened.away")
    span = _span(telling, "happened_away")
    draft = replace(telling.draft, away=(*telling.draft.away, Away(who, *span))) if who and span else None
    telling.button("Add", draft, "happened.away.add")


def _not_home(telling: Telling) -> None:
    draft = telling.draft
    days = [date for date in happened_choices.round_days(telling.plan) if date < draft.from_day]
    if not days:
        st.caption("Say above from which day on to plan again: visits of the days before can then be named here.")
        return
    words = happened_choices.round_days(telling.plan)
    date = st.selectbox("On which day?", days, len(days) - 1, format_func=words.get, key=f"happened.missed.{draft.from_day}")
    visits = happened_choices.visits_on(telling.plan, date, telling.names)
    chosen = st.multiselect(
        "Who was not visited?",
        [name for name in visits if name not in draft.not_home],
        format_func=visits.get,
        placeholder="Choose households",
        key=f"happened.missed.{date}.{len(draft.not_home)}",
    )
    more = replace(draft, not_home=(*draft.not_home, *chosen)) if chosen else None
    telling.button("Add", more, "happened.missed.add")


def _new(telling: Telling) -> None:
    draft, ws, coming = telling.draft, telling.session.workspace, telling.coming
    if coming:
        label = f"Plan the {coming} that stand in the list now" if coming > 1 else "Plan the one that stands in the list now"
        wanted = st.toggle(label, draft.newcomers, key="happened.newcomers")
        if wanted != draft.newcomers:
            telling.tell(replace(draft, newcomers=wanted))
    else:
        st.caption("The list of households holds nobody whom this plan does not know.")
    given = st.file_uploader(
        "Or a file with the new households only",
        type=_KINDS,
        max_upload_size=ws.settings().upload_mb,
        key=f"happened.new.{st.session_state.get('happened.new.round', 0)}",
        help="The same columns as your list of households; numbers must be new.",
    )
    if given is None:
        return
    upload = hold(ws, given.name, given.getvalue())
    intake = import_table.preview(ws, "households", upload.path, name=given.name)
    upload.path.unlink(missing_ok=True)
    wrong = [problem for problem in intake.problems if problem.behaviour.value == "reject"]
    aside = len(intake.quarantined)
    if wrong:
        show_problems(InputProblems(wrong))
    elif intake.questions or not len(intake.accepted):
        st.error("This file leaves a question open. Bring it under Bring lists, where you can answer it.")
    elif aside:
        rows = ", ".join(str(row) for row in intake.quarantined["row"].head(10))
        st.error(f"Rows that cannot be used: {rows}. Put them right in the file, or bring it under Bring lists.")
    else:
        st.session_state["happened.new.round"] = st.session_state.get("happened.new.round", 0) + 1
        telling.tell(happened_draft.hold_new(ws, draft, intake.accepted, given.name))


def _closed(telling: Telling) -> None:
    places = happened_choices.villages(telling.plan) | happened_choices.wards(telling.plan)
    st.caption("A single household: choose it on the map. Nobody is sent to these places on these days.")
    chosen = st.multiselect(
        "Which villages or wards?",
        list(places),
        format_func=lambda name: f"{name} ({len(places[name])})",
        placeholder="Choose places",
        key=f"happened.closed.{len(telling.draft.closed)}",
    )
    span = _span(telling, "happened_closed")
    draft = None
    if chosen and span:
        more = tuple(Closed(places[name], *span, name) for name in chosen)
        draft = replace(telling.draft, closed=(*telling.draft.closed, *more))
    telling.button("Add", draft, "happened.closed.add")


def _swap_days(telling: Telling) -> None:
    names = telling.names
    days = {date: word for date, word in happened_choices.round_days(telling.plan).items() if date >= telling.draft.from_day}
    chosen = []
    for place, label in (("one", "One fieldworker"), ("other", "The other")):
        with st.container(key=f"pairs_happened_{place}"):
            left, right = st.columns(2)
        who = left.selectbox(label, list(names), None, format_func=names.get, placeholder="Who?", key=f"happened.swap.{place}")
        date = right.selectbox(
            "Day", list(days), None, format_func=days.get, placeholder="Which day?", key=f"happened.swap.{place}.day"
        )
        chosen.append((who, date))
    (one, day), (other, other_day) = chosen
    draft = None
    if one and day and other and other_day:
        try:
            draft = telling.draft.with_pins(day_swap(telling.plan, (one, day), (other, other_day)))
        except InputProblems as error:
            show_problems(error)
    telling.button("Swap these two days", draft, "happened.swap.add", icon=":material/swap_horiz:")


def _prices(telling: Telling) -> None:
    draft = telling.draft
    st.caption(
        "A household that was told who comes and when is not told otherwise for nothing: a visit is moved only where that saves "
        "more minutes of travel than this, or where somebody else could not be visited at all."
    )
    worker = st.number_input(
        "Another fieldworker, minutes", 0.0, 600.0, draft.worker_min, 5.0, format="%g", key="happened.worker"
    )
    day = st.number_input("Another day, minutes", 0.0, 600.0, draft.day_min, 5.0, format="%g", key="happened.day")
    if (worker, day) != (draft.worker_min, draft.day_min):
        telling.tell(replace(draft, worker_min=float(worker), day_min=float(day)))

"""Why a visit has changed: the reason is that of this very visit, short, and the same wherever it is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from allocation.changes import changes
from allocation.happenings import Happenings, Pin
from allocation.history import History
from allocation.plan import VISITS
from allocation.replan_days import Days
from allocation.replan_words import Because, Kept, kept_reasons

MON, TUE, WED, THU = "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"
AWAY = "The fieldworker who was planned is away on that day."
OTHER_AWAY = "The other one who was planned is away on that day."
Rows = list[tuple[str, str, str, int, str]]


def table(rows: Rows) -> pd.DataFrame:
    return pd.DataFrame([(*row[:4], *[row[4]] * 3, 1.0, 1.0) for row in rows], columns=list(VISITS))


def told(
    old: Rows, new: Rows, *, done: dict[str, Any] | None = None, left_out: dict[str, str] | None = None, **happened: Any
) -> pd.DataFrame:
    """The changes between two plans of which everything from Wednesday on was planned again."""
    before, after = table(old), table(new)
    missed = {row[0]: row[2] for row in old if row[2] < WED and row[0] not in (done or {})}
    past = History(after[after["date"] < WED], pd.DataFrame(), done or {}, missed)
    happenings = Happenings(dt.date.fromisoformat(WED), **happened)
    return changes(before, after, Because(happenings, past, Days.of(before, after), left_out or {}))


def why(found: pd.DataFrame, household: str) -> str:
    rows = found.loc[found["household_id"] == household, "why"]
    assert len(rows) == 1
    return str(rows.iloc[0])


def away(worker: str, *dates: str) -> dict[str, tuple[dt.date, ...]]:
    return {worker: tuple(map(dt.date.fromisoformat, dates))}


def test_a_visit_of_a_day_to_come_was_not_visited_in_this_way() -> None:
    often: Rows = [("A", "W1", MON, 1, "08:00:00"), ("A", "W1", THU, 1, "08:00:00")]
    after: Rows = [("A", "W2", MON, 1, "08:00:00"), ("A", "W2", THU, 1, "08:00:00")]
    found = told(often, after, done={"A": (dt.date.fromisoformat(MON),)}, away=away("W1", THU))
    assert dict(zip(found["from_date"], found["why"], strict=True)) == {MON: "It was visited in this way.", THU: AWAY}


@pytest.mark.parametrize(
    ("pin", "to", "expected"),
    [
        (Pin("W2", THU), ("W2", THU), "The supervisor has set it so."),
        (Pin("W2"), ("W2", THU), "The supervisor has set who comes."),
        (Pin("", THU), ("W2", THU), "The supervisor has set the day."),
        (Pin("", WED), ("W2", WED), AWAY),  # the day is as it was: somebody else comes for another reason
        (Pin("W2", WED), ("W2", WED), "The supervisor has set who comes."),
    ],
)
def test_a_pin_is_the_reason_of_what_it_sets_only(pin: Pin, to: tuple[str, str], expected: str) -> None:
    found = told([("A", "W1", WED, 1, "08:00:00")], [("A", *to, 1, "08:00:00")], pins={"A": pin}, away=away("W1", WED))
    assert why(found, "A") == expected


def test_of_two_who_were_planned_each_is_told_who_was_away_and_comparing_tells_the_same() -> None:
    old: Rows = [("A", "W1", THU, 1, "08:00:00"), ("A", "W2", THU, 1, "08:00:00")]
    new: Rows = [("A", "W3", THU, 1, "08:00:00"), ("A", "W4", THU, 1, "08:00:00")]
    found = told(old, new, away=away("W2", THU))
    assert dict(zip(found["from_worker"], found["why"], strict=True)) == {"W1": OTHER_AWAY, "W2": AWAY}
    kept = Kept(kept_reasons(found))
    pd.testing.assert_frame_equal(changes(table(old), table(new), kept), found)
    other = changes(table([("A", "W5", THU, 1, "08:00:00"), old[1]]), table(new), kept)
    assert AWAY not in set(other.loc[other["from_worker"] == "W5", "why"]), "of another plan before nothing is known"
    assert set(changes(table(old), table(new), Kept({"A": "So."}))["why"]) == {"So."}, "as plans kept it at first"


def test_whoever_was_missed_and_is_not_planned_again_is_told_both() -> None:
    old: Rows = [("A", "W1", MON, 1, "08:00:00"), ("B", "W1", MON, 2, "09:00:00")]
    new: Rows = [("B", "W1", WED, 1, "09:00:00")]
    full = {"A": "Both fieldworkers who may come have full days."}
    found = told(old, new, not_home=frozenset("A"), left_out=full)
    assert why(found, "A") == f"Nobody was at home on Mon 2 Mar. {full['A']}"
    assert why(found, "B") == "It was planned for Mon 2 Mar and was not visited."


def test_others_of_a_day_are_told_what_comes_in_and_what_falls_out() -> None:
    old: Rows = [("A", "W1", THU, 1, "08:00:00"), ("B", "W1", THU, 2, "09:00:00"), ("C", "W2", THU, 1, "08:00:00")]
    old += [("D", "W3", THU, 1, "08:00:00"), ("E", "W3", THU, 2, "09:00:00")]
    new: Rows = [("C", "W1", THU, 1, "08:00:00"), ("A", "W1", THU, 2, "09:00:00"), ("B", "W4", THU, 1, "09:00:00")]
    new += [("E", "W3", THU, 1, "08:00:00"), ("D", "W3", THU, 2, "09:00:00")]
    found = told(old, new, away=away("W2", THU))
    assert why(found, "A") == "On this day 1 visit comes in and 1 falls out."
    assert why(found, "B") == "It makes way for a visit of somebody who is away."
    assert why(found, "C") == AWAY
    assert why(found, "D") == "The visits of this day are made in another order."
    gone = told(old[:2], new[1:2])
    assert why(gone, "A") == "On this day 1 visit falls out."
    assert max(found["why"].str.split().map(len)) <= 12

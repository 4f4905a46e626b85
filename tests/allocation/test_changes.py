"""The list of changes is exactly the difference of two plans."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from allocation.changes import CHANGES, WHATS, changes, concerned, counts, of_worker
from allocation.plan import VISITS
from tests.allocation.profiles import modest

Rows = list[tuple[str, str, str, int, str]]


def visits(rows: Rows) -> pd.DataFrame:
    cells = [(home, worker, date, order, start, start, start, 1.0, 1.0) for home, worker, date, order, start in rows]
    return pd.DataFrame(cells, columns=list(VISITS))


BEFORE: Rows = [
    ("A", "W1", "2026-03-02", 1, "08:10:00"),
    ("B", "W1", "2026-03-02", 2, "09:10:00"),
    ("C", "W1", "2026-03-02", 3, "10:10:00"),
    ("D", "W1", "2026-03-03", 1, "08:10:00"),
    ("E", "W2", "2026-03-02", 1, "08:10:00"),
    ("F", "W2", "2026-03-03", 1, "08:10:00"),
]
AFTER: Rows = [
    ("A", "W1", "2026-03-02", 1, "08:10:20"),  # some seconds are no change
    ("C", "W1", "2026-03-02", 2, "09:20:00"),
    ("B", "W2", "2026-03-02", 2, "09:30:00"),
    ("D", "W2", "2026-03-02", 3, "10:30:00"),
    ("E", "W2", "2026-03-02", 1, "08:15:00"),
    ("G", "W1", "2026-03-03", 1, "08:10:00"),
    ("F", "W2", "2026-03-04", 1, "08:10:00"),
]


def test_each_change_is_told_once_by_its_gravest_name() -> None:
    table = changes(visits(BEFORE), visits([row for row in AFTER if row[0] != "F"]), {"G": "It is new in the list."})
    assert tuple(table) == CHANGES
    assert {(row.household_id, row.what) for row in table.itertuples()} == {
        ("B", "moved worker"),
        ("C", "order changed"),
        ("D", "moved worker and day"),
        ("E", "time changed"),
        ("F", "dropped"),
        ("G", "new"),
    }
    told = table.set_index("household_id")
    assert told.loc["B"].tolist()[1:7] == ["W1", "2026-03-02", "09:10", "W2", "2026-03-02", "09:30"]
    assert told.loc["F"].tolist()[4:7] == ["", "", ""]
    assert told.loc["G", "why"] == "It is new in the list."
    assert (told["why"] != "").all()
    assert changes(visits(BEFORE), visits(AFTER)).set_index("household_id").loc["F", "what"] == "moved day"


def test_everybody_concerned_sees_what_is_lost_and_what_is_won() -> None:
    table = changes(visits(BEFORE), visits(AFTER))
    assert concerned(table) == ["W1", "W2"]
    assert of_worker(table, "W1")["household_id"].tolist() == ["B", "C", "D", "G"]
    assert of_worker(table, "W2")["household_id"].tolist() == ["E", "B", "D", "F"]
    assert counts(table) == dict.fromkeys(WHATS, 1) | {"dropped": 0}


def test_visits_of_one_household_are_paired_so_that_least_has_changed() -> None:
    two = [("A", "W1", "2026-03-02", 1, "08:00:00"), ("A", "W2", "2026-03-02", 1, "08:00:00")]
    third = ("A", "W3", "2026-03-02", 1, "08:00:00")
    table = changes(visits(two), visits([third, two[1]]))
    assert table[["what", "from_worker", "to_worker"]].to_numpy().tolist() == [["moved worker", "W1", "W3"]]
    often = [("A", "W1", "2026-03-02", 1, "08:00:00"), ("A", "W1", "2026-03-06", 1, "08:00:00")]
    later = [("A", "W1", "2026-03-03", 1, "08:00:00"), often[1]]
    table = changes(visits(often), visits(later))
    assert table[["what", "from_date", "to_date"]].to_numpy().tolist() == [["moved day", "2026-03-02", "2026-03-03"]]


@st.composite
def plans(draw: st.DrawFn) -> Rows:
    visit = st.tuples(
        st.sampled_from("ABCDEF"),
        st.sampled_from(["W1", "W2"]),
        st.sampled_from(["2026-03-02", "2026-03-03"]),
        st.integers(1, 3),
        st.sampled_from(["08:00:00", "09:00:00"]),
    )
    return list(draw(st.lists(visit, max_size=8, unique_by=lambda row: row[:3])))


@modest(150)
@given(plans(), plans())
def test_whoever_follows_the_list_of_changes_gets_from_one_plan_to_the_other(old: Rows, new: Rows) -> None:
    table = changes(visits(old), visits(new))

    def when(rows: Rows) -> Counter[Any]:
        return Counter((home, worker, date, start[:5]) for home, worker, date, _, start in rows)

    gone, come = Counter[Any](), Counter[Any]()
    for row in table.itertuples():
        if row.from_worker:
            gone[row.household_id, row.from_worker, row.from_date, row.from_time] += 1
        if row.to_worker:
            come[row.household_id, row.to_worker, row.to_date, row.to_time] += 1
    assert when(old) - gone + come == when(new)
    assert not gone - when(old)
    assert changes(visits(old), visits(old)).empty
    back = changes(visits(new), visits(old))
    assert len(back) == len(table)
    assert counts(back)["new"] == counts(table)["dropped"]

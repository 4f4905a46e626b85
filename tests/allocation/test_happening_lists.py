"""What is wrong with the lists of what has happened is told by row or by place, and never by a name that somebody typed."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from allocation.happening_lists import Listed, dates_of, ids_of
from allocation.round import Round
from geo.problems import Problem

ROUND = Round("2026-03-02", "2026-03-06", holidays="")
DAY = dt.date(2026, 3, 4)


@pytest.fixture
def wrong() -> list[Problem]:
    return []


def test_whoever_is_away_and_unknown_is_told_by_place(wrong: list[Problem]) -> None:
    assert dates_of(["W1", "Gogo Dlamini"], ["W1"], DAY, ROUND, wrong) == {"W1": (DAY, dt.date(2026, 3, 5), dt.date(2026, 3, 6))}
    assert dates_of("Gogo Dlamini", ["W1"], DAY, ROUND, wrong) == {}
    told = [problem.sentence for problem in wrong]
    assert told == [
        "Number 2 of those said to be away is not in the list of fieldworkers.",
        "Who is said to be away is not in the list of fieldworkers.",
    ]
    assert all("worker_id" in problem.remedy and "Dlamini" not in str(problem) for problem in wrong)


def test_ids_that_nobody_knows_are_told_by_row_or_by_place(wrong: list[Problem]) -> None:
    table = pd.DataFrame({"household_id": ["H1", "X", "H2", "Y"]}, index=pd.Index([2, 3, 4, 7], name="row"))
    assert ids_of(table, ["H1", "H2"], "not_home", wrong) == {"H1", "H2"}
    assert ids_of(["X", "H1"], ["H1", "H2"], "removed", wrong) == {"H1"}
    assert [(problem.file, problem.rows, problem.column) for problem in wrong] == [
        ("not_home", (3, 7), "household_id"),
        ("", (), "removed"),
    ]
    assert "in the list number 1" in wrong[1].sentence


def test_visits_of_unknown_ids_are_told_by_row(wrong: list[Problem]) -> None:
    rows = {"household_id": ["H1", "X"], "worker_id": ["W1", "W1"], "date": ["2026-03-02", "2026-03-02"]}
    Listed(["H1"], ["W1"], ROUND, wrong).done(pd.DataFrame(rows), DAY)
    assert [(problem.code, problem.file, problem.rows) for problem in wrong] == [("E212", "done", (3,))]

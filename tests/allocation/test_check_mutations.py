"""No change of a good plan slips through, and no rubbish in its tables makes the checker fall over."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from allocation.check import CODES
from allocation.plan import DAYS, UNSERVED, VISITS
from tests.allocation.cases import base
from tests.allocation.profiles import modest

CASE = base()
GOOD = CASE.tables()
COLUMNS = {0: VISITS, 1: DAYS, 2: UNSERVED[:2]}
RUBBISH: list[Any] = [None, np.nan, pd.NA, pd.NaT, "", " ", "x", -1, 0, 1e300, -np.inf, True, b"\xff", "99:99:99", "2026-02-30"]
RUBBISH += ["0000-00-00", "08:00", [1, 2], {"a": 1}, "H1\x00", "=1+1", "٠٨:٠٠:٠٠", pd.Timestamp("2026-04-01"), 10**30]


@st.composite
def cells(draw: st.DrawFn) -> tuple[int, str, int, Any]:
    table = draw(st.sampled_from([0, 1, 2]))
    column = draw(st.sampled_from(COLUMNS[table]))
    row = draw(st.integers(0, len(GOOD[table]) - 1))
    return table, column, row, draw(st.sampled_from(RUBBISH) | st.text(max_size=12) | st.floats())


def with_cell(table: int, column: str, row: int, value: Any) -> list[pd.DataFrame]:
    tables = [frame.copy() for frame in GOOD]
    values = list(tables[table][column])
    values[row] = value
    tables[table][column] = pd.Series(values, dtype=object)
    return tables


@modest(60)
@given(cells())
def test_rubbish_in_a_cell_is_a_violation_and_never_an_error(cell: tuple[int, str, int, Any]) -> None:
    table, column, row, value = cell
    found = CASE.check(tables=tuple(with_cell(*cell)))  # type: ignore[arg-type]
    same = isinstance(value, int | float) and value == GOOD[table][column].iloc[row]
    assert same or found
    assert {code for code, *_ in found} <= set(CODES)


@modest(40)
@given(st.data())
def test_whole_tables_of_rubbish_are_judged_too(data: st.DataObject) -> None:
    tables = []
    for table, columns in COLUMNS.items():
        rows = data.draw(st.integers(0, 4))
        names = UNSERVED if table == 2 else columns
        tables.append(
            pd.DataFrame({n: pd.Series([data.draw(st.sampled_from(RUBBISH)) for _ in range(rows)], dtype=object) for n in names})
        )
    found = CASE.check(tables=tuple(tables))  # type: ignore[arg-type]
    assert {"missing_household"} <= {code for code, *_ in found} <= set(CODES)


def test_no_table_at_all_is_told() -> None:
    assert {code for code, *_ in CASE.check(tables=(None, 3, pd.DataFrame()))} == {"bad_table"}


def test_a_plan_read_back_from_text_is_judged_alike() -> None:
    as_text = tuple(frame.astype(str) for frame in GOOD)
    assert CASE.check(tables=as_text) == []  # type: ignore[arg-type]


def _other_order(visits: pd.DataFrame, days: pd.DataFrame, unserved: pd.DataFrame) -> Any:
    turned = visits.copy()
    turned.loc[[0, 1], "household_id"] = turned.loc[[1, 0], "household_id"].to_numpy()
    return turned, days, unserved


def _other_worker(visits: pd.DataFrame, days: pd.DataFrame, unserved: pd.DataFrame) -> Any:
    return visits.replace({"worker_id": {"A": "B"}}), days.replace({"worker_id": {"A": "B"}}), unserved


def _served_in_words_only(visits: pd.DataFrame, days: pd.DataFrame, unserved: pd.DataFrame) -> Any:
    more = visits.iloc[[2]].assign(household_id="H6", order=2)
    return pd.concat([visits, more]), days, unserved.iloc[:0]


def _left_out_quietly(visits: pd.DataFrame, days: pd.DataFrame, unserved: pd.DataFrame) -> Any:
    return visits[visits["household_id"] != "H3"], days[~(days["worker_id"].eq("A") & days["date"].eq("2026-04-02"))], unserved


def test_larger_changes_do_not_slip_through() -> None:
    expected = {
        _other_order: {"wrong_times", "wrong_travel"},
        _other_worker: {"wrong_order", "wrong_times"},
        _served_in_words_only: {"wrong_times", "wrong_travel", "days_differ"},
        _left_out_quietly: {"missing_household"},
    }
    for change, codes in expected.items():
        assert codes <= {code for code, *_ in CASE.check(change)}, change.__name__

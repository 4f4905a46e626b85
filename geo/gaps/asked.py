"""When each household was last asked about its needs, and whether that is too long ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InputProblems
from geo.problems import Problem, many

#: Months after which an answer counts as too old: a choice of ours. Meanwhile people are born, leave school, lose a grant; set it
#: from experience.
MONTHS = 24


@dataclass(frozen=True)
class Asked:
    """Who was asked, and when that is too long ago.

    Attributes
    ----------
    never, long_ago : (n,) bool arrays
        No household is both.
    column_there : bool
        Whether the list says when each household was profiled. Where it does not, all of it counts as asked on the date of the
        list.
    today, oldest : date
        The day from which it is judged, and the oldest date that is not too long ago.
    list_date : date
        The date of the list, for one that does not say when.
    """

    never: NDArray[np.bool_]
    long_ago: NDArray[np.bool_]
    column_there: bool
    today: dt.date
    oldest: dt.date
    list_date: dt.date

    def told(self) -> dict[str, Any]:
        """As summary.json says it."""
        found: dict[str, Any] = {
            "today": self.today.isoformat(),
            "too_long_ago_before": self.oldest.isoformat(),
            "last_profiled": "in the list" if self.column_there else "not in the list",
        }
        return found if self.column_there else {**found, "all_asked_on": self.list_date.isoformat()}


def with_dates_as_listed(homes: pd.DataFrame, mapping: Mapping[str, str]) -> pd.DataFrame:
    """The accepted households, without ``last_profiled`` where their list has no such column.

    An accepted table has every column of its contract. A date that was answered for the whole file counts as there.

    Parameters
    ----------
    homes : DataFrame
        Table ``households``.
    mapping : mapping
        Their column → ours, as the list was read.

    Examples
    --------
    >>> homes = pd.DataFrame({"household_id": ["H1"], "last_profiled": [""]})
    >>> list(with_dates_as_listed(homes, {"Nr": "household_id", "Visited": "last_profiled"}))
    ['household_id', 'last_profiled']
    >>> list(with_dates_as_listed(homes, {"Nr": "household_id"}))
    ['household_id']
    """
    there = "last_profiled" in mapping.values() or homes["last_profiled"].astype(str).ne("").any()
    return homes if there else homes.drop(columns="last_profiled")


def asked(
    last_profiled: pd.Series[Any] | None,
    rows: int,
    *,
    today: dt.date,
    months: int = MONTHS,
    list_date: dt.date | None = None,
) -> Asked:
    """Judge when households were asked.

    Parameters
    ----------
    last_profiled : Series of str or None
        ``YYYY-MM-DD``, blank for never; None where the list has no such column.
    rows : int
        How many households there are.
    today : date
        The day from which it is judged.
    months : int
        Calendar months; an answer that is just so old is not too old.
    list_date : date or None
        Of a list without the column; ``today`` where left out.

    Raises
    ------
    InputProblems
        Cells that are no dates (E212).

    Examples
    --------
    >>> found = asked(pd.Series(["", "2024-02-28", "2024-03-01"]), 3, today=dt.date(2026, 3, 1))
    >>> found.never.tolist(), found.long_ago.tolist()
    ([True, False, False], [False, True, False])
    """
    oldest = (pd.Timestamp(today) - pd.DateOffset(months=months)).date()
    of_list = list_date or today
    none = np.zeros(rows, dtype=bool)
    if last_profiled is None:
        return Asked(none, np.full(rows, of_list < oldest), False, today, oldest, of_list)
    texts = last_profiled.fillna("").astype(str).str.strip().reset_index(drop=True)
    never = texts.eq("").to_numpy(dtype=bool)
    days = pd.to_datetime(texts.where(~never), format="%Y-%m-%d", errors="coerce")
    unread = days.isna().to_numpy(dtype=bool) & ~never
    if unread.any():
        lines = tuple(int(row) + 2 for row in unread.nonzero()[0])
        fact = f"last_profiled: {many(len(lines), 'value is no date', 'values are no dates')} like 2024-05-13."
        raise InputProblems([Problem("E212", fact, file="households", rows=lines, column="last_profiled")])
    return Asked(never, (days < pd.Timestamp(oldest)).to_numpy(dtype=bool), True, today, oldest, of_list)

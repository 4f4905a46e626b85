"""Of a plan that was made anew in the middle of a round only the new days are judged: what is past stays as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.plan import Violation
from allocation.round import Round

#: Judges visits, days, those not reached, households and a round; the rest is the same for both judgements.
Judge = Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame, gpd.GeoDataFrame, Round], list[Violation]]
#: Judged by the days that are left: who could still come, not who could have come.
_BY_WHAT_IS_LEFT = frozenset({"reason_wrong"})


def check_since(
    judge: Judge,
    from_day: dt.date,
    *,
    visits: pd.DataFrame,
    days: pd.DataFrame,
    unserved: pd.DataFrame,
    households: gpd.GeoDataFrame,
    round_: Round,
    places: Container[str] = (),
) -> list[Violation]:
    """The violations of days from ``from_day`` on.

    The whole plan is judged, and what is about the past is left out: a violation of an earlier date, and one without a date
    about a household all of whose visits lie in the past. Reasons for not being reached are judged by the days that are left,
    for which households of ``places`` are known too: somebody is dropped there.
    """
    first = from_day.isoformat()
    whole = [one for one in judge(visits, days, unserved, households, round_) if one.code not in _BY_WHAT_IS_LEFT]
    new, new_days = since(visits, from_day), since(days, from_day)
    left = _still_asked(households, visits[visits["date"].astype(str) < first], places)
    rest = judge(new, new_days, unserved, left, replace(round_, first_day=from_day))
    return [*_since(whole, visits, first), *(one for one in rest if one.code in _BY_WHAT_IS_LEFT)]


def since(table: pd.DataFrame, from_day: dt.date) -> pd.DataFrame:
    """Rows of a day (column ``date``) from ``from_day`` on."""
    return table[table["date"].astype(str) >= from_day.isoformat()]


def _since(violations: Iterable[Violation], visits: pd.DataFrame, first: str) -> list[Violation]:
    last = visits.assign(date=visits["date"].astype(str)).groupby("household_id")["date"].max().to_dict()
    return [one for one in violations if (one.date >= first if one.date else str(last.get(one.household_id, first)) >= first)]


def _still_asked(households: gpd.GeoDataFrame, past: pd.DataFrame, places: Container[str]) -> gpd.GeoDataFrame:
    """The households without those that got all their visits, but for ``places``; the others with as many as are left."""
    made: dict[Any, int] = past.groupby("household_id")["date"].nunique().to_dict()
    times = np.array([made.get(name, 0) for name in households["household_id"]], dtype=float)
    wanted = np.ones(len(households))
    if "visits" in households.columns:
        wanted = np.nan_to_num(households["visits"].to_numpy(dtype=float), nan=1.0)
    drops = np.array([name in places for name in households["household_id"]], dtype=bool)
    return households.assign(visits=np.maximum(1.0, wanted - times))[(wanted > times) | drops]

"""Whether a list of vehicles fits the fieldworkers and the round, all that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.crew import readable_days, rows_of, times_of
from allocation.round import Round
from geo.problems import Problem, many
from geo.travel import AroundBarriers, StraightLine, Travel, TravelMatrix

Mask = NDArray[np.bool_]
#: Vehicles that a sentence names at most.
_NAMED = 5


def vehicle_problems(
    vehicles: gpd.GeoDataFrame | None,
    fieldworkers: gpd.GeoDataFrame,
    households: gpd.GeoDataFrame | None,
    round_: Round,
    travel: Travel,
) -> list[Problem]:
    """What keeps these vehicles from being planned with.

    Parameters
    ----------
    vehicles : GeoDataFrame or None
        In the shape of the contract; a cell that has its own fault already is passed over. None where no list was given.
    fieldworkers, households : GeoDataFrame
        In the shape of the contract.
    round_, travel
        The round; how people travel.
    """
    named = fieldworkers["vehicle"].astype(str)
    known = set() if vehicles is None else set(vehicles["vehicle_id"])
    unknown = ((named != "") & ~named.isin(known)).to_numpy()
    found = []
    if unknown.any():
        count = int(unknown.sum())
        there = "there is no list of vehicles" if vehicles is None else "the list of vehicles does not have it"
        which = _told(dict.fromkeys(named[unknown]))
        fact = f"{many(count, 'fieldworker names', 'fieldworkers name')} a vehicle in which to ride ({which}), and {there}."
        remedy = "Bring the list of vehicles, or leave the fieldworkers' column vehicle blank." if vehicles is None else ""
        found.append(Problem("E409", fact, file="fieldworkers", rows=rows_of(unknown), column="vehicle", remedy=remedy))
    if vehicles is None or vehicles.empty:
        return found
    ids = vehicles["vehicle_id"].astype(str)
    return found + [
        Problem("E409", f"{fact[:-1]} ({_told(ids[mask])}).", file="vehicles", rows=rows_of(mask), column=column)
        for column, mask, fact in _faults(vehicles, fieldworkers, households, travel)
        if mask.any()
    ]


def _told(ids: Iterable[str]) -> str:
    """Ids of vehicles as a sentence names them.

    Examples
    --------
    >>> _told(["B1"]), _told(list("ABCDEFG"))
    ('B1', 'A, B, C, D, E and 2 more')
    """
    names = list(ids)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _faults(
    vehicles: gpd.GeoDataFrame, fieldworkers: gpd.GeoDataFrame, households: gpd.GeoDataFrame | None, travel: Travel
) -> Iterable[tuple[str, Mask, str]]:
    ids = vehicles["vehicle_id"].astype(str)
    start, end = (times_of(vehicles[name]) for name in ("start", "end"))
    with np.errstate(invalid="ignore"):
        yield "end", end <= start, "A vehicle's day ends before it begins, or over midnight."
    seats = vehicles["seats"].to_numpy(dtype=float)
    yield "seats", np.isfinite(seats) & (seats != np.floor(seats)), "A vehicle's seats are not a whole number."
    yield (
        "days",
        np.array([not readable_days(text) for text in vehicles["days"]], dtype=bool),
        ("A vehicle's days are not written as Mon;Tue or as dates like 2026-03-02."),
    )
    taken = set(fieldworkers["worker_id"].astype(str))
    taken |= set() if households is None else set(households["household_id"].astype(str))
    yield "vehicle_id", ids.isin(taken).to_numpy(), "The id of a vehicle is also that of a household or of a fieldworker."
    fast = np.isfinite(vehicles["speed_kmh"].to_numpy(dtype=float))
    if isinstance(travel, TravelMatrix):
        yield "vehicle_id", ~ids.isin(travel.ids).to_numpy(), "The travel matrix lacks a vehicle."
    if not isinstance(travel, StraightLine | AroundBarriers):
        yield "speed_kmh", fast, "A vehicle states a speed, and travel is not by straight lines: the minutes are known already."

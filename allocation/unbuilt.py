"""Rules of a round that can be stated but not planned yet: each is refused with E405, never ignored.

The one place of the refusal: a rule taken out of :data:`UNBUILT` is planned from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.calendar import read_calendar
from allocation.crew import rows_of
from allocation.round import Round
from allocation.wants import MOST, counts
from geo.problems import Problem, many

#: Names of the rules below.
UNBUILT: frozenset[str] = frozenset()

_ROUND: dict[str, Callable[[Round], bool]] = {
    "meeting_time": lambda round_: bool(round_.meeting_time),
    "lunch_min": lambda round_: round_.rules.lunch_min > 0,
    "joint": lambda round_: round_.rules.joint_for(round_.kind),
}
_KEYS = {"meeting_time": "round.meeting_time", "lunch_min": "rules.lunch_min", "joint": "rules.joint"}


def unbuilt_problems(
    round_: Any, households: gpd.GeoDataFrame | None, workers: gpd.GeoDataFrame | None, restrictions: gpd.GeoDataFrame | None
) -> list[Problem]:
    """Which of :data:`UNBUILT` the round asks for, with the rows; a table that could not be read says nothing."""
    found = []
    if isinstance(round_, Round):
        for name, asks in _ROUND.items():
            if name in UNBUILT and asks(round_):
                found.append(Problem("E405", f"{name} is given; that is not built yet.", column=_KEYS[name]))
    rows: list[tuple[str, str, str, NDArray[np.bool_]]] = []
    if households is not None:
        rows += [
            ("visitors", "households", "visitors", (households["visitors"] > 1).to_numpy()),
            ("visits", "households", "visits", (households["visits"] > 1).to_numpy()),
            ("not_workers", "households", "not_workers", (households["not_workers"] != "").to_numpy()),
        ]
    if workers is not None:
        rows += [
            ("hours_per_week", "fieldworkers", "hours_per_week", workers["hours_per_week"].notna().to_numpy()),
            ("part_days", "fieldworkers", "days", np.array([_in_parts(cell) for cell in workers["days"]], dtype=bool)),
        ]
    if restrictions is not None:
        rows.append(("restrictions", "restrictions", "kind", np.ones(len(restrictions), dtype=bool)))
    for name, table, column, asks_ in rows:
        if name in UNBUILT and asks_.any():
            fact = f"{name} is given in {many(int(asks_.sum()), 'row')} of {table}; that is not built yet."
            found.append(Problem("E405", fact, file=table, rows=rows_of(asks_), column=column))
    return found


def visit_problems(households: gpd.GeoDataFrame) -> list[Problem]:
    """Visitors and visits that are no whole numbers; more skills and needs than two visitors can share."""
    found = []
    for name in ("visitors", "visits"):
        numbers = households[name].to_numpy(dtype=float)
        odd = np.isfinite(numbers) & (numbers != np.floor(numbers))
        if odd.any():
            fact = f"{name} must be a whole number: {many(int(odd.sum()), 'row')} of households."
            found.append(Problem("E213", fact, file="households", rows=rows_of(odd), column=name))
    much = counts(households) > MOST
    if much.any():
        fact = f"More than {MOST - 1} skills and needs stand in {many(int(much.sum()), 'row')} of households."
        found.append(Problem("E213", fact, file="households", rows=rows_of(much), column="skills"))
    return found


def _in_parts(cell: str) -> bool:
    try:
        calendar = read_calendar(cell)
    except ValueError:
        return False
    return any(part is not None for part in [*calendar.weekdays.values(), *calendar.dates.values()])

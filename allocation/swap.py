"""Two households change places: two pins."""

from __future__ import annotations

import pandas as pd

from geo.errors import InputProblems
from geo.problems import Problem


def swap_pins(visits: pd.DataFrame, first: str, second: str) -> dict[str, tuple[str, str]]:
    """Pins by which each of two households gets the fieldworker and the day of the other.

    Parameters
    ----------
    visits : DataFrame
        Of the plan (:data:`allocation.plan.VISITS`).
    first, second : str
        Household ids.

    Raises
    ------
    InputProblems
        One of them has no visit, or more than one (E401).

    Examples
    --------
    >>> table = pd.DataFrame({"household_id": ["A", "B"], "worker_id": ["V", "W"], "date": ["2026-03-02", "2026-03-03"]})
    >>> swap_pins(table, "A", "B")
    {'A': ('W', '2026-03-03'), 'B': ('V', '2026-03-02')}
    """
    found = [visits[visits["household_id"] == name] for name in (first, second)]
    if first == second or any(len(rows) != 1 for rows in found):
        fact = "Two households can change places where each has one visit in the plan."
        raise InputProblems([Problem("E401", fact, column="pins", remedy="Choose two other households.")])
    places = [(str(rows["worker_id"].iloc[0]), str(rows["date"].iloc[0])) for rows in found]
    return {first: places[1], second: places[0]}

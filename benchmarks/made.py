"""A made-up round, as ``plan_round`` takes it; nobody in it is real."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from allocation import Round, Wishes
from geo.travel import StraightLine, Travel

#: A month without public holidays in South Africa, from a Monday on, so that the days are what they say.
FIRST_DAY = "2027-02-01"


@dataclass(frozen=True)
class Made:
    """Tables, round and travel.

    Attributes
    ----------
    households, fieldworkers : DataFrame or GeoDataFrame
    round : Round
    travel : Travel
    mandatory : bool
        Whether all households can be served and the shortest travel is asked for, as in the literature of routing.
    """

    households: pd.DataFrame
    fieldworkers: pd.DataFrame
    round: Round
    travel: Travel
    mandatory: bool = False


def weekdays(count: int, name: str) -> Round:
    """A round of so many working days. No wishes: the peers know none, so that travel alone can be compared."""
    last = pd.bdate_range(FIRST_DAY, periods=count)[-1].date()
    return Round(FIRST_DAY, last, holidays="", wishes=Wishes.none(), name=name)  # type: ignore[arg-type]


#: Straight lines with the usual detours and speeds.
STRAIGHT = StraightLine()

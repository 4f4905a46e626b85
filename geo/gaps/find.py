"""The gap of each household in each sector."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access import Access, AccessSettings, measure
from geo.access.sectors import sector_key, sector_keys, spelling
from geo.errors import SettingProblems
from geo.gaps.asked import MONTHS, Asked, asked
from geo.problems import Problem
from geo.tables import items
from geo.travel import Travel

#: What a household may be in a sector: exactly one of these.
CATEGORIES = ("no_need", "met", "unmet", "never_asked", "asked_long_ago", "out_of_reach", "need_place_unknown")
#: Those that need the service and do not get it, in reach or not.
OPEN = ("unmet", "out_of_reach", "need_place_unknown")


@dataclass(frozen=True)
class GapSettings:
    """How gaps are told apart.

    Parameters
    ----------
    access : AccessSettings
        Mode, threshold and the rest.
    asked_months : int
        Months after which an answer is too old, 1 or more.
    today : date or None
        The day from which that is judged; the day on which it runs where left out.
    list_date : date or None
        When a list was made that does not say when each household was profiled; ``today`` where left out.

    Raises
    ------
    SettingProblems
        Months below 1.
    """

    access: AccessSettings = field(default_factory=AccessSettings)
    asked_months: int = MONTHS
    today: dt.date | None = None
    list_date: dt.date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.asked_months, bool) or not isinstance(self.asked_months, int) or self.asked_months < 1:
            fact = "The months after which an answer is too old must be a whole number of 1 or more."
            raise SettingProblems([Problem("E401", fact, column="asked_months")])


@dataclass(frozen=True)
class Gaps:
    """The gaps of a list of households.

    Attributes
    ----------
    sectors : tuple of str
        All that service points have, or that a household names, in text order.
    category : (n, s) array of str
        The category of each household in each sector.
    listed : (n, s) bool array
        Whether the household names the sector, as a need or as met, whenever it was asked.
    access : Access
        Of the sectors that have points.
    asked : Asked
    """

    sectors: tuple[str, ...]
    category: NDArray[np.str_]
    listed: NDArray[np.bool_]
    access: Access
    asked: Asked

    @property
    def table(self) -> pd.DataFrame:
        """Columns ``household_id, sector, category``, household by household."""
        ids = self.access.households["household_id"].to_numpy()
        frame = pd.DataFrame({"household_id": np.repeat(ids, len(self.sectors)), "sector": [*self.sectors] * len(ids)})
        return frame.assign(category=self.category.reshape(-1)).astype("str")

    @property
    def passed_over(self) -> NDArray[np.bool_]:
        """Whether a household names a sector that is not counted as its need, as it was never asked or too long ago; (n, s)."""
        return np.isin(self.category, ("never_asked", "asked_long_ago")) & self.listed

    def told(self) -> dict[str, Any]:
        """As summary.json says it."""
        passed_over = self.passed_over
        by_sector = {}
        for at, name in enumerate(self.sectors):
            counts = {kind: int((self.category[:, at] == kind).sum()) for kind in CATEGORIES}
            points = len(self.access.supplies[name].capacity) if name in self.access.supplies else 0
            by_sector[name] = {"points": points, **counts, "listed_all_the_same": int(passed_over[:, at].sum())}
        return {"asked": self.asked.told(), "sectors": by_sector}


def find_gaps(
    households: pd.DataFrame,
    points: pd.DataFrame,
    wards: gpd.GeoDataFrame | None = None,
    travel: Travel | None = None,
    settings: GapSettings | None = None,
) -> Gaps:
    """Tell for each household and sector what it is: a public door, which validates both lists.

    In this order, so that each household is exactly one of them:

    1. ``never_asked`` where ``last_profiled`` is there and blank;
    2. ``asked_long_ago`` where that date (without the column: the list's) is older than ``asked_months``;
    3. ``met`` where the sector is among ``needs_met``, also where it is still among the needs;
    4. ``unmet`` where it is among ``needs`` and a point of the sector is within the threshold;
    5. ``need_place_unknown`` where it is among ``needs``, there are points of the sector, and nobody knows where the household
       is: whether one is in reach cannot be said;
    6. ``out_of_reach`` where it is among ``needs`` and none is: too far, unreachable, or no such point at all;
    7. ``no_need`` else: asked, and not listed.

    Parameters
    ----------
    households, points : DataFrame or GeoDataFrame
        Tables ``households`` and ``service_points``.
    wards : GeoDataFrame or None
        Gives each household its ward, as for a plan; the stated one stands where left out.
    travel : Travel or None
        Straight lines with their defaults where left out.
    settings : GapSettings or None
        Defaults where left out.

    Raises
    ------
    InputProblems
        Everything wrong with the lists.
    """
    chosen = settings or GapSettings()
    # Whether anybody noted dates must be asked before the table is completed with the columns that it lacks.
    dates = households["last_profiled"] if "last_profiled" in households.columns else None
    access = measure(households, points, travel, chosen.access, wards=wards)
    when = asked(
        dates,
        len(access.households),
        today=chosen.today or dt.date.today(),
        months=chosen.asked_months,
        list_date=chosen.list_date,
    )
    sectors = _sectors(access)
    needs, met = (_named(access.households[column], sectors) for column in ("needs", "needs_met"))
    within = np.column_stack([_within(access, name) for name in sectors])
    never, long_ago = (np.broadcast_to(mask[:, None], needs.shape) for mask in (when.never, when.long_ago))
    # Of a sector without any point nobody has one in reach, wherever they live.
    lost = ~access.placed[:, None] & np.array([name in access.supplies for name in sectors], dtype=bool)[None, :]
    category = np.select(
        [never, long_ago, met, needs & within, needs & lost, needs],
        ["never_asked", "asked_long_ago", "met", "unmet", "need_place_unknown", "out_of_reach"],
        default="no_need",
    )
    return Gaps(sectors, category, needs | met, access, when)


def _sectors(access: Access) -> tuple[str, ...]:
    """The sectors of points as they are told already, and those that only households name."""
    known = {sector_key(name): name for name in access.sectors}
    homes = access.households
    texts = pd.concat([homes["needs"], homes["needs_met"]])
    named = spelling(item for cell, times in texts.value_counts().items() for item in items(str(cell)) * int(times))
    return tuple(sorted({**named, **known}.values()))


def _named(cells: pd.Series[Any], sectors: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether each cell names each sector, shape (n, s)."""
    keys = [sector_key(name) for name in sectors]
    codes, texts = pd.factorize(cells.to_numpy(dtype=object))
    said = [sector_keys(str(text)) for text in texts]
    known = np.array([[key in one for key in keys] for one in said], dtype=bool).reshape(len(said), len(keys))
    return known[codes]


def _within(access: Access, sector: str) -> NDArray[np.bool_]:
    if sector not in access.supplies:
        return np.zeros(len(access.households), dtype=bool)
    return access.of(sector)["within"].to_numpy(dtype=bool)

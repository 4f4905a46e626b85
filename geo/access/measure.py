"""Access of households to service points, sector by sector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.capacity import Fill, Supply, supply
from geo.access.cells import cells_of
from geo.access.collect import Demand, Nearest, Opportunities, Shared, collect
from geo.access.people import People, people
from geo.access.sectors import sector_key, spelling
from geo.access.settings import AccessSettings
from geo.errors import InputProblems
from geo.placing import placed
from geo.problems import Problem
from geo.tables import examine
from geo.travel import Places, StraightLine, Travel, tiles

#: Columns of :attr:`Access.table`.
ACCESS = ("household_id", "sector", "point_id", "minutes", "within", "opportunities", "capacity_within", "e2sfca")


@dataclass(frozen=True)
class Access:
    """Access of each household to each sector.

    Attributes
    ----------
    table : DataFrame
        Columns :data:`ACCESS`, a row a household and sector: households in the order of the list, sectors in text order.
        ``point_id`` of the nearest point ("" where none is reachable), ``minutes`` to it one way (NaN where unreachable),
        ``within`` (bool) the threshold, ``opportunities`` points and ``capacity_within`` their capacity within the threshold,
        ``e2sfca`` capacity for each person (NaN where the place is unknown).
    households : GeoDataFrame
        In the shape of the contract, with place, ward and ``settlement`` as used (those of a plan: :mod:`geo.placing`),
        ``people`` and ``cell`` ("" where the place is unknown).
    points : GeoDataFrame
        In the shape of the contract, by id.
    placed : (n,) bool array
        Households whose place is known (all, with a travel matrix).
    supplies : dict of sector → Supply
    people : People
    settings : AccessSettings
    travel : Travel
    """

    table: pd.DataFrame
    households: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    placed: NDArray[np.bool_]
    supplies: dict[str, Supply]
    people: People
    settings: AccessSettings
    travel: Travel = field(repr=False)

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors that were measured, in text order."""
        return tuple(self.supplies)

    @property
    def fills(self) -> dict[str, Fill]:
        """By sector, what a blank capacity counts: to be handed to :func:`measure` for a changed list of points."""
        return {name: given.fill for name, given in self.supplies.items()}

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """What each household counts in shares and means."""
        return self.people.number if self.settings.weight == "members" else np.ones(len(self.households))

    def of(self, sector: str) -> pd.DataFrame:
        """The rows of one sector, in the order of the households, with an index from 0."""
        return self.table.iloc[self.sectors.index(sector) :: len(self.sectors)].reset_index(drop=True)

    def told(self) -> dict[str, Any]:
        """As summary.json says it."""
        return {
            "households": len(self.households),
            "place_unknown": int((~self.placed).sum()),
            "members": self.people.told(),
            "sectors": {name: self._told_of(name) for name in self.sectors},
        }

    def _told_of(self, name: str) -> dict[str, Any]:
        rows = self.of(name)
        within, total = rows["within"].to_numpy(), self.weight[self.placed].sum()
        return {
            **self.supplies[name].told(),
            "within": int(within.sum()),
            "unreachable": int(rows["minutes"].isna().to_numpy()[self.placed].sum()),
            "share_within": float(self.weight[within].sum() / total) if total else np.nan,
        }


def measure(
    households: pd.DataFrame,
    points: pd.DataFrame,
    travel: Travel | None = None,
    settings: AccessSettings | None = None,
    *,
    wards: gpd.GeoDataFrame | None = None,
    sectors: Iterable[str] | None = None,
    fills: Mapping[str, Fill] | None = None,
) -> Access:
    """Measure the access of households to service points: a public door, which validates both tables.

    Parameters
    ----------
    households, points : DataFrame or GeoDataFrame
        Tables ``households`` and ``service_points`` (:data:`geo.tables.TABLES`).
    travel : Travel or None
        Minutes between places; straight lines with their defaults where left out.
    settings : AccessSettings or None
        Defaults where left out.
    wards : GeoDataFrame or None
        Gives each household its ward, as for a plan; the stated ones stand where left out.
    sectors : iterable of str or None
        The sectors to measure; all that the points have where left out.
    fills : mapping of sector → Fill or None
        What a blank capacity counts, where an earlier measure has settled it (:attr:`Access.fills`).

    Raises
    ------
    InputProblems
        Everything wrong with both tables; E407 for a sector that no point has.

    Examples
    --------
    >>> homes = pd.DataFrame({"household_id": ["H1", "H2"], "latitude": [-33.30, -33.31], "longitude": [26.5, 26.5]})
    >>> clinics = pd.DataFrame({"point_id": ["P1"], "latitude": [-33.30], "longitude": [26.5], "sector": ["health"]})
    >>> measure(homes, clinics).table[["household_id", "point_id", "minutes"]].round(1).to_numpy().tolist()
    [['H1', 'P1', 0.0], ['H2', 'P1', 19.2]]
    """
    travel, chosen = travel or StraightLine(), settings or AccessSettings()
    homes, places_of_service, areas = _validated(households, points, wards, travel)
    by_key = spelling(places_of_service["sector"])
    names = _asked(sectors, by_key)
    homes, _ = placed(homes, areas, needs_geometry=travel.needs_geometry)
    places = Places.of(homes["household_id"].tolist(), homes.geometry, homes["settlement"].tolist())
    counted = people(homes["members"].to_numpy(dtype=float))
    cells = pd.array(cells_of(places.lon_lat, chosen.cell_resolution), dtype="str")
    homes = homes.assign(people=counted.number, cell=cells)
    known: NDArray[np.bool_] = np.ones(len(homes), dtype=bool)
    if travel.needs_geometry:
        known = np.isfinite(places.lon_lat[:, 0]) & np.isfinite(places.lon_lat[:, 1])
    service_points = places_of_service.sort_values("point_id", kind="stable").reset_index(drop=True)
    key_of_point = np.array([sector_key(text) for text in service_points["sector"]], dtype=object)
    settled = {sector_key(name): fill for name, fill in (fills or {}).items()}
    supplies, parts = {}, []
    for key, name in sorted(names.items(), key=lambda item: item[1]):
        own = service_points[key_of_point == key]
        supplies[name] = supply(own["capacity"].to_numpy(dtype=float), chosen.blank_capacity, settled.get(key))
        goals = Places.of(own["point_id"].tolist(), own.geometry)
        part = _sector(name, goals, supplies[name], places=places, placed=known, counted=counted, travel=travel, chosen=chosen)
        parts.append(part)
    return Access(_woven(parts), homes, service_points, known, supplies, counted, chosen, travel)


def _validated(
    households: pd.DataFrame, points: pd.DataFrame, wards: pd.DataFrame | None, travel: Travel
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame | None]:
    wrong: list[Problem] = []
    homes = _examined("households", households, wrong, travel.needs_geometry)
    goals = _examined("service_points", points, wrong, travel.needs_geometry)
    areas = None if wards is None else _examined("wards", wards, wrong, True)
    if wrong or homes is None or goals is None:
        raise InputProblems(wrong)
    return homes, goals, areas


def _examined(table: str, frame: pd.DataFrame, wrong: list[Problem], needs_place: bool) -> gpd.GeoDataFrame | None:
    """The completed table; what is wrong with it is told in ``wrong``."""
    done, problems = examine(table, frame, needs_place=needs_place)
    wrong += problems
    if done is not None and done.empty and not problems:
        wrong.append(Problem("E402", f"The {table} table has no rows.", file=table, remedy="Give at least one."))
    return done


def _asked(sectors: Iterable[str] | None, known: dict[str, str]) -> dict[str, str]:
    """Key → name of the sectors to measure."""
    if sectors is None:
        return known
    wanted = {sector_key(text): text for text in sectors}
    wrong = [
        Problem("E407", f"No service point has the sector {text}; there are {', '.join(known.values())}.", column="sector")
        for key, text in wanted.items()
        if key not in known
    ]
    if wrong:
        raise InputProblems(wrong)
    return {key: known[key] for key in wanted}


def _sector(
    name: str,
    goals: Places,
    given: Supply,
    *,
    places: Places,
    placed: NDArray[np.bool_],
    counted: People,
    travel: Travel,
    chosen: AccessSettings,
) -> pd.DataFrame:
    """The rows of one sector: two passes over the tiles, since what a point has for each person is known after the first."""
    nearest = Nearest(len(places))
    near = Opportunities(len(places), chosen.threshold_min, given.capacity)
    demand = Demand(len(goals), chosen.zones, counted.number)
    collect(tiles(travel, places, goals, chosen.mode, chosen.reach_min), nearest, near, demand)
    shared = Shared(len(places), chosen.zones, given.capacity, demand.people)
    collect(tiles(travel, places, goals, chosen.mode, chosen.reach_min), shared)
    minutes = nearest.minutes
    with np.errstate(invalid="ignore"):
        within = minutes <= chosen.threshold_min
    values = {
        "household_id": places.ids,
        "sector": name,
        "point_id": np.append(goals.ids.astype(object), "")[nearest.column],
        "minutes": minutes,
        "within": within,
        "opportunities": near.points,
        "capacity_within": near.capacity,
        "e2sfca": np.where(placed, shared.access, np.nan),
    }
    frame = pd.DataFrame(values, columns=list(ACCESS))
    return frame.astype(dict.fromkeys(("household_id", "sector", "point_id"), "str"))


def _woven(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all sectors, household by household."""
    if len(parts) == 1:
        return parts[0]
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)

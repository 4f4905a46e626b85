"""The lists of a workspace → gaps of a sector by ward, cell and the levels above: what the page Service gaps shows."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access import AccessSettings
from geo.gaps import CATEGORIES, Gaps, GapSettings, find_gaps, gap_table
from geo.gaps.shrink import shrunk
from geo.maps.numbers import lon_lat
from geo.tables import MODES
from outputs.access_folder import precise
from outputs.area_layers import area_layer, write_layers
from outputs.tables import write_table
from workflows.overview import LIST_NAMES
from workspace import Workspace

#: Without these there are no gaps to see.
NEEDED = ("wards", "households", "service_points")
MODE_NAMES = MappingProxyType(dict(zip(MODES, ("On foot", "By bicycle", "By car"), strict=True)))
#: Below this many households a share is marked: one household more or less moves it by more than five points. A choice of ours.
FEW = 20
LEVELS = MappingProxyType(
    {"ward": "ward_id", "municipality": "municipality_id", "district": "district_id", "province": "province"}
)
#: Categories in the order in which households are listed.
_GRAVEST_FIRST = ("out_of_reach", "unmet", "never_asked", "asked_long_ago", "met", "no_need")
_NAMES = {"municipality": "municipality", "district": "district", "province": "province"}


@dataclass(frozen=True)
class Measure:
    """A share that areas are compared by: ``counts`` of ``of``, columns of :func:`table`; of ``whom``, and ``what`` they do."""

    title: str
    counts: tuple[str, ...]
    of: str
    whom: str
    what: str


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "out_of_reach": Measure(
            "Need it, none in reach", ("out_of_reach",), "asked", "households asked", "need it and have none in reach"
        ),
        "open": Measure("Need it, not met", ("out_of_reach", "unmet"), "asked", "households asked", "need it and do not get it"),
        "far": Measure("Live too far away", ("far",), "placed", "households on the map", "have none in reach"),
        "not_asked": Measure(
            "Not asked", ("never_asked", "asked_long_ago"), "households", "households", "were never asked, or too long ago"
        ),
    }
)


@dataclass(frozen=True)
class Ground:
    """What does not depend on the threshold or the sector; changed by nobody.

    Attributes
    ----------
    gaps : Gaps
        At the default threshold.
    wards : GeoDataFrame
        Those of the municipalities in which households lie.
    areas : DataFrame
        A row a household: the columns of :data:`LEVELS`, and ``cell``.
    names : dict of level → dict of id → name
    points : GeoDataFrame
    """

    gaps: Gaps
    wards: gpd.GeoDataFrame
    areas: pd.DataFrame
    names: Mapping[str, Mapping[str, str]]
    points: gpd.GeoDataFrame

    @property
    def levels(self) -> list[str]:
        """The ward, and the levels above it of which households lie in more than one area."""
        return ["ward", *(level for level in _NAMES if len(set(self.areas[level].cat.categories) - {""}) > 1)]


@dataclass(frozen=True)
class Look:
    """Each household in one sector at one threshold, in the order of the list.

    Attributes
    ----------
    kind : (n,) int array
        Index of :data:`geo.gaps.CATEGORIES`.
    minutes : (n,) float array
        To the nearest point; NaN where none is reachable or the place is unknown.
    near, placed : (n,) bool arrays
        Whether that is within the threshold; whether the place is known.
    point_id : (n,) array of str
        The nearest point, "" for none.
    """

    kind: NDArray[np.int64]
    minutes: NDArray[np.float64]
    near: NDArray[np.bool_]
    placed: NDArray[np.bool_]
    point_id: NDArray[np.object_]


def missing(workspace: Workspace) -> list[str]:
    """The lists that are still to be brought, as screens call them."""
    return [LIST_NAMES[table] for table in NEEDED if not workspace.revision(table)]


def revisions(workspace: Workspace) -> tuple[str, ...]:
    """What the ground depends on besides settings."""
    return tuple(workspace.revision(table) for table in NEEDED)


def ground(workspace: Workspace, mode: str = "walk", months: int = 24, today: dt.date | None = None) -> Ground:
    """Measure once, for every sector: costly for many households, so worth keeping by :func:`revisions`.

    A list that does not say when each household was asked counts as asked on the day on which it was brought.

    Raises
    ------
    InputProblems
        Something is wrong with the lists.
    """
    homes, points, wards = (workspace.table(table) for table in ("households", "service_points", "wards"))
    assert homes is not None and points is not None and wards is not None, missing(workspace)
    homes, list_date = _dated(workspace, homes)
    settings = GapSettings(AccessSettings(mode=mode), months, today, list_date)
    gaps = find_gaps(homes, points, wards, None, settings)
    codes = gaps.access.households["ward_id"].astype(str)
    by_code = wards.set_index(wards["ward_id"].astype(str))
    own = by_code["municipality_id"].astype(str)
    shown = wards[own.isin(set(own.reindex(codes.unique()).dropna())).to_numpy()]
    areas = {level: by_code[column].astype(str).reindex(codes).fillna("").to_numpy() for level, column in LEVELS.items()}
    frame = pd.DataFrame({**areas, "ward": codes.to_numpy(), "cell": gaps.access.households["cell"].to_numpy()})
    return Ground(gaps, shown, frame.astype("category"), _names_of(shown), points)


def _dated(workspace: Workspace, homes: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, dt.date]:
    """The households without ``last_profiled`` where their file had no such column; and the day on which they were brought."""
    kept = workspace.import_details(workspace.revision("households"))
    there = "last_profiled" in kept["mapping"].values() or homes["last_profiled"].astype(str).ne("").any()
    when = pd.Timestamp(kept["kept_at"]).date()
    return (homes if there else homes.drop(columns="last_profiled")), when


def _names_of(wards: gpd.GeoDataFrame) -> dict[str, dict[str, str]]:
    one_place = wards["municipality_id"].nunique() <= 1
    numbers = zip(wards["ward_id"].astype(str), wards["ward_no"].astype(str), strict=True)
    # Ward numbers start anew in each municipality; among several only the code tells them apart.
    names = {"ward": {code: f"Ward {number}" if number and one_place else code for code, number in numbers}}
    for level, column in _NAMES.items():
        ids, texts = wards[LEVELS[level]].astype(str), wards[column].astype(str)
        names[level] = {code: text or code for code, text in zip(ids, texts, strict=True)}
    return names


def first_sector(base: Ground) -> str:
    """The sector that is shown first: of those with points the one that most households need and do not get."""
    needed = np.isin(base.gaps.category, ("unmet", "out_of_reach")).sum(axis=0)
    there = [name in base.gaps.access.supplies for name in base.gaps.sectors]
    return base.gaps.sectors[int(np.argmax(np.where(there, needed, -1)))]


def look(base: Ground, sector: str, minutes: float) -> Look:
    """The households at another threshold: only who has a need can change, between unmet and out of reach."""
    gaps, access = base.gaps, base.gaps.access
    before = gaps.category[:, gaps.sectors.index(sector)]
    to_point = np.full(len(before), np.nan)
    points = np.full(len(before), "", dtype=object)
    if sector in access.supplies:
        rows = access.of(sector)
        to_point, points = rows["minutes"].to_numpy(dtype=float), rows["point_id"].to_numpy(dtype=object)
    near = np.nan_to_num(to_point, nan=np.inf) <= minutes
    kind = np.zeros(len(before), dtype=np.int64)
    for at, name in enumerate(CATEGORIES):
        kind[before == name] = at
    needed = (before == "unmet") | (before == "out_of_reach")
    kind[needed] = np.where(near[needed], CATEGORIES.index("unmet"), CATEGORIES.index("out_of_reach"))
    return Look(kind, to_point, near, access.placed, points)


def table(base: Ground, seen: Look, measure: str, level: str = "ward", ward: str = "") -> pd.DataFrame:
    """Households of each area by category, and the share that areas are compared by, worst first.

    Parameters
    ----------
    base : Ground
        As measured.
    seen : Look
        A sector at a threshold.
    measure : str
        A key of :data:`MEASURES`.
    level : str
        A key of :data:`LEVELS`, or ``cell``.
    ward : str
        Only households of this ward; "" for all.

    Returns
    -------
    DataFrame
        ``area_id`` ("" for none), ``name``, ``households``, the six categories, ``asked`` (neither never nor too long ago),
        ``placed``, ``far``; ``count`` of ``base`` (the measure's), ``share`` (NaN where base is 0), ``ranked`` (the share drawn
        towards that of all: :func:`geo.gaps.shrink.shrunk`), ``few`` (base below :data:`FEW`). The worst ``ranked`` first.
    """
    own = base.areas[level].cat
    inside = np.ones(len(seen.kind), dtype=bool) if not ward else (base.areas["ward"] == ward).to_numpy()
    codes, ids = own.codes.to_numpy()[inside].astype(np.int64), [str(name) for name in own.categories]
    counts = np.bincount(codes * len(CATEGORIES) + seen.kind[inside], minlength=len(ids) * len(CATEGORIES))
    frame = pd.DataFrame(counts.reshape(len(ids), len(CATEGORIES)), columns=list(CATEGORIES))
    placed, far = seen.placed[inside], (seen.placed & ~seen.near)[inside]
    frame = frame.assign(
        households=frame.sum(axis=1),
        placed=np.bincount(codes[placed], minlength=len(ids)),
        far=np.bincount(codes[far], minlength=len(ids)),
    )
    frame = frame.assign(asked=frame["households"] - frame["never_asked"] - frame["asked_long_ago"])
    frame.insert(0, "area_id", ids)
    named = base.names.get(level, {})
    frame.insert(1, "name", [named.get(code, code) or f"No {level}" for code in ids])
    frame = frame[frame["households"] > 0]
    how = MEASURES[measure]
    count, of = frame[list(how.counts)].sum(axis=1).to_numpy(), frame[how.of].to_numpy()
    share = np.divide(count, of, out=np.full(len(of), np.nan), where=of > 0)
    frame = frame.assign(count=count, base=of, share=share, ranked=shrunk(count, of), few=of < FEW)
    order = ["ranked", "base", "area_id"]
    return frame.sort_values(order, ascending=[False, False, True], na_position="last").reset_index(drop=True)


def homes_of(base: Ground, seen: Look, ward: str, cell: str = "") -> pd.DataFrame:
    """The households of a ward, or of a cell in it, the farthest from a service first.

    Returns
    -------
    DataFrame
        ``household_id``, ``label``, ``village``, ``category``, ``minutes``, ``point`` (name of the nearest), ``lon``, ``lat``.
    """
    homes = base.gaps.access.households
    inside = (base.areas["ward"] == ward).to_numpy()
    if cell:
        inside = inside & (base.areas["cell"] == cell).to_numpy()
    own = homes[inside]
    places = lon_lat(own)
    named = base.points.set_index(base.points["point_id"].astype(str))["name"].astype(str)
    ids = pd.Series(seen.point_id[inside].astype(str))
    frame = pd.DataFrame(
        {
            "household_id": own["household_id"].astype(str).to_numpy(),
            "label": own["label"].astype(str).to_numpy(),
            "village": own["village"].astype(str).to_numpy(),
            "category": np.array(CATEGORIES, dtype=object)[seen.kind[inside]],
            "minutes": np.round(seen.minutes[inside]),
            "point": ids.map(named).fillna(ids).where(lambda name: name != "", ids).to_numpy(),
            "lon": places[:, 0],
            "lat": places[:, 1],
        }
    )
    frame = frame.assign(order=frame["category"].map({name: at for at, name in enumerate(_GRAVEST_FIRST)}))
    return frame.sort_values(["order", "minutes"], ascending=[True, False]).drop(columns="order").reset_index(drop=True)


def cell_of(base: Ground, household_id: str) -> str:
    """The cell in which a household lies, "" where nobody knows."""
    at = (base.gaps.access.households["household_id"].astype(str) == household_id).to_numpy().argmax()
    return str(base.areas["cell"].iloc[at])


def _measured(workspace: Workspace, mode: str, minutes: float, months: int, today: dt.date) -> tuple[Gaps, gpd.GeoDataFrame]:
    """All of it at this threshold, with what depends on it throughout (capacity for each person)."""
    homes, points, wards = (workspace.table(table) for table in ("households", "service_points", "wards"))
    assert homes is not None and points is not None and wards is not None, missing(workspace)
    homes, list_date = _dated(workspace, homes)
    reach = AccessSettings(mode=mode, threshold_min=minutes)
    return find_gaps(homes, points, wards, None, GapSettings(reach, months, today, list_date)), wards


def gaps_csv(workspace: Workspace, mode: str, minutes: float, months: int, today: dt.date) -> bytes:
    """gaps.csv of all sectors, as ``wardround gaps`` writes it."""
    gaps, wards = _measured(workspace, mode, minutes, months, today)
    with tempfile.TemporaryDirectory(prefix="wardround-") as place:
        path = Path(place) / "gaps.csv"
        write_table(path, precise(gap_table(gaps, "ward", wards), "share_within", "e2sfca"))
        return path.read_bytes()


def gaps_gpkg(workspace: Workspace, mode: str, minutes: float, months: int, today: dt.date) -> bytes:
    """gaps.gpkg of all sectors with the layers ``wards`` and ``cells``, as ``wardround gaps`` writes it."""
    gaps, wards = _measured(workspace, mode, minutes, months, today)
    layers = [
        area_layer("wards", gap_table(gaps, "ward", wards), wards, "ward_id"),
        area_layer("cells", gap_table(gaps, "cell"), key="cell"),
    ]
    with tempfile.TemporaryDirectory(prefix="wardround-") as place:
        path = Path(place) / "gaps.gpkg"
        write_layers(path, layers)
        return path.read_bytes()

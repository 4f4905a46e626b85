"""How compact the areas of a plan are: how far fieldworkers go from home, and how many of them a village sees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.plan import Plan
from geo.travel import Places
from geo.travel.distance import pairwise_m

#: Columns of the tables.
BY_WORKER = ("worker_id", "visits", "home_km", "farthest_km", "together_km")
BY_PLACE = ("place", "is_village", "visits", "workers", "main_worker", "main_share")
#: Side of the squares that stand for a village where none is named, degrees of latitude: about 1 km.
_CELL_DEG = 1 / 111.0
_M_A_KM = 1000.0
#: Visits measured at once.
_CHUNK = 64


@dataclass(frozen=True)
class Compactness:
    """Measures of a plan's areas. Kilometres are straight lines; NaN where places are not known.

    Attributes
    ----------
    workers : DataFrame
        One row a fieldworker with visits: ``worker_id``, ``visits``, ``home_km`` (mean from home to a household),
        ``farthest_km``, ``together_km`` (mean from the middle of the own households to a household: how far they lie
        apart).
    places : DataFrame
        One row a village, or a square of about 1 km where no village is named: ``place``, ``is_village``, ``visits``,
        ``workers`` (how many different ones come), ``main_worker`` (who comes most), ``main_share`` (of the visits, 0 to 1).
    home_km, together_km : float
        Means over all visits.
    workers_a_place : float
        Fieldworkers that the place of a visit sees, on average over the visits.
    main_share : float
        Part of all visits made by the place's main fieldworker, 0 to 1; 1 where every village knows its one fieldworker.
    """

    workers: pd.DataFrame
    places: pd.DataFrame
    home_km: float
    together_km: float
    workers_a_place: float
    main_share: float

    @property
    def sentence(self) -> str:
        """The measures in a line; "" for a plan without visits."""
        if self.places.empty:
            return ""
        share = f"{self.main_share:.0%} of the visits are made by the fieldworker who comes there most"
        seen = f"a village or square of 1 km sees {self.workers_a_place:.1f} fieldworkers on average, and {share}"
        if np.isnan(self.home_km):
            return f"{seen[0].upper()}{seen[1:]}."
        apart = f"{self.together_km:.1f} km from the middle of its fieldworker's households"
        return f"A household lies {self.home_km:.1f} km from its fieldworker's home and {apart}; {seen}."


def compactness(plan: Plan) -> Compactness:
    """The measures of a finished plan; each visit counts once for each visitor."""
    homes, crew = (
        Places.of(frame[key].tolist(), frame.geometry)
        for frame, key in ((plan.fieldworkers, "worker_id"), (plan.households, "household_id"))
    )
    who = pd.Index(homes.ids).get_indexer(pd.Index(plan.visits["worker_id"].astype(str)))
    whom = pd.Index(crew.ids).get_indexer(pd.Index(plan.visits["household_id"].astype(str)))
    spots = crew.lon_lat[whom]
    away = _km(homes.lon_lat[who], spots)
    middle = pd.DataFrame(spots).groupby(who).transform("mean").to_numpy(dtype=float)
    apart = _km(middle, spots)
    by_place = _by_place(_places(plan, whom, spots), plan.visits["worker_id"].astype(str).to_numpy(dtype=object))
    return Compactness(
        workers=_by_worker(plan.visits["worker_id"], away, apart),
        places=by_place,
        home_km=_mean(away),
        together_km=_mean(apart),
        workers_a_place=_weighted(by_place["workers"], by_place["visits"]),
        main_share=_weighted(by_place["main_share"], by_place["visits"]),
    )


def _km(ends: NDArray[np.float64], spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres between each pair of rows."""
    length, found = len(ends), []
    for first in range(0, length, _CHUNK):  # the diagonal of small tables of distances
        part = slice(first, first + _CHUNK)
        found.append(np.diagonal(pairwise_m(ends[part], spots[part])))
    return np.concatenate([*found, np.zeros(0)]) / _M_A_KM


def _by_worker(worker: pd.Series, away: NDArray[np.float64], apart: NDArray[np.float64]) -> pd.DataFrame:
    rows = pd.DataFrame({"worker_id": worker.astype(str).to_numpy(), "away": away, "apart": apart})
    found = rows.groupby("worker_id", as_index=False).agg(
        visits=("away", "size"), home_km=("away", "mean"), farthest_km=("away", "max"), together_km=("apart", "mean")
    )
    return found.reindex(columns=list(BY_WORKER))


def _places(plan: Plan, whom: NDArray[np.int64], spots: NDArray[np.float64]) -> pd.DataFrame:
    """The village of each visit, or its square of about 1 km: ``place`` and ``is_village``."""
    village = plan.households["village"].astype(str).to_numpy(dtype=object)[whom]
    ward = plan.households["ward_id"].astype(str).to_numpy(dtype=object)[whom]
    if _twice(plan):  # two villages of one name lie in different wards as a rule
        named = np.array([f"{name} ({code})" if name else "" for name, code in zip(village, ward, strict=True)], dtype=object)
    else:
        named = village
    narrow = np.cos(np.radians(spots[:, 1]))
    with np.errstate(invalid="ignore"):
        cells = np.floor(np.column_stack([spots[:, 0] * narrow, spots[:, 1]]) / _CELL_DEG)
    squares: list[str] = [f"{x:.0f}/{y:.0f}" if np.isfinite(x) else "" for x, y in cells]
    has = village != ""
    return pd.DataFrame({"place": np.where(has, named, squares), "is_village": has})


def _twice(plan: Plan) -> bool:
    """Whether some village name stands in more than one ward."""
    names = plan.households[plan.households["village"] != ""]
    return bool((names.groupby("village")["ward_id"].nunique() > 1).any())


def _by_place(places: pd.DataFrame, worker: NDArray[np.object_]) -> pd.DataFrame:
    known = places.assign(worker=worker)
    known = known[known["place"] != ""]
    rows = []
    for (place, village), part in known.groupby(["place", "is_village"], sort=True):
        counts = part["worker"].value_counts()
        main = sorted(counts.index[counts == counts.iloc[0]])[0]
        rows.append((str(place), bool(village), len(part), len(counts), str(main), float(counts.iloc[0] / len(part))))
    return pd.DataFrame(rows, columns=list(BY_PLACE)).sort_values("visits", ascending=False, kind="stable", ignore_index=True)


def _mean(values: NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def _weighted(values: pd.Series, weights: pd.Series) -> float:
    return float(np.average(values.to_numpy(dtype=float), weights=weights.to_numpy(dtype=float))) if len(values) else float("nan")

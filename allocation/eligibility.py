"""Who may visit whom, rule by rule.

Each rule is a table of its own (workers × households), so that an unserved household can be told which rule keeps
everybody from it. Together they are part of the model: the optimizer may never pair where one of them is false.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.round import Round
from geo.clock import Windows
from geo.tables import items
from geo.travel import Places
from geo.travel.distance import pairwise_m

Mask = NDArray[np.bool_]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Eligibility:
    """Masks of shape (workers, households); True where the rule lets the worker visit.

    Attributes
    ----------
    skill : household ``skills`` and, in a service round, its ``needs``
    language : a shared language, where the rule asks for it
    home_ward : inside the worker's home ward, where the rule asks for it
    near : within the longest straight line from home
    reachable : there is a way there and a way back
    load : the demand fits what the worker carries in a day
    fits : the way there, the visit and the way back fit the worker's day and the household's hours
    works : the worker works on at least one day of the round
    allowed : the household does not name the worker among those who must not visit it
    open : the worker works on a day on which nothing closes the household's place
    """

    skill: Mask
    language: Mask
    home_ward: Mask
    near: Mask
    reachable: Mask
    load: Mask
    fits: Mask
    works: Mask
    allowed: Mask
    open: Mask

    @property
    def people(self) -> Mask:
        """The rules about people only: skill, language, home ward and who must not visit."""
        return self.skill & self.language & self.home_ward & self.allowed

    @property
    def part(self) -> Mask:
        """The rules about one person: all but skill and language, which two visitors bring together."""
        return self.home_ward & self.allowed & self.near & self.reachable & self.load & self.fits & self.works & self.open

    @property
    def may(self) -> Mask:
        """All rules together, for one visitor alone."""
        return self.part & self.skill & self.language


def skill_mask(households: gpd.GeoDataFrame, workers: gpd.GeoDataFrame, round_: Round) -> Mask:
    """Whether the worker has all the household's ``skills`` and, by ``rules.needs``, those of any or all of its needs.

    A household that names no need is open to everybody under both. Skills are compared without regard to case.
    """
    has = [_words(cell) for cell in workers["skills"]]
    mode = round_.rules.needs_for(round_.kind)
    asked = {need.strip().casefold(): skill.strip().casefold() for need, skill in round_.rules.need_skills.items()}
    answers: dict[tuple[str, str], NDArray[np.bool_]] = {}
    columns = []
    for skills, needs in zip(households["skills"], households["needs"], strict=True):
        key = (skills, needs if mode != "off" else "")
        if key not in answers:
            must = _words(key[0])
            wanted = {asked.get(need, need) for need in _words(key[1])}
            answers[key] = np.array([must <= own and _meets(wanted, own, mode) for own in has], dtype=bool)
        columns.append(answers[key])
    return np.stack(columns, axis=1) if columns else np.zeros((len(workers), 0), dtype=bool)


def _meets(wanted: set[str], own: set[str], mode: str) -> bool:
    if mode == "off" or not wanted:
        return True
    return bool(wanted & own) if mode == "any" else wanted <= own


def allowed_mask(households: gpd.GeoDataFrame, workers: gpd.GeoDataFrame) -> Mask:
    """False where the household names the worker in ``not_workers``."""
    ids = workers["worker_id"].tolist()
    result = np.ones((len(ids), len(households)), dtype=bool)
    for column, cell in enumerate(households["not_workers"]):
        if cell:
            result[:, column] = [name not in items(cell) for name in ids]
    return result


def shares_language(households: gpd.GeoDataFrame, workers: gpd.GeoDataFrame) -> Mask:
    """Whether worker and household share a language; a household without one shares every language."""
    speaks = [_words(cell) for cell in workers["languages"]]
    spoken = households["language"].str.strip().str.casefold().to_numpy(dtype=object)
    result = np.zeros((len(workers), len(households)), dtype=bool)
    for language in set(spoken.tolist()):
        knows = np.array([not language or language in own for own in speaks], dtype=bool)
        result[:, spoken == language] = knows[:, None]
    return result


def in_home_ward(households: gpd.GeoDataFrame, workers: gpd.GeoDataFrame) -> Mask:
    """Whether the household lies in the worker's home ward; a worker without one is at home everywhere."""
    home = workers["home_ward"].to_numpy(dtype=object)[:, None]
    ward = households["ward_id"].to_numpy(dtype=object)[None, :]
    return np.asarray((home == "") | (home == ward), dtype=bool)


def near_mask(homes: Places, places: Places, longest_m: NDArray[np.float64]) -> Mask:
    """Whether the straight line from home (metres) is no longer than ``longest_m`` of the worker (inf for no limit)."""
    result = np.ones((len(homes), len(places)), dtype=bool)
    limited = np.isfinite(longest_m).nonzero()[0]
    if len(limited):
        metres = pairwise_m(homes.lon_lat[limited], places.lon_lat)
        result[limited] = np.isnan(metres) | (metres <= longest_m[limited, None])
    return result


def fits_mask(
    out_min: Matrix,
    back_min: Matrix,
    visit_min: NDArray[np.float64],
    windows: Sequence[Windows],
    *,
    start_min: NDArray[np.float64],
    end_min: NDArray[np.float64],
    day_min: NDArray[np.float64],
    lunch_min: float = 0.0,
    lunch_after_min: float = np.inf,
) -> Mask:
    """Whether a day with this visit alone can be done.

    Parameters
    ----------
    out_min, back_min : (workers, households) arrays
        Least minutes there and back; NaN counts as no way.
    visit_min : (households,) array
        Minutes of each visit.
    windows : sequence of tuple
        The windows of each household, minutes from midnight; empty for any time.
    start_min, end_min, day_min : (workers,) arrays
        Earliest leaving, latest being home, longest day.
    lunch_min, lunch_after_min : float
        Minutes of the break after the visit, for a day longer than ``lunch_after_min``.

    Notes
    -----
    A second a leg is allowed for, as in the checker. The visit starts as early as the windows let it; the worker leaves
    no earlier than needed, so that waiting before the only visit costs nothing.
    """
    second = 1 / 60
    earliest = start_min[:, None] + out_min
    for column, spans in enumerate(windows):
        if spans:
            earliest[:, column] = _next_opening(earliest[:, column], spans)
    with np.errstate(invalid="ignore"):
        home = earliest + visit_min[None, :] + back_min
        total = out_min + visit_min[None, :] + back_min
        stretches: Mask | bool = True
        if lunch_min > 0:
            longest = lunch_after_min + 2 * second
            rests = total > longest
            # One break a day, after the visit: both stretches must be short enough.
            stretches = ~rests | ((out_min + visit_min[None, :] <= longest) & (back_min <= longest))
            home, total = home + lunch_min * rests, total + lunch_min * rests
        fits = (home <= end_min[:, None] + 2 * second) & (total <= day_min[:, None] + 2 * second) & stretches
    return np.asarray(fits, dtype=bool)


def _next_opening(arrival: NDArray[np.float64], spans: Windows) -> NDArray[np.float64]:
    result = np.full_like(arrival, np.inf)
    for first, last in reversed(spans):
        result = np.where(arrival <= last + 1 / 60, np.maximum(arrival, first), result)
    return result


def _words(cell: str) -> set[str]:
    return {item.casefold() for item in items(cell)}

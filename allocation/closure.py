"""Least minutes between home and household when a route may pass by other households.

A table of travel times need not be metric: by way of a third place it may be shorter, or there may be a way at all. What
rules a pair out, and every bound, must hold then too, so both use these least minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.travel import AroundBarriers, Places, RoadNetwork, StraightLine, Travel
from geo.travel.straight_line import DETOUR

Matrix = NDArray[np.float64]
#: Places above which shortest paths over the whole table would take too long and too much memory; zero minutes are
#: taken as the (valid, weak) least then.
PLACES_MOST = 4000
#: Minutes that no number of centimetres comes to.
_CORNERS_MIN = 1e-3


def is_metric(travel: Travel) -> bool:
    """Whether no way by a third place can be shorter than the direct one."""
    if isinstance(travel, RoadNetwork):
        return travel.barriers is None  # a walk overland by a third place may go where none goes straight
    line = travel.straight if isinstance(travel, AroundBarriers) else travel
    return isinstance(line, StraightLine) and not isinstance(line.detour_factor, dict)


def least_minutes(
    homes: Places,
    places: Places,
    modes: Sequence[str],
    travel: Travel,
    *,
    out_min: Matrix,
    back_min: Matrix,
) -> tuple[Matrix, Matrix]:
    """Least minutes there and back, shape (workers, households); NaN where no way leads there.

    Straight lines with one detour factor are metric, and so are roads: the direct way is the least. With a table of factors
    the smallest factor gives a least that holds. Anything else gets shortest paths through the households.
    """
    if is_metric(travel):
        # Ways around barriers turn a centimetre beside their corners: by a third place they may be shorter by as much.
        spare = _CORNERS_MIN if isinstance(travel, AroundBarriers) else 0.0
        return np.maximum(out_min - spare, 0.0), np.maximum(back_min - spare, 0.0)
    if isinstance(travel, StraightLine) and isinstance(travel.detour_factor, dict):
        least = StraightLine(min([*travel.detour_factor.values(), DETOUR]), travel.speed_kmh)
        return _by_mode(homes, places, modes, least)
    if len(places) + len(homes) > PLACES_MOST:
        # Without the paths no pair may be ruled out, and nothing but zero is sure.
        return np.zeros_like(out_min), np.zeros_like(back_min)
    out, back = np.full_like(out_min, np.nan), np.full_like(back_min, np.nan)
    for mode in sorted(set(modes)):
        between = _or_no_leg(travel.minutes(places, places, mode))
        # Contiguous in both directions, since whole rows are added.
        reverse = np.ascontiguousarray(between.T)
        for row in (row for row, own in enumerate(modes) if own == mode):
            out[row] = _from_home(between, out_min[row])
            back[row] = _from_home(reverse, back_min[row])
    return out, back


def _by_mode(homes: Places, places: Places, modes: Sequence[str], travel: Travel) -> tuple[Matrix, Matrix]:
    out = np.full((len(homes), len(places)), np.nan)
    for row, mode in enumerate(modes):
        out[row] = travel.minutes(homes.take([row]), places, mode)[0]
    return out, out.copy()


def _from_home(between: Matrix, first: Matrix) -> Matrix:
    """Shortest paths from a home whose first legs are ``first``; NaN where there is none. ``between``: inf for no leg.

    Label correcting (Bellman 1958, doi 10.1090/qam/102435), a whole round of legs at a time: most tables are nearly metric,
    so that one or two rounds find that nothing becomes shorter.
    """
    paths = _or_no_leg(first)
    shorter = np.nonzero(np.isfinite(paths))[0]
    while len(shorter):
        by_others = (paths[shorter, None] + between[shorter]).min(axis=0)
        shorter = np.nonzero(by_others < paths)[0]
        paths[shorter] = by_others[shorter]
    return np.where(np.isinf(paths), np.nan, paths)


def _or_no_leg(minutes: Matrix) -> Matrix:
    """Inf for NaN, so that sums and comparisons need no exception."""
    return np.where(np.isnan(minutes), np.inf, minutes)

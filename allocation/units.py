"""The problem in whole numbers, as the solvers are handed it: seconds, whole weights, scaled loads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from allocation.closure import is_metric
from allocation.group import NO_WAY, Group, Ints
from allocation.price import day_table, dropped_min, fair_rate, fair_share_min, wish_table
from allocation.problem import PlanningProblem
from geo.travel import Places

#: Fractions of a second below this are noise of floating point, not time; without it 10 minutes could become 601 s.
_NOISE_S = 1e-6
#: Weights and loads that are not whole are scaled by this; finer differences are not told apart.
_SCALE = 1000
#: Places, homes included, up to which all legs are kept (16 MB a mode), and legs that are computed at once.
KEPT_MOST, _BLOCK = 2000, 2**17


def up_s(minutes: NDArray[np.float64]) -> Ints:
    """Whole seconds of minutes, rounded up; :data:`NO_WAY` for NaN."""
    seconds = minutes * 60
    seconds -= _NOISE_S
    np.ceil(seconds, out=seconds)
    return np.nan_to_num(seconds, copy=False, nan=NO_WAY).astype(np.int64)


def down_s(minutes: NDArray[np.float64]) -> Ints:
    """Whole seconds of minutes, rounded down."""
    return np.floor(minutes * 60 + _NOISE_S).astype(np.int64)


@dataclass(frozen=True)
class Units:
    """Whole numbers by household and by worker; the shapes are those of :class:`PlanningProblem`.

    Attributes
    ----------
    wish_min : (m, n) array
        Price of the wishes that a visit does not fulfil, unrounded minutes.
    service_s, weight, load : (n,) arrays
    weight_scale : int
        What one point of weight became.
    windows : tuple of n tuples of (first, last)
        Seconds from midnight.
    start_s, end_s, span_s, load_most : (m,) arrays
        The widest of a worker's days; ``load_most`` is -1 where there is no limit.
    shift_start_s, shift_end_s, shift_span_s : tuples of m arrays
        By worker and working day.
    week_most_s : (m, weeks) array
        Longest time out in a week; -1 for no limit.
    lunch_s, lunch_after_s : int
        The break, 0 for none, and the longest stretch without one.
    day_price_s : (n, dates) array
        Price of a visit on a date other than the promised one.
    prize_s : (n,) array
        Seconds of way that a household is worth where that, and not its weight, decides; of one with a promise the price of
        breaking it besides. 0 for the others, and where prizes are so large that they are weights.
    asked_rows : (n,) array
        Visits times visitors that a household asks for.
    """

    problem: PlanningProblem
    wish_min: NDArray[np.float64]
    service_s: Ints
    weight: Ints
    weight_scale: int
    load: Ints
    windows: tuple[tuple[tuple[int, int], ...], ...]
    start_s: Ints
    end_s: Ints
    span_s: Ints
    load_most: Ints
    shift_start_s: tuple[Ints, ...]
    shift_end_s: tuple[Ints, ...]
    shift_span_s: tuple[Ints, ...]
    week_most_s: Ints
    lunch_s: int
    lunch_after_s: int
    day_price_s: Ints
    prize_s: Ints
    asked_rows: Ints
    _kept: dict[str, NDArray[np.int32]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, problem: PlanningProblem) -> Units:
        """Whole numbers on the safe side: durations up, limits down."""
        weight_scale = _scale(problem.weight)
        weekly = np.isfinite(problem.week_most_min)
        ends = zip(problem.shift_start_min, problem.shift_end_min, problem.shift_span_min, strict=True)
        limited = np.isfinite(problem.load_most)
        load_scale = _scale(np.concatenate([problem.load, problem.load_most[limited]]))
        most = np.floor(np.where(limited, problem.load_most, 0) * load_scale + 1e-6).astype(np.int64)
        wish_min, day_price_s = wish_table(problem), np.rint(day_table(problem) * 60).astype(np.int64)
        weight = np.rint(problem.weight * weight_scale).astype(np.int64)
        prize_s = down_s(np.nan_to_num(problem.prize_min))
        grain_s = _grain_s(problem, prize_s)
        if grain_s > _dearest_s(problem, wish_min, day_price_s):
            # No way outweighs the smallest difference of prizes: they are collected first, as priority is, and the search
            # then goes about them as it does about priority.
            weight, prize_s = prize_s // grain_s, np.zeros_like(prize_s)
        if problem.promises is not None:
            # More than all others together: a pin is not dropped for anything else.
            weight = np.where(problem.promises.pinned, weight + max(1, int(weight.sum())), weight)
        return cls(
            problem=problem,
            wish_min=wish_min,
            service_s=up_s(problem.visit_min),
            weight=weight,
            weight_scale=weight_scale,
            load=np.ceil(problem.load * load_scale - 1e-6).astype(np.int64),
            windows=tuple(_seconds(spans) for spans in problem.windows),
            start_s=up_s(problem.start_min),
            end_s=down_s(problem.end_min),
            span_s=down_s(problem.span_min),
            load_most=np.where(limited, most, -1),
            shift_start_s=tuple(up_s(values) for values in problem.shift_start_min),
            shift_end_s=tuple(down_s(values) for values in problem.shift_end_min),
            shift_span_s=tuple(down_s(np.minimum(span, end - start)) for start, end, span in ends),
            week_most_s=np.where(weekly, down_s(np.where(weekly, problem.week_most_min, 0.0)), -1),
            lunch_s=int(up_s(np.array([problem.lunch_min]))[0]),
            lunch_after_s=int(down_s(np.array([problem.lunch_after_min]))[0]),
            day_price_s=day_price_s,
            prize_s=prize_s + down_s(dropped_min(problem)),
            asked_rows=np.asarray(problem.visits * problem.visitors, dtype=np.int64),
        )

    def like(self, other: Units) -> Units:
        """The same, sharing the legs once computed with ``other``, where the places and ways are those of ``other``."""
        mine, theirs = self.problem, other.problem
        alike = [
            np.array_equal(getattr(getattr(mine, place), name), getattr(getattr(theirs, place), name), equal_nan=floats)
            for place in ("homes", "places")
            for name, floats in (("ids", False), ("lon_lat", True), ("settlement", False))
        ]
        return replace(self, _kept=other._kept) if mine.travel is theirs.travel and all(alike) else self

    @property
    def plain(self) -> bool:
        """Whether all days of a worker are alike, and every household is visited once, by one person, on any day."""
        problem = self.problem
        shifts = (self.shift_start_s, self.shift_end_s, self.shift_span_s)
        alike = all(np.ptp(values) == 0 for part in shifts for values in part if len(values))
        once = bool((self.asked_rows == 1).all() and problem.open_on.all() and (self.week_most_s < 0).all())
        return alike and once and not self.lunch_s and problem.promises is None

    @property
    def metric(self) -> bool:
        """Whether one stop more can never make a way shorter (rounding up may take a second a leg off)."""
        return is_metric(self.problem.travel)

    def fair_share_s(self, workload_min: NDArray[np.float64]) -> tuple[Ints, float]:
        """Seconds of each worker's fair share of such a workload, and the price of a second above it."""
        share = fair_share_min(self.problem, workload_min)
        return np.rint(share * 60).astype(np.int64), fair_rate(self.problem)

    def legs_s(
        self, workers: Sequence[int] | Ints, households: Sequence[int] | Ints
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Tables of legs by mode, the homes first, and which table each worker uses."""
        problem = self.problem
        crew, stops = np.asarray(workers, dtype=np.int64), np.asarray(households, dtype=np.int64)
        modes = sorted({problem.modes[worker] for worker in crew.tolist()})
        if len(self.start_s) + len(self.weight) <= KEPT_MOST:
            # Every pass asks for them again.
            rows = np.concatenate([crew, len(self.start_s) + stops])
            tables = np.stack([self._all_legs_s(mode)[np.ix_(rows, rows)] for mode in modes])
        else:
            places = problem.homes.take(crew).join(problem.places.take(stops))
            tables = np.stack([self._between_s(places, mode) for mode in modes])
        return tables, np.array([modes.index(problem.modes[worker]) for worker in crew.tolist()], dtype=np.int64)

    def _all_legs_s(self, mode: str) -> NDArray[np.int32]:
        """Legs between all places by this mode, the homes first."""
        table = self._kept.get(mode)
        if table is None:
            table = self._kept[mode] = self._between_s(self.problem.homes.join(self.problem.places), mode)
        return table

    def _between_s(self, places: Places, mode: str) -> NDArray[np.int32]:
        """Legs between these places, some rows at once: what is in between takes eight times as much memory."""
        table = np.empty((len(places), len(places)), dtype=np.int32)
        rows = max(1, _BLOCK // max(1, len(places)))
        for first in range(0, len(places), rows):
            part = places.take(np.arange(first, min(first + rows, len(places))))
            table[first : first + rows] = up_s(self.problem.travel.minutes(part, places, mode))
        return table

    def group(self, workers: Ints, households: Ints) -> Group:
        """The group of these workers and households."""
        tables, mode = self.legs_s(workers, households)
        return Group(
            workers=workers,
            households=households,
            travel_s=tables.astype(np.int64),
            mode=mode,
            service_s=self.service_s[households],
            weight=self.weight[households],
            load=self.load[households],
            windows=tuple(self.windows[household] for household in households.tolist()),
            start_s=self.start_s[workers],
            end_s=self.end_s[workers],
            span_s=self.span_s[workers],
            load_most=self.load_most[workers],
            days=self.problem.day_count[workers],
            may=self.problem.may[np.ix_(workers, households)],
        )


def _grain_s(problem: PlanningProblem, prize_s: Ints) -> int:
    """Seconds by which what two plans collect differs at least, if at all; 0 where some household has no prize."""
    asked = problem.asked
    if not problem.priced[asked].all():
        return 0
    return int(np.gcd.reduce(prize_s[asked])) if asked.any() else 0


def _dearest_s(problem: PlanningProblem, wish_min: NDArray[np.float64], day_price_s: Ints) -> float:
    """Seconds that no plan's price can exceed: all days full of way, every wish and promise broken, all above the fair share."""
    days = np.array([float(np.sum(span)) for span in problem.shift_span_min], dtype=float)
    visits = problem.visits * problem.visitors
    wishes = float((wish_min.max(axis=0, initial=0.0) * visits).sum()) if wish_min.size else 0.0
    broken = float((day_price_s.max(axis=1, initial=0) * visits).sum()) + 60 * float(dropped_min(problem).sum())
    return 60 * (float(days.sum()) * (1.0 + fair_rate(problem)) + wishes) + broken


def _scale(values: NDArray[np.float64]) -> int:
    return 1 if np.array_equal(values, np.rint(values)) else _SCALE


def _seconds(spans: tuple[tuple[float, float], ...]) -> tuple[tuple[int, int], ...]:
    """Whole seconds inside each window; one that holds none is left out, and a household with none at all stays closed."""
    whole = tuple(
        (first, last)
        for first, last in ((int(np.ceil(a * 60 - _NOISE_S)), int(np.floor(b * 60 + _NOISE_S))) for a, b in spans)
        if first <= last
    )
    # A window shorter than a second has no whole second in it: the second after its opening is within tolerance.
    return whole if whole or not spans else tuple((int(np.ceil(a * 60)), int(np.ceil(a * 60))) for a, _ in spans)

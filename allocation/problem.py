"""A round made ready for planning: arrays by worker and by household, and who may visit whom.

Built once from validated tables; nothing changes it afterwards. The optimizer, the reasons and the supply check read it;
the independent checker does not.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.calendar import WORKING_WEEK
from allocation.eligibility import (
    Eligibility,
    Mask,
    Matrix,
)
from allocation.promises import Promises
from allocation.round import Round
from allocation.shifts import Shift, distinct_shifts, fits_some_day
from allocation.wants import Bits, Wants, second_visitors
from allocation.zones import Zones
from geo.clock import Windows
from geo.travel import Places, StraightLine, Travel

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class PlanningProblem:
    """A round as arrays. Households count n, available workers m; both keep the order of their tables.

    Attributes
    ----------
    households : GeoDataFrame
        All n rows, in the shape of the contract, ``ward_id`` and ``settlement`` as used, an index from 0.
    workers : GeoDataFrame
        The m workers who take part in the round (``round_.workers``), an index from 0.
    round, travel
        As given.
    barred : (n,) object array of str
        The reason for which a household is not asked for at all (``do_not_visit``, ``not_in_round``,
        ``place_unknown``, ``outside_wards``); "" for those to be planned.
    homes, places : Places
        Of workers and of households.
    weight : (n,) array
        What serving a household counts: priority + 1; 0 where its ``prize_min`` decides instead.
    prize_min : (n,) array
        Minutes of travel that a household is worth; NaN where it is served first.
    visit_min : (n,) array
        Minutes of a visit, those for finding an inexact place included.
    load : (n,) array
        Units to carry.
    windows : tuple of n tuples of (first, last)
        Minutes from midnight in which a visit may start; an empty tuple for any time.
    start_min, end_min, day_min : (m,) arrays
        Earliest leaving and latest being home, minutes from midnight; longest day, minutes.
    load_most, reach_m : (m,) arrays
        Most that is carried a day; longest straight line from home, metres; inf where there is no limit.
    days : tuple of m tuples of date
        The dates on which each worker works.
    dates : tuple of D dates
        Those of the round on which anybody may be visited.
    date_of, week_of : tuples of m int64 arrays
        Position in ``dates``, and week (Monday to Sunday, the first of the round is 0), of each worker's days.
    shift_start_min, shift_end_min, shift_span_min : tuples of m arrays
        Earliest leaving, latest being home (from midnight) and longest day on each of a worker's days;
        ``start_min``, ``end_min`` and ``day_min`` are the widest of them.
    week_most_min : (m, weeks) array
        Most that a worker's days of a week may last together, leaving to being home; inf for no limit.
    lunch_min, lunch_after_min : float
        Minutes of the break (0 for no rule), and the longest stretch of work without it.
    visitors, visits : (n,) int64 arrays
        How many go together (1 or 2), and how often in the round.
    gap_days : int
        Days from one visit of a household to the next, at least.
    part : (m, n) bool array
        Who may be a visitor, or one of two, as far as rules about one person go.
    wants : Wants
        What each visit asks for and who brings what of it.
    zones : Zones
        What the areas of restrictions mean.
    open_on : (n, D) bool array
        The dates on which the household may be visited.
    promises : Promises or None
        What an earlier plan has promised.
    out_min, back_min : (m, n) arrays
        Minutes from home to household and back by the worker's mode, as the travel model states them; NaN where there
        is no direct way.
    out_least_min, back_least_min : (m, n) arrays
        Least minutes there and back, by way of other households too; NaN where there is no way at all.
    eligibility : Eligibility
    persons : (m,) object array or None
        Ids of the people behind the rows, where a person has several (:mod:`allocation.vehicles.riding`); None: ``worker_ids``.
    """

    households: gpd.GeoDataFrame
    workers: gpd.GeoDataFrame
    round: Round
    travel: Travel
    barred: NDArray[np.object_]
    homes: Places
    places: Places
    weight: Vector
    prize_min: Vector
    visit_min: Vector
    load: Vector
    windows: tuple[Windows, ...]
    start_min: Vector
    end_min: Vector
    day_min: Vector
    load_most: Vector
    reach_m: Vector
    days: tuple[tuple[dt.date, ...], ...]
    dates: tuple[dt.date, ...]
    date_of: tuple[NDArray[np.int64], ...]
    shift_start_min: tuple[Vector, ...]
    shift_end_min: tuple[Vector, ...]
    shift_span_min: tuple[Vector, ...]
    week_of: tuple[NDArray[np.int64], ...]
    week_most_min: Matrix
    lunch_min: float
    lunch_after_min: float
    visitors: NDArray[np.int64]
    visits: NDArray[np.int64]
    gap_days: int
    wants: Wants
    zones: Zones
    open_on: Mask
    out_min: Matrix
    back_min: Matrix
    out_least_min: Matrix
    back_least_min: Matrix
    eligibility: Eligibility
    promises: Promises | None = None
    persons: NDArray[np.object_] | None = None

    @cached_property
    def priced(self) -> Mask:
        """(n,) True where a household is visited only if the way costs less than it is worth; a pinned visit is made anyway."""
        priced = ~np.isnan(self.prize_min)
        return np.asarray(priced if self.promises is None else priced & ~self.promises.pinned, dtype=bool)

    @cached_property
    def asked(self) -> Mask:
        """(n,) True for the households that the round asks for."""
        return np.asarray(self.barred == "", dtype=bool)

    @cached_property
    def may(self) -> Mask:
        """(m, n) True where this worker may visit this household in this round."""
        may = self.eligibility.may & self.asked[None, :]
        pairs = ((self.visitors > 1) & self.asked).nonzero()[0]
        if len(pairs):
            may[:, pairs] = second_visitors(self.part[:, pairs], self.wants, pairs)
        return may

    @cached_property
    def part(self) -> Mask:
        """(m, n) True where this worker may be the visitor, or one of two, as far as rules about one person go."""
        return self.eligibility.part & self.asked[None, :]

    @property
    def wanted(self) -> Bits:
        """(n,) the skills, needs and language that a visit asks for, as bits of the household's own."""
        return self.wants.wanted

    @property
    def brings(self) -> Bits:
        """(m, n) those of the bits that the worker brings."""
        return self.wants.brings

    @cached_property
    def told_min(self) -> tuple[Matrix, Matrix]:
        """(m, n) each: minutes there and back as people are told them.

        Straight lines by a table of detour factors have a least that holds for any stops between and that no way need
        have; people are told the direct way. Of a matrix it is the shortest by way of other households, which does exist.
        """
        direct = isinstance(self.travel, StraightLine)
        return (self.out_min, self.back_min) if direct else (self.out_least_min, self.back_least_min)

    @cached_property
    def told_fits(self) -> Mask:
        """(m, n) True where a day with this visit alone can be done by those ways."""
        return fits_some_day(
            *self.told_min, self.visit_min, self.windows, self.open_on, self.shifts, (self.lunch_min, self.lunch_after_min)
        )

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Different hours of work, each with who has them and when."""
        usual = self.start_min, self.end_min, self.day_min
        return distinct_shifts(self.date_of, self.shift_start_min, self.shift_end_min, self.shift_span_min, usual)

    @cached_property
    def household_ids(self) -> NDArray[np.object_]:
        """(n,) ids as text."""
        return np.asarray(self.households["household_id"], dtype=object)

    @cached_property
    def worker_ids(self) -> NDArray[np.object_]:
        """(m,) ids as text."""
        return np.asarray(self.workers["worker_id"], dtype=object)

    @property
    def person_ids(self) -> NDArray[np.object_]:
        """(m,) ids of the people behind the rows."""
        return self.worker_ids if self.persons is None else self.persons

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """Mode of travel of each worker."""
        return tuple(self.workers["mode"])

    @cached_property
    def day_count(self) -> NDArray[np.int64]:
        """(m,) working days of each worker."""
        return np.array([len(dates) for dates in self.days], dtype=np.int64)

    @cached_property
    def span_min(self) -> Vector:
        """(m,) minutes that a worker has on the longest day: the hours, or less where start and end lie closer."""
        days = zip(self.shift_start_min, self.shift_end_min, self.shift_span_min, strict=True)
        longest = [np.minimum(span, end - start).max(initial=-np.inf) for start, end, span in days]
        usual = np.minimum(self.day_min, self.end_min - self.start_min)
        return np.where(self.day_count > 0, np.array(longest, dtype=float).reshape(len(usual)), usual)

    @cached_property
    def shut(self) -> Mask:
        """(n,) True where the place is closed on every day on which somebody works."""
        at_work = np.unique(np.concatenate([*self.date_of, np.zeros(0, dtype=np.int64)]))
        if not len(at_work) or self.open_on.all():
            return np.zeros(len(self.households), dtype=bool)
        return np.asarray(~self.open_on[:, at_work].any(axis=1), dtype=bool)

    def fits_at_any_hour(self, rows: NDArray[np.int64]) -> Mask:
        """(m, rows) True where a day with this visit alone could be done if somebody were at home at any hour."""
        out, back = (table[:, rows] for table in self.told_min)
        always: tuple[Windows, ...] = ((),) * len(rows)
        lunch = self.lunch_min, self.lunch_after_min
        return fits_some_day(out, back, self.visit_min[rows], always, self.open_on[rows], self.shifts, lunch)

    def dates_apart(self, row: int) -> int:
        """Most dates, with the days between visits kept, on each of which somebody who may come works (two, for a pair).

        Where a pin says so, one of them is that date; 0 where nobody may come on it.
        """
        days = np.array([self.dates[at].toordinal() for at in self._dates_with_visitors(row)], dtype=np.int64)
        must = -1 if self.promises is None else int(self.promises.must_on[row])
        if must < 0:
            return _apart(days, self.gap_days)
        on = self.dates[must].toordinal()
        before, after = days[days <= on - self.gap_days], days[days >= on + self.gap_days]
        return _apart(before, self.gap_days) + 1 + _apart(after, self.gap_days) if on in days else 0

    def _dates_with_visitors(self, row: int) -> list[int]:
        """Dates on which the household is open and somebody who may come works; two, for a pair."""
        found = []
        for at in self.open_on[row].nonzero()[0].tolist():
            who = np.array([at in own for own in self.date_of], dtype=bool) & self.part[:, row]
            if self.visitors[row] > 1:
                who = second_visitors(who[:, None], self.wants, np.array([row]))[:, 0]
            else:
                who = who & self.may[:, row]
            if who.any():
                found.append(at)
        return found


def usual_days(problem: PlanningProblem) -> list[bool]:
    """Which of the dates are days on which people work as a rule: Monday to Friday, and those on which somebody does."""
    at_work = set(np.concatenate([*problem.date_of, np.zeros(0, dtype=np.int64)]).astype(int).tolist())
    return [date.weekday() in WORKING_WEEK or at in at_work for at, date in enumerate(problem.dates)]


def _apart(days: NDArray[np.int64], gap: int) -> int:
    """Most of these days, sorted, that lie so many days apart."""
    last, count = None, 0
    for day in days.tolist():
        if last is None or day - last >= gap:
            last, count = day, count + 1
    return count

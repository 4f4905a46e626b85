"""One worker who takes visits over from those who carry more for their hours."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from allocation.day import ANY_TIME, EMPTY, Day, day_of
from allocation.draft import Draft
from allocation.fill import week_left_s
from allocation.fill_day import DayFiller
from allocation.group import Ints

Floats = NDArray[np.float64]
#: Households that are looked at for each worker, the nearest.
NEAREST = 150
#: Seconds of gain below which nothing changes hands; changes that are looked at exactly when the likeliest cannot be walked.
_LEAST_S, _TRIED = 1.0, 20
#: By how much more of the share than the taker a giver must carry.
_MORE = 0.1


@dataclass
class Team:
    """The plan, the price of a second above the fair share, and what days would save without each of their stops."""

    draft: Draft
    rate: float
    _saved: dict[tuple[int, int, tuple[int, ...]], tuple[Floats, Floats]] = field(default_factory=dict)

    def saved(self, worker: int, place: int) -> tuple[Floats, Floats]:
        """Seconds of travel and wishes, and of the whole day, that each stop costs; -inf where the rest cannot be walked."""
        day = self.draft.days[worker][place]
        key = (worker, place, day.stops)
        if key not in self._saved:
            orders = [(*day.stops[:at], *day.stops[at + 1 :]) for at in range(len(day.stops))]
            rest = [day_of(self.draft.units, worker, place, stops) for stops in orders]
            price = [-np.inf if r is None else float(day.travel_s + day.wish_s - r.travel_s - r.wish_s) for r in rest]
            work = [0.0 if r is None else float(day.work_s - r.work_s) for r in rest]
            self._saved[key] = np.array(price), np.array(work)
        return self._saved[key]


class Taker:
    """Takes over what pays: first whole days into empty ones, then single visits.

    Parameters
    ----------
    team : Team
        Whose draft is changed in place.
    worker : int
        Who takes.
    share_s : (m,) array
        Fair share of each worker, seconds above 0.
    soft : float
        How softly it is taken (:data:`allocation.share_out.SOFT`).
    """

    def __init__(self, team: Team, worker: int, share_s: Floats, soft: float) -> None:
        self.team, self.draft, self.worker, self.share_s, self.soft = team, team.draft, worker, share_s, soft
        self.load_s = self.draft.workload_min() * 60

    def run(self) -> None:
        """Take over as long as it pays."""
        holder = self._holders()
        if not holder:
            return
        self._take_days(holder)
        own = {stop for day in self.draft.days[self.worker] for stop in day.stops}
        self._single = _Single(self, {household: at for household, at in holder.items() if household not in own})
        while self._single.take_best():
            pass

    def burden(self, workers: Ints, load_s: Floats) -> Floats:
        """Seconds above the share; where it is taken softly, rising slowly from below the share on."""
        share = self.share_s[workers]
        over = load_s / share - (1 - self.soft)
        if not self.soft:
            return share * np.maximum(0, over)
        width = 2 * self.soft
        return share * np.where(over > width, over - self.soft, np.maximum(0, over) ** 2 / (2 * width))

    def eased(self, givers: Ints, less_s: Floats, more_s: Floats) -> Floats:
        """What the team's burden falls by when the givers carry less and the taker more, at its price."""
        taker = np.full(len(givers), self.worker)
        had, has = self.load_s[givers], self.load_s[taker]
        less = self.burden(givers, had) - self.burden(givers, had - less_s)
        more = self.burden(taker, has + more_s) - self.burden(taker, has)
        return self.team.rate * (less - more)

    def put(self, giver: int, place: int, left: Day, slot: int, more: Day) -> None:
        """Change two days."""
        days = self.draft.days
        self.load_s[giver] += left.work_s - days[giver][place].work_s
        self.load_s[self.worker] += more.work_s - days[self.worker][slot].work_s
        days[giver][place], days[self.worker][slot] = left, more

    def may_put(self, slot: int, more: Day) -> bool:
        """Whether the hours of the taker's week hold this day."""
        return more.work_s <= week_left_s(self.draft, self.worker, slot)

    def _holders(self) -> dict[int, tuple[int, int]]:
        """The nearest households that others with more to carry visit, with the worker and the day.

        Whoever is visited by two or several times stays, and so do days in which a time was agreed.
        """
        alone = self.draft.units.asked_rows == 1
        problem, ratio = self.draft.units.problem, self.load_s / self.share_s
        givers = (ratio > max(1 - self.soft, ratio[self.worker] + _MORE)).nonzero()[0].tolist()
        holder = {
            stop: (giver, place)
            for giver in givers
            for place, day in enumerate(self.draft.days[giver])
            for stop in day.stops
            if alone[stop] and not day.agreed
        }
        held = np.array(sorted(holder), dtype=np.int64)
        held = held[problem.may[self.worker, held]]
        way = problem.out_least_min[self.worker, held] + problem.back_least_min[self.worker, held]
        return {household: holder[household] for household in held[np.argsort(way, kind="stable")[:NEAREST]].tolist()}

    def _take_days(self, holder: dict[int, tuple[int, int]]) -> None:
        """Take days over, as much of each as fits, into empty ones: for a single visit the way there may be too long."""
        days = self.draft.days
        done: set[tuple[int, int]] = set()
        plain = self.draft.units.plain
        offered: dict[tuple[int, int], tuple[Day, Day] | None] = {}
        for slot in (slot for slot, day in enumerate(days[self.worker]) if not day.stops):
            if not plain or not offered:  # where days are alike, what fits into one fits into the next
                offered = {at: self._changed(*at, slot) for at in sorted(set(holder.values()) - done)}
            offers = {
                at: pair
                for at, pair in offered.items()
                if at not in done
                and pair is not None
                and all(stop in holder for stop in pair[1].stops)
                and self.may_put(slot, pair[1])
            }
            if not offers:
                continue
            places, old = list(offers), [days[giver][place] for giver, place in offers]
            less = [float(day.work_s - left.work_s) for day, (left, _) in zip(old, offers.values(), strict=True)]
            more = [float(new.work_s) for _, new in offers.values()]
            way = [float(_way_s(day) - _way_s(left) - _way_s(new)) for day, (left, new) in zip(old, offers.values(), strict=True)]
            givers = np.array([giver for giver, _ in places], dtype=np.int64)
            gain = np.array(way) + self.eased(givers, np.array(less), np.array(more))
            best = int(gain.argmax())
            if gain[best] <= _LEAST_S:
                continue
            done.add(places[best])
            left, new = offers[places[best]]
            self.put(*places[best], left, slot, new)

    def _changed(self, giver: int, place: int, slot: int) -> tuple[Day, Day] | None:
        """A giver's day without what fits into an empty day of the taker, and that day; None where nothing does."""
        units, old = self.draft.units, self.draft.days[giver][place]
        new = day_of(units, self.worker, slot, old.stops)
        if new is not None:
            return EMPTY, new
        date = units.problem.date_of[self.worker][slot]
        may = [stop for stop in old.stops if units.problem.may[self.worker, stop] and units.problem.open_on[stop, date]]
        span = int(units.shift_span_s[self.worker][slot])
        filler = DayFiller(units, self.worker, slot, day=EMPTY, span_s=span, candidates=np.array(may, dtype=np.int64))
        taken = set(filler.run())
        left = day_of(units, giver, place, tuple(stop for stop in old.stops if stop not in taken))
        return (left, filler.day()) if taken and left is not None else None


def _way_s(day: Day) -> int:
    return day.travel_s + day.wish_s


class _Single:
    """Single visits changing hands, each to its cheapest place in the taker's days."""

    def __init__(self, taker: Taker, holder: dict[int, tuple[int, int]]) -> None:
        units = taker.draft.units
        self.taker, self.holder = taker, holder
        self.households: Ints = np.array(sorted(holder), dtype=np.int64)
        self._column = {household: column for column, household in enumerate(self.households.tolist())}
        self._wish = np.rint(units.wish_min[taker.worker, self.households] * 60)
        self._saved = np.full((2, len(self.households)), -np.inf)
        self._fillers = [self._filler(slot) for slot in range(len(taker.draft.days[taker.worker]))]
        self._costs = [filler.costs() for filler in self._fillers]
        for giver, place in sorted(set(holder.values())):
            self._price(giver, place)

    def _filler(self, slot: int) -> DayFiller:
        units, worker = self.taker.draft.units, self.taker.worker
        day, span = self.taker.draft.days[worker][slot], int(units.shift_span_s[worker][slot])
        filler = DayFiller(units, worker, slot, day=day, span_s=span, candidates=self.households)
        closed = ~units.problem.open_on[self.households, units.problem.date_of[worker][slot]]
        for column in np.nonzero(closed)[0].tolist():
            filler.close(column)
        return filler

    def take_best(self) -> bool:
        """The one change of hands that pays most; False if none does."""
        if not len(self.households) or not self._costs:
            return False
        extra = np.stack([cost for cost, _ in self._costs])
        slot = extra.argmin(axis=0)
        cheapest = extra[slot, np.arange(extra.shape[1])]
        possible = np.isfinite(cheapest) & np.isfinite(self._saved[0])
        way, saved = np.where(possible, cheapest, 0.0), np.where(possible, self._saved, 0.0)
        givers = np.array([self.holder[household][0] for household in self.households.tolist()], dtype=np.int64)
        more = way + self.taker.draft.units.service_s[self.households].astype(float)
        gain = np.where(possible, saved[0] - way - self._wish + self.taker.eased(givers, saved[1], more), -np.inf)
        for column in np.argsort(-gain, kind="stable")[:_TRIED].tolist():
            if not gain[column] > _LEAST_S:
                return False
            if self._move(column, int(slot[column])):
                return True
        return False

    def _move(self, column: int, slot: int) -> bool:
        taker, household = self.taker, int(self.households[column])
        place = int(self._costs[slot][1][column])
        giver, there = self.holder[household]
        units, days = taker.draft.units, taker.draft.days
        day = days[taker.worker][slot]
        own, times = day.stops, tuple(map(day.start_of, range(len(day.stops))))
        left = day_of(units, giver, there, tuple(stop for stop in days[giver][there].stops if stop != household))
        stops, agreed = (*own[:place], household, *own[place:]), (*times[:place], ANY_TIME, *times[place:])
        more = day_of(units, taker.worker, slot, stops, agreed)
        if left is None or more is None or not taker.may_put(slot, more):
            self._costs[slot][0][column] = np.inf
            return False
        taker.put(giver, there, left, slot, more)
        self._fillers[slot].insert(place, column)
        for filler, (cost, _) in zip(self._fillers, self._costs, strict=True):
            filler.close(column)
            cost[column] = np.inf
        self._costs[slot] = self._fillers[slot].costs()
        self._price(giver, there)
        return True

    def _price(self, giver: int, place: int) -> None:
        """What the giver's day would save without each of its stops."""
        day = self.taker.draft.days[giver][place]
        price, work = self.taker.team.saved(giver, place)
        for at, stop in enumerate(day.stops):
            if stop in self._column:
                self._saved[:, self._column[stop]] = price[at], work[at]

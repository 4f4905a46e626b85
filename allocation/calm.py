"""Days of a re-plan left as they were told: the search orders them anew where that costs nothing, and people wait at home.

What a day holds is the search's to decide; in which order it is walked is decided here, once, when the search is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from allocation.day import ANY_TIME, day_and_times
from allocation.draft import Draft
from allocation.problem import PlanningProblem
from allocation.told_stops import Key, told_stops

#: Households of a day in the order that was told, each with the second at which the visit begins; -1 for one that is not
#: in the problem any more.
Told = Sequence[tuple[int, int]]
Order = tuple[tuple[int, ...], tuple[int, ...]]
#: What another hour of a visit that stays on its day must save, minutes of travel; and how much later or earlier is
#: another hour, minutes. Choices of ours: half of what another day costs (:mod:`allocation.replan`).
RETIMED_MIN, SHIFT_MIN = 5.0, 15.0


@dataclass(frozen=True)
class Calm:
    """What was told of the days that are planned anew.

    Attributes
    ----------
    told : mapping of (fieldworker, place of the day) → Told
    """

    told: Mapping[Key, Told]

    @classmethod
    def of(cls, problem: PlanningProblem, visits: pd.DataFrame) -> Calm:
        """Of visits (:data:`allocation.plan.VISITS`); those on days that the problem does not have are passed over."""
        return cls(told_stops(problem, visits))

    def settled(self, draft: Draft) -> Draft:
        """The draft with the same visits on each day, in the order in which they were told where that can still be done.

        A day that holds what it held keeps its order whatever that costs of way, as long as it can be walked within the
        hours of its day and week. Of a day in which visits come or go those that stay keep theirs, unless another order
        saves :data:`RETIMED_MIN` minutes of way for each visit that then begins at another hour.
        """
        result = draft.copy()
        for linked in _linked(result):
            for keep_hours in (True, False) if len(linked) > 1 else (True,):
                agreed = self._agreed(result, linked, keep_hours)
                orders = [(key, self._ordered(result, key, agreed)) for key in linked]
                days = [(*key, *order) for key, order in orders if order is not None]
                if len(days) == len(linked) and result.replace(days):
                    break
        return result

    def _agreed(self, draft: Draft, linked: Sequence[Key], keep_hours: bool) -> dict[tuple[int, int], int]:
        """The second at which visits by two begin, by household and date: as told (``keep_hours``), or as in the draft."""
        problem = draft.units.problem
        found: dict[tuple[int, int], int] = {}
        told: dict[tuple[int, int], set[int]] = {}
        for worker, place in linked:
            date, day = int(problem.date_of[worker][place]), draft.days[worker][place]
            found |= {(stop, date): day.start_of(at) for at, stop in enumerate(day.stops) if day.start_of(at) != ANY_TIME}
            for stop, second in self.told.get((worker, place), ()):
                told.setdefault((stop, date), set()).add(second)
        if keep_hours:
            found |= {pair: min(told[pair]) for pair in found if len(told.get(pair, ())) == 1}
        return found

    def _ordered(self, draft: Draft, key: Key, agreed: Mapping[tuple[int, int], int]) -> Order | None:
        """The order of the day's stops; None where they cannot be walked with these agreed hours."""
        (worker, place), told = key, self.told.get(key, ())
        day, date = draft.days[worker][place], int(draft.units.problem.date_of[worker][place])
        hours = {stop: agreed.get((stop, date), ANY_TIME) for stop in day.stops}
        stayed = [stop for stop, _ in told if stop in hours]
        came = [stop for stop in day.stops if stop not in set(stayed)]
        walk = _Walk(draft, key, dict(told), hours)
        if not came and len(stayed) == len(told):
            as_told = tuple(stayed)
            if walk.price_s(as_told) is not None:
                return walk.timed(as_told)
        tried = [day.stops, *self._inserted(walk, stayed, came)]
        priced = [(price, at) for at, price in enumerate(map(walk.price_s, tried)) if price is not None]
        # Of equals the order that was told, which stands last.
        return walk.timed(tried[min(priced, key=lambda one: (one[0], -one[1]))[1]]) if priced else None

    @staticmethod
    def _inserted(walk: _Walk, stayed: Sequence[int], came: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """The order of those that stay, with the others put in one by one where it costs least; nothing where that fails."""
        order = tuple(stayed)
        for stop in came:
            tried = [(*order[:at], stop, *order[at:]) for at in range(len(order) + 1)]
            priced = [(price, one) for one, price in zip(tried, map(walk.price_s, tried), strict=True) if price is not None]
            if not priced:
                return
            order = min(priced, key=lambda one: one[0])[1]
        yield order


@dataclass(frozen=True)
class _Walk:
    """A day as it may be walked."""

    draft: Draft
    key: Key
    told: Mapping[int, int]
    hours: Mapping[int, int]

    def timed(self, stops: tuple[int, ...]) -> Order:
        """The stops with the seconds that were agreed for visits by two."""
        return stops, tuple(self.hours[stop] for stop in stops)

    def price_s(self, stops: tuple[int, ...]) -> float | None:
        """Seconds of way, and of visits told another hour; None where the day cannot be walked so."""
        units, (worker, place) = self.draft.units, self.key
        agreed = self.timed(stops)[1]
        found = day_and_times(units, worker, place, stops, agreed)
        if found is None:
            return None
        day, times = found
        told = zip(stops, times.start, strict=True)
        late = sum(abs(start - self.told[stop]) > SHIFT_MIN * 60 for stop, start in told if stop in self.told)
        return day.travel_s + RETIMED_MIN * 60 * late


def _linked(draft: Draft) -> list[list[Key]]:
    """Days with visits; those of two who visit together in one group, and so on."""
    problem = draft.units.problem
    groups: dict[Key, list[Key]] = {}
    first: dict[tuple[int, int], Key] = {}
    for worker, days in enumerate(draft.days):
        for place, day in enumerate(days):
            if not day.stops:
                continue
            key = worker, place
            groups[key] = [key]
            for stop in day.stops:
                if problem.visitors[stop] < 2:
                    continue
                other = first.setdefault((stop, int(problem.date_of[worker][place])), key)
                if groups[other] is not groups[key]:
                    joined = groups[other] + groups[key]
                    groups |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in groups.values()}.values())

"""Fieldworkers who ride, judged apart: fetched where dropped, by a vehicle that may take them, within their own hours.

Whoever rides is at home at the drop for that day, from being dropped to being fetched. The tables of the plan are put so
for the judges of ways, hours and reasons, who then know nothing of vehicles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.check.facts import Facts
from allocation.check.read import Kept
from allocation.check.text import texts
from allocation.check.tours import Spot, Tours, leg_min, point_of
from allocation.check.way import SECOND
from allocation.plan import Violation
from geo.clock import clock

#: Between a fieldworker's id and the date of riding, in ids that are used here only.
_MARK = "\n"
#: Rows of the drop and of the fetching, by fieldworker's id and date.
Rides = dict[tuple[str, str], tuple[int, int]]


def rides_of(tours: Tours) -> Rides:
    """Who rides when, as far as it can be judged: dropped once and fetched once, at one place that is known."""
    found: Rides = {}
    for key, (drops, fetches) in _stops(tours).items():
        if len(drops) == len(fetches) == 1:
            drop, fetch = drops[0], fetches[0]
            readable = tours.worker[drop] >= 0 and tours.day[drop] >= 0 and tours.place[drop] >= 0
            same = tours.place[drop] == tours.place[fetch] and tours.vehicle_id[drop] == tours.vehicle_id[fetch]
            times = ~np.isnan([tours.depart[drop], tours.ready[drop], tours.ready[fetch], tours.depart[fetch]])
            if readable and same and times.all():
                found[key] = drop, fetch
    return found


def _stops(tours: Tours) -> dict[tuple[str, str], tuple[list[int], list[int]]]:
    stops: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    for row in tours.stops().nonzero()[0].tolist():
        own = stops.setdefault((tours.worker_id[row], tours.date[row]), ([], []))
        own[0 if tours.action[row] == "drop" else 1].append(row)
    return stops


def judge_riders(tours: Tours, rides: Rides, days: Kept, facts: Facts) -> Iterator[Violation]:
    """Judge every fieldworker's day of riding."""
    for (worker, date), (drops, fetches) in _stops(tours).items():
        if len(drops) != 1 or len(fetches) != 1:
            detail = f"dropped {len(drops)} times and fetched {len(fetches)} times on this day"
            yield Violation("not_fetched", "", worker, date, detail)
        elif tours.place_id[drops[0]] != tours.place_id[fetches[0]] or tours.vehicle_id[drops[0]] != tours.vehicle_id[fetches[0]]:
            yield Violation("not_fetched", "", worker, date, "fetched at another place, or by another vehicle")
    at = {(name, date): row for row, (name, date) in enumerate(zip(days.worker_id, days.date, strict=True))}
    for key, (drop, fetch) in rides.items():
        row = int(tours.worker[drop])
        if facts.vehicle[row] != tours.vehicle_id[drop]:
            told = f"rides in {tours.vehicle_id[drop]}; may ride in {facts.vehicle[row] or 'none'}"
            yield Violation("wrong_vehicle", "", *key, told)
        if tours.depart[fetch] < tours.ready[fetch] - SECOND:
            yield Violation("not_fetched", "", *key, "the vehicle leaves before the fieldworker is back at the drop")
        if key in at and tours.vehicle[drop] >= 0:
            yield from _day(tours, days, facts, at[key], drop)


def _day(tours: Tours, days: Kept, facts: Facts, at: int, drop: int) -> Iterator[Violation]:
    """The whole day from home to home: on the way to the vehicle, with it, and back."""
    worker, day = int(tours.worker[drop]), int(tours.day[drop])
    who, date = days.worker_id[at], days.date[at]
    run = ((tours.vehicle_id == tours.vehicle_id[drop]) & (tours.date == tours.date[drop])).nonzero()[0]
    start, back = run[tours.action[run] == "start"], run[tours.action[run] == "return"]
    if len(start) != 1 or len(back) != 1:
        return  # told of the tour
    home = Spot(str(facts.worker_ids[worker]), point_of(facts, len(facts.household_ids) + worker), _settled(facts, worker))
    base = tours.fleet.spots[int(tours.vehicle[drop])]
    ways = leg_min(facts, home, base, facts.mode[worker]), leg_min(facts, base, home, facts.mode[worker])
    leave, there = days.leave[at], days.home[at]
    due = tours.depart[start[0]] - ways[0], tours.arrive[back[0]] + ways[1]
    slack = 2 * SECOND + 1e-4 * np.nan_to_num(max(ways))
    if not abs(leave - due[0]) <= slack or not abs(there - due[1]) <= slack:
        told = f"{clock(leave)} to {clock(there)}; with the vehicle it is {_told(due[0])} to {_told(due[1])}"
        yield Violation("ride_differs", "", who, date, told)
    if not abs(days.work_min[at] - (there - leave)) <= SECOND + 1e-9:
        yield Violation("days_differ", "", who, date, f"work_min is {days.work_min[at]:.2f}; it follows as {there - leave:.2f}")
    step = int(np.clip(day - facts.round.first_day.toordinal(), 0, facts.works.shape[1] - 1))
    first, last, longest = (table[worker, step] for table in (facts.working.start, facts.working.end, facts.working.longest))
    if leave < first - 2 * SECOND:
        yield Violation("too_early", "", who, date, f"{clock(leave)}; the limit is {clock(first)}")
    if there > last + 2 * SECOND:
        yield Violation("too_late", "", who, date, f"{clock(there)}; the limit is {clock(last)}")
    if there - leave > longest + 2 * SECOND:
        yield Violation("day_too_long", "", who, date, f"{there - leave:.1f} minutes; the limit is {longest:g}")


def _told(minutes: float) -> str:
    return "no way" if np.isnan(minutes) else clock(minutes)


def _settled(facts: Facts, worker: int) -> str:
    return str(facts.settlement[len(facts.household_ids) + worker])


def on_foot(tours: Tours, rides: Rides, facts: Facts) -> Facts:
    """The facts with a row more for each day of riding: the same person, at home at the drop, on that day alone."""
    if not rides:
        return facts
    drops = np.array([drop for drop, _ in rides.values()], dtype=np.int64)
    fetches = np.array([fetch for _, fetch in rides.values()], dtype=np.int64)
    who, where = tours.worker[drops], tours.place[drops]
    names = np.array([f"{worker}{_MARK}{date}" for worker, date in rides], dtype=object)
    working = facts.working
    step = tours.day[drops] - facts.round.first_day.toordinal()
    inside = (step >= 0) & (step < working.works.shape[1])
    at, steps = np.flatnonzero(inside) + len(facts.worker_ids), step[inside]

    def more(table: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        longer = np.concatenate([table, table[who]])
        longer[at, steps] = values[inside]
        return longer

    works = np.concatenate([working.works, np.zeros((len(rides), working.works.shape[1]), dtype=bool)])
    works[at, steps] = working.works[who[inside], steps]
    works[who[inside], steps] = False
    down, up = tours.depart[drops], tours.depart[fetches]
    missed = np.concatenate([working.missed, np.zeros((len(rides), working.works.shape[1]), dtype=bool)])
    hours = replace(
        working,
        works=works,
        start=more(working.start, down),
        end=more(working.end, up),
        longest=more(working.longest, up - down),
        missed=missed,
    )
    extra = {str(name): str(facts.worker_ids[row]) for name, row in zip(names, who, strict=True)}
    return replace(
        facts,
        worker_ids=np.concatenate([facts.worker_ids, names]),
        started=np.concatenate([facts.start_ids, facts.household_ids[where]]),
        place=np.vstack([facts.place, facts.place[where]]),
        settlement=np.concatenate([facts.settlement, facts.settlement[where]]),
        items=[np.concatenate([table, table[:, who]], axis=1) for table in facts.items],
        speaks=np.concatenate([facts.speaks, facts.speaks[:, who]], axis=1),
        may_work=np.concatenate([facts.may_work, facts.may_work[who]]),
        home_ward=np.concatenate([facts.home_ward, facts.home_ward[who]]),
        mode=np.concatenate([facts.mode, facts.mode[who]]),
        vehicle=np.concatenate([facts.vehicle, facts.vehicle[who]]),
        load_most=np.concatenate([facts.load_most, facts.load_most[who]]),
        metres_most=np.concatenate([facts.metres_most, facts.metres_most[who]]),
        week_most=np.concatenate([facts.week_most, np.full(len(rides), np.inf)]),
        working=hours,
        refuses=[own | {name for name, person in extra.items() if person in own} if own else own for own in facts.refuses],
    )


def walked(visits: pd.DataFrame, rides: Rides) -> pd.DataFrame:
    """The visits, those of a day of riding under the id of that day."""
    return visits.assign(worker_id=_ids(visits, rides))


def walked_days(days: pd.DataFrame, tours: Tours, rides: Rides) -> pd.DataFrame:
    """The table of days, those of riding from the drop to the drop."""
    cells: dict[str, list[object]] = {name: list(days[name]) for name in ("leave", "home", "work_min")}
    for at, key in enumerate(zip(texts(days["worker_id"]), texts(days["date"]), strict=True)):
        if key in rides:
            drop, fetch = rides[key]
            leave, home = tours.ready[drop], tours.ready[fetch]
            cells["leave"][at], cells["home"][at], cells["work_min"][at] = clock(leave), clock(home), home - leave
    columns = {name: pd.Series(values, index=days.index, dtype=object) for name, values in cells.items()}
    return days.assign(worker_id=_ids(days, rides), **columns)


def _ids(frame: pd.DataFrame, rides: Rides) -> NDArray[np.object_]:
    keys = zip(texts(frame["worker_id"]), texts(frame["date"]), strict=True)
    return np.array([f"{who}{_MARK}{date}" if (who, date) in rides else who for who, date in keys], dtype=object)


def own_id(one: Violation) -> Violation:
    """The violation by the fieldworker's own id."""
    return one._replace(worker_id=str(one.worker_id).split(_MARK)[0])

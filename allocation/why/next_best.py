"""For a household that is visited: the next best fieldworker and day, and what the difference is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from allocation.phrases import counted, duration
from allocation.pins import Pin
from allocation.plan import Plan
from allocation.price import fair_minutes, fair_rate
from allocation.why.context import Context
from allocation.why.people import RELAXED, Mask, lacking, may_come, may_join, several
from allocation.why.search import Found, Search
from allocation.why.since import Since
from allocation.why.standing import legs_min
from allocation.why.walk import Walked


@dataclass(frozen=True)
class Instead:
    """Another fieldworker, or the same one on another day, for one visit.

    Attributes
    ----------
    worker_id, date : str
    place : int
        Which stop of that day it becomes, from 1.
    travel_min, wish_min, fair_min : float
        Minutes that the plan's price has more (less if negative): of travel on both days, of wishes, and of fair load.
    sentence : str
    instead_of, stays : str
        Of a visit by two: who of them does not come, and who does; "" for a visit by one.
    """

    worker_id: str
    date: str
    place: int
    travel_min: float
    wish_min: float
    fair_min: float
    sentence: str = ""
    instead_of: str = ""
    stays: str = ""

    @property
    def more_min(self) -> float:
        """Minutes of price more, all together."""
        return self.travel_min + self.wish_min + self.fair_min


@dataclass(frozen=True)
class NextBest:
    """What would be done with a visit if its fieldworker could not come.

    Attributes
    ----------
    household_id, worker_id, date : str
        The visit as planned; of several visits the first.
    other_worker : Instead or None
        The best of all other fieldworkers, everything else as planned; None where nobody else can.
    other_day : Instead or None
        The best other day of the same fieldworker.
    options : tuple of Instead
        The best of each other fieldworker, the best first. Of a visit by two those who could come instead of the first, the
        other staying, then those instead of the second.
    sentence : str
    """

    household_id: str
    worker_id: str
    date: str
    other_worker: Instead | None
    other_day: Instead | None
    options: tuple[Instead, ...]
    sentence: str


def next_best(plan: Plan | Context, household_id: str, most: int = 3) -> NextBest:
    """The next best fieldworker for a household that is visited, and the minutes of price in between.

    Everything else stays as planned: the visit leaves its day and is put at the best place of another one.

    Parameters
    ----------
    plan : Plan or Context
        A finished plan; a context where many households are asked about.
    household_id : str
        Of a served household.
    most : int
        Other fieldworkers told.

    Raises
    ------
    InputProblems
        There is no such household (E407).
    """
    context = Context.of(plan)
    row = context.row(household_id)
    planned = context.standing.visits_of.get(row, [])
    if not planned:
        return NextBest(household_id, "", "", None, None, (), "Nobody visits it in this plan.")
    day = context.standing.days[planned[0]]
    now = str(context.problem.person_ids[day.worker])
    again = Since.of(context.plan)
    if again is not None and again.is_past(day.date):
        made = f"Fieldworker {now} had this visit on {day.date}, before the plan was made again; that is not changed any more."
        return NextBest(household_id, now, day.date, None, None, (), made)
    if context.problem.visitors[row] > 1:
        return _seats(context, row, most)
    together = several(context.problem, row)
    if together:
        return NextBest(household_id, now, day.date, None, None, (), f"{together}: its visits cannot be exchanged one by one.")
    exchange = _Exchange.of(context, row, planned[0])
    person_of, able = context.standing.person_of, may_come(context.problem, row)
    planned_for = int(person_of[day.worker])
    others = able & (person_of != planned_for)
    found = [replace(one, sentence=_told(one, now)) for one in _ranked(exchange, others)[:most]]
    own = _best(exchange, planned_for, able)
    same = None if own is None else replace(own, sentence=_told(own, now))
    pin = None if again is None else again.pins.get(household_id)
    text = found[0].sentence if found else _pinned(pin) or _nobody(context, exchange, others)
    return NextBest(household_id, now, day.date, found[0] if found else None, same, tuple(found), text)


def _pinned(pin: Pin | None) -> str:
    """What is said of a visit that a supervisor has set, so that nobody else can come; "" where nothing is."""
    if pin is None or not pin.worker_id:
        return ""
    return f"A pin sets fieldworker {pin.worker_id}; plan again without it to let somebody else come."


def _seats(context: Context, row: int, most: int) -> NextBest:
    """Of a visit by two: for each of them who could come instead, at the same hour, with the other."""
    problem, standing = context.problem, context.standing
    planned = standing.visits_of[row]
    both = [at for at in planned if standing.days[at].date == standing.days[planned[0]].date]
    names = [str(problem.person_ids[standing.days[at].worker]) for at in both]
    person_of = standing.person_of
    found: list[Instead] = []
    told = [f"Two visit it together on {standing.days[both[0]].date}: fieldworker {names[0]} and fieldworker {names[1]}."]
    for at, other, name, stays in zip(both, both[::-1], names, names[::-1], strict=True):
        exchange = _Exchange.of(context, row, at)
        able = may_join(problem, row, standing.days[other].worker)
        able &= ~np.isin(person_of, person_of[[standing.days[at].worker, standing.days[other].worker]])
        seat = f"Instead of fieldworker {name}, while fieldworker {stays} stays: "
        best = _ranked(exchange, able)[:most]
        found += [replace(one, instead_of=name, stays=stays, sentence=seat + _place(one)) for one in best]
        if not best:
            told.append(seat + ("nobody else has room at that hour." if able.any() else "nobody else may come with her or him."))
    first = min(found, key=lambda one: one.more_min, default=None)
    household, date = str(problem.household_ids[row]), standing.days[both[0]].date
    return NextBest(household, names[0], date, first, None, tuple(found), " ".join(told))


@dataclass(frozen=True)
class _Exchange:
    """The visit taken out of its day; of a visit by two only that day's half, so that it stays on its date."""

    context: Context
    search: Search
    row: int
    at: int
    saved_min: float
    wish_min: float
    left: Walked | None
    holds_without: bool

    @property
    def left_work_s(self) -> int:
        """Seconds that the day which the visit leaves then lasts."""
        return 0 if self.left is None else self.left.work_s

    @classmethod
    def of(cls, context: Context, row: int, at: int) -> _Exchange:
        standing, problem = context.standing, context.problem
        day = standing.days[at]
        left = tuple(stop for stop in day.stops if stop != row)
        ways = [float(legs_min(problem, day.worker, np.array(stops, dtype=np.int64)).sum()) for stops in (day.stops, left)]
        walked = standing.walked(at, left) if left else None
        # Without the visit the day may want a way that the matrix does not have.
        holds = not left or (walked is not None and walked.over_s == 0)
        wish = float(context.wish_min[day.worker, row])
        return cls(context, Search(context, row), row, at, ways[0] - ways[1], wish, walked if holds else None, holds)


def _ranked(exchange: _Exchange, able: Mask) -> list[Instead]:
    """The best place of everybody who may come, the best first."""
    people = np.unique(exchange.context.standing.person_of[able]).tolist()
    best = (_best(exchange, who, able) for who in people)
    return sorted((one for one in best if one is not None), key=lambda one: (one.more_min, one.worker_id))


def _best(exchange: _Exchange, person: int, able: Mask) -> Instead | None:
    """The best place in the days of one person on which he or she may come, fair load counted."""
    if not exchange.holds_without:
        return None
    search, standing = exchange.search, exchange.context.standing
    likely = (search.person == person) & able[search.gaps.worker] & search.possible
    likely &= search.missing_min <= 1.0 + _week_slack(exchange, person)
    if standing.problem.visitors[exchange.row] > 1:  # at the hour that stands for both
        dates = np.array([day.date == standing.days[exchange.at].date for day in standing.days], dtype=bool)
        likely &= dates[search.gaps.day]
    which = np.flatnonzero(likely)
    cost = search.extra[which] + search.wish[which] - exchange.saved_min - exchange.wish_min
    best: Instead | None = None
    swing = _fair_swing(exchange, person)
    for position in np.argsort(cost, kind="stable").tolist():
        if best is not None and cost[position] - swing >= best.travel_min + best.wish_min:
            break
        found = _walk(exchange, int(which[position]))
        if found is None:
            continue
        fair = _fair_change(exchange, found)
        travel, wish = found.travel_min - exchange.saved_min, found.wish_min - exchange.wish_min
        day = standing.days[found.at]
        one = Instead(str(standing.people.worker_ids[person]), day.date, found.place + 1, travel, wish, fair)
        if best is None or one.more_min < best.more_min:
            best = one
    return best


def _walk(exchange: _Exchange, gap: int) -> Found | None:
    """The day with the visit, the day that it leaves being shorter by then."""
    search = exchange.search
    at, place = int(search.gaps.day[gap]), int(search.gaps.place[gap])
    stops = search.standing.days[at].stops
    stops = (*stops[:place], exchange.row, *stops[place:])
    walked = search.standing.walked(at, stops, changed={exchange.at: exchange.left_work_s})
    if walked is None or walked.over_s:
        return None
    return Found(at, place, stops, walked, float(search.extra[gap]), float(search.wish[gap]), 0.0, 0.0)


def _week_slack(exchange: _Exchange, person: int) -> float:
    """Minutes by which another day of the same person may grow because this one gets shorter."""
    standing = exchange.context.standing
    day = standing.days[exchange.at]
    return max(0.0, (day.work_s - exchange.left_work_s) / 60) if standing.person_of[day.worker] == person else 0.0


def _fair_change(exchange: _Exchange, found: Found) -> float:
    """Minutes of price of fair load more, once this day has the visit and the other one has it no more."""
    context = exchange.context
    if not fair_rate(context.people):
        return 0.0
    after = context.outings.work_min({exchange.at: exchange.left, found.at: found.walked})
    return float(fair_minutes(context.people, after).sum()) - context.fair_min


def _fair_swing(exchange: _Exchange, person: int) -> float:
    """Minutes of price by which fair load can differ at most between two places of one person.

    A minute of work moves the price by no more than its rate, and what a place adds to the work lies between all of a day
    less and all that a day has room for more; on a day of riding everybody aboard may be out for longer with it.
    """
    standing = exchange.context.standing
    rate = fair_rate(standing.people)
    rows = np.flatnonzero(standing.person_of == person)
    own = [(standing.days[at].work_s, standing.limits(at).span_s) for row in rows for at in standing.days_of.get(int(row), [])]
    most_work = max((work for work, _ in own), default=0)
    most_room = max((span - work for work, span in own), default=0) + exchange.left_work_s
    tours = () if standing.riding is None else standing.riding.tours
    aboard = max(((tour.home - tour.leave) * len(tour.riders) for tour in tours), default=0)
    return rate * ((most_work + max(0, most_room)) / 60 + 2 * aboard) if rate else 0.0


def _told(one: Instead, now: str) -> str:
    return "Next best: F" + _place(one, " on another day" if one.worker_id == now else "")[1:]


def _place(one: Instead, which: str = "") -> str:
    """Who, when and where, and the difference."""
    who = f"fieldworker {one.worker_id}{which}"
    parts = [
        f"{abs(round(value))} {'more' if value > 0 else 'less'} {what}"
        for value, what in ((one.travel_min, "of travel"), (one.wish_min, "for wishes"), (one.fair_min, "for fair load"))
        if round(value)
    ]
    total = round(one.more_min)
    much = f"{counted(abs(total), 'minute', 'minutes')} {'more' if total > 0 else 'less'}" if total else "as good"
    split = f" ({', '.join(parts)})" if len(parts) > 1 or (parts and not total) else ""
    return f"{who} on {one.date}, stop {one.place} of the day: {much}{split}."


def _nobody(context: Context, exchange: _Exchange, others: Mask) -> str:
    """Why nobody else can come."""
    person_of = context.standing.person_of
    if others.any():
        count = len(np.unique(person_of[others]))
        nearest = exchange.search.longer(others, 1)
        who = "The only other fieldworker who may come has" if count == 1 else f"The {count} other fieldworkers who may come have"
        more = ""
        if nearest:
            day = context.standing.days[nearest[0].at]
            minutes = max(nearest[0].longer_min, nearest[0].week_longer_min)
            name = context.problem.person_ids[day.worker]
            more = f" Nearest to it: fieldworker {name} on {day.date}, with {duration(minutes)} more." if minutes else ""
        return f"{who} no day with room for it.{more}"
    kept = lacking(context.problem, exchange.row)
    planned = int(person_of[context.standing.days[exchange.at].worker])
    words = {
        "language": ("shares no language with it", "share no language with it"),
        "home_ward": ("is at home in another ward", "are at home in another ward"),
        "near": ("lives too far away", "live too far away"),
        "load": ("cannot carry the load", "cannot carry the load"),
        "skill": ("lacks a skill that is asked for", "lack a skill that is asked for"),
    }
    counts = {}
    for name in RELAXED:
        # Whom a rule keeps away on foot and from every drop alike.
        others_free = set(person_of[~kept[name]].tolist())
        counts[name] = len(set(person_of.tolist()) - others_free - {planned})
    told = [counted(number, *words[name]) for name, number in counts.items() if number]
    if len(context.people.workers) == 1:
        return "There is no other fieldworker in this round."
    return f"Nobody else may come: of the others, {', '.join(told)}." if told else "Nobody else can reach it and be home in time."

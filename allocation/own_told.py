"""What a plan made by hand breaks, as somebody wants to read it: each fault once, a day in one line, the gravest first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from allocation.own_times import hours_of
from allocation.plan import Violation
from allocation.problem import PlanningProblem
from geo.clock import clock, minutes
from geo.problems import many

#: Codes of :data:`allocation.check.CODES`, the gravest first: safety and consent; whom the round knows and asks for; who is
#: able to do the visit; how often; when; the day; what only the tables get wrong.
GRAVITY: tuple[tuple[str, ...], ...] = (
    ("do_not_visit", "closed_that_day", "forbidden_worker", "one_visitor_missing", "different_starts"),
    ("unknown_household", "unknown_worker", "vehicle_unknown", "outside_wards", "not_in_round", "place_unknown"),
    ("no_skill", "no_language", "wrong_ward", "too_far", "worker_not_in_round", "wrong_vehicle"),
    ("doubled_visit", "visit_missing", "visits_too_close"),
    (
        "wrong_day",
        "holiday",
        "meeting_day",
        "not_available",
        "vehicle_not_available",
        "pin_broken",
        "outside_hours",
        "unreachable",
    ),
    ("day_too_long", "too_late", "too_early", "no_break", "week_too_long", "overload", "too_many_aboard", "not_fetched"),
    ("wrong_order", "wrong_times", "wrong_length", "tour_broken", "tour_times", "ride_differs", "wrong_travel", "days_differ"),
    ("missing_household", "visited_and_unserved", "doubled_unserved", "reason_unknown", "reason_wrong", "no_sentence"),
    ("bad_table", "bad_value"),
)
#: Of each code how grave it is, 0 for the gravest.
RANK: Mapping[str, int] = MappingProxyType({code: rank for rank, codes in enumerate(GRAVITY) for code in codes})
#: What one day that is too full may break at once.
_FULL = frozenset({"too_late", "day_too_long", "no_break"})
_SECOND = 1 / 60


def plainly(problem: PlanningProblem, violations: Sequence[Violation], days: pd.DataFrame) -> list[Violation]:
    """The violations with each fault told once, the gravest first.

    Parameters
    ----------
    problem : PlanningProblem
        With all fieldworkers of the list.
    violations : sequence of Violation
        As the checker finds them.
    days : DataFrame
        Of what was judged (:data:`allocation.plan.DAYS`), the break in it.
    """
    refused = {one[1:4] for one in violations if one.code == "do_not_visit"}
    once = [one for one in violations if not (one.code == "closed_that_day" and one[1:4] in refused)]
    full: dict[tuple[str, str], list[Violation]] = {}
    for one in once:
        if one.code in _FULL:
            full.setdefault((one.worker_id, one.date), []).append(one)
    told = [one for one in once if one.code not in _FULL]
    for key, faults in full.items():
        line = _too_full(problem, key, faults, days)
        told += faults if line is None else [line]
    last = len(GRAVITY)
    return sorted(told, key=lambda one: (RANK.get(one.code, last), one.date, one.worker_id, one.code, one.household_id))


def _too_full(
    problem: PlanningProblem, key: tuple[str, str], faults: Sequence[Violation], days: pd.DataFrame
) -> Violation | None:
    """A worker-day that is too full in one line, with the minutes that it must lose; None where that is not to be said."""
    codes = {one.code for one in faults}
    day = days[(days["worker_id"] == key[0]) & (days["date"] == key[1])]
    row = next((at for at, name in enumerate(problem.worker_ids) if str(name) == key[0]), None)
    if row is None or len(day) != 1 or codes == {"no_break"}:
        return None
    leave, home = (minutes(str(day[name].iloc[0])) for name in ("leave", "home"))
    _, end, longest = hours_of(problem, row, key[1])
    late, long = home - end, home - leave - longest
    over = math.ceil(max(late, long) - _SECOND)
    if over <= 0:
        return None
    told = [f"{many(over, 'minute')} too many", f"out from {clock(leave)} to {clock(home)}, {home - leave:.0f} minutes"]
    told += [f"with the break of {problem.lunch_min:g}"] if "no_break" in codes else []
    told += [f"the limit is {longest:g}"] if long > _SECOND else []
    told += [f"the day ends at {clock(end)}"] if late > _SECOND else []
    return Violation("day_too_long" if long > _SECOND else "too_late", "", *key, "; ".join(told))

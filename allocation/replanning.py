"""The parts of a re-plan put together: lists as they are now, the past, what is left, and the whole plan that comes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.bound import Bound
from allocation.building import build_problem
from allocation.calendar import round_days
from allocation.calm import Calm
from allocation.check_own import everybody
from allocation.draft import Draft
from allocation.happenings import Happenings, with_happenings
from allocation.history import History, history, still_asked
from allocation.plan import Plan, Violation
from allocation.prepare import Prepared, prepare
from allocation.problem import PlanningProblem
from allocation.reasons import explain
from allocation.remainder import refuse_impossible, with_promises, with_the_past
from allocation.replan_days import Days
from allocation.replan_words import Because, kept_reasons
from allocation.replanned import figures
from allocation.restart import begun
from allocation.summary import prize_figures, travel_gap
from allocation.timetable import tables
from allocation.told_times import with_told_times
from allocation.vehicles.riding import Riding
from allocation.vehicles.shared import Shared, places_of
from allocation.weights import prizes, weight_by_id
from allocation.zones import Zones
from geo.errors import SolverError
from geo.travel import Travel


@dataclass(frozen=True)
class Ready:
    """A re-plan before its search.

    Attributes
    ----------
    before : Plan
    happened : Happenings
    past : History
    whole : Prepared
        All households and fieldworkers as they are now, with the days that are left.
    rest : Prepared
        The households and days that are left, with promises and pins in its problem.
    start : Draft
        What of the old plan still holds.
    shared : Shared
        What vehicles do on the days that are left.
    calm : Calm
        What was told of those days.
    shut : frozenset of (household id, YYYY-MM-DD)
        Places that lie in an area which has closed since, with the days on which it is.
    """

    before: Plan
    happened: Happenings
    past: History
    whole: Prepared
    rest: Prepared
    start: Draft
    shared: Shared
    calm: Calm
    shut: frozenset[tuple[str, str]] = frozenset()

    def driven(self, riding: Riding, start: Draft) -> Ready:
        """The same with other tours on the days that are left, and a draft of the problem that they make."""
        problem, first = riding.problem, self.happened.from_day.isoformat()
        calm = Calm.of(problem, self.before.visits[self.before.visits["date"] >= first])
        rest, shared = replace(self.rest, problem=problem), replace(self.shared, riding=riding)
        return replace(self, rest=rest, start=start, shared=shared, calm=calm)

    @property
    def travel(self) -> Travel:
        """The ways as they are now."""
        return self.whole.problem.travel

    def plan_of(self, draft: Draft, bound: Bound, statistics: pd.DataFrame, seconds: float, seed: int, *, fill_s: float) -> Plan:
        """The whole plan of a draft; what the checker finds is given up once, as :func:`allocation.finish.finish` does.

        Days are left as they were told wherever that holds (:mod:`allocation.calm`, :mod:`allocation.told_times`).

        ``fill_s``: seconds for filling the days of those who ride no more.

        Raises
        ------
        SolverError
            The plan still breaks a rule.
        """
        shared, draft = self.shared.settled(self.calm.settled(draft), fill_s)
        with_times = self.shared.riding is None
        made = self._merged(shared, draft, bound, statistics, seconds, seed, with_times)
        broken = made.check()
        if broken and with_times:
            plain = self._merged(shared, draft, bound, statistics, seconds, seed)
            made, broken = (made, broken) if plain.visits.equals(made.visits) else (plain, plain.check())
        if broken:
            made = self._merged(shared, without_faults(draft, broken), bound, statistics, seconds, seed)
            broken = made.check()
        if broken:
            kinds = ", ".join(sorted({one.code for one in broken}))
            raise SolverError(
                f"The plan did not pass the check and is not shown ({len(broken)} faults: {kinds}). "
                "This is a fault of Wardround, not of your lists: please report it."
            )
        return made

    def _merged(  # noqa: PLR0917 - what a plan is made of
        self,
        shared: Shared,
        draft: Draft,
        bound: Bound,
        statistics: pd.DataFrame,
        seconds: float,
        seed: int,
        with_times: bool = False,
    ) -> Plan:
        visits, days = tables(draft)
        if with_times:
            visits, days = with_told_times((self.before.visits, self.before.days), (visits, days))
        unserved = shared.without_places(explain(draft.units.problem, visits, days, self.whole.wards))
        visits, days, rides = shared.told(visits, days)
        all_visits = _joined(self.past.visits, visits, ["worker_id", "date", "order"])
        all_days = _joined(self.past.days, days, ["worker_id", "date"])
        plain = replace(self.before, visits=all_visits, days=all_days, unserved=unserved, statistics=statistics)
        made = replace(
            plain,
            households=self.whole.households,
            fieldworkers=self.whole.fieldworkers,
            wards=self.whole.wards,
            travel=self.travel,
            rides=rides,
        )
        return replace(made, summary=self._summary(made, draft, bound, seconds, seed))

    def _summary(self, made: Plan, draft: Draft, bound: Bound, seconds: float, seed: int) -> dict[str, Any]:
        weights = weight_by_id(made.households)
        worth = dict(zip(made.households["household_id"], np.nan_to_num(prizes(made.households)), strict=True))
        problem = self.whole.problem
        visited = set(made.visits["household_id"])
        asked = {str(name) for name in problem.household_ids[problem.asked]} | visited
        complete = set(self.past.done) - (set(self.rest.problem.household_ids) - self.shared.places)
        ahead = sum(weights[name] for name in complete)
        total, served = (float(sum(weights[name] for name in names)) for names in (asked, visited))
        best = bound.priority + ahead
        travel_min, gone_min = (float(days["travel_min"].sum()) for days in (made.days, self.past.days))
        collected, before_min = (sum(worth[name] for name in names) for names in (visited, complete))
        before = {key: value for key, value in self.before.summary.items() if key not in ("inputs", "sources")}
        return before | {
            "served": len(visited),
            "households": len(made.households),
            "asked": len(asked),
            "priority_served": round(served / total if total else 1.0, 6),
            "travel_min": round(travel_min, 3),
            **prize_figures(made.households, collected, travel_min, bound.net_min + before_min - gone_min),
            "bound": {
                "served": int(bound.served) + len(complete),
                "priority_served": round(min(1.0, best / total) if total else 1.0, 6),
                "travel_min": round(bound.travel_min + gone_min, 3),
            },
            "gap": round(max(0.0, (best - served) / best) if best > 0 and math.isfinite(best) else 0.0, 6),
            "travel_gap": travel_gap(travel_min, bound.travel_min + gone_min),
            **self.shared.figures(made.rides),
            "reasons": {str(reason): int(count) for reason, count in made.unserved["reason"].value_counts().items()},
            "seconds": round(seconds, 2),
            "seed": seed,
            "checked": True,
            "settings": made.round.settings(self.travel),
            "replan": _kept_happenings(self.before, self.happened),
        }

    def because(self, made: Plan) -> Because:
        """What tells why a visit has changed."""
        sentences = zip(made.unserved["household_id"], made.unserved["sentence"], strict=True)
        days = Days.of(self.before.visits, made.visits)
        return Because(self.happened, self.past, days, dict(sentences), self.travel is not self.before.travel, self.shut)

    def kept_why(self, made: Plan, table: pd.DataFrame) -> Plan:
        """The plan with the reasons of its changes, so that they can be told again later."""
        return replace(made, summary={**made.summary, "replan": {**made.summary["replan"], "why": kept_reasons(table)}})

    def figures(self, made: Plan, table: pd.DataFrame) -> dict[str, Any]:
        """What :attr:`Replanned.summary` holds."""
        asked = {str(name) for name in self.rest.problem.household_ids[self.rest.problem.asked]}
        return figures(self.before, made, table, self.happened.from_day.isoformat(), len(self.past.visits), asked)


def made_ready(  # noqa: PLR0917 - what has happened, and what it costs
    plan: Plan,
    happened: Happenings,
    travel: Travel | None,
    worker_min: float,
    day_min: float,
    restrictions: pd.DataFrame | None = None,
) -> Ready:
    """The lists as they are now, the past, the problem that is left with its promises and pins, and a draft to begin with.

    The areas of ``restrictions`` are added to those of the plan.

    Raises
    ------
    InputProblems
        The days that are left cannot be planned, or a pin breaks a rule.
    """
    model = plan.travel if travel is None else travel
    homes, team = with_happenings(plan.households, plan.fieldworkers, plan.round, happened)
    rest_of_round = replace(plan.round, first_day=happened.from_day)
    before = plan.restrictions
    areas = restrictions if before is None or restrictions is None else pd.concat([before, restrictions], ignore_index=True)
    whole = prepare(homes, team, rest_of_round, model, plan.wards, before if areas is None else areas, plan.vehicles)
    plan = replace(plan, restrictions=whole.restrictions)
    past = history(plan, happened, everybody(whole))
    first = happened.from_day.isoformat()
    left, places = still_asked(whole.households, past, places_of(plan.rides, first))
    barred = pd.Series(whole.problem.barred, index=whole.households["household_id"]).reindex(left["household_id"])
    barred[left["household_id"].isin(places).to_numpy()] = "do_not_visit"
    bare = with_the_past(_problem(whole, left, barred.to_numpy(dtype=object)), past)
    promised = plan.visits[plan.visits["date"] >= first]
    held = with_promises(bare, promised, happened.pins, worker_min, day_min)
    shared = Shared.of(held, whole.vehicles, plan.rides, plan.days, first=first, places=places)
    problem = held if shared.riding is None else shared.riding.problem
    refuse_impossible(problem, happened.pins, places)
    rest = replace(whole, households=left, problem=problem)
    start, calm = begun(problem, promised), Calm.of(problem, promised)
    return Ready(plan, happened, past, whole, rest, start, shared, calm, _shut(whole, restrictions))


def _shut(whole: Prepared, restrictions: pd.DataFrame | None) -> frozenset[tuple[str, str]]:
    """Households that lie in the new areas, with the days that are left on which these are closed."""
    if restrictions is None or whole.restrictions is None or not len(restrictions):
        return frozenset()
    new = whole.restrictions.iloc[-len(restrictions) :].reset_index(drop=True)
    problem = whole.problem
    dates = round_days(problem.round)
    closed = ~Zones.of(problem.places.lon_lat, dates, new).open_on
    return frozenset(
        (str(problem.household_ids[row]), dates[day].isoformat()) for row, day in zip(*np.nonzero(closed), strict=True)
    )


def _problem(whole: Prepared, left: gpd.GeoDataFrame, barred: NDArray[np.object_]) -> PlanningProblem:
    problem = whole.problem
    return build_problem(left, problem.workers, problem.round, problem.travel, barred, whole.restrictions)


def without_faults(draft: Draft, broken: list[Violation]) -> Draft:
    """The draft without the worker-days and households that a violation names."""
    problem = draft.units.problem
    faulty = {(one.worker_id, one.date) for one in broken}
    lost = {one.household_id for one in broken} - {""}
    result, out = draft.copy(), set[int]()
    for worker, days in enumerate(result.days):
        for place, day in enumerate(days):
            named = (problem.person_ids[worker], problem.days[worker][place].isoformat()) in faulty
            out.update(stop for stop in day.stops if named or problem.household_ids[stop] in lost)
    result.without(out)
    return result


def _joined(old: pd.DataFrame, new: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    parts = [part for part in (old, new) if len(part)]
    return pd.concat(parts, ignore_index=True).sort_values(keys, kind="stable", ignore_index=True) if parts else new


def _kept_happenings(before: Plan, happened: Happenings) -> dict[str, Any]:
    """What the lists of the plan differ by from the files that the first plan was made from: of all re-plans so far."""
    old = before.summary.get("replan", {})
    away = {name: set(dates) for name, dates in old.get("away", {}).items()}
    for name, dates in happened.away.items():
        away.setdefault(name, set()).update(date.isoformat() for date in dates)
    forbid = {name: list(ids) for name, ids in old.get("forbid", {}).items()}
    for name, ids in happened.forbid.items():
        forbid[name] = list(dict.fromkeys([*forbid.get(name, []), *ids]))
    return {
        "from_day": happened.from_day.isoformat(),
        "away": {name: sorted(dates) for name, dates in away.items() if dates},
        "pins": {name: {"worker_id": pin.worker_id, "date": pin.date} for name, pin in happened.pins.items()},
        "removed": sorted({*old.get("removed", []), *happened.removed}),
        "forbid": forbid,
    }

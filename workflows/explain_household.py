"""Why a household is visited as it is or not at all, by what would be otherwise: ways in, next best fieldworkers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from allocation.plan import Plan
from allocation.why.context import Context
from allocation.why.next_best import next_best
from allocation.why.way_in import WayIn
from allocation.why.ways_in import cheapest_way_in
from outputs.words import long_day, weekday

#: Columns of the tables.
WAYS = ("gives", "worker_id", "name", "date", "day", "stop", "start", "travel_min", "wish_min", "sentence")
OTHERS = ("worker_id", "name", "date", "day", "stop", "travel_min", "wish_min", "fair_min", "more_min", "sentence")
#: Kind of a way in → what must give, as a heading.
GIVES = {
    "fits": "Nothing: it fits",
    "moved": "Another household moves to another day",
    "instead_of_lower": "A household of lower priority drops out",
    "instead_of_equal": "A household of the same priority drops out",
    "longer": "A longer day",
    "much_longer": "A much longer day",
    "language": "No shared language",
    "home_ward": "A visit outside the home ward",
    "near": "A longer distance from home",
    "at_home": "Somebody at home at another time",
    "load": "More to carry on that day",
    "extra_day": "One more working day",
    "skill": "A visit without the skill asked for",
    "several_rules": "More than one of these",
}
#: Households whose ways are counted for the whole plan.
COUNTED_MOST = 50


@dataclass(frozen=True)
class Explained:
    """What is said about one household.

    Attributes
    ----------
    household_id : str
    reached : bool
    sentence : str
        The cheapest way in, or the next best fieldworker; or why there is none.
    ways : DataFrame
        Columns :data:`WAYS`, the smallest first; no rows for a household that is visited.
    others : DataFrame
        Columns :data:`OTHERS`, the best first; no rows for a household that is not visited.
    other_day : str
        The best other day of the same fieldworker, in a sentence; "" where there is none.
    """

    household_id: str
    reached: bool
    sentence: str
    ways: pd.DataFrame
    others: pd.DataFrame
    other_day: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything in sentences."""
        told = [*self.ways["sentence"], *self.others["sentence"]]
        return tuple(dict.fromkeys(line for line in [self.sentence, *told, self.other_day] if line))


def explain_household(plan: Plan | Context, household_id: str) -> Explained:
    """What would be otherwise for one household.

    Parameters
    ----------
    plan : Plan or Context
        A finished plan; ``Context.of(plan)`` once where many are asked about.
    household_id : str
        Visited or not.

    Raises
    ------
    InputProblems
        There is no such household (E407).
    """
    context = Context.of(plan)
    names = _names(context)
    if context.row(household_id) in context.standing.visits_of:
        best = next_best(context, household_id)
        rows = [
            (one.worker_id, names.get(one.worker_id, ""), one.date, _day(one.date), one.place, one.travel_min, one.wish_min,
             one.fair_min, one.more_min, one.sentence)
            for one in best.options
        ]  # fmt: skip
        other_day = best.other_day.sentence if best.other_day is not None else ""
        return Explained(household_id, True, best.sentence, _ways((), names), pd.DataFrame(rows, columns=list(OTHERS)), other_day)
    found = cheapest_way_in(context, household_id)
    none = pd.DataFrame(columns=list(OTHERS))
    return Explained(household_id, False, found.sentence, _ways(found.options, names), none, "")


def may_be_asked(plan: Plan, household_id: str) -> bool:
    """Whether it may be asked how a household could be reached: not where nobody is to visit it (it refused, it moved)."""
    reason = plan.unserved.loc[plan.unserved["household_id"] == household_id, "reason"]
    return not (reason == "do_not_visit").any()


def ways_by_kind(plan: Plan | Context) -> pd.DataFrame:
    """What the cheapest way in asks for, over the households that the round asks for and nobody visits.

    Returns
    -------
    DataFrame
        ``kind``, ``gives`` and ``households``, the smallest thing first; a row without a kind for those with no way in. The
        :data:`COUNTED_MOST` households of the highest priority are looked at.
    """
    context = Context.of(plan)
    kinds = list(GIVES)
    count: dict[str, int] = {}
    for household in waiting(context)[:COUNTED_MOST]:
        options = cheapest_way_in(context, household, most=1).options
        kind = options[0].kind if options else ""
        count[kind] = count.get(kind, 0) + 1
    order = sorted(count, key=lambda kind: kinds.index(kind) if kind else len(kinds))
    rows = [(kind, GIVES.get(kind, "No single thing would be enough"), count[kind]) for kind in order]
    return pd.DataFrame(rows, columns=["kind", "gives", "households"])


def waiting(context: Context) -> list[str]:
    """Households that the round asks for and nobody visits, those of the highest priority first."""
    problem = context.problem
    rows = [row for row in range(len(problem.households)) if problem.asked[row] and row not in context.standing.visits_of]
    rows.sort(key=lambda row: -float(problem.weight[row]))
    return [str(problem.household_ids[row]) for row in rows]


def told(context: Context, households: Iterable[str]) -> Iterator[str]:
    """Lines for the command line about these households."""
    for household in households:
        found = explain_household(context, household)
        yield f"{household}: {found.sentence}"
        yield from (f"    {line}" for line in found.lines if line != found.sentence)


def _ways(options: Iterable[WayIn], names: dict[str, str]) -> pd.DataFrame:
    rows = [
        (GIVES[way.kind], ";".join(_who(way)), ", ".join(names.get(who, "") for who in _who(way)), way.date, _day(way.date),
         way.place, way.start,
         way.travel_min, way.wish_min, way.sentence)
        for way in options
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(WAYS))


def _who(way: WayIn) -> list[str]:
    """Whoever comes: of a visit by two both, of several visits all, each once."""
    own = [who for who in (way.worker_id, way.second_id) if who]
    return list(dict.fromkeys([*own, *(who for other in way.also for who in _who(other))]))


def _names(context: Context) -> dict[str, str]:
    team = context.plan.fieldworkers
    return dict(zip(team["worker_id"].astype(str), team["name"].astype(str), strict=True))


def _day(date: str) -> str:
    day = dt.date.fromisoformat(date)
    return f"{weekday(day)} {long_day(day)}"

"""What each wish costs: the plan as it is, without the wish, and with the wish at full weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from allocation.phrases import counted
from allocation.plan import Plan
from allocation.plan_round import plan_round
from allocation.weights import weight_by_id
from allocation.why.inputs import Inputs
from allocation.why.standing import stand
from allocation.wish_facts import WISHES, WishFacts, matters, wish_facts
from allocation.wishes import Wishes

#: Weight of a wish that is off, and of one at its full.
OFF, FULL = 0.0, 10.0
#: Weights at which the dial of fair load is tried, from none to strict.
FAIR_DIAL = (0.0, 1.0, 3.0, 6.0, 10.0)
#: Told as the work goes on: (done, all, what is planned); returning False ends it with what is known.
Tell = Callable[[int, int, str], object]
#: How wishes are called.
NAMES = {
    "language": "language",
    "home_ward": "home ward",
    "same_worker": "same worker as last time",
    "fair_load": "fair load",
    "compact": "near home and together",
}
_COLUMNS = ("wish", "weight", "fulfilled", "asked", "paid_min", "sentence")


@dataclass(frozen=True)
class Dial:
    """A plan with a wish at one weight.

    Attributes
    ----------
    weight : float
    households : int
        Visited.
    priority : float
        Their priority + 1, summed.
    travel_min : float
        All legs.
    facts : WishFacts
    """

    weight: float
    households: int
    priority: float
    travel_min: float
    facts: WishFacts


@dataclass(frozen=True)
class WishPrice:
    """One wish: how far the plan fulfils it, and what it costs.

    Attributes
    ----------
    wish : str
        A field of :class:`allocation.wishes.Wishes`.
    weight : float
        In this round.
    fulfilled, asked : int or None
        Visits that fulfil it, of those to which it means anything; None for fair load and nearness, which are measured.
    paid_min : float
        Minutes that the plan's price holds for what is not fulfilled (of nearness: for the ways from home).
    now, off, full : Dial or None
        The round planned anew for as long as each other, with the wish as it is, off, and at 10; None where the work was
        ended before.
    sentence : str
    """

    wish: str
    weight: float
    fulfilled: int | None
    asked: int | None
    paid_min: float
    now: Dial | None
    off: Dial | None
    full: Dial | None
    sentence: str


@dataclass(frozen=True)
class WishPrices:
    """All wishes of a round, and the dial of fair load from none to strict.

    Attributes
    ----------
    wishes : tuple of WishPrice
    fair : tuple of Dial
        In the order of their weights.
    luck : tuple of int and float, or None
        Households and minutes of travel by which two searches for the very same plan differ, by their seeds alone: smaller
        differences between plans say nothing. None where the work was ended before.
    """

    wishes: tuple[WishPrice, ...]
    fair: tuple[Dial, ...]
    luck: tuple[int, float] | None

    def table(self) -> pd.DataFrame:
        """One row a wish: ``wish, weight, fulfilled, asked, paid_min, sentence``, and ``households_*`` and ``travel_min_*``
        for ``now``, ``off`` and ``full``.
        """
        rows = []
        for price in self.wishes:
            row: dict[str, Any] = {name: getattr(price, name) for name in _COLUMNS}
            for key in ("now", "off", "full"):
                dial = getattr(price, key)
                row[f"households_{key}"] = None if dial is None else dial.households
                row[f"travel_min_{key}"] = None if dial is None else dial.travel_min
            rows.append(row)
        return pd.DataFrame(rows)

    def fair_table(self) -> pd.DataFrame:
        """One row a weight of fair load: ``weight, households, priority, travel_min, least, median, most`` (shares, 0 to 1)."""
        rows = [
            (d.weight, d.households, d.priority, d.travel_min, d.facts.load.least, d.facts.load.median, d.facts.load.most)
            for d in self.fair
        ]
        return pd.DataFrame(rows, columns=["weight", "households", "priority", "travel_min", "least", "median", "most"])


def wish_prices(
    plan: Plan,
    *,
    seconds: float = 3.0,
    max_iterations: int | None = None,
    seed: int = 1,
    tell: Tell | None = None,
    executor: Executor | None = None,
) -> WishPrices:
    """What every wish costs, by planning the round anew without it and with it at full weight.

    Parameters
    ----------
    plan : Plan
        A finished plan: what it fulfils now is counted in it.
    seconds : float
        For each of about fourteen solves; the round as it is is planned anew for as long, so that like is held against
        like.
    max_iterations : int, optional
        Instead of the clock, as in ``plan_round``.
    seed : int
        The same for every solve.
    tell : callable, optional
        Told (done, all, what) before each solve; returning False ends it with what is known.
    executor : Executor, optional
        As in ``plan_round``.
    """
    inputs, standing = Inputs.of(plan), stand(plan)
    problem = standing.people
    wishes = plan.round.wishes
    telling = [wish for wish in WISHES if matters(problem, wish)]
    wanted = [(wishes, seed), (wishes, seed + 1), *((one, seed) for one in _changed(wishes, telling))]
    limits = {"time_limit_s": seconds, "max_iterations": max_iterations, "executor": executor}
    solved: dict[tuple[Wishes, int], Dial] = {}
    for done, (one, own_seed) in enumerate(wanted):
        if tell is not None and tell(done, len(wanted), _what(wishes, one)) is False:
            break
        solved[one, own_seed] = _solved(inputs, one, {**limits, "seed": own_seed})
    facts = wish_facts(problem, plan.visits, plan.days, standing.riding)
    dials = {one: dial for (one, own_seed), dial in solved.items() if own_seed == seed}
    luck = _luck(dials.get(wishes), solved.get((wishes, seed + 1)))
    rows = tuple(_price(wish, plan, facts, dials, luck, wish in telling) for wish in WISHES)
    fair = (_at(dials, replace(wishes, fair_load=weight), "fair_load") for weight in sorted({*FAIR_DIAL, wishes.fair_load}))
    return WishPrices(rows, tuple(dial for dial in fair if dial is not None), luck)


def _luck(one: Dial | None, other: Dial | None) -> tuple[int, float] | None:
    if one is None or other is None:
        return None
    return abs(one.households - other.households), abs(one.travel_min - other.travel_min)


def _changed(wishes: Wishes, telling: list[str]) -> list[Wishes]:
    ends = [replace(wishes, **{wish: weight}) for wish in telling for weight in (OFF, FULL)]
    dial = [replace(wishes, fair_load=weight) for weight in FAIR_DIAL] if "fair_load" in telling else []
    return [one for one in dict.fromkeys([*ends, *dial]) if one != wishes]


def _what(wishes: Wishes, one: Wishes) -> str:
    for wish in WISHES:
        if getattr(one, wish) != getattr(wishes, wish):
            weight = getattr(one, wish)
            return f"{NAMES[wish]}: {'off' if weight == OFF else f'at {weight:g}'}"
    return "as it is"


def _solved(inputs: Inputs, wishes: Wishes, limits: Mapping[str, Any]) -> Dial:
    changed = replace(inputs, round=replace(inputs.round, wishes=wishes))
    plan = plan_round(**changed.arguments(), **limits)
    weight = weight_by_id(plan.households)
    served = plan.visits["household_id"].unique()
    return Dial(0.0, len(served), sum(weight[str(name)] for name in served), float(plan.days["travel_min"].sum()), _facts(plan))


def _facts(plan: Plan) -> WishFacts:
    standing = stand(plan)
    return wish_facts(standing.people, plan.visits, plan.days, standing.riding)


def _at(solved: Mapping[Wishes, Dial], wishes: Wishes, wish: str) -> Dial | None:
    found = solved.get(wishes)
    return None if found is None else replace(found, weight=float(getattr(wishes, wish)))


def _price(  # noqa: PLR0917 - one row of what was found
    wish: str, plan: Plan, facts: WishFacts, dials: Mapping[Wishes, Dial], luck: tuple[int, float] | None, telling: bool
) -> WishPrice:
    wishes = plan.round.wishes
    ends = (wishes, replace(wishes, **{wish: OFF}), replace(wishes, **{wish: FULL}))
    now, off, full = (_at(dials, one, wish) for one in ends)
    weight = float(getattr(wishes, wish))
    parts = [f"The wish {NAMES[wish]} (weight {weight:g}): {_state(wish, facts)}"]
    if not telling:
        parts.append("whatever its weight, it cannot tell two plans of this round apart")
    if telling and now is not None and luck is not None:
        if weight and off is not None:
            parts.append(_against(now, off, "without it", luck))
        if weight != FULL and full is not None:
            parts.append(f"{_against(now, full, 'at 10', luck)} ({_state(wish, full.facts)})")
    paid = facts.paid_min[wish]
    return WishPrice(wish, weight, facts.fulfilled.get(wish), facts.asked.get(wish), paid, now, off, full, f"{'; '.join(parts)}.")


def _state(wish: str, facts: WishFacts) -> str:
    """How far the plan fulfils the wish."""
    if wish == "fair_load":
        load = facts.load
        return f"fieldworkers are at work {load.least:.0%} to {load.most:.0%} of their hours, the middle one {load.median:.0%}"
    if wish == "compact":
        start = "home or drop" if facts.rides else "home"
        return f"a household lies {facts.home_min:.0f} minutes from its fieldworker's {start}, on average"
    done, asked = facts.fulfilled[wish], facts.asked[wish]
    if not asked:
        return "it means nothing to any visit of this plan"
    does = {"language": "share a language", "home_ward": "are in the home ward", "same_worker": "bring the same worker again"}
    return f"{done:,} of {asked:,} visits {does[wish]}"


def _against(now: Dial, other: Dial, when: str, luck: tuple[int, float]) -> str:
    """What another weight would change, in visits and in travel, as far as it is more than luck."""
    visits, travel = other.households - now.households, round(other.travel_min - now.travel_min)
    if abs(visits) <= luck[0] and abs(travel) <= luck[1]:
        return f"{when} no difference that is more than the luck of the search"
    parts = []
    if visits:
        parts.append(f"visit {counted(abs(visits), 'household', 'households')} {'more' if visits > 0 else 'fewer'}")
    if travel:
        parts.append(f"travel {counted(abs(travel), 'minute', 'minutes')} {'more' if travel > 0 else 'less'}")
    return f"{when} the plan would {' and '.join(parts)}"

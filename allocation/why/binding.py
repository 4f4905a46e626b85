"""Which rules bind a round, and what one unit more of each would buy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from allocation.phrases import counted
from allocation.plan import Plan
from allocation.plan_round import plan_round
from allocation.weights import weight_by_id
from allocation.why.context import Context
from allocation.why.fill import carried, filled
from allocation.why.inputs import Inputs
from allocation.why.levers import Lever, all_levers
from allocation.why.standing import Standing

#: Columns of :func:`lever_table`.
COLUMNS = ("kind", "lever", "households", "priority", "how", "solved_households", "solved_priority", "sentence")
#: Told as the work goes on: (done, all, what is looked at); returning False ends it with what is known.
Tell = Callable[[int, int, str], object]


@dataclass(frozen=True)
class Gain:
    """What a lever buys.

    Attributes
    ----------
    lever : Lever
    households : int
        More households visited, put into the days as they stand: so many at least, the plan being as it is.
    priority : float
        Their priority + 1, summed.
    solved_households, solved_priority : float or None
        The same by planning the changed round anew, against planning the round as it is for as long; None where that
        was not asked for. It may be less than the estimate, or negative: a search has its luck.
    sentence : str
        Says which of the two it is.
    """

    lever: Lever
    households: int
    priority: float
    solved_households: int | None = None
    solved_priority: float | None = None
    sentence: str = ""

    @property
    def how(self) -> str:
        """``estimate`` or ``solved``."""
        return "estimate" if self.solved_households is None else "solved"

    @property
    def binds(self) -> bool:
        """Whether a unit more would let in anybody, as far as is known."""
        return self.households > 0 or (self.solved_households or 0) > 0


@dataclass(frozen=True)
class Binding:
    """The rules of a round, those that bind most first.

    Attributes
    ----------
    gains : tuple of Gain
        One a lever: of people, words and days the best of each kind only.
    fits_now : int
        Households that fit without any change: the plan is not finished where there are any.
    not_reached : int
        Households that the round asks for and nobody visits.
    behind : int
        How many households fewer than the plan the round as it is reached, planned anew for as long as the changed ones: 0
        where it did as well, or was not planned anew. What is planned anew on a busy computer, or in too few seconds, is
        behind, and so is the little that it is compared with.
    """

    gains: tuple[Gain, ...]
    fits_now: int
    not_reached: int
    behind: int = 0


def binding_rules(
    plan: Plan | Context,
    *,
    resolve_seconds: float | None = None,
    resolve_most: int = 5,
    max_iterations: int | None = None,
    seed: int = 1,
    each: int = 3,
    tell: Tell | None = None,
    executor: Executor | None = None,
) -> Binding:
    """What one unit more of each rule would buy, in households and in priority.

    Parameters
    ----------
    plan : Plan or Context
        A finished plan.
    resolve_seconds : float, optional
        Plan the round anew with each of the most promising changes, and once without, for so many seconds each. Left
        out, only the fast estimate is made.
    resolve_most : int
        Changes that are planned anew.
    max_iterations : int, optional
        Instead of the clock, as in ``plan_round``.
    seed : int
        The same seed for every solve.
    each : int
        Levers kept of a kind that is there once a person, the best first.
    tell : callable, optional
        Told (done, all, what) as the work goes on; returning False ends it.
    executor : Executor, optional
        As in ``plan_round``.

    Notes
    -----
    The estimate puts the waiting households into the days as they stand under the changed rules, those first that pay most
    for their minutes; each day is walked. What is counted could be done, so a round planned anew by a perfect optimizer
    gains no less priority. Households that ask for two visitors or for several visits, or must pay for their way
    (``prize_min``), are not estimated.
    """
    context = Context.of(plan)
    inputs = Inputs.of(context.plan)
    waiting = [row for row in np.flatnonzero(context.problem.asked).tolist() if row not in context.standing.visits_of]
    base, now = filled(context.standing, waiting)
    left = [row for row in waiting if row not in set(now)]
    levers = list(all_levers(context, inputs, left)) if left else []
    gains = []
    for done, lever in enumerate(levers):
        if tell is not None and tell(done, len(levers), lever.label) is False:
            break
        gains.append(_estimated(context, base, lever, left))
    kept = _kept(gains, each)
    behind = 0
    if resolve_seconds is not None or max_iterations is not None:
        limits = {"time_limit_s": resolve_seconds or 0.0, "max_iterations": max_iterations, "seed": seed, "executor": executor}
        kept, anew = _resolved(inputs, kept, resolve_most, limits, tell)
        behind = max(0, context.plan.visits["household_id"].nunique() - anew) if anew is not None else 0
    ordered = sorted(kept, key=lambda gain: (-(gain.solved_priority or 0.0), -gain.priority))
    return Binding(tuple(replace(gain, sentence=_told(gain)) for gain in ordered), len(now), len(waiting), behind)


def lever_table(gains: Iterable[Gain]) -> pd.DataFrame:
    """Gains as a table with the columns :data:`COLUMNS`."""
    rows = [
        (g.lever.kind, g.lever.label, g.households, g.priority, g.how, g.solved_households, g.solved_priority, g.sentence)
        for g in gains
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def estimated(context: Context, base: Standing, lever: Lever, waiting: list[int]) -> tuple[Standing, tuple[int, ...]]:
    """The days of those whom a lever touches, filled under its inputs; and the households put in."""
    empty = lever.inputs.standing(context, None if lever.workers is None else list(lever.workers))
    stands = carried(base, context.problem.worker_ids.tolist(), empty)
    return filled(stands, waiting)


def _estimated(context: Context, base: Standing, lever: Lever, waiting: list[int]) -> Gain:
    _, rows = estimated(context, base, lever, waiting)
    return Gain(lever, len(rows), float(context.problem.weight[list(rows)].sum()))


def _kept(gains: list[Gain], each: int) -> list[Gain]:
    """The best of each kind; of what does nothing one of a kind, so that it is told that it does not bind."""
    found: list[Gain] = []
    for kind in dict.fromkeys(gain.lever.kind for gain in gains):
        own = sorted((gain for gain in gains if gain.lever.kind == kind), key=lambda gain: -gain.priority)
        useful = [gain for gain in own if gain.households][:each]
        found += useful or own[:1]
    return found


def _resolved(
    inputs: Inputs, gains: list[Gain], most: int, limits: Mapping[str, object], tell: Tell | None
) -> tuple[list[Gain], int | None]:
    """The most promising planned anew, against the round as it is planned for as long; and how many that one reaches."""
    order = sorted(range(len(gains)), key=lambda at: -gains[at].priority)[:most]
    result = list(gains)
    before: tuple[int, float] | None = None
    for done, at in enumerate([-1, *order]):
        label = "The round as it is" if at < 0 else gains[at].lever.label
        if tell is not None and tell(done, len(order) + 1, f"Planned anew: {label}") is False:
            break
        plan: Plan = plan_round(**(inputs if at < 0 else gains[at].lever.inputs).arguments(), **limits)  # type: ignore[arg-type]
        reached = _reached(plan)
        if before is None:
            before = reached
        else:
            more = reached[0] - before[0], reached[1] - before[1]
            result[at] = replace(gains[at], solved_households=more[0], solved_priority=more[1])
    return result, None if before is None else before[0]


def _reached(plan: Plan) -> tuple[int, float]:
    weight = weight_by_id(plan.households)
    served = plan.visits["household_id"].unique()
    return len(served), sum(weight[str(name)] for name in served)


def _told(gain: Gain) -> str:
    many = _households(gain.households)
    if gain.solved_households is None:
        if not gain.households:
            return f"{gain.lever.label}: nobody more, as the days stand (estimate)."
        return f"{gain.lever.label}: {many} more at least (estimate: put into the days as they stand)."
    solved = f"{_households(abs(gain.solved_households))} {'more' if gain.solved_households >= 0 else 'fewer'}"
    return f"{gain.lever.label}: {solved} (planned anew); {many} more by the estimate."


def _households(number: int) -> str:
    return counted(number, "household", "households")

"""Which rules bind a round, and what one unit more of each would buy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from allocation.here import engine_near
from allocation.phrases import counted
from allocation.plan import Plan
from allocation.units import Units
from allocation.why.anew import Anew
from allocation.why.context import Context
from allocation.why.estimate import estimate
from allocation.why.fill import filled
from allocation.why.inputs import Inputs
from allocation.why.lever import Lever
from allocation.why.levers import all_levers
from allocation.why.standing import Standing

#: Columns of :func:`lever_table`.
COLUMNS = ("kind", "lever", "households", "priority", "how", "solved_households", "solved_priority", "sentence")
#: Told as the work goes on: (done, all, what is looked at); returning False ends it with what is known.
Tell = Callable[[int, int, str], object]
LeversOf = Callable[[Context, Inputs, list[int]], Iterable[Lever]]


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
        The same by searching on from the plan in the changed round, against searching on in the round as it is for as many
        steps; None where that was not asked for.
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
    ahead : int
        How many households more than the plan the round as it is reached, searched on: the plan is not finished where there
        are any. What the levers bring by planning anew comes on top.
    """

    gains: tuple[Gain, ...]
    fits_now: int
    not_reached: int
    ahead: int = 0


def binding_rules(
    plan: Plan | Context,
    *,
    resolve_steps: int | None = None,
    resolve_most: int = 5,
    seed: int = 1,
    each: int = 3,
    tell: Tell | None = None,
    executor: Executor | None = None,
    levers_of: LeversOf = all_levers,
) -> Binding:
    """What one unit more of each rule would buy, in households and in priority.

    Parameters
    ----------
    plan : Plan or Context
        A finished plan.
    resolve_steps : int, optional
        Plan on from the plan with each of the most promising changes, and once without, for so many steps each
        (:data:`allocation.why.anew.STEPS` is usual). Left out, only the fast estimate is made.
    resolve_most : int
        Changes that are planned anew.
    seed : int
        The same seed for every search: seed and steps decide the answer, whatever the computer.
    each : int
        Levers kept of a kind that is there once a person, the best first.
    tell : callable, optional
        Told (done, all, what) as the work goes on; returning False ends it.
    executor : Executor, optional
        As in ``plan_round``.
    levers_of : callable
        The changes that are tried, of (context, inputs, rows of waiting households).

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
    levers = list(levers_of(context, inputs, left)) if left else []
    gains = []
    for done, lever in enumerate(levers):
        if tell is not None and tell(done, len(levers), lever.label) is False:
            break
        gains.append(_estimated(context, base, lever, left))
    kept = _kept(gains, each)
    ahead = 0
    if resolve_steps is not None:
        engine = engine_near(len(context.plan.households), len(context.plan.fieldworkers), executor)
        try:
            search = Anew(context.plan, Units.of(context.problem), engine, resolve_steps, seed)
            kept, ahead = _Changed(context, base, left, search).resolved(kept, resolve_most, tell)
        finally:
            engine.close()
    ordered = sorted(kept, key=lambda gain: (-(gain.solved_priority or 0.0), -gain.priority))
    return Binding(tuple(replace(gain, sentence=_told(gain)) for gain in ordered), len(now), len(waiting), ahead)


def lever_table(gains: Iterable[Gain]) -> pd.DataFrame:
    """Gains as a table with the columns :data:`COLUMNS`."""
    rows = [
        (g.lever.kind, g.lever.label, g.households, g.priority, g.how, g.solved_households, g.solved_priority, g.sentence)
        for g in gains
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _estimated(context: Context, base: Standing, lever: Lever, waiting: list[int]) -> Gain:
    found = estimate(context, base, lever, waiting)
    return Gain(lever, found.households, found.priority(context))


def _kept(gains: list[Gain], each: int) -> list[Gain]:
    """The best of each kind; of what does nothing one of a kind, so that it is told that it does not bind."""
    found: list[Gain] = []
    for kind in dict.fromkeys(gain.lever.kind for gain in gains):
        own = sorted((gain for gain in gains if gain.lever.kind == kind), key=lambda gain: -gain.priority)
        useful = [gain for gain in own if gain.households][:each]
        found += useful or own[:1]
    return found


@dataclass(frozen=True)
class _Changed:
    """Searches on from the plan, in the round as it is and in changed ones."""

    context: Context
    base: Standing
    waiting: list[int]
    search: Anew

    def resolved(self, gains: list[Gain], most: int, tell: Tell | None) -> tuple[list[Gain], int]:
        """The most promising planned anew, against the round as it is; and how many more than the plan that one reaches."""
        order = sorted(range(len(gains)), key=lambda at: -gains[at].priority)[:most]
        result = list(gains)
        before: tuple[int, float] | None = None
        for done, at in enumerate([-1, *order]):
            label = "The round as it is" if at < 0 else gains[at].lever.label
            if tell is not None and tell(done, len(order) + 1, f"Planned anew: {label}") is False:
                break
            reached = self._reached(None if at < 0 else gains[at].lever)
            if before is None:
                before = reached
            else:
                more = reached[0] - before[0], reached[1] - before[1]
                result[at] = replace(gains[at], solved_households=more[0], solved_priority=more[1])
        planned = self.context.plan.visits["household_id"].nunique()
        return result, max(0, before[0] - planned) if before is not None else 0

    def _reached(self, lever: Lever | None) -> tuple[int, float]:
        if lever is None:
            return self.search.reached(self.context.problem, [self.base])
        problem = lever.inputs.problem(self.context)
        more = estimate(self.context, self.base, lever, self.waiting)
        return self.search.reached(problem, [self.base, more.standing], whole=lever.stops is not None and more.households > 0)


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

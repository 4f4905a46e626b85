"""A curve: the plan, the plan with one unit more of something, with two, and so on; each planned on from the one before."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pandas as pd

from allocation.vehicles.timetable import no_rides
from allocation.whatif.binds import Binds, binds
from allocation.whatif.onward import Onward, Reached
from allocation.whatif.options import NOTHING, NOUNS, Option, best_option, waiting_rows
from allocation.why.context import Context
from allocation.why.inputs import Inputs
from allocation.why.riding_levers import SEATS

#: Columns of curves.csv.
CURVES = ("change", "amount", "served", "priority_served", "hours")
#: Columns of steps.csv: what each unit was, and what no plan with so much of it could beat.
STEPS = ("change", "amount", "what", "served", "more", "bound_served", "bound_priority_served")
#: Told what is looked at and which unit it is; returning False ends it with what is known.
Tell = Callable[[str, int], object]


@dataclass(frozen=True)
class Step:
    """A plan on a curve.

    Attributes
    ----------
    amount : int
        Units more than the plan has.
    what : str
        What the last of them is, "" for none.
    context : Context
        The plan, checked.
    reached : Reached
    bound_served, bound_share : float
        Households, and share of priority, that no plan with so much could beat; NaN where that is not known.
    """

    amount: int
    what: str
    context: Context
    reached: Reached
    bound_served: float
    bound_share: float

    @classmethod
    def of(cls, context: Context, amount: int, what: str) -> Step:
        """Of a plan; its bound is that of its summary."""
        bound: dict[str, Any] = context.plan.summary.get("bound") or {}
        most = float(bound.get("served", math.nan)), float(bound.get("priority_served", math.nan))
        return cls(amount, what, context, Reached.of(context), *most)


@dataclass(frozen=True)
class Curve:
    """What more and more of something buys.

    Attributes
    ----------
    change : str
        One of :data:`allocation.whatif.options.CHANGES`.
    steps : tuple of Step
        By amount, from 0 on. That of 0 is the plan as it is.
    as_it_is : Reached
        What the round as it is reaches when it is searched on as long as each step: more than that is bought.
    ended : str
        Why there are no more steps, "" where as many were asked for.
    binds : Binds
        What keeps the others out at the end.
    """

    change: str
    steps: tuple[Step, ...]
    as_it_is: Reached
    ended: str
    binds: Binds

    @property
    def gains(self) -> tuple[int, ...]:
        """Households more by each unit, the first against the round as it is searched on."""
        served = [self.as_it_is.served, *(step.reached.served for step in self.steps[1:])]
        return tuple(after - before for before, after in pairwise(served))

    def table(self) -> pd.DataFrame:
        """Columns :data:`CURVES`."""
        rows = [(self.change, s.amount, s.reached.served, round(s.reached.share, 6), s.reached.hours) for s in self.steps]
        return pd.DataFrame(rows, columns=list(CURVES))

    def details(self) -> pd.DataFrame:
        """Columns :data:`STEPS`."""
        more = (0, *self.gains)
        rows = [
            (self.change, s.amount, s.what, s.reached.served, gain, s.bound_served, s.bound_share)
            for s, gain in zip(self.steps, more, strict=True)
        ]
        return pd.DataFrame(rows, columns=list(STEPS))


@dataclass(frozen=True)
class Start:
    """Where all curves of a plan begin.

    Attributes
    ----------
    plan : Context
        As it is.
    searched : Context
        The same round, searched on as long as each step.
    """

    plan: Context
    searched: Context

    @classmethod
    def of(cls, plan: Context, onward: Onward) -> Start:
        """Search on once without any change."""
        return cls(plan, onward.plan(plan, Inputs.of(plan.plan)))


def curve(start: Start, change: str, most: int, onward: Onward, tell: Tell, *, seats: int = SEATS) -> Curve:
    """One unit more of something, and another, up to ``most``.

    Parameters
    ----------
    start : Start
        The plan.
    change : str
        One of :data:`allocation.whatif.options.CHANGES`.
    most : int
        Units.
    onward : Onward
        How each is planned.
    tell : callable
        Told what is being looked at; returning False ends the curve with what is known.
    seats : int
        Of a new vehicle, where there is none that it could be like.

    Raises
    ------
    SolverError
        The optimizer could not run at all, or what it handed back is not a plan.
    """
    steps, now, ended = [Step.of(start.plan, 0, "")], start.searched, ""
    for amount in range(1, most + 1):
        if not waiting_rows(now):
            ended = "Everybody that the round asks for is reached."
            break
        if tell(f"{amount:,} more {NOUNS[change][amount > 1]}", amount) is False:
            ended = "It was ended early."
            break
        option = best_option(now, change, seats)
        if option is None:
            ended = NOTHING[change]
            break
        now = taken_on(now, option, onward)
        steps.append(Step.of(now, amount, option.lever.label))
    return Curve(change, tuple(steps), Reached.of(start.searched), ended, binds(now))


def taken_on(now: Context, option: Option, onward: Onward) -> Context:
    """The plan with one unit more, planned on."""
    lever = option.lever
    if lever.stops is None and lever.kind != "vehicle_more":
        return onward.plan(now, lever.inputs, option.let_in.standing)
    # Vehicles first drive as planned, so that nothing is lost; then on more days, with more people.
    return onward.plan(now, replace(lever.inputs, rides=no_rides() if now.plan.rides is None else now.plan.rides))

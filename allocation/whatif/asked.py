"""The whole question: curves of several changes, and how to be done by a date, in one go."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from allocation.here import engine_near
from allocation.plan import Plan
from allocation.whatif.by_date import FINISH_BY, FinishBy, finish_by
from allocation.whatif.curve import CURVES, STEPS, Curve, Start, curve
from allocation.whatif.onward import Onward, Reached
from allocation.whatif.options import CHANGES
from allocation.whatif.points import POINT, PointCurve, point_curve
from allocation.why.anew import STEPS as USUAL_STEPS
from allocation.why.binding import Tell
from allocation.why.context import Context
from allocation.why.riding_levers import SEATS
from geo.access.settings import THRESHOLD_MIN
from geo.errors import InputProblems
from geo.problems import Problem

#: Units of each change that are looked at, and the most that may be asked for.
MOST, MOST_EVER = 3, 50


@dataclass(frozen=True)
class WhatIf:
    """What is asked.

    Parameters
    ----------
    changes : sequence of str
        Of :data:`allocation.whatif.options.CHANGES`, and ``point`` for service points.
    most : int
        Units of each, 1 to 50.
    finish_by : date or None
        The day on which everybody who can be served should be.
    steps : int
        Of each search, 1 or more: with the seed they decide the answer, whatever the computer.
    seed : int
        0 to 2147483647.
    seats : int
        Of a new vehicle, 1 to 60, where there is none that it could be like.
    workers_most, days_most : int
        Fieldworkers and days that are added at most for ``finish_by``, 1 to 1000.
    sector : str
        Of the service points; "" for the one that fewest households have in reach.
    threshold_min : float
        Minutes one way within which a service point is in reach, above 0.

    Raises
    ------
    InputProblems
        Everything wrong with the values, all at once.
    """

    changes: tuple[str, ...] = CHANGES
    most: int = MOST
    finish_by: dt.date | None = None
    steps: int = USUAL_STEPS
    seed: int = 1
    seats: int = SEATS
    workers_most: int = 40
    days_most: int = 60
    sector: str = ""
    threshold_min: float = THRESHOLD_MIN

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", tuple(dict.fromkeys(self.changes)))
        unknown = [name for name in self.changes if name not in (*CHANGES, POINT)]
        wrong = [Problem("E401", f"There is no change {name}.", column="change") for name in unknown]
        if not 0 < self.threshold_min < math.inf:
            wrong.append(Problem("E401", "The threshold must be a number of minutes above 0.", column="threshold_min"))
        ranges = {
            "most": (1, MOST_EVER),
            "steps": (1, 10**9),
            "seed": (0, 2**31 - 1),
            "seats": (1, 60),
            "workers_most": (1, 1000),
            "days_most": (1, 1000),
        }
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                wrong.append(Problem("E401", f"{name} must be a whole number from {low} to {high}.", column=name))
        if wrong:
            raise InputProblems(wrong)

    @property
    def reach(self) -> dict[str, Any]:
        """What is asked of service points."""
        return {"most": self.most, "sector": self.sector, "threshold_min": self.threshold_min}

    def settings(self) -> dict[str, Any]:
        """What summary.json says."""
        day = None if self.finish_by is None else self.finish_by.isoformat()
        numbers = {name: getattr(self, name) for name in ("most", "steps", "seed", "seats", "workers_most", "days_most")}
        points = {"sector": self.sector, "threshold_min": self.threshold_min} if POINT in self.changes else {}
        return {"changes": list(self.changes), "finish_by": day, **numbers, **points}


@dataclass(frozen=True)
class Found:
    """What it would take.

    Attributes
    ----------
    plan, as_it_is : Reached
        What the plan reaches, and what the same round reaches when it is searched on.
    curves : tuple of Curve
    by_date : FinishBy or None
    points : PointCurve or None
        Where service points were asked about.
    ended_early : bool
        Whether somebody ended it before all was known.
    """

    plan: Reached
    as_it_is: Reached
    curves: tuple[Curve, ...]
    by_date: FinishBy | None = None
    ended_early: bool = False
    points: PointCurve | None = None

    def table(self) -> pd.DataFrame:
        """Columns :data:`allocation.whatif.curve.CURVES`."""
        return _joined([one.table() for one in self._all], CURVES)

    def details(self) -> pd.DataFrame:
        """Columns :data:`allocation.whatif.curve.STEPS`."""
        return _joined([one.details() for one in self._all], STEPS)

    @property
    def _all(self) -> tuple[Curve | PointCurve, ...]:
        return (*self.curves, *(() if self.points is None else (self.points,)))

    def finish_table(self) -> pd.DataFrame:
        """Columns :data:`allocation.whatif.by_date.FINISH_BY`."""
        ways = [] if self.by_date is None else [self.by_date.workers.table(), self.by_date.days.table()]
        return _joined(ways, FINISH_BY)


def what_would_it_take(
    plan: Plan | Context,
    asked: WhatIf | None = None,
    tell: Tell | None = None,
    executor: Executor | None = None,
    points: gpd.GeoDataFrame | None = None,
) -> Found:
    """Plan on with one unit more of each change, two, three …, and until everybody who can be served by a date is.

    Parameters
    ----------
    plan : Plan or Context
        A finished plan.
    asked : WhatIf, optional
        Three units of every change where left out.
    tell : callable, optional
        Told (done, all, what) as it goes on, and about once a second in between; returning False ends it with what is known.
    executor : Executor, optional
        As in ``plan_round``.
    points : GeoDataFrame, optional
        Table ``service_points``, for the change ``point``; None where there is none yet.

    Raises
    ------
    InputProblems
        The plan was made anew in the middle of its round (E407), or the date cannot be (E401).
    SolverError
        The optimizer could not run at all, or what it handed back is not a plan.
    """
    question, context = asked or WhatIf(), Context.of(plan)
    if context.plan.judged_from is not None:
        fact = "This plan was made anew in the middle of its round, and what is past cannot have more of anything."
        raise InputProblems([Problem("E407", fact, remedy="Ask it of a plan of a whole round.")])
    planned = [change for change in question.changes if change != POINT]
    steps = 1 + len(planned) * question.most + (question.finish_by is not None)
    telling = _Telling(tell, steps + (POINT in question.changes) * question.most)
    engine = engine_near(len(context.plan.households), len(context.plan.fieldworkers), executor)
    try:
        onward = Onward(engine, question.steps, question.seed, telling.alive)
        by_date, sited = None, None
        telling.at(0, "the round as it is")
        only_points = not planned and question.finish_by is None
        start = Start(context, context) if only_points else Start.of(context, onward)
        curves = []
        for number, change in enumerate(planned):
            if telling.ended:
                break
            telling.first = 1 + number * question.most
            curves.append(curve(start, change, question.most, onward, telling.step, seats=question.seats))
        if question.finish_by is not None and not telling.ended:
            telling.first = 1 + len(planned) * question.most
            by_date = finish_by(
                start.searched,
                question.finish_by,
                onward,
                telling.stay,
                workers_most=question.workers_most,
                days_most=question.days_most,
            )
        if POINT in question.changes and not telling.ended:
            telling.first = steps
            sited = point_curve(context, points, engine, telling.step, **question.reach)
    finally:
        engine.close()
    return Found(Reached.of(context), Reached.of(start.searched), tuple(curves), by_date, telling.ended, sited)


class _Telling:
    """Steps told to whoever asks, and whether that one has had enough."""

    def __init__(self, tell: Tell | None, steps: int) -> None:
        self._tell, self._steps = tell, steps
        self._now = (0, "")
        self.first = 0
        self.ended = False

    def at(self, done: int, what: str) -> bool:
        """A step begins."""
        self._now = (min(done, self._steps - 1), what)
        return self.alive()

    def step(self, what: str, amount: int = 1) -> bool:
        """A unit of the curve at work."""
        return self.at(self.first + amount - 1, what)

    def stay(self, what: str) -> bool:
        """A part of a step whose number is not known."""
        return self.at(self.first, what)

    def alive(self) -> bool:
        """The step goes on."""
        if self._tell is not None and self._tell(self._now[0], self._steps, self._now[1]) is False:
            self.ended = True
        return not self.ended


def _joined(parts: Iterable[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    frames = [part for part in parts if len(part)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(columns))

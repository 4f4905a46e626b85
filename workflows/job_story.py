"""What a running or finished plan tells a person: one line, a few numbers, and the falling curves."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from workflows.plan_job import JobStatus

PHASES = {
    "starting": "Reading the lists",
    "compiling": "Preparing the optimizer, once for this computer: a minute or two",
    "districts": "Sharing the households out",
    "routes": "Drawing the first routes",
    "improving": "Looking for better routes",
    "checking": "Checking every rule",
    "done": "Keeping the plan",
}
#: How close a plan comes to the best: what it is called, and what it means.
BEST = "Of the best plan, at least"
BEST_HELP = (
    "How much of what the best plan could reach this plan reaches for certain, counted by priority. The best plan itself is "
    "not known, only that none reaches more than a certain limit."
)
#: Names of the two curves.
NOT_REACHED, TRAVEL = "Households not reached yet", "Hours on the way"


@dataclass(frozen=True)
class Story:
    """A job in words.

    Attributes
    ----------
    headline : str
    share : float
        Part of the time that is spent, 0 to 1.
    numbers : tuple of (label, value, help)
    curve : DataFrame
        Index seconds; columns :data:`NOT_REACHED` and :data:`TRAVEL`. Empty before the first report.
    """

    headline: str
    share: float = 0.0
    numbers: tuple[tuple[str, str, str], ...] = ()
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)


def story(status: JobStatus) -> Story:
    """The job in words."""
    if status.state == "failed":
        return Story(status.message or "The planning broke off.")
    progress = status.progress
    if progress.empty:
        return Story(PHASES["starting"] if status.state == "running" else _ended(status))
    last = progress.iloc[-1]
    headline = PHASES.get(str(last["phase"]), "Working") if status.state == "running" else _ended(status)
    return Story(headline, float(min(max(last["share"], 0.0), 1.0)), _numbers(last, bool(status.parent)), _curve(progress))


def at_least(share: float) -> str:
    """A share that is reached for certain, in whole percent, never rounded up.

    Examples
    --------
    >>> at_least(0.996)
    '99%'
    """
    return f"{math.floor(100 * min(1.0, share) + 1e-9)}%"


def _ended(status: JobStatus) -> str:
    if status.plan_id is None:
        return "Stopped before there was a plan: nothing is kept, and an earlier plan stays as it is. Plan again when you like."
    return "Stopped early: the best plan so far is kept." if status.state == "stopped" else "The plan is ready."


def _numbers(last: pd.Series, rest: bool) -> tuple[tuple[str, str, str], ...]:
    served, households = int(last["served"]), int(last["households"])
    share = served / households if households else 0.0
    asked = "are left to plan" if rest else "this round asks for"
    numbers = [
        ("Reached", f"{served:,} of {households:,}" if households else "–", f"{share:.0%} of the households that {asked}."),
        ("On the way", f"{last['travel_min'] / 60:,.0f} h", "All fieldworkers and all days together, the ways home included."),
    ]
    if pd.notna(last["bound"]) and last["bound"] > 0:
        numbers.append(
            (
                BEST,
                at_least(last["priority"] / last["bound"]),
                BEST_HELP,
            )
        )
    return tuple(numbers)


#: How a curve is drawn: whole numbers on both axes, and from 0, so that a small change does not look like a large one.
CURVE: dict[str, Any] = {
    "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5},
    "encoding": {
        "x": {"field": "seconds", "type": "quantitative", "title": "Seconds", "axis": {"format": "d", "tickMinStep": 1}},
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"zero": True},
            "axis": {"format": ",d", "tickMinStep": 1, "tickCount": 4},
        },
    },
}


def curve_points(curve: pd.DataFrame, name: str) -> pd.DataFrame:
    """One curve as :data:`CURVE` wants it: columns ``seconds`` and ``value``."""
    return pd.DataFrame({"seconds": curve.index.to_numpy(), "value": curve[name].to_numpy()})


def _curve(progress: pd.DataFrame) -> pd.DataFrame:
    known = progress[progress["served"] > 0]
    return pd.DataFrame(
        {
            NOT_REACHED: (known["households"] - known["served"]).to_numpy(),
            TRAVEL: (known["travel_min"] / 60).round(1).to_numpy(),
        },
        index=pd.Index(known["seconds"].round(1), name="seconds"),
    )

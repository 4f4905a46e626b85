"""The figures of a plan: what summary.json holds, and the table of improvements."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import pandas as pd

from allocation.bound import Bound
from allocation.draft import Draft
from allocation.joint import joint_figures
from allocation.plan import STATISTICS
from allocation.weights import prizes


@dataclass
class Statistics:
    """Improvements of one search as they come; one row each."""

    rows: list[dict[str, float]] = field(default_factory=list)

    def note(self, seconds: float, draft: Draft, bound: Bound) -> None:
        """Add the state of the draft."""
        served = draft.served()
        self.rows.append(
            {
                "seconds": round(seconds, 3),
                "served": int(served.sum()),
                "priority": float(draft.units.problem.weight[served].sum()),
                "travel_min": draft.travel_s() / 60,
                "bound": bound.priority,
            }
        )

    def table(self) -> pd.DataFrame:
        """Columns :data:`allocation.plan.STATISTICS`; ``bound`` is filled in once it is known (NaN before)."""
        return pd.DataFrame(self.rows, columns=list(STATISTICS)).astype(
            {"seconds": float, "served": "int64", "priority": float, "travel_min": float, "bound": float}
        )


def summary(
    *,
    visits: pd.DataFrame,
    days: pd.DataFrame,
    unserved: pd.DataFrame,
    draft: Draft,
    bound: Bound,
    seconds: float,
    seed: int,
    checked: bool,
) -> dict[str, Any]:
    """What summary.json holds, without the parts that only files have.

    ``priority_served`` is the share (0 to 1) of the weight (priority + 1) of the households that the round asks for;
    ``gap`` is (bound − achieved) / bound of that weight, 0 where there is nothing to reach; ``travel_gap`` is that of travel
    (:func:`travel_gap`).
    """
    problem = draft.units.problem
    prize = np.nan_to_num(problem.prize_min)
    travel_min = float(days["travel_min"].sum())
    asked = float(problem.weight[problem.asked].sum())
    achieved = float(problem.weight[draft.served()].sum())
    return {
        "served": int(visits["household_id"].nunique()),
        "households": len(problem.household_ids),
        "asked": int(problem.asked.sum()),
        "quarantined": 0,
        "repaired": 0,
        "priority_served": _rounded(achieved / asked if asked else 1.0, 6),
        "travel_min": _rounded(travel_min, 3),
        **prize_figures(problem.households, float(prize[draft.served()].sum()), travel_min, bound.net_min),
        "joint": joint_figures(visits, problem.households, problem.workers, problem.round),
        "bound": {
            "served": bound.served,
            "priority_served": _rounded(min(1.0, bound.priority / asked) if asked else 1.0, 6),
            "travel_min": _rounded(bound.travel_min, 3),
        },
        "gap": _rounded(max(0.0, (bound.priority - achieved) / bound.priority) if bound.priority > 0 else 0.0, 6),
        "travel_gap": travel_gap(travel_min, bound.travel_min),
        "reasons": {str(reason): int(count) for reason, count in unserved["reason"].value_counts().items()},
        "seconds": round(seconds, 2),
        "seed": int(seed),
        "version": _version(),
        "checked": checked,
        "settings": problem.round.settings(problem.travel),
    }


def travel_gap(achieved: float, least: float) -> float:
    """Share of a plan's travel that a plan that serves as many households could save at most.

    Parameters
    ----------
    achieved : float
        Minutes of travel of the plan.
    least : float
        Minutes that every plan that serves as many travels (:attr:`allocation.bound.Bound.travel_min`).

    Returns
    -------
    float
        (achieved − least) / achieved, 0 to 1: of the plan's own travel, so that it is told also where the bound is 0 (it is then
        1: nothing is known). 0 where nothing is travelled.

    Examples
    --------
    >>> travel_gap(200.0, 150.0), travel_gap(0.0, 0.0)
    (0.25, 0.0)
    """
    return _rounded(min(1.0, max(0.0, 1 - least / achieved)) if achieved > 0 else 0.0, 6)


def prize_figures(households: pd.DataFrame, collected: float, travel: float, bound: float) -> dict[str, Any]:
    """What a plan's households with ``prize_min`` are worth, less all travel, in minutes; nothing where there is none."""
    if np.isnan(prizes(households)).all():
        return {}
    net = collected - travel
    figures = {"collected": collected, "travel": travel, "net": net, "bound": bound}
    gap = max(0.0, (bound - net) / bound) if bound > 0 else 0.0
    return {"prize_min": {name: _rounded(value, 3) for name, value in figures.items()} | {"gap": _rounded(gap, 6)}}


def _rounded(value: float, digits: int) -> float:
    return round(value, digits) if math.isfinite(value) else value


def _version() -> str:
    try:
        return version("wardround")
    except PackageNotFoundError:
        return "0"
